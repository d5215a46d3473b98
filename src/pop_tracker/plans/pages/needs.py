"""The needs assessment of a plan: what its document is, and which figures it has."""

from collections.abc import Iterable
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.places.models import units_of
from pop_tracker.plans.models import Plan
from pop_tracker.plans.needs import (
    NEEDS_KIND_WORDS,
    PROVIDER_WORDS,
    NeedsAssessment,
    NeedsFigure,
    NeedsKind,
    figures_of,
    needs_of,
)
from pop_tracker.plans.pages.needs_forms import KIND_FIELDS, NeedsForm, needs_values
from pop_tracker.plans.standing import plan_at_work
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.paging import PAGE, Paged


@get("/puna/planet/{slug:str}/nevojat", guards=[guards.editor])
def needs_page(desk: NamedDependency[Desk], slug: FromPath[str], faqja: FromQuery[str] = "") -> Response[str]:
    """What is recorded of the assessment and its figures, kind by kind; before there is one, that there is none."""
    plan = plan_at_work(desk.session, desk.viewer, slug)
    needs = needs_of(desk.session, plan.id)
    figures = figures_of(desk.session, needs.id) if needs else []
    paged = Paged.of(_by_kind(figures), faqja)
    without = set(NeedsKind) - {one.needs_kind for one in figures} if paged.first == 1 else set()
    named = {one["needs_kind"]: one["text"] for one in needs.kinds_named} if needs else {}
    context = {
        "plan": plan,
        "needs": needs,
        "kinds": [
            (kind, NEEDS_KIND_WORDS[kind], named.get(kind, ""), here)
            for kind in NeedsKind
            if (here := [one for one in paged.rows if one.needs_kind is kind]) or kind in without
        ],
        "paged": paged,
        "units": {unit.id: unit.name for unit in units_of(desk.session, plan.municipality_id)},
        "providers": PROVIDER_WORDS,
    }
    return desk.page("plans/needs.html", context)


@get("/puna/planet/{slug:str}/nevojat/te-dhenat", guards=[guards.editor])
def needs_fields(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    needs = needs_of(desk.session, plan.id)
    return _page(desk, plan, needs, _standing(desk, needs) if needs else NeedsForm(desk.words))


@post("/puna/planet/{slug:str}/nevojat/te-dhenat", guards=[guards.editor])
def write_needs(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    """A plan has one assessment: the first form records it, the later ones revise it."""
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    needs = needs_of(desk.session, plan.id)
    form = NeedsForm(desk.words, desk.sent)

    def again(status: int) -> Response[str]:
        return _page(desk, plan, needs, form, status)

    def record() -> str:
        NeedsAssessment(plan_id=plan.id or 0, **form.fields).record(desk.session, desk.viewer.actor)
        return _place(plan)

    if needs is None:
        return desk.enter(form, again, record)
    return desk.entered(form) or desk.mend(
        form,
        now=_standing(desk, needs),
        again=again,
        verb=lambda: needs.revise(desk.session, desk.viewer, form.fields),
        then=lambda: _place(plan),
    )


def needs_at_work(desk: Desk, plan: Plan) -> NeedsAssessment:
    needs = needs_of(desk.session, plan.id)
    if needs is None:
        raise Missing
    return needs


def place_of(desk: Desk, plan: Plan, figure: NeedsFigure) -> str:
    """Where whoever wrote a figure finds it again."""
    before = [one.id for one in _by_kind(figures_of(desk.session, figure.assessment_id))].index(figure.id)
    turned = f"?faqja={before // PAGE + 1}" if before >= PAGE else ""
    return f"{_place(plan)}{turned}#{figure.needs_kind.value}"


def counted_by_kind(figures: list[NeedsFigure]) -> list[tuple[NeedsKind, str, int]]:
    """Every kind with its words, and how many figures it has."""
    return [(kind, NEEDS_KIND_WORDS[kind], sum(one.needs_kind is kind for one in figures)) for kind in NeedsKind]


def _by_kind(figures: Iterable[NeedsFigure]) -> list[NeedsFigure]:
    order = list(NeedsKind)
    return sorted(figures, key=lambda one: order.index(one.needs_kind))


def _place(plan: Plan) -> str:
    return f"/puna/planet/{plan.slug}/nevojat"


def _standing(desk: Desk, needs: NeedsAssessment) -> NeedsForm:
    return NeedsForm(desk.words, **needs_values(needs))


def _page(desk: Desk, plan: Plan, needs: NeedsAssessment | None, form: NeedsForm, status: int = 200) -> Response[str]:
    context = {
        "plan": plan,
        "needs": needs,
        "form": form,
        "kind_fields": list(KIND_FIELDS.values()),
        "counts": counted_by_kind(figures_of(desk.session, needs.id)) if needs else [],
    }
    return desk.page("plans/needs_fields.html", context, status)


HANDLERS: list[Any] = [needs_page, needs_fields, write_needs]
