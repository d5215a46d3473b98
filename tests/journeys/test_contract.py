"""A contract from its Word file to the record: read, checked, read by a second person, published; then an addendum."""

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.contracts.reading.files.making import HEADING, POINT, TEXT, word
from tests.journeys.person import PHONE, Person

pytestmark = pytest.mark.browser

DAY_CENTRE, NURSE = "Një qendër ditore në Njësinë Administrative Lindore,", "me një infermiere çdo ditë pune."
AT_HOME, TO_HOSPITAL = "Ndihmë në shtëpi për të moshuarit që jetojnë vetëm.", "Transport falas deri te spitali."
STOP, PRINTED = "Një stacion autobusi me çati te shkolla.", "Shtypur në tri kopje."
WITH_LAMPS = "Një stacion autobusi me çati dhe me drita te shkolla."
TITLE = "KONTRATA SOCIALE 2027–2031"
LETTER = [
    (HEADING, TITLE),
    (TEXT, "BASHKIA SHEMBULL"),
    (TEXT, "Kjo kontratë u hartua me banorët, në takime në qytet dhe në fshatra, nga rrjeti i organizatave."),
    (HEADING, "PRIORITETET KRYESORE"),
    (HEADING, "Prioriteti 1. Shërbimet për të moshuarit"),
    (POINT, DAY_CENTRE),
    (POINT, NURSE),
    (POINT, f"{AT_HOME} {TO_HOSPITAL}"),
    (HEADING, "PRIORITETE TË TJERA"),
    (HEADING, "Prioriteti 2. Rruga"),
    (POINT, "Ndriçimi i rrugës në fshatin Kuq."),
    (POINT, STOP),
    (POINT, PRINTED),
]
"""Two points are one sentence, one point is two demands, and the last is none."""
CONTRACT = "/kontratat/shembull-2027"
DRAFT = f"/puna{CONTRACT}/drafti"
REASON = "Banorët e kërkuan në takimin e 3 marsit."


