"""What the invited person does: the answer given through the personal link, which is their own and public at once."""

from datetime import UTC, datetime

from sqlmodel import Session

from pop_tracker.accounts.models import Organisation, Viewer
from pop_tracker.history import Actor
from pop_tracker.pledges.invitations import Invitation, InvitationState
from pop_tracker.pledges.models import ONLINE, Answer, Signature, SignatureState, locked, same_name
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.i18n import N_, today


def answer(
    session: Session, viewer: Viewer, invitation: Invitation, answer: Answer, words: str, signed_name: str
) -> Signature:
    """Records the invited person's own answer; the link dies with it.

    The words are the signer's own: needed with a reservation, welcome with a refusal. The signer has no account; the
    entry names who asked them.
    """
    require_invited(viewer)
    held = locked(session, Invitation, invitation.id)
    if held.state(session) is not InvitationState.OPEN:
        raise Refusal(N_("Kjo lidhje nuk është më e vlefshme."))
    if same_name(signed_name) != same_name(held.name):
        raise Refusal(N_("Shkruani emrin siç është në ftesë: %(name)s."), field="name", name=held.name)
    if answer is Answer.SIGNED_WITH_RESERVATION and not words:
        raise Refusal(N_("Shkruani me fjalët tuaja rezervën që keni."), field="reservation")
    now = datetime.now(UTC)
    held.answered_at = now
    session.add(held)
    signature = Signature(
        contract_id=held.contract_id,
        edition_id=held.edition_id,
        invitation_id=held.id,
        name=held.name,
        capacity=held.capacity,
        answer=answer,
        reservation="" if answer is Answer.SIGNED else words,
        signed_on=today(),
        source=ONLINE,
        state=SignatureState.PUBLIC,
        recorded_at=now,
    )
    organisation = session.get(Organisation, held.organisation_id) if held.organisation_id else None
    signature.record(session, Actor(held.invited_by, organisation.slug if organisation else None))
    return signature


def require_invited(viewer: Viewer) -> None:
    """Raises Forbidden for who is signed in: whoever works here never answers for someone they may invite."""
    if viewer.is_signed_in:
        raise Forbidden(N_("Përgjigjen e jep vetë personi i ftuar. Ju keni hyrë me llogarinë tuaj: dilni së pari."))
