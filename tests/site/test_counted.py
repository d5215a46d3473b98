"""How much of a text is left to write is told with the site's own numbers, whatever the browser knows of Albanian."""

import pytest
from playwright.sync_api import Browser, expect

from pop_tracker.web.cookies import SESSION_COOKIE
from tests.cast import EDITOR
from tests.conftest import Site


@pytest.mark.browser
def test_thousands_have_dots_in_albanian_and_commas_in_english(browser: Browser, served: Site) -> None:
    context = browser.new_context()
    context.add_cookies(
        [{"name": SESSION_COOKIE, "value": served.session_secret(EDITOR), "url": served.address}],
    )
    page = context.new_page()
    for language, told in (("", "Ju mbeten 39.999 karaktere"), ("/en", "39,999 characters")):
        page.goto(f"{served.address}{language}/puna/planet/shembull-2024/nevojat/tabela")
        page.locator("#table").fill("a" * 60_000)
        page.locator("#table").press("End")
        page.locator("#table").press("a")
        expect(page.locator(".govuk-character-count__status")).to_contain_text(told)
    context.close()
