"""Several people do something with one contract in the same moment: it happens once, the others are told, and the
record holds together."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlmodel import Session, col, select

from pop_tracker import history, verification
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import succession
from pop_tracker.contracts.checking import saving
from pop_tracker.contracts.checking.readings import ContractReading, reading_at_work
from pop_tracker.contracts.continuations import Continuation
from pop_tracker.contracts.documents import ContractDocument
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.table.imports import ContractImport
from pop_tracker.database import Database
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.public_names import public_names
from tests import cast
from tests.conftest import Site
from tests.contracts.checking.play import begun, settled
from tests.contracts.play import commitment, contract, open_draft, revise, submit
from tests.contracts.play import text as text_at
from tests.contracts.table import play as tables
from tests.plans.tables import send

pytestmark = pytest.mark.both

Doing = Callable[[Session, Site], object]


def at_once(site: Site, *doings: Doing) -> list[str]:
    """Each in a session of its own. What the rules said to each: "" of what was done."""
    start = Barrier(len(doings))

    def do(doing: Doing) -> str:
        mine = Site(site.settings, Database(site.settings.url))
        try:
            start.wait(60)
            with mine.database.writing() as session:
                doing(session, mine)
        except (Refusal, Missing, Forbidden) as told:
            return type(told).__name__
        finally:
            mine.database.dispose()
        return ""

    with ThreadPoolExecutor(len(doings)) as threads:
        told = list(threads.map(do, doings))
    with site.database.reading() as session:
        assert list(verification.verify(session)) == []
    return sorted(told)


def test_what_is_asked_again_is_recorded_and_taken_back_once(training: Site) -> None:
    later, earlier = (int(commitment(training, slug, "2.1")) for slug in ("prove-2023", "prove-2019"))

    def record(session: Session, site: Site) -> None:
        row = Continuation(commitment_id=later, continues_id=earlier, reason="Parku.", recorded_at=datetime.now(UTC))
        row.record(session, site.viewer(session, cast.OTHER_EDITOR).actor)

    def withdraw(session: Session, site: Site) -> None:
        of_them = Continuation.commitment_id == later, Continuation.continues_id == earlier
        session.exec(select(Continuation).where(*of_them)).one().withdraw(
            session, site.viewer(session, cast.OTHER_EDITOR), "Janë dy parqe."
        )

    assert at_once(training, *[record] * 4) == ["", "Refusal", "Refusal", "Refusal"]
    assert at_once(training, *[withdraw] * 4) == ["", "Refusal", "Refusal", "Refusal"]
    with training.database.reading() as session:
        told = [one.row.verb for one in history.entries(session, limit=2)]
    assert told == ["continuation.withdraw", "continuation.record"]


def save(reading_id: int, who: str, version: int) -> Doing:
    def does(session: Session, site: Site) -> None:
        viewer = site.viewer(session, who)
        reading = reading_at_work(session, viewer, reading_id, hold=True)
        saving.save(session, viewer, reading, version, lambda: public_names(session))

    return does


def test_of_two_documents_one_becomes_the_contract_of_the_term(training: Site) -> None:
    settled(training, begun(training))
    with training.database.writing() as session:
        one = session.exec(select(ContractReading)).one()
        document = ContractDocument(**one.document.model_dump(exclude={"id"}))
        session.add(document)
        session.flush()
        session.add(ContractReading(**one.model_dump(exclude={"id", "document_id"}), document_id=document.id or 0))
        version = one.version
    saves = save(1, cast.EDITOR, version), save(2, cast.SECOND_EDITOR, version), save(1, cast.SECOND_EDITOR, version)
    told = at_once(training, *saves)
    assert (told[0], len(told), "" in told[1:]) == ("", 3, False)
    with training.database.reading() as session:
        of_term = session.exec(select(Contract).where(Contract.term_from == 2027)).all()
        assert len([one for one in of_term if one.slug.startswith("shembull")]) == 1


def test_a_draft_is_published_once_or_taken_back(training: Site) -> None:
    with training.database.writing() as session:
        revise(session, training)
        read = submit(session, training).as_read(session)

    def publish(who: str) -> Doing:
        return lambda session, site: drafts.publish(session, site.viewer(session, who), contract(session), read)

    def take_back(session: Session, site: Site) -> None:
        drafts.take_back(session, site.viewer(session, cast.EDITOR), contract(session))

    assert at_once(training, publish(cast.OTHER_REVIEWER), publish(cast.REVIEWER), take_back).count("") == 1


def test_a_commitment_is_split_or_merged(training: Site) -> None:
    with training.database.writing() as session:
        draft_id = open_draft(session, training).id

    def split(session: Session, site: Site) -> None:
        viewer = site.viewer(session, cast.EDITOR)
        succession.split(session, viewer, contract(session), "1.2", parts=["a.", "b."], also=[], reason="Dy kërkesa.")

    def merge(into: str, other: str) -> Doing:
        def does(session: Session, site: Site) -> None:
            viewer = site.viewer(session, cast.SECOND_EDITOR)
            succession.merge(session, viewer, contract(session), into, merged=[other], text="Të dyja.", reason="Një.")

        return does

    assert at_once(training, split, split, merge("1.1", "1.2"), merge("1.2", "1.1")).count("") == 1
    with training.database.reading() as session:
        draft = session.get_one(Edition, draft_id)
        gone = [ref for ref in ("1.1", "1.2") if text_at(session, draft, ref).is_retracted]
        assert len(gone) == 1
        assert text_at(session, draft, gone[0]).went_to


def test_of_two_tables_one_is_written(training: Site) -> None:
    tables.prepare(training)
    for who in (cast.EDITOR, cast.SECOND_EDITOR):
        sent = send(training, training.client(who), "k.csv", tables.file(tables.START), tables.SOURCE, tables.page())
        assert sent.status_code == 303
    with training.database.reading() as session:
        held = [(one.id, one.version) for one in session.exec(select(ContractImport).order_by(col(ContractImport.id)))]

    def enter(table: tuple[int | None, str], who: str) -> Doing:
        def does(session: Session, site: Site) -> None:
            viewer = site.viewer(session, who)
            of, _ = drafts.draft_at_work(session, viewer, tables.NEW)
            sheet = session.get(ContractImport, table[0])
            if sheet is None:
                raise Missing
            sheet.enter(session, viewer, of, table[1], lambda: public_names(session))

        return does

    people = cast.EDITOR, cast.SECOND_EDITOR
    assert at_once(training, *map(enter, (*held, *held), (*people, *people))).count("") == 1
    with training.database.reading() as session:
        draft = session.exec(select(Edition).where(Edition.state == EditionState.DRAFT)).one()
        assert len(tables.standing_rows(training)) == len(tables.START), draft.version
