"""Who wrote and who approved is not public, and decides who may be a second person: `verify-history` compares it."""

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker import verification
from pop_tracker.accounts.models import Person
from pop_tracker.history import HistoryEntry, HistoryPayload
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.pledges.models import Signature
from tests import cast
from tests.conftest import Site
from tests.contracts import play as contracts
from tests.history.attack import faults, head, sql, undone
from tests.monitoring import play as monitoring
from tests.plans import play as plans
from tests.pledges.play import ON_PAPER, PAPER, SCAN

pytestmark = pytest.mark.both
CHANGED = "who wrote or approved"


def an_edition(site: Site) -> None:
    with site.database.writing() as session:
        contracts.open_draft(session, site)
        contracts.revise(session, site)
        contracts.submit(session, site)
        contracts.publish(session, site)


def a_round(site: Site) -> None:
    monitoring.finish_and_publish(site, monitoring.open_round(site))


def a_correction(site: Site) -> None:
    row_id = monitoring.corrected(site)
    said = {"reason": "E hapur në gusht.", "correction_reason": "Prapë."}
    assert monitoring.correct(site, cast.EDITOR, row_id, **said).status_code == 303


def a_finding(site: Site) -> None:
    assert plans.confirm(site, cast.REVIEWER, plans.recorded(site)).status_code == 303


def a_paper(site: Site) -> None:
    answer = site.form(site.client(cast.EDITOR), PAPER, files=SCAN, **ON_PAPER)
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"]
    with site.database.reading() as session:
        version = session.exec(select(Signature).where(Signature.name == ON_PAPER["name"])).one().version
    door = f"{path}/konfirmimi"
    assert site.form(site.client(cast.REVIEWER), path, post_to=door, version=version).status_code == 303


TAMPERS: list[tuple[Callable[[Site], None], str, str]] = [
    (an_edition, "edition", "UPDATE edition SET published_by = :other WHERE submitted_by IS NOT NULL"),
    (an_edition, "edition", "UPDATE edition SET submitted_by = :other WHERE submitted_by IS NOT NULL"),
    (an_edition, "edition", "UPDATE edition SET opened_by = NULL WHERE submitted_by IS NOT NULL"),
    (an_edition, "edition", "DELETE FROM contributor"),
    (a_round, "round", "UPDATE round SET published_by = :other WHERE published_by IS NOT NULL"),
    (a_round, "round", "UPDATE round SET opened_by = NULL WHERE opened_by IS NOT NULL"),
    (a_round, "round", "UPDATE round SET rater_a_id = :other WHERE opened_by IS NOT NULL"),
    (a_round, "round", "UPDATE assessment SET reviewed_by = NULL WHERE corrects_id IS NULL AND author_id > 0"),
    (a_round, "round", "UPDATE assessment SET author_id = :other WHERE corrects_id IS NULL AND author_id > 0"),
    (a_round, "round", "DELETE FROM assessment_contributor"),
    (a_correction, "assessment", "UPDATE assessment SET author_id = :other WHERE corrects_id IS NOT NULL"),
    (a_correction, "assessment", "UPDATE assessment SET reviewed_by = NULL WHERE is_public AND corrects_id > 0"),
    (a_correction, "assessment", "DELETE FROM assessment_contributor"),
    (a_finding, "finding", "UPDATE finding SET confirmed_by = :other WHERE confirmed_by IS NOT NULL"),
    (a_finding, "finding", "UPDATE finding SET recorded_by = NULL WHERE confirmed_by IS NOT NULL"),
    (a_paper, "signature", "UPDATE signature SET confirmed_by = :other WHERE confirmed_by IS NOT NULL"),
    (a_paper, "signature", "UPDATE signature SET recorded_by = NULL WHERE confirmed_by IS NOT NULL"),
]  # fmt: skip


@pytest.mark.parametrize("happens", [an_edition, a_round, a_correction, a_finding, a_paper])
def test_a_changed_hand_is_found_and_named(training: Site, happens: Callable[[Site], None]) -> None:
    happens(training)
    assert faults(training) == []
    for kind, statement in [(kind, statement) for made, kind, statement in TAMPERS if made is happens]:
        with undone(training) as session:
            other = {"other": session.exec(select(sa.func.max(Person.id))).one()} if ":" in statement else {}
            assert session.connection().execute(sa.text(statement), other).rowcount > 0, statement
            found = [fault.what for fault in verification.verify(session)]
            assert found, statement
            assert all(what.startswith(f"{CHANGED} {kind} ") for what in found), (statement, found)
    assert faults(training) == []


def test_older_entries_that_hold_no_digest_still_verify_and_name_who_approved(training: Site) -> None:
    a_round(training)
    last = head(training).number
    with training.database.reading() as session:
        payload, entry = session.get_one(HistoryPayload, last), session.get_one(HistoryEntry, last)
        digest = f',"hands":"{json.loads(payload.content)["hands"]}"'
        older = payload.content.replace(digest, "").replace(digest[1:] + ",", "")
        assert older != payload.content
        entry.payload_digest = payload.model_copy(update={"content": older}).digest()
        anew = entry.computed_hash()
    sql(training, "UPDATE history_payload SET content = :content WHERE number = :number", content=older, number=last)
    sql(training, "UPDATE history_entry SET payload_digest = :digest, hash = :hash WHERE number = :number",
        digest=entry.payload_digest, hash=anew, number=last)  # fmt: skip
    sql(training, "UPDATE history_head SET hash = :hash", hash=anew)
    assert faults(training) == []
    with undone(training) as session:
        session.exec(sa.update(Round).where(col(Round.published_by).is_not(None)).values(published_by=None))
        assert CHANGED in next(iter(verification.verify(session))).what


def test_nobody_is_named_in_what_is_public(training: Site) -> None:
    a_round(training)
    last = head(training).number
    with training.database.reading() as session:
        wrote = session.exec(select(Assessment.author_id).order_by(col(Assessment.id).desc())).first()
    content = training.client().get(f"/ndryshimet/{last}/permbajtja.json").json()
    assert len(content["hands"]) == 64
    assert wrote
    assert "author_id" not in str(content)
