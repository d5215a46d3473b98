"""What a browser may send of a plan itself, and the kinds of fields that the room's forms share."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, ValidationError

from pop_tracker.plans.models import PLAN_KIND_WORDS, PlanKind
from pop_tracker.web.editing import STALE, EditForm
from pop_tracker.web.forms import BaseForm, ChoiceCheck, LineField, Max, Optional, Required, TextField
from pop_tracker.web.i18n import N_
from pop_tracker.web.numbers import read_number, write_number

LARGEST = 10**13
"""In lek beyond the budget of the country, so a slip of the hand."""


class Year:
    def __call__(self, form: Any, field: Any) -> None:
        if field.data and not (re.fullmatch(r"\d{4}", field.data, re.ASCII) and 1990 <= int(field.data) <= 2100):
            raise ValidationError(form.said.gettext(N_("Shkruani një vit si 2025.")))


def year_of(field: Any) -> int | None:
    return int(field.data) if field.data else None


class NumberField(LineField):
    """A number as people write it in Albanian; `number` is its value once valid.

    What can be read is spelled in one way, so that the same amount typed otherwise is no change.
    """

    number: Decimal | None = None
    least_places = 0
    """Of a fraction, as it is written."""

    def __init__(self, label: str, validators: list[Any], places: int = 4, negative: bool = False, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.places, self.negative = places, negative

    def process_data(self, value: Any) -> None:
        self.data = write_number(value, self.least_places) if isinstance(value, Decimal | int) else value

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        try:
            self.number = read_number(self.data) if self.data else None
        except ValueError:
            self.number = None
        else:
            self.data = write_number(self.number, self.least_places)

    def post_validate(self, form: Any, stop_validation: bool) -> None:
        if not self.data or stop_validation:
            return
        say = form.said.gettext
        if self.number is None:
            raise ValidationError(
                say(N_("Shkruani numrin si 1.200.000,50: pikë mes mijësheve, presje para pjesës dhjetore."))
            )
        if self.number < 0 and not self.negative:
            raise ValidationError(say(N_("Numri nuk mund të jetë negativ.")))
        if abs(self.number) > LARGEST:
            raise ValidationError(say(N_("Numri është shumë i madh.")))
        if self.number != round(self.number, self.places):
            raise ValidationError(say(N_("Më së shumti %(places)d shifra pas presjes."), places=self.places))


class LekField(NumberField):
    """Money in lek; qindarka after the comma."""

    least_places = 2

    def __init__(self, label: str, validators: list[Any], **more: Any) -> None:
        super().__init__(label, validators, places=2, **more)


def lines_of(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class LinesField(TextField):
    """One thing a line; empty lines go."""

    def process_data(self, value: Any) -> None:
        self.data = "\n".join(value) if isinstance(value, list) else value

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = "\n".join(lines_of(self.data))

    @property
    def lines(self) -> list[str]:
        return lines_of(self.data)


class PlanForm(EditForm):
    municipality = SelectField(N_("Bashkia"), [Required(), ChoiceCheck()], validate_choice=False)
    plan_kind = RadioField(N_("Lloji i planit"), [Required(), ChoiceCheck()], validate_choice=False)
    title = LineField(N_("Titulli"), [Required(), Max(200)])
    period_from = LineField(N_("Nga viti"), [Optional(), Year()])
    period_until = LineField(N_("Deri në vitin"), [Optional(), Year()])
    vision = TextField(N_("Vizioni"), [Optional(), Max(4000)])
    mission = TextField(N_("Misioni"), [Optional(), Max(4000)])
    legal_basis = LinesField(N_("Baza ligjore"), [Optional(), Max(4000)])
    structures = LinesField(N_("Strukturat"), [Optional(), Max(4000)])
    predecessor = SelectField(N_("Plani i mëparshëm"), [Optional(), ChoiceCheck()], validate_choice=False)
    predecessors = LinesField(N_("Plane të mëparshme që nuk janë këtu"), [Optional(), Max(2000)])
    support = LinesField(N_("Kush e mbështeti hartimin"), [Optional(), Max(2000)])
    stage_note = TextField(N_("Ku ndodhet plani"), [Optional(), Max(4000)])
    source = TextField(N_("Burimi"), [Required(), Max(2000)])
    nonce = HiddenField()

    def offer(self, municipalities: Iterable[tuple[str, str]] | None, earlier: Iterable[tuple[str, str]]) -> None:
        """None: the plan stands already, and its municipality with it."""
        if municipalities is None:
            del self.municipality
        else:
            self.municipality.choices = [("", self.said.gettext(N_("Zgjidhni bashkinë"))), *municipalities]
        self.plan_kind.choices = [(kind.value, self.said.gettext(words)) for kind, words in PLAN_KIND_WORDS.items()]
        self.predecessor.choices = [("", self.said.gettext(N_("Nuk thuhet"))), *earlier]

    @property
    def fields(self) -> dict[str, Any]:
        """The plan's fields, as the form says them; its predecessor aside."""
        return {
            "plan_kind": PlanKind(self.plan_kind.data),
            "title": self.title.data,
            "period_from": year_of(self.period_from),
            "period_until": year_of(self.period_until),
            "vision": self.vision.data or "",
            "mission": self.mission.data or "",
            "legal_basis": self.legal_basis.lines,
            "structures": self.structures.lines,
            "predecessors": self.predecessors.lines,
            "support": self.support.lines,
            "stage_note": self.stage_note.data or "",
            "source": self.source.data,
        }


class RemovalForm(BaseForm):
    """Takes something out of a plan; `version` is of the form that was shown beside it."""

    reason = TextField(N_("Pse hiqet"), [Required(), Max(2000)])
    version = HiddenField()
    nonce = HiddenField()

    def is_of(self, now: EditForm) -> bool:
        """Whether what is to go still says what was shown; if not, it is shown again first."""
        if self.version.data == now.digest():
            return True
        self.version.data = now.digest()
        self.form_errors.append(self.said.gettext(STALE))
        return False
