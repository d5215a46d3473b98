"""The change of an item before its second person: what stands beside what would, confirmed or sent back."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.proposals import ReturnForm, on_its_page
from pop_tracker.places.models import units_of
from pop_tracker.plans import item_changes
from pop_tracker.plans.item_changes import ItemChange, seen_by
from pop_tracker.plans.items import PlanItem, units_of_items
from pop_tracker.plans.models import Plan
from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_

CHANGE = "/puna/zerat/{change_id:int}"


@get(CHANGE, guards=[guards.lately_proven])
def change_page(desk: NamedDependency[Desk], change_id: FromPath[int]) -> Response[str]:
    return _page(desk, seen_by(desk.session, desk.viewer, change_id), ReturnForm(desk.words))


@post(
    f"{CHANGE}/konfirmimi",
    done=N_("Ndryshimi u konfirmua dhe është publik."),
    guards=[guards.reviewer, guards.lately_proven],
)
def confirm(desk: NamedDependency[Desk], change_id: FromPath[int]) -> Redirect:
    """A bare button, with the version that was read; a rule's no is a page of its own, since nothing was typed."""
    plan = item_changes.confirm(desk.session, desk.viewer, change_id, desk.sent.get("version"))
    return desk.go(plan.path)


@post(f"{CHANGE}/kthimi", done=N_("Ndryshimi iu kthye autorit me shënim."), guards=[guards.reviewer])
def send_back(desk: NamedDependency[Desk], change_id: FromPath[int]) -> Answer:
    change = seen_by(desk.session, desk.viewer, change_id)
    form = ReturnForm(desk.words, desk.sent)

    def send() -> str:
        change.send_back(desk.session, desk.viewer, form.note.data)
        return "/puna"

    return desk.take(form, lambda status: _page(desk, change, form, status), send)


@get(f"{CHANGE}/heqja", guards=[guards.editor])
def withdrawal(desk: NamedDependency[Desk], change_id: FromPath[int]) -> Response[str]:
    """Asks first: nothing of what was written stays."""
    change = seen_by(desk.session, desk.viewer, change_id)
    return desk.page("plans/item_change_withdrawal.html", _of(desk, change))


@post(f"{CHANGE}/heqja", done=N_("Ndryshimi u hoq."), guards=[guards.editor])
def withdraw(desk: NamedDependency[Desk], change_id: FromPath[int]) -> Redirect:
    """A bare button."""
    change = seen_by(desk.session, desk.viewer, change_id)
    plan = desk.session.get_one(Plan, change.plan_id)
    change.take_away(desk.session, desk.viewer, plan.municipality_id)
    return desk.go(f"/puna/planet/{plan.slug}")


def _of(desk: Desk, change: ItemChange) -> dict[str, Any]:
    plan, item = desk.session.get_one(Plan, change.plan_id), desk.session.get_one(PlanItem, change.item_id)
    return {"change": change, "plan": plan, "item": item, "fields": _compared(desk, plan, item, change)}


def _compared(desk: Desk, plan: Plan, item: PlanItem, change: ItemChange) -> list[tuple[str, str, str]]:
    """What differs: a field's name, what stands and what would."""
    units = {unit.id: unit.name for unit in units_of(desk.session, plan.municipality_id)}
    above = item.parent(desk.session)
    held = [unit.name for unit in units_of_items(desk.session, plan.id).get(item.id or 0, ())]
    now = {**item.model_dump(), "parent": above.number if above else "", "units": held}
    would = {**change.fields, "parent": change.parent, "units": [units[one] for one in change.unit_ids if one in units]}
    return [
        (desk.words.gettext(column.heading), column.say(now[column.name]), column.say(would[column.name]))
        for column in COLUMNS
        if column.say(now[column.name]) != column.say(would[column.name])
    ]


def _page(desk: Desk, change: ItemChange, form: ReturnForm, status: int = 200) -> Response[str]:
    shown = _of(desk, change)
    context = {**shown, **on_its_page(desk, change, shown["plan"].municipality_id, form)}
    return desk.page("plans/item_change.html", context, status)


HANDLERS: list[Any] = [change_page, confirm, send_back, withdrawal, withdraw]
