"""A mailbox is either an account's or somebody's who is asked to speak for themselves: whichever comes later is
refused, and where both came to be, the link is good for nothing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts import log
from pop_tracker.accounts.addresses import AddressClaim, ClaimState
from pop_tracker.accounts.institutions import InstitutionKind, record_domain
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.models import Person
from pop_tracker.accounts.same_person import remember_mailbox
from pop_tracker.elections.offices import Office, OfficeCapacity
from pop_tracker.web.i18n import today
from tests.accounts.play import NEW, ask_for, ask_oneself, code_in, link_to, organisation_id, queued, say
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, REVIEWER
from tests.conftest import Site
from tests.pledges.answering import answered, carried, codes, step
from tests.pledges.play import (
    ADDRESS,
    INVITATIONS,
    candidate,
    claims,
    confirmed,
    entered,
    invited,
    rows,
    secret_in,
    sent,
)

SIGNED = {"answer": "signed", "name": "Blerta Garuese", "newest": "1"}
OFFICIAL = "kryetari@bashkia-shembull.example"
TOLD = "lexon tani dikush që punon në rrjet"
ASKED = "Te kjo adresë ftohet dikush të përgjigjet vetë"


def came(site: Site, email: str) -> None:
    """An account that the site did not refuse, because it was there before such were refused."""
    with site.database.writing() as session:
        person = Person(email=email, name="Dikush Tjetër", organisation_id=1)
        session.add(person)
        session.flush()
        remember_mailbox(session, person.id or 0, email)


def opened(site: Site, email: str) -> Any:
    fields = {**NEW, "email": email, "organisation": organisation_id(site), "nonce": email}
    return site.form(site.client(COORDINATOR), "/puna/njerezit/shtim", **fields)


def noted(site: Site, event: str) -> list[tuple[str, str]]:
    with site.database.reading() as session:
        found = session.exec(select(LogEntry).where(LogEntry.event == event).order_by(col(LogEntry.number)))
        assert list(log.verify(session)) == []
        return [(entry.thing or entry.said.get("whose", ""), entry.said["why"]) for entry in found]


def head(site: Site) -> history.Head:
    with site.database.reading() as session:
        return history.head(session)


@pytest.mark.both
@pytest.mark.parametrize(
    ("to", "email"),
    [
        ("e.ftuar@gmail.com", "eftuar+pune@gmail.com"),
        (ADDRESS, "koleg@lista.example"),
        (ADDRESS, "koleg@posta.lista.example"),
    ],
)
def test_an_account_that_came_after_the_letter_stops_the_answer(training: Site, to: str, email: str) -> None:
    link, before = f"/nenshkrim/{invited(training, address=to)}", head(training)
    came(training, email)
    client = training.client()
    for page in (link, f"{link}/pergjigjja"):
        answer = client.get(page)
        assert answer.status_code == 410
        assert TOLD in answer.text
        assert "kërkojini organizatës që ju ftoi" in answer.text
    for door in (f"{link}/pergjigjja", f"{link}/kodi", link):
        answer = step(client, door, **SIGNED, code="123456")
        assert (answer.status_code, TOLD in answer.text) == (409, True)
    assert (codes(training, to), head(training)) == ([], before)
    assert noted(training, "answer_refused") == [(rows(training)[0].thing, "staff")] * 3


def test_what_was_answered_before_stays_and_changes_no_more(training: Site) -> None:
    link = f"/nenshkrim/{invited(training)}"
    assert answered(training, link, answer="signed", name="Blerta Garuese").status_code == 303
    came(training, ADDRESS)
    before, page = head(training), training.client().get(link)
    assert (page.status_code, TOLD in page.text, "Përgjigjja në fuqi" in page.text) == (200, True, True)
    assert "Ndryshoni ose shtoni" not in page.text
    withdrawn = step(training.client(), f"{link}/pergjigjja", **{**SIGNED, "answer": "withdrawn"})
    assert (withdrawn.status_code, head(training)) == (409, before)


@pytest.mark.both
def test_no_account_is_opened_where_somebody_is_asked(training: Site) -> None:
    entered(training, {candidate(training): ADDRESS})  # it need not be confirmed yet
    tagged = ADDRESS.replace("@", "+redaksia@")
    for answer in (opened(training, tagged), ask_for(training, EDITOR, tagged), ask_oneself(training, EDITOR, ADDRESS)):
        assert answer.status_code == 422
        assert ASKED in answer.text
        assert "Blerta" not in answer.text  # of whom, it does not say
    with training.database.reading() as session:
        editor = session.exec(select(Person.id).where(Person.email == EDITOR)).one()
        assert session.exec(select(Person).where(Person.email == tagged)).first() is None
    assert noted(training, "address_attempt") == [("", "asked"), *[(f"person/{editor}", "asked")] * 2]
    assert confirmed(training).status_code == 303  # and the way of the invited is open as before


def test_nor_is_one_moved_there_that_asked_before(training: Site) -> None:
    ask_oneself(training, REVIEWER, ADDRESS)
    entered(training, {candidate(training): ADDRESS})
    say(training, link_to(training, REVIEWER))
    assert ASKED in say(training, link_to(training, ADDRESS)).text
    with training.database.reading() as session:
        reviewer = session.exec(select(Person.id).where(Person.email == REVIEWER)).one()
    assert noted(training, "address_attempt") == [(f"person/{reviewer}", "asked")]
    with training.database.reading() as session:
        assert session.exec(select(Person).where(Person.email == ADDRESS)).first() is None


@pytest.mark.both
def test_whoever_asked_for_it_before_does_not_stop_the_invited_by_their_yes(training: Site) -> None:
    asked = ask_for(training, EDITOR, ADDRESS).headers["location"]
    link = f"/nenshkrim/{invited(training)}"
    assert ASKED in say(training, link_to(training, ADDRESS)).text
    assert training.form(training.client(OTHER_BOTH), asked, post_to=f"{asked}/konfirmim").status_code == 303
    assert ASKED in say(training, link_to(training, ADDRESS)).text
    assert [why for _, why in noted(training, "address_attempt")] == ["asked"] * 2
    assert answered(training, link, answer="signed", name="Blerta Garuese").status_code == 303


def test_a_second_persons_yes_that_the_site_refuses_is_noted(training: Site) -> None:
    asked = ask_for(training, EDITOR, "anila@parti-ushtrimi.example").headers["location"]
    say(training, link_to(training, "anila@parti-ushtrimi.example"))
    with training.database.writing() as session:
        record_domain(
            session, training.viewer(session, COORDINATOR), domain="parti-ushtrimi.example",
            kind=InstitutionKind.PARTY, name="Partia e Ushtrimit", municipality_id=None, source="e shpikur",
        )  # fmt: skip
    answer = training.form(training.client(OTHER_BOTH), asked, post_to=f"{asked}/konfirmim")
    assert (answer.status_code, "e një institucioni" in answer.text) == (422, True)
    assert [why for _, why in noted(training, "address_attempt")] == ["institution"]


@pytest.mark.both
def test_a_mailbox_that_a_colleague_was_shown_to_read_is_nobodys_elses(training: Site) -> None:
    """Also when the account did not move there, in either order."""
    ask_oneself(training, REVIEWER, ADDRESS)
    say(training, link_to(training, ADDRESS))
    say(training, link_to(training, REVIEWER), "jo")
    answer = entered(training, {candidate(training): ADDRESS.replace("@", "+lista@")})
    assert (answer.status_code, "i përket dikujt që ka llogari" in answer.text) == (422, True)
    assert noted(training, "address_attempt") == [(candidate(training), "account")]


def test_where_nobody_is_asked_any_more_one_may_be_opened(training: Site) -> None:
    invited(training)
    assert opened(training, ADDRESS).status_code == 422
    door = f"{INVITATIONS}/adresat/{claims(training)[0].id}/terheqja"
    training.form(training.client(EDITOR), door, note="Punon tani për shoqatën.")
    assert opened(training, ADDRESS).status_code == 303


@pytest.mark.parametrize("email", ["dikush@bashkia-shembull.example", "dikush@shkolla.bashkia-shembull.example"])
def test_nor_at_an_institutions_domain(training: Site, email: str) -> None:
    """Or the institution would count as staff, and nobody there could be asked."""
    answer = opened(training, email)
    assert (answer.status_code, "e një institucioni" in answer.text) == (422, True)
    assert noted(training, "address_attempt") == [("", "institution")]


def successor(site: Site) -> tuple[str, str]:
    """The mayor's time ends and another one comes; both as addresses name them."""
    with site.database.writing() as session:
        old = session.exec(select(Office).where(Office.name == "Agim Kandidati")).one()
        by = site.viewer(session, COORDINATOR).actor
        old.end(session, by, until_on=today() - timedelta(days=1), source="e shpikur për ushtrim")
        new = Office(
            municipality_id=old.municipality_id, capacity=OfficeCapacity.MAYOR, name="Liri Pasuese", from_on=today(),
            source="e shpikur për ushtrim",
        )  # fmt: skip
        new.record(session, by)
        return f"office-{old.id}", f"office-{new.id}"


