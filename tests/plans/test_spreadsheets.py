"""A plan's table through the spreadsheets of the world and back; and its items as plain data."""

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from pop_tracker.plans.table.columns import BY_NAME
from pop_tracker.plans.table.sheets import csv_rows, data_columns, data_rows
from pop_tracker.plans.table.understanding import understood
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import words
from pop_tracker.web.tables.csv_file import csv_file, data_file
from pop_tracker.web.tables.escape import as_it_was, harmless, unmistakable
from pop_tracker.web.tables.figures import Figure
from tests.conftest import Site
from tests.plans.tables import full

SQ = words("sq")


def english(cell: str) -> str:
    """What a spreadsheet in English makes of a cell, and saves: a comma between thousands is passed over wherever."""
    if re.fullmatch(r"-?[\d,]*\d(\.\d+)?", cell):
        return format(Decimal(cell.replace(",", "")).normalize(), "f")
    if date := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{2,4}))?", cell):
        return f"{date[1]}/{date[2]}/2026"
    return cell


def albanian(cell: str) -> str:
    """The same in Albanian, where a point stands between thousands and between day and month."""
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+(,\d+)?", cell):
        number = Decimal(cell.replace(".", "").replace(",", ".")).normalize()
        return format(number, "f").replace(".", ",")
    if date := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{2,4}))?", cell):
        return f"{date[1]}.{date[2]}.2026"
    return cell


@pytest.mark.parametrize("spreadsheet", [english, albanian])
@pytest.mark.parametrize("number", ["1", "1.1", "1.10", "1/2", "01", "3.1.2", "12-3"])
@pytest.mark.parametrize("amount", ["600000", "600000.5", "1.5", "1.25", "1000", "1000.05", "0", "9999999999999"])
def test_no_spreadsheet_turns_an_amount_or_a_code_into_another(
    spreadsheet: Callable[[str], str], number: str, amount: str
) -> None:
    row = full(number=number, parent="2.10", due="05/2026", text="1,5", cost_all=Decimal(amount),
               target=Decimal(amount), costs_by_year={"2026": amount})  # fmt: skip
    sent = csv_file("x", list(BY_NAME), csv_rows([row]), SQ, unmistakable).content.decode("utf-8-sig")
    saved = io.StringIO()
    csv.writer(saved).writerows([spreadsheet(cell) for cell in line] for line in csv.reader(io.StringIO(sent)))
    lines = saved.getvalue().splitlines(keepends=True)
    headings = ",".join(column.heading for column in BY_NAME.values())
    found = understood(Upload("x", "", f"{headings}\r\n{''.join(lines[1:])}".encode()))
    assert (found.faults, found.asks) == ([], [])
    assert found.rows[0].said == {name: BY_NAME[name].as_read(value) for name, value in row.items()}


@pytest.mark.parametrize("text", ["1.10", "'1.10", "''1.10", "600000,5", "'=1", "=1", "'", "'fjalë", "5", "'5", "007",
                                  "1e5", "12%", "2026-05-01", "12345678901234567", "'24 qershor", "10:30"])  # fmt: skip
def test_what_went_out_comes_back(text: str) -> None:
    assert as_it_was(unmistakable(text)) == as_it_was(harmless(text)) == text


def test_plain_data_has_points_and_texts_in_quotation_marks() -> None:
    rows = [full(cost_all=Decimal("1200000.5"), text="=1+1", target=Decimal("12.30")),
            full(number="2", cost_all=Decimal("600000"), costs_by_year={}, baseline=None)]  # fmt: skip
    columns = data_columns(rows)
    text = data_file("x", columns, data_rows(rows, columns)).content.decode()
    assert "1200000.50," in text
    assert '"1.10"' in text
    first, second = csv.DictReader(io.StringIO(text))
    assert list(first) == columns
    assert {name: first[name] for name in ("number", "programme_code", "cost_all", "target", "target_year")} == {
        "number": "1.10", "programme_code": "091", "cost_all": "1200000.50", "target": "12.3", "target_year": "2027",
    }  # fmt: skip
    assert (first["cost_2026"], first["cost_2027"], second["cost_2026"]) == ("1200000.50", "0", "")
    assert (first["text"], first["units"], second["baseline"]) == ("'=1+1", "Njësia Lindore; Shembull", "")
    assert (second["cost_all"], second["number"]) == ("600000", "2")


def test_what_a_format_shows_beside_an_amount_is_no_other_money_and_no_thousands() -> None:
    cost, target = BY_NAME["cost_all"], BY_NAME["target"]
    for beside in ("", "lekë", "Lekë", "ALL", "L"):
        assert cost.read(Figure(1200, f"1200 {beside}", beside)) == 1200
    for beside in ("%", "km", "fëmijë në vit"):
        assert target.read(Figure(12, f"12 {beside}", beside)) == 12
    for column, beside in ((cost, "€"), (cost, "mijë lekë"), (cost, "%"), (target, "mijë"), (target, "mln lekë")):
        with pytest.raises(Refusal) as refused:
            column.read(Figure("1200.5", f"1200.5 {beside}", beside))
        assert refused.value.values == {"said": f"1200,5 {beside}"}


@pytest.mark.both
def test_readers_get_plain_data_alike_in_both_languages(training: Site) -> None:
    client: Any = training.client()
    got = client.get("/planet/shembull-2024/te-dhenat.csv")
    assert got.status_code == 200
    assert got.headers["content-disposition"].endswith('shembull-2024.csv"')
    assert got.content == client.get("/en/planet/shembull-2024/te-dhenat.csv").content
    assert client.get("/planet/shembull-2024").text.count("/planet/shembull-2024/te-dhenat.csv") == 1
    [first, *_] = csv.DictReader(io.StringIO(got.text))
    assert {"level", "number", "parent", "text", "responsible_body", "cost_all", "source"} <= set(first)
    assert client.get("/planet/nuk-ka/te-dhenat.csv").status_code == 404
