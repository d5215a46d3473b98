"""Each shape of form loses its session, its token and the network in the middle, without JavaScript: what was typed is
found again, and arrives once. tests/site/test_typed.py asks it of every form; test_device_drafts.py with scripts."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from pop_tracker.monitoring.replies.links import open_reply
from pop_tracker.web.cookies import CSRF_COOKIE, SESSION_COOKIE
from tests import cast
from tests.conftest import Site
from tests.journeys.person import Person, Way
from tests.journeys.play import prove_mailbox
from tests.monitoring.addresses import vouched
from tests.monitoring.play import approved
from tests.plans.consultations import picture
from tests.pledges.play import invited

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("way", [Way("sqlite", "sq", scripts=False)], ids=str, indirect=True),
]
TYPED = "Fjalë që dikush i shkroi me kujdes"
AGAIN = "Dërgoni përsëri"
PLAN = "/puna/planet/shembull-2024"


def is_over(person: Person) -> None:
    """The session; the browser still sends its cookie."""
    person.context.add_cookies([{"name": SESSION_COOKIE, "value": "e-mbaruar", "url": person.site.address}])


@contextmanager
def without_network(person: Person) -> Iterator[None]:
    """What is pressed meanwhile goes nowhere; afterwards the browser sends it when the page is loaded again."""
    person.context.set_offline(True)
    with person.page.expect_event("requestfailed"):
        yield
    person.page.wait_for_url(re.compile("^chrome-error:"), wait_until="commit", timeout=5_000)
    person.context.set_offline(False)
    person.complaints.clear()
    person.page.reload()


def opened_to_the_municipality(site: Site) -> str:
    round_id = approved(site)
    vouched(site, round_id)
    with site.database.writing() as session:
        viewer = site.viewer(session, cast.EDITOR)
        _, secret = open_reply(session, viewer, round_id, "Kabineti i kryetarit", 10, "sq")
    return f"/pergjigje/{secret}"


def press(person: Person, message: str) -> None:
    """And waits for no page."""
    person.main.get_by_role("button", name=person.said(message), exact=True).click(no_wait_after=True)


def test_a_form_of_the_staff(someone: Callable[[str], Person]) -> None:
    editor = someone("editor").sign_in(cast.EDITOR)
    editor.go(f"{PLAN}/te-dhenat")
    editor.fill("Titulli", TYPED)
    is_over(editor)
    editor.press("Ruani")
    editor.finds_title("Duhet të hyni")
    expect(editor.main.get_by_text(TYPED, exact=True)).to_be_visible()
    with editor.context.expect_page() as opened:
        editor.main.get_by_role("link", name="Hyni në një dritare tjetër").click()
    assert opened.value.url.endswith(f"/hyrje?pas={PLAN}/te-dhenat")
    opened.value.close()
    editor.press(AGAIN)  # too early
    editor.finds_title("Duhet të hyni")
    editor.sign_in(cast.EDITOR)
    editor.press(AGAIN)
    editor.reads("Tani keni hyrë si %(name)s", name="")
    expect(editor.main.get_by_text(TYPED, exact=True)).to_be_visible()
    with without_network(editor):
        press(editor, AGAIN)
    editor.finds_title(TYPED)


def test_a_form_with_a_file(someone: Callable[[str], Person], tmp_path: Path) -> None:
    """Files must be chosen anew; of one that is too large the limit is told."""
    editor = someone("editor").sign_in(cast.EDITOR)
    editor.go(f"{PLAN}/importi")
    editor.fill("Burimi", TYPED)
    file = editor.main.locator("input[type=file]")
    large = tmp_path / "i madh.xlsx"
    large.write_bytes(b"x" * 13 * 1024**2)
    file.set_input_files(large)
    editor.press("Shihni çfarë do të ndryshojë")
    editor.reads("12 MB")
    editor.reads("i madh.xlsx")
    editor.context.clear_cookies(name=CSRF_COOKIE)
    editor.sign_in(cast.EDITOR)
    table = FilePayload(name="plani.csv", mimeType="text/csv", buffer="niveli,numri,nën,teksti\n".encode())
    file.set_input_files([table])
    editor.press(AGAIN)
    editor.finds_title("Formulari nuk vlen më")
    expect(editor.main.get_by_text(TYPED, exact=True)).to_be_visible()
    editor.reads("plani.csv")
    file.set_input_files([table])
    editor.press(AGAIN)
    editor.is_refused()  # the table is empty
    expect(editor.field("Burimi")).to_have_value(TYPED)


def test_a_form_with_a_file_loses_the_network(someone: Callable[[str], Person]) -> None:
    """The browser holds on to what it could not send, the file too."""
    editor = someone("editor").sign_in(cast.EDITOR)
    editor.go("/puna/konsultimet/shembull-2024-02-14/fotografite/e-re")
    photo = FilePayload(name="foto.jpg", mimeType="image/jpeg", buffer=picture())
    editor.main.locator("input[type=file]").set_input_files([photo])
    editor.fill("Burimi", TYPED)
    with without_network(editor):
        press(editor, "Shtoni fotografinë")
    editor.is_refused()  # what the photo shows is missing
    expect(editor.field("Burimi")).to_have_value(TYPED)


def test_a_candidates_answer(someone: Callable[[str], Person]) -> None:
    signer = someone("signer")
    link = f"/nenshkrim/{invited(signer.site)}"
    signer.go(f"{link}/pergjigjja")
    signer.tick("E nënshkruaj")
    signer.fill("Deklaratë", TYPED)
    signer.fill("Emri dhe mbiemri", "Blerta Garuese")
    signer.context.clear_cookies()
    signer.press("Vazhdoni dhe kontrolloni")
    signer.finds_title("Formulari nuk vlen më")
    expect(signer.main.get_by_text(TYPED, exact=True)).to_be_visible()
    assert link not in signer.main.inner_html()
    with without_network(signer):
        press(signer, AGAIN)
    signer.reads(TYPED)
    expect(signer.main.locator('[action$="/kodi"] [name="statement"]')).to_have_value(TYPED)


def test_a_municipalitys_reply(someone: Callable[[str], Person]) -> None:
    mayor = someone("mayor")
    mailbox = "kabineti@bashkia-shembull.example"
    mayor.go(f"{opened_to_the_municipality(mayor.site)}/zotimi/1.2")
    prove_mailbox(mayor, mailbox)
    mayor.fill("Përgjigjja e bashkisë", TYPED)
    mayor.context.clear_cookies()
    mayor.press("Ruani përgjigjen")
    expect(mayor.main.get_by_text(TYPED, exact=True)).to_be_visible()
    mayor.press(AGAIN)
    mayor.is_refused()  # the code is asked for anew
    expect(mayor.field("Përgjigjja e bashkisë")).to_have_value(TYPED)
    with mayor.context.expect_page() as opened:
        mayor.main.get_by_role("link", name="Hapni faqen e kodit në një skedë tjetër").click()
    first, mayor.page = mayor.page, opened.value
    prove_mailbox(mayor, mailbox)
    mayor.page.close()
    mayor.page = first
    with without_network(mayor):
        press(mayor, "Ruani përgjigjen")
    mayor.reads(TYPED)
