"""A plan's table to take away: imported unchanged it changes nothing, whatever stands in it."""

import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pop_tracker.plans.items import PlanItemUnit
from pop_tracker.plans.table.columns import BY_NAME, COLUMNS
from pop_tracker.plans.table.sheets import csv_rows, xlsx_table
from pop_tracker.plans.table.understanding import understood
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import words
from pop_tracker.web.tables.csv_file import csv_file
from pop_tracker.web.tables.escape import unmistakable
from pop_tracker.web.tables.grid import MOST_ROWS
from tests.cast import EDITOR
from tests.conftest import Site
from tests.plans.tables import confirm, full, head, items, send

SQ = words("sq")
NASTY = [
    "=1+1", "+355", "-5", "@shembull", "'=1", "''", "'fjalë'", "një “thonjëz” e \"dy\"", "rreshti 1\nrreshti 2",
    "ë ç Ë Ç", "a\u00a0b", "0123", "12345678901234567890", "1.200.000,50", "1,5", "2024-01-01", "a;b,c\td", "TRUE",
    "_x0041_", "_x000D_", "#REF!", "<b>&amp;</b>", "niveli", "|", "\\n", "🙂", "1e5", "nan", "''=", "a\u200b",
]  # fmt: skip


def back(rows: list[dict[str, Any]], ending: str, language: str = "sq") -> list[dict[str, Any]]:
    said = words(language)
    if ending == "xlsx":
        contents = xlsx_table(rows, said)
    else:
        contents = csv_file("x", [column.heading for column in COLUMNS], csv_rows(rows), said, unmistakable).content
    found = understood(Upload("x", "", contents))
    assert (found.faults, found.asks) == ([], [])
    return [row.said for row in found.rows]


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_every_field_comes_back(ending: str, language: str) -> None:
    rows = [full(**{name: text for name in ("text", "partners", "place", "source")}) for text in NASTY]
    empty: dict[str, Any] = dict.fromkeys(full(), "") | {"units": [], "costs_by_year": {}, "text": "vetëm tekst"}
    empty |= dict.fromkeys(("cost_all", "baseline", "baseline_year", "target", "target_year"))
    for found, row in zip(back([*rows, empty], ending, language), [*rows, empty], strict=True):
        assert found == {name: BY_NAME[name].as_read(value) for name, value in row.items()}


_TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff")).map(str.strip)
_AMOUNT = st.none() | st.decimals(-(10**13), 10**13, places=4, allow_nan=False)


@settings(max_examples=60, deadline=None)
@given(text=_TEXT, number=_TEXT, amount=_AMOUNT, ending=st.sampled_from(["xlsx", "csv"]))
def test_any_text_and_any_number_come_back(text: str, number: str, amount: Decimal | None, ending: str) -> None:
    row = full(text=text, number=number, place=text, source=text, target=amount)
    [found] = back([row], ending)
    for name, value in row.items():
        assert found[name] == BY_NAME[name].as_read(value), name


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_imported_unchanged_it_changes_nothing(training: Site, ending: str, prefix: str) -> None:
    with training.database.writing() as session:
        for place, item in enumerate(items(training).values()):
            held = session.get(type(item), item.id)
            assert held is not None
            nasty = NASTY[place % len(NASTY)]
            for name in ("text", "partners", "place", "target_groups", "funding_source", "indicator", "source"):
                setattr(held, name, nasty)
            held.cost_all, held.target, held.baseline = Decimal("99.5"), Decimal("123456789012.3456"), Decimal("-0.5")
            held.target_year, held.baseline_year, held.programme_code = 2027, 2024, "09120"
            session.add(held)
            for slug in ("njesia-lindore", "fushe-shembull"):
                session.merge(PlanItemUnit(item_id=held.id or 0, unit_id=_unit(training, slug)))
    client = training.client(EDITOR)
    got = training.client().get(f"{prefix}/planet/shembull-2024/tabela.{ending}")
    assert got.headers["content-disposition"].startswith(f'attachment; filename="te-shpikura-shembull-2024.{ending}"')
    before = items(training)
    sent = send(training, client, f"plani.{ending}", got.content)
    assert sent.status_code == 303, sent.text
    preview = client.get(sent.headers["location"]).text
    assert "asgjë nuk ndryshon" in preview
    assert "Shkruani në plan" not in preview
    assert items(training) == before


def _unit(site: Site, slug: str) -> int:
    from sqlmodel import select

    from pop_tracker.places.models import AdministrativeUnit

    with site.database.reading() as session:
        return session.exec(select(AdministrativeUnit.id).where(AdministrativeUnit.slug == slug)).one() or 0


def test_a_plan_goes_from_one_place_to_another(training: Site) -> None:
    """What is exported of one plan can be the start of another one."""
    got = training.client().get("/planet/shembull-2024/tabela.xlsx")
    client = training.client(EDITOR)
    new = training.form(client, "/puna/planet/i-ri", municipality="shembull", plan_kind="social_plan",
                        title="Plani tjetër", source="relacioni").headers["location"]  # fmt: skip
    sent = send(training, client, "x.xlsx", got.content, path=f"{new}/importi")
    assert confirm(training, client, sent.headers["location"]).status_code == 303
    slug = new.rpartition("/")[2]
    assert list(items(training, slug)) == list(items(training))
    assert training.client().get(f"/planet/{slug}/tabela.csv").content == (
        training.client().get("/planet/shembull-2024/tabela.csv").content
    )
    head(training)


def test_in_a_spreadsheet_texts_are_texts_and_numbers_numbers() -> None:
    sheet = load_workbook(io.BytesIO(xlsx_table([full(text="=1+1", number="1.10")], SQ))).active
    assert sheet
    cells = dict(zip(BY_NAME, next(sheet.iter_rows(min_row=2)), strict=True))
    assert (cells["text"].value, cells["text"].data_type) == ("=1+1", "s")
    assert (cells["number"].value, cells["number"].number_format) == ("1.10", "@")
    assert (cells["cost_all"].value, cells["target_year"].value) == (1200000.5, 2027)


def test_a_plan_that_is_not_there_has_no_table(training: Site) -> None:
    for ending in ("csv", "xlsx"):
        assert training.client().get(f"/planet/nuk-ka/tabela.{ending}").status_code == 404


@pytest.mark.both
def test_a_table_takes_three_questions_whatever_its_size(training: Site) -> None:
    for slug in ("shembull-2024", "prove-2025"):
        for ending in ("csv", "xlsx"):
            with training.count_queries() as seen:
                training.client().get(f"/planet/{slug}/tabela.{ending}")
            assert len(seen) == 3, seen


def test_the_largest_table_goes_out_and_comes_back() -> None:
    assert len(back([full(number=f"1.{place}") for place in range(MOST_ROWS)], "csv")) == MOST_ROWS
