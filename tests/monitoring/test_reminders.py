"""Reminders by mail: asked for, once a day at the most, and nothing when nothing waits."""

from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import col

from pop_tracker.accounts.models import Person
from pop_tracker.monitoring.reminders import send_due
from tests.cast import EDITOR, REVIEWER
from tests.conftest import Site
from tests.monitoring.mailbox import Box, ask, box
from tests.monitoring.play import open_round, sent
from tests.server import free_port

__all__ = ["box"]

DAY = date(2026, 3, 2)


def send(site: Site, day: date = DAY) -> int:
    return send_due(site.database, site.settings, day)


def test_who_asked_gets_one_letter_a_day_with_what_waits(training: Site, box: Box) -> None:
    ask(training, EDITOR, wanted="y")
    ask(training, REVIEWER, wanted="y")
    assert send(training) == 0  # nothing waits
    round_id = open_round(training)
    assert [send(training), send(training)] == [1, 0]
    (mail,) = box.mails
    assert (mail["To"], mail["Subject"]) == (EDITOR, "Ju pret 1 punë në pop-tracker")
    text = mail.get_content()
    assert f"{training.settings.base_url}/puna/raundet/{round_id}" in text
    assert f"{training.settings.base_url}/puna/kujtesa" in text
    assert "ka vlerësime për t’u bërë" in text
    sent(training, round_id)
    assert send(training) == 1  # the reviewer, for whom something waits only now
    assert box.mails[-1]["To"] == REVIEWER
    assert send(training, DAY + timedelta(days=1)) == 2


def test_who_stops_them_or_leaves_gets_no_more(training: Site, box: Box) -> None:
    open_round(training)
    ask(training, EDITOR, wanted="y")
    ask(training, EDITOR)
    assert send(training) == 0
    ask(training, EDITOR, wanted="y")
    with training.database.writing() as session:
        session.exec(sa.update(Person).where(col(Person.email) == EDITOR).values(left_on=DAY))
    assert send(training) == 0
    assert box.mails == []


def test_it_speaks_the_persons_language(training: Site, box: Box) -> None:
    open_round(training)
    ask(training, EDITOR, wanted="y")
    with training.database.writing() as session:
        session.exec(sa.update(Person).where(col(Person.email) == EDITOR).values(language="en"))
    assert send(training) == 1
    assert box.mails[0]["Subject"] == "1 task is waiting for you on pop-tracker"
    assert "/en/puna/kujtesa" in box.mails[0].get_content()


def test_a_letter_that_could_not_go_is_tried_again(training: Site, box: Box) -> None:
    open_round(training)
    ask(training, EDITOR, wanted="y")
    working = training.settings
    training.settings = replace(working, smtp_url=f"smtp://127.0.0.1:{free_port()}")
    assert send(training) == 0
    training.settings = working
    assert send(training) == 1
