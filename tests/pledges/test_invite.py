"""Inviting someone to sign: a personal link, in the letter alone; that they were asked is public."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from pop_tracker import history, verification
from pop_tracker.accounts import log
from pop_tracker.accounts.addresses import ClaimState
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.same_person import remember_mailbox
from pop_tracker.browse.record.words import unnamed
from pop_tracker.contracts.models import contract_called
from pop_tracker.elections.models import Candidate, Election
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.asked import asked_how
from pop_tracker.pledges.asking import REMIND_AFTER, invite
from pop_tracker.pledges.invitations import Invitation, InvitationLink
from pop_tracker.pledges.invitees import invitees
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import today
from pop_tracker.web.i18n import words as words_of
from pop_tracker.web.letters import Letter, post
from pop_tracker.web.secret import secret_hash
from tests.accounts.play import queued
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER
from tests.conftest import Site
from tests.history.redacting import redacted
from tests.pages import main_of, words
from tests.pledges.play import (
    ADDRESS,
    PHONE,
    candidate,
    claims,
    confirmed,
    entered,
    in_days,
    invited,
    rows,
    secret_in,
    sent,
)
from tests.pledges.play import INVITATIONS as PAGE

BAD = [
    ("who", "", "Zgjidhni kë ftoni"),
    ("who", "candidate-99999", "Zgjidhni një nga mundësitë"),
    ("phone", "", "Plotësojeni këtë fushë."),
    ("phone", "<b>069</b>", "Shkruani një numër telefoni"),
    ("last_day", "31.02.2027", "Shkruani një datë"),
    ("last_day", "01.01.2020", "Afati duhet të jetë pas së sotmes"),
    ("last_day", "01.01.2099", "brenda një viti"),
]


def log_entries(session: Session) -> int:
    return len(session.exec(select(LogEntry)).all())


def test_the_link_is_in_the_letter_alone_and_never_shown_to_who_invites(training: Site) -> None:
    choice = candidate(training)
    entered(training, {choice: ADDRESS})
    confirmed(training)
    client = training.client(EDITOR)
    answer = training.form(client, f"{PAGE}/dergimi", who=[choice], last_day=in_days(30), phone=PHONE)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    then = client.get(answer.headers["location"]).text
    assert "Ftesat u nisën te: Blerta Garuese" in then
    ((letter, text),) = queued(training)
    secret, (row,) = secret_in(text), rows(training)
    assert row.token_hash == secret_hash(secret)
    for shown in (answer.text, str(answer.headers), then, client.get(PAGE).text):
        assert secret not in shown
        assert "/nenshkrim/" not in shown
    assert (letter.address, letter.thing, letter.reply_to) == (ADDRESS, f"invitation/{row.id}", EDITOR)
    assert f"http://testserver.local/nenshkrim/{secret}" in text


def test_the_letter_says_who_asks_how_to_reach_them_and_what_it_means(training: Site) -> None:
    first, second = candidate(training), candidate(training, "Agim Kandidati")
    entered(training, {first: ADDRESS, second: "agim@lista.example"})
    confirmed(training)
    assert sent(training, first, second, english=[second]).status_code == 303
    (_, albanian), (letter, english) = queued(training)
    for said in ("Organizata Shembullore", "Anila Editore", f"tel. {PHONE}", "nuk krijon detyrim ligjor", "një kod"):
        assert said in albanian
    assert letter.subject.startswith("Invitation to sign:")
    for said in ("Organizata Shembullore", "Anila Editore", PHONE, "no legal obligation", "code", "/en/nenshkrim/"):
        assert said in english


def test_it_expires_after_thirty_days_unless_said_otherwise(training: Site) -> None:
    entered(training, {candidate(training): ADDRESS})
    confirmed(training)
    assert f"{today() + timedelta(days=30):%d.%m.%Y}" in training.client(EDITOR).get(f"{PAGE}/dergimi").text
    assert sent(training, candidate(training)).status_code == 303
    assert timedelta(days=29) < rows(training)[0].expires_at - datetime.now(UTC) < timedelta(days=32)


@pytest.mark.both
def test_five_are_invited_at_once_after_one_confirmation(training: Site) -> None:
    """One page of addresses, one button that confirms them, one that invites."""
    with training.database.writing() as session:
        contract = contract_called(session, "shembull-2023")
        election = session.exec(select(Election.id)).first() or 0
        for name in ("Gent Listari", "Hava Listari"):
            session.add(
                Candidate(election_id=election, municipality_id=contract.municipality_id, name=name, source="x")
            )
    with training.database.reading() as session:
        everyone = {one.choice: f"i{n}@lista.example" for n, one in enumerate(invitees(session, contract))}
    assert len(everyone) == 5
    assert entered(training, everyone).status_code == 303
    assert confirmed(training).status_code == 303
    fields = {"nonce": "një-herë"}
    assert [sent(training, *everyone, **fields).status_code for _ in range(2)] == [303, 303]
    assert len(rows(training)) == len(queued(training)) == len(everyone)
    assert {one.email for one in rows(training)} == set(everyone.values())
    with training.database.reading() as session:
        assert list(log.verify(session)) == []


def test_an_open_invitation_is_not_doubled(training: Site) -> None:
    invited(training)
    answer = sent(training, candidate(training))
    assert answer.status_code == 422
    assert len(rows(training)) == 1


def test_bad_input_is_told_at_the_field_and_kept(training: Site) -> None:
    choice = candidate(training)
    entered(training, {choice: ADDRESS})
    confirmed(training)
    for field, value, told in BAD:
        answer = sent(training, choice, **{field: value})
        assert answer.status_code == 422, told
        assert told in answer.text, told
        assert rows(training) == []
        assert queued(training) == []


def test_nobody_is_invited_to_an_address_that_waits(training: Site) -> None:
    choice = candidate(training)
    for before in (lambda: None, lambda: entered(training, {choice: ADDRESS})):
        before()
        assert "Zgjidhni një nga mundësitë" in sent(training, choice).text
        assert rows(training) == []
        assert queued(training) == []


def test_the_verb_asks_for_the_second_person_too(training: Site) -> None:
    """Whatever a page offered: one that waits, one that was withdrawn, one that is staff's by now."""
    choice = candidate(training)

    def refused() -> str:
        until = today() + timedelta(days=9)
        with training.database.reading() as session:
            contract, viewer = contract_called(session, "shembull-2023"), training.viewer(session, EDITOR)
            with pytest.raises(Refusal) as told:
                invite(session, viewer, training.settings, contract, {choice: "sq"}, until, PHONE)
        return told.value.message

    assert "konfirmuar një person i dytë" in refused()
    entered(training, {choice: ADDRESS})
    assert "konfirmuar një person i dytë" in refused()
    confirmed(training)
    with training.database.writing() as session:
        person = training.viewer(session, EDITOR).person_id
        remember_mailbox(session, person or 0, ADDRESS)
    assert "llogari këtu" in refused()
    assert queued(training) == []


