"""Someone who was asked to sign answers through a personal link, without an account."""

import re
from collections.abc import Callable

import pytest

from tests import cast
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

INVITATIONS = "/puna/ftesat/prove-2023"


def invited(editor: Person, choice: str, address: str) -> str:
    """Invites whose line begins so; returns the link in the letter."""
    editor.go(INVITATIONS)
    editor.main.get_by_role("radio", name=re.compile(f"^{re.escape(choice)}")).check()
    editor.fill("Adresa e emailit", address)
    editor.press("Dërgoni ftesën")
    editor.reads("Ftesa u dërgua")
    assert "/nenshkrim/" not in editor.main.inner_text()
    found = re.search(r"http://\S+/nenshkrim/\S+", editor.letter(address))
    assert found
    # The letter is in Albanian; the page is there in both languages.
    return found[0].replace("/nenshkrim/", "/en/nenshkrim/") if editor.way.language == "en" else found[0]


def test_asked_people_sign_with_or_without_reservation_or_decline(someone: Callable[[str], Person]) -> None:
    editor = someone("editor").sign_in(cast.OTHER_EDITOR)
    editor.go("/puna/nenshkrimet")
    editor.go(INVITATIONS)
    editor.press("Dërgoni ftesën")
    editor.is_refused()
    first = invited(editor, f"Dafina Fushatore, {editor.said('Si kandidat').lower()}", "dafina@lista.example")
    second = invited(editor, f"Çlirim Votuesi, {editor.said('Si kandidat').lower()}", "clirim@lista.example")
    third = invited(editor, f"Dafina Fushatore, {editor.said('Si kryetar bashkie').lower()}", "zyra@prove.example")

    # Nobody of another organisation invites for this contract, or sees who was invited.
    stranger = someone("stranger").sign_in(cast.EDITOR)
    stranger.go("/puna")
    assert stranger.status_of(INVITATIONS) == 403
    assert stranger.status_of_sending(INVITATIONS, who="candidate-3", email="x@x.example") == 403

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
    candidate.tab_to(candidate.main.get_by_role("radio").first)
    candidate.page.keyboard.press("Space")
    candidate.type_into("Emri dhe mbiemri", "Dikush Tjetër")
    candidate.press_by_key("Jepni përgjigjen")
    candidate.is_refused()
    candidate.fill("Emri dhe mbiemri", "")
    candidate.type_into("Emri dhe mbiemri", "Dafina Fushatore")
    candidate.press_by_key("Jepni përgjigjen")
    candidate.finds_title("Përgjigjja juaj u regjistrua")
    # The link died with the answer.
    scanner.go(first, status=410)

    # With a reservation, which needs words.
    other = someone("other candidate")
    other.go(second)
    other.tick("E nënshkruaj me rezervë")
    other.fill("Emri dhe mbiemri", "clirim votuesi")
    other.press("Jepni përgjigjen")
    other.is_refused()
    other.fill("Rezerva juaj", "Me rezervë për pikën 2.1: vendi i parkut duhet vendosur me banorët.")
    other.press("Jepni përgjigjen")
    other.finds_title("Përgjigjja juaj u regjistrua")

    # The mayor declines, and says why.
    mayor = someone("mayor")
    mayor.go(third)
    mayor.tick("Nuk e nënshkruaj")
    mayor.fill("Pse nuk nënshkruani (nëse doni ta thoni)", "Pres mendimin e këshillit bashkiak.")
    mayor.fill("Emri dhe mbiemri", "Dafina Fushatore")
    mayor.press("Jepni përgjigjen")
    mayor.finds_title("Përgjigjja juaj u regjistrua")

    # All three stand on the contract's page, with capacity, date and edition.
    reader = someone("reader")
    reader.go("/kontratat/prove-2023")
    reader.reads("Me rezervë për pikën 2.1: vendi i parkut duhet vendosur me banorët.")
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


def test_a_link_dies_when_it_is_revoked(someone: Callable[[str], Person]) -> None:
    editor = someone("editor").sign_in(cast.OTHER_EDITOR)
    link = invited(editor, f"Dafina Fushatore, {editor.said('Si kandidat').lower()}", "dafina@lista.example")
    candidate = someone("candidate")
    candidate.go(link)
    editor.go(INVITATIONS)
    editor.follow_to("/terheqja")
    editor.press("Tërhiqni ftesën")
    # What they had open does not help either.
    candidate.tick("E nënshkruaj")
    candidate.fill("Emri dhe mbiemri", "Dafina Fushatore")
    candidate.press("Jepni përgjigjen")
    candidate.finds_title("Kjo lidhje nuk vlen më")
    candidate.go(link, status=410)
