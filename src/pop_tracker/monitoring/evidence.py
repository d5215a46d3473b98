"""Evidence: what a verdict rests on, for or against. Roles and counts of people, never private names."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Relationship, Session, SQLModel, col, select

from pop_tracker.database import vocabulary
from pop_tracker.history import part
from pop_tracker.web.errors import Refusal, all_at_once
from pop_tracker.web.files import KeptFile
from pop_tracker.web.i18n import N_, today
from pop_tracker.web.pictures import FORMATS
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.sources import Sources
from pop_tracker.web.working_days import after_working_days

MOST_FILES = 10
"""Of one piece."""
ANSWER_DAYS = 10
"""Working days for the answer to an information request (law 119/2014)."""


class EvidenceKind(StrEnum):
    FOCUS_GROUP = "focus_group"
    IN_DEPTH_INTERVIEW = "in_depth_interview"
    FIELD_CHECK = "field_check"
    MUNICIPAL_DOCUMENT = "municipal_document"
    COUNCIL_SESSION = "council_session"
    BUDGET_LINE = "budget_line"
    INFORMATION_REQUEST = "information_request"
    """An answer, or silence, which counts as evidence."""
    PRESS = "press"
    OTHER = "other"


KIND_WORDS: dict[EvidenceKind, str] = {
    EvidenceKind.FOCUS_GROUP: N_("Fokus grup"),
    EvidenceKind.IN_DEPTH_INTERVIEW: N_("Intervistë e thelluar"),
    EvidenceKind.FIELD_CHECK: N_("Verifikim në terren"),
    EvidenceKind.MUNICIPAL_DOCUMENT: N_("Dokument i bashkisë"),
    EvidenceKind.COUNCIL_SESSION: N_("Mbledhje ose vendim i këshillit bashkiak"),
    EvidenceKind.BUDGET_LINE: N_("Zë buxhetor"),
    EvidenceKind.INFORMATION_REQUEST: N_("Kërkesë për informacion (përgjigje ose heshtje)"),
    EvidenceKind.PRESS: N_("Media"),
    EvidenceKind.OTHER: N_("Tjetër"),
}

KINDS_WITH_PLACE = (EvidenceKind.FIELD_CHECK, EvidenceKind.FOCUS_GROUP)


class Stance(StrEnum):
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"


STANCE_WORDS: dict[Stance, str] = {
    Stance.SUPPORTS: N_("E mbështet vlerësimin"),
    Stance.CONTRADICTS: N_("E kundërshton vlerësimin"),
}


@part
class EvidenceFile(SQLModel, table=True):
    """A document or a photo of a piece of evidence; several of one visit are one piece."""

    __tablename__ = "evidence_file"
    __table_args__ = (sa.UniqueConstraint("evidence_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id", nullable=False)
    position: int
    sha256: str = Field(max_length=64, index=True)
    name: str = Field(max_length=200)
    type: str = Field(max_length=80)
    size: int
    reduced_from: str = Field(default="", max_length=20)
    """The size that a picture came in ("8064x6048"), where it is kept smaller."""
    caption: str = Field(default="", max_length=300)
    """What this one shows, where whoever added it says so."""
    original_sha256: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    """Of what was sent, where what is kept says less of people."""

    @property
    def is_picture(self) -> bool:
        return self.type in FORMATS

    @property
    def kept(self) -> KeptFile:
        return KeptFile(self.sha256, self.name, self.type, self.size, self.reduced_from, self.original_sha256)

    @classmethod
    def of(cls, position: int, kept: KeptFile, caption: str) -> "EvidenceFile":
        return cls(position=position, sha256=kept.sha256, name=kept.name, type=kept.type, size=kept.size,
                   reduced_from=kept.reduced_from, original_sha256=kept.original_sha256, caption=caption)  # fmt: skip


_NO_FILE: dict[str, Any] = {"sha256": "", "name": "", "type": "", "size": None, "reduced_from": "",
                            "original_sha256": "", "caption": ""}  # fmt: skip


@part
class Evidence(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    evidence_kind: EvidenceKind = Field(sa_type=vocabulary(EvidenceKind))
    dated_on: date | None = None
    place: str = Field(default="", max_length=200)
    description: str = Field(sa_type=sa.Text)
    source: str = Field(sa_type=SourceList)
    url: str = Field(default="", max_length=2000)
    stance: Stance = Field(default=Stance.SUPPORTS, sa_type=vocabulary(Stance))
    asked_on: date | None = None
    """Of an information request; the answer, or the silence after `due_on`, is the evidence."""
    due_on: date | None = None
    answered_on: date | None = None
    women: int | None = None
    men: int | None = None
    keeps_position: bool = False
    """Whoever added its photos kept their EXIF position on purpose."""
    files: list[EvidenceFile] = Relationship(
        sa_relationship_kwargs={
            "order_by": "EvidenceFile.position",
            "lazy": "selectin",
            "cascade": "all, delete-orphan",
        }
    )

    @property
    def state(self) -> dict[str, Any]:
        """What it says, in the names that the record knows. A piece had one file once: the first one still stands under
        those names, and only the others are told as a list, so that what was recorded then says the same today."""
        first, *more = [file.model_dump(include=set(_NO_FILE)) for file in self.files] or [_NO_FILE]
        return {
            **self.model_dump(exclude={"id", "assessment_id"}),
            **{f"file_{name}": value for name, value in first.items()},
            "more_files": more,
        }

    @classmethod
    def from_state(cls, said: Mapping[str, Any]) -> "Evidence":
        """In no session, and of no assessment."""
        first = {name: said[f"file_{name}"] for name in _NO_FILE if f"file_{name}" in said}
        files = [one for one in (first, *said.get("more_files", ())) if one.get("sha256")]
        source = Sources.of_list(said["source"])
        piece = cls.model_validate({**said, "source": source, "assessment_id": 0})
        piece.source = source  # the list, and not the text that a model makes of it
        piece.files = [EvidenceFile(position=position, **one) for position, one in enumerate(files)]
        return piece

    @property
    def waits_for_answer(self) -> bool:
        """An information request whose term still runs: neither an answer nor a silence, and no evidence yet."""
        is_request = self.evidence_kind is EvidenceKind.INFORMATION_REQUEST
        return is_request and self.answered_on is None and (self.due_on is None or self.due_on >= today())

    def require_whole(self, at: str = "") -> None:
        """Raises Refusal for what is still missing before a second person may read it: each piece bears what it tells,
        source and date, and what was seen or heard somewhere its place. A request's date is the day it was sent.

        `at` stands before the names of the fields.
        """
        is_request = self.evidence_kind is EvidenceKind.INFORMATION_REQUEST
        needed = [
            ("description", self.description, N_("Shkruani çfarë tregon prova.")),
            ("source", self.source, N_("Shkruani burimin e provës.")),
            ("asked_on", self.asked_on or not is_request, N_("Shkruani kur u dërgua kërkesa.")),
            ("dated_on", self.dated_on or is_request, N_("Shkruani datën e provës.")),
            ("place", self.place or self.evidence_kind not in KINDS_WITH_PLACE, N_("Shkruani ku u mblodh prova.")),
        ]
        with all_at_once() as no:
            for name, stands, message in needed:
                if not stands:
                    no(Refusal(message, field=at + name))

    @property
    def law_gives_until(self) -> bool:
        """Whether the term of a request is the law's, in working days, and not one that somebody named."""
        return self.asked_on is not None and self.due_on == after_working_days(self.asked_on, ANSWER_DAYS)

    def complete_request(self, at: str = "") -> None:
        """Sets the law's term where none was said. Raises Refusal for days that no request can have.

        `at` stands before the names of the fields.
        """
        if self.evidence_kind is not EvidenceKind.INFORMATION_REQUEST:
            for name in ("asked_on", "due_on", "answered_on"):
                if getattr(self, name):
                    raise Refusal(N_("Këtë datë e ka vetëm një kërkesë për informacion."), field=at + name)
            return
        if self.asked_on is None:
            for name in ("due_on", "answered_on"):
                if getattr(self, name):
                    raise Refusal(N_("Shkruani edhe kur u dërgua kërkesa."), field=at + "asked_on")
            return
        if self.asked_on > today():
            raise Refusal(N_("Kjo datë është në të ardhmen."), field=at + "asked_on")
        if self.answered_on and self.answered_on < self.asked_on:
            raise Refusal(N_("Përgjigjja nuk mund të jetë para kërkesës."), field=at + "answered_on")
        if self.answered_on and self.answered_on > today():
            raise Refusal(N_("Kjo datë është në të ardhmen."), field=at + "answered_on")
        if self.due_on and self.due_on < self.asked_on:
            raise Refusal(N_("Afati nuk mund të mbarojë para kërkesës."), field=at + "due_on")
        self.due_on = self.due_on or after_working_days(self.asked_on, ANSWER_DAYS)


def evidence_of(session: Session, assessment_ids: Iterable[int | None]) -> dict[int, list[Evidence]]:
    """By assessment id, in the order they were written. One query."""
    found: dict[int, list[Evidence]] = {}
    for piece in session.exec(
        select(Evidence).where(col(Evidence.assessment_id).in_(list(assessment_ids))).order_by(col(Evidence.id))
    ):
        found.setdefault(piece.assessment_id, []).append(piece)
    return found


def drop_evidence(session: Session, assessment_ids: sa.Select[Any] | list[int | None]) -> None:
    """Of drafts, with what is said of its files."""
    pieces = select(Evidence.id).where(col(Evidence.assessment_id).in_(assessment_ids))
    session.exec(sa.delete(EvidenceFile).where(col(EvidenceFile.evidence_id).in_(pieces)))
    session.exec(sa.delete(Evidence).where(col(Evidence.assessment_id).in_(assessment_ids)))
