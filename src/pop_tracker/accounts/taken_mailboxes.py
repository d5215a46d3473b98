"""Mailboxes that are known to be somebody else's: nobody is asked to speak for themselves at one of them, and nobody
gets an account at one where somebody is asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.institutions import is_of_an_institution, is_of_staff, staff_domains
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.requests import AccountRequest
from pop_tracker.accounts.same_person import with_mailbox
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.mailboxes import domain_of, mailbox_of

MOST_AN_HOUR = 50

log.declare({"address_attempt": N_("U provua një adresë që nuk lejohet")})
log.explain("whose", N_("Për kë"))
log.explain(
    "why",
    N_("Pse"),
    {
        "account": N_("adresa e dikujt me llogari"),
        "asked": N_("adresë ku ftohet dikush të përgjigjet"),
        "institution": N_("adresë e një institucioni"),
        "organisation": N_("adresë e një organizate të rrjetit"),
        "used": N_("adresë e përdorur për dikë tjetër"),
    },
)


class NotTheirs(Refusal):
    """The mailbox is known to be another's. Whoever enters one such may be trying to speak for somebody: the door keeps
    the attempt (`attempted`), because the refusal undoes what the verb wrote."""

    def __init__(self, message: str, why: str) -> None:
        super().__init__(message, field="email")
        self.why = why


@dataclass(frozen=True)
class Use:
    """That somebody was written to at an address before."""

    of: str
    municipality_id: int
    email: str
    is_live: bool = True
    """Whether a link there may still speak for them."""


USES: list[Callable[[Session], Iterable[Use]]] = []
"""Each room that writes to people says to whom it wrote: also before addresses were claims."""


NOT_OF_STAFF = {
    "account": N_("Kjo adresë i përket dikujt që ka llogari këtu. Shkruani adresën e vetë personit të ftuar."),
    "organisation": N_("Kjo adresë është e një organizate të rrjetit. Shkruani adresën e vetë personit të ftuar."),
}


def why_of_staff(session: Session, email: str) -> str:
    """Empty for a mailbox that is not staff's; else whether an account has or had it, or it is at a member
    organisation's own domain. Also one from which somebody said that it is their account's new one, whether the account
    came to move or not: whoever works here reads it."""
    if with_mailbox(session, email) or _was_shown_to_be_read(session, email):
        return "account"
    return "organisation" if is_of_staff(domain_of(email), staff_domains(session)) else ""


def _was_shown_to_be_read(session: Session, email: str) -> bool:
    answered = session.exec(select(AccountRequest.email).where(col(AccountRequest.new_confirmed_at).is_not(None)))
    mailbox = mailbox_of(email)
    return any(mailbox_of(one) == mailbox for one in answered)


def require_not_of_staff(session: Session, email: str) -> None:
    """Raises NotTheirs. Asked at each step: an account may have come since."""
    if why := why_of_staff(session, email):
        raise NotTheirs(NOT_OF_STAFF[why], why)


def require_not_asked_at(session: Session, email: str) -> None:
    """The other way round, of an address that an account shall have: raises NotTheirs where a link may still speak for
    somebody, and at an institution's domain. It says nothing of whom."""
    mailbox = mailbox_of(email)
    if any(use.is_live and use.email and mailbox_of(use.email) == mailbox for use in all_uses(session)):
        told = N_("Te kjo adresë ftohet dikush të përgjigjet vetë. Kush punon këtu ka një adresë tjetër.")
        raise NotTheirs(told, "asked")
    if is_of_an_institution(session, domain_of(email)):
        told = N_("Kjo adresë është e një institucioni që ftohet të përgjigjet. Kush punon këtu ka një adresë tjetër.")
        raise NotTheirs(told, "institution")


def all_uses(session: Session) -> Iterable[Use]:
    for written_to in USES:
        yield from written_to(session)


def require_unused(mailbox: str, used: Iterable[Use], may_share: Callable[[Use], bool]) -> None:
    """Raises NotTheirs where somebody else was written to there, but for those who may share it."""
    for use in used:
        if use.email and mailbox_of(use.email) == mailbox and not may_share(use):
            told = N_("Kjo adresë është përdorur tashmë për dikë tjetër. Çdo personi i shkruhet te adresa e vet.")
            raise NotTheirs(told, "used")


def attempted(session: Session, viewer: Viewer, refusal: NotTheirs, whose: str) -> None:
    """Keeps what was refused, in a transaction of its own when the refused one is undone. What somebody tries without
    end is kept some dozens of times an hour, which says as much."""
    lately = select(sa.func.count()).where(
        LogEntry.event == "address_attempt",
        LogEntry.author == viewer.person_id,
        col(LogEntry.at) > datetime.now(UTC) - timedelta(hours=1),
    )
    if session.exec(lately).one() < MOST_AN_HOUR:
        log.note(session, "address_attempt", by=viewer.person_id, why=refusal.why, whose=whose)
