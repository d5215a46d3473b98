"""The addresses of a race, over HTTP: entered several at once, confirmed with one button by who may, seen by nobody
else; and every way in which an editor may try to have a letter sent to a mailbox of their own."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts import log
from pop_tracker.accounts.addresses import AddressClaim, ClaimState, waiting_claims
from pop_tracker.accounts.institutions import InstitutionDomain, InstitutionKind
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.models import Person
from pop_tracker.accounts.same_person import remember_mailbox
from pop_tracker.accounts.taken_mailboxes import NotTheirs, attempted
from pop_tracker.elections.models import Candidate
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.asked import asked_how
from pop_tracker.web.i18n import today
from pop_tracker.web.i18n import words as words_of
from pop_tracker.web.letters import Letter
from tests.accounts.play import queued
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.pages import main_of
from tests.pledges.play import ADDRESS, INVITATIONS, candidate, claims, confirmed, entered, invited, rows, sent

OFFICIAL = "blerta@bashkia-shembull.example"
"""At a domain that the training data know as the municipality's."""


def attempts(site: Site) -> list[str]:
    """What the log keeps of addresses that were refused."""
    with site.database.reading() as session:
        found = session.exec(select(LogEntry).where(LogEntry.event == "address_attempt").order_by(col(LogEntry.number)))
        assert list(log.verify(session)) == []
        return [entry.said["why"] for entry in found]


def claim_of(site: Site, choice: str) -> AddressClaim:
    return next(claim for claim in claims(site) if claim.of == choice)


def untouched(site: Site) -> None:
    """Nobody was asked and nothing was written."""
    assert rows(site) == []
    with site.database.reading() as session:
        assert session.exec(select(Letter)).all() == []
        assert list(verification.verify(session)) == []


def domain(site: Site, name: str, by: str, confirmed_by: str) -> None:
    with site.database.writing() as session:
        one, other = (site.viewer(session, who).person_id for who in (by, confirmed_by))
        session.add(
            InstitutionDomain(
                domain=name, kind=InstitutionKind.PARTY, name="Lista", source="e shpikur", recorded_by=one,
                recorded_at=datetime.now(UTC), confirmed_by=other, confirmed_at=datetime.now(UTC),
            )
        )  # fmt: skip


@pytest.mark.both
def test_several_are_entered_on_one_page_and_confirmed_with_one_button(training: Site) -> None:
    first, second = candidate(training), candidate(training, "Agim Kandidati")
    answer = entered(training, {first: ADDRESS, second: OFFICIAL}, **{f"source_{second}": "faqja e bashkisë"})
    assert (answer.status_code, answer.headers["location"]) == (303, INVITATIONS)
    one, other = (claim_of(training, choice) for choice in (first, second))
    assert (one.source, one.kind, one.state) == ("faqja e listës, e shpikur për ushtrim", "private", ClaimState.WAITING)
    assert (other.source, other.kind) == ("faqja e bashkisë", "municipality")  # whatever was chosen: the domain says so
    page = training.client(OTHER_REVIEWER).get(INVITATIONS).text
    for said in (ADDRESS, OFFICIAL, "Anila Editore, Organizata Shembullore", "Konfirmoni adresat e zgjedhura"):
        assert said in page
    assert confirmed(training).status_code == 303
    assert [claim.state for claim in claims(training)] == [ClaimState.CONFIRMED] * 2
    assert claim_of(training, second).domain == "bashkia-shembull.example"
    assert confirmed(training).status_code == 422  # nothing waits any more


def test_one_can_be_left_out(training: Site) -> None:
    first, second = candidate(training), candidate(training, "Agim Kandidati")
    entered(training, {first: ADDRESS, second: "agim@lista.example"})
    other = claim_of(training, second)
    client = training.client(OTHER_REVIEWER)
    answer = training.form(client, INVITATIONS, post_to=f"{INVITATIONS}/adresat/konfirmimi", addresses=[str(other.id)])
    assert answer.status_code == 303
    assert claim_of(training, first).state is ClaimState.WAITING
    assert claim_of(training, second).state is ClaimState.CONFIRMED
    assert sent(training, first).status_code == 422
    assert sent(training, second).status_code == 303


