"""The room's doors for plans and their items; consultations and findings are in files of their own."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts import guards
from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.places.models import municipalities, municipality_by_slug
from pop_tracker.plans import consultation_pages, finding_pages
from pop_tracker.plans.consultations import CONSULTATION_KIND_WORDS, consultations
from pop_tracker.plans.findings import waiting_for
from pop_tracker.plans.forms import ItemForm, PlanForm
from pop_tracker.plans.items import LEVELS, PlanItem, tree
from pop_tracker.plans.models import (
    PLAN_KIND_WORDS,
    Plan,
    lock,
    may_edit,
    new_plan_slug,
    plan_by_slug,
    plans,
)
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms import FormData, new_nonce
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


@get("/puna/planet", sync_to_thread=True)
def plans_at_work(request: Asked, session: NamedDependency[Session], viewer: NamedDependency[Viewer]) -> Response[str]:
    context = {
        "plans": [plan for plan in plans(session) if viewer.may_edit(plan.municipality_id)],
        "consultations": [one for one in consultations(session) if viewer.may_edit(one.municipality_id)],
        "may_record": bool(viewer.is_editor and viewer.covers) or bool(viewer.uncovered),
        "waiting": waiting_for(session, viewer),
        "plan_words": PLAN_KIND_WORDS,
        "consultation_words": CONSULTATION_KIND_WORDS,
    }
    return page(request, "plans/plans.html", context)


def _plan(session: Session, viewer: Viewer, slug: str, hold: bool = False) -> Plan:
    """The plan, for who records for its municipality; held from others while it is being changed."""
    plan = plan_by_slug(session, slug)
    if plan is None:
        raise Missing
    may_edit(viewer, plan.municipality_id)
    if hold:
        lock(session, plan)
    return plan


def _new_form(session: Session, viewer: Viewer, said: Words, data: FormData | None = None) -> PlanForm:
    form = PlanForm(said, data)
    form.offer([(one.slug, one.title) for one in municipalities(session) if viewer.may_edit(one.id or 0)])
    if data is None:
        form.nonce.data = new_nonce()
    return form


def _form(said: Words, plan: Plan | None, data: FormData | None = None) -> PlanForm:
    values: dict[str, Any] = {}
    if plan is not None:
        values = {
            name: "\n".join(value) if isinstance(value, list) else str(value or "")
            for name, value in plan.model_dump(include=set(PlanForm(said)._fields)).items()
        }
    form = PlanForm(said, data, **values)
    form.offer(None)
    if data is None:
        form.version.data = form.digest()
    return form


@get("/puna/planet/i-ri", guards=[guards.editor], sync_to_thread=True)
def new_plan(
    request: Asked, session: NamedDependency[Session], viewer: NamedDependency[Viewer], said: NamedDependency[Words]
) -> Response[str]:
    return page(request, "plans/plan_fields.html", {"form": _new_form(session, viewer, said), "plan": None})


@post("/puna/planet/i-ri", guards=[guards.editor], sync_to_thread=True)
def record_plan(
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
    if not form.validate() or municipality is None:
        return page(request, "plans/plan_fields.html", {"form": form, "plan": None}, status=422)
    try:
        may_edit(viewer, municipality.id or 0)
        slug = new_plan_slug(session, municipality, form.fields["plan_kind"], form.fields["period_from"])
        Plan(slug=slug, municipality_id=municipality.id or 0, **form.fields).record(session, viewer.actor)
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return page(request, "plans/plan_fields.html", {"form": form, "plan": None}, status=refusal.status)
    remember_sent(session, form.nonce.data or "", viewer, f"/puna/planet/{slug}")
    return see_other(request, f"/puna/planet/{slug}")


@get("/puna/planet/{slug:str}", guards=[guards.editor], sync_to_thread=True)
def plan_work(
    request: Asked, slug: FromPath[str], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[str]:
    plan = _plan(session, viewer, slug)
    context = {
        "plan": plan,
        "nodes": tree(plan.items(session)),
        "consultations": consultations(session, plan_id=plan.id),
        "plan_words": PLAN_KIND_WORDS,
        "consultation_words": CONSULTATION_KIND_WORDS,
    }
    return page(request, "plans/plan.html", context)


@get("/puna/planet/{slug:str}/te-dhenat", guards=[guards.editor], sync_to_thread=True)
def plan_fields(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    plan = _plan(session, viewer, slug)
    return page(request, "plans/plan_fields.html", {"form": _form(said, plan), "plan": plan})


@post("/puna/planet/{slug:str}/te-dhenat", guards=[guards.editor], sync_to_thread=True)
def revise_plan(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = _plan(session, viewer, slug, hold=True)
    form = _form(said, None, form_data)
    status = 422
    if form.validate():
        if form.is_stale(_form(said, plan)):
            status = 409
        else:
            try:
                plan.revise(session, viewer, form.fields)
                return see_other(request, f"/puna/planet/{slug}")
            except Refusal as refusal:
                session.rollback()
                form.refuse(refusal)
                status = refusal.status
    return page(request, "plans/plan_fields.html", {"form": form, "plan": plan}, status=status)


def _item_form(
    said: Words, items: list[PlanItem], item: PlanItem | None, data: FormData | None = None, **values: Any
) -> ItemForm:
    if item is not None:
        values = {key: str(value or "") for key, value in item.model_dump(include=set(ItemForm(said)._fields)).items()}
        values["parent"] = next((one.number for one in items if one.id == item.parent_id), "")
    form = ItemForm(said, data, **values)
    form.offer([one for one in items if one is not item])
    if data is None:
        form.version.data, form.nonce.data = form.digest(), new_nonce()
    return form


def _item_page(request: Asked, plan: Plan, item: PlanItem | None, form: ItemForm, status: int = 200) -> Response[str]:
    context = {"plan": plan, "item": item, "form": form, "levels": LEVELS}
    return page(request, "plans/item.html", context, status=status)


@get("/puna/planet/{slug:str}/zerat/i-ri", guards=[guards.editor], sync_to_thread=True)
def new_item(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    nen: FromQuery[str] = "",
) -> Response[str]:
    """`nen`: the number of the item that the new one stands under."""
    plan = _plan(session, viewer, slug)
    items = plan.items(session)
    above = nen if nen in {item.number for item in items} else ""
    return _item_page(request, plan, None, _item_form(said, items, None, parent=above, source=plan.source))


@post("/puna/planet/{slug:str}/zerat/i-ri", guards=[guards.editor], sync_to_thread=True)
def add_item(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = _plan(session, viewer, slug, hold=True)
    form = _item_form(said, plan.items(session), None, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _item_page(request, plan, None, form, 422)
    try:
        item = plan.add_item(session, viewer, form.fields, form.parent.data or "")
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return _item_page(request, plan, None, form, refusal.status)
    location = f"/puna/planet/{slug}#zeri-{item.id}"
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


def _item(session: Session, plan: Plan, item_id: int) -> PlanItem:
    item = session.get(PlanItem, item_id)
    if item is None or item.plan_id != plan.id:
        raise Missing
    return item


@get("/puna/planet/{slug:str}/zerat/{item_id:int}", guards=[guards.editor], sync_to_thread=True)
def item_page(
    request: Asked,
    slug: FromPath[str],
    item_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    plan = _plan(session, viewer, slug)
    item = _item(session, plan, item_id)
    return _item_page(request, plan, item, _item_form(said, plan.items(session), item))


@post("/puna/planet/{slug:str}/zerat/{item_id:int}", guards=[guards.editor], sync_to_thread=True)
def revise_item(
    request: Asked,
    slug: FromPath[str],
    item_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = _plan(session, viewer, slug, hold=True)
    item, items = _item(session, plan, item_id), plan.items(session)
    form = _item_form(said, items, item, form_data)
    if not form.validate():
        return _item_page(request, plan, item, form, 422)
    if form.is_stale(_item_form(said, items, item)):
        return _item_page(request, plan, item, form, 409)
    try:
        plan.revise_item(session, viewer, item, form.fields, form.parent.data or "")
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return _item_page(request, plan, item, form, refusal.status)
    return see_other(request, f"/puna/planet/{slug}#zeri-{item_id}")


HANDLERS: list[Any] = [
    plans_at_work,
    new_plan,
    record_plan,
    plan_work,
    plan_fields,
    revise_plan,
    new_item,
    add_item,
    item_page,
    revise_item,
    *consultation_pages.HANDLERS,
    *finding_pages.HANDLERS,
]
