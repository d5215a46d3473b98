"""Assembles rooms, plugins and middleware; nothing else."""

import logging
import secrets
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, cast
from urllib.parse import quote

from anyio import to_thread
from litestar import Litestar, Request, Response, Router
from litestar.config.csrf import CSRFConfig
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult, DefineMiddleware
from litestar_htmx import HTMXPlugin
from sqlalchemy.exc import DataError
from sqlmodel import Session

from pop_tracker import history
from pop_tracker.accounts import guards
from pop_tracker.accounts import pages as accounts
from pop_tracker.accounts.models import ANYONE, Viewer
from pop_tracker.accounts.signing_in import SESSION_COOKIE, viewer_of
from pop_tracker.browse import pages as browse
from pop_tracker.contracts import pages as contracts
from pop_tracker.database import Database
from pop_tracker.elections import pages as elections
from pop_tracker.monitoring import pages as monitoring
from pop_tracker.plans import pages as plans
from pop_tracker.pledges import pages as pledges
from pop_tracker.settings import Settings
from pop_tracker.web.cache import ASGI, PageCache
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms import provide_form_data
from pop_tracker.web.front import FrontDoor
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.render import Pages, page, see_other, words_of

ROOMS = (browse, accounts, elections, contracts, pledges, plans, monitoring)
LARGEST_BODY = 12 * 1024 * 1024
log = logging.getLogger("pop_tracker")


class WhoIsThere(AbstractAuthenticationMiddleware):
    """Puts the viewer beside every request; without the cookie that is ANYONE and costs nothing."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        secret = connection.cookies.get(SESSION_COOKIE)
        if not secret:
            return AuthenticationResult(user=ANYONE, auth=None)
        database: Database = connection.app.state.database

        def look() -> Viewer:
            with database.reading() as session:
                return viewer_of(session, secret)

        return AuthenticationResult(user=await to_thread.run_sync(look), auth=None)


def provide_session(request: Request[Any, Any, Any]) -> Generator[Session, None, None]:
    """One session per request: kept on return, undone on raise. Only POSTs write."""
    database: Database = request.app.state.database
    with database.writing() if request.method == "POST" else database.reading() as session:
        yield session


def provide_viewer(request: Request[Any, Any, Any]) -> Viewer:
    return guards.viewer(request)


def provide_words(request: Request[Any, Any, Any]) -> Words:
    return words_of(request)


def create_app(settings: Settings | None = None) -> FrontDoor:
    """The ASGI application: front door, page cache, Litestar with its rooms."""
    settings = settings or Settings.from_environment()
    database = Database(settings.url)
    pages = Pages(nobody=ANYONE, is_training=settings.training, contact_email=settings.contact_email)
    litestar = Litestar(
        # As one router, because Litestar prepares the first handler of a path twice when the application itself is
        # given a second one (GET and POST), and one that is sent to a thread twice never answers.
        route_handlers=[Router("/", route_handlers=[handler for room in ROOMS for handler in room.HANDLERS])],
        plugins=[HTMXPlugin()],
        middleware=[DefineMiddleware(WhoIsThere)],
        guards=[guards.signed_in_unless_public],
        dependencies={
            "session": Provide(provide_session),
            "viewer": Provide(provide_viewer, sync_to_thread=False),
            "said": Provide(provide_words, sync_to_thread=False),
            "form_data": Provide(provide_form_data),
        },
        csrf_config=CSRFConfig(
            secret=settings.key(),
            cookie_name="pop_csrf",
            cookie_secure=settings.is_https,
            cookie_httponly=True,
            cookie_samesite="lax",
        ),
        exception_handlers={
            Refusal: refused,
            Missing: partial(failed, status=404),
            # A number or a sign in an address that the database has no place for: nothing goes by that name.
            OverflowError: partial(failed, status=404),
            DataError: partial(failed, status=404),
            HTTPException: http_failed,
            Exception: crashed,
        },
        logging_config=None,
        openapi_config=None,
        request_max_body_size=LARGEST_BODY,
        on_shutdown=[database.dispose],
    )
    litestar.state.settings = settings
    litestar.state.database = database
    litestar.state.pages = pages
    cache = PageCache(
        cast(ASGI, litestar),
        head_reader(litestar.state),
        cookie=SESSION_COOKIE,
        known=browse.KNOWN_PARAMETERS | {"pas"},
        megabytes=settings.cache_megabytes,
        head_seconds=settings.head_seconds,
    )
    return FrontDoor(cache, is_https=settings.is_https)


def head_reader(state: State) -> Callable[[], Any]:
    def read() -> history.Head | None:
        database: Database = state.database
        try:
            with database.reading() as session:
                return history.head(session)
        except Exception:  # /healthz must be able to say that the database does not answer
            log.exception("the head of history cannot be read")
            return None

    async def read_head() -> history.Head | None:
        return await to_thread.run_sync(read)

    return read_head


def refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    message = words_of(request).gettext(refusal.message, **refusal.values)
    return failed(request, refusal, status=refusal.status, message=message)


def http_failed(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    if error.status_code == 401 and request.method == "GET":
        return see_other(request, f"/hyrje?pas={quote(request.url.path)}")
    # Headers that HTTP asks for go along: Allow with a 405.
    return failed(request, error, status=error.status_code, headers=error.headers)


TITLES = {
    400: N_("Kërkesa nuk u kuptua"),
    401: N_("Duhet të hyni"),
    403: N_("Nuk keni leje për këtë"),
    404: N_("Faqja nuk u gjet"),
    405: N_("Kjo nuk bëhet këtu"),
    409: N_("Dikush e ndryshoi ndërkohë"),
    413: N_("Shumë e madhe"),
    422: N_("Diçka nuk shkon"),
    429: N_("Shumë përpjekje"),
    500: N_("Gabim i yni"),
}


def failed(
    request: Request[Any, Any, Any],
    _: Exception,
    status: int,
    message: str = "",
    reference: str = "",
    headers: dict[str, str] | None = None,
) -> Response[Any]:
    """A page that says what went wrong and where to go on; plain JSON for the API."""
    said = words_of(request)
    title = said.gettext(TITLES.get(status, TITLES[500 if status >= 500 else 400]))
    if request.url.path.startswith("/api/"):
        return Response(
            {"error": message or title, "reference": reference or None},
            status_code=status,
            headers={**(headers or {}), "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"},
        )
    return page(
        request, "error.html", {"title": title, "message": message, "reference": reference, "status": status},
        status=status,
        headers=headers,
    )  # fmt: skip


def crashed(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    reference = secrets.token_hex(4)
    handler = request.scope.get("route_handler")
    # The pattern, not the address: a personal link's secret stands in its address.
    where = sorted(handler.paths)[0] if handler else "no route"
    log.error("crash %s at %s %s", reference, request.method, where, exc_info=error)
    return failed(request, error, status=500, reference=reference)
