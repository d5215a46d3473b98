"""Consultations at work: announced, entered by hand from their minutes, and what hangs on them."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts.models import Contract, contract_by_slug
from pop_tracker.places.models import municipalities, municipality_by_slug
from pop_tracker.plans.consultations.consultations import (
    CONSULTATION_KIND_WORDS,
    Consultation,
    consultation_by_slug,
    lies_ahead,
    new_consultation_slug,
)
from pop_tracker.plans.consultations.photos import photos
from pop_tracker.plans.consultations.points import POINT_KIND_WORDS, points
from pop_tracker.plans.consultations.threads import by_point, threads
from pop_tracker.plans.models import Plan, lock, may_edit, plan_by_slug
from pop_tracker.plans.pages.consultation_forms import POINT_FIELDS, CallOffForm, ConsultationForm, ReasonForm
from pop_tracker.plans.plan_rows import plans
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


def held(session: Session, viewer: Viewer, slug: str, hold: bool = False) -> Consultation:
    """The consultation, for who records for its municipality; held from others while it is being changed."""
    consultation = consultation_by_slug(session, slug)
    if consultation is None:
        raise Missing
    may_edit(viewer, consultation.municipality_id)
    if hold:
        lock(session, consultation)
    return consultation


def _contracts(session: Session, viewer: Viewer, municipality_id: int | None = None) -> list[tuple[str, str]]:
    found = session.exec(
        select(Contract.slug, Contract.title, Contract.municipality_id).order_by(col(Contract.slug))
    ).all()
    return [
        (slug, title)
        for slug, title, where in found
        if where == municipality_id or (municipality_id is None and viewer.may_edit(where))
    ]


def _new_form(session: Session, viewer: Viewer, said: Words, data: FormData | None = None) -> ConsultationForm:
    form = ConsultationForm(said, data)
    form.offer(
        [(one.slug, one.title) for one in municipalities(session) if viewer.may_edit(one.id or 0)],
        [(one.slug, one.title) for one in plans(session) if viewer.may_edit(one.municipality_id)],
        _contracts(session, viewer),
    )
    if data is None:
        form.nonce.data = new_nonce()
    return form


def _form(
    session: Session, viewer: Viewer, said: Words, consultation: Consultation, data: FormData | None = None
) -> ConsultationForm:
    """Filled with what stands there, or with what was sent."""
    values: dict[str, Any] = {}
    if data is None:
        plan = session.get(Plan, consultation.plan_id) if consultation.plan_id else None
        contract = session.get(Contract, consultation.contract_id) if consultation.contract_id else None
        raised = points(session, consultation.id or 0)
        names = {"held_on", "hour", "place", "convened_by", "topic", "outcome", "next_on", "next_meeting", "source"}
        values = {
            **consultation.model_dump(include=names),
            "kind": consultation.consultation_kind.value,
            "plan": plan.slug if plan else "",
            "contract": contract.slug if contract else "",
            "roles_present": "\n".join(consultation.roles_present),
            "women": "" if consultation.women is None else str(consultation.women),
            "men": "" if consultation.men is None else str(consultation.men),
            **{
                name: "\n".join(point.text for point in raised if point.point_kind is kind)
                for kind, name in POINT_FIELDS.items()
            },
        }
    form = ConsultationForm(said, data, **values)
    form.offer(
        None,
        [(one.slug, one.title) for one in plans(session, consultation.municipality_id)],
        _contracts(session, viewer, consultation.municipality_id),
    )
    if data is None:
        form.version.data = form.digest()
    return form


def _about(session: Session, form: ConsultationForm) -> dict[str, Any]:
    """The plan or contract that it was held for."""
    plan = plan_by_slug(session, form.plan.data or "")
    contract = contract_by_slug(session, form.contract.data or "")
    return {"plan_id": plan.id if plan else None, "contract_id": contract.id if contract else None}


def _page(
    request: Asked, form: ConsultationForm, consultation: Consultation | None, status: int = 200
) -> Response[str]:
    context = {"form": form, "consultation": consultation}
    return page(request, "plans/consultation_fields.html", context, status=status)


@get("/puna/konsultimet/i-ri", guards=[guards.editor])
def new_consultation(
    request: Asked, session: NamedDependency[Session], viewer: NamedDependency[Viewer], said: NamedDependency[Words]
) -> Response[str]:
    return _page(request, _new_form(session, viewer, said), None)


@post("/puna/konsultimet/i-ri", guards=[guards.editor])
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
    slug = new_consultation_slug(session, municipality, form.held_on.day)
    with form.attempt(session):
        may_edit(viewer, municipality.id or 0)
        made = Consultation(slug=slug, municipality_id=municipality.id or 0, **_about(session, form), **form.fields)
        made.record(session, viewer.actor, form.points())
    if form.refused:
        return _page(request, form, None, form.refused)
    remember_sent(session, form.nonce.data or "", viewer, f"/puna/konsultimet/{slug}")
    return see_other(request, f"/puna/konsultimet/{slug}")


@get("/puna/konsultimet/{slug:str}", guards=[guards.editor])
def consultation_work(
    request: Asked, slug: FromPath[str], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[str]:
    """Where its fields, minutes, photos and threads are reached from."""
    consultation = held(session, viewer, slug)
    raised = points(session, consultation.id or 0)
    is_told = bool(raised) or consultation.tells_more
    pictures = photos(session, consultation.id or 0)
    context = {
        "consultation": consultation,
        "lies_ahead": lies_ahead(consultation.held_on, is_told),
        "was_held": is_told or bool(pictures),
        "points": raised,
        "threads": by_point(threads(session, Consultation.id == consultation.id)),
        "photos": pictures,
        "kind_words": CONSULTATION_KIND_WORDS,
        "point_words": POINT_KIND_WORDS,
    }
    return page(request, "plans/consultation.html", context)


@get("/puna/konsultimet/{slug:str}/te-dhenat", guards=[guards.editor])
def consultation_fields(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    consultation = held(session, viewer, slug)
    return _page(request, _form(session, viewer, said, consultation), consultation)


@post("/puna/konsultimet/{slug:str}/te-dhenat", guards=[guards.editor])
def revise_consultation(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    consultation = held(session, viewer, slug, hold=True)
    form = _form(session, viewer, said, consultation, form_data)
    if not form.validate():
        return _page(request, form, consultation, 422)
    if form.is_stale(_form(session, viewer, said, consultation)):
        return _page(request, form, consultation, 409)
    raised = form.points(points(session, consultation.id or 0))
    with form.attempt(session):
        consultation.revise(session, viewer, {**form.fields, **_about(session, form)}, raised)
    if form.refused:
        return _page(request, form, consultation, form.refused)
    return see_other(request, f"/puna/konsultimet/{slug}")


def _calling_off_page(
    request: Asked, consultation: Consultation, form: CallOffForm | ReasonForm, status: int = 200
) -> Response[str]:
    context = {"consultation": consultation, "form": form}
    return page(request, "plans/consultation_call_off.html", context, status=status)


@get("/puna/konsultimet/{slug:str}/anulimi", guards=[guards.editor])
def calling_off(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    """Calls it off; or, where it was, takes that back."""
    consultation = held(session, viewer, slug)
    return _calling_off_page(request, consultation, ReasonForm(said) if consultation.called_off else CallOffForm(said))


@post("/puna/konsultimet/{slug:str}/anulimi", guards=[guards.editor])
def call_off(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    """Sent twice it is called off already, and nothing more is recorded."""
    consultation = held(session, viewer, slug, hold=True)
    form = CallOffForm(said, form_data)
    if not consultation.called_off:
        if not form.validate():
            return _calling_off_page(request, consultation, form, 422)
        with form.attempt(session):
            consultation.call_off(session, viewer, form.reason.data or "")
        if form.refused:
            return _calling_off_page(request, held(session, viewer, slug), form, form.refused)
    return see_other(request, f"/puna/konsultimet/{slug}")


@post("/puna/konsultimet/{slug:str}/anulimi/heqje", guards=[guards.editor])
def announce_again(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    consultation = held(session, viewer, slug, hold=True)
    form = ReasonForm(said, form_data)
    if consultation.called_off:
        if not form.validate():
            return _calling_off_page(request, consultation, form, 422)
        consultation.announce_again(session, viewer, form.reason.data or "")
    return see_other(request, f"/puna/konsultimet/{slug}")


HANDLERS: list[Any] = [
    new_consultation,
    record_consultation,
    consultation_work,
    consultation_fields,
    revise_consultation,
    calling_off,
    call_off,
    announce_again,
]
