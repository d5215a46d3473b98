"""What the invited person does through the personal link: answers once, and later adds to the answer or changes it.

Each act is their own, public at once, and comes with the code that went to the mailbox of the invitation. The signer
has no account: the entry names who asked them.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial

from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts import log
from pop_tracker.accounts.addresses import AddressClaim, AddressKind
from pop_tracker.accounts.models import Organisation, Viewer, one_at_a_time
from pop_tracker.accounts.receipts import Receipt, issue
from pop_tracker.accounts.taken_mailboxes import why_of_staff
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment, texts_of_edition
from pop_tracker.history import Actor, HistoryEntry, canonical
from pop_tracker.pledges.in_force import SignatureRow, answer_in_force, signatures
from pop_tracker.pledges.invitations import Invitation, InvitationState
from pop_tracker.pledges.invitees import left_office
from pop_tracker.pledges.models import ONLINE, Signature, locked
from pop_tracker.pledges.vocabulary import Answer, Said, SignatureState
from pop_tracker.web.albanian import same_name
from pop_tracker.web.errors import Forbidden, Refusal, Stale, all_at_once
from pop_tracker.web.i18n import N_, today

ANOTHER_CAME = N_("Ndërkohë është dhënë një përgjigje tjetër. Lexojeni para se ta ndryshoni.")
WRONG_NAME = N_("Emri nuk është ai i personit të ftuar. Shkruani emrin dhe mbiemrin e plotë, si përdoren zyrtarisht.")
OF_STAFF = N_(
    "Te kjo adresë emaili lexon tani dikush që punon në rrjet, ndaj me këtë lidhje nuk pranohet më asgjë: përgjigjen e "
    "jep vetë personi i ftuar."
)
NEWER = N_("Ndërkohë u botua një botim më i ri. Shihni çfarë ndryshoi, dhe përgjigjuni përsëri.")

log.declare(
    {
        "answer_given": N_("U dha një përgjigje me lidhje personale"),
        "answer_refused": N_("Një përgjigje me lidhje personale nuk u pranua"),
    }
)
log.explain("entry", N_("Numri i ndryshimit"))
log.explain(
    "why",
    N_("Pse"),
    {
        "name": N_("emri nuk ishte ai i ftesës"),
        "over": N_("lidhja nuk e pranonte më"),
        "signed_in": N_("nga dikush që kishte hyrë me llogari"),
        "staff": N_("te kjo adresë lexon tani dikush që punon në rrjet"),
        "words": N_("diçka në formular nuk shkonte"),
    },
)


class Act(StrEnum):
    SIGN = "signed"
    SIGN_WITH_RESERVATION = "signed_with_reservation"
    DECLINE = "declined"
    STATE = "statement"
    """Adds words to the answer in force."""
    WITHDRAW = "withdrawn"

    @property
    def is_answer(self) -> bool:
        return self in (Act.SIGN, Act.SIGN_WITH_RESERVATION, Act.DECLINE)


FIRST = (Act.SIGN, Act.SIGN_WITH_RESERVATION, Act.DECLINE)


@dataclass(frozen=True)
class Given:
    """What the person says: read from a form, and the same on its way from step to step."""

    act: Act
    name: str
    statement: str = ""
    reservations: Mapping[int, str] = field(default_factory=dict)
    """Words to a commitment, by its id."""
    newest: int = 0
    """The number of the newest edition that they were shown."""

    @property
    def digest(self) -> str:
        """What a code is bound to: no other answer can be given with it."""
        said = {str(id): words for id, words in self.reservations.items()}
        kept = [self.act, same_name(self.name), self.statement, said, self.newest]
        return hashlib.sha256(canonical(kept).encode()).hexdigest()


def purpose_of(invitation: Invitation) -> str:
    return f"invitation/{invitation.id}"


def whose(invitation: Invitation) -> tuple[str, int]:
    if invitation.candidate_id is not None:
        return "candidate", invitation.candidate_id
    return "office", invitation.office_id or 0


def standing(session: Session, invitation: Invitation) -> SignatureRow | None:
    """The invited person's answer in force, however it was given."""
    return answer_in_force(session, invitation.contract_id, whose(invitation))


