"""What the sheets of a workbook share: its texts, and how cells look.

Read as a stream, without a tree of elements: a part may hold millions of them, and they may nest however deep.
"""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from pop_tracker.web.tables.excel_formats import BUILT_IN

LONGEST_TEXT = 32_767
"""Characters of a cell, as spreadsheet programs keep them."""
Attributes = Mapping[str, str]
Runs = str | tuple[tuple[str, bool | None], ...]
"""A text, or its parts with whether each is struck out; None: as its cell is."""


def walk(
    archive: zipfile.ZipFile,
    part: str,
    opens: Callable[[str, Attributes], None],
    closes: Callable[[str], None] = lambda name: None,
    says: Callable[[str], None] | None = None,
) -> None:
    """Tells of each element by its name without prefix. Raises for what is no XML, or declares something of its own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: opens(_plain(name), attributes)
    parser.EndElementHandler = lambda name: closes(_plain(name))
    parser.StartDoctypeDeclHandler = _refuse
    if says:
        parser.CharacterDataHandler = says
    with archive.open(part) as stream:
        parser.ParseFile(stream)


def _plain(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def _refuse(*_: object) -> None:
    raise ValueError("a document type")


def is_on(said: str | None) -> bool:
    """How an attribute says yes."""
    return said in ("1", "true", "on")


class Writing:
    """Puts a text together from its runs, of what no cell is as long as only enough to tell."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self._runs: list[tuple[str, bool | None]] = []
        self._struck: bool | None = None
        self._is_text = self._is_reading_aid = False
        self._length = 0

    def opens(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self._is_text = not self._is_reading_aid
        elif name == "rPr":
            self._struck = False
        elif name == "strike":
            self._struck = is_on(attributes.get("val", "1"))
        elif name == "rPh":
            self._is_reading_aid = True

    def says(self, text: str) -> None:
        if self._is_text and self._length <= LONGEST_TEXT:
            self._length += len(text)
            if self._runs and self._runs[-1][1] is self._struck:
                text = self._runs.pop()[0] + text
            self._runs.append((text[: LONGEST_TEXT + 1], self._struck))

    def closes(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "r":
            self._struck = None
        elif name == "rPh":
            self._is_reading_aid = False

    @property
    def runs(self) -> Runs:
        if not self._runs:
            return ""
        return self._runs[0][0] if len(self._runs) == 1 and self._runs[0][1] is None else tuple(self._runs)


def shared_texts(archive: zipfile.ZipFile, part: str | None) -> list[Runs]:
    found: list[Runs] = []
    writing = Writing()

    def opens(name: str, attributes: Attributes) -> None:
        if name == "si":
            writing.begin()
        writing.opens(name, attributes)

    def closes(name: str) -> None:
        writing.closes(name)
        if name == "si":
            found.append(writing.runs)

    if part:
        walk(archive, part, opens, closes, writing.says)
    return found


@dataclass(frozen=True)
class Look:
    format: str = "General"
    is_struck: bool = False
    is_unseen: bool = False
    """Its letters have the colour of what is behind them."""


class Looks:
    """The cells' looks in the order of the file: number format, lines through words, colours."""

    def __init__(self, archive: zipfile.ZipFile, part: str | None) -> None:
        self._formats: dict[int, str] = dict(BUILT_IN)
        self._fonts: list[tuple[bool, str]] = []
        self._fills: list[str] = []
        self._looks: list[Look] = []
        self.that_hide: set[int] = set()
        """Looks that a condition may give to a cell, and that strike its words out or give it another format."""
        self._differences = 0
        self._within: list[str] = []
        if part:
            walk(archive, part, self._opens, self._closes)

    def __getitem__(self, place: int) -> Look:
        return self._looks[place] if 0 <= place < len(self._looks) else Look()

    def _opens(self, name: str, attributes: Attributes) -> None:
        within = self._within[-1] if self._within else ""
        self._within.append(name)
        if name == "numFmt" and within == "numFmts":
            self._formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "General")
        elif name == "font" and within == "fonts":
            self._fonts.append((False, BLACK))
        elif name == "strike" and within == "font" and self._is_of("fonts"):
            self._fonts[-1] = (is_on(attributes.get("val", "1")), self._fonts[-1][1])
        elif name == "color" and within == "font" and self._is_of("fonts"):
            self._fonts[-1] = (self._fonts[-1][0], _colour(attributes))
        elif name == "fill" and within == "fills":
            self._fills.append(WHITE)
        elif name == "patternFill" and self._is_of("fills"):
            self._fills[-1] = WHITE if attributes.get("patternType", "none") in ("none", "gray125") else ""
        elif name == "fgColor" and self._is_of("fills") and not self._fills[-1]:
            self._fills[-1] = _colour(attributes)
        elif name == "gradientFill" and self._is_of("fills"):
            self._fills[-1] = ""
        elif name == "dxf" and within == "dxfs":
            self._differences += 1
        elif "dxfs" in self._within[:3] and (
            name == "numFmt" or (name == "strike" and is_on(attributes.get("val", "1")))
        ):
            self.that_hide.add(self._differences - 1)
        elif name == "xf" and within == "cellXfs":
            self._looks.append(self._look(attributes))

    def _closes(self, _: str) -> None:
        self._within.pop()

    def _is_of(self, list_: str) -> bool:
        """Differences for conditional formats (`dxfs`) and for tables hold fonts and fills too."""
        return list_ in self._within[:3] and bool(self._fonts if list_ == "fonts" else self._fills)

    def _look(self, attributes: Attributes) -> Look:
        font, fill = (int(attributes.get(name, 0)) for name in ("fontId", "fillId"))
        is_struck, colour = self._fonts[font] if 0 <= font < len(self._fonts) else (False, BLACK)
        behind = self._fills[fill] if 0 <= fill < len(self._fills) else WHITE
        code = self._formats.get(int(attributes.get("numFmtId", 0)), "General")
        return Look(code, is_struck, colour == behind)


WHITE, BLACK = "FFFFFF", "000000"
_NAMED = {"theme 0": WHITE, "theme 1": BLACK, "indexed 1": WHITE, "indexed 9": WHITE, "indexed 65": WHITE,
          "indexed 0": BLACK, "indexed 8": BLACK, "indexed 64": BLACK}  # fmt: skip
"""Of the colours that go by a name, those that every program shows alike."""


def _colour(attributes: Attributes) -> str:
    if rgb := attributes.get("rgb"):
        return rgb[-6:].upper()
    said = next((f"{kind} {attributes[kind]}" for kind in ("theme", "indexed") if kind in attributes), "indexed 64")
    tint = attributes.get("tint", "0")
    return _NAMED.get(said, said) if not float(tint) else f"{said} {tint}"
