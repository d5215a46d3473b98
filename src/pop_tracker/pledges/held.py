"""What somebody holds of the answers: those on paper that wait or came back, and invitations that are still open."""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from pop_tracker.accounts.carried import hand_on, with_person
from pop_tracker.accounts.held import Held, Kind, declare
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.waiting import Waiting
from pop_tracker.contracts.models import Contract
from pop_tracker.pledges import contact_data, race
from pop_tracker.pledges.annulments import Annulment
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.models import Signature
from pop_tracker.pledges.vocabulary import SignatureState
from pop_tracker.web.i18n import N_

STILL = col(Signature.state) != SignatureState.PUBLIC


def _on_paper(session: Session, viewer: Viewer) -> list[Held]:
    rows = session.exec(
        select(Signature, Contract)
        .join(Contract, col(Contract.id) == Signature.contract_id)
        .where(STILL, with_person(Signature, viewer.same_as))
        .order_by(col(Signature.recorded_at))
    )
    return [
        Held(Waiting(f"{one.name}: {contract.title}", f"/puna/nenshkrimet/{contract.slug}/{one.id}"),
             contract.municipality_id)
        for one, contract in rows
    ]  # fmt: skip


def _open_ones(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    """Invitations that may still be answered, with a question to whoever stands for them."""
    return (
        func.coalesce(col(Invitation.contact_id), col(Invitation.invited_by)).in_(viewer.same_as),
        col(Invitation.answered_at).is_(None),
        col(Invitation.revoked_at).is_(None),
        col(Invitation.expires_at) > datetime.now(UTC),
    )


def _invitations(session: Session, viewer: Viewer) -> list[Held]:
    rows = session.exec(
        select(Invitation, Contract)
        .join(Contract, col(Contract.id) == Invitation.contract_id)
        .where(*_open_ones(viewer))
        .order_by(col(Invitation.id))
    )
    return [
        Held(Waiting(f"{one.name}: {contract.title}", f"/puna/ftesat/{contract.slug}"), contract.municipality_id)
        for one, contract in rows
    ]


def _give_invitations(session: Session, viewer: Viewer, to: int) -> None:
    for one in session.exec(select(Invitation).where(*_open_ones(viewer))).all():
        one.contact_id = to
        session.add(one)
    session.flush()


def _sent(session: Session, viewer: Viewer) -> list[Held]:
    """Addresses, erasures and annulments that others decide on."""
    rows = session.exec(
        select(Annulment, Signature, Contract)
        .join(Signature, col(Signature.id) == Annulment.signature_id)
        .join(Contract, col(Contract.id) == Signature.contract_id)
        .where(col(Annulment.decided_at).is_(None), col(Annulment.asked_by).in_(viewer.same_as))
    )
    note = N_("Anulim që pret vendimin e një organizate tjetër")
    annulments = [
        Waiting(f"{one.name}: {contract.title}", f"/puna/nenshkrimet/{contract.slug}/{one.id}", note)
        for _, one, contract in rows
    ]
    asked = [*race.in_hand(session, viewer).sent, *contact_data.in_hand(session, viewer).sent, *annulments]
    return [Held(one) for one in asked]


declare(
    Kind(
        "paper_answers",
        N_("Përgjigje në letër"),
        N_("Vendoset për to edhe pa të. Po u kthyen me një shënim, një redaktor i heq dhe i nis nga fillimi."),
        _on_paper,
        lambda session, viewer, to: hand_on(session, Signature, viewer, to, STILL),
    ),
    Kind(
        "invitations",
        N_("Ftesa të hapura"),
        N_("Lidhjet vlejnë edhe pa të. Personave të ftuar u tregohet vetëm organizata, pa emër dhe pa telefon."),
        _invitations,
        _give_invitations,
    ),
    Kind(
        "addresses_and_erasures",
        N_("Adresa, fshirje dhe anulime në pritje"),
        N_("I vendosin të tjerë, edhe pa të."),
        _sent,
    ),
)
