"""What changed from one edition to the next, word by word, for the person who decides and for every reader."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.judging import COMPETENCE_WORDS, THEME_WORDS, due_in_words
from pop_tracker.contracts.texts import (
    GROUP_WORDS,
    Heading,
    Text,
    headings_of_edition,
    place_in_words,
    texts_of_edition,
)
from pop_tracker.web.i18n import N_, Words

_MOST_PAIRS = 100_000
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Below this likeness, marking single words confuses more than reading the old sentence and then the new one.
_ALIKE = 0.4
_FEWEST_MOVED = 2
_MOST_PIECES = 60


class Change(StrEnum):
    ADDED = "added"
    REVISED = "revised"
    RETRACTED = "retracted"
    SPLIT = "split"
    MERGED = "merged"


CHANGE_WORDS: dict[Change, str] = {
    Change.ADDED: N_("Shtuar"),
    Change.REVISED: N_("Ndryshuar"),
    Change.RETRACTED: N_("Tërhequr"),
    Change.SPLIT: N_("Ndarë"),
    Change.MERGED: N_("Bashkuar"),
}


@dataclass(frozen=True)
class Piece:
    """A run of words: "same", "ins" (only in the newer text) or "del" (only in the older one)."""

    kind: str
    words: str
    is_moved: bool = False
    """The same words stand elsewhere in the other text."""


@dataclass(frozen=True)
class ChangedField:
    label: str
    """A message id."""
    pieces: tuple[Piece, ...]
    is_main: bool
    """The words themselves, compared word by word; the smaller fields are shown as they were and as they are."""
    is_quoted: bool = True
    """From the document, in Albanian; else in the reader's words."""


@dataclass(frozen=True)
class ChangedRow:
    """A priority (its reference is its number, `is_priority`) or a commitment that changed."""

    ref: str
    is_priority: bool
    change: Change
    text: str
    """The newer words."""
    fields: tuple[ChangedField, ...]
    reason: str = ""
    """Why it is retracted."""
    went_to: tuple[str, ...] = ()
    came_from: tuple[str, ...] = ()
    """References of what it takes the place of since the older edition."""

    @property
    def goes(self) -> bool:
        return self.change in (Change.RETRACTED, Change.SPLIT, Change.MERGED)


def difference(session: Session, older: Edition | None, newer: Edition, said: Words) -> list[ChangedRow]:
    """The priorities and commitments that changed, in contract order; all of them when there is no older edition."""
    old_headings = {h.number: h for h in headings_of_edition(session, older.id or 0)} if older else {}
    old_texts = {t.ref: t for t in texts_of_edition(session, older.id or 0)} if older else {}
    texts = texts_of_edition(session, newer.id or 0)
    flat = {text.priority_number for text in texts if text.is_flat}
    gone = {ref for ref, text in old_texts.items() if text.is_retracted}
    came_from: dict[str, list[str]] = {}
    for text in texts:
        for ref in text.went_to if text.ref not in gone else ():
            came_from.setdefault(ref, []).append(text.ref)
    rows: list[ChangedRow] = []
    for heading in headings_of_edition(session, newer.id or 0):
        before = old_headings.get(heading.number)
        row = _heading_row(before, heading, said)
        if row is not None and heading.number not in flat:
            rows.append(row)
        for text in texts:
            if text.priority_number == heading.number:
                group = (_group(before, said), _group(heading, said)) if text.is_flat else ("", "")
                changed = _text_row(old_texts.get(text.ref), text, group, said)
                rows += [replace(changed, came_from=tuple(came_from.get(text.ref, ())))] if changed else []
    return rows


def _heading_row(old: Heading | None, new: Heading, said: Words) -> ChangedRow | None:
    values = {
        N_("Titulli"): (old.title if old else "", new.title),
        N_("Grupi"): (_group(old, said), _group(new, said)),
        N_("Burimi"): (old.source if old else "", new.source),
    }
    fields = _fields(values, ["Grupi"])
    if not fields:
        return None
    return ChangedRow(str(new.number), True, Change.REVISED if old else Change.ADDED, new.title, fields)


def _text_row(old: Text | None, new: Text, group: tuple[str, str], said: Words) -> ChangedRow | None:
    """`group`: of a priority that is itself the commitment, which has no row of its own."""
    values = {
        N_("Teksti"): (old.text if old else "", new.text),
        N_("Grupi"): group,
        N_("Vendi"): (_place(old, said) if old else "", _place(new, said)),
        N_("Grupet e synuara"): (old.target_groups if old else "", new.target_groups),
        N_("Çfarë tregon se u bë"): (old.shows_done if old else "", new.shows_done),
        N_("Deri kur"): (due_in_words(old.due, said) if old else "", due_in_words(new.due, said)),
        N_("Kush e ka në dorë"): (
            _named(COMPETENCE_WORDS, old.competence if old else "", said),
            _named(COMPETENCE_WORDS, new.competence, said),
        ),
        N_("Ligji"): (old.law if old else "", new.law),
        N_("Tema"): (_named(THEME_WORDS, old.theme if old else "", said), _named(THEME_WORDS, new.theme, said)),
        N_("Burimi"): (old.source if old else "", new.source),
    }
    is_named = any(one.units or one.place for one in (old, new) if one)
    ours = {"Grupi", "Deri kur", "Kush e ka në dorë", "Tema"}
    fields = _fields(values, ours if is_named else ours | {"Vendi"})
    if new.is_retracted and not (old and old.is_retracted):
        change = Change.SPLIT if new.is_split else Change.MERGED if new.went_to else Change.RETRACTED
        return ChangedRow(new.ref, False, change, new.text, fields, new.retraction_reason, new.went_to)
    if not fields:
        return None
    return ChangedRow(new.ref, False, Change.REVISED if old else Change.ADDED, new.text, fields)


