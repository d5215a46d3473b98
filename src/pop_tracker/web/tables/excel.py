"""The sheets of an Excel file, as whoever opens it sees them.

The library that writes our own such files reads them too, but either holds a whole workbook in fifty times its size,
or passes over what is hidden and struck out. Here each part is read once, as a stream.
"""

import io
import zipfile
from collections import Counter

from pop_tracker.web import office_file
from pop_tracker.web.archive import broken
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.excel_layout import Area, laid_out, side_by_side
from pop_tracker.web.tables.excel_parts import Attributes, Looks, is_on, shared_texts, walk
from pop_tracker.web.tables.excel_sheet import SheetReading, area_of
from pop_tracker.web.tables.grid import Book, LeftOut, Told, shortened

_NOT_READ = {
    "chartsheet": N_("Fletë grafiku; nuk u lexua"),
    "": N_("Fletë që mungon në skedar ose që nuk është tabelë; nuk u lexua"),
}

MOST_TABLES = 50
"""Of one sheet, beside each other."""


def book(contents: bytes) -> Book:
    """Every sheet that is shown. Raises Refusal for a file that makes no sense. It has been found
    `archive.unpackable` before."""
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as archive:
            return _Workbook(archive).read()
    except (Refusal, MemoryError, RecursionError):
        raise
    except Exception:  # whatever is wrong with an archive, its parts, their XML or what stands in them
        raise broken() from None


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._part, _ = office_file.main_part(archive)
        self._leads = office_file.relationships(archive, self._part)
        self._sheets: list[tuple[str, str, bool]] = []
        self._is_1904 = False
        self._used: set[str] = set()

    def read(self) -> Book:
        walk(self._archive, self._part, self._opens)
        parts = {kind: part for kind, part in self._leads.values()}
        texts = shared_texts(self._archive, parts.get("sharedStrings"))
        looks = Looks(self._archive, parts.get("styles"))
        found = Book()
        for name, leads, is_hidden in self._sheets:
            kind, part = self._leads.get(leads, ("", ""))
            if is_hidden:
                found.left_out.append(LeftOut(name, N_("Fletë e fshehur; nuk u lexua")))
            elif kind != "worksheet" or part in self._used:
                found.left_out.append(LeftOut(name, _NOT_READ.get(kind, _NOT_READ[""])))
            else:
                self._used.add(part)
                told = Told(name)
                shown = SheetReading(texts, looks, is_1904=self._is_1904).read(self._archive, part)
                found.grids += side_by_side(laid_out(name, shown, told), self._tables_of(part))
                self._name_what_lies_above(part, told)
                found.left_out += told
        return found

    def _opens(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            leads = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            is_hidden = attributes.get("state", "visible") != "visible"
            self._sheets.append((attributes.get("name", "")[:100], leads, is_hidden))
        elif name == "workbookPr":
            self._is_1904 = is_on(attributes.get("date1904"))

    def _tables_of(self, sheet: str) -> list[Area]:
        """Where the file itself says that a table stands."""
        found: list[Area] = []

        def opens(name: str, attributes: Attributes) -> None:
            if name == "table" and (area := area_of(attributes.get("ref", ""))):
                found.append(area)

        for kind, part in office_file.relationships(self._archive, sheet).values():
            if kind == "table" and part not in self._used and len(found) < MOST_TABLES:
                self._used.add(part)
                walk(self._archive, part, opens)
        return found

    def _name_what_lies_above(self, sheet: str, told: Told) -> None:
        """Pictures, diagrams and words that lie over a sheet and stand in none of its cells, and notes."""
        notes: Counter[str] = Counter()
        for kind, part in office_file.relationships(self._archive, sheet).values():
            if part in self._used or kind not in ("drawing", "comments", "threadedComment"):
                continue
            self._used.add(part)
            if kind == "drawing":
                _name_drawn(self._archive, part, told)
            else:
                walk(self._archive, part, lambda name, _: notes.update([name]))
        told.count(N_("Shënime te qelizat; nuk u lexuan"), notes["comment"] or notes["threadedComment"])


def _name_drawn(archive: zipfile.ZipFile, part: str, told: Told) -> None:
    within: list[str] = []
    drawn: Counter[str] = Counter()
    words: list[str] = []

    def opens(name: str, _: Attributes) -> None:
        within.append(name)
        if "Fallback" in within[:6]:
            return  # the same once more, for older programs
        drawn.update([name] if name in ("pic", "graphicFrame") else [])
        if name == "sp":
            words.clear()

    def closes(name: str) -> None:
        within.pop()
        if name == "sp" and "".join(words).strip() and "Fallback" not in within[:6]:
            told.name(N_("Kuti me tekst mbi fletë; nuk u lexua: “%(words)s”"), N_("Kuti të tjera me tekst mbi fletë"),
                      words=shortened("".join(words)))  # fmt: skip

    def says(text: str) -> None:
        if within[-1] == "t" and len(words) < 1_000:
            words.append(text)

    walk(archive, part, opens, closes, says)
    told.count(N_("Figura mbi fletë; nuk u lexuan"), drawn["pic"])
    told.count(N_("Grafikë ose diagrame mbi fletë; nuk u lexuan"), drawn["graphicFrame"])
