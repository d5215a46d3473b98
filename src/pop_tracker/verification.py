"""The record recomputed: the chain of its entries, and every public row held against its last entry.

So are the rows that are not public and say whose hands were in a thing, which decide who may be its second person.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from pop_tracker.history import (
    FIRST_HASH,
    KINDS,
    REMOVED,
    Head,
    HistoryEntry,
    HistoryPayload,
    HistoryRemainder,
    InHands,
    canonical,
    head,
    salted,
)
from pop_tracker.pieces import HIDDEN, NAME_HIDDEN, NAME_REMOVED, is_mark
from pop_tracker.web.sources import Sources


@dataclass(frozen=True)
class Fault:
    """Something that verification found: the entry's number where there is one, and what is wrong."""

    number: int | None
    what: str


def verify(session: Session, expect: Head | None = None) -> Iterator[Fault]:
    """Recomputes the chain and compares every public row with its last entry.

    `expect` is a head someone noted earlier: it finds a tail that was cut off, which the chain alone cannot.
    """
    previous, number, redacted = FIRST_HASH, 0, set[int]()
    last_entries: dict[tuple[str, str], HistoryEntry] = {}
    payloads = {row.number: row for row in session.exec(select(HistoryPayload))}
    missing: list[HistoryEntry] = []
    contents: dict[int, HistoryPayload] = {}
    expected_hash: str | None = FIRST_HASH if expect and expect.number == 0 else None
    for entry in session.exec(select(HistoryEntry).order_by(col(HistoryEntry.number))):
        number += 1
        if entry.number != number:
            yield Fault(number, f"entry {number} is missing (next is {entry.number})")
            number = entry.number
        if entry.previous_hash != previous:
            yield Fault(entry.number, "does not continue the entry before it")
        if entry.hash != entry.computed_hash():
            yield Fault(entry.number, "its content does not give its hash")
        previous = entry.hash
        redacted.update(int(part) for part in (entry.redacts or "").split(",") if part.isdecimal())
        payload = payloads.pop(entry.number, None)
        if payload is None:
            missing.append(entry)
        elif payload.digest() != entry.payload_digest:
            yield Fault(entry.number, "its payload does not give its digest")
        else:
            contents[entry.number] = payload
        last_entries[entry.kind, entry.key] = entry
        if expect and entry.number == expect.number:
            expected_hash = entry.hash
    for entry in missing:
        if entry.number not in redacted:
            yield Fault(entry.number, "its payload is gone without a redaction")
    yield from _verify_remainders(session, {entry.number for entry in missing}, contents)
    for stray in payloads:
        yield Fault(stray, "a payload without an entry")
    known = head(session)
    if (known.number, known.hash) != (number, previous):
        yield Fault(known.number, f"the head row says {known.number}:{known.hash}, the chain {number}:{previous}")
    if expect and expected_hash != expect.hash:
        yield Fault(expect.number, f"expected {expect.number}:{expect.hash}, found {expected_hash or 'no such entry'}")
    yield from _verify_rows(session, last_entries, contents)


def _verify_remainders(session: Session, missing: set[int], contents: Mapping[int, HistoryPayload]) -> Iterator[Fault]:
    """What is left of a content is what the latest redaction of it says that is left; where that one's own content
    lost pieces, the one after it vouches for it in turn."""
    remainders = {row.number: row for row in session.exec(select(HistoryRemainder))}
    vouched: dict[int, str] = {}
    for number, redacts in session.exec(
        select(HistoryEntry.number, HistoryEntry.redacts)
        .where(col(HistoryEntry.redacts).is_not(None))
        .order_by(col(HistoryEntry.number))
    ):
        kept = contents.get(number) or remainders.get(number)
        digests = json.loads(kept.content).get("remainders", {}) if kept else {}
        for one in (int(part) for part in (redacts or "").split(",") if part.isdecimal()):
            vouched.pop(one, None)
            if str(one) in digests:
                vouched[one] = digests[str(one)]
    for number, row in remainders.items():
        if number not in missing:
            yield Fault(number, "something is left of it beside its payload")
        elif vouched.get(number) != hashlib.sha256(row.content.encode()).hexdigest():
            yield Fault(number, "what is left of it is not what its redaction says")
    for number in sorted(vouched.keys() & missing - remainders.keys()):
        yield Fault(number, "what its redaction left of it is gone")


@dataclass(frozen=True)
class Explained:
    """An entry that says less than it did, and because of what."""

    number: int
    what: str


