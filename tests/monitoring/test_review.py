"""The second person reads what was sent, and approves it or sends it back."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker import history
from pop_tracker.monitoring import decisions
from pop_tracker.monitoring.models import Assessment, AssessmentState
from pop_tracker.monitoring.returned import ReturnedText
from pop_tracker.web.errors import Forbidden
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.monitoring.play import NEW, PIECE, assessment, decide, open_round, sent, write
from tests.pages import words


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
    shared = sent(training, round_id, "2.1", who=OTHER_EDITOR, reason="U ndryshua nga një koleg.", version="1")
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


def together(site: Site, round_id: int, *ticks: str, who: str = REVIEWER) -> Any:
    path = f"/puna/rishikimi/raundi/{round_id}"
    return site.form(site.client(who), "/puna", post_to=path, ticked=list(ticks))


def ticks_of(site: Site, round_id: int) -> list[str]:
    page = site.client(REVIEWER).get(f"/puna/rishikimi/raundi/{round_id}").text
    return re.findall(r'name="ticked" type="checkbox" value="([0-9-]+)"', page)


@pytest.mark.both
def test_several_are_approved_with_one_button_and_each_is_read_there(training: Site) -> None:
    round_id = open_round(training)
    ids = [sent(training, round_id, ref) for ref in ("1.2", "1.4", "2.1")]
    client = training.client(REVIEWER)
    assert f"/puna/rishikimi/raundi/{round_id}" in client.get("/puna/rishikimi").text
    page = client.get(f"/puna/rishikimi/raundi/{round_id}").text
    assert page.count("Punimet përfunduan.") == 3
    assert page.count("U pa në vend.") == 3
    ticks = ticks_of(training, round_id)
    assert [int(one.split("-")[0]) for one in ticks] == ids
    assert "checked" not in page  # nothing is taken for granted
    answer = together(training, round_id, *ticks[:2])
    assert answer.headers["location"] == "/puna/rishikimi"
    states = [assessment(training, round_id, ref).state for ref in ("1.2", "1.4", "2.1")]
    assert states == [AssessmentState.APPROVED, AssessmentState.APPROVED, AssessmentState.SUBMITTED]
    assert together(training, round_id, *ticks[:2]).status_code == 303  # sent twice, done once
    assert together(training, round_id).status_code == 422
    assert together(training, round_id, "1-x").status_code == 422


def test_of_several_none_is_approved_where_one_is_not_as_it_was_read(training: Site) -> None:
    round_id = open_round(training)
    for ref in ("1.2", "1.4", "2.1"):
        sent(training, round_id, ref)
    ticks = ticks_of(training, round_id)
    with training.database.writing() as session:
        row = session.get_one(Assessment, int(ticks[1].split("-")[0]))
        row.version += 2
    decide(training, int(ticks[2].split("-")[0]), OTHER_REVIEWER, "kthim", note="Saktësoni.")
    answer = together(training, round_id, *ticks)
    assert answer.status_code == 422
    said = words(answer.text)
    assert "1.4 nuk u miratua: Vlerësimi ndryshoi ndërkohë." in said
    assert "2.1 nuk u miratua: Për këtë vlerësim është vendosur ndërkohë." in said
    assert assessment(training, round_id, "1.2").state is AssessmentState.SUBMITTED
    assert f'value="{ticks[0]}" checked' in answer.text


def test_nobody_approves_their_own_among_several_nor_of_another_round(training: Site) -> None:
    opened = training.form(training.client(OTHER_EDITOR), "/puna/raundet/i-ri", **{**NEW, "contract": "prove-2023"})
    round_id = int(opened.headers["location"].rsplit("/", 1)[1])
    own = sent(training, round_id, "1.1", OTHER_BOTH)
    assert together(training, round_id, f"{own}-2", who=OTHER_BOTH).status_code == 403
    assert assessment(training, round_id, "1.1").state is AssessmentState.SUBMITTED
    assert together(training, 1, f"{own}-2").status_code == 404


def test_what_changed_since_it_was_returned_is_marked(training: Site) -> None:
    round_id = open_round(training)
    more: dict[str, Any] = {f"{name.replace('-0-', '-1-')}": value for name, value in PIECE.items() if "-0-" in name}
    first: dict[str, Any] = {**more, "evidence-1-description": "U pa edhe te lagjja.", "evidence": ["0", "1"]}
    row_id = sent(training, round_id, **first)
    assert "Çfarë ndryshoi" not in training.client(REVIEWER).get(f"/puna/rishikimi/{row_id}").text
    decide(training, row_id, decision="kthim", note="Saktësoni.")
    row = assessment(training, round_id, "1.2")
    again = {**first, "status": "partially_addressed", "reason": "Punimet përfunduan në maj."}
    again["evidence-1-description"] = "U pa te dy lagje."
    sent(training, round_id, version=str(row.version), **again)
    for path in (f"/puna/rishikimi/{row_id}", f"/puna/rishikimi/raundi/{round_id}"):
        page = training.client(OTHER_REVIEWER).get(path).text  # another one than who had returned it
        since = words(page.split("Çfarë ndryshoi që kur u kthye")[1].split("</main>")[0])
        assert "1 provë e re ose e ndryshuar" in since
        assert "U pa edhe te lagjja." in since
        assert re.search(r"<ins>(<span[^>]*>[^<]*</span>)?\s*në maj\b", page)
        assert since.startswith("adresuar plotësisht → adresuar pjesërisht")
        assert page.count(">e re ose e ndryshuar<") == 1
    assert decide(training, row_id).status_code == 303
    with training.database.reading() as session:
        assert not session.exec(select(ReturnedText)).all()