def mayor(site: Site) -> str:
    with site.database.reading() as session:
        return f"office-{session.exec(select(Office.id).where(Office.name == 'Agim Kandidati')).one()}"


@pytest.mark.both
def test_the_mailbox_of_an_office_passes_on_and_the_earlier_links_are_dead(training: Site) -> None:
    link = f"/nenshkrim/{invited(training, mayor(training), OFFICIAL)}"
    old, new = successor(training)
    assert entered(training, {new: OFFICIAL}).status_code == 303
    assert [(one.of, one.state) for one in claims(training)] == [(old, ClaimState.WITHDRAWN), (new, ClaimState.WAITING)]
    with training.database.writing() as session:  # it was a slip: the time in office is dated anew
        assert list(verification.verify(session)) == []
        session.get_one(Office, int(old.partition("-")[2])).until_on = None
    before = head(training)
    assert training.client().get(link).status_code == 410
    given = step(training.client(), f"{link}/pergjigjja", **{**SIGNED, "name": "Agim Kandidati"})
    assert (given.status_code, head(training)) == (410, before)


def test_the_successor_answers_for_themselves_and_the_earlier_answer_stays(training: Site) -> None:
    link = f"/nenshkrim/{invited(training, mayor(training), OFFICIAL)}"
    client = training.client()
    asked = step(client, f"{link}/pergjigjja", **{**SIGNED, "name": "Agim Kandidati"})
    assert asked.status_code == 200
    code = step(client, f"{link}/kodi", **carried(asked, f"{link}/kodi"))
    assert step(client, link, **carried(code, link), code=code_in(codes(training, OFFICIAL)[-1])).status_code == 303
    _, new = successor(training)
    for answer in (entered(training, {new: OFFICIAL}), confirmed(training), sent(training, new)):
        assert answer.status_code == 303, answer.text
    theirs = f"/nenshkrim/{secret_in(queued(training, OFFICIAL)[-1][1])}"
    assert "Liri Pasuese" in training.client().get("/kontratat/shembull-2023").text
    assert training.client().get(f"{theirs}/pergjigjja").status_code == 200
    before = head(training)
    withdrawn = step(training.client(), f"{link}/pergjigjja", **{**SIGNED, "answer": "withdrawn"})
    assert "Ndryshoni ose shtoni" not in training.client().get(link).text
    assert (withdrawn.status_code in (200, 409, 410), head(training)) == (True, before)
    assert "Agim Kandidati" in training.client().get("/kontratat/shembull-2023").text


