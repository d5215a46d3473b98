"""Loads the known signatures from `seeds/pledges`, each tied to whose it is, and ties those that were loaded before."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import Session, select

from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.models import Contract
from pop_tracker.history import SEEDS
from pop_tracker.pledges.models import Signature
from pop_tracker.pledges.names import NAMELESS
from pop_tracker.pledges.ties import tie_answers, tied_to
from pop_tracker.pledges.vocabulary import Answer, Capacity, SignatureState
from pop_tracker.web.dates import DatePrecision
from pop_tracker.web.tables.seed_rows import Row, read_sheet

_SIGNATURES = "contract,edition,name,capacity,on_behalf_of,answer,signed_on,date_precision,place,note,source"


def load(session: Session, folder: Path) -> int:
    """Enters the signatures that are not there yet; returns how many, with those that were tied. Raises SheetError."""
    tied = tie_answers(session, SEEDS)
    contracts = {contract.slug: contract for contract in session.exec(select(Contract))}
    editions = {
        (contract, number): edition
        for contract, number, edition in session.exec(
            select(Edition.contract_id, Edition.number, Edition.id).where(Edition.state == EditionState.PUBLISHED)
        )
    }
    known = set(session.exec(select(Signature.contract_id, Signature.name, Signature.capacity)).all())
    loaded = 0
    for row in read_sheet(folder / "pledges/signatures.csv", _SIGNATURES):
        contract = contracts.get(row.required("contract"))
        if contract is None:
            raise row.error(f"no contract {row['contract']}")
        contract_id = contract.id or 0
        edition_id = None
        if row["edition"]:
            edition_id = editions.get((contract_id, int(row["edition"]) if row["edition"].isdecimal() else 0))
            if edition_id is None:
                raise row.error(f"{row['contract']} has no edition {row['edition']}")
        signature = _signature(row, contract_id, edition_id)
        # A name that a redaction removed must not come back from the file; nobody keeps which row it was.
        if {(contract_id, name, signature.capacity) for name in (signature.name, NAMELESS)} & known:
            continue
        for tie, id in tied_to(session, contract, signature).items():
            setattr(signature, tie, id)
        signature.record(session, SEEDS)
        loaded += 1
    return loaded + tied


def _signature(row: Row, contract_id: int, edition_id: int | None) -> Signature:
    text = row.required("signed_on")
    answer = row.required("answer")
    try:
        return Signature(
            contract_id=contract_id,
            edition_id=edition_id,
            name=row.required("name"),
            capacity=Capacity(row["capacity"]),
            on_behalf_of=row["on_behalf_of"],
            answer=Answer(answer),
            # A known month is kept as its first day.
            signed_on=date.fromisoformat(text if len(text) > 7 else f"{text}-01"),
            date_precision=DatePrecision(row["date_precision"]),
            place=row["place"],
            note=row["note"],
            source=row.required("source"),
            state=SignatureState.PUBLIC,
            recorded_at=datetime.now(UTC),
        )
    except ValueError as error:
        raise row.error(str(error)) from None
