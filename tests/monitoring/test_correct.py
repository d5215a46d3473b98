"""Correcting a public verdict, and retracting the correction."""

from typing import Any

import pytest
from sqlmodel import Session, select

from pop_tracker import history, verification
from pop_tracker.accounts.models import Role, RoleHeld
from pop_tracker.monitoring.assessments import Said
from pop_tracker.monitoring.contributors import AssessmentContributor
from pop_tracker.monitoring.corrections import correct as correct_by_verb
from pop_tracker.monitoring.evidence import evidence_of
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.statuses import current_statuses
from pop_tracker.web.errors import Refusal
from tests.cast import EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.history.redacting import redacted
from tests.monitoring.play import correct, corrected, corrections, decide, published_round, retraction, verdict
from tests.pages import words
from tests.plans.play import fields_of


def status(site: Site, ref: str = "1.2") -> Status:
    with site.database.reading() as session:
        return current_statuses(session)[verdict(site, ref).commitment_id].status


def test_a_correction_stands_once_a_second_person_approves_it(training: Site) -> None:
    assert correct(training).status_code == 303
    (row,) = corrections(training)
    assert (row.state, status(training)) == (AssessmentState.SUBMITTED, Status.PARTIALLY_ADDRESSED)
    assert decide(training, row.id or 0, OTHER_REVIEWER).status_code == 303
    assert status(training) is Status.FULLY_ADDRESSED
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        assert (entry.row.verb, entry.row.key) == ("assessment.correct", f"shembull-2023/1/1.2/{row.id}")
        assert entry.reason == "Na shpëtoi çerdhja e re."
        assert entry.source == "shënime terreni"
        assert (entry.row.organisation, entry.row.approver_organisation) == ("organizata-a", "organizata-b")
        assert list(verification.verify(session)) == []


def test_what_is_in_force_is_read_first(training: Site) -> None:
    """Above what it replaced, and above a correction that was withdrawn."""
    old, row_id = verdict(training).reason, corrected(training)
    corrected_first = training.client().get("/raportet/shembull-2023/1").text
    assert corrected_first.index("Çerdhja u hap në gusht.") < corrected_first.index(old)
    training.form(training.client(EDITOR), f"/puna/ndreqjet/{row_id}/terheqje", reason="Çerdhe tjetër.")
    assert retraction(training, row_id, REVIEWER) == 303
    old_first = training.client().get("/raportet/shembull-2023/1").text
    assert old_first.index(old) < old_first.index("Çerdhja u hap në gusht.")


def test_both_verdicts_stay_visible(training: Site) -> None:
    corrected(training)
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    assert "Kopshti u hap; çerdhja ende nuk ka vend." in page
    assert "Çerdhja u hap në gusht." in page
    assert "Na shpëtoi çerdhja e re." in page


def test_a_verdict_in_one_unit_is_corrected_there(training: Site) -> None:
    with training.database.reading() as session:
        rows = session.exec(select(Assessment).where(Assessment.status == Status.NOT_ADDRESSED))
        north = next(row for row in rows if row.ref == "1.1")
    assert status(training, "1.1") is Status.PARTIALLY_ADDRESSED
    corrected(training, of=north.id)
    assert status(training, "1.1") is Status.FULLY_ADDRESSED


def test_it_needs_reasons_and_evidence(training: Site) -> None:
    for fields, message in (
        ({"correction_reason": ""}, "Shkruani pse ndreqet vlerësimi."),
        ({"reason": ""}, "Shkruani arsyen"),
        ({"evidence": ""}, "Duhet të paktën një provë me burim."),
        ({"evidence-0-dated_on": "20.08.2025"}, "deri më 31.03.2025"),
    ):
        answer = correct(training, EDITOR, None, **fields)
        assert answer.status_code == 422
        assert message in answer.text
    assert corrections(training) == []


@pytest.mark.both
def test_sent_twice_it_is_one(training: Site) -> None:
    assert correct(training).status_code == correct(training).status_code == 303
    assert len(corrections(training)) == 1


@pytest.mark.both
def test_a_stale_correction_shows_both_texts(training: Site) -> None:
    correct(training, SECOND_EDITOR, veprimi="ruaj")
    answer = correct(training, reason="Tjetër arsye.", veprimi="ruaj")
    assert answer.status_code == 409
    assert "Tjetër arsye." in answer.text
    assert "Çerdhja u hap në gusht." in answer.text


def test_what_was_corrected_is_corrected_no_more(training: Site) -> None:
    row_id = corrected(training)
    again = correct(training, reason="Edhe një herë.")
    assert again.status_code == 422
    assert "nuk është më në fuqi" in again.text
    assert correct(training, of=row_id, status="not_addressed").status_code == 303
    assert len(corrections(training)) == 2


def test_others_correct_nothing(training: Site) -> None:
    for who in (OTHER_EDITOR, REVIEWER):
        assert correct(training, who).status_code == 403
        assert training.client(who).get(f"/puna/ndreqjet/{verdict(training).id}").status_code == 403
    assert corrections(training) == []


