"""The second person reads what was sent, and approves it or sends it back."""

import re

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker import history
from pop_tracker.monitoring import decisions
from pop_tracker.monitoring.models import Assessment, AssessmentState
from pop_tracker.web.errors import Forbidden
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.monitoring.play import NEW, assessment, decide, open_round, sent, write


def test_a_reviewer_of_another_organisation_approves(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id)
    with training.database.reading() as session:
        head = history.head(session)
    page = training.client(OTHER_REVIEWER).get(f"/puna/rishikimi/{row_id}").text
    assert "Punimet përfunduan." in page
    assert "U pa në vend." in page
    assert decide(training, row_id, OTHER_REVIEWER).status_code == 303
    assert assessment(training, round_id, "1.2").state is AssessmentState.APPROVED
    with training.database.reading() as session:
        assert history.head(session) == head  # public only with its round


def test_it_goes_back_with_a_note_and_comes_again(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id)
    assert decide(training, row_id, decision="kthim", note="Shtoni datën.").status_code == 303
    client = training.client(EDITOR)
    form = f"/puna/raundet/{round_id}/vleresimet/1.2"
    assert "Shtoni datën." in client.get(form).text
    assert form in client.get("/puna").text
    row = assessment(training, round_id, "1.2")
    assert row.state is AssessmentState.RETURNED
    assert write(training, client, form, version=str(row.version), reason="Me datë.").status_code == 303
    assert decide(training, row_id).status_code == 303
    assert assessment(training, round_id, "1.2").state is AssessmentState.APPROVED


def test_a_return_needs_a_note_that_can_be_read(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id)
    for note in ("", "   ", "a" * 2001, "\x00"):
        answer = decide(training, row_id, decision="kthim", note=note)
        assert answer.status_code == 422
        assert 'href="#note"' in answer.text
    assert assessment(training, round_id, "1.2").state is AssessmentState.SUBMITTED


@pytest.mark.both
def test_a_decision_sent_twice_is_one(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id)
    client = training.client(REVIEWER)
    for _ in range(2):
        answer = training.form(client, "/puna", post_to=f"/puna/rishikimi/{row_id}/miratim", version="2")
        assert answer.status_code == 303
    other = sent(training, round_id, "1.4")
    for _ in range(2):
        answer = training.form(client, "/puna", post_to=f"/puna/rishikimi/{other}/kthim", version="2", note="Pse?")
        assert answer.status_code == 303
    assert assessment(training, round_id, "1.2").version == assessment(training, round_id, "1.4").version == 3


def test_the_second_of_two_reviewers_is_told(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id)
    assert decide(training, row_id, OTHER_REVIEWER).status_code == 303
    late = training.form(
        training.client(REVIEWER), "/puna", post_to=f"/puna/rishikimi/{row_id}/kthim", version="2", note="Jo."
    )
    assert late.status_code in (404, 422)
    assert assessment(training, round_id, "1.2").state is AssessmentState.APPROVED


def test_only_the_text_that_was_read_is_approved(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id)
    client = training.client(EDITOR)
    training.form(client, "/puna", post_to=f"/puna/vleresimet/{row_id}/draft")
    write(training, client, f"/puna/raundet/{round_id}/vleresimet/1.2", reason="Diçka tjetër.", version="3")
    answer = training.form(training.client(REVIEWER), "/puna", post_to=f"/puna/rishikimi/{row_id}/miratim", version="2")
    assert answer.status_code == 409
    assert "Diçka tjetër." in answer.text
    assert assessment(training, round_id, "1.2").state is AssessmentState.SUBMITTED


