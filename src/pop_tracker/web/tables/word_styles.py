"""What a Word document hides, strikes out or emphasises, by itself or by its styles (ECMA-376 part 1, 17.7)."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from pop_tracker.web.tables.word_xml import W, has, is_on, number, value

_HIDING = ("vanish", "strike", "dstrike")
_MARKS = (*_HIDING, "b", "i")
_DEEPEST = 60
"""Styles that stand on each other. Word stops far before."""


@dataclass
class _Style:
    kind: str
    based_on: str | None = None
    marks: dict[str, bool] = field(default_factory=dict)
    numbering: Element | None = None
    name: str = ""
    hides_parts: bool = False
    outline: int | None = None
    indent: int | None = None


class Styles:
    def __init__(self, root: Element | None) -> None:
        self._all: dict[str, _Style] = {}
        self._by_default: dict[str, str] = {}
        self._whole: dict[str, dict[str, bool]] = {}
        self._found: dict[tuple[str, ...], bool] = {}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._everywhere = _marks(defaults)
        for style in () if root is None else root.findall(f"{W}style"):
            kind, name = value(style, "type") or "paragraph", value(style, "styleId") or ""
            self._all[name] = _Style(
                kind,
                value(style.find(f"{W}basedOn")),
                _marks(style.find(f"{W}rPr")),
                style.find(f"{W}pPr/{W}numPr"),
                (value(style.find(f"{W}name")) or "").lower(),
                any(
                    _marks(part.find(f"{W}rPr")).get(mark)
                    for part in style.findall(f"{W}tblStylePr")
                    for mark in _HIDING
                ),
                _outline(style.find(f"{W}pPr")),
                indent_of(style.find(f"{W}pPr")),
            )
            if value(style, "default") in ("1", "true", "on"):
                self._by_default[kind] = name

    def of(self, kind: str, name: str | None) -> str:
        """The style that holds where this one is named, or none."""
        if name is not None and name in self._all and self._all[name].kind == kind:
            return name
        return self._by_default.get(kind, "")

    def called(self, name: str) -> str:
        """What Word calls it ("heading 1"), in small letters and whatever the language."""
        return self._all[name].name if name in self._all else ""

    def is_hidden(self, direct: Element | None, paragraph: str, table: str) -> bool:
        return self._toggled("vanish", direct, paragraph, table)

    def is_struck(self, direct: Element | None, paragraph: str, table: str) -> bool:
        if self._toggled("strike", direct, paragraph, table):
            return True
        own = _marks(direct).get("dstrike")
        levels = (self._level(name).get("dstrike") for name in (self._character(direct), paragraph, table))
        said = next((level for level in levels if level is not None), self._everywhere.get("dstrike", False))
        return said if own is None else own

    def is_emphasised(self, direct: Element | None, paragraph: str, table: str) -> bool:
        """Bold or italic."""
        return self._toggled("b", direct, paragraph, table) or self._toggled("i", direct, paragraph, table)

    def outline(self, direct: Element | None, paragraph: str) -> int | None:
        """How deep a heading it is, from 1; None for what is none (17.3.1.20)."""
        said = [_outline(direct), *(self._all[name].outline for name in self.chain(paragraph))]
        level = next((level for level in said if level is not None), 9)
        return level + 1 if level < 9 else None

    def indent(self, paragraph: str) -> int | None:
        """Of its lines but the first, in twentieths of a point."""
        said = (self._all[name].indent for name in self.chain(paragraph))
        return next((indent for indent in said if indent is not None), None)

    def hides_parts(self, table: str) -> bool:
        """The table’s style hides or strikes out its first row, last column or the like."""
        return any(self._all[name].hides_parts for name in self.chain(table))

    def chain(self, name: str) -> list[str]:
        """The style and those it stands on, nearest first."""
        found: list[str] = []
        while name in self._all and name not in found and len(found) < _DEEPEST:
            found.append(name)
            name = self._all[name].based_on or ""
        return found

    def numbering(self, name: str) -> Element | None:
        """Of one style alone."""
        return self._all[name].numbering if name in self._all else None

    def _toggled(self, mark: str, direct: Element | None, paragraph: str, table: str) -> bool:
        """Two styles that both say it take each other back (17.7.3); what stands at the text itself decides."""
        own = _marks(direct).get(mark)
        if own is not None:
            return own
        if self._everywhere.get(mark):
            return True
        asked = (mark, table, paragraph, self._character(direct))
        if asked not in self._found:
            self._found[asked] = sum(self._level(name).get(mark, False) for name in asked[1:]) % 2 == 1
        return self._found[asked]

    def _character(self, direct: Element | None) -> str:
        return self.of("character", None if direct is None else value(direct.find(f"{W}rStyle")))

    def _level(self, name: str) -> dict[str, bool]:
        """What a style says together with those it stands on: the nearest word counts."""
        if name not in self._whole:
            said: dict[str, bool] = {}
            for style in reversed(self.chain(name)):
                said |= self._all[style].marks
            self._whole[name] = said
        return self._whole[name]


def _marks(properties: Element | None) -> dict[str, bool]:
    if properties is None:
        return {}
    return {mark: is_on(found) for mark in _MARKS if (found := properties.find(W + mark)) is not None}


def _outline(properties: Element | None) -> int | None:
    level = None if properties is None else properties.find(f"{W}outlineLvl")
    return None if level is None else number(level, otherwise=9)


def indent_of(properties: Element | None) -> int | None:
    """Of a paragraph's lines but the first, in twentieths of a point."""
    indent = None if properties is None else properties.find(f"{W}ind")
    if value(indent, "left") is None and value(indent, "start") is None:
        return None
    return number(indent, "left", number(indent, "start"))


def is_deleted(properties: Element | None) -> bool:
    """Of a paragraph's mark or a row: it goes when changes are accepted."""
    return has(properties, "del") or has(properties, "moveFrom")
