"""What the digest of an edition is of, where words were taken out of its text since.

The digest stays that of the text as it was published: answers, receipts and reports name it, and whoever has that text
can compute it. Beside it stands the digest of the text as it reads now, and which changes lie between the two.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlmodel import Session, col

from pop_tracker import history, removals
from pop_tracker.contracts.canonical_text import digest_of
from pop_tracker.contracts.editions import Edition
from pop_tracker.history import OF_REDACTIONS, Entry, HistoryEntry

NOT_IN_THE_TEXT = frozenset({"source", "reason"})
"""What an edition says beside the text that its digest is taken of."""


@dataclass(frozen=True)
class TextDigest:
    published: str
    now: str
    numbers: tuple[int, ...] = ()
    """Of the changes that took something out of the text, the latest first."""
    only_hidden: bool = False
    """Nothing was removed yet: two people decide on it."""

    @property
    def is_whole(self) -> bool:
        return self.published == self.now


def text_digests(session: Session, editions: Iterable[Edition]) -> dict[int, TextDigest]:
    """By the edition's id. A query where words are missing in one of them, else none."""
    found = {one.id or 0: (one, digest_of(one.canonical_text)) for one in editions}
    lost = [one for one, now in found.values() if one.digest != now]
    taken = _taken_from(session, lost) if lost else {}
    return {id: _digest(one, now, taken[one.key] if one in lost else []) for id, (one, now) in found.items()}


def text_digest(session: Session, edition: Edition) -> TextDigest:
    return text_digests(session, [edition])[edition.id or 0]


def _taken_from(session: Session, editions: Collection[Edition]) -> dict[str, list[Entry]]:
    """What took something out of each one's text, by its key. One query."""
    query = history.contents().where(
        HistoryEntry.kind == Edition.kind,
        col(HistoryEntry.key).in_([one.key for one in editions]),
        col(HistoryEntry.verb).in_([f"{Edition.kind}.{verb}" for verb in OF_REDACTIONS]),
    )
    of_each: dict[str, list[Entry]] = {one.key: [] for one in editions}
    for entry in history.read(session, query.order_by(col(HistoryEntry.number).desc())):
        of_each[entry.row.key].append(entry)
    return {key: [one for one in removals.that_stand(found) if _is_of_text(one)] for key, found in of_each.items()}


def _is_of_text(entry: Entry) -> bool:
    """One from before pieces could be chosen took all."""
    taken = entry.content.get("taken", ()) if entry.content else ()
    return not taken or any(one["field"] not in NOT_IN_THE_TEXT for one in taken)


def _digest(edition: Edition, now: str, taken: list[Entry]) -> TextDigest:
    only_hidden = bool(taken) and all(one.row.verb == "edition.hide" for one in taken)
    return TextDigest(edition.digest, now, tuple(one.row.number for one in taken), only_hidden)
