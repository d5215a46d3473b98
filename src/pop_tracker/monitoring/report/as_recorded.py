"""A round as the record had it at a head of history, and what became otherwise between two of them.

The verdicts, reasons and replies are those that the entries hold, not what stands today and not what the files of a
report say. Words that a redaction took are gone on either side; the verdicts never are, and are read in the entry that
took the words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from pop_tracker import history
from pop_tracker.contracts.difference import Piece, words_changed
from pop_tracker.contracts.texts import Text
from pop_tracker.history import REMOVED, Entry, HistoryEntry
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.report.history_of_versions import MOST_ENTRIES
from pop_tracker.monitoring.scale import Ground, Status
from pop_tracker.monitoring.statuses import Counts, roll_up

Place = tuple[str, str | None]
"""A commitment's reference and, where one of its units was assessed, its name in addresses."""


@dataclass(frozen=True)
class VerdictThen:
    """The one in force."""

    status: Status
    ground: Ground | None
    reason: str
    evidence: int
    """How many pieces."""


@dataclass(frozen=True)
class ReplyThen:
    id: int
    ref: str | None
    """None: on the round in general."""
    office: str
    text: str
    given_at: datetime


@dataclass(frozen=True)
class RoundThen:
    verdicts: Mapping[Place, VerdictThen]
    replies: Mapping[int, ReplyThen]

    def counts(self, texts: Iterable[Text]) -> Counts:
        """Commitments, of the edition with these texts."""
        return Counts.of(self.status(text.ref) for text in texts if text.can_be_assessed)

    def by_priority(self, texts: Iterable[Text]) -> Counts:
        found: dict[int, list[Status]] = {}
        for text in texts:
            if text.can_be_assessed:
                found.setdefault(text.priority_number, []).append(self.status(text.ref))
        return Counts.of(map(roll_up, found.values()))

    def status(self, ref: str) -> Status:
        if whole := self.verdicts.get((ref, None)):
            return whole.status
        return roll_up(one.status for (of, _), one in self.verdicts.items() if of == ref)


@dataclass(frozen=True)
class ChangedVerdict:
    """One that is not what it was; None on a side where there was none."""

    ref: str
    unit: str | None
    before: VerdictThen | None
    now: VerdictThen | None

    @property
    def status_changed(self) -> bool:
        """Or its ground."""
        then, now = ((one.status, one.ground) if one else None for one in (self.before, self.now))
        return then != now

    @property
    def reason(self) -> tuple[Piece, ...]:
        """Word by word; empty where it is the same."""
        old, new = (one.reason if one else "" for one in (self.before, self.now))
        return words_changed(old, new) if old != new else ()


@dataclass(frozen=True)
class Difference:
    verdicts: list[ChangedVerdict]
    """In the order of the contract."""
    replies: list[ReplyThen]
    """Those that came."""
    before: RoundThen
    now: RoundThen


def entries_of(session: Session, held: Round) -> list[Entry]:
    """All of the round, its corrections and its later replies, in order. One query."""
    key = col(HistoryEntry.key)
    of_it = sa.or_(key == held.key, key.startswith(f"{held.key}/", autoescape=True))
    kinds = col(HistoryEntry.kind).in_(("round", "assessment", "reply"))
    return history.entries(session, only=of_it & kinds, limit=MOST_ENTRIES)[::-1]


def round_at(entries: Iterable[Entry], head: int) -> RoundThen:
    """As it was when the record had that many entries."""
    of_thing: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        of_thing.setdefault((entry.row.kind, entry.row.key), []).append(entry)
    states = [(kind, _state_at(found, head)) for (kind, _), found in of_thing.items()]
    known = [(kind, *found) for kind, found in states if found is not None]
    rounds = [(state, is_taken) for kind, state, is_taken in known if kind == "round"]
    verdicts = {one["id"]: (one, is_taken) for state, is_taken in rounds for one in state["assessments"]}
    verdicts |= {state["id"]: (state, is_taken) for kind, state, is_taken in known if kind == "assessment"}
    replies = [one for state, _ in rounds for one in state["replies"]]
    replies += [state for kind, state, _ in known if kind == "reply"]
    in_force = _in_force(one for one, _ in verdicts.values())
    return RoundThen(
        {(one["ref"], one["unit"]): _verdict(*verdicts[one["id"]]) for one in in_force},
        {one["id"]: _reply(one) for one in replies},
    )


def difference(older: RoundThen, newer: RoundThen, texts: Iterable[Text]) -> Difference:
    """`texts`: of the edition that the round assessed."""
    order = {text.ref: at for at, text in enumerate(texts)}
    places = sorted(
        {*older.verdicts, *newer.verdicts}, key=lambda place: (order.get(place[0], len(order)), place[1] or "")
    )
    changed = [ChangedVerdict(*place, older.verdicts.get(place), newer.verdicts.get(place)) for place in places]
    came = [reply for key, reply in newer.replies.items() if key not in older.replies]
    return Difference([one for one in changed if one.before != one.now], came, older, newer)


def _state_at(entries: list[Entry], head: int) -> tuple[Mapping[str, Any], bool] | None:
    """With whether a redaction took words of it; None: it was not in the record yet. What was taken out of its entry is
    read, as far as it is left, in the next that has a content."""
    before = [entry for entry in entries if entry.row.number <= head]
    if not before:
        return None
    later = [entry for entry in entries if entry.row.number > head]
    # Of before words were taken piece by piece, with a mark in the place of each.
    redacted = [one.row.number for one in entries if one.row.redacts and "remainders" not in (one.content or {})]
    for entry in (before[-1], *later):
        if entry.content:
            return entry.content["state"], any(number <= entry.row.number for number in redacted)
    return None


def _in_force(verdicts: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those that were not retracted, and that no correction replaces that was not."""
    standing = [one for one in verdicts if not one["retracted_at"]]
    replaced = {one["corrects_id"] for one in standing}
    return [one for one in standing if one["id"] not in replaced]


def _verdict(state: Mapping[str, Any], is_taken: bool) -> VerdictThen:
    reason = state["reason"] or (REMOVED if is_taken else "")
    ground = Ground(state["ground"]) if state.get("ground") else None  # older entries know none
    return VerdictThen(Status(state["status"]), ground, reason, len(state["evidence"]))


def _reply(state: Mapping[str, Any]) -> ReplyThen:
    return ReplyThen(
        state["id"], state["commitment"], state["office"], state["text"] or REMOVED,
        datetime.fromisoformat(state["given_at"]),
    )  # fmt: skip
