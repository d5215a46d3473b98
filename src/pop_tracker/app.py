"""Assembles rooms, plugins and middleware; nothing else."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, cast

from httpx import ASGITransport, AsyncClient
from litestar import Litestar, Request, Router
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
from pop_tracker.accounts.pages.refusals import NotesRefusals
from pop_tracker.accounts.signing_in import Entered, note_seen, who_entered
from pop_tracker.browse import gone, health, my_work
from pop_tracker.browse import pages as browse
from pop_tracker.browse.matrix import ANSWERS
from pop_tracker.contracts import pages as contracts
from pop_tracker.database import FOR_A_READER, Database, in_one_line
from pop_tracker.elections import pages as elections
from pop_tracker.monitoring import pages as monitoring
from pop_tracker.monitoring.scale import GROUND_WORDS, STATUS_WORDS
from pop_tracker.plans import pages as plans
from pop_tracker.pledges import pages as pledges
from pop_tracker.settings import Settings
from pop_tracker.web import failures
from pop_tracker.web.cache import ASGI, PageCache
from pop_tracker.web.cookies import SESSION_COOKIE, cookie_name
from pop_tracker.web.crowd import Lane, Turnstile, aside, connections_for, writers_among
from pop_tracker.web.done import DONE_COOKIE
from pop_tracker.web.errors import Busy, Missing, Refusal
from pop_tracker.web.forgery import FormToken, NotOurForm, own_forms_only
from pop_tracker.web.forms.data import provide_form_data
from pop_tracker.web.front import FrontDoor
from pop_tracker.web.i18n import Words
from pop_tracker.web.incoming import NotTaken
from pop_tracker.web.invented import marked_as_invented
from pop_tracker.web.lookout import Lookout
from pop_tracker.web.proxies import ProxyWatch
from pop_tracker.web.render import words_of
from pop_tracker.web.templates import Pages

ROOMS = (browse, accounts, elections, contracts, pledges, plans, monitoring)
LARGEST_BODY = 12 * 1024 * 1024
FOR_FILES = 4
"""Threads for the large files of forms, which Litestar writes down before they come to the turnstile."""
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


def create_app(settings: Settings | None = None, *, is_served: bool = False) -> FrontDoor:
    """The ASGI application: front door, page cache, Litestar with its rooms. One that `is_served` prepares itself for
    readers who come all at once."""
    settings = settings or Settings.from_environment()
    at_once = settings.requests_at_once
    database = Database(settings.url, connections=connections_for(at_once), patience=FOR_A_READER)
    pages = Pages(
        nobody=ANYONE,
        is_training=settings.training,
        contact_email=settings.contact_email,
        words={"status_words": STATUS_WORDS, "ground_words": GROUND_WORDS, "answers_in_plan": ANSWERS},
        ways=my_work.ways,
    )
    litestar = Litestar(
        # As one router, because Litestar prepares the first handler of a path twice when the application itself is
        # given a second one (GET and POST), and one that is sent to a thread twice never answers.
        route_handlers=[Router("/", route_handlers=[handler for room in ROOMS for handler in room.HANDLERS])],
        plugins=[HTMXPlugin()],
        after_request=marked_as_invented if settings.training else None,
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
            Refusal: failures.refused,
            NotTaken: failures.not_taken,
            Missing: gone.missing_or_gone,
            # A number or a sign in an address that the database has no place for: nothing goes by that name.
            OverflowError: failures.missing,
            DataError: failures.missing,
            HTTPException: failures.http_failed,
            NotOurForm: failures.not_our_form,
            guards.Unproven: proving.ask_first,
            Busy: failures.crowded,
            Exception: failures.crashed,
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
        cookies=tuple(cookie_name(settings, name) for name in (SESSION_COOKIE, DONE_COOKIE)),
        known=browse.KNOWN_PARAMETERS | {"pas", "vendi"},
        megabytes=settings.cache_megabytes,
        head_seconds=settings.head_seconds,
    )
    door = FrontDoor(cache, settings, litestar.state.proxies)
    if is_served:
        litestar.on_startup.append(partial(ask_itself, door, settings.base_url))
    return door


async def ask_itself(door: FrontDoor, base_url: str) -> None:
    """For pages that readers ask for first: what is made once for all (templates, statements, dictionaries) takes
    longer than a hundred answers, and the first crowd would find each of its threads making it."""
    async with AsyncClient(
        transport=ASGITransport(cast(Any, door), raise_app_exceptions=False), base_url=base_url
    ) as reader:
        for path in ("/zotimet?q=fjala", "/en/zotimet?q=fjala"):
            await reader.get(path)


async def threads_for_all(places: int) -> None:
    """One for each place behind the turnstile, so that what runs there waits for no other, and FOR_FILES besides."""
    threads = ThreadPoolExecutor(places + FOR_FILES, thread_name_prefix="page")
    asyncio.get_running_loop().set_default_executor(threads)
