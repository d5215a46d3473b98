"""The door by which anybody asks, without an account, that personal data be taken out; and where it is answered."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts import removal_asks
from pop_tracker.accounts.limits import count, is_free
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import NotRemovedForm, RemovalAskForm, page_of
from pop_tracker.accounts.pages.guards import OPEN
from pop_tracker.accounts.removal_asks import WHERE, WORKING_DAYS, ask_by_id
from pop_tracker.web.client import client_of
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

DOOR = "/kontakt/te-dhena-personale"
ASKS_PER_ADDRESS, WITHIN = 10, timedelta(days=1)
"""Of one network; people behind it that need more write an email."""


@get(DOOR, opt=OPEN)
def door_page(desk: NamedDependency[Desk], faqja: FromQuery[str] = "") -> Answer:
    """Who works here asks at once where the words are found and hidden."""
    if desk.viewer.is_signed_in:
        return desk.elsewhere("/puna/heqjet/kerkese" + (f"?{urlencode({'faqja': faqja})}" if faqja else ""))
    return _door_page(desk, RemovalAskForm(desk.words, page=page_of(faqja)))


@post(DOOR, done="", opt=OPEN)
def ask(desk: NamedDependency[Desk]) -> Answer:
    form = RemovalAskForm(desk.words, desk.sent)
    if taken := desk.entered(form):
        return taken
    counted = f"removal asks from {client_of(desk.request)}"
    if form.validate() and not is_free(desk.session, counted, ASKS_PER_ADDRESS, WITHIN):
        form.refuse(
            Refusal(N_("Sot nga ky rrjet interneti u dërguan shumë kërkesa. Provoni nesër, ose na shkruani një email."))
        )
        # Returned, not raised: the log keeps that somebody was stopped.
        return _door_page(desk, form, 429, {"Retry-After": str(int(WITHIN.total_seconds()))})

    def send() -> str:
        found = removal_asks.ask(desk.session, desk.settings, form.asked, desk.words.language)
        count(desk.session, counted)
        desk.say(
            N_("Kërkesa juaj nr. %(number)s u mor. Përgjigjja jepet deri më %(day)s."),
            number=found.id, day=desk.words.date(found.promised_by),
        )  # fmt: skip
        return "/kontakt"

    return desk.enter(form, lambda status: _door_page(desk, form, status), send)


@get(f"{WHERE}/{{ask_id:int}}")
def ask_page(desk: NamedDependency[Desk], ask_id: FromPath[int]) -> Response[str]:
    return _page(desk, ask_id, NotRemovedForm(desk.words))


@post(f"{WHERE}/{{ask_id:int}}/refuzim", done=N_("Kërkesa nuk u pranua dhe u fshi."))
def decline(desk: NamedDependency[Desk], ask_id: FromPath[int]) -> Answer:
    asked = ask_by_id(desk.session, desk.viewer, ask_id)
    form = NotRemovedForm(desk.words, desk.sent)

    def leave() -> str:
        asked.decline(desk.session, desk.settings, desk.viewer, form.reason.data or "")
        return "/puna"

    return desk.take(form, lambda status: _page(desk, ask_id, form, status), leave)


def _door_page(
    desk: Desk, form: RemovalAskForm, status: int = 200, headers: dict[str, str] | None = None
) -> Response[str]:
    context = {"form": form, "working_days": WORKING_DAYS, "kept_days": removal_asks.KEPT.days}
    return desk.page("accounts/removal_ask_new.html", context, status, headers)


def _page(desk: Desk, ask_id: int, form: NotRemovedForm, status: int = 200) -> Response[str]:
    found = ask_by_id(desk.session, desk.viewer, ask_id)
    context = {"ask": found, "asked": found.told(desk.settings), "form": form}
    return desk.page("accounts/removal_ask.html", context, status)


HANDLERS: list[Any] = [door_page, ask, ask_page, decline]
