"""Title, years and source of a contract are mended, and a mistaken one is taken away.

Before readers know it, its editors do so alone. Afterwards it takes a second person and a reason: a signature, a letter
and a citation name the contract by these words. Until then the old ones stand.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from pop_tracker import history, verification
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.proposals import Returnable
from pop_tracker.accounts.waiting import InHand, Notes, in_hand_of
from pop_tracker.contracts.draft import require_editor
from pop_tracker.contracts.models import Contract, hold
from pop_tracker.contracts.texts import one_line
from pop_tracker.database import names_any
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.source_list import SourceList

FIELDS = ("title", "term_from", "term_until", "source")
BUILT_ON = N_("Kjo kontratë nuk tërhiqet: te ajo mbështetet tashmë diçka, si një botim, draft, ftesë ose përgjigje.")


class ContractChange(Returnable, table=True):
    """What one person would make of a known contract. It goes once it is decided on; the entry keeps who did what."""

    __tablename__ = "contract_change"
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", unique=True)
    title: str = Field(max_length=200)
    term_from: int
    term_until: int
    source: str = Field(sa_type=SourceList)
    withdraws: bool = False
    """It takes the contract away; the fields are as they stood."""
    reason: str = Field(sa_type=sa.Text)
    of_version: str = Field(max_length=64)
    """Digest of the contract that it was written beside; empty where migration 0025 could not count it anew."""

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}


def revise(
    session: Session, viewer: Viewer, contract: Contract, said: Mapping[str, Any], reason: str
) -> ContractChange | None:
    """Mends the contract, or puts the mend before a second person where readers know it. Raises Refusal."""
    _held_by_editor(session, viewer, contract)
    if said["term_from"] > said["term_until"]:
        raise Refusal(N_("Mandati mbaron para se të fillojë."), field="term_until")
    if contract.is_known:
        if not reason:
            raise Refusal(N_("Shkruani pse ndryshon."), field="reason")
        with session.begin_nested() as trial:
            _make(session, contract, said)
            trial.rollback()
        return _submit(session, viewer, contract, said, reason)
    _make(session, contract, said)
    return None


def withdraw(session: Session, viewer: Viewer, contract: Contract, reason: str) -> ContractChange | None:
    """Takes away a contract that is being prepared; of a known one asks a second person for it. Raises Refusal where
    something rests on it."""
    _held_by_editor(session, viewer, contract)
    if contract.is_known:
        if not reason:
            raise Refusal(N_("Shkruani pse tërhiqet."), field="reason")
        _require_bare(session, contract)
        return _submit(session, viewer, contract, contract.model_dump(include=set(FIELDS)), reason, withdraws=True)
    _require_bare(session, contract)
    session.delete(contract)
    session.flush()
    return None


def confirm(session: Session, viewer: Viewer, change: ContractChange, read: str) -> Contract:
    """The second person's yes. `read` is the `version` they saw."""
    contract = hold(session, change.contract_id)
    held = change.held_by_second_person(session, viewer)
    held.require_read(read, still=held.of_version in ("", version_of(contract)))
    by, said, reason = held.author(session), held.fields, held.reason
    source, withdraws = held.source, held.withdraws
    session.delete(held)
    session.flush()
    if withdraws:
        _require_bare(session, contract)
        contract.withdrawal = reason
        session.add(contract)
    else:
        _make(session, contract, said)
    verb = "withdraw" if withdraws else "correct"
    history.append(session, verb, contract, by, source=source, approved_by=viewer.actor, reason=reason)
    return contract


def _held_by_editor(session: Session, viewer: Viewer, contract: Contract) -> None:
    require_editor(viewer, contract)
    hold(session, contract.id)


def _submit(
    session: Session, viewer: Viewer, contract: Contract, said: Mapping[str, Any], reason: str, *,
    withdraws: bool = False,
) -> ContractChange:  # fmt: skip
    held = change_of(session, contract)
    if held is not None:
        held.require_free(viewer, Refusal(N_("Një ndryshim i kësaj kontrate pret tashmë konfirmimin.")))
    change = held or ContractChange(contract_id=contract.id or 0, **said)
    for name, value in said.items():
        setattr(change, name, value)
    change.withdraws, change.reason, change.of_version = withdraws, one_line(reason), version_of(contract)
    if not withdraws and change.fields == contract.model_dump(include=set(FIELDS)):
        raise Refusal(N_("Kontrata thotë tashmë të njëjtën gjë."))
    change.put(session, viewer)
    return change


def _make(session: Session, contract: Contract, said: Mapping[str, Any]) -> None:
    for name in FIELDS:
        setattr(contract, name, said[name])
    with session.no_autoflush:
        contract.require_its_own_years(session)
    session.add(contract)
    session.flush()


def is_bare(session: Session, contract: Contract) -> bool:
    """Whatever names the contract, in whichever room, rests on it; what asks to change it does not, nor does a table
    that waits for its sender's word."""
    return not names_any(session, Contract, [contract.id], aside=frozenset({"contract_change", "contract_import"}))


def _require_bare(session: Session, contract: Contract) -> None:
    if not is_bare(session, contract):
        raise Refusal(BUILT_ON)


def version_of(contract: Contract) -> str:
    """Of what a change is written beside: not of whether its text came meanwhile."""
    return history.digest(verification.said(contract.model_dump(include={*FIELDS, "withdrawal"})))


def change_of(session: Session, contract: Contract) -> ContractChange | None:
    return session.exec(select(ContractChange).where(ContractChange.contract_id == contract.id)).first()


def seen_by(session: Session, viewer: Viewer, contract: Contract) -> ContractChange:
    """Who records for the municipality sees it, and reviewers who may decide. Raises Missing."""
    change = change_of(session, contract)
    if change is None or not change.may_be_seen(viewer, contract.municipality_id):
        raise Missing
    return change


CORRECTION = Notes(
    N_("Ndreqje e të dhënave të një kontrate që pret konfirmimin tuaj"),
    N_("Ndreqje e të dhënave të një kontrate që pret konfirmimin e një personi të dytë"),
    N_("Ndreqje e të dhënave të një kontrate që u kthye me shënim"),
)
WITHDRAWAL = Notes(
    N_("Tërheqje e një kontrate që pret konfirmimin tuaj"),
    N_("Tërheqje e një kontrate që pret konfirmimin e një personi të dytë"),
    N_("Tërheqje e një kontrate që u kthye me shënim"),
)


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """One query."""
    rows = session.exec(
        select(ContractChange, Contract)
        .join(Contract, col(Contract.id) == ContractChange.contract_id)
        .order_by(col(ContractChange.recorded_at))
    )
    return in_hand_of(
        viewer,
        (
            change.submitted(
                viewer, contract.title, f"/puna/kontratat/{contract.slug}/ndryshimi",
                WITHDRAWAL if change.withdraws else CORRECTION,
            )
            for change, contract in rows
        ),
    )  # fmt: skip
