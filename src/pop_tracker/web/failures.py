"""What is said when something goes wrong: a page with the cause, where to go on, and what was typed."""

import logging
import secrets
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException

from pop_tracker.database import LostAtCommit, in_one_line, is_away
from pop_tracker.web.errors import Busy, Refusal
from pop_tracker.web.files import MEGABYTES
from pop_tracker.web.forgery import NOT_OUR_FORM, NotOurForm, had_token
from pop_tracker.web.i18n import N_
from pop_tracker.web.incoming import NotTaken, TooLarge
from pop_tracker.web.render import COME_AGAIN, page, see_other, words_of
from pop_tracker.web.templates import Pages
from pop_tracker.web.typed import given_back

IN_PLACE_OF_THE_PAGE = {"HX-Retarget": "body", "HX-Reswap": "innerHTML"}
"""What htmx asked for is a part of a page; that nothing could be made is said by a whole one."""
log = logging.getLogger("pop_tracker")


def refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    message = words_of(request).gettext(refusal.message, **refusal.values)
    if refusal.status == 503:
        return come_again(request, refusal, message)
    return failed(request, refusal, status=refusal.status, message=message, **given_back(request))


def not_taken(request: Request[Any, Any, Any], refusal: NotTaken) -> Response[Any]:
    """What came was too much, too slow or no form. With smaller files, or once more, it may be taken."""
    message = words_of(request).gettext(refusal.message, **refusal.values)
    megabytes = refusal.megabytes if isinstance(refusal, TooLarge) else 0
    back = given_back(request, may_be_sent=bool(megabytes) and refusal.is_whole) | {
        "megabytes": megabytes,
        "megabytes_each": min(MEGABYTES, megabytes),
    }
    return failed(request, refusal, status=refusal.status, message=message, headers=refusal.headers, **back)


def http_failed(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    if error.status_code == 401 and request.method == "GET":
        query = request.url.query
        here = quote(request.url.path) + (f"?{query}" if query else "")
        return see_other(request, f"/hyrje?pas={quote(here, safe='/')}")
    if error.status_code == 401:
        message = words_of(request).gettext(OVER)
        return failed(request, error, status=401, message=message, **given_back(request, may_be_sent=True))
    # Headers that HTTP asks for go along: Allow with a 405.
    back = given_back(request, may_be_sent=error.status_code in (429, 500, 503))
    return failed(request, error, status=error.status_code, headers=error.headers, **back)


def missing(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    return failed(request, error, status=404, **given_back(request))


def not_our_form(request: Request[Any, Any, Any], error: NotOurForm) -> Response[Any]:
    """403. Whoever typed into a page of ours before they signed in, or out, gets it back to be sent again, and is told
    as whom."""
    request.state[NOT_OUR_FORM] = "foreign" if error.is_foreign else "token"
    said = words_of(request)
    if error.is_foreign:
        title, message = FOREIGN_FORM
        return failed(request, error, status=403, message=said.gettext(message), title=title)
    title, message = OLD_FORM
    name = getattr(request.scope.get("user"), "name", "")
    if name:
        told = said.gettext(SIGNED_IN_MEANWHILE, name=name)
    else:
        told = said.gettext(message if had_token(request) else WITHOUT_COOKIE)
    back = given_back(request, may_be_sent=True)
    return failed(request, error, status=403, message=told, title=title, **back)


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
        "Ky formular u hap para se të hynit ose të dilnit nga llogaria, ose në një shfletues tjetër. Nëse e dërguat "
        "vetë, mund ta dërgoni përsëri."
    ),
)
WITHOUT_COOKIE = N_(
    "Bashkë me formularin nuk erdhi cookie-ja që e vërteton: ndoshta u fshi, ose shfletuesi nuk i mban cookie-t e "
    "kësaj faqeje. Nëse e dërguat vetë, mund ta dërgoni përsëri."
)
SIGNED_IN_MEANWHILE = N_(
    "Tani keni hyrë si %(name)s; formulari u hap para se të hynit, ose me një llogari tjetër. Shihni çfarë shkruat: "
    "nëse është juaja, dërgojeni përsëri."
)
TITLES = {
    400: N_("Kërkesa nuk u kuptua"),
    401: N_("Duhet të hyni"),
    403: N_("Nuk keni leje për këtë"),
    404: N_("Faqja nuk u gjet"),
    405: N_("Ky veprim nuk lejohet këtu"),
    408: N_("Dërgimi zgjati shumë"),
    409: N_("Kjo u ndryshua ndërkohë"),
    410: N_("Kjo lidhje nuk vlen më"),
    413: N_("Dërgesa është shumë e madhe"),
    415: N_("Kërkesa nuk u kuptua"),
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
    headers = {**COME_AGAIN, **IN_PLACE_OF_THE_PAGE}
    back = given_back(request, may_be_sent=True) | {"may_be_kept": isinstance(error, LostAtCommit)}
    return failed(request, error, status=503, message=message, headers=headers, **back)


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
    back = given_back(request, may_be_sent=True)
    return failed(request, error, status=500, reference=reference, **back)
