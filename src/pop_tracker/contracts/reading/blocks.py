"""What every format becomes: the document's whole text, and its blocks in order, each with where it stands in it.

Every character of the text that is not white space lies in a block, or in what was left out with the reason.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, order=True)
class At:
    """Where words stand: the characters from `start` to before `end` of the document's text; the page counted from 1,
    None where there are none."""

    start: int
    end: int
    page: int | None = None


class Kind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    """By the file's own style or tag."""
    ITEM = "item"
    """Of a list: by Word's numbering, by a bullet or number that begins the line, by <li>."""
    ROW = "row"
    """Of a table."""


class Merged(StrEnum):
    NOT = ""
    ABOVE = "above"
    LEFT = "left"


@dataclass(frozen=True)
class Cell:
    """Of a table's row. One that is merged with the cell above or to the left has that cell's text and place."""

    text: str
    at: At
    merged: Merged = Merged.NOT
    heading: str = ""
    """Of its column, where the table has any."""


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, an item of a list, or a row. Its text is healed and without the marker: composed (NFC),
    single spaces, wrapped lines and hyphenation undone."""

    kind: Kind
    text: str
    at: At
    marker: str = ""
    """As printed or as Word counts it: "•", "-", "1.1", "a)"."""
    level: int = 0
    """How deep it is nested, by indent, level of the list or tag; 0 outermost."""
    heading_level: int | None = None
    emphasis: tuple[tuple[int, int], ...] = ()
    """Ranges of the text that are bold or italic."""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """What is no block: running headers and footers, page numbers, hidden and struck words, pictures."""

    where: str
    """In words, as a message id."""
    text: str
    at: At


@dataclass(frozen=True)
class Document:
    text: str
    """The whole, line by line, as people are shown it beside the outline."""
    pages: tuple[int, ...] = ()
    """Where each page begins in the text."""
    blocks: tuple[Block, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    from_pictures: tuple[int, ...] = ()
    """Pages that were read from a picture: any letter of them may be another."""
    doubtful: tuple[At, ...] = ()
    """Words on them that were hard to read."""

    def as_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "pages": list(self.pages),
            "blocks": [_packed(block) for block in self.blocks],
            "left_out": [[one.where, one.text, _place(one.at)] for one in self.left_out],
            "from_pictures": list(self.from_pictures),
            "doubtful": [_place(at) for at in self.doubtful],
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Document":
        """What `as_json` gave: it comes from another process, or out of storage."""
        return cls(
            said["text"],
            tuple(said["pages"]),
            tuple(_unpacked(**block) for block in said["blocks"]),
            tuple(LeftOut(where, text, At(*at)) for where, text, at in said["left_out"]),
            tuple(said["from_pictures"]),
            tuple(At(*at) for at in said["doubtful"]),
        )


def _place(at: At) -> list[int | None]:
    return [at.start, at.end, at.page]


def _packed(block: Block) -> dict[str, Any]:
    """Without what says nothing."""
    said = {
        "kind": block.kind,
        "text": block.text,
        "at": _place(block.at),
        "marker": block.marker,
        "level": block.level,
        "heading_level": block.heading_level,
        "emphasis": [list(one) for one in block.emphasis],
        "cells": [[cell.text, _place(cell.at), cell.merged, cell.heading] for cell in block.cells],
    }
    return {name: value for name, value in said.items() if value or name in ("text", "at")}


def _unpacked(kind: str, text: str, at: list[int], emphasis: Any = (), cells: Any = (), **others: Any) -> Block:
    return Block(
        Kind(kind),
        text,
        At(*at),
        emphasis=tuple((start, end) for start, end in emphasis),
        cells=tuple(Cell(said, At(*place), Merged(merged), heading) for said, place, merged, heading in cells),
        **others,
    )
