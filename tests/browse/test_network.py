"""/ and /bashkite: what a contract is, what stands of each mandate, where. The real record is only read."""

import gzip
import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from sqlmodel import col, select

from pop_tracker.browse.map import LINE, drawing
from pop_tracker.elections.offices import Office
from pop_tracker.history import Actor
from pop_tracker.monitoring.pop_figures import PublishedFigure, together
from tests.conftest import Site
from tests.pages import main_of, words


def test_it_says_first_what_a_social_contract_is(real: Site) -> None:
    said = words(main_of(real.client().get("/").text))
    assert said.partition("> ")[2].startswith(
        "Çfarë kërkuan qytetarët dhe çfarë u bë Kontrata sociale është lista me shkrim e asaj që qytetarët e një "
        "bashkie u kërkojnë atyre që e drejtojnë."
    )
    assert "që e drejtojnë. E harton një organizatë" in said, "“e” is told what it means where it goes on"


def test_each_mandate_says_its_own_counts_and_no_percentage_of_few(real: Site) -> None:
    computed = main_of(real.client().get("/").text).split("Shifra të botuara nga POP")[0]
    newest, before = computed.split('Mandati <span class="years">2019–2023')
    assert "23 zotime, asnjë i vlerësuar." in words(newest.split("2023–2027")[1])
    assert "Fier" not in words(newest)
    assert "5 nga 5 u vlerësuan: 0 plotësisht, 3 pjesërisht, 2 nuk janë adresuar." in words(before)
    assert (
        "Fier, raundi 1 , gusht 2019 – gusht 2020. Vlerësime të botuara ka për 1 nga 12 bashkitë e rrjetit."
    ) in words(before)
    assert "%" not in words(computed)
    # In Fier's contract a priority is the commitment: one count, said once.
    assert words(before).split("12 bashki ")[0].count("3 pjesërisht") == 1
    assert "Në nivel prioriteti, siç i boton POP, numrat janë të njëjtë." in words(before)


def test_priorities_that_count_otherwise_are_counted_apart(training: Site) -> None:
    said = words(main_of(training.client().get("/").text))
    assert "10 nga 14 u vlerësuan: 2 plotësisht, 6 pjesërisht, 2 nuk janë adresuar." in said
    assert "Në nivel prioriteti, siç i boton POP: 3 nga 5 u vlerësuan: 0 plotësisht" in said


def test_the_same_in_english(real: Site) -> None:
    said = words(real.client().get("/en").text)
    assert "0 fully, 3 partially, 2 not addressed." in said
    assert "Fier, round 1 , August 2019 – August 2020." in said
    assert "Published assessments cover 1 of the network’s 12 municipalities." in said


def test_the_search_leads_to_the_commitments(real: Site) -> None:
    html = real.client().get("/").text
    assert 'action="/zotimet"' in html
    assert "/kontratat/korce-2023/" in real.client().get("/zotimet?q=shkolla").text


def test_pops_own_figures_stand_apart_with_each_source_once(real: Site) -> None:
    html = main_of(real.client().get("/").text)
    computed, published = html.split("Shifra të botuara nga POP")
    for figure in ("17%", "58%", "25%", "74,5%", "76%"):
        assert figure not in computed
        assert figure in published
    said = words(published)
    assert said.count("nga 101 prioritete") == 1
    assert said.count("përkufizimi dihet") == 1
    assert said.count("përkufizimi nuk dihet") == 2
    assert said.count("Burimi: ") == 5  # three sources, and two notes that quote theirs
    assert said.count("gadc.org.al") == 1


def test_only_neighbours_of_which_the_same_is_said_are_told_together() -> None:
    def figure(**other: Any) -> PublishedFigure:
        said: dict[str, Any] = {
            "scope_sq": "Bashkia Shembull",
            "period": "2022–2023",
            "of": "prioritete",
            "source": "popnetwork.al",
        }
        return PublishedFigure(**{**said, **other})

    for differs in ("scope_sq", "period", "of", "note_sq", "source"):
        alike, other = [figure(), figure()], figure(**{differs: "tjetër"})
        assert together([*alike, other]) == [alike, [other]], differs


