"""Someone who was asked to sign answers through a personal link, without an account."""

import re
from collections.abc import Callable

import pytest

from tests import cast
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

INVITATIONS = "/puna/ftesat/prove-2023"


def invited(editor: Person, reviewer: Person, people: dict[str, str]) -> list[str]:
    """Asks those whose lines begin so, at these addresses: all are entered on one page, confirmed with one button by
    somebody of another organisation, and invited with one more. Returns the links in the letters."""
    editor.go(f"{INVITATIONS}/adresat")
    editor.fill("Burimi i përbashkët", "Faqja e listës, e shpikur për ushtrim.")
    for begins, address in people.items():
        theirs = editor.main.get_by_role("group", name=re.compile(f"^{re.escape(begins)}"))
        editor.field("Adresa e emailit", theirs).fill(address)
        editor.field("E kujt është adresa", theirs).select_option("private")
    editor.press("Dërgoni për konfirmim")
    editor.reads("Adresat u shënuan dhe presin një person të dytë")
    reviewer.go("/puna")
    reviewer.follow_to(INVITATIONS)
    reviewer.press("Konfirmoni adresat e zgjedhura")
    reviewer.reads("Adresat u konfirmuan")
    editor.go(f"{INVITATIONS}/dergimi")
    editor.fill("Telefoni juaj", "+355 69 000 0000")
    editor.press("Dërgoni ftesat")
    editor.reads("Ftesat u nisën")
    assert "/nenshkrim/" not in editor.main.inner_text()
    links = [re.search(r"http://\S+/nenshkrim/\S+", editor.letter(address)) for address in people.values()]
    assert all(links)
    # The letter is in Albanian; the page is there in both languages.
    prefix = "/en/nenshkrim/" if editor.way.language == "en" else "/nenshkrim/"
    return [link[0].replace("/nenshkrim/", prefix) for link in links if link]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def gives(person: Person, address: str, *, after: int = 0) -> None:
    """From the page that shows the answer: by the code, to the receipt; `after` so many codes that came before."""
    person.finds_title("Kontrolloni përgjigjen")
    person.press("Dërgoni kodin")
    person.fill("Kodi", person.code(address, after=after))
    person.press("Jepni përgjigjen publike")
    person.finds_title("Përgjigjja juaj është publike")


