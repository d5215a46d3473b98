"""A needs assessment as tables of its seven kinds of data; what a document leaves out reads so."""

import re
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from pop_tracker.places.models import units_of
from pop_tracker.plans.needs import NeedsFigure, NeedsKind, needs_of
from pop_tracker.plans.standing import plan_by_slug
from tests.browse.crowd import crowd
from tests.browse.play import MOST_BYTES, travels
from tests.cast import EDITOR
from tests.conftest import Site
from tests.pages import words
from tests.plans.play import fields_of

NEEDS = "/planet/shembull-2024/nevojat"


def section(html: str, letter: str) -> str:
    """All that stands of one kind, up to the next."""
    return re.split(r' id="[a-g]"', html.split(f' id="{letter}"')[1])[0]


def test_seven_kinds_in_their_order_with_the_documents_words(training: Site) -> None:
    html = training.client().get(NEEDS).text
    places = [html.index(f'id="{letter}"') for letter in "abcdefg"]
    assert places == sorted(places)
    assert "“Popullsia, familjet dhe moshat sipas njësive administrative”" in words(section(html, "a"))


def test_each_unit_has_a_bar_and_the_whole_has_none(training: Site) -> None:
    people = section(training.client().get(NEEDS).text, "a")
    assert "4 tregues, 2023" in words(people), "the year of all of them, once"
    first = people.split("<details")[1]
    assert words(first).startswith('class="fold fold--open indicator"> Popullsia (banorë) E gjithë bashkia: 23.250')
    assert "Njësia Lindore 3.120" in words(first)
    # Every unit, and not the whole that they make up.
    assert first.count("<svg") == first.count("<dt>") == 6
    assert "2023" not in first


def test_places_that_a_figure_leaves_out_stand_in_one_line(training: Site) -> None:
    html = training.client().get(NEEDS).text
    assert "Raste të dhunës në familje (raste) Nuk thuhet sipas njësive." in words(section(html, "b"))
    assert "Nuk thuhet për: Njësia Jugore, Njësia Lindore." in words(section(html, "c"))
    assert "–" not in words(section(html, "c"))


def test_who_gives_a_service_stands_beside_it(training: Site) -> None:
    said = words(section(training.client().get(NEEDS).text, "c"))
    for provider in ("Publik", "Organizatë jofitimprurëse", "I kontraktuar"):
        assert provider in said


def test_money_is_written_as_money(training: Site) -> None:
    assert "14.200.000 lekë" in words(section(training.client().get(NEEDS).text, "e"))
    assert "14,200,000 lek" in words(section(training.client().get(f"/en{NEEDS}").text, "e"))


def test_each_figure_has_its_source(training: Site) -> None:
    html = training.client().get(NEEDS).text
    assert words(html).count("Burimi: e shpikur për ushtrim") == 1, "the one source of all, once"
    with training.database.writing() as session:
        plan = plan_by_slug(session, "shembull-2024")
        needs = needs_of(session, plan.id if plan else None)
        assert needs is not None
        session.exec(select(NeedsFigure).where(NeedsFigure.assessment_id == needs.id)).first().source = "Tjetër"  # type: ignore[union-attr]
    training.app.app.forget()
    html = training.client().get(NEEDS).text
    for letter in "abcdefg":
        assert 'href="#burimi-' in section(html, letter), letter


def test_kinds_named_without_figures_say_so(real: Site) -> None:
    html = real.client().get("/planet/puke-2025/nevojat").text
    assert words(html).count("shifra të tij nuk janë shënuar këtu") == 1
    for letter, said in zip("abcdefg", ("demografike", "Profili", "egzistuese", "Shpërndarja", "Financimi",
                                        "strukturat", "krahasuese"), strict=True):  # fmt: skip
        assert said in words(section(html, letter))


def test_it_is_found_from_its_plan_and_nowhere_without(real: Site) -> None:
    client = real.client()
    assert 'href="/planet/puke-2025/nevojat"' in client.get("/planet/puke-2025").text
    assert "/nevojat" not in client.get("/planet/durres-2025").text
    assert client.get("/planet/durres-2025/nevojat").status_code == 404
    assert client.get("/planet/askund-2025/nevojat").status_code == 404


@pytest.mark.both
def test_the_number_of_queries_does_not_grow_with_the_figures(training: Site) -> None:
    client = training.client()
    with training.count_queries() as before:
        assert client.get(NEEDS).status_code == 200
    with training.database.writing() as session:
        crowd(session, ("needs_figure",))
    training.app.app.forget()
    with training.count_queries() as after:
        assert client.get(NEEDS).status_code == 200
    assert len(after) == len(before) <= 8


def many_figures(session: Session) -> None:
    """A thousand and more for Shembull's plan: of every kind but two, in each unit, each with its source."""
    plan = plan_by_slug(session, "shembull-2024")
    assert plan is not None
    needs, units = needs_of(session, plan.id), units_of(session, plan.municipality_id)
    assert needs is not None
    for kind in list(NeedsKind)[:5]:
        for row in range(1000 // 5 // len(units) + 1):
            for unit in units:
                session.add(
                    NeedsFigure(
                        assessment_id=needs.id or 0, position=1000 + row, needs_kind=kind, label=f"Shifra {row}",
                        unit_id=unit.id, quantity=Decimal(row * 7 + (unit.id or 0)), measure="persona",
                        source=f"Raporti, faqja {row}",
                    )
                )  # fmt: skip
    session.flush()
    assert len(session.exec(select(NeedsFigure).where(NeedsFigure.assessment_id == needs.id)).all()) > 1000


def test_a_thousand_figures_come_a_page_at_a_time(training: Site) -> None:
    client = training.client()
    with training.count_queries() as before:
        client.get(NEEDS)
    with training.database.writing() as session:
        many_figures(session)
    training.app.app.forget()
    client.headers["Accept-Encoding"] = "br"
    with training.count_queries() as after:
        first = client.get(NEEDS)
    assert len(after) == len(before)
    assert 'id="a"' in first.text
    seen, path = 0, f"/en{NEEDS}"
    while path:
        page = client.get(path)
        assert travels(page) < MOST_BYTES, path
        seen += page.text.count("<strong")
        following = re.search(r'rel="next" href="([^"]+)"', page.text)
        path = following[1] if following else ""
    position = re.search(r"of (\d+)", page.text.split("pager__position")[1])
    assert position is not None
    assert seen == int(position[1]) > 100
    assert client.get(f"{NEEDS}?faqja=x").status_code == client.get(f"{NEEDS}?faqja=9999").status_code == 404


@pytest.mark.both
def test_whoever_writes_them_turns_pages_too(training: Site) -> None:
    client, work = training.client(EDITOR), f"/puna{NEEDS}"
    with training.count_queries() as before:
        client.get(work)
    with training.database.writing() as session:
        many_figures(session)
    with training.count_queries() as after:
        first = client.get(work)
    assert len(after) <= len(before)
    assert first.text.count('<th scope="row"') == 100
    assert len(first.content) < MOST_BYTES
    assert "Asnjë shifër e shënuar." not in client.get(f"{work}?faqja=2").text, (
        "what has none says so on the first page"
    )
    last = client.get(f"{work}?faqja=10")
    assert 'rel="prev"' in last.text
    assert client.get(f"{work}?faqja=99").status_code == 404
    link = re.findall(r'href="(/puna/planet/shembull-2024/nevojat/shifrat/\d+)"', last.text)[-1]
    fields = fields_of(training, link)
    location = training.form(client, link, **{**fields, "quantity": "77.777"}).headers["location"]
    assert "?faqja=10#" in location
    assert "77.777" in client.get(location).text
