"""What is held of a signer's contact is given out and erased from the coordinator's page; the public answer stays."""

import json
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from pop_tracker import verification
from pop_tracker.accounts import log
from pop_tracker.accounts.codes import ABOUT, Code
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.receipts import Receipt
from pop_tracker.history import HistoryEntry
from pop_tracker.pledges import receipts
from pop_tracker.pledges.contact_data import ContactErasure
from pop_tracker.pledges.invitations import Invitation, InvitationLink, InvitationState
from pop_tracker.web.letters import Letter, post
from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site
from tests.pages import main_of, words
from tests.pledges.answering import answered, stated
from tests.pledges.play import ADDRESS, INVITATIONS, asked_erasure, candidate, claims, entered, invited, rows


def events(site: Site) -> list[str]:
    with site.database.reading() as session:
        assert list(log.verify(session)) == []
        found = session.exec(select(LogEntry.event).order_by(col(LogEntry.number)))
        return [one for one in found if one.startswith("contact_")]


def asked(site: Site, whose: str) -> str:
    answer = asked_erasure(site, whose)
    assert answer.status_code == 303, answer.text
    with site.database.reading() as session:
        return f"/puna/kontaktet/fshirjet/{session.exec(select(ContactErasure)).all()[-1].id}"


@pytest.mark.both
def test_the_coordinator_gives_it_out_and_that_is_in_the_log(training: Site) -> None:
    secret = invited(training)
    page = f"/puna/kontaktet/{candidate(training)}"
    assert entered(training, {candidate(training, "Agim Kandidati"): "tjeter@lista.example"}).status_code == 303
    invitation, now = rows(training)[0], datetime.now(UTC)
    with training.database.writing() as session:
        session.add(Receipt(code="ABCD-EFGH-JKLM", purpose=invitation.thing, entry=1, made_at=now))
        session.add(Code(purpose=invitation.thing, code_hash="0" * 64, sent_at=now))
        session.add(
            InvitationLink(
                invitation_id=invitation.id or 0, token_hash="0" * 64, sent_at=now, sent_by=invitation.invited_by
            )
        )
    coordinator = training.client(COORDINATOR)
    assert page in coordinator.get("/puna/ftesat/shembull-2023").text
    assert events(training) == []
    file = training.form(coordinator, page, post_to=f"{page}/skedari")
    assert file.headers["content-disposition"].startswith("attachment;")
    found = file.json()
    assert (found["name"], [one["address"] for one in found["addresses"]]) == ("Blerta Garuese", [ADDRESS])
    assert [len(found[what]) for what in ("invitations", "codes")] == [1, 0]
    assert len(found["invitations"][0]["reminded_at"]) == 1
    assert found["invitations"][0]["contract"].startswith("Kontrata")
    assert found["emails"][0]["address"] == ADDRESS
    assert found["receipts"][0]["code"] == "ABCD-EFGH-JKLM"
    assert secret not in file.text
    assert events(training) == ["contact_given_out"]


@pytest.mark.both
def test_that_a_link_was_opened_is_told_to_nobody_before_it_was_answered(training: Site) -> None:
    """A code that was asked for would tell it: on the page, in the file, among the emails, in the log."""
    link, whose = f"/nenshkrim/{invited(training)}", candidate(training)
    training.deliver()
    coordinator, page = training.client(COORDINATOR), f"/puna/kontaktet/{whose}"

    def told() -> list[str]:
        file = training.form(coordinator, page, post_to=f"{page}/skedari").json()
        assert file.pop("name")
        pages = (page, "/puna/posta", f"/puna/posta?adresa={ADDRESS}", INVITATIONS)
        shown = [words(main_of(coordinator.get(one).text)) for one in pages]
        return [json.dumps(file), *shown, str(words(coordinator.get("/puna/ditari").text).count("ftesa nr."))]

    before = told()
    stated(training, link, answer="signed", name="Blerta Garuese")
    stated(training, link, answer="signed", name="Dikush Tjetër")
    training.deliver()
    assert told() == before
    log_page = main_of(coordinator.get("/puna/ditari").text)
    assert "U dërgua një kod" in log_page
    assert "emri nuk ishte ai i ftesës" in log_page
    with training.database.reading() as session:
        code = session.exec(select(Code)).one()
        letter = session.exec(select(Letter).where(Letter.about == ABOUT)).one()
        assert (letter.thing, code.purpose) == (code.thing, rows(training)[0].thing)
    assert coordinator.get(f"/puna/posta/{letter.id}").status_code == 404
    assert answered(training, link, answer="signed", name="Blerta Garuese").status_code == 303
    file = training.form(coordinator, page, post_to=f"{page}/skedari").json()
    assert (len(file["codes"]), len(file["emails"])) == (2, 3)


