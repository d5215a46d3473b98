"""A round's report on its page, its charts and its frozen files."""

import hashlib
import re

import pytest

from pop_tracker.monitoring import report_files
from pop_tracker.monitoring.frozen import ReportFormat
from pop_tracker.monitoring.report_files import freeze_due
from tests.browse.test_network import words
from tests.conftest import Site

FIER = "/raportet/fier-2019/1"
SHEMBULL = "/raportet/shembull-2023/1"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF takes seconds, and tests of the command make real ones."""
    monkeypatch.setattr(report_files, "on_paper", lambda html: b"%PDF-" + hashlib.sha256(html.encode()).digest())


def test_the_figures_say_their_level_and_denominator(real: Site) -> None:
    said = words(real.client().get(FIER).text)
    assert "0 nga 5 prioritete (0%) janë adresuar plotësisht, 3 (60%) pjesërisht dhe 2 (40%) nuk janë adresuar." in said
    assert "60% adresuar (plotësisht ose pjesërisht)" in said
    assert "Në nivel prioriteti, siç i boton POP" in said
    assert "Në nivel zotimi" in said
    assert "publikuar nga POP; provat nuk mbahen këtu" in said
    assert "Nuk thuhet nëse bashkisë iu kërkua përgjigje." in said
    assert "Ky është raundi i parë i botuar i kësaj kontrate." in said
    assert "po përgatiten" in said


def test_the_same_in_english(real: Site) -> None:
    said = words(real.client().get("/en" + FIER).text)
    assert "0 of 5 priorities (0%) have been fully addressed" in said
    assert "60% addressed (fully or partially)" in said


def test_a_chart_has_an_address_an_alternative_and_a_table(training: Site) -> None:
    client = training.client()
    html = client.get(SHEMBULL).text
    found = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', html)
    assert len(found) == 3
    for address, alt in found:
        answer = client.get(address)
        assert answer.headers["content-type"].startswith("image/svg+xml")
        assert "sandbox" in answer.headers["content-security-policy"]
        assert "style=" not in answer.text
        assert "<script" not in answer.text
        assert "adresuar" in alt
    assert html.count("<table") >= 3


@pytest.mark.parametrize("name", ["grafiku-x.svg", "raporti-1.sq.pdf", "raporti-9.sq.exe", "x", "raporti-.sq.pdf"])
def test_what_is_not_there_is_not_found(real: Site, name: str) -> None:
    assert real.client().get(f"{FIER}/{name}").status_code == 404
    assert real.client().get(f"/raportet/fier-2019/9/{name}").status_code == 404


def test_files_are_frozen_once_and_handed_out_as_downloads(training: Site, quick: None) -> None:
    assert freeze_due(training.database, training.settings) > 0
    assert freeze_due(training.database, training.settings) == 0
    client = training.client()
    html = client.get(SHEMBULL).text
    addresses = re.findall(r'href="(/raportet/shembull-2023/1/raporti-[^"]+)"', html)
    assert len(addresses) == 6
    for address in addresses:
        answer = client.get(address)
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert "text/html" not in answer.headers["content-type"]
        assert hashlib.sha256(answer.content).hexdigest()[:12] in html
    assert {address.rsplit(".", 1)[1] for address in addresses} == {format.value for format in ReportFormat}


def test_without_the_libraries_of_a_pdf_the_others_are_frozen(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(html: str) -> bytes:
        raise report_files.CannotMakePDF("no pango")

    monkeypatch.setattr(report_files, "on_paper", missing)
    assert freeze_due(training.database, training.settings) > 0
    assert len(re.findall(r"raporti-1\.", training.client().get(SHEMBULL).text)) == 4
