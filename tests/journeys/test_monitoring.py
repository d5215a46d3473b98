"""A yearly round: from its opening over evidence, review and the municipality's reply to the report's files."""

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from PIL import ExifTags, Image
from playwright.sync_api import Locator, expect

from pop_tracker.monitoring.evidence import EvidenceKind
from pop_tracker.monitoring.report.files import freeze_due
from tests import cast
from tests.conftest import Site
from tests.journeys.person import PHONE, Person
from tests.journeys.play import prove_mailbox, send_to_municipality
from tests.monitoring.addresses import vouched
from tests.monitoring.hearing import days_pass
from tests.monitoring.play import heard, write_rest
from tests.web.documents import pdf

pytestmark = pytest.mark.browser

CONTRACT = "Kontrata Sociale 2023–2027, Bashkia Shembull"
REPORT = "/raportet/shembull-2023/2"
MAILBOX = "kabineti@bashkia-shembull.example"
STATUSES = {"1.2": "adresuar plotësisht", "1.4": "adresuar pjesërisht", "2.2": "nuk është adresuar"}
PIECES: dict[str, dict[str, dict[str, str]]] = {
    "1.2": {
        "field_check": {"Data": "12.03.2025", "Vendi": "lagjja e re"},
        "focus_group": {
            "Data": "20.03.2025",
            "Vendi": "shkolla e re",
            "Gra të pranishme": "7",
            "Burra të pranishëm": "4",
        },
        "in_depth_interview": {"Data": "21.03.2025", "Vendi": "drejtoria e arsimit"},
    },
    "1.4": {
        "municipal_document": {"Data": "10.01.2025"},
        "council_session": {"Data": "30.01.2025"},
        "budget_line": {"Data": "15.01.2025", "Vendi": "programi 09120"},
    },
    "2.2": {
        "information_request": {"Kërkesa u dërgua më": "03.02.2025"},
        "press": {"Data": "05.05.2025", "Lidhja në internet": "https://gazeta.example/uji-ne-treg"},
        "other": {"Data": "06.05.2025"},
    },
}
"""Every kind of evidence, by commitment, with what is special in it."""
SAID_OF = "Çfarë u gjet, prova %s."
SILENCE = ("afati i përgjigjes: 17 shkurt 2025.", "heshtje pas afatit")
REPLY = "Autobusi u shtua në shtator.\nLista e linjave është këtu."
PAPER = pdf("lista e linjave")


def photo() -> bytes:
    """As a phone makes it: with its position and its name."""
    exif, held = Image.Exif(), io.BytesIO()
    exif[ExifTags.Base.Model] = "Telefoni i Anilës"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (41.0, 20.0, 0.0)
    Image.new("RGB", (64, 48), "green").save(held, "JPEG", exif=exif)
    return held.getvalue()


def add_evidence(editor: Person, number: int, kind: str, fields: dict[str, str]) -> None:
    """Into the empty place at the end of the form; every third piece speaks against the verdict."""
    fold = editor.main.locator("#prova-tjeter")
    if number > 1:
        assert fold.get_attribute("open") is not None
        assert fold.locator("select").first.evaluate("field => field === document.activeElement")
    piece = editor.main.get_by_role("group", name=editor.said("Prova %(number)s", number=number), exact=True)
    editor.field("Lloji i provës", piece).select_option(kind)
    editor.field("Çfarë tregon", piece).fill(SAID_OF % kind)
    editor.field("Burimi i provës", piece).fill(f"burimi i provës {kind}")
    if kind in ("field_check", "press"):
        editor.unfold("Shtoni një lidhje ose skedarë", piece)
    for label, text in fields.items():
        editor.field(label, piece).fill(text)
    if kind == "field_check":
        editor.field("Shtoni skedarë", piece).set_input_files(
            {"name": "kopshti.jpg", "mimeType": "image/jpeg", "buffer": photo()}
        )
    if number == 3:
        piece.get_by_role("radio", name=editor.said("E kundërshton vlerësimin"), exact=True).check()


