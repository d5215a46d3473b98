"""A hearing is recorded and tied to what it led to; a reader follows the thread there and back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload

from tests import cast
from tests.journeys.person import Person
from tests.web.documents import pdf

pytestmark = pytest.mark.browser

PUBLIC = "/konsultimet/shembull-2024-03-12"
ASKED = "Shkolla kërkon ngrohje qendrore."


def test_from_a_hearing_to_an_assessment_and_back(someone: Callable[[str], Person]) -> None:
    editor = someone("editor").sign_in(cast.EDITOR)
    editor.go("/puna/planet")
    editor.follow("Shtoni një konsultim")
    editor.select("Bashkia", "shembull")
    editor.select("Plani për të cilin u mbajt", "shembull-2024")
    editor.tick("Dëgjesë publike")
    editor.fill("Data", "12.03.2024")
    editor.fill("Tema", "Shkollat e Njësisë Lindore")
    editor.fill("Kush ishte i pranishëm, me rol dhe jo me emër", "znj. Filane Fistekja\nMësues")
    editor.fill("Gra të pranishme", "14")
    editor.fill("Kërkesat", ASKED)
    editor.fill("Burimi", "procesverbali i ushtrimit")
    editor.tick("Nuk ka emra qytetarësh: vetëm role, numra dhe zyrtarë në detyrë")
    editor.press("Ruani")
    editor.is_refused()  # a private name; nothing that was typed is lost
    editor.fill("Kush ishte i pranishëm, me rol dhe jo me emër", "Banore të njësisë\nMësues")
    editor.press("Ruani")
    editor.stands_at(f"/puna{PUBLIC}")

    editor.follow_to("/procesverbali")
    minutes: FilePayload = {"name": "Procesverbal.pdf", "mimeType": "application/pdf", "buffer": pdf("ushtrim")}
    editor.field("Skedari i procesverbalit").set_input_files(files=[minutes])
    editor.press("Ruani")
    editor.reads("Shkarkoni: %(name)s", name="Procesverbal.pdf")

    editor.main.locator("a[href*='/fijet/i-ri']").first.click()
    editor.press("Ruani")
    editor.is_refused()
    editor.select("Te cili zotim", editor.field("Te cili zotim").locator("option", has_text="2.2 (").inner_text())
    editor.select(
        "Te cili zë i planit",
        editor.field("Te cili zë i planit").locator("option", has_text="1.1.1 (Plani Social").first.inner_text(),
    )
    editor.fill("Burimi", "kronologjia e ushtrimit")
    editor.press("Ruani")
    editor.stands_at(f"/puna{PUBLIC}")

    reader = someone("reader")
    reader.go("/konsultimet")
    reader.follow("Shkollat e Njësisë Lindore")
    reader.stands_at(PUBLIC)
    reader.reads("Ruhet këtu, por lexuesit nuk mund ta shkarkojnë, sepse mund të përmendë persona privatë. "
                 "Kush ka një kopje, mund ta krahasojë me këtë kod kontrolli:")  # fmt: skip
    assert reader.status_of(f"{PUBLIC}/procesverbali") == 404
    reader.follow("zotimi %(ref)s", ref="2.2")
    reader.stands_at("/kontratat/shembull-2023/2.2")
    reader.reads("Nga dëgjesa te vlerësimi")
    reader.reads(ASKED)
    reader.follow_to("/planet/shembull-2024#zeri-1.1.1")
    reader.stands_at("/planet/shembull-2024")
    reader.page.go_back()
    thread = reader.main.locator("#filli")
    thread.locator("a[href='#vleresimet']").click()
    assert reader.page.url.endswith("#vleresimet")
    assert reader.said("adresuar pjesërisht") in reader.main.locator(":target .status").first.inner_text().lower()
    thread.locator(f"a[href*='{PUBLIC}#pika-']").click()
    reader.stands_at(PUBLIC)
    assert ASKED in reader.main.locator(":target").inner_text()

    # What turns out to be another matter is taken back with its reason, and readers no longer follow it.
    editor.main.locator("a[href$='/heqje']").first.click()
    editor.fill("Pse hiqet", "Kërkesa ishte për një shkollë tjetër.")
    editor.press("Hiqni lidhjen e pikës")
    reader.go(PUBLIC)
    assert not reader.main.locator("a[href$='/kontratat/shembull-2023/2.2']").count()
    reader.reads(ASKED)
