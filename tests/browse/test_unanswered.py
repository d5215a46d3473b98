"""Who was asked to sign and has not answered, on the contract's page and among the candidates."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from pop_tracker.accounts.models import ANYONE
from pop_tracker.contracts.models import contract_called
from pop_tracker.elections.models import Candidate
from pop_tracker.elections.offices import Office, OfficeCapacity
from pop_tracker.pledges.answers import Act, Given, give
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.unanswered import unanswered
from pop_tracker.web.i18n import today
from tests.cast import EDITOR
from tests.conftest import Site
from tests.pages import main_of, words
from tests.pledges.play import candidate, given, invite_within

CONTRACT = "/kontratat/shembull-2023"
SECRETARY = "Mira Sekretarja"


def ask_secretary(site: Site, over: bool = False) -> None:
    """A new secretary of the council is asked; `over`: the last day was yesterday."""
    with site.database.writing() as session:
        of = contract_called(session, "shembull-2023").municipality_id
        secretary = Office(
            municipality_id=of, capacity=OfficeCapacity.COUNCIL_SECRETARY, name=SECRETARY, source="e shpikur",
            from_on=date(2024, 1, 1),
        )  # fmt: skip
        session.add(secretary)
        session.flush()
        invitation = invite_within(session, site, f"office-{secretary.id}", address="sekretaria@lista.example")
        if over:
            let_pass(invitation)


def let_pass(invitation: Invitation) -> None:
    """The term of the link ended with yesterday."""
    invitation.created_at -= timedelta(days=20)
    invitation.expires_at -= timedelta(days=10)


def signatures_of(html: str) -> str:
    return words(html.split('id="nenshkrimet"')[1].split("</section>")[0])


@pytest.mark.both
def test_an_office_holder_who_was_asked_stands_on_the_contracts_page(training: Site) -> None:
    client = training.client()
    ask_secretary(training)
    html = client.get(CONTRACT).text
    until = today() + timedelta(days=9)
    said = signatures_of(html)
    assert SECRETARY in said
    assert f"{SECRETARY} ende pa përgjigje" in said
    assert f"{until.day} " in said.split("afati:")[1]
    assert "U ftua te një adresë personale, që e shënoi Organizata Shembullore dhe e konfirmoi Shoqata Provë." in said
    assert "nuk është përgjigjur" not in words(html)
    assert f"{SECRETARY} ende pa përgjigje" in words(main_of(html).split("Kush nënshkroi")[1].split("</dd>")[0])
    assert "no answer yet" in signatures_of(client.get(f"/en{CONTRACT}").text)
    assert "sekretaria@" not in html


def test_silence_is_said_once_the_last_day_has_passed(training: Site) -> None:
    ask_secretary(training, over=True)
    said = signatures_of(training.client().get(CONTRACT).text)
    assert f"{SECRETARY} nuk është përgjigjur" in said
    assert "has not answered" in words(training.client().get(f"/en{CONTRACT}").text)


def test_whose_office_ended_before_the_last_day_could_answer_until_then(training: Site) -> None:
    ask_secretary(training)
    with training.database.writing() as session:
        office = session.exec(select(Office).where(Office.name == SECRETARY)).one()
        office.until_on = today() - timedelta(days=1)
        session.add(office)
    said = signatures_of(training.client().get(CONTRACT).text)
    assert f"{SECRETARY} nuk është përgjigjur" in said
    assert f"afati: {office.until_on.day} " in said


def test_nobody_stands_there_who_was_not_asked_or_whose_invitation_was_taken_back(training: Site) -> None:
    client = training.client()
    assert "afati:" not in main_of(client.get(CONTRACT).text)
    ask_secretary(training)
    with training.database.writing() as session:
        session.exec(select(Invitation)).one().revoke(session, training.viewer(session, EDITOR))
    html = client.get(CONTRACT).text
    assert SECRETARY not in signatures_of(html)
    assert SECRETARY not in main_of(html).split("Kush nënshkroi")[1].split("</dd>")[0]


def test_who_answered_stands_there_once(training: Site) -> None:
    ask_secretary(training)
    with training.database.writing() as session:
        give(session, ANYONE, session.exec(select(Invitation)).one(), Given(Act.SIGN, SECRETARY, newest=1))
    said = signatures_of(training.client().get(CONTRACT).text)
    assert said.count(SECRETARY) == 1
    assert "ende pa përgjigje" not in said


def test_who_is_asked_on_paper_stands_there_too(training: Site) -> None:
    with training.database.writing() as session:
        session.add(
            Candidate(
                election_id=1, municipality_id=contract_called(session, "shembull-2023").municipality_id,
                name="Blerta Garuese II", source="e shpikur",
            )
        )  # fmt: skip
    given(training, candidate(training, "Blerta Garuese II"))
    said = signatures_of(training.client().get(CONTRACT).text)
    assert "Blerta Garuese II ende pa përgjigje" in said
    assert "U ftua në letër." in said


def test_who_is_asked_again_is_one_line_with_both_days(training: Site) -> None:
    ask_secretary(training, over=True)
    with training.database.writing() as session:
        first = session.exec(select(Invitation)).one()
        again = Invitation(**first.model_dump(exclude={"id", "token_hash"}), token_hash="1" * 64)
        later = timedelta(days=20)
        again.created_at, again.expires_at = first.created_at + later, first.expires_at + later
        session.add(again)
    said = signatures_of(training.client().get(CONTRACT).text)
    assert said.count(SECRETARY) == 1
    assert "ende pa përgjigje" in said
    assert "më parë edhe më" in said


def test_silent_candidates_are_counted_apart_until_their_last_day(training: Site) -> None:
    with training.database.writing() as session:
        municipality = contract_called(session, "shembull-2023").municipality_id
        for name in ("Dritan Heshtani", "Drita Heshtane"):
            session.add(Candidate(election_id=1, municipality_id=municipality, name=name, source="e shpikur"))
    choices = [candidate(training, name) for name in ("Dritan Heshtani", "Drita Heshtane")]
    with training.database.writing() as session:
        let_pass(invite_within(session, training, choices[0], address="dritan@lista.example"))
        invite_within(session, training, choices[1], address="drita@lista.example")
    said = words(training.client().get("/kandidatet").text)
    assert "1 u ftua, ende pa përgjigje" in said
    assert "1 u ftua dhe nuk është përgjigjur" in said


def test_many_who_are_silent_cost_no_more_queries_than_one(training: Site) -> None:
    with training.database.writing() as session:
        municipality = contract_called(session, "shembull-2023").municipality_id
        names = [f"I Heshturi {n}" for n in range(4)]
        for name in names:
            session.add(Candidate(election_id=1, municipality_id=municipality, name=name, source="e shpikur"))
    counted = []
    for n, choice in enumerate(candidate(training, name) for name in names):
        with training.database.writing() as session:
            invite_within(session, training, choice, address=f"nr{n}@lista.example")
        with training.count_queries() as seen:
            assert names[n] in training.client().get(CONTRACT).text
        counted.append(len(seen))
    assert len(set(counted)) == 1


@pytest.mark.both
def test_nobody_was_silent_whose_link_died_before_its_day(training: Site) -> None:
    """As where the name was mended after the letter: the link takes nothing any more, so that no answer says nothing.
    Where only later the address was erased or passed on, it does."""
    ask_secretary(training)
    with training.database.writing() as session:
        secretary = session.exec(select(Office).where(Office.name == SECRETARY)).one()
        secretary.revise(session, training.viewer(session, EDITOR).actor, name="Krejt Tjetër")
    assert SECRETARY not in signatures_of(training.client().get(CONTRACT).text)
    with training.database.writing() as session:
        let_pass(session.exec(select(Invitation).where(Invitation.name == SECRETARY)).one())
        session.flush()
        assert SECRETARY in [one.name for one in unanswered(session, [])]