def assess(editor: Person, round_path: str, ref: str, pieces: dict[str, dict[str, str]]) -> None:
    """Writes a verdict piece by piece and sends it to be reviewed."""
    editor.go(round_path)
    editor.follow_to(f"/vleresimet/{ref}")
    editor.tick(STATUSES[ref])
    editor.fill("Arsyeja", f"Arsyeja për {ref}, nga terreni.")
    for number, (kind, fields) in enumerate(pieces.items(), start=1):
        if number > 1:
            editor.press("Ruani dhe shtoni një provë")
        add_evidence(editor, number, kind, fields)
    editor.send_on()


def review(reviewer: Person, ref: str) -> None:
    """Opens what waits for review, from the list."""
    reviewer.go("/puna/rishikimi")
    reviewer.open(reviewer.main.locator("a.ref", has_text=ref).first)
    reviewer.finds_title("Rishikimi i %(ref)s", ref=ref)


def rewrite(editor: Person, form: str, status: str, reason: str) -> None:
    editor.go(form)
    editor.press("Kthejeni në draft")
    editor.tick(status)
    editor.fill("Arsyeja", reason)
    editor.send_on()


def taken(reader: Person, link: Locator) -> bytes:
    """The file that a link leads to, as the reader's browser saves it."""
    with reader.page.expect_download() as download:
        link.click()
    return Path(download.value.path()).read_bytes()


def opened(reader: Person, link: Locator) -> bytes:
    """A picture, which a browser shows where the link leads."""
    address = urljoin(reader.page.url, link.get_attribute("href") or "")
    return bytes(reader.page.request.get(address).body())


def way_in(mayor: Person) -> str:
    """The address that stands in the newest letter; they read it in their own language."""
    found = re.search(r"http\S+?(/pergjigje/\S+)", mayor.letter(MAILBOX))
    assert found
    return found[1]


def open_round(editor: Person, contract: str, first: str, last: str) -> str:
    editor.go("/puna/raundet")
    editor.follow("Hapni një raund")
    editor.select("Kontrata", contract)
    editor.fill("Muaji i parë i periudhës", first)
    editor.fill("Muaji i fundit i periudhës", last)
    editor.fill("Metoda", "Fokus grupe dhe verifikime në terren.")
    editor.fill("Kush merr pjesë", "Dy vlerësues nga organizata.")
    editor.fill("Konflikte interesi të deklaruara", "Një vlerësues ka punuar për bashkinë.")
    editor.fill("Ditë pune për përgjigjen e bashkisë", "5")
    editor.fill("Burimi", "vendimi i organizatës, tetor 2024")
    editor.press("Hapni raundin")
    assert re.fullmatch(r"/puna/raundet/\d+", editor.path)
    return editor.path