def _group(heading: Heading | None, said: Words) -> str:
    return said.gettext(GROUP_WORDS[heading.group]) if heading and heading.group else ""


def _named(words: Mapping[Any, str], value: str, said: Words) -> str:
    return said.gettext(words[value]) if value else ""


def _place(text: Text, said: Words) -> str:
    return place_in_words(text, said.gettext("E gjithë bashkia"), said.gettext("njësia e pakonfirmuar"))


def _fields(values: dict[str, tuple[str, str]], ours: Collection[str]) -> tuple[ChangedField, ...]:
    """The fields that differ; the first is the words themselves. `ours` are said in the reader's words."""
    return tuple(
        ChangedField(label, words_changed(old, new) if at == 0 else replaced(old, new), at == 0, label not in ours)
        for at, (label, (old, new)) in enumerate(values.items())
        if old != new
    )


def replaced(old: str, new: str) -> tuple[Piece, ...]:
    """The one, then the other."""
    return tuple(Piece(kind, words) for kind, words in (("del", old), ("ins", new)) if words)


def words_changed(old: str, new: str) -> tuple[Piece, ...]:
    """The newer text with what is new in it and what it no longer says, in runs of words."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    counts, others = Counter(before), Counter(after)
    pairs = sum(number * others[token] for token, number in counts.items())
    # Two texts of one word a thousand times took minutes: where so much is alike, frequent words are no landmarks.
    matcher = SequenceMatcher(None, before, after, autojunk=pairs > _MOST_PAIRS)
    if not old or not new or matcher.ratio() < _ALIKE:
        return replaced(old, new)
    pieces: list[Piece] = []
    for operation, i, j, k, m in matcher.get_opcodes():
        if operation == "equal":
            pieces.append(Piece("same", "".join(before[i:j])))
        else:
            pieces += [Piece("del", "".join(before[i:j]))] * (i < j) + [Piece("ins", "".join(after[k:m]))] * (k < m)
    return tuple(_moved(_joined(pieces)))


def _moved(pieces: list[Piece]) -> list[Piece]:
    """Several words that went at one place and came at another, perhaps as a sentence's first, are told as moved."""
    found = pieces
    if len(pieces) <= _MOST_PIECES:
        while (spot := _longest_move(found)) is not None:
            gone, came, i, k, size = spot
            ends = sorted([(gone, i), (came, k)], reverse=True)
            for place, start in ends:  # from the end, so that the first place stays where it is
                found = [*found[:place], *_cut(found[place], start, size), *found[place + 1 :]]
    return found


def _longest_move(pieces: list[Piece]) -> tuple[int, int, int, int, int] | None:
    """Which piece went and which came, where in each the same words begin, and how many tokens they are."""
    tokens = [_TOKEN.findall(piece.words.casefold()) for piece in pieces]
    best: tuple[int, int, int, int, int] | None = None
    for gone, one in enumerate(pieces):
        for came, other in enumerate(pieces):
            if one.is_moved or other.is_moved or (one.kind, other.kind) != ("del", "ins"):
                continue
            match = SequenceMatcher(None, tokens[gone], tokens[came], autojunk=False).find_longest_match()
            words = sum(token.isalnum() for token in tokens[gone][match.a : match.a + match.size])
            if words >= _FEWEST_MOVED and (best is None or match.size > best[4]):
                best = gone, came, match.a, match.b, match.size
    return best


def _cut(piece: Piece, start: int, size: int) -> list[Piece]:
    tokens = _TOKEN.findall(piece.words)
    parts = tokens[:start], tokens[start : start + size], tokens[start + size :]
    return [Piece(piece.kind, "".join(part), is_moved=at == 1) for at, part in enumerate(parts) if part]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """A single space kept between two changed words is no news: "a b" -> "c d" reads as one change."""
    joined: list[Piece] = []
    held = {"del": "", "ins": ""}

    def let_go() -> None:
        for kind in ("del", "ins"):
            if held[kind]:
                joined.append(Piece(kind, held[kind]))
                held[kind] = ""

    for place, piece in enumerate(pieces):
        if piece.kind != "same":
            held[piece.kind] += piece.words
        elif piece.words.isspace() and 0 < place < len(pieces) - 1:
            held["del"] += piece.words
            held["ins"] += piece.words
        else:
            let_go()
            joined.append(piece)
    let_go()
    return joined
