"""What the figures mean, what personal data is kept and why, and how to report an error."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session

from pop_tracker.accounts import log, removal_asks
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.accounts.signing_in import SESSION_LIFE
from pop_tracker.contracts.judging import THEME_WORDS, THEMES
from pop_tracker.monitoring.replies import proof
from pop_tracker.monitoring.statuses import FEWEST_FOR_A_PERCENTAGE
from pop_tracker.settings import Settings
from pop_tracker.web import drafts
from pop_tracker.web.cookies import CSRF_COOKIE, SESSION_COOKIE, cookie_name
from pop_tracker.web.done import DONE_COOKIE
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import today
from pop_tracker.web.render import page


@get("/metodologjia", opt=PUBLIC)
def method_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    context = {
        "fewest": FEWEST_FOR_A_PERCENTAGE,
        "account_events": log.counts_by_month(session, today()),
        "event_words": log.EVENTS,
        "themes": THEMES,
        "theme_words": THEME_WORDS,
    }
    return page(request, "browse/method.html", context)


@get("/privatesia", opt=PUBLIC)
def privacy_page(request: Request[Any, Any, Any]) -> Response[str]:
    settings: Settings = request.app.state.settings
    cookies = {name: cookie_name(settings, name) for name in (CSRF_COOKIE, SESSION_COOKIE, DONE_COOKIE, proof.NAME)}
    context = {
        "session_days": SESSION_LIFE.days,
        "reply_hours": proof.HOURS,
        "cookies": cookies,
        "draft_days": drafts.DAYS,
        "kept_days": removal_asks.KEPT.days,
    }
    return page(request, "browse/privacy.html", context)


@get("/kontakt", opt=PUBLIC)
def contact_page(request: Request[Any, Any, Any]) -> Response[str]:
    return page(request, "browse/contact.html")


HANDLERS: list[Any] = [method_page, privacy_page, contact_page]