def test_a_draft_of_a_correction_is_nobody_elses(training: Site) -> None:
    correct(training, veprimi="ruaj")
    assert "Na shpëtoi" not in training.client().get("/kontratat/shembull-2023/1.2").text
    assert training.client(REVIEWER).get(f"/puna/rishikimi/{corrections(training)[0].id}").status_code == 404


def test_retracting_a_correction_restores_the_verdict_before_it(training: Site) -> None:
    row_id = corrected(training)
    page = f"/puna/ndreqjet/{row_id}/terheqje"
    for _ in range(2):
        asked = training.form(training.client(EDITOR), page, reason="Prova ishte e një çerdheje tjetër.")
        assert asked.status_code == 303
    assert status(training) is Status.FULLY_ADDRESSED
    assert page.rsplit("/", 1)[0].replace("ndreqjet", "rishikimi") in training.client(REVIEWER).get("/puna").text
    for _ in range(2):
        assert retraction(training, row_id, REVIEWER) == 303
    assert retraction(training, row_id, REVIEWER, "jo") == 422  # from a page that was still open
    assert status(training) is Status.PARTIALLY_ADDRESSED
    public = training.client().get("/kontratat/shembull-2023/1.2").text
    assert "Prova ishte e një çerdheje tjetër." in public
    assert "Çerdhja u hap në gusht." in public
    withdrawn = training.client(EDITOR).get(f"/puna/ndreqjet/{row_id}")
    assert "Kjo ndreqje është tërhequr: në fuqi është përsëri vlerësimi para saj." in withdrawn.text
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        assert (entry.row.verb, entry.reason) == ("assessment.retract", "Prova ishte e një çerdheje tjetër.")
        assert list(verification.verify(session)) == []
    corrected(training, reason="Tani me provën e duhur.")
    assert status(training) is Status.FULLY_ADDRESSED


def test_a_retraction_that_is_declined_leaves_no_trace(training: Site) -> None:
    row_id = corrected(training)
    training.form(training.client(EDITOR), f"/puna/ndreqjet/{row_id}/terheqje", reason="Ndoshta gabim.")
    for _ in range(2):
        assert retraction(training, row_id, REVIEWER, "jo") == 303
    assert status(training) is Status.FULLY_ADDRESSED
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        row = session.get(Assessment, row_id)
        assert row is not None
        assert (row.retraction_asked_by, row.retraction_reason) == (None, "")


def test_nobody_decides_on_the_retraction_they_asked_for(training: Site) -> None:
    row_id = corrected(training)
    assert retraction(training, row_id, REVIEWER) == 422  # nobody asked
    empty = training.form(training.client(EDITOR), f"/puna/ndreqjet/{row_id}/terheqje", reason="")
    assert empty.status_code == 422
    training.form(training.client(EDITOR), f"/puna/ndreqjet/{row_id}/terheqje", reason="Gabim.")
    for who in (EDITOR, SECOND_EDITOR, OTHER_EDITOR):
        assert retraction(training, row_id, who) == 403
    with training.database.writing() as session:
        row = session.get(Assessment, row_id)
        assert row is not None
        row.retraction_asked_by = training.viewer(session, REVIEWER).person_id
        session.add(row)
    assert retraction(training, row_id, REVIEWER) == 403
    assert status(training) is Status.FULLY_ADDRESSED


@pytest.mark.both
def test_a_retraction_asked_meanwhile_is_not_overtaken_by_a_new_correction(training: Site) -> None:
    """Whoever waited for the round reads again what stands: else two verdicts would."""
    if training.database.is_sqlite:
        return  # one writes at a time
    row_id = corrected(training)
    said = Said(Status.PARTIALLY_ADDRESSED, "x", (), "y")
    with training.database.writing() as session:
        editor = training.viewer(session, EDITOR)
        assert session.get(Assessment, row_id) is not None  # read before the other's commit
        training.form(training.client(SECOND_EDITOR), f"/puna/ndreqjet/{row_id}/terheqje", reason="Gabim.")
        with pytest.raises(Refusal, match="tërheqja"):
            correct_by_verb(session, editor, row_id, said, 0)


def test_a_redaction_takes_the_words_and_leaves_the_verdicts(training: Site) -> None:
    """Private words in a round or a correction: gone from the page, the record and the files; the chain verifies."""
    row_id = corrected(training)
    with training.database.writing() as session:
        by, approver = training.viewer(session, EDITOR).actor, training.viewer(session, REVIEWER).actor
        held, row = session.get(Round, published_round(training)), session.get(Assessment, row_id)
        assert held is not None
        assert row is not None
        for thing in (held, row):
            redacted(session, thing, by, approver, reason="Emër privat.")
            left = history.canonical(thing.public_state(session))
            for words in ("shënime terreni", "e shpikur", "U pa në vend.", "Çerdhja"):
                assert words not in left
    assert status(training) is Status.FULLY_ADDRESSED
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    for words in ("Çerdhja u hap", "çerdhja ende nuk ka vend", "Na shpëtoi", "U pa në vend."):
        assert words not in page
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []


