"""Title, years and source of a contract are mended, and a mistaken one is taken away.

Before readers know it, its editors do so alone. Afterwards it takes a second person and a reason: a signature, a letter
and a citation name the contract by these words. Until then the old ones stand.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.actors import actor
from pop_tracker.accounts.models import Viewer, Waiting
from pop_tracker.accounts.second_person import confirmation, is_own, may_be_second_person, require_second_person
from pop_tracker.contracts.draft import require_editor
from pop_tracker.contracts.models import Contract, hold
from pop_tracker.contracts.texts import one_line
from pop_tracker.database import names_any
from pop_tracker.web.errors import Forbidden, Missing, Refusal, Stale
from pop_tracker.web.i18n import N_, day_of

FIELDS = ("title", "term_from", "term_until", "source")
CHANGED_MEANWHILE = N_("Kërkesa ose kontrata nuk është më si e lexuat. Lexojeni përsëri para se të vendosni.")
BUILT_ON = N_("Kjo kontratë nuk tërhiqet: te ajo mbështetet tashmë diçka, si një botim, draft, ftesë ose përgjigje.")


class ContractChange(SQLModel, table=True):
    """What one person would make of a known contract. It goes once it is decided on; the entry keeps who did what."""

    __tablename__ = "contract_change"
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", unique=True)
    title: str = Field(max_length=200)
    term_from: int
    term_until: int
    source: str = Field(sa_type=sa.Text)
    withdraws: bool = False
    """It takes the contract away; the fields are as they stood."""
    reason: str = Field(sa_type=sa.Text)
    of_version: str = Field(max_length=64)
    """Digest of the contract that it was written beside."""
    return_note: str = Field(default="", sa_type=sa.Text)
    """Back to who wrote it: what is to be mended."""
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    recorded_at: datetime

    @property
    def version(self) -> str:
        """Another one each time that it is put before a second person."""
        return self.recorded_at.isoformat()

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}

    def may_be_decided(self, viewer: Viewer) -> bool:
        return not self.return_note and may_be_second_person(viewer, confirmation(self.recorded_by))

    def may_be_mended(self, viewer: Viewer) -> bool:
        return bool(self.return_note) and is_own(viewer, self.recorded_by)


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
    held, contract = _decided_by(session, viewer, change)
    if read != held.version or held.of_version != version_of(contract):
        raise Stale(CHANGED_MEANWHILE, {})
    by, said, reason = actor(session, held.recorded_by, held.organisation_id), held.fields, held.reason
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


def send_back(session: Session, viewer: Viewer, change: ContractChange, note: str) -> None:
    held, _ = _decided_by(session, viewer, change)
    held.return_note = note
    session.add(held)


def take_back(session: Session, viewer: Viewer, change: ContractChange) -> None:
    """Any editor of the contract takes away what never became public. Twice does nothing."""
    require_editor(viewer, session.get_one(Contract, change.contract_id))
    session.delete(change)


def _held_by_editor(session: Session, viewer: Viewer, contract: Contract) -> None:
    require_editor(viewer, contract)
    hold(session, contract.id)


def _submit(
    session: Session, viewer: Viewer, contract: Contract, said: Mapping[str, Any], reason: str, *,
    withdraws: bool = False,
) -> ContractChange:  # fmt: skip
    held = change_of(session, contract)
    if held is not None and not held.return_note:
        raise Refusal(N_("Një ndryshim i kësaj kontrate pret tashmë konfirmimin."))
    if held is not None and not is_own(viewer, held.recorded_by):
        raise Forbidden(N_("Ndryshimin e kthyer e rishkruan vetëm personi që e shënoi. Mund ta hiqni dhe të nisni një "
                           "të ri."))  # fmt: skip
    change = held or ContractChange(contract_id=contract.id or 0, **said)
    for name, value in said.items():
        setattr(change, name, value)
    change.withdraws, change.reason, change.return_note = withdraws, one_line(reason), ""
    if not withdraws and change.fields == contract.model_dump(include=set(FIELDS)):
        raise Refusal(N_("Kontrata thotë tashmë të njëjtën gjë."))
    change.of_version, change.recorded_at = version_of(contract), datetime.now(UTC)
    change.recorded_by, change.organisation_id = viewer.person_id, viewer.organisation_id
    session.add(change)
    session.flush()
    return change


def _make(session: Session, contract: Contract, said: Mapping[str, Any]) -> None:
    for name in FIELDS:
        setattr(contract, name, said[name])
    with session.no_autoflush:
        contract.require_its_own_years(session)
    session.add(contract)
    session.flush()


def _require_bare(session: Session, contract: Contract) -> None:
    """Whatever names the contract, in whichever room, rests on it; what asks to change it does not."""
    if names_any(session, Contract, [contract.id], aside=frozenset({"contract_change"})):
        raise Refusal(BUILT_ON)


def _decided_by(session: Session, viewer: Viewer, change: ContractChange) -> tuple[ContractChange, Contract]:
    contract = hold(session, change.contract_id)
    held = session.get(ContractChange, change.id, with_for_update=True, populate_existing=True)
    if held is None:
        raise Missing
    require_second_person(viewer, confirmation(held.recorded_by))
    if held.return_note:
        raise Refusal(N_("Për këtë ndryshim është vendosur ndërkohë."))
    return held, contract


def version_of(contract: Contract) -> str:
    """Of what a change is written beside: not of whether its text came meanwhile."""
    return hashlib.sha256(history.canonical(contract.model_dump(include={*FIELDS, "withdrawal"})).encode()).hexdigest()


def change_of(session: Session, contract: Contract) -> ContractChange | None:
    return session.exec(select(ContractChange).where(ContractChange.contract_id == contract.id)).first()


def seen_by(session: Session, viewer: Viewer, contract: Contract) -> ContractChange:
    """Who records for the municipality sees it, and reviewers who may decide. Raises Missing."""
    change = change_of(session, contract)
    if change is None or not (viewer.may_edit(contract.municipality_id) or change.may_be_decided(viewer)):
        raise Missing
    return change


def _open(session: Session) -> list[tuple[ContractChange, Contract]]:
    return list(
        session.exec(
            select(ContractChange, Contract)
            .join(Contract, col(Contract.id) == ContractChange.contract_id)
            .order_by(col(ContractChange.recorded_at))
        )
    )


def _note(change: ContractChange, withdrawal: str, correction: str) -> str:
    return withdrawal if change.withdraws else correction


def waiting_for(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer should do here: decide on what another person wrote, or mend what came back. One query."""
    found = []
    for change, contract in _open(session):
        path, day = f"/puna/kontratat/{contract.slug}/ndryshimi", day_of(change.recorded_at)
        if change.may_be_decided(viewer):
            note = _note(change, N_("Tërheqje e një kontrate që pret konfirmimin tuaj"),
                         N_("Ndreqje e të dhënave të një kontrate që pret konfirmimin tuaj"))  # fmt: skip
            found.append(Waiting(contract.title, path, note, day, by=(change.recorded_by,)))
        if change.may_be_mended(viewer):
            note = _note(change, N_("Tërheqje e një kontrate që u kthye me shënim"),
                         N_("Ndreqje e të dhënave të një kontrate që u kthye me shënim"))  # fmt: skip
            found.append(Waiting(contract.title, path, note, sent_on=day))
    return found


def sent_by(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer sent and waits for a second person."""
    return [
        Waiting(
            contract.title, f"/puna/kontratat/{contract.slug}/ndryshimi",
            _note(change, N_("Tërheqje e një kontrate që pret konfirmimin e një personi të dytë"),
                  N_("Ndreqje e të dhënave të një kontrate që pret konfirmimin e një personi të dytë")),
            day_of(change.recorded_at),
        )
        for change, contract in _open(session)
        if not change.return_note and is_own(viewer, change.recorded_by)
    ]  # fmt: skip