def possible(session: Session, invitation: Invitation) -> tuple[Act, ...]:
    """What the link is good for now. It answers once; then only what changes the answer in force."""
    if not invitation.email or is_of_staff(session, invitation):  # taken out by a redaction, or no longer theirs alone
        return ()
    state = invitation.state(session)
    if state not in (InvitationState.OPEN, InvitationState.ANSWERED) or not _is_still_theirs(session, invitation):
        return ()
    if state is InvitationState.OPEN:
        return FIRST
    now = standing(session, invitation)
    if now is None:
        return ()
    if now.is_signature:
        return (Act.STATE, Act.WITHDRAW)
    return (Act.SIGN, Act.SIGN_WITH_RESERVATION, Act.STATE)


def why_closed(session: Session, invitation: Invitation) -> str:
    """Of an invitation that nothing is `possible` with, though it was neither withdrawn nor let pass."""
    if was_annulled(session, invitation):
        return N_("Një përgjigje që erdhi nga kjo lidhje u anulua, prandaj lidhja nuk pranon më asgjë.")
    return N_("Adresa ku shkoi kjo ftesë nuk vlen më për personin e ftuar, prandaj lidhja nuk pranon përgjigje.")


def is_of_staff(session: Session, invitation: Invitation) -> bool:
    """Whether an account came to the mailbox, or to its domain, after the letter had gone there: whoever works here may
    read the code."""
    return bool(invitation.email) and bool(why_of_staff(session, invitation.email))


def _is_still_theirs(session: Session, invitation: Invitation) -> bool:
    """Whether the mailbox of a link speaks for the person, whose answer in force may have come by another way: not
    where it turned out to be somebody else's, where another name stands in their place by now, nor where a successor
    in office reads it, also when they were asked there as a candidate."""
    claim = session.get(AddressClaim, invitation.claim_id) if invitation.claim_id else None
    if invitation.is_office_over(session) or (claim is not None and claim.ended_at is not None):
        return False
    is_of_office = claim is not None and claim.kind is AddressKind.MUNICIPALITY
    if is_of_office and _has_left(session, invitation):
        return False
    return not was_annulled(session, invitation)


def _has_left(session: Session, invitation: Invitation) -> bool:
    contract = session.get_one(Contract, invitation.contract_id)
    return invitation.asked in left_office(session, contract.municipality_id)


def was_annulled(session: Session, invitation: Invitation) -> bool:
    """Whether an answer that came through it was; another of the person's may be in force then."""
    return any(row.annulled_at for row in _through(session, invitation))


def _through(session: Session, invitation: Invitation) -> list[SignatureRow]:
    """The answers that came through its link, in force or not."""
    return [row for row in signatures(session, [invitation.contract_id]) if row.invitation_id == invitation.id]


def check(session: Session, viewer: Viewer, invitation: Invitation, given: Given) -> None:
    """The rules of `give`, asked before anything is sent or written. Raises Refusal."""
    require_invited(viewer)
    if is_of_staff(session, invitation):
        raise Refusal(OF_STAFF)
    if given.act not in possible(session, invitation):
        raise Refusal(ANOTHER_CAME if possible(session, invitation) else why_closed(session, invitation))
    with all_at_once() as no:
        if same_name(given.name) != same_name(invitation.name):
            no(Refusal(WRONG_NAME, field="name"))
        if given.act is Act.STATE and not given.statement:
            no(Refusal(N_("Shkruani deklaratën."), field="statement"))
        if given.act is Act.SIGN_WITH_RESERVATION:
            no.ask(partial(_check_reservations, session, invitation, given.reservations))
    if given.act.is_answer and given.newest != newest_number(session, invitation):
        raise Stale(NEWER, {})


