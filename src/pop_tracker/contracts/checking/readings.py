"""A document that was read and is being checked, until it becomes a draft. Nothing of it is public."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.accounts.waiting import Waiting
from pop_tracker.contracts.checking.beginning import doubts_of_all, rows_of
from pop_tracker.contracts.checking.rows import Rows
from pop_tracker.contracts.documents import ContractDocument
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.reading.result import ReadContract
from pop_tracker.database import owner_of
from pop_tracker.places.models import Municipality
from pop_tracker.web.errors import Missing, Refusal, Stale
from pop_tracker.web.i18n import N_, day_of
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.sources import Sources

LONGEST_CALLED = 80
CHANGED_MEANWHILE = N_("Kjo u ndryshua ndërkohë. Shihni si është tani dhe bëjeni përsëri.")
RESTS = N_("Drafti pret rishikimin dhe nuk mund të ndryshohet. Tërhiqeni më parë nga rishikimi.")
HAS_DRAFT = N_(
    "Nga ky lexim është bërë një draft, dhe personi i dytë e lexon pranë dokumentit. Hidheni poshtë më parë draftin."
)
IS_PUBLISHED = N_("Kjo kontratë është botuar tashmë. Çfarë ndryshon në të, shkruhet si shtojcë te drafti i saj.")


class ContractReading(SQLModel, table=True):
    """Whoever records for its municipality goes on with it; several may, one after the other."""

    __tablename__ = "contract_reading"
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="contract_document.id")
    municipality_id: int | None = Field(default=None, foreign_key="municipality.id", index=True)
    """None as long as nobody said which: only who sent it sees it."""
    title: str = Field(max_length=200)
    term_from: int | None = None
    """Year."""
    term_until: int | None = None
    source: str = Field(sa_type=SourceList)
    """Of the whole; every commitment inherits it, with its place in the document."""
    checked: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    """Its rows, as far as they were checked."""
    doubts: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """About the whole document, as message ids."""
    is_read: bool = True
    """False while background work reads its pages, which are pictures (`scans`), and where that came to nothing."""
    pages_read: int = 0
    """Of `pages_found`, so far."""
    pages_found: int = 0
    problem: list[Any] = Field(default_factory=list, sa_type=sa.JSON)
    """Why they could not be read: a message id and its parameters."""
    opened_by: int | None = Field(default=None, foreign_key="person.id")
    """Who sent the document, or goes on with it in place of who did."""
    wrote: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    """Everyone who had a hand in it: they are among the authors of the draft, so that none is its second person."""
    opened_at: datetime
    version: int = 0
    edition_id: int | None = Field(default=None, foreign_key="edition.id", ondelete="SET NULL")
    """The draft that was made of it."""
    edition_words: str = Field(default="", max_length=64)
    """Digest of what that draft said when it was made: who wrote in it since has words that are not here."""

    @property
    def path(self) -> str:
        return f"/puna/kontratat/leximet/{self.id}"

    def way_to(self, row_id: int) -> str:
        """Where it is chosen, in whichever list it stands."""
        return f"{self.path}?pjesa={row_id}#p{row_id}"

    @property
    def called(self) -> str:
        """By its title; else by its file, or by its first words."""
        rows = self.rows.rows
        return self.title or self.document.name or (rows[0].text[:LONGEST_CALLED] if rows else "")

    @property
    def document(self) -> ContractDocument:
        return owner_of(self, ContractDocument, self.document_id)

    @property
    def municipality(self) -> Municipality | None:
        return owner_of(self, Municipality, self.municipality_id) if self.municipality_id else None

    @property
    def rows(self) -> Rows:
        return Rows.from_json(self.checked)

    def hear(self, session: Session, viewer: Viewer, read: ReadContract, municipality: Municipality | None) -> None:
        """What was read. The municipality is its own where its sender works for that; else nor are its units."""
        is_theirs = municipality is not None and viewer.may_edit(municipality.id or 0)
        self.municipality_id = municipality.id if municipality and is_theirs else None
        self.title, self.source = read.title[:200], Sources.of(read.title[:200])
        self.term_from, self.term_until = read.term_from, read.term_until
        rows = rows_of(read)
        self.checked = (rows if is_theirs or municipality is None else rows.elsewhere()).as_json()
        self.doubts, self.is_read = doubts_of_all(read), True
        session.add(self)
        session.flush()

    def require_seen(self, version: int) -> None:
        """Raises Stale where somebody else did something with it meanwhile. `version` is what the viewer saw."""
        if version != self.version:
            raise Stale(CHANGED_MEANWHILE, {"version": str(self.version)})

    def made(self, session: Session) -> Edition | None:
        """The draft that was made of it, or the edition that this became."""
        return session.get(Edition, self.edition_id) if self.edition_id else None

    def rests(self, session: Session) -> str:
        """Why nothing is done with it any more, as a message id, while its draft waits for a second person, who reads
        these rows beside it, and afterwards."""
        made = self.made(session)
        if made is None or made.state is EditionState.DRAFT:
            return ""
        return RESTS if made.state is EditionState.SUBMITTED else IS_PUBLISHED

    def may_go(self, session: Session) -> bool:
        """Whether it may be thrown away: what a second person reads beside the draft is there until they decided."""
        made = self.made(session)
        return made is None or made.state is EditionState.PUBLISHED

    def require_open(self, session: Session) -> None:
        """Raises Refusal."""
        if why := self.rests(session):
            raise Refusal(why)

    def apply(self, session: Session, viewer: Viewer, version: int, step: Callable[[Rows], Rows]) -> None:
        """Does something with its rows. Raises Stale, and Refusal where it cannot be done."""
        require_checker(viewer, self)
        self.require_open(session)
        self.require_seen(version)
        self.checked = step(self.rows).as_json()
        self._written(session, viewer)

    def describe(
        self, session: Session, viewer: Viewer, municipality: Municipality, version: int, *, title: str,
        term: tuple[int, int], source: str,
    ) -> None:  # fmt: skip
        """What holds for the whole. Another municipality has other units: the places that were confirmed are asked
        again. Raises Stale."""
        require_checker(viewer, self)
        require_recorder(viewer, municipality.id or 0, "municipality")
        if term[0] > term[1]:
            raise Refusal(N_("Mandati mbaron para se të fillojë."), field="term_until")
        said = municipality.id, title, str(Sources.of(source)), *term
        if said == (self.municipality_id, self.title, str(self.source), self.term_from, self.term_until):
            return
        self.require_open(session)
        self.require_seen(version)
        if self.municipality_id not in (None, municipality.id):
            self.checked = self.rows.elsewhere().as_json()
        self.municipality_id, self.title, self.source = municipality.id, title, Sources.of(source)
        self.term_from, self.term_until = term
        self._written(session, viewer)

    def remember(self, person_id: int | None) -> None:
        if person_id is not None and person_id not in self.wrote:
            self.wrote = [*self.wrote, person_id]

    def _written(self, session: Session, viewer: Viewer) -> None:
        self.remember(viewer.person_id)
        self.version += 1
        session.add(self)


def begin(
    session: Session, viewer: Viewer, document: ContractDocument, read: ReadContract, municipality: Municipality | None
) -> ContractReading:
    """Puts what was read aside for whoever checks it."""
    reading = _opened(session, viewer, document)
    reading.hear(session, viewer, read, municipality)
    return reading


def await_pages(session: Session, viewer: Viewer, document: ContractDocument, pages: int) -> ContractReading:
    """Its pages are pictures: background work reads them, one after the other."""
    reading = _opened(session, viewer, document)
    reading.is_read, reading.pages_found = False, pages
    session.add(reading)
    session.flush()
    return reading


def _opened(session: Session, viewer: Viewer, document: ContractDocument) -> ContractReading:
    session.add(document)
    session.flush()
    reading = ContractReading(
        document_id=document.id or 0, title="", source=Sources(), checked=Rows().as_json(),
        opened_by=viewer.person_id, opened_at=datetime.now(UTC),
    )  # fmt: skip
    reading.remember(viewer.person_id)
    return reading


def visible_to(viewer: Viewer) -> Any:
    """Which readings somebody may see: who records for the municipality, and who sent it as long as that is not
    said."""
    sent = col(ContractReading.opened_by).in_(viewer.same_as)
    return (col(ContractReading.municipality_id).is_(None) & sent) | recorded_by(viewer)


def recorded_by(viewer: Viewer) -> Any:
    covered = viewer.covers if viewer.is_editor else frozenset()
    uncovered = viewer.uncovered if viewer.is_coordinator else frozenset()
    return col(ContractReading.municipality_id).in_({*covered, *uncovered})


def require_checker(viewer: Viewer, reading: ContractReading) -> None:
    """Raises Forbidden."""
    if reading.municipality_id is not None:
        require_recorder(viewer, reading.municipality_id)
    elif reading.opened_by not in viewer.same_as:
        raise Missing


def reading_at_work(session: Session, viewer: Viewer, reading_id: int, *, hold: bool = False) -> ContractReading:
    """Raises Missing where there is none that the viewer may see."""
    query = select(ContractReading).where(ContractReading.id == reading_id, visible_to(viewer))
    found = session.exec(query.with_for_update() if hold else query).first()
    if found is None:
        raise Missing
    return found


def readings_at_work(session: Session, viewer: Viewer) -> list[ContractReading]:
    """Those that wait for whoever goes on with them, the newest first."""
    waiting = col(ContractReading.edition_id).is_(None), visible_to(viewer)
    return list(session.exec(select(ContractReading).where(*waiting).order_by(col(ContractReading.id).desc())))


def as_waiting(reading: ContractReading) -> Waiting:
    """As lists of work tell it."""
    return Waiting(reading.called, reading.path, N_("Dokument që po kontrollohet"), day_of(reading.opened_at))


def held_readings(session: Session, viewer: Viewer) -> list[ContractReading]:
    """Those that wait for this person to go on with, whatever they may do by now."""
    theirs = col(ContractReading.edition_id).is_(None), col(ContractReading.opened_by).in_(viewer.same_as)
    return list(session.exec(select(ContractReading).where(*theirs).order_by(col(ContractReading.id))))


def hand_on(session: Session, viewer: Viewer, to: int) -> None:
    """All of the viewer's; whoever worked on one stays known, and is never the second person of what comes of it."""
    for reading in held_readings(session, viewer):
        reading.opened_by = to
        reading.remember(to)
        session.add(reading)
    session.flush()


def throw_away(session: Session, viewer: Viewer, reading: ContractReading, version: int) -> None:
    """A document that no edition names goes with it. Raises Stale: nobody throws away what a colleague did meanwhile;
    and Refusal while it has a draft: its second person will have it beside that."""
    require_checker(viewer, reading)
    reading.require_seen(version)
    if not reading.may_go(session):
        raise Refusal(HAS_DRAFT)
    document = reading.document
    session.delete(reading)
    session.flush()
    if session.exec(select(Edition.id).where(Edition.document_id == document.id)).first() is None:
        session.delete(document)
