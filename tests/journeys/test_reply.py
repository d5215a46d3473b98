"""The municipality's right of reply, from the letter to what readers see."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload

from tests import cast
from tests.journeys.person import Person
from tests.journeys.play import review
from tests.monitoring.play import approved

pytestmark = pytest.mark.browser

CABINET = "kabineti@shembull.example"


def link_in_letter(editor: Person, after: int = 0) -> str:
    found = re.search(r"http://\S+/pergjigje/\S+", editor.letter(CABINET, after=after))
    assert found
    return found[0].replace("/pergjigje/", "/en/pergjigje/") if editor.way.language == "en" else found[0]


def test_a_municipality_replies_and_a_verdict_is_revised(someone: Callable[[str], Person]) -> None:
    editor = someone("editor").sign_in(cast.EDITOR)
    reviewer = someone("reviewer").sign_in(cast.REVIEWER)
    mayor, reader = someone("mayor"), someone("reader")
    round_id = approved(editor.site)
    round_path = f"/puna/raundet/{round_id}"

    # The draft goes to the municipality's own mailbox, and nowhere else.
    editor.go(round_path)
    editor.follow("Dërgojani bashkisë")
    editor.fill("Zyra që përgjigjet", "Kabineti i kryetarit")
    editor.fill("Adresa e emailit", "kabineti")
    editor.press("Dërgoni emailin")
    editor.is_refused()
    editor.fill("Adresa e emailit", CABINET)
    editor.press("Dërgoni emailin")
    editor.reads("Ende asnjë përgjigje.")
    link = link_in_letter(editor)
    assert link.rsplit("/", 1)[1] not in editor.page.content()

    # It reads what is proposed, and replies: to one commitment with a file, and in general.
    mayor.go(link)
    mayor.reads("Punimet përfunduan.")
    mayor.follow_to("/zotimi/1.2")
    mayor.press("Ruani përgjigjen")
    mayor.is_refused()
    mayor.fill("Përgjigjja", "Punimet nuk kanë mbaruar ende.")
    mayor.field("Shtoni skedarë").set_input_files(
        [FilePayload(name="akti.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7 akti")]
    )
    mayor.press("Ruani përgjigjen")
    mayor.reads("Punimet nuk kanë mbaruar ende.")
    mayor.follow_to("/zotimi/ne-pergjithesi")
    mayor.fill("Përgjigjja", "Faleminderit për punën.")
    mayor.press("Ruani përgjigjen")
    with mayor.page.expect_download() as download:
        mayor.main.get_by_role("link", name=mayor.said("Shkarkoni: %(name)s", name="akti.pdf"), exact=True).click()
    assert download.value.suggested_filename == "akti.pdf"

    # Its reply leads to another verdict, which a second person approves anew.
    editor.go(round_path)
    editor.reads("Punimet nuk kanë mbaruar ende.")
    editor.follow("Për zotimin %(ref)s", ref="1.2")
    editor.press("Kthejeni në draft")
    editor.tick("adresuar pjesërisht")
    editor.fill("Arsyeja", "Punimet vazhdojnë.")
    editor.send_on()
    mayor.go(link)
    mayor.reads("po rishikohet pas përgjigjes suaj")
    mayor.reads_not("Punimet vazhdojnë.")
    review(reviewer, "1.2")
    reviewer.reads("Punimet nuk kanë mbaruar ende.")
    reviewer.approve()

    # It says that this is all; then a second person publishes.
    mayor.go(link)
    mayor.follow("Thoni se përgjigjja është e plotë")
    mayor.press("Kjo është përgjigjja jonë e plotë")
    mayor.reads_not("Ndryshoni përgjigjen")
    reviewer.go(round_path)
    reviewer.follow("Botoni raundin")
    reviewer.press("Botoni raundin")

    reader.go("/kontratat/shembull-2023/1.2")
    reader.reads("Punimet nuk kanë mbaruar ende.")
    reader.reads("Kabineti i kryetarit")
    reader.reads(
        "U ndryshua pas përgjigjes së bashkisë: nga “%(before)s” në “%(now)s”.",
        before=reader.said("adresuar plotësisht"),
        now=reader.said("adresuar pjesërisht"),
    )
    reader.go("/kontratat/shembull-2023/1.1")
    reader.reads("Bashkia u përgjigj në përgjithësi.")

    # A later word is added beside it, at once.
    mayor.go(link)
    mayor.follow_to("/zotimi/1.2")
    mayor.fill("Përgjigjja", "Tani mbaruan.")
    mayor.press("Lexojeni para botimit")
    mayor.reads("Tani mbaruan.")
    mayor.press("Jo, kthehuni")
    mayor.press("Lexojeni para botimit")
    mayor.press("Botoni përgjigjen")
    reader.go("/kontratat/shembull-2023/1.2")
    reader.reads("Tani mbaruan.")
    reader.reads("pas botimit")

    # A link that was replaced says so, and reads nothing.
    editor.go(f"{round_path}/pergjigjja")
    editor.press("Dërgoni emailin")
    link_in_letter(editor, after=1)
    mayor.go(link, status=410)
    mayor.finds_title("Kjo lidhje nuk vlen më")
