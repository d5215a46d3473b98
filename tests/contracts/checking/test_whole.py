"""What holds for the whole of a document that is checked: title, municipality, term and source."""

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker.contracts import retraction
from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.checking.rows import OTHER_UNITS
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.models import Contract, contract_at_work
from pop_tracker.web.errors import REQUIRED
from tests.cast import EDITOR, OTHER_REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts.checking.play import FROM, TEXT, begun, do, pressed, row, rows, settled
from tests.contracts.play import hidden
from tests.pages import main_of, words

SAID = {
    "municipality": "shembull", "title": "Kontrata Sociale e Bashkisë Shembull", "term_from": "2027",
    "term_until": "2031", "source": "Kontrata e nënshkruar, e shpikur",
}  # fmt: skip

WORK = "/puna/kontratat/shembull-2027"
DRAFT = f"{WORK}/drafti"


def described(site: Site, there: str, who: str = EDITOR, **said: str) -> Any:
    return pressed(site, there, "te-dhenat", who, **{**SAID, **said})


def sent_from_a_tab_left_open(site: Site, there: str, door: str, **said: str) -> Any:
    """The page itself offers nothing any more."""
    client = site.client(EDITOR)
    return site.form(client, FROM, post_to=f"{there}/{door}", version=str(reading(site).version), **said)


def reading(site: Site) -> ContractReading:
    with site.database.reading() as session:
        return session.exec(select(ContractReading)).one()


@pytest.mark.both
def test_what_was_read_wrong_is_said_right_and_the_second_time_writes_nothing(training: Site) -> None:
    there = begun(training)
    assert described(training, there).status_code == 303
    now = reading(training)
    assert (now.title, str(now.source), now.term_from) == (SAID["title"], SAID["source"], 2027)
    assert described(training, there).status_code == 303
    assert reading(training).version == now.version


