"""Who may be asked to sign a contract: whoever stands or holds an office in its municipality."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.contracts.models import Contract
from pop_tracker.elections.models import Candidate, Election
from pop_tracker.elections.offices import Office, OfficeCapacity
from pop_tracker.pledges.vocabulary import Capacity
from pop_tracker.web.albanian import same_name
from pop_tracker.web.i18n import today


@dataclass(frozen=True)
class Invitee:
    """Someone who may be asked: a candidate in the municipality, or who holds an office there now."""

    choice: str
    """How forms and claims of addresses name them: "candidate-7", "office-3"."""
    name: str
    capacity: Capacity
    about: str
    """The list or the office's note, to tell people of the same name apart."""
    since: date
    """Election day, or first day in office."""


def invitees(session: Session, contract: Contract) -> list[Invitee]:
    """Offices held now, then candidates, the newest election first."""
    offices = session.exec(
        select(Office)
        .where(
            Office.municipality_id == contract.municipality_id,
            sa.or_(col(Office.until_on).is_(None), col(Office.until_on) >= today()),
            # The chair does not sign for the council; its secretary does (Kamëz, 2019).
            col(Office.capacity) != OfficeCapacity.COUNCIL_CHAIR,
        )
        .order_by(col(Office.capacity), col(Office.from_on).desc())
    )
    found = [
        Invitee(
            f"office-{office.id}",
            office.name,
            Capacity.MAYOR if office.capacity is OfficeCapacity.MAYOR else Capacity.COUNCIL,
            office.list_name,
            office.from_on,
        )
        for office in offices
    ]
    candidates = session.exec(
        select(Candidate, col(Election.held_on))
        .join(Election, col(Election.id) == Candidate.election_id)
        .where(Candidate.municipality_id == contract.municipality_id)
        .order_by(col(Election.held_on).desc(), col(Candidate.name))
    )
    found += [
        Invitee(f"candidate-{candidate.id}", candidate.name, Capacity.CANDIDATE, candidate.list_name, held_on)
        for candidate, held_on in candidates
    ]
    return found


def left_office(session: Session, municipality_id: int) -> frozenset[str]:
    """Whose time in an office of the municipality is over and who holds none there now, also as candidates: a mailbox
    of the office that they had is not theirs any more."""
    offices = session.exec(select(Office).where(Office.municipality_id == municipality_id)).all()
    now = {same_name(one.name) for one in offices if one.until_on is None or one.until_on >= today()}
    left = {f"office-{one.id}": same_name(one.name) for one in offices if same_name(one.name) not in now}
    candidates = session.exec(select(Candidate.id, Candidate.name).where(Candidate.municipality_id == municipality_id))
    gone = set(left.values())
    return frozenset(left) | frozenset(f"candidate-{id}" for id, name in candidates if same_name(name) in gone)


def same_person(one: Invitee, everyone: Iterable[Invitee]) -> frozenset[str]:
    """The other choices that stand for them too: a mayor who was a candidate. By name, within one municipality."""
    return frozenset(
        other.choice
        for other in everyone
        if other.choice != one.choice and same_name(other.name) == same_name(one.name)
    )
