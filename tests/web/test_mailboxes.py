"""Two spellings of one mailbox are known as one."""

import pytest

from pop_tracker.web.mailboxes import gives_to_anybody, mailbox_of


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


def test_a_tag_is_none_of_the_address_at_any_domain() -> None:
    assert mailbox_of("anila+bashkia@Shembull.example") == "anila@shembull.example"
    assert mailbox_of("anila.e@shembull.example") != mailbox_of("anilae@shembull.example")


def test_public_providers() -> None:
    assert gives_to_anybody("Gmail.com")
    assert gives_to_anybody("yahoo.com")
    assert not gives_to_anybody("bashkiakorce.gov.al")
