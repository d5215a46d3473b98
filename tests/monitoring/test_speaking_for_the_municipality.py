"""One editor in every way to reply for a municipality, and whoever has its link without its mailbox. None leaves a mark
in the record; each attempt is in the account log."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts.addresses import AddressClaim
from pop_tracker.accounts.codes import Code
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.models import Person
from pop_tracker.accounts.same_person import remember_mailbox
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.replies import proof
from pop_tracker.monitoring.replies.links import ReplyLink, link_by_secret
from pop_tracker.monitoring.replies.replies import Reply
from tests.accounts.play import mails as letters
from tests.cast import EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.monitoring.hearing import SAID, at_the_municipality, complete, days_pass, link_in_letter, say, send
from tests.monitoring.play import publish
from tests.monitoring.tables import entered
from tests.pages import words

ADDRESSES = "/puna/ftesat/shembull-2023/adresat"


def ask(site: Site, round_id: int) -> Any:
    """As an editor does, without any address that stands."""
    path = f"/puna/raundet/{round_id}/pergjigjja"
    return site.form(site.client(EDITOR), "/puna", post_to=path, office="Kabineti", days="10", phone="+355 69 123 4567")


def enter_address(site: Site, email: str, who: str = EDITOR) -> Any:
    with site.database.reading() as session:
        municipality_id = session.exec(select(Round)).first().contract.municipality_id  # type: ignore[union-attr]
    choice = f"municipality-{municipality_id}"
    fields = {f"email_{choice}": email, f"kind_{choice}": "municipality", "source": "faqja e bashkisë, e shpikur"}
    return site.form(site.client(who), ADDRESSES, **fields)


def head(site: Site) -> history.Head:
    with site.database.reading() as session:
        return history.head(session)


def events(site: Site) -> list[str]:
    with site.database.reading() as session:
        return list(session.exec(select(LogEntry.event).order_by(col(LogEntry.number))))


def replies(site: Site) -> list[str]:
    with site.database.reading() as session:
        return list(session.exec(select(Reply.text).order_by(col(Reply.id))))


def code_in(site: Site) -> str:
    found = re.search(r"\b(\d{6})\b", letters(site)[-1].get_content())
    assert found
    return found[1]


def type_code(site: Site, client: TestClient[Any], link: str, code: str, vendi: str = "1.2") -> Any:
    return site.form(client, link, post_to=f"{link}/kodi", code=code, vendi=vendi)


# --- the way of the municipality


@pytest.mark.both
def test_the_code_is_asked_for_once_and_then_all_replies_are_written(training: Site, link: str) -> None:
    client = training.client()
    way = client.get(f"{link}/zotimi/1.2").headers["location"]
    assert way == f"{link}/kodi?vendi=1.2"
    assert 'name="vendi" value="1.2"' in client.get(way).text, "where to go on"
    page = words(client.get(way).text)
    assert "•••@bashkia-shembull.example" in page
    assert "kabineti@" not in page
    assert training.form(client, link, post_to=f"{link}/kodi/dergimi", vendi="1.2").status_code == 200
    assert letters(training)[-1]["To"] == "kabineti@bashkia-shembull.example"
    answer = type_code(training, client, link, code_in(training))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{link}/zotimi/1.2")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    before = len(letters(training))
    for place in ("1.2", "1.3.a", "ne-pergjithesi"):
        path = f"{link}/zotimi/{place}"
        opened = dict(re.findall(r'name="(version|nonce)" value="([^"]*)"', client.get(path).text))
        assert training.form(client, path, **opened, text=SAID).status_code == 303
    assert replies(training) == [SAID] * 3
    assert len(letters(training)) == before, "no further code"
    assert training.form(client, link, post_to=f"{link}/e-plote").status_code == 303
    assert [one for one in events(training) if one.startswith("reply")] == [
        "reply_link_sent",
        "reply_proven",
        "reply_completed",
    ]
    assert client.get(f"{link}/kodi").headers["location"] == link


def test_the_record_says_to_what_kind_of_address_it_went_and_who_vouched(training: Site, round_id: int, link: str
                                                                         ) -> None:  # fmt: skip
    say(training, link)
    days_pass(training, round_id)
    assert publish(training, round_id).status_code == 303
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        number = session.get_one(Round, round_id).number
        assert list(verification.verify(session)) == []
    assert entry.content
    address = entry.content["state"]["reply_address"]
    assert address == {"kind": "municipality", "domain": address["domain"], "by": "organizata-a",
                       "confirmed_by": address["confirmed_by"]}  # fmt: skip
    assert address["confirmed_by"]
    assert "kabineti@" not in str(entry.content)
    page = words(training.client().get(f"/raportet/shembull-2023/{number}").text)
    assert "Iu dërgua te një adresë e bashkisë" in page
    assert "dhe e konfirmoi" in page
    assert "kabineti@" not in page


# --- without the mailbox


def test_a_stolen_link_reads_and_says_nothing(training: Site, link: str) -> None:
    before, thief = head(training), training.client()
    assert training.form(thief, link, post_to=f"{link}/zotimi/1.2", text="Fjalë të vjedhura.").status_code == 422
    assert training.form(thief, link, post_to=f"{link}/e-plote").headers["location"] == f"{link}/kodi?vendi=e-plote"
    assert replies(training) == []
    with training.database.reading() as session:
        assert session.exec(select(ReplyLink.completed_at)).one() is None
    assert head(training) == before
    assert events(training).count("reply_unproven") == 1, "and a script does not fill the log"


def test_what_was_typed_without_the_code_is_not_lost(training: Site, link: str) -> None:
    answer = training.form(training.client(), link, post_to=f"{link}/zotimi/1.2", text="Fjalë të gjata.")
    assert "Fjalë të gjata." in answer.text
    assert f'href="{link}/kodi?vendi=1.2"' in answer.text


def test_a_published_round_is_closed_to_a_stolen_link_too(training: Site, round_id: int, link: str) -> None:
    days_pass(training, round_id)
    assert publish(training, round_id).status_code == 303
    before, thief = head(training), training.client()
    for door in ("", "/botim"):
        answer = training.form(thief, link, post_to=f"{link}/zotimi/1.2{door}", text="Fjalë të vjedhura.")
        assert answer.status_code == 422
    assert (replies(training), head(training)) == ([], before)
    assert "reply_unproven" in events(training)


def test_codes_are_not_guessed(training: Site, link: str) -> None:
    thief = training.client()
    training.form(thief, link, post_to=f"{link}/kodi/dergimi")
    right = code_in(training)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(5):
        assert type_code(training, thief, link, wrong).status_code == 422
    assert type_code(training, thief, link, right).status_code == 422, "it is worn out"
    assert "reply_proven" not in events(training)
    assert "code_worn_out" in events(training)
    for _ in range(4):
        training.form(thief, link, post_to=f"{link}/kodi/dergimi")
    assert training.form(thief, link, post_to=f"{link}/kodi/dergimi").status_code == 429


def test_a_code_is_used_once_and_ends(training: Site, link: str) -> None:
    training.form(training.client(), link, post_to=f"{link}/kodi/dergimi")
    code = code_in(training)
    assert type_code(training, training.client(), link, code).status_code == 303
    assert type_code(training, training.client(), link, code).status_code == 422
    training.form(training.client(), link, post_to=f"{link}/kodi/dergimi")
    with training.database.writing() as session:
        for one in session.exec(select(Code)):
            one.sent_at = datetime.now(UTC) - timedelta(minutes=31)
            session.add(one)
    assert type_code(training, training.client(), link, code_in(training)).status_code == 422


def test_the_proof_is_of_one_link_and_of_some_hours(
    training: Site, round_id: int, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = at_the_municipality(training, link)
    with training.database.reading() as session:
        first = link_by_secret(session, link.rpartition("/")[2])
        assert first
    assert send(training, round_id).status_code == 303
    newer = link_in_letter(training)
    with training.database.reading() as session:
        second = link_by_secret(session, newer.rpartition("/")[2])
        assert second
    old = str(there.cookies.get(proof.cookie_of(training.settings, first)))
    for value in (old, "x", "x" * 2000, old[:-2] + "xx"):
        thief = training.client()
        thief.cookies.set(proof.cookie_of(training.settings, second), value)
        assert thief.get(f"{newer}/zotimi/1.2").headers["location"].endswith("/kodi?vendi=1.2")
    assert proof.is_proven(training.settings, first, old)
    with monkeypatch.context() as patched:
        patched.setattr(proof, "HOURS", 0)
        assert not proof.is_proven(training.settings, first, proof.proof(training.settings, first))


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example", "../../puna", "1.2?x=1", "x" * 500])
def test_a_place_from_the_address_leads_nowhere_else(training: Site, link: str, place: str) -> None:
    training.form(training.client(), link, post_to=f"{link}/kodi/dergimi")
    answer = type_code(training, training.client(), link, code_in(training), place)
    assert answer.headers["location"] == link


# --- the editor


def test_no_link_goes_out_before_a_second_person_confirmed_the_address(training: Site, round_id: int) -> None:
    before = head(training)
    assert ask(training, round_id).status_code == 422
    page = words(training.client(EDITOR).get(f"/puna/raundet/{round_id}/pergjigjja").text)
    assert "Shënoni adresën e bashkisë, me burimin e saj." in page
    assert enter_address(training, "anila.private@gmail.example").status_code == 303
    assert ask(training, round_id).status_code == 422
    assert "pret konfirmimin" in words(training.client(EDITOR).get(f"/puna/raundet/{round_id}/pergjigjja").text)
    for who in (EDITOR, SECOND_EDITOR, REVIEWER):
        with training.database.reading() as session:
            waiting = session.exec(select(AddressClaim.id).order_by(col(AddressClaim.id).desc())).first()
        path = "/puna/ftesat/shembull-2023"
        training.form(training.client(who), "/puna", post_to=f"{path}/adresat/konfirmimi", addresses=str(waiting))
    assert ask(training, round_id).status_code == 422
    assert letters(training) == []
    assert head(training) == before
    assert "address_claimed" in events(training)


@pytest.mark.parametrize("email", [EDITOR, EDITOR.replace("@", "+bashkia@"), EDITOR.upper().replace("@", "+b@"),
                                   "kushdo@shembull.example"])  # fmt: skip
def test_an_own_address_is_not_the_municipalitys(training: Site, round_id: int, email: str) -> None:
    before = head(training)
    assert enter_address(training, email).status_code == 422
    assert ask(training, round_id).status_code == 422
    assert letters(training) == []
    assert head(training) == before
    assert "address_attempt" in events(training)


def test_an_address_that_was_withdrawn_ends_the_link_that_went_there(training: Site, link: str) -> None:
    with training.database.writing() as session:
        found = session.exec(select(AddressClaim)).one()
        found.withdraw(session, training.viewer(session, EDITOR), "Nuk ishte e bashkisë.")
    for page in (training.client().get(link), training.client().get(f"{link}/zotimi/1.2")):
        assert page.status_code == 410
        assert "e tërhoqi adresën ku shkoi kjo lidhje" in page.text
        assert "lidhje të re" not in page.text, "none was sent"
    assert replies(training) == []


@pytest.mark.both
def test_an_account_that_came_to_the_mailbox_since_ends_it_too(training: Site, link: str) -> None:
    with training.database.writing() as session:
        to = session.exec(select(ReplyLink)).one().email
        person = session.exec(select(Person).where(Person.email == SECOND_EDITOR)).one()
        remember_mailbox(session, person.id or 0, to)
    before, client = head(training), training.client()
    page = client.get(link)
    assert (page.status_code, "lexon tani dikush që punon në rrjet" in page.text) == (410, True)
    assert "+355" in page.text  # whom to ask
    for way in (f"{link}/zotimi/1.2", f"{link}/kodi", f"{link}/zotimi/1.2"):
        answer = training.form(client, "/hyrje", post_to=way, text=SAID, code="123456")
        assert answer.status_code == 410
    assert events(training).count("reply_of_staff") == 1
    assert (head(training), replies(training)) == (before, [])


def test_declaring_it_complete_does_not_publish_the_same_day(training: Site, round_id: int, link: str) -> None:
    say(training, link)
    before = head(training)
    complete(training, link)
    assert publish(training, round_id, REVIEWER).status_code == 422
    assert publish(training, round_id, OTHER_REVIEWER).status_code == 422
    assert head(training) == before
    assert "reply_completed" in events(training)


def test_a_second_link_takes_back_what_was_called_complete(training: Site, round_id: int, link: str) -> None:
    """It goes to the same confirmed address and replaces the first."""
    say(training, link)
    complete(training, link)
    assert send(training, round_id).status_code == 303
    with training.database.reading() as session:
        first, second = session.exec(select(ReplyLink).order_by(col(ReplyLink.id))).all()
        assert first.email == second.email
        assert first.revoked_at
    days_pass(training, round_id, 8)
    assert publish(training, round_id).status_code == 422, "the term runs on"


def test_who_is_signed_in_neither_asks_for_a_code_nor_uses_one(training: Site, link: str) -> None:
    before = head(training)
    for who in (EDITOR, REVIEWER):
        client = training.client(who)
        for door in ("/kodi/dergimi", "/kodi", "/zotimi/1.2", "/e-plote"):
            answer = training.form(client, "/puna", post_to=f"{link}{door}", code="123456", text="x")
            assert answer.status_code == 403, door
    assert (replies(training), head(training)) == ([], before)


def test_one_organisation_alone_brings_nothing_in_from_elsewhere(training: Site) -> None:
    round_id = entered(training)
    before = head(training)
    for who in (EDITOR, REVIEWER):
        assert publish(training, round_id, who).status_code == 403
    assert head(training) == before
