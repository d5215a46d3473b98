"""A plan of a thousand items stays light and asks the database as often as one of sixty."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from html import unescape
from itertools import product
from random import Random
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient
from sqlmodel import select

from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.items import PlanItem, PlanItemUnit, counting_order
from pop_tracker.plans.models import Plan
from pop_tracker.plans.progress import Progress
from pop_tracker.plans.standing import plan_by_slug
from tests.browse.play import MOST_BYTES, travels
from tests.cast import EDITOR
from tests.conftest import Site, axe_violations
from tests.plans.play import fields_of

DONE = ("Ngritja", "Zgjerimi", "Rikonstruksioni", "Pajisja", "Trajnimi", "Hartimi", "Mirëmbajtja", "Krijimi", "Botimi")
WHAT = ("qendrës ditore", "shkollës 9-vjeçare", "kopshtit", "rrjetit të ujit", "stafit social", "hartës së nevojave",
        "ndriçimit të rrugëve", "shërbimit në shtëpi", "këshillimit për familjet", "terreneve sportive")  # fmt: skip
FOR = ("të moshuarit që jetojnë vetëm", "fëmijët me aftësi të kufizuara", "të rinjtë e papunë", "gratë kryefamiljare",
       "familjet rome dhe egjiptiane", "nxënësit e klasave të para", "banorët e zonave të thella")  # fmt: skip
BODIES = ("Drejtoria e Shërbimeve Sociale", "Drejtoria e Investimeve", "Drejtoria e Arsimit", "Sektori i Rinisë")
MONEY = ("Buxheti i bashkisë", "Fondi social", "Grant shtetëror", "Donatorë", "Buxheti i bashkisë; donatorë")


def long_plan(chance: Random) -> Iterator[tuple[PlanItem, str]]:
    """Five priorities of four objectives of seven measures of six activities, each said whole; with parents."""
    for depth, level in enumerate(("prioritet", "objektiv", "masë", "aktivitet"), start=1):
        for way in product(*(range(1, most + 1) for most in (5, 4, 7, 6)[:depth])):
            number = ".".join(map(str, way))
            place = f"lagjja {chance.randint(1, 40)}, rruga {chance.randint(1, 300)}"
            yield (
                PlanItem(
                    plan_id=0,
                    number=number,
                    position=0,
                    level=level,
                    text=f"{chance.choice(DONE)} e {chance.choice(WHAT)} për {chance.choice(FOR)}, {place}",
                    source=f"Plani, faqja {20 + way[0] * 10 + (way[1] if depth > 1 else 0)}",
                    **(_measure(chance, place) if depth > 2 else {}),
                ),
                number.rpartition(".")[0],
            )


def _measure(chance: Random, place: str) -> dict[str, Any]:
    return {
        "responsible_body": chance.choice(BODIES),
        "partners": chance.choice(("", "Shoqata Provë", "UNICEF", "Ministria e ushtrimit")),
        "due": f"{chance.randint(1, 28)} qershor {chance.randint(2025, 2028)}",
        "cost_all": Decimal(chance.randint(100, 90_000)) * 1000,
        "funding_source": chance.choice(MONEY),
        "indicator": f"Numri i përdoruesve të {chance.choice(WHAT)}",
        "indicator_unit": "persona",
        "baseline": Decimal(chance.randint(0, 90)),
        "baseline_year": 2024,
        "target": Decimal(chance.randint(100, 900)),
        "target_year": 2028,
        "place": place,
        "target_groups": chance.choice(FOR),
        "programme_code": chance.choice(("091", "104", "081", "063")),
    }


def flat_plan(chance: Random, under: str = "") -> Iterator[tuple[PlanItem, str]]:
    """Three thousand measures beside each other, each said whole; below one item, where `under` is its number."""
    if under:
        yield PlanItem(plan_id=0, number=under, position=0, level="objektiv", text="Gjithçka", source="Plani"), ""
    for number in range(1, 3001):
        place = f"lagjja {chance.randint(1, 40)}, rruga {chance.randint(1, 300)}"
        yield (
            PlanItem(
                plan_id=0,
                number=f"{under}.{number}" if under else str(number),
                position=0,
                level="masë",
                text=f"{chance.choice(DONE)} e {chance.choice(WHAT)} për {chance.choice(FOR)}, {place}",
                source=f"Plani, faqja {20 + number // 10}",
                **_measure(chance, place),
            ),
            under,
        )


def grown(site: Site, slug: str, rows: Callable[[Random], Iterator[tuple[PlanItem, str]]] = long_plan) -> None:
    """Puts a long plan beside Shembull's, with a year of progress for every third item and a unit for each.

    Rows go in as they are; nothing enters the record, because only reading is watched.
    """
    chance = Random(3)
    with site.database.writing() as session:
        like = plan_by_slug(session, "shembull-2024")
        assert like is not None
        kept = like.model_dump(include={"municipality_id", "plan_kind", "period_from", "period_until", "source"})
        plan = Plan(slug=slug, title="Plani i gjatë", **kept)
        session.add(plan)
        session.flush()
        of_place = AdministrativeUnit.municipality_id == plan.municipality_id
        units = session.exec(select(AdministrativeUnit.id).where(of_place)).all()
        in_order = sorted(rows(chance), key=lambda row: counting_order(row[0].number))
        ids: dict[str, int | None] = {"": None}
        for position, (item, _) in enumerate(in_order, start=1):
            item.plan_id, item.position = plan.id or 0, position
        for level in dict.fromkeys(item.level for item, _ in in_order):  # what stands above is there before
            for item, above in in_order:
                if item.level == level:
                    item.parent_id = ids[above]
                    session.add(item)
            session.flush()
            ids |= {item.number: item.id for item, _ in in_order if item.level == level}
        for item, _ in in_order:
            session.add(PlanItemUnit(item_id=item.id or 0, unit_id=chance.choice(units) or 0))
            if item.cost_all is not None and chance.random() < 0.33:
                session.add(
                    Progress(
                        item_id=item.id or 0, year=2025, indicator_value=Decimal(chance.randint(0, 500)),
                        planned_all=item.cost_all / 4, spent_all=item.cost_all / 5, source="Raporti vjetor 2025",
                    )
                )  # fmt: skip


def deep(site: Site) -> None:
    grown(site, "shembull-2025")


def side_by_side(site: Site) -> None:
    grown(site, "shembull-2025", flat_plan)


def under_one(site: Site) -> None:
    grown(site, "shembull-2025", partial(flat_plan, under="1"))


BESIDE = pytest.mark.parametrize(("under", "play"), [("", side_by_side), ("1", under_one)])


def light(training: Site, client: TestClient[Any]) -> httpx.Response:
    """The long plan's page, which asks the database no more often than the one of sixty items, and sends little."""
    client.headers["Accept-Encoding"] = "br"
    with training.count_queries() as few:
        client.get("/planet/shembull-2024")
    with training.count_queries() as many:
        answer = client.get("/planet/shembull-2025")
    assert len(many) <= len(few)
    assert travels(answer) < MOST_BYTES
    return answer


