"""The municipality's right of reply: the personal link to the draft round, and the term that it opens."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.addresses import AddressClaim, confirmed_claim
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.accounts.taken_mailboxes import USES, Use, why_of_staff
from pop_tracker.contracts.models import Contract
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.parts import locked, undone, work_of
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, day_of, today
from pop_tracker.web.secret import new_secret, secret_hash
from pop_tracker.web.working_days import after_working_days

LEAST_DAYS = 3
"""Working days that the municipality has in any case, also when somebody says at once that its reply is complete."""


log.declare({"reply_link_sent": N_("Lidhja për përgjigjen e bashkisë u dërgua")})


class ReplyLink(SQLModel, table=True):
    """Sent to the municipality's own mailbox and shown to nobody else, as invitations are."""

    __tablename__ = "reply_link"
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    office: str = Field(max_length=160)
    """Who is asked, by office: "Kabineti i kryetarit"."""
    email: str = Field(max_length=254)
    claim_id: int | None = Field(default=None, foreign_key="address_claim.id")
    """The claim that this is the municipality's address; None: from before addresses were confirmed."""
    language: str = Field(default="sq", max_length=2, sa_column_kwargs={"server_default": "sq"})
    """Of what is written to it: the letter with the link, and receipts."""
    token_hash: str = Field(max_length=64, unique=True)
    sent_by: int | None = Field(default=None, foreign_key="person.id")
    contact_id: int | None = Field(default=None, foreign_key="person.id")
    """Whom the municipality may turn to, since whoever sent it left."""
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    created_at: datetime
    revoked_at: datetime | None = None
    completed_at: datetime | None = None
    """The municipality said that its reply is complete: the round need not wait for the end of its term."""


def thing_of(link: ReplyLink) -> str:
    """How the letter with the link names it, by which its page learns what became of that letter."""
    return f"reply_link/{link.id}"


def purpose_of_receipt(link: ReplyLink) -> str:
    """Not `thing_of`: who sent the link is told nothing of what came of it before it is public."""
    return f"reply_receipt/{link.id}"


def whose(held: Round) -> str:
    """How the claim of its address names the municipality."""
    return f"municipality-{held.contract.municipality_id}"


def open_reply(
    session: Session, viewer: Viewer, round_id: int, office: str, days: int | None = None, language: str = "sq"
) -> tuple[ReplyLink, str]:
    """Gives the draft round to the municipality for its working days, at the address that a second person confirmed as
    the municipality's; returns the link with its secret, which is kept nowhere: only its SHA-256 is. Again, it
    replaces a link that went astray: the term never gets shorter, and `days` count anew from today. After publication,
    only who was asked before gets one, for a late reply."""
    held = locked(session, round_id)
    require_recorder(viewer, held.contract.municipality_id)
    if held.state is RoundState.PUBLISHED and held.reply_until is None:
        raise Refusal(N_("Ky raund është botuar tashmë."))
    missing = undone(work_of(session, [held])[round_id]) if held.reply_until is None else []
    if missing:
        raise Refusal(N_("Ende pa përfunduar: %(refs)s."), refs=", ".join(dict.fromkeys(part.ref for part in missing)))
    claim = confirmed_claim(session, whose(held))
    for earlier in session.exec(select(ReplyLink).where(ReplyLink.round_id == round_id)):
        earlier.revoked_at = earlier.revoked_at or datetime.now(UTC)
        session.add(earlier)
    if held.state is not RoundState.PUBLISHED:
        if held.reply_until is None:
            held.reply_from, held.reply_days = today(), days or held.reply_days
            days = held.reply_days
        until = after_working_days(today(), days) if days else today()
        held.state, held.reply_until = RoundState.REPLY, max(until, held.reply_until or until)
        held.reply_claim_id = claim.id
        session.add(held)
    secret = new_secret()
    link = ReplyLink(
        round_id=round_id, office=office, email=claim.email, claim_id=claim.id, language=language,
        token_hash=secret_hash(secret), sent_by=viewer.person_id, organisation_id=viewer.organisation_id,
        created_at=datetime.now(UTC),
    )  # fmt: skip
    session.add(link)
    session.flush()
    log.note(session, "reply_link_sent", by=viewer.person_id, thing=thing_of(link), round=held.key)
    return link, secret


