"""How an OpenDocument text looks: what its styles hide, strike out, emphasise and indent, and what its lists count."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DEEPEST = 60
"""Styles that stand on each other."""
_LENGTH = re.compile(r"(-?\d*\.?\d+)(cm|mm|in|pt|pc|px)")
_TWIPS = {"cm": 567.0, "mm": 56.7, "in": 1440.0, "pt": 20.0, "pc": 240.0, "px": 15.0}


@dataclass(frozen=True)
class Look:
    is_hidden: bool = False
    is_struck: bool = False
    is_bold: bool = False
    is_italic: bool = False
    indent: float = 0.0
    """In twentieths of a point."""
    list_style: str = ""
    list_level: int = 0
    is_title: bool = False

    @property
    def is_emphasised(self) -> bool:
        return self.is_bold or self.is_italic

    def within(self, words: "Look") -> "Look":
        """Of words with a look of their own in a paragraph of this one."""
        return replace(
            self,
            is_hidden=self.is_hidden or words.is_hidden,
            is_struck=self.is_struck or words.is_struck,
            is_bold=self.is_bold or words.is_bold,
            is_italic=self.is_italic or words.is_italic,
        )


class Styles:
    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._all: dict[tuple[str, str], etree._Element] = {}
        self.lists: dict[str, dict[int, etree._Element]] = {}
        self.outline: dict[int, etree._Element] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                self._all[style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")] = style
            for listed in root.iter(f"{TEXT}list-style"):
                self.lists[listed.get(f"{STYLE}name", "")] = _levels(listed)
            for listed in root.iter(f"{TEXT}outline-style"):
                self.outline = _levels(listed)

    def look(self, name: str, family: str = "paragraph") -> Look:
        if (family, name) not in self._looks:
            look = Look()
            for style in reversed(self._chain(family, name)):
                look = _changed(look, style)
            self._looks[family, name] = look
        return self._looks[family, name]

    def _chain(self, family: str, name: str) -> list[etree._Element]:
        """The style and those it stands on, nearest first."""
        found: list[etree._Element] = []
        while (style := self._all.get((family, name))) is not None and style not in found and len(found) < DEEPEST:
            found.append(style)
            name = style.get(f"{STYLE}parent-style-name", "")
        return found


def _levels(listed: etree._Element) -> dict[int, etree._Element]:
    return {
        int(level.get(f"{TEXT}level", "1")) - 1: level
        for level in listed
        if isinstance(level.tag, str) and level.get(f"{TEXT}level", "1").isdecimal()
    }


def _changed(look: Look, style: etree._Element) -> Look:
    """What a style says beyond the one it stands on."""
    for text in style.findall(f"{STYLE}text-properties"):
        if display := text.get(f"{TEXT}display"):
            look = replace(look, is_hidden=display == "none")
        if line := text.get(f"{STYLE}text-line-through-style") or text.get(f"{STYLE}text-line-through-type"):
            look = replace(look, is_struck=line != "none")
        if weight := text.get(f"{FO}font-weight"):
            look = replace(look, is_bold=weight == "bold" or (weight.isdecimal() and int(weight) >= 600))
        if slant := text.get(f"{FO}font-style"):
            look = replace(look, is_italic=slant in ("italic", "oblique"))
    for paragraph in style.findall(f"{STYLE}paragraph-properties"):
        if found := _LENGTH.fullmatch(paragraph.get(f"{FO}margin-left", "")):
            look = replace(look, indent=float(found[1]) * _TWIPS[found[2]])
    if (listed := style.get(f"{STYLE}list-style-name")) is not None:
        level = style.get(f"{STYLE}list-level", "1")
        look = replace(look, list_style=listed, list_level=int(level) - 1 if level.isdecimal() else 0)
    if style.get(f"{STYLE}name") in ("Title", "Subtitle") or style.get(f"{STYLE}display-name") in ("Title", "Subtitle"):
        look = replace(look, is_title=True)
    return look


@dataclass
class Lists:
    """Counts through the document, each list style by itself."""

    styles: Styles
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def begin(self, style: str) -> None:
        self.counts.pop(style, None)

    def next(self, style: str, level: int, start: str) -> str:
        """What stands before the next item of this level."""
        return self._counted(style, self.styles.lists.get(style, {}), level, start, otherwise="•")

    def of_heading(self, level: int) -> str:
        return self._counted("", self.styles.outline, level - 1, "", otherwise="")

    def _counted(self, style: str, levels: dict[int, etree._Element], level: int, start: str, otherwise: str) -> str:
        said = levels.get(level)
        counts = self.counts.setdefault(style, {})
        begins = start or (said.get(f"{TEXT}start-value", "") if said is not None else "") or "1"
        if start or level not in counts:
            counts[level] = int(begins) if begins.isdecimal() else 1
        else:
            counts[level] += 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if said is None:
            return otherwise
        if said.tag == f"{TEXT}list-level-style-bullet":
            return str(said.get(f"{TEXT}bullet-char", "•"))
        if said.tag == f"{TEXT}list-level-style-image":
            return "•"
        kind = said.get(f"{STYLE}num-format", "")
        if not kind:
            return ""
        shown = said.get(f"{TEXT}display-levels", "1")
        first = max(level + 1 - (int(shown) if shown.isdecimal() else 1), 0)
        numbers = ".".join(
            _digits(counts.get(one, 1), levels[one].get(f"{STYLE}num-format", "1") or "1" if one in levels else "1")
            for one in range(first, level + 1)
        )
        return f"{said.get(f'{STYLE}num-prefix', '')}{numbers}{said.get(f'{STYLE}num-suffix', '')}"


_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _digits(count: int, kind: str) -> str:
    if kind in ("a", "A") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if kind == "a" else letter.upper()
    if kind in ("i", "I") and 0 < count < 90:
        said = ""
        for worth, sign in _ROMAN:
            said += sign * (count // worth)
            count %= worth
        return said if kind == "i" else said.upper()
    return str(count)
