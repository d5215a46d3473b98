"""The doors of a contract's table: taken away, sent, looked at beside the draft, and entered at its sender's word."""

from collections.abc import Container
from functools import partial
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.first_year import first_year
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.order import Branch
from pop_tracker.contracts.table import shown
from pop_tracker.contracts.table.columns import COLUMNS
from pop_tracker.contracts.table.comparison import RowChange, compare
from pop_tracker.contracts.table.imports import (
    ContractImport,
    held_import,
    put_aside,
    steps_of,
    understood,
    version_of,
)
from pop_tracker.contracts.table.rows import standing
from pop_tracker.contracts.table.sheets import csv_rows, example, xlsx_table
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
from pop_tracker.web.tables.csv_file import csv_file
from pop_tracker.web.tables.escape import unmistakable
from pop_tracker.web.tables.forms import EntryForm, Faulty, TableForm
from pop_tracker.web.tables.grid import MOST_ROWS
from pop_tracker.web.tables.reading import RowFault, in_order
from pop_tracker.web.tables.shown import HEAVIEST, alike, in_words, kept_left_out
from pop_tracker.web.tables.steps import ABOUT_NAMES
from pop_tracker.web.tables.xlsx_file import xlsx_download

MOST_SHOWN = 300
"""Faults told one by one; the rest by their cause."""
HEADINGS = [column.heading for column in COLUMNS]


class ContractTableForm(TableForm):
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])