def test_reviewers_see_an_item_from_its_submission_to_the_decision_only(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(OTHER_REVIEWER)
    write(training, training.client(EDITOR), f"/puna/raundet/{round_id}/vleresimet/1.2", "ruaj")
    row_id = assessment(training, round_id, "1.2").id or 0
    assert client.get(f"/puna/rishikimi/{row_id}").status_code == 404
    sent(training, round_id, version="1")
    assert client.get(f"/puna/rishikimi/{row_id}").status_code == 200
    decide(training, row_id, OTHER_REVIEWER)
    assert client.get(f"/puna/rishikimi/{row_id}").status_code == 404
    assert training.client(COORDINATOR).get(f"/puna/rishikimi/{row_id}").status_code == 200


def test_only_reviewers_decide(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id)
    for who in (EDITOR, SECOND_EDITOR, OTHER_EDITOR, COORDINATOR):
        client = training.client(who)
        for decision in ("miratim", "kthim"):
            path = f"/puna/rishikimi/{row_id}/{decision}"
            assert training.form(client, "/puna", post_to=path, version="2", note="Jo.").status_code == 403
    assert assessment(training, round_id, "1.2").state is AssessmentState.SUBMITTED


def test_nobody_decides_on_their_own_by_any_route(training: Site) -> None:
    """Hana is editor and reviewer. She writes, a colleague sends: it stays her own."""
    opened = training.form(training.client(OTHER_EDITOR), "/puna/raundet/i-ri", **{**NEW, "contract": "prove-2023"})
    round_id = int(opened.headers["location"].rsplit("/", 1)[1])
    hers = sent(training, round_id, "1.1", who=OTHER_BOTH)
    write(training, training.client(OTHER_BOTH), f"/puna/raundet/{round_id}/vleresimet/2.1", "ruaj")
    shared = sent(training, round_id, "2.1", who=OTHER_EDITOR, reason="Edoni e ndryshoi.", version="1")
    client = training.client(OTHER_BOTH)
    assert f"/puna/rishikimi/{hers}" not in client.get("/puna/rishikimi").text
    for row_id in (hers, shared):
        page = client.get(f"/puna/rishikimi/{row_id}")
        assert "Miratojeni" not in page.text
        for decision in ("miratim", "kthim"):
            answer = training.form(
                client, "/puna", post_to=f"/puna/rishikimi/{row_id}/{decision}", version="2", note="Jo."
            )
            assert answer.status_code == 403
    with training.database.writing() as session:
        viewer = training.viewer(session, OTHER_BOTH)
        for row in session.exec(select(Assessment).where(Assessment.round_id == round_id)).all():
            with pytest.raises(Forbidden):
                decisions.approve(session, viewer, row, row.version)
    for ref in ("1.1", "2.1"):
        assert assessment(training, round_id, ref).state is AssessmentState.SUBMITTED


def test_the_database_itself_wants_a_second_person(training: Site) -> None:
    row_id = sent(training, open_round(training))
    with training.database.writing() as session:
        own = sa.update(Assessment).where(col(Assessment.id) == row_id).values(reviewed_by=Assessment.author_id)
        with pytest.raises(sa.exc.IntegrityError):
            session.exec(own)
        session.rollback()


def test_a_decision_leads_to_the_next_one_and_names_what_was_decided(training: Site) -> None:
    round_id = open_round(training)
    first, second = sent(training, round_id, "1.2"), sent(training, round_id, "1.4")
    client = training.client(REVIEWER)
    assert "Miratojeni dhe hapni tjetrin" in client.get(f"/puna/rishikimi/{first}").text
    answer = decide(training, first, by=client)
    assert answer.headers["location"] == f"/puna/rishikimi/{second}"
    page = client.get(answer.headers["location"]).text
    assert "1.2 u miratua." in page
    assert "Vazhdoni me këtë." in page
    assert "dhe hapni tjetrin" not in page  # it is the last one
    answer = decide(training, second, decision="kthim", by=client, note="Pse?")
    assert answer.headers["location"] == "/puna/rishikimi"
    page = client.get(answer.headers["location"]).text
    assert "1.4 iu kthye autorit me shënim." in page
    assert "Nuk ka tjetër që ju pret." in page


def test_the_reviewer_reads_what_was_found_before_and_both_decisions_are_one_form(training: Site) -> None:
    row_id = sent(training, open_round(training))
    page = training.client(REVIEWER).get(f"/puna/rishikimi/{row_id}").text
    assert "Më parë: raundi 1" in page
    assert "Kopshti u hap; çerdhja ende nuk ka vend." in page
    assert page.count("<form") == 1
    assert f'formaction="/puna/rishikimi/{row_id}/kthim"' in page
    refused = decide(training, row_id, decision="kthim", note="")
    assert re.search(r'id="kthimi" open', refused.text)


@pytest.mark.both
def test_the_list_asks_no_more_questions_however_much_waits(training: Site) -> None:
    round_id = open_round(training)
    client, page = training.client(REVIEWER), "/puna/rishikimi"
    sent(training, round_id, "1.2")
    client.get(page)
    with training.count_queries() as few:
        assert client.get(page).text.count('class="leaf"') == 1
    sent(training, round_id, "1.4", SECOND_EDITOR)
    for unit in ("njesia-lindore", "njesia-veriore"):
        write(training, training.client(EDITOR), f"/puna/raundet/{round_id}/vleresimet/1.1?njesia={unit}")
    with training.count_queries() as more:
        assert client.get(page).text.count('class="leaf"') == 4
    assert len(more) == len(few)
