"""Findings, published as they come, from `findings.csv`: found by the organisation that follows the contract."""

from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session, select

from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.history import SEEDS
from pop_tracker.plans.findings.findings import Finding, FindingState, FindingVerdict
from pop_tracker.plans.seeds.names import Names
from pop_tracker.web.tables.seed_rows import read_sheet

_FINDINGS = "contract,ref,plan,plan_item,also,verdict,reason,quote,source"


def load(session: Session, folder: Path, names: Names) -> int:
    known = set(session.exec(select(Finding.commitment_id, Finding.plan_id)).all())
    loaded = 0
    for row in read_sheet(folder / "findings.csv", _FINDINGS):
        commitment_id = names.commitment(row, row.required("contract"), row.required("ref"))
        plan = names.plan(row)
        items = names.items(row, plan, [number for number in [row["plan_item"]] if number])
        also = names.items(row, plan, row.items_of("also", "|"))
        if items is None or also is None or (commitment_id, plan.id) in known:
            continue
        with row.judged():
            finding = Finding(
                commitment_id=commitment_id,
                plan_id=plan.id or 0,
                plan_item_id=items[0].id if items else None,
                verdict=FindingVerdict(row["verdict"]),
                reason=row["reason"],
                quote=row["quote"],
                source=row.required("source"),
                state=FindingState.SUBMITTED,
                recorded_at=datetime.now(UTC),
            )
            finding.check(session)
            contract_id = session.get_one(Commitment, commitment_id).contract_id
            finding.organisation_id = session.get_one(Contract, contract_id).organisation_id
            session.add(finding)
            session.flush()
            finding.write_also(session, [item.id or 0 for item in also])
            finding.publish(session, SEEDS)
        loaded += 1
    return loaded
