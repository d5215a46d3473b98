"""Letters leave: what a mail server does not take now is tried again, and none is lost or sent twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import sqlalchemy as sa

from pop_tracker.web import delivery, letters
from pop_tracker.web.delivery import (
    AFTER_A_DEATH,
    AT_ONCE,
    AT_ONCE_SOON,
    IN_HAND,
    KEPT,
    PAUSES,
    SOON,
    Lane,
    carry,
    sweep,
    take_up,
)
from pop_tracker.web.letters import Enclosure, Letter, post
from tests.conftest import Site
from tests.web.post_office import TO, in_thread, kept_in_plain, later, office_of, waits, write
from tests.web.post_office import letters as queue

LINK = "https://pop.example/nenshkrim/" + "x" * 43


def soon(letter: Letter, after: timedelta) -> bool:
    return after - timedelta(minutes=1) < waits(letter) <= after


@pytest.mark.both
def test_what_was_sent_is_noted_and_its_words_are_gone(training: Site) -> None:
    write(training, text=LINK, stop_link=LINK)
    assert not kept_in_plain(training, "Mirë")
    with office_of(training) as office:
        assert [training.deliver(), training.deliver()] == [1, 0]
    (mail,) = office.mails
    assert mail["To"] == TO
    assert LINK in mail.get_content()
    (letter,) = queue(training)
    assert letter.sent_at is not None
    assert (letter.due_at, letter.failed_at, letter.problem, letter.sealed, letter.tries) == (None, None, "", "", 1)
    assert not kept_in_plain(training, "nenshkrim")


@pytest.mark.both
def test_what_is_undone_writes_to_nobody(training: Site) -> None:
    with training.database.writing() as session:
        post(session, training.settings, to=TO, about="x", subject="x", text="x")
        session.rollback()
    with office_of(training) as office:
        assert training.deliver() == 0
    assert office.mails == []


@pytest.mark.both
def test_a_server_that_is_away_for_an_hour_loses_nothing(training: Site) -> None:
    with office_of(training) as office:
        pass  # and closes
    write(training, 3)
    gone = timedelta()
    for pause in PAUSES[:4]:  # 1, 5, 15 and 30 minutes
        assert training.deliver() == 3
        assert all(soon(letter, pause) and letter.problem for letter in queue(training))
        assert training.deliver() == 0
        later(training, pause)
        gone += pause
    assert gone < timedelta(hours=1)
    with office.open():
        assert training.deliver() == 3
    assert sorted(mail["Subject"] for mail in office.mails) == ["Letra 0", "Letra 1", "Letra 2"]
    assert all(letter.sent_at and not letter.problem and letter.tries == 5 for letter in queue(training))


def test_who_keeps_strangers_waiting_takes_it_a_minute_later(training: Site) -> None:
    with office_of(training) as office:
        office.at_rcpt = [f"451 4.7.1 <{TO}>: greylisted, see https://grey.example/?m={TO}"]
        write(training)
        training.deliver()
        (letter,) = queue(training)
        assert soon(letter, PAUSES[0])
        assert letter.problem == "451 4.7.1 … greylisted, see …"
        later(training, PAUSES[0])
        training.deliver()
    assert len(office.mails) == 1


@pytest.mark.parametrize("where", ["at_rcpt", "says"])
def test_what_is_refused_for_good_is_given_up_at_once(
    training: Site, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    with office_of(training) as office:
        setattr(office, where, [f"550 5.1.1 <{TO}> no such mailbox " + "x" * 400])
        write(training, text=LINK)
        training.deliver()
    (letter,) = queue(training)
    assert letter.failed_at is not None
    assert (letter.due_at, letter.sealed) == (None, "")
    assert letter.problem.startswith("550 5.1.1 … no such mailbox xxx")
    assert len(letter.problem) == delivery.LONGEST_PROBLEM
    (logged,) = [record.getMessage() for record in caplog.records if record.name == "pop_tracker.mail"]
    assert "is refused" in logged
    assert "anila" not in logged


def test_a_wrong_password_is_for_whoever_runs_the_site_to_mend(training: Site) -> None:
    with office_of(training) as office:
        training.settings = replace(training.settings, smtp_url=f"smtp://a:b@127.0.0.1:{office.port}")
        write(training)
        training.deliver()
    (letter,) = queue(training)
    assert (letter.failed_at, soon(letter, PAUSES[0])) == (None, True)


def test_a_letter_that_would_come_too_late_is_given_up(training: Site) -> None:
    with office_of(training) as office:
        office.says = ["451 later"] * 9
        write(training, until=datetime.now(UTC) + timedelta(minutes=30))
        for pause in PAUSES[:3]:  # after 1, 6 and 21 minutes
            training.deliver()
            later(training, pause)
        training.deliver()
        (letter,) = queue(training)
        assert (letter.tries, letter.problem, letter.sealed) == (4, "451 later", "")
        assert letter.failed_at is not None
        write(training, until=datetime.now(UTC) - timedelta(seconds=1))  # nobody worked for a while
        assert training.deliver() == 1
        assert queue(training)[1].problem == delivery.TOO_LATE
    assert office.mails == []


def test_what_another_key_sealed_is_a_failure_that_says_so(training: Site) -> None:
    write(training)
    training.settings = replace(training.settings, secret_key="1" * 64)
    with office_of(training) as office:
        training.deliver()
    assert [letter.problem for letter in queue(training)] == [delivery.OTHER_KEY]
    assert office.mails == []


def test_killed_with_letters_in_hand_loses_none(training: Site) -> None:
    """Nobody knows whether the last one was taken: it comes again with the same number, and programs show it once."""
    write(training, 2)
    with office_of(training) as office:
        killed = patch("pop_tracker.web.delivery._write_down", side_effect=KeyboardInterrupt)
        with killed, pytest.raises(KeyboardInterrupt):
            training.deliver()
        assert len(office.mails) == 1
        held, other = queue(training)
        assert soon(held, IN_HAND)
        with training.database.writing() as session:
            take_up(session)
        assert waits(queue(training)[0]) <= AFTER_A_DEATH
        later(training, AFTER_A_DEATH)
        assert training.deliver() == 2
    subjects = [mail["Subject"] for mail in office.mails]
    assert sorted(subjects) == ["Letra 0", "Letra 0", "Letra 1"]
    assert len({mail["Message-ID"] for mail in office.mails}) == 2
    assert other.tries == 0


def test_a_new_process_leaves_alone_what_waits_for_its_next_try(training: Site) -> None:
    with office_of(training) as office:
        office.says = ["451 later"]
        write(training)
        training.deliver()
        with training.database.writing() as session:
            take_up(session)
    assert soon(queue(training)[0], PAUSES[0])


@pytest.mark.both
def test_of_two_who_work_at_once_each_letter_is_sent_by_one(training: Site) -> None:
    write(training, 40)
    with office_of(training) as office:
        office.seconds = 0.01
        with ThreadPoolExecutor(2) as pool:
            carried = list(pool.map(lambda _: carry(training.settings, training.database), range(2)))
    assert sum(carried) == 40
    assert sorted(int(mail["Subject"].split()[1]) for mail in office.mails) == list(range(40))


@pytest.mark.both
def test_five_hundred_letters_go_several_at_once(training: Site) -> None:
    write(training, 500)
    lane = Lane()
    with office_of(training) as office:
        until = time.monotonic() + 60
        while time.monotonic() < until and not all(letter.sent_at for letter in queue(training)):
            lane.look(training.settings, training.database)
            time.sleep(0.2)
    assert len(office.mails) == 500
    assert len({mail["Subject"] for mail in office.mails}) == 500
    assert 1 < office.most_at_once <= AT_ONCE


def test_a_slow_server_keeps_neither_pages_nor_whoever_looks_waiting(training: Site) -> None:
    """A link to sign in goes at once, though all places for others are taken for long."""
    write(training, 3 * AT_ONCE)
    others, soon_over, client = Lane(), Lane(AT_ONCE_SOON, within=SOON), training.client()
    with office_of(training) as office:
        office.seconds = 1.0
        began = time.monotonic()
        for lane in (soon_over, others):
            lane.look(training.settings, training.database)
        assert time.monotonic() - began < 0.5
        assert client.get("/hyrje").status_code == 200
        write(training, subject="Hyrja", until=datetime.now(UTC) + timedelta(minutes=30))
        soon_over.look(training.settings, training.database)
        assert time.monotonic() - began < 0.8
        while "Hyrja" not in [mail["Subject"] for mail in office.mails] and time.monotonic() < began + 20:
            time.sleep(0.02)
        assert len(office.mails) <= 2 * AT_ONCE + 1, "it came with the first or the second of the others"
        while not all(letter.sent_at for letter in queue(training)) and time.monotonic() < began + 30:
            time.sleep(0.1)
    assert len(office.mails) == 3 * AT_ONCE + 1
    assert office.most_at_once <= AT_ONCE + 1, "the places for such links were left free"


def test_those_whose_time_ends_first_go_first(training: Site) -> None:
    for hours in (3, 1, 2):
        write(training, subject=f"E {hours}", until=datetime.now(UTC) + timedelta(hours=hours))
    with office_of(training) as office:
        training.deliver()
    assert [mail["Subject"] for mail in office.mails] == ["E 1", "E 2", "E 3"]


def test_what_became_of_a_letter_is_written_down_though_the_database_was_away_for_a_moment(training: Site) -> None:
    write(training)
    away = patch("pop_tracker.web.delivery.sa.update", side_effect=[OSError(28, "no space"), sa.update(Letter)])
    with office_of(training) as office, patch.object(delivery, "TRIES", (0.0, 0.0)), away as tried:
        training.deliver()
    assert tried.call_count == 2
    assert len(office.mails) == 1
    assert queue(training)[0].sent_at is not None


def test_an_enclosure_arrives_byte_for_byte(training: Site) -> None:
    content = bytes(range(256)) * 300 + b"\r\n.\r\n--\nFrom x\n"
    file = Enclosure("Vërtetim – “Çlirim”.pdf", "application/pdf", content)
    write(training, text="Përshëndetje!\n.\nFrom këtu\n", enclosures=[file])
    with office_of(training) as office:
        training.deliver()
    (mail,) = office.mails
    (part,) = mail.iter_attachments()
    assert part.get_filename() == file.name
    assert part.get_content_type() == "application/pdf"
    assert part.get_content() == content
    body = mail.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "Përshëndetje!\n.\nFrom këtu\n"


def test_who_answers_writes_to_a_person_and_one_click_ends_it(training: Site) -> None:
    stop = "https://pop-tracker.nje-rrjet-me-emer-te-gjate.example/en/njoftimet/ndalo/" + "x" * 43
    write(training, reply_to="Çlirim Ëndërr-Shqiponja <clirim@shembull.example>", stop_link=stop, subject="Ë" * 120)
    with office_of(training) as office:
        training.deliver()
    (mail,) = office.mails
    assert mail["Reply-To"].addresses[0].display_name == "Çlirim Ëndërr-Shqiponja"
    assert mail["Reply-To"].addresses[0].addr_spec == "clirim@shembull.example"
    assert f"\r\nList-Unsubscribe: <{stop}>\r\n".encode() in office.raw[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Subject"] == "Ë" * 120
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "Ftesë\r\nBcc: tjeter@shembull.example"},
        {"subject": "Ftesë\n\nTrup tjetër"},
        {"to": "a@shembull.example\nBcc: tjeter@shembull.example"},
        {"to": "a@shembull.example, tjeter@shembull.example"},
        {"reply_to": "x@shembull.example\r\nBcc: tjeter@shembull.example"},
        {"reply_to": '"Ana\r\nBcc: tjeter@shembull.example" <x@shembull.example>'},
        {"stop_link": "https://x.example\r\nBcc: tjeter@shembull.example"},
    ],
)
def test_no_header_is_smuggled_in(training: Site, more: dict[str, Any]) -> None:
    write(training, **more)
    with office_of(training) as office:
        training.deliver()
    for mail in office.mails:
        assert mail["Bcc"] is None
        assert "Trup tjetër" not in mail.get_content()
    assert "tjeter@shembull.example" not in office.to
    assert len(office.mails) == ("subject" in more), "a line break in a subject is a space"
    assert all(letter.due_at is None for letter in queue(training))  # sent, or given up: never in the way of others


@pytest.mark.both
def test_what_was_settled_long_ago_is_forgotten(training: Site) -> None:
    write(training, 2)
    with office_of(training):
        training.deliver()
    with training.database.writing() as session:
        session.exec(sa.update(Letter).values(written_at=datetime.now(UTC) - KEPT - timedelta(days=1)))
    write(training)
    with training.database.writing() as session:
        sweep(session)
    (letter,) = queue(training)
    assert letter.due_at is not None


def test_the_page_of_a_thing_learns_what_became_of_its_letters(training: Site) -> None:
    write(training, 2, thing="invitation/12")
    write(training, thing="invitation/1")
    with training.database.reading() as session:
        assert [letter.subject for letter in letters.of(session, "invitation/12")] == ["Letra 1", "Letra 0"]
        newest = letters.newest_of(session, ["invitation/12", "invitation/1", "invitation/3"])
        assert {thing: letter.subject for thing, letter in newest.items()} == {
            "invitation/12": "Letra 1", "invitation/1": "Letra 0",
        }  # fmt: skip


def test_letters_wait_for_whoever_works_next(training: Site) -> None:
    """A thread that ended while the queue was empty is replaced at the next look."""
    lane = Lane()
    with office_of(training) as office:
        for number in range(2):
            write(training, subject=f"E {number}")
            thread = in_thread(lane.look, training.settings, training.database)
            thread.join()
            until = time.monotonic() + 5
            while len(office.mails) == number and time.monotonic() < until:
                time.sleep(0.02)
        assert len(office.mails) == 2
