"""Answers on paper, or given at a forum: an editor records what the paper says, with the paper itself, and a second
person compares the two before the answer is public.

Any second person will do; where somebody doubts the answer, or the signer answered for themselves by a personal link,
only one of another organisation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.actors import actor
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.second_person import (
    Decision,
    confirmation,
    may_be_second_person,
    require_second_person,
)
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract, hold
from pop_tracker.elections.models import Candidate, Election
from pop_tracker.elections.offices import Office, OfficeCapacity
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.models import CHANGED_MEANWHILE, Signature, locked, require_editor
from pop_tracker.pledges.vocabulary import Answer, Capacity, SignatureState
from pop_tracker.web.errors import Forbidden, Refusal, Stale, all_at_once
from pop_tracker.web.i18n import N_, day_of, today

log.declare({"answer_disputed": N_("U kundërshtua një përgjigje në letër")})

ORGANISATION = "organisation"
"""How a form names a signer who is neither candidate nor holds an office."""


@dataclass(frozen=True)
class Signer:
    """Somebody who may have signed a paper: a candidate in the municipality, or who holds or held an office there."""

    choice: str
    """As a form names them: "candidate-7", "office-3"."""
    name: str
    capacity: Capacity
    about: str
    """The list or the office's note, to tell people of the same name apart."""
    since: date

    @property
    def tied(self) -> dict[str, Any]:
        kind, _, row_id = self.choice.partition("-")
        return {f"{kind}_id": int(row_id), "name": self.name, "capacity": self.capacity}


def signers(session: Session, contract: Contract) -> list[Signer]:
    """Offices, also those that are over, then candidates, the newest first: a paper may be years old."""
    offices = session.exec(
        select(Office)
        .where(
            Office.municipality_id == contract.municipality_id,
            # The chair does not sign for the council; its secretary does (Kamëz, 2019).
            col(Office.capacity) != OfficeCapacity.COUNCIL_CHAIR,
        )
        .order_by(col(Office.from_on).desc(), col(Office.id))
    )
    found = [
        Signer(
            f"office-{office.id}", office.name,
            Capacity.MAYOR if office.capacity is OfficeCapacity.MAYOR else Capacity.COUNCIL,
            office.list_name, office.from_on,
        )
        for office in offices
    ]  # fmt: skip
    candidates = session.exec(
        select(Candidate, col(Election.held_on))
        .join(Election, col(Election.id) == Candidate.election_id)
        .where(Candidate.municipality_id == contract.municipality_id)
        .order_by(col(Election.held_on).desc(), col(Candidate.name))
    )
    return found + [
        Signer(f"candidate-{candidate.id}", candidate.name, Capacity.CANDIDATE, candidate.list_name, held_on)
        for candidate, held_on in candidates
    ]


def submit(session: Session, viewer: Viewer, contract_id: int, said: Mapping[str, Any]) -> Signature:
    """Puts an answer on paper before a second person. `said` holds the fields that a recorder fills."""
    require_editor(session, viewer, contract_id)
    hold(session, contract_id)
    signature = Signature(contract_id=contract_id, **said)
    _await_confirmation(session, viewer, signature)
    return signature


def submit_again(session: Session, viewer: Viewer, signature: Signature, said: Mapping[str, Any]) -> None:
    """What came back with a note goes to the second person again; only its recorder may write in it, so that whoever
    decides on it has never written a word of it."""
    held = locked(session, Signature, signature.id)
    require_editor(session, viewer, held.contract_id)
    if not may_be_mended(viewer, held):
        raise Forbidden(N_("Ndryshohet vetëm një përgjigje e kthyer, nga personi që e regjistroi."))
    for name, value in said.items():
        setattr(held, name, value)
    _await_confirmation(session, viewer, held)


def _await_confirmation(session: Session, viewer: Viewer, signature: Signature) -> None:
    with all_at_once() as no:
        if not signature.scan_sha256:
            no(Refusal(N_("Ngarkoni kopjen ose foton e dokumentit."), field="scan"))
        if signature.answer is Answer.SIGNED_WITH_RESERVATION and not signature.reservation:
            no(Refusal(N_("Shkruani rezervën me fjalët e nënshkruesit."), field="reservation"))
        if signature.signed_on > today():
            no(Refusal(N_("Data e nënshkrimit nuk mund të jetë në të ardhmen."), field="signed_on"))
    signature.state, signature.return_note = SignatureState.WAITING, ""
    signature.recorded_at = datetime.now(UTC)
    signature.write_anew(viewer)
    signature.organisation_id = viewer.organisation_id
    session.add(signature)
    session.flush()


def came_later(session: Session, signature: Signature) -> Edition | None:
    """The edition, where it was published here only after the day of signing: then the text on the table may have been
    another one, or the same one on paper."""
    edition = session.get(Edition, signature.edition_id) if signature.edition_id else None
    published = day_of(edition.published_at) if edition else None
    return edition if published is not None and published > signature.signed_on else None


