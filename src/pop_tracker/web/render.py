"""From a template and plain rows to an answer, in the reader's language.

Rendering happens in the handler's thread while its session is open, not on the event loop. A page and its
part come from the same handler and template: with `part`, htmx gets that template alone.
"""

from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from litestar import Request, Response
from litestar.response.redirect import Redirect
from litestar.utils.scope.state import ScopeState
from markupsafe import Markup

from pop_tracker.web import done, drafts
from pop_tracker.web.i18n import Words, localized, today, words
from pop_tracker.web.templates import Pages
from pop_tracker.web.typed import given_back

COME_AGAIN = {"Retry-After": "5"}
"""What goes with every 503: the seconds after which it is worth while to ask again."""


def language_of(request: Request[Any, Any, Any]) -> str:
    return str(request.scope.get("language", "sq"))


def words_of(request: Request[Any, Any, Any]) -> Words:
    return words(language_of(request))


def url_for(request: Request[Any, Any, Any], path: str) -> str:
    return localized(path, language_of(request))


def page(
    request: Request[Any, Any, Any],
    template: str,
    context: dict[str, Any] | None = None,
    *,
    part: str | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    """The page, or for htmx its `part`. Public pages (see accounts.pages.guards) come out cacheable, others never."""
    pages: Pages = request.app.state.pages
    language = language_of(request)
    is_part = part is not None and wants_part(request)
    viewer = request.scope.get("user") or pages.nobody
    said = None if is_part else done.left(request)
    is_public = is_public_page(request) and status == 200 and viewer == pages.nobody and said is None
    frame = {
        "viewer": viewer,
        "head": request.scope.get("head"),
        "here": quote(request.url.path),
        "other_language_url": other_language_url(request),
        # For the foot of a printed page; not where the address is a secret of whoever was sent it.
        "address": request.app.state.settings.base_url + address_in(request, language)
        if is_public_page(request)
        else "",
        "today": today(),
        "csrf_input": Markup("") if is_public_page(request) else _csrf_input(request),
        # For a page that says no to what somebody typed, as where a personal link is over.
        "given_back": partial(given_back, request),
        "said_once": said,
        "draft_key": drafts.keys_for(request, viewer.person_id),
        "drafts_sent": drafts.sent_with(request),
        **(context or {}),
    }
    html = pages.render(language, part if is_part and part else template, frame)
    answer = {"Vary": "HX-Request", "Content-Language": language, **(headers or {})}
    answer["Cache-Control"] = "public, no-cache" if is_public else "no-store"
    if status == 503:
        answer |= COME_AGAIN
    response = Response(html, status_code=status, media_type="text/html", headers=answer)
    if said is not None:
        done.take_back(request, response)
    return response


def is_public_page(request: Request[Any, Any, Any]) -> bool:
    handler = request.scope.get("route_handler")
    return bool(handler and handler.opt.get("cacheable"))


def wants_part(request: Request[Any, Any, Any]) -> bool:
    """True for htmx asking for a part: not a boosted link, not the history being restored."""
    headers = request.headers
    return (
        headers.get("hx-request") == "true"
        and headers.get("hx-boosted") != "true"
        and headers.get("hx-history-restore-request") != "true"
    )


def other_language_url(request: Request[Any, Any, Any]) -> str:
    return address_in(request, "en" if language_of(request) == "sq" else "sq")


def address_in(request: Request[Any, Any, Any], language: str) -> str:
    """Of this page, with all that is asked of it."""
    query = urlencode(list(request.query_params.items()))  # multi_items() gives them in any order
    return localized(quote(request.url.path), language) + (f"?{query}" if query else "")


def see_other(request: Request[Any, Any, Any], path: str) -> Redirect:
    """After a POST: 303 to our own page, in the reader's language."""
    return Redirect(url_for(request, path), status_code=303)


def _csrf_input(request: Request[Any, Any, Any]) -> Markup:
    token = ScopeState.from_scope(request.scope).csrf_token  # set by web/forgery.py, except on 404s
    if not isinstance(token, str):
        return Markup("")
    return Markup('<input type="hidden" name="_csrf_token" value="{}">').format(token)
