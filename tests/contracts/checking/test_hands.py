"""A document that is checked is somebody's work: it is on their list, passes on, and none of them decides on it."""

import pytest
from sqlmodel import col, select

from pop_tracker.accounts.carried import hand_tables_on
from pop_tracker.accounts.held import holdings
from pop_tracker.accounts.models import Person, Role, person_by_email
from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.editions import Edition, EditionState, contributors
from pop_tracker.contracts.table.imports import ContractImport
from tests.accounts.passing import passed_on, told
from tests.accounts.play import give, person_id, revise
from tests.cast import EDITOR, OTHER_EDITOR, OTHER_REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts import play
from tests.contracts.checking.play import TEXT, begun, do, pressed, row, settled
from tests.contracts.table import play as tables
from tests.plans.tables import confirm, send

NOTE = "Dokument që po kontrollohet"
TITLE = "KONTRATA SOCIALE 2027–2031"
REVIEW = "/puna/kontratat/shembull-2027/rishikimi"


def test_it_is_on_the_list_of_who_sent_it_and_of_who_worked_on_it(training: Site) -> None:
    there = begun(training)
    assert NOTE in told(training, EDITOR)
    assert TITLE in told(training, EDITOR)
    assert NOTE not in told(training, SECOND_EDITOR)
    assert do(training, there, row(training, "Ndriçimi"), "lart", SECOND_EDITOR).status_code == 303
    assert NOTE in told(training, SECOND_EDITOR)
    assert NOTE not in told(training, OTHER_EDITOR)
    settled(training, there)
    assert pressed(training, there, "drafti", veprimi="ruaj").status_code == 303
    assert NOTE not in told(training, EDITOR), "now there is a draft"


def test_once_all_who_worked_on_it_left_it_is_told_to_everybody_who_may(training: Site) -> None:
    begun(training)
    assert passed_on(training, "").status_code == 303
    assert "e lanë të gjithë ata që punonin me të" in told(training, SECOND_EDITOR)
    assert "e lanë" not in told(training, OTHER_EDITOR)


@pytest.mark.both
def test_it_passes_on_and_whoever_sent_it_publishes_nothing_of_it(training: Site) -> None:
    there = begun(training)
    revise(training, EDITOR, roles=[Role.REVIEWER])
    assert passed_on(training, SECOND_EDITOR, "puna").status_code == 303
    with training.database.reading() as session:
        reading = session.exec(select(ContractReading)).one()
        assert reading.opened_by == int(person_id(training, SECOND_EDITOR))
        before = person_by_email(session, EDITOR)
        assert before is not None
        assert not [one for one in holdings(session, before) if one.kind.name == "contract_readings"]
    taker = training.client(SECOND_EDITOR)
    assert taker.get(there).status_code == 200
    settled(training, there, SECOND_EDITOR)
    assert pressed(training, there, "drafti", SECOND_EDITOR, veprimi="dergo").status_code == 303
    give(training, EDITOR, Role.REVIEWER)
    with training.database.reading() as session:
        draft = session.exec(select(Edition).where(Edition.state == EditionState.SUBMITTED)).one()
        wrote = session.exec(
            select(Person.email).where(col(Person.id).in_(contributors(session, [draft])[draft.id or 0]))
        )
        assert set(wrote) == {EDITOR, SECOND_EDITOR}
    assert "keni shkruar edhe ju" in told(training, EDITOR, REVIEW)
    assert "keni shkruar edhe ju" not in told(training, OTHER_REVIEWER, REVIEW)


def test_one_whose_municipality_is_not_said_passes_to_anybody_who_records(training: Site) -> None:
    there = begun(training, text=TEXT.replace("BASHKIA SHEMBULL\n", ""))
    assert training.client(SECOND_EDITOR).get(there).status_code == 404
    assert passed_on(training, OTHER_EDITOR).status_code == 303
    assert training.client(OTHER_EDITOR).get(there).status_code == 200
    assert NOTE in told(training, OTHER_EDITOR)


def test_whoever_sent_a_table_that_passed_on_publishes_nothing_of_it(training: Site) -> None:
    """They wrote every word of it; a colleague said yes to its preview."""
    with training.database.writing() as session:
        play.open_draft(session, training, SECOND_EDITOR)
    rows = tables.table(training, play.CONTRACT)
    rows[1]["teksti"] = "Një fjali tjetër."
    sent = send(training, training.client(EDITOR), "k.csv", tables.file(rows), "takimi", tables.page(play.CONTRACT))
    assert sent.status_code == 303
    with training.database.writing() as session:
        taker = int(person_id(training, SECOND_EDITOR))
        hand_tables_on(session, ContractImport, training.viewer(session, EDITOR), taker)
    assert confirm(training, training.client(SECOND_EDITOR), sent.headers["location"]).status_code == 303
    with training.database.reading() as session:
        draft = session.exec(select(Edition).where(Edition.state == EditionState.DRAFT)).one()
        assert int(person_id(training, EDITOR)) in contributors(session, [draft])[draft.id or 0]
