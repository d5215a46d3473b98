"""A sheet for each unit: what is to be looked at there, on paper of its own."""

import io

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from pop_tracker.monitoring.report import files as report_files
from pop_tracker.web.cookies import SESSION_COOKIE
from tests.cast import EDITOR, OTHER_EDITOR, REVIEWER
from tests.conftest import Site
from tests.monitoring.play import open_round


def text_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_each_unit_that_a_commitment_names_has_its_sheet(training: Site) -> None:
    round_id = open_round(training)
    listed = training.client(EDITOR).get(f"/puna/raundet/{round_id}/fleta").text
    for name in ("E gjithë bashkia", "Njësia Lindore", "Fushë-Shembull"):
        assert name in listed
    assert f"/puna/raundet/{round_id}/fleta/njesia-lindore" in listed


def test_a_sheet_holds_what_names_its_unit_with_the_last_verdict_there(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    page = client.get(f"/puna/raundet/{round_id}/fleta/njesia-lindore").text
    assert "Rikonstruksioni i shkollave 9-vjeçare" in page
    # In this unit; in Njësia Veriore it is not addressed.
    assert "Herën e fundit: adresuar plotësisht (raundi 1, 2023–2024)" in page
    assert "Herën e fundit: nuk është adresuar" not in page
    assert "Ndriçimi i rrugëve" not in page
    assert "Vetëm për njësinë Njësia Lindore:" in page  # 1.1 names two
    assert page.count('class="sheet__choice"') == 5 * page.count('class="sheet__leaf"')
    assert "Mos shkruani emra personash" in page


def test_what_names_no_unit_stands_on_the_municipalitys_sheet(training: Site) -> None:
    round_id = open_round(training)
    page = training.client(EDITOR).get(f"/puna/raundet/{round_id}/fleta/e-gjithe-bashkia").text
    for words in ("Autobus falas", "Zëvendësimi i tubacioneve", "lagjja pranë tregut", "qendre ditore"):
        assert words in page
    assert "Rikonstruksioni i shkollave" not in page


@pytest.mark.both
def test_on_paper_it_is_a4_with_its_heading_and_number_on_every_page(training: Site) -> None:
    round_id = open_round(training)
    answer = training.client(EDITOR).get(f"/puna/raundet/{round_id}/fleta/e-gjithe-bashkia/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert "te-shpikura-fleta-shembull-2023-2-e-gjithe-bashkia.pdf" in answer.headers["content-disposition"]
    reader = PdfReader(io.BytesIO(answer.content))
    width, height = (round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:])
    assert (width, height) == (210, 297)
    pages = text_of(answer.content)
    assert len(pages) > 1
    for number, words in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in words
        assert "Bashkia Shembull" in words
        assert "Mos shkruani emra personash" in words
    whole = " ".join(pages)
    for words in ("1.4", "Autobus falas", "adresuar pjesërisht", "i pavlerësuar", "Gra", "Burra", "Fotot", "Shënime"):
        assert words in whole


SMALLEST = """() => Math.min(...[...document.querySelectorAll("main *")]
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((one) => one.checkVisibility())
    .map((one) => parseFloat(getComputedStyle(one).fontSize))) * 72 / 96"""
"""Points of the smallest words."""


@pytest.mark.browser
@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_browser_prints_the_page_large_on_a4_with_room_to_write(
    browser: Browser, served: Site, language: str
) -> None:
    round_id = open_round(served)
    with browser.new_context() as context:
        secret = served.session_secret(EDITOR)
        context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": served.address}])
        page = context.new_page()
        prefix = "/en" if language == "en" else ""
        page.goto(f"{served.address}{prefix}/puna/raundet/{round_id}/fleta/e-gjithe-bashkia")
        page.emulate_media(media="print")
        assert page.evaluate(SMALLEST) >= 14
        contents = page.pdf(prefer_css_page_size=True)
    reader = PdfReader(io.BytesIO(contents))
    width, height = (round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:])
    assert (width, height) == (210, 297)
    pages = text_of(contents)
    assert len(pages) > 1
    notes, roles = (
        ("Notes:", "Who was spoken with (roles)") if language == "en" else ("Shënime:", "Me kë u bisedua (rolet)")
    )
    for number, words in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in words
        assert "Bashkia Shembull" in words or "Municipality of Shembull" in words
        assert words.count(notes) == words.count(roles) > 0  # a commitment stays on one page
    whole = " ".join(pages)
    for navigation in ("Kaloni te", "Puna juaj", "Your work", "Metodologjia", "PDF"):
        assert navigation not in whole


def test_in_english_too(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    assert "Fieldwork sheet: Njësia Lindore" in client.get(f"/en/puna/raundet/{round_id}/fleta/njesia-lindore").text
    assert "Notes" in " ".join(text_of(client.get(f"/en/puna/raundet/{round_id}/fleta/njesia-lindore/pdf").content))


def test_without_what_a_pdf_needs_the_page_is_what_there_is(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from pop_tracker.monitoring.pages import fieldwork

    def cannot(_: str) -> bytes:
        raise report_files.CannotMakePDF("libpango")

    monkeypatch.setattr(fieldwork, "on_paper", cannot)
    round_id = open_round(training)
    answer = training.client(EDITOR).get(f"/puna/raundet/{round_id}/fleta/njesia-lindore/pdf")
    assert "Këtu nuk krijohet PDF" in answer.text


def test_who_does_not_see_the_round_sees_no_sheet(training: Site) -> None:
    round_id = open_round(training)
    for who in (OTHER_EDITOR, REVIEWER):
        assert training.client(who).get(f"/puna/raundet/{round_id}/fleta").status_code == 404
    client = training.client(EDITOR)
    assert client.get(f"/puna/raundet/{round_id}/fleta/askund").status_code == 404
    assert client.get(f"/puna/raundet/{round_id}/fleta/kodra-e-proves/pdf").status_code == 404
