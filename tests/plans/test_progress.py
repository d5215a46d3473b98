"""Yearly progress of a plan's item: added, mended; the plan's own account."""

import re
from decimal import Decimal

import pytest

from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.progress import Progress, progress_in
from pop_tracker.web.i18n import today
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER
from tests.conftest import Site
from tests.pages import words
from tests.plans.play import entries, fields_of, plan, verified

YEAR = {"year": "2026", "indicator_value": "3,5", "planned_all": "1.200.000,50", "spent_all": "0", "source": "raporti"}


def item(site: Site) -> PlanItem:
    """The only item of Bashkia Provë's plan, of which nothing is said yet."""
    with site.database.reading() as session:
        return plan(site, "prove-2025").items(session)[0]


def path(site: Site) -> str:
    return f"/puna/planet/prove-2025/zerat/{item(site).id}/ecuria"


def held(site: Site, year: int = 2026) -> Progress | None:
    with site.database.reading() as session:
        return progress_in(session, item(site).id or 0, year)


def test_a_year_is_recorded(training: Site) -> None:
    client = training.client(OTHER_EDITOR)
    answer = training.form(client, path(training), **YEAR)
    assert answer.status_code == 303, answer.text
    found = held(training)
    assert found is not None
    assert (found.indicator_value, found.planned_all, found.spent_all) == (
        Decimal("3.5"), Decimal("1200000.50"), Decimal(0))  # fmt: skip
    assert verified(training) == "progress.record"
    assert "2026" in client.get("/puna/planet/prove-2025").text


def test_its_source_stands_beside_it_on_the_public_page(training: Site) -> None:
    """The year leads to its own note, and the item to the item's."""
    year = {**YEAR, "source": "raporti i ushtrimit, faqja 12"}
    assert training.form(training.client(OTHER_EDITOR), path(training), **year).status_code == 303
    page = training.client().get("/planet/prove-2025").text
    row = page.split('<th scope="row">2026</th>')[1].split("</tr>")[0]
    (note,) = re.findall(r'href="#(burimi-\d+)"', row)
    assert "raporti i ushtrimit, faqja 12" in words(page.split(f'id="{note}"')[1].split("</li>")[0])
    assert "raporti i ushtrimit" not in item(training).source


BAD = [
    ({"year": ""}, "year", "Plotësojeni këtë fushë."),
    ({"year": "sivjet"}, "year", "Shkruani një vit"),
    ({"spent_all": "1,200,000.50"}, "spent_all", "Ky numër është shkruar si në vende të tjera"),
    ({"planned_all": "-1"}, "planned_all", "negativ"),
    ({"indicator_value": "", "planned_all": "", "spent_all": ""}, "indicator_value", "të paktën një"),
    ({"source": ""}, "source", "Plotësojeni këtë fushë."),
    ({"year": str(today().year + 1)}, "year", "Ky vit nuk ka ardhur ende"),
]


