"""Doors to what is held of somebody's contact: the coordinator gives it out and asks to erase it, a second person
erases."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker import history
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import ButtonForm
from pop_tracker.pledges.contact_data import (
    ContactErasure,
    ask_erasure,
    erasure_by_id,
    give_out,
    held_of,
    name_of,
    open_erasure,
)
from pop_tracker.pledges.pages.forms import ErasureForm
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.files import disposition
from pop_tracker.web.i18n import N_
from pop_tracker.web.invented import IN_DATA

WHERE = "/puna/kontaktet/{whose:str}"
ASKED = "/puna/kontaktet/fshirjet/{erasure_id:int}"


@get(WHERE, guards=[guards.coordinator])
def contact_page(desk: NamedDependency[Desk], whose: FromPath[str]) -> Response[str]:
    return _page(desk, whose, ErasureForm(desk.words))


@post(f"{WHERE}/skedari", guards=[guards.coordinator, guards.lately_proven])
def contact_file(desk: NamedDependency[Desk], whose: FromPath[str]) -> Response[str]:
    """The file for the person; a POST, because that it was given out is noted."""
    found = give_out(desk.session, desk.viewer, whose)
    headers = {"Content-Disposition": disposition(f"te-dhenat-{whose}.json"), "Cache-Control": "no-store"}
    told = {IN_DATA: True, **found} if desk.settings.training else found
    return Response(history.canonical(told), media_type="application/json", headers=headers)


@post(f"{WHERE}/fshirja", done=N_("Kërkesa u dërgua te një person i dytë."), guards=[guards.coordinator])
def ask(desk: NamedDependency[Desk], whose: FromPath[str]) -> Answer:
    form = ErasureForm(desk.words, desk.sent)

    def send() -> str:
        ask_erasure(desk.session, desk.viewer, whose, form.reason.data or "")
        return f"/puna/kontaktet/{whose}"

    return desk.enter(form, lambda status: _page(desk, whose, form, status), send)


@get(ASKED)
def erasure_page(desk: NamedDependency[Desk], erasure_id: FromPath[int]) -> Response[str]:
    """Says what goes and what stays, and asks."""
    asked = erasure_by_id(desk.session, desk.viewer, erasure_id)
    return _asking(desk, "pledges/erasure.html", asked, ButtonForm(desk.words))


@get(f"{ASKED}/konfirmimi", guards=[guards.lately_proven])
def erasure_confirmation_page(desk: NamedDependency[Desk], erasure_id: FromPath[int]) -> Response[str]:
    asked = erasure_by_id(desk.session, desk.viewer, erasure_id)
    if not asked.may_be_answered(desk.viewer):
        raise Missing
    return _asking(desk, "pledges/erasure_confirmation.html", asked, ButtonForm(desk.words))


@post(f"{ASKED}/konfirmimi", done=N_("Të dhënat e kontaktit u fshinë."), guards=[guards.lately_proven])
def confirm(desk: NamedDependency[Desk], erasure_id: FromPath[int]) -> Answer:
    asked, form = erasure_by_id(desk.session, desk.viewer, erasure_id), ButtonForm(desk.words)

    def erase() -> str:
        asked.confirm(desk.session, desk.viewer)
        return f"/puna/kontaktet/fshirjet/{erasure_id}"

    return desk.take(form, lambda status: _asking(desk, "pledges/erasure.html", asked, form, status), erase)


@post(f"{ASKED}/refuzimi", done=N_("Fshirja u refuzua."))
def decline(desk: NamedDependency[Desk], erasure_id: FromPath[int]) -> Answer:
    asked, form = erasure_by_id(desk.session, desk.viewer, erasure_id), ButtonForm(desk.words)

    def leave() -> str:
        asked.decline(desk.session, desk.viewer)
        return f"/puna/kontaktet/fshirjet/{erasure_id}"

    return desk.take(form, lambda status: _asking(desk, "pledges/erasure.html", asked, form, status), leave)


def _page(desk: Desk, whose: str, form: ErasureForm, status: int = 200) -> Response[str]:
    context = {
        "whose": whose,
        "held": held_of(desk.session, desk.viewer, whose),
        "open": open_erasure(desk.session, whose),
        "form": form,
    }
    return desk.page("pledges/contact.html", context, status)


def _asking(desk: Desk, template: str, asked: ContactErasure, form: ButtonForm, status: int = 200) -> Response[str]:
    context = {
        "asked": asked,
        "name": name_of(desk.session, asked.of),
        "may_answer": asked.may_be_answered(desk.viewer),
        "form": form,
    }
    return desk.page(template, context, status)


HANDLERS: list[Any] = [contact_page, contact_file, ask, erasure_page, erasure_confirmation_page, confirm, decline]
