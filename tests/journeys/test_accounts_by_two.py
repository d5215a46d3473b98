"""A coordinator is added by two, and an account moves to another mailbox."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.journeys.person import PHONE, Person

pytestmark = pytest.mark.browser

NEWCOMER = "ina.koordinatore@rrjeti.example"
ANOTHER = "drita.e.re@posta.example"


def link_in(letter: str) -> str:
    found = re.search(r"https?://\S+", letter)
    assert found, letter
    return found[0]


def test_a_coordinator_is_added_by_two(someone: Callable[..., Person]) -> None:
    coordinator = someone("coordinator").sign_in(cast.COORDINATOR)
    coordinator.go("/puna/njerezit/shtim")
    coordinator.fill("Emri dhe mbiemri", "Ina Koordinatore")
    coordinator.fill("Adresa e emailit", NEWCOMER)
    coordinator.tick("Koordinator")
    coordinator.press("Shtoni")
    coordinator.reads("Kërkesë për rolin e koordinatorit")
    coordinator.follow("Kërkesë për rolin e koordinatorit")
    coordinator.reads("Pret konfirmimin e një koordinatori tjetër, ose të një rishikuesi të një organizate tjetër.")
    waits_at = coordinator.path
    assert coordinator.status_of_sending(f"{waits_at}/konfirmim") == 403

    newcomer = someone("newcomer").sign_in(NEWCOMER)
    assert newcomer.status_of("/puna/njerezit") == 403

    reviewer = someone("reviewer", PHONE).sign_in(cast.OTHER_REVIEWER)
    reviewer.go("/puna")
    reviewer.follow("Ina Koordinatore")
    reviewer.stands_at(waits_at)
    reviewer.follow("Konfirmoni kërkesën")
    reviewer.press("Konfirmoni kërkesën")
    reviewer.reads(
        "E konfirmoi %(name)s më %(when)s.".partition("%")[0].strip()
    ) if reviewer.way.language == "sq" else None

    newcomer.sign_in(NEWCOMER)
    newcomer.go("/puna/njerezit")
    newcomer.go("/puna/ditari")
    newcomer.reads("Rol i dhënë")
    newcomer.reads("Veprim i refuzuar")


def test_an_account_moves_to_another_mailbox(someone: Callable[..., Person]) -> None:
    reviewer = someone("reviewer", PHONE).sign_in(cast.REVIEWER)
    reviewer.go("/puna")
    reviewer.follow("Llogaria juaj")
    reviewer.follow("Ndryshoni adresën e emailit")
    reviewer.fill("Adresa e re e emailit", "drita")
    reviewer.press("Dërgoni lidhjet")
    reviewer.is_refused()
    reviewer.fill("Adresa e re e emailit", ANOTHER)
    reviewer.press("Dërgoni lidhjet")
    reviewer.reads("ende nuk është përgjigjur")

    mailbox = someone("whoever reads the mailboxes", PHONE)
    mailbox.go(link_in(mailbox.letter(ANOTHER)).replace(mailbox.site.settings.base_url, mailbox.site.address))
    mailbox.main.get_by_role("button").click()  # named in the language of the account, not of this browser
    expect(mailbox.main).to_contain_text("E konfirmuat.")
    mailbox.go(link_in(mailbox.letter(cast.REVIEWER)).replace(mailbox.site.settings.base_url, mailbox.site.address))
    mailbox.main.get_by_role("button").first.click()
    expect(mailbox.main).to_contain_text("Tani hyhet vetëm me adresën e re.")

    assert reviewer.status_of("/puna") == 303
    reviewer.sign_in(ANOTHER)
    reviewer.go("/puna/llogaria")
    reviewer.reads(ANOTHER)
