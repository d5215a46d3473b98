"""What somebody has in hand, as `/puna` and the daily email tell it: what waits for them, what they sent and waits for
others, the days that they have before them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.second_person import is_own
from pop_tracker.web.i18n import day_of, today


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person, or that they sent and waits for another: what it is called in the record, its
    page without /en, a message id that says what is to be done, and since when it waits."""

    title: str
    path: str
    note: str = ""
    since: date | None = None
    """None where nobody wrote down the moment."""
    assessments: int = 0
    """How many of them, where one line stands for several."""
    by: tuple[int | None, ...] = ()
    """Who sent it: people, by id."""
    office: str = ""
    """Who sent it, where it was the municipality."""
    round: int = 0
    """The number of the round that it is of, where it is of one."""
    sent_on: date | None = None
    """When it was sent before it came back, where nobody wrote down when it came back."""

    @property
    def count(self) -> int:
        return self.assessments or 1

    @property
    def age(self) -> date:
        """By which the oldest stands first; without a day, at the end."""
        return self.since or self.sent_on or date.max


@dataclass(frozen=True)
class InHand:
    """Of one person: what waits for them, and what they sent and waits for others."""

    waiting: list[Waiting] = field(default_factory=list)
    sent: list[Waiting] = field(default_factory=list)


@dataclass(frozen=True)
class Notes:
    """Message ids that say of one thing what it is, by whom they are told."""

    decide: str
    """To who may decide on it."""
    sent: str
    """To who sent it and waits."""
    returned: str = ""
    """To who sent it and mends it."""


@dataclass(frozen=True)
class Submitted:
    """A thing that one person put before a second one and that is not done with: what it is called, where it is decided
    on, what is said of it, who sent it and when."""

    title: str
    path: str
    notes: Notes
    by: int | None
    at: datetime | None
    may_be_decided: bool
    is_returned: bool = False
    """It came back with a note; only who sent it mends it."""
    own_path: str = ""
    """Where who sent it sees or mends it, if that is not where it is decided on."""
    round: int = 0
    carried_by: int | None = None
    """Who goes on with it in place of who sent it."""

    def told_to(self, viewer: Viewer) -> InHand:
        day, own_path = day_of(self.at), self.own_path or self.path
        told = InHand()
        if self.may_be_decided:
            told.waiting.append(Waiting(self.title, self.path, self.notes.decide, day, by=(self.by,), round=self.round))
        is_theirs = is_own(viewer, self.by) or is_own(viewer, self.carried_by)
        if is_theirs and self.is_returned:
            told.waiting.append(Waiting(self.title, own_path, self.notes.returned, sent_on=day, round=self.round))
        elif is_theirs:
            told.sent.append(Waiting(self.title, own_path, self.notes.sent, day, round=self.round))
        return told


def together(several: Iterable[InHand]) -> InHand:
    found = InHand()
    for one in several:
        found.waiting.extend(one.waiting)
        found.sent.extend(one.sent)
    return found


def in_hand_of(viewer: Viewer, things: Iterable[Submitted]) -> InHand:
    return together(one.told_to(viewer) for one in things)


STILL_SAID = timedelta(days=30)
"""How long a day that passed is still said, where nothing else tells that it is settled."""


@dataclass(frozen=True)
class Deadline:
    """A day by which someone does something that the viewer works with: what it is about as the record calls it, its
    page without /en, a message id that says what happens."""

    day: date
    title: str
    path: str
    note: str
    invitations: int = 0
    """How many of them, where one line stands for several."""
    round: int = 0
    """The number of the round that it is of, where it is of one."""
    since: date | None = None
    """Of a term in working days the day that it began on: a holiday in it may still move its last (`reservation`)."""

    @property
    def is_past(self) -> bool:
        return self.day < today()
