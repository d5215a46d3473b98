"""The municipality's right of reply, from the letter to what readers see."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import FilePayload

from pop_tracker.monitoring.replies import receipts
from tests import cast
from tests.journeys.person import Person
from tests.journeys.play import prove_mailbox, review, send_to_municipality
from tests.monitoring.addresses import vouched
from tests.monitoring.hearing import days_pass
from tests.monitoring.play import approved
from tests.web.documents import pdf

pytestmark = pytest.mark.browser

CABINET = "kabineti@bashkia-shembull.example"
LINK = r"http://\S+?(/pergjigje/\S+)"


def link_in_letter(editor: Person, after: int = 0) -> str:
    """They read it in the language of the letter."""
    found = re.search(LINK, editor.letter(CABINET, after=after, subject="E drejta|Right of reply"))
    assert found
    return found[1]


def test_a_municipality_replies_and_a_verdict_is_revised(someone: Callable[[str], Person]) -> None:
    editor = someone("editor").sign_in(cast.EDITOR)
    reviewer = someone("reviewer").sign_in(cast.REVIEWER)
    mayor, reader = someone("mayor"), someone("reader")
    round_id = approved(editor.site)
    round_path = f"/puna/raundet/{round_id}"

    # The draft goes to the municipality's own mailbox, and nowhere else.
    editor.go(round_path)
    editor.follow("Dërgojani bashkisë")
    editor.finds_title("Përgjigjja e bashkisë")
    editor.reads(
        "Shënoni adresën e bashkisë, me burimin e saj. Pasi ta konfirmojë një person i dytë, raundi mund t’i dërgohet."
    )
    vouched(editor.site, round_id)
    send_to_municipality(editor, round_path)
    editor.reads("Ende asnjë përgjigje.")
    link = link_in_letter(editor)
    assert link.rsplit("/", 1)[1] not in editor.page.content()

    # It reads what is proposed, and replies: to one commitment with a file, and in general.
    mayor.go(link)
    mayor.reads("Punimet përfunduan.")
    mayor.follow_to("/zotimi/1.2")
    prove_mailbox(mayor, CABINET)
    mayor.press("Ruani përgjigjen")
    mayor.is_refused()
    mayor.fill("Përgjigjja e bashkisë", "Punimet nuk kanë mbaruar ende.")
    mayor.field("Shtoni skedarë").set_input_files(
        [FilePayload(name="akti.pdf", mimeType="application/pdf", buffer=pdf("akti"))]
    )
    mayor.press("Ruani përgjigjen")
    mayor.reads("Punimet nuk kanë mbaruar ende.")
    mayor.follow_to("/zotimi/ne-pergjithesi")
    mayor.fill("Përgjigjja e bashkisë", "Faleminderit për punën.")
    mayor.press("Ruani përgjigjen")
    with mayor.page.expect_download() as download:
        mayor.main.get_by_role("link", name=mayor.said("Shkarkoni: %(name)s", name="akti.pdf"), exact=True).click()
    assert download.value.suggested_filename == "te-shpikura-akti.pdf"

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

    # It says that this is all, and holds a letter of it. The term runs on; then a second person publishes.
    mayor.go(link)
    mayor.follow("Thoni se përgjigjja është e plotë")
    mayor.reads(mayor.said("Afati vazhdon: keni kohë deri më %(date)s.", date="").strip(" ."))
    mayor.press("Kjo është përgjigjja jonë e plotë")
    mayor.reads_not("Ndryshoni përgjigjen")
    held = mayor.letter(CABINET, subject="Përgjigjja juaj e plotë|Your complete reply")
    digest = re.search(r"\b[0-9a-f]{64}\b", held)
    assert digest
    assert reviewer.status_of_sending(f"{round_path}/botim") == 422
    days_pass(editor.site, round_id)
    reviewer.go(round_path)
    reviewer.follow("Botoni raundin")
    reviewer.press("Botoni raundin")

    # The receipt comes by letter; whoever has its code reads what the record says, with the same digest.
    site = editor.site
    receipts.send_due(site.database, replace(site.settings, base_url=site.address, secret_key=""))
    code = re.search(r"\b\w{4}(?:-\w{4}){2}\b", mayor.letter(CABINET, subject="Vërtetim|Receipt"))
    assert code
    reader.go(f"/vertetim/{code[0]}")
    reader.reads("Qëndron në regjistër")
    reader.reads(digest[0])

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
    mayor.fill("Përgjigjja e bashkisë", "Tani mbaruan.")
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
