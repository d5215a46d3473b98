"""Consultations at work: announced, entered by hand from their minutes, and what hangs on them."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import col, select

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.contracts.models import Contract, contract_by_slug, known
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
from pop_tracker.plans.models import Plan, lock
from pop_tracker.plans.pages.consultation_forms import (
    CallOffForm,
    NewConsultationForm,
    ReasonForm,
    values_of,
)
from pop_tracker.plans.pages.point_rows import ConsultationForm, form_for
from pop_tracker.plans.plan_rows import plans
from pop_tracker.plans.standing import plan_by_slug
from pop_tracker.web import files
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import N_


@get("/puna/konsultimet/i-ri", guards=[guards.editor])
def new_consultation(desk: NamedDependency[Desk]) -> Response[str]:
    return _page(desk, None, _offered_anew(desk, NewConsultationForm(desk.words)))


@post("/puna/konsultimet/i-ri", done=N_("Konsultimi u shtua."), guards=[guards.editor])
def record_consultation(desk: NamedDependency[Desk]) -> Answer:
    form = _offered_anew(desk, NewConsultationForm(desk.words, desk.sent))

    def record() -> str:
        municipality = municipality_by_slug(desk.session, form.municipality.data)
        if municipality is None:
            raise Missing  # gone since it was offered
        require_recorder(desk.viewer, municipality.id or 0)
        slug = new_consultation_slug(desk.session, municipality, form.held_on.known)
        consultation = Consultation(slug=slug, municipality_id=municipality.id or 0, **_fields(desk, form))
        consultation.record(desk.session, desk.viewer.actor, form.new_points())
        return f"/puna/konsultimet/{slug}"

    return desk.enter(form, lambda status: _page(desk, None, form, status), record)


@get("/puna/konsultimet/{slug:str}", guards=[guards.editor])
def consultation_work(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    """Where its fields, minutes, photos and threads are reached from."""
    consultation = held(desk, slug)
    raised = points(desk.session, consultation.id or 0)
    is_told = bool(raised) or consultation.tells_more
    pictures = photos(desk.session, consultation.id or 0)
    named = files.named(consultation.minutes_sha256, consultation.minutes_original_sha256)
    minutes = files.kept(desk.settings.files, named, consultation.minutes_name)
    context = {
        "consultation": consultation,
        "inside": desk.inside([minutes] if minutes else []),
        "lies_ahead": lies_ahead(consultation.held_on, is_told),
        "was_held": is_told or bool(pictures),
        "points": raised,
        "threads": by_point(threads(desk.session, Consultation.id == consultation.id)),
        "photos": pictures,
        "kind_words": CONSULTATION_KIND_WORDS,
        "point_words": POINT_KIND_WORDS,
    }
    return desk.page("plans/consultations/consultation.html", context)


@get("/puna/konsultimet/{slug:str}/te-dhenat", guards=[guards.editor])
def consultation_fields(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    consultation = held(desk, slug)
    return _page(desk, consultation, _standing(desk, consultation))


@post("/puna/konsultimet/{slug:str}/te-dhenat", guards=[guards.editor])
def revise_consultation(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    consultation = held(desk, slug, hold=True)
    form = _offered(desk, consultation, desk.sent)

    def revise() -> None:
        said = _fields(desk, form)
        consultation.revise(desk.session, desk.viewer, said, form.new_points(), form.wordings, form.reason.data or "")

    return desk.mend(
        form,
        now=_standing(desk, consultation),
        again=lambda status: _page(desk, consultation, form, status),
        verb=revise,
        then=lambda: f"/puna/konsultimet/{slug}",
    )


@get("/puna/konsultimet/{slug:str}/anulimi", guards=[guards.editor])
def calling_off(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    """Calls it off; or, where it was, takes that back."""
    consultation = held(desk, slug)
    form = ReasonForm(desk.words) if consultation.called_off else CallOffForm(desk.words)
    return _calling_off_page(desk, consultation, form)


@post("/puna/konsultimet/{slug:str}/anulimi", done=N_("Konsultimi u anulua."), guards=[guards.editor])
def call_off(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    consultation = held(desk, slug, hold=True)
    if consultation.called_off:  # sent twice
        return desk.go(f"/puna/konsultimet/{slug}")
    form = CallOffForm(desk.words, desk.sent)

    def record() -> str:
        consultation.call_off(desk.session, desk.viewer, form.reason.data)
        return f"/puna/konsultimet/{slug}"

    return desk.take(form, lambda status: _calling_off_page(desk, consultation, form, status), record)


@post("/puna/konsultimet/{slug:str}/anulimi/heqje", done=N_("Konsultimi u rikthye."), guards=[guards.editor])
def announce_again(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    consultation = held(desk, slug, hold=True)
    if not consultation.called_off:  # sent twice
        return desk.go(f"/puna/konsultimet/{slug}")
    form = ReasonForm(desk.words, desk.sent)

    def record() -> str:
        consultation.announce_again(desk.session, desk.viewer, form.reason.data)
        return f"/puna/konsultimet/{slug}"

    return desk.take(form, lambda status: _calling_off_page(desk, consultation, form, status), record)


def held(desk: Desk, slug: str, hold: bool = False) -> Consultation:
    """The consultation, for who records for its municipality; held from others while it is being changed."""
    consultation = consultation_by_slug(desk.session, slug)
    if consultation is None:
        raise Missing
    require_recorder(desk.viewer, consultation.municipality_id)
    if hold:
        lock(desk.session, consultation)
    return consultation


def beside(desk: Desk, consultation: Consultation) -> dict[str, Any]:
    """What stands of it, beside a form for what hangs on it."""
    return {
        "consultation": consultation,
        "kind_words": CONSULTATION_KIND_WORDS,
        "points": points(desk.session, consultation.id or 0),
    }


def _standing(desk: Desk, consultation: Consultation) -> ConsultationForm:
    plan = desk.session.get(Plan, consultation.plan_id) if consultation.plan_id else None
    contract = desk.session.get(Contract, consultation.contract_id) if consultation.contract_id else None
    return _offered(desk, consultation, **values_of(consultation, plan, contract))


def _offered(desk: Desk, consultation: Consultation, sent: FormData | None = None, **values: Any) -> ConsultationForm:
    place, raised = consultation.municipality_id, points(desk.session, consultation.id or 0)
    form = form_for(raised)(desk.words, sent, **values)
    form.offer([(one.slug, one.title) for one in plans(desk.session, place)], _contracts(desk, {place}))
    return form


def _offered_anew(desk: Desk, form: NewConsultationForm) -> NewConsultationForm:
    places = [one for one in municipalities(desk.session) if desk.viewer.may_edit(one.id or 0)]
    form.offer(
        [(one.slug, one.title) for one in plans(desk.session) if desk.viewer.may_edit(one.municipality_id)],
        _contracts(desk, {one.id or 0 for one in places}),
        [(one.slug, one.title) for one in places],
    )
    return form


def _contracts(desk: Desk, places: set[int]) -> list[tuple[str, str]]:
    query = select(Contract.slug, Contract.title).where(col(Contract.municipality_id).in_(places), known())
    return [(slug, title) for slug, title in desk.session.exec(query.order_by(col(Contract.slug)))]


def _fields(desk: Desk, form: NewConsultationForm) -> dict[str, Any]:
    """With the plan or contract that it was held for."""
    plan = plan_by_slug(desk.session, form.plan.data or "")
    contract = contract_by_slug(desk.session, form.contract.data or "")
    return {
        **form.fields,
        "plan_id": plan.id if plan else None,
        "contract_id": contract.id if contract else None,
    }


def _page(desk: Desk, consultation: Consultation | None, form: NewConsultationForm, status: int = 200) -> Response[str]:
    context: dict[str, Any] = {"form": form, "consultation": consultation}
    if consultation is not None:
        context["threads"] = by_point(threads(desk.session, Consultation.id == consultation.id))
    return desk.page("plans/consultations/fields.html", context, status)


def _calling_off_page(
    desk: Desk, consultation: Consultation, form: CallOffForm | ReasonForm, status: int = 200
) -> Response[str]:
    asks = "reinstate" if consultation.called_off else "call_off"
    return desk.page(f"plans/consultations/{asks}.html", {"consultation": consultation, "form": form}, status)


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
