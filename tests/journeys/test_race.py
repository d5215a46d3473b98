"""Five who may answer one contract: all are asked at once, and each answers in their own way, or not at all."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Locator, expect
from sqlmodel import select

from pop_tracker.elections.models import Candidate
from pop_tracker.history import SEEDS
from pop_tracker.web.i18n import today
from tests import cast
from tests.conftest import Site
from tests.journeys.person import PHONE, Person
from tests.web.documents import pdf

pytestmark = pytest.mark.browser

RACE = "/puna/ftesat/prove-2023"
RESERVES, CHANGES, SILENT, WITHDRAWS, ON_PAPER = (
    "Çlirim Votuesi", "Dafina Fushatore", "Hysen Heshtari", "Irena Tërheqëse", "Jorgo Letrari",
)  # fmt: skip
MAILBOXES = {
    RESERVES: "clirim@lista.example",
    CHANGES: "dafina@lista.example",
    SILENT: "hysen@lista.example",
    WITHDRAWS: "irena@lista.example",
}
SCAN = FilePayload(name="fleta.pdf", mimeType="application/pdf", buffer=pdf("fleta"))


def race_of_five(site: Site) -> None:
    with site.database.writing() as session:
        beside = session.exec(select(Candidate).where(Candidate.name == RESERVES)).one()
        for name in (SILENT, WITHDRAWS, ON_PAPER):
            Candidate(
                election_id=beside.election_id, municipality_id=beside.municipality_id, name=name, elected=False,
                source="e shpikur për ushtrim",
            ).record(session, SEEDS)  # fmt: skip


def candidate(person: Person, name: str) -> re.Pattern[str]:
    return re.compile(f"^{name}, {person.said('Si kandidat').lower()}")


def row_of(person: Person, name: str) -> Locator:
    """In the table of who may be invited."""
    heads = person.page.get_by_role("rowheader", name=re.compile(f"{name}.*{person.said('Si kandidat').lower()}"))
    return person.main.get_by_role("row").filter(has=heads)


def asked(editor: Person, reviewer: Person) -> dict[str, str]:
    """Their addresses are entered on one page and confirmed with one button by somebody of another organisation; one
    more asks them all. The link that came to each."""
    editor.go(f"{RACE}/adresat")
    editor.press("Dërgoni për konfirmim")
    editor.is_refused()
    editor.fill("Burimi i përbashkët", "Faqja e listës, e shpikur për ushtrim.")
    for name, address in MAILBOXES.items():
        theirs = editor.main.get_by_role("group", name=candidate(editor, name))
        editor.field("Adresa e emailit", theirs).fill(address)
        editor.field("E kujt është adresa", theirs).select_option("private")
    theirs = editor.main.get_by_role("group", name=editor.said("Bashkia %(name)s, për përgjigjen e saj", name="Provë"))
    editor.field("Adresa e emailit", theirs).fill("kabineti@bashkia-prove.example")
    editor.field("E kujt është adresa", theirs).select_option("municipality")
    editor.press("Dërgoni për konfirmim")
    editor.reads("Adresat u shënuan dhe presin një person të dytë.")
    reviewer.go("/puna")
    reviewer.follow_to(RACE)
    reviewer.press("Konfirmoni adresat e zgjedhura")
    reviewer.reads("Adresat u konfirmuan.")
    editor.go(f"{RACE}/dergimi")
    if editor.way.language == "en":
        written_to = editor.main.get_by_role("group", name=editor.said("Kujt i shkruhet në anglisht"))
        for box in written_to.get_by_role("checkbox").all():
            box.check()
    editor.fill("Telefoni juaj", "+355 69 000 0000")
    editor.press("Dërgoni ftesat")
    expect(editor.main.get_by_role("status")).to_contain_text(RESERVES)
    assert "/nenshkrim/" not in editor.page.content()
    return {name: link_in(editor.letter(address)) for name, address in MAILBOXES.items()}


def link_in(letter: str) -> str:
    assert "+355 69 000 0000" in letter
    assert "Edon Hartues" in letter
    found = re.search(r"http://\S+/nenshkrim/\S+", letter)
    assert found
    return found[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def says(person: Person, name: str, answer: str, statement: str = "") -> None:
    """From the answer to the page that shows it as it will be public."""
    person.tick(answer)
    if statement:
        person.fill("Deklaratë", statement)
    person.fill("Emri dhe mbiemri", name)
    person.press("Vazhdoni dhe kontrolloni")
    person.finds_title("Kontrolloni përgjigjen")


def gives(person: Person, name: str, *, after: int = 0) -> None:
    """By the code that came, to the receipt; `after` so many codes that came before."""
    person.press("Dërgoni kodin")
    person.fill("Kodi", person.code(MAILBOXES[name], after=after))
    person.press("Jepni përgjigjen publike")
    person.finds_title("Përgjigjja juaj është publike")


def test_five_are_asked_and_each_answers_in_their_own_way(someone: Callable[..., Person], served: Site) -> None:
    race_of_five(served)
    editor = someone("editor").sign_in(cast.OTHER_EDITOR)
    reviewer = someone("reviewer").sign_in(cast.REVIEWER)
    links = asked(editor, reviewer)
    editor.follow("Shënoni një ftesë në letër")
    editor.main.get_by_role("radio", name=candidate(editor, ON_PAPER)).check()
    editor.fill("Kush ia dha dhe ku", "Dorëzuar te zyra, me fletë pranimi, e shpikur.")
    editor.press("Shënoni ftesën")
    editor.reads("Ftesa në letër u shënua.")

    # Nobody of another organisation invites for this contract, or sees who was invited.
    stranger = someone("stranger").sign_in(cast.EDITOR)
    stranger.go("/puna")
    assert stranger.status_of(RACE) == 403
    assert stranger.status_of_sending(f"{RACE}/dergimi", who="candidate-3") == 403

    # A mail scanner opens the link, twice; nothing is used up.
    scanner = someone("scanner")
    scanner.go(links[WITHDRAWS])
    scanner.go(links[WITHDRAWS])

    # One reads the frozen text with its digest, and signs, by keyboard alone.
    withdraws = someone("who signs and withdraws")
    withdraws.go(links[WITHDRAWS])
    withdraws.reads("Angazhim moral, jo ligjor")
    assert re.fullmatch(r"[0-9a-f]{64}", withdraws.main.locator(".digest").first.text_content() or "")
    withdraws.follow_to("/pergjigjja")
    withdraws.tab_to(withdraws.main.get_by_role("radio").first)
    withdraws.page.keyboard.press("Space")
    withdraws.type_into("Emri dhe mbiemri", "Dikush Tjetër")
    withdraws.press_by_key("Vazhdoni dhe kontrolloni")
    withdraws.is_refused()
    withdraws.fill("Emri dhe mbiemri", "")
    withdraws.type_into("Emri dhe mbiemri", WITHDRAWS)
    withdraws.press_by_key("Vazhdoni dhe kontrolloni")
    withdraws.finds_title("Kontrolloni përgjigjen")
    withdraws.press_by_key("Dërgoni kodin")
    code = withdraws.code(MAILBOXES[WITHDRAWS])
    withdraws.type_into("Kodi", wrong(code))
    withdraws.press_by_key("Jepni përgjigjen publike")
    withdraws.is_refused()
    withdraws.fill("Kodi", "")
    withdraws.type_into("Kodi", code)
    withdraws.press_by_key("Jepni përgjigjen publike")
    withdraws.finds_title("Përgjigjja juaj është publike")
    # The link answered once, and shows the answer in force.
    scanner.go(links[WITHDRAWS])
    scanner.finds_title("Përgjigjja juaj është publike")

    # One has a reservation to a commitment, which needs words; nothing is lost on the way back. On a phone.
    reserves = someone("who has a reservation", PHONE)
    reserves.go(f"{links[RESERVES]}/pergjigjja")
    reserves.tick("E nënshkruaj me rezervë")
    reserves.main.get_by_role("checkbox").nth(2).check()
    reserves.fill("Emri dhe mbiemri", "clirim votuesi")
    reserves.press("Vazhdoni dhe kontrolloni")
    reserves.is_refused()
    reserves.main.locator("textarea:visible").first.fill("Vendi i parkut duhet vendosur me banorët.")
    reserves.press("Vazhdoni dhe kontrolloni")
    reserves.press("Kthehuni dhe ndryshoni")
    assert reserves.main.locator("textarea:visible").first.input_value() == "Vendi i parkut duhet vendosur me banorët."
    reserves.press("Vazhdoni dhe kontrolloni")
    reserves.finds_title("Kontrolloni përgjigjen")
    gives(reserves, RESERVES)
    # The receipt comes by mail with its PDF, and whoever has its code compares it with the record.
    receipt = reserves.mail(MAILBOXES[RESERVES], subject="Vërtetim|Receipt")
    (pdf,) = receipt.iter_attachments()
    assert pdf.get_content_type() == "application/pdf"
    assert pdf.get_content().startswith(b"%PDF")
    number = re.search(r"/vertetim/([\w-]+)", reserves.letter(MAILBOXES[RESERVES], subject="Vërtetim|Receipt"))
    assert number
    reader = someone("reader", PHONE)
    reader.go(f"/vertetim/{number[1]}")
    reader.reads("Në fuqi")
    reader.reads("Vendi i parkut duhet vendosur me banorët.")

    # One declines, says why, and signs later; one takes the signature back.
    changes = someone("who changes their mind", PHONE)
    changes.go(f"{links[CHANGES]}/pergjigjja")
    says(changes, CHANGES, "Nuk e nënshkruaj", "Pres mendimin e këshillit bashkiak.")
    gives(changes, CHANGES)
    changes.follow_to("/pergjigjja")
    says(changes, CHANGES, "E nënshkruaj")
    gives(changes, CHANGES, after=1)
    withdraws.follow_to("/pergjigjja")
    says(withdraws, WITHDRAWS, "E tërheq nënshkrimin")
    gives(withdraws, WITHDRAWS, after=1)

    # Who has no mail signs the paper, and a second person compares it.
    editor.go("/puna/nenshkrimet/prove-2023")
    editor.field("Kopja ose fotoja e dokumentit").set_input_files([SCAN])
    signer = editor.field("Kush nënshkroi")
    signer.select_option(signer.locator("option", has_text=ON_PAPER).get_attribute("value"))
    editor.tick("Nënshkroi")
    editor.fill("Data", f"{today():%d.%m.%Y}")
    editor.fill("Burimi", "Fleta e nënshkruar, e shpikur për ushtrim.")
    editor.press("Dërgoni për konfirmim")
    paper = editor.path
    assert editor.status_of(f"{paper}/konfirmimi") in (403, 404)
    second = someone("second person").sign_in(cast.OTHER_REVIEWER)
    second.go("/puna")
    second.follow_to(paper)
    second.follow("Konfirmoni dhe bëjeni publike")
    second.press("Konfirmoni dhe bëjeni publike")

    # Whoever asked sees who answered; the paper closed its invitation.
    editor.go(RACE)
    for name, state in {**dict.fromkeys((RESERVES, CHANGES, WITHDRAWS, ON_PAPER), "U përgjigj"),
                        SILENT: "Pret përgjigje"}.items():  # fmt: skip
        assert editor.said(state) in row_of(editor, name).inner_text(), name

    # Everyone reads which answer is in force, and who was asked and never answered.
    reader.go("/kontratat/prove-2023")
    for name, answer in {
        RESERVES: "Nënshkroi me rezervë", CHANGES: "Nënshkroi",
        WITHDRAWS: "E tërhoqi nënshkrimin", ON_PAPER: "Nënshkroi",
    }.items():  # fmt: skip
        lines = reader.main.locator(".answers > li").filter(has_text=reader.said("Si kandidat").lower())
        given = lines.filter(has_text=name).locator(".answer__who").all_inner_texts()
        assert any(reader.said(answer) in text.split("\n") for text in given), (name, given)
    reader.reads("U ftua në letër.")
    reader.reads("Përgjigje tjetër, jo në fuqi:")
    reader.reads("Pres mendimin e këshillit bashkiak.")
    reader.go("/kandidatet")
    silent = reader.main.get_by_role("row").filter(has_text=SILENT)
    assert reader.said("ende pa përgjigje") in silent.inner_text()
    in_api = reader.context.request.get(f"{served.address}/api/v1/contracts/prove-2023").json()["answers"]
    in_force = {(one["name"], one["answer"]) for one in in_api if one["in_force"] and one["capacity"] == "candidate"}
    assert in_force >= {
        (RESERVES, "signed_with_reservation"), (CHANGES, "signed"), (WITHDRAWS, "withdrawn"), (ON_PAPER, "signed"),
    }  # fmt: skip
    assert not {name for name, _ in in_force} & {SILENT}
    assert [one["in_force"] for one in in_api if one["answer"] == "declined" and one["name"] == CHANGES] == [False]

    # A link dies when it is revoked; what its holder has open does not help either.
    late = someone("who is too late")
    late.go(f"{links[SILENT]}/pergjigjja")
    editor.open(row_of(editor, SILENT).get_by_role("link", name=re.compile(editor.said("Tërhiqni ftesën"))))
    editor.press("Tërhiqni ftesën")
    late.tick("E nënshkruaj")
    late.fill("Emri dhe mbiemri", SILENT)
    late.press("Vazhdoni dhe kontrolloni")
    late.finds_title("Kjo lidhje nuk vlen më")
    late.go(links[SILENT], status=410)
