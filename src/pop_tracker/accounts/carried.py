"""What one person recorded and waits for a second one, and who goes on with it when the first one leaves.

Whoever takes over may mend it when it comes back, and is never its second person: their hands are in it, as are those
of everybody who wrote in it before. Who recorded it stays known, since the record credits each act to who did it.
"""

from collections.abc import Iterable
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts.models import Viewer


class Carried(SQLModel):
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    carried_by: int | None = Field(default=None, foreign_key="person.id")
    """Who goes on with it in place of whoever recorded it."""
    begun_by: int | None = Field(default=None, foreign_key="person.id")
    """Who recorded it before somebody else went on with it."""

    @property
    def in_hands_of(self) -> tuple[int | None, ...]:
        """None of them decides on it."""
        return self.recorded_by, self.carried_by, self.begun_by

    def is_with(self, viewer: Viewer) -> bool:
        """Whether they mend it when it comes back."""
        return viewer.is_among((self.recorded_by, self.carried_by))

    def write_anew(self, viewer: Viewer) -> None:
        """It is this person's word from now on."""
        if self.recorded_by is not None and not viewer.is_among((self.recorded_by,)):
            self.begun_by = self.recorded_by
        self.recorded_by, self.carried_by = viewer.person_id, None

    @property
    def further_hands(self) -> dict[str, int]:
        """For the digest of hands in the record, where there are any."""
        named = {"carried_by": self.carried_by, "begun_by": self.begun_by}
        return {name: id for name, id in named.items() if id is not None}


class SentTable(SQLModel):
    """What was read from a file and waits for its sender's word, or for that of whoever goes on with it."""

    person_id: int = Field(foreign_key="person.id")
    begun_by: int | None = Field(default=None, foreign_key="person.id")
    """Who sent the file, where it passed to somebody else: never the second person of what comes of it."""


Thing = TypeVar("Thing", bound=Carried)


def with_person(of: type[Carried], people: Iterable[int]) -> sa.ColumnElement[bool]:
    """Which of these things are theirs to go on with."""
    accounts = list(people)
    return sa.or_(
        col(of.carried_by).in_(accounts), sa.and_(col(of.carried_by).is_(None), col(of.recorded_by).in_(accounts))
    )


def hand_on(session: Session, of: type[Thing], viewer: Viewer, to: int, *conditions: sa.ColumnElement[bool]) -> None:
    """All of these things that are the viewer's to go on with; `to` goes on."""
    for thing in session.exec(select(of).where(with_person(of, viewer.same_as), *conditions)).all():
        thing.carried_by = to
        session.add(thing)
    session.flush()


def hand_tables_on(session: Session, of: type[SentTable], viewer: Viewer, to: int) -> None:
    for table in session.exec(select(of).where(col(of.person_id).in_(viewer.same_as))).all():
        table.begun_by, table.person_id = table.begun_by or table.person_id, to
        session.add(table)
    session.flush()