def test_asked_people_sign_with_or_without_reservation_or_decline(someone: Callable[[str], Person]) -> None:
    editor = someone("editor").sign_in(cast.OTHER_EDITOR)
    editor.go("/puna/nenshkrimet")
    editor.go(f"{INVITATIONS}/adresat")
    editor.press("Dërgoni për konfirmim")
    editor.is_refused()
    reviewer = someone("reviewer").sign_in(cast.REVIEWER)
    people = {
        f"Dafina Fushatore, {editor.said('Si kandidat').lower()}": "dafina@lista.example",
        f"Çlirim Votuesi, {editor.said('Si kandidat').lower()}": "clirim@lista.example",
        f"Dafina Fushatore, {editor.said('Si kryetar bashkie').lower()}": "zyra@bashkia-prove.example",
    }
    first, second, third = invited(editor, reviewer, people)

    # Nobody of another organisation invites for this contract, or sees who was invited.
    stranger = someone("stranger").sign_in(cast.EDITOR)
    stranger.go("/puna")
    assert stranger.status_of(INVITATIONS) == 403
    assert stranger.status_of_sending(f"{INVITATIONS}/dergimi", who="candidate-3") == 403

    # A mail scanner opens the link, twice; nothing is used up.
    scanner = someone("scanner")
    scanner.go(first)
    scanner.go(first)

    # By keyboard alone: reads the frozen text with its digest, and signs.
    candidate = someone("candidate")
    candidate.go(first)
    candidate.reads("Publikimi i vendimeve të këshillit bashkiak")
    candidate.reads("Angazhim moral, jo ligjor")
    assert re.fullmatch(r"[0-9a-f]{64}", candidate.main.locator(".digest").first.text_content() or "")
    candidate.follow_to("/pergjigjja")
    candidate.tab_to(candidate.main.get_by_role("radio").first)
    candidate.page.keyboard.press("Space")
    candidate.type_into("Emri dhe mbiemri", "Dikush Tjetër")
    candidate.press_by_key("Vazhdoni dhe kontrolloni")
    candidate.is_refused()
    candidate.fill("Emri dhe mbiemri", "")
    candidate.type_into("Emri dhe mbiemri", "Dafina Fushatore")
    candidate.press_by_key("Vazhdoni dhe kontrolloni")
    candidate.finds_title("Kontrolloni përgjigjen")
    candidate.press_by_key("Dërgoni kodin")
    code = candidate.code("dafina@lista.example")
    candidate.type_into("Kodi", wrong(code))
    candidate.press_by_key("Jepni përgjigjen publike")
    candidate.is_refused()
    candidate.fill("Kodi", "")
    candidate.type_into("Kodi", code)
    candidate.press_by_key("Jepni përgjigjen publike")
    candidate.finds_title("Përgjigjja juaj është publike")
    # The link answered once, and shows the answer in force.
    scanner.go(first)
    scanner.finds_title("Përgjigjja juaj është publike")
    # Whoever gets the receipt compares it with the record.
    stranger.go(candidate.main.locator("a[href*='/vertetim/']").first.get_attribute("href") or "")
    stranger.reads("Në fuqi")

    # With a reservation to a commitment, which needs words; nothing is lost on the way back.
    other = someone("other candidate")
    other.go(f"{second}/pergjigjja")
    other.tick("E nënshkruaj me rezervë")
    other.main.get_by_role("checkbox").nth(2).check()
    other.fill("Emri dhe mbiemri", "clirim votuesi")
    other.press("Vazhdoni dhe kontrolloni")
    other.is_refused()
    other.main.locator("textarea:visible").first.fill("Vendi i parkut duhet vendosur me banorët.")
    other.press("Vazhdoni dhe kontrolloni")
    other.press("Kthehuni dhe ndryshoni")
    assert other.main.locator("textarea:visible").first.input_value() == "Vendi i parkut duhet vendosur me banorët."
    other.press("Vazhdoni dhe kontrolloni")
    gives(other, "clirim@lista.example")

    # The mayor declines, says why, and signs later.
    mayor = someone("mayor")
    mayor.go(f"{third}/pergjigjja")
    mayor.tick("Nuk e nënshkruaj")
    mayor.fill("Deklaratë (mund të mbetet bosh)", "Pres mendimin e këshillit bashkiak.")
    mayor.fill("Emri dhe mbiemri", "Dafina Fushatore")
    mayor.press("Vazhdoni dhe kontrolloni")
    gives(mayor, "zyra@bashkia-prove.example")

    # All three stand on the contract's page, with capacity, date and edition.
    reader = someone("reader")
    reader.go("/kontratat/prove-2023")
    reader.reads("Vendi i parkut duhet vendosur me banorët.")
    reader.reads("Pres mendimin e këshillit bashkiak.")
    for name, capacity, answer in (
        ("Dafina Fushatore", "Si kandidat", "Nënshkroi"),
        ("Çlirim Votuesi", "Si kandidat", "Nënshkroi me rezervë"),
        ("Dafina Fushatore", "Si kryetar bashkie", "Nuk pranoi të nënshkruajë"),
    ):
        line = reader.main.locator(".answers > li").filter(has_text=name)
        line = line.filter(has_text=reader.said(capacity).lower())
        texts = [text for text in line.all_inner_texts() if reader.said(answer) in text]
        assert any(reader.said("Botimi %(number)s", number=1) in text for text in texts), (name, capacity, answer)

    # One changes their mind; the other takes the signature back. Each is one answer, with the earlier beside it.
    mayor.follow_to("/pergjigjja")
    mayor.tick("E nënshkruaj")
    mayor.fill("Emri dhe mbiemri", "Dafina Fushatore")
    mayor.press("Vazhdoni dhe kontrolloni")
    gives(mayor, "zyra@bashkia-prove.example", after=1)
    other.follow_to("/pergjigjja")
    other.tick("E tërheq nënshkrimin")
    other.fill("Emri dhe mbiemri", "Çlirim Votuesi")
    other.press("Vazhdoni dhe kontrolloni")
    gives(other, "clirim@lista.example", after=1)
    reader.go("/kontratat/prove-2023")
    reader.reads("Përgjigje tjetër, jo në fuqi:")
    reader.reads("E tërhoqi nënshkrimin")
    assert reader.main.locator(".answers > li").filter(has_text="Vendi i parkut").count() == 1


def test_a_link_dies_when_it_is_revoked(someone: Callable[[str], Person]) -> None:
    editor = someone("editor").sign_in(cast.OTHER_EDITOR)
    reviewer = someone("reviewer").sign_in(cast.REVIEWER)
    begins = f"Dafina Fushatore, {editor.said('Si kandidat').lower()}"
    (link,) = invited(editor, reviewer, {begins: "dafina@lista.example"})
    candidate = someone("candidate")
    candidate.go(f"{link}/pergjigjja")
    editor.go(INVITATIONS)
    editor.open(editor.main.get_by_role("link", name=re.compile(editor.said("Tërhiqni ftesën"))).first)
    editor.press("Tërhiqni ftesën")
    # What they had open does not help either.
    candidate.tick("E nënshkruaj")
    candidate.fill("Emri dhe mbiemri", "Dafina Fushatore")
    candidate.press("Vazhdoni dhe kontrolloni")
    candidate.finds_title("Kjo lidhje nuk vlen më")
    candidate.go(link, status=410)
