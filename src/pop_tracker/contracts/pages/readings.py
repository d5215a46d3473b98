"""Doors from a document to a draft: sent and read, checked row by row beside its text, saved, or thrown away."""

from collections.abc import Collection
from functools import partial
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.checking import readings, saving, scans
from pop_tracker.contracts.checking.naming import named_in
from pop_tracker.contracts.checking.readings import ContractReading, reading_at_work
from pop_tracker.contracts.checking.row import Rank, Row
from pop_tracker.contracts.checking.rows import Rows
from pop_tracker.contracts.checking.shown import passages
from pop_tracker.contracts.documents import kept
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.pages.forms import RemovalForm
from pop_tracker.contracts.pages.reading_forms import DocumentForm, HeadForm, RowForm, StepForm
from pop_tracker.contracts.pages.reading_steps import STEPS, keys
from pop_tracker.contracts.reading import territories
from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.formats import scan
from pop_tracker.contracts.reading.reader import read
from pop_tracker.contracts.reading.result import ReadContract
from pop_tracker.contracts.texts import GROUP_WORDS
from pop_tracker.places.models import municipalities, municipality_by_slug, units_of
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal, Stale
from pop_tracker.web.forms.uploads import open_ahead
from pop_tracker.web.i18n import N_
from pop_tracker.web.public_names import public_names
from pop_tracker.web.render import wants_part
from pop_tracker.web.tables.steps import ABOUT_NAMES

UNSURE, ALL, LEFT_OUT = "pasigurta", "te-gjitha", "jashte"
HERE = "/puna/kontratat/leximet"
JOINED_MEANWHILE = N_("Kjo pjesë u bashkua ndërkohë me atë sipër. Shihni si është tani dhe bëjeni përsëri.")


@get("/puna/kontratat/nga-skedari", guards=[guards.editor])
def document_page(desk: NamedDependency[Desk]) -> Response[str]:
    return _document_page(desk, DocumentForm(desk.words))


@post("/puna/kontratat/nga-skedari", done=N_("Dokumenti u lexua."), guards=[guards.editor])
def send_document(desk: NamedDependency[Desk]) -> Answer:
    """What is no contract leaves nothing behind. Where pages are pictures, nobody waits for them at this door."""
    form = DocumentForm(desk.words, desk.sent)
    if before := desk.entered(form):
        return before
    open_ahead(desk.session, form)
    heard = _heard(desk, form) if form.validate() else None

    def begin() -> str:
        if isinstance(heard, Refusal):
            raise heard
        assert heard is not None  # the form is whole
        document = kept(desk.settings.files, form.file.data, form.contents, as_is=bool(form.file_as_is.data))
        if isinstance(heard, scans.Scanned):
            desk.say("")  # the page itself does
            return readings.await_pages(desk.session, desk.viewer, document, heard.pages).path
        document.hear(heard[0])
        municipality = municipality_by_slug(desk.session, heard[1].municipality or "")
        return readings.begin(desk.session, desk.viewer, document, heard[1], municipality).path

    return desk.enter(form, lambda status: _document_page(desk, form, status), begin)


def _heard(desk: Desk, form: DocumentForm) -> tuple[Document, ReadContract] | scans.Scanned | Refusal:
    """What the document says, or why not. It is read while nothing of the database is held, and so before the form is
    entered: of two that come at once the second waits for the first one's answer, not in the middle of it."""
    places, upload = territories.in_record(desk.session), form.file.data
    desk.session.commit()
    try:
        return read(form.contents, places, name=upload.filename if upload else "", on_page=scans.not_now)
    except (scans.Scanned, Refusal) as told:
        return told


