"""Links of evidence: fetched at once and kept, looked at again every month, and said to be dead when they are.

What background work finds about public links enters the record in batches, so that readers' pages
change only with the head of history.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.database import vocabulary
from pop_tracker.history import SEEDS, Recorded, part, recorded
from pop_tracker.monitoring.evidence import Evidence
from pop_tracker.monitoring.models import Assessment
from pop_tracker.pieces import Change
from pop_tracker.redaction import MADE_OF
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.public_network import NO_SUCH_NAME
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Named, State, Telling


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
    """Not a public address, or too large: it is not tried again, unless there is a copy to say it beside."""


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.KEPT: N_("kopje e arkivuar"),
    Outcome.ALIVE: N_("lidhja hapet"),
    Outcome.DEAD: N_("lidhja nuk hapet më"),
    Outcome.FAILED: N_("kopjimi dështoi"),
    Outcome.REFUSED: N_("nuk kopjohet"),
}


AGAIN = timedelta(days=30)
"""Until the next look at a link."""
PAUSES = (
    timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3),
    timedelta(days=7),
)  # fmt: skip
"""After one failure, two, and so on; then as long as until any next look."""
GONE = (404, 410)
LOOKS_UNTIL_DEAD = 3
"""That find it gone, one after the other."""
GONE_FOR = timedelta(days=2)
"""Between the first of those looks and the last, at least: a site may be down for a day."""


class Link(SQLModel, table=True):
    """An address that some evidence names; the same one is fetched once for all."""

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(max_length=2000, unique=True)
    first_seen_at: datetime
    next_try_at: datetime | None = None
    """None: nothing is to be done with it."""
    attempts: int = 0
    """Failed in a row."""


@part
class Copy(SQLModel, table=True):
    """What one look at a link brought. Append-only: the newest of a batch stands, the newest that was kept is the one
    to read; the others say why nothing new was kept."""

    __tablename__ = "capture"
    id: int | None = Field(default=None, primary_key=True)
    link_id: int = Field(foreign_key="link.id", index=True)
    check_id: int | None = Field(default=None, foreign_key="link_check.id", index=True)
    """The batch that made it public."""
    url: str = Field(default="", max_length=2000, index=True)
    """The link's, as it stood; a redaction takes it out here."""
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


_FIELDS = {
    "entered_at": N_("Regjistruar më"),
    "final_url": N_("Adresa e fundit"),
    "http_status": N_("Përgjigjja HTTP"),
    "links": N_("Lidhjet"),
    "looked_at": N_("Kontrolluar më"),
    "media_type": N_("Lloji i përmbajtjes"),
    "outcome": N_("Përfundimi"),
    "problem": N_("Problemi"),
    "sha256": N_("Kodi i kontrollit (SHA-256)"),
    "size": N_("Madhësia (bajt)"),
    "url": N_("Lidhja"),
    "warc_sha256": N_("Kodi i kontrollit të kopjes WARC (SHA-256)"),
}


def _titled(state: State, named: Named, words: Words) -> str:
    day = words.date(datetime.fromisoformat(state["entered_at"]))
    return words.gettext(N_("Lidhjet e provave, %(date)s"), date=day)


@recorded("link_check", {"enter": N_("Lidhje të kontrolluara")}, Telling(_titled, _FIELDS, {"outcome": OUTCOME_WORDS}))
class LinkCheck(SQLModel, table=True):
    """A batch of looks at public links."""

    __tablename__ = "link_check"
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    entered_at: datetime
    source: str = Field(default="", sa_type=SourceList)

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
                one.model_dump(exclude={"id", "link_id", "check_id"})
                for one in session.exec(select(Copy).where(Copy.check_id == self.id).order_by(col(Copy.id)))
            ],
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self, *session.exec(select(Copy).where(Copy.check_id == self.id).order_by(col(Copy.id)))]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()


def named() -> Any:
    """The addresses that some evidence names: another link is looked at no more, and its copy goes."""
    return select(Evidence.url).where(Evidence.url != "")


def _kept_of(session: Session, thing: Recorded, changes: Sequence[Change]) -> list[str]:
    """The copies of addresses that are taken out of evidence; that which other evidence names stays all the same."""
    addresses = [one.was for one in changes if one.field == "url"]
    return list(session.exec(select(Copy.warc_sha256).where(col(Copy.url).in_(addresses), Copy.warc_sha256 != "")))


MADE_OF.append(_kept_of)


def named_in_public() -> Any:
    return named().join(Assessment, col(Assessment.id) == Evidence.assessment_id).where(col(Assessment.is_public))


def note_links(session: Session, urls: Iterable[str]) -> None:
    """Called in the transaction that saves evidence: the links are due at once, an address known before stays."""
    now = datetime.now(UTC)
    insert = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    for url in dict.fromkeys(url for url in urls if url):
        session.exec(
            insert(Link).values(url=url, first_seen_at=now, next_try_at=now, attempts=0).on_conflict_do_nothing()
        )


def take_due(session: Session, now: datetime, most: int) -> list[Link]:
    """Links to look at now, those that wait longest first.

    What cannot be written down afterwards must not be fetched before, and then again and again: a database that is
    locked, full or stands by refuses here, where each link is written as it stands.
    """
    due = due_links(session, now, most)
    if due:
        session.exec(sa.update(Link).where(col(Link.id).in_([link.id for link in due])).values(attempts=Link.attempts))
    return due


