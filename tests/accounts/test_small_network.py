"""Twelve organisations with one person each, who is editor and reviewer, and one coordinator: the commonest jobs are
done by two of them (docs/persons.md), and by none alone."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import verification
from pop_tracker.accounts import requests
from pop_tracker.accounts.addresses import AddressClaim
from pop_tracker.accounts.models import Coverage, Organisation, Person, Role, RoleHeld
from pop_tracker.accounts.redactions import Chosen, RedactionRequest, ask_redaction
from pop_tracker.contracts.models import contract_by_slug
from pop_tracker.history import HistoryEntry
from pop_tracker.monitoring import rounds
from pop_tracker.monitoring.models import Round
from pop_tracker.pieces import pieces_of
from pop_tracker.web.errors import Forbidden
from pop_tracker.web.i18n import today
from pop_tracker.web.periods import Period
from tests.cast import COORDINATOR
from tests.conftest import Site
from tests.contracts import play as contracts
from tests.monitoring import play as monitoring
from tests.monitoring.addresses import vouch

ONE, OTHER = "njeri-1@organizata-1.example", "njeri-2@organizata-2.example"


@pytest.fixture
def small(training: Site) -> Site:
    training.after(small_network)
    return training


def small_network(site: Site) -> None:
    """In place of the training data's own people: the first organisation follows Shembull, the others nothing of it."""
    with site.database.writing() as session:
        kept = select(Person.id).join(RoleHeld, col(RoleHeld.person_id) == Person.id).where(
            RoleHeld.role == Role.COORDINATOR
        )  # fmt: skip
        session.exec(sa.delete(RoleHeld).where(col(RoleHeld.person_id).not_in(kept)))
        coordinator = site.viewer(session, COORDINATOR)
        contract = contract_by_slug(session, "shembull-2023")
        assert contract
        for before in session.exec(select(Organisation).where(col(Organisation.id).in_(
            select(Coverage.organisation_id).where(Coverage.municipality_id == contract.municipality_id)
        ))).all():  # fmt: skip
            before.revise(session, coordinator, name=before.name, short_name=before.short_name,
                          name_en=before.name_en, source=before.source, municipality_ids=[])  # fmt: skip
        for number in range(1, 13):
            covers = [contract.municipality_id] if number == 1 else []
            organisation = Organisation.add(
                session, coordinator, name=f"Organizata {number}", short_name="", name_en="", source="e shpikur",
                municipality_ids=covers,
            )  # fmt: skip
            email = f"njeri-{number}@organizata-{number}.example"
            person = Person(email=email, name=f"Njeri {number}", organisation_id=organisation.id)
            session.add(person)
            session.flush()
            session.add_all(RoleHeld(person_id=person.id or 0, role=role) for role in (Role.EDITOR, Role.REVIEWER))


def verifies(site: Site) -> bool:
    with site.database.reading() as session:
        return list(verification.verify(session)) == []


def opened(session: Session, site: Site) -> Round:
    contract = contract_by_slug(session, "shembull-2023")
    assert contract
    first = today().replace(year=2024, month=9, day=1)
    details = rounds.Details(Period(first, first.replace(year=2025)), "Fokus grupe.", "e shpikur për ushtrim")
    return rounds.open_round(session, site.viewer(session, ONE), contract, details)


def test_an_edition_is_published_by_two(small: Site) -> None:
    with small.database.writing() as session:
        contracts.open_draft(session, small, ONE)
        contracts.revise(session, small, ONE)
        contracts.submit(session, small, ONE)
        with pytest.raises(Forbidden):
            contracts.publish(session, small, ONE)
        assert contracts.publish(session, small, OTHER).published_by
    assert verifies(small)


def test_a_round_is_published_and_corrected_by_two(small: Site) -> None:
    with small.database.writing() as session:
        held = opened(session, small)
        vouch(session, small, held, ONE, by=OTHER)
        round_id = held.id or 0
    monitoring.finish(small, round_id, author=ONE, reviewer=OTHER)
    assert monitoring.publish(small, round_id, ONE).status_code == 403
    assert monitoring.publish(small, round_id, OTHER).status_code == 303
    said = {"status": "partially_addressed", "evidence-0-dated_on": "12.03.2025"}
    row = monitoring.assessment(small, round_id, "1.2")
    assert monitoring.correct(small, ONE, row.id, **said).status_code == 303
    correction = monitoring.corrections(small)[-1].id or 0
    assert monitoring.decide(small, correction, ONE).status_code in (403, 404)
    assert monitoring.decide(small, correction, OTHER).status_code == 303
    assert verifies(small)


def test_an_address_is_vouched_for_by_two(small: Site) -> None:
    with small.database.writing() as session:
        held = opened(session, small)
        with session.begin_nested() as trial:
            with pytest.raises(Forbidden):
                vouch(session, small, held, ONE, by=ONE)
            trial.rollback()
        vouch(session, small, held, ONE, by=OTHER)
    with small.database.reading() as session:
        assert session.exec(select(AddressClaim.confirmed_by)).one()


def test_words_are_removed_by_two(small: Site) -> None:
    with small.database.writing() as session:
        key = session.exec(select(HistoryEntry.key).where(HistoryEntry.kind == "candidate")).first()
        chosen = [Chosen(piece, ()) for piece in pieces_of(session, "candidate", key or "") if piece.stands]
        ask_redaction(session, small.viewer(session, ONE), chosen, "emër privat, ligji 124/2024")
        request = session.exec(select(RedactionRequest).order_by(col(RedactionRequest.id).desc())).first()
        assert request
        with pytest.raises(Forbidden):
            request.confirm(session, small.viewer(session, ONE))
        request.confirm(session, small.viewer(session, OTHER))
    assert verifies(small)


def test_a_reviewer_is_added_by_two(small: Site) -> None:
    with small.database.writing() as session:
        person = Person(email="e.re@organizata-3.example", name="E Re")
        person.organisation_id = session.exec(select(Organisation.id).where(Organisation.name == "Organizata 3")).one()
        session.add(person)
        session.flush()
        coordinator = small.viewer(session, COORDINATOR)
        request = requests.ask_role(session, small.settings, coordinator, person, Role.REVIEWER)
        for refused in (COORDINATOR, "njeri-3@organizata-3.example"):
            with pytest.raises(Forbidden):
                requests.give(session, small.settings, small.viewer(session, refused), request)
        requests.give(session, small.settings, small.viewer(session, OTHER), request)
        assert session.get(RoleHeld, (person.id, Role.REVIEWER)) is not None


def test_every_job_of_the_table_is_in_the_documents() -> None:
    text = Path("docs/persons.md").read_text(encoding="utf-8")
    for job in ("invite a race", "a signature on paper", "publish an edition", "publish a round", "correct", "redact",
                "add a reviewer", "change an address"):  # fmt: skip
        assert f"| {job}" in text