def test_nobody_approves_a_correction_of_their_own_though_they_may_review(training: Site) -> None:
    with training.database.writing() as session:
        session.add(RoleHeld(person_id=training.viewer(session, EDITOR).person_id or 0, role=Role.REVIEWER))
    assert correct(training).status_code == 303
    (row,) = corrections(training)
    page = f"/puna/rishikimi/{row.id}"
    for decision in ("miratim", "kthim"):
        assert decide(training, row.id or 0, EDITOR, decision, note="Mirë.").status_code == 403
    assert page not in training.client(EDITOR).get("/puna/rishikimi").text
    assert (corrections(training)[0].state, status(training)) == (
        AssessmentState.SUBMITTED, Status.PARTIALLY_ADDRESSED
    )  # fmt: skip
    assert decide(training, row.id or 0).status_code == 303
    assert status(training) is Status.FULLY_ADDRESSED
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        assert entry.row.author != entry.row.approver
        assert list(verification.verify(session)) == []


def _wrote(session: Session, person_id: int, correction: Assessment, first: Assessment) -> None:
    session.add(AssessmentContributor(assessment_id=correction.id or 0, person_id=person_id))


def _sent(session: Session, person_id: int, correction: Assessment, first: Assessment) -> None:
    correction.author_id = person_id


def _wrote_first(session: Session, person_id: int, correction: Assessment, first: Assessment) -> None:
    session.add(AssessmentContributor(assessment_id=first.id or 0, person_id=person_id))


def _sent_first(session: Session, person_id: int, correction: Assessment, first: Assessment) -> None:
    first.author_id = person_id


def _rated(session: Session, person_id: int, correction: Assessment, first: Assessment) -> None:
    held = correction.round
    held.is_double_rated, held.rater_a_id, held.rater_b_id = True, person_id, first.author_id


@pytest.mark.parametrize("hand", [_wrote, _sent, _wrote_first, _sent_first, _rated])
def test_no_hand_in_either_verdict_decides_on_a_retraction(training: Site, hand: Any) -> None:
    row_id = corrected(training)
    training.form(training.client(EDITOR), f"/puna/ndreqjet/{row_id}/terheqje", reason="Gabim.")
    page = f"/puna/rishikimi/{row_id}"
    assert page in training.client(OTHER_REVIEWER).get("/puna").text
    with training.database.writing() as session:
        person_id = training.viewer(session, OTHER_REVIEWER).person_id or 0
        correction = session.get_one(Assessment, row_id)
        first = session.get_one(Assessment, correction.corrects_id)
        hand(session, person_id, correction, first)
    assert page not in training.client(OTHER_REVIEWER).get("/puna").text
    assert "Tërhiqni ndreqjen" not in training.client(OTHER_REVIEWER).get(page).text
    for answer in ("po", "jo"):
        assert retraction(training, row_id, OTHER_REVIEWER, answer) == 403
    assert status(training) is Status.FULLY_ADDRESSED
    assert page in training.client(REVIEWER).get("/puna").text
    assert retraction(training, row_id, REVIEWER) == 303
    assert status(training) is Status.PARTIALLY_ADDRESSED


@pytest.mark.both
def test_it_opens_with_what_is_in_force_and_keeps_its_evidence(training: Site) -> None:
    old, editor = verdict(training), training.client(EDITOR)
    form = fields_of(training, f"/puna/ndreqjet/{old.id}")
    assert (form["status"], form["reason"]) == (old.status, old.reason)
    assert (form["evidence-0-source"] != "", form["correction_reason"]) == (True, "")
    sent = {**form, "evidence": "0", "veprimi": "dergo"}
    same = training.form(editor, "/puna", post_to=f"/puna/ndreqjet/{old.id}", **{**sent, "correction_reason": "Gabim."})
    assert same.status_code == 422
    assert "Ndreqja nuk ndryshon asgjë" in words(same.text)
    mended = training.form(editor, "/puna", post_to=f"/puna/ndreqjet/{old.id}", **{
        **sent, "correction_reason": "Gabim shtypi.", "reason": "E drejta."
    })  # fmt: skip
    assert mended.status_code == 303
    with training.database.reading() as session:
        was, now = (
            [piece.model_dump(exclude={"id", "assessment_id"}) for piece in evidence_of(session, [of])[of]]
            for of in (old.id or 0, corrections(training)[-1].id or 0)
        )
        assert was == now


def test_one_more_piece_of_a_correction_opens_empty_with_the_cursor_in_it(training: Site) -> None:
    answer = correct(training, veprimi="shto")
    path, _, query = answer.headers["location"].partition("?")
    assert query == "prova=e-re#evidence-1-evidence_kind"
    assert '<details class="more" id="prova-tjeter" open>' in training.client(EDITOR).get(f"{path}?prova=e-re").text
