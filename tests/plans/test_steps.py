"""Steps of an import that look like a slip: each is shown first, and ticked by itself."""

from decimal import Decimal
from typing import Any

import pytest

from pop_tracker.plans.table.comparison import Comparison, RowChange
from pop_tracker.plans.table.steps import steps_of
from tests.cast import EDITOR
from tests.conftest import Site
from tests.plans.tables import HEADINGS, agreement, items, send, xlsx


def changed(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    found = Comparison(changed=[RowChange(2, "1.1", "x", now, before)])
    return [step.key for step in steps_of(found, [])]


@pytest.mark.parametrize(("before", "now", "asked"), [
    ({"cost_all": Decimal(1200)}, {"cost_all": Decimal(1_200_000)}, ["kosto-1.1-1200000"]),
    ({"cost_all": Decimal(1_200_000)}, {"cost_all": Decimal(1200)}, ["kosto-1.1-1200"]),
    ({"cost_all": Decimal(1200)}, {"cost_all": Decimal(1_200_001)}, []),
    ({"cost_all": None}, {"cost_all": Decimal(1200)}, []),
    ({"costs_by_year": {"2026": "5"}}, {"costs_by_year": {"2026": "5000"}}, ["kosto-1.1-5000"]),
    ({"text": "a", "cost_all": Decimal(5)}, {"text": "b", "cost_all": Decimal(6)}, ["zeri-1.1"]),
    ({"text": "a"}, {"text": "b"}, []),
])  # fmt: skip
def test_which_steps_are_looked_at(before: dict[str, Any], now: dict[str, Any], asked: list[str]) -> None:
    assert changed(before, now) == asked


def test_a_cost_of_a_thousand_times_is_ticked_before_it_is_entered(training: Site) -> None:
    client = training.client(EDITOR)
    cost = items(training)["1.1.1.1"].cost_all
    assert cost
    rows = [("numri", "niveli", "teksti", "kosto"), ("1.1.1.1", "masë", items(training)["1.1.1.1"].text, cost * 1000)]
    level = items(training)["1.1.1.1"].level
    rows[1] = (rows[1][0], level, *rows[1][2:])
    preview = send(training, client, "x.xlsx", xlsx(rows)).headers["location"]
    html = client.get(preview).text
    assert "pikërisht një mijë herë" in html
    for language, amount in (("", f"{cost * 1000:,.0f}".replace(",", ".")), ("/en", f"{cost * 1000:,.0f}")):
        asks, lists = client.get(language + preview).text.split('name="hapi"', 1)[1].split("</form>", 1)
        assert amount in asks
        assert amount in lists
    refused = client.post(f"{preview}/konfirmimi", data=agreement(client, preview))
    assert refused.status_code == 422
    assert "Shihni çdo hap" in refused.text
    assert items(training)["1.1.1.1"].cost_all == cost
    key = html.split('name="hapi"')[1].split('value="')[1].split('"')[0]
    entered = client.post(f"{preview}/konfirmimi", data={**agreement(client, preview), "hapi": key})
    assert entered.status_code == 303
    assert items(training)["1.1.1.1"].cost_all == cost * 1000


def test_years_that_differ_from_their_total_are_ticked(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [(*HEADINGS, "2026", "2027", "kosto"), ("masë", "77", "", "Një masë", 500_000, 600_000, 1_200_000)]
    preview = send(training, client, "x.xlsx", xlsx(rows)).headers["location"]
    assert "vitet bëjnë 1.100.000 lekë, ndërsa totali thotë 1.200.000 lekë" in client.get(preview).text
    assert "1,100,000" in client.get("/en" + preview).text.split('name="hapi"', 1)[1].split("</form>", 1)[0]
    assert client.post(f"{preview}/konfirmimi", data=agreement(client, preview)).status_code == 422
    ticked = {**agreement(client, preview), "hapi": "rreshti-0"}
    assert client.post(f"{preview}/konfirmimi", data=ticked).status_code == 303