@pytest.mark.both
def test_one_is_sent_back_with_a_note_and_another_takes_its_place(training: Site) -> None:
    choice = candidate(training)
    entered(training, {choice: ADDRESS})
    door = f"{INVITATIONS}/adresat/{claims(training)[0].id}/kthimi"
    client = training.client(OTHER_REVIEWER)
    assert ADDRESS in client.get(door).text
    assert training.form(client, door, note="").status_code == 422
    assert training.form(client, door, note="Burimi nuk e ka këtë adresë.").status_code == 303
    assert claims(training)[0].state is ClaimState.REFUSED
    assert "Burimi nuk e ka këtë adresë." in training.client(EDITOR).get(f"{INVITATIONS}/adresat").text
    assert training.form(client, "/puna", post_to=door, note="Edhe një herë.").status_code == 404
    assert entered(training, {choice: "blerta@tjeter.example"}).status_code == 303
    assert [claim.state for claim in claims(training)] == [ClaimState.REFUSED, ClaimState.WAITING]


@pytest.mark.both
def test_withdrawing_ends_the_links_that_lie_there(training: Site) -> None:
    secret = invited(training)
    door = f"{INVITATIONS}/adresat/{claims(training)[0].id}/terheqja"
    client = training.client(EDITOR)
    assert "Tërhiqet edhe ftesa e hapur" in client.get(door).text
    assert training.form(client, door, note="E ka mbyllur.").status_code == 303
    assert training.client().get(f"/nenshkrim/{secret}").status_code == 410
    with training.database.reading() as session:
        assert session.exec(select(AddressClaim)).one().state is ClaimState.WITHDRAWN
        assert list(verification.verify(session)) == []
        assert list(log.verify(session)) == []


def test_every_field_that_is_wrong_is_told_at_once(training: Site) -> None:
    first, second = candidate(training), candidate(training, "Agim Kandidati")
    answer = entered(
        training, {first: "jo-adresë", second: SECOND_EDITOR}, **{f"kind_{first}": "", "source": "", "nonce": "x"}
    )
    assert answer.status_code == 422
    for told in ("adresat e emailit shkruhen pa të", "Zgjidhni e kujt është adresa", "Shkruani ku është botuar adresa"):
        assert told in answer.text
    assert SECOND_EDITOR in answer.text  # nothing typed is lost
    assert entered(training, {}).status_code == 422
    assert claims(training) == []


def test_of_several_none_is_kept_when_one_is_refused(training: Site) -> None:
    first, second = candidate(training), candidate(training, "Agim Kandidati")
    answer = entered(training, {first: ADDRESS, second: SECOND_EDITOR})
    assert answer.status_code == 422
    assert "dikujt që ka llogari këtu" in answer.text
    assert "Asnjë adresë nuk u shënua" in answer.text
    assert claims(training) == []
    assert attempts(training) == ["account"]


# --- who sees it


def test_the_address_is_seen_by_who_records_and_who_confirms_alone(training: Site) -> None:
    choice = candidate(training)
    entered(training, {choice: ADDRESS})
    see = {
        who: ADDRESS in training.client(who).get(INVITATIONS).text
        for who in (EDITOR, SECOND_EDITOR, REVIEWER, OTHER_REVIEWER, OTHER_BOTH, COORDINATOR)
    }
    assert see == {
        EDITOR: True, SECOND_EDITOR: True, COORDINATOR: True, OTHER_REVIEWER: True, OTHER_BOTH: True, REVIEWER: False,
    }  # fmt: skip
    assert training.client(OTHER_EDITOR).get(INVITATIONS).status_code == 403
    confirmed(training)
    assert ADDRESS not in training.client(OTHER_REVIEWER).get(INVITATIONS).text  # decided: no longer their concern
    sent(training, choice)
    client = training.client()
    for path in ("/ndryshimet", "/ndryshimet.atom", "/kontratat/shembull-2023", "/kandidatet", "/api/v1/changes"):
        assert ADDRESS not in client.get(path).text
    with training.database.reading() as session:
        entry, *_ = history.entries(session, limit=1)
        assert ADDRESS not in str(entry.content)
        assert not [one for one in session.exec(select(LogEntry)) if ADDRESS in one.more + one.thing]
        told = asked_how(session, rows(training)[0]).told(words_of("sq"))
    assert told == ("U ftua te një adresë personale, që e shënoi Organizata Shembullore dhe e konfirmoi Shoqata Provë.")


def test_its_line_leads_to_the_contract_of_the_latest_term(training: Site) -> None:
    """Whatever was recorded last: an earlier term's contract may come years after."""
    entered(training, {candidate(training, "Çlirim Votuesi"): ADDRESS}, "/puna/ftesat/prove-2023", by=OTHER_EDITOR)
    page = training.client(REVIEWER).get("/puna").text
    assert "/puna/ftesat/prove-2023" in page
    assert "/puna/ftesat/prove-2019" not in page


