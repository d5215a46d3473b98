"""The doors of a plan's table: sent, looked at beside the plan, and entered at its sender's word."""

from collections.abc import Container
from functools import partial
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from pop_tracker.plans.standing import plan_at_work
from pop_tracker.plans.table import shown
from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.plans.table.comparison import RowChange, compare
from pop_tracker.plans.table.imports import PlanImport, held_import, put_aside, quoted_numbers, version
from pop_tracker.plans.table.steps import names_of, steps_of
from pop_tracker.plans.table.understanding import understood
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.files import plain_name
from pop_tracker.web.forms.base import Max, Required
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.i18n import N_
from pop_tracker.web.paging import Paged
from pop_tracker.web.public_names import public_names
from pop_tracker.web.tables.forms import EntryForm, Faulty, TableForm
from pop_tracker.web.tables.grid import MOST_ROWS
from pop_tracker.web.tables.reading import RowFault, in_order
from pop_tracker.web.tables.shown import HEAVIEST, alike, in_words, kept_left_out
from pop_tracker.web.tables.steps import ABOUT_NAMES

MOST_SHOWN = 300
"""Faults told one by one; whoever has more has one cause for most of them, and reads the rest by their cause."""


class ImportForm(TableForm):
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])


@get("/puna/planet/{slug:str}/importi", guards=[guards.editor])
def import_form(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    return _upload_page(desk, plan_at_work(desk.session, desk.viewer, slug), ImportForm(desk.words))


@post("/puna/planet/{slug:str}/importi", done=N_("Tabela u lexua."), guards=[guards.editor])
def send_table(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    """Keeps a table without a fault aside; one with faults leaves nothing behind. Sent twice, the second takes the
    first one's place."""
    plan_at_work(desk.session, desk.viewer, slug)
    form = ImportForm(desk.words, desk.sent)
    form.read_ahead(desk.session)
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)

    def keep() -> str:
        upload, source = form.file.data, form.source.data
        found = understood(upload)
        faults = [*found.faults, *compare(desk.session, plan, found.rows, source).faults]
        if faults and found.asks_of_numbers_alone:
            raise Faulty(in_order([*found.unsure, *faults], found.rows), found.headings)
        held = put_aside(
            desk.session, desk.viewer, plan, found,
            file_name=plain_name(upload.filename, found.ending), source=source, contents=upload.contents,
        )  # fmt: skip
        return f"/puna/planet/{slug}/{held.at}"

    return desk.take(form, lambda status: _upload_page(desk, plan, form, status), keep)


@get("/puna/planet/{slug:str}/importi/{import_id:int}", guards=[guards.editor])
def import_preview(
    desk: NamedDependency[Desk], slug: FromPath[str], import_id: FromPath[int], faqja: FromQuery[str] = ""
) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    held = held_import(desk.session, desk.viewer, plan, import_id)
    if not held.is_read:
        raise Missing
    return _preview_page(desk, plan, held, asked=faqja)


@post(
    "/puna/planet/{slug:str}/importi/{import_id:int}/konfirmimi",
    done=N_("Tabela u importua në plan."),
    guards=[guards.editor],
)
def enter_table(desk: NamedDependency[Desk], slug: FromPath[str], import_id: FromPath[int]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    form = EntryForm(desk.words, desk.sent)
    if before := desk.entered(form):
        return before
    held = held_import(desk.session, desk.viewer, plan, import_id)
    if not held.is_read:  # what its columns are was said anew meanwhile, and asks for more
        return desk.elsewhere(f"/puna/planet/{slug}/importi/{import_id}/kolonat")

    def enter() -> str:
        ticked = desk.sent.getlist("hapi")
        held.enter(desk.session, desk.viewer, plan, form.version.data or "", ticked)
        if any(key.startswith(ABOUT_NAMES) for key in ticked):
            desk.note_kept_names()
        return f"/puna/planet/{slug}"

    def again(status: int) -> Response[str]:
        held.plan_version = version(desk.session, plan)
        ticked = set(desk.sent.getlist("hapi"))
        return _preview_page(desk, plan, held, words=" ".join(form.form_errors), status=status, ticked=ticked)

    return desk.enter(form, again, enter)


def _upload_page(desk: Desk, plan: Plan, form: ImportForm, status: int = 200) -> Response[str]:
    context = {
        "plan": plan,
        "form": form,
        "columns": COLUMNS,
        "faults": [in_words(fault, form.headings, desk.words) for fault in form.faults[:MOST_SHOWN]],
        "more": alike(form.faults[MOST_SHOWN:], form.headings, desk.words),
        "most_rows": MOST_ROWS,
    }
    return desk.page("plans/import.html", context, status)


def _preview_page(
    desk: Desk, plan: Plan, held: PlanImport, asked: str = "", words: str = "", status: int = 200,
    ticked: Container[str] = (),
) -> Response[str]:  # fmt: skip
    """What is wrong, or what changes and what is added; then what stays: one list, a page at a time."""
    found = held.comparison(desk.session, plan)
    names = names_of(found, partial(public_names, desk.session))
    headings = {column.name: desk.words.gettext(column.heading) for column in COLUMNS}
    news: list[RowFault] | list[RowChange] = found.faults or [*found.changed, *found.added]
    paged: Paged[RowFault | RowChange | PlanItem] = Paged.by_weight(
        [*news, *found.staying], asked, shown.weight, HEAVIEST
    )
    changes = [row for row in paged.rows if isinstance(row, RowChange)]
    context = {
        "plan": plan,
        "held": held,
        "found": found,
        "steps": [
            (step.key, step.told(desk.words), step.key in ticked) for step in steps_of(found, held.doubts, names)
        ],
        "left_out": kept_left_out(held.left_out, desk.words),
        "quoted": len({row.number for row in found.changed} & quoted_numbers(desk.session, plan)),
        "paged": paged,
        "added": [shown.in_words(change, desk.words) for change in changes if not change.before],
        "changed": [shown.in_words(change, desk.words) for change in changes if change.before],
        "faults": [in_words(row, headings, desk.words) for row in paged.rows if isinstance(row, RowFault)],
        "staying": [row for row in paged.rows if isinstance(row, PlanItem)],
        "words": words,
    }
    return desk.page("plans/import_preview.html", context, status)


HANDLERS: list[Any] = [import_form, send_table, import_preview, enter_table]
