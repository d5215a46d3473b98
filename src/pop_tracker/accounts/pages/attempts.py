"""Doors by which an account gets an address: one that the site knows as another's is refused, and that stays known."""

from collections.abc import Callable

from pop_tracker.accounts.pages.desk import Again, Answer, Desk
from pop_tracker.accounts.taken_mailboxes import NotTheirs, attempted
from pop_tracker.web.forms.base import BaseForm


def enter_address(desk: Desk, form: BaseForm, again: Again, verb: Callable[[], str], whose: str = "") -> Answer:
    """As `Desk.enter`, with the attempt kept."""
    return with_attempts_kept(desk, verb, lambda tried: desk.enter(form, again, tried), whose)


def with_attempts_kept(
    desk: Desk, verb: Callable[[], str], door: Callable[[Callable[[], str]], Answer], whose: str
) -> Answer:
    """What the door makes of the verb. An attempt is in the account log, with whose account it would have been."""
    refused: list[NotTheirs] = []

    def tried() -> str:
        try:
            return verb()
        except NotTheirs as refusal:
            refused.append(refusal)
            raise

    answer = door(tried)
    for refusal in refused:
        attempted(desk.session, desk.viewer, refusal, whose)
    return answer
