"""/api/v1/plans and /api/v1/consultations."""

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from sqlmodel import Session, col, select

from pop_tracker.browse.api_parameters import MISSING, Addresses, Req, Slug, slug_in
from pop_tracker.browse.api_shapes import (
    ConsultationShape,
    FullPlanShape,
    Listing,
    PlanItemShape,
    PlanShape,
    PointShape,
)
from pop_tracker.places.models import municipalities
from pop_tracker.plans.consultations import Consultation, ConsultationPoint
from pop_tracker.plans.items import Node, PlanItem, tree
from pop_tracker.plans.models import Plan, PlanRow, plan_by_slug, plans
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_, Words


@get("/plans", sync_to_thread=True, summary=N_("Planet"), description=N_("Planet e bashkive që njihen."))
def api_plans(request: Req, session: NamedDependency[Session], said: NamedDependency[Words]) -> Listing[PlanShape]:
    address = Addresses(request, said)
    return Listing([PlanShape(**_plan(row, address)) for row in plans(session)])


@get("/plans/{slug:str}", sync_to_thread=True, summary=N_("Një plan"), responses=MISSING,
     description=N_("Plani si pemë, me nivelet që quan vetë."))  # fmt: skip
def api_plan(
    request: Req, slug: Slug, session: NamedDependency[Session], said: NamedDependency[Words]
) -> FullPlanShape:
    plan = plan_by_slug(session, slug_in(slug))
    if plan is None:
        raise Missing
    row = next(row for row in plans(session, plan.municipality_id) if row.id == plan.id)
    items = session.exec(select(PlanItem).where(PlanItem.plan_id == plan.id).order_by(col(PlanItem.position)))
    return FullPlanShape(
        **_plan(row, Addresses(request, said)),
        vision=plan.vision or None,
        mission=plan.mission or None,
        legal_basis=plan.legal_basis,
        structures=plan.structures,
        predecessors=plan.predecessors,
        support=plan.support,
        source=plan.source,
        items=[_item(node) for node in tree(items)],
    )


@get("/consultations", sync_to_thread=True, summary=N_("Konsultimet"),
     description=N_("Dëgjesat dhe konsultimet publike, me rolet e të pranishmëve, pa emra."))  # fmt: skip
def api_consultations(
    request: Req, session: NamedDependency[Session], said: NamedDependency[Words]
) -> Listing[ConsultationShape]:
    address = Addresses(request, said)
    slugs = {place.id: place.slug for place in municipalities(session)}
    points: dict[int, list[PointShape]] = {}
    for point in session.exec(select(ConsultationPoint).order_by(col(ConsultationPoint.position))):
        points.setdefault(point.consultation_id, []).append(PointShape(point.point_kind, point.text, point.source))
    return Listing([
        ConsultationShape(
            slug=one.slug, kind=one.consultation_kind, municipality=slugs[one.municipality_id], plan=plan,
            held_on=one.held_on, hour=one.hour or None, place=one.place or None,
            convened_by=one.convened_by or None, topic=one.topic, roles_present=one.roles_present,
            outcome=one.outcome or None, next_meeting=one.next_meeting or None,
            points=points.get(one.id or 0, []), source=one.source, page=address.of(one.path),
        )
        for one, plan in session.exec(
            select(Consultation, Plan.slug)
            .join(Plan, col(Plan.id) == Consultation.plan_id, isouter=True)
            .order_by(col(Consultation.held_on).desc(), col(Consultation.slug))
        )
    ])  # fmt: skip


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


def _item(node: Node) -> PlanItemShape:
    item = node.item
    return PlanItemShape(
        number=item.number,
        level=item.level,
        text=item.text,
        responsible_body=item.responsible_body or None,
        due=item.due or None,
        cost_all=None if item.cost_all is None else float(item.cost_all),
        funding_source=item.funding_source or None,
        indicator=item.indicator or None,
        source=item.source,
        children=[_item(child) for child in node.children],
    )
