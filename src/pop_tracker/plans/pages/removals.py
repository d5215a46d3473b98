"""The page that asks before something is taken out of a plan or its needs assessment: what it is, that readers stop
seeing it at once and that the record keeps it, with a reason."""

from dataclasses import dataclass

from litestar import Response

from pop_tracker.accounts.pages.desk import Desk
from pop_tracker.plans.models import Plan
from pop_tracker.plans.pages.plan_forms import RemovalForm


@dataclass(frozen=True)
class Going:
    """What is to go. All words come translated."""

    title: str
    words: str
    """What it says, as readers see it."""
    says: list[tuple[str, str]]
    """All that stands in it: what changed meanwhile is to be seen before it goes."""
    happens: str
    yes: str
    """Of the button."""
    back: str
    """Where "no" leads; the removal is asked and sent at `heqja` under it."""


def removal_page(desk: Desk, plan: Plan, going: Going, form: RemovalForm, status: int = 200) -> Response[str]:
    return desk.page("plans/removal.html", {"plan": plan, "going": going, "form": form}, status)
