"""What a browser may send of a plan itself, and to take something out of one."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, RadioField, SelectField

from pop_tracker.plans.models import PLAN_KIND_WORDS, Plan, PlanKind
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.errors import STALE
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required
from pop_tracker.web.forms.editing import EditForm
from pop_tracker.web.forms.fields import LineField, LinesField, NonceField, TextField, Year, year_of
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.i18n import N_


class NewPlanForm(EditForm):
    municipality = SelectField(N_("Bashkia"), [Required(), ChoiceCheck()], validate_choice=False)
    plan_kind = RadioField(N_("Lloji i planit"), [Required(), ChoiceCheck()], validate_choice=False)
    title = LineField(N_("Titulli"), [Required(), Max(200), NoPrivateName()])
    period_from = LineField(N_("Nga viti"), [Optional(), Year()])
    period_until = LineField(N_("Deri në vitin"), [Optional(), Year()])
    vision = TextField(N_("Vizioni"), [Optional(), Max(4000), NoPrivateName()])
    mission = TextField(N_("Misioni"), [Optional(), Max(4000), NoPrivateName()])
    legal_basis = LinesField(N_("Baza ligjore"), [Optional(), Max(4000), NoPrivateName()])
    structures = LinesField(N_("Strukturat"), [Optional(), Max(4000), NoPrivateName()])
    predecessor = SelectField(N_("Plani i mëparshëm"), [Optional(), ChoiceCheck()], validate_choice=False)
    predecessors = LinesField(N_("Plane të mëparshme që nuk janë këtu"), [Optional(), Max(2000), NoPrivateName()])
    support = LinesField(N_("Kush e mbështeti hartimin"), [Optional(), Max(2000), NoPrivateName()])
    stage_note = TextField(N_("Në cilën fazë është plani"), [Optional(), Max(4000), NoPrivateName()])
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    nonce = NonceField()

    def offer(self, earlier: Iterable[tuple[str, str]], municipalities: Iterable[tuple[str, str]] = ()) -> None:
        if self.municipality is not None:
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


class PlanForm(NewPlanForm):
    """Of a plan that stands, everything but its municipality."""

    municipality = None  # type: ignore[assignment]


def values_of(plan: Plan, predecessor: Plan | None) -> dict[str, Any]:
    """What the form shows of a plan that stands."""
    texts = {"title", "vision", "mission", "stage_note", "source"}
    lines = {"legal_basis", "structures", "predecessors", "support"}
    return {
        **plan.model_dump(include=texts | lines),
        "plan_kind": plan.plan_kind.value,
        "period_from": str(plan.period_from or ""),
        "period_until": str(plan.period_until or ""),
        "predecessor": predecessor.slug if predecessor else "",
    }


class WithdrawalForm(BaseForm):
    reason = TextField(N_("Pse tërhiqet"), [Required(), Max(1000), NoPrivateName()])


class RemovalForm(BaseForm):
    """Takes something out of a plan; `version` is of the form that was shown beside it."""

    reason = TextField(N_("Pse hiqet"), [Required(), Max(2000), NoPrivateName()])
    version = HiddenField()
    nonce = NonceField()

    @classmethod
    def beside(cls, now: EditForm) -> "RemovalForm":
        return cls(now.said, version=now.digest())

    def is_of(self, now: EditForm) -> bool:
        """Whether what is to go still says what was shown; if not, it is shown again first."""
        return self.is_at(now.digest())

    def is_at(self, version: str) -> bool:
        if self.version.data == version:
            return True
        self.version.data = version
        self.form_errors.append(self.said.gettext(STALE))
        return False


class TakeBackForm(RemovalForm):
    """Of an import; `version` is the plan's."""

    reason = TextField(N_("Pse merret mbrapsht"), [Required(), Max(2000), NoPrivateName()])
