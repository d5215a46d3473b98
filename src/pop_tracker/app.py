"""Assembles rooms, plugins and middleware; nothing else."""

import asyncio
import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, cast
from urllib.parse import quote

from litestar import Litestar, Request, Response, Router
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult, DefineMiddleware
from litestar_htmx import HTMXPlugin
from sqlalchemy.exc import DataError
from sqlmodel import Session

from pop_tracker import history
from pop_tracker.accounts import pages as accounts
from pop_tracker.accounts.models import ANYONE, Viewer
from pop_tracker.accounts.pages import guards, proving
from pop_tracker.accounts.pages.desk import provide_desk
from pop_tracker.accounts.pages.refusals import NOT_OUR_FORM, NotesRefusals
from pop_tracker.accounts.signing_in import Entered, note_seen, who_entered
from pop_tracker.browse import health, my_work
from pop_tracker.browse import pages as browse
from pop_tracker.browse.matrix import ANSWERS
from pop_tracker.contracts import pages as contracts
from pop_tracker.database import FOR_A_READER, Database, LostAtCommit, in_one_line, is_away
from pop_tracker.elections import pages as elections
from pop_tracker.monitoring import pages as monitoring
from pop_tracker.monitoring.scale import STATUS_WORDS
from pop_tracker.plans import pages as plans
from pop_tracker.pledges import pages as pledges
from pop_tracker.settings import Settings
from pop_tracker.web.cache import ASGI, PageCache
from pop_tracker.web.cookies import SESSION_COOKIE, cookie_name
from pop_tracker.web.crowd import Lane, Turnstile, aside, connections_for, writers_among
from pop_tracker.web.errors import Busy, Missing, Refusal
from pop_tracker.web.forgery import FormToken, NotOurForm, own_forms_only
from pop_tracker.web.forms.data import provide_form_data
from pop_tracker.web.front import FrontDoor
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.lookout import Lookout
from pop_tracker.web.proxies import ProxyWatch
from pop_tracker.web.render import COME_AGAIN, page, see_other, words_of
from pop_tracker.web.templates import Pages
from pop_tracker.web.typed import page_before, typed

ROOMS = (browse, accounts, elections, contracts, pledges, plans, monitoring)
LARGEST_BODY = 12 * 1024 * 1024
FOR_FILES = 4
"""Threads for the large files of forms, which Litestar writes down before they come to the turnstile."""
IN_PLACE_OF_THE_PAGE = {"HX-Retarget": "body", "HX-Reswap": "innerHTML"}
"""What htmx asked for is a part of a page; that nothing could be made is said by a whole one."""
log = logging.getLogger("pop_tracker")