def dispute(session: Session, viewer: Viewer, signature: Signature, why: str) -> None:
    """Any second person may doubt what waits; from then on another organisation has to compare it."""
    if not why:
        raise Refusal(N_("Shkruani pse e kundërshtoni."), field="dispute")
    held = locked(session, Signature, signature.id)
    require_second_person(viewer, confirmation(*held.in_hands_of))
    if held.state is not SignatureState.WAITING:
        raise Refusal(N_("Për këtë përgjigje është vendosur ndërkohë."))
    held.disputed_by, held.dispute = viewer.person_id, why
    session.add(held)
    log.note(session, "answer_disputed", by=viewer.person_id, of=held.recorded_by, thing=f"signature/{held.id}")


def confirm(session: Session, viewer: Viewer, signature: Signature, read: str, *, shows_scan: bool = False) -> None:
    """A second person has compared it with the paper; the answer becomes public. `read` is the `version` they saw:
    nobody confirms words that changed under their eyes. The paper itself is shown when both say so."""
    held = _decided_by(session, viewer, signature)
    if read != held.version:
        raise Stale(CHANGED_MEANWHILE, {})
    held.confirmed_by, held.scan_is_public = viewer.person_id, held.scan_is_offered and shows_scan
    _settle_invitations(session, held)
    by = actor(session, held.recorded_by, held.organisation_id)
    contract = locked(session, Contract, held.contract_id)
    contract.record(session, by, source=held.source, approved_by=viewer.actor)  # signed, whatever its words are
    held.record(session, by, viewer.actor)


def _settle_invitations(session: Session, signature: Signature) -> None:
    """Who was asked on paper answers on paper, and readers are told so. A link stays open: it is the person's own."""
    asked = select(Invitation).where(
        Invitation.contract_id == signature.contract_id,
        Invitation.candidate_id == signature.candidate_id,
        Invitation.office_id == signature.office_id,
        col(Invitation.on_paper),
        col(Invitation.answered_at).is_(None),
    )
    for one in session.exec(asked) if signature.candidate_id or signature.office_id else ():
        one.answered_at, signature.invitation_id = datetime.now(UTC), one.id
        session.add(one)


def send_back(session: Session, viewer: Viewer, signature: Signature, note: str) -> None:
    if not note:
        raise Refusal(N_("Shkruani çfarë duhet ndryshuar."), field="note")
    held = _decided_by(session, viewer, signature)
    held.state, held.return_note = SignatureState.REFUSED, note
    session.add(held)


def remove(session: Session, viewer: Viewer, signature: Signature) -> None:
    """Takes away what never became public."""
    held = locked(session, Signature, signature.id)
    require_editor(session, viewer, held.contract_id)
    if held.state is SignatureState.PUBLIC:
        raise Refusal(N_("Një përgjigje publike nuk fshihet."))
    session.delete(held)


def against_own_word(session: Session, waiting: Iterable[Signature]) -> set[int]:
    """Those papers whose signer answered for themselves, by a link: an answer that two colleagues of one organisation
    must not put in the place of the person's own. One query, where there are any."""
    tied = [one for one in waiting if one.candidate_id is not None or one.office_id is not None]
    if not tied:
        return set()
    own = session.exec(
        select(Signature.contract_id, Signature.candidate_id, Signature.office_id).where(
            col(Signature.contract_id).in_({one.contract_id for one in tied}),
            Signature.state == SignatureState.PUBLIC,
            col(Signature.annulled_at).is_(None),
            col(Signature.recorded_by).is_(None),
            col(Signature.invitation_id).is_not(None) | col(Signature.after_id).is_not(None),
        )
    )
    theirs = set(own.all())
    return {one.id or 0 for one in tied if (one.contract_id, one.candidate_id, one.office_id) in theirs}


def decision(signature: Signature, against: set[int]) -> Decision:
    """`against`: what `against_own_word` found of it."""
    plain = confirmation(*signature.in_hands_of)
    if signature.dispute:
        told = N_("Kjo përgjigje u kundërshtua: e konfirmon një person nga një organizatë tjetër.")
    elif signature.id in against:
        told = N_(
            "Ky person është përgjigjur vetë: përgjigjen në letër e konfirmon një person nga një organizatë tjetër."
        )
    else:
        return plain
    return Decision(plain.told, plain.hands, plain.roles, frozenset({signature.organisation_id}), told)


def may_be_decided(viewer: Viewer, signature: Signature, against: set[int]) -> bool:
    return signature.state is SignatureState.WAITING and may_be_second_person(viewer, decision(signature, against))


def may_be_mended(viewer: Viewer, signature: Signature) -> bool:
    return signature.state is SignatureState.REFUSED and signature.is_with(viewer)


def _decided_by(session: Session, viewer: Viewer, signature: Signature) -> Signature:
    held = locked(session, Signature, signature.id)
    require_second_person(viewer, decision(held, against_own_word(session, [held])))
    if held.state is not SignatureState.WAITING:
        raise Refusal(N_("Për këtë përgjigje është vendosur ndërkohë."))
    return held