def _check_reservations(session: Session, invitation: Invitation, reservations: Mapping[int, str]) -> None:
    texts = {text.commitment_id: text for text in texts_of_edition(session, invitation.edition_id)}
    with all_at_once() as no:
        if not reservations:
            no(Refusal(N_("Zgjidhni të paktën një zotim për të cilin keni rezervë."), field="commitments"))
        if not reservations.keys() <= texts.keys():
            no(Refusal(N_("Zgjidhni nga zotimet e këtij botimi."), field="commitments"))
        for commitment_id, words in reservations.items():
            if not words and commitment_id in texts:
                message = N_("Shkruani rezervën që keni për zotimin %(ref)s.")
                no(Refusal(message, field=f"words_{commitment_id}", ref=texts[commitment_id].ref))


def newest_number(session: Session, invitation: Invitation) -> int:
    newest = newest_edition(session, invitation.contract_id)
    return newest.number if newest else 0


def give(session: Session, viewer: Viewer, invitation: Invitation, given: Given) -> Receipt:
    """Does what the person says, whole or not at all, once. The code was asked before."""
    one_at_a_time(session, f"answers of {whose(invitation)} to {invitation.contract_id}")  # by whichever link
    held = locked(session, Invitation, invitation.id)
    check(session, viewer, held, given)
    organisation = session.get(Organisation, held.organisation_id) if held.organisation_id else None
    by = Actor(held.invited_by, organisation.slug if organisation else None)
    entry = _answer(session, held, given, by) if given.act.is_answer else _add(session, held, given, by)
    receipt = issue(session, purpose_of(held), entry)
    log.note(session, "answer_given", thing=purpose_of(held), act=given.act, entry=entry.number)
    return receipt


def _answer(session: Session, held: Invitation, given: Given, by: Actor) -> HistoryEntry:
    now, is_first = datetime.now(UTC), held.answered_at is None
    # Not the one in force, which may have come on paper or by another link: that of this link would be known no more.
    last = max((row.id for row in _through(session, held)), default=None)
    if is_first:
        held.answered_at = now
        session.add(held)
    signature = Signature(
        contract_id=held.contract_id,
        edition_id=held.edition_id,
        invitation_id=held.id if is_first else None,
        after_id=None if is_first else last,
        candidate_id=held.candidate_id,
        office_id=held.office_id,
        name=held.name,
        capacity=held.capacity,
        answer=Answer(given.act.value),
        signed_on=today(),
        source=ONLINE,
        state=SignatureState.PUBLIC,
        recorded_at=now,
    )
    session.add(signature)
    session.flush()
    if given.act is Act.SIGN_WITH_RESERVATION:
        of_them = select(Commitment.id, Commitment.ref).where(col(Commitment.id).in_(list(given.reservations)))
        refs = dict(session.exec(of_them).all())
        for commitment_id, words in given.reservations.items():
            signature.say(session, Said.RESERVATION, words, now, (commitment_id, refs[commitment_id]))
    signature.say(session, Said.STATEMENT, given.statement, now)
    return signature.record(session, by)


def _add(session: Session, held: Invitation, given: Given, by: Actor) -> HistoryEntry:
    now = standing(session, held)
    if now is None:
        raise Refusal(why_closed(session, held))
    signature = locked(session, Signature, now.id)
    if given.act is Act.STATE:
        signature.say(session, Said.STATEMENT, given.statement, datetime.now(UTC))
        return history.append(session, "state", signature, by, source=ONLINE)
    signature.withdrawn_at = datetime.now(UTC)
    session.add(signature)
    signature.say(session, Said.WITHDRAWAL, given.statement, signature.withdrawn_at)
    return history.append(session, "withdraw", signature, by, source=ONLINE)


def require_invited(viewer: Viewer) -> None:
    """Raises Forbidden for who is signed in: whoever works here never answers for someone they may invite."""
    if viewer.is_signed_in:
        raise Forbidden(N_("Përgjigjen e jep vetë personi i ftuar. Ju keni hyrë me llogarinë tuaj: dilni së pari."))