@pytest.mark.parametrize(("fields", "name", "words"), BAD)
def test_bad_input_is_told_at_the_field(training: Site, fields: dict[str, str], name: str, words: str) -> None:
    before = entries(training)
    answer = training.form(training.client(OTHER_EDITOR), path(training), **{**YEAR, "note": "mbetet", **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'href="#{name}"' in answer.text
    assert "mbetet" in answer.text
    assert entries(training) == before


def test_what_is_planned_may_be_for_a_year_to_come(training: Site) -> None:
    next_year = {"year": str(today().year + 1), "planned_all": "900", "source": "buxheti"}
    assert training.form(training.client(OTHER_EDITOR), path(training), **next_year).status_code == 303


@pytest.mark.both
def test_a_year_stands_once(training: Site) -> None:
    client = training.client(OTHER_EDITOR)
    for _ in range(2):
        assert training.form(client, path(training), **YEAR, nonce="e njëjta").status_code == 303
    answer = training.form(client, path(training), **YEAR)
    assert answer.status_code == 422
    assert "është regjistruar" in answer.text
    verified(training)


@pytest.mark.both
def test_a_year_is_mended_and_both_texts_are_shown_to_who_comes_late(training: Site) -> None:
    client = training.client(OTHER_EDITOR)
    training.form(client, path(training), **YEAR)
    edit = f"{path(training)}/2026"
    opened = fields_of(training, edit, OTHER_EDITOR)
    assert training.form(client, edit, **{**opened, "spent_all": "750.000"}).status_code == 303
    after = entries(training)
    assert training.form(client, edit, **{**opened, "spent_all": "750000"}).status_code == 303
    assert entries(training) == after
    stale = training.form(client, edit, **{**opened, "spent_all": "600.000"})
    assert stale.status_code == 409
    assert "750.000" in stale.text
    assert "600.000" in stale.text
    assert verified(training) == "progress.revise"


BEYOND = {**YEAR, "spent_all": "1.800.001"}
"""More than one and a half times what was planned; the item has no cost of its own."""


def test_a_sum_far_beyond_the_plan_is_asked_about_and_then_said(training: Site) -> None:
    client, before = training.client(OTHER_EDITOR), entries(training)
    answer = training.form(client, path(training), **BEYOND, note="mbetet")
    assert answer.status_code == 422
    asked = words(answer.text)
    assert "Të shpenzuara: 1.800.001 lekë, kur të planifikuara janë më së shumti 1.200.000,50 lekë" in asked
    assert "A është e saktë kjo shumë?" in asked
    assert "1,800,001 lek" in words(training.form(client, "/en" + path(training), **BEYOND).text)
    assert "mbetet" in answer.text
    assert (entries(training), held(training)) == (before, None)
    assert training.form(client, path(training), **BEYOND, sum_known="y").status_code == 303
    said = "1.800.001 lekë, shumë më tepër se 1.200.000,50 lekë të planifikuara"
    assert said in words(training.client().get("/planet/prove-2025").text)
    assert said.replace(" lekë,", ",") in words(client.get(f"/puna/planet/prove-2025/zerat/{item(training).id}").text)
    english = words(training.client().get("/en/planet/prove-2025").text)
    assert "far more than the 1,200,000.50 lek planned" in english


def test_it_is_asked_again_where_the_sum_changes_and_of_no_usual_one(training: Site) -> None:
    client = training.client(OTHER_EDITOR)
    usual = {**YEAR, "spent_all": "1.800.000,75"}
    assert training.form(client, path(training), **usual).status_code == 303
    assert "shumë më tepër" not in training.client().get("/planet/prove-2025").text
    edit = f"{path(training)}/2026"
    opened = fields_of(training, edit, OTHER_EDITOR)
    assert "A është e saktë" in training.form(client, edit, **{**opened, "spent_all": "18.000.000"}).text
    answer = training.form(client, edit, **{**opened, "spent_all": "18.000.000", "sum_known": "y"})
    assert answer.status_code == 303
    assert verified(training) == "progress.revise"


@pytest.mark.parametrize(
    ("cost", "of_year", "planned", "most"),
    [
        (None, {}, None, None),
        (Decimal(100), {}, None, Decimal(100)),
        (Decimal(100), {"2026": "40"}, Decimal(120), Decimal(120)),
        (None, {"2026": "130", "2027": "900"}, Decimal(120), Decimal(130)),
    ],
)
def test_it_is_held_against_the_most_that_anybody_planned(
    cost: Decimal | None, of_year: dict[str, str], planned: Decimal | None, most: Decimal | None
) -> None:
    of_plan = PlanItem(plan_id=1, number="1", position=1, level="masë", text="x", source="x", cost_all=cost,
                       costs_by_year=of_year)  # fmt: skip
    year = Progress(item_id=1, year=2026, planned_all=planned, spent_all=Decimal(10**9), source="x")
    assert year.planned(of_plan) == most
    assert year.is_far_beyond(of_plan) is (most is not None)


def test_the_year_itself_stays(training: Site) -> None:
    client = training.client(OTHER_EDITOR)
    training.form(client, path(training), **YEAR)
    edit = f"{path(training)}/2026"
    answer = training.form(client, edit, **{**fields_of(training, edit, OTHER_EDITOR), "year": "2025"})
    assert answer.status_code == 422
    assert "Viti nuk mund të ndryshohet" in answer.text


def test_who_may_not(training: Site) -> None:
    address = path(training)
    for person in (EDITOR, REVIEWER, COORDINATOR):
        client = training.client(person)
        assert client.get(address).status_code == 403
        assert training.form(client, "/puna", post_to=address, **YEAR).status_code == 403
    assert held(training) is None
    client = training.client(OTHER_EDITOR)
    assert client.get(f"{address}/1999").status_code == 404
    assert client.get("/puna/planet/prove-2025/zerat/99999/ecuria").status_code == 404
