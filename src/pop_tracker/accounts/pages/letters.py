"""The coordinator's doors to mail: what waits, what did not arrive, what went out, and what came back later."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect

from pop_tracker.accounts import lost_letters
from pop_tracker.accounts.lost_letters import WHERE, deal_with, letter_by_id, mark_arrived, mark_returned, try_now
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import ButtonForm
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_
from pop_tracker.web.letters import page_of
from pop_tracker.web.paging import Paged
from pop_tracker.web.texts import tidy

A_PAGE = 50


@get(WHERE, guards=[guards.coordinator])
def letters_page(desk: NamedDependency[Desk], adresa: FromQuery[str] = "", faqja: FromQuery[str] = "") -> Response[str]:
    session, viewer, address = desk.session, desk.viewer, tidy(adresa[:1_000])[:254]
    context = {
        "lost": lost_letters.lost(session, viewer),
        "waiting": lost_letters.waiting(session, viewer),
        "settled": Paged.of(lost_letters.settled(session, viewer, address), faqja, A_PAGE),
        "address": address,
        "most": A_PAGE,
    }
    return desk.page("accounts/letters.html", context)


@post(f"{WHERE}/prova", done=N_("Emailet që presin u nisën përsëri."), guards=[guards.coordinator])
def try_letters(desk: NamedDependency[Desk]) -> Redirect:
    try_now(desk.session, desk.viewer)
    return desk.go(WHERE)


@get(f"{WHERE}/{{letter_id:int}}", guards=[guards.coordinator])
def letter_page(desk: NamedDependency[Desk], letter_id: FromPath[int]) -> Response[str]:
    return _page(desk, letter_id, ButtonForm(desk.words))


@post(f"{WHERE}/{{letter_id:int}}/kthimi", done=N_("U shënua se emaili u kthye."), guards=[guards.coordinator])
def came_back(desk: NamedDependency[Desk], letter_id: FromPath[int]) -> Answer:
    return _press(desk, letter_id, mark_returned)


@post(f"{WHERE}/{{letter_id:int}}/mberritja", done=N_("U shënua se emaili mbërriti."), guards=[guards.coordinator])
def arrived(desk: NamedDependency[Desk], letter_id: FromPath[int]) -> Answer:
    return _press(desk, letter_id, mark_arrived)


@post(f"{WHERE}/{{letter_id:int}}/zgjidhja", done=N_("U shënua si e zgjidhur."), guards=[guards.coordinator])
def dealt_with(desk: NamedDependency[Desk], letter_id: FromPath[int]) -> Answer:
    return _press(desk, letter_id, deal_with)


def _press(desk: Desk, letter_id: int, verb: Any) -> Answer:
    letter = letter_by_id(desk.session, desk.viewer, letter_id)
    form = ButtonForm(desk.words)

    def done() -> str:
        verb(desk.session, desk.viewer, letter)
        return f"{WHERE}/{letter_id}"

    return desk.take(form, lambda status: _page(desk, letter_id, form, status), done)


def _page(desk: Desk, letter_id: int, form: ButtonForm, status: int = 200) -> Response[str]:
    letter = letter_by_id(desk.session, desk.viewer, letter_id)
    context = {"letter": letter, "leads_to": page_of(desk.session, letter.thing), "form": form}
    return desk.page("accounts/letter.html", context, status)


HANDLERS: list[Any] = [letters_page, try_letters, letter_page, came_back, arrived, dealt_with]
