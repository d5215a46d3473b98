"""The doors of signatures: asking, answering by a personal link, answers on paper, annulling."""

from typing import Any

from pop_tracker.pledges.pages import addresses, annulments, answers, contact_data, invitations, paper, sent_invitations

HANDLERS: list[Any] = [
    *invitations.HANDLERS,
    *sent_invitations.HANDLERS,
    *addresses.HANDLERS,
    *contact_data.HANDLERS,
    *paper.HANDLERS,
    *answers.HANDLERS,
    *annulments.HANDLERS,
]
