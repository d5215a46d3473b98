"""A name that should not have been said: an editor, or anybody, asks; it is hidden; a second person sees what goes."""

from collections.abc import Callable

import pytest

from pop_tracker.monitoring.report.files import freeze_due
from tests import cast
from tests.journeys.person import PHONE, Person

pytestmark = pytest.mark.browser

ROUND, COMMITMENT = "/raportet/shembull-2023/1", "/kontratat/shembull-2023/1.1"
CITED = f"{ROUND}/raporti-1.sq.html"
HEARING = "/konsultimet/shembull-2024-02-14"
REASON = "emër i një personi privat, ligji 124/2024"
READER = "lexues@posta.example"
POINT = "Drafti i ndryshuar"
DOOR = "Kërkoni heqjen e të dhënave personale"


def confirm(person: Person, request: str, goes: str) -> None:
    """Reads what goes and what stays, and confirms."""
    person.go(request)
    person.reads(goes)
    person.follow("Konfirmoni heqjen")
    person.reads(goes)
    person.press("Konfirmoni heqjen")
    person.stands_at(request)


def test_one_name_goes_out_of_a_round_and_the_rest_stands(someone: Callable[..., Person]) -> None:
    editor = someone("editor").sign_in(cast.EDITOR)
    second = someone("second").sign_in(cast.OTHER_REVIEWER)
    reader = someone("reader", PHONE)
    assert freeze_due(reader.site.database, reader.site.settings)
    reader.go(COMMITMENT)
    reader.reads(reader.words.said("Prindërit thanë se klasat ngrohen ende me sobë."))

    # Found from the page where it was read, without any number.
    editor.go(ROUND)
    editor.follow(DOOR)
    editor.stands_at("/puna/heqjet/kerkese")
    editor.fill("Emrat ose fjalët që duhen hequr", "Prindërit")
    editor.press("Gjeni")
    editor.reads("Prindërit thanë se klasat ngrohen ende me sobë.")
    editor.press("Fshihini dhe dërgoni kërkesën")
    editor.is_refused()  # without a reason; what was chosen stays chosen
    editor.fill("Arsyeja", REASON)
    editor.press("Fshihini dhe dërgoni kërkesën")
    editor.reads("Fjalët u fshehën. Kërkesa pret një person të dytë.")
    request = editor.path

    # Hidden at once; the place says that it is being looked at.
    reader.go(COMMITMENT)
    reader.reads("[po shqyrtohet] thanë se klasat ngrohen ende me sobë.")
    reader.reads(hidden(reader))
    reader.go(ROUND)
    reader.reads(hidden(reader))
    reader.go(CITED, status=410)
    reader.reads("Ky version i raportit është fshehur")

    assert "fshehën menjëherë" in second.letter(cast.REVIEWER, subject="Heqje")

    second.go(request)
    second.reads(second.counted("Hiqet %(num)s pjesë", "Hiqen %(num)s pjesë", 1))
    second.reads("Punimet nuk kanë filluar dhe nuk ka fonde në buxhetin e vitit 2024.")  # it stays
    confirm(second, request, "Prindërit thanë se klasat ngrohen ende me sobë.")

    reader.go(COMMITMENT)
    reader.reads("[emër i hequr] thanë se klasat ngrohen ende me sobë.")
    reader.reads(reader.words.said("Punimet nuk kanë filluar dhe nuk ka fonde në buxhetin e vitit 2024."))
    reader.reads(reader.words.said("Buxheti i vitit 2024: asnjë zë për shkollën e Njësisë Veriore."))
    reader.reads(removed(reader))
    reader.open(reader.main.locator(".notice a").first)
    reader.reads(REASON)
    # Whoever cited the report learns what became of it, and by which change.
    reader.go(CITED, status=410)
    reader.reads("Ky version i raportit u hoq")
    reader.reads(REASON)
    reader.follow("Versionet që jepen sot")
    reader.stands_at(ROUND)
    assert "U konfirmua" in second.letter(cast.REVIEWER, after=1, subject="Heqje")


def test_a_citizen_asks_and_hears_the_answer(someone: Callable[..., Person]) -> None:
    citizen = someone("citizen", PHONE)
    editor = someone("editor").sign_in(cast.EDITOR)
    second = someone("second").sign_in(cast.OTHER_REVIEWER)

    citizen.go(HEARING)
    citizen.follow(DOOR)
    citizen.stands_at("/kontakt/te-dhena-personale")
    citizen.press("Dërgoni kërkesën")
    citizen.is_refused()  # nothing is said yet; the page is filled in
    citizen.fill("Cili emër ose cilat fjalë duhet të hiqen", POINT)
    citizen.fill("Adresa juaj e emailit, për përgjigjen", READER)
    citizen.press("Dërgoni kërkesën")
    citizen.stands_at("/kontakt")
    citizen.go(HEARING)
    citizen.reads(POINT)  # who asks hides nothing

    editor.go("/puna")
    editor.reads("Një lexues kërkon heqjen e të dhënave personale")
    editor.main.locator('a[href*="/nga-lexuesit/"]').first.click()
    editor.reads(POINT)
    editor.follow("Shqyrtojeni")
    editor.fill("Arsyeja", REASON)
    editor.press("Fshihini dhe dërgoni kërkesën")
    editor.reads("Fjalët u fshehën. Kërkesa pret një person të dytë.")
    request = editor.path
    citizen.go(HEARING)
    citizen.reads_not(POINT)
    citizen.reads(hidden(citizen))

    confirm(second, request, POINT)
    told = citizen.letter(READER)
    assert (
        citizen.said("Ajo që kërkuat u hoq nga të gjitha faqet. Pas 72 orësh shkatërrohet dhe nuk kthehet më.") in told
    )
    assert POINT not in told
    citizen.go(HEARING)
    citizen.reads_not(POINT)
    citizen.reads(removed(citizen))


def hidden(person: Person) -> str:
    return person.counted(
        "Në këtë faqe u fsheh %(num)s pjesë që mund të ketë të dhëna personale; po shqyrtohet.",
        "Në këtë faqe u fshehën %(num)s pjesë që mund të kenë të dhëna personale; po shqyrtohen.", 1,
    )  # fmt: skip


def removed(person: Person) -> str:
    return person.counted(
        "Nga kjo faqe u hoq %(num)s pjesë me të dhëna personale.",
        "Nga kjo faqe u hoqën %(num)s pjesë me të dhëna personale.", 1,
    )  # fmt: skip
