"""The doors of the code: that whoever holds the municipality's link reads its mailbox too."""

import re
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts import codes
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.pages.completion import COMPLETE
from pop_tracker.monitoring.pages.opened_rounds import UNLISTED, frame, is_proven, may_write, opened
from pop_tracker.monitoring.pages.reply_forms import CodeForm
from pop_tracker.monitoring.replies import proof, replies
from pop_tracker.monitoring.replies.links import ReplyLink
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.mailboxes import domain_of


@get("/pergjigje/{token:str}/kodi", opt=guards.BY_LINK)
def code_page(desk: NamedDependency[Desk], token: FromPath[str], vendi: FromQuery[str] = "") -> Answer:
    """Asks for the digits, once in a browser and for some hours. `vendi`: where to go on."""
    link = opened(desk, token)
    if isinstance(link, Response):
        return link
    if is_proven(desk, link) or not may_write(desk, desk.session.get_one(Round, link.round_id), link):
        return desk.go(_onward(token, vendi))
    return _code_page(desk, token, link, CodeForm(desk.words, vendi=vendi))


@post("/pergjigje/{token:str}/kodi/dergimi", opt=guards.OPEN)
def send_code(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    """Sent anew as often as somebody asks, within what `codes` allows."""
    link = opened(desk, token)
    if isinstance(link, Response):
        return link
    replies.open_to(desk.session, desk.viewer, link)
    form = CodeForm(desk.words, vendi=desk.sent.get("vendi") or "")
    is_sent = proof.send_code(desk.session, desk.settings, link, desk.words.language)
    if not is_sent:
        form.refuse(Refusal(N_("U dërguan shumë kode njëri pas tjetrit. Prisni një orë."), field="code"))
    return _code_page(desk, token, link, form, 200 if is_sent else 429, is_sent=is_sent)


@post("/pergjigje/{token:str}/kodi", done=N_("Adresa e emailit u vërtetua."), opt=guards.OPEN)
def prove(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    """A wrong try is answered, not refused, so that it counts."""
    link = opened(desk, token)
    if isinstance(link, Response):
        return link
    replies.open_to(desk.session, desk.viewer, link)
    form = CodeForm(desk.words, desk.sent)
    if not form.validate():
        return _code_page(desk, token, link, form, 422, is_sent=True)
    tried = proof.use_code(desk.session, desk.settings, link, form.code.data or "")
    if not tried.is_right:
        form.refuse(tried.refusal)
        return _code_page(desk, token, link, form, 422, is_sent=True)
    answer = desk.go(_onward(token, form.vendi.data or ""))
    answer.set_cookie(
        proof.cookie_of(desk.settings, link),
        proof.proof(desk.settings, link),
        max_age=proof.HOURS * 3600,
        path="/",
        httponly=True,
        samesite="lax",
        secure=desk.settings.is_https,
    )
    return answer


def _onward(token: str, place: str) -> str:
    """Of a place that is not a name of ours, to the round."""
    there = f"/pergjigje/{token}"
    if place == COMPLETE:
        return f"{there}/{COMPLETE}"
    return f"{there}/zotimi/{place}" if re.fullmatch(r"[a-z0-9.-]{1,20}", place) else there


def _code_page(
    desk: Desk, token: str, link: ReplyLink, form: CodeForm, status: int = 200, is_sent: bool = False
) -> Response[str]:
    held = desk.session.get_one(Round, link.round_id)
    context = {
        **frame(token, held, link),
        "form": form,
        "is_sent": is_sent,
        "mailbox": f"•••@{domain_of(link.email)}",
        "minutes": codes.LIFE.seconds // 60,
        "hours": proof.HOURS,
    }
    return desk.page("monitoring/replies/code.html", context, status, UNLISTED)


HANDLERS: list[Any] = [code_page, send_code, prove]
