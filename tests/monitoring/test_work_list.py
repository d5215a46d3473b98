"""A round's details and its work list: what is missing, whose turn, how old; and where an editor goes next."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col

from pop_tracker.monitoring import assessments
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.ratings import Rating
from pop_tracker.monitoring.replies.links import ReplyLink
from pop_tracker.monitoring.scale import Status
from pop_tracker.plans.items import items_of
from pop_tracker.plans.progress import Progress, progress_of
from pop_tracker.plans.standing import plan_by_slug
from pop_tracker.web.i18n import today
from pop_tracker.web.numbers import write_number
from tests.cast import EDITOR, OTHER_EDITOR, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.monitoring.hearing import days_pass, send
from tests.monitoring.play import (
    FIRST,
    NEW,
    SECOND,
    approved,
    assessment,
    decide,
    finish,
    open_double,
    open_round,
    person,
    rate_all,
    sent,
    write,
)
from tests.pages import words
from tests.plans.play import confirm, recorded


def details(site: Site, round_id: int) -> dict[str, str]:
    return {key: value for key, value in NEW.items() if key != "contract"} | {"number": "2", "reply_days": "10"}


@pytest.mark.both
def test_a_round_is_revised_until_it_is_published_and_stale_forms_show_both(training: Site) -> None:
    round_id = open_round(training, people="Dy vlerësues.", reply_days="15")
    page = f"/puna/raundet/{round_id}/te-dhenat"
    client = training.client(EDITOR)
    assert "Dy vlerësues." in client.get(page).text
    stale = training.form(client, page, version="0" * 16, **details(training, round_id), people="Tre vlerësues.")
    assert stale.status_code == 409
    assert "Dy vlerësues." in stale.text
    assert "Tre vlerësues." in stale.text
    for field, value in (("reply_days", "61"), ("reply_days", "0"), ("number", "1"), ("period_from", "13.2024")):
        said = {**details(training, round_id), field: value}
        version = _version(client.get(page).text)
        answer = training.form(client, page, version=version, **said)
        assert answer.status_code == 422, (field, value)
        assert f'href="#{field}"' in answer.text, (field, value)
    version = _version(client.get(page).text)
    good = training.form(client, page, version=version, **details(training, round_id), conflicts_of_interest="Asnjë.")
    assert good.status_code == 303
    with training.database.reading() as session:
        held = session.get_one(Round, round_id)
        assert (held.reply_days, held.conflicts_of_interest) == (10, "Asnjë.")
    assert training.form(training.client(OTHER_EDITOR), "/puna", post_to=page).status_code == 403


def _version(text: str) -> str:
    return text.split('name="version" value="')[1].split('"')[0]


def test_it_says_whose_turn_it_is_and_since_when(training: Site) -> None:
    round_id = open_round(training)
    sent(training, round_id, "1.2")
    returned = sent(training, round_id, "1.4")
    decide(training, returned, decision="kthim", note="Shtoni datën.")
    with training.database.writing() as session:
        opened = datetime.now(UTC) - timedelta(days=12)
        session.exec(sa.update(Round).where(col(Round.id) == round_id).values(opened_at=opened))
    text = training.client(EDITOR).get(f"/puna/raundet/{round_id}").text
    assert "Pret redaktorin, prej 12 ditësh." in text
    assert "Pret rishikuesin (që nga sot)." in text
    assert "U kthye me shënim." in text


def test_when_all_is_approved_an_editor_gives_it_to_the_municipality(training: Site) -> None:
    """Nobody else can, and no verdict is to be written: the list leads to none."""
    round_id = approved(training)
    page = training.client(EDITOR).get(f"/puna/raundet/{round_id}").text
    assert "Pret redaktorin (që nga sot)." in page
    assert "Vazhdoni me" not in page
    assert "With the editor (since today)." in training.client(EDITOR).get(f"/en/puna/raundet/{round_id}").text


def test_the_raters_days_are_not_the_editors(training: Site) -> None:
    """The round was opened 30 days ago; the second rating came in 3 days ago."""
    round_id = open_double(training)
    rate_all(training, round_id, FIRST, [Status.PARTIALLY_ADDRESSED])
    page = f"/puna/raundet/{round_id}"

    def ago(days: int) -> datetime:
        return datetime.now(UTC) - timedelta(days=days)

    with training.database.writing() as session:
        session.exec(sa.update(Round).where(col(Round.id) == round_id).values(opened_at=ago(30)))
        session.exec(sa.update(Rating).values(handed_in_at=ago(20)))
    assert "Pret vlerësuesit, prej 30 ditësh." in training.client(EDITOR).get(page).text
    rate_all(training, round_id, SECOND, [Status.PARTIALLY_ADDRESSED])
    with training.database.writing() as session:
        last = sa.update(Rating).where(col(Rating.rater_id) == int(person(training, SECOND)))
        session.exec(last.values(handed_in_at=ago(3)))
    text = training.client(EDITOR).get(page).text
    assert "Pret redaktorin, prej 3 ditësh." in text
    assert "prej 30 ditësh" not in text


@pytest.mark.parametrize(
    ("days", "completed", "age"),
    [
        (0, False, "Pret bashkinë (që nga sot)."),
        (40, False, "Pret botimin, prej {overdue} "),
        (11, True, "Pret botimin, prej 2 ditësh."),
    ],
)
def test_the_municipalitys_days_are_not_the_publishers(training: Site, days: int, completed: bool, age: str) -> None:
    round_id = approved(training)
    send(training, round_id)
    with training.database.writing() as session:
        held = session.get_one(Round, round_id)
        earlier = timedelta(days=60)
        session.exec(sa.update(Assessment).values(submitted_at=datetime.now(UTC) - earlier,
                                                  reviewed_at=datetime.now(UTC) - earlier))  # fmt: skip
        if completed:
            session.exec(sa.update(ReplyLink).values(completed_at=datetime.now(UTC) - timedelta(days=2)))
        assert held.reply_until
        overdue = (today() - held.reply_until).days + days - 1
    if days:
        days_pass(training, round_id, days)
    assert age.format(overdue=overdue) in training.client(EDITOR).get(f"/puna/raundet/{round_id}").text


def test_the_list_is_narrowed_to_what_is_mine_or_waits_for_me(training: Site) -> None:
    round_id = open_round(training)
    sent(training, round_id, "1.2")
    write(training, training.client(SECOND_EDITOR), f"/puna/raundet/{round_id}/vleresimet/1.4", "ruaj")
    page = f"/puna/raundet/{round_id}"
    client = training.client(EDITOR)
    mine = client.get(f"{page}?shfaq=te-miat").text
    assert 'id="p1.2"' in mine
    assert 'id="p1.4"' not in mine
    waiting = client.get(f"{page}?shfaq=per-mua").text
    assert 'id="p1.2"' not in waiting
    assert 'id="p1.4"' in waiting
    assert client.get(f"{page}?shfaq=nuk-ka").status_code == 200


def test_what_a_plan_says_stands_beside_the_verdict_and_changes_nothing_of_it(training: Site) -> None:
    """In the list and in the form; a newer finding stands there in place of the older."""
    round_id = open_round(training)
    sent(training, round_id, "1.2", status="fully_addressed")
    client = training.client(EDITOR)
    path = f"/puna/raundet/{round_id}"
    with training.database.reading() as session:
        held = plan_by_slug(session, "shembull-2024")
        assert held is not None
        plan = held.title

    def row(ref: str) -> str:
        listed = client.get(path).text.split(f'<li class="leaf" id="p{ref}"', 1)[1]
        return words(re.split(r'<li class="leaf" id="p', f"<li {listed}")[0]).lower()

    def form(ref: str) -> str:
        return words(client.get(f"{path}/vleresimet/{ref}").text).lower()

    def says(text: str, finding: str) -> bool:
        """In the list after a colon, in the form after a mark."""
        return f"{finding}: {plan}".lower() in text or f"{finding} {plan}".lower() in text

    done = re.search(r"\d+ nga 10 vlerësime", client.get(path).text)
    assert done
    for text in (row("1.2"), form("1.2")):
        assert says(text, "pjesërisht në plan")
        assert f"{plan}, 1.1.2".lower() in text
    for text in (row("2.4"), form("2.4")):
        assert plan.lower() not in text
    before = assessment(training, round_id, "1.2").model_dump()
    for ref in ("1.2", "2.4"):
        finding = recorded(training, f"/puna/gjetjet/shembull-2023/shembull-2024/{ref}")
        for text in (row(ref), form(ref)):
            assert not says(text, "nuk është në plan")  # nobody confirmed it yet
        assert confirm(training, REVIEWER, finding).status_code == 303
        for text in (row(ref), form(ref)):
            assert says(text, "nuk është në plan")
            assert not says(text, "pjesërisht në plan")
    assert assessment(training, round_id, "1.2").model_dump() == before
    assert "adresuar plotësisht" in row("1.2")
    assert done[0] in client.get(path).text
    assert "nuk është adresuar" not in row("2.4")


def test_sending_one_leads_to_the_next_that_is_undone(training: Site) -> None:
    round_id = open_round(training)
    client, page = training.client(EDITOR), f"/puna/raundet/{round_id}/vleresimet/1.2"
    answer = write(training, client, page)
    assert answer.headers["location"] == f"/puna/raundet/{round_id}/vleresimet/1.3.a"
    assert "1.2 u dërgua për rishikim." in client.get(answer.headers["location"]).text


def test_when_the_last_is_sent_the_list_says_so(training: Site) -> None:
    round_id = approved(training)
    with training.database.writing() as session:
        row = session.get_one(Assessment, assessment(training, round_id, "1.2").id)
        assessments.withdraw(session, training.viewer(session, EDITOR), row)
        version = row.version
    client, page = training.client(EDITOR), f"/puna/raundet/{round_id}/vleresimet/1.2"
    assert "Dërgoni dhe hapni tjetrin" not in client.get(page).text
    answer = write(training, client, page, version=str(version))
    assert answer.headers["location"] == f"/puna/raundet/{round_id}"
    text = words(client.get(answer.headers["location"]).text)
    assert "1.2 u dërgua për rishikim." in text
    assert "Nuk ka mbetur tjetër për t’u vlerësuar." in text


def test_what_nobody_has_begun_is_said_once(training: Site) -> None:
    round_id = open_round(training)
    sent(training, round_id, "1.2", status="partially_addressed")
    text = words(training.client(EDITOR).get(f"/puna/raundet/{round_id}").text)
    assert text.count("Pret vlerësimin.") == 1
    assert "0 nga 10 vlerësime janë gati. 1 nga 10 u vlerësua: 0 plotësisht, 1 pjesërisht" in text
    assert text.count("i pavlerësuar") == 0


@pytest.mark.both
def test_its_questions_to_the_database_do_not_grow_with_it(training: Site) -> None:
    round_id = open_round(training)
    client, page = training.client(EDITOR), f"/puna/raundet/{round_id}"
    client.get(page)
    with training.count_queries() as few:
        client.get(page)
    for ref in ("1.2", "1.4", "2.1"):
        sent(training, round_id, ref)
    with training.count_queries() as more:
        client.get(page)
    assert len(more) == len(few)
    assert training.client(REVIEWER).get(page).status_code == 404


def test_marks_stand_in_the_order_of_the_contract(training: Site) -> None:
    round_id = open_round(training)
    decide(training, sent(training, round_id, "1.2", status="partially_addressed"))
    finish(training, round_id)
    html = training.client(EDITOR).get(f"/puna/raundet/{round_id}").text
    drawn = re.findall(r"#m-([a-z-]+)", html.split("status-line")[1].split('id="lista"')[0])
    assert drawn[:3] == ["fully-addressed", "partially-addressed", "fully-addressed"]
    assert len(drawn) == 10


def test_what_was_spent_far_beyond_the_plan_is_said_beside_the_verdict(training: Site) -> None:
    """To who assesses, and to who decides on it."""
    written = sent(training, open_round(training), "1.1")
    with training.database.writing() as session:
        plan = plan_by_slug(session, "shembull-2024")
        assert plan is not None
        item = next(one for one in items_of(session, plan.id) if one.number == "1.1.1")
        assert item.cost_all is not None
        spent, planned = 2 * item.cost_all, item.cost_all
        year = progress_of(session, plan.id)[item.id or 0][0]
        session.execute(sa.update(Progress).where(col(Progress.id) == year.id).values(spent_all=spent))
    said = f"të shpenzuara {write_number(spent)} lekë, shumë më tepër se {write_number(planned)} lekë të planifikuara"
    client = training.client(REVIEWER)
    assert said in words(client.get(f"/puna/rishikimi/{written}").text)
    assert "shumë më tepër" not in words(client.get(f"/puna/rishikimi/{written}").text).replace(said, "")
