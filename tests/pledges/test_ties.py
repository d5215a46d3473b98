"""Answers that were recorded before answers were tied to a person: whose they are, and the names they stand under."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session, col, select

from pop_tracker import history, verification
from pop_tracker.accounts.models import Person
from pop_tracker.contracts.models import contract_called
from pop_tracker.elections.models import Candidate, Election, ElectionKind
from pop_tracker.elections.offices import Office
from pop_tracker.history import REMOVED, SEEDS, Actor
from pop_tracker.pledges.in_force import in_force, signatures
from pop_tracker.pledges.models import ONLINE, Signature
from pop_tracker.pledges.ties import tie_answers, tied_to
from pop_tracker.pledges.vocabulary import Answer, Capacity, SignatureState, Stands
from pop_tracker.tables import load_seeds
from pop_tracker.web.dates import DatePrecision
from pop_tracker.web.shipped import shipped
from tests.cast import COORDINATOR, EDITOR, OTHER_REVIEWER, REVIEWER
from tests.conftest import Site
from tests.history.redacting import redacted
from tests.pages import main_of, words
from tests.pledges.answering import answered
from tests.pledges.play import INVITATIONS, candidate, invited

NAME = "Blerta Garuese"
CONTRACT = "/kontratat/shembull-2023"


def loaded(session: Session, name: str = NAME) -> Signature:
    return session.exec(select(Signature).where(Signature.name == name, Signature.source != ONLINE)).one()


def untie(site: Site, recorded_by: str = "") -> None:
    """As an earlier version left them, or with one that an editor recorded from paper then."""
    with site.database.writing() as session:
        by = session.exec(select(Person.id).where(Person.email == recorded_by)).first()
        second = session.exec(select(Person.id).where(Person.email == REVIEWER)).one()
        for one in session.exec(select(Signature).order_by(col(Signature.id))):
            one.candidate_id = one.office_id = None
            approved = None
            if by and one.name == NAME:
                one.recorded_by, one.confirmed_by, approved = by, second, Actor(second)
            history.append(session, "record", one, Actor(one.recorded_by), source=one.source, approved_by=approved)


def rename(site: Site, thing: type[Candidate] | type[Office], before: str, now: str) -> None:
    with site.database.writing() as session:
        found: Any = session.exec(select(thing).where(thing.name == before)).one()
        found.revise(session, site.viewer(session, COORDINATOR).actor, name=now)


def of_shembull(site: Site) -> list[tuple[str, Stands, list[Stands]]]:
    with site.database.reading() as session:
        contract_id = contract_called(session, "shembull-2023").id or 0
        rows = in_force(session, [contract_id])
        return [(row.name, row.stands, [one.stands for one in row.earlier]) for row in rows]


def test_what_is_loaded_is_tied_where_one_person_is_called_so(real: Site) -> None:
    with real.database.reading() as session:
        whose = {
            one.name: session.get_one(Candidate, one.candidate_id).key
            if one.candidate_id
            else session.get_one(Office, one.office_id).title
            if one.office_id
            else ""
            for one in session.exec(select(Signature))
        }
        entries = history.entries(session, limit=500)
        assert not [one for one in entries if one.row.verb == "signature.tie"], "told with the answer itself"
        assert list(verification.verify(session)) == []
    assert whose.pop("Benet Beci").startswith("vendore-2023/shkoder/")
    assert whose.pop("Ermal Dredha") == "Ermal Dredha, kryetar bashkie, Vlorë"
    assert whose.pop("Sotiraq Filo") == "Sotiraq Filo, kryetar bashkie, Korçë"
    # Nobody is recorded as a candidate of 2019, or in an office of that time; an organisation's is nobody's.
    assert set(whose) == {"Erion Veliaj", "Rakip Suli", "Eralda Cerja", "Greta Kokalari"}
    assert set(whose.values()) == {""}


@pytest.mark.both
def test_an_earlier_database_is_tied_once_and_the_record_says_so(training: Site) -> None:
    untie(training, recorded_by=EDITOR)
    with training.database.writing() as session:
        before = history.head(session).number
        assert tie_answers(session, SEEDS) == 4
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        new = history.entries(session, only=col(history.HistoryEntry.number) > before)
        assert {one.row.verb for one in new} == {"signature.tie"}
        (of_blerta,) = [one for one in new if NAME in (one.title or "")]
        assert of_blerta.content
        assert of_blerta.content["state"]["person"] == session.get_one(Candidate, loaded(session).candidate_id).key
        assert "I vetmi kandidat" in (of_blerta.reason or "")
        untied = {one.name for one in session.exec(select(Signature)) if not (one.candidate_id or one.office_id)}
        assert untied == {"Ilir Kryesuesi", "Jehona Drejtuese"}
    page = words(training.client().get("/ndryshimet").text)
    assert page.count("Përgjigje e lidhur me personin:") == 4
    assert page.count("vetë pop-tracker, jo një person") == 4, "the site's own work, and nothing that was loaded"
    with training.database.writing() as session:
        assert tie_answers(session, SEEDS) == 0
        assert load_seeds(session, shipped("seeds") / "training") == 0
        assert history.head(session).number == before + 4


def test_loading_ties_what_was_loaded_before(training: Site) -> None:
    untie(training)
    with training.database.writing() as session:
        assert load_seeds(session, shipped("seeds") / "training") == 4
    with training.database.reading() as session:
        assert loaded(session).candidate_id is not None


@pytest.mark.both
def test_a_tie_outlives_a_rename_and_a_later_answer_takes_the_place(training: Site) -> None:
    rename(training, Candidate, NAME, "Blerta Garuesi-Hoxha")
    with training.database.writing() as session:
        assert load_seeds(session, shipped("seeds") / "training") == 0, "not loaded anew under the name of the file"
    link = f"/nenshkrim/{invited(training, candidate(training, 'Blerta Garuesi-Hoxha'))}"
    assert answered(training, link, answer="declined", name="Blerta Garuesi-Hoxha").status_code == 303
    assert ("Blerta Garuesi-Hoxha", Stands.DECLINED, [Stands.SIGNED_WITH_RESERVATION]) in of_shembull(training)
    assert NAME not in {name for name, *_ in of_shembull(training)}
    shown = words(main_of(training.client().get(CONTRACT).text))
    assert "Përgjigje tjetër, jo në fuqi: nënshkroi me rezervë, 6 maj 2023, me emrin Blerta Garuese" in shown


def test_the_earlier_answer_comes_back_when_the_later_one_is_annulled(training: Site) -> None:
    link = f"/nenshkrim/{invited(training)}"
    assert answered(training, link, answer="declined", name=NAME).status_code == 303
    with training.database.reading() as session:
        path = f"/puna/nenshkrimet/shembull-2023/{max(one.id for one in signatures(session))}"
    for who, door, fields in (
        (EDITOR, "anulimi", {"reason": "Nuk ishte ajo."}),
        (OTHER_REVIEWER, "anulimi/vendimi", {}),
    ):
        assert training.form(training.client(who), "/puna", post_to=f"{path}/{door}", **fields).status_code == 303
    assert (NAME, Stands.SIGNED_WITH_RESERVATION, [Stands.ANNULLED]) in of_shembull(training)
    client = training.client()
    by_link = client.get(link).text
    assert "Përgjigjja u anulua" in by_link
    assert "Përgjigjja juaj është publike" not in by_link
    assert "Përgjigjja në fuqi Blerta Garuese Nënshkroi me rezervë" in words(main_of(by_link))
    assert client.get(f"{link}/pergjigjja").text.count('name="answer"') == 0
    row = next(row for row in client.get("/kandidatet").text.split("<tr") if NAME in row)
    assert "Nënshkroi me rezervë si kandidat" in words(row)
    given = client.get("/api/v1/contracts/shembull-2023").json()["answers"]
    mine = [(one["answer"], one["in_force"]) for one in given if one["name"] == NAME]
    assert mine == [("signed_with_reservation", True), ("annulled", False)]


@pytest.mark.both
def test_an_answer_stands_under_the_name_it_was_given_with(training: Site) -> None:
    client = training.client()
    with training.count_queries() as before:
        client.get(CONTRACT)
    rename(training, Candidate, NAME, "Drita Tjetra")
    with training.count_queries() as after:
        page = words(main_of(client.get(CONTRACT).text))
    assert len(after) == len(before)
    assert "Blerta Garuese sot në regjistër: Drita Tjetra, nënshkroi me rezervë" in page
    assert "U përgjigj me këtë emër; sot në regjistër: Drita Tjetra." in page
    assert "today in the record: Drita Tjetra" in client.get(f"/en{CONTRACT}").text
    row = next(row for row in client.get("/kandidatet").text.split("<tr") if "Drita Tjetra" in row)
    assert "Nënshkroi me rezervë si kandidat, 6 maj 2023, me emrin Blerta Garuese" in words(row)
    assert "Blerta Garuese sot në regjistër: Drita Tjetra, nënshkroi me rezervë" in words(
        client.get("/bashkite/shembull").text
    )
    with training.database.reading() as session:
        answer_id = loaded(session).id
    staff = words(training.client(EDITOR).get(f"/puna/nenshkrimet/shembull-2023/{answer_id}").text)
    assert "Sot në regjistër Drita Tjetra" in staff


def test_who_was_asked_by_another_name_says_so(training: Site) -> None:
    invited(training)
    rename(training, Candidate, NAME, "Drita Tjetra")
    row = next(row for row in training.client().get("/kandidatet").text.split("<tr") if "Drita Tjetra" in row)
    assert "me emrin Blerta Garuese" in words(row)
    desk = words(main_of(training.client(EDITOR).get(INVITATIONS).text))
    assert "Drita Tjetra si kandidat" in desk
    assert "me emrin Blerta Garuese" in desk


def test_a_letter_more_or_less_is_the_same_name(training: Site) -> None:
    rename(training, Candidate, NAME, "BLËRTA Garuese")
    assert "sot në regjistër" not in training.client().get(CONTRACT).text
    assert "me emrin" not in words(main_of(training.client().get("/kandidatet").text))


def test_a_mayor_s_answer_stays_beside_the_candidate_of_the_name(training: Site) -> None:
    """Given in an office, it is found by its name; and by that of the office where both were corrected."""
    for thing in (Office, Candidate):
        rename(training, thing, "Dafina Fushatore", "Dafina Fushatori")
    row = next(row for row in training.client().get("/kandidatet").text.split("<tr") if "Dafina Fushatori" in row)
    assert "Nënshkroi si kryetar bashkie, 15 shtator 2023, me emrin Dafina Fushatore" in words(row)


@pytest.mark.both
def test_a_removed_name_is_told_by_nothing_beside_it(training: Site) -> None:
    with training.database.writing() as session:
        editor, reviewer = (training.viewer(session, who).actor for who in (EDITOR, REVIEWER))
        redacted(session, loaded(session), editor, reviewer, reason="ligji 124/2024")
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        (entry,) = history.entries(session, limit=1)
        assert entry.content
        assert entry.content["state"]["person"] == ""
    assert NAME not in training.client().get(CONTRACT).text
    row = next(row for row in training.client().get("/kandidatet").text.split("<tr") if NAME in row)
    assert "nuk dihet" in words(row)
    with training.database.writing() as session:
        assert load_seeds(session, shipped("seeds") / "training") == 0, "and the file does not bring it back"
        other = session.exec(select(Candidate).where(Candidate.name == "Agim Kandidati")).one()
        redacted(session, other, editor, reviewer, reason="ligji 124/2024")
    page = training.client().get("/kandidatet").text
    assert "Agim Kandidati" not in words(main_of(page)).partition("Provë")[0] or REMOVED in page
    assert "me emrin" not in words(main_of(page))
    assert "sot në regjistër" not in training.client().get(CONTRACT).text


def _namesake(session: Session) -> None:
    other = Election(
        slug="pjesshme-shembull-2024", election_kind=ElectionKind.PARTIAL, held_on=date(2024, 5, 5),
        municipality_id=contract_called(session, "shembull-2023").municipality_id, source="e shpikur",
    )  # fmt: skip
    session.add(other)
    session.flush()
    there = other.municipality_id or 0
    session.add(Candidate(election_id=other.id or 0, municipality_id=there, name="Blerta  GARUESË", source="x"))


def _elsewhere(session: Session) -> None:
    place = contract_called(session, "prove-2023").municipality_id
    _of_blerta(session).municipality_id = place


def _other_term(session: Session) -> None:
    session.exec(select(Election)).one().held_on = date(2027, 5, 9)


def _removed(session: Session) -> None:
    _of_blerta(session).name = REMOVED


def _of_blerta(session: Session) -> Candidate:
    return session.exec(select(Candidate).where(Candidate.name == NAME)).one()


@pytest.mark.parametrize("change", [_namesake, _elsewhere, _other_term, _removed])
def test_where_nobody_or_more_than_one_is_called_so_it_stands_by_itself(
    training: Site, change: Callable[[Session], None]
) -> None:
    with training.database.writing() as session:
        contract = contract_called(session, "shembull-2023")
        assert tied_to(session, contract, loaded(session)) == {"candidate_id": _of_blerta(session).id}
        change(session)
        session.flush()
        assert tied_to(session, contract, loaded(session)) == {}
        session.rollback()


@pytest.mark.parametrize(
    ("signed_on", "precision", "is_tied"),
    [
        (date(2023, 5, 13), DatePrecision.DAY, False),
        (date(2023, 5, 14), DatePrecision.DAY, True),
        (date(2023, 5, 14), DatePrecision.BEFORE, True),
        (date(2023, 5, 1), DatePrecision.MONTH, True),
        (date(2023, 4, 1), DatePrecision.MONTH, False),
        (date(2023, 12, 1), DatePrecision.MONTH, False),
    ],
)
def test_an_office_is_the_one_held_on_the_day(
    training: Site, signed_on: date, precision: DatePrecision, is_tied: bool
) -> None:
    with training.database.writing() as session:
        office = session.exec(select(Office).where(Office.name == "Dafina Fushatore")).one()
        office.until_on = date(2023, 11, 30)
        session.flush()
        answer = Signature(
            contract_id=2, name="dafina fushatorë", capacity=Capacity.MAYOR, answer=Answer.SIGNED, signed_on=signed_on,
            date_precision=precision, source="x", state=SignatureState.PUBLIC, recorded_at=datetime.now(UTC),
        )  # fmt: skip
        found = tied_to(session, contract_called(session, "prove-2023"), answer)
        assert found == ({"office_id": office.id} if is_tied else {})
        answer.capacity = Capacity.COUNCIL
        assert tied_to(session, contract_called(session, "prove-2023"), answer) == {}
        session.rollback()
