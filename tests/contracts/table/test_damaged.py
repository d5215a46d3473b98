"""Tables as they come back from offices: what is wrong is told at its row, and what only looks different is read."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.first_year import first_year
from pop_tracker.contracts.table.columns import COLUMNS
from pop_tracker.contracts.table.comparison import compare
from pop_tracker.contracts.table.imports import understood
from pop_tracker.contracts.table.rows import standing
from pop_tracker.contracts.table.sheets import xlsx_table
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import words
from pop_tracker.web.tables.shown import named
from tests import cast
from tests.conftest import Site
from tests.contracts.table.play import (
    HEADINGS,
    KNOWN,
    NEW,
    POINT,
    SOURCE,
    START,
    bring,
    file,
    open_known,
    prepare,
    row,
    table,
)
from tests.plans.tables import csv_text

Rows = list[dict[str, str]]
REF, LEVEL, TEXT = (COLUMNS.by_name[name].heading for name in ("ref", "level", "text"))
UNCHANGED = "asgjë nuk ndryshon"


@pytest.fixture
def site(training: Site) -> Site:
    """A draft that was never published, and one of a contract that was."""
    prepare(training)
    open_known(training)
    bring(training, START)
    return training


def told(site: Site, contents: bytes, slug: str = NEW, name: str = "a.csv") -> str:
    """What the sender reads: each fault at its row, or the one reason why nothing was read."""
    said = words("sq")
    with site.database.reading() as session:
        contract, draft = draft_at_work(session, site.viewer(session, cast.EDITOR), slug)
        try:
            found = understood(Upload(name, "", contents))
        except Refusal as refusal:
            return said.gettext(refusal.message, **named(refusal.values, said))
        seen = compare(session, contract, draft, found.rows, SOURCE)
        faults = [*found.faults, *seen.faults]
        if not faults and seen.changes_nothing:
            return UNCHANGED
        return "\n".join(
            f"{one.line}: {said.gettext(one.message, **named(one.values, said))}" for one in faults
        ) or "\n".join(one.text for one in (*seen.added, *seen.changed, *seen.moved, *seen.gone))


def with_cell(at: int, name: str, cell: str) -> Callable[[Rows], bytes]:
    """The table with another cell in its row, counted from 1 without the headings."""

    def make(rows: Rows) -> bytes:
        rows[at - 1][COLUMNS.by_name[name].heading] = cell
        return file(rows)

    return make


def with_row(**said: str) -> Callable[[Rows], bytes]:
    return lambda rows: file([*rows, row(**said)])


def excel(change: Callable[[Any], object]) -> Callable[[Rows], bytes]:
    """The same as a workbook, which `change` opens and alters."""

    def make(rows: Rows) -> bytes:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for cells in [HEADINGS, *([one[name] for name in HEADINGS] for one in rows)]:
            sheet.append(cells)
        change(sheet)
        kept = io.BytesIO()
        book.save(kept)
        return kept.getvalue()

    return make


def cell(sheet: Any, name: str, at: int) -> Any:
    return sheet.cell(at + 1, [column.name for column in COLUMNS].index(name) + 1)


def put(name: str, at: int, value: Any) -> Callable[[Rows], bytes]:
    return excel(lambda sheet: setattr(cell(sheet, name, at), "value", value))


def merged(sheet: Any) -> None:
    for at in (2, 3, 4, 5):
        cell(sheet, "priority", at).value = "Të rinjtë" if at == 2 else None
    sheet.merge_cells(start_row=3, end_row=6, start_column=3, end_column=3)


def written(rows: Rows, headings: list[str], separator: str = ",") -> str:
    return csv_text([headings, *([one.get(name, "") for name in headings] for one in rows)], separator)


def renamed(rows: Rows) -> bytes:
    return written(rows, HEADINGS).replace("teksti,", "fjalët,", 1).encode()


def english(rows: Rows) -> bytes:
    said = words("en")
    cells = [[one[name] for name in HEADINGS] for one in rows]
    return csv_text([[said.gettext(name) for name in HEADINGS], *cells]).encode()


def repeated(rows: Rows) -> bytes:
    return csv_text([[*HEADINGS, TEXT], *([*(one[name] for name in HEADINGS), "x"] for one in rows)]).encode()


def spaced(rows: Rows) -> bytes:
    cells = [[one[name] for name in HEADINGS] for one in rows]
    empty = [""] * len(HEADINGS)
    return csv_text(
        [["Kontrata e provës"], empty, HEADINGS, *(line for one in cells for line in (one, empty))]
    ).encode()


MANY = row(level="prioritet", text="Shumë")
WRONG: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "the same reference twice": ("8: 1.1 është edhe në rreshtin 3.", with_row(ref="1.1", text="Tjetër.", **POINT)),
    "a row of another contract": (
        "4: Ky rresht është i kontratës “prove-2023”",
        with_cell(3, "contract", "prove-2023"),
    ),
    "a level that nobody knows": ("3: “zotim i madh” nuk lexohet këtu.", with_cell(2, "level", "zotim i madh")),
    "no level": ("3: Plotësojeni", with_cell(2, "level", "")),
    "a priority that becomes a point": ("2: 1 është prioritet dhe nuk bëhet tjetër.", with_cell(1, "level", "pikë")),
    "no words": ("3: Plotësojeni", with_cell(2, "text", "")),
    "signs for words": ("3: ", with_cell(2, "text", "…")),
    "broken signs": ("3: ", with_cell(2, "text", "Nj\ufffd qend\ufffdr")),
    "a very long cell": ("3: ", with_cell(2, "text", "fjalë " * 9_000)),
    "no scope": ("3: ", with_cell(2, "scope", "")),
    "a scope that nobody knows": ("3: “kudo” nuk lexohet këtu.", with_cell(2, "scope", "kudo")),
    "units beside the whole municipality": ("3: Njësitë shkruhen vetëm", with_cell(2, "units", "Njësia Lindore")),
    "a unit that the municipality has not": (
        "4: Bashkia nuk ka njësi me emrin “Askund”.",
        with_cell(3, "units", "Askund"),
    ),
    "a unit of another municipality": ("4: “Kodra e Provës” është njësi", with_cell(3, "units", "Kodra e Provës")),
    "no place where words say it": ("5: Shkruani vendin", with_cell(4, "place", "")),
    "the group of a point": ("3: Grupi shkruhet te rreshti i prioritetit.", with_cell(2, "group", "kryesore")),
    "a group that nobody knows": ("2: “grupi i tretë” nuk lexohet këtu.", with_cell(1, "group", "grupi i tretë")),
    "a priority that is not there": ("3: Nuk ka prioritet “9”.", with_cell(2, "priority", "9")),
    "a point under a sentence": (
        "8: Ky prioritet është vetë një zotim",
        lambda rows: file([*rows, row(text="Nën të.", priority="2", **POINT)]),
    ),
    "a term that is none": ("3: “së shpejti” nuk lexohet si afat.", with_cell(2, "due", "së shpejti")),
    "a competence that nobody knows": ("3: “askush” nuk lexohet këtu.", with_cell(2, "competence", "askush")),
    "a theme that nobody knows": ("3: “moti” nuk lexohet këtu.", with_cell(2, "theme", "moti")),
    "a reason to retract what never was public": (
        "3: Ky zotim nuk është botuar ende",
        with_cell(2, "retraction_reason", "pse"),
    ),
    "a status that nobody knows": ("3: “mirë” nuk lexohet këtu.", with_cell(2, "status", "mirë")),
    "a reason without a status": ("3: Ka arsye ose provë, por jo vlerësim.", with_cell(2, "status_reason", "pse")),
    "the status of what has sub-points": ("4: Kjo pikë nuk vlerësohet vetë", with_cell(3, "status", "plotësisht")),
    "why not, of what is assessed": (
        "8: Plotësohet vetëm te “nuk mund të vlerësohet”.",
        with_row(text="Ura.", priority="1", status="plotësisht", status_ground="fjalë të paqarta", **POINT),
    ),
    "why not, as nobody says it": ("3: “s’di” nuk lexohet këtu.", with_cell(2, "status_ground", "s’di")),
    "a formula that nobody computed": ("3: ", put("text", 2, "=A1&B1")),
    "an error of Excel": ("3: ", put("text", 2, "#REF!")),
    "a reference that Excel made a date": (
        "3: Excel-i e ka kthyer numrin në datë.",
        put("ref", 2, date(2031, 1, 1)),
    ),
    "a cell beyond the headings": (
        "3: Ka qeliza pa titull sipër.",
        lambda rows: file(rows).replace(b"\r\n1.2,", b",x\r\n1.2,", 1),
    ),
    "quotation marks that never close": (
        "Nga ky rresht tabela nuk lexohet më",
        lambda rows: file(rows).replace(b"1.1,", b'1.1,"', 1),
    ),
    "headings again, without all of them": (
        "8: Ky rresht ka tituj",
        lambda rows: file(rows) + f"{REF},{LEVEL}\r\n".encode(),
    ),
    "a column under another name": ("Tabelës i mungojnë kolonat: teksti.", renamed),
    "no levels at all": (
        "Tabelës i mungojnë kolonat: niveli.",
        lambda rows: written(rows, [name for name in HEADINGS if name != LEVEL]).encode(),
    ),
    "a column twice": ("emërtojnë të njëjtën kolonë (teksti)", repeated),
    "headings alone": ("Tabela nuk ka asnjë rresht nën tituj.", lambda _: csv_text([HEADINGS]).encode()),
    "nothing": ("Skedari është bosh.", lambda _: b""),
    "another table": ("Në skedar nuk gjendet tabelë kontrate", lambda _: b"a,b\r\n1,2\r\n"),
    "a PDF": ("PDF", lambda _: b"%PDF-1.7\n1 0 obj\n"),
    "a sign that is no text": (
        "Në rreshtin 3 ka një karakter që nuk është tekst (NUL).",
        lambda rows: file(rows).replace(b"1.1,", b"1.1\0,", 1),
    ),
    "Excel's CSV (MS-DOS)": ("Teksti nuk është UTF-8", lambda rows: written(rows, HEADINGS).encode("cp852")),
    "too many rows": (
        "Tabela ka më shumë se 5.000 rreshta.",
        lambda _: file([MANY, *[row(text="Pikë.", **POINT)] * 5_000]),
    ),
    "too many sub-points": (
        "Kjo pikë ka aq nënpika sa shkronja",
        lambda rows: file([*rows[:5], *(row(level="nënpikë", text=f"n{at}", scope="bashkia") for at in range(25))]),
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_told_where_it_stands(site: Site, kind: str) -> None:
    says, make = WRONG[kind]
    said = told(site, make(table(site)))
    assert says in said
    assert UNCHANGED not in said


WRONG_OF_PUBLISHED = {
    "a reference that nothing has": (
        "Kontrata nuk ka 9.9: ky rresht do të ishte",
        with_row(ref="9.9", priority="1", text="Ura.", **POINT),
    ),
    "words of what is retracted": (
        "Ky zotim është tërhequr dhe nuk ndryshohet më.",
        lambda rows: with_cell(2, "text", "Tjetër.")(_retracted(rows)),
    ),
    "another priority": ("është botuar: prioriteti i tij nuk ndryshon më.", with_cell(2, "priority", "2")),
    "a point that becomes a sub-point": ("është pikë dhe nuk bëhet tjetër", with_cell(2, "level", "nënpikë")),
    "a status of what is retracted": (
        "Një zotim i tërhequr nuk vlerësohet.",
        lambda rows: with_cell(2, "status", "plotësisht")(_retracted(rows)),
    ),
}


def _retracted(rows: Rows) -> Rows:
    rows[1][COLUMNS.by_name["retraction_reason"].heading] = "Nuk duhet më."
    return rows


@pytest.mark.parametrize("kind", WRONG_OF_PUBLISHED)
def test_what_was_published_is_changed_by_an_addendum_alone(site: Site, kind: str) -> None:
    says, make = WRONG_OF_PUBLISHED[kind]
    rows = table(site, KNOWN)
    assert rows[1][LEVEL] == "pikë"
    assert says in told(site, make(rows), KNOWN)


SAME: dict[str, Callable[[Rows], bytes]] = {
    "with semicolons": lambda rows: written(rows, HEADINGS, ";").encode("utf-8-sig"),
    "with tabs, as Excel's Unicode text": lambda rows: written(rows, HEADINGS, "\t").encode("utf-16"),
    "as Windows writes in Tirana": lambda rows: written(rows, HEADINGS, ";").encode("cp1250"),
    "with headings in English": english,
    "with the columns in another order": lambda rows: written(rows, HEADINGS[::-1]).encode(),
    "with a column more": lambda rows: written(
        [one | {"shënim": "e pashë"} for one in rows], [*HEADINGS, "shënim"]
    ).encode(),
    "with empty rows and a title": spaced,
    "without what it need not say": lambda rows: written(rows, [REF, LEVEL, TEXT]).encode(),
    "as a workbook": excel(lambda _: None),
    "with merged cells": excel(merged),
    "with numbers for references": put("ref", 2, 1.1),
    "in capitals": lambda rows: written(
        [one | {LEVEL: one[LEVEL].upper(), REF: one[REF].upper()} for one in rows], HEADINGS
    ).encode(),
}


@pytest.mark.parametrize("kind", SAME)
def test_what_only_looks_different_changes_nothing(site: Site, kind: str) -> None:
    assert told(site, SAME[kind](table(site))) == UNCHANGED


def test_a_workbook_that_a_spreadsheet_saved_again_changes_nothing(site: Site) -> None:
    """Opened and saved: no write-only sheet any more, other styles, dates and widths of its own."""
    for slug in (NEW, KNOWN):
        with site.database.reading() as session:
            contract, draft = draft_at_work(session, site.viewer(session, cast.EDITOR), slug)
            rows = standing(session, draft, first_year(session, contract.id)).values()
            book = load_workbook(io.BytesIO(xlsx_table(rows, words("sq"))))
        sheet = book.active
        assert sheet is not None
        sheet.insert_rows(1)
        sheet.auto_filter.ref = sheet.dimensions
        saved = io.BytesIO()
        book.save(saved)
        assert told(site, saved.getvalue(), slug, "a.xlsx") == UNCHANGED
        plain = [["" if one is None else str(one) for one in line] for line in sheet.iter_rows(values_only=True)]
        again = io.StringIO()
        csv.writer(again, delimiter=";", quoting=csv.QUOTE_ALL).writerows(plain)
        assert told(site, again.getvalue().encode("utf-8-sig"), slug) == UNCHANGED
