"""Consultations: hearings and meetings about a plan, with what was raised there and the roles of who was there."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import object_session
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.contracts.models import Contract
from pop_tracker.database import free_slug, vocabulary
from pop_tracker.history import Actor, Recorded, recorded
from pop_tracker.places.models import Municipality
from pop_tracker.plans.consultations.photos import ConsultationPhoto, photos
from pop_tracker.plans.consultations.points import (
    MOST_POINTS,
    POINT_KIND_WORDS,
    ConsultationPoint,
    Wording,
    amend,
    enter,
    points,
)
from pop_tracker.plans.models import Plan
from pop_tracker.web.errors import Refusal, all_at_once
from pop_tracker.web.files import KeptFile
from pop_tracker.web.i18n import N_, Words, today
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Named, State, Telling

HOUR = re.compile(r"([01]?\d|2[0-3]):[0-5]\d", re.ASCII)
"""11:00"""


CALLED_OFF = N_("Ky konsultim u anulua. Nëse u mbajt, rikthejeni më parë.")


class ConsultationKind(StrEnum):
    PUBLIC_HEARING = "public_hearing"
    PUBLIC_CONSULTATION = "public_consultation"
    FOCUS_GROUP = "focus_group"
    FORUM = "forum"


CONSULTATION_KIND_WORDS: dict[ConsultationKind, str] = {
    ConsultationKind.PUBLIC_HEARING: N_("Dëgjesë publike"),
    ConsultationKind.PUBLIC_CONSULTATION: N_("Konsultim publik"),
    ConsultationKind.FOCUS_GROUP: N_("Fokus grup"),
    ConsultationKind.FORUM: N_("Forum"),
}


_FIELDS = {
    "called_off": N_("Pse u anulua"),
    "consultation_kind": N_("Lloji i konsultimit"),
    "contract": N_("Kontrata"),
    "convened_by": N_("Thirrur nga"),
    "held_on": N_("Mbajtur më"),
    "hour": N_("Ora"),
    "hour_until": N_("Deri në orën"),
    "men": N_("Burra"),
    "minutes_original_sha256": N_("Kodi i kontrollit i procesverbalit siç u dërgua (SHA-256)"),
    "minutes_public": N_("Procesverbalin mund ta shkarkojë kushdo"),
    "minutes_sha256": N_("Kodi i kontrollit të procesverbalit (SHA-256)"),
    "minutes_size": N_("Madhësia e procesverbalit (bajt)"),
    "minutes_type": N_("Lloji i skedarit të procesverbalit"),
    "municipality": N_("Bashkia"),
    "name": N_("Emri"),
    "next_meeting": N_("Takimi i ardhshëm"),
    "next_on": N_("Takimi i ardhshëm më"),
    "outcome": N_("Përfundimi"),
    "photos": N_("Fotografitë"),
    "place": N_("Vendi"),
    "plan": N_("Plani"),
    "point_kind": N_("Lloji i pikës"),
    "points": N_("Pikat"),
    "position": N_("Radha"),
    "reduced_from": N_("Madhësia e fotografisë para se të zvogëlohej (pikselë)"),
    "roles_present": N_("Të pranishëm"),
    "sha256": N_("Kodi i kontrollit (SHA-256)"),
    "shows": N_("Çfarë tregon fotografia"),
    "size": N_("Madhësia (bajt)"),
    "slug": N_("Emri në adresë"),
    "source": N_("Burimi"),
    "text": N_("Teksti"),
    "topic": N_("Tema"),
    "type": N_("Lloji"),
    "women": N_("Gra"),
}


_OF_A_POINT = {"position", "point_kind", "text", "source"}


def hours(begins: str, ends: str) -> str:
    """11:00, or 11:00–13:00; empty where nobody says."""
    return f"{begins}–{ends}" if ends else begins


def _titled(state: State, named: Named, words: Words) -> str:
    kind = words.gettext(CONSULTATION_KIND_WORDS[ConsultationKind(state["consultation_kind"])])
    return f"{kind}, {words.date(date.fromisoformat(state['held_on']))}: {state['topic']}"


@recorded(
    "consultation",
    {
        "record": N_("Konsultim i regjistruar"),
        "revise": N_("Konsultim i ndryshuar"),
        "call_off": N_("Konsultim i anuluar"),
        "announce_again": N_("Konsultim i rikthyer"),
    },
    Telling(_titled, _FIELDS, {"consultation_kind": CONSULTATION_KIND_WORDS, "point_kind": POINT_KIND_WORDS}),
)
class Consultation(SQLModel, table=True):
    """One meeting, announced or held. Roles, never names of private persons; public at once, with its source."""

    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    plan_id: int | None = Field(default=None, foreign_key="plan.id", index=True)
    contract_id: int | None = Field(default=None, foreign_key="contract.id", index=True)
    consultation_kind: ConsultationKind = Field(sa_type=vocabulary(ConsultationKind))
    held_on: date
    """Announced, while the day has not come."""
    called_off: str = Field(default="", sa_type=sa.Text)
    """Why it was not held; empty as long as nobody says that it was called off."""
    hour: str = Field(default="", max_length=10)
    hour_until: str = Field(default="", max_length=10, sa_column_kwargs={"server_default": ""})
    """Where the notice says how long it takes."""
    place: str = Field(default="", max_length=200)
    convened_by: str = Field(default="", max_length=200)
    topic: str = Field(sa_type=sa.Text)
    roles_present: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    women: int | None = None
    men: int | None = None
    outcome: str = Field(default="", sa_type=sa.Text)
    next_meeting: str = Field(default="", max_length=120)
    """In the minutes' words, where they name no day."""
    next_on: date | None = None
    minutes_sha256: str = Field(default="", max_length=64, index=True)
    minutes_name: str = Field(default="", max_length=200)
    minutes_type: str = Field(default="", max_length=80)
    minutes_size: int | None = None
    minutes_original_sha256: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    """Of what was sent, where what is kept says less of people."""
    minutes_public: bool = False
    """Whoever attached them says that they name no private person; else only staff open the file."""
    source: str = Field(sa_type=SourceList)

    @property
    def hours(self) -> str:
        return hours(self.hour, self.hour_until)

    @property
    def key(self) -> str:
        return self.slug

    @property
    def path(self) -> str:
        return f"/konsultimet/{self.slug}"

    @property
    def title(self) -> str:
        return f"{CONSULTATION_KIND_WORDS[self.consultation_kind]}, {self.held_on:%d.%m.%Y}: {self.topic}"

    @property
    def municipality_slug(self) -> str | None:
        session = object_session(self)
        found = session.get(Municipality, self.municipality_id) if session else None
        return found.slug if found else None

    def public_state(self, session: Session) -> dict[str, Any]:
        """Without the name that the minutes' file was sent under: people write names into it, and the hash names the
        file."""
        plan = session.get(Plan, self.plan_id) if self.plan_id else None
        contract = session.get(Contract, self.contract_id) if self.contract_id else None
        return {
            **self.model_dump(exclude={"id", "municipality_id", "plan_id", "contract_id", "minutes_name"}),
            "municipality": self.municipality_slug,
            "plan": plan.slug if plan else None,
            "contract": contract.slug if contract else None,
            "points": [point.model_dump(include=_OF_A_POINT) for point in points(session, self.id or 0)],
            "photos": [photo.model_dump(exclude={"id", "consultation_id"}) for photo in photos(session, self.id or 0)],
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self, *points(session, self.id or 0), *photos(session, self.id or 0)]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    @property
    def tells_more(self) -> bool:
        """Something is known of how it went, the points aside."""
        return bool(self.outcome or self.roles_present or self.minutes_sha256 or (self.women, self.men) != (None, None))

    def record(self, session: Session, by: Actor, raised: Iterable[ConsultationPoint]) -> None:
        raised = list(raised)
        self._check(session, raised)
        session.add(self)
        session.flush()
        enter(session, self.id or 0, raised)
        history.append(session, "record", self, by, source=self.source)

    def revise(
        self,
        session: Session,
        viewer: Viewer,
        said: Mapping[str, Any],
        raised: Iterable[ConsultationPoint],
        wordings: Mapping[int, Wording | None],
        reason: str,
    ) -> None:
        """Changes the meeting's fields, adds points, and amends those that stand (`points.amend`)."""
        require_recorder(viewer, self.municipality_id)
        raised = list(raised)
        left = [one for one in points(session, self.id or 0) if wordings.get(one.position, one.wording) is not None]
        for name, value in said.items():
            setattr(self, name, value)
        amended: list[ConsultationPoint] = []
        with all_at_once() as no:
            no.ask(lambda: self._check(session, [*left, *raised]))
            no.ask(lambda: amended.extend(amend(session, self.id or 0, wordings, reason)))
        session.add(self)
        enter(session, self.id or 0, raised)
        entry = history.append(session, "revise", self, viewer.actor, source=self.source, reason=reason or None)
        for point in amended:
            point.amended_in = entry.number
            session.add(point)

    def call_off(self, session: Session, viewer: Viewer, reason: str) -> None:
        """Says that it is not held, and why; also after its day, as long as nothing is told of it."""
        require_recorder(viewer, self.municipality_id)
        if self.called_off:
            raise Refusal(N_("Ky konsultim është anuluar tashmë."))
        if self.tells_more or points(session, self.id or 0) or photos(session, self.id or 0):
            raise Refusal(N_("Ky konsultim u mbajt, prandaj nuk mund të anulohet."))
        if not reason:
            raise Refusal(N_("Shkruani pse u anulua."), field="reason")
        self.called_off = reason
        session.add(self)
        history.append(session, "call_off", self, viewer.actor, source=self.source, reason=reason)

    def announce_again(self, session: Session, viewer: Viewer, reason: str) -> None:
        """Takes back that it was called off: it is held after all, or was called off here by mistake."""
        require_recorder(viewer, self.municipality_id)
        if not self.called_off:
            raise Refusal(N_("Ky konsultim nuk është anuluar."))
        if not reason:
            raise Refusal(N_("Shkruani pse hiqet."), field="reason")
        self.called_off = ""
        session.add(self)
        history.append(session, "announce_again", self, viewer.actor, source=self.source, reason=reason)

    def _check(self, session: Session, raised: Sequence[ConsultationPoint]) -> None:
        if self.called_off and (self.tells_more or raised):
            raise Refusal(CALLED_OFF)
        if self.held_on > today() and (self.tells_more or raised):
            raise Refusal(
                N_(
                    "Kjo datë është në të ardhmen: kush ishte i pranishëm, çfarë u tha dhe si përfundoi "
                    "shkruhen pasi të mbahet."
                ),
                field="held_on",
            )
        with all_at_once() as no:
            if self.hour and not HOUR.fullmatch(self.hour):
                no(Refusal(N_("Shkruani orën si 11:00."), field="hour"))
            if self.hour_until and not HOUR.fullmatch(self.hour_until):
                no(Refusal(N_("Shkruani orën si 11:00."), field="hour_until"))
            elif self.hour_until and not self.hour:
                no(Refusal(N_("Shkruani edhe orën kur fillon."), field="hour"))
            elif self.hour_until and self.hour_until.zfill(5) <= self.hour.zfill(5):
                no(Refusal(N_("Ora kur mbaron takimi duhet të jetë pas orës kur fillon."), field="hour_until"))
            if len(raised) > MOST_POINTS:
                no(Refusal(N_("Një konsultim mban më së shumti %(most)d pika."), most=MOST_POINTS))
            if self.next_on and self.next_on <= self.held_on:
                no(Refusal(N_("Takimi i ardhshëm është para këtij."), field="next_on"))
            plan = session.get(Plan, self.plan_id) if self.plan_id else None
            if plan is not None and plan.municipality_id != self.municipality_id:
                no(Refusal(N_("Ky plan është i një bashkie tjetër."), field="plan"))
            contract = session.get(Contract, self.contract_id) if self.contract_id else None
            if contract is not None and contract.municipality_id != self.municipality_id:
                no(Refusal(N_("Kjo kontratë është e një bashkie tjetër."), field="contract"))

    def attach_minutes(self, session: Session, viewer: Viewer, file: KeptFile | None, is_public: bool) -> None:
        """Names the file of the minutes, and who may open it; None takes it away, and the record keeps its hash."""
        require_recorder(viewer, self.municipality_id)
        now = (file.sha256, is_public) if file else ("", False)
        if now == (self.minutes_sha256, self.minutes_public):
            return
        self.minutes_sha256, self.minutes_public = now
        self.minutes_name, self.minutes_type = (file.name, file.type) if file else ("", "")
        self.minutes_size = file.size if file else None
        self.minutes_original_sha256 = file.original_sha256 if file else ""
        self._check(session, [])
        session.add(self)
        history.append(session, "revise", self, viewer.actor, source=self.source)

    def add_photo(self, session: Session, viewer: Viewer, photo: ConsultationPhoto) -> None:
        require_recorder(viewer, self.municipality_id)
        before = photos(session, self.id or 0)
        if self.called_off:
            raise Refusal(CALLED_OFF)
        if self.held_on > today():
            raise Refusal(N_("Konsultimi nuk është mbajtur ende."))
        if any(one.sha256 == photo.sha256 for one in before):
            raise Refusal(N_("Kjo fotografi është shtuar tashmë."), field="file")
        photo.consultation_id = self.id or 0
        photo.position = max((one.position for one in before), default=0) + 1
        session.add(photo)
        session.flush()
        history.append(session, "revise", self, viewer.actor, source=photo.source)

    def drop_photo(self, session: Session, viewer: Viewer, photo: ConsultationPhoto) -> None:
        """The photo is no longer shown; the record keeps that it was, by its hash."""
        require_recorder(viewer, self.municipality_id)
        session.delete(photo)
        session.flush()
        history.append(session, "revise", self, viewer.actor, source=self.source)


def new_consultation_slug(session: Session, municipality: Municipality, held_on: date) -> str:
    """kamez-2024-01-10"""
    return free_slug(session, col(Consultation.slug), f"{municipality.slug}-{held_on:%Y-%m-%d}")


def consultation_by_slug(session: Session, slug: str) -> Consultation | None:
    return session.exec(select(Consultation).where(Consultation.slug == slug)).first()


def lies_ahead(held_on: date, is_told: bool) -> bool:
    """Its day has not passed. On the day itself it lies ahead until something is told of it."""
    return held_on > today() or (held_on == today() and not is_told)