@pytest.mark.both
def test_who_was_asked_there_as_a_candidate_leaves_no_link_to_the_successor(training: Site) -> None:
    """Before anybody entered the mailbox as the successor's: the letter lies in it from the first day on."""
    link = f"/nenshkrim/{invited(training, candidate(training, 'Agim Kandidati'), OFFICIAL)}"
    said = {**SIGNED, "name": "Agim Kandidati"}
    assert step(training.client(), f"{link}/pergjigjja", **said).status_code == 200
    successor(training)
    before = head(training)
    for door in (f"{link}/pergjigjja", f"{link}/kodi", link):
        assert step(training.client(), door, **said, code="123456").status_code == 410
    assert (codes(training, OFFICIAL), head(training)) == ([], before)
    assert noted(training, "answer_refused") == [("", "over")] * 3  # by which link, while it waits, is told to nobody


def test_a_private_mailbox_passes_to_nobody(training: Site) -> None:
    invited(training, mayor(training), ADDRESS)
    _, new = successor(training)
    answer = entered(training, {new: ADDRESS})
    assert (answer.status_code, "përdorur tashmë për dikë tjetër" in answer.text) == (422, True)
    assert noted(training, "address_attempt") == [(new, "used")]


def test_nor_does_an_office_mailbox_while_its_holder_is_there(training: Site) -> None:
    invited(training, mayor(training), OFFICIAL)
    other = candidate(training)
    assert entered(training, {other: OFFICIAL}).status_code == 422
    door = f"{INVITATIONS}/adresat/{claims(training)[0].id}/terheqja"
    training.form(training.client(EDITOR), door, note="E shënova gabim.")
    assert entered(training, {other: OFFICIAL}).status_code == 303  # the earlier link is dead
    with training.database.reading() as session:
        assert len(session.exec(select(AddressClaim)).all()) == 2
