"""An editor takes a contract away as a table, changes it in a spreadsheet with a mistake, brings it in, and takes that
back."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from pop_tracker.contracts.table.columns import COLUMNS
from tests import cast
from tests.journeys.person import PHONE, Person

pytestmark = pytest.mark.browser

DRAFT = "/puna/kontratat/shembull-2023/drafti"
PREVIEW = "Çfarë do të ndryshojë"
WORDS = "Një pikë që erdhi nga një tabelë."
READING = "Skedari po dërgohet dhe po lexohet. Një tabelë me mijëra rreshta zgjat disa sekonda."


def test_a_contract_goes_out_as_a_table_and_comes_in_changed(someone: Callable[..., Person], tmp_path: Path) -> None:
    file = tmp_path / "kontrata.xlsx"
    editor = someone("editor", PHONE).sign_in(cast.EDITOR)
    editor.go(DRAFT)
    editor.press("Hapni draftin")
    editor.follow("Shkruani nga një tabelë")
    with editor.page.expect_download() as download:
        editor.page.get_by_role("link", name=editor.said("Shkarkoni XLSX"), exact=True).first.click()
    table = Path(download.value.path()).read_bytes()
    send(editor, file, table)
    editor.reads("Tabela thotë pikërisht çfarë thotë drafti: asgjë nuk ndryshon.")

    # Words added to one, one retracted, and a new one, at first without its place.
    def change(sheet: Any, scope: str) -> None:
        at = {column.name: place for place, column in enumerate(COLUMNS, start=1)}
        lines = {str(sheet.cell(line, 1).value): line for line in range(2, sheet.max_row + 1)}
        text = sheet.cell(lines["1.2"], at["text"])
        text.value = f"{text.value} Sot."
        sheet.cell(lines["2.2"], at["retraction_reason"]).value = "Banorët kërkuan tjetër."
        row = sheet.max_row + 1
        for name, cell in {"level": "pikë", "priority": "2", "text": WORDS, "scope": scope}.items():
            sheet.cell(row, at[name]).value = cell

    back_to_the_form(editor)
    send(editor, file, changed(table, lambda sheet: change(sheet, "")))
    editor.is_refused()
    editor.looked_at.clear()  # the same page is another sight from here on
    send(editor, file, changed(table, lambda sheet: change(sheet, "e gjithë bashkia")))
    editor.finds_title(PREVIEW)
    editor.reads(WORDS)
    assert any("Sot." in said for said in editor.main.locator("ins").all_inner_texts())
    assert not editor.main.locator("del").count(), "nothing went"

    # What is retracted is ticked by itself; then all of it is in the draft.
    editor.press("Shkruani në draft")
    editor.reads("Shihni çdo hap që kërkon vëmendje dhe shënojeni, pastaj konfirmoni.")
    editor.main.get_by_role("checkbox").check()
    editor.press("Shkruani në draft")
    editor.stands_at(DRAFT)
    editor.reads(WORDS)

    # Taken back, the draft says what it said.
    editor.unfold("Tabelat e importuara")
    editor.follow_to("/marrja")
    editor.reads("Drafti thotë përsëri çfarë thoshte para tij. Publike nuk ka qenë asgjë e tij.")
    editor.press("Merreni mbrapsht importimin")
    editor.stands_at(DRAFT)
    editor.reads_not(WORDS)

    if editor.way.scripts:
        back_to_the_form(editor)
        editor.page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
        choose(editor, file)
        editor.main.get_by_role("button", name=editor.said("Shihni çfarë do të ndryshojë")).click()
        expect(editor.main.get_by_role("status")).to_contain_text(editor.said(READING))
        expect(editor.main.get_by_role("progressbar")).to_be_visible()


def changed(table: bytes, change: Callable[[Any], None]) -> bytes:
    book = load_workbook(io.BytesIO(table))
    change(book.active)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def back_to_the_form(editor: Person) -> None:
    editor.go(f"{DRAFT}/tabela")


def choose(editor: Person, file: Path) -> None:
    editor.field("Skedari").set_input_files(file)
    editor.fill("Burimi", "takimi i 3 marsit 2031, procesverbali")


def send(editor: Person, file: Path, contents: bytes) -> None:
    file.write_bytes(contents)
    choose(editor, file)
    editor.press("Shihni çfarë do të ndryshojë")
