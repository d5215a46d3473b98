"""The numbers that Word itself puts before a paragraph (ECMA-376 part 1, 17.9)."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Fault
from pop_tracker.web.tables.word_styles import Styles, indent_of
from pop_tracker.web.tables.word_xml import MC, W, has, number, value

UNKNOWN = Fault(
    N_("Word e numëron vetë këtë paragraf në një mënyrë që nuk lexohet. Shkruani numrin si tekst të zakonshëm.")
)


@dataclass(frozen=True)
class _Level:
    start: int
    kind: str
    text: str
    after: str
    restart: int | None
    is_legal: bool
    style: str | None
    is_hidden: bool
    indent: int | None


@dataclass(frozen=True)
class Place:
    """In a list: how deep, whether a bullet stands before it, and what the list indents its lines by, in twentieths of
    a point."""

    level: int
    is_bullet: bool
    indent: int | None


@dataclass(frozen=True)
class _List:
    """As one `num` says it: the list it shares its counting with, its levels, and where it begins anew."""

    shared: str
    levels: dict[int, _Level]
    begins: dict[int, int]


class Numbers:
    """Counts through the document: each paragraph is asked once, in the order in which they stand."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        for found in () if root is None else root:
            if found.tag == f"{W}abstractNum":
                self._abstract[value(found, "abstractNumId") or ""] = found
            elif found.tag == f"{W}num":
                self._nums[value(found, "numId") or ""] = found
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, properties: Element | None, style: str) -> str | Fault:
        """The number of this paragraph and what parts it from the words; empty for none and for a mere bullet."""
        name, place = self._asked(properties, style)
        held = self._list(name) if name else None
        level = held.levels.get(place) if held else None
        if not held or not level:
            return ""
        counts = self._counts.setdefault(held.shared, {})
        self._count(name, place, held, counts)
        if level.kind in ("bullet", "none") or level.is_hidden or not level.text:
            return ""
        is_late = any(upper < place and (name, upper) not in self._begun for upper in held.begins)
        return UNKNOWN if is_late else _said(level, place, held, counts)

    def place(self, properties: Element | None, style: str) -> Place | None:
        """Where in a list the paragraph stands, without counting; None outside of lists."""
        name, place = self._asked(properties, style)
        held = self._list(name) if name else None
        level = held.levels.get(place) if held else None
        if level is None or level.kind == "none" or level.is_hidden:
            return None
        return Place(place, level.kind == "bullet", level.indent)

    def has_number(self, properties: Element | None, style: str) -> bool:
        """Without counting."""
        name, place = self._asked(properties, style)
        held = self._list(name) if name else None
        return held is not None and place in held.levels and held.levels[place].kind not in ("bullet", "none")

    def _count(self, name: str, place: int, held: _List, counts: dict[int, int]) -> None:
        if place in held.begins and (name, place) not in self._begun:
            counts[place] = held.begins[place]
        elif place in counts:
            counts[place] += 1
        else:
            counts[place] = held.begins.get(place, held.levels[place].start)
        self._begun.add((name, place))
        for deeper in [level for level in counts if level > place]:
            restart = held.levels[deeper].restart if deeper in held.levels else None
            if restart is None or place < restart:
                del counts[deeper]

    def _asked(self, properties: Element | None, style: str) -> tuple[str, int]:
        """The list that a paragraph stands in ("" for none), and on which level."""
        own = None if properties is None else properties.find(f"{W}numPr")
        name, place = _num(own), None if own is None else own.find(f"{W}ilvl")
        if name is not None:
            return ("" if name == "0" else name), number(place)
        chain = self._styles.chain(style)
        name = next((found for one in chain if (found := _num(self._styles.numbering(one))) is not None), None)
        if name in (None, "0") or name is None:
            return "", 0
        if place is None:
            said = (self._styles.numbering(one) for one in chain)
            place = next((one.find(f"{W}ilvl") for one in said if one is not None), None)
        if place is not None:
            return name, number(place)
        held = self._list(name)
        levels = held.levels if held else {}
        return name, next((level for level in levels if levels[level].style in chain), 0)

    def _list(self, name: str) -> _List | None:
        if name not in self._lists:
            self._lists[name] = self._made(name)
        return self._lists[name]

    def _made(self, name: str) -> _List | None:
        num = self._nums.get(name)
        shared, abstract = self._followed(num)
        if num is None or abstract is None:
            return None
        levels = {number(level, "ilvl"): _level(level) for level in abstract.findall(f"{W}lvl")}
        begins: dict[int, int] = {}
        for override in num.findall(f"{W}lvlOverride"):
            place = number(override, "ilvl")
            if (level := override.find(f"{W}lvl")) is not None:
                levels[place] = _level(level)
            if (start := override.find(f"{W}startOverride")) is not None:
                begins[place] = number(start)
        return _List(shared, levels, begins)

    def _followed(self, num: Element | None) -> tuple[str, Element | None]:
        """The list behind it; one may only name a style that has a list."""
        for _ in range(10):
            shared = value(num.find(f"{W}abstractNumId")) if num is not None else None
            abstract = self._abstract.get(shared or "")
            link = value(abstract.find(f"{W}numStyleLink")) if abstract is not None else None
            if link is None:
                return shared or "", abstract
            num = self._nums.get(_num(self._styles.numbering(link)) or "")
        return "", None


def _num(properties: Element | None) -> str | None:
    return None if properties is None else value(properties.find(f"{W}numId"))


def _level(level: Element) -> _Level:
    kind, restart = level.find(f"{W}numFmt"), level.find(f"{W}lvlRestart")
    is_of_its_own = kind is None and level.find(f"{MC}AlternateContent") is not None
    suffix = value(level.find(f"{W}suff"))
    return _Level(
        start=number(level.find(f"{W}start")),
        kind="custom" if is_of_its_own else value(kind) or "decimal",
        text=(value(level.find(f"{W}lvlText")) or "")[:100],
        after="" if suffix == "nothing" else " ",
        restart=None if restart is None else number(restart),
        is_legal=has(level, "isLgl"),
        style=value(level.find(f"{W}pStyle")),
        is_hidden=has(level.find(f"{W}rPr"), "vanish"),
        indent=indent_of(level.find(f"{W}pPr")),
    )


def _said(level: _Level, place: int, held: _List, counts: dict[int, int]) -> str | Fault:
    said = ""
    for piece in re.split(r"(%[1-9])", level.text):
        if not re.fullmatch(r"%[1-9]", piece):
            said += piece
            continue
        of = int(piece[1]) - 1
        if of > place:
            continue
        if of not in counts or of not in held.levels:
            return UNKNOWN  # a level above that nothing stood on yet
        kind = "decimal" if level.is_legal else held.levels[of].kind
        if (digits := _digits(counts[of], kind)) is None:
            return UNKNOWN
        said += digits
    return said + level.after


def _digits(count: int, kind: str) -> str | None:
    """None for a way of counting that is not read."""
    if kind == "decimal":
        return str(count)
    if kind == "decimalZero":
        return f"{count:02d}"
    if kind in ("none", "bullet"):
        return ""
    if kind in ("upperLetter", "lowerLetter") and 0 < count <= 260:
        letter = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if kind == "upperLetter" else letter.lower()
    if kind in ("upperRoman", "lowerRoman") and 0 < count < 4000:
        return _roman(count) if kind == "upperRoman" else _roman(count).lower()
    return None


def _roman(count: int) -> str:
    said = ""
    for worth, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        said += sign * (count // worth)
        count %= worth
    return said
