"""Links of evidence: fetched at once and kept, looked at again every month, and said to be dead when they are.

What background work finds about public links enters the record in batches (design, 4), so that readers' pages
change only with the head of history.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.database import vocabulary
from pop_tracker.history import REMOVED, Recorded, recorded
from pop_tracker.web.i18n import N_


class Outcome(StrEnum):
    KEPT = "kept"
    """Fetched, and the answer is in a WARC file."""
    ALIVE = "alive"
    """Looked at again: still there."""
    DEAD = "dead"
    """Looked at again: gone."""
    FAILED = "failed"
    """Could not be fetched; it is tried again."""
    REFUSED = "refused"
    """Not a public address, or too large: it is not tried again."""


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.KEPT: N_("kopje e arkivuar"),
    Outcome.ALIVE: N_("lidhja hapet"),
    Outcome.DEAD: N_("lidhja nuk hapet më"),
    Outcome.FAILED: N_("kopjimi dështoi"),
    Outcome.REFUSED: N_("nuk kopjohet"),
}


class Link(SQLModel, table=True):
    """An address that some evidence names; the same one is fetched once for all."""

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(max_length=500, unique=True)
    first_seen_at: datetime
    next_try_at: datetime | None = None
    """None: nothing is to be done with it."""
    attempts: int = 0
    """Failed in a row."""


class Capture(SQLModel, table=True):
    """What one look at a link found. Append-only: the newest of a batch stands, the newest kept one is the copy."""

    id: int | None = Field(default=None, primary_key=True)
    link_id: int = Field(foreign_key="link.id", index=True)
    check_id: int | None = Field(default=None, foreign_key="link_check.id", index=True)
    """The batch that made it public."""
    outcome: Outcome = Field(sa_type=vocabulary(Outcome))
    looked_at: datetime
    http_status: int | None = None
    final_url: str = Field(default="", sa_type=sa.Text)
    media_type: str = Field(default="", max_length=120)
    size: int | None = None
    sha256: str = Field(default="", max_length=64, index=True)
    """Of the answer's body."""
    warc_sha256: str = Field(default="", max_length=64)
    """Of the WARC file, under which it is kept."""
    problem: str = Field(default="", max_length=300)


@recorded("link_check", {"enter": N_("Lidhje të kontrolluara")})
class LinkCheck(SQLModel, table=True):
    """A batch of looks at public links."""

    __tablename__ = "link_check"
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    entered_at: datetime
    source: str = Field(default="", sa_type=sa.Text)

    @property
    def key(self) -> str:
        return str(self.id)

    @property
    def path(self) -> str:
        return "/ndryshimet"

    @property
    def title(self) -> str:
        return f"Lidhjet e provave, {self.entered_at:%d.%m.%Y}"

    @property
    def municipality_slug(self) -> None:
        return None

    def public_state(self, session: Session) -> dict[str, Any]:
        return {
            "entered_at": self.entered_at,
            "links": [
                {"url": url, **one.model_dump(exclude={"id", "link_id", "check_id"})}
                for one, url in session.exec(
                    select(Capture, Link.url)
                    .join(Link, col(Link.id) == Capture.link_id)
                    .where(Capture.check_id == self.id)
                    .order_by(col(Capture.id))
                )
            ],
        }

    def blank(self, session: Session) -> None:
        self.source = REMOVED
        session.add(self)

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()
