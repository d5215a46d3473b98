"""The doors of an earlier round's table: sent, looked at beside the contract, and entered at its sender's word."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session
from wtforms import SelectField

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts.models import Contract, contract_by_slug
from pop_tracker.monitoring.import_rounds import (
    EVIDENCE_NOTE,
    RoundImport,
    confirm_place,
    held_import,
    next_number,
    put_aside,
)
from pop_tracker.monitoring.pages.round_forms import MonthField, Whole
from pop_tracker.monitoring.pages.rounds import contracts_at_work
from pop_tracker.monitoring.round_table import COLUMNS, NOTHING, read_round
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.files import LARGEST, plain_name
from pop_tracker.web.forms.base import ChoiceCheck, Max, Optional, Required
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.fields import LineField, TextField
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.render import page, see_other
from pop_tracker.web.tables import reading
from pop_tracker.web.tables.forms import ShownFault, TableForm, in_words
from pop_tracker.web.tables.reading import MOST_ROWS

Asked = Request[Any, Any, Any]
MOST_SHOWN = 300
"""Faults on one page; whoever has more has one cause for most of them."""


class RoundImportForm(TableForm):
    contract = SelectField(N_("Kontrata"), [Required(), ChoiceCheck()], validate_choice=False)
    number = LineField(N_("Numri i raundit"), [Optional(), Whole(99)])
    period_from = MonthField(N_("Muaji i parë i periudhës"), [Required()])
    period_until = MonthField(N_("Muaji i fundit i periudhës"), [Required()])
    method = TextField(N_("Metoda"), [Optional(), Max(4000)])
    published_elsewhere = LineField(N_("Ku dhe kur u botua"), [Required(), Max(500)])
    source = LineField(N_("Burimi"), [Required(), Max(500)])
    evidence_note = LineField(N_("Ku janë provat"), [Required(), Max(500)])


def _form(session: Session, viewer: Viewer, said: Words, data: FormData | None = None, contract: str = ""
          ) -> RoundImportForm:  # fmt: skip
    form = RoundImportForm(said, data, contract=contract, evidence_note=EVIDENCE_NOTE)
    form.contract.choices = [("", said.gettext("Zgjidhni kontratën"))] + [
        (one.slug, one.title) for one in contracts_at_work(session, viewer)
    ]
    return form


def _upload_page(
    request: Asked, form: RoundImportForm, faults: list[ShownFault], more: int = 0, status: int = 200
) -> Response[str]:
    context = {"form": form, "columns": COLUMNS, "faults": faults, "more": more,
               "megabytes": LARGEST // 1024**2, "most_rows": MOST_ROWS}  # fmt: skip
    return page(request, "monitoring/import_round.html", context, status=status)


@get("/puna/raundet/importi", guards=[guards.editor])
def import_form(
    request: Asked,
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    kontrata: FromQuery[str] = "",
) -> Response[str]:
    return _upload_page(request, _form(session, viewer, said, contract=kontrata), [])


@post("/puna/raundet/importi", guards=[guards.editor])
def send_table(
    request: Asked,
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    """Keeps a table without a fault aside; one with faults leaves nothing behind."""
    form = _form(session, viewer, said, form_data)
    if not form.validate():
        return _upload_page(request, form, [], status=422)
    contract = contract_by_slug(session, form.contract.data)
    first, last = form.period_from.day, form.period_until.day
    assert contract is not None  # it is one of the choices
    assert first is not None  # both are required and valid
    assert last is not None
    number = int(form.number.data or 0) or next_number(session, contract)
    with form.attempt(session):
        edition_id = confirm_place(session, viewer, contract, number, (first, last))
        sheet = reading.read(form.file.data, COLUMNS, NOTHING)
    if form.refused:
        return _upload_page(request, form, [], status=form.refused)
    rows, unreadable = reading.read_rows(sheet.rows, COLUMNS)
    faults = sorted([*unreadable, *read_round(session, contract, edition_id, rows).faults], key=lambda one: one.line)
    if faults:
        form.refuse_rows(len(faults))
        shown = [in_words(fault, sheet.headings, said) for fault in faults[:MOST_SHOWN]]
        return _upload_page(request, form, shown, len(faults) - len(shown), 422)
    held = put_aside(
        session, viewer, contract, rows,
        edition_id=edition_id,
        file_name=plain_name(form.file.data.filename, sheet.ending),
        number=number,
        period_from=first,
        period_until=last,
        method=form.method.data or "",
        source=form.source.data or "",
        evidence_note=form.evidence_note.data or "",
        published_elsewhere=form.published_elsewhere.data or "",
        unread=sheet.unread,
    )  # fmt: skip
    return see_other(request, f"/puna/raundet/importi/{held.id}")


def _held(session: Session, viewer: Viewer, import_id: int) -> tuple[RoundImport, Contract]:
    held = held_import(session, viewer, import_id)
    contract = session.get(Contract, held.contract_id)
    if contract is None or not viewer.may_edit(contract.municipality_id):
        raise Missing
    return held, contract


def _preview_page(
    request: Asked, session: Session, said: Words, held: RoundImport, contract: Contract, refused: str = "",
    status: int = 200,
) -> Response[str]:  # fmt: skip
    found = held.reading(session, contract)
    priorities: dict[tuple[int, str], list[Any]] = {}
    for leaf in found.leaves:
        priorities.setdefault((leaf.text.priority_number, leaf.text.priority_title), []).append(leaf)
    headings = {column.name: said.gettext(column.heading) for column in COLUMNS}
    context = {
        "held": held,
        "contract": contract,
        "found": found,
        "priorities": priorities,
        "faults": [in_words(fault, headings, said) for fault in found.faults],
        "refused": refused,
    }
    return page(request, "monitoring/import_round_preview.html", context, status=status)


@get("/puna/raundet/importi/{import_id:int}", guards=[guards.editor])
def import_preview(
    request: Asked,
    import_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    held, contract = _held(session, viewer, import_id)
    return _preview_page(request, session, said, held, contract)


@post("/puna/raundet/importi/{import_id:int}/konfirmimi", guards=[guards.editor])
def enter_table(
    request: Asked,
    import_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    nonce = form_data.get("nonce")
    if sent := location_of_sent(session, nonce):
        return see_other(request, sent)
    held, contract = _held(session, viewer, import_id)
    if nonce != held.nonce:  # a window with another table that was sent since
        raise Missing
    try:
        entered = held.enter(session, viewer, contract)
    except Forbidden:
        raise
    except Refusal as refusal:
        session.rollback()
        held, contract = _held(session, viewer, import_id)
        refused = said.gettext(refusal.message, **refusal.values)
        return _preview_page(request, session, said, held, contract, refused, refusal.status)
    remember_sent(session, nonce, viewer, f"/puna/raundet/{entered.id}")
    return see_other(request, f"/puna/raundet/{entered.id}")


HANDLERS: list[Any] = [import_form, send_table, import_preview, enter_table]
