"""The doors of an earlier round's table: sent, looked at beside the contract, and entered at its sender's word."""

from functools import partial
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel import select
from wtforms import BooleanField, HiddenField, SelectField

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.first_year import told_of
from pop_tracker.contracts.models import Contract, contract_by_slug
from pop_tracker.contracts.texts import texts_of_edition
from pop_tracker.monitoring.import_rounds import (
    EVIDENCE_NOTE,
    RoundImport,
    held_import,
    next_number,
    put_aside,
    require_place,
)
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.pages.round_forms import Whole
from pop_tracker.monitoring.pages.rounds import contract_choices, contracts_at_work
from pop_tracker.monitoring.round_table import (
    COLUMNS,
    NOTHING,
    Reading,
    example,
    filled_in,
    kept_rows,
    read_round,
    template,
)
from pop_tracker.monitoring.rounds import may_see
from pop_tracker.settings import Settings
from pop_tracker.web import files
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.files import plain_name
from pop_tracker.web.forms.addresses import WITHOUT_TRACKING, AddressField, WebAddress
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional, Required, UnlessAsked
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.forms.editing import DeclarationField
from pop_tracker.web.forms.fields import LineField, TextField, UploadField
from pop_tracker.web.forms.months import MonthField, period_of
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.forms.sources import SourcesField
from pop_tracker.web.forms.uploads import as_is_field, open_ahead
from pop_tracker.web.i18n import N_
from pop_tracker.web.public_names import public_names
from pop_tracker.web.tables import reading
from pop_tracker.web.tables.csv_file import csv_file
from pop_tracker.web.tables.escape import unmistakable
from pop_tracker.web.tables.forms import Faulty, TableForm
from pop_tracker.web.tables.grid import MOST_ROWS
from pop_tracker.web.tables.held import keep_left_out
from pop_tracker.web.tables.private_names import NamedRow, names_in_rows
from pop_tracker.web.tables.reading import ReadRow, in_order
from pop_tracker.web.tables.shown import in_words, kept_left_out
from pop_tracker.web.tables.xlsx_file import xlsx_download, xlsx_file

KEPT = "vlerësimet që erdhën me kontratën"
"""In place of a file's name."""
MOST_SHOWN = 300
"""Faults on one page; whoever has more has one cause for most of them."""


