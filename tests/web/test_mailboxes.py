"""Two spellings of one mailbox are known as one."""

import asyncio

import pytest

from pop_tracker.accounts.concerned import NOBODYS
from pop_tracker.web.errors import Refusal
from pop_tracker.web.mailboxes import gives_to_anybody, mailbox_of, registered_domain, require_address


@pytest.mark.parametrize(
    "email",
    [
        "Anila.Editore@gmail.com",
        "anila.editore+vote@gmail.com",
        "anilaeditore@googlemail.com",
        " a.nila.editore@gmail.com",
    ],
)
def test_spellings_of_one_mailbox(email: str) -> None:
    assert mailbox_of(email) == "anilaeditore@gmail.com"


@pytest.mark.parametrize(
    "email", ["anila.e+x@proton.me", "Anila-E@protonmail.com", "anila_e@pm.me", "anilae@protonmail.ch"]
)
def test_of_proton_the_name_alone_counts(email: str) -> None:
    assert mailbox_of(email) == "anilae@proton.me"


def test_a_name_as_a_domain_of_fastmail() -> None:
    assert mailbox_of("votime@anila.fastmail.com") == mailbox_of("Anila+x@fastmail.com") == "anila@fastmail.com"
    assert mailbox_of("x@notfastmail.com") == "x@notfastmail.com"


def test_where_a_loop_is_running() -> None:
    async def within() -> str:
        return mailbox_of("Anila+x@shembull.example")

    assert asyncio.run(within()) == "anila@shembull.example"


@pytest.mark.parametrize("email", ["", "@", "a@", "@b", "a b@c", "a@b@c", "<a@b.al", '"a"@b.al', "a,b@c.al"])
def test_what_is_no_address_is_some_mailbox_or_other(email: str) -> None:
    assert mailbox_of(email) == mailbox_of(email)


def test_a_tag_is_none_of_the_address_at_any_domain() -> None:
    assert mailbox_of("anila+bashkia@Shembull.example") == "anila@shembull.example"
    assert mailbox_of("anila.e@shembull.example") != mailbox_of("anilae@shembull.example")


def test_public_providers() -> None:
    assert gives_to_anybody("Gmail.com")
    assert gives_to_anybody("yahoo.com")
    assert not gives_to_anybody("bashkiakorce.gov.al")
    assert gives_to_anybody("anila.fastmail.com")  # its customers get a domain below its own
    assert gives_to_anybody("posta.abcom.al")
    assert not gives_to_anybody("notgmail.com")


@pytest.mark.parametrize(
    ("domain", "registered"),
    [
        ("org.example", "org.example"),
        ("posta.Org.example", "org.example"),
        ("posta.shembull.org.al", "shembull.org.al"),
        ("shembull.gov.al", "shembull.gov.al"),
        ("org.al", "org.al"),
        ("posta", "posta"),
    ],
)
def test_what_was_registered(domain: str, registered: str) -> None:
    assert registered_domain(domain) == registered


def test_it_is_known_also_where_an_event_loop_runs() -> None:
    async def ask() -> str:
        return mailbox_of("Anila+x@gmail.com")

    assert asyncio.run(ask()) == "anila@gmail.com"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ilir@re", "mungon fundi"),
        ("ilir@rë.al", "zakonisht me “e”"),
        ("çelësi@bashkia.al", "zakonisht me “c”"),
        ("ana’s@bashkia.al", "karakteri “’”"),
        ("ana\xa0b@bashkia.al", "hapësirë"),
        ("ana b@bashkia.al", "hapësirë"),
        ("ana@bashkia..al", "emri@organizata.al"),
        ("ana@@bashkia.al", "emri@organizata.al"),
        ("ana.@bashkia.al", "emri@organizata.al"),
        ("ana", "emri@organizata.al"),
        ("a" * 250 + "@b.al", "tepër i gjatë"),
    ],
)
def test_what_is_no_address_is_told_why(text: str, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        require_address(text)
    assert told in refused.value.message % refused.value.values


@pytest.mark.parametrize("text", ["ana@bashkia.gov.al", "a.b+c@d-e.com", "ana@shembull.example", NOBODYS])
def test_what_is_one_is_taken(text: str) -> None:
    require_address(text)
