"""Elections and their candidates.

Everything here is public from the moment it is recorded, so every row names its source.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.addresses import renamed
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.history import REMOVED, Actor, Recorded, recorded
from pop_tracker.places.models import Municipality
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_, Words, today, words
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Named, State, Telling


class ElectionKind(StrEnum):
    ORDINARY_LOCAL = "ordinary_local"
    """Zgjedhje vendore, in all municipalities on one day."""
    PARTIAL = "partial"
    """Zgjedhje të pjesshme, in one municipality."""


ELECTION_KIND_WORDS: dict[ElectionKind, str] = {
    ElectionKind.ORDINARY_LOCAL: N_("Zgjedhje vendore"),
    ElectionKind.PARTIAL: N_("Zgjedhje të pjesshme"),
}


_ELECTION_FIELDS = {
    "election_kind": N_("Lloji i zgjedhjeve"),
    "held_on": N_("Mbajtur më"),
    "municipality": N_("Bashkia"),
    "slug": N_("Emri në adresë"),
    "source": N_("Burimi"),
}


def _election_titled(state: State, named: Named, words: Words) -> str:
    kind = words.gettext(ELECTION_KIND_WORDS[ElectionKind(state["election_kind"])])
    title = f"{kind} {date.fromisoformat(state['held_on']).year}"
    return f"{title}, {named('municipality', state['municipality'])}" if state["municipality"] else title


@recorded(
    "election",
    {"record": N_("Zgjedhje të regjistruara"), "revise": N_("Zgjedhje të ndryshuara")},
    Telling(_election_titled, _ELECTION_FIELDS, {"election_kind": ELECTION_KIND_WORDS}),
)
class Election(SQLModel, table=True):
    """An ordinary election names no municipality; a partial one, the municipality that it is held in."""

    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    election_kind: ElectionKind = Field(sa_type=vocabulary(ElectionKind))
    held_on: date
    municipality_id: int | None = Field(default=None, foreign_key="municipality.id")
    source: str = Field(sa_type=SourceList)

    @property
    def key(self) -> str:
        return self.slug

    @property
    def path(self) -> str:
        return "/kandidatet"

    @property
    def title(self) -> str:
        return self.called(words("sq"))

    def called(self, said: Words) -> str:
        """In the reader's language; the record keeps the Albanian."""
        kind = f"{said.gettext(ELECTION_KIND_WORDS[self.election_kind])} {self.held_on.year}"
        return f"{kind}, {self._place.name}" if self._place else kind

    @property
    def municipality_slug(self) -> str | None:
        return self._place.slug if self._place else None

    @property
    def _place(self) -> Municipality | None:
        return owner_of(self, Municipality, self.municipality_id) if self.municipality_id else None

    def public_state(self, session: Session) -> dict[str, Any]:
        return {
            **self.model_dump(exclude={"id", "municipality_id"}),
            "municipality": self.municipality_slug,
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    def record(self, session: Session, by: Actor) -> None:
        if self.election_kind is ElectionKind.PARTIAL and self.municipality_id is None:
            raise Refusal(N_("Zgjidhni bashkinë ku mbahen zgjedhjet e pjesshme."), field="municipality")
        if self.election_kind is not ElectionKind.PARTIAL and self.municipality_id is not None:
            raise Refusal(
                N_("Zgjedhjet vendore mbahen në të gjitha bashkitë: mos zgjidhni asnjë."), field="municipality"
            )
        if session.exec(select(Election.id).where(Election.slug == self.slug)).first() is not None:
            raise Refusal(N_("Këto zgjedhje janë regjistruar tashmë."), field="held_on")
        session.add(self)
        history.append(session, "record", self, by, source=self.source)

    def revise(self, session: Session, by: Actor, *, held_on: date, source: str) -> None:
        """The day and the source may be mended; the year stands in the address and stays."""
        if held_on.year != self.held_on.year:
            raise Refusal(N_("Viti është pjesë e adresës së zgjedhjeve dhe nuk ndryshon."), field="held_on")
        if (held_on, source) == (self.held_on, self.source):
            return
        self.held_on, self.source = held_on, source
        session.add(self)
        history.append(session, "revise", self, by, source=source)


_CANDIDATE_FIELDS = {
    "confidence": N_("Siguria e të dhënës"),
    "elected": N_("U zgjodh"),
    "election": N_("Zgjedhjet"),
    "list_name": N_("Lista"),
    "municipality": N_("Bashkia"),
    "name": N_("Emri"),
    "note": N_("Shënim"),
    "source": N_("Burimi"),
    "votes": N_("Vota"),
}


def _candidate_titled(state: State, named: Named, words: Words) -> str:
    return f"{state['name']}, {named('election', state['election'])}"


@recorded(
    "candidate",
    {"record": N_("Kandidat i regjistruar"), "revise": N_("Kandidat i ndryshuar")},
    Telling(_candidate_titled, _CANDIDATE_FIELDS),
)
class Candidate(SQLModel, table=True):
    """Someone who stands for mayor in one municipality's election. `elected` None: not known, or not yet."""

    __table_args__ = (
        sa.Index(
            "uq_candidate_name", "election_id", "municipality_id", "name", unique=True,
            sqlite_where=sa.text(f"name <> '{REMOVED}'"), postgresql_where=sa.text(f"name <> '{REMOVED}'"),
        ),
    )  # fmt: skip
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    election_id: int = Field(foreign_key="election.id", index=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    name: str = Field(max_length=160)
    list_name: str = Field(default="", max_length=200)
    elected: bool | None = None
    votes: str = Field(default="", max_length=200)
    source: str = Field(sa_type=SourceList)
    confidence: str = Field(default="", max_length=300)
    note: str = Field(default="", sa_type=sa.Text)

    @property
    def key(self) -> str:
        """Without the name, because keys outlive a redaction."""
        return f"{self._election.slug}/{self.municipality_slug}/{self.id}"

    @property
    def path(self) -> str:
        return "/kandidatet"

    @property
    def title(self) -> str:
        return f"{self.name}, {self._election.title}"

    @property
    def municipality_slug(self) -> str:
        return owner_of(self, Municipality, self.municipality_id).slug

    @property
    def _election(self) -> Election:
        return owner_of(self, Election, self.election_id)

    def public_state(self, session: Session) -> dict[str, Any]:
        return {
            **self.model_dump(exclude={"id", "election_id", "municipality_id"}),
            "election": self._election.slug,
            "municipality": self.municipality_slug,
        }

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
        """Mends what was recorded, most often by adding the result; the election and the place stay."""
        if all(getattr(self, name) == value for name, value in changes.items()):
            return
        before = self.name
        for name, value in changes.items():
            setattr(self, name, value)
        session.add(self)
        self._check(session)
        history.append(session, "revise", self, by, source=self.source)
        renamed(session, f"candidate-{self.id}", before, self.name, by.person)

    def _check(self, session: Session) -> None:
        with session.no_autoflush:
            # Two people recording the same place's result at once: the second waits, then sees the first's.
            session.get(Municipality, self.municipality_id, with_for_update=True)
            election = self._election
            if election.municipality_id not in (None, self.municipality_id):
                raise Refusal(N_("Këto zgjedhje u mbajtën në një bashki tjetër."), field="municipality")
            if self.elected is not None and election.held_on > today():
                raise Refusal(N_("Zgjedhjet ende nuk janë mbajtur: lëreni rezultatin bosh."), field="elected")
            others = session.exec(
                select(Candidate).where(
                    Candidate.election_id == self.election_id, Candidate.municipality_id == self.municipality_id
                )
            ).all()
        others = [other for other in others if other is not self]
        if any(other.name == self.name != REMOVED for other in others):
            raise Refusal(N_("Ky kandidat është regjistruar tashmë."), field="name")
        for other in others:
            if self.elected and other.elected:
                raise Refusal(N_("Si i zgjedhur është shënuar tashmë %(name)s."), field="elected", name=other.name)


def elections(session: Session) -> list[Election]:
    """All, the latest first."""
    return list(session.exec(select(Election).order_by(col(Election.held_on).desc(), col(Election.slug))))


def election_slug(kind: ElectionKind, held_on: date, place: Municipality | None) -> str:
    """vendore-2023, pjesshme-kukes-2023: how its address and its candidates' keys name an election for good."""
    if kind is ElectionKind.PARTIAL:
        return f"pjesshme-{place.slug if place else ''}-{held_on.year}"
    return f"vendore-{held_on.year}"


def election_by_slug(session: Session, slug: str) -> Election | None:
    return session.exec(select(Election).where(Election.slug == slug)).first()


def candidates(session: Session, election: Election) -> list[Candidate]:
    """Those of one election, in the order they were recorded."""
    return list(session.exec(select(Candidate).where(Candidate.election_id == election.id).order_by(col(Candidate.id))))


def candidate_counts(session: Session) -> dict[int, int]:
    """How many stand in each election, by its id; one without any is not among them. One query."""
    counted = select(Candidate.election_id, sa.func.count()).group_by(col(Candidate.election_id))
    return {election_id: number for election_id, number in session.exec(counted)}


def elected_in(session: Session, municipality_id: int) -> list[tuple[Candidate, Election]]:
    """Who was elected there, the latest first; one query."""
    return list(
        session.exec(
            select(Candidate, Election)
            .join(Election, col(Election.id) == Candidate.election_id)
            .where(Candidate.municipality_id == municipality_id, col(Candidate.elected).is_(True))
            .order_by(col(Election.held_on).desc(), col(Candidate.id))
        )
    )


def candidate_by_id(session: Session, id: int) -> Candidate:
    """Raises Missing."""
    found = session.exec(select(Candidate).where(Candidate.id == id)).first()
    if found is None:
        raise Missing
    return found
