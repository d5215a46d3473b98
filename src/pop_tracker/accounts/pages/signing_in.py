"""The room's doors: signing in by a link and out; the coordinator's doors are in files of their own.

The answer to "send me a link" is the same whether the address is known or not, and so is the time it takes:
looking the person up and writing the letter are background work (accounts/asked_links.py).
"""

import re
from datetime import UTC, datetime
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect

from pop_tracker.accounts import log
from pop_tracker.accounts.asked_links import ask
from pop_tracker.accounts.limits import WITHIN, attempts_left
from pop_tracker.accounts.models import person_by_email
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import SignInForm
from pop_tracker.accounts.pages.guards import OPEN
from pop_tracker.accounts.signing_in import (
    LINK_LIFE,
    SESSION_LIFE,
    is_told_of_sign_ins,
    person_of,
    sign_in,
    sign_in_link,
    sign_out,
)
from pop_tracker.web.client import client_of
from pop_tracker.web.cookies import SESSION_COOKIE, cookie_name
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_, localized, words
from pop_tracker.web.letters import post as post_letter
from pop_tracker.web.secret import secret_hash

LINKS_PER_MAILBOX = 5
LINKS_PER_ADDRESS = 100
DEAD_LINKS_PER_ADDRESS = 100
"""Offices and mobile networks share an address: what succeeds there is not counted."""

log.declare(
    {
        "signed_in": N_("Hyri"),
        "signed_out": N_("Doli"),
    }
)

OWN_WORK = "/puna"
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]{0,299}")


def own_path(text: str) -> str:
    """Where to go on after signing in: only a path of ours, else one's own work. Never another site."""
    return text if _OWN_PATH.fullmatch(text) else OWN_WORK


@get("/hyrje", opt=OPEN)
def ask_for_link_page(desk: NamedDependency[Desk], pas: FromQuery[str] = "") -> Answer:
    if desk.viewer.is_signed_in or desk.viewer.entering:
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
    mailbox = f"link to {secret_hash(email)}"
    # Of a network from which very many were asked for, only mailboxes that have an account are counted on: a script
    # fills no table, colleagues behind the same address get their links, and all are answered the same.
    is_quiet = attempts_left(desk.session, f"link from {client_of(desk.request)}", LINKS_PER_ADDRESS)
    has_account = person_by_email(desk.session, email) is not None
    may_ask = (is_quiet or has_account) and attempts_left(desk.session, mailbox, LINKS_PER_MAILBOX)
    if is_quiet and not may_ask:
        return too_many(desk)
    if may_ask:
        then = own_path(form.pas.data or "")
        ask(desk.session, desk.settings, email, "" if then == OWN_WORK else then)
    return desk.page("accounts/link_sent.html", {"email": email, "minutes": LINK_LIFE.seconds // 60})


@get("/hyrje/{token:str}", opt=OPEN)
def link_page(desk: NamedDependency[Desk], token: FromPath[str], pas: FromQuery[str] = "") -> Response[str]:
    """Uses nothing up: a mail scanner opens links, a person presses the button."""
    if sign_in_link(desk.session, token) is None:
        return dead_link(desk)
    return desk.page("accounts/link.html", {"token": token, "pas": own_path(pas)})


@post("/hyrje/{token:str}", done="", opt=OPEN)
def use_link(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    secret = sign_in(desk.session, token)
    if secret is None:
        # A good one is never asked how many bad ones came from its network.
        dead = f"dead link from {client_of(desk.request)}"
        return dead_link(desk) if attempts_left(desk.session, dead, DEAD_LINKS_PER_ADDRESS) else too_many(desk)
    _note_and_tell(desk, secret)
    answer = desk.go(own_path(desk.sent.get("pas")))
    answer.set_cookie(
        cookie_name(desk.settings, SESSION_COOKIE),
        secret,
        max_age=int(SESSION_LIFE.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=desk.settings.is_https,
    )
    return answer


def _note_and_tell(desk: Desk, secret: str) -> None:
    """In the log, and by letter where the person wants to know."""
    person = person_of(desk.session, secret)
    log.note(desk.session, "signed_in", by=person.id)
    if not is_told_of_sign_ins(desk.session, person.id or 0):
        return
    said = words(person.language)
    text = said.gettext(
        N_(
            "Përshëndetje, %(name)s!\n\n"
            "Më %(when)s dikush hyri në llogarinë tuaj në pop-tracker. Nëse ishit ju, mos bëni asgjë.\n\n"
            "Nëse jo, hapni faqen më poshtë, shtypni “Dilni kudo” dhe njoftoni koordinatorin:\n\n%(link)s\n"
        ),
        name=person.name,
        when=said.datetime(datetime.now(UTC)),
        link=desk.settings.base_url + localized("/puna/llogaria/hyrja", person.language),
    )
    post_letter(
        desk.session,
        desk.settings,
        to=person.email,
        about=N_("Njoftim se dikush hyri në llogari"),
        subject=said.gettext(N_("Dikush hyri në llogarinë tuaj")),
        text=text,
    )


@get("/dalje", opt=OPEN)
def sign_out_page(desk: NamedDependency[Desk]) -> Answer:
    if not desk.viewer.is_signed_in and not desk.viewer.entering:
        return desk.go("/hyrje")
    return desk.page("accounts/sign_out.html", {})


@post("/dalje", done="", opt=OPEN)
def leave_session(desk: NamedDependency[Desk]) -> Redirect:
    if desk.viewer.session_id is not None:
        sign_out(desk.session, desk.viewer.session_id)
        log.note(desk.session, "signed_out", by=desk.viewer.person_id or desk.viewer.entering)
    answer = desk.go("/")
    name = cookie_name(desk.settings, SESSION_COOKIE)
    # A browser lets nobody touch the cookie over https who does not say so.
    answer.set_cookie(name, "", max_age=0, path="/", httponly=True, samesite="lax", secure=desk.settings.is_https)
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