@get("/puna/kontratat/{slug:str}/drafti/tabela", guards=[guards.editor])
def table_form(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    contract, _ = _at_work(desk, slug)
    return _upload_page(desk, contract, ContractTableForm(desk.words, source=contract.source))


@post("/puna/kontratat/{slug:str}/drafti/tabela", done=N_("Tabela u lexua."), guards=[guards.editor])
def send_table(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    """Keeps a table without a fault aside; one with faults leaves nothing behind. Sent twice, the second takes the
    first one's place."""
    _at_work(desk, slug)
    form = ContractTableForm(desk.words, desk.sent)
    form.read_ahead(desk.session)
    contract, draft = _at_work(desk, slug, hold=True)

    def keep() -> str:
        upload, source = form.file.data, form.source.data
        found = understood(upload)
        faults = [*found.faults, *compare(desk.session, contract, draft, found.rows, source).faults]
        if faults:
            raise Faulty(in_order(faults, found.rows), found.sheet.headings)
        name = plain_name(upload.filename, found.sheet.ending)
        held = put_aside(desk.session, desk.viewer, contract, draft, found, file_name=name, source=source)
        return f"/puna/kontratat/{slug}/drafti/tabela/{held.id}"

    return desk.take(form, lambda status: _upload_page(desk, contract, form, status), keep)


@get("/puna/kontratat/{slug:str}/drafti/tabela.csv", guards=[guards.editor])
def draft_csv(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[bytes]:
    rows = csv_rows(_rows(desk, slug))
    return csv_file(f"{slug}-drafti", HEADINGS, rows, desk.words, unmistakable, is_training=desk.settings.training)


@get("/puna/kontratat/{slug:str}/drafti/tabela.xlsx", guards=[guards.editor])
def draft_xlsx(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[bytes]:
    contents = xlsx_table(_rows(desk, slug), desk.words, is_training=desk.settings.training)
    return xlsx_download(f"{slug}-drafti", contents, desk.words)


@get("/puna/kontratat/tabela-shembull.csv", guards=[guards.editor])
def example_csv(desk: NamedDependency[Desk]) -> Response[bytes]:
    return csv_file("kontrata-shembull", HEADINGS, csv_rows(example()), desk.words, unmistakable)


@get("/puna/kontratat/tabela-shembull.xlsx", guards=[guards.editor])
def example_xlsx(desk: NamedDependency[Desk]) -> Response[bytes]:
    return xlsx_download("kontrata-shembull", xlsx_table(example(), desk.words), desk.words)


@get("/puna/kontratat/{slug:str}/drafti/tabela/{import_id:int}", guards=[guards.editor])
def table_preview(
    desk: NamedDependency[Desk], slug: FromPath[str], import_id: FromPath[int], faqja: FromQuery[str] = ""
) -> Response[str]:
    contract, draft = _at_work(desk, slug)
    held = held_import(desk.session, desk.viewer, contract, import_id)
    return _preview_page(desk, contract, draft, held, asked=faqja)


@post(
    "/puna/kontratat/{slug:str}/drafti/tabela/{import_id:int}/konfirmimi",
    done=N_("Tabela u shkrua në draft."),
    guards=[guards.editor],
)
def enter_table(desk: NamedDependency[Desk], slug: FromPath[str], import_id: FromPath[int]) -> Answer:
    contract, draft = _at_work(desk, slug)
    form = EntryForm(desk.words, desk.sent)
    if before := desk.entered(form):
        return before
    held = held_import(desk.session, desk.viewer, contract, import_id)
    ticked = desk.sent.getlist("hapi")

    def enter() -> str:
        known = partial(public_names, desk.session)
        held.enter(desk.session, desk.viewer, contract, form.version.data or "", known, ticked)
        if any(key.startswith(ABOUT_NAMES) for key in ticked):
            desk.note_kept_names()
        return f"/puna/kontratat/{slug}/drafti"

    def again(status: int) -> Response[str]:
        held.draft_version = version_of(draft)
        words = " ".join(form.form_errors)
        return _preview_page(desk, contract, draft, held, words=words, status=status, ticked=set(ticked))

    return desk.enter(form, again, enter)


def _at_work(desk: Desk, slug: str, *, hold: bool = False) -> tuple[Contract, Edition]:
    """The draft that is written in. One that waits for its second person rests."""
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=hold)
    if draft.state is not EditionState.DRAFT:
        raise Missing
    return contract, draft


def _rows(desk: Desk, slug: str) -> list[dict[str, Any]]:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    return list(standing(desk.session, draft, first_year(desk.session, contract.id)).values())


def _upload_page(desk: Desk, contract: Contract, form: ContractTableForm, status: int = 200) -> Response[str]:
    context = {
        "contract": contract,
        "form": form,
        "columns": COLUMNS,
        "faults": [in_words(fault, form.headings, desk.words) for fault in form.faults[:MOST_SHOWN]],
        "more": alike(form.faults[MOST_SHOWN:], form.headings, desk.words),
        "most_rows": MOST_ROWS,
    }
    return desk.page("contracts/table.html", context, status)


def _preview_page(
    desk: Desk, contract: Contract, draft: Edition, held: ContractImport, asked: str = "", words: str = "",
    status: int = 200, ticked: Container[str] = (),
) -> Response[str]:  # fmt: skip
    """What is wrong, or what goes, changes, comes and moves; then what stays: one list, a page at a time."""
    found = held.comparison(desk.session, contract, draft)
    headings = {column.name: desk.words.gettext(column.heading) for column in COLUMNS}
    only_moved = [one for one in found.moved if not one.now]
    changes: list[RowChange] = [*found.gone, *found.retracted, *found.revised, *found.added, *only_moved]
    news: list[RowFault] | list[RowChange] = found.faults or changes
    paged: Paged[RowFault | RowChange | Branch] = Paged.by_weight(
        [*news, *found.staying], asked, shown.weight, HEAVIEST
    )
    on_page = [one for one in paged.rows if isinstance(one, RowChange)]

    def of(part: list[RowChange]) -> list[shown.ShownChange]:
        here = {id(one) for one in part}
        return [shown.in_words(one, desk.words) for one in on_page if id(one) in here]

    steps = steps_of(found, partial(public_names, desk.session))
    context = {
        "contract": contract,
        "held": held,
        "found": found,
        "statuses": sum(bool(one.now.get("status")) for one in (*found.added, *found.changed)),
        "steps": [(step.key, step.told(desk.words), step.key in ticked) for step in steps],
        "left_out": kept_left_out(held.left_out, desk.words),
        "paged": paged,
        "gone": of(found.gone),
        "retracted": of(found.retracted),
        "revised": of(found.revised),
        "added": of(found.added),
        "moved": of(only_moved),
        "faults": [in_words(one, headings, desk.words) for one in paged.rows if isinstance(one, RowFault)],
        "staying": [one for one in paged.rows if isinstance(one, Branch)],
        "words": words,
    }
    return desk.page("contracts/table_preview.html", context, status)


HANDLERS: list[Any] = [
    table_form, send_table, draft_csv, draft_xlsx, example_csv, example_xlsx, table_preview, enter_table,
]  # fmt: skip
