"""What was typed into a form, given back when nobody could take it: to be read, copied, and sent again.

It goes back only to our own pages, with the token that is good by now: a form forged elsewhere gets nothing. It is
kept nowhere: what stands in the answer is what this very request brought, so nobody is shown what another person typed
in the same browser. What is secret is not given back: it is asked for again.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.datastructures.multi_dicts import FormMultiDict
from litestar.types import Empty
from litestar.utils.scope.state import ScopeState

from pop_tracker.web.cookies import CSRF_COOKIE as CSRF_COOKIE
from pop_tracker.web.forgery import TOKEN as TOKEN
from pop_tracker.web.forgery import is_our_page, is_token, sender, token_sent
from pop_tracker.web.i18n import localized
from pop_tracker.web.incoming import LARGEST_WORDS

LARGEST = LARGEST_WORDS
"""Signs in all: as many as any form that is taken may have. Of one that is too large the longest texts are left out."""
SECRET = frozenset({"code"})
"""Fields that are never given back; more of them a door names in its `opt` under SECRET_HERE."""
SECRET_HERE = "secret_fields"
CARRIED = "typed"
"""The field in which a form goes along with another one (`packed`)."""
_IN_ADDRESSES = re.compile(r"\{(token|secret)\b")
"""What makes an address a secret of whoever was sent it."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOT_WORDS = re.compile(r"[0-9a-f]{64}:")
"""How a value begins that a page carries for itself: a file by its digest."""


@dataclass(frozen=True)
class Typed:
    """`fields` as they came, without the token and what is secret; `texts` among them that a person may have written;
    of `files` the field and the names; `left_out` texts that were too long. Sent again it is only when whole."""

    fields: list[tuple[str, str]]
    texts: list[str]
    files: dict[str, list[str]]
    left_out: int = 0


def typed(request: Request[Any, Any, Any]) -> Typed | None:
    """None where no form came, or not from a page of ours."""
    came = ScopeState.from_scope(request.scope).form
    if came is Empty:
        return None
    form = FormMultiDict.from_form_data(came)
    from_our_page = sender(request)
    if from_our_page is None:  # a browser that says nothing
        from_our_page = is_token(request, token_sent(form))
    if not from_our_page:
        return None
    door = request.scope.get("route_handler")
    secret = {TOKEN, *SECRET, *(door.opt.get(SECRET_HERE, ()) if door else ())}
    fields, files = list[tuple[str, str]](), dict[str, list[str]]()
    in_order = ((name, one) for name, sent in came.items() for one in (sent if isinstance(sent, list) else [sent]))
    for name, value in in_order:
        if isinstance(value, UploadFile):
            if value.filename:
                files.setdefault(name, []).append(value.filename)
        elif name not in secret:
            fields.append((_CONTROL.sub("", name), _CONTROL.sub("", value)))
    within = _shortest(fields)
    kept = [field for number, field in enumerate(fields) if number in within]
    return Typed(kept, _texts(kept), files, left_out=len(fields) - len(kept))


def given_back(request: Request[Any, Any, Any], *, may_be_sent: bool = False) -> dict[str, Any]:
    """What components/typed.html shows of a POST that was not taken; for any other request nothing. `may_be_sent`: the
    same may be taken when it comes once more."""
    if request.method != "POST":
        return {}
    before = "" if _is_secret(request) else page_before(request)
    return {
        "is_sent": True,
        "may_be_kept": False,
        "may_be_sent": may_be_sent,
        "typed": typed(request),
        "page_before": before,
        "after_signing_in": re.sub(r"^/en(?=/)", "", before),
        "here_again": _here_again(request),
        "megabytes": 0,
    }


def page_before(request: Request[Any, Any, Any]) -> str:
    """Where the form stood, as the browser says; empty where it does not say, or names a page that is not ours."""
    address = request.headers.get("referer", "")
    if not is_our_page(request, address):
        return ""
    path = "/" + address.partition("://")[2].partition("/")[2]
    return "" if re.match(r"/[/\\\s]", path) else path  # which a browser reads as another host


def packed(sent: Typed | None, where: str) -> str:
    """To go along in a field, CARRIED, of another form."""
    if sent is None:
        return ""
    found = json.dumps({"where": where, "fields": sent.fields, "files": sent.files}, ensure_ascii=False)
    return found if len(found) <= LARGEST else ""


def unpacked(found: str) -> tuple[Typed | None, str]:
    """And the address that it was on its way to, which is for the caller to judge. Anybody may have written it: only
    its shape is believed, and it goes to nobody but who sent it."""
    try:
        said = json.loads(found) if len(found) <= LARGEST else {}
        fields = [(str(name), str(value)) for name, value in said["fields"]]
        files = {str(name): [str(one) for one in names] for name, names in said["files"].items()}
        return Typed(fields, _texts(fields), files), str(said["where"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None, ""


def _shortest(fields: list[tuple[str, str]]) -> set[int]:
    """Which of them there is room for: the short ones first, so that one that is too long takes none with it."""
    within, room = set[int](), LARGEST
    for number, (name, value) in sorted(enumerate(fields), key=lambda one: len(one[1][1])):
        room -= len(name) + len(value)
        if room < 0:
            break
        within.add(number)
    return within


def _texts(fields: Iterable[tuple[str, str]]) -> list[str]:
    found: list[str] = []
    for name, value in fields:
        inner = unpacked(value)[0] if name == CARRIED else None
        if inner is not None:
            found += inner.texts
        elif len(value.split()) > 1 and not _NOT_WORDS.match(value):
            found.append(value.strip())
    return found


def _here_again(request: Request[Any, Any, Any]) -> str:
    """The door that it was on its way to. Where the address holds a secret, only in relation to the page that shows it,
    which has the same one."""
    query = f"?{request.url.query}" if request.url.query else ""
    if _is_secret(request):
        return query or "?"
    return localized(quote(request.url.path), str(request.scope.get("language", "sq"))) + query


def _is_secret(request: Request[Any, Any, Any]) -> bool:
    door = request.scope.get("route_handler")
    return any(_IN_ADDRESSES.search(path) for path in door.paths) if door else False
