"""Figures of a needs assessment: one by one, or many rows at once."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.places.models import AdministrativeUnit, units_of
from pop_tracker.plans.models import Plan
from pop_tracker.plans.needs import (
    NEEDS_KIND_WORDS,
    PROVIDER_WORDS,
    NeedsAssessment,
    NeedsFigure,
    figures_of,
    require_some,
)
from pop_tracker.plans.needs_table import questions
from pop_tracker.plans.pages.needs import counted_by_kind, needs_at_work, place_of
from pop_tracker.plans.pages.needs_forms import FigureForm, FiguresForm, figure_values
from pop_tracker.plans.pages.plan_forms import RemovalForm
from pop_tracker.plans.pages.removals import Going, removal_page
from pop_tracker.plans.standing import plan_at_work
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.shown import alike, in_words, left_in_words

MOST_SHOWN = 300
"""Rows, or faults, told one by one."""


@get("/puna/planet/{slug:str}/nevojat/shifrat/e-re", guards=[guards.editor])
def new_figure(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    needs = needs_at_work(desk, plan)
    form = FigureForm(desk.words, year=str(needs.year or ""), source=needs.source)
    form.offer(units_of(desk.session, plan.municipality_id))
    return _page(desk, plan, None, form)


@post("/puna/planet/{slug:str}/nevojat/shifrat/e-re", done=N_("Shifra u shtua."), guards=[guards.editor])
def add_figure(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    needs, units = needs_at_work(desk, plan), units_of(desk.session, plan.municipality_id)
    form = FigureForm(desk.words, desk.sent)
    form.offer(units)

    def add() -> str:
        figure = NeedsFigure(assessment_id=0, position=0, **form.fields(units))
        if not form.again.data and figure.counted in {one.counted for one in figures_of(desk.session, needs.id)}:
            raise Refusal(N_("Vlerësimi e ka tashmë një shifër për të njëjtën gjë. A janë dy?"), field="again")
        needs.add_figures(desk.session, desk.viewer, [figure])
        return place_of(desk, plan, figure)

    return desk.enter(form, lambda status: _page(desk, plan, None, form, status=status), add)


@get("/puna/planet/{slug:str}/nevojat/shifrat/{figure_id:int}", guards=[guards.editor])
def figure_page(desk: NamedDependency[Desk], slug: FromPath[str], figure_id: FromPath[int]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    figure = _figure(desk, needs_at_work(desk, plan), figure_id)
    return _page(desk, plan, figure, _standing(desk, figure, units_of(desk.session, plan.municipality_id)))


@post("/puna/planet/{slug:str}/nevojat/shifrat/{figure_id:int}", guards=[guards.editor])
def revise_figure(desk: NamedDependency[Desk], slug: FromPath[str], figure_id: FromPath[int]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    needs, units = needs_at_work(desk, plan), units_of(desk.session, plan.municipality_id)
    figure = _figure(desk, needs, figure_id)
    form, now = FigureForm(desk.words, desk.sent), _standing(desk, figure, units)
    form.offer(units)
    return desk.mend(
        form,
        now=now,
        again=lambda status: _page(desk, plan, figure, form, status),
        verb=lambda: needs.revise_figure(desk.session, desk.viewer, figure, form.fields(units)),
        then=lambda: place_of(desk, plan, figure),
    )


@get("/puna/planet/{slug:str}/nevojat/shifrat/{figure_id:int}/heqja", guards=[guards.editor])
def figure_removal(desk: NamedDependency[Desk], slug: FromPath[str], figure_id: FromPath[int]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    figure = _figure(desk, needs_at_work(desk, plan), figure_id)
    now = _standing(desk, figure, units_of(desk.session, plan.municipality_id))
    return removal_page(desk, plan, _going(desk, plan, figure, now), RemovalForm.beside(now))


@post("/puna/planet/{slug:str}/nevojat/shifrat/{figure_id:int}/heqja", done=N_("Shifra u hoq."), guards=[guards.editor])
def remove_figure(desk: NamedDependency[Desk], slug: FromPath[str], figure_id: FromPath[int]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    needs = needs_at_work(desk, plan)
    removal = RemovalForm(desk.words, desk.sent)
    if before := desk.entered(removal):
        return before
    figure = _figure(desk, needs, figure_id)
    now = _standing(desk, figure, units_of(desk.session, plan.municipality_id))
    going = _going(desk, plan, figure, now)

    def remove() -> str:
        needs.remove_figure(desk.session, desk.viewer, figure, removal.reason.data)
        return f"/puna/planet/{slug}/nevojat"

    return desk.enter(
        removal, lambda status: removal_page(desk, plan, going, removal, status), remove, lambda: removal.is_of(now)
    )


def _going(desk: Desk, plan: Plan, figure: NeedsFigure, now: FigureForm) -> Going:
    said = desk.words.gettext
    return Going(
        said(N_("Hiqni shifrën")),
        f"{figure.label}: {desk.words.number(figure.quantity)} {figure.measure}".strip(),
        now.says,
        said(N_("Shifra hiqet menjëherë nga vlerësimi publik i nevojave. Në histori mbetet që u shënua, bashkë me "
                "arsyen tuaj. Kjo nuk kthehet.")),
        said(N_("Hiqni shifrën")),
        f"/puna/planet/{plan.slug}/nevojat/shifrat/{figure.id}",
    )  # fmt: skip


@get("/puna/planet/{slug:str}/nevojat/tabela", guards=[guards.editor])
def figures_table(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    return _table_page(desk, plan, FiguresForm(desk.words, source=needs_at_work(desk, plan).source))


@post("/puna/planet/{slug:str}/nevojat/tabela", guards=[guards.editor])
def send_figures(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    """Shows what the rows would add. Nothing is written, and nothing is kept: the page that asks carries them on."""
    plan = plan_at_work(desk.session, desk.viewer, slug)
    needs, form = needs_at_work(desk, plan), _sent_figures(desk, plan)
    if desk.sent.get("kthehuni"):
        return desk.entered(form) or _table_page(desk, plan, form)

    def rules() -> None:
        require_some(figure for _, figure in form.rows.figures)

    return desk.show(
        form,
        lambda status: _table_page(desk, plan, form, status),
        rules,
        lambda: _preview_page(desk, plan, needs, form),
    )


@post("/puna/planet/{slug:str}/nevojat/tabela/konfirmimi", guards=[guards.editor])
def add_figures(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    needs, form = needs_at_work(desk, plan), _sent_figures(desk, plan)

    def again(status: int) -> Response[str]:
        shows = _preview_page if form.rows.figures and not form.table.errors and not form.written.errors else None
        return shows(desk, plan, needs, form, status) if shows else _table_page(desk, plan, form, status)

    def add() -> str:
        if questions(form.rows, figures_of(desk.session, needs.id)) and not form.looked.data:
            raise Refusal(N_("Kontrollojini këto rreshta dhe shënoni këtë kuti."), field="looked")
        needs.add_figures(desk.session, desk.viewer, [figure for _, figure in form.rows.figures])
        return f"/puna/planet/{slug}/nevojat"

    return desk.enter(form, again, add)


def _sent_figures(desk: Desk, plan: Plan) -> FiguresForm:
    form = FiguresForm(desk.words, desk.sent)
    form.units = units_of(desk.session, plan.municipality_id)
    return form


def _figure(desk: Desk, needs: NeedsAssessment, figure_id: int) -> NeedsFigure:
    figure = desk.session.get(NeedsFigure, figure_id)
    if figure is None or figure.assessment_id != needs.id:
        raise Missing
    return figure


def _standing(desk: Desk, figure: NeedsFigure, units: list[AdministrativeUnit]) -> FigureForm:
    form = FigureForm(desk.words, **figure_values(figure, units))
    form.offer(units)
    return form


def _page(
    desk: Desk,
    plan: Plan,
    figure: NeedsFigure | None,
    form: FigureForm,
    status: int = 200,
) -> Response[str]:
    needs = needs_at_work(desk, plan)
    figures = figures_of(desk.session, needs.id)
    context = {
        "plan": plan,
        "needs": needs,
        "figure": figure,
        "figures": figures,
        "alike": [one for one in figures if figure and one.needs_kind is figure.needs_kind and one is not figure][:20],
        "units": {unit.id: unit.name for unit in units_of(desk.session, plan.municipality_id)},
        "kind_words": NEEDS_KIND_WORDS,
        "form": form,
    }
    return desk.page("plans/needs_figure.html", context, status)


def _table_page(desk: Desk, plan: Plan, form: FiguresForm, status: int = 200) -> Response[str]:
    """With the words that its rows may use beside it."""
    needs = needs_at_work(desk, plan)
    context = {
        "plan": plan,
        "needs": needs,
        "form": form,
        "columns": form.headings.values(),
        "faults": [in_words(fault, form.headings, desk.words) for fault in form.rows.faults[:MOST_SHOWN]],
        "more": alike(form.rows.faults[MOST_SHOWN:], form.headings, desk.words),
        "counts": counted_by_kind(figures_of(desk.session, needs.id)),
        "units": units_of(desk.session, plan.municipality_id),
        "providers": PROVIDER_WORDS,
    }
    return desk.page("plans/needs_table.html", context, status)


def _preview_page(
    desk: Desk, plan: Plan, needs: NeedsAssessment, form: FiguresForm, status: int = 200
) -> Response[str]:
    asked = questions(form.rows, figures_of(desk.session, needs.id))
    context = {
        "plan": plan,
        "needs": needs,
        "form": form,
        "rows": form.rows.figures[:MOST_SHOWN],
        "count": len(form.rows.figures),
        "headings": form.headings,
        "left_out": left_in_words(form.rows.left_out, desk.words),
        "questions": [in_words(one, form.headings, desk.words) for one in asked[:MOST_SHOWN]],
        "kind_words": NEEDS_KIND_WORDS,
        "providers": PROVIDER_WORDS,
        "units": {unit.id: unit.name for unit in form.units},
    }
    return desk.page("plans/needs_table_preview.html", context, status)


HANDLERS: list[Any] = [
    new_figure,
    add_figure,
    figure_page,
    revise_figure,
    figure_removal,
    remove_figure,
    figures_table,
    send_figures,
    add_figures,
]