@pytest.mark.both
def test_who_has_no_mail_is_asked_on_paper(training: Site) -> None:
    fields = {"who": candidate(training), "asked_on": in_days(0), "last_day": in_days(9), "source": "fletë pranimi"}
    client = training.client(EDITOR)
    assert training.form(client, f"{PAGE}/ne-leter", **{**fields, "asked_on": in_days(2)}).status_code == 422
    assert training.form(client, f"{PAGE}/ne-leter", **{**fields, "source": ""}).status_code == 422
    assert training.form(client, f"{PAGE}/ne-leter", **fields).status_code == 303
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        assert (entry.row.verb, entry.source) == ("invitation.give", "fletë pranimi")
        assert list(verification.verify(session)) == []
        assert asked_how(session, rows(training)[0]).told(words_of("sq")) == "U ftua në letër."
    assert queued(training) == []
    assert "në letër, më" in client.get(PAGE).text
    assert candidate(training) not in client.get(f"{PAGE}/ne-leter").text


@pytest.mark.both
def test_two_reminders_some_days_apart_and_none_after_an_answer(training: Site) -> None:
    secret = invited(training)
    (row,) = rows(training)
    door, client = f"{PAGE}/{row.id}/kujtesa", training.client(EDITOR)

    def reminded() -> int:
        return training.form(client, PAGE, post_to=door, phone=PHONE).status_code

    def days_pass() -> None:
        with training.database.writing() as session:
            held = session.get_one(Invitation, row.id)
            held.created_at -= REMIND_AFTER
            session.add(held)
            for link in session.exec(select(InvitationLink)):
                link.sent_at -= REMIND_AFTER
                session.add(link)

    assert client.get(door).status_code == 404
    assert reminded() == 422
    for _ in range(2):
        days_pass()
        assert "Dërgoni një kujtesë" in client.get(PAGE).text
        assert client.get(door).status_code == 200
        assert reminded() == 303
        assert reminded() == 422
    days_pass()
    assert reminded() == 422
    texts = [text for _, text in queued(training)]
    assert len(texts) == 3
    assert "Ju kujtojmë ftesën" in texts[1]
    opened = [training.client().get(f"/nenshkrim/{secret_in(text)}").status_code for text in texts]
    assert opened == [200] * 3
    assert len({secret_in(text) for text in texts}) == 3
    client.get(PAGE)
    training.form(client, PAGE, post_to=f"{PAGE}/{row.id}/terheqja")
    assert [training.client().get(f"/nenshkrim/{secret_in(text)}").status_code for text in texts] == [410] * 3
    assert secret == secret_in(texts[0])


