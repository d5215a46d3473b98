"""What the record says in our own words, on English pages in English; everything else as it was written, and marked."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import select

from pop_tracker.elections.models import Candidate
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.models import Signature
from pop_tracker.web.i18n import LANGUAGES
from tests.cast import COORDINATOR
from tests.conftest import Site
from tests.pages import main_of, words

UNKNOWN = "Partia e Panjohur për Ujin"


def read(site: Site, path: str) -> str:
    return main_of(site.client().get(path).text)


@pytest.mark.parametrize(
    ("path", "english", "albanian"),
    [
        (
            "/kandidatet",
            ["Together We Win coalition (BF)", "mayor before the election", "(Central Election Commission, 11 munic"],
            ["Koalicioni “Bashkë Fitojmë” (BF)", "kryetar i bashkisë para zgjedhjeve", "(KQZ, 11 bashki)"],
        ),
        (
            "/bashkite/tirane",
            ["Erion Veliaj , Socialist Party of Albania (PS)", "the start date is the day of the election"],
            ["Erion Veliaj , Partia Socialiste e Shqipërisë (PS)", "data e fillimit është dita e zgjedhjes"],
        ),
        (
            "/kontratat/kamez-2019",
            ["(Kamëz Municipal Council, as its secretary)", "municipal council hall"],
            ["(Këshilli Bashkiak Kamëz, si sekretare e tij)", "salla e këshillit bashkiak"],
        ),
        (
            "/konsultimet/permet-2023-07-25",
            [
                "Meeting hall of the municipal council",
                "Deputy Mayor",
                "Institutions and interest groups",
                "September 2023",
            ],
            ["Salla e Mbledhjeve të Këshillit Bashkiak", "Zëvendëskryetarja e Bashkisë"],
        ),
        (
            "/planet/kamez-2024",
            ["The strategic draft was presented at the hearing.", "the years are not stated"],
            ["Në dëgjesë u paraqit drafti strategjik.", "vitet nuk thuhen"],
        ),
        (
            "/raportet/fier-2019/1",
            ["As POP published it: “ Adresuar Pjesërisht ” (partially addressed).", "Youth Center New Epoch"],
            ["Siç e publikoi POP: “Adresuar Pjesërisht”.", "Epoka e Re"],
        ),
        ("/organizatat", ["(the members of the network); gadc.org.al"], ["(anëtarët e rrjetit); gadc.org.al"]),
    ],
)
def test_our_own_words_are_said_in_the_readers_language(
    real: Site, path: str, english: list[str], albanian: list[str]
) -> None:
    in_english, in_albanian = words(read(real, f"/en{path}")), words(read(real, path))
    for said in english:
        assert said in in_english
        assert said not in in_albanian
    for said in albanian:
        assert said in in_albanian
        assert said not in in_english


def test_what_is_quoted_in_them_is_marked(real: Site) -> None:
    assert 'As POP published it: “<span lang="sq">Adresuar Pjesërisht</span>” (partially' in read(
        real, "/en/raportet/fier-2019/1"
    )


def of_candidate(site: Site) -> str:
    with site.database.writing() as session:
        candidate = session.exec(select(Candidate).where(Candidate.name == "Agim Kandidati")).one()
        candidate.list_name = UNKNOWN
    return "/kandidatet"


def of_mayor(site: Site) -> str:
    with site.database.writing() as session:
        office = session.exec(select(Office).where(Office.name == "Agim Kandidati")).one()
        office.list_name = UNKNOWN
    return "/bashkite/shembull"


def of_signer(site: Site) -> str:
    with site.database.writing() as session:
        signature = session.exec(select(Signature).where(Signature.name == "Ilir Kryesuesi")).one()
        signature.on_behalf_of = UNKNOWN
    return "/kontratat/shembull-2023"


@pytest.mark.parametrize("change", [of_candidate, of_mayor, of_signer])
def test_other_words_stay_as_they_were_written_and_are_marked(training: Site, change: Callable[[Site], str]) -> None:
    path = change(training)
    marked = f'<span lang="sq">{UNKNOWN}</span>'
    assert marked in read(training, f"/en{path}")
    assert UNKNOWN in read(training, path)
    assert marked not in read(training, path)


def test_an_entry_tells_them_too_and_keeps_what_was_written(real: Site) -> None:
    changes = real.client().get("/en/ndryshimet?bashkia=durres").text
    number = re.search(r'href="/en/ndryshimet/(\d+)">(?:<span[^>]*>)?Emiriana Sako(?:</span>)?, mayor', changes)
    assert number, "and what is no word of the record is not marked as one"
    told = words(read(real, f"/en/ndryshimet/{number[1]}"))
    for said in (
        "Socialist Party of Albania (PS)",
        "confirmed in one source",
        "the start date is the day of the election",
    ):
        assert said in told
    kept = real.client().get(f"/ndryshimet/{number[1]}/permbajtja.json").text
    assert "Partia Socialiste e Shqipërisë (PS)" in kept
    assert "Socialist Party" not in kept


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_records_reads_them_in_their_language(training: Site, language: str) -> None:
    prefix, said = {"en": ("/en", "First Training List"), "sq": ("", "Lista e Parë e Ushtrimit")}[language]
    client = training.client(COORDINATOR)
    for path in ("/puna/kandidatet", "/puna/detyrat/shembull"):
        assert said in client.get(f"{prefix}{path}").text
    one = re.search(r"/puna/kandidatet/\d+", client.get(f"{prefix}/puna/kandidatet").text)
    assert one
    assert 'value="Lista e Parë e Ushtrimit"' in client.get(f"{prefix}{one[0]}").text, "a form keeps what is kept"
