"""The second person's reading of a draft beside its document, and the page on which its file is given to readers."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from pop_tracker.web.cookies import SESSION_COOKIE
from tests.cast import OTHER_REVIEWER
from tests.conftest import Site, axe_violations, dark_violations
from tests.contracts.checking.play import begun, pressed, settled

REVIEW = "/puna/kontratat/shembull-2027/rishikimi"


@pytest.fixture(params=[1280, 390])
def page(browser: Any, served: Site, request: pytest.FixtureRequest) -> Iterator[Any]:
    there = begun(served)
    settled(served, there)
    assert pressed(served, there, "drafti", veprimi="dergo").status_code == 303
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    secret = served.client(OTHER_REVIEWER).cookies[SESSION_COOKIE]
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": served.address}])
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_a_point_is_read_beside_its_passage_and_the_draft_published(page: Any, served: Site, axe: str) -> None:
    page.goto(served.address + REVIEW)
    is_desk = page.viewport_size["width"] > 1000
    assert axe_violations(page, axe) == []
    assert dark_violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Një qendër ditore").last.click()
    expect(page.locator(".check--chosen")).to_contain_text("1.1")
    expect(page.locator(".document__chosen")).to_contain_text("Një qendër ditore")
    if is_desk:
        assert page.evaluate("window.same"), "only the part with the rows changed"
        expect(page.locator(".check--chosen")).to_be_focused()
        page.keyboard.press("j")
        expect(page.locator(".document__chosen")).to_contain_text("Ndihma në shtëpi")
    page.get_by_role("link", name="nuk u jepet lexuesve").click()
    assert axe_violations(page, axe) == []
    page.go_back()
    page.get_by_role("link", name="Botoni botimin 1").click()
    page.get_by_role("button", name="Botoni botimin 1").click()
    expect(page.get_by_text("Teksti u lexua nga një dokument")).to_be_visible()
    assert axe_violations(page, axe) == []
    page.goto(f"{served.address}/kontratat/shembull-2027/1.2")
    assert axe_violations(page, axe) == []