def test_no_reminder_after_an_answer(training: Site) -> None:
    invited(training)
    with training.database.writing() as session:
        held = session.exec(select(Invitation)).one()
        held.created_at, held.answered_at = held.created_at - 2 * REMIND_AFTER, datetime.now(UTC)
        session.add(held)
    client = training.client(EDITOR)
    assert training.form(client, PAGE, post_to=f"{PAGE}/{held.id}/kujtesa", phone=PHONE).status_code == 422
    assert len(queued(training)) == 1


@pytest.mark.both
def test_what_became_of_the_letter_is_said(training: Site) -> None:
    invited(training)
    client = training.client(EDITOR)
    assert "Emaili pret të niset" in client.get(PAGE).text
    (row,) = rows(training)

    def letter(**fields: object) -> None:
        with training.database.writing() as session:
            held = session.exec(select(Letter)).one()
            for name, value in fields.items():
                setattr(held, name, value)
            session.add(held)

    letter(failed_at=datetime.now(UTC), problem="550 no such user", due_at=None)
    shown = client.get(PAGE).text
    assert "Emaili nuk u pranua" in shown
    assert "550 no such user" in shown
    letter(failed_at=None, problem="", sent_at=datetime.now(UTC))
    assert "Shënoni se emaili u kthye" in client.get(PAGE).text
    assert client.get(f"{PAGE}/{row.id}/kthimi").status_code == 200
    assert training.form(client, PAGE, post_to=f"{PAGE}/{row.id}/kthimi").status_code == 303
    assert claims(training)[0].state is ClaimState.RETURNED
    shown = client.get(PAGE).text
    assert "Emaili u kthye" in shown
    with training.database.writing() as session:
        held = session.get_one(Invitation, row.id)
        held.created_at -= REMIND_AFTER
        session.add(held)
    assert training.form(client, PAGE, post_to=f"{PAGE}/{row.id}/kujtesa", phone=PHONE).status_code == 422


