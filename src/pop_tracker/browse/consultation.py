"""Consultations: where and when people were asked, and what they raised."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from pop_tracker import history
from pop_tracker.accounts.guards import PUBLIC
from pop_tracker.history import VERBS
from pop_tracker.places.models import Municipality
from pop_tracker.plans.consultations import (
    CONSULTATION_KIND_WORDS,
    POINT_KIND_HEADINGS,
    Consultation,
    ConsultationPoint,
    PointKind,
    consultation_by_slug,
    consultations,
    points,
)
from pop_tracker.plans.models import Plan
from pop_tracker.web.errors import Missing
from pop_tracker.web.render import page


@get("/konsultimet", opt=PUBLIC, sync_to_thread=True)
def consultations_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    return page(
        request,
        "browse/consultations.html",
        {"consultations": consultations(session), "kind_words": CONSULTATION_KIND_WORDS},
    )


@get("/konsultimet/{slug:str}", opt=PUBLIC, sync_to_thread=True)
def consultation_page(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session]
) -> Response[str]:
    consultation = consultation_by_slug(session, slug)
    if consultation is None:
        raise Missing
    return page(
        request,
        "browse/consultation.html",
        {
            "consultation": consultation,
            "municipality": session.get_one(Municipality, consultation.municipality_id),
            "plan": session.get(Plan, consultation.plan_id) if consultation.plan_id else None,
            "kind_words": CONSULTATION_KIND_WORDS,
            "point_headings": POINT_KIND_HEADINGS,
            "points": _points_by_kind(session, consultation),
            "verbs": VERBS,
            "entries": history.entries(session, paths=[consultation.path], limit=10),
        },
    )


def _points_by_kind(session: Session, consultation: Consultation) -> dict[PointKind, list[ConsultationPoint]]:
    found: dict[PointKind, list[ConsultationPoint]] = {}
    for point in points(session, consultation.id or 0):
        found.setdefault(point.point_kind, []).append(point)
    return found


HANDLERS: list[Any] = [consultations_page, consultation_page]
