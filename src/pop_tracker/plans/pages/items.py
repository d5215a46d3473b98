"""A plan's items: added under one another, mended, taken out."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.places.models import units_of
from pop_tracker.plans.item_uses import holds
from pop_tracker.plans.items import LEVELS, PlanItem, units_of_items
from pop_tracker.plans.long_tree import place_at_work
from pop_tracker.plans.models import Plan, plan_at_work
from pop_tracker.plans.pages.item_forms import ItemForm, values_of
from pop_tracker.plans.pages.plan_forms import RemovalForm
from pop_tracker.plans.programmes import PROGRAMME_WORDS
from pop_tracker.plans.progress import progress_of
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


def item_at_work(session: Session, plan: Plan, item_id: int) -> PlanItem:
    item = session.get(PlanItem, item_id)
    if item is None or item.plan_id != plan.id:
        raise Missing
    return item


def _form(
    session: Session, said: Words, plan: Plan, item: PlanItem | None, data: FormData | None = None, **values: Any
) -> ItemForm:
    items = plan.items(session)
    if item is not None and data is None:
        values = values_of(item, items, units_of_items(session, plan.id))
    form = ItemForm(said, data, **values)
    form.offer([one for one in items if one is not item], units_of(session, plan.municipality_id))
    if data is None:
        form.version.data, form.nonce.data = form.digest(), new_nonce()
    return form


def _page(
    request: Asked,
    session: Session,
    said: Words,
    plan: Plan,
    item: PlanItem | None,
    form: ItemForm,
    removal: RemovalForm | None = None,
    status: int = 200,
) -> Response[str]:
    held = [said.gettext(one.message, **one.values) for one in holds(session, item)] if item else []
    if item is not None and removal is None:
        removal = RemovalForm(said, version=_form(session, said, plan, item).digest(), nonce=new_nonce())
    levels = list(dict.fromkeys([one.level for one in plan.items(session)])) or LEVELS
    context = {
        "plan": plan,
        "item": item,
        "form": form,
        "removal": removal,
        "held": held,
        "levels": levels,
        "programmes": PROGRAMME_WORDS,
        "progress": progress_of(session, plan.id).get(item.id or 0, []) if item else [],
    }
    return page(request, "plans/item.html", context, status=status)


@get("/puna/planet/{slug:str}/zerat/i-ri", guards=[guards.editor])
def new_item(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    nen: FromQuery[str] = "",
) -> Response[str]:
    """`nen`: the number of the item that the new one stands under."""
    plan = plan_at_work(session, viewer, slug)
    above = nen if nen in {item.number for item in plan.items(session)} else ""
    form = _form(session, said, plan, None, parent=above, source=plan.source)
    return _page(request, session, said, plan, None, form)


@post("/puna/planet/{slug:str}/zerat/i-ri", guards=[guards.editor])
def add_item(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug, hold=True)
    form = _form(session, said, plan, None, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _page(request, session, said, plan, None, form, status=422)
    with form.attempt(session):
        unit_ids = form.unit_ids(units_of(session, plan.municipality_id))
        item = plan.add_item(session, viewer, form.fields, form.parent.data or "", unit_ids)
    if form.refused:
        return _page(request, session, said, plan, None, form, status=form.refused)
    location = place_at_work(slug, len(plan.items(session)), item.number, item.id)
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


@get("/puna/planet/{slug:str}/zerat/{item_id:int}", guards=[guards.editor])
def item_page(
    request: Asked,
    slug: FromPath[str],
    item_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    plan = plan_at_work(session, viewer, slug)
    item = item_at_work(session, plan, item_id)
    return _page(request, session, said, plan, item, _form(session, said, plan, item))


@post("/puna/planet/{slug:str}/zerat/{item_id:int}", guards=[guards.editor])
def revise_item(
    request: Asked,
    slug: FromPath[str],
    item_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug, hold=True)
    item = item_at_work(session, plan, item_id)
    form, now = _form(session, said, plan, item, form_data), _form(session, said, plan, item)
    if not form.validate():
        return _page(request, session, said, plan, item, form, status=422)
    if form.is_stale(now):
        return _page(request, session, said, plan, item, form, status=409)
    with form.attempt(session):
        if form.digest() != now.digest():
            unit_ids = form.unit_ids(units_of(session, plan.municipality_id))
            plan.revise_item(session, viewer, item, form.fields, form.parent.data or "", unit_ids)
    if form.refused:
        return _page(request, session, said, plan, item, form, status=form.refused)
    return see_other(request, place_at_work(slug, len(plan.items(session)), item.number, item_id))


@post("/puna/planet/{slug:str}/zerat/{item_id:int}/heqja", guards=[guards.editor])
def remove_item(
    request: Asked,
    slug: FromPath[str],
    item_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug, hold=True)
    removal = RemovalForm(said, form_data)
    if sent := location_of_sent(session, removal.nonce.data or ""):
        return see_other(request, sent)
    item = item_at_work(session, plan, item_id)
    now = _form(session, said, plan, item)
    if not removal.validate():
        return _page(request, session, said, plan, item, now, removal, 422)
    if not removal.is_of(now):
        return _page(request, session, said, plan, item, now, removal, 409)
    with removal.attempt(session):
        plan.remove_item(session, viewer, item, removal.reason.data or "")
    if removal.refused:
        return _page(request, session, said, plan, item, now, removal, removal.refused)
    location = f"/puna/planet/{slug}#zerat"
    remember_sent(session, removal.nonce.data or "", viewer, location)
    return see_other(request, location)


HANDLERS: list[Any] = [new_item, add_item, item_page, revise_item, remove_item]
