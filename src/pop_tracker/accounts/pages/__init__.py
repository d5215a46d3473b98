"""The doors of signing in and out, and the coordinator's doors to people and organisations; redactions."""

from typing import Any

from pop_tracker.accounts.pages import (
    letters,
    log,
    mail_wishes,
    organisations,
    own_account,
    people,
    proving,
    redactions,
    requests,
    second_factor,
    signing_in,
)

HANDLERS: list[Any] = [
    *signing_in.HANDLERS,
    *proving.HANDLERS,
    *second_factor.HANDLERS,
    *people.HANDLERS,
    *organisations.HANDLERS,
    *redactions.HANDLERS,
    *requests.HANDLERS,
    *own_account.HANDLERS,
    *log.HANDLERS,
    *letters.HANDLERS,
    *mail_wishes.HANDLERS,
]
