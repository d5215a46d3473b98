"""An editor brings a plan in from a spreadsheet with mistakes, mends it, looks at what it changes, and confirms."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.journeys.person import Person
from tests.plans.tables import HEADINGS, xlsx

pytestmark = pytest.mark.browser

TITLE = "Plani Social i Bashkisë Ushtrim 2027-2030"
COLUMNS = (*HEADINGS, "kosto (lekë)", "afati", "njësitë administrative", "burimi")
TABLE: list[tuple[Any, ...]] = [
    COLUMNS,
    ("prioritet", "1", "", "Shkolla të ngrohta"),
    ("objektiv", "1.1", "1", "Ngrohje në çdo klasë"),
    ("masë", "1.1.1", "1.1", "Kaldaja e shkollës së Urës", "1,200,000.50", "2028", "Ura e Ushtrimit", "plani, faqja 7"),
    ("masë", "1.1.2", "1.2", "Dritare të reja", 450000, "2029", "Kodra e Provës"),
]
MENDED: list[tuple[Any, ...]] = [
    *TABLE[:3],
    (*TABLE[3][:4], "1.200.000,50", *TABLE[3][5:]),
    ("masë", "1.1.2", "1.1", "Dritare të reja", 450000, "2029", "Fusha e Ushtrimit"),
]
PREVIEW = "Çfarë do të ndryshojë"


def test_a_plan_comes_in_from_a_spreadsheet(someone: Callable[[str], Person], tmp_path: Path) -> None:
    file = tmp_path / "masat.xlsx"
    editor = someone("editor").sign_in(cast.EDITOR)
    editor.go("/puna/planet/i-ri")
    editor.select("Bashkia", "ushtrim")
    editor.tick("Plan social")
    editor.fill("Titulli", TITLE)
    editor.fill("Nga viti", "2027")
    editor.fill("Deri në vitin", "2030")
    editor.fill("Burimi", "relacioni i ushtrimit")
    editor.press("Ruani")
    editor.finds_title(TITLE)
    editor.follow("Importoni planin nga një tabelë")

    # A file of another shape first, then the right one with three mistakes, each told at its row.
    send(editor, file, xlsx([("shënime",), ("a",)]))
    editor.is_refused()
    editor.looked_at.clear()  # the same page is another sight from here on
    send(editor, file, xlsx(TABLE))
    editor.is_refused()
    reads_row(editor, "4", "“%(said)s” nuk lexohet. Nëse është %(one)s, shkruajeni kështu: pikë mes mijësheve, presje "
                     "para pjesës dhjetore.", said="1,200,000.50", one="1.200.000,50")  # fmt: skip
    reads_row(editor, "5", "As plani as tabela nuk ka zë me numrin %(number)s.", number="1.2")
    reads_row(editor, "5", "“%(name)s” është njësi e Bashkisë %(municipality)s.", name="Kodra e Provës",
                     municipality="Provë")  # fmt: skip
    reader = someone("reader")
    reader.go("/planet/ushtrim-2027")
    reader.reads_not("Shkolla të ngrohta")

    # Mended, it is shown before it is written; nobody else sees or confirms the preview.
    send(editor, file, xlsx(MENDED))
    editor.finds_title(PREVIEW)
    editor.reads("Kaldaja e shkollës së Urës")
    editor.reads(editor.words.amount(Decimal("1200000.5")))
    preview = editor.path
    colleague = someone("colleague").sign_in(cast.SECOND_EDITOR)
    assert colleague.status_of(preview) == 404
    stranger = someone("stranger").sign_in(cast.OTHER_EDITOR)
    assert stranger.status_of(preview) == 403
    stranger.go("/puna")
    assert stranger.status_of_sending(f"{preview}/konfirmimi", version="x") == 403
    reader.go("/planet/ushtrim-2027")
    reader.reads_not("Shkolla të ngrohta")
    editor.press("Shkruani në plan")
    editor.stands_at("/puna/planet/ushtrim-2027")
    editor.reads("Dritare të reja")
    reader.go("/planet/ushtrim-2027")
    reader.reads("Kaldaja e shkollës së Urës")

    # Taken away and brought back unchanged, it changes nothing.
    table = reader.context.request.get(f"{reader.site.address}/planet/ushtrim-2027/tabela.xlsx").body()
    editor.go("/puna/planet/ushtrim-2027/importi")
    send(editor, file, table)
    editor.finds_title(PREVIEW)
    editor.reads("Tabela thotë pikërisht çfarë thotë plani: asgjë nuk ndryshon.")

    # One measure changed: what stood and what will stand, side by side.
    editor.go("/puna/planet/ushtrim-2027/importi")
    editor.looked_at.clear()
    send(editor, file, xlsx([COLUMNS, (*MENDED[3][:5], "2030", *MENDED[3][6:])]))
    assert editor.main.locator("del").all_inner_texts() == ["2028"]
    assert editor.main.locator("ins").all_inner_texts() == ["2030"]
    editor.press("Shkruani në plan")
    editor.reads("Kaldaja e shkollës së Urës")


def send(editor: Person, file: Path, contents: bytes) -> None:
    file.write_bytes(contents)
    editor.field("Skedari").set_input_files(file)
    editor.fill("Burimi", "Plani Social 2027-2030, shtojca 1")
    editor.press("Shihni çfarë do të ndryshojë")


def reads_row(editor: Person, line: str, message: str, **values: object) -> None:
    """That mistake, in the table's row for that row of the file."""
    row = editor.main.locator("tr", has=editor.page.locator("td:first-child", has_text=line))
    expect(row.filter(has_text=editor.said(message, **values))).to_have_count(1)
