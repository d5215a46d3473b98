"""The doors of signing in and out, and the coordinator's doors to people, organisations and
domains of institutions; redactions."""

from typing import Any

from pop_tracker.accounts.pages import (
    domains,
    letters,
    log,
    mail_wishes,
    organisations,
    own_account,
    people,
    proving,
    redactions,
    removal_asks,
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
    *domains.HANDLERS,
    *redactions.HANDLERS,
    *removal_asks.HANDLERS,
    *requests.HANDLERS,
    *own_account.HANDLERS,
    *log.HANDLERS,
    *letters.HANDLERS,
    *mail_wishes.HANDLERS,
]