def test_it_stays_light(training: Site) -> None:
    training.after(deep)
    with training.database.reading() as session:
        plan = plan_by_slug(session, "shembull-2025")
        assert plan is not None
        assert len(plan.items(session)) == 5 + 20 + 140 + 840
    client = training.client()
    answer = light(training, client)
    assert 'id="zeri-5.4.7.6"' in answer.text, "others link there"
    assert "<details open" not in answer.text
    # What is said of an item beside its words is one step away.
    assert "Numri i përdoruesve" not in answer.text
    assert 'href="/planet/shembull-2025?dega=1.1"' in answer.text
    branch = client.get("/planet/shembull-2025?dega=1.1")
    assert travels(branch) < MOST_BYTES
    assert 'id="zeri-1.1.7.6"' in branch.text
    assert "Numri i përdoruesve" in branch.text
    assert client.get("/planet/shembull-2025?dega=9").status_code == 404


def test_whoever_writes_it_opens_a_branch_at_a_time_too(training: Site) -> None:
    training.after(deep)
    client = training.client(EDITOR)
    page = client.get("/puna/planet/shembull-2025").text
    assert page.count('<li id="zeri-') == 5 + 20 + 140, "as many levels as a page holds"
    assert page.count('<details class="tree__under">') == 5 + 20
    assert "200 zëra më poshtë" in page, "under each of the five priorities"
    assert client.get("/puna/planet/shembull-2024").text.count('class="tree__under"') > 3, "a phone shows sixty folded"
    assert 'class="tree__under"' not in client.get("/puna/planet/shembull-pba-2025").text, "twelve are seen at once"
    branch = client.get("/puna/planet/shembull-2025?dega=1.1.1").text
    assert branch.count('<li id="zeri-') == 1 + 6
    assert 'href="/puna/planet/shembull-2025?dega=1.1#zerat"' in branch, "the way back up"