@get("/puna/kontratat/leximet/{reading_id:int}", guards=[guards.editor])
def check_page(
    desk: NamedDependency[Desk],
    reading_id: FromPath[int],
    shihni: FromQuery[str] = "",
    pjesa: FromQuery[int | None] = None,
) -> Response[str]:
    reading = reading_at_work(desk.session, desk.viewer, reading_id)
    if pjesa is None and wants_part(desk.request) and (reading.is_read or reading.problem):
        # Asked by the page that waited for it.
        return Response("", media_type="text/html", headers={"HX-Refresh": "true", "Cache-Control": "no-store"})
    if not reading.is_read:
        return _waiting_page(desk, reading)
    return _check_page(desk, reading, shihni, pjesa)


@post(
    "/puna/kontratat/leximet/{reading_id:int}/te-dhenat",
    done=N_("Të dhënat e kontratës u ruajtën."),
    guards=[guards.editor],
)
def describe(desk: NamedDependency[Desk], reading_id: FromPath[int]) -> Answer:
    reading = _read(desk, reading_id)
    form = _head_form(desk, reading, sent=True)

    def say() -> str:
        municipality = municipality_by_slug(desk.session, form.municipality.data)
        assert municipality is not None  # it is one of the choices
        reading.describe(
            desk.session, desk.viewer, municipality, form.version.seen, title=form.title.data,
            term=(int(form.term_from.data), int(form.term_until.data)), source=form.source.data,
        )  # fmt: skip
        return f"{HERE}/{reading_id}"

    return desk.take(form, lambda status: _check_page(desk, reading, head=form, status=status), say)


@post("/puna/kontratat/leximet/{reading_id:int}/pjesa/{row_id:int}", guards=[guards.editor])
def mend(desk: NamedDependency[Desk], reading_id: FromPath[int], row_id: FromPath[int]) -> Answer:
    """Whatever the button says, without one the first of them. What was typed is taken along, so that it is not
    lost."""
    reading = _read(desk, reading_id)
    rows = reading.rows
    form = RowForm(desk.words, _units(desk, reading), desk.sent)
    if before := desk.entered(form):
        return before
    if not rows.has(row_id) and 0 < row_id < rows.next_id:
        raise Stale(JOINED_MEANWHILE, {})
    row = rows.row(row_id)
    step = STEPS.get(desk.sent.get("veprimi") or ("merr" if row.is_left_out else "konfirmo"))
    if step is None:
        raise Missing

    def do() -> str:
        reading.apply(desk.session, desk.viewer, form.version.seen, lambda now: step.does(now, row, form))
        now = reading.rows
        there = row_id if now.has(row_id) else rows.above(row_id).id  # joined with that one
        desk.say(step.said, ref=now.refs.get(there, ""))
        shown = desk.sent.get("shihni")
        return _address(reading_id, _next(now, there, shown) if step.goes_on else there, now, shown)

    return desk.enter(form, lambda status: _check_page(desk, reading, "", row_id, form=form, status=status), do)


@post("/puna/kontratat/leximet/{reading_id:int}/vendet", done=N_("Vendet u konfirmuan."), guards=[guards.editor])
def accept_places(desk: NamedDependency[Desk], reading_id: FromPath[int]) -> Answer:
    """Those that were shown as suggestions: that nobody doubts, and those whose doubt was shown with them."""
    reading = _read(desk, reading_id)
    form = StepForm(desk.words, desk.sent)
    seen = {int(id) for id in desk.sent.getlist("pasigurta") if id.isascii() and id.isdigit() and len(id) < 10}

    def confirm() -> str:
        reading.apply(desk.session, desk.viewer, form.version.seen, lambda now: now.accept_places(seen))
        return f"{HERE}/{reading_id}"

    return desk.enter(form, lambda status: _check_page(desk, reading, head=form, status=status), confirm)


