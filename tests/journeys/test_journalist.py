"""A journalist, without an account: from the figures to a commitment, its source and a file to take along."""

import csv
import io
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from tests.conftest import Site
from tests.journeys.person import Person

pytestmark = pytest.mark.browser


def test_a_journalist_reads_compares_cites_and_takes_the_data(someone: Callable[[str], Person], served: Site) -> None:
    journalist = someone("journalist")

    # The network: figures with what they count, of how many, in which round, and how far they reach.
    journalist.go("/")
    for few, many, number, rest in (
        ("%(num)s nga %(of)s u vlerësua", "%(num)s nga %(of)s u vlerësuan", 10, {"of": 14}),
        ("%(fully)s plotësisht, %(partially)s pjesërisht, %(num)s nuk është adresuar.",
         "%(fully)s plotësisht, %(partially)s pjesërisht, %(num)s nuk janë adresuar.", 2, {"fully": 2, "partially": 6}),
    ):  # fmt: skip
        journalist.reads(journalist.counted(few, many, number, **rest))
    journalist.reads("Vlerësime të botuara ka për %(places)s nga %(members)s bashkitë e rrjetit.", places=1, members=3)
    journalist.reads("raundi %(number)s", number=1)
    journalist.reads("2023")

    # The municipality, its contract, one commitment with all that is known of it.
    journalist.follow("Shembull")
    journalist.stands_at("/bashkite/shembull")
    journalist.reads("Njësitë administrative")
    journalist.reads("Njësia Lindore")
    journalist.follow("Kontrata Sociale 2023–2027, Bashkia Shembull")
    journalist.reads("Agim Kandidati")
    reservation = (
        "Me rezervë për pikën 1.4: kërkon që autobusi të jetë falas vetëm për familjet me të ardhura të ulëta."
    )
    journalist.reads(journalist.words.said(reservation))
    journalist.go("/kontratat/shembull-2023/1.1")
    journalist.reads("Rikonstruksioni i shkollave 9-vjeçare")
    journalist.reads("adresuar plotësisht")
    journalist.reads("nuk është adresuar")
    journalist.reads(journalist.words.said("Prindërit thanë se klasat ngrohen ende me sobë."))
    missing = "Plani parashikon vetëm shkollën e Njësisë Lindore; Njësia Veriore nuk përmendet."
    journalist.reads(journalist.words.said(missing))
    journalist.reads("Ndryshimet e këtij zotimi")

    # To cite: an address that stays.
    cited = journalist.main.locator(".cite__address a").get_attribute("href")
    assert cited
    assert re.search(r"/ndryshimet/\d+$", cited)
    with journalist.page.expect_navigation():
        journalist.main.locator(".cite__address a").click()
    journalist.reads("Ndryshimi nr. %(number)s i regjistrit", number=int(cited.rpartition("/")[2]))

    # The explorer is blind to ë and ç and to word endings; its address is the question.
    journalist.go("/zotimet")
    journalist.fill("Fjalë nga teksti", "shkolle")
    journalist.press("Kërkoni")
    journalist.reads("Rikonstruksioni i shkollave 9-vjeçare")
    assert "q=shkolle" in journalist.page.url
    journalist.select("Bashkia", "shembull")
    journalist.press("Kërkoni")
    journalist.select("Njësia administrative", "fushe-shembull")
    journalist.select("Statusi", "fully_addressed")
    journalist.press("Kërkoni")
    journalist.reads("Asfaltimi i rrugës që lidh Fushë-Shembullin me qytetin")
    journalist.reads_not("Rikonstruksioni i shkollave")
    address = journalist.page.url

    # Whoever is given the address finds the same.
    colleague = someone("colleague")
    colleague.page.goto(address)
    assert shown(colleague) == shown(journalist) == ["2.3"]

    # The file holds exactly what is shown.
    journalist.follow("Pastroni filtrat")
    journalist.select("Statusi", "not_addressed")
    journalist.press("Kërkoni")
    with journalist.page.expect_download() as download:
        journalist.main.get_by_role("link", name=journalist.said("Shkarkoni CSV")).click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert [row[journalist.said("referenca")] for row in rows] == shown(journalist) == ["2.1", "1.3.b", "3"]

    # Everything that changed, and the same for a feed reader.
    journalist.go("/ndryshimet")
    feed = journalist.main.get_by_role("link", name=journalist.said("Ndiqni ndryshimet (Atom)")).get_attribute("href")
    answer = journalist.context.request.get(served.address + str(feed))
    entries = ElementTree.fromstring(answer.body()).findall("{http://www.w3.org/2005/Atom}entry")
    assert entries
    assert "/ndryshimet/" in entries[0].findtext("{http://www.w3.org/2005/Atom}id", "")

    assert journalist.context.cookies() == []


def shown(reader: Person) -> list[str]:
    """The references in the explorer's list, as they stand."""
    return reader.main.locator("#rezultatet .ref").all_inner_texts()
