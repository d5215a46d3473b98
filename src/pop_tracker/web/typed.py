"""What was typed into a form, given back when nobody could take it: to be read, copied, and sent again.

It goes back only to our own pages, with the token that is good by now: a form forged elsewhere gets nothing.
"""

import re
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.datastructures.multi_dicts import FormMultiDict
from litestar.types import Empty
from litestar.utils.scope.state import ScopeState

from pop_tracker.web.cookies import CSRF_COOKIE as CSRF_COOKIE
from pop_tracker.web.forgery import TOKEN as TOKEN
from pop_tracker.web.forgery import is_our_page, is_token, sender

LARGEST, MOST_FIELDS = 200_000, 500
"""Signs in all, and fields. Hardly a form of ours takes that many, and giving them back is work for the whole site."""


@dataclass(frozen=True)
class Typed:
    """`fields` as they came, without the token; `texts` among them that a person may have written; of `files` the field
    and the names."""

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
    from_our_page = sender(request)
    if from_our_page is None:  # a browser that says nothing
        from_our_page = is_token(request, dict(fields).get(TOKEN))
    if not from_our_page:
        return None
    files: dict[str, list[str]] = {}
    for name, value in items:
        if isinstance(value, UploadFile) and value.filename:
            files.setdefault(name, []).append(value.filename)
    return Typed(
        fields=[(name, value) for name, value in fields if name != TOKEN],
        texts=[value.strip() for _, value in fields if len(value.split()) > 1],
        files=files,
    )


def page_before(request: Request[Any, Any, Any]) -> str:
    """Where the form stood, as the browser says; empty where it does not say, or names a page that is not ours."""
    address = request.headers.get("referer", "")
    if not is_our_page(request, address):
        return ""
    path = "/" + address.partition("://")[2].partition("/")[2]
    return "" if re.match(r"/[/\\\s]", path) else path  # which a browser reads as another host
