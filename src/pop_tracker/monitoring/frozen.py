"""The report's files: frozen when the round is published, with their SHA-256; a correction makes the next version."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import object_session
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.database import vocabulary
from pop_tracker.history import Recorded, recorded
from pop_tracker.monitoring.models import Round
from pop_tracker.web.i18n import N_


class ReportFormat(StrEnum):
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


@recorded("report", {"freeze": N_("Raport i ngrirë")})
class Report(SQLModel, table=True):
    """A version of a round's report, and the head of history and edition that it was made from."""

    __table_args__ = (sa.UniqueConstraint("round_id", "version"),)
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    version: int
    made_at: datetime
    head_number: int
    head_hash: str = Field(max_length=64)
    edition_number: int

    def _round(self) -> Round:
        session = object_session(self)
        found = session.get(Round, self.round_id) if session else None
        if found is None:
            raise LookupError(f"report {self.id} without its round")
        return found

    @property
    def key(self) -> str:
        return f"{self._round().key}/{self.version}"

    @property
    def path(self) -> str:
        return self._round().path

    @property
    def title(self) -> str:
        return self._round().title

    @property
    def municipality_slug(self) -> str:
        return self._round().municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        held = self._round()
        return {
            "contract": held.contract.slug,
            "round": held.number,
            **self.model_dump(exclude={"id", "round_id"}),
            "files": [
                one.model_dump(exclude={"id", "report_id"})
                for one in session.exec(
                    select(ReportFile).where(ReportFile.report_id == self.id).order_by(col(ReportFile.id))
                )
            ],
        }

    def blank(self, session: Session) -> None:
        """Its files hold the words that were removed: they are handed out no more."""
        for file in session.exec(select(ReportFile).where(ReportFile.report_id == self.id)):
            session.delete(file)
        session.flush()

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()


class ReportFile(SQLModel, table=True):
    __tablename__ = "report_file"
    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    language: str = Field(max_length=2)
    format: ReportFormat = Field(sa_type=vocabulary(ReportFormat))
    sha256: str = Field(max_length=64, index=True)
    size: int