class WhoIsThere(AbstractAuthenticationMiddleware):
    """Puts the viewer beside every request; without the cookie that is ANYONE and costs nothing. That a session is in
    use is noted aside from the request, because reading writes nothing."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        settings: Settings = connection.app.state.settings
        secret = connection.cookies.get(cookie_name(settings, SESSION_COOKIE))
        if not secret:
            return AuthenticationResult(user=ANYONE, auth=None)
        database: Database = connection.app.state.database

        def look() -> Entered:
            with database.reading() as session:
                return who_entered(session, secret, is_training=settings.training)

        def note(session_id: int) -> None:
            try:
                with database.writing() as session:
                    note_seen(session, session_id)
            except Exception as error:
                log.warning("a session in use was not noted: %s", in_one_line(error))

        entered = await sync_to_thread(look)
        if entered.to_be_noted and entered.viewer.session_id is not None:
            aside(note, entered.viewer.session_id)
        return AuthenticationResult(user=entered.viewer, auth=None)


def provide_session(request: Request[Any, Any, Any]) -> Session:
    """One session per request; only POSTs write. The door ends it (web/doors.py)."""
    database: Database = request.app.state.database
    return database.session(writes=request.method == "POST")


def provide_viewer(request: Request[Any, Any, Any]) -> Viewer:
    return guards.viewer(request)


def provide_words(request: Request[Any, Any, Any]) -> Words:
    return words_of(request)


def create_app(settings: Settings | None = None) -> FrontDoor:
    """The ASGI application: front door, page cache, Litestar with its rooms."""
    settings = settings or Settings.from_environment()
    at_once = settings.requests_at_once
    database = Database(settings.url, connections=connections_for(at_once), patience=FOR_A_READER)
    pages = Pages(
        nobody=ANYONE,
        is_training=settings.training,
        contact_email=settings.contact_email,
        words={"status_words": STATUS_WORDS, "answers_in_plan": ANSWERS},
        ways=my_work.ways,
    )
    litestar = Litestar(
        # As one router, because Litestar prepares the first handler of a path twice when the application itself is
        # given a second one (GET and POST), and one that is sent to a thread twice never answers.
        route_handlers=[Router("/", route_handlers=[handler for room in ROOMS for handler in room.HANDLERS])],
        plugins=[HTMXPlugin()],
        middleware=[
            FormToken,
            DefineMiddleware(Turnstile, reading=Lane(at_once), writing=Lane(writers_among(at_once))),
            DefineMiddleware(WhoIsThere, exclude_from_auth_key="unbounded"),
            NotesRefusals,
        ],
        guards=[guards.signed_in_unless_public, own_forms_only],
        dependencies={
            "session": Provide(provide_session, sync_to_thread=False),
            "viewer": Provide(provide_viewer, sync_to_thread=False),
            "said": Provide(provide_words, sync_to_thread=False),
            "form_data": Provide(provide_form_data),
            "desk": Provide(provide_desk, sync_to_thread=False),
        },
        exception_handlers={
            Refusal: refused,
            Missing: partial(failed, status=404),
            # A number or a sign in an address that the database has no place for: nothing goes by that name.
            OverflowError: partial(failed, status=404),
            DataError: partial(failed, status=404),
            HTTPException: http_failed,
            NotOurForm: not_our_form,
            guards.Unproven: proving.ask_first,
            Busy: crowded,
            Exception: crashed,
        },
        logging_config=None,
        openapi_config=None,
        request_max_body_size=LARGEST_BODY,
        on_startup=[partial(threads_for_all, at_once + writers_among(at_once))],
        on_shutdown=[database.dispose],
    )
    litestar.state.settings = settings
    litestar.state.database = database
    litestar.state.pages = pages
    litestar.state.health = Lookout(lambda: litestar.state.database, health.state_of)
    litestar.state.proxies = ProxyWatch(settings)
    cache = PageCache(
        cast(ASGI, litestar),
        Lookout(lambda: litestar.state.database, history.head),
        Lookout(lambda: litestar.state.database, history.last_redaction),
        cookie=cookie_name(settings, SESSION_COOKIE),
        known=browse.KNOWN_PARAMETERS | {"pas", "vendi"},
        megabytes=settings.cache_megabytes,
        head_seconds=settings.head_seconds,
    )
    return FrontDoor(cache, settings, litestar.state.proxies)


async def threads_for_all(places: int) -> None:
    """One for each place behind the turnstile, so that what runs there waits for no other, and FOR_FILES besides."""
    threads = ThreadPoolExecutor(places + FOR_FILES, thread_name_prefix="page")
    asyncio.get_running_loop().set_default_executor(threads)


def refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    message = words_of(request).gettext(refusal.message, **refusal.values)
    if refusal.status == 503:
        return come_again(request, refusal, message)
    return failed(request, refusal, status=refusal.status, message=message)


def http_failed(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    if error.status_code == 401 and request.method == "GET":
        return see_other(request, f"/hyrje?pas={quote(request.url.path)}")
    if error.status_code == 401:
        message = words_of(request).gettext(OVER)
        return failed(request, error, status=401, message=message, **_to_be_sent_again(request))
    # Headers that HTTP asks for go along: Allow with a 405.
    return failed(request, error, status=error.status_code, headers=error.headers)


def not_our_form(request: Request[Any, Any, Any], error: NotOurForm) -> Response[Any]:
    """403. Whoever typed into a page of ours before they signed in, or out, gets it back to be sent again."""
    request.state[NOT_OUR_FORM] = "foreign" if error.is_foreign else "token"
    if error.is_foreign:
        title, message = FOREIGN_FORM
        return failed(request, error, status=403, message=words_of(request).gettext(message), title=title)
    title, message = OLD_FORM
    return failed(
        request,
        error,
        status=403,
        message=words_of(request).gettext(message),
        title=title,
        **_to_be_sent_again(request),
    )


def _to_be_sent_again(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """What components/typed.html shows."""
    query = request.url.query
    return {
        "is_sent": request.method == "POST",
        "may_be_kept": False,
        "typed": typed(request),
        "here_again": quote(request.url.path) + (f"?{query}" if query else ""),
    }


OVER = N_(
    "Seanca juaj ka mbaruar. Hyni përsëri në një dritare tjetër, pastaj kthehuni këtu dhe dërgojeni përsëri: ajo që "
    "shkruat është ende këtu."
)
FOREIGN_FORM = (
    N_("Formulari nuk erdhi nga pop-tracker"),
    N_("Një faqe tjetër u përpoq të dërgonte një formular në emrin tuaj. Nuk u bë asgjë."),
)
OLD_FORM = (
    N_("Formulari nuk vlen më"),
    N_(
        "Ky formular u hap para se të hynit ose të dilnit nga llogaria, ose në një shfletues tjetër. Nuk u bë asgjë. "
        "Nëse e dërguat vetë, mund ta dërgoni përsëri."
    ),
)
TITLES = {
    400: N_("Kërkesa nuk u kuptua"),
    401: N_("Duhet të hyni"),
    403: N_("Nuk keni leje për këtë"),
    404: N_("Faqja nuk u gjet"),
    405: N_("Ky veprim nuk lejohet këtu"),
    408: N_("Dërgimi zgjati shumë"),
    409: N_("Dikush e ndryshoi ndërkohë"),
    413: N_("Shumë e madhe"),
    422: N_("Diçka nuk shkon"),
    429: N_("Shumë përpjekje"),
    500: N_("Gabim i yni"),
    503: N_("Provoni përsëri pas pak"),
}


def is_for_machines(request: Request[Any, Any, Any]) -> bool:
    return request.url.path.startswith("/api/")


def failed(
    request: Request[Any, Any, Any],
    _: Exception,
    status: int,
    message: str = "",
    reference: str = "",
    headers: dict[str, str] | None = None,
    title: str = "",
    **more: Any,
) -> Response[Any]:
    """A page that says what went wrong and where to go on; plain JSON for the API."""
    said = words_of(request)
    title = said.gettext(title or TITLES.get(status, TITLES[500 if status >= 500 else 400]))
    if is_for_machines(request):
        return Response(
            {"error": message or title, "reference": reference or None},
            status_code=status,
            headers={**(headers or {}), "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"},
        )
    context = {"title": title, "message": message, "reference": reference, "status": status, **more}
    return page(request, "error.html", context, status=status, headers=headers)


def crowded(request: Request[Any, Any, Any], error: Busy) -> Response[Any]:
    """A thousand may be told so in one second: readers all get the same page, made once."""
    words = words_of(request)
    message = words.gettext(
        N_("pop-tracker ka tani më shumë kërkesa sesa mund t’u përgjigjet. Zakonisht mjaftojnë pak sekonda.")
    )
    if request.method == "POST" or is_for_machines(request):
        return come_again(request, error, message)
    context = {"title": words.gettext(TITLES[503]), "message": message, "status": 503, "is_sent": False}
    pages: Pages = request.app.state.pages
    html = pages.still(words.language, "error.html", context)
    headers = {**COME_AGAIN, **IN_PLACE_OF_THE_PAGE, "Cache-Control": "no-store", "Content-Language": words.language}
    return Response(html, status_code=503, media_type="text/html", headers=headers)


def come_again(request: Request[Any, Any, Any], error: Exception, message: str) -> Response[Any]:
    """503. Whoever sent a form gets back what they typed, with a button that sends it again."""
    return failed(
        request,
        error,
        status=503,
        message=message,
        headers={**COME_AGAIN, **IN_PLACE_OF_THE_PAGE},
        **{
            **_to_be_sent_again(request),
            "may_be_kept": isinstance(error, LostAtCommit),
            "page_before": page_before(request) if isinstance(error, LostAtCommit) else "",
        },
    )


def where(request: Request[Any, Any, Any]) -> str:
    """The pattern, not the address: a personal link's secret stands in its address."""
    handler = request.scope.get("route_handler")
    return sorted(handler.paths)[0] if handler else "no route"


def crashed(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    if is_away(error):
        log.error("no answer at %s %s: %s", request.method, where(request), in_one_line(error))
        message = N_("Regjistri nuk po përgjigjet tani, zakonisht vetëm për pak kohë.")
        return come_again(request, error, words_of(request).gettext(message))
    reference = secrets.token_hex(4)
    log.error("crash %s at %s %s", reference, request.method, where(request), exc_info=error)
    return failed(request, error, status=500, reference=reference)
