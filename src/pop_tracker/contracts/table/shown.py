"""What a table makes of a draft, as its sender reads it."""

from dataclasses import dataclass

from pop_tracker.contracts.difference import Piece, replaced, words_changed
from pop_tracker.contracts.order import Branch
from pop_tracker.contracts.table.columns import BY_NAME
from pop_tracker.contracts.table.comparison import RowChange
from pop_tracker.web.i18n import Words
from pop_tracker.web.tables.columns import OneOf
from pop_tracker.web.tables.reading import RowFault
from pop_tracker.web.tables.shown import weight_of

_WHOLE = ("units", "due", "source", "law", "status_source")
"""Shown as they were and as they will be, as what is chosen from a list is; the rest word by word."""
_MOST_PIECES = 40
"""Where more of a text changed, reading it before and after is less work than reading it in pieces."""
_OF_A_PIECE = 120
"""What the page says around it, in bytes."""


@dataclass(frozen=True)
class ShownField:
    """`name` is what the column is called."""

    name: str
    now: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ShownChange:
    line: int
    number: str
    was: str
    text: str
    fields: list[ShownField]
    where: str = ""


def in_words(change: RowChange, said: Words) -> ShownChange:
    """Of what is added, all that it says; of what stands, what becomes of what."""
    fields = []
    for name, value in change.now.items():
        column = BY_NAME[name]
        if not change.was and (name == "text" or value in ("", [])):
            continue
        now, before = column.say(value), column.say(change.before[name]) if change.was else ""
        by_words = not isinstance(column, OneOf) and name not in _WHOLE
        pieces = words_changed(before, now) if by_words else replaced(before, now)
        if len(pieces) > _MOST_PIECES:
            pieces = replaced(before, now)
        fields.append(ShownField(said.gettext(column.heading), now, pieces))
    return ShownChange(change.line, change.ref or change.was, change.was, change.text, fields, change.where)


def weight(row: RowFault | RowChange | Branch) -> int:
    if isinstance(row, RowFault):
        return weight_of()
    if isinstance(row, Branch):
        return weight_of(row.text)
    said = [
        (BY_NAME[name].say(value), BY_NAME[name].say(row.before[name]) if row.was else "")
        for name, value in row.now.items()
        if row.was or name != "text"
    ]
    pieces = sum(_pieces(now, before) for now, before in said)
    return weight_of(row.text, *(now + before for now, before in said)) + pieces * _OF_A_PIECE


def _pieces(now: str, before: str) -> int:
    return min(_MOST_PIECES, now.count(" ") + before.count(" ")) if now and before else 1
