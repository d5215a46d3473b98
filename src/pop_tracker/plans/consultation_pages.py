"""Consultations, entered by hand from their minutes."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts import guards
from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.places.models import municipalities, municipality_by_slug
from pop_tracker.plans.consultation_forms import POINT_FIELDS, ConsultationForm
from pop_tracker.plans.consultations import (
    Consultation,
    consultation_by_slug,
    new_consultation_slug,
    points,
)
from pop_tracker.plans.models import Plan, lock, may_edit, plan_by_slug, plans
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms import FormData, new_nonce
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


def _new_form(session: Session, viewer: Viewer, said: Words, data: FormData | None = None) -> ConsultationForm:
    form = ConsultationForm(said, data)
    form.offer(
        [(one.slug, one.title) for one in municipalities(session) if viewer.may_edit(one.id or 0)],
        [(one.slug, one.title) for one in plans(session) if viewer.may_edit(one.municipality_id)],
    )
    if data is None:
        form.nonce.data = new_nonce()
    return form


def _form(session: Session, said: Words, consultation: Consultation, data: FormData | None = None) -> ConsultationForm:
    """Filled with what stands there, or with what was sent."""
    values: dict[str, Any] = {}
    if data is None:
        plan = session.get(Plan, consultation.plan_id) if consultation.plan_id else None
        raised = points(session, consultation.id or 0)
        names = {"held_on", "hour", "place", "convened_by", "topic", "outcome", "next_meeting", "source"}
        values = {
            **consultation.model_dump(include=names),
            "kind": consultation.consultation_kind.value,
            "plan": plan.slug if plan else "",
            "roles_present": "\n".join(consultation.roles_present),
            **{
                name: "\n".join(point.text for point in raised if point.point_kind is kind)
                for kind, name in POINT_FIELDS.items()
            },
        }
    form = ConsultationForm(said, data, **values)
    form.offer(None, [(one.slug, one.title) for one in plans(session, consultation.municipality_id)])
    if data is None:
        form.version.data = form.digest()
    return form


def _page(
    request: Asked, form: ConsultationForm, consultation: Consultation | None, status: int = 200
) -> Response[str]:
    return page(request, "plans/consultation.html", {"form": form, "consultation": consultation}, status=status)


@get("/puna/konsultimet/i-ri", guards=[guards.editor], sync_to_thread=True)
def new_consultation(
    request: Asked, session: NamedDependency[Session], viewer: NamedDependency[Viewer], said: NamedDependency[Words]
) -> Response[str]:
    return _page(request, _new_form(session, viewer, said), None)


@post("/puna/konsultimet/i-ri", guards=[guards.editor], sync_to_thread=True)
def record_consultation(
    request: Asked,
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    form = _new_form(session, viewer, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    municipality = municipality_by_slug(session, form.municipality.data or "")
    if not form.validate() or municipality is None or form.held_on.day is None:
        return _page(request, form, None, 422)
    plan = plan_by_slug(session, form.plan.data or "")
    slug = new_consultation_slug(session, municipality, form.held_on.day)
    try:
        may_edit(viewer, municipality.id or 0)
        Consultation(
            slug=slug, municipality_id=municipality.id or 0, plan_id=plan.id if plan else None, **form.fields
        ).record(session, viewer.actor, form.points())
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return _page(request, form, None, refusal.status)
    remember_sent(session, form.nonce.data or "", viewer, f"/konsultimet/{slug}")
    return see_other(request, f"/konsultimet/{slug}")


def _consultation(session: Session, viewer: Viewer, slug: str) -> Consultation:
    consultation = consultation_by_slug(session, slug)
    if consultation is None:
        raise Missing
    may_edit(viewer, consultation.municipality_id)
    return consultation


@get("/puna/konsultimet/{slug:str}", guards=[guards.editor], sync_to_thread=True)
def consultation_page(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    consultation = _consultation(session, viewer, slug)
    return _page(request, _form(session, said, consultation), consultation)


@post("/puna/konsultimet/{slug:str}", guards=[guards.editor], sync_to_thread=True)
def revise_consultation(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    consultation = _consultation(session, viewer, slug)
    lock(session, consultation)
    form = _form(session, said, consultation, form_data)
    if not form.validate():
        return _page(request, form, consultation, 422)
    if form.is_stale(_form(session, said, consultation)):
        return _page(request, form, consultation, 409)
    plan = plan_by_slug(session, form.plan.data or "")
    raised = form.points(points(session, consultation.id or 0))
    try:
        consultation.revise(session, viewer, {**form.fields, "plan_id": plan.id if plan else None}, raised)
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return _page(request, form, consultation, refusal.status)
    return see_other(request, f"/konsultimet/{slug}")


HANDLERS: list[Any] = [new_consultation, record_consultation, consultation_page, revise_consultation]