@post("/puna/kontratat/leximet/{reading_id:int}/drafti", guards=[guards.editor])
def save(desk: NamedDependency[Desk], reading_id: FromPath[int]) -> Answer:
    """Makes the draft; the second button hands it to a second person as well."""
    reading = _read(desk, reading_id)
    form = StepForm(desk.words, desk.sent)
    ticked, sends = desk.sent.getlist("hapi"), desk.sent.get("veprimi") == "dergo"
    desk.say(N_("Drafti u ruajt dhe u dërgua për rishikim te një person i dytë.") if sends else N_("Drafti u ruajt."))

    def make() -> str:
        known = partial(public_names, desk.session)
        contract, draft = saving.save(desk.session, desk.viewer, reading, form.version.seen, known, ticked)
        if any(key.startswith(ABOUT_NAMES) for key in ticked):
            desk.note_kept_names()
        if sends:
            drafts.submit(desk.session, desk.viewer, contract, reason="", source=reading.source, version=draft.version)
        return f"/puna/kontratat/{contract.slug}/drafti"

    return desk.enter(form, lambda status: _check_page(desk, reading, head=form, ticked=ticked, status=status), make)


@get("/puna/kontratat/leximet/{reading_id:int}/hedhja", guards=[guards.editor])
def discarding_page(desk: NamedDependency[Desk], reading_id: FromPath[int]) -> Response[str]:
    reading = reading_at_work(desk.session, desk.viewer, reading_id)
    return _discarding_page(desk, reading, RemovalForm(desk.words))


@post("/puna/kontratat/leximet/{reading_id:int}/hedhja", done=N_("Leximi u hoq."), guards=[guards.editor])
def discard(desk: NamedDependency[Desk], reading_id: FromPath[int]) -> Answer:
    form = RemovalForm(desk.words, desk.sent)
    if before := desk.entered(form):
        return before
    reading = reading_at_work(desk.session, desk.viewer, reading_id, hold=True)

    def throw_away() -> str:
        readings.throw_away(desk.session, desk.viewer, reading, form.version.seen)
        return "/puna/kontratat"

    return desk.enter(form, lambda status: _discarding_page(desk, reading, form, status), throw_away)


def _read(desk: Desk, reading_id: int) -> ContractReading:
    """For whoever does something with its rows, once it has some."""
    reading = reading_at_work(desk.session, desk.viewer, reading_id, hold=True)
    if not reading.is_read:
        raise Missing
    return reading


def _next(rows: Rows, row_id: int, shown: str | None) -> int:
    """The one after it that somebody should look at; of one that was left out, the one after it in the list."""
    is_gone = rows.row(row_id).is_left_out
    wanted = rows.standing if is_gone and (shown == ALL or not rows.unsure) else rows.unsure
    places = {row.id: place for place, row in enumerate(rows.rows)}
    after = [one.id for one in wanted if places[one.id] > places[row_id]]
    return next(iter([*after, *(one.id for one in wanted)]), row_id)


def _address(reading_id: int, row_id: int, rows: Rows, shown: str | None) -> str:
    """In the list that was looked at, as long as the row is in it."""
    lists = [name for name, listed in _lists(rows).items() if any(row.id == row_id for row in listed)]
    there = shown if shown in lists else next(iter(lists), ALL)
    return f"{HERE}/{reading_id}?shihni={there}&pjesa={row_id}#p{row_id}"


def _lists(rows: Rows) -> dict[str, list[Row]]:
    return {UNSURE: rows.unsure, ALL: rows.standing, LEFT_OUT: rows.left_out}


def _units(desk: Desk, reading: ContractReading) -> list[tuple[str, str]]:
    return [(unit.slug, unit.name) for unit in units_of(desk.session, reading.municipality_id or 0)]


def _head_form(desk: Desk, reading: ContractReading, *, sent: bool = False) -> HeadForm:
    municipality = reading.municipality
    form = HeadForm(
        desk.words,
        desk.sent if sent else None,
        municipality=municipality.slug if municipality else "",
        title=reading.title,
        term_from=str(reading.term_from or ""),
        term_until=str(reading.term_until or ""),
        source=reading.source,
    )
    form.municipality.choices = [("", desk.words.gettext("Zgjidhni bashkinë"))] + [
        (one.slug, one.title) for one in municipalities(desk.session) if desk.viewer.may_edit(one.id or 0)
    ]
    return form


