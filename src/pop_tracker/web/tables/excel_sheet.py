"""One sheet of a workbook, read cell by cell as its author let it be seen."""

import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Cell, Fault
from pop_tracker.web.tables.excel_formats import day_seen, number_seen, text_seen
from pop_tracker.web.tables.excel_layout import Area, Note, Shown
from pop_tracker.web.tables.excel_parts import LONGEST_TEXT, Attributes, Look, Looks, Runs, Writing, is_on, walk
from pop_tracker.web.tables.figures import Figure
from pop_tracker.web.tables.grid import LONGEST, MOST_COLUMNS, in_words

NO_VALUE = Fault(N_("Formulë pa vlerë: ruajeni skedarin në Excel ose shkruani vlerën."))
FAILED = Fault(N_("Formula në këtë qelizë jep gabim."))
TOO_LONG = Fault(N_("Teksti i qelizës është më i gjatë se çdo qelizë e Excel-it."))
NO_TEXT = Fault(N_("Teksti i kësaj qelize mungon në skedar."))
NO_NUMBER = Fault(N_("Numri në këtë qelizë nuk lexohet."))
MOST_LOOKED_AT = 100_000
"""Rows of a sheet that are known to be hidden though they hold nothing."""
LOWEST, NARROWEST = 1.0, 0.3
"""A row in points, a column in characters: a line on the screen that nobody sees to be one."""
MARGINS = {f"{page}{end}" for page in ("odd", "even", "first") for end in ("Header", "Footer")}
"""What is printed above and below a page."""
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


