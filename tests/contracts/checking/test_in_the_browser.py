"""The check of a document as a person sees it: what scrolls, what keys do, how many clicks it takes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from pop_tracker import jobs
from pop_tracker.web.cookies import SESSION_COOKIE
from tests import cast
from tests.conftest import Site, axe_violations, dark_violations
from tests.contracts.checking.play import FROM
from tests.contracts.reading.files import making
from tests.contracts.reading.files.tesseract import needs_tesseract

REAL = Path(__file__).parent.parent / "reading/documents/korce-2023.txt"
FOR_TRAINING = {"KORÇË": "SHEMBULL", "2023 – 2027": "2027 – 2031", "Njësisë Administrative Drenovë": "Njësisë Lindore"}
"""The real document, as one of a municipality that the training data has."""


@pytest.fixture
def korca(tmp_path: Path) -> Path:
    text = REAL.read_text()
    for real, invented in FOR_TRAINING.items():
        assert real in text
        text = text.replace(real, invented)
    file = tmp_path / "kontrata.txt"
    file.write_text(text)
    return file


@pytest.fixture(params=[1280, 390])
def page(browser: Any, served: Site, request: pytest.FixtureRequest) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    secret = served.client(cast.EDITOR).cookies[SESSION_COOKIE]
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": served.address}])
    yield context.new_page()
    context.close()


def read(page: Any, served: Site, file: Path) -> None:
    page.goto(served.address + FROM)
    page.get_by_label("Skedari").set_input_files(file)
    page.get_by_role("button", name="Lexoni dokumentin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontrolloni kontratën")


@pytest.mark.browser
def test_from_the_file_to_a_submitted_draft_in_five_clicks(page: Any, served: Site, korca: Path) -> None:
    """From the contracts that one edits, the choice of the file counted as one; nothing is typed."""
    page.goto(served.address + "/puna/kontratat")
    loads = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.get_by_role("link", name="Kontratë nga një dokument").click()
    page.get_by_label("Skedari").set_input_files(korca)
    page.get_by_role("button", name="Lexoni dokumentin").click()
    expect(page.get_by_text("7 prioritete, 23 zotime")).to_be_visible()
    page.get_by_role("button", name="siç propozohen").click()
    page.get_by_role("button", name="Ruani dhe dërgoni për rishikim").click()
    expect(page.get_by_text("u dërgua për rishikim te një person i dytë")).to_be_visible()
    assert page.url.endswith("/puna/kontratat/shembull-2027/drafti")
    assert len(loads) == 4


@pytest.mark.browser
def test_choosing_a_row_changes_only_the_outline_and_the_passage(
    page: Any, served: Site, korca: Path, axe: str
) -> None:
    read(page, served, korca)
    width = page.viewport_size["width"]
    assert axe_violations(page, axe) == []
    assert dark_violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator(".document__chosen")).to_contain_text("Këshilli Vendor i Rinisë")
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Njësia administrative Qendër Korçë").last.click()
    chosen = page.locator(".check--chosen")
    expect(chosen).to_contain_text("3.1")
    expect(chosen.locator("blockquote")).to_contain_text("Njësia administrative Qendër Korçë")
    expect(page.locator(".document__chosen")).to_contain_text("Njësia administrative Qendër Korçë")
    assert axe_violations(page, axe) == []
    if width == 1280:
        assert page.evaluate("window.same"), "the whole page was loaded"
        expect(chosen).to_be_focused()
        expect(page.locator(".document__chosen")).to_be_in_viewport()
        assert "pjesa=" in page.url
    else:
        expect(page.locator("#dokumenti")).to_be_hidden()
        page.get_by_role("link", name="Dokumenti", exact=True).click()
        expect(page.locator(".document__chosen")).to_be_visible()
        expect(page.locator("#permbledhja")).to_be_hidden()
        page.locator(".document__row", has_text="Afishimi i orareve").click()
        expect(page.locator(".check--chosen")).to_be_in_viewport()
        expect(page.locator(".check--chosen")).to_contain_text("4.2")


@pytest.mark.browser
@pytest.mark.parametrize("page", [1280], indirect=True)
def test_keys_press_what_they_are_named_for_unless_somebody_types_or_wants_none(
    page: Any, served: Site, korca: Path
) -> None:
    read(page, served, korca)
    chosen = page.locator(".check--chosen")
    page.get_by_role("link", name="Të gjitha 31").click()
    page.get_by_role("link", name="Vendosja e disa info points").last.click()
    expect(chosen).to_be_focused()
    for key, ref in (("j", "1.4"), ("k", "1.3"), ("u", "1.4.a"), ("u", "1.4.b")):
        page.keyboard.press(key)
        expect(chosen.locator(".check__ref")).to_have_text(ref)
        expect(chosen).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(chosen).to_contain_text("më parë 1.4.b")
    expect(page.locator(".check-filter [aria-current]")).to_have_text("Të gjitha 31")
    expect(chosen).to_be_focused()
    page.keyboard.press("m")
    both = "Fuqizimi i mekanizmave komunitarë të përfaqësimit: Këshilli Vendor i Sigurisë Publike."
    expect(chosen.get_by_label("Teksti")).to_have_value(both)
    text = chosen.get_by_label("Teksti")
    text.focus()
    text.evaluate("one => one.setSelectionRange(50, 50)")
    page.keyboard.press("m")
    expect(text).to_have_value(
        "Fuqizimi i mekanizmave komunitarë të përfaqësimit:m Këshilli Vendor i Sigurisë Publike."
    )
    page.keyboard.press("Backspace")
    chosen.focus()
    page.keyboard.press("s")
    expect(page.get_by_text("U nda.")).to_be_visible()
    expect(text).to_have_value("Fuqizimi i mekanizmave komunitarë të përfaqësimit:")
    chosen.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("U konfirmua: 1.4.")).to_be_visible()
    expect(chosen.locator(".check__ref")).to_have_text("1.5")  # the next that is unsure
    page.locator("summary", has_text="Tastet").click()
    page.get_by_label("Pa taste").check()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    chosen.focus()
    page.keyboard.press("k")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert asked == []
    page.reload()
    expect(page.get_by_label("Pa taste")).to_be_checked()


@pytest.mark.browser
@pytest.mark.parametrize("page", [1280], indirect=True)
def test_what_is_typed_stays_where_the_connection_is_lost(page: Any, served: Site, korca: Path) -> None:
    read(page, served, korca)
    page.get_by_label("Teksti").fill("Këshilli i Rinisë, siç e shkruajta.")
    page.context.set_offline(True)
    page.get_by_role("link", name="Njësia administrative Qendër Korçë").last.click()
    expect(page.get_by_role("alert")).to_contain_text("Lidhja u ndërpre")
    expect(page.get_by_label("Teksti")).to_have_value("Këshilli i Rinisë, siç e shkruajta.")
    page.context.set_offline(False)
    page.get_by_role("link", name="Njësia administrative Qendër Korçë").last.click()
    expect(page.locator(".check--chosen")).to_contain_text("3.1")
    expect(page.get_by_label("Teksti")).not_to_have_value("Këshilli i Rinisë, siç e shkruajta.")
    page.get_by_role("link", name="Këshilli Vendor i Rinisë").last.click()
    expect(page.get_by_label("Teksti")).to_have_value("Këshilli i Rinisë, siç e shkruajta.")
    page.get_by_role("button", name="Konfirmoni", exact=True).click()
    expect(page.get_by_text("U konfirmua: 1.4.a.")).to_be_visible()
    page.get_by_role("link", name="Të gjitha 31").click()
    expect(page.locator(".checks")).to_contain_text("Këshilli i Rinisë, siç e shkruajta.")


@pytest.mark.browser
def test_what_is_typed_is_not_left_behind_by_a_button_over_all(page: Any, served: Site, korca: Path) -> None:
    read(page, served, korca)
    page.get_by_label("Teksti").fill("Këshilli i Rinisë.")
    for button in ("siç propozohen", "Ruani dhe dërgoni për rishikim"):
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_contain_text("konfirmojeni më parë")
        expect(page.get_by_label("Teksti")).to_be_focused()
    page.get_by_role("button", name="Konfirmoni", exact=True).click()
    expect(page.get_by_text("U konfirmua: 1.4.a.")).to_be_visible()
    page.get_by_role("button", name="siç propozohen").click()
    page.get_by_role("button", name="Ruani dhe dërgoni për rishikim").click()
    expect(page.get_by_text("Këshilli i Rinisë.").first).to_be_visible()


@pytest.mark.browser
@needs_tesseract
def test_the_page_that_waits_for_a_scan_becomes_the_check_by_itself(
    page: Any, served: Site, tmp_path: Path, axe: str
) -> None:
    file = tmp_path / "skanim.pdf"
    file.write_bytes(making.scanned(making.pdf("@page{size:A5;margin:1.5cm}")))
    page.goto(served.address + FROM)
    page.get_by_label("Skedari").set_input_files(file)
    page.get_by_role("button", name="Lexoni dokumentin").click()
    expect(page.get_by_role("status")).to_have_text("Po lexohet faqja 1 nga 2")
    assert axe_violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    jobs.read_scans(served.settings, served.database)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontrolloni kontratën")
    expect(page.get_by_text("i lexoi një makinë nga foto")).to_be_visible()
    assert axe_violations(page, axe) == []


@pytest.mark.browser
def test_without_script_all_of_it_works(browser: Any, served: Site, korca: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    secret = served.client(cast.EDITOR).cookies[SESSION_COOKIE]
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": served.address}])
    page = context.new_page()
    read(page, served, korca)
    expect(page.get_by_text("Tastet")).to_be_hidden()
    page.get_by_role("link", name="Njësia administrative Qendër Korçë").last.click()
    chosen = page.locator(".check--chosen")
    expect(chosen).to_contain_text("3.1")
    expect(page.locator("#dokumenti")).to_be_hidden()
    chosen.get_by_role("button", name="Poshtë").click()
    expect(chosen).to_contain_text("më parë 3.1")
    page.get_by_role("button", name="siç propozohen").click()
    page.get_by_role("button", name="Ruani draftin").click()
    expect(page.get_by_text("Drafti u ruajt.")).to_be_visible()
    context.close()