def test_in_another_municipality_every_place_is_asked_again(training: Site) -> None:
    there = begun(training)
    settled(training, there)
    assert described(training, there, municipality="ushtrim").status_code == 303
    assert not [one for one in rows(training) if one.is_placed or one.units]
    assert training.client(SECOND_EDITOR).get(there).status_code == 200, "who records there, too"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"title": ""}, REQUIRED),
        ({"term_until": "2026"}, "Mandati mbaron para se të fillojë."),
        ({"municipality": "prove"}, "Zgjidhni një nga mundësitë e dhëna."),
        ({"term_from": "dymijë"}, "vit"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(training: Site, said: dict[str, str], told: str) -> None:
    there = begun(training)
    before = reading(training)
    answer = described(training, there, **said)
    assert answer.status_code == 422
    assert told in words(answer.text)
    assert reading(training).version == before.version


def test_who_saw_it_before_somebody_else_changed_it_is_told(training: Site) -> None:
    there = begun(training)
    assert described(training, there, SECOND_EDITOR).status_code == 303
    assert described(training, there, title="Tjetër").status_code == 303, "who looks at it now"
    assert described(training, there, version="0", title="E vjetër").status_code == 409
    assert reading(training).title == "Tjetër"


def saved(site: Site, there: str, **fields: Any) -> Any:
    return pressed(site, there, "drafti", **fields)


@pytest.mark.both
def test_a_document_becomes_the_draft_of_one_contract_alone(training: Site) -> None:
    """Else a word about its file, said on a draft, would hold for a published edition of another contract as well."""
    there = begun(training)
    settled(training, there)
    first = saved(training, there)
    assert first.status_code == 303, words(first.text)
    assert described(training, there, term_from="2031", term_until="2035").status_code == 303
    answer = saved(training, there)
    assert answer.status_code == 422
    assert "Nga ky dokument është bërë tashmë një draft" in words(answer.text)
    assert f'href="{first.headers["location"]}"' in answer.text
    with training.database.reading() as session:
        assert len(session.exec(select(Edition).where(Edition.document_id == reading(training).document_id)).all()) == 1


def test_another_title_and_end_of_the_term_reach_the_contract_with_the_next_save(training: Site) -> None:
    there = begun(training)
    settled(training, there)
    assert saved(training, there).status_code == 303
    assert described(training, there, title="Titulli i ndrequr", term_until="2032").status_code == 303
    assert saved(training, there).status_code == 303
    with training.database.reading() as session:
        made = session.exec(select(Contract).where(Contract.slug == "shembull-2027")).one()
    assert (made.title, made.term_until, str(made.source)) == ("Titulli i ndrequr", 2032, SAID["source"])


@pytest.mark.parametrize("door", ["te-dhenat", "vendet", "drafti"])
def test_what_waits_for_its_second_person_rests_in_the_reading_too(training: Site, door: str) -> None:
    """Who reviews sees the rows beside the document: none of them changes under their eyes."""
    there = begun(training)
    settled(training, there)
    assert saved(training, there, veprimi="dergo").status_code == 303
    before = reading(training)
    answer = sent_from_a_tab_left_open(training, there, door, **SAID)
    assert answer.status_code in {409, 422}, answer.status_code
    assert "pret rishikimin" in words(answer.text)
    after = reading(training)
    assert (after.version, after.checked, after.title) == (before.version, before.checked, before.title)


@pytest.mark.parametrize("then", ["ruaj", "dergo"])
def test_nobody_throws_a_reading_away_while_it_has_a_draft(training: Site, then: str) -> None:
    """Else its second person would read the draft without the document, and without what was decided of it."""
    there = begun(training)
    settled(training, there)
    assert saved(training, there, veprimi=then).status_code == 303
    assert "Hidhni poshtë leximin" not in words(training.client(EDITOR).get(there).text)
    answer = sent_from_a_tab_left_open(training, there, "hedhja")
    assert answer.status_code == 422
    assert "Hidheni poshtë më parë draftin" in words(answer.text)
    assert reading(training).edition_id is not None


@pytest.mark.parametrize("door", ["marrja", "kthim"])
def test_what_came_back_from_its_second_person_is_mended_where_it_was_checked(training: Site, door: str) -> None:
    """Nobody wrote in the draft meanwhile."""
    there = begun(training)
    settled(training, there)
    assert saved(training, there, veprimi="dergo").status_code == 303
    who, work = (EDITOR, f"{DRAFT}/marrja") if door == "marrja" else (OTHER_REVIEWER, f"{WORK}/kthim")
    page = DRAFT if door == "marrja" else f"{WORK}/rishikimi"
    assert training.form(training.client(who), page, work, note="Shihni 2.1.").status_code == 303
    assert do(training, there, row(training, "Ndriçimi"), "konfirmo", text="Ndriçimi i rrugës.").status_code == 303
    answer = saved(training, there, veprimi="dergo")
    assert answer.status_code == 303, words(answer.text)[:600]
    assert "2.1 Ndriçimi i rrugës." in words(training.client(OTHER_REVIEWER).get(f"{WORK}/rishikimi").text)


def test_what_a_colleague_called_the_contract_meanwhile_is_not_written_over(training: Site) -> None:
    there = begun(training)
    settled(training, there)
    assert saved(training, there).status_code == 303
    colleague, details = training.client(SECOND_EDITOR), f"{WORK}/te-dhenat"
    said = {name: SAID[name] for name in ("term_from", "term_until", "source")}
    version = hidden(colleague.get(details), "version")
    mended = training.form(colleague, details, **said, title="Titulli i kopertinës", version=version)
    assert mended.status_code == 303
    answer = saved(training, there)
    assert answer.status_code == 409
    assert "jashtë kësaj faqeje" in words(answer.text)
    with training.database.reading() as session:
        assert (
            session.exec(select(Contract.title).where(Contract.slug == "shembull-2027")).one() == "Titulli i kopertinës"
        )


def test_units_that_were_lost_by_the_way_are_asked_again(training: Site) -> None:
    """To another municipality and back: nobody confirms in one go that it is for all of it, and the second person is
    told."""
    there = begun(training)
    for municipality in ("ushtrim", "shembull"):
        assert described(training, there, municipality=municipality).status_code == 303
    (lost,) = (one for one in rows(training) if one.text.startswith("Një qendër ditore"))
    assert (lost.units, lost.why) == ((), (OTHER_UNITS,))
    assert pressed(training, there, "vendet").status_code == 303
    assert saved(training, there).status_code == 422
    settled(training, there)
    assert saved(training, there, veprimi="dergo").status_code == 303
    told = words(training.client(OTHER_REVIEWER).get(f"{WORK}/rishikimi").text)
    assert f"Ishte e pasigurt: {OTHER_UNITS}" in told


def test_units_of_a_municipality_that_the_sender_does_not_record_for_are_suggested_for_no_other(training: Site) -> None:
    of_prove = TEXT.replace("SHEMBULL", "PROVË").replace("Administrative Lindore", "Administrative Lugina e Provës")
    there = begun(training, text=of_prove)
    assert reading(training).municipality_id is None
    assert described(training, there).status_code == 303
    (foreign,) = (one for one in rows(training) if one.text.startswith("Një qendër ditore"))
    assert (foreign.units, foreign.why) == ((), (OTHER_UNITS,))
    settled(training, there)
    assert saved(training, there).status_code == 303


def test_a_draft_is_read_beside_the_document_that_it_names(training: Site) -> None:
    """Made of one document, emptied, and made of another: what the first one said is no proof of it."""
    there = begun(training)
    settled(training, there)
    assert saved(training, there).status_code == 303
    with training.database.writing() as session:
        first = session.exec(select(Edition).where(Edition.state == EditionState.DRAFT)).one()
        editor, contract = training.viewer(session, EDITOR), first.contract
        for number in (2, 1):
            going = retraction.going_with_priority(session, first, number).version
            retraction.withdraw_priority(session, editor, contract, number, going)
    other = begun(training, text=TEXT.replace("Kontrata hartohet me banorët", "Hartuar nga askush tjetër"))
    with training.database.writing() as session:
        mine = session.get_one(ContractReading, int(other.rpartition("/")[2]))
        mine.checked = replace(
            mine.rows, rows=tuple(replace(one, why=(), is_placed=True) for one in mine.rows.rows)
        ).as_json()
        session.add(mine)
    assert saved(training, other, veprimi="dergo").status_code == 303
    page = words(training.client(OTHER_REVIEWER).get(f"{WORK}/rishikimi").text)
    assert "Hartuar nga askush tjetër" in page
    assert "Kontrata hartohet me banorët" not in page
    with training.database.reading() as session:
        draft = session.get_one(Edition, first.id)
        of = session.exec(select(ContractReading).where(ContractReading.edition_id == draft.id)).all()
        assert [one.document_id for one in of] == [draft.document_id]


def test_what_rests_is_read_and_offers_nothing_to_do(training: Site) -> None:
    there = begun(training)
    settled(training, there)
    assert saved(training, there, veprimi="dergo").status_code == 303
    page = main_of(training.client(EDITOR).get(there).text)
    assert "Drafti pret rishikimin" in words(page)
    assert "<form" not in page
    assert 'href="/puna/kontratat/shembull-2027/drafti"' in page
    assert "Hidhni poshtë leximin" not in page
    assert "Një qendër ditore" in words(page)


def known_by_its_signatures(site: Site, title: str, term_until: int) -> None:
    with site.database.writing() as session:
        by = site.viewer(session, EDITOR)
        place = contract_at_work(session, by, "shembull-2023").municipality_id
        known = Contract(
            slug="shembull-2027", municipality_id=place, organisation_id=by.organisation_id, title=title,
            term_from=2027, term_until=term_until, text_known=False, source="x",
        )  # fmt: skip
        known.record(session, by.actor)


def test_which_title_and_term_stay_is_told_where_readers_know_the_contract(training: Site) -> None:
    known_by_its_signatures(training, "Kontrata që u nënshkrua", 2030)
    there = begun(training)
    settled(training, there)
    page = words(re.sub(r"</?span[^>]*>", "", training.client(EDITOR).get(there).text))
    assert "Lexuesit e njohin si “Kontrata që u nënshkrua”, mandati 2027–2030, dhe kështu mbetet." in page
    assert "Këtu thuhet “KONTRATA SOCIALE 2027–2031 BASHKIA SHEMBULL”, mandati 2027–2031." in page
    assert f'href="{WORK}/te-dhenat"' in training.client(EDITOR).get(there).text
    assert "and so it stays" in training.client(EDITOR).get(f"/en{there}").text
    assert saved(training, there, veprimi="ruaj").status_code == 303
    with training.database.reading() as session:
        contract = session.exec(select(Contract).where(Contract.slug == "shembull-2027")).one()
        assert (contract.title, contract.term_until) == ("Kontrata që u nënshkrua", 2030)


def test_nothing_is_told_where_the_record_says_the_same(training: Site) -> None:
    known_by_its_signatures(training, "KONTRATA SOCIALE 2027–2031 BASHKIA SHEMBULL", 2031)
    there = begun(training)
    assert "është tashmë në regjistër" not in training.client(EDITOR).get(there).text
