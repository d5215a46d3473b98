"""A plan's items: added under one another, mended, taken out."""

from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.places.models import units_of
from pop_tracker.plans import item_changes
from pop_tracker.plans.item_changes import change_of
from pop_tracker.plans.item_uses import holds, quoted_items
from pop_tracker.plans.items import LEVELS, PlanItem, units_of_items
from pop_tracker.plans.long_tree import place_at_work
from pop_tracker.plans.models import Plan
from pop_tracker.plans.pages.item_forms import ItemForm, values_of
from pop_tracker.plans.pages.plan_forms import RemovalForm
from pop_tracker.plans.pages.removals import Going, removal_page
from pop_tracker.plans.programmes import PROGRAMME_WORDS
from pop_tracker.plans.progress import progress_of
from pop_tracker.plans.standing import plan_at_work
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_

BESIDE = 20
"""Of the items beside it so many are shown to whoever writes one: enough to see how the plan numbers and words them."""


@get("/puna/planet/{slug:str}/zerat/i-ri", guards=[guards.editor])
def new_item(desk: NamedDependency[Desk], slug: FromPath[str], nen: FromQuery[str] = "") -> Response[str]:
    """`nen`: the number of the item that the new one stands under."""
    plan = plan_at_work(desk.session, desk.viewer, slug)
    items = plan.items(desk.session)
    above = nen if nen in {item.number for item in items} else ""
    last = max(items, key=lambda item: item.id or 0, default=None)
    form = ItemForm(desk.words, parent=above, source=last.source if last else plan.source)
    return _page(desk, plan, None, _offered(desk, plan, None, form))


