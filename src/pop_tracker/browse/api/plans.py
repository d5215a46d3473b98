"""/api/v1/plans: the plans, one with its tree and stages, and its needs assessment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from litestar.di import NamedDependency
from sqlmodel import Session

from pop_tracker.browse.api.parameters import MISSING, Addresses, Req, Slug, slug_in
from pop_tracker.browse.api.plan_shapes import (
    FullPlanShape,
    NeedsFigureShape,
    NeedsKindShape,
    NeedsShape,
    PlanItemShape,
    PlanShape,
    ProgressShape,
    StageShape,
)
from pop_tracker.browse.api.shapes import Listing, source_shapes
from pop_tracker.places.models import AdministrativeUnit, units_of
from pop_tracker.plans.fields import OWN, ItemField, Kind
from pop_tracker.plans.items import Node, PlanItem, items_of, tree, units_of_items
from pop_tracker.plans.models import Plan
from pop_tracker.plans.needs import NeedsFigure, NeedsKind, figures_of, needs_of
from pop_tracker.plans.plan_rows import PlanRow, plans
from pop_tracker.plans.programmes import programme_name
from pop_tracker.plans.progress import Progress, progress_of
from pop_tracker.plans.stages import PlanStage, stages_of
from pop_tracker.plans.standing import plan_by_slug
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.working_days import reckoned_within


@get("/plans", summary=N_("Planet"), description=N_("Planet e bashkive që njihen."))
def api_plans(request: Req, session: NamedDependency[Session], said: NamedDependency[Words]) -> Listing[PlanShape]:
    address = Addresses(request, said)
    return Listing([PlanShape(**_plan(row, address)) for row in plans(session)])


@get("/plans/{slug:str}", summary=N_("Një plan"), responses=MISSING,
     description=N_("Struktura e planit, me nivelet siç i quan vetë, me fazat dhe ecurinë e zërave."))  # fmt: skip
def api_plan(
    request: Req, slug: Slug, session: NamedDependency[Session], said: NamedDependency[Words]
) -> FullPlanShape:
    plan = plan_by_slug(session, slug_in(slug))
    if plan is None:
        raise Missing
    row = next(row for row in plans(session, plan.municipality_id) if row.id == plan.id)
    before = session.get(Plan, plan.predecessor_id) if plan.predecessor_id else None
    stages = stages_of(session, plan.id)
    last = max(
        (one for one in stages if one.comments_until), key=lambda one: one.comments_until or date.min, default=None
    )
    known = _Known(units_of_items(session, plan.id), progress_of(session, plan.id), said)
    return FullPlanShape(
        **_plan(row, Addresses(request, said)),
        vision=plan.vision or None,
        mission=plan.mission or None,
        legal_basis=plan.legal_basis,
        structures=plan.structures,
        predecessor=before.slug if before else None,
        predecessors=plan.predecessors,
        support=plan.support,
        stages=[_stage(stage) for stage in stages],
        stage_note=plan.stage_note or None,
        comments_until=last.comments_until if last else None,
        comments_until_estimated=last is not None and _is_estimated(last),
        has_needs=needs_of(session, plan.id) is not None,
        source=plan.source,
        sources=source_shapes(plan.source),
        items=[_item(node, known) for node in tree(items_of(session, plan.id))],
    )


@get("/plans/{slug:str}/needs", summary=N_("Vlerësimi i nevojave i një plani"), responses=MISSING,
     description=N_("Shtatë llojet e të dhënave, me fjalët dhe shifrat e dokumentit."))  # fmt: skip
def api_needs(request: Req, slug: Slug, session: NamedDependency[Session], said: NamedDependency[Words]) -> NeedsShape:
    plan = plan_by_slug(session, slug_in(slug))
    needs = needs_of(session, plan.id) if plan else None
    if plan is None or needs is None:
        raise Missing
    figures = figures_of(session, needs.id)
    units = {unit.id: unit.slug for unit in units_of(session, plan.municipality_id)}
    return NeedsShape(
        plan=plan.slug,
        name=needs.name,
        year=needs.year,
        method=needs.method or None,
        recommendations=needs.recommendations or None,
        kinds=[
            NeedsKindShape(
                kind=kind,
                letter=kind.letter,
                words=[one["text"] for one in needs.kinds_named if one["needs_kind"] == kind],
                figures=[_figure(one, units) for one in figures if one.needs_kind is kind],
            )
            for kind in NeedsKind
        ],
        source=needs.source,
        page=Addresses(request, said).of(f"{plan.path}/nevojat"),
    )


def _figure(figure: NeedsFigure, units: Mapping[int | None, str]) -> NeedsFigureShape:
    return NeedsFigureShape(
        label=figure.label,
        unit=units.get(figure.unit_id),
        provider=figure.provider,
        quantity=_as_number(figure.quantity),
        measure=figure.measure or None,
        year=figure.year,
        source=figure.source,
    )


def _plan(row: PlanRow, address: Addresses) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "title": row.title,
        "kind": row.plan_kind,
        "municipality": row.municipality_slug,
        "period_from": row.period_from,
        "period_until": row.period_until,
        "page": address.of(f"/planet/{row.slug}"),
    }


def _is_estimated(stage: PlanStage) -> bool:
    until = stage.comments_until
    return bool(stage.reached_on and until and reckoned_within(stage.reached_on, until))


def _stage(stage: PlanStage) -> StageShape:
    return StageShape(
        stage=stage.stage,
        reached_on=stage.reached_on,
        date_precision=stage.date_precision if stage.reached_on else None,
        decision_number=stage.decision_number or None,
        comment_days=stage.comment_days,
        comments_until=stage.comments_until,
        comments_until_estimated=_is_estimated(stage),
        note=stage.note or None,
        source=stage.source,
    )


@dataclass(frozen=True)
class _Known:
    """What is known of the items beside their own rows, by item id."""

    units: Mapping[int, list[AdministrativeUnit]]
    progress: Mapping[int, list[Progress]]
    said: Words


def _item(node: Node, known: _Known) -> PlanItemShape:
    item = node.item
    programme = programme_name(item.programme_code)
    return PlanItemShape(
        **{one.name: _said(item, one) for one in OWN},
        units=[unit.slug for unit in known.units.get(item.id or 0, ())],
        programme_name=known.said.gettext(programme) if programme else None,
        progress=[_progress(one) for one in known.progress.get(item.id or 0, ())],
        children=[_item(child, known) for child in node.children],
    )


def _said(item: PlanItem, one: ItemField) -> Any:
    value = getattr(item, one.name)
    if isinstance(value, Decimal):
        return _as_number(value)
    if one.kind is Kind.YEARLY:
        return {year: _as_number(Decimal(amount)) for year, amount in value.items()}
    return value if one.is_required else value or None


def _progress(one: Progress) -> ProgressShape:
    return ProgressShape(
        year=one.year,
        indicator_value=_number(one.indicator_value),
        planned_all=_number(one.planned_all),
        spent_all=_number(one.spent_all),
        note=one.note or None,
        source=one.source,
    )


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else _as_number(value)


def _as_number(value: Decimal) -> int | float:
    """A JSON number: whole where it is whole. Amounts of this size keep their qindarka in a float."""
    return int(value) if value == value.to_integral_value() else float(value)
