"""What of the answers waits for a person, and what a person sent that waits for another."""

from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer, Waiting
from pop_tracker.accounts.second_person import is_own
from pop_tracker.contracts.models import Contract
from pop_tracker.pledges.annulments import Annulment
from pop_tracker.pledges.models import Signature, SignatureState, visible_to
from pop_tracker.pledges.paper import against_own_word, may_be_decided, may_be_mended
from pop_tracker.web.i18n import N_, day_of


def waiting_for(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer should do here: confirm what another person recorded, mend what came back, decide whether an
    answer was the person's own."""
    rows = session.exec(
        select(Signature, Contract)
        .join(Contract, col(Contract.id) == Signature.contract_id)
        .where(visible_to(viewer), col(Signature.state) != SignatureState.PUBLIC)
        .order_by(col(Signature.recorded_at))
    ).all()
    against = against_own_word(session, [one for one, _ in rows])
    found = []
    for one, contract in rows:
        path = f"/puna/nenshkrimet/{contract.slug}/{one.id}"
        if may_be_decided(viewer, one, against):
            note = N_("Nënshkrim që pret konfirmimin tuaj")
            since = day_of(one.recorded_at)
            found.append(Waiting(f"{one.name}: {contract.title}", path, note, since, by=(one.recorded_by,)))
        if may_be_mended(viewer, one):
            note, sent_on = N_("Nënshkrim që u kthye me një shënim"), day_of(one.recorded_at)
            found.append(Waiting(f"{one.name}: {contract.title}", path, note, sent_on=sent_on))
    for asked, one, contract in _annulments(session):
        if asked.may_be_decided(viewer):
            note, since = N_("Anulim përgjigjeje që pret vendimin tuaj"), day_of(asked.asked_at)
            path = f"/puna/nenshkrimet/{contract.slug}/{one.id}"
            found.append(Waiting(f"{one.name}: {contract.title}", path, note, since, by=(asked.asked_by,)))
    return found


def sent_by(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer sent and waits for a second person."""
    rows = session.exec(
        select(Signature, Contract)
        .join(Contract, col(Contract.id) == Signature.contract_id)
        .where(visible_to(viewer), col(Signature.state) == SignatureState.WAITING)
        .order_by(col(Signature.recorded_at))
    )
    sent = [
        (one, contract, N_("Nënshkrim që pret konfirmimin e një personi të dytë"), one.recorded_at)
        for one, contract in rows
        if is_own(viewer, one.recorded_by)
    ] + [
        (one, contract, N_("Anulim që pret vendimin e një organizate tjetër"), asked.asked_at)
        for asked, one, contract in _annulments(session)
        if is_own(viewer, asked.asked_by)
    ]
    return [
        Waiting(f"{one.name}: {contract.title}", f"/puna/nenshkrimet/{contract.slug}/{one.id}", note, day_of(at))
        for one, contract, note, at in sent
    ]


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
