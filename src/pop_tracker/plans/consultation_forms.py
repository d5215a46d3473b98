"""What a browser may send to the doors of consultations. Points are typed one a line."""

import re
from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, ValidationError

from pop_tracker.plans.consultations import (
    CONSULTATION_KIND_WORDS,
    ConsultationKind,
    ConsultationPoint,
    PointKind,
)
from pop_tracker.plans.forms import lines_of
from pop_tracker.web.editing import EditForm
from pop_tracker.web.forms import ChoiceCheck, DateField, LineField, Max, Optional, Required, TextField
from pop_tracker.web.i18n import N_


class Hour:
    def __call__(self, form: Any, field: Any) -> None:
        if field.data and not re.fullmatch(r"([01]?\d|2[0-3])[:.][0-5]\d", field.data):
            raise ValidationError(form.said.gettext(N_("Shkruani orën si 11:00.")))


class ConsultationForm(EditForm):
    municipality = SelectField(N_("Bashkia"), [Required(), ChoiceCheck()], validate_choice=False)
    plan = SelectField(N_("Plani për të cilin u mbajt"), [ChoiceCheck()], validate_choice=False)
    kind = RadioField(N_("Lloji i konsultimit"), [Required(), ChoiceCheck()], validate_choice=False)
    held_on = DateField(N_("Mbajtur më"), [Required()])
    hour = LineField(N_("Ora"), [Optional(), Hour()])
    place = LineField(N_("Vendi"), [Optional(), Max(200)])
    convened_by = LineField(N_("Thirrur nga"), [Optional(), Max(200)])
    topic = TextField(N_("Tema"), [Required(), Max(1000)])
    roles_present = TextField(N_("Kush ishte, me detyrën e jo me emrin"), [Optional(), Max(4000)])
    problem = TextField(N_("Problemet e ngritura"), [Optional(), Max(10000)])
    request = TextField(N_("Kërkesat"), [Optional(), Max(10000)])
    data_points = TextField(N_("Të dhënat që u thanë"), [Optional(), Max(10000)])
    step = TextField(N_("Hapat e ardhshëm"), [Optional(), Max(10000)])
    outcome = TextField(N_("Si u mbyll"), [Optional(), Max(4000)])
    next_meeting = LineField(N_("Takimi tjetër"), [Optional(), Max(120)])
    source = TextField(N_("Burimi"), [Required(), Max(2000)])
    nonce = HiddenField()

    def offer(self, municipalities: Iterable[tuple[str, str]] | None, plans: Iterable[tuple[str, str]]) -> None:
        if municipalities is None:
            del self.municipality
        else:
            self.municipality.choices = [("", self.said.gettext(N_("Zgjidhni bashkinë"))), *municipalities]
        self.plan.choices = [("", self.said.gettext(N_("Nuk thuhet"))), *plans]
        self.kind.choices = [(kind.value, self.said.gettext(w)) for kind, w in CONSULTATION_KIND_WORDS.items()]

    @property
    def fields(self) -> dict[str, Any]:
        """The meeting's fields, its plan aside."""
        return {
            "consultation_kind": ConsultationKind(self.kind.data),
            "held_on": self.held_on.day,
            "hour": (self.hour.data or "").replace(".", ":"),
            "place": self.place.data or "",
            "convened_by": self.convened_by.data or "",
            "topic": self.topic.data,
            "roles_present": lines_of(self.roles_present.data),
            "outcome": self.outcome.data or "",
            "next_meeting": self.next_meeting.data or "",
            "source": self.source.data,
        }

    def points(self, before: Iterable[ConsultationPoint] = ()) -> list[ConsultationPoint]:
        """One point a line. A point that stood already keeps its own source."""
        sources = {(point.point_kind, point.text): point.source for point in before}
        return [
            ConsultationPoint(
                consultation_id=0,
                position=0,
                point_kind=kind,
                text=line,
                source=sources.get((kind, line), self.source.data),
            )
            for kind, name in POINT_FIELDS.items()
            for line in lines_of(self[name].data)
        ]


POINT_FIELDS: dict[PointKind, str] = {
    PointKind.PROBLEM: "problem",
    PointKind.REQUEST: "request",
    PointKind.DATA: "data_points",
    PointKind.STEP: "step",
}
