"""What a browser may send to the doors of consultations and threads.

New points are typed one a line; those that stand are rows (`point_rows.py`)."""

import re
from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, ValidationError

from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Text
from pop_tracker.plans.consultations.consultations import (
    CONSULTATION_KIND_WORDS,
    HOUR,
    Consultation,
    ConsultationKind,
)
from pop_tracker.plans.consultations.points import ConsultationPoint, PointKind
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required
from pop_tracker.web.forms.editing import DeclarationField, EditForm
from pop_tracker.web.forms.fields import DateField, LineField, NonceField, TextField, UploadField
from pop_tracker.web.forms.private_names import NoPrivateName, NoTitledName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.forms.uploads import as_is_field
from pop_tracker.web.i18n import N_
from pop_tracker.web.texts import lines_of

LONGEST_CHOICE = 100
"""Of a commitment's or an item's words in a list to choose from, so that a phone shows it."""


class Hour:
    """Written with a point or a colon, kept with a colon, so that the same hour typed otherwise is no change."""

    def __call__(self, form: Any, field: Any) -> None:
        written = (field.data or "").replace(".", ":")
        if written and not HOUR.fullmatch(written):
            raise ValidationError(form.said.gettext(N_("Shkruani orën si 11:00.")))
        field.data = written


class People:
    """How many there were: digits only, a number that a meeting can have."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and not re.fullmatch(r"[0-9]{1,5}", field.data):
            raise ValidationError(form.said.gettext(N_("Shkruani një numër, si 12.")))


def _points_field(label: str) -> TextField:
    return TextField(label, [Optional(), Max(10000), NoTitledName(), NoPrivateName()])


class NewConsultationForm(EditForm):
    municipality = SelectField(N_("Bashkia"), [Required(), ChoiceCheck()], validate_choice=False)
    plan = SelectField(N_("Plani për të cilin u mbajt"), [ChoiceCheck()], validate_choice=False)
    contract = SelectField(N_("Kontrata për të cilën u mbajt"), [ChoiceCheck()], validate_choice=False)
    kind = RadioField(N_("Lloji i konsultimit"), [Required(), ChoiceCheck()], validate_choice=False)
    held_on = DateField(N_("Data"), [Required()])
    hour = LineField(N_("Ora"), [Optional(), Hour()])
    hour_until = LineField(N_("Deri në orën"), [Optional(), Hour()])
    place = LineField(N_("Vendi"), [Optional(), Max(200), NoPrivateName()])
    convened_by = LineField(N_("Thirrur nga"), [Optional(), Max(200), NoTitledName(), NoPrivateName()])
    topic = TextField(N_("Tema"), [Required(), Max(1000), NoTitledName(), NoPrivateName()])
    roles_present = TextField(
        N_("Kush ishte i pranishëm, me rol dhe jo me emër"), [Optional(), Max(4000), NoTitledName(), NoPrivateName()]
    )
    women = LineField(N_("Gra të pranishme"), [Optional(), People()])
    men = LineField(N_("Burra të pranishëm"), [Optional(), People()])
    problem = _points_field(N_("Problemet e ngritura"))
    request = _points_field(N_("Kërkesat"))
    answer = _points_field(N_("Përgjigjet"))
    data_points = _points_field(N_("Të dhënat që u thanë"))
    step = _points_field(N_("Hapat e ardhshëm"))
    outcome = TextField(N_("Përfundimi"), [Optional(), Max(4000), NoTitledName(), NoPrivateName()])
    next_on = DateField(N_("Dita e takimit të ardhshëm"), [Optional()])
    next_meeting = LineField(
        N_("Takimi i ardhshëm me fjalët e procesverbalit"), [Optional(), Max(120), NoTitledName(), NoPrivateName()]
    )
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    names_nobody = DeclarationField(N_("Nuk ka emra qytetarësh: vetëm role, numra dhe zyrtarë në detyrë"))
    nonce = NonceField()

    def validate_names_nobody(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(
                self.said.gettext(
                    N_("Lexojini edhe një herë fjalët dhe shënoni kutinë: emrat e qytetarëve nuk botohen.")
                )
            )

    def offer(
        self,
        plans: Iterable[tuple[str, str]],
        contracts: Iterable[tuple[str, str]],
        municipalities: Iterable[tuple[str, str]] = (),
    ) -> None:
        if self.municipality is not None:
            self.municipality.choices = [("", self.said.gettext(N_("Zgjidhni bashkinë"))), *municipalities]
        self.plan.choices = [("", self.said.gettext(N_("Nuk thuhet"))), *plans]
        self.contract.choices = [("", self.said.gettext(N_("Për asnjë kontratë"))), *contracts]
        self.kind.choices = [(kind.value, self.said.gettext(w)) for kind, w in CONSULTATION_KIND_WORDS.items()]

    @property
    def fields(self) -> dict[str, Any]:
        """The meeting's fields, its plan and contract aside."""
        return {
            "consultation_kind": ConsultationKind(self.kind.data),
            "held_on": self.held_on.known,
            "hour": self.hour.data or "",
            "hour_until": self.hour_until.data or "",
            "place": self.place.data or "",
            "convened_by": self.convened_by.data or "",
            "topic": self.topic.data,
            "roles_present": lines_of(self.roles_present.data),
            "women": int(self.women.data) if self.women.data else None,
            "men": int(self.men.data) if self.men.data else None,
            "outcome": self.outcome.data or "",
            "next_on": self.next_on.day,
            "next_meeting": self.next_meeting.data or "",
            "source": self.source.data,
        }

    def new_points(self) -> list[ConsultationPoint]:
        """One a line."""
        return [
            ConsultationPoint(consultation_id=0, position=0, point_kind=kind, text=line, source=self.source.data)
            for kind, name in POINT_FIELDS.items()
            for line in lines_of(self[name].data)
        ]


