"""A list of many choices can be searched, on pages of readers and of staff alike."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pop_tracker.web.cookies import SESSION_COOKIE
from tests.cast import EDITOR
from tests.conftest import Site, axe_violations
from tests.plans.tables import send, xlsx

pytestmark = pytest.mark.browser
LINE = "Kërkoni në listë Bashkia"


def opened(browser: Any, served_real: Site, **how: Any) -> Page:
    """The record's changes, whose filter offers every municipality."""
    page: Page = browser.new_context(viewport={"width": 390, "height": 844}, **how).new_page()
    page.goto(served_real.address + "/ndryshimet")
    page.locator("summary", has_text="Filtrat").click()
    return page


def test_what_fits_stays_in_the_list_and_nothing_is_chosen_unasked(browser: Any, served_real: Site, axe: str) -> None:
    page = opened(browser, served_real)
    line, options = page.get_by_label(LINE), page.locator("#bashkia option")
    choice, many = page.locator("#bashkia"), page.locator("#bashkia option").count()
    assert many > 15
    line.fill("KUC")
    expect(options).to_have_text(["Të gjitha", "Kuçovë"])
    expect(page.get_by_text("Të gjetura: 1")).to_be_visible()
    expect(choice).to_have_value("")
    assert axe_violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    line.press("Enter")
    expect(choice).to_have_value("kucove")
    expect(choice).to_be_focused()
    expect(options).to_have_count(many)
    line.fill("kor")
    expect(options).to_have_text(["Korçë", "Kuçovë"])
    expect(choice).to_have_value("kucove")
    line.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(choice).to_have_value("korce")
    page.keyboard.press("Enter")
    expect(options).to_have_count(many)
    line.fill("asgjë e tillë")
    expect(page.get_by_text("Të gjetura: 0")).to_be_visible()
    line.press("Escape")
    expect(line).to_have_value("")
    expect(choice).to_have_value("korce")
    page.get_by_role("button", name="Filtroni").click()
    page.wait_for_url("**/ndryshimet?bashkia=korce")
    page.context.close()


def test_it_is_chosen_by_hand(browser: Any, served_real: Site) -> None:
    page = opened(browser, served_real)
    many = page.locator("#bashkia option").count()
    page.get_by_label(LINE).fill("gjirokaster")
    page.locator("#bashkia option", has_text="Gjirokastër").click()
    expect(page.locator("#bashkia")).to_have_value("gjirokaster")
    expect(page.locator("#bashkia option")).to_have_count(many)
    page.context.close()


def test_a_short_list_needs_no_search(browser: Any, served_real: Site) -> None:
    page = browser.new_page()
    page.goto(served_real.address + "/zotimet")
    expect(page.locator("#statusi option")).to_have_count(6)
    expect(page.get_by_label("Kërkoni në listë Statusi")).to_have_count(0)
    page.context.close()


def test_a_form_that_asks_for_the_same_many_times_over_goes_without(browser: Any, served: Site) -> None:
    rows = [("Nr.", "Masat dhe aktivitetet", "Kosto (mijë lekë)"), ("91", "Qendër ditore", 1200)]
    where = send(served, served.client(EDITOR), "zyra.xlsx", xlsx(rows)).headers["location"]
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": SESSION_COOKIE, "value": served.session_secret(EDITOR), "url": served.address}])
    page = context.new_page()
    page.goto(served.address + where)
    assert page.locator("select").first.locator("option").count() > 15
    expect(page.get_by_label("Kërkoni në listë")).to_have_count(0)
    context.close()


def test_without_script_it_is_a_list(browser: Any, served_real: Site) -> None:
    page = opened(browser, served_real, java_script_enabled=False)
    expect(page.get_by_label("Kërkoni në listë")).to_have_count(0)
    page.get_by_label("Bashkia", exact=True).select_option("korce")
    page.get_by_role("button", name="Filtroni").click()
    page.wait_for_url("**/ndryshimet?bashkia=korce")
    page.context.close()
