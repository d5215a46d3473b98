"""The doors of a plan's table: sent, looked at beside the plan, and entered at its sender's word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan, plan_at_work
from pop_tracker.plans.table.columns import BY_NAME, COLUMNS, Amount
from pop_tracker.plans.table.comparison import RowChange, compare, read_rows
from pop_tracker.plans.table.imports import PlanImport, held_import, put_aside, version
from pop_tracker.plans.table.sheets import read
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Refusal, Stale
from pop_tracker.web.files import LARGEST, plain_name
from pop_tracker.web.forms.base import Max, Required
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.fields import TextField
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.paging import Paged
from pop_tracker.web.render import page, see_other
from pop_tracker.web.tables.forms import ShownFault, TableForm, in_words
from pop_tracker.web.tables.reading import MOST_ROWS, RowFault

Asked = Request[Any, Any, Any]
MOST_SHOWN = 300
"""Faults told one by one; whoever has more has one cause for most of them, and reads the rest by their cause."""


class ImportForm(TableForm):
    source = TextField(N_("Burimi"), [Required(), Max(2000)])


@dataclass(frozen=True)
class ShownChange:
    """`fields`: what the column is called, what stood there, what will."""

    line: int
    number: str
    text: str
    fields: list[tuple[str, str, str]]


@dataclass(frozen=True)
class FaultOfMany:
    """What is wrong in many rows: told once, in the words of the first."""

    column: str
    words: str
    lines: list[int]

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def rows(self) -> str:
        """2–40, 52, 60–61"""
        runs: list[list[int]] = []
        for line in self.lines:
            if runs and line <= runs[-1][1] + 1:
                runs[-1][1] = line
            else:
                runs.append([line, line])
        return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def alike(faults: Iterable[RowFault], headings: Mapping[str, str], said: Words) -> list[FaultOfMany]:
    """The same fault of the same column together, in the order of the file."""
    found: dict[tuple[str | None, str], FaultOfMany] = {}
    for fault in faults:
        first = in_words(fault, headings, said)
        of_kind = found.setdefault((fault.column, fault.message), FaultOfMany(first.column, first.words, []))
        of_kind.lines.append(fault.line)
    return list(found.values())


def _upload_page(
    request: Asked,
    plan: Plan,
    form: ImportForm,
    faults: list[ShownFault],
    more: list[FaultOfMany] | None = None,
    status: int = 200,
) -> Response[str]:
    context = {"plan": plan, "form": form, "columns": COLUMNS, "faults": faults, "more": more or [],
               "megabytes": LARGEST // 1024**2, "most_rows": MOST_ROWS}  # fmt: skip
    return page(request, "plans/import.html", context, status=status)


@get("/puna/planet/{slug:str}/importi", guards=[guards.editor])
def import_form(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    return _upload_page(request, plan_at_work(session, viewer, slug), ImportForm(said), [])


@post("/puna/planet/{slug:str}/importi", guards=[guards.editor])
def send_table(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    """Keeps a table without a fault aside; one with faults leaves nothing behind."""
    plan = plan_at_work(session, viewer, slug, hold=True)
    form = ImportForm(said, form_data)
    if not form.validate():
        return _upload_page(request, plan, form, [], status=422)
    try:
        sheet = read(form.file.data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _upload_page(request, plan, form, [], status=422)
    source = form.source.data or ""
    rows, unreadable = read_rows(sheet.rows)
    faults = sorted([*unreadable, *compare(session, plan, rows, source).faults], key=lambda fault: fault.line)
    if faults:
        form.refuse_rows(len(faults))
        shown = [in_words(fault, sheet.headings, said) for fault in faults[:MOST_SHOWN]]
        return _upload_page(request, plan, form, shown, alike(faults[MOST_SHOWN:], sheet.headings, said), 422)
    name = plain_name(form.file.data.filename, sheet.ending)
    held = put_aside(session, viewer, plan, rows, file_name=name, source=source, unread=sheet.unread)
    return see_other(request, f"/puna/planet/{slug}/importi/{held.id}")


def _preview_page(
    request: Asked,
    session: Session,
    said: Words,
    plan: Plan,
    held: PlanImport,
    asked: str = "",
    words: str = "",
    status: int = 200,
) -> Response[str]:
    """What is wrong, or what changes and what is added; then what stays: one list, a page at a time."""
    found = held.comparison(session, plan)
    headings = {column.name: said.gettext(column.heading) for column in COLUMNS}
    news: list[RowFault] | list[RowChange] = found.faults or [*found.changed, *found.added]
    paged: Paged[RowFault | RowChange | PlanItem] = Paged.of([*news, *found.staying], asked)
    changes = [row for row in paged.rows if isinstance(row, RowChange)]
    context = {
        "plan": plan,
        "held": held,
        "found": found,
        "paged": paged,
        "added": [_change_in_words(change, said) for change in changes if not change.before],
        "changed": [_change_in_words(change, said) for change in changes if change.before],
        "faults": [in_words(row, headings, said) for row in paged.rows if isinstance(row, RowFault)],
        "staying": [row for row in paged.rows if isinstance(row, PlanItem)],
        "words": words,
    }
    return page(request, "plans/import_preview.html", context, status=status)


def _change_in_words(change: RowChange, said: Words) -> ShownChange:
    own = ("number",) if change.before else ("number", "text")
    fields = [
        (said.gettext(BY_NAME[name].heading), _value_in_words(name, change.before[name], said) if change.before else "",
         _value_in_words(name, value, said))
        for name, value in change.now.items()
        if name not in own and (change.before or value not in ("", None, []))
    ]  # fmt: skip
    return ShownChange(change.line, change.number, change.text, fields)


def _value_in_words(name: str, value: Any, said: Words) -> str:
    """A number as the reader's language writes it, whatever the file did."""
    column = BY_NAME[name]
    if isinstance(column, Amount) and value is not None:
        return said.amount(value) if column.least_places else said.number(value)
    return column.say(value)


@get("/puna/planet/{slug:str}/importi/{import_id:int}", guards=[guards.editor])
def import_preview(
    request: Asked,
    slug: FromPath[str],
    import_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    faqja: FromQuery[str] = "",
) -> Response[str]:
    plan = plan_at_work(session, viewer, slug)
    held = held_import(session, viewer, plan, import_id)
    return _preview_page(request, session, said, plan, held, faqja)


@post("/puna/planet/{slug:str}/importi/{import_id:int}/konfirmimi", guards=[guards.editor])
def enter_table(
    request: Asked,
    slug: FromPath[str],
    import_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug)
    nonce = form_data.get("nonce")
    if sent := location_of_sent(session, nonce):
        return see_other(request, sent)
    held = held_import(session, viewer, plan, import_id)
    try:
        held.enter(session, viewer, plan, form_data.get("version"))
    except Stale as stale:
        held.plan_version = version(session, plan)
        return _preview_page(request, session, said, plan, held, "", said.gettext(stale.message), stale.status)
    remember_sent(session, nonce, viewer, f"/puna/planet/{slug}")
    return see_other(request, f"/puna/planet/{slug}")


HANDLERS: list[Any] = [import_form, send_table, import_preview, enter_table]
