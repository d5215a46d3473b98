"""Six digits that come to a mailbox: what they are good for, how long, and how often they may be tried."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker.accounts.codes import (
    A_DAY,
    AN_HOUR,
    LIFE,
    MOST_WRONG,
    TRIES,
    Code,
    Outcome,
    Tried,
    send_code,
    use_code,
)
from pop_tracker.accounts.log import LogEntry
from tests.accounts.play import code_in, queued
from tests.conftest import Site

TO = "blerta@lista.example"
LINK = "invitation/7"


def sent(site: Site, binds: str = "po", purpose: str = LINK) -> str:
    with site.database.writing() as session:
        assert send_code(session, site.settings, purpose=purpose, to=TO, act="provë", binds=binds)
    return code_in(queued(site, TO)[-1][1])


def tried(site: Site, code: str, binds: str = "po", purpose: str = LINK) -> Tried:
    with site.database.writing() as session:
        return use_code(session, site.settings, purpose, code, binds=binds)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def noted(site: Site) -> list[str]:
    with site.database.reading() as session:
        return list(session.exec(select(LogEntry.event).order_by(col(LogEntry.number))))


def later(site: Site, by: timedelta) -> None:
    with site.database.writing() as session:
        for one in session.exec(select(Code)):
            one.sent_at -= by
            session.add(one)


@pytest.mark.both
def test_the_code_that_came_is_right_once(empty: Site) -> None:
    code = sent(empty)
    assert tried(empty, f" {code[:3]} {code[3:]} ").is_right
    assert tried(empty, code).outcome is Outcome.OVER
    assert noted(empty) == ["code_sent"]


def test_the_letter_says_what_it_is_for_and_the_queue_does_not_show_it(empty: Site) -> None:
    code = sent(empty)
    ((letter, text),) = queued(empty, TO)
    assert "Është për: provë" in text
    assert "mos ia jepni askujt" in text
    assert code not in letter.subject + letter.sealed
    assert letter.until - letter.written_at <= LIFE


@pytest.mark.both
def test_it_is_dead_after_five_wrong_ones(empty: Site) -> None:
    code = sent(empty)
    assert [tried(empty, wrong(code)).left for _ in range(TRIES - 1)] == [4, 3, 2, 1]
    assert tried(empty, wrong(code)).outcome is Outcome.OVER
    assert tried(empty, code).outcome is Outcome.OVER
    assert noted(empty) == ["code_sent", *["code_wrong"] * TRIES, "code_worn_out"]


def test_only_the_newest_is_good_and_only_for_its_link(empty: Site) -> None:
    first = sent(empty)
    second = sent(empty)
    while second == first:
        second = sent(empty)
    assert tried(empty, first).outcome is Outcome.WRONG
    assert tried(empty, second, purpose="invitation/8").outcome is Outcome.OVER
    assert tried(empty, second).is_right


def test_it_is_good_for_what_it_was_asked_for_alone(empty: Site) -> None:
    code = sent(empty, binds="declined")
    assert tried(empty, code, binds="signed").outcome is Outcome.WRONG
    assert tried(empty, code, binds="declined").is_right


def test_it_is_good_for_half_an_hour(empty: Site) -> None:
    code = sent(empty)
    later(empty, timedelta(minutes=29))
    assert tried(empty, code).is_right
    code = sent(empty)
    later(empty, timedelta(minutes=30))
    assert tried(empty, code).outcome is Outcome.OVER


def test_whoever_reads_the_database_finds_no_code_by_trying_all(empty: Site) -> None:
    """What is kept is made with the site's own key, and for the one link."""
    code = sent(empty)
    other = replace(empty.settings, secret_key="1" * 64)
    with empty.database.writing() as session:
        assert use_code(session, other, LINK, code, binds="po").outcome is Outcome.WRONG
        session.exec(sa.update(Code).values(purpose="invitation/8"))
    assert tried(empty, code, purpose="invitation/8").outcome is Outcome.WRONG


@pytest.mark.parametrize("typed", ["", "12345", "abc", "１２３４５６", "1" * 5000, "123456\x00"])
def test_what_is_no_code_is_wrong(empty: Site, typed: str) -> None:
    if sent(empty) == "123456":
        sent(empty)
    assert tried(empty, typed).outcome is Outcome.WRONG


def refused(site: Site) -> bool:
    with site.database.writing() as session:
        return not send_code(session, site.settings, purpose=LINK, to=TO, act="provë")


def test_codes_are_counted_by_the_hour_and_the_day_and_the_log_says_once_that_there_were_too_many(empty: Site) -> None:
    for _ in range(AN_HOUR):
        sent(empty)
    assert refused(empty)
    assert refused(empty)
    assert noted(empty).count("codes_refused") == 1
    assert len(queued(empty)) == AN_HOUR
    sent(empty, purpose="invitation/8")
    later(empty, timedelta(hours=1))
    for _ in range(A_DAY - AN_HOUR):
        sent(empty)
    later(empty, timedelta(hours=1))
    assert refused(empty)
    later(empty, timedelta(days=1))
    sent(empty)


def test_after_so_many_wrong_tries_none_is_sent_any_more(empty: Site) -> None:
    for _ in range(MOST_WRONG // TRIES):
        code = sent(empty)
        for _ in range(TRIES):
            tried(empty, wrong(code))
        later(empty, timedelta(days=2))
    assert refused(empty)


@pytest.mark.both
def test_of_many_tries_at_once_five_count(empty: Site) -> None:
    code = sent(empty)
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda _: tried(empty, wrong(code)).outcome, range(12)))
    assert outcomes.count(Outcome.WRONG) == TRIES - 1
    with empty.database.reading() as session:
        assert session.exec(select(Code.tries)).one() == TRIES


def test_the_table_holds_no_code_and_no_address(empty: Site) -> None:
    code = sent(empty)
    with empty.database.reading() as session:
        kept = session.exec(select(Code)).one().model_dump_json()
    assert code not in kept
    assert TO not in kept