def beside(session: Session, hashes: Mapping[int, str], contents: Mapping[int, str]) -> Iterator[Fault | Explained]:
    """An older copy of the record beside this one, entry by entry: the hashes are the same, and a content is what it
    was, or says less because of a redaction that says so. What was left differs at the marks alone that stand in place
    of what was taken."""
    by: dict[int, HistoryEntry] = {}
    for entry in session.exec(select(HistoryEntry).where(col(HistoryEntry.redacts).is_not(None))):
        by.update({int(part): entry for part in (entry.redacts or "").split(",") if part.isdecimal()})
    now = dict(session.exec(select(HistoryEntry.number, HistoryEntry.hash)).all())
    payloads = dict(session.exec(select(HistoryPayload.number, HistoryPayload.content)).all())
    remainders = dict(session.exec(select(HistoryRemainder.number, HistoryRemainder.content)).all())
    for number, hash_ in hashes.items():
        if now.get(number) != hash_:
            yield Fault(number, "is another entry than in the older copy")
            continue
        before, after = contents.get(number), payloads.get(number) or remainders.get(number)
        if before is None or before == after:
            continue
        redaction = by.get(number)
        if redaction is None:
            yield Fault(number, "its content is not what it was, and no redaction says why")
        elif after is not None and not says_less(json.loads(before), json.loads(after)):
            yield Fault(number, f"says something else than it did: #{redaction.number} explains only less")
        else:
            yield Explained(number, f"says less since {redaction.at:%Y-%m-%d}, by #{redaction.number}")


def says_less(before: Any, after: Any) -> bool:
    """Whether one differs from the other at marks alone."""
    if isinstance(before, dict) and isinstance(after, dict):
        names = (before.keys() | after.keys()) - {"hands"}
        return all(says_less(before.get(name), after.get(name)) for name in names)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(says_less(*pair) for pair in zip(before, after, strict=True))
    if not (isinstance(before, str) and isinstance(after, str)):
        return bool(before == after)
    was_hidden = HIDDEN in before or NAME_HIDDEN in before  # and is perhaps shown again
    return before == after or after == "" or _fits(before, after) or (was_hidden and _fits(after, before))


def _fits(text: str, marked: str) -> bool:
    """Whether a text says the same where the other has no marks."""
    parts = _MARKS.split(marked)
    return is_mark(marked) or (
        len(parts) > 1 and bool(re.fullmatch(".+?".join(map(re.escape, parts)), text, re.DOTALL))
    )


_MARKS = re.compile("|".join(map(re.escape, (REMOVED, HIDDEN, NAME_REMOVED, NAME_HIDDEN))))


def said(state: Any) -> Any:
    """A public state without what it leaves unsaid: an empty field, or a switch that nobody turned, says no
    more than one that is not there.

    So a field that a later version adds does not make the older entries, which could not know it, look false. Nor
    does it that their sources are texts: they say what the list says that is read of them.
    """
    if isinstance(state, dict):
        listed = {"source": Sources.of(state["source"]).as_list} if isinstance(state.get("source"), str) else {}
        found = {key: said(value) for key, value in {**state, **listed}.items()}
        return {key: value for key, value in found.items() if value is not False and value not in (None, "", [], {})}
    if isinstance(state, list):
        return [said(value) for value in state]
    return state


def _verify_rows(
    session: Session, last_entries: dict[tuple[str, str], HistoryEntry], contents: dict[int, HistoryPayload]
) -> Iterator[Fault]:
    """Only what still gives its digest is compared: of a changed payload it is known that it lies.
    All rows are held meanwhile, because many name others: a session forgets what nobody holds, and reads it anew."""
    rows = {kind: list(cls.public_rows(session)) for kind, cls in KINDS.items()}
    for kind, things in rows.items():
        for thing in things:
            entry = last_entries.pop((kind, thing.key), None)
            if entry is None:
                yield Fault(None, f"{kind} {thing.key} is public, but no entry says so")
                continue
            payload = contents.get(entry.number)
            if payload is None:
                continue
            content = json.loads(payload.content)
            if said(content["state"]) != said(json.loads(canonical(thing.public_state(session)))):
                yield Fault(entry.number, f"{kind} {thing.key} is not what its last entry says")
            if isinstance(thing, InHands) and not _same_hands(
                entry, content.get("hands"), payload.salt, thing.hands(session)
            ):
                yield Fault(entry.number, f"who wrote or approved {kind} {thing.key} is not what its last entry says")
    for (kind, key), entry in last_entries.items():
        yield Fault(entry.number, f"{kind} {key} is in the record, but no longer public")


def _same_hands(entry: HistoryEntry, digest: str | None, salt: str, hands: Mapping[str, Any]) -> bool:
    """Older entries hold no digest, but all name an author and an approver; those of a redaction are its own."""
    if digest is not None and digest != salted(salt, hands):
        return False
    named = {"author": entry.author, "approver": entry.approver}
    return entry.redacts is not None or all(hands.get(role, number) == number for role, number in named.items())