@pytest.mark.both
def test_two_people_erase_and_the_record_stays(training: Site) -> None:
    secret = invited(training)
    whose = candidate(training)
    assert entered(training, {candidate(training, "Agim Kandidati"): "tjeter@lista.example"}).status_code == 303
    door = asked(training, whose)
    coordinator, reviewer = training.client(COORDINATOR), training.client(REVIEWER)
    assert coordinator.get(f"{door}/konfirmimi").status_code == 404
    assert training.form(coordinator, door, post_to=f"{door}/konfirmimi").status_code == 403
    again = training.form(
        coordinator, f"/puna/kontaktet/{whose}", post_to=f"/puna/kontaktet/{whose}/fshirja", reason="x"
    )
    assert again.status_code == 422
    assert "fshirjen e të dhënave të kontaktit" in reviewer.get("/puna").text
    assert "që pret përgjigjen e një personi të dytë" in coordinator.get("/puna").text
    with training.database.writing() as session:  # of a link that is not answered, and told to nobody
        session.exec(select(Letter)).one().problem = f"550 <{ADDRESS}>: no such mailbox"
        session.add(code := Code(purpose=rows(training)[0].thing, code_hash="0" * 64, sent_at=datetime.now(UTC)))
        session.flush()
        post(session, training.settings, to=ADDRESS, about=ABOUT, subject="x", text="x", thing=code.thing)
    assert training.client(EDITOR).get(door).status_code == 404
    assert training.form(reviewer, f"{door}/konfirmimi").status_code == 303
    assert training.client().get(f"/nenshkrim/{secret}").status_code == 410
    with training.database.reading() as session:
        assert session.exec(select(Code)).all() == []
        written, (invitation,) = session.exec(select(Letter)).all(), session.exec(select(Invitation)).all()
        assert [(one.address, one.sealed, one.due_at) for one in written] == [("", "", None)] * 2
        assert invitation.email == ""
        assert {one.problem for one in written} == {""}, "what the server said of it names it, too"
        assert invitation.state(session) is InvitationState.REVOKED
        assert list(verification.verify(session)) == []
    claim, others = claims(training)
    assert others.email == "tjeter@lista.example"
    assert (claim.email, claim.mailbox) == ("", "")
    assert claim.confirmed_by is not None
    assert events(training) == ["contact_erasure_asked", "contact_erased"]
    assert "Të fshira më" in training.client(COORDINATOR).get(door).text
    assert "nuk mbahen të dhëna kontakti" in training.client(COORDINATOR).get(f"/puna/kontaktet/{whose}").text
    assert training.form(reviewer, "/puna", post_to=f"{door}/refuzimi").status_code == 422
    assert entered(training, {whose: ADDRESS}).status_code == 303  # it bars nobody from being asked anew


def test_an_answer_stays_as_it_was(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    invited(training)
    with training.database.writing() as session:
        held = session.exec(select(Invitation)).one()
        held.answered_at = datetime.now(UTC)
        session.add(held)
        entry = session.exec(select(HistoryEntry.number).where(HistoryEntry.kind == "signature")).all()[-1]
        session.add(Receipt(code="ABCD-EFGH-JKLM", purpose=held.thing, entry=entry, made_at=datetime.now(UTC)))
    door = asked(training, candidate(training))
    training.form(training.client(REVIEWER), f"{door}/konfirmimi")
    with training.database.reading() as session:
        assert session.exec(select(Invitation)).one().state(session) is InvitationState.ANSWERED
        assert list(verification.verify(session)) == []
    monkeypatch.setattr(receipts, "on_paper", lambda _: b"%PDF-1.7 x")
    assert receipts.send_due(training.database, training.settings) == 0, "there is nobody to write to"
    with training.database.reading() as session:
        assert session.exec(select(Letter.address)).all() == [""]


@pytest.mark.both
def test_the_second_person_may_leave_it(training: Site) -> None:
    invited(training)
    door = asked(training, candidate(training))
    assert training.form(training.client(REVIEWER), door, post_to=f"{door}/refuzimi").status_code == 303
    assert rows(training)[0].email == ADDRESS
    assert events(training) == ["contact_erasure_asked", "contact_erasure_declined"]
    assert asked(training, candidate(training)) != door  # it may be asked for again


@pytest.mark.parametrize("who", [EDITOR, REVIEWER])
def test_nobody_else_gives_out_or_asks(training: Site, who: str) -> None:
    invited(training)
    page, client = f"/puna/kontaktet/{candidate(training)}", training.client(who)
    client.get("/puna")
    token = {"_csrf_token": client.cookies.get("pop_csrf", ""), "reason": "x"}
    assert client.get(page).status_code == 403
    for end in ("skedari", "fshirja"):
        assert client.post(f"{page}/{end}", data=token).status_code == 403
    assert events(training) == []


@pytest.mark.parametrize(
    "whose", ["candidate-99999", "municipality-1", "x", "candidate-x", "office-²", "candidate-" + "9" * 40]
)
def test_nobody_is_known_by_another_name(training: Site, whose: str) -> None:
    assert training.client(COORDINATOR).get(f"/puna/kontaktet/{whose}").status_code == 404


def test_of_whom_nothing_is_held_nothing_is_erased(training: Site) -> None:
    page = f"/puna/kontaktet/{candidate(training)}"
    answer = training.form(training.client(COORDINATOR), page, post_to=f"{page}/fshirja", reason="x")
    assert answer.status_code == 422