def test_a_round_from_its_opening_to_its_report(someone: Callable[..., Person], served: Site) -> None:
    assert {kind for pieces in PIECES.values() for kind in pieces} == set(EvidenceKind)
    editor = someone("editor", PHONE).sign_in(cast.EDITOR)
    reviewer = someone("reviewer", PHONE).sign_in(cast.REVIEWER)
    reader = someone("reader", PHONE)
    mayor = someone("the mayor's office", PHONE)
    round_path = open_round(editor, CONTRACT, "09.2024", "09.2025")
    round_id = int(round_path.rsplit("/", 1)[1])
    editor.reads("Një vlerësues ka punuar për bashkinë.")

    for ref, pieces in PIECES.items():
        assess(editor, round_path, ref, pieces)

    # One comes back with a note and is mended; the others are approved.
    review(reviewer, "1.2")
    for kind in PIECES["1.2"]:
        reviewer.reads(SAID_OF % kind)
    seen = opened(reviewer, reviewer.main.locator("a.picture"))
    with Image.open(io.BytesIO(seen)) as picture:
        assert picture.size == (64, 48)
        assert not picture.getexif()  # neither the place nor the phone
    reviewer.approve()
    review(reviewer, "1.4")
    reviewer.unfold("Ose kthejeni me shënim")
    reviewer.fill("Çfarë duhet ndryshuar", "Thoni sa linja ka.")
    reviewer.press("Kthejeni me shënim")
    review(reviewer, "2.2")
    reviewer.approve()
    editor.go("/puna")
    editor.follow_to("/vleresimet/1.4")
    editor.reads("Thoni sa linja ka.")
    editor.fill("Arsyeja", "Arsyeja për 1.4: tre linja nga pesë.")
    editor.send_on()
    assert editor.status_of_sending(f"{round_path}/botim") == 403
    assert write_rest(served, round_id)  # the reviewer has approved 1.4 too

    # Not before the municipality has had its say.
    assert reviewer.status_of_sending(f"{round_path}/botim") == 422
    assert reader.status_of(REPORT) == 404
    vouched(served, round_id)
    send_to_municipality(editor, round_path)
    draft = way_in(mayor)
    assert reviewer.status_of_sending(f"{round_path}/botim") == 422

    mayor.go(draft)
    mayor.reads("Arsyeja për 1.4: tre linja nga pesë.")
    mayor.follow_to("/zotimi/1.4")
    prove_mailbox(mayor, MAILBOX)
    mayor.fill("Përgjigjja e bashkisë", REPLY)
    mayor.field("Shtoni skedarë").set_input_files(
        {"name": "linjat.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    )
    mayor.press("Ruani përgjigjen")
    mayor.stands_at(draft)
    mayor.reads("Lista e linjave është këtu.")
    mayor.follow("Thoni se përgjigjja është e plotë")
    mayor.press("Kjo është përgjigjja jonë e plotë")
    mayor.reads("Përgjigjja juaj është e plotë")

    # The reply is right: the verdict is revised, which a second person approves and readers see.
    rewrite(editor, f"{round_path}/vleresimet/1.4", "adresuar plotësisht", "Arsyeja për 1.4: pesë linja nga pesë.")
    assert reviewer.status_of_sending(f"{round_path}/botim") == 404  # nor while it is being revised
    review(reviewer, "1.4")
    reviewer.reads("Autobusi u shtua në shtator.")
    reviewer.approve()
    assert editor.status_of_sending(f"{round_path}/botim") == 403
    assert reviewer.status_of_sending(f"{round_path}/botim") == 422  # complete, and three working days all the same
    days_pass(served, round_id)
    reviewer.go("/puna")
    reviewer.follow_to(round_path)
    reviewer.follow("Botoni raundin")
    reviewer.press("Botoni raundin")
    reviewer.reads("Ky raund është publik.")

    reader.go("/kontratat/shembull-2023/2.2")
    reader.reads("heshtje pas afatit")
    reader.go("/kontratat/shembull-2023/1.4")
    reader.reads("Autobusi u shtua në shtator.")
    assert taken(reader, reader.main.locator("a[href*='/pergjigjet/']")) == PAPER
    is_read = editor.way.is_looked_at
    if is_read:  # the files are the same for everyone
        assert freeze_due(served.database, served.settings)

    # A verdict turns out to be wrong: it is corrected, and the one before stays.
    editor.go(round_path)
    row = editor.main.locator("li").filter(has=editor.page.locator(".ref", has_text=re.compile(r"^\s*2\.2\s*$")))
    editor.open(row.locator("a[href*='/puna/ndreqjet/']").first)
    editor.fill("Pse ndreqet vlerësimi", "Tubacioni i ri u gjet pas botimit.")
    editor.tick("adresuar pjesërisht")
    editor.fill("Arsyeja", "Gjysma e tubacionit u zëvendësua.")
    editor.press("Ruani dhe shtoni një provë")  # beside what was evidence before
    add_evidence(editor, len(PIECES["2.2"]) + 1, "municipal_document", {"Data": "11.08.2025"})
    editor.send_on()
    reader.go(REPORT)
    reader.reads_not("Gjysma e tubacionit u zëvendësua.")
    review(reviewer, "2.2")
    reviewer.follow("Miratoni ndreqjen")
    reviewer.press("Miratoni dhe botoni ndreqjen")

    reader.go(REPORT)
    for words in ("Arsyeja për 1.2, nga terreni.", "Arsyeja për 1.4: pesë linja nga pesë.", "Arsyeja për 2.2",
                  "Gjysma e tubacionit u zëvendësua.", "Tubacioni i ri u gjet pas botimit.",
                  "Lista e linjave është këtu.", "Një vlerësues ka punuar për bashkinë."):  # fmt: skip
        reader.reads(words)
    reader.reads("Pas përgjigjes së bashkisë. Para saj: %(status)s.", status=reader.said("adresuar pjesërisht"))
    reader.reads("i zëvendësuar nga një ndreqje")
    reader.reads_not("Anila")
    reader.go("/ndreqjet")
    reader.reads("Tubacioni i ri u gjet pas botimit.")
    if is_read:
        assert freeze_due(served.database, served.settings)
        check_files(reader)


def check_files(reader: Person) -> None:
    """Both versions stand side by side and say what was true when each was made."""
    corrected = "Gjysma e tubacionit u zëvendësua."
    reader.go(f"{REPORT}#skedaret")
    kept = reader.main.locator("#skedaret")
    files = {}
    for version in (1, 2):
        for name in ("sq.pdf", "sq.docx", "en.pdf"):
            link = kept.locator(f"a[href$='/raporti-{version}.{name}']")
            files[version, name] = contents = taken(reader, link)
            row = kept.locator("li li", has=reader.page.locator(f"a[href$='/raporti-{version}.{name}']"))
            expect(row).to_contain_text(hashlib.sha256(contents).hexdigest()[:6])
    for version in (1, 2):
        pdf = pypdf.PdfReader(io.BytesIO(files[version, "sq.pdf"]))
        text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
        document = docx.Document(io.BytesIO(files[version, "sq.docx"]))
        words = "\n".join(
            [paragraph.text for paragraph in document.paragraphs]
            + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        )
        headings = [one.text for one in document.paragraphs if style_of(one).startswith(("Heading", "Title"))]
        for said in (text, words):
            for sentence in ("Arsyeja për 1.2, nga terreni.", "Autobusi u shtua në shtator.", *SILENCE):
                assert sentence in said, sentence
            assert (corrected in said) == (version == 2)
        for heading in ("Si u bë", "Shifrat", "Ndreqjet", "E drejta e përgjigjes", "Vlerësimet", "Anekset"):
            assert heading in headings
            assert heading in outline(pdf.outline)
        assert len(pdf.pages) >= 4
        assert all(abs(page.mediabox.width - 595.3) < 1 for page in pdf.pages)  # A4
        root: Any = pdf.trailer["/Root"]
        assert root["/Lang"].startswith("sq")
        assert root["/MarkInfo"]["/Marked"]
        assert pdf.metadata is not None
        assert "Bashkia Shembull" in (pdf.metadata.title or "") or "Shembull" in (pdf.metadata.title or "")
        assert b"pdfuaid" in root["/Metadata"].get_data()
        tags = list(tagged(root["/StructTreeRoot"]))
        drawn = [one.get("/Alt") for one in tags if one.get("/S") == "/Figure"]
        assert drawn
        assert all(drawn)
        assert {"/H1", "/H2", "/Table", "/TH"} <= {one.get("/S") for one in tags}
        pictures = list(document.element.body.iter(qn("wp:docPr")))
        assert len(pictures) == len(drawn)
        assert sorted(one.get("descr") for one in pictures) == sorted(str(alt) for alt in drawn)
        assert document.core_properties.language == "sq-AL"
        assert document.core_properties.title == pdf.metadata.title
        english = pypdf.PdfReader(io.BytesIO(files[version, "en.pdf"]))
        root = english.trailer["/Root"]
        assert root["/Lang"].startswith("en")
        assert "Autobusi u shtua në shtator." in " ".join(" ".join(p.extract_text() for p in english.pages).split())


def style_of(paragraph: Paragraph) -> str:
    return (paragraph.style and paragraph.style.name) or ""


def outline(entries: Any) -> list[str]:
    found: list[str] = []
    for entry in entries:
        found += outline(entry) if isinstance(entry, list) else [entry.title]
    return found


def tagged(element: Any) -> Iterator[Any]:
    """The elements of a PDF's structure, from the root down."""
    element = element.get_object()
    if not isinstance(element, pypdf.generic.DictionaryObject):
        return
    yield element
    under = element.get("/K", [])
    under = under.get_object() if hasattr(under, "get_object") else under
    for one in under if isinstance(under, list) else [under]:
        yield from tagged(one)


def rate(rater: Person, statuses: str, reason: str) -> None:
    """All parts, one form after the other: a for fully, n for not addressed; then hands them in."""
    words = {"a": "adresuar plotësisht", "n": "nuk është adresuar"}
    rater.go("/puna")
    rater.follow_to("/vleresimi-im")
    rater.open(rater.main.locator("a.button"))
    for letter in statuses:
        rater.tick(words[letter])
        rater.fill("Arsyeja", reason)
        rater.press("Ruajeni dhe vazhdoni")
    rater.follow("Dorëzoni vlerësimet")
    rater.press("Dorëzoni vlerësimet")
    rater.reads("I dorëzuat. Nuk ndryshojnë më; një person tjetër shkruan vlerësimin përfundimtar.")


def test_two_rate_without_seeing_each_other(someone: Callable[..., Person], served: Site) -> None:
    editor = someone("editor", PHONE).sign_in(cast.OTHER_EDITOR)
    coordinator = someone("coordinator", PHONE).sign_in(cast.COORDINATOR)
    first = someone("first rater", PHONE).sign_in(cast.OTHER_BOTH)
    second = someone("second rater", PHONE).sign_in(cast.OTHER_REVIEWER)
    reviewer = someone("reviewer", PHONE).sign_in(cast.REVIEWER)
    round_path = open_round(editor, "Kontrata Sociale 2023–2027, Bashkia Provë", "09.2023", "09.2024")
    round_id = int(round_path.rsplit("/", 1)[1])
    coordinator.go(round_path)
    coordinator.follow("Vlerësim i dyfishtë")
    coordinator.select("Vlerësuesi i parë", "Hana Dyrolesh (Shoqata Provë)")
    coordinator.select("Vlerësuesi i dytë", "Flutura Kontrolluese (Shoqata Provë)")
    coordinator.press("Ruani")

    # What the first one found is nobody's to read until the second one has handed in too.
    secret = "Kështu e pa vlerësuesja e parë."
    rate(first, "aaaannn", secret)
    for person, path in (
        (second, f"{round_path}/vleresimi-im"),
        (second, f"{round_path}/vleresimi-im/1.1"),
        (editor, round_path),
        (editor, f"{round_path}/vleresimet/1.1"),
        (coordinator, round_path),
    ):
        person.go(path)
        person.reads_not(secret)
    assert editor.status_of(f"{round_path}/vleresimi-im") in (403, 404)
    assert coordinator.status_of(f"{round_path}/vleresimi-im") in (403, 404)
    own = dict(status="fully_addressed", reason="x", version="0", veprimi="ruaj")
    assert editor.status_of_sending(f"{round_path}/vleresimet/1.1", **own) in (403, 422)
    rate(second, "aaannna", "Kështu e pa e dyta.")
    first.go(f"{round_path}/vleresimi-im")
    first.reads_not("Kështu e pa e dyta.")

    # Someone else adjudicates with both before their eyes; neither rater writes, reviews or publishes.
    editor.go(round_path)
    editor.follow_to("/vleresimet/1.1")
    editor.reads(secret)
    editor.reads("Kështu e pa e dyta.")
    editor.tick("adresuar plotësisht")
    editor.fill("Arsyeja", "Të dy vlerësimet pajtohen.")
    add_evidence(editor, 1, "municipal_document", {"Data": "12.03.2024"})
    editor.send_on()
    assert first.status_of_sending(f"{round_path}/vleresimet/1.2?njesia=prove", **own) in (403, 422)
    review(reviewer, "1.1")
    waiting = reviewer.path
    assert second.status_of_sending(f"{waiting}/miratim", version="2") == 403
    reviewer.reads(secret)
    reviewer.approve()
    assert write_rest(served, round_id, cast.OTHER_EDITOR, cast.REVIEWER)
    heard(served, round_id, cast.OTHER_EDITOR)
    assert first.status_of_sending(f"{round_path}/botim") == 403
    reviewer.go(round_path)
    reviewer.follow("Botoni raundin")
    reviewer.press("Botoni raundin")

    reader = someone("reader", PHONE)
    reader.go("/raportet/prove-2023/1")
    text = reader.main.inner_text()
    assert re.search(reader.said("%(n)s nga %(of)s", n=5, of=7), text)
    assert ("0,42" if reader.way.language == "sq" else "0.42") in text
    reader.reads_not(secret)
