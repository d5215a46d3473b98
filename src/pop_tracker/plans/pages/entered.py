"""The doors of an import that is taken back: its page says what goes and what stands again, and asks."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.plans.models import Plan
from pop_tracker.plans.pages.plan_forms import TakeBackForm
from pop_tracker.plans.standing import plan_at_work
from pop_tracker.plans.table import shown
from pop_tracker.plans.table.entered import EnteredImport, entered_import, take_back, taking_back
from pop_tracker.plans.table.imports import version
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_

TAKING_BACK = "/puna/planet/{slug:str}/importet/{entry:int}/marrja"
MOST_SHOWN = 100
"""Items told one by one; of the rest, how many they are."""


@get(TAKING_BACK, guards=[guards.editor])
def taking_back_page(desk: NamedDependency[Desk], slug: FromPath[str], entry: FromPath[int]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    entered = entered_import(desk.session, plan, entry)
    return _page(desk, plan, entered, TakeBackForm(desk.words, version=version(desk.session, plan)))


@post(TAKING_BACK, done=N_("Importimi u mor mbrapsht."), guards=[guards.editor])
def take_import_back(desk: NamedDependency[Desk], slug: FromPath[str], entry: FromPath[int]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    form = TakeBackForm(desk.words, desk.sent)
    if before := desk.entered(form):
        return before
    entered = entered_import(desk.session, plan, entry)

    def take() -> str:
        take_back(desk.session, desk.viewer, plan, entered, form.reason.data or "")
        return f"/puna/planet/{slug}#zerat"

    return desk.enter(
        form,
        lambda status: _page(desk, plan, entered, form, status),
        take,
        lambda: form.is_at(version(desk.session, plan)),
    )


def _page(desk: Desk, plan: Plan, entered: EnteredImport, form: TakeBackForm, status: int = 200) -> Response[str]:
    found = taking_back(desk.session, plan, entered)
    context = {
        "plan": plan,
        "entered": entered,
        "form": form,
        "why_not": [desk.told(one) for one in found.why_not],
        "added": found.added[:MOST_SHOWN],
        "changed": [shown.in_words(change, desk.words) for change in found.changed[:MOST_SHOWN]],
        "more_added": len(found.added[MOST_SHOWN:]),
        "more_changed": len(found.changed[MOST_SHOWN:]),
        "is_asked": not found.why_not or status != 200,
    }
    return desk.page("plans/import_taken_back.html", context, status)


HANDLERS: list[Any] = [taking_back_page, take_import_back]
