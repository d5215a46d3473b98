"""Doors to redactions: anyone who works here may ask, another coordinator or reviewer confirms."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker import removals
from pop_tracker.accounts import redaction_letters, removal_asks
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import ButtonForm, CallOffForm, RedactionForm
from pop_tracker.accounts.redaction_choices import Choice, choice, chosen_in, names_of, shown, staying
from pop_tracker.accounts.redaction_letters import Step
from pop_tracker.accounts.redaction_lists import people_of, request_by_id, requests, require_not_refused
from pop_tracker.accounts.redaction_titles import called
from pop_tracker.accounts.redactions import RedactionAnswer, RedactionRequest, ask_redaction, may_call_off
from pop_tracker.accounts.second_person import may_be_second_person
from pop_tracker.forgetting import also_said_in
from pop_tracker.sealed import BackupMade
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.handing_out import file_answer
from pop_tracker.web.i18n import N_

WHERE = "/puna/heqjet"


@get(WHERE)
def redactions_page(desk: NamedDependency[Desk]) -> Response[str]:
    found = requests(desk.session, desk.viewer)
    titles = called(desk.session, [(asked.thing_kind, asked.thing_key) for asked in found])
    called_so = {asked.id: titles[asked.thing_kind, asked.thing_key] for asked in found}
    asks = removal_asks.waiting(desk.session, desk.viewer)
    context = {"requests": found, "called": called_so, "people": people_of(desk.session, found), "asks": asks}
    return desk.page("accounts/redactions.html", context)


@get(f"{WHERE}/kerkese")
def new_request_page(
    desk: NamedDependency[Desk], hyrja: FromQuery[str] = "", faqja: FromQuery[str] = "", nga: FromQuery[int] = 0
) -> Response[str]:
    """`nga`: the reader's ask from which it is filled in."""
    if not nga:
        return _new_page(desk, RedactionForm(desk.words, number=hyrja, page=faqja))
    asked = removal_asks.ask_by_id(desk.session, desk.viewer, min(nga, 2**31 - 1)).told(desk.settings)
    return _new_page(desk, RedactionForm(desk.words, page=asked.page, names=asked.names, nga=str(nga)))


@post(f"{WHERE}/kerkese", done=N_("Fjalët u fshehën. Kërkesa pret një person të dytë."))
def ask(desk: NamedDependency[Desk]) -> Answer:
    """Finding comes first, with the same form: what is asked for is chosen from what was found."""
    form = RedactionForm(desk.words, desk.sent)
    if desk.sent.get("veprimi") == "gjej":
        form.is_search = True
        return _new_page(desk, form, 200 if form.validate() else 422)

    def send() -> str:
        chosen = chosen_in(desk.session, _sent(desk), names_of(form.names.data or ""))
        require_not_refused(desk.session, desk.viewer, chosen)
        request = ask_redaction(desk.session, desk.viewer, chosen, form.reason.data or "")
        if form.ask:
            removal_asks.take_up(desk.session, desk.viewer, form.ask, request.id or 0)
        _tell(desk, request, Step.ASKED)
        return f"{WHERE}/{request.id}"

    return desk.enter(form, lambda status: _new_page(desk, form, status), send)


