"""What was typed into a form, given back when nobody could take it: to be read, copied, and sent again.

It goes back only to our own pages. The token in it is the one that came, so a form forged elsewhere gets none.
"""

import re
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.datastructures.multi_dicts import FormMultiDict
from litestar.types import Empty
from litestar.utils.scope.state import ScopeState

TOKEN = "_csrf_token"
CSRF_COOKIE = "pop_csrf"
LARGEST, MOST_FIELDS = 200_000, 500
"""Signs in all, and fields. Hardly a form of ours takes that many, and giving them back is work for the whole site."""


@dataclass(frozen=True)
class Typed:
    """`fields` as they came, `texts` among them that a person may have written; of `files` the field and the names."""

    fields: list[tuple[str, str]]
    texts: list[str]
    files: dict[str, list[str]]


def typed(request: Request[Any, Any, Any]) -> Typed | None:
    """None where no form came, or not from a page of ours."""
    came = ScopeState.from_scope(request.scope).form
    if came is Empty:
        return None
    items = list(FormMultiDict.from_form_data(came).multi_items())
    fields = [(name, value) for name, value in items if isinstance(value, str)]
    if len(items) > MOST_FIELDS or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return None
    if not _is_ours(request, dict(fields).get(TOKEN, "")):
        return None
    files: dict[str, list[str]] = {}
    for name, value in items:
        if isinstance(value, UploadFile) and value.filename:
            files.setdefault(name, []).append(value.filename)
    return Typed(
        fields=fields,
        texts=[value.strip() for _, value in fields if len(value.split()) > 1],
        files=files,
    )


def _is_ours(request: Request[Any, Any, Any], token: str) -> bool:
    """By what the browser says of the sender; of one that says nothing, by the token that our page gave it."""
    if site := request.headers.get("sec-fetch-site"):
        return site == "same-origin"
    origin = request.headers.get("origin", "null")
    if origin != "null":
        return _after_our_host(request, origin) is not None
    return bool(token) and token == request.cookies.get(CSRF_COOKIE)


def page_before(request: Request[Any, Any, Any]) -> str:
    """Where the form stood, as the browser says; empty where it does not say, or names a page that is not ours."""
    path = _after_our_host(request, request.headers.get("referer", "")) or ""
    return "" if re.match(r"/[/\\\s]", path) else path  # which a browser reads as another host


def _after_our_host(request: Request[Any, Any, Any], address: str) -> str | None:
    """None where the host is another's. The scheme is not looked at: a proxy may have changed it."""
    host, slash, path = address.partition("://")[2].partition("/")
    return slash + path if host == request.headers.get("host") else None