def due_links(session: Session, now: datetime, most: int = 200) -> list[Link]:
    return list(
        session.exec(
            select(Link)
            .where(col(Link.next_try_at) <= now, col(Link.url).in_(named()))
            .order_by(col(Link.next_try_at), col(Link.id))
            .limit(most)
        )
    )


def record_copy(session: Session, link_id: int, due: datetime, found: Copy) -> bool:
    """Keeps what a look found and says when the next one is; False when this look was recorded before.

    `due` is the link's `next_try_at` that the look was for: a job that is run again after a crash finds another.
    """
    link = session.get(Link, link_id, with_for_update=True, populate_existing=True)
    if link is None or link.next_try_at != due:
        return False
    found.link_id, found.url = link_id, link.url
    if found.outcome in (Outcome.KEPT, Outcome.ALIVE):
        link.attempts, link.next_try_at = 0, found.looked_at + AGAIN
    elif found.outcome is Outcome.REFUSED:
        link.next_try_at = found.looked_at + AGAIN if has_copy(session, link_id) else None
    else:
        link.attempts += 1
        if _is_dead(session, found):
            found.outcome = Outcome.DEAD
        is_late = link.attempts > len(PAUSES) or found.outcome is Outcome.DEAD
        link.next_try_at = found.looked_at + (AGAIN if is_late else PAUSES[link.attempts - 1])
    session.add(link)
    session.add(found)
    session.flush()
    return True


def _is_dead(session: Session, found: Copy) -> bool:
    """Whether this look, not in the table yet, and those just before it found the link gone for long enough."""
    if not _is_gone(found):
        return False
    before = session.exec(select(Copy).where(Copy.link_id == found.link_id).order_by(col(Copy.id).desc()))
    gone = list(takewhile(_is_gone, before))
    return len(gone) >= LOOKS_UNTIL_DEAD - 1 and found.looked_at - gone[-1].looked_at >= GONE_FOR


def _is_gone(copy: Copy) -> bool:
    return copy.http_status in GONE or copy.problem == NO_SUCH_NAME


def has_copy(session: Session, link_id: int) -> bool:
    kept = select(Copy.id).where(Copy.link_id == link_id, Copy.outcome == Outcome.KEPT)
    return session.exec(kept.limit(1)).first() is not None


def enter_batch(session: Session, now: datetime, pause: timedelta) -> LinkCheck | None:
    """Makes public what was found about links of public evidence, unless the last batch is younger than `pause`.

    Where two workers do it at once, as for a moment they may when one has lost its lock and does not know yet, the
    second waits for the first and finds nothing left: a look stands in one batch.
    """
    last = session.exec(select(sa.func.max(LinkCheck.entered_at))).one()
    if last is not None and last > now - pause:
        return None
    found = session.exec(
        select(Copy)
        .where(col(Copy.check_id).is_(None), col(Copy.url).in_(named_in_public()))
        .order_by(col(Copy.id))
        .with_for_update()
    ).all()
    if not found:
        return None
    check = LinkCheck(entered_at=now, source="kontroll i lidhjeve të provave")
    session.add(check)
    session.flush()
    for one in found:
        one.check_id = check.id
        session.add(one)
    history.append(session, "enter", check, SEEDS, source=check.source)
    return check


@dataclass(frozen=True)
class LinkState:
    """What readers see of a link: how the last look ended, and the newest copy where there is one."""

    outcome: Outcome
    looked_at: datetime
    problem: str
    kept_at: datetime | None = None
    warc_sha256: str = ""
    sha256: str = ""
    final_url: str = ""
    """The address that the copy is of, where the link leads to another page."""

    @property
    def is_dead(self) -> bool:
        return self.outcome is Outcome.DEAD

    @property
    def has_failed(self) -> bool:
        """There is no copy, and the last look brought none."""
        return self.kept_at is None and self._did_not_open

    @property
    def no_longer_opens(self) -> bool:
        """There is a copy, and the last look brought nothing; it is not said to be dead yet."""
        return self.kept_at is not None and self._did_not_open

    @property
    def _did_not_open(self) -> bool:
        return self.outcome in (Outcome.FAILED, Outcome.REFUSED)


def copies_of(session: Session, urls: Collection[str], *, is_public: bool = True) -> dict[str, LinkState]:
    """By address: as far as the record says it or, for those at work on a round, all that is known. One query, and
    none where nothing is asked."""
    wanted = {url for url in urls if url}
    if not wanted:
        return {}
    states: dict[str, LinkState] = {}
    for one in session.exec(
        select(Copy)
        .where(col(Copy.url).in_(wanted), col(Copy.check_id).is_not(None) if is_public else sa.true())
        .order_by(col(Copy.id))
    ):
        state = LinkState(one.outcome, one.looked_at, one.problem)
        before = states.get(one.url)
        if one.outcome is Outcome.KEPT:
            elsewhere = one.final_url if _bare_address(one.final_url) != _bare_address(one.url) else ""
            state = LinkState(one.outcome, one.looked_at, "", one.looked_at, one.warc_sha256, one.sha256, elsewhere)
        elif before is not None:
            state = LinkState(
                one.outcome, one.looked_at, one.problem, before.kept_at, before.warc_sha256, before.sha256,
                before.final_url,
            )  # fmt: skip
        states[one.url] = state
    return states


def _bare_address(url: str) -> str:
    """Without what almost every site leads on to by itself: https, www., a slash at the end."""
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")
