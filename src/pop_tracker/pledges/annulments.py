"""An answer that was not the person's own: one asks for its annulment, somebody of another organisation decides.

It stays in the record and on the pages, as annulled, with the reason; the answer before it is in force again.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts import log
from pop_tracker.accounts.actors import actor
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.roles import TRUSTED
from pop_tracker.accounts.second_person import Decision, Hands, may_be_second_person, require_second_person
from pop_tracker.contracts.models import Contract
from pop_tracker.pledges.models import Signature, locked
from pop_tracker.pledges.vocabulary import SignatureState
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.i18n import N_

log.declare(
    {
        "annulment_asked": N_("U kërkua anulimi i një përgjigjeje"),
        "annulment_refused": N_("Anulimi i një përgjigjeje u refuzua"),
        "answer_annulled": N_("U anulua një përgjigje"),
    }
)


class Annulment(SQLModel, table=True):
    """Asked for, and then decided: annulled, or refused with a note. Not public while it waits."""

    id: int | None = Field(default=None, primary_key=True)
    signature_id: int = Field(foreign_key="signature.id", index=True)
    reason: str = Field(sa_type=sa.Text)
    asked_by: int = Field(foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    asked_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    refusal: str = Field(default="", sa_type=sa.Text)
    """Why it was not annulled; empty where it was."""

    @property
    def decision(self) -> Decision:
        """Whoever asked, and everybody of their organisation, is too near. One outside all organisations counts as
        of the network's office."""
        return Decision(
            N_("Vendos një rishikues ose koordinatori, nga një organizatë tjetër."),
            (Hands((self.asked_by,), N_("E kërkuat ju: vendos një person nga një organizatë tjetër.")),),
            TRUSTED,
            frozenset({self.organisation_id}),
        )

    def may_be_decided(self, viewer: Viewer) -> bool:
        return self.decided_at is None and may_be_second_person(viewer, self.decision)

    def agree(self, session: Session, viewer: Viewer) -> None:
        held = self._decided(session, viewer)
        signature = locked(session, Signature, held.signature_id)
        if signature.annulled_at is not None:
            raise Refusal(N_("Kjo përgjigje është anuluar ndërkohë."))
        signature.annulled_at, signature.annulment = held.decided_at, held.reason
        session.add(signature)
        asker = actor(session, held.asked_by, held.organisation_id)
        history.append(session, "annul", signature, asker, source="", reason=held.reason, approved_by=viewer.actor)
        log.note(session, "answer_annulled", by=viewer.person_id, of=held.asked_by, thing=f"signature/{signature.id}")

    def refuse(self, session: Session, viewer: Viewer, note: str) -> None:
        if not note:
            raise Refusal(N_("Shkruani pse nuk anulohet."), field="note")
        held = self._decided(session, viewer)
        held.refusal = note
        log.note(
            session, "annulment_refused", by=viewer.person_id, of=held.asked_by, thing=f"signature/{held.signature_id}"
        )

    def _decided(self, session: Session, viewer: Viewer) -> "Annulment":
        held = locked(session, Annulment, self.id)
        require_second_person(viewer, held.decision)
        if held.decided_at is not None:
            raise Refusal(N_("Për këtë është vendosur ndërkohë."))
        held.decided_by, held.decided_at = viewer.person_id, datetime.now(UTC)
        session.add(held)
        return held


def ask_annulment(session: Session, viewer: Viewer, signature_id: int, reason: str) -> Annulment:
    signature = locked(session, Signature, signature_id)
    if not may_ask(session, viewer, signature):
        raise Forbidden(N_("Anulimin e kërkon kush regjistron për këtë bashki, një rishikues ose koordinatori."))
    if signature.annulled_at is not None:
        raise Refusal(N_("Kjo përgjigje është anuluar tashmë."))
    if signature.state is not SignatureState.PUBLIC:
        raise Refusal(N_("Anulohet vetëm një përgjigje publike."))
    if open_annulment(session, signature_id) is not None:
        raise Refusal(N_("Anulimi i kësaj përgjigjeje është kërkuar tashmë."))
    asked = Annulment(
        signature_id=signature_id, reason=reason, asked_by=viewer.person_id or 0,
        organisation_id=viewer.organisation_id, asked_at=datetime.now(UTC),
    )  # fmt: skip
    session.add(asked)
    session.flush()
    log.note(session, "annulment_asked", by=viewer.person_id, thing=f"signature/{signature_id}")
    return asked


def may_ask(session: Session, viewer: Viewer, signature: Signature) -> bool:
    contract = session.get_one(Contract, signature.contract_id)
    return viewer.is_reviewer or viewer.is_coordinator or viewer.may_edit(contract.municipality_id)


def open_annulment(session: Session, signature_id: int) -> Annulment | None:
    return session.exec(
        select(Annulment).where(Annulment.signature_id == signature_id, col(Annulment.decided_at).is_(None))
    ).first()
