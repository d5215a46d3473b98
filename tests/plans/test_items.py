"""Items of a plan by hand: every field, the levels and units they may stand in, taking one out."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from pop_tracker import history
from pop_tracker.places.models import units_of
from pop_tracker.plans.items import PlanItem, units_of_items
from pop_tracker.plans.legal_basis import read_citation
from pop_tracker.plans.levels import misplaced
from pop_tracker.plans.models import Plan
from pop_tracker.web.errors import Refusal
from tests.cast import EDITOR, OTHER_EDITOR, SECOND_EDITOR
from tests.conftest import Site
from tests.pages import words
from tests.plans.play import entries, fields_of, plan, removal, unit_slugs, verified

WORK = "/puna/planet/prove-2025"
NEW = f"{WORK}/zerat/i-ri"
ITEM: dict[str, Any] = {
    "level": "masë",
    "number": "7.1",
    "parent": "7",
    "text": "Rruga e re",
    "responsible_body": "Drejtoria e Investimeve",
    "partners": "Ndërmarrja e rrugëve",
    "due": "çdo vit",
    "cost_all": "1.200.000,50",
    "funding_source": "buxheti",
    "programme_code": "045",
    "indicator": "Kilometra të shtruara",
    "indicator_unit": "km",
    "baseline": "0",
    "baseline_year": "2024",
    "target": "12,5",
    "target_year": "2026",
    "place": "lagjja e re",
    "target_groups": "të gjithë",
    "source": "plani, faqja 9",
}


def items(site: Site, slug: str = "prove-2025") -> dict[str, PlanItem]:
    with site.database.reading() as session:
        return {one.number: one for one in plan(site, slug).items(session)}


def added(site: Site, **fields: Any) -> PlanItem:
    sent = {**ITEM, "parent": "", **fields}
    answer = site.form(site.client(OTHER_EDITOR), NEW, **sent)
    assert answer.status_code == 303, answer.text
    return items(site)[sent["number"]]


def top(site: Site) -> PlanItem:
    return added(site, number="7", level="objektiv", text="Rrugë të mira")


def test_every_field_is_kept_and_read_as_people_write(training: Site) -> None:
    top(training)
    units = unit_slugs(training)[:2]
    item = added(training, **{**ITEM, "units": units})
    assert (item.cost_all, item.baseline, item.target) == (Decimal("1200000.50"), Decimal(0), Decimal("12.5"))
    assert (item.baseline_year, item.target_year, item.programme_code) == (2024, 2026, "045")
    for name in ("responsible_body", "partners", "due", "funding_source", "indicator", "indicator_unit", "place",
                 "target_groups", "source"):  # fmt: skip
        assert getattr(item, name) == ITEM[name]
    with training.database.reading() as session:
        held = units_of_items(session, plan(training, "prove-2025").id)
        assert {unit.slug for unit in held[item.id or 0]} == set(units)
    assert verified(training) == "plan.revise"


def test_the_form_opens_as_it_was_saved_and_sent_back_changes_nothing(training: Site) -> None:
    top(training)
    item = added(training, **{**ITEM, "units": unit_slugs(training)[:2]})
    path, before = f"{WORK}/zerat/{item.id}", entries(training)
    opened = fields_of(training, path, OTHER_EDITOR)
    assert opened["cost_all"] == "1.200.000,50"
    assert len(opened["units"]) == 2
    client = training.client(OTHER_EDITOR)
    assert training.form(client, path, **{**opened, "cost_all": "1200000,50"}).status_code == 303
    assert entries(training) == before
    assert training.form(client, path, **{**opened, "units": opened["units"][:1]}).status_code == 303
    assert entries(training) == before + 1
    verified(training)


BAD = [
    ({"cost_all": "shumë"}, "cost_all", "Shkruani numrin si 1.200.000,50"),
    ({"cost_all": "1,200,000.50"}, "cost_all", "1.200.000,50 (1 milion e 200 mijë presje 5)"),
    ({"cost_all": "1200.50"}, "cost_all", "Ky numër është shkruar si në vende të tjera"),
    ({"cost_all": "600,000"}, "cost_all", "Ky numër lexohet në dy mënyra"),
    ({"target": "12,5", "indicator_unit": "fëmijë"}, "target", "numërohen me numra të plotë"),
    ({"cost_all": "-5"}, "cost_all", "negativ"),
    ({"cost_all": "1555,555"}, "cost_all", "Më së shumti 2 shifra"),
    ({"cost_all": "100.000.000.000.000"}, "cost_all", "shumë i madh"),
    ({"target": "dymbëdhjetë"}, "target", "Shkruani numrin si"),
    ({"target_year": "2020"}, "target_year", "para vlerës fillestare"),
    ({"baseline": ""}, "baseline", "Keni shkruar vitin, por jo vlerën"),
    ({"baseline_year": "24"}, "baseline_year", "Shkruani një vit"),
    ({"programme_code": "45"}, "programme_code", "tri shifra"),
    ({"units": ["njesia-lindore"]}, "units", "Zgjidhni një nga mundësitë"),
    ({"number": "7. 1"}, "number", "pa hapësira"),
    ({"level": "objektiv"}, "parent", "një “objektiv” nuk mund të bëjë pjesë në një “objektiv” tjetër"),
    ({"partners": "x" * 2001}, "partners", "Teksti është tepër i gjatë"),
]


@pytest.mark.parametrize(("fields", "name", "words"), BAD)
def test_bad_input_is_told_at_the_field_and_kept(training: Site, fields: dict[str, Any], name: str, words: str) -> None:
    top(training)
    before = entries(training)
    answer = training.form(training.client(OTHER_EDITOR), NEW, **{**ITEM, "funding_source": "mbetet këtu", **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'href="#{name}"' in answer.text
    assert "mbetet këtu" in answer.text
    assert entries(training) == before


def test_a_level_never_stands_above_the_one_that_it_stood_under(training: Site) -> None:
    top(training)
    added(training, **ITEM)
    upside_down = {**ITEM, "number": "7.1.1", "parent": "7.1", "level": "Objektiv"}
    answer = training.form(training.client(OTHER_EDITOR), NEW, **upside_down)
    assert answer.status_code == 422
    assert "në këtë plan “masë” bën pjesë në “Objektiv”, dhe jo anasjelltas" in answer.text
    assert "7.1.1" not in items(training)


def wrong(*rows: tuple[str, str, str]) -> list[str]:
    return [number for number, _ in misplaced(rows)]


def test_levels_are_told_by_the_plan_itself() -> None:
    fine = [("1", "shtyllë", ""), ("1.1", "masë", "1"), ("1.1.1", "aktivitet", "1.1"), ("2", "shtyllë", "")]
    assert wrong(*fine) == []
    assert wrong(*fine, ("2.1", "aktivitet", "2")) == [], "a level may be skipped"
    assert wrong(*fine, ("2.1", "masë", "1.1.1")) == ["2.1"]
    assert wrong(*fine, ("2.1", "shtyllë", "1.1.1")) == ["2.1"], "however far below"
    assert wrong(*fine, ("2.1", "SHTYLLË", "2")) == ["2.1"]
    assert wrong(*fine, ("3", "pikë", "nuk ka")) == []
    assert wrong(*fine, ("", "", "")) == [], "a form that is still empty"


def test_no_item_stands_in_a_unit_of_another_municipality(training: Site) -> None:
    """Also where the form is passed by."""
    with training.database.writing() as session:
        held = session.exec(select(Plan).where(Plan.slug == "prove-2025")).one()
        foreign = units_of_first(session, "shembull-2024")
        with pytest.raises(Refusal, match="bashkie tjetër"):
            held.add_item(session, training.viewer(session, OTHER_EDITOR),
                          {"level": "masë", "number": "9", "text": "x", "source": "x"}, "", [foreign])  # fmt: skip
        session.rollback()


def units_of_first(session: Session, slug: str) -> int:
    held = session.exec(select(Plan).where(Plan.slug == slug)).one()
    return units_of(session, held.municipality_id)[0].id or 0


@pytest.mark.both
def test_an_item_is_taken_out_with_a_reason_once(training: Site) -> None:
    item = top(training)
    path = f"{WORK}/zerat/{item.id}"
    client, sent = training.client(OTHER_EDITOR), removal(training, path)
    assert f'href="{path}/heqja"' in client.get(path).text
    asked = words(client.get(f"{path}/heqja").text)
    assert "Rrugë të mira" in asked
    assert "Kjo nuk kthehet." in asked
    assert "Jo, kthehuni" in asked
    assert "7" in items(training), "asking changes nothing"
    assert training.form(client, path, post_to=f"{path}/heqja", **sent, reason="").status_code == 422
    for _ in range(2):
        answer = training.form(client, WORK, post_to=f"{path}/heqja", **sent, reason="nuk është në plan")
        assert answer.status_code == 303
    assert "7" not in items(training)
    with training.database.reading() as session:
        assert history.entries(session, limit=1)[0].reason == "nuk është në plan"
    verified(training)


def named(site: Site, table: str, column: str = "plan_item_id") -> PlanItem:
    """An item of Bashkia Shembull that a row of the table names."""
    with site.database.reading() as session:
        named: Sequence[int] = session.scalars(sa.select(sa.column(column)).select_from(sa.table(table))).all()
        return next(one for one in plan(site).items(session) if one.id in named)


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("finding", "plan_item_id", "Gjetja për zotimin"),
        ("consultation_thread", "plan_item_id", "Një pikë e konsultimit"),
        ("progress", "item_id", "Është regjistruar ecuria për vitin"),
        ("plan_item", "parent_id", "Në këtë zë bëjnë pjesë"),
    ],
)
def test_an_item_that_something_names_stays_and_the_page_says_what(
    training: Site, table: str, column: str, words: str
) -> None:
    item = named(training, table, column)
    path = f"/puna/planet/shembull-2024/zerat/{item.id}"
    client = training.client(EDITOR)
    assert words in client.get(path).text
    assert f'href="{path}/heqja"' not in client.get(path).text, "no way to what cannot be done"
    assert client.get(f"{path}/heqja").headers["location"] == path
    opened = fields_of(training, path)
    answer = training.form(client, path, post_to=f"{path}/heqja", version=opened["version"], reason="pse")
    assert answer.status_code == 422
    assert words in answer.text
    assert item.number in items(training, "shembull-2024")


@pytest.mark.parametrize("table", ["consultation_thread", "progress"])
def test_the_number_that_the_record_names_stays(training: Site, table: str) -> None:
    item = named(training, table, "item_id" if table == "progress" else "plan_item_id")
    path = f"/puna/planet/shembull-2024/zerat/{item.id}"
    answer = training.form(training.client(EDITOR), path, **{**fields_of(training, path), "number": "99"})
    assert answer.status_code == 422
    assert 'href="#number"' in answer.text


def test_who_may_not_take_out(training: Site) -> None:
    item = items(training)["1"]
    path = f"{WORK}/zerat/{item.id}/heqja"
    assert training.form(training.client(EDITOR), "/puna", post_to=path, reason="pse").status_code == 403
    assert "1" in items(training)


@pytest.mark.both
def test_a_stale_item_shows_both_texts(training: Site) -> None:
    item = items(training, "shembull-2024")["1.1"]
    path = f"/puna/planet/shembull-2024/zerat/{item.id}"
    opened = fields_of(training, path)
    training.form(training.client(SECOND_EDITOR), path, **{**opened, "due": "pranverë"})
    stale = training.form(training.client(EDITOR), path, **{**opened, "due": "vjeshtë"})
    assert stale.status_code == 409
    assert "pranverë" in stale.text
    assert "vjeshtë" in stale.text


CITATIONS = [
    ("Ligji nr. 121/2016 “Për shërbimet e kujdesit shoqëror”", "121", 2016),
    ("Ligji nr.121, datë 21.11.2016 “Për Shërbimet e Kujdesit Shoqëror”", "121", 2016),
    ("Ligji 139/2015 “Per qeverisjen vendore”", "139", 2015),
    ("ligjit nr. 9887, datë 10.3.2008", "9887", 2008),
    ("Ligji Nr 8652, dt. 31.07.2000", "8652", 2000),
    ("VKM nr. 518, datë 4.9.2018", "518", 2018),
    ("Strategjia Kombëtare për Mbrojtjen Sociale 2023–2030", None, None),
    ("Strategjia 2023/2030", None, None),
    ("Ligji për shërbimet e kujdesit shoqëror", None, None),
    ("Ligji nr. 121", None, None),
]


@pytest.mark.parametrize(("line", "number", "year"), CITATIONS)
def test_a_citation_is_read(line: str, number: str | None, year: int | None) -> None:
    found = read_citation(line)
    assert (found.text, found.number, found.year) == (line, number, year)
    assert found.is_whole == (number is not None or not line.startswith("Ligji"))


def test_a_law_without_number_and_year_is_refused(training: Site) -> None:
    path = "/puna/planet/shembull-2024/te-dhenat"
    for line in ("Ligji për shërbimet", "Ligji nr. 121"):
        sent = {**fields_of(training), "legal_basis": f"Strategjia Kombëtare\n{line}"}
        answer = training.form(training.client(EDITOR), path, **sent)
        assert answer.status_code == 422
        assert line in answer.text
        assert 'href="#legal_basis"' in answer.text
    assert training.form(training.client(EDITOR), path, **{**sent, "legal_basis": "Kushtetuta"}).status_code == 303


def test_a_plan_follows_another_of_its_municipality(training: Site) -> None:
    client = training.client(EDITOR)
    new = {
        "municipality": "shembull",
        "plan_kind": "social_plan",
        "title": "Plani Social 2028-2031",
        "period_from": "2028",
        "source": "ushtrim",
        "predecessor": "shembull-2024",
    }
    answer = training.form(client, "/puna/planet/i-ri", **new)
    assert answer.status_code == 303, answer.text
    slug = answer.headers["location"].rpartition("/")[2]
    assert plan(training, slug).predecessor_id == plan(training).id
    assert "Plani Social 2028-2031" in client.get("/puna/planet/shembull-2024").text, "its successor"
    circle = {**fields_of(training), "predecessor": slug}
    answer = training.form(client, "/puna/planet/shembull-2024/te-dhenat", **circle)
    assert answer.status_code == 422
    assert "Plani që zgjodhët vjen vetë pas këtij" in answer.text
    elsewhere = {**new, "municipality": "ushtrim", "title": "Tjetër"}
    answer = training.form(client, "/puna/planet/i-ri", **elsewhere)
    assert answer.status_code == 422
    assert 'href="#predecessor"' in answer.text
    verified(training)


def test_one_more_item_opens_under_the_same_item_with_the_source_named_last(training: Site) -> None:
    client, under = training.client(OTHER_EDITOR), top(training).number
    taken = training.form(client, NEW, **{**ITEM, "parent": under, "number": f"{under}.9", "veprimi": "tjeter"})
    assert taken.headers["location"] == f"{NEW}?nen={under}"
    page = client.get(taken.headers["location"]).text
    assert "Zëri u shtua." in words(page)
    assert f'<option value="{under}" selected>' in page
    assert ITEM["source"] in page
    assert f">{ITEM['text']}</textarea>" not in page
