"""Consultations with their points and the threads that start there, from `consultations.csv`,
`consultation_points.csv` and `threads.csv`."""

from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session, select

from pop_tracker.history import SEEDS
from pop_tracker.plans.consultations.consultations import Consultation, ConsultationKind
from pop_tracker.plans.consultations.points import ConsultationPoint, PointKind
from pop_tracker.plans.consultations.threads import Thread
from pop_tracker.plans.seeds.names import Names, no_strays
from pop_tracker.web.tables.seed_rows import Row, read_sheet, rows_by

_CONSULTATIONS = (
    "slug,municipality,plan,contract,kind,held_on,hour,place,convened_by,topic,roles_present,women,men,outcome,"
    "next_meeting,next_on,source"
)
_POINTS = "consultation,position,kind,text,source"
_THREADS = "consultation,point,commitment,plan_item,source"
"""A thread leads to a commitment ("korce-2023/1.5") or to a plan's item ("durres-2025/2.3")."""


def load(session: Session, folder: Path, names: Names) -> int:
    raised = rows_by(folder / "consultation_points.csv", _POINTS, "consultation")
    known = set(session.exec(select(Consultation.slug)))
    seen: set[str] = set()
    loaded = 0
    for row in read_sheet(folder / "consultations.csv", _CONSULTATIONS):
        slug = row.required("slug")
        seen.add(slug)
        if slug in known:
            continue
        _record(session, row, raised.get(slug, []), names)
        names.fresh.add(slug)
        loaded += 1
    no_strays(raised, seen, "consultation")
    return loaded + _load_threads(session, folder, names)


def _record(session: Session, row: Row, raised: list[Row], names: Names) -> None:
    held_on = row.day("held_on")
    if held_on is None:
        raise row.error("held_on is empty")
    with row.judged():
        Consultation(
            slug=row["slug"],
            municipality_id=names.municipality(row),
            plan_id=names.plan(row).id if row["plan"] else None,
            contract_id=names.contract(row).id if row["contract"] else None,
            consultation_kind=ConsultationKind(row["kind"]),
            held_on=held_on,
            hour=row["hour"],
            place=row["place"],
            convened_by=row["convened_by"],
            topic=row.required("topic"),
            roles_present=row.items_of("roles_present", "|"),
            women=row.whole("women"),
            men=row.whole("men"),
            outcome=row["outcome"],
            next_meeting=row["next_meeting"],
            next_on=row.day("next_on"),
            source=row.required("source"),
        ).record(session, SEEDS, [_point(one, place) for place, one in enumerate(raised, start=1)])


def _point(row: Row, place: int) -> ConsultationPoint:
    """`position` is what threads name a point by, so it must say the point's place in the file."""
    if row.whole("position") != place:
        raise row.error(f"position is {row['position']}, expected {place}")
    with row.judged():
        return ConsultationPoint(
            consultation_id=0,
            position=place,
            point_kind=PointKind(row["kind"]),
            text=row.required("text"),
            source=row.required("source"),
        )


def _load_threads(session: Session, folder: Path, names: Names) -> int:
    """A thread that a person withdrew stays withdrawn."""
    known = set(session.exec(select(Thread.point_id, Thread.commitment_id, Thread.plan_item_id)).all())
    loaded = 0
    for row in read_sheet(folder / "threads.csv", _THREADS):
        if bool(row["commitment"]) == bool(row["plan_item"]):
            raise row.error("a thread leads to a commitment or to a plan item")
        point = names.point(row)
        commitment_id = item_id = None
        if row["commitment"]:
            contract, _, ref = row["commitment"].partition("/")
            commitment_id = names.commitment(row, contract, ref)
        else:
            item = names.item_at(row, "plan_item")
            item_id = item.id if item else None
        if point is None or (commitment_id is None and item_id is None):
            continue
        if (point.id, commitment_id, item_id) in known:
            continue
        with row.judged():
            Thread(
                point_id=point.id or 0,
                commitment_id=commitment_id,
                plan_item_id=item_id,
                source=row.required("source"),
                recorded_at=datetime.now(UTC),
            ).record(session, SEEDS)
        loaded += 1
    return loaded