class SheetReading:
    def __init__(self, texts: Sequence[Runs], looks: Looks, *, is_1904: bool) -> None:
        self._texts, self._looks, self._is_1904 = texts, looks, is_1904
        self._shown = Shown()
        self._row = self._column = 0
        self._is_hidden = self._keeps = self._has_cells = False
        self._kept = {False: 0, True: 0}
        self._hides_zero = self._hides_unnamed_columns = False
        self._named_columns: set[int] = set()
        self._in_cell = self._has_formula = self._is_value = self._in_margin = False
        self._cell: Attributes = {}
        self._value = ""
        self._writing = Writing()

    def read(self, archive: zipfile.ZipFile, part: str) -> Shown:
        walk(archive, part, self._opens, self._closes, self._says)
        if self._hides_unnamed_columns:
            self._shown.hidden_columns |= set(range(MOST_COLUMNS)) - self._named_columns
        return self._shown

    def _opens(self, name: str, attributes: Attributes) -> None:
        if self._in_cell:
            self._is_value = name == "v"
            self._has_formula = self._has_formula or name == "f"
            if not self._is_value:
                self._writing.opens(name, attributes)
        elif name == "c":
            self._in_cell, self._has_formula, self._cell, self._value = True, False, attributes, ""
            self._writing.begin()
            self._column = column_of(attributes["r"].rstrip("0123456789")) if "r" in attributes else self._column + 1
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column, self._has_cells = -1, False
            self._is_hidden = is_on(attributes.get("hidden")) or float(attributes.get("ht", LOWEST)) < LOWEST
            if self._is_hidden and self._row <= MOST_LOOKED_AT:
                self._shown.hidden_rows.add(self._row)
        elif name == "col":
            self._take_columns(attributes)
        elif name in MARGINS:
            self._in_margin = True
            self._shown.margins.append("")
        elif name == "mergeCell":
            self._take_area(attributes.get("ref", ""))
        elif name == "cfRule":
            self._shown.conditions += int(attributes.get("dxfId", -1)) in self._looks.that_hide
        elif name in ("iconSet", "dataBar"):
            self._shown.conditions += not is_on(attributes.get("showValue", "1"))
        elif name == "sheetView":
            self._hides_zero = attributes.get("showZeros") in ("0", "false", "off")
        elif name == "sheetFormatPr":
            self._hides_unnamed_columns = float(attributes.get("defaultColWidth", NARROWEST)) < NARROWEST

    def _says(self, text: str) -> None:
        if self._is_value:
            if len(self._value) <= LONGEST_TEXT:
                self._value += text
        elif self._in_cell:
            self._writing.says(text)
        elif self._in_margin and len(self._shown.margins[-1]) <= LONGEST_TEXT:
            self._shown.margins[-1] += text

    def _closes(self, name: str) -> None:
        self._in_margin = False
        if not self._in_cell:
            return
        self._writing.closes(name)
        self._is_value = False
        if name == "c":
            self._in_cell = False
            if self._value or self._has_formula or self._writing.runs:
                self._take_cell()

    def _take_columns(self, attributes: Attributes) -> None:
        some = range(int(attributes["min"]) - 1, min(int(attributes["max"]), MOST_COLUMNS))
        self._named_columns.update(some)
        if is_on(attributes.get("hidden")) or float(attributes.get("width", NARROWEST)) < NARROWEST:
            self._shown.hidden_columns.update(some)

    def _take_area(self, area: str) -> None:
        """Areas of a sheet never overlap, so there are never more of them than cells."""
        if (taken := area_of(area)) is not None:
            self._shown.areas.append(taken)
        if len(self._shown.areas) > 2 * LONGEST * MOST_COLUMNS:
            raise ValueError("more merged cells than cells")

    def _take_cell(self) -> None:
        if not self._has_cells:
            self._has_cells = True
            self._keeps = self._keeps_row()
        if self._column >= MOST_COLUMNS:
            if not self._is_hidden:
                self._shown.columns_beyond.add(self._column)
        elif self._keeps:
            cell = self._read_cell(self._looks[int(self._cell.get("s", 0))])
            self._shown.rows.setdefault(self._row, {})[self._column] = cell

    def _keeps_row(self) -> bool:
        if self._row in self._shown.rows:
            return True
        if self._kept[self._is_hidden] == LONGEST:
            if self._is_hidden:
                self._shown.hidden_beyond.append(self._row)
            else:
                self._shown.rows_beyond += 1
            return False
        self._kept[self._is_hidden] += 1
        if self._is_hidden:
            self._shown.hidden_rows.add(self._row)
        return True

    def _read_cell(self, look: Look) -> Cell:
        kind = self._cell.get("t", "n")
        if kind in ("s", "str", "inlineStr"):
            return self._text(kind, look)
        cell: Cell
        if kind == "e":
            cell = FAILED
        elif not self._value.strip():
            cell = NO_VALUE if self._has_formula else ""
        elif kind == "b":
            cell = "TRUE" if is_on(self._value.strip()) else "FALSE"
        else:
            cell = self._number(kind, self._value.strip(), look)
        if look.is_struck and cell != "":
            return self._named("struck", cell)
        return self._seen(cell, look)

    def _text(self, kind: str, look: Look) -> Cell:
        runs: Runs = self._value
        if kind == "s":
            place = int(self._value)
            if not 0 <= place < len(self._texts):
                return NO_TEXT
            runs = self._texts[place]
        elif kind == "inlineStr":
            runs = self._writing.runs
        parts = ((runs, None),) if isinstance(runs, str) else runs
        if sum(len(text) for text, _ in parts) > LONGEST_TEXT:
            return TOO_LONG
        is_struck = [look.is_struck if struck is None else struck for _, struck in parts]
        gone = unescaped("".join(text for (text, _), struck in zip(parts, is_struck, strict=True) if struck))
        if gone.strip():
            self._named("struck", gone)
        text = unescaped("".join(text for (text, _), struck in zip(parts, is_struck, strict=True) if not struck))
        if not text.strip():
            return ""
        shown = text_seen(text, look.format)
        return self._named("formatted", text) if shown is None else self._seen(shown, look)

    def _number(self, kind: str, said: str, look: Look) -> Cell:
        if kind == "d":
            try:
                when = datetime.fromisoformat(said).replace(tzinfo=UTC)
            except ValueError:
                return NO_NUMBER
            held, seen = said, day_seen(when, look.format)
        else:
            if not _NUMBER.fullmatch(said):
                return NO_NUMBER
            # As many digits as a spreadsheet keeps: 0.1 + 0.2 is 0.3 to whoever wrote it.
            number = Decimal(said) if len(said) <= 15 and "e" not in said.lower() else Decimal(f"{float(said):.15g}")
            if not number.is_finite():
                return NO_NUMBER
            if self._hides_zero and number == 0:
                return self._named("zero", "0")
            held, seen = format(number, "f"), number_seen(number, look.format, is_1904=self._is_1904)
        if seen.cell is None:
            return self._named("zero" if held.strip("-0.") == "" else "formatted", held)
        if seen.is_rounded and isinstance(seen.cell, Figure):
            self._named("rounded", held, seen.cell.written)
        return seen.cell

    def _seen(self, cell: Cell, look: Look) -> Cell:
        if look.is_unseen and cell != "":
            self._named("unseen", cell)
        return cell

    def _named(self, kind: str, cell: Cell, shown: str = "") -> str:
        self._shown.notes.append(Note(self._row, self._column, kind, in_words(cell), shown))
        return ""


def unescaped(text: str) -> str:
    """The notation that these files have for signs which XML cannot hold; never half of a sign."""
    if "_x" not in text:
        return text
    text = re.sub(r"_x([0-9A-Fa-f]{4})_",
                  lambda found: found[0] if 0xD800 <= int(found[1], 16) <= 0xDFFF else chr(int(found[1], 16)),
                  text)  # fmt: skip
    return text.replace("\r\n", "\n")


@lru_cache(maxsize=20_000)
def area_of(said: str) -> Area | None:
    """Of "B2:D10"; None for a single cell, and where it begins beyond the columns that are read."""
    if not (found := _AREA.fullmatch(said)) or not found[3]:
        return None
    first, last = column_of(found[1]), column_of(found[3])
    return (int(found[2]), first, int(found[4]), min(last, MOST_COLUMNS - 1)) if first < MOST_COLUMNS else None


def column_of(letters: str) -> int:
    """A is 0. Raises ValueError for what is no column."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z" or number > 1_000:
            raise ValueError(letters)
        number = number * 26 + ord(letter) - 64
    return number - 1
