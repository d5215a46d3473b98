"""Emails of one's work: once a day unless somebody says otherwise, at once, or never; and nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker.accounts.mail_wishes import MailWish
from pop_tracker.accounts.models import Person
from pop_tracker.browse.digest import BETWEEN, FROM_HOUR, NEAR, send_due
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.models import Contract
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.models import Signature
from pop_tracker.pledges.vocabulary import Answer, Capacity, SignatureState
from pop_tracker.web.i18n import TIRANA, today
from pop_tracker.web.letters import Letter
from tests.accounts.play import mails
from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site
from tests.monitoring.mailbox import ask
from tests.monitoring.play import assessment, corrected, decide, open_round, sent
from tests.pledges.play import invited

TUESDAY = datetime.combine(today() - timedelta(days=today().weekday() - 1), time(FROM_HOUR, 30), TIRANA)
"""Of this week."""
DAY = timedelta(days=1)


def write(site: Site, now: datetime = TUESDAY) -> int:
    return send_due(site.database, site.settings, now)


def to(site: Site, who: str) -> list[EmailMessage]:
    return [mail for mail in mails(site) if mail["To"] == who and "List-Unsubscribe" in mail]


def text_of(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


def told_before(site: Site, now: datetime = TUESDAY - DAY) -> None:
    """Everybody was told what waits already."""
    write(site, now)
    with site.database.writing() as session:
        session.exec(sa.delete(Letter))


@pytest.mark.both
def test_everybody_is_told_once_a_day_what_begins_to_wait(training: Site) -> None:
    told_before(training)
    round_id = open_round(training)
    assert write(training, TUESDAY.replace(hour=FROM_HOUR - 1)) == 0
    assert [write(training), write(training)] == [2, 0]  # both editors there
    (mail,) = to(training, EDITOR)
    assert mail["Subject"] == "Ju presin 10 punë në pop-tracker"
    text = text_of(mail)
    assert "Tani ju presin:\n\n– Kontrata Sociale 2023–2027, Bashkia Shembull: raundi 2, 10 vlerësime\n" in text
    assert f"{training.settings.base_url}/puna/raundet/{round_id}\n" in text
    assert f"{training.settings.base_url}/puna/kujtesa\n" in text
    sent(training, round_id)
    assert write(training, TUESDAY + timedelta(hours=3)) == 0  # the reviewer, tomorrow
    assert to(training, REVIEWER) == []
    write(training, TUESDAY + DAY)
    assert len(to(training, REVIEWER)) == 1


def test_nothing_is_told_twice_but_on_mondays(training: Site) -> None:
    told_before(training)
    open_round(training)
    assert write(training) == 2
    assert [write(training, TUESDAY + days * DAY) for days in range(1, 6)] == [0] * 5
    assert write(training, TUESDAY + 6 * DAY) >= 1
    (_, again) = to(training, EDITOR)
    assert "Ju presin ende:" in text_of(again)
    assert write(training, TUESDAY + 6 * DAY + timedelta(hours=1)) == 0


def test_more_of_the_same_is_new_and_less_is_not(training: Site) -> None:
    round_id = open_round(training)
    sent(training, round_id, "1.2")
    told_before(training)
    sent(training, round_id, "1.4")
    write(training)
    assert len(to(training, REVIEWER)) == 1
    decide(training, assessment(training, round_id, "1.2").id or 0)
    write(training, TUESDAY + DAY)
    assert len(to(training, REVIEWER)) == 1


def test_who_wants_it_at_once_gets_it_at_once_and_not_one_for_each(training: Site) -> None:
    told_before(training)
    ask(training, REVIEWER, often="at_once")
    round_id = open_round(training)
    sent(training, round_id, "1.2")
    night = TUESDAY.replace(hour=2)
    assert write(training, night) == 1
    sent(training, round_id, "1.4")
    assert write(training, night + timedelta(minutes=1)) == 0
    assert write(training, night + BETWEEN) == 1
    assert len(to(training, REVIEWER)) == 2


def test_what_came_back_is_told_to_who_sent_it(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id)
    told_before(training)
    decide(training, row_id, decision="kthim", note="Mungon burimi.")
    write(training)
    (mail,) = to(training, EDITOR)
    assert f"/puna/raundet/{round_id}/vleresimet/1.2\n" in text_of(mail)


def test_what_others_approved_is_told_to_who_sent_it_once(training: Site) -> None:
    told_before(training)
    corrected(training)
    write(training)
    (mail,) = to(training, EDITOR)
    text = text_of(mail)
    assert "U miratuan, u nënshkruan ose morën përgjigje:" in text
    assert f"{training.settings.base_url}/kontratat/" in text
    assert to(training, REVIEWER) == [], "who approved it knows"
    write(training, TUESDAY + DAY)
    assert len(to(training, EDITOR)) == 1


def test_an_answer_through_a_link_is_told_to_who_invited(training: Site) -> None:
    told_before(training)
    with training.database.writing() as session:
        contract = session.exec(select(Contract).where(Contract.slug == "shembull-2023")).one()
        edition = newest_edition(session, contract.id or 0)
        assert edition is not None
        answer = Signature(
            contract_id=contract.id or 0, edition_id=edition.id or 0, name="Blerta Garuese", answer=Answer.SIGNED,
            capacity=Capacity.CANDIDATE, signed_on=today(), source="x", state=SignatureState.PUBLIC,
            recorded_at=datetime.now(UTC),
        )  # fmt: skip
        answer.record(session, training.viewer(session, EDITOR).actor)
    write(training)
    assert "Blerta Garuese" in text_of(to(training, EDITOR)[0])


@pytest.mark.parametrize("left", [0, 1, 3, 4, 9])
def test_a_term_that_is_near_is_told_once(training: Site, left: int) -> None:
    invited(training)
    told_before(training)
    last_day = today() + timedelta(days=left)
    with training.database.writing() as session:
        session.exec(sa.update(Invitation).values(expires_at=datetime.combine(last_day + DAY, time(), TIRANA)))
    is_near = timedelta(days=left) <= NEAR
    write(training)
    told = [text_of(mail) for mail in to(training, EDITOR)]
    assert ["Afate që po afrojnë:" in text for text in told] == [True] * is_near
    assert write(training, TUESDAY + DAY) == 0


def test_who_wants_none_or_has_left_gets_none(training: Site) -> None:
    told_before(training)
    ask(training, EDITOR, often="never")
    open_round(training)
    write(training)
    ask(training, EDITOR, often="daily")
    with training.database.writing() as session:
        session.exec(sa.update(Person).where(col(Person.email) == EDITOR).values(left_on=today()))
    write(training)
    assert to(training, EDITOR) == []


def test_it_speaks_the_persons_language_and_answers_go_to_a_person(training: Site) -> None:
    told_before(training)
    open_round(training)
    with training.database.writing() as session:
        session.exec(sa.update(Person).where(col(Person.email) == EDITOR).values(language="en"))
    write(training)
    (mail,) = to(training, EDITOR)
    assert mail["Subject"] == "10 tasks are waiting for you on pop-tracker"
    assert "/en/puna/kujtesa" in text_of(mail)
    assert "Bashkia Shembull: round 2" in text_of(mail)
    assert mail["Reply-To"] == COORDINATOR


def stop_path(site: Site, who: str = EDITOR) -> str:
    link = str(to(site, who)[0]["List-Unsubscribe"])[1:-1]
    assert link.startswith(site.settings.base_url)
    return link.removeprefix(site.settings.base_url)


@pytest.mark.both
def test_one_click_ends_them_without_signing_in_and_opening_the_link_does_not(training: Site) -> None:
    told_before(training)
    open_round(training)
    write(training)
    path, stranger = stop_path(training), training.client()
    for _ in range(3):  # a scanner opens it
        page = stranger.get(path)
        assert page.status_code == 200
        assert "Doni t’i ndalni" in page.text
    assert "Anila" not in page.text
    assert EDITOR not in page.text
    assert wish(training, EDITOR).often == "daily"
    # As a mail program sends it: without a token, from wherever it runs.
    from_elsewhere = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    answer = stranger.post(path, data={"List-Unsubscribe": "One-Click"}, headers=from_elsewhere)
    assert answer.status_code == 200
    assert "Rikujtesat u ndalën" in answer.text
    assert wish(training, EDITOR).often == "never"
    assert training.form(stranger, path).status_code == 200  # twice, and by the page's own button
    assert stranger.post("/kujtesa/nuk-ka").status_code == 404
    write(training, TUESDAY + 6 * DAY)
    assert len(to(training, EDITOR)) == 1


def wish(site: Site, who: str) -> MailWish:
    with site.database.reading() as session:
        return session.exec(select(MailWish).join(Person).where(Person.email == who)).one()


@pytest.mark.parametrize("often", ["", "hourly"])
def test_only_what_is_offered_can_be_chosen(training: Site, often: str) -> None:
    answer = training.form(training.client(EDITOR), "/puna/kujtesa", often=often)
    assert answer.status_code == 422


@pytest.mark.both
def test_two_that_work_at_once_write_one(training: Site) -> None:
    open_round(training)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: write(training), range(2)))
    assert len(to(training, EDITOR)) == 1