def test_it_waits_on_the_page_of_work_of_who_may_confirm(training: Site) -> None:
    entered(training, {candidate(training): ADDRESS})
    for who, waits in ((OTHER_REVIEWER, True), (OTHER_BOTH, True), (REVIEWER, False), (COORDINATOR, False)):
        assert ("Adresa që presin konfirmimin tuaj" in training.client(who).get("/puna").text) is waits, who
    assert "presin konfirmimin e një personi të dytë" in training.client(EDITOR).get("/puna").text


# --- attacks: one editor, many mailboxes

OWN = [
    EDITOR,
    EDITOR.upper(),
    "anila.editore+vote@shembull.example",
    "Anila.Editore+a+b@SHEMBULL.example",
    SECOND_EDITOR,
    OTHER_EDITOR,
    COORDINATOR,
]


@pytest.mark.both
@pytest.mark.parametrize("address", OWN)
def test_nobody_is_asked_at_the_mailbox_of_an_account(training: Site, address: str) -> None:
    answer = entered(training, {candidate(training): address})
    assert answer.status_code == 422
    assert "dikujt që ka llogari këtu" in answer.text
    assert claims(training) == []
    untouched(training)
    assert attempts(training) == ["account"]


@pytest.mark.parametrize("address", ["anilaeditore+x@gmail.com", "ANILA.E.DITORE@googlemail.com"])
def test_dots_and_second_domains_of_a_provider_hide_no_account(training: Site, address: str) -> None:
    with training.database.writing() as session:
        person = session.exec(select(Person).where(Person.email == EDITOR)).one()
        remember_mailbox(session, person.id or 0, "anila.editore@gmail.com")
    assert entered(training, {candidate(training): address}).status_code == 422
    assert attempts(training) == ["account"]


def test_an_account_that_was_closed_counts_too(training: Site) -> None:
    with training.database.writing() as session:
        person = session.exec(select(Person).where(Person.email == SECOND_EDITOR)).one()
        person.left_on = today()
        session.add(person)
    assert entered(training, {candidate(training): SECOND_EDITOR}).status_code == 422


@pytest.mark.parametrize("address", ["dikush@shembull.example", "dikush@posta.shembull.example", "x@prove.example"])
def test_nor_at_a_domain_of_a_member_organisation(training: Site, address: str) -> None:
    answer = entered(training, {candidate(training): address})
    assert answer.status_code == 422
    assert "e një organizate të rrjetit" in answer.text
    assert attempts(training) == ["organisation"]
    untouched(training)


def test_nor_above_or_beside_a_domain_below_it(training: Site) -> None:
    """An account at posta.shoqata.example: whoever hands that out hands out all of shoqata.example."""
    choice = candidate(training)
    with training.database.writing() as session:
        person = session.exec(select(Person).where(Person.email == SECOND_EDITOR)).one()
        remember_mailbox(session, person.id or 0, "besnik@posta.shoqata.example")
        remember_mailbox(session, person.id or 0, "besnik@emri.fastmail.com")  # everybody may have such a domain
    for address in ("x@shoqata.example", "x@zyra.shoqata.example"):
        assert "e një organizate të rrjetit" in entered(training, {choice: address}).text
    assert attempts(training) == ["organisation"] * 2
    assert entered(training, {choice: "x@tjeter.fastmail.com"}).status_code == 303


def test_a_private_mailbox_and_a_colleagues_yes_are_not_enough(training: Site) -> None:
    """Fault: one editor invited the mayor at a private address of their own."""
    entered(training, {candidate(training): "anila.private@gmail.com"})
    for who in (REVIEWER, EDITOR, COORDINATOR):
        assert confirmed(training, by=who).status_code in (403, 422), who
        client = training.client(who)
        door = f"{INVITATIONS}/adresat/{claims(training)[0].id}/kthimi"
        client.get("/puna")
        answer = client.post(door, data={"_csrf_token": client.cookies.get("pop_csrf", ""), "note": "x"})
        assert answer.status_code in (403, 404), who
    assert claims(training)[0].state is ClaimState.WAITING
    assert sent(training, candidate(training)).status_code == 422
    untouched(training)


def test_an_editor_who_reviews_too_is_not_their_own_second_person(training: Site) -> None:
    page = "/puna/ftesat/prove-2023"
    choice = candidate(training, "Çlirim Votuesi")
    assert entered(training, {choice: "clirim@lista.example"}, page, by=OTHER_BOTH).status_code == 303
    for who in (OTHER_BOTH, OTHER_REVIEWER):
        assert confirmed(training, page, who).status_code == 403
    assert confirmed(training, page, REVIEWER).status_code == 303


