"""What a browser may send of a plan itself, and the kinds of fields that the room's forms share."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, RadioField, SelectField

from pop_tracker.plans.models import PLAN_KIND_WORDS, PlanKind
from pop_tracker.web.errors import STALE
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required
from pop_tracker.web.forms.editing import EditForm
from pop_tracker.web.forms.fields import LineField, LinesField, TextField, Year, year_of
from pop_tracker.web.i18n import N_


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
