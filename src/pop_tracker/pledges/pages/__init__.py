"""The doors of signatures: asking, answering by a personal link, answers on paper."""

from typing import Any

from pop_tracker.pledges.pages import (
    addresses,
    answers,
    invitations,
    paper,
)

HANDLERS: list[Any] = [
    *invitations.HANDLERS,
    *addresses.HANDLERS,
    *paper.HANDLERS,
    *answers.HANDLERS,
]
