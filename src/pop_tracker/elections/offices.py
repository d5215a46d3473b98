"""Offices held from a day until a day. Mayors change mid-term; the commitment stays."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.addresses import renamed
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.elections.models import Candidate
from pop_tracker.history import Actor, HistoryEntry, Recorded, recorded
from pop_tracker.pieces import is_mark
from pop_tracker.places.models import Municipality
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_, Words, today
from pop_tracker.web.public_names import names_people
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.sources import Sources
from pop_tracker.web.telling import Named, State, Telling


class OfficeCapacity(StrEnum):
    MAYOR = "mayor"
    COUNCIL_CHAIR = "council_chair"
    COUNCIL_SECRETARY = "council_secretary"


CAPACITY_WORDS: dict[OfficeCapacity, str] = {
    OfficeCapacity.MAYOR: N_("Kryetar bashkie"),
    OfficeCapacity.COUNCIL_CHAIR: N_("Kryetar i këshillit bashkiak"),
    OfficeCapacity.COUNCIL_SECRETARY: N_("Sekretar i këshillit bashkiak"),
}


_FIELDS = {
    "capacity": N_("Cilësia"),
    "confidence": N_("Siguria e të dhënës"),
    "end_source": N_("Burimi i largimit"),
    "from_on": N_("Nga data"),
    "list_name": N_("Lista"),
    "municipality": N_("Bashkia"),
    "name": N_("Emri"),
    "source": N_("Burimi"),
    "until_on": N_("Deri më"),
}


def _titled(state: State, named: Named, words: Words) -> str:
    capacity = words.gettext(CAPACITY_WORDS[OfficeCapacity(state["capacity"])]).lower()
    return f"{state['name']}, {capacity}, {named('municipality', state['municipality'])}"


@recorded(
    "office",
    {"record": N_("Detyrë e regjistruar"), "revise": N_("Detyrë e ndryshuar"), "end": N_("Largim nga detyra")},
    Telling(_titled, _FIELDS, {"capacity": CAPACITY_WORDS}),
)
class Office(SQLModel, table=True):
    """An office someone holds, from a day until a day (None: still in office, as far as is known).

    The day one leaves may be the day the next one comes; longer than that nobody shares an office.
    """

    __table_args__ = (sa.UniqueConstraint("municipality_id", "capacity", "from_on"),)
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    capacity: OfficeCapacity = Field(sa_type=vocabulary(OfficeCapacity))
    name: str = Field(max_length=160)
    list_name: str = Field(default="", max_length=200)
    from_on: date
    until_on: date | None = None
    source: str = Field(sa_type=SourceList)
    """What says that they came."""
    end_source: str = Field(default="", sa_type=SourceList)
    """What says that they left."""
    confidence: str = Field(default="", max_length=300)

    @property
    def key(self) -> str:
        return f"{self.municipality_slug}/{self.id}"

    @property
    def path(self) -> str:
        return f"/bashkite/{self.municipality_slug}"

    @property
    def title(self) -> str:
        place = owner_of(self, Municipality, self.municipality_id)
        return f"{self.name}, {CAPACITY_WORDS[self.capacity].lower()}, {place.name}"

    @property
    def municipality_slug(self) -> str:
        return owner_of(self, Municipality, self.municipality_id).slug

    def public_state(self, session: Session) -> dict[str, Any]:
        return {**self.model_dump(exclude={"id", "municipality_id"}), "municipality": self.municipality_slug}

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    def record(self, session: Session, by: Actor) -> None:
        session.add(self)
        self._check(session)
        session.flush()
        history.append(session, "record", self, by, source=self.source)

    def revise(self, session: Session, by: Actor, **changes: Any) -> None:
        """Mends what was recorded; the municipality and the office itself stay."""
        if all(getattr(self, name) == value for name, value in changes.items()):
            return
        before = self.name
        for name, value in changes.items():
            setattr(self, name, value)
        session.add(self)
        self._check(session)
        history.append(session, "revise", self, by, source=self.source)
        renamed(session, f"office-{self.id}", before, self.name, by.person)

    def end(self, session: Session, by: Actor, *, until_on: date, source: str) -> None:
        """They leave: death, resignation, dismissal, a lost election."""
        if self.until_on is not None:
            raise Refusal(N_("Largimi nga kjo detyrë është shënuar tashmë."), field="until_on")
        self.until_on, self.end_source = until_on, source
        session.add(self)
        self._check(session)
        history.append(session, "end", self, by, source=source)

    def _check(self, session: Session) -> None:
        if self.from_on > today():
            raise Refusal(N_("Kjo ditë ende nuk ka ardhur."), field="from_on")
        if self.until_on is not None and self.until_on > today():
            raise Refusal(N_("Kjo ditë ende nuk ka ardhur."), field="until_on")
        if self.until_on is not None and self.until_on < self.from_on:
            raise Refusal(N_("Detyra nuk mund të mbarojë para se të fillojë."), field="until_on")
        if self.end_source and self.until_on is None:
            raise Refusal(N_("Shënoni edhe ditën e largimit, ose hiqeni burimin e tij."), field="end_source")
        with session.no_autoflush:
            # Two people recording at once: the second waits here, then sees what the first recorded.
            session.get(Municipality, self.municipality_id, with_for_update=True)
            others = session.exec(
                select(Office).where(Office.municipality_id == self.municipality_id, Office.capacity == self.capacity)
            ).all()
        for other in others:
            if other is not self and self._overlaps(other):
                raise Refusal(
                    N_("Në këtë kohë në detyrë është %(name)s. Shënoni së pari kur u largua."),
                    field="from_on",
                    name=other.name,
                )

    def _overlaps(self, other: "Office") -> bool:
        starts_before_other_ends = other.until_on is None or self.from_on < other.until_on
        ends_after_other_starts = self.until_on is None or self.until_on > other.from_on
        return (starts_before_other_ends and ends_after_other_starts) or self.from_on == other.from_on


def offices_of(session: Session, municipality_id: int) -> list[Office]:
    """Everyone who held or holds an office there, the latest first."""
    return list(
        session.exec(
            select(Office)
            .where(Office.municipality_id == municipality_id)
            .order_by(col(Office.from_on).desc(), col(Office.id).desc())
        )
    )


def offices_and_ends(session: Session, municipality_id: int) -> list[tuple[Office, Sources]]:
    """`offices_of`, each with what says that they left; empty where nobody said. Two queries at most.

    An end that was recorded when offices had no field for its source is told by its entry in the record.
    """
    key = col(Municipality.slug) + "/" + sa.cast(col(Office.id), sa.String)
    ended = select(sa.func.max(HistoryEntry.number)).where(HistoryEntry.verb == "office.end", HistoryEntry.key == key)
    rows = session.exec(
        select(Office, ended.scalar_subquery())
        .join(Municipality, col(Municipality.id) == Office.municipality_id)
        .where(Office.municipality_id == municipality_id)
        .order_by(col(Office.from_on).desc(), col(Office.id).desc())
    ).all()
    unsaid = [number for office, number in rows if number and not office.end_source]
    told = history.entries(session, only=col(HistoryEntry.number).in_(unsaid)) if unsaid else []
    sources = {entry.row.number: entry.source for entry in told}
    return [(office, Sources.of(office.end_source or sources.get(number))) for office, number in rows]


def holders(session: Session, capacity: OfficeCapacity, on: date) -> dict[int, Office]:
    """Who held the office on a day, by municipality; on a day of change, the one who came."""
    held = session.exec(
        select(Office)
        .where(
            Office.capacity == capacity,
            col(Office.from_on) <= on,
            sa.or_(col(Office.until_on).is_(None), col(Office.until_on) >= on),
        )
        .order_by(col(Office.from_on))
    )
    return {office.municipality_id: office for office in held}


def office_by_id(session: Session, id: int) -> Office:
    """Raises Missing."""
    found = session.exec(select(Office).where(Office.id == id)).first()
    if found is None:
        raise Missing
    return found


def names_in(session: Session, municipality_id: int) -> set[str]:
    """Of all who stood for mayor there or held an office."""
    held = select(Office.name).where(Office.municipality_id == municipality_id)
    stood = select(Candidate.name).where(Candidate.municipality_id == municipality_id)
    return {name for name in (*session.exec(held), *session.exec(stood)) if not is_mark(name)}


names_people(sa.select(col(Candidate.name)), sa.select(col(Office.name)))
