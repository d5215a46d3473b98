"""What a browser may send about a round: its details, its two raters, that it goes."""

import re
from typing import Any

from wtforms import BooleanField, Field, SelectField, ValidationError

from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.pages.forms import LONGEST_REASON
from pop_tracker.monitoring.rounds import USUAL_REPLY_DAYS, Details
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required, UnlessAsked
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.editing import EditForm
from pop_tracker.web.forms.fields import LineField, NonceField, TextField
from pop_tracker.web.forms.months import MonthField, period_of
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.i18n import N_, Words

LEAST_REPLY_DAYS, MOST_REPLY_DAYS = 5, 60


class Whole:
    """A whole number from `least` to `most`."""

    def __init__(self, most: int, least: int = 1) -> None:
        self.least, self.most = least, most

    def __call__(self, form: Any, field: Field) -> None:
        if not re.fullmatch(r"[0-9]{1,3}", field.data or "") or not self.least <= int(field.data) <= self.most:
            raise ValidationError(
                form.said.gettext(
                    N_("Shkruani një numër nga %(least)d deri në %(most)d."), least=self.least, most=self.most
                )
            )


class RoundForm(EditForm):
    """What is said of a round, when it is opened and as long as it is not published."""

    least_days, most_days = LEAST_REPLY_DAYS, MOST_REPLY_DAYS
    number = LineField(N_("Numri i raundit"), validators=[Required(), Whole(99)])
    period_from = MonthField(N_("Muaji i parë i periudhës"), validators=[Required()])
    period_until = MonthField(N_("Muaji i fundit i periudhës"), validators=[Required()], like="period_from")
    method = TextField(N_("Metoda"), validators=[Required(), Max(LONGEST_REASON), NoPrivateName()])
    people = TextField(N_("Kush merr pjesë"), validators=[Optional(), Max(LONGEST_REASON), NoPrivateName()])
    conflicts_of_interest = TextField(N_("Konflikte interesi të deklaruara"),
                                      validators=[Optional(), Max(LONGEST_REASON), NoPrivateName()])  # fmt: skip
    reply_days = LineField(
        N_("Ditë pune për përgjigjen e bashkisë"), validators=[Required(), Whole(MOST_REPLY_DAYS, LEAST_REPLY_DAYS)]
    )
    source = SourcesField(N_("Burimi"), validators=[Required(), Max(LONGEST_SOURCE), NoPrivateName()])

    @classmethod
    def of(cls, said: Words, held: Round, data: FormData | None = None) -> "RoundForm":
        """Of one that came from elsewhere the months may be unknown, then as before."""
        first, last = held.period.edges
        fields = held.model_dump(exclude={"version"}) | {"period_from": first, "period_until": last}
        fields |= {"number": str(held.number), "reply_days": str(held.reply_days)}
        form = cls(said, data, **fields)
        form.period_from.or_year = form.period_until.or_year = bool(held.published_elsewhere)
        return form

    @property
    def details(self) -> Details:
        return Details(
            number=int(self.number.data or 0) or None,
            period=period_of(self.period_from, self.period_until),
            method=self.method.data or "",
            source=self.source.data or "",
            people=self.people.data or "",
            conflicts_of_interest=self.conflicts_of_interest.data or "",
            reply_days=int(self.reply_days.data or USUAL_REPLY_DAYS),
        )


class NewRoundForm(RoundForm):
    contract = SelectField(N_("Kontrata"), validators=[Required(), ChoiceCheck()], validate_choice=False)
    number = LineField(N_("Numri i raundit"), validators=[Optional(), Whole(99)])
    reply_days = LineField(
        N_("Ditë pune për përgjigjen e bashkisë"),
        default=str(USUAL_REPLY_DAYS),
        validators=[Optional(), Whole(MOST_REPLY_DAYS, LEAST_REPLY_DAYS)],
    )
    nonce = NonceField()


class RatersForm(EditForm):
    """Nobody in both places: the round has one author for each verdict and a second person."""

    rater_a = SelectField(N_("Vlerësuesi i parë"), validators=[ChoiceCheck()], validate_choice=False)
    rater_b = SelectField(N_("Vlerësuesi i dytë"), validators=[ChoiceCheck()], validate_choice=False)
    reason = TextField(N_("Pse ndryshojnë vlerësuesit"), validators=[UnlessAsked(), Max(LONGEST_REASON)])
    nonce = NonceField()

    @property
    def named(self) -> tuple[int | None, int | None]:
        """Of those who are offered."""
        offered = {choice[0]: int(choice[0]) for choice in self.rater_a.choices or () if choice[0]}
        return offered.get(self.rater_a.data), offered.get(self.rater_b.data)


class WithdrawalForm(BaseForm):
    sure = BooleanField(
        N_("Po, hiqni raundin dhe të gjitha vlerësimet e tij"),
        validators=[Required(N_("Shënojeni, nëse vërtet doni ta hiqni."))],
    )