POINT_FIELDS: dict[PointKind, str] = {
    PointKind.PROBLEM: "problem",
    PointKind.REQUEST: "request",
    PointKind.ANSWER: "answer",
    PointKind.DATA: "data_points",
    PointKind.STEP: "step",
}


def values_of(consultation: Consultation, plan: Plan | None, contract: Contract | None) -> dict[str, Any]:
    """What the form shows of a consultation that stands."""
    words = {
        "held_on",
        "hour",
        "hour_until",
        "place",
        "convened_by",
        "topic",
        "outcome",
        "next_on",
        "next_meeting",
        "source",
    }
    return {
        **consultation.model_dump(include=words),
        "kind": consultation.consultation_kind.value,
        "plan": plan.slug if plan else "",
        "contract": contract.slug if contract else "",
        "roles_present": "\n".join(consultation.roles_present),
        "women": "" if consultation.women is None else str(consultation.women),
        "men": "" if consultation.men is None else str(consultation.men),
    }


class MinutesForm(BaseForm):
    file = UploadField(N_("Skedari i procesverbalit"))
    file_as_is = as_is_field()
    is_public = BooleanField(N_("Nuk përmend emra personash privatë: mund ta shkarkojë kushdo"))
    before = HiddenField()
    """The hash of what was attached when the page was opened."""


class PhotoForm(BaseForm):
    file = UploadField(N_("Fotografia"))
    shows = LineField(N_("Çfarë shihet në të"), [Required(), Max(300), NoTitledName(), NoPrivateName()])
    nobody_known = BooleanField(N_("Nuk dallohet asnjë person privat: vetëm zyrtarë në detyrë, ose askush"))
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    nonce = NonceField()

    def validate(self, *_: Any, **__: Any) -> bool:
        valid = super().validate()
        if self.file.data is None:
            self.file.errors = [self.said.gettext(N_("Zgjidhni një skedar."))]
            valid = False
        if not self.nobody_known.data:
            self.nobody_known.errors = [
                self.said.gettext(N_("Shtohen vetëm fotografi ku nuk dallohet asnjë person privat."))
            ]
            valid = False
        return valid


class ThreadForm(BaseForm):
    point = SelectField(N_("Nga cila pikë"), [Required(), ChoiceCheck()], validate_choice=False)
    commitment = SelectField(N_("Te cili zotim"), [ChoiceCheck()], validate_choice=False)
    item = SelectField(N_("Te cili zë i planit"), [ChoiceCheck()], validate_choice=False)
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    nonce = NonceField()

    def offer(
        self,
        points: Iterable[ConsultationPoint],
        commitments: Iterable[tuple[str, Text]],
        items: Iterable[tuple[str, PlanItem]],
    ) -> None:
        """Commitments with their contract's years, items with their plan's title."""
        none = self.said.gettext(N_("Asnjë"))
        self.point.choices = [
            ("", self.said.gettext(N_("Zgjidhni pikën"))),
            *((str(point.id), _short(point.text)) for point in points),
        ]
        self.commitment.choices = [("", none)] + [
            (str(text.commitment_id), _short(f"{text.ref} ({term}) {text.text}")) for term, text in commitments
        ]
        self.item.choices = [("", none)] + [
            (str(item.id), _short(f"{item.number} ({title}) {item.text}")) for title, item in items
        ]

    def validate(self, *_: Any, **__: Any) -> bool:
        valid = super().validate()
        if not self.commitment.data and not self.item.data:
            self.commitment.errors = [self.said.gettext(N_("Zgjidhni një zotim, një zë plani, ose të dy."))]
            valid = False
        return valid

    @property
    def ends(self) -> list[dict[str, Any]]:
        """Where it leads, by the thread's column: to a commitment, to an item, or to both."""
        chosen = (("commitment_id", self.commitment.data), ("plan_item_id", self.item.data))
        return [{column: int(value)} for column, value in chosen if value]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_CHOICE else f"{text[: LONGEST_CHOICE - 1].rstrip()}…"


class CallOffForm(BaseForm):
    reason = TextField(N_("Pse u anulua"), [Required(), Max(1000), NoTitledName(), NoPrivateName()])


class ReasonForm(BaseForm):
    reason = TextField(N_("Pse hiqet"), [Required(), Max(2000), NoTitledName(), NoPrivateName()])
