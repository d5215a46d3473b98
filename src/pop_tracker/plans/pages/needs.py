"""The needs assessment of a plan: what its document is, and which figures it has."""

from collections.abc import Iterable
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.places.models import units_of
from pop_tracker.plans.models import Plan, plan_at_work
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
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.paging import PAGE, Paged
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


def needs_at_work(session: Session, plan: Plan) -> NeedsAssessment:
    needs = needs_of(session, plan.id)
    if needs is None:
        raise Missing
    return needs


def _by_kind(figures: Iterable[NeedsFigure]) -> list[NeedsFigure]:
    order = list(NeedsKind)
    return sorted(figures, key=lambda one: order.index(one.needs_kind))


def place_of(session: Session, slug: str, figure: NeedsFigure) -> str:
    """Where whoever wrote a figure finds it again."""
    before = [one.id for one in _by_kind(figures_of(session, figure.assessment_id))].index(figure.id)
    turned = f"?faqja={before // PAGE + 1}" if before >= PAGE else ""
    return f"/puna/planet/{slug}/nevojat{turned}#{figure.needs_kind.value}"


def _form(said: Words, needs: NeedsAssessment | None, data: FormData | None = None) -> NeedsForm:
    form = NeedsForm(said, data, **(needs_values(needs) if needs and data is None else {}))
    form.offer()
    if data is None:
        form.version.data, form.nonce.data = form.digest(), new_nonce()
    return form


def _fields_page(
    request: Asked, plan: Plan, needs: NeedsAssessment | None, form: NeedsForm, status: int = 200
) -> Response[str]:
    context = {"plan": plan, "needs": needs, "form": form, "kind_fields": list(KIND_FIELDS.values())}
    return page(request, "plans/needs_fields.html", context, status=status)


@get("/puna/planet/{slug:str}/nevojat", guards=[guards.editor])
def needs_page(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    faqja: FromQuery[str] = "",
) -> Response[str]:
    """What is recorded of the assessment and its figures, kind by kind; before there is one, that there is none."""
    plan = plan_at_work(session, viewer, slug)
    needs = needs_of(session, plan.id)
    figures = figures_of(session, needs.id) if needs else []
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
        "units": {unit.id: unit.name for unit in units_of(session, plan.municipality_id)},
        "providers": PROVIDER_WORDS,
    }
    return page(request, "plans/needs.html", context)


@get("/puna/planet/{slug:str}/nevojat/te-dhenat", guards=[guards.editor])
def needs_fields(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    plan = plan_at_work(session, viewer, slug)
    needs = needs_of(session, plan.id)
    return _fields_page(request, plan, needs, _form(said, needs))


@post("/puna/planet/{slug:str}/nevojat/te-dhenat", guards=[guards.editor])
def write_needs(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    """A plan has one assessment: the first form records it, the later ones revise it."""
    plan = plan_at_work(session, viewer, slug, hold=True)
    needs = needs_of(session, plan.id)
    form, now = _form(said, needs, form_data), _form(said, needs)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _fields_page(request, plan, needs, form, 422)
    if needs is not None and form.is_stale(now):
        return _fields_page(request, plan, needs, form, 409)
    with form.attempt(session):
        if needs is None:
            NeedsAssessment(plan_id=plan.id or 0, **form.fields).record(session, viewer.actor)
        elif form.digest() != now.digest():
            needs.revise(session, viewer, form.fields)
    if form.refused:
        return _fields_page(request, plan, needs, form, form.refused)
    remember_sent(session, form.nonce.data or "", viewer, f"/puna/planet/{slug}/nevojat")
    return see_other(request, f"/puna/planet/{slug}/nevojat")


HANDLERS: list[Any] = [needs_page, needs_fields, write_needs]
