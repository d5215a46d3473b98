"""Doors to redactions: anyone who works here may ask, another coordinator or reviewer confirms."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import ButtonForm, RedactionForm
from pop_tracker.accounts.redactions import ask_redaction, request_by_id, requests
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_

WHERE = "/puna/heqjet"


@get(WHERE)
def redactions_page(desk: NamedDependency[Desk]) -> Response[str]:
    return desk.page("accounts/redactions.html", {"requests": requests(desk.session, desk.viewer)})


@get(f"{WHERE}/kerkese")
def new_request_page(desk: NamedDependency[Desk], hyrja: FromQuery[str] = "") -> Response[str]:
    return _new_page(desk, RedactionForm(desk.words, number=hyrja))


@post(f"{WHERE}/kerkese", done=N_("Kërkesa u dërgua dhe pret një person të dytë."))
def ask(desk: NamedDependency[Desk]) -> Answer:
    form = RedactionForm(desk.words, desk.sent)

    def send() -> str:
        request = ask_redaction(desk.session, desk.viewer, form.entry, form.reason.data or "")
        return f"{WHERE}/{request.id}"

    return desk.enter(form, lambda status: _new_page(desk, form, status), send)


@get(f"{WHERE}/{{request_id:int}}")
def request_page(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Response[str]:
    return _page(desk, request_id, ButtonForm(desk.words))


@get(f"{WHERE}/{{request_id:int}}/konfirmim", guards=[guards.lately_proven])
def confirmation_page(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Response[str]:
    """Says what is removed, and asks."""
    _, asked = request_by_id(desk.session, desk.viewer, request_id)
    if not asked.may_answer:
        raise Missing
    return desk.page("accounts/redaction_confirmation.html", {"asked": asked})


@post(
    f"{WHERE}/{{request_id:int}}/konfirmim", done=N_("Të dhënat u hoqën nga regjistri."), guards=[guards.lately_proven]
)
def confirm(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Answer:
    request, _ = request_by_id(desk.session, desk.viewer, request_id)
    form = ButtonForm(desk.words)

    def remove() -> str:
        entry = request.confirm(desk.session, desk.viewer)
        return f"/ndryshimet/{entry.number}"

    return desk.take(form, lambda status: _page(desk, request_id, form, status), remove)


@post(f"{WHERE}/{{request_id:int}}/refuzim", done=N_("Kërkesa u refuzua."))
def decline(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Answer:
    request, _ = request_by_id(desk.session, desk.viewer, request_id)
    form = ButtonForm(desk.words)

    def leave() -> str:
        request.decline(desk.session, desk.viewer)
        return WHERE

    return desk.take(form, lambda status: _page(desk, request_id, form, status), leave)


def _new_page(desk: Desk, form: RedactionForm, status: int = 200) -> Response[str]:
    return desk.page("accounts/redaction_new.html", {"form": form}, status)


def _page(desk: Desk, request_id: int, form: ButtonForm, status: int = 200) -> Response[str]:
    _, asked = request_by_id(desk.session, desk.viewer, request_id)
    return desk.page("accounts/redaction.html", {"asked": asked, "can_answer": asked.may_answer, "form": form}, status)


HANDLERS: list[Any] = [redactions_page, new_request_page, ask, request_page, confirmation_page, confirm, decline]
