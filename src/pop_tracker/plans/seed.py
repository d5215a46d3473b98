"""Loads plans with their items, consultations with their points, and findings from `seeds/plans`."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session, select

from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.history import SEEDS
from pop_tracker.places.models import Municipality
from pop_tracker.plans.consultations import Consultation, ConsultationKind, ConsultationPoint, PointKind
from pop_tracker.plans.findings import Finding, FindingState, FindingVerdict
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan, PlanKind
from pop_tracker.web.errors import Refusal
from pop_tracker.web.sheets import Row, read_sheet

_PLANS = (
    "slug,municipality,kind,title,period_from,period_until,vision,mission,legal_basis,structures,predecessors,"
    "support,stage_note,source"
)
_ITEMS = "plan,number,parent,level,text,responsible_body,due,cost_all,funding_source,indicator,source"
_CONSULTATIONS = (
    "slug,municipality,plan,kind,held_on,hour,place,convened_by,topic,roles_present,outcome,next_meeting,source"
)
_POINTS = "consultation,position,kind,text,source"
_FINDINGS = "contract,ref,plan,plan_item,verdict,reason,quote,source"


def load(session: Session, folder: Path) -> int:
    """Enters what is not there yet; returns how many things. Raises SheetError."""
    places = dict(session.exec(select(Municipality.slug, Municipality.id)).all())
    return (
        _load_plans(session, folder / "plans", places)
        + _load_consultations(session, folder / "plans", places)
        + _load_findings(session, folder / "plans")
    )


def _load_plans(session: Session, folder: Path, places: dict[str, int | None]) -> int:
    items = _by(folder / "plan_items.csv", _ITEMS, "plan")
    known = set(session.exec(select(Plan.slug)))
    seen: set[str] = set()
    loaded = 0
    for row in read_sheet(folder / "plans.csv", _PLANS):
        seen.add(row.required("slug"))
        if row["slug"] in known:
            continue
        rows = items.get(row["slug"], [])
        try:
            plan = Plan(
                slug=row["slug"],
                municipality_id=_place(row, places),
                plan_kind=PlanKind(row["kind"]),
                title=row.required("title"),
                period_from=int(row["period_from"]) if row["period_from"] else None,
                period_until=int(row["period_until"]) if row["period_until"] else None,
                vision=row["vision"],
                mission=row["mission"],
                legal_basis=row.items_of("legal_basis", "|"),
                structures=row.items_of("structures", "|"),
                predecessors=row.items_of("predecessors", "|"),
                support=row.items_of("support", "|"),
                stage_note=row["stage_note"],
                source=row.required("source"),
            )
            plan.record(session, SEEDS, [(_item(one), one["parent"]) for one in rows])
        except (ValueError, Refusal) as error:
            raise row.error(_reason(error)) from None
        loaded += 1
    _no_strays(items, seen, "plan")
    return loaded


def _item(row: Row) -> PlanItem:
    try:
        cost = Decimal(row["cost_all"]) if row["cost_all"] else None
    except (ValueError, ArithmeticError) as error:
        raise row.error(str(error)) from None
    return PlanItem(
        plan_id=0,
        number=row.required("number"),
        position=0,
        level=row.required("level"),
        text=row.required("text"),
        responsible_body=row["responsible_body"],
        due=row["due"],
        cost_all=cost,
        funding_source=row["funding_source"],
        indicator=row["indicator"],
        source=row.required("source"),
    )


def _load_consultations(session: Session, folder: Path, places: dict[str, int | None]) -> int:
    raised = _by(folder / "consultation_points.csv", _POINTS, "consultation")
    plans = dict(session.exec(select(Plan.slug, Plan.id)).all())
    known = set(session.exec(select(Consultation.slug)))
    seen: set[str] = set()
    loaded = 0
    for row in read_sheet(folder / "consultations.csv", _CONSULTATIONS):
        seen.add(row.required("slug"))
        if row["slug"] in known:
            continue
        if row["plan"] and row["plan"] not in plans:
            raise row.error(f"no plan {row['plan']}")
        try:
            consultation = Consultation(
                slug=row["slug"],
                municipality_id=_place(row, places),
                plan_id=plans[row["plan"]] if row["plan"] else None,
                consultation_kind=ConsultationKind(row["kind"]),
                held_on=date.fromisoformat(row.required("held_on")),
                hour=row["hour"],
                place=row["place"],
                convened_by=row["convened_by"],
                topic=row.required("topic"),
                roles_present=row.items_of("roles_present", "|"),
                outcome=row["outcome"],
                next_meeting=row["next_meeting"],
                source=row.required("source"),
            )
            consultation.record(session, SEEDS, [_point(one) for one in raised.get(row["slug"], [])])
        except (ValueError, Refusal) as error:
            raise row.error(_reason(error)) from None
        loaded += 1
    _no_strays(raised, seen, "consultation")
    return loaded


def _point(row: Row) -> ConsultationPoint:
    """In the order of the file; `position` is checked to be a number, for people who read the file."""
    try:
        return ConsultationPoint(
            consultation_id=0,
            position=int(row["position"]),
            point_kind=PointKind(row["kind"]),
            text=row.required("text"),
            source=row.required("source"),
        )
    except ValueError as error:
        raise row.error(str(error)) from None


def _load_findings(session: Session, folder: Path) -> int:
    commitments = {
        (slug, ref): commitment_id
        for slug, ref, commitment_id in session.exec(
            select(Contract.slug, Commitment.ref, Commitment.id).join(
                Commitment,
                Commitment.contract_id == Contract.id,  # type: ignore[arg-type]
            )
        )
    }
    plans = dict(session.exec(select(Plan.slug, Plan.id)).all())
    items = {
        (plan, number): item
        for plan, number, item in session.exec(select(PlanItem.plan_id, PlanItem.number, PlanItem.id))
    }
    known = set(session.exec(select(Finding.commitment_id, Finding.plan_id)).all())
    loaded = 0
    for row in read_sheet(folder / "findings.csv", _FINDINGS):
        commitment_id = commitments.get((row.required("contract"), row.required("ref")))
        plan_id = plans.get(row.required("plan"))
        if commitment_id is None:
            raise row.error(f"{row['contract']} has no commitment {row['ref']}")
        if plan_id is None:
            raise row.error(f"no plan {row['plan']}")
        if row["plan_item"] and (plan_id, row["plan_item"]) not in items:
            raise row.error(f"{row['plan']} has no item {row['plan_item']}")
        if (commitment_id, plan_id) in known:
            continue
        try:
            finding = Finding(
                commitment_id=commitment_id,
                plan_id=plan_id,
                plan_item_id=items[plan_id, row["plan_item"]] if row["plan_item"] else None,
                verdict=FindingVerdict(row["verdict"]),
                reason=row["reason"],
                quote=row["quote"],
                source=row.required("source"),
                state=FindingState.SUBMITTED,
                recorded_at=datetime.now(UTC),
            )
            finding.check(session)
            finding.publish(session, SEEDS)
        except (ValueError, Refusal) as error:
            raise row.error(_reason(error)) from None
        loaded += 1
    return loaded


def _place(row: Row, places: dict[str, int | None]) -> int:
    found = places.get(row.required("municipality"))
    if found is None:
        raise row.error(f"no municipality {row['municipality']}")
    return found


def _by(file: Path, columns: str, column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in read_sheet(file, columns):
        found.setdefault(row[column], []).append(row)
    return found


def _no_strays(rows: dict[str, list[Row]], seen: set[str], what: str) -> None:
    for slug, strays in rows.items():
        if slug not in seen:
            raise strays[0].error(f"no {what} {slug}")


def _reason(error: ValueError | Refusal) -> str:
    return error.message % error.values if isinstance(error, Refusal) else str(error)