class RoundImportForm(TableForm):
    file = UploadField(N_("Skedari"), [UnlessAsked()])
    kept = BooleanField(N_("Vlerësimet e vitit të parë që erdhën bashkë me kontratën"))
    contract = SelectField(N_("Kontrata"), [Required(), ChoiceCheck()], validate_choice=False)
    number = LineField(N_("Numri i raundit"), [Optional(), Whole(99)])
    period_from = MonthField(N_("Fillimi i periudhës"), [Required()], or_year=True)
    period_until = MonthField(N_("Fundi i periudhës"), [Required()], or_year=True, like="period_from")
    method = TextField(N_("Metoda"), [Optional(), Max(4000), NoPrivateName()])
    published_elsewhere = LineField(N_("Ku dhe kur u botua"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    elsewhere_url = AddressField(N_("Lidhja e dokumentit ku u botua"), [UnlessAsked(), WebAddress()])
    elsewhere_url_bare = BooleanField(WITHOUT_TRACKING)
    elsewhere_file = UploadField(N_("Ose dokumenti vetë"), [UnlessAsked()])
    elsewhere_file_as_is = as_is_field()
    source = SourcesField(N_("Burimi"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])
    evidence_note = LineField(N_("Ku janë provat"), [Required(), Max(LONGEST_SOURCE), NoPrivateName()])

    def validate(self, extra_validators: Any = None) -> bool:
        """The evidence and the reply stand where it was published: without that document nobody could look."""
        is_valid = super().validate(extra_validators)
        if bool(self.file.data) is bool(self.kept.data):
            self.file.errors = [self.said.gettext(N_("Ngarkoni tabelën, ose zgjidhni vlerësimet që ruhen."))]
            is_valid = False
        if not self.elsewhere_url.data and not self.elsewhere_file.data:
            self.elsewhere_url.errors = [self.said.gettext(N_("Shkruani lidhjen e dokumentit ose ngarkojeni."))]
            return False
        return is_valid

    def document(self, settings: Settings) -> dict[str, str]:
        """The document, kept. Raises Refusal, at its own field."""
        if not self.elsewhere_file.data:
            return {}
        try:
            file = files.keep(settings.files, self.elsewhere_file.data, as_is=bool(self.elsewhere_file_as_is.data))
        except Refusal as refusal:
            raise Refusal(refusal.message, field="elsewhere_file", **refusal.values) from refusal
        return {
            "elsewhere_file_sha256": file.sha256,
            "elsewhere_file_name": file.name,
            "elsewhere_file_original_sha256": file.original_sha256,
        }

    @property
    def told(self) -> dict[str, str]:
        """What is said of the round in words."""
        fields = (self.method, self.source, self.evidence_note, self.published_elsewhere, self.elsewhere_url)
        return {field.name: field.data or "" for field in fields}


class EntryForm(BaseForm):
    """The button under the table as it was read. Its nonce is the table's: one is entered once."""

    nonce = HiddenField()
    no_names = DeclarationField(N_("Asnjë prej tyre nuk është person privat"))


@get("/puna/raundet/importi", guards=[guards.editor])
def import_form(desk: NamedDependency[Desk], kontrata: FromQuery[str] = "") -> Response[str]:
    chosen, told = contract_by_slug(desk.session, kontrata), told_of(desk.session)
    return _upload_page(desk, _form(desk, contract=kontrata, kept=chosen is not None and chosen.id in told))


@post("/puna/raundet/importi", done=N_("Tabela u lexua."), guards=[guards.editor])
def send_table(desk: NamedDependency[Desk]) -> Answer:
    """Keeps a table without a fault aside; one with faults leaves nothing behind. Sent twice, the second takes the
    first one's place."""
    form = _form(desk, desk.sent)
    form.read_ahead(desk.session)
    open_ahead(desk.session, form)

    def keep() -> str:
        contract = contract_by_slug(desk.session, form.contract.data)
        if contract is None:
            raise Missing  # gone since it was offered
        period = period_of(form.period_from, form.period_until)
        number = int(form.number.data or 0) or next_number(desk.session, contract)
        edition_id = require_place(desk.session, desk.viewer, contract, number, period)
        if form.kept.data:
            rows, of_file = kept_rows(desk.session, contract, edition_id), {"file_name": KEPT}
        else:
            rows, of_file = _read(desk, form, contract, edition_id)
        document = form.document(desk.settings)
        held = put_aside(
            desk.session, desk.viewer, contract, rows,
            edition_id=edition_id,
            number=number,
            period_from=period.first,
            period_until=period.last,
            period_in_years=period.in_years,
            **of_file,
            **form.told,
            **document,
        )  # fmt: skip
        return f"/puna/raundet/importi/{held.id}"

    return desk.take(form, lambda status: _upload_page(desk, form, status), keep)


@get("/puna/raundet/importi/tabela.csv", guards=[guards.editor])
def template_csv(desk: NamedDependency[Desk], kontrata: FromQuery[str] = "") -> Response[bytes]:
    headings, rows = [column.heading for column in COLUMNS], _template(desk, kontrata)
    return csv_file(f"raundi-{kontrata}", headings, rows, desk.words, unmistakable, is_training=desk.settings.training)


@get("/puna/raundet/importi/tabela.xlsx", guards=[guards.editor])
def template_xlsx(desk: NamedDependency[Desk], kontrata: FromQuery[str] = "") -> Response[bytes]:
    rows = _template(desk, kontrata)
    contents = xlsx_file(N_("raundi"), COLUMNS, rows, desk.words, is_training=desk.settings.training)
    return xlsx_download(f"raundi-{kontrata}", contents, desk.words)


@get("/puna/raundet/importi/shembull.csv", guards=[guards.editor])
def example_csv(desk: NamedDependency[Desk]) -> Response[bytes]:
    return csv_file("raundi-shembull", [column.heading for column in COLUMNS], example(), desk.words, unmistakable)


@get("/puna/raundet/importi/shembull.xlsx", guards=[guards.editor])
def example_xlsx(desk: NamedDependency[Desk]) -> Response[bytes]:
    return xlsx_download("raundi-shembull", xlsx_file(N_("raundi"), COLUMNS, example(), desk.words), desk.words)


@get("/puna/raundet/importi/{import_id:int}", guards=[guards.editor])
def import_preview(desk: NamedDependency[Desk], import_id: FromPath[int]) -> Response[str]:
    return _preview_page(desk, *_held(desk, import_id), EntryForm(desk.words))


@post(
    "/puna/raundet/importi/{import_id:int}/konfirmimi",
    done=N_("Raundi u importua dhe shkoi në rishikim."),
    guards=[guards.editor],
)
def enter_table(desk: NamedDependency[Desk], import_id: FromPath[int]) -> Answer:
    form = EntryForm(desk.words, desk.sent)
    if before := desk.entered(form):
        return before
    held, contract = _held(desk, import_id)
    if form.nonce.data != held.nonce:  # a window with another table that was sent since
        raise Missing

    def enter() -> str:
        names = _names(desk, held.reading(desk.session, contract))
        if names and not form.no_names.data:
            raise Refusal(N_("Lexojini këto rreshta dhe shënoni kutinë, ose ndreqni skedarin."), field="no_names")
        path = f"/puna/raundet/{held.enter(desk.session, desk.viewer, contract).id}"
        if names:
            desk.note_kept_names()
        return path

    def again(status: int) -> Response[str]:
        return _preview_page(desk, *_held(desk, import_id), form, status)

    return desk.enter(form, again, enter)


def _template(desk: Desk, slug: str) -> list[list[str]]:
    """The rows to fill in for a contract that this person records for."""
    contract = contract_by_slug(desk.session, slug)
    edition = newest_edition(desk.session, contract.id or 0) if contract else None
    if contract is None or edition is None or not desk.viewer.may_edit(contract.municipality_id):
        raise Missing
    return list(template(contract, texts_of_edition(desk.session, edition.id or 0)))


def _read(
    desk: Desk, form: RoundImportForm, contract: Contract, edition_id: int
) -> tuple[list[ReadRow], dict[str, Any]]:
    """The table's rows, and what is kept of its file. Raises Faulty."""
    sheet = reading.read(form.file.data, COLUMNS, NOTHING)
    read, unreadable = reading.read_rows(sheet.rows, COLUMNS)
    rows = filled_in(read)
    faults = [*unreadable, *read_round(desk.session, contract, edition_id, rows).faults]
    if faults:
        raise Faulty(in_order(faults, rows), sheet.headings)
    name = plain_name(form.file.data.filename, sheet.ending)
    return rows, {"file_name": name, "unread": sheet.unread, "left_out": keep_left_out(sheet.left_out)}


def _form(desk: Desk, data: FormData | None = None, contract: str = "", kept: bool = False) -> RoundImportForm:
    form = RoundImportForm(desk.words, data, contract=contract, kept=kept, evidence_note=EVIDENCE_NOTE)
    form.contract.choices = contract_choices(desk)
    return form


def _upload_page(desk: Desk, form: RoundImportForm, status: int = 200) -> Response[str]:
    contracts, told = contracts_at_work(desk.session, desk.viewer), told_of(desk.session)
    context = {
        "form": form,
        "columns": COLUMNS,
        "contracts": contracts,
        "kept": [contract.title for contract in contracts if contract.id in told],
        "faults": [in_words(fault, form.headings, desk.words) for fault in form.faults[:MOST_SHOWN]],
        "more": max(len(form.faults) - MOST_SHOWN, 0),
        "most_rows": MOST_ROWS,
        "accept": files.ACCEPTED,
    }
    return desk.page("monitoring/import_round.html", context, status)


def _held(desk: Desk, import_id: int) -> tuple[RoundImport, Contract]:
    held = held_import(desk.session, desk.viewer, import_id)
    contract = desk.session.get(Contract, held.contract_id)
    if contract is None or not desk.viewer.may_edit(contract.municipality_id):
        raise Missing
    return held, contract


def _names(desk: Desk, found: Reading) -> list[NamedRow]:
    """What looks like a private person's name in the words of the table."""
    rows = ((one.line, (one.reason, one.source)) for leaf in found.leaves for one in leaf.given if one.line)
    return names_in_rows(rows, partial(public_names, desk.session))


def _preview_page(
    desk: Desk, held: RoundImport, contract: Contract, form: EntryForm, status: int = 200
) -> Response[str]:
    found = held.reading(desk.session, contract)
    priorities: dict[tuple[int, str], list[Any]] = {}
    for leaf in found.leaves:
        priorities.setdefault((leaf.text.priority_number, leaf.text.priority_title), []).append(leaf)
    headings = {column.name: desk.words.gettext(column.heading) for column in COLUMNS}
    context = {
        "held": held,
        "contract": contract,
        "found": found,
        "left_out": kept_left_out(held.left_out, desk.words),
        "priorities": priorities,
        "faults": [in_words(fault, headings, desk.words) for fault in found.faults],
        "names": _names(desk, found),
        "form": form,
    }
    return desk.page("monitoring/import_round_preview.html", context, status)


@get("/dokumentet/{sha256:str}", opt=guards.OPEN)
def document_of_a_round(desk: NamedDependency[Desk], sha256: FromPath[str]) -> Response[bytes]:
    """In which a round was published elsewhere, as a download, to whoever may see the round."""
    rounds = desk.session.exec(select(Round).where(Round.elsewhere_file_sha256 == sha256))
    name = next((held.elsewhere_file_name for held in rounds if may_see(desk.session, desk.viewer, held)), None)
    contents = files.get(desk.settings.files, sha256) if name else None
    if name is None or contents is None:
        raise Missing
    return Response(
        contents,
        media_type=files.sniff(contents),
        headers={"Content-Disposition": files.disposition(name), "Cache-Control": "private, no-cache"},
    )


HANDLERS: list[Any] = [
    import_form, send_table, template_csv, template_xlsx, example_csv, example_xlsx, import_preview, enter_table,
    document_of_a_round,
]  # fmt: skip
