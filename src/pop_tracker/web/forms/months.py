"""Months as people write them, and the two that a period lies between."""

from datetime import date
from typing import Any

from wtforms import ValidationError

from pop_tracker.web.dates import NOT_A_MONTH, is_year, parse_month
from pop_tracker.web.forms.fields import DateField
from pop_tracker.web.i18n import N_
from pop_tracker.web.periods import Period

NOT_A_MONTH_OR_YEAR = N_("Shkruani një muaj, si 09.2023 ose shtator 2023; kur dihet vetëm viti, 2023.")


class MonthField(DateField):
    """A month as people write it. `day` is its first day once valid.

    `or_year`: a year is enough, where nobody knows the month; then `in_years` says so and `day` is of its January.
    `like` names the field of the other end of the period, which is given by months if this one is.
    """

    in_years = False

    def __init__(
        self, label: str, validators: list[Any], *, or_year: bool = False, like: str = "", **more: Any
    ) -> None:
        super().__init__(label, validators, **more)
        self.or_year, self.like = or_year, like

    def process_data(self, value: Any) -> None:
        self.data = f"{value:{'%Y' if self.in_years else '%m.%Y'}}" if isinstance(value, date) else value

    def read(self, form: Any, text: str) -> date:
        self.in_years = self.or_year and is_year(text)
        return date(int(text), 1, 1) if self.in_years else parse_month(text)

    def wrong(self, text: str) -> str:
        return NOT_A_MONTH_OR_YEAR if self.or_year else NOT_A_MONTH

    def post_validate(self, form: Any, stop_validation: bool) -> None:
        super().post_validate(form, stop_validation)
        other = form[self.like] if self.like else self
        if self.day and other.day and self.in_years is not other.in_years:
            raise ValidationError(form.said.gettext(N_("Shkruani të dy kufijtë me muaj, ose të dy vetëm me vit.")))


def period_of(first: MonthField, last: MonthField) -> Period:
    """Of two fields, once they are valid."""
    if first.in_years:
        return Period.of_years(first.known.year, last.known.year)
    return Period(first.known, last.known)