def test_a_word_file_becomes_edition_1_and_an_addendum_edition_2(
    someone: Callable[..., Person], tmp_path: Path
) -> None:
    file = tmp_path / "kontrata.docx"
    file.write_bytes(word(LETTER))
    editor = someone("editor", PHONE).sign_in(cast.EDITOR)
    second = someone("second person").sign_in(cast.OTHER_REVIEWER)
    reader = someone("reader", PHONE)

    editor.go("/puna/kontratat")
    editor.follow("Kontratë nga një dokument")
    editor.field("Skedari").set_input_files(file)
    editor.press("Lexoni dokumentin")
    editor.finds_title("Kontrolloni kontratën")
    mend(editor)
    editor.press("Ruani draftin")
    editor.stands_at(DRAFT)

    # The file itself is given to readers by those who say that they read it. Then the draft goes to a second person.
    editor.follow("Dokumenti i botimit %(number)s", number=1)
    editor.tick("E lexova skedarin: nuk ka emra personash privatë, komente, ndryshime të shënuara dhe nënshkrime")
    editor.press("Jepuani lexuesve")
    editor.go(DRAFT)
    editor.follow("Shihni ndryshimet dhe dërgoni draftin")
    assert TITLE in editor.field("Burimi").input_value()  # asked once, for all of it
    editor.press("Dërgoni për rishikim")
    editor.reads("Pret rishikimin")
    assert editor.status_of_sending(f"/puna{CONTRACT}/botim", version="0") == 403, "hers is no second pair of eyes"
    assert reader.status_of(CONTRACT) == 404

    # Who reads it sees the document beside, and what was done with it.
    second.go("/puna")
    second.follow_to(f"/puna{CONTRACT}/rishikimi")
    second.reads(PRINTED)
    choose(second, f"{DAY_CENTRE} {NURSE}")
    expect(second.main.locator(".document__chosen").first).to_contain_text(DAY_CENTRE)
    second.follow("u jepet lexuesve")
    second.go(f"/puna{CONTRACT}/rishikimi")
    second.follow("Botoni botimin %(number)s", number=1)
    second.press("Botoni botimin %(number)s", number=1)
    second.stands_at(f"{CONTRACT}/botimi/1")

    reader.go(CONTRACT)
    reader.reads(f"{DAY_CENTRE} {NURSE}")
    reader.reads_not(PRINTED)
    reader.go(f"{CONTRACT}/1.2")  # half of what stands in the document, where it is the third
    reader.reads("pika 1.3")
    reader.unfold("Kështu thotë dokumenti")
    expect(reader.main.locator("blockquote")).to_contain_text(f"{AT_HOME} {TO_HOSPITAL}")
    reader.go(f"{CONTRACT}/botimi/1")
    reader.reads(hashlib.sha256(file.read_bytes()).hexdigest())
    with reader.page.expect_download() as download:
        reader.page.get_by_role("link", name=reader.said("Shkarkoni: %(name)s", name=file.name), exact=True).click()
    reader.reads(hashlib.sha256(Path(download.value.path()).read_bytes()).hexdigest())

    # An addendum says what, why and from where; readers see word by word what became of it.
    editor.go(DRAFT)
    editor.press("Hapni draftin")
    editor.unfold("Rruga")
    editor.follow("Ndryshoni %(ref)s", ref="2.2")
    editor.fill("Teksti", WITH_LAMPS)
    editor.fill("Burimi", "procesverbali i takimit, faqja 1")
    editor.press("Ruani në draft")
    editor.follow("Shihni ndryshimet dhe dërgoni draftin")
    editor.fill("Arsyeja e shtojcës", REASON)
    editor.fill("Burimi", "procesverbali i takimit të 3 marsit")
    editor.press("Dërgoni për rishikim")
    second.go("/puna")
    second.follow_to(f"/puna{CONTRACT}/rishikimi")
    second.reads(REASON)
    second.follow("Botoni botimin %(number)s", number=2)
    second.press("Botoni botimin %(number)s", number=2)
    reader.go(f"{CONTRACT}/botimi/2")
    digest = computed(reader)
    reader.reads(digest)
    reader.follow("Çfarë ndryshoi nga botimi %(number)s", number=1)
    reader.reads(REASON)
    assert "dhe me drita" in reader.main.locator("ins").first.inner_text()
    reader.go(f"{CONTRACT}/botimi/1")
    reader.reads(STOP)
    reader.reads_not(digest)


def mend(editor: Person) -> None:
    """Joined, split, left out; one place confirmed by itself, then all others together."""
    choose(editor, NURSE)
    editor.press("Bashkojeni me atë sipër")
    editor.reads("U bashkua me atë sipër.")
    assert editor.field("Teksti").input_value() == f"{DAY_CENTRE} {NURSE}"
    choose(editor, AT_HOME)
    editor.press("Ndajeni")
    editor.is_refused()
    editor.fill("Teksti", f"{AT_HOME}\n\n{TO_HOSPITAL}")
    editor.press("Ndajeni")
    editor.reads("U nda.")
    choose(editor, PRINTED)
    editor.press("Lëreni jashtë")
    editor.reads("U la jashtë.")
    choose(editor, STOP)
    editor.unfold("Vendi, propozim:", editor.main.locator(".check--chosen"))
    editor.tick("Një ose disa njësi administrative")
    editor.tick("Njësia Veriore")
    editor.press("Konfirmoni")
    editor.reads("U konfirmua: %(ref)s.", ref="2.2")
    list_all(editor)
    editor.open(editor.main.locator('form[action$="/vendet"] button'))
    editor.reads("Vendet u konfirmuan.")


def list_all(person: Person) -> None:
    person.open(person.main.locator('a[href*="shihni=te-gjitha#"]'))


def choose(person: Person, words: str) -> None:
    """Of all rows, as only the part with them may change."""
    if person.main.locator('a[href*="shihni=te-gjitha#"]').count():
        list_all(person)
    person.main.locator(".checks a", has_text=words).click()
    expect(person.main.locator(".check--chosen")).to_contain_text(words)


def computed(reader: Person) -> str:
    """What the command of the page prints, in a shell of the reader's own."""
    command = reader.main.locator(".command").first.text_content() or ""
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=True)
    return done.stdout.split()[0]
