"""Figures of a needs assessment: one by one, or many rows at once."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.places.models import AdministrativeUnit, units_of
from pop_tracker.plans.models import Plan, plan_at_work
from pop_tracker.plans.needs import NeedsAssessment, NeedsFigure
from pop_tracker.plans.needs_table import COLUMNS, read_figures
from pop_tracker.plans.pages.needs import needs_at_work, place_of
from pop_tracker.plans.pages.needs_forms import FigureForm, FiguresForm, figure_values
from pop_tracker.plans.pages.plan_forms import RemovalForm
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


def _figure(session: Session, needs: NeedsAssessment, figure_id: int) -> NeedsFigure:
    figure = session.get(NeedsFigure, figure_id)
    if figure is None or figure.assessment_id != needs.id:
        raise Missing
    return figure


def _form(
    said: Words,
    units: list[AdministrativeUnit],
    figure: NeedsFigure | None,
    data: FormData | None = None,
    **values: Any,
) -> FigureForm:
    form = FigureForm(said, data, **(figure_values(figure, units) if figure and data is None else values))
    form.offer(units)
    if data is None:
        form.version.data, form.nonce.data = form.digest(), new_nonce()
    return form


def _page(
    request: Asked,
    said: Words,
    plan: Plan,
    figure: NeedsFigure | None,
    form: FigureForm,
    removal: RemovalForm | None = None,
    status: int = 200,
) -> Response[str]:
    context = {"plan": plan, "figure": figure, "form": form, "removal": removal}
    return page(request, "plans/needs_figure.html", context, status=status)


def _removal(said: Words, now: FigureForm) -> RemovalForm:
    return RemovalForm(said, version=now.digest(), nonce=new_nonce())


@get("/puna/planet/{slug:str}/nevojat/shifrat/e-re", guards=[guards.editor])
def new_figure(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    plan = plan_at_work(session, viewer, slug)
    needs = needs_at_work(session, plan)
    units = units_of(session, plan.municipality_id)
    form = _form(said, units, None, year=str(needs.year or ""), source=needs.source)
    return _page(request, said, plan, None, form)


@post("/puna/planet/{slug:str}/nevojat/shifrat/e-re", guards=[guards.editor])
def add_figure(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug, hold=True)
    needs, units = needs_at_work(session, plan), units_of(session, plan.municipality_id)
    form = _form(said, units, None, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _page(request, said, plan, None, form, status=422)
    figure = NeedsFigure(assessment_id=0, position=0, **form.fields(units))
    needs.add_figures(session, viewer, [figure])
    location = place_of(session, slug, figure)
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


@get("/puna/planet/{slug:str}/nevojat/shifrat/{figure_id:int}", guards=[guards.editor])
def figure_page(
    request: Asked,
    slug: FromPath[str],
    figure_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    plan = plan_at_work(session, viewer, slug)
    figure = _figure(session, needs_at_work(session, plan), figure_id)
    form = _form(said, units_of(session, plan.municipality_id), figure)
    return _page(request, said, plan, figure, form, _removal(said, form))


@post("/puna/planet/{slug:str}/nevojat/shifrat/{figure_id:int}", guards=[guards.editor])
def revise_figure(
    request: Asked,
    slug: FromPath[str],
    figure_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug, hold=True)
    needs, units = needs_at_work(session, plan), units_of(session, plan.municipality_id)
    figure = _figure(session, needs, figure_id)
    form, now = _form(said, units, figure, form_data), _form(said, units, figure)
    if not form.validate():
        return _page(request, said, plan, figure, form, _removal(said, now), 422)
    if form.is_stale(now):
        return _page(request, said, plan, figure, form, _removal(said, now), 409)
    if form.digest() != now.digest():
        needs.revise_figure(session, viewer, figure, form.fields(units))
    return see_other(request, place_of(session, slug, figure))


@post("/puna/planet/{slug:str}/nevojat/shifrat/{figure_id:int}/heqja", guards=[guards.editor])
def remove_figure(
    request: Asked,
    slug: FromPath[str],
    figure_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug, hold=True)
    needs = needs_at_work(session, plan)
    removal = RemovalForm(said, form_data)
    if sent := location_of_sent(session, removal.nonce.data or ""):
        return see_other(request, sent)
    figure = _figure(session, needs, figure_id)
    now = _form(said, units_of(session, plan.municipality_id), figure)
    if not removal.validate():
        return _page(request, said, plan, figure, now, removal, 422)
    if not removal.is_of(now):
        return _page(request, said, plan, figure, now, removal, 409)
    needs.remove_figure(session, viewer, figure, removal.reason.data or "")
    remember_sent(session, removal.nonce.data or "", viewer, f"/puna/planet/{slug}/nevojat")
    return see_other(request, f"/puna/planet/{slug}/nevojat")


def _table_page(request: Asked, plan: Plan, form: FiguresForm, status: int = 200) -> Response[str]:
    return page(request, "plans/needs_table.html", {"plan": plan, "form": form, "columns": COLUMNS}, status=status)


@get("/puna/planet/{slug:str}/nevojat/tabela", guards=[guards.editor])
def figures_table(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    plan = plan_at_work(session, viewer, slug)
    needs = needs_at_work(session, plan)
    return _table_page(request, plan, FiguresForm(said, source=needs.source, nonce=new_nonce()))


@post("/puna/planet/{slug:str}/nevojat/tabela", guards=[guards.editor])
def add_table(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    """All rows or none: what is wrong is told with the row's number, and nothing is written."""
    plan = plan_at_work(session, viewer, slug, hold=True)
    needs = needs_at_work(session, plan)
    form = FiguresForm(said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _table_page(request, plan, form, 422)
    units = units_of(session, plan.municipality_id)
    figures, faults = read_figures(form.table.data or "", units, form.source.data or "")
    if faults:
        form.table.errors = [said.gettext(fault.message, **fault.values) for fault in faults]
        return _table_page(request, plan, form, 422)
    with form.attempt(session):
        needs.add_figures(session, viewer, figures)
    if form.refused:
        return _table_page(request, plan, form, form.refused)
    remember_sent(session, form.nonce.data or "", viewer, f"/puna/planet/{slug}/nevojat")
    return see_other(request, f"/puna/planet/{slug}/nevojat")


HANDLERS: list[Any] = [
    new_figure,
    add_figure,
    figure_page,
    revise_figure,
    remove_figure,
    figures_table,
    add_table,
]
