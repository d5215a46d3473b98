"""Whoever works here comes in by a link from the mail, and by nothing else."""

import re
from collections.abc import Callable

import pytest

from tests import cast
from tests.journeys.person import Person

pytestmark = pytest.mark.browser


def link_for(person: Person, address: str) -> str:
    """Asks for a link, with the keyboard alone, and takes it from the letter."""
    person.go("/puna/kontratat")
    person.stands_at("/hyrje")
    person.type_into("Adresa e emailit", address)
    person.press_by_key("Dërgoni lidhjen")
    person.finds_title("Shihni emailin tuaj")
    found = re.search(r"http://\S+", person.letter(address))
    assert found
    return found[0]


def test_signing_in_by_a_link_that_a_scanner_opened_before(someone: Callable[[str], Person]) -> None:
    editor = someone("editor")
    link = link_for(editor, cast.EDITOR)

    # A mail scanner opens every link; that uses nothing up.
    scanner = someone("scanner")
    scanner.go(link)
    assert scanner.status_of("/puna") == 303

    # The letter is in the person's language, whatever they read before.
    editor.page.goto(link)
    button = editor.main.get_by_role("button")
    editor.tab_to(button)
    with editor.page.expect_navigation():
        editor.page.keyboard.press("Enter")
    editor.stands_at("/puna/kontratat")
    assert editor.status_of("/puna") == 200

    # Now it is used up, for the scanner and for themselves.
    scanner.go(link, status=410)

    editor.go("/dalje")
    editor.press("Dilni")
    assert editor.status_of("/puna") == 303


def test_an_unknown_address_learns_nothing(someone: Callable[[str], Person]) -> None:
    stranger = someone("stranger")
    stranger.go("/hyrje")
    stranger.fill("Adresa e emailit", "askush")
    stranger.press("Dërgoni lidhjen")
    stranger.reads("Shkruani një adresë emaili si emri@organizata.al.")
    stranger.fill("Adresa e emailit", "askush@askund.example")
    stranger.press("Dërgoni lidhjen")
    stranger.finds_title("Shihni emailin tuaj")
