"""A table whose heading row nobody recognises: a person points at it once, and its like are read from then on."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker.plans.table.mappings import PlanMapping
from pop_tracker.plans.table.shape import Reading, as_json, from_json
from pop_tracker.plans.table.understanding import Understood, understood
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from tests.cast import EDITOR
from tests.conftest import Site
from tests.plans.tables import confirm, csv_text, docx, form_of, items, send, sheets, xlsx

OFFICE = [
    ("Bashkia Shembull", "viti 2026", "", ""),
    ("Rendi", "Çfarë bëjmë", "Sa na duhen", "Kush e ndjek"),
    ("91", "Qendër ditore", 1200, "Këshilli"),
    ("92", "Karta e pensionistit", 300, "Këshilli"),
]


def read(contents: bytes, said: Reading | None = None) -> Understood:
    return understood(Upload("x", "", contents), said)


def asked(found: Understood) -> list[str]:
    return [ask.message for ask in found.asks]


@pytest.mark.parametrize("contents", [xlsx(OFFICE), docx(OFFICE), *(csv_text(OFFICE, s).encode() for s in ",;\t")])
def test_where_no_headings_are_known_a_person_is_asked_and_their_word_is_taken(contents: bytes) -> None:
    found = read(contents)
    assert asked(found) == ["Në cilin rresht janë titujt e kolonave?"]
    (grid,) = [grid for grid in found.grids if len(grid.rows) == 4]
    pointed = read(contents, Reading(heading_rows={grid.name: grid.rows[1].line}))
    assert [kind.shape.headings for kind in pointed.kinds] == [OFFICE[1]]
    assert [row.line for table in pointed.kinds[0].tables for row in table.rows] == [3, 4]


def test_what_was_said_of_the_columns_finds_them_the_next_time() -> None:
    pointed = read(xlsx(OFFICE), Reading(heading_rows={"Sheet": 2}))
    shape = as_json(pointed.kinds[0].shape) | {"levels": ["masë"], "counted": True, "parted": False}
    shape["columns"] = [{"is": "number"}, {"is": "text"}, {"is": "cost_all", "times": 1000}, {"is": None}]
    kept = from_json({"tables": [shape]})
    later = read(xlsx([("Bashkia", "2027", "", ""), *OFFICE[1:2], ("93", "Tjetër", 5, "")]), kept)
    assert (later.asks, [row.said["cost_all"] for row in later.rows]) == ([], [5000])


def test_of_several_sheets_each_is_pointed_at_alone() -> None:
    contents = sheets(Njëra=OFFICE, Tjetra=[("A", "B"), *OFFICE[1:]], Shënime=[("Vetëm fjalë",)])
    found = read(contents)
    assert [grid.name for grid in found.grids] == ["Njëra", "Tjetra"]
    both = read(contents, Reading(heading_rows={"Njëra": 2, "Tjetra": 2}))
    assert [table.where for kind in both.kinds for table in kind.tables] == ["Njëra", "Tjetra"]
    one = read(contents, Reading(heading_rows={"Tjetra": 1}))
    assert [kind.shape.headings for kind in one.kinds] == [("A", "B")]
    assert {left.where for left in one.left_out} >= {"Njëra", "Shënime"}


@pytest.mark.parametrize("row", [5, 99, 0])
def test_a_row_that_is_none_begins_no_table(row: int) -> None:
    found = read(xlsx([*OFFICE, (), ("pas", 5)]), Reading(heading_rows={"Sheet": row}))
    assert (found.kinds, asked(found)) == ([], ["Në cilin rresht janë titujt e kolonave?"])


def test_what_could_hold_no_table_is_refused_as_before() -> None:
    with pytest.raises(Refusal, match="nuk gjendet tabelë plani"):
        read(xlsx([("Vetëm",), ("fjalë",)]))


@pytest.mark.parametrize("rows", [[], {"A": "2"}, {"A": True}])
def test_heading_rows_of_another_form_are_refused(rows: Any) -> None:
    with pytest.raises(Refusal):
        from_json({"tables": [], "heading_rows": rows})


def test_the_command_takes_it_too(tmp_path: Path) -> None:
    from pop_tracker.cli.reading_plans import plan_in

    (tmp_path / "a.xlsx").write_bytes(xlsx(OFFICE))
    first = json.loads(plan_in(tmp_path / "a.xlsx", None))
    assert (len(first["faults"]), first["items"]) == (1, [])
    assert [one["question"] for one in first["asks"]] == ["Në cilin rresht janë titujt e kolonave?"]
    (tmp_path / "m.json").write_text(json.dumps({"tables": [], "heading_rows": {"Sheet": 2}}))
    second = json.loads(plan_in(tmp_path / "a.xlsx", tmp_path / "m.json"))
    (table,) = second["mapping"]["tables"]
    assert second["mapping"]["heading_rows"] == {"Sheet": 2}
    table["columns"] = [{"is": "number"}, {"is": "text"}, {"is": "cost_all", "times": 1000}, {"is": "responsible_body"}]
    (tmp_path / "m.json").write_text(json.dumps(second["mapping"] | {"tables": [{**table, "levels": ["masë"]}]}))
    third = json.loads(plan_in(tmp_path / "a.xlsx", tmp_path / "m.json"))
    assert [(one["text"], one["cost"]) for one in third["items"]] == [
        ("Qendër ditore", 1_200_000), ("Karta e pensionistit", 300_000),
    ]  # fmt: skip


@pytest.mark.both
def test_an_editor_points_at_the_row_and_maps_its_columns_and_both_are_kept(training: Site) -> None:
    client = training.client(EDITOR)
    page = send(training, client, "zyra.xlsx", xlsx(OFFICE)).headers["location"]
    html = client.get(page).text
    assert page.endswith("/kolonat")
    assert "Në cilin rresht janë titujt e kolonave?" in html
    assert "Rreshti 2: Rendi | Çfarë bëjmë | Sa na duhen | Kush e ndjek" in html
    nothing = training.form(client, page)
    assert (nothing.status_code, "Zgjidhni rreshtin me titujt" in nothing.text) == (422, True)
    assert training.form(client, page, **{"titujt-0": "77"}).status_code == 422

    assert training.form(client, page, **{"titujt-0": "2"}).headers["location"] == page
    html = client.get(page).text
    assert "Çfarë është kolona “Sa na duhen”?" in html
    assert re.search(r'name="titujt-0"[^>]* value="2"[^>]* checked', html)
    chosen = {
        **form_of(html),
        "titujt-0": "2",
        "t0-c0": "number",
        "t0-c1": "text",
        "t0-c2": "cost_all",
        "t0-levels": "masë",
    }
    training.form(client, page, **chosen)
    chosen = {**form_of(client.get(page).text), "titujt-0": "2", "t0-x2": "1000", "t0-levels": "masë"}
    preview = training.form(client, page, **chosen).headers["location"]
    assert preview == page.removesuffix("/kolonat")
    confirm(training, client, preview)
    assert (items(training)["91"].text, items(training)["91"].cost_all) == ("Qendër ditore", Decimal(1_200_000))

    with training.database.reading() as session:
        assert len(session.exec(select(PlanMapping)).all()) == 1
    later = send(training, client, "zyra2.xlsx", xlsx([*OFFICE[:2], ("93", "Një tjetër", 5, "")])).headers["location"]
    html = client.get(later).text
    assert "është lexuar më parë për këtë bashki" in html
    assert form_of(html)["t0-x2"] == "1000"


def test_another_row_may_be_pointed_at_and_voids_what_was_said_of_the_first(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [("Nr", "Masat", "Afati", "Kujdes"), ("Kodi", "Emri i punës", "Kur", "Kush"), ("91", "Qendër", "2026", "")]
    page = send(training, client, "x.xlsx", xlsx(rows)).headers["location"]
    html = client.get(page).text
    assert "Titujt e kolonave janë në një rresht tjetër" in html
    assert training.form(client, page, **form_of(html), **{"titujt-0": "2"}).headers["location"] == page
    html = client.get(page).text
    assert "Emri i punës" in html
    assert "Qendër" in html
