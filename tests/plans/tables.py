"""Tables as people send them: the same rows as XLSX, CSV and DOCX."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import httpx
import pytest
from docx import Document
from litestar.testing import TestClient
from openpyxl import Workbook
from sqlmodel import select

from pop_tracker import history, verification
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.standing import plan_by_slug
from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.plans.table.imports import PlanImport
from pop_tracker.web.tables import parcel
from pop_tracker.web.tables.grid import Book
from tests.conftest import Site

PLAN = "/puna/planet/shembull-2024"
IMPORT = f"{PLAN}/importi"
SOURCE = "Plani Social 2024-2027, shtojca 1"
HEADINGS = ("niveli", "numri", "nën", "teksti")

Rows = Iterable[Sequence[Any]]


def xlsx(rows: Rows) -> bytes:
    book = Workbook()
    assert book.active
    for row in rows:
        book.active.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def sheets(**named: list[Any]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in named.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def csv_text(rows: Rows, separator: str = ",") -> str:
    kept = io.StringIO()
    csv.writer(kept, delimiter=separator).writerows(rows)
    return kept.getvalue()


def docx(rows: Rows) -> bytes:
    rows = [list(row) for row in rows]
    document = Document()
    document.add_paragraph("Një tabelë tjetër e një tabelë plani:")
    document.add_table(1, 2).cell(0, 0).text = "jo kjo"
    table = document.add_table(0, max(map(len, rows)))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = str(text)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def send(
    site: Site, client: TestClient[Any], name: str, contents: bytes, source: str = SOURCE, path: str = IMPORT
) -> httpx.Response:
    return site.form(client, path, source=source, files={"file": (name, contents, "application/octet-stream")})


def confirm(site: Site, client: TestClient[Any], preview: str) -> httpx.Response:
    """Opens the preview, ticks each step that wants it, and presses its button."""
    ticked = re.findall(r'name="hapi"[^>]* value="([^"]+)"', client.get(preview).text)
    return client.post(f"{preview}/konfirmimi", data={**agreement(client, preview), "hapi": ticked})


def agreement(client: TestClient[Any], preview: str) -> dict[str, str]:
    """The fields of the preview's form."""
    html = client.get(preview).text
    fields = {name: html.split(f'name="{name}" value="')[1].split('"')[0] for name in ("nonce", "version")}
    return {"_csrf_token": client.cookies.get("pop_csrf") or "", **fields}


def items(site: Site, slug: str = "shembull-2024") -> dict[str, PlanItem]:
    with site.database.reading() as session:
        plan = plan_by_slug(session, slug)
        assert plan is not None
        return {item.number: item for item in plan.items(session)}


def waiting(site: Site) -> list[PlanImport]:
    with site.database.reading() as session:
        return list(session.exec(select(PlanImport)))


def head(site: Site) -> history.Head:
    """The last entry's number, after the whole record verified."""
    with site.database.reading() as session:
        assert list(verification.verify(session)) == []
        return history.head(session)


def writes_while_it_is_read(site: Site, patch: pytest.MonkeyPatch) -> list[bool]:
    """While a file is read somebody else writes, or the test fails; gets a mark for each file."""
    read, marks = parcel.book, list[bool]()

    def book(contents: bytes, reader: str) -> Book:
        with site.database.writing() as session:
            session.connection()
            marks.append(True)
        return read(contents, reader)

    patch.setattr(parcel, "book", book)
    return marks


def full(**said: Any) -> dict[str, Any]:
    """A row that says something in every column."""
    item = {column.name: "fjalë" for column in COLUMNS}
    numbers: dict[str, Any] = {
        "cost_all": Decimal("1200000.5"),
        "baseline": Decimal("-0.25"),
        "target": Decimal("12.3456"),
    }
    numbers |= {"costs_by_year": {"2026": "1200000.5", "2027": "0"}}
    return {**item, "number": "1.10", "parent": "1", **numbers, "baseline_year": 2024, "target_year": 2027,
            "units": ["Njësia Lindore", "Shembull"], "programme_code": "091", **said}  # fmt: skip


def form_of(html: str) -> dict[str, str]:
    """What the form would send untouched."""
    names = re.findall(r'<select[^>]* name="([^"]+)"', html)
    found = {}
    for name in names:
        box = html.split(f'name="{name}"')[1].split("</select>")[0]
        chosen = re.search(r'<option value="([^"]*)" selected', box)
        found[name] = chosen[1] if chosen else ""
    return found
