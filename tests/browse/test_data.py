"""/te-dhenat: every offer leads somewhere."""

import re

from tests.conftest import Site
from tests.pages import main_of, words


def test_everything_offered_is_there(training: Site) -> None:
    client = training.client()
    html = client.get("/te-dhenat").text
    offered = set(re.findall(r'href="(/(?:zotimet|pergjigjet|api|ndryshimet)[^"]*)"', html))
    assert {"/zotimet.csv", "/pergjigjet.csv", "/api", "/ndryshimet.atom", "/zotimet.csv?bashkia=shembull"} <= offered
    for address in offered:
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_what_stands_at_contracts_and_municipalities_is_told(training: Site) -> None:
    client = training.client()
    page = words(main_of(client.get("/te-dhenat").text))
    assert "Te faqja e çdo kontrate: XLSX dhe CSV" in page
    assert "Te faqja e çdo bashkie me më shumë se një kontratë: CSV" in page
    assert 'href="/kontratat/prove-2019/tabela.csv"' in client.get("/kontratat/prove-2019").text
    assert 'href="/bashkite/prove/mandatet"' in client.get("/bashkite/prove").text
    assert 'href="/bashkite/prove/mandatet.csv"' in client.get("/bashkite/prove/mandatet").text


def test_licences_stand_in_both_languages(training: Site) -> None:
    assert "CC BY 4.0" in training.client().get("/te-dhenat").text
    assert "Licence" in training.client().get("/en/te-dhenat").text


def test_published_figures_stand_apart_with_their_sources(real: Site) -> None:
    html = real.client().get("/te-dhenat").text
    assert "Nuk llogariten këtu" in html
    for figure in ("17%", "58%", "25%", "74,5%", "76%"):
        assert figure in html
    assert "74.5%" in real.client().get("/en/te-dhenat").text
