"""The coordinator keeps people, organisations, elections, candidates and offices."""

from collections.abc import Callable

import pytest

from tests import cast
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

NEWCOMER = "ina.ndihmese@ushtrim.example"


def test_people_come_and_a_leaver_is_out_at_once(someone: Callable[[str], Person]) -> None:
    coordinator = someone("coordinator").sign_in(cast.COORDINATOR)
    coordinator.go("/puna")
    coordinator.go("/puna/organizatat")
    coordinator.follow("Shtoni një organizatë")
    coordinator.fill("Emri i plotë", "Qendra e Ushtrimit")
    coordinator.fill("Burimi", "mbledhja e rrjetit, mars 2024")
    coordinator.tick("Ushtrim")
    coordinator.press("Shtoni")
    coordinator.reads("Qendra e Ushtrimit")

    coordinator.go("/puna/njerezit")
    coordinator.follow("Shtoni një person")
    coordinator.fill("Emri dhe mbiemri", "Ina Ndihmëse")
    coordinator.fill("Adresa e emailit", "ina")
    coordinator.select("Organizata", "Qendra e Ushtrimit")
    coordinator.tick("Redaktor")
    coordinator.press("Shtoni")
    coordinator.is_refused()
    coordinator.fill("Adresa e emailit", NEWCOMER)
    coordinator.press("Shtoni")
    coordinator.reads("Ina Ndihmëse")

    newcomer = someone("newcomer")
    assert "/hyrje" in newcomer.letter(NEWCOMER)
    newcomer.sign_in(NEWCOMER)
    newcomer.go("/puna/kontratat/e-re")
    newcomer.select("Bashkia", "ushtrim")
    assert newcomer.status_of("/puna/njerezit") == 403
    assert newcomer.status_of("/puna/organizatat") == 403

    # She leaves: what she has open is worth nothing any more.
    coordinator.follow("Ina Ndihmëse")
    coordinator.follow("Mbyllni llogarinë")
    coordinator.press("Mbyllni llogarinë")
    newcomer.fill("Titulli i kontratës", "Kontrata e Ushtrimit")
    with newcomer.page.expect_navigation() as arrival:
        newcomer.main.get_by_role("button").first.click()
    assert arrival.value is not None
    assert arrival.value.status in (401, 403)
    assert newcomer.status_of("/puna") == 303

    # The network keeps a coordinator.
    coordinator.go("/puna/njerezit")
    coordinator.follow("Gëzim Koordinator")
    coordinator.follow("Mbyllni llogarinë")
    coordinator.press("Mbyllni llogarinë")
    coordinator.is_refused()

    reader = someone("reader")
    reader.go("/organizatat")
    reader.reads("Qendra e Ushtrimit")


def test_elections_candidates_and_a_mayor_who_leaves(someone: Callable[[str], Person]) -> None:
    coordinator = someone("coordinator").sign_in(cast.COORDINATOR)
    coordinator.go("/puna/detyrat")
    coordinator.follow("Ushtrim")
    coordinator.follow_to("/largim")
    coordinator.fill("Dita e fundit në detyrë", "01.03.2024")
    coordinator.fill("Burimi", "dorëheqja, 1 mars 2024")
    coordinator.press("Shënoni largimin")

    coordinator.go("/puna/zgjedhjet")
    coordinator.follow("Shtoni zgjedhje")
    coordinator.tick("Zgjedhje të pjesshme")
    coordinator.select("Bashkia", "ushtrim")
    coordinator.fill("Dita e zgjedhjeve", "32.05.2024")
    coordinator.fill("Burimi", "dekreti i ushtrimit")
    coordinator.press("Shtoni")
    coordinator.is_refused()
    coordinator.fill("Dita e zgjedhjeve", "05.05.2024")
    coordinator.press("Shtoni")

    coordinator.go("/puna/kandidatet/shtim")
    election = coordinator.field("Zgjedhjet").locator("option").filter(has_text="2024").get_attribute("value")
    coordinator.select("Zgjedhjet", election or "")
    coordinator.select("Bashkia", "ushtrim")
    coordinator.fill("Emri dhe mbiemri", "Genta Pasardhëse")
    coordinator.tick("U zgjodh")
    coordinator.fill("Burimi", "rezultati i ushtrimit")
    coordinator.press("Shtoni")

    coordinator.go("/puna/detyrat/ushtrim")
    coordinator.follow("Shënoni kush mori detyrën")
    coordinator.tick("Kryetar bashkie")
    coordinator.fill("Emri dhe mbiemri", "Genta Pasardhëse")
    coordinator.fill("Në detyrë që nga", "20.05.2024")
    coordinator.fill("Burimi", "mandati i ushtrimit")
    coordinator.press("Shtoni")

    reader = someone("reader")
    reader.go("/bashkite/ushtrim")
    reader.reads("Genta Pasardhëse")
    reader.reads("Ermir Listari")
    reader.go("/kandidatet")
    reader.reads("Genta Pasardhëse")

    # Editors keep none of this.
    editor = someone("editor").sign_in(cast.EDITOR)
    editor.go("/puna")
    for path in ("/puna/detyrat", "/puna/zgjedhjet", "/puna/kandidatet", "/puna/njerezit"):
        assert editor.status_of(path) == 403, path
    assert editor.status_of_sending("/puna/detyrat/ushtrim/shtim", name="x") == 403
