"""Private persons' names in a document are asked about over all its rows at once, before there is a draft."""

import re

import pytest
from sqlmodel import col, select

from pop_tracker.accounts.log import LogEntry
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.texts import CommitmentText
from tests.cast import EDITOR
from tests.conftest import Site
from tests.contracts.checking.play import TEXT, begun, do, pressed, row, settled
from tests.pages import main_of, words

NAME, OTHER = "Zenepe Kuqalashi", "Artan Lamçe"
NAMED = TEXT.replace("Ndriçimi i rrugës", f"Ndriçimi i rrugës te shtëpia e {NAME}t").replace(
    "Një qendër ditore", f"Një qendër ditore për {OTHER}n"
)
ASKED = "duket si emër personi"


def kept(site: Site) -> list[LogEntry]:
    with site.database.reading() as session:
        return list(session.exec(select(LogEntry).where(LogEntry.event == "name_kept")))


def drafts(site: Site) -> int:
    with site.database.reading() as session:
        return len(session.exec(select(Edition).where(Edition.state != EditionState.PUBLISHED)).all())


def tick(site: Site, there: str) -> str:
    (key,) = re.findall(r'name="hapi"[^>]* value="([^"]+)"', site.client(EDITOR).get(there).text)
    return str(key)


@pytest.mark.both
def test_every_row_that_names_somebody_is_told_and_one_tick_answers_for_all(training: Site) -> None:
    there = begun(training, text=NAMED)
    assert words(main_of(training.client(EDITOR).get(f"{there}?shihni=te-gjitha").text)).count(ASKED) == 2
    settled(training, there)
    refused = pressed(training, there, "drafti", veprimi="dergo")
    assert refused.status_code == 422
    said = words(main_of(refused.text))
    assert f"1.1: “{OTHER}n” {ASKED}" in said
    assert f"2.1: “{NAME}t” {ASKED}" in said
    chosen = row(training, "Ndriçimi")
    assert f'href="{there}?pjesa={chosen}#p{chosen}"' in refused.text
    assert f"1.1: “{OTHER}n”; 2.1: “{NAME}t”" in said, "beside the tick"
    assert (drafts(training), kept(training)) == (0, [])
    assert pressed(training, there, "drafti", veprimi="dergo", hapi=tick(training, there)).status_code == 303
    (entry,) = kept(training)
    assert entry.thing == f"{there}/drafti"
    assert "Kuqalashi" not in entry.more


def test_a_tick_holds_for_the_names_that_it_was_shown_with(training: Site) -> None:
    there = begun(training, text=NAMED)
    settled(training, there)
    ticked = tick(training, there)
    chosen = row(training, "Ndihma në shtëpi")
    assert do(training, there, chosen, "konfirmo", text="Ndihma për Hatixhe Lamçen:").status_code == 303
    refused = pressed(training, there, "drafti", veprimi="ruaj", hapi=ticked)
    assert refused.status_code == 422
    assert "Hatixhe Lamçen" in words(refused.text)


def test_who_is_public_is_not_asked_about(training: Site) -> None:
    there = begun(training, text=TEXT.replace("Ndriçimi", "Blerta Garuese e premtoi: ndriçimi"))
    assert do(training, there, row(training, "Ndihma"), "konfirmo").status_code == 303
    assert ASKED not in words(main_of(training.client(EDITOR).get(f"{there}?shihni=te-gjitha").text))


def test_what_is_left_out_is_not_asked_about(training: Site) -> None:
    there = begun(training, text=NAMED)
    for named in ("Ndriçimi", "Një qendër"):
        assert tick(training, there)
        assert do(training, there, row(training, named), "hiq").status_code == 303
    page = training.client(EDITOR).get(f"{there}?shihni=jashte").text
    assert NAME in page
    assert 'name="hapi"' not in page


def test_a_name_that_was_taken_out_of_a_row_is_not_quoted_from_the_document(training: Site) -> None:
    there = begun(training, text=NAMED)
    settled(training, there)
    for old, new in (("Ndriçimi", "Ndriçimi i rrugës te një banor."), ("Një qendër", "Një qendër për një banor.")):
        assert do(training, there, row(training, old), "konfirmo", text=new, scope="municipality").status_code == 303
    assert pressed(training, there, "drafti", veprimi="ruaj").status_code == 303
    with training.database.reading() as session:
        texts = session.exec(select(CommitmentText).join(Edition).where(Edition.state != EditionState.PUBLISHED)).all()
        assert {one.text: bool(one.passage) for one in texts} == {
            "Një qendër për një banor.": False,
            "Ndihma në shtëpi:": True,
            "për ata që jetojnë vetëm;": True,
            "për ata që dalin nga spitali.": True,
            "Ndriçimi i rrugës te një banor.": False,
        }
        assert not [one for one in texts if "Kuqalashi" in one.passage + one.text]
    assert not session.exec(select(LogEntry).where(col(LogEntry.event) == "name_kept")).all()
