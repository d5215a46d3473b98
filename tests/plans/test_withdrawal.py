"""A plan that was entered by mistake is taken away by two people, as long as nothing rests on it."""

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker import verification
from pop_tracker.places.models import municipality_by_slug
from pop_tracker.plans.models import Plan, PlanKind
from pop_tracker.plans.standing import plan_at_work, plan_by_slug
from pop_tracker.web.errors import Missing
from tests.cast import EDITOR, OTHER_EDITOR, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts.play import hidden
from tests.pages import words

WORK, PLAN = "/puna/planet/shembull-plan-2016", "/planet/shembull-plan-2016"
DECISION = f"{WORK}/terheqja/vendimi"


@pytest.fixture
def mistaken(training: Site) -> Site:
    with training.database.writing() as session:
        place = municipality_by_slug(session, "shembull")
        before = plan_by_slug(session, "shembull-2024")
        assert place is not None
        assert before is not None
        Plan(
            slug="shembull-plan-2016",
            municipality_id=place.id or 0,
            plan_kind=PlanKind.OTHER,
            title="Plan i shënuar gabim",
            source="e shpikur",
            predecessor_id=before.id,
        ).record(session, training.viewer(session, EDITOR).actor)
    return training


@pytest.mark.both
def test_two_people_take_it_away_and_its_address_says_so(mistaken: Site) -> None:
    editor, reviewer, reader = mistaken.client(EDITOR), mistaken.client(REVIEWER), mistaken.client()
    assert "Plotësojeni këtë fushë." in mistaken.form(editor, f"{WORK}/terheqja", reason="").text
    for _ in range(2):  # asked twice is asked once
        assert mistaken.form(editor, f"{WORK}/terheqja", reason="Nuk është plan.").headers["location"] == DECISION
    assert reader.get(PLAN).status_code == 200
    assert "Tërheqje e një plani" in words(reviewer.get("/puna").text)
    page = reviewer.get(DECISION)
    assert mistaken.form(editor, DECISION, version=hidden(page, "version")).status_code == 403
    assert mistaken.form(reviewer, DECISION, version="x").status_code == 409
    assert mistaken.form(reviewer, DECISION, version=hidden(page, "version")).headers["location"] == PLAN
    gone = reader.get(PLAN)
    assert gone.status_code == 410
    assert "Nuk është plan." in words(gone.text)
    assert [reader.get(f"{PLAN}/{file}").status_code for file in ("te-dhenat.csv", "tabela.csv")] == [404, 404]
    for who, at in ((reader, "/planet"), (reader, "/planet/shembull-2024"), (editor, "/puna/planet/shembull-2024")):
        assert "Plan i shënuar gabim" not in who.get(at).text
    assert reader.get("/api/v1/plans/shembull-plan-2016").status_code == 404
    assert editor.get(WORK).status_code == 404
    with mistaken.database.reading() as session:
        assert list(verification.verify(session)) == []


@pytest.mark.both
def test_the_request_is_taken_back_or_refused(mistaken: Site) -> None:
    for who in (SECOND_EDITOR, REVIEWER):
        mistaken.form(mistaken.client(EDITOR), f"{WORK}/terheqja", reason="Nuk është plan.")
        client = mistaken.client(who)
        assert mistaken.form(client, DECISION, post_to=f"{WORK}/terheqja/refuzimi").status_code == 303
        assert client.get(DECISION).status_code == 404
    assert mistaken.client().get(PLAN).status_code == 200


def test_nobody_else_asks_for_it(mistaken: Site) -> None:
    stranger = mistaken.client(OTHER_EDITOR)
    assert stranger.get(f"{WORK}/terheqja").status_code == 403
    mistaken.form(mistaken.client(EDITOR), f"{WORK}/terheqja", reason="Nuk është plan.")
    assert stranger.get(DECISION).status_code == 404


def test_it_is_offered_only_where_it_can_be_done(mistaken: Site) -> None:
    editor = mistaken.client(EDITOR)
    for work, is_offered in ((WORK, True), ("/puna/planet/shembull-2024", False)):
        page = editor.get(work).text
        assert (f'href="{work}/terheqja"' in page) is is_offered
        assert ("Ky plan nuk tërhiqet: te ai" in page) is not is_offered


@pytest.mark.parametrize("slug", ["shembull-2024", "shembull-2020"])
def test_a_plan_on_which_something_rests_stays(training: Site, slug: str) -> None:
    answer = training.form(training.client(EDITOR), f"/puna/planet/{slug}/terheqja", reason="Gabim.")
    assert answer.status_code == 422
    assert "mbështetet tashmë diçka" in words(answer.text)
    with training.database.reading() as session:
        assert all(plan.withdrawal == "" for plan in session.exec(select(Plan)))


def test_nothing_is_written_into_a_plan_that_is_taken_away_in_the_same_moment(mistaken: Site) -> None:
    with mistaken.database.writing() as session:
        by = mistaken.viewer(session, EDITOR)
        plan = plan_at_work(session, by, "shembull-plan-2016")
        session.execute(
            sa.update(Plan).where(col(Plan.id) == plan.id).values(withdrawal="gabim"),
            execution_options={"synchronize_session": False},
        )
        assert plan.withdrawal == ""  # as it was read
        with pytest.raises(Missing):
            plan.add_item(session, by, {"number": "1", "level": "masë", "text": "x", "source": "x"}, "")