@post("/puna/planet/{slug:str}/zerat/i-ri", done=N_("Zëri u shtua."), guards=[guards.editor])
def add_item(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    form = _offered(desk, plan, None, ItemForm(desk.words, desk.sent))

    def add() -> str:
        above = form.parent.data or ""
        item = plan.add_item(desk.session, desk.viewer, form.fields, above, _units(desk, plan, form))
        if desk.goes_on:
            return f"/puna/planet/{slug}/zerat/i-ri" + (f"?nen={quote(above)}" if above else "")
        return _place(desk, plan, item)

    return desk.enter(form, lambda status: _page(desk, plan, None, form, status=status), add)


@get("/puna/planet/{slug:str}/zerat/{item_id:int}", guards=[guards.editor])
def item_page(desk: NamedDependency[Desk], slug: FromPath[str], item_id: FromPath[int]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    item = item_at_work(desk, plan, item_id)
    return _page(desk, plan, item, _to_mend(desk, plan, item))


@post("/puna/planet/{slug:str}/zerat/{item_id:int}", guards=[guards.editor])
def revise_item(desk: NamedDependency[Desk], slug: FromPath[str], item_id: FromPath[int]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    item = item_at_work(desk, plan, item_id)
    form = _offered(desk, plan, item, ItemForm(desk.words, desk.sent))
    return desk.mend(
        form,
        now=_standing(desk, plan, item),
        again=lambda status: _page(desk, plan, item, form, status=status),
        verb=lambda: item_changes.revise(
            desk.session, desk.viewer, plan, item, form.fields, form.parent.data or "", _units(desk, plan, form)
        ),
        then=lambda: _next(desk, plan, item),
    )


@get("/puna/planet/{slug:str}/zerat/{item_id:int}/heqja", guards=[guards.editor])
def item_removal(desk: NamedDependency[Desk], slug: FromPath[str], item_id: FromPath[int]) -> Answer:
    """Asks; of an item that cannot go, its own page says why."""
    plan = plan_at_work(desk.session, desk.viewer, slug)
    item = item_at_work(desk, plan, item_id)
    if holds(desk.session, item):
        return desk.go(f"/puna/planet/{slug}/zerat/{item_id}")
    now = _standing(desk, plan, item)
    return removal_page(desk, plan, _going(desk, plan, item, now), RemovalForm.beside(now))


@post("/puna/planet/{slug:str}/zerat/{item_id:int}/heqja", done=N_("Zëri u hoq."), guards=[guards.editor])
def remove_item(desk: NamedDependency[Desk], slug: FromPath[str], item_id: FromPath[int]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    removal = RemovalForm(desk.words, desk.sent)
    if before := desk.entered(removal):
        return before
    item = item_at_work(desk, plan, item_id)
    now = _standing(desk, plan, item)
    going = _going(desk, plan, item, now)

    def remove() -> str:
        plan.remove_item(desk.session, desk.viewer, item, removal.reason.data)
        return f"/puna/planet/{slug}#zerat"

    return desk.enter(
        removal,
        lambda status: removal_page(desk, plan, going, removal, status),
        remove,
        lambda: removal.is_of(now),
    )


def _going(desk: Desk, plan: Plan, item: PlanItem, now: ItemForm) -> Going:
    said = desk.words.gettext
    held = " ".join(_held(desk, item))
    return Going(
        said(N_("Hiqni zërin %(number)s"), number=item.number),
        f"{item.level} {item.number}: {item.text}",
        now.says,
        held or said(N_("Zëri hiqet menjëherë nga plani publik. Në histori mbetet që u shënua, bashkë me arsyen tuaj. "
                "Kjo nuk kthehet.")),
        said(N_("Hiqni zërin")),
        f"/puna/planet/{plan.slug}/zerat/{item.id}",
    )  # fmt: skip


def _held(desk: Desk, item: PlanItem) -> list[str]:
    return [desk.told(one) for one in holds(desk.session, item)]


def item_at_work(desk: Desk, plan: Plan, item_id: int) -> PlanItem:
    item = desk.session.get(PlanItem, item_id)
    if item is None or item.plan_id != plan.id:
        raise Missing
    return item


def _to_mend(desk: Desk, plan: Plan, item: PlanItem) -> ItemForm:
    """With what stands; or with the viewer's own change of it that came back, still to be compared with what stands."""
    now, change = _standing(desk, plan, item), change_of(desk.session, item.id)
    if change is None or not change.may_be_mended(desk.viewer):
        return now
    units = [unit for unit in units_of(desk.session, plan.municipality_id) if unit.id in change.unit_ids]
    above = [one for one in plan.items(desk.session) if one.number == change.parent]
    would_be = PlanItem(**change.fields, id=item.id, parent_id=above[0].id if above else None)
    form = _offered(desk, plan, item, ItemForm(desk.words, **values_of(would_be, above, {item.id or 0: units})))
    form.version.data = now.digest()
    return form


def _standing(desk: Desk, plan: Plan, item: PlanItem) -> ItemForm:
    values = values_of(item, plan.items(desk.session), units_of_items(desk.session, plan.id))
    return _offered(desk, plan, item, ItemForm(desk.words, **values))


def _offered(desk: Desk, plan: Plan, item: PlanItem | None, form: ItemForm) -> ItemForm:
    others = [one for one in plan.items(desk.session) if one is not item]
    form.offer(others, units_of(desk.session, plan.municipality_id))
    return form


def _units(desk: Desk, plan: Plan, form: ItemForm) -> list[int]:
    return form.unit_ids(units_of(desk.session, plan.municipality_id))


def _next(desk: Desk, plan: Plan, item: PlanItem) -> str:
    """Where the change waits for a second person, its page."""
    change = change_of(desk.session, item.id)
    return f"/puna/zerat/{change.id}" if change else _place(desk, plan, item)


def _place(desk: Desk, plan: Plan, item: PlanItem) -> str:
    return place_at_work(plan.slug, len(plan.items(desk.session)), item.number, item.id)


def _page(
    desk: Desk,
    plan: Plan,
    item: PlanItem | None,
    form: ItemForm,
    status: int = 200,
) -> Response[str]:
    items = plan.items(desk.session)
    above = next((one for one in items if one.number == form.parent.data), None)
    context = {
        "plan": plan,
        "item": item,
        "above": above,
        "beside": [one for one in items if one is not item and one.parent_id == (above.id if above else None)][:BESIDE],
        "form": form,
        "held": _held(desk, item) if item else [],
        "is_quoted": item is not None and item.id in quoted_items(desk.session, plan.id),
        "change": change_of(desk.session, item.id) if item else None,
        "levels": list(dict.fromkeys(one.level for one in items)) or LEVELS,
        "programmes": PROGRAMME_WORDS,
        "progress": progress_of(desk.session, plan.id).get(item.id or 0, []) if item else [],
    }
    return desk.page("plans/item.html", context, status)


HANDLERS: list[Any] = [new_item, add_item, item_page, revise_item, item_removal, remove_item]
