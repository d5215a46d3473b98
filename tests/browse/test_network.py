"""/ and /bashkite: one sentence with a figure that says what it is out of. The real record is only read."""

import gzip
import re

from tests.conftest import Site
from tests.pages import main_of, words


def test_the_headline_names_figure_round_years_and_coverage(real: Site) -> None:
    said = words(real.client().get("/").text)
    assert (
        "3 nga 5 zotimet e vlerësuara (60%) janë adresuar, plotësisht ose pjesërisht. "
        "Vlerësime të botuara ka për 1 nga 12 bashkitë e rrjetit: Fier, raundi 1, gusht 2019 – gusht 2020."
    ) in said
    assert "Adresuar: plotësisht ose pjesërisht, në raundin e fundit të botuar të çdo kontrate." in said


def test_the_same_in_english(real: Site) -> None:
    said = words(real.client().get("/en").text)
    assert (
        "3 of the 5 commitments assessed (60%) have been addressed, fully or partially. "
        "Published assessments cover 1 of the network’s 12 municipalities: Fier, round 1, August 2019 – August 2020."
    ) in said


def test_pops_own_figures_stand_apart_with_their_sources(real: Site) -> None:
    html = real.client().get("/").text
    computed, published = html.split("Shifra të botuara nga POP")
    for figure in ("17%", "58%", "25%", "74,5%", "76%"):
        assert figure not in computed
        assert figure in published
    said = words(published)
    assert said.count("përkufizimi dihet") == 3
    assert said.count("përkufizimi nuk dihet") == 2
    assert published.count("source__label") == 5


def test_every_municipality_is_a_link_on_the_map_with_what_is_known(real: Site) -> None:
    html = real.client().get("/").text
    drawn = html.split("<svg viewBox=")[1].split("</svg>")[0]
    assert drawn.count("<a href=") == 61
    assert "<title>Fier: kontratë me vlerësime</title>" in drawn
    assert "<title>Korçë: kontratë me tekst, ende pa vlerësime</title>" in drawn
    assert "<title>Tiranë: dihet kontrata, jo teksti i saj</title>" in drawn
    assert "<title>Durrës: bashki e rrjetit, kontrata ende nuk është këtu</title>" in drawn
    assert "<title>Tropojë: jashtë rrjetit</title>" in drawn
    assert "Kufij të përafërt" in html
    assert len(gzip.compress(drawn.encode())) <= 12_000


def test_invented_municipalities_have_no_map(training: Site) -> None:
    html = training.client().get("/").text
    assert "Kufij të përafërt" not in html
    assert 'href="/bashkite/shembull"' in html


def test_what_changed_lately_leads_to_the_record(real: Site) -> None:
    html = real.client().get("/").text
    assert len(set(re.findall(r'href="/ndryshimet/(\d+)"', html))) == 6


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