def link_by_secret(session: Session, secret: str) -> ReplyLink | None:
    """Also one that was replaced: who holds it is told so, and reads nothing."""
    return session.exec(select(ReplyLink).where(ReplyLink.token_hash == secret_hash(secret))).first()


class Over(StrEnum):
    """Why a link opens nothing any more."""

    STAFFS = "staffs"
    """Whoever works here may read its mailbox by now."""
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    """Its address turned out not to be the municipality's."""


def why_over(session: Session, link: ReplyLink) -> Over | None:
    """None while it opens the round."""
    claim = session.get(AddressClaim, link.claim_id) if link.claim_id else None
    if is_of_staff(session, link):
        return Over.STAFFS
    if link.revoked_at is not None:
        return Over.REPLACED
    return Over.WITHDRAWN if claim is not None and claim.ended_at is not None else None


def is_over_for(session: Session, link: ReplyLink) -> bool:
    return why_over(session, link) is not None


def is_of_staff(session: Session, link: ReplyLink) -> bool:
    """Whether an account came to the mailbox, or to its domain, after the letter had gone there: whoever works here may
    read the code."""
    return bool(link.email) and bool(why_of_staff(session, link.email))


def _written_to(session: Session) -> Iterable[Use]:
    """But for links that were replaced: a slip of the hand does not bar its rightful owner."""
    rows = session.exec(
        select(ReplyLink.email, Contract.municipality_id, AddressClaim.ended_at)
        .join(Round, col(Round.id) == ReplyLink.round_id)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .join(AddressClaim, col(AddressClaim.id) == ReplyLink.claim_id, isouter=True)
        .where(col(ReplyLink.revoked_at).is_(None))
    )
    return [
        Use(f"municipality-{municipality_id}", municipality_id, email, is_live=ended_at is None)
        for email, municipality_id, ended_at in rows
    ]


USES.append(_written_to)


def completions(session: Session, rounds: Iterable[Round]) -> dict[int, datetime]:
    """When the municipality said that its reply is complete, by the round's id; one query."""
    found = session.exec(
        select(ReplyLink.round_id, sa.func.min(ReplyLink.completed_at))
        .where(
            col(ReplyLink.round_id).in_([held.id for held in rounds]),
            col(ReplyLink.completed_at).is_not(None),
            col(ReplyLink.revoked_at).is_(None),  # whoever held a link that went astray does not close the term
        )
        .group_by(col(ReplyLink.round_id))
    )
    return {round_id: at for round_id, at in found if at}


def over_since(held: Round, completed: Mapping[int, datetime]) -> date | None:
    """The day since which the municipality has had its say, None while it has not: it said that its reply is complete
    (`completions`), and `LEAST_DAYS` have passed; its last day was the day before; or it could read and answer the
    round where it was published before."""
    if held.published_elsewhere:
        return day_of(held.opened_at)
    if held.reply_until is None:
        return None
    said, last = day_of(completed.get(held.id or 0)), waits_until(held, completed)
    since = max(last + timedelta(days=1), said or last)
    return since if since <= today() else None


def waits_until(held: Round, completed: Mapping[int, datetime]) -> date:
    """The last day on which the round waits for its municipality: the last of its term, or the last of `LEAST_DAYS`
    where it said that its reply is complete, so that one person's word never leaves the others there without time."""
    until = held.reply_until or today()
    if held.id not in completed:
        return until
    return min(until, after_working_days(held.reply_from or today(), LEAST_DAYS))


def is_over(session: Session, held: Round) -> bool:
    """Whether the municipality has had its say."""
    return over_since(held, completions(session, [held])) is not None