def test_a_mailbox_that_was_used_for_somebody_else(training: Site) -> None:
    first, second = candidate(training), candidate(training, "Agim Kandidati")
    assert entered(training, {second: "dy@gmail.com", first: "dy@gmail.com"}).status_code == 422
    assert claims(training) == []
    entered(training, {first: "dy@gmail.com"})
    answer = entered(training, {second: "d.y+2@gmail.com"})
    assert answer.status_code == 422
    assert "përdorur tashmë për dikë tjetër" in answer.text
    assert attempts(training) == ["used"] * 2
    assert len(claims(training)) == 1


def test_the_same_person_in_two_capacities_has_one_mailbox(training: Site) -> None:
    with training.database.reading() as session:
        office = session.exec(select(Office).where(Office.name == "Agim Kandidati")).one()
    both = {candidate(training, "Agim Kandidati"): ADDRESS, f"office-{office.id}": ADDRESS}
    assert entered(training, both).status_code == 303
    assert len(claims(training)) == 2


def test_a_domain_of_ones_own_making_helps_nobody(training: Site) -> None:
    """Whoever had a hand in calling a domain an institution's needs another organisation's yes all the same."""
    domain(training, "e-imja.example", EDITOR, COORDINATOR)
    entered(training, {candidate(training): "blerta@e-imja.example"})
    assert confirmed(training, by=REVIEWER).status_code == 403
    assert confirmed(training, by=COORDINATOR).status_code == 403
    assert confirmed(training).status_code == 303


def test_nor_does_it_help_who_called_it_so_to_confirm_for_another(training: Site) -> None:
    """With an editor's account that one may have opened oneself, one would be both persons."""
    domain(training, "e-imja.example", COORDINATOR, REVIEWER)
    entered(training, {candidate(training): "blerta@e-imja.example"})
    for who in (COORDINATOR, REVIEWER):
        assert confirmed(training, by=who).status_code == 403
    assert claims(training)[0].state is ClaimState.WAITING
    assert confirmed(training).status_code == 303


def test_nor_with_a_second_account_of_whoever_called_it_so(training: Site) -> None:
    """The editor's other account recorded the domain: a colleague's yes is not enough there either."""
    domain(training, "e-imja.example", OTHER_REVIEWER, COORDINATOR)
    with training.database.writing() as session:
        other = session.exec(select(Person).where(Person.email == OTHER_REVIEWER)).one()
        remember_mailbox(session, other.id or 0, EDITOR)
    entered(training, {candidate(training): "blerta@e-imja.example"})
    assert confirmed(training, by=REVIEWER).status_code == 403
    assert claims(training)[0].state is ClaimState.WAITING


@pytest.mark.both
def test_another_name_in_its_place_has_no_address(training: Site) -> None:
    """A coordinator alone names whose place it is: the yes was to the name that stood there."""
    choice = candidate(training)
    with training.database.reading() as session:
        office = f"office-{session.exec(select(Office.id).where(Office.name == 'Agim Kandidati')).one()}"
    entered(training, {choice: ADDRESS, office: "a@gmail.com"})
    confirmed(training)

    def rename(how: Callable[[str], str]) -> list[ClaimState]:
        with training.database.writing() as session:
            by = training.viewer(session, COORDINATOR).actor
            one = session.get_one(Candidate, int(choice.rpartition("-")[2]))
            other = session.get_one(Office, int(office.rpartition("-")[2]))
            one.revise(session, by, name=how(one.name))
            other.revise(session, by, name=how(other.name))
        return [one.state for one in claims(training)]

    assert rename(str.upper) == [ClaimState.CONFIRMED] * 2
    assert rename(lambda name: "Dikush Krejt Tjetër") == [ClaimState.WITHDRAWN] * 2
    for who in (choice, office):
        assert sent(training, who).status_code == 422
    untouched(training)
    with training.database.reading() as session:
        assert list(log.verify(session)) == []


def test_a_colleague_with_an_account_at_another_organisation_is_still_a_colleague(training: Site) -> None:
    choice = candidate(training)
    entered(training, {choice: ADDRESS})
    with training.database.writing() as session:
        other = session.exec(select(Person).where(Person.email == OTHER_REVIEWER)).one()
        remember_mailbox(session, other.id or 0, SECOND_EDITOR)
    assert confirmed(training).status_code == 403
    assert claims(training)[0].state is ClaimState.WAITING
    with training.database.writing() as session:
        session.exec(select(Person).where(Person.email == SECOND_EDITOR)).one().left_on = today()
    assert confirmed(training).status_code == 303  # who changed organisations