@BESIDE
def test_thousands_beside_each_other_come_a_page_at_a_time(
    training: Site, under: str, play: Callable[[Site], None]
) -> None:
    training.after(play)
    client = training.client()
    answer = light(training, client)
    start = "/planet/shembull-2025?"
    if under:
        assert answer.text.count('id="zeri-') == 1
        assert 'href="/planet/shembull-2025?dega=1"' in answer.text
        start += "dega=1&"
    for language in ("", "/en"):
        seen: list[str] = []
        path: str | None = f"{language}{start}faqja=29"
        while path:
            answer = client.get(path)
            assert travels(answer) < MOST_BYTES, path
            seen += re.findall(r'<li id="zeri-([\d.]+)"', answer.text)
            assert "Numri i përdoruesve" in answer.text, "nothing is left unsaid"
            following = re.search(r'rel="next" href="([^"#]+)#zerat"', answer.text)
            path = unescape(following[1]) if following else None
        numbers = [f"{under}.{n}" if under else str(n) for n in range(2801, 3001)]
        assert [number for number in seen if number != under] == numbers
    assert "2901–3000 of 3000" in answer.text
    for unknown in ("31", "0", "x", "-1", "1.5"):
        assert client.get(f"{start}faqja={unknown}").status_code == 404, unknown
    assert client.get("/planet/shembull-2024?faqja=1").status_code == 200
    assert client.get("/planet/shembull-2024?faqja=2").status_code == 404


@BESIDE
def test_whoever_writes_thousands_turns_pages_too(training: Site, under: str, play: Callable[[Site], None]) -> None:
    training.after(play)
    client = training.client(EDITOR)
    with training.count_queries() as few:
        small = client.get("/puna/planet/shembull-2024")
    with training.count_queries() as many:
        page = client.get("/puna/planet/shembull-2025")
    assert small.status_code == page.status_code == 200
    assert len(many) <= len(few)
    start = "/puna/planet/shembull-2025?" + ("dega=1&" if under else "")
    page = client.get(f"{start}faqja=30")
    assert page.text.count('<li id="zeri-') == (101 if under else 100)
    assert len(page.content) < 2 * MOST_BYTES
    assert unescape(page.text).count(f'rel="prev" href="{start}faqja=29#zerat"') == 1
    assert client.get(f"{start}faqja=31").status_code == 404
    number = f"{under}.3000" if under else "3000"
    with training.database.reading() as session:
        plan = plan_by_slug(session, "shembull-2025")
        assert plan is not None
        item_id = next(item.id for item in plan.items(session) if item.number == number)
    # What was written is found again, on whichever page it would be.
    path = f"/puna/planet/shembull-2025/zerat/{item_id}"
    location = training.form(client, path, **{**fields_of(training, path), "text": "Një fjalë tjetër"}).headers[
        "location"
    ]
    assert location == f"/puna/planet/shembull-2025?dega={number}#zeri-{item_id}"
    assert "Një fjalë tjetër" in client.get(location).text


def test_whatever_leads_to_an_item_finds_it(training: Site) -> None:
    """Once its plan is long, on a page of its own: the plan's first page may not hold it."""
    from_where = ["/kontratat/shembull-2023/1.1", "/kontratat/shembull-2023/matrica"]
    client, links = training.client(), r'href="(/planet/shembull-2024[^"]*#zeri-([\d.]+))"'
    before = [re.findall(links, client.get(path).text) for path in from_where]
    with training.database.writing() as session:
        plan = plan_by_slug(session, "shembull-2024")
        assert plan is not None
        for number in range(1001, 1301):
            session.add(PlanItem(plan_id=plan.id or 0, number=str(number), position=number, level="masë", text="Masë",
                                 source="Plani"))  # fmt: skip
    training.app.app.forget()
    after = [re.findall(links, client.get(path).text) for path in from_where]
    for short, long in zip(before, after, strict=True):
        assert short
        assert [number for _, number in long] == [number for _, number in short]
        for (address, number), (turned, _) in zip(short, long, strict=True):
            assert address == f"/planet/shembull-2024#zeri-{number}"
            assert turned == f"/planet/shembull-2024?dega={number}#zeri-{number}"
            assert f'id="zeri-{number}"' in client.get(turned).text


@pytest.mark.browser
def test_its_pages_read_on_a_phone_and_at_a_desk(served: Site, browser: Any, axe: str) -> None:
    """And are turned without JavaScript."""
    under_one(served)
    for width in (1280, 390, 320):
        page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        for path in (
            "/planet/shembull-2025",
            "/planet/shembull-2025?dega=1&faqja=2",
            "/en/planet/shembull-2025?dega=1.7",
        ):
            page.goto(served.address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert axe_violations(page, axe) == [], path
        page.context.close()
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(served.address + "/planet/shembull-2025")
    page.get_by_role("link", name="3000 zëra më poshtë").click()
    page.get_by_role("link", name="Më tej").click()
    page.wait_for_url("**/planet/shembull-2025?dega=1&faqja=2#zerat")
    assert page.locator("#zeri-1\\.101").is_visible()
    page.context.close()
