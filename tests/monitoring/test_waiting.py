"""/puna: what of this room waits for a person."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.ratings import Rating
from pop_tracker.monitoring.replies.links import ReplyLink
from pop_tracker.monitoring.replies.replies import Reply
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.waiting import in_hand
from pop_tracker.web.i18n import day_of, today
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.monitoring.hearing import days_pass, link_in_letter, say, send
from tests.monitoring.play import (
    FIRST,
    SECOND,
    approved,
    assessment,
    decide,
    open_double,
    open_round,
    person,
    rate_all,
    sent,
    write,
)
from tests.monitoring.tables import entered
from tests.pages import main_of, words

REPLIED = "Bashkia u përgjigj: shihni nëse ndryshon ndonjë vlerësim"
TO_REVIEW = "Vlerësime që presin rishikimin tuaj"


def told(site: Site, who: str) -> str:
    return site.client(who).get("/puna").text


@pytest.mark.parametrize("place", ["1.2", "ne-pergjithesi"])
def test_a_reply_waits_for_its_editors_until_a_verdict_is_taken_up_again(training: Site, place: str) -> None:
    round_id = approved(training)
    send(training, round_id)
    link = link_in_letter(training)
    assert REPLIED not in told(training, EDITOR)
    assert say(training, link, place=place).status_code == 303
    for who in (EDITOR, SECOND_EDITOR):
        html = told(training, who)
        assert REPLIED in html
        assert f'href="/puna/raundet/{round_id}"' in html
    for who in (OTHER_EDITOR, REVIEWER, COORDINATOR):
        assert REPLIED not in told(training, who)

    row = assessment(training, round_id, "1.2")
    editor, page = training.client(EDITOR), f"/puna/raundet/{round_id}/vleresimet/1.2"
    back = training.form(editor, page, post_to=f"/puna/vleresimet/{row.id}/draft")
    assert back.status_code == 303
    assert REPLIED not in told(training, EDITOR)
    version = str(assessment(training, round_id, "1.2").version)
    assert write(training, editor, page, status=str(Status.NOT_ADDRESSED), version=version).status_code == 303
    assert REPLIED not in told(training, EDITOR)
    assert TO_REVIEW in told(training, REVIEWER)
    decide(training, row.id or 0)
    assert REPLIED not in told(training, EDITOR)

    assert say(training, link, "Edhe diçka tjetër.", place="1.3.a").status_code == 303
    assert REPLIED in told(training, EDITOR)


def test_it_is_told_in_english_too(training: Site) -> None:
    send(training, approved(training))
    say(training, link_in_letter(training))
    said = words(main_of(training.client(EDITOR).get("/en/puna").text))
    assert "The municipality replied: see whether an assessment changes" in said
    assert "Kontrata Sociale 2023–2027, Bashkia Shembull : round 2" in said
    assert "Raundi" not in said


def test_whoever_publishes_is_told_why_now(training: Site) -> None:
    round_id = approved(training)
    send(training, round_id)
    assert "pret botimin" not in told(training, REVIEWER)
    with training.database.writing() as session:
        session.exec(sa.update(ReplyLink).values(completed_at=datetime.now(UTC)))
    assert "pret botimin" not in told(training, REVIEWER), "three working days are everybody's there"
    days_pass(training, round_id, 8)
    assert "Bashkia tha se përgjigjja e saj është e plotë: raundi pret botimin" in told(training, REVIEWER)
    days_pass(training, round_id)
    assert "Afati i përgjigjes mbaroi: raundi pret botimin" in told(training, REVIEWER)


def test_a_round_from_elsewhere_says_so(training: Site) -> None:
    entered(training)
    assert "Raund i botuar më parë diku tjetër: pret botimin këtu" in told(training, OTHER_REVIEWER)


def test_what_came_back_does_not_wait_for_a_rater(training: Site) -> None:
    round_id = open_round(training)
    decide(training, sent(training, round_id), decision="kthim", note="Shtoni datën.")
    note = "Vlerësim që u kthye me një shënim"
    assert note in told(training, SECOND_EDITOR)
    rater = int(person(training, SECOND_EDITOR))
    with training.database.writing() as session:
        session.exec(sa.update(Round).where(col(Round.id) == round_id).values(is_double_rated=True, rater_a_id=rater))
    assert note not in told(training, SECOND_EDITOR)
    assert note in told(training, EDITOR)


def test_each_says_since_when_it_waits_and_from_whom(training: Site) -> None:
    round_id = approved(training)
    days = {name: today() - timedelta(days=n) for n, name in enumerate(["replied", "decided", "opened"], 1)}

    def at(day: date) -> datetime:
        return datetime.combine(day, time(12), UTC)

    with training.database.writing() as session:
        session.exec(sa.update(Round).where(col(Round.id) == round_id).values(opened_at=at(days["opened"])))
        session.exec(sa.update(Assessment).values(submitted_at=at(days["opened"]), reviewed_at=at(days["opened"])))
        last = session.exec(select(Assessment).where(Assessment.round_id == round_id)).first()
        assert last is not None
        last.reviewed_at = at(days["decided"])
        session.add(last)
    assert since(training, EDITOR) == {"Të gjitha janë gati: dërgojani raundin bashkisë për përgjigje": days["decided"]}
    send(training, round_id)
    days_pass(training, round_id, 11)
    link = link_in_letter(training)
    say(training, link, place="1.2")
    say(training, link, place="1.3.a")
    with training.database.writing() as session:
        first = session.exec(select(Reply).order_by(col(Reply.id))).first()
        assert first is not None
        first.given_at = at(days["replied"])
        session.add(first)
    assert since(training, EDITOR) == {REPLIED: days["replied"]}
    assert f"{REPLIED}, nga Kabineti i kryetarit" in words(told(training, EDITOR))
    with training.database.writing() as session:
        session.exec(sa.update(ReplyLink).values(completed_at=at(days["opened"])))
    said = "Bashkia tha se përgjigjja e saj është e plotë: raundi pret botimin"
    assert since(training, REVIEWER) == {said: days["decided"]}, "only once all was decided"
    assert f"{said}, nga Anila Editore" in words(told(training, REVIEWER))
    with training.database.writing() as session:
        session.exec(sa.update(ReplyLink).values(completed_at=at(days["replied"])))
    assert since(training, REVIEWER) == {said: days["replied"]}


def test_verdicts_to_write_wait_since_both_raters_handed_in(training: Site) -> None:
    round_id = open_double(training)
    rate_all(training, round_id, FIRST, [Status.FULLY_ADDRESSED] * 20)
    assert since(training, EDITOR) == {}
    rate_all(training, round_id, SECOND, [Status.FULLY_ADDRESSED] * 20)
    handed = datetime.now(UTC) - timedelta(days=3)
    with training.database.writing() as session:
        session.exec(sa.update(Rating).values(handed_in_at=handed))
    assert since(training, EDITOR) == {"Raund i hapur: ka vlerësime për t’u bërë": day_of(handed)}


def test_whoever_sent_a_verdict_is_named_once(training: Site) -> None:
    round_id = open_round(training)
    sent(training, round_id)
    sent(training, round_id, "1.4")
    assert f"{TO_REVIEW}, nga Anila Editore" in words(told(training, REVIEWER))
    sent(training, round_id, "2.2", who=SECOND_EDITOR)
    assert f"{TO_REVIEW}, nga Anila Editore, Besnik Redaktor" in words(told(training, REVIEWER))


def since(site: Site, who: str) -> dict[str, date | None]:
    with site.database.reading() as session:
        return {one.note: one.since for one in in_hand(session, site.viewer(session, who)).waiting}


def test_the_list_of_rounds_says_what_a_decided_one_waits_for(training: Site) -> None:
    round_id = approved(training)

    def said() -> str:
        return words(training.client(EDITOR).get("/puna/raundet").text)

    assert "pret dërgimin te bashkia" in said()
    send(training, round_id)
    assert "pret bashkinë" in said()
    days_pass(training, round_id)
    assert "pret botimin" in said()