def test_nor_does_the_editors_own_second_account_make_its_colleagues_strangers(training: Site) -> None:
    """Who entered the address works for both organisations: in neither is somebody of another one."""
    entered(training, {candidate(training): ADDRESS})
    with training.database.writing() as session:
        other = session.exec(select(Person).where(Person.email == OTHER_EDITOR)).one()
        remember_mailbox(session, other.id or 0, EDITOR)
    assert confirmed(training).status_code == 403
    assert claims(training)[0].state is ClaimState.WAITING
    with training.database.writing() as session:
        session.exec(select(Person).where(Person.email == OTHER_EDITOR)).one().left_on = today()
    assert confirmed(training).status_code == 303  # they left


def test_at_an_institutions_domain_any_second_person_will_do(training: Site) -> None:
    entered(training, {candidate(training): OFFICIAL})
    assert confirmed(training, by=EDITOR).status_code == 403
    assert confirmed(training, by=REVIEWER).status_code == 303
    training_again = candidate(training, "Agim Kandidati")
    entered(training, {training_again: "agim@bashkia-prove.example"})  # another municipality's says nothing here
    assert confirmed(training, by=REVIEWER).status_code == 403


def test_withdrawn_and_entered_again_it_waits_again(training: Site) -> None:
    """Nor does it change after it was confirmed: there is no door for that."""
    choice = candidate(training)
    entered(training, {choice: ADDRESS})
    confirmed(training)
    assert entered(training, {choice: "tjeter@gmail.com"}).status_code == 422
    assert [one.email for one in claims(training)] == [ADDRESS]
    training.form(training.client(EDITOR), f"{INVITATIONS}/adresat/{claims(training)[0].id}/terheqja")
    assert entered(training, {choice: "tjeter@gmail.com"}).status_code == 303
    assert sent(training, choice).status_code == 422
    assert queued(training) == []
    assert claims(training)[-1].state is ClaimState.WAITING


def test_an_account_that_came_since_stops_the_confirmation_and_the_letter(training: Site) -> None:
    choice = candidate(training)
    entered(training, {choice: "vone@lista.example"})
    with training.database.writing() as session:
        person = session.exec(select(Person).where(Person.email == SECOND_EDITOR)).one()
        remember_mailbox(session, person.id or 0, "vone@lista.example")
    answer = confirmed(training)
    assert answer.status_code == 422
    assert "dikujt që ka llogari këtu" in answer.text
    assert attempts(training) == ["account"]
    untouched(training)


def test_no_line_break_reaches_a_header(training: Site) -> None:
    choice = candidate(training)
    for address in ("a@lista.example\r\nBcc: x@gmail.com", "a@lista.example%0aBcc:x@gmail.com", "a@b@lista.example",
                    "a@lista.example, x@gmail.com", "<a@lista.example>"):  # fmt: skip
        assert entered(training, {choice: address}).status_code == 422
    assert claims(training) == []
    entered(training, {choice: ADDRESS})
    confirmed(training)
    assert sent(training, choice, phone="+355\r\nBcc: x@gmail.com").status_code == 422
    untouched(training)


def test_html_in_what_is_typed_is_text(training: Site) -> None:
    bad = "<script>alert(1)</script>"
    choice = candidate(training)
    entered(training, {choice: ADDRESS}, source=bad)
    for who in (EDITOR, OTHER_REVIEWER):
        page = training.client(who).get(INVITATIONS).text
        assert bad not in page
        assert "&lt;script&gt;" in main_of(page) or "&lt;script&gt;" in page


def test_what_is_tried_without_end_is_kept_some_dozens_of_times(training: Site) -> None:
    with training.database.writing() as session:
        editor = training.viewer(session, EDITOR)
        for _ in range(60):
            attempted(session, editor, NotTheirs("x", "account"), "candidate-1")
    assert len(attempts(training)) == 50


def test_who_may_confirm_asks_by_role_and_organisation(training: Site) -> None:
    entered(training, {candidate(training): ADDRESS})
    with training.database.reading() as session:
        waits = {
            who: len(waiting_claims(session, training.viewer(session, who)))
            for who in (EDITOR, REVIEWER, OTHER_EDITOR, OTHER_REVIEWER, OTHER_BOTH, COORDINATOR)
        }
    assert waits == {EDITOR: 0, REVIEWER: 0, OTHER_EDITOR: 0, OTHER_REVIEWER: 1, OTHER_BOTH: 1, COORDINATOR: 0}
