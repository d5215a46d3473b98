"""Who was asked to sign and has no answer in force, as everyone may see it.

Silence is said only once the last day has passed; before it, how long an answer may still come. Nobody stands here who
was not asked, nor whose invitation was taken back, nor whose link died before its day with the claim of its address:
they could not answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from pop_tracker.accounts.addresses import AddressClaim
from pop_tracker.elections.models import Candidate
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.asked import AskedHow, how_all_were_asked
from pop_tracker.pledges.in_force import SignatureRow
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.names import other_name
from pop_tracker.pledges.vocabulary import Capacity, Stands
from pop_tracker.web.albanian import same_name
from pop_tracker.web.i18n import day_of, today


@dataclass(frozen=True)
class Unanswered:
    """One person, asked in one capacity to sign one contract: by the newest invitation."""

    invitation_id: int
    contract_id: int
    name: str
    capacity: Capacity
    whose: tuple[str, int]
    """As answers have it."""
    sent_on: date
    until: date
    """The last day on which they could answer: of the link, or in the office if that ended before."""
    is_annulled: bool
    """Somebody else answered through it: the link is used up, and its answer does not count."""
    earlier: tuple[date, ...] = ()
    """When they were asked before, the latest first."""
    asked: AskedHow | None = None
    """None: not looked up."""
    called_now: str = ""
    """What the record calls them by now, where that is another name than the one that they were asked by."""

    def asked_as(self, name: str) -> str:
        """The name that they were asked by, to be said where it stands at another; "" at the same."""
        return other_name(self.name, beside=name)

    @property
    def is_over(self) -> bool:
        return self.until < today()


def unanswered(
    session: Session, in_force: Iterable[SignatureRow], contract_ids: Iterable[int] | None = None
) -> list[Unanswered]:
    """Of those asked for these contracts (None: for all) who gave none of the answers in force, the earliest first; one
    query. An answer that is tied to nobody is theirs by name and capacity."""
    query = (
        select(Invitation, Candidate.name, Office, col(AddressClaim.ended_at))
        .join(Candidate, col(Candidate.id) == Invitation.candidate_id, isouter=True)
        .join(Office, col(Office.id) == Invitation.office_id, isouter=True)
        .join(AddressClaim, col(AddressClaim.id) == Invitation.claim_id, isouter=True)
        .where(col(Invitation.revoked_at).is_(None))
        .order_by(col(Invitation.created_at), col(Invitation.id))
    )
    if contract_ids is not None:
        query = query.where(col(Invitation.contract_id).in_(list(contract_ids)))
    answered: set[tuple[object, ...]] = set()
    for row in in_force:
        if row.stands is not Stands.ANNULLED:
            answered |= {(row.contract_id, row.whose), (row.contract_id, same_name(row.name), row.capacity)}
    found: dict[tuple[object, ...], Unanswered] = {}
    for one, candidate, office, ended_at in session.exec(query):
        left_on = office.until_on if office else None
        until, ended_on = min(one.last_day, left_on or one.last_day), day_of(ended_at)
        if one.answered_at is None and ended_on is not None and ended_on <= until:
            continue
        whose = ("candidate", one.candidate_id) if one.candidate_id is not None else ("office", one.office_id or 0)
        key = (one.contract_id, whose)
        if key in answered or (one.contract_id, same_name(one.name), one.capacity) in answered:
            continue
        before = found.pop(key, None)
        found[key] = Unanswered(
            invitation_id=one.id or 0,
            contract_id=one.contract_id,
            name=one.name,
            capacity=one.capacity,
            whose=whose,
            sent_on=one.sent_on,
            until=until,
            is_annulled=one.answered_at is not None,
            called_now=other_name(candidate or (office.name if office else one.name), beside=one.name),
            earlier=(before.sent_on, *before.earlier) if before else (),
        )
    return list(found.values())


def with_how(session: Session, rows: list[Unanswered]) -> list[Unanswered]:
    """The same, and at what kind of address each was asked; two queries for however many."""
    how = how_all_were_asked(session, [row.invitation_id for row in rows]) if rows else {}
    return [replace(row, asked=how.get(row.invitation_id)) for row in rows]
