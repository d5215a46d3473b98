"""Loads contracts and their first editions from `seeds/contracts`."""

from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Organisation
from pop_tracker.contracts.continuations import Continuation
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import (
    Commitment,
    CommitmentText,
    CommitmentUnit,
    Priority,
    PriorityGroup,
    PriorityText,
    Scope,
    one_line,
    position_of,
)
from pop_tracker.history import SEEDS
from pop_tracker.places.models import Municipality, units_of
from pop_tracker.web.errors import Refusal
from pop_tracker.web.tables.seed_rows import Row, read_sheet

_CONTRACTS = "slug,municipality,organisation,title,term_from,term_until,text_known,source"
_PRIORITIES = "contract,number,title,group,source"
_COMMITMENTS = "contract,ref,text,scope,units,place,target_groups,source"
_CONTINUATIONS = "contract,ref,earlier,earlier_ref,reason"


def load(session: Session, folder: Path) -> int:
    """Enters the contracts that are not there yet, each with edition 1 where its words are known; returns how many.

    Raises SheetError.
    """
    priorities = _by_contract(folder / "contracts/priorities.csv", _PRIORITIES)
    commitments = _by_contract(folder / "contracts/commitments.csv", _COMMITMENTS)
    known = set(session.exec(select(Contract.slug)))
    seen: set[str] = set()
    loaded = 0
    for row in read_sheet(folder / "contracts/contracts.csv", _CONTRACTS):
        slug = row.required("slug")
        seen.add(slug)
        if slug in known:
            continue
        contract = _contract(session, row)
        contract.record(session, SEEDS)
        if contract.text_known:
            if slug not in priorities:
                raise row.error(f"the text of {slug} is known, but it has no priorities")
            _first_edition(session, contract, priorities[slug], commitments.get(slug, []))
        loaded += 1
    for slug, rows in [*priorities.items(), *commitments.items()]:
        if slug not in seen:
            raise rows[0].error(f"no contract {slug}")
    return loaded + _load_continuations(session, folder / "contracts/continuations.csv")


def _load_continuations(session: Session, file: Path) -> int:
    loaded = 0
    for row in read_sheet(file, _CONTINUATIONS):
        ends = [_commitment_id(session, row, *names) for names in (("contract", "ref"), ("earlier", "earlier_ref"))]
        pair = (Continuation.commitment_id == ends[0], Continuation.continues_id == ends[1])
        if session.exec(select(Continuation.id).where(*pair)).first() is not None:
            continue
        try:
            Continuation(
                commitment_id=ends[0], continues_id=ends[1], reason=row["reason"], recorded_at=datetime.now(UTC)
            ).record(session, SEEDS)
        except Refusal as refusal:
            raise row.error(refusal.message % refusal.values) from None
        loaded += 1
    return loaded


def _commitment_id(session: Session, row: Row, contract: str, ref: str) -> int:
    found = session.exec(
        select(Commitment.id)
        .join(Contract, col(Contract.id) == Commitment.contract_id)
        .where(Contract.slug == row[contract], Commitment.ref == row[ref])
    ).first()
    if found is None:
        raise row.error(f"no commitment {row[contract]}/{row[ref]}")
    return found


def _by_contract(file: Path, columns: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in read_sheet(file, columns):
        found.setdefault(row.required("contract"), []).append(row)
    return found


def _contract(session: Session, row: Row) -> Contract:
    municipality = session.exec(select(Municipality).where(Municipality.slug == row["municipality"])).first()
    if municipality is None:
        raise row.error(f"no municipality {row['municipality']}")
    organisation = session.exec(select(Organisation).where(Organisation.slug == row["organisation"])).first()
    if organisation is None and row["organisation"]:
        raise row.error(f"no organisation {row['organisation']}")
    if row["text_known"] not in ("yes", "no"):
        raise row.error(f"text_known is {row['text_known']}, expected yes or no")
    try:
        return Contract(
            slug=row["slug"],
            municipality_id=municipality.id or 0,
            organisation_id=organisation.id if organisation else None,
            title=one_line(row.required("title")),
            term_from=int(row["term_from"]),
            term_until=int(row["term_until"]),
            text_known=row["text_known"] == "yes",
            source=row.required("source"),
        )
    except ValueError as error:
        raise row.error(str(error)) from None


def _first_edition(session: Session, contract: Contract, priorities: list[Row], commitments: list[Row]) -> None:
    edition = Edition(contract_id=contract.id or 0, number=1, source=contract.source)
    session.add(edition)
    session.flush()
    under = {row.required("number"): _priority(session, edition, row) for row in priorities}
    units = {unit.slug: unit.id for unit in units_of(session, contract.municipality_id)}
    refs: dict[str, tuple[Commitment, CommitmentText]] = {}
    for row in commitments:
        ref = row.required("ref")
        number, *rest = ref.split(".")
        parent = refs.get(ref.rpartition(".")[0]) if len(rest) == 2 else None
        if number not in under or (len(rest) == 2 and parent is None):
            raise row.error(f"{ref} stands under nothing")
        if ref in refs:
            raise row.error(f"{ref} is there twice")
        if parent:
            parent[1].is_leaf = False
        refs[ref] = _commitment(session, edition, under[number], parent[0] if parent else None, row, units)
    empty = set(under) - {ref.split(".")[0] for ref in refs}
    if empty:
        raise priorities[0].error(f"no commitment under priority {', '.join(sorted(empty))}")
    edition.publish(session, SEEDS)


def _priority(session: Session, edition: Edition, row: Row) -> Priority:
    try:
        priority = Priority(contract_id=edition.contract_id, number=int(row["number"]))
        group = PriorityGroup(row["group"])
    except ValueError as error:
        raise row.error(str(error)) from None
    session.add(priority)
    session.flush()
    session.add(
        PriorityText(
            edition_id=edition.id or 0,
            priority_id=priority.id or 0,
            title=one_line(row.required("title")),
            group=group,
            source=row.required("source"),
        )
    )
    return priority


def _commitment(
    session: Session,
    edition: Edition,
    priority: Priority,
    parent: Commitment | None,
    row: Row,
    units: dict[str, int | None],
) -> tuple[Commitment, CommitmentText]:
    named = row.items_of("units")
    try:
        position, scope = position_of(row["ref"]), Scope(row["scope"])
    except ValueError as error:
        raise row.error(str(error)) from None
    if bool(named) != (scope is Scope.UNITS):
        raise row.error("units go with scope units, and only with it")
    if scope is Scope.WORDS and not row["place"]:
        raise row.error("scope words needs a place")
    for slug in named:
        if slug not in units:
            raise row.error(f"no unit {slug} in this municipality")
    commitment = Commitment(
        contract_id=edition.contract_id,
        priority_id=priority.id or 0,
        parent_id=parent.id if parent else None,
        ref=row["ref"],
        position=position,
    )
    session.add(commitment)
    session.flush()
    text = CommitmentText(
        edition_id=edition.id or 0,
        commitment_id=commitment.id or 0,
        text=one_line(row.required("text")),
        scope=scope,
        place=one_line(row["place"]),
        target_groups=one_line(row["target_groups"]),
        source=row.required("source"),
    )
    session.add(text)
    session.flush()
    session.add_all(CommitmentUnit(text_id=text.id or 0, unit_id=units[slug] or 0) for slug in dict.fromkeys(named))
    return commitment, text
