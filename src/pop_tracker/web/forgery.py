"""Whether a form that came was sent from a page of ours, by the browser that was given it.

Two things say so, each enough against most: what the browser tells of the sender (`Origin`, `Sec-Fetch-Site`), which no
page can forge, and the token in the form, which another site cannot read. The token is bound to the session, and lives
as long; before anybody has signed in, to the browser, by a cookie. A token from elsewhere that a neighbour planted in
that cookie is none of this session.
"""

import hashlib
import hmac
import secrets
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.datastructures.multi_dicts import FormMultiDict
from litestar.handlers.base import BaseRouteHandler
from litestar.types import ASGIApp, Empty, HTTPScope, Message, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from pop_tracker.settings import Settings
from pop_tracker.web.cookies import CSRF_COOKIE, SESSION_COOKIE, cookie_name
from pop_tracker.web.hosts import is_local, is_our_host

TOKEN = "_csrf_token"
NOT_OUR_FORM = "not_our_form"
"""In the state of a request whose form was refused: "foreign" or "token", as the account log tells it."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_RANDOM = 64

Connection = ASGIConnection[Any, Any, Any, Any]


class NotOurForm(Exception):
    """`is_foreign`: the browser says that another site sent it. Else its token is none of this session or browser, as
    of a page that was opened before signing in."""

    status_code = 403

    def __init__(self, *, is_foreign: bool) -> None:
        super().__init__("a form that is not ours")
        self.is_foreign = is_foreign


def is_our_page(request: Request[Any, Any, Any], address: str) -> bool:
    """Whether an address, of which there may be only the origin, is one of ours."""
    settings: Settings = request.app.state.settings
    try:
        came, ours = urlsplit(address), urlsplit(settings.base_url)
    except ValueError:
        return False
    if (came.scheme, came.netloc) == (ours.scheme, ours.netloc):
        return True
    host = request.headers.get("host", "")
    return is_local(settings) and came.netloc == host and is_our_host(settings, host)


def sender(request: Request[Any, Any, Any]) -> bool | None:
    """Whether a page of ours sent this, as the browser says; None where it says nothing that could be trusted."""
    site = request.headers.get("sec-fetch-site")
    if site in ("same-origin", "none"):
        return True if site == "same-origin" else None
    if site:
        return False
    # "null": a page whose policy is to tell nothing, as ours behind personal links, or one that hides where it is from.
    for said in (request.headers.get("origin"), request.headers.get("referer")):
        if said and said != "null":
            return is_our_page(request, said)
    return None


def token_sent(form: FormMultiDict) -> object:
    """The token of a form; one that came twice is none."""
    found = form.getall(TOKEN, [])
    return found[0] if len(found) == 1 else None


def is_token(request: Request[Any, Any, Any], token: object) -> bool:
    """Whether this is the token of the session; without one, of the browser."""
    settings: Settings = request.app.state.settings
    bound_to = session_digest(settings, request.cookies)
    if not isinstance(token, str) or not _is_signed(settings, token, bound_to):
        return False
    kept = request.cookies.get(cookie_name(settings, CSRF_COOKIE), "")
    return bool(bound_to) or hmac.compare_digest(kept.encode(), token.encode())


def had_token(request: Request[Any, Any, Any]) -> bool:
    """Whether the browser still sends what a token of ours is bound to, be it good or not."""
    settings: Settings = request.app.state.settings
    return any(cookie_name(settings, name) in request.cookies for name in (CSRF_COOKIE, SESSION_COOKIE))


class FormToken:
    """Middleware outside of all: has the token for the forms of this answer ready, also of one that says no."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        handler = scope["route_handler"]
        # A page that is kept for all has none; what answers a form may have to give it back.
        if handler.opt.get("exclude_from_csrf") and cast(HTTPScope, scope)["method"] in SAFE:
            await self.app(scope, receive, send)
            return
        request: Request[Any, Any, Any] = Request(scope)
        settings: Settings = request.app.state.settings
        bound_to = session_digest(settings, request.cookies)
        name = cookie_name(settings, CSRF_COOKIE)
        kept = request.cookies.get(name, "")
        is_kept = _is_signed(settings, kept, bound_to)
        token = kept if is_kept else _made(settings, bound_to)
        ScopeState.from_scope(scope).csrf_token = token

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and not is_kept and _is_page(message):
                cookie = _cookie(settings, name, token)
                message["headers"] = [*message.get("headers", []), (b"set-cookie", cookie.encode())]
            await send(message)

        await self.app(scope, receive, with_cookie)


def _is_page(start: Message) -> bool:
    """What may hold a form. Pictures and files are asked for by pages that use no cookie."""
    headers: Any = start.get("headers", ())
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)


async def own_forms_only(connection: Connection, handler: BaseRouteHandler) -> None:
    """Guard at every door: raises NotOurForm. The form itself has been taken in by the turnstile."""
    if cast(HTTPScope, connection.scope)["method"] in SAFE or handler.opt.get("exclude_from_csrf"):
        return
    request: Request[Any, Any, Any] = Request(connection.scope)
    if sender(request) is False:
        raise NotOurForm(is_foreign=True)
    form = ScopeState.from_scope(connection.scope).form
    if form is Empty or not is_token(request, token_sent(FormMultiDict.from_form_data(form))):
        raise NotOurForm(is_foreign=False)


def session_digest(settings: Settings, cookies: dict[str, str]) -> str:
    """The session, as its cookie says; whether it is still open is asked elsewhere. Empty: there is none."""
    secret = cookies.get(cookie_name(settings, SESSION_COOKIE), "")
    return hashlib.sha256(secret.encode()).hexdigest() if secret else ""


def _made(settings: Settings, bound_to: str) -> str:
    random = secrets.token_hex(_RANDOM // 2)
    return random + _signature(settings, random, bound_to)


def _signature(settings: Settings, random: str, bound_to: str) -> str:
    return hmac.new(_key(settings), f"form {random} {bound_to}".encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _key(settings: Settings) -> bytes:
    """It may lie in a file, and is the same for as long as the process runs."""
    return settings.key().encode()


def _is_signed(settings: Settings, token: str, bound_to: str) -> bool:
    random, signature = token[:_RANDOM], token[_RANDOM:]
    return hmac.compare_digest(signature.encode(), _signature(settings, random, bound_to).encode())


def _cookie(settings: Settings, name: str, token: str) -> str:
    cookie = Cookie(key=name, value=token, path="/", httponly=True, samesite="lax", secure=settings.is_https)
    return cookie.to_header(header="")
