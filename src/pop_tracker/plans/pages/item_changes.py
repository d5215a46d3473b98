"""The change of an item before its second person: what stands beside what would, confirmed or sent back."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect

from pop_tracker.accounts.models import Person
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.places.models import units_of
from pop_tracker.plans import item_changes
from pop_tracker.plans.item_changes import ItemChange, seen_by
from pop_tracker.plans.items import PlanItem, units_of_items
from pop_tracker.plans.models import Plan
from pop_tracker.plans.pages.finding_forms import NoteForm
from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_

CHANGE = "/puna/zerat/{change_id:int}"


@get(CHANGE, guards=[guards.lately_proven])
def change_page(desk: NamedDependency[Desk], change_id: FromPath[int]) -> Response[str]:
    return _page(desk, seen_by(desk.session, desk.viewer, change_id), NoteForm(desk.words))


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
    note = NoteForm(desk.words, desk.sent)

    def send() -> str:
        item_changes.send_back(desk.session, desk.viewer, change_id, note.note.data)
        return "/puna"

    return desk.take(note, lambda status: _page(desk, change, note, status), send)


@get(f"{CHANGE}/heqja", guards=[guards.editor])
def withdrawal(desk: NamedDependency[Desk], change_id: FromPath[int]) -> Response[str]:
    """Asks first: nothing of what was written stays."""
    change = seen_by(desk.session, desk.viewer, change_id)
    return desk.page("plans/item_change_withdrawal.html", _of(desk, change))


@post(f"{CHANGE}/heqja", done=N_("Ndryshimi u hoq."), guards=[guards.editor])
def withdraw(desk: NamedDependency[Desk], change_id: FromPath[int]) -> Redirect:
    """A bare button."""
    plan = item_changes.withdraw(desk.session, desk.viewer, change_id)
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


def _page(desk: Desk, change: ItemChange, note: NoteForm, status: int = 200) -> Response[str]:
    author = desk.session.get(Person, change.recorded_by) if change.recorded_by else None
    context = {
        **_of(desk, change),
        "author": author.name if author else "",
        "note": note,
        "may_decide": change.may_be_decided(desk.viewer),
        "may_mend": change.may_be_mended(desk.viewer),
        "may_withdraw": desk.viewer.may_edit(desk.session.get_one(Plan, change.plan_id).municipality_id),
    }
    return desk.page("plans/item_change.html", context, status)


HANDLERS: list[Any] = [change_page, confirm, send_back, withdrawal, withdraw]