def _row_form(desk: Desk, reading: ContractReading, row: Row) -> RowForm:
    """Nothing is chosen of a place until somebody confirmed it."""
    return RowForm(
        desk.words,
        _units(desk, reading),
        text=row.text,
        scope=row.scope.value if row.is_placed else None,
        units=list(row.units) if row.is_placed else [],
        place=row.place,
        group=row.group.value,
    )


def _document_page(desk: Desk, form: DocumentForm, status: int = 200) -> Response[str]:
    going_on = readings.readings_at_work(desk.session, desk.viewer)
    context = {"form": form, "going_on": going_on, "reads_scans": scan.is_installed()}
    return desk.page("contracts/from_file.html", context, status)


def _waiting_page(desk: Desk, reading: ContractReading) -> Response[str]:
    problem = desk.words.gettext(reading.problem[0], **reading.problem[1]) if reading.problem else ""
    return desk.page("contracts/reading_waits.html", {"reading": reading, "problem": problem})


def _check_page(
    desk: Desk, reading: ContractReading, shown: str = "", chosen: int | None = None, *,
    head: Any = None, form: RowForm | None = None, ticked: Collection[str] = (), status: int = 200,
) -> Response[str]:  # fmt: skip
    """Those that somebody should look at come first, as long as there are any."""
    rows = reading.rows
    lists = _lists(rows)
    row = next((one for one in rows.rows if one.id == chosen), None)
    if shown not in lists:
        shown = next((name for name in lists if row in lists[name]), UNSURE if rows.unsure else ALL)
    row = row if row in lists[shown] else next(iter(lists[shown]), None)
    heads = head if isinstance(head, HeadForm) else _head_form(desk, reading)
    row_form = form or (_row_form(desk, reading, row) if row else None)
    for one in (heads, row_form):
        if one is not None:
            one.version.data = str(reading.version)
    named, made = named_in(reading, rows, partial(public_names, desk.session)), reading.made(desk.session)
    context = {
        "reading": reading,
        "rests": "" if head or form else reading.rests(desk.session),  # what was typed is given back
        "drafted": desk.session.get_one(Contract, made.contract_id).slug if made else "",
        "called_otherwise": saving.called_otherwise(desk.session, reading),
        "may_discard": reading.may_go(desk.session),
        "named": named,
        "names_ticked": named.key in ticked,
        "document": reading.document,
        "refs": rows.refs,
        "printed": rows.printed,
        "flat": rows.flat,
        "leaves": {one.id for one in rows.leaves},
        "shown": shown,
        "counts": {name: len(rows) for name, rows in lists.items()},
        "rows": lists[shown],
        "row": row,
        "keys": keys(lists[shown], row),
        "row_form": row_form,
        "head_form": heads,
        "form": head if head is not None and not isinstance(head, HeadForm) else form or heads,
        "places": rows.places if shown != LEFT_OUT else {},
        "unsure": rows.unsure if shown != LEFT_OUT else [],
        "unit_names": dict(_units(desk, reading)),
        "priorities": sum(one.rank is Rank.PRIORITY for one in rows.standing),
        "passages": passages(reading.document, rows),
        "group_words": GROUP_WORDS,
    }
    return desk.page("contracts/check.html", context, status)


def _discarding_page(desk: Desk, reading: ContractReading, form: RemovalForm, status: int = 200) -> Response[str]:
    form.version.data = str(reading.version)
    context = {"reading": reading, "form": form, "rows": reading.rows}
    return desk.page("contracts/reading_discarding.html", context, status)


HANDLERS: list[Any] = [
    document_page, send_document, check_page, describe, mend, accept_places, save, discarding_page, discard,
]  # fmt: skip
