"""Planned money by year, and aims in words: entered, imported, read, recorded and handed out again."""

from typing import Any

import pytest

from pop_tracker.plans.costs import MOST_YEARS, check_costs, read_costs, write_costs
from pop_tracker.plans.table.columns import BY_NAME, is_not_stated, words_aside
from pop_tracker.web.errors import Refusal
from tests.cast import EDITOR
from tests.conftest import Site
from tests.plans.play import fields_of
from tests.plans.tables import HEADINGS, confirm, head, items, send, xlsx


@pytest.mark.parametrize(("text", "costs"), [
    ("", {}),
    ("2026: 1.200.000,50", {"2026": "1200000.5"}),
    ("2027: 300.000; 2026:1 200", {"2026": "1200", "2027": "300000"}),
    ("2026: 0\n\n2027: 5\n", {"2026": "0", "2027": "5"}),
])  # fmt: skip
def test_years_are_read_and_written_alike(text: str, costs: dict[str, str]) -> None:
    assert read_costs(text) == costs
    assert read_costs(write_costs(costs)) == read_costs(write_costs(costs, "\n")) == costs


@pytest.mark.parametrize(
    "text", ["1200", "2026: 1,200,000", "2026: 5; 2026: 6", "2026:", "26: 5", "2026: 5" + ";" * 2000]
)
def test_what_names_no_year_with_an_amount_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read_costs(text)


@pytest.mark.parametrize("costs", [{"1066": "5"}, {"2026": "-5"}, {"2026": "1e14"}, {"2026": "0.001"}])
def test_amounts_that_cannot_be_are_refused(costs: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        check_costs(costs)


def test_a_plan_is_of_thirty_years_at_most() -> None:
    years = {str(year): "5" for year in range(2020, 2020 + MOST_YEARS)}
    check_costs(years)
    with pytest.raises(Refusal):
        check_costs({**years, "2019": "5"})


@pytest.mark.parametrize("text", ["-", "–", "n/a", "N.A.", "s'ka të dhëna", "S’ka të dhëna", "..."])
def test_what_says_nothing_is_not_stated(text: str) -> None:
    assert is_not_stated(text)
    assert BY_NAME["cost_all"].read(text) is None
    assert BY_NAME["target"].read(text) is None
    assert BY_NAME["baseline_year"].read(text) is None


@pytest.mark.parametrize("text", ["-5", "0", "asnjë", "po", "na jepni" * 9])
def test_what_says_something_is_stated(text: str) -> None:
    assert not is_not_stated(text)


@pytest.mark.parametrize(("cell", "number", "in_words"), [
    ("po", None, "po"), ("≥ 20", None, "≥ 20"), ("12%", None, "12%"), ("12,5", 12.5, ""), ("-", None, ""),
])  # fmt: skip
def test_an_aim_is_a_number_or_words(cell: str, number: float | None, in_words: str) -> None:
    said: dict[str, Any] = {"target": BY_NAME["target"].read(cell)}
    words_aside(said)
    assert (said["target"], said["target_words"]) == (number, in_words)


@pytest.mark.parametrize("text", ["1,200,000", "1.2", "500.000-600.000"])
def test_a_number_that_may_be_two_is_no_word(text: str) -> None:
    with pytest.raises(Refusal):
        BY_NAME["target"].read(text)


def test_a_table_brings_them_and_everyone_reads_them(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [
        (*HEADINGS, "treguesi", "synimi", "viti i synimit", "kosto sipas viteve"),
        ("masë", "9.9", "", "Qendër ditore", "Qendra", "po", 2028, "2027: 300.000,50; 2026: 1.000"),
    ]
    answer = send(training, client, "x.xlsx", xlsx(rows))
    assert "2026: 1.000; 2027: 300.000,50" in client.get(answer.headers["location"]).text
    confirm(training, client, answer.headers["location"])
    item = items(training)["9.9"]
    assert (item.costs_by_year, item.target, item.target_words) == ({"2026": "1000", "2027": "300000.5"}, None, "po")
    head(training)
    page = training.client().get("/planet/shembull-2024").text
    assert "300.000,50" in page
    assert ">po</span> (2028)" in page
    shape = training.client().get("/api/v1/plans/shembull-2024").json()
    found = next(one for one in shape["items"] if one["number"] == "9.9")
    assert (found["costs_by_year"], found["target_words"]) == ({"2026": 1000, "2027": 300000.5}, "po")


def test_the_form_takes_them_a_year_a_line(training: Site) -> None:
    client = training.client(EDITOR)
    item = items(training)["1.1"]
    path = f"/puna/planet/shembull-2024/zerat/{item.id}"
    opened = fields_of(training, path, EDITOR)
    refused = training.form(client, path, **{**opened, "costs_by_year": "2026 5"})
    assert refused.status_code == 422
    assert "Shkruani vitin dhe shumën si 2026" in refused.text
    kept = training.form(client, path, **{**opened, "costs_by_year": "2026: 5\n2027: 6,5"})
    assert kept.status_code == 303
    assert items(training)["1.1"].costs_by_year == {"2026": "5", "2027": "6.5"}
    assert fields_of(training, path, EDITOR)["costs_by_year"].splitlines() == ["2026: 5", "2027: 6,50"]
