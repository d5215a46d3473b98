"""Text saves as it is typed, and nothing typed is lost: without network, in two windows, after a restart."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from pop_tracker import history
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.parts import undone, work_of
from pop_tracker.monitoring.rounds import make_public
from pop_tracker.monitoring.scale import Status
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.errors import Refusal
from tests.cast import COORDINATOR, EDITOR, SECOND_EDITOR
from tests.conftest import Site
from tests.monitoring.play import VERDICT, assessment, open_round, write

expect.set_options(timeout=15_000)
PART = {"HX-Request": "true"}
DRAFT = {key: value for key, value in VERDICT.items() if not key.startswith("evidence")}


def path(round_id: int) -> str:
    return f"/puna/raundet/{round_id}/vleresimet/1.2"


def typed(site: Site, client: Any, round_id: int, **fields: str) -> Any:
    client.get(path(round_id))
    data = {"_csrf_token": client.cookies.get("pop_csrf", ""), **DRAFT, **fields}
    return client.post(path(round_id), data=data, headers=PART)


def test_what_is_typed_is_saved_without_a_button(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    answer = typed(training, client, round_id, reason="Gjysma e fjalisë")
    assert answer.status_code == 200
    assert "u ruajt në " in answer.text
    assert 'name="version" value="1"' in answer.text
    assert "<h1" not in answer.text
    row = assessment(training, round_id, "1.2")
    assert (row.state, row.reason) == (AssessmentState.DRAFT, "Gjysma e fjalisë")
    assert 'value="2"' in typed(training, client, round_id, reason="Gjysma e fjalisë, dhe fundi.", version="1").text


def test_what_cannot_be_saved_yet_says_why(training: Site) -> None:
    round_id = open_round(training)
    answer = typed(training, training.client(EDITOR), round_id, reason="a" * 4001)
    assert answer.status_code == 422
    assert "Arsyeja: Teksti është tepër i gjatë" in answer.text
    assert "teksti ruhet në këtë pajisje" in answer.text


def test_a_day_that_cannot_be_read_keeps_nothing_else_from_being_saved(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    piece = {key: value for key, value in VERDICT.items() if key.startswith("evidence")}
    sent = {**piece, "evidence-0-dated_on": "vjeshtën e shkuar", "reason": "Kjo u ruajt."}
    answer = typed(training, client, round_id, **sent)
    assert answer.status_code == 422
    assert "u ruajt në " in answer.text
    assert "Data: Shkruani një datë" in answer.text
    assert 'name="version" value="1"' in answer.text
    assert assessment(training, round_id, "1.2").reason == "Kjo u ruajt."
    answer = typed(training, client, round_id, **{**sent, "evidence-0-dated_on": "9 maj 2025"}, version="1")
    assert (answer.status_code, 'value="2"' in answer.text) == (200, True)
    assert write(training, client, path(round_id), "ruaj", **{**sent, "version": "2"}).status_code == 422


@pytest.mark.parametrize("how", ["as it is typed", "by the button"])
def test_a_draft_is_saved_before_its_verdict_is_chosen(training: Site, how: str) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    if how == "as it is typed":
        answer = typed(training, client, round_id, status="", reason="E pamë, vendosim nesër.")
        assert (answer.status_code, "u ruajt në " in answer.text) == (200, True)
    else:
        answer = write(training, client, path(round_id), "ruaj", status="", reason="E pamë, vendosim nesër.")
        assert answer.status_code == 303
    row = assessment(training, round_id, "1.2")
    assert (row.state, row.status, row.reason) == (AssessmentState.DRAFT, None, "E pamë, vendosim nesër.")
    assert "E pamë, vendosim nesër." in client.get(path(round_id)).text
    for who in (EDITOR, COORDINATOR):
        seen = training.client(who).get(f"/puna/raundet/{round_id}").text
        assert "None" not in seen
        assert "Draft." in seen
    assert "None" not in training.client(COORDINATOR).get(f"/puna/rishikimi/{row.id}").text
    assert "u ruajt në " in typed(training, client, round_id, status="not_addressed", version="1").text
    assert assessment(training, round_id, "1.2").status is Status.NOT_ADDRESSED


def test_a_draft_without_a_verdict_counts_as_nothing(training: Site) -> None:
    round_id = open_round(training)
    write(training, training.client(EDITOR), path(round_id), "ruaj", status="")
    with training.database.writing() as session:
        held = session.get_one(Round, round_id)
        items = work_of(session, [held])[round_id]
        (item,) = [one for one in items if one.text.ref == "1.2"]
        (part,) = item.parts
        assert (part.status, part.is_done, part.waits_for_editor) == (None, False, True)
        assert (item.status, item.counts.assessed, item.counts.addressed) == (Status.NOT_ASSESSED, 0, 0)
        assert part in undone(items)
        assert held.state is RoundState.OPEN
        with pytest.raises(Refusal, match="Ende pa përfunduar"):
            make_public(session, held, history.SEEDS)
        session.rollback()


def test_it_is_not_sent_without_a_verdict(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    write(training, client, path(round_id), "ruaj", status="")
    answer = write(training, client, path(round_id), status="", version="1")
    assert answer.status_code == 422
    assert "Zgjidhni një vlerësim." in answer.text
    assert 'href="#status' in answer.text
    row = assessment(training, round_id, "1.2")
    assert row.state is AssessmentState.DRAFT
    with pytest.raises(IntegrityError), training.database.writing() as session:
        session.exec(sa.update(Assessment).where(col(Assessment.id) == row.id).values(state=AssessmentState.SUBMITTED))


def test_whoever_finds_another_s_draft_without_a_verdict_reads_it_as_it_is(training: Site) -> None:
    round_id = open_round(training)
    typed(training, training.client(SECOND_EDITOR), round_id, status="", reason="Besniku shkroi më parë.")
    answer = typed(training, training.client(EDITOR), round_id, reason="Anila shkruan.")
    assert answer.status_code == 409
    assert "<strong>Vlerësimi:</strong> —" in answer.text
    assert "Besniku shkroi më parë." in answer.text


def test_two_editors_overwrite_each_other_only_knowingly(training: Site) -> None:
    round_id = open_round(training)
    typed(training, training.client(SECOND_EDITOR), round_id, reason="Besniku shkroi më parë.")
    client = training.client(EDITOR)
    for _ in range(2):  # typing on does not make it knowing
        answer = typed(training, client, round_id, reason="Anila shkruan.")
        assert answer.status_code == 409
        assert "Besniku shkroi më parë." in answer.text
        assert 'name="version" value="0"' in answer.text
    assert assessment(training, round_id, "1.2").reason == "Besniku shkroi më parë."
    both = write(training, client, path(round_id), "ruaj", evidence="", reason="Anila shkruan.")
    assert both.status_code == 409
    assert "Anila shkruan." in both.text
    assert "Besniku shkroi më parë." in both.text


# --- in a real browser


@pytest.fixture
def editor(browser: Browser, served: Site) -> Iterator[BrowserContext]:
    yield from _signed_in(browser, served)


def _signed_in(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    secret = site.session_secret(EDITOR)
    context.set_default_timeout(8_000)
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": site.address}])
    yield context
    context.close()


def opened(context: BrowserContext, site: Site, round_id: int) -> Page:
    page = context.new_page()
    page.goto(site.address + path(round_id))
    return page


@pytest.mark.browser
def test_it_saves_while_the_hand_rests(editor: BrowserContext, served: Site) -> None:
    round_id = open_round(served)
    page = opened(editor, served, round_id)
    page.get_by_label("Arsyeja").fill("Pa vlerësim ende.")
    expect(page.locator('#ruajtur input[name="version"]')).to_have_value("1")
    assert assessment(served, round_id, "1.2").status is None
    page.get_by_role("radio", name="adresuar pjesërisht").check()
    expect(page.locator('#ruajtur input[name="version"]')).to_have_value("2")
    expect(page.locator("#ruajtur")).to_contain_text("u ruajt në")
    page.get_by_label("Arsyeja").fill("Shkruhet")
    page.get_by_label("Arsyeja").press_sequentially(" dhe shkruhet më tej.", delay=30)
    expect(page.locator('#ruajtur input[name="version"]')).to_have_value("3")
    row = assessment(served, round_id, "1.2")
    assert (row.status, row.reason) == (Status.PARTIALLY_ADDRESSED, "Shkruhet dhe shkruhet më tej.")
    assert page.evaluate("Object.keys(localStorage)") == []  # the server has it all


@pytest.mark.browser
def test_no_network_for_a_while_loses_nothing(editor: BrowserContext, served: Site) -> None:
    round_id = open_round(served)
    page = opened(editor, served, round_id)
    page.get_by_role("radio", name="nuk është adresuar").check()
    expect(page.locator("#ruajtur")).to_contain_text("u ruajt në")
    editor.set_offline(True)
    page.get_by_label("Arsyeja").fill("Në fshat pa rrjet.")
    expect(page.locator("#ruajtur")).to_contain_text("Lidhja u ndërpre.")
    editor.set_offline(False)
    page.clock.fast_forward("01:00")
    expect(page.locator("#ruajtur")).to_contain_text("u ruajt në")
    assert assessment(served, round_id, "1.2").reason == "Në fshat pa rrjet."


@pytest.mark.browser
def test_a_window_closed_without_network_opens_with_the_text(editor: BrowserContext, served: Site) -> None:
    round_id = open_round(served)
    page = opened(editor, served, round_id)
    editor.set_offline(True)
    page.get_by_role("radio", name="nuk është adresuar").check()
    page.get_by_label("Arsyeja").fill("Telefoni u fik.")
    expect(page.locator("#ruajtur")).to_contain_text("Lidhja u ndërpre.")
    page.close()
    editor.set_offline(False)
    again = opened(editor, served, round_id)
    expect(again.get_by_text("U rikthye çfarë kishit shkruar")).to_be_visible()
    expect(again.get_by_label("Arsyeja")).to_have_value("Telefoni u fik.")
    expect(again.get_by_role("radio", name="nuk është adresuar")).to_be_checked()
    expect(again.locator("#ruajtur")).to_contain_text("u ruajt në")
    assert assessment(served, round_id, "1.2").reason == "Telefoni u fik."
    once_more = opened(editor, served, round_id)
    expect(once_more.get_by_text("U rikthye çfarë kishit shkruar")).to_be_hidden()


def still_kept(page: Page) -> int:
    return len(page.evaluate("Object.keys(localStorage)"))


def comes_back(context: BrowserContext, site: Site, round_id: int, text: str) -> None:
    again = opened(context, site, round_id)
    expect(again.get_by_text("U rikthye çfarë kishit shkruar")).to_be_visible()
    expect(again.get_by_label("Arsyeja")).to_have_value(text)
    expect(again.locator("#ruajtur")).to_contain_text("u ruajt në")
    assert assessment(site, round_id, "1.2").reason == text
    assert still_kept(again) == 0


@pytest.mark.browser
def test_the_button_without_network_loses_nothing(editor: BrowserContext, served: Site) -> None:
    round_id = open_round(served)
    page = opened(editor, served, round_id)
    page.get_by_role("button", name="Ruani", exact=True).click()  # saved once: a sign of it stays in the address
    expect(page.get_by_text("U ruajt drafti i 1.2.")).to_be_visible()
    saved_at = page.url
    editor.set_offline(True)
    page.get_by_role("radio", name="nuk është adresuar").check()
    page.get_by_label("Arsyeja").fill("Pa rrjet u shtyp butoni.")
    page.get_by_role("button", name="Dërgoni dhe hapni tjetrin").click()
    with pytest.raises(PlaywrightError):
        page.goto(saved_at)
    editor.set_offline(False)
    for other in (f"/puna/raundet/{round_id}", "/puna", path(round_id).replace("1.2", "2.1.1")):
        page.goto(served.address + other)
        assert still_kept(page) == 1
    page.goto(saved_at)
    expect(page.get_by_label("Arsyeja")).to_have_value("Pa rrjet u shtyp butoni.")
    page.close()
    comes_back(editor, served, round_id, "Pa rrjet u shtyp butoni.")


@pytest.mark.browser
def test_the_button_after_the_session_ended_loses_nothing(editor: BrowserContext, served: Site) -> None:
    round_id = open_round(served)
    page = opened(editor, served, round_id)
    page.clock.install()
    editor.clear_cookies(name=SESSION_COOKIE)
    page.get_by_role("radio", name="nuk është adresuar").check()
    page.get_by_label("Arsyeja").fill("Seanca kishte mbaruar.")
    page.get_by_role("button", name="Dërgoni dhe hapni tjetrin").click()
    expect(page.get_by_role("heading", name="Duhet të hyni")).to_be_visible()
    secret = served.session_secret(EDITOR)
    editor.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": served.address}])
    for other in ("/puna", f"/puna/raundet/{round_id}"):
        page.goto(served.address + other)
        assert still_kept(page) == 1
    comes_back(editor, served, round_id, "Seanca kishte mbaruar.")


@pytest.mark.browser
def test_whoever_is_signed_out_while_typing_is_told_so(editor: BrowserContext, served: Site) -> None:
    round_id = open_round(served)
    page = opened(editor, served, round_id)
    page.clock.install()
    editor.clear_cookies(name=SESSION_COOKIE)
    page.get_by_role("radio", name="nuk është adresuar").check()
    page.get_by_label("Arsyeja").fill("Hyn në një dritare tjetër.")
    expect(page.locator("#ruajtur")).to_contain_text("Duhet të hyni përsëri.")
    assert still_kept(page) == 1
    other = served.session_secret(SECOND_EDITOR)
    editor.add_cookies([{"name": SESSION_COOKIE, "value": other, "url": served.address}])
    with page.expect_response(lambda answer: answer.request.method == "GET"):  # the page as it is for them
        page.clock.fast_forward("01:00")
    expect(page.locator("#ruajtur")).to_contain_text("Duhet të hyni përsëri.")
    secret = served.session_secret(EDITOR)
    editor.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": served.address}])
    page.clock.fast_forward("01:00")
    expect(page.locator("#ruajtur")).to_contain_text("u ruajt në")
    assert assessment(served, round_id, "1.2").reason == "Hyn në një dritare tjetër."


@pytest.mark.browser
def test_what_came_back_does_not_overwrite_what_another_wrote_meanwhile(editor: BrowserContext, served: Site) -> None:
    round_id = open_round(served)
    page = opened(editor, served, round_id)
    editor.set_offline(True)
    page.get_by_role("radio", name="nuk është adresuar").check()
    page.get_by_label("Arsyeja").fill("Anila pa rrjet.")
    page.close()
    write(served, served.client(SECOND_EDITOR), path(round_id), "ruaj", reason="Besniku ndërkohë.")
    editor.set_offline(False)
    again = opened(editor, served, round_id)
    expect(again.get_by_label("Arsyeja")).to_have_value("Anila pa rrjet.")
    expect(again.locator("#ruajtur")).to_contain_text("Besniku ndërkohë.")
    assert assessment(served, round_id, "1.2").reason == "Besniku ndërkohë."


@pytest.mark.browser
def test_sent_or_signed_out_nothing_stays_in_the_browser(editor: BrowserContext, served: Site) -> None:
    round_id = open_round(served)
    page = opened(editor, served, round_id)
    page.get_by_role("radio", name="i pavlerësuar").check()
    page.get_by_label("Arsyeja").fill("Drejtoria nuk u përgjigj.")
    page.get_by_role("button", name="Dërgoni dhe hapni tjetrin").click()
    expect(page.get_by_text("1.2 u dërgua për rishikim. Vazhdoni me këtë.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []
    assert assessment(served, round_id, "1.2").state is AssessmentState.SUBMITTED
    page.get_by_label("Arsyeja").fill("Pa u ruajtur.")
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.goto(served.address + "/puna")
    page.get_by_role("link", name="Dilni").click()
    page.get_by_role("main").get_by_role("button", name="Dilni").click()
    page.wait_for_url(f"{served.address}/**")
    assert page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.browser
def test_enter_in_a_line_saves_the_draft_and_sends_nothing(editor: BrowserContext, served: Site) -> None:
    round_id = open_round(served)
    page = opened(editor, served, round_id)
    page.get_by_role("radio", name="adresuar plotësisht").check()
    page.get_by_label("Arsyeja").fill("Me tastierë.")
    page.get_by_label("Burimi i provës").first.fill("shënime")
    page.get_by_label("Lloji i provës").first.select_option("field_check")
    page.get_by_label("Burimi i provës").first.press("Enter")
    expect(page.get_by_text("U ruajt drafti i 1.2.")).to_be_visible()
    assert assessment(served, round_id, "1.2").state is AssessmentState.DRAFT


@pytest.mark.browser
def test_each_kind_of_evidence_asks_only_what_is_its_own(editor: BrowserContext, served: Site) -> None:
    """What was typed before the kind was changed stays in sight; a link and a file are asked for when one wants to."""
    round_id = open_round(served)
    page = opened(editor, served, round_id)
    piece = page.locator("#evidence-0")
    kind, women, asked = (
        piece.get_by_label(name) for name in ("Lloji i provës", "Gra të pranishme", "Kërkesa u dërgua")
    )
    day = piece.get_by_label("Data", exact=True)
    for value, seen in (
        ("", (False, False, True)),
        ("focus_group", (True, False, True)),
        ("information_request", (False, True, False)),
        ("press", (False, False, True)),
    ):
        kind.select_option(value)
        assert (women.is_visible(), asked.is_visible(), day.is_visible()) == seen, value
    assert not piece.get_by_label("Lidhja në internet").is_visible()
    piece.get_by_text("Shtoni një lidhje ose skedarë").click()
    assert piece.get_by_label("Lidhja në internet").is_visible()
    kind.select_option("focus_group")
    women.fill("7")
    kind.select_option("press")
    page.get_by_role("button", name="Ruani", exact=True).click()
    expect(page.get_by_text("U ruajt drafti i 1.2.")).to_be_visible()
    assert women.is_visible()
