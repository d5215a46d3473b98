"""Doors from a document to a draft: sent and read, checked row by row beside its text, saved, or thrown away."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.checking import readings, saving
from pop_tracker.contracts.checking.naming import named_in
from pop_tracker.contracts.checking.readings import ContractReading, reading_at_work
from pop_tracker.contracts.checking.rows import Rank, Row, Rows
from pop_tracker.contracts.checking.shown import passages
from pop_tracker.contracts.documents import kept
from pop_tracker.contracts.pages.forms import WithdrawalForm
from pop_tracker.contracts.pages.reading_forms import DocumentForm, HeadForm, RowForm, StepForm
from pop_tracker.contracts.reading import territories
from pop_tracker.contracts.reading.reader import read
from pop_tracker.contracts.texts import GROUP_WORDS, SCOPE_WORDS, PriorityGroup, Scope
from pop_tracker.places.models import municipalities, municipality_by_slug, units_of
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.uploads import open_ahead
from pop_tracker.web.i18n import N_
from pop_tracker.web.public_names import public_names
from pop_tracker.web.tables.steps import ABOUT_NAMES

UNSURE, ALL, LEFT_OUT = "pasigurta", "te-gjitha", "jashte"
HERE = "/puna/kontratat/leximet"


@get("/puna/kontratat/nga-skedari", guards=[guards.editor])
def document_page(desk: NamedDependency[Desk]) -> Response[str]:
    return _document_page(desk, DocumentForm(desk.words))


@post("/puna/kontratat/nga-skedari", done=N_("Dokumenti u lexua."), guards=[guards.editor])
def send_document(desk: NamedDependency[Desk]) -> Answer:
    """The file is read while nothing of the database is held; what is no contract leaves nothing behind."""
    form = DocumentForm(desk.words, desk.sent)
    open_ahead(desk.session, form)

    def begin() -> str:
        places = territories.in_record(desk.session)
        desk.session.commit()
        name = form.file.data.filename if form.file.data else ""
        document, found = read(form.contents, places, name=name)
        municipality = municipality_by_slug(desk.session, found.municipality or "")
        as_is = bool(form.file_as_is.data)
        made = kept(desk.settings.files, form.file.data, form.contents, document, as_is=as_is)
        reading = readings.begin(desk.session, desk.viewer, made, found, municipality)
        return f"{HERE}/{reading.id}"

    return desk.take(form, lambda status: _document_page(desk, form, status), begin)


@get("/puna/kontratat/leximet/{reading_id:int}", guards=[guards.editor])
def check_page(
    desk: NamedDependency[Desk],
    reading_id: FromPath[int],
    shihni: FromQuery[str] = "",
    pjesa: FromQuery[int | None] = None,
) -> Response[str]:
    reading = reading_at_work(desk.session, desk.viewer, reading_id)
    return _check_page(desk, reading, shihni, pjesa)


@post(
    "/puna/kontratat/leximet/{reading_id:int}/te-dhenat",
    done=N_("Të dhënat e kontratës u ruajtën."),
    guards=[guards.editor],
)
def describe(desk: NamedDependency[Desk], reading_id: FromPath[int]) -> Answer:
    reading = reading_at_work(desk.session, desk.viewer, reading_id, hold=True)
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
    """Whatever the button says; what was typed is taken along, so that nothing of it is lost."""
    reading = reading_at_work(desk.session, desk.viewer, reading_id, hold=True)
    rows = reading.rows
    row = rows.row(row_id)
    form = RowForm(desk.words, _units(desk, reading), desk.sent)
    step = STEPS.get(desk.sent.get("veprimi") or CONFIRM)
    if step is None:
        raise Missing

    def do() -> str:
        reading.apply(desk.session, desk.viewer, form.version.seen, lambda now: step.does(now, row, form))
        now = reading.rows
        desk.say(step.said, ref=now.refs.get(row_id, ""))
        return _address(reading_id, _next(now, row_id) if step.goes_on else row_id, now)

    return desk.take(form, lambda status: _check_page(desk, reading, "", row_id, form=form, status=status), do)


@post("/puna/kontratat/leximet/{reading_id:int}/vendet", done=N_("Vendet u konfirmuan."), guards=[guards.editor])
def accept_places(desk: NamedDependency[Desk], reading_id: FromPath[int]) -> Answer:
    """Those that were shown as suggestions and that nobody doubts, all together."""
    reading = reading_at_work(desk.session, desk.viewer, reading_id, hold=True)
    form = StepForm(desk.words, desk.sent)

    def confirm() -> str:
        reading.apply(desk.session, desk.viewer, form.version.seen, Rows.accept_places)
        return f"{HERE}/{reading_id}"

    return desk.take(form, lambda status: _check_page(desk, reading, head=form, status=status), confirm)


@post("/puna/kontratat/leximet/{reading_id:int}/drafti", guards=[guards.editor])
def save(desk: NamedDependency[Desk], reading_id: FromPath[int]) -> Answer:
    """Makes the draft; the second button hands it to a second person as well."""
    reading = reading_at_work(desk.session, desk.viewer, reading_id, hold=True)
    form = StepForm(desk.words, desk.sent)
    ticked = desk.sent.getlist("hapi")

    def make() -> str:
        known = partial(public_names, desk.session)
        contract = saving.save(desk.session, desk.viewer, reading, form.version.seen, known, ticked)
        if any(key.startswith(ABOUT_NAMES) for key in ticked):
            desk.note_kept_names()
        if desk.sent.get("veprimi") == "dergo":
            drafts.submit(
                desk.session, desk.viewer, contract, reason="", source=reading.source,
                version=reading.edition_version or 0,
            )  # fmt: skip
            desk.say(N_("Drafti u ruajt dhe u dërgua për rishikim te një person i dytë."))
        else:
            desk.say(N_("Drafti u ruajt."))
        return f"/puna/kontratat/{contract.slug}/drafti"

    return desk.take(form, lambda status: _check_page(desk, reading, head=form, ticked=ticked, status=status), make)


@get("/puna/kontratat/leximet/{reading_id:int}/hedhja", guards=[guards.editor])
def discarding_page(desk: NamedDependency[Desk], reading_id: FromPath[int]) -> Response[str]:
    reading = reading_at_work(desk.session, desk.viewer, reading_id)
    return _discarding_page(desk, reading, WithdrawalForm(desk.words))


@post("/puna/kontratat/leximet/{reading_id:int}/hedhja", done=N_("Leximi u hoq."), guards=[guards.editor])
def discard(desk: NamedDependency[Desk], reading_id: FromPath[int]) -> Answer:
    reading = reading_at_work(desk.session, desk.viewer, reading_id, hold=True)
    form = WithdrawalForm(desk.words, desk.sent)

    def throw_away() -> str:
        readings.throw_away(desk.session, desk.viewer, reading, form.version.seen)
        return "/puna/kontratat"

    return desk.take(form, lambda status: _discarding_page(desk, reading, form, status), throw_away)


class Step:
    """What a button does with a row, and what is said of it; `goes_on` to the next that is unsure."""

    def __init__(self, does: Callable[[Rows, Row, RowForm], Rows], said: str, *, goes_on: bool = False) -> None:
        self.does, self.said, self.goes_on = does, said, goes_on


def _typed(rows: Rows, row: Row, form: RowForm) -> Rows:
    """The words and the group as they were typed; of a form without them, as they are."""
    if form.text.data and not row.is_left_out:
        rows = rows.say(row.id, form.text.data)
    if row.rank is Rank.PRIORITY and form.group.raw_data:
        rows = rows.group(row.id, PriorityGroup(form.group.data or ""))
    return rows


def _confirm(rows: Rows, row: Row, form: RowForm) -> Rows:
    rows = _typed(rows, row, form)
    if not form.scope.data:
        return rows.confirm(row.id)
    return rows.place(row.id, Scope(form.scope.data), form.units.data or (), form.place.data or "")


def _split(rows: Rows, row: Row, form: RowForm) -> Rows:
    parts = (form.text.data or "").replace("\r\n", "\n").split("\n\n")
    return rows.split(row.id, parts)


def _step(name: str) -> Callable[[Rows, Row, RowForm], Rows]:
    def does(rows: Rows, row: Row, form: RowForm) -> Rows:
        moved: Rows = getattr(_typed(rows, row, form), name)(row.id)
        return moved

    return does


CONFIRM = "konfirmo"
"""The first button: also of a form that is sent without one."""
STEPS = {
    CONFIRM: Step(_confirm, N_("U konfirmua: %(ref)s."), goes_on=True),
    "bashko": Step(_step("join"), N_("U bashkua me atë sipër.")),
    "ndaj": Step(_split, N_("U nda.")),
    "lart": Step(_step("up"), N_("U ngjit: tani është %(ref)s.")),
    "poshte": Step(_step("down"), N_("Zbriti: tani është %(ref)s.")),
    "brenda": Step(_step("indent"), N_("U bë më e thellë: tani është %(ref)s.")),
    "jashte": Step(_step("outdent"), N_("U nxor një shkallë: tani është %(ref)s.")),
    "titull": Step(_step("head"), N_("U bë prioritet: %(ref)s.")),
    "hiq": Step(_step("leave_out"), N_("U la jashtë.")),
    "merr": Step(_step("take_in"), N_("U mor në kontratë: %(ref)s.")),
}


def _next(rows: Rows, row_id: int) -> int:
    """The one after it that somebody should look at; else itself."""
    places = {row.id: place for place, row in enumerate(rows.rows)}
    unsure = [row.id for row in rows.unsure]
    after = [one for one in unsure if places[one] > places.get(row_id, -1)]
    return next(iter([*after, *unsure]), row_id)


def _address(reading_id: int, row_id: int, rows: Rows) -> str:
    there = next((row for row in rows.rows if row.id == row_id), None)
    shown = LEFT_OUT if there and there.is_left_out else UNSURE if there and there.is_unsure else ALL
    return f"{HERE}/{reading_id}?shihni={shown}&pjesa={row_id}#p{row_id}"


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
    return desk.page("contracts/from_file.html", {"form": form, "going_on": going_on}, status)


def _check_page(
    desk: Desk, reading: ContractReading, shown: str = "", chosen: int | None = None, *,
    head: Any = None, form: RowForm | None = None, ticked: Collection[str] = (), status: int = 200,
) -> Response[str]:  # fmt: skip
    """Those that somebody should look at come first, as long as there are any."""
    rows = reading.rows
    lists = {UNSURE: rows.unsure, ALL: rows.standing, LEFT_OUT: rows.left_out}
    row = next((one for one in rows.rows if one.id == chosen), None)
    if shown not in lists:
        shown = next((name for name in lists if row in lists[name]), UNSURE if rows.unsure else ALL)
    row = row if row in lists[shown] else next(iter(lists[shown]), None)
    heads = head if isinstance(head, HeadForm) else _head_form(desk, reading)
    row_form = form or (_row_form(desk, reading, row) if row else None)
    for one in (heads, row_form):
        if one is not None:
            one.version.data = str(reading.version)
    named = named_in(reading, rows, partial(public_names, desk.session))
    context = {
        "reading": reading,
        "named": named,
        "names_ticked": named.key in ticked,
        "held": rows,
        "refs": rows.refs,
        "flat": rows.flat,
        "shown": shown,
        "counts": {name: len(rows) for name, rows in lists.items()},
        "rows": lists[shown],
        "row": row,
        "row_form": row_form,
        "head_form": heads,
        "form": head if head is not None and not isinstance(head, HeadForm) else form or heads,
        "unplaced": sum(not one.is_placed and not one.why for one in rows.leaves),
        "unit_names": dict(_units(desk, reading)),
        "priorities": sum(one.rank is Rank.PRIORITY for one in rows.standing),
        "commitments": len(rows.leaves),
        "passages": passages(reading.document, rows),
        "group_words": GROUP_WORDS,
        "scope_words": SCOPE_WORDS,
    }
    return desk.page("contracts/check.html", context, status)


def _discarding_page(desk: Desk, reading: ContractReading, form: WithdrawalForm, status: int = 200) -> Response[str]:
    form.version.data = str(reading.version)
    context = {"reading": reading, "form": form, "rows": reading.rows}
    return desk.page("contracts/reading_discarding.html", context, status)


HANDLERS: list[Any] = [
    document_page, send_document, check_page, describe, mend, accept_places, save, discarding_page, discard,
]  # fmt: skip
