"""A redaction removes the words for good; the chain still verifies and says that something was removed."""

import json

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.history import REMOVED, Actor, HistoryEntry, HistoryPayload
from pop_tracker.places.models import municipality_by_slug
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.points import ConsultationPoint
from pop_tracker.plans.models import Plan
from pop_tracker.plans.stages import stages_of
from pop_tracker.web.errors import Refusal
from tests import cast
from tests.conftest import Site
from tests.history.attack import faults, head, sql
from tests.history.redacting import redacted

pytestmark = pytest.mark.both

REASON = "Emër personi privat"


def redact_first_consultation(site: Site) -> tuple[HistoryEntry, list[int], str]:
    """Two people remove a consultation's words; returns the entry, the earlier entries, a word that must be gone."""
    with site.database.writing() as session:
        consultation = session.exec(select(Consultation).order_by(col(Consultation.id))).first()
        assert consultation is not None
        word = session.exec(
            select(ConsultationPoint.text).where(ConsultationPoint.consultation_id == consultation.id)
        ).first()
        assert word
        earlier = session.exec(
            select(HistoryEntry.number).where(HistoryEntry.kind == "consultation", HistoryEntry.key == consultation.key)
        ).all()
        asks, confirms = (site.viewer(session, email).actor for email in (cast.EDITOR, cast.OTHER_REVIEWER))
        entry = redacted(session, consultation, asks, confirms, reason=REASON)
        return entry, list(earlier), word


def test_the_content_is_gone_and_the_chain_verifies(training: Site) -> None:
    before = head(training)
    _, earlier, word = redact_first_consultation(training)
    assert earlier
    with training.database.reading() as session:
        assert session.exec(select(HistoryPayload).where(col(HistoryPayload.number).in_(earlier))).all() == []
        contents = session.exec(select(HistoryPayload.content)).all()
        assert not any(json.dumps(word, ensure_ascii=False) in content for content in contents)
        assert session.exec(select(ConsultationPoint).where(ConsultationPoint.text == word)).all() == []
    assert faults(training) == []
    assert faults(training, before) == []


def test_the_record_says_that_something_was_removed_when_and_why(training: Site) -> None:
    entry, earlier, _ = redact_first_consultation(training)
    with training.database.reading() as session:
        [said] = history.entries(session, number=entry.number)
        [removed] = history.entries(session, number=earlier[0])
    assert said.row.verb == "consultation.redact"
    assert said.row.redacts == ",".join(map(str, earlier))
    assert (said.row.organisation, said.row.approver_organisation) == ("organizata-a", "organizata-b")
    assert said.reason == REASON
    assert removed.content is not None
    assert not removed.is_whole
    assert removed.content["state"]["topic"] == REMOVED
    assert removed.row.verb == "consultation.record"


def test_nothing_of_it_is_left_in_the_file(training: Site) -> None:
    if not training.database.is_sqlite:
        return  # PostgreSQL keeps dead rows until it vacuums, and its files are not ours to read
    _, _, word = redact_first_consultation(training)
    with training.database.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in training.settings.var.glob("pop-tracker.sqlite3*"):
        assert word.encode() not in file.read_bytes()


def test_only_what_an_entry_calls_redacted_can_be_deleted(training: Site) -> None:
    redact_first_consultation(training)
    with training.database.engine.execution_options(write=True).connect() as connection:
        with pytest.raises(DBAPIError):
            connection.execute(sa.text("DELETE FROM history_payload WHERE number = 1"))
        connection.rollback()


def test_words_put_back_are_found(training: Site) -> None:
    _, earlier, _ = redact_first_consultation(training)
    sql(training, "INSERT INTO history_payload VALUES (:number, 'x', '{}')", number=earlier[0])
    assert verification.Fault(earlier[0], "its payload does not give its digest") in faults(training)


def test_a_thing_without_private_words_stays(training: Site) -> None:
    before = head(training)
    with training.database.writing() as session:
        place = municipality_by_slug(session, "shembull")
        assert place is not None
        with pytest.raises(Refusal):
            redacted(session, place, Actor(1), Actor(2), reason=REASON)
        session.rollback()
    assert head(training) == before


def test_a_plan_whose_words_were_removed_names_nobody_anywhere(training: Site) -> None:
    name, slug = "Filan Fisteku", "shembull-2024"
    of_plan = ("vision", "mission", "stage_note", "source")
    of_item = ("text", "responsible_body", "partners", "due", "funding_source", "indicator", "indicator_unit", "place",
               "target_groups", "source")  # fmt: skip
    with training.database.writing() as session:
        plan = session.exec(select(Plan).where(Plan.slug == slug)).one()
        item, stage = plan.items(session)[0], stages_of(session, plan.id)[0]
        for thing, fields in ((plan, of_plan), (item, of_item), (stage, ("note", "source"))):
            for field in fields:
                setattr(thing, field, f"{field}: {name}")
            session.add(thing)
        plan.structures, plan.support, plan.predecessors = [name], [name], [name]
        viewer = training.viewer(session, cast.EDITOR)
        history.append(session, "revise", plan, viewer.actor, source=name)
        confirms = training.viewer(session, cast.OTHER_REVIEWER).actor
        number = item.number
    addresses = ("", f"?dega={number}", "/tabela.csv")
    assert any(name in training.client().get(f"/planet/{slug}{one}").text for one in addresses)
    with training.database.writing() as session:
        plan = session.exec(select(Plan).where(Plan.slug == slug)).one()
        entry = redacted(session, plan, viewer.actor, confirms, reason=REASON)
    public = [f"/planet/{slug}{one}" for one in addresses] + [f"/api/v1/plans/{slug}", f"/ndryshimet/{entry.number}"]
    for address in public:
        answer = training.client().get(address)
        assert answer.status_code == 200, address
        assert "Fisteku" not in answer.text, address
    with training.database.reading() as session:
        assert not any("Fisteku" in content for content in session.exec(select(HistoryPayload.content)))
    assert faults(training) == []