def test_that_a_link_was_opened_is_kept_nowhere(training: Site) -> None:
    secret = invited(training)
    before = training.client(EDITOR).get(PAGE).text
    with training.database.reading() as session:
        entries = log_entries(session)
    assert training.client().get(f"/nenshkrim/{secret}").status_code == 200
    with training.database.writing() as session:  # a code goes out when somebody answers
        thing = rows(training)[0].thing
        post(session, training.settings, to=ADDRESS, about="Kod për një përgjigje", subject="x", text="x", thing=thing)
        code = session.exec(select(Letter).order_by(col(Letter.id).desc())).first()
        assert code is not None
        code.failed_at, code.problem = datetime.now(UTC), "550 i kodit"
        session.add(code)
    assert main_of(training.client(EDITOR).get(PAGE).text) == main_of(before)
    with training.database.reading() as session:
        assert log_entries(session) == entries


def test_an_invitation_of_before_goes_on_working_and_says_so(training: Site) -> None:
    """Those that are open when addresses begin to be confirmed."""
    secret = invited(training)
    with training.database.writing() as session:
        held = session.exec(select(Invitation)).one()
        held.claim_id = None
        session.add(held)
        assert asked_how(session, held).told(words_of("sq")) == "Adresa nuk u konfirmua nga një person i dytë."
    assert training.client().get(f"/nenshkrim/{secret}").status_code == 200
    assert "Adresa nuk u konfirmua nga një person i dytë." in training.client(EDITOR).get(PAGE).text


def test_that_someone_was_asked_is_public_and_their_address_is_not(training: Site) -> None:
    secret = invited(training)
    (row,) = rows(training)
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        assert (entry.row.verb, entry.row.key) == ("invitation.send", f"shembull-2023/{row.id}")
        editor = training.viewer(session, EDITOR)
        assert (entry.row.organisation, entry.row.author) == ("organizata-a", editor.person_id)
        assert entry.row.approver_organisation == "organizata-b"
        assert entry.row.path == "/kontratat/shembull-2023"
        assert entry.content
        assert entry.content["state"] == {
            "name": "Blerta Garuese", "capacity": "candidate", "contract": "shembull-2023", "edition": 1,
            "sent_on": str(today()), "last_day": str(today() + timedelta(days=30)), "is_revoked": False,
            "address_kind": "private", "address_domain": "", "address_by": "organizata-a",
            "address_confirmed_by": "organizata-b", "on_paper": False,
        }  # fmt: skip
        assert unnamed("invitation", entry.content["state"]) == set()
        assert list(verification.verify(session)) == []
        number = entry.row.number
    client = training.client()
    assert "Ftesë e dërguar" in client.get("/ndryshimet").text
    for path in ("/ndryshimet", f"/ndryshimet/{number}", "/ndryshimet.atom", "/api/v1/changes", "/kandidatet"):
        shown = client.get(path).text
        for private in (row.email, row.token_hash, secret):
            assert private not in shown


@pytest.mark.both
def test_revoking_is_recorded_once(training: Site) -> None:
    invited(training)
    client = training.client(EDITOR)
    for _ in range(2):
        training.form(client, PAGE, post_to=f"{PAGE}/{rows(training)[0].id}/terheqja")
    with training.database.reading() as session:
        last, before = history.entries(session, limit=2)
        assert (last.row.verb, before.row.verb) == ("invitation.revoke", "invitation.send")
        assert last.content
        assert last.content["state"]["is_revoked"] is True
        assert list(verification.verify(session)) == []


def test_a_name_taken_out_of_the_record_closes_the_link(training: Site) -> None:
    secret = invited(training)
    with training.database.writing() as session:
        one, by = session.exec(select(Invitation)).one(), training.viewer(session, EDITOR).actor
        redacted(session, one, by, training.viewer(session, REVIEWER).actor, reason="provë")
    assert training.client().get(f"/nenshkrim/{secret}").status_code == 410
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []


def test_a_candidate_of_another_municipality_cannot_be_chosen(training: Site) -> None:
    elsewhere = candidate(training, "Dafina Fushatore")
    assert sent(training, elsewhere).status_code == 422


