"""What of the answers waits for a person, and what a person sent that waits for another."""

from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.waiting import InHand, Notes, Submitted, in_hand_of
from pop_tracker.contracts.models import Contract
from pop_tracker.pledges.annulments import Annulment
from pop_tracker.pledges.models import Signature, visible_to
from pop_tracker.pledges.paper import against_own_word, may_be_decided
from pop_tracker.pledges.vocabulary import SignatureState
from pop_tracker.web.i18n import N_

CONFIRMATION = Notes(
    N_("Nënshkrim që pret konfirmimin tuaj"),
    N_("Nënshkrim që pret konfirmimin e një personi të dytë"),
    N_("Nënshkrim që u kthye me një shënim"),
)
ANNULMENT = Notes(N_("Anulim përgjigjeje që pret vendimin tuaj"), N_("Anulim që pret vendimin e një organizate tjetër"))


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """What waits for confirmation or came back, and answers of which somebody says that they are not the person's own.
    Three queries."""
    rows = session.exec(
        select(Signature, Contract)
        .join(Contract, col(Contract.id) == Signature.contract_id)
        .where(visible_to(viewer), col(Signature.state) != SignatureState.PUBLIC)
        .order_by(col(Signature.recorded_at))
    ).all()
    against = against_own_word(session, [one for one, _ in rows])
    recorded = [
        Submitted(
            f"{one.name}: {contract.title}", _path(one, contract), CONFIRMATION, one.recorded_by, one.recorded_at,
            may_be_decided(viewer, one, against), is_returned=one.state is SignatureState.REFUSED,
            carried_by=one.carried_by,
        )
        for one, contract in rows
    ]  # fmt: skip
    doubted = [
        Submitted(
            f"{one.name}: {contract.title}", _path(one, contract), ANNULMENT, asked.asked_by, asked.asked_at,
            asked.may_be_decided(viewer),
        )
        for asked, one, contract in _annulments(session)
    ]  # fmt: skip
    return in_hand_of(viewer, recorded + doubted)


def _path(one: Signature, contract: Contract) -> str:
    return f"/puna/nenshkrimet/{contract.slug}/{one.id}"


def _annulments(session: Session) -> list[tuple[Annulment, Signature, Contract]]:
    return list(
        session.exec(
            select(Annulment, Signature, Contract)
            .join(Signature, col(Signature.id) == Annulment.signature_id)
            .join(Contract, col(Contract.id) == Signature.contract_id)
            .where(col(Annulment.decided_at).is_(None))
            .order_by(col(Annulment.asked_at))
        )
    )
