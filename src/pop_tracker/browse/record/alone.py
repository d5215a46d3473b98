"""What one person alone entered says so to readers: nobody else looked at it before it was public.

It is derived from the entries: one with an author and no approver. What was loaded with the first tables has no author,
what somebody says through a personal link is theirs, and who hides words enters none, so none of these is meant. A
thing that one person entered stays so however often two people changed it later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.history import HistoryEntry
from pop_tracker.web.i18n import N_

WHAT: Mapping[str, str] = {
    "plan": N_("plani, me zërat dhe fazat e tij"),
    "progress": N_("ecuria e zërave"),
    "needs_assessment": N_("vlerësimi i nevojave"),
    "consultation": N_("konsultimi, me pikat dhe procesverbalin"),
    "thread": N_("lidhjet e pikave"),
    "candidate": N_("kandidatët"),
    "election": N_("zgjedhjet"),
    "office": N_("detyrat publike"),
    "organisation": N_("organizatat"),
    "contract": N_("të dhënat e kontratës"),
    "continuation": N_("lidhjet me zotime të mëparshme"),
    "invitation": N_("ftesat për përgjigje"),
}
"""The kinds that one person may enter, as readers find them on a page."""
LISTED: Mapping[str, str] = {
    "plan": N_("planet, me zërat dhe fazat e tyre"),
    "consultation": N_("konsultimet, me pikat dhe procesverbalet"),
}
"""Those of which a page tells one and a list many."""
MOST_NAMED = 3


@dataclass
class EnteredAlone:
    """Of one kind on a page: how many there are, and the entries of those that one person alone made."""

    kind: str
    of: int = 0
    numbers: list[int] = field(default_factory=list)
    is_listed: bool = False

    @property
    def what(self) -> str:
        return LISTED[self.kind] if self.is_listed else WHAT[self.kind]

    @property
    def is_all(self) -> bool:
        return len(self.numbers) == self.of

    @property
    def named(self) -> list[int]:
        """Their entries, where they are few among others."""
        return [] if self.is_all or len(self.numbers) > MOST_NAMED else self.numbers


def is_alone(row: HistoryEntry) -> bool:
    is_by_one = row.author is not None and row.approver is None
    return is_by_one and not history.is_through_a_link(row) and not history.takes_or_shows_words(row.verb)


def _alone() -> sa.ColumnElement[bool]:
    """`is_alone`, asked of the database."""
    by_one = col(HistoryEntry.author).is_not(None) & col(HistoryEntry.approver).is_(None)
    taken = (col(HistoryEntry.verb).endswith(f".{verb}") for verb in history.OF_REDACTIONS)
    return by_one & sa.not_(sa.or_(history.through_a_link(), *taken))


def entered_alone(
    session: Session, paths: Iterable[str], kinds: Iterable[str], *, is_listed: bool = False
) -> list[EnteredAlone]:
    """Of the things on these pages, those that one person entered, kind by kind; nothing for a kind with none. One
    query. `is_listed`: for a list of all these pages."""
    found = {kind: EnteredAlone(kind, is_listed=is_listed) for kind in kinds}
    last = sa.func.max(sa.case((_alone(), col(HistoryEntry.number))))
    for kind, number in session.exec(
        select(HistoryEntry.kind, last)
        .where(col(HistoryEntry.path).in_(list(paths)), col(HistoryEntry.kind).in_(list(found)))
        .group_by(col(HistoryEntry.kind), col(HistoryEntry.key))
        .order_by(last)
    ):
        found[kind].of += 1
        if number is not None:
            found[kind].numbers.append(number)
    return [one for one in found.values() if one.numbers]