@pytest.mark.parametrize("who", [OTHER_EDITOR, REVIEWER, COORDINATOR])
def test_someone_else_may_not(training: Site, who: str) -> None:
    client = training.client(who)
    assert client.get(PAGE).status_code == (403 if who == OTHER_EDITOR else 200)
    for door in ("dergimi", "ne-leter", "adresat"):
        assert client.get(f"{PAGE}/{door}").status_code == 403
        answer = client.post(f"{PAGE}/{door}", data={"_csrf_token": client.cookies.get("pop_csrf", "")})
        assert answer.status_code == 403
    assert rows(training) == []


def test_a_contract_that_is_not_there(training: Site) -> None:
    assert training.client(EDITOR).get("/puna/ftesat/nuk-ka").status_code == 404


def test_revoking_closes_the_link(training: Site) -> None:
    secret = invited(training)
    invitation = rows(training)[0]
    client = training.client(EDITOR)
    answer = training.form(client, PAGE, post_to=f"{PAGE}/{invitation.id}/terheqja")
    assert answer.status_code == 303
    closed = training.client().get(f"/nenshkrim/{secret}")
    assert closed.status_code == 410
    assert "e tërhoqi këtë ftesë" in closed.text


def test_another_organisation_cannot_revoke(training: Site) -> None:
    secret = invited(training)
    client = training.client(OTHER_EDITOR)
    answer = training.form(client, "/puna", post_to=f"{PAGE}/{rows(training)[0].id}/terheqja")
    assert answer.status_code == 403
    assert training.client().get(f"/nenshkrim/{secret}").status_code == 200


def test_a_mayor_is_asked_in_that_capacity_while_in_office(training: Site) -> None:
    with training.database.reading() as session:
        office = session.exec(select(Office).where(Office.name == "Agim Kandidati")).one()
    secret = invited(training, f"office-{office.id}")
    assert "si kryetar bashkie" in training.client().get(f"/nenshkrim/{secret}").text
    with training.database.writing() as session:
        held = session.get_one(Office, office.id)
        held.until_on = (datetime.now(UTC) - timedelta(days=2)).date()
        session.add(held)
    closed = training.client().get(f"/nenshkrim/{secret}")
    assert closed.status_code == 410
    assert "detyrë që nuk e mbani më" in closed.text


def test_who_has_left_office_is_not_offered(training: Site) -> None:
    page = training.client(EDITOR).get(f"{PAGE}/adresat").text
    assert "Agim Kandidati, si kryetar bashkie" in page
    assert "Gani Ishkryetari" not in page


def test_one_table_shows_everyone_who_may_be_asked(training: Site) -> None:
    """Who was asked with address, source, who vouched, day and state; who was not; the way to withdraw only while it
    is open."""
    invited(training)
    client = training.client(EDITOR)
    table = main_of(client.get(PAGE).text).split("<table")[1].split("</table>")[0]
    rows_said = [words(row) for row in table.split("<tr")[2:]]
    (asked,) = [row for row in rows_said if ADDRESS in row]
    for said in ("Blerta Garuese", "Adresë personale", "faqja e listës", "E shënoi Anila Editore", "Flutura",
                 "Pret përgjigje", words_of("sq").date(today())):  # fmt: skip
        assert said in asked
    waiting = [row for row in rows_said if "ende pa ftesë" in row]
    assert len(waiting) == len(rows_said) - 1
    assert all("Agim Kandidati" in row for row in waiting)
    door = f"{PAGE}/{rows(training)[0].id}/terheqja"
    assert door in client.get(PAGE).text
    training.form(client, PAGE, post_to=door)
    assert door not in client.get(PAGE).text
    assert client.get(door).status_code == 404


def test_the_coordinator_who_only_looks_is_not_asked_to_withdraw(training: Site) -> None:
    invited(training)
    client = training.client(COORDINATOR)
    assert "/terheqja" not in client.get(PAGE).text
    assert client.get(f"{PAGE}/{rows(training)[0].id}/terheqja").status_code == 403
