"""Consultations: where and when people are asked, what they raised, and where it led."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.record import saves
from pop_tracker.browse.record.alone import entered_alone
from pop_tracker.browse.record.removed import gone
from pop_tracker.browse.taken_out import taken_out
from pop_tracker.contracts.models import Contract
from pop_tracker.history import VERBS, Entry, HistoryEntry
from pop_tracker.places.models import Municipality, municipalities
from pop_tracker.plans.consultations.consultations import (
    CONSULTATION_KIND_WORDS,
    Consultation,
    consultation_by_slug,
    lies_ahead,
)
from pop_tracker.plans.consultations.photos import photos
from pop_tracker.plans.consultations.points import POINT_KIND_HEADINGS, ConsultationPoint, PointKind, points
from pop_tracker.plans.consultations.rows import ConsultationRow, consultations
from pop_tracker.plans.consultations.threads import by_point, threads
from pop_tracker.plans.models import Plan
from pop_tracker.plans.stages import LAW_OF_COMMENTS, comment_terms
from pop_tracker.plans.standing import stands
from pop_tracker.web.albanian import sort_key
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import today
from pop_tracker.web.render import page, words_of


@dataclass(frozen=True)
class OpenTerm:
    """A plan's draft that anyone may still comment on."""

    plan_slug: str
    plan_title: str
    municipality_slug: str
    municipality_name: str
    from_on: date
    until: date
    days: int


def open_terms(session: Session) -> list[OpenTerm]:
    """The one that ends next first; two queries."""
    terms = [term for term in comment_terms(session) if term.until >= today()]
    about = {
        plan.id: (plan, slug, name)
        for plan, slug, name in session.exec(
            select(Plan, Municipality.slug, Municipality.name)
            .join(Municipality, col(Municipality.id) == Plan.municipality_id)
            .where(col(Plan.id).in_([term.plan_id for term in terms]), stands())
        )
    }
    found = []
    for term in reversed(terms):
        if term.plan_id not in about:
            continue  # withdrawn
        plan, slug, name = about[term.plan_id]
        found.append(OpenTerm(plan.slug, plan.title, slug, name, term.from_on, term.until, term.days))
    return found


@get("/konsultimet", opt=PUBLIC)
def consultations_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    """Of all municipalities, or of one, as the calendar."""
    bashkia = request.query_params.get("bashkia", "")
    every, terms = consultations(session), open_terms(session)
    if bashkia and bashkia not in {place.slug for place in municipalities(session)}:
        raise Missing
    found = [one for one in every if bashkia in ("", one.municipality_slug)]
    here: list[ConsultationRow | OpenTerm] = [*every, *terms]
    return page(
        request,
        "browse/plans/consultations.html",
        {
            "bashkia": bashkia,
            "municipalities": sorted(
                {(one.municipality_slug, one.municipality_name) for one in here}, key=lambda place: sort_key(place[1])
            ),
            "ahead": [one for one in found if one.lies_ahead][::-1],
            "terms": [term for term in terms if bashkia in ("", term.municipality_slug)],
            "law": LAW_OF_COMMENTS,
            "held": [one for one in found if not one.lies_ahead and not one.called_off],
            "called_off": [one for one in found if not one.lies_ahead and one.called_off],
            "kind_words": CONSULTATION_KIND_WORDS,
            "alone": entered_alone(
                session, [f"/konsultimet/{one.slug}" for one in found], ("consultation",), is_listed=True
            ),
        },
    )


@get("/konsultimet/{slug:str}", opt=PUBLIC)
def consultation_page(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session]
) -> Response[str]:
    consultation = consultation_by_slug(session, slug)
    if consultation is None or consultation.id is None:
        raise Missing
    raised, minutes = _points_by_kind(session, consultation.id), f"{consultation.path}/procesverbali"
    is_told = bool(raised) or consultation.tells_more
    return page(
        request,
        "browse/plans/consultation.html",
        {
            "consultation": consultation,
            "is_announced": not consultation.called_off and lies_ahead(consultation.held_on, is_told),
            "is_told": is_told,
            "municipality": session.get_one(Municipality, consultation.municipality_id),
            "plan": session.get(Plan, consultation.plan_id) if consultation.plan_id else None,
            "contract": session.get(Contract, consultation.contract_id) if consultation.contract_id else None,
            "kind_words": CONSULTATION_KIND_WORDS,
            "point_headings": POINT_KIND_HEADINGS,
            "points": raised,
            "amendments": _amendments(session, raised),
            "threads": by_point(threads(session, Consultation.id == consultation.id)),
            "minutes_gone": None if consultation.minutes_sha256 else gone(session, minutes),
            "photos": photos(session, consultation.id),
            "taken_out": taken_out(session, consultation.path),
            "verbs": VERBS,
            "alone": entered_alone(session, [consultation.path], ("consultation", "thread")),
            "entries": saves.entries(session, words_of(request), paths=[consultation.path], limit=10),
        },
    )


def _points_by_kind(session: Session, consultation_id: int) -> dict[PointKind, list[ConsultationPoint]]:
    found: dict[PointKind, list[ConsultationPoint]] = {}
    for point in points(session, consultation_id):
        found.setdefault(point.point_kind, []).append(point)
    return found


def _amendments(session: Session, raised: dict[PointKind, list[ConsultationPoint]]) -> dict[int, Entry]:
    """By number, the entries in which points were given the words that they have now; one query."""
    numbers = {point.amended_in for of_kind in raised.values() for point in of_kind if point.amended_in}
    of_them = col(HistoryEntry.number).in_(sorted(numbers))
    return {one.row.number: one for one in history.entries(session, only=of_them, limit=len(numbers))}


HANDLERS: list[Any] = [consultations_page, consultation_page]
