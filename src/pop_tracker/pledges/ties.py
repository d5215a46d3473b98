"""Whose an answer is that was recorded before answers were tied to a person: looked for by its name once, and kept.

It is tied to the one candidate or holder of an office in its municipality who is called so, of its capacity and of the
elections of its contract's term or the day on which it was given. Where nobody is called so, or more than one, it
stands by itself. A tie stays, whatever either comes to be called; that it was made, the record says.
"""

from calendar import monthrange
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.contracts.models import Contract
from pop_tracker.elections.models import Candidate, Election
from pop_tracker.elections.offices import Office, OfficeCapacity
from pop_tracker.history import REMOVED, Actor
from pop_tracker.pledges.models import Signature, locked
from pop_tracker.pledges.names import NAMELESS
from pop_tracker.pledges.vocabulary import Capacity, SignatureState
from pop_tracker.web.albanian import same_name
from pop_tracker.web.dates import DatePrecision

_OFFICES = {Capacity.MAYOR: OfficeCapacity.MAYOR, Capacity.COUNCIL: OfficeCapacity.COUNCIL_SECRETARY}
"""An organisation's answer is nobody's, and the council signs through its secretary."""
TIED = "signature.tie"
WHY = {
    "candidate_id": "I vetmi kandidat me këtë emër në këtë bashki, në zgjedhjet e mandatit të kontratës.",
    "office_id": "I vetmi me këtë emër që e mbante këtë detyrë publike në këtë bashki atë ditë.",
}
"""As the record keeps it."""


def tied_to(session: Session, contract: Contract, answer: Signature) -> dict[str, int]:
    """The one whose it is, as the answer keeps it; {} where nobody is, or more than one."""
    tie, called = "office_id", _holders(session, contract, answer)
    if answer.capacity is Capacity.CANDIDATE:
        tie, called = "candidate_id", _candidates(session, contract)
    of_the_name = [id for id, name in called if name != REMOVED and same_name(name) == same_name(answer.name)]
    return {tie: of_the_name[0]} if len(of_the_name) == 1 and answer.name != NAMELESS else {}


def tie_answers(session: Session, by: Actor) -> int:
    """Ties what is public and untied and can be; how many that were. Done again, it finds nothing."""
    untied = select(Signature).where(
        Signature.state == SignatureState.PUBLIC,
        col(Signature.candidate_id).is_(None),
        col(Signature.office_id).is_(None),
        # Of an answer through a link the invitation says whose it is.
        col(Signature.invitation_id).is_(None),
        col(Signature.after_id).is_(None),
        col(Signature.capacity).in_([Capacity.CANDIDATE, *_OFFICES]),
    )
    tied = 0
    for answer in session.exec(untied.order_by(col(Signature.id))).all():
        found = tied_to(session, session.get_one(Contract, answer.contract_id), answer)
        held = locked(session, Signature, answer.id) if found else answer
        if not found or held.candidate_id or held.office_id:  # another process was quicker
            continue
        for tie, id in found.items():
            setattr(held, tie, id)
            session.add(held)
            history.append(session, "tie", held, by, source=held.source, reason=WHY[tie])
        tied += 1
    return tied


def _candidates(session: Session, contract: Contract) -> list[tuple[int, str]]:
    query = (
        select(Candidate.id, Candidate.name)
        .join(Election, col(Election.id) == Candidate.election_id)
        .where(
            Candidate.municipality_id == contract.municipality_id,
            col(Election.held_on) >= date(contract.term_from, 1, 1),
            col(Election.held_on) < date(contract.term_until, 1, 1),
        )
    )
    return [(id or 0, name) for id, name in session.exec(query)]


def _holders(session: Session, contract: Contract, answer: Signature) -> list[tuple[int, str]]:
    """Of an answer of which only a day before which it was given is known, that day counts."""
    if answer.capacity not in _OFFICES:
        return []
    first = last = answer.signed_on
    if answer.date_precision is DatePrecision.MONTH:
        first = first.replace(day=1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
    query = select(Office.id, Office.name).where(
        Office.municipality_id == contract.municipality_id,
        Office.capacity == _OFFICES[answer.capacity],
        col(Office.from_on) <= last,
        sa.or_(col(Office.until_on).is_(None), col(Office.until_on) >= first),
    )
    return [(id or 0, name) for id, name in session.exec(query)]
