"""The room's doors: signing in by a link and out; the coordinator's doors are in files of their own.

The answer to "send me a link" is the same whether the address is known or not, and so is the time it takes:
looking the person up and writing the letter are background work (accounts/asked_links.py).
"""

import re
from datetime import timedelta
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect

from pop_tracker.accounts.asked_links import ask
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import SignInForm
from pop_tracker.accounts.pages.guards import OPEN
from pop_tracker.accounts.signing_in import (
    LINK_LIFE,
    SESSION_COOKIE,
    SESSION_LIFE,
    attempts_left,
    secret_hash,
    sign_in,
    sign_in_link,
    sign_out,
)
from pop_tracker.web.client import client_of
from pop_tracker.web.doors import get, post

WITHIN = timedelta(minutes=15)
LINKS_PER_MAILBOX = 5
LINKS_PER_ADDRESS = 20
TRIES_PER_ADDRESS = 20
"""Offices and mobile networks share an address, so it is allowed more than one mailbox is."""

OWN_WORK = "/puna"
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]{0,299}")


def own_path(text: str) -> str:
    """Where to go on after signing in: only a path of ours, else one's own work. Never another site."""
    return text if _OWN_PATH.fullmatch(text) else OWN_WORK


@get("/hyrje", opt=OPEN)
def ask_for_link_page(desk: NamedDependency[Desk], pas: FromQuery[str] = "") -> Answer:
    if desk.viewer.is_signed_in:
        return desk.go(own_path(pas))
    return desk.page("accounts/sign_in.html", {"form": SignInForm(desk.words, pas=pas)})


@post("/hyrje", opt=OPEN)
def ask_for_link(desk: NamedDependency[Desk]) -> Response[str]:
    """Plain, as it answers with a page, the same to everyone."""
    form = SignInForm(desk.words, desk.sent)
    if not form.validate():
        return desk.page("accounts/sign_in.html", {"form": form}, 422)
    email = (form.email.data or "").lower()
    # Counted for unknown addresses too, and by digest: nobody's address is kept who has no account.
    may_ask = attempts_left(desk.session, f"link from {client_of(desk.request)}", LINKS_PER_ADDRESS, WITHIN)
    may_ask = may_ask and attempts_left(desk.session, f"link to {secret_hash(email)}", LINKS_PER_MAILBOX, WITHIN)
    if not may_ask:
        return too_many(desk)
    then = own_path(form.pas.data or "")
    ask(desk.session, desk.settings, email, "" if then == OWN_WORK else then)
    return desk.page("accounts/link_sent.html", {"email": email, "minutes": LINK_LIFE.seconds // 60})


@get("/hyrje/{token:str}", opt=OPEN)
def link_page(desk: NamedDependency[Desk], token: FromPath[str], pas: FromQuery[str] = "") -> Response[str]:
    """Uses nothing up: a mail scanner opens links, a person presses the button."""
    if sign_in_link(desk.session, token) is None:
        return dead_link(desk)
    return desk.page("accounts/link.html", {"token": token, "pas": own_path(pas)})


@post("/hyrje/{token:str}", opt=OPEN)
def use_link(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    if not attempts_left(desk.session, f"sign-in from {client_of(desk.request)}", TRIES_PER_ADDRESS, WITHIN):
        return too_many(desk)
    secret = sign_in(desk.session, token)
    if secret is None:
        return dead_link(desk)
    answer = desk.go(own_path(desk.sent.get("pas")))
    answer.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=int(SESSION_LIFE.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=desk.settings.is_https,
    )
    return answer


@get("/dalje", opt=OPEN)
def sign_out_page(desk: NamedDependency[Desk]) -> Answer:
    if not desk.viewer.is_signed_in:
        return desk.go("/hyrje")
    return desk.page("accounts/sign_out.html", {})


@post("/dalje", opt=OPEN)
def leave_session(desk: NamedDependency[Desk]) -> Redirect:
    if desk.viewer.session_id is not None:
        sign_out(desk.session, desk.viewer.session_id)
    answer = desk.go("/")
    answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer


def dead_link(desk: Desk) -> Response[str]:
    return desk.page("accounts/dead_link.html", {}, 410)


def too_many(desk: Desk) -> Response[str]:
    """Returned, not raised: the attempt itself must be kept."""
    return desk.page(
        "accounts/too_many.html",
        {"minutes": int(WITHIN.total_seconds()) // 60},
        429,
        headers={"Retry-After": str(int(WITHIN.total_seconds()))},
    )


HANDLERS: list[Any] = [ask_for_link_page, ask_for_link, link_page, use_link, sign_out_page, leave_session]
