"""What became of emails: the coordinator sees it, marks what came back, and is told what did not arrive."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from pop_tracker.accounts.log import LogEntry
from pop_tracker.web.delivery import PAUSES
from pop_tracker.web.letters import Letter
from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site
from tests.pages import main_of, words
from tests.pledges.play import INVITATIONS, invited
from tests.web.post_office import later, office_of, waits, write
from tests.web.post_office import letters as queue

PAGE = "/puna/posta"


def page(site: Site, path: str = PAGE, who: str = COORDINATOR) -> str:
    return words(main_of(site.client(who).get(path).text))


def failed(site: Site, number: int = 1) -> Letter:
    with office_of(site) as office:
        office.at_rcpt = ["550 5.1.1 no such mailbox"] * number
        write(site, number, about="Ftesë për të nënshkruar", thing="invitation/1")
        site.deliver()
    return queue(site)[-1]


@pytest.mark.both
def test_an_email_that_failed_waits_for_the_coordinator_until_somebody_deals_with_it(training: Site) -> None:
    letter, client = failed(training), training.client(COORDINATOR)
    assert "Email që nuk mbërriti" in page(training, "/puna")
    assert "Email që nuk mbërriti" not in page(training, "/puna", EDITOR)
    assert "550 5.1.1 no such mailbox" in page(training)
    address = f"{PAGE}/{letter.id}"
    assert "Emaili nuk mbërriti" in page(training, address)
    for _ in range(2):
        assert training.form(client, address, post_to=f"{address}/zgjidhja").status_code == 303
    assert "Email që nuk mbërriti" not in page(training, "/puna")
    assert "550 5.1.1 no such mailbox" not in page(training)


@pytest.mark.both
def test_what_came_back_later_is_marked_and_the_mark_taken_away(training: Site) -> None:
    invited(training)
    training.deliver()
    (letter,) = queue(training)
    client, address = training.client(COORDINATOR), f"{PAGE}/{letter.id}"
    assert letter.address in page(training, f"{PAGE}?adresa={letter.address[:5].upper()}")
    assert letter.address not in page(training, f"{PAGE}?adresa=%25")
    assert training.form(client, address, post_to=f"{address}/kthimi").status_code == 303
    assert "por u kthye pa mbërritur" in page(training, address)
    assert "Email që nuk mbërriti" in page(training, "/puna")
    assert f'href="{INVITATIONS}"' in client.get(address).text
    assert training.form(client, address, post_to=f"{address}/mberritja").status_code == 303
    assert "por u kthye" not in page(training, address)
    assert "Email që nuk mbërriti" not in page(training, "/puna")
    with training.database.reading() as session:
        noted = session.exec(select(LogEntry.event).order_by(col(LogEntry.number)))
        assert [event for event in noted if event.startswith("letter_")] == ["letter_returned", "letter_arrived"]


@pytest.mark.both
def test_what_waits_says_since_when_and_what_the_server_says_and_is_tried_at_once_on_request(training: Site) -> None:
    with office_of(training) as office:
        office.says = ["451 4.3.2 come later"] * 9
        write(training)
        for pause in PAUSES[:4]:
            training.deliver()
            later(training, pause)
        later(training, -PAUSES[3])
        said = page(training)
        assert "u provua 4 herë" in said
        assert "451 4.3.2 come later" in said
        assert "Serveri i emailit nuk po i merr" in page(training, "/puna")
        assert waits(queue(training)[0]) > timedelta(minutes=20)
        assert training.form(training.client(COORDINATOR), PAGE, post_to=f"{PAGE}/prova").status_code == 303
        office.says = []
        assert training.deliver() == 1
    assert "Serveri i emailit nuk po i merr" not in page(training, "/puna")


def test_many_that_failed_are_a_few_lines(training: Site) -> None:
    failed(training, 60)
    said = page(training, "/puna")
    assert said.count("Email që nuk mbërriti") == 5
    assert "Edhe emaile të tjera nuk mbërritën" in said
    assert "… dhe 10 të tjera" in page(training)


@pytest.mark.parametrize("who", [EDITOR, REVIEWER])
def test_emails_are_the_coordinators_alone(training: Site, who: str) -> None:
    letter, client = failed(training), training.client(who)
    client.get("/puna")
    for path in (PAGE, f"{PAGE}/{letter.id}"):
        assert client.get(path).status_code == 403
    token = client.cookies.get("pop_csrf", "")
    for door in ("prova", f"{letter.id}/kthimi", f"{letter.id}/mberritja", f"{letter.id}/zgjidhja"):
        assert client.post(f"{PAGE}/{door}", data={"_csrf_token": token}).status_code == 403


def test_one_that_is_not_sent_cannot_come_back(training: Site) -> None:
    letter, client = failed(training), training.client(COORDINATOR)
    address = f"{PAGE}/{letter.id}"
    assert training.form(client, address, post_to=f"{address}/kthimi").status_code == 422
    assert client.get(f"{PAGE}/9999").status_code == 404
