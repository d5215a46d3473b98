"""What was typed is found again in this browser: session, token or network lost in its middle, by shape of form."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from pop_tracker.monitoring.replies import proof
from pop_tracker.monitoring.replies.links import link_by_secret
from pop_tracker.web.cookies import CSRF_COOKIE, SESSION_COOKIE
from pop_tracker.web.files import LARGEST
from tests.cast import EDITOR, SECOND_EDITOR
from tests.conftest import Site, serving
from tests.monitoring.hearing import link_in_letter, send
from tests.monitoring.play import approved, open_round
from tests.plans.consultations import picture as photograph
from tests.plans.play import fields_of, item_id
from tests.plans.tables import items
from tests.pledges.play import invited

pytestmark = pytest.mark.browser
BACK = "U rikthye çfarë kishit shkruar"
TEXT = "Fjalë që s’duhen humbur."


@pytest.fixture
def backend() -> str:
    """No journey: these have a script and need one database."""
    return "sqlite"


@pytest.fixture
def served(training: Site) -> Iterator[Site]:
    with serving(training):
        yield training


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    yield context
    context.close()


def enters(context: BrowserContext, site: Site, who: str) -> None:
    context.clear_cookies(name=CSRF_COOKIE)
    context.add_cookies([{"name": SESSION_COOKIE, "value": site.session_secret(who), "url": site.address}])


def kept(page: Page) -> list[str]:
    return [key for key in page.evaluate("Object.keys(localStorage)") if key.startswith("pop-draft:")]


def lost(context: BrowserContext, site: Site, page: Page, what: str, press: str) -> None:
    """The form is sent, and nobody takes it."""
    if what == "network":
        context.set_offline(True)
        with page.expect_event("requestfailed"):
            page.get_by_role("button", name=press, exact=True).click()
        page.wait_for_url(re.compile("^chrome-error:"), wait_until="commit")
        context.set_offline(False)
        return
    context.clear_cookies(name=SESSION_COOKIE if what == "session" else CSRF_COOKIE)
    if what == "another session":  # and its token is another one
        enters(context, site, EDITOR)
    page.get_by_role("button", name=press, exact=True).click()
    page.wait_for_load_state()
    expect(page.locator("[data-draft-taken]")).to_have_count(0)


def test_an_edited_point_is_found_again_and_is_nobody_elses(context: BrowserContext, served: Site) -> None:
    enters(context, served, EDITOR)
    page, path = context.new_page(), f"{served.address}/puna/planet/shembull-2024/te-dhenat"
    page.goto(path)
    page.get_by_label("Vizioni").fill(TEXT)
    for what in ("session", "another session", "network"):
        lost(context, served, page, what, "Ruani")
        enters(context, served, EDITOR)
        page.close()
        page = context.new_page()
        page.goto(path)
        expect(page.get_by_text(BACK)).to_be_visible()
        expect(page.get_by_label("Vizioni")).to_have_value(TEXT)
    (key,) = kept(page)
    assert "planet" not in key
    # Who comes after them at this browser sees nothing of it.
    enters(context, served, SECOND_EDITOR)
    page.goto(path)
    expect(page.get_by_text(BACK)).to_be_hidden()
    expect(page.get_by_label("Vizioni")).not_to_have_value(TEXT)
    # Taken, it is said once, and nothing stays.
    enters(context, served, EDITOR)
    page.goto(path)
    page.get_by_role("button", name="Ruani", exact=True).click()
    expect(page.get_by_role("status").get_by_text("U ruajt.")).to_be_visible()
    assert kept(page) == []
    page.reload()
    expect(page.get_by_text("U ruajt.")).to_have_count(0)


def test_what_came_back_is_saved_when_it_is_sent_again(context: BrowserContext, served: Site) -> None:
    """Somebody else saved meanwhile; the server asks, and spells the number its own way."""
    enters(context, served, EDITOR)
    item = f"/puna/planet/shembull-2024/zerat/{item_id(served, '1.1.3')}"
    page = context.new_page()
    page.goto(served.address + item)
    page.get_by_label("Kosto (lekë)").first.fill("1300000")
    other = {**fields_of(served, item, SECOND_EDITOR), "due": "2029"}
    assert served.form(served.client(SECOND_EDITOR), item, **other).status_code == 303
    page.get_by_role("button", name="Ruani", exact=True).click()
    expect(page.get_by_text("Kjo u ndryshua ndërkohë.").first).to_be_visible()
    expect(page.get_by_text(BACK)).to_be_hidden()
    page.get_by_role("button", name="Ruani", exact=True).click()
    expect(page.get_by_role("status").get_by_text("U ruajt.")).to_be_visible()
    assert items(served)["1.1.3"].cost_all == 1_300_000
    assert kept(page) == []


def test_beside_a_file_the_words_are_found_again_and_a_file_too_large_is_told_before(
    context: BrowserContext, served: Site
) -> None:
    enters(context, served, EDITOR)
    page, path = context.new_page(), f"{served.address}/puna/konsultimet/shembull-2024-02-14/fotografite/e-re"
    page.goto(path)
    page.locator("textarea").first.fill(TEXT)
    large = FilePayload(name="foto.jpg", mimeType="image/jpeg", buffer=b"\xff\xd8\xff" + bytes(LARGEST))
    page.locator("input[type=file]").set_input_files([large])
    expect(page.get_by_role("alert").get_by_text("më i madh se 10 MB")).to_be_visible()
    page.locator("main form").get_by_role("button").last.click()
    assert page.url == path
    page.close()
    page = context.new_page()
    page.goto(path)
    expect(page.locator("textarea").first).to_have_value(TEXT)
    expect(page.get_by_text("Skedarët zgjidhen përsëri.")).to_be_visible()
    page.get_by_role("button", name="Hiqeni këtë kopje").click()
    page.wait_for_load_state()
    expect(page.locator("textarea").first).to_have_value("")
    assert kept(page) == []


def test_the_words_beside_a_file_outlast_the_network_and_the_file_is_chosen_again(
    context: BrowserContext, served: Site
) -> None:
    enters(context, served, EDITOR)
    page, path = context.new_page(), f"{served.address}/puna/konsultimet/shembull-2024-02-14/fotografite/e-re"
    photo = FilePayload(name="foto.jpg", mimeType="image/jpeg", buffer=photograph())
    page.goto(path)
    page.locator("textarea").first.fill(TEXT)
    page.locator("input[type=file]").set_input_files([photo])
    lost(context, served, page, "network", "Shtoni fotografinë")
    page.close()
    page = context.new_page()
    page.goto(path)
    expect(page.locator("textarea").first).to_have_value(TEXT)
    expect(page.get_by_text("Skedarët zgjidhen përsëri.")).to_be_visible()
    page.locator("input[type=file]").set_input_files([photo])
    page.get_by_label("Çfarë shihet").fill("Salla e këshillit")
    page.locator("input[type=checkbox]").check()
    page.get_by_role("button", name="Shtoni fotografinë", exact=True).click()
    expect(page.get_by_role("status")).to_be_visible()
    assert kept(page) == []


def test_files_too_large_together_are_told_before(context: BrowserContext, served: Site, tmp_path: Path) -> None:
    """Each may come, and not all of them at once."""
    enters(context, served, EDITOR)
    page, path = context.new_page(), f"{served.address}/puna/raundet/{open_round(served)}/vleresimet/1.2"
    page.goto(path)
    page.locator("summary", has_text="Shtoni një lidhje ose skedarë").first.click()
    field = page.locator("input[type=file]").first
    told = page.get_by_role("alert").get_by_text("bashkë më të mëdhenj se 32 MB")
    large = [tmp_path / f"{one}.jpg" for one in range(4)]
    for file in large:
        file.write_bytes(bytes(LARGEST))
    field.set_input_files(large)
    expect(told).to_be_visible()
    page.get_by_role("button", name="Dërgoni dhe hapni tjetrin").click()
    expect(field).to_be_focused()
    assert page.url == path
    field.set_input_files(large[:3])
    expect(told).to_have_count(0)


def test_a_candidate_s_answer_is_found_again_by_the_same_link_alone(context: BrowserContext, training: Site) -> None:
    link = invited(training)  # read in the queue, before anybody sends it
    with serving(training):
        page, path = context.new_page(), f"{training.address}/nenshkrim/{link}/pergjigjja"
        page.goto(path)
        page.get_by_label("Deklaratë").fill(TEXT)
        for what in ("token", "network"):
            lost(context, training, page, what, "Vazhdoni dhe kontrolloni")
            page.goto(path)
            expect(page.get_by_text(BACK)).to_be_visible()
            expect(page.get_by_label("Deklaratë")).to_have_value(TEXT)
        assert link not in page.evaluate("JSON.stringify(localStorage)")
        page.goto(f"{training.address}/hyrje")
        page.locator("input[type=email]").fill(EDITOR)
        assert len(kept(page)) == 1


def test_a_municipality_s_reply_is_found_again_until_it_is_taken(context: BrowserContext, training: Site) -> None:
    round_id = approved(training)
    send(training, round_id)
    link = link_in_letter(training)
    settings = replace(training.settings, secret_key="")  # as the server itself was told
    with training.database.reading() as session:
        held = link_by_secret(session, link.rpartition("/")[2])
        assert held is not None
        name, value = proof.cookie_of(settings, held), proof.proof(settings, held)
    with serving(training):
        context.add_cookies([{"name": name, "value": value, "url": training.address}])
        page, path = context.new_page(), f"{training.address}{link}/zotimi/1.2"
        page.goto(path)
        page.get_by_label("Përgjigjja e bashkisë").fill(TEXT)
        lost(context, training, page, "network", "Ruani përgjigjen")
        page.goto(path)
        expect(page.get_by_label("Përgjigjja e bashkisë")).to_have_value(TEXT)
        assert link not in page.evaluate("JSON.stringify(localStorage)")
        page.get_by_role("button", name="Ruani përgjigjen").click()
        expect(page.get_by_text("Përgjigjja juaj u ruajt.")).to_be_visible()
        assert kept(page) == []