def test_municipalities_of_which_something_is_known_are_links_on_the_map(real: Site) -> None:
    html = real.client().get("/").text
    drawn = html.split('<svg class="map"')[1].split("</svg>")[0]
    assert drawn.count("<a href=") == 12
    assert "<title>Fier: kontratë me vlerësime</title>" in drawn
    assert "<title>Korçë: kontratë me tekst, ende pa vlerësime</title>" in drawn
    assert "<title>Tiranë: dihet kontrata, jo teksti i saj</title>" in drawn
    assert "<title>Durrës: bashki e rrjetit, kontrata ende nuk është këtu</title>" in drawn
    assert "<title>Tropojë: jashtë rrjetit</title>" in drawn
    assert "Kufij të përafërt" in html
    assert "#" not in re.sub(r"url\(#[a-z-]+\)", "", drawn)  # colours are the style's
    assert len(gzip.compress(drawn.encode())) <= 12_000


@pytest.mark.parametrize("known", [("tirane", "kamez", "vore", "durres", "shkoder"), ("konispol", "finiq", "sarande")])
def test_no_two_names_of_the_map_meet_and_none_lies_on_the_country(known: tuple[str, ...]) -> None:
    found = drawing({slug: (slug, "member") for slug in known})
    assert found is not None
    assert {name.name for name in found.names} == set(known)
    for is_left in (True, False):
        side = [name for name in found.names if name.is_left is is_left]
        assert all(name.x < found.left or name.x > found.right for name in side)
        assert all(0 <= name.y <= found.height for name in side)
        assert all(below.y - above.y >= LINE - 0.01 for above, below in pairwise(side))


def test_invented_municipalities_have_no_map(training: Site) -> None:
    html = training.client().get("/").text
    assert "Kufij të përafërt" not in html
    assert 'href="/bashkite/shembull"' in html


def test_what_was_loaded_is_one_line_without_numbers_of_the_record(real: Site) -> None:
    html = main_of(real.client().get("/").text)
    assert re.search(r"U ngarkuan \d+ të dhëna\.", words(html))
    assert not re.search(r"/ndryshimet/\d", html)
    assert 'href="/ndryshimet"' in html


def test_an_act_is_said_with_who_did_it(training: Site) -> None:
    with training.database.writing() as session:
        office = session.exec(select(Office).where(col(Office.until_on).is_(None))).first()
        assert office is not None
        office.end(session, Actor(None, "organizata-a"), until_on=date(2026, 2, 1), source="e shpikur")
    said = words(main_of(training.client().get("/").text))
    news = said.split("Ndryshimet e fundit")[1]
    act, loaded = news.split(" U ngarkuan ")
    assert re.fullmatch(r" Largim nga detyra: [^.]+\. Organizata Shembullore, \d+ \w+ \d{4}", act)
    assert loaded.startswith("115 të dhëna.")
    in_english = main_of(training.client().get("/en").text)
    assert f'<span lang="sq">{office.name}</span>' in in_english
    assert "Example Organisation" in in_english


def test_an_empty_record_says_so(empty: Site) -> None:
    said = words(main_of(empty.client().get("/").text))
    assert "Ende nuk është botuar asnjë kontratë." in said
    assert "%" not in said


def test_the_list_tells_those_in_the_network_from_the_others(real: Site) -> None:
    said = words(real.client().get("/bashkite").text)
    assert "12 nga 61 bashkitë" in said
    before, others = said.split("Bashkitë jashtë rrjetit")
    assert "Korçë" in before
    assert "Tropojë" in others
    english = words(real.client().get("/en/bashkite").text)
    assert "Civil Society Development Center" in english
    assert "Qendra për Zhvillimin" not in english