@get(f"{WHERE}/{{request_id:int}}")
def request_page(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Response[str]:
    return _page(desk, request_id, ButtonForm(desk.words))


@get(f"{WHERE}/{{request_id:int}}/skedari/{{sha256:str}}")
def file_of_request(desk: NamedDependency[Desk], request_id: FromPath[int], sha256: FromPath[str]) -> Response[bytes]:
    """What was hidden, for those who decide on it."""
    request = request_by_id(desk.session, desk.viewer, request_id)
    hidden = (one for pieces in request.pieces(desk.session).values() for one in pieces)
    one = next((one for one in hidden if one.piece.is_file and one.was == sha256), None)
    name = one.file_name or f"{sha256[:12]}.bin" if one else None
    return file_answer(desk.settings.files, sha256, name, {"Cache-Control": "private, no-store"})


@get(f"{WHERE}/{{request_id:int}}/konfirmim", guards=[guards.lately_proven])
def confirmation_page(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Response[str]:
    """Says what is removed and what stays, and asks."""
    request = request_by_id(desk.session, desk.viewer, request_id)
    if not (request.is_open and may_be_second_person(desk.viewer, request.decision())):
        raise Missing
    return desk.page("accounts/redaction_confirmation.html", _context(desk, request))


@post(
    f"{WHERE}/{{request_id:int}}/konfirmim",
    done=N_("Fjalët u hoqën nga regjistri. Pas 72 orësh shkatërrohen."),
    guards=[guards.lately_proven],
)
def confirm(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Answer:
    request = request_by_id(desk.session, desk.viewer, request_id)
    form = ButtonForm(desk.words)

    def remove() -> str:
        request.confirm(desk.session, desk.viewer)
        _tell(desk, request, Step.CONFIRMED)
        return f"{WHERE}/{request.id}"

    return desk.take(form, lambda status: _page(desk, request_id, form, status), remove)


@post(f"{WHERE}/{{request_id:int}}/refuzim", done=N_("Kërkesa u refuzua. Fjalët shihen përsëri."))
def decline(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Answer:
    request = request_by_id(desk.session, desk.viewer, request_id)
    form = ButtonForm(desk.words)

    def leave() -> str:
        request.decline(desk.session, desk.viewer)
        _tell(desk, request, Step.DECLINED)
        return WHERE

    return desk.take(form, lambda status: _page(desk, request_id, form, status), leave)


@get(f"{WHERE}/{{request_id:int}}/ndalim")
def call_off_page(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Response[str]:
    return _call_off_page(desk, request_id, CallOffForm(desk.words))


@post(f"{WHERE}/{{request_id:int}}/ndalim", done=N_("Heqja u ndal. Fjalët shihen përsëri."))
def call_off(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Answer:
    request = request_by_id(desk.session, desk.viewer, request_id)
    form = CallOffForm(desk.words, desk.sent)

    def stop() -> str:
        request.call_off(desk.session, desk.viewer, form.reason.data or "")
        _tell(desk, request, Step.CALLED_OFF)
        return f"{WHERE}/{request.id}"

    return desk.take(form, lambda status: _call_off_page(desk, request_id, form, status), stop)


def _new_page(desk: Desk, form: RedactionForm, status: int = 200) -> Response[str]:
    return desk.page("accounts/redaction_new.html", {"form": form, "choice": _found(desk, form)}, status)


def _found(desk: Desk, form: RedactionForm) -> Choice:
    try:
        names = names_of(form.names.data or "")
    except Refusal as refusal:
        form.refuse(refusal)
        return Choice()
    if form.number.errors:
        return Choice()
    sent = {} if form.is_search else _sent(desk)
    return choice(desk.session, desk.words, path=form.path, entry=form.entry, names=names, sent=sent)


def _tell(desk: Desk, request: RedactionRequest, step: Step) -> None:
    redaction_letters.tell(desk.session, desk.settings, request, step, desk.viewer)


def _sent(desk: Desk) -> dict[str, str]:
    return {name: desk.sent.get(name) for name in desk.sent}


def _context(desk: Desk, request: RedactionRequest) -> dict[str, Any]:
    pieces, of = request.pieces(desk.session), (request.thing_kind, request.thing_key)
    things = list(pieces) or [of]
    goes = {one.piece.id for found in pieces.values() for one in found}
    is_answerable = request.is_open and may_be_second_person(desk.viewer, request.decision())
    return {
        "asked": request,
        "people": people_of(desk.session, [request]),
        "title": called(desk.session, [of])[of].title,
        "goes": {thing: shown(found, desk.words) for thing, found in pieces.items()},
        "stays": dict(zip(things, staying(desk.session, desk.words, things, goes), strict=True)),
        "also": also_said_in(desk.session, request.id or 0),
        "can_answer": is_answerable,
        "can_call_off": request.may_be_called_off and may_call_off(desk.viewer, request),
        "backups": _backups(desk, request),
    }


def _backups(desk: Desk, request: RedactionRequest) -> list[BackupMade] | None:
    """Those that still hold what was removed, for who looks after the whole; None for others, and where nothing was."""
    is_removed = request.answer is RedactionAnswer.CONFIRMED and request.called_off_at is None
    if not (is_removed and desk.viewer.is_coordinator):
        return None
    return [held.backup for held in removals.backups(desk.session) if set(held.removed) & set(request.entries)]


def _page(desk: Desk, request_id: int, form: ButtonForm, status: int = 200) -> Response[str]:
    request = request_by_id(desk.session, desk.viewer, request_id)
    return desk.page("accounts/redaction.html", _context(desk, request) | {"form": form}, status)


def _call_off_page(desk: Desk, request_id: int, form: CallOffForm, status: int = 200) -> Response[str]:
    request = request_by_id(desk.session, desk.viewer, request_id)
    if not (request.may_be_called_off and may_call_off(desk.viewer, request)) and status == 200:
        raise Missing
    return desk.page("accounts/redaction_call_off.html", _context(desk, request) | {"form": form}, status)


HANDLERS: list[Any] = [
    redactions_page, new_request_page, ask, request_page, file_of_request, confirmation_page, confirm, decline,
    call_off_page, call_off,
]  # fmt: skip
