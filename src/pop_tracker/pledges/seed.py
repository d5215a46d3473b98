"""Loads the known signatures from `seeds/pledges`."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import Session, select

from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.models import Contract
from pop_tracker.history import SEEDS
from pop_tracker.pledges.models import Answer, Capacity, Signature, SignatureState
from pop_tracker.web.dates import DatePrecision
from pop_tracker.web.tables.seed_rows import Row, read_sheet

_SIGNATURES = "contract,edition,name,capacity,on_behalf_of,answer,signed_on,date_precision,place,note,source"


def load(session: Session, folder: Path) -> int:
    """Enters the signatures that are not there yet; returns how many. Raises SheetError."""
    contracts = dict(session.exec(select(Contract.slug, Contract.id)).all())
    editions = {
        (contract, number): edition
        for contract, number, edition in session.exec(
            select(Edition.contract_id, Edition.number, Edition.id).where(Edition.state == EditionState.PUBLISHED)
        )
    }
    known = set(session.exec(select(Signature.contract_id, Signature.name, Signature.capacity)).all())
    loaded = 0
    for row in read_sheet(folder / "pledges/signatures.csv", _SIGNATURES):
        contract_id = contracts.get(row.required("contract"))
        if contract_id is None:
            raise row.error(f"no contract {row['contract']}")
        edition_id = None
        if row["edition"]:
            edition_id = editions.get((contract_id, int(row["edition"]) if row["edition"].isdecimal() else 0))
            if edition_id is None:
                raise row.error(f"{row['contract']} has no edition {row['edition']}")
        signature = _signature(row, contract_id, edition_id)
        if (contract_id, signature.name, signature.capacity) in known:
            continue
        signature.record(session, SEEDS)
        loaded += 1
    return loaded


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
