"""Mailboxes that are known to be somebody else's: nobody is asked to speak for themselves at one of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.institutions import is_of_staff, staff_domains
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.models import Viewer
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


USES: list[Callable[[Session], Iterable[Use]]] = []
"""Each room that writes to people says to whom it wrote: also before addresses were claims."""


def require_not_of_staff(session: Session, email: str) -> None:
    """Raises NotTheirs for a mailbox that an account has or had, and for a member organisation's own
    domain. Asked at each step: an account may have come since."""
    if with_mailbox(session, email):
        told = N_("Kjo adresë i përket dikujt që ka llogari këtu. Shkruani adresën e vetë personit të ftuar.")
        raise NotTheirs(told, "account")
    if is_of_staff(domain_of(email), staff_domains(session)):
        told = N_("Kjo adresë është e një organizate të rrjetit. Shkruani adresën e vetë personit të ftuar.")
        raise NotTheirs(told, "organisation")


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
