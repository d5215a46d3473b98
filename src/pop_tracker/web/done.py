"""What was just done, said once on the page that one is led to after a form was taken.

It travels in a cookie that the answer to the form sets and the page it leads to takes back: sealed, so that nobody has
the site say what it did not do, and nobody who sees the cookie reads it; good for that page, that session and a minute.
An address would be passed on and opened again, and would say it again.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response
from litestar.response.redirect import Redirect

from pop_tracker.settings import Settings
from pop_tracker.web.cookies import cookie_name
from pop_tracker.web.documents.cleared import Cleared
from pop_tracker.web.forgery import session_digest
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.seal import BrokenSeal, seal, unseal

DONE_COOKIE = "pop_done"
SECONDS = 60
SAVED = N_("U ruajt.")
LONGEST, MOST_DRAFTS, MOST_PICTURES, LONGEST_OF_DOCUMENTS = 200, 5, 20, 1_200
"""Signs of a value in it, drafts, sizes of pictures, and bytes of what is told of documents: a cookie holds 4,096."""


@dataclass(frozen=True)
class Done:
    """`message` is a message id, `values` its parameters; `drafts` the copies on the device that the server has by now
    (`web/drafts.py`)."""

    message: str
    values: Mapping[str, str] = field(default_factory=dict)
    drafts: Sequence[str] = ()
    is_above: bool = False
    """The page opens further down, at what was done: there the keyboard goes on; this stays in sight a while."""
    reduced: Sequence[str] = ()
    """The sizes ("8064x6048") of the pictures that came and are kept smaller: whoever sent them hears of it."""
    cleared: Sequence[Cleared] = ()
    """What the documents that came said of people, and what became of it."""
    more_cleared: int = 0
    """Further documents, of which there is no room to tell."""

    def told(self, words: Words) -> str:
        told = [words.gettext(self.message, **self.values)] if self.message else []
        if self.reduced:
            sizes = ", ".join(size.replace("x", " × ") for size in self.reduced)
            told.append(
                words.ngettext(
                    "Një foto u zvogëlua: kishte %(sizes)s pikselë.",
                    "%(num)s foto u zvogëluan: kishin %(sizes)s pikselë.",
                    len(self.reduced),
                    sizes=sizes,
                )
            )
        for one in self.cleared:
            told += one.told(words)
        if self.more_cleared:
            told.append(
                words.ngettext(
                    "Edhe nga %(num)s skedar tjetër u hoqën të dhëna të tilla.",
                    "Edhe nga %(num)s skedarë të tjerë u hoqën të dhëna të tilla.",
                    self.more_cleared,
                )
            )
        return " ".join(told)

    def __bool__(self) -> bool:
        return bool(self.message or self.drafts or self.reduced or self.cleared)


def leave(request: Request[Any, Any, Any], answer: Redirect, path: str, done: Done) -> None:
    """For the page at `path`, which `answer` leads to."""
    settings: Settings = request.app.state.settings
    cleared = _with_room(done.cleared)
    said = json.dumps(
        {
            "page": _page(path),
            "session": session_digest(settings, request.cookies),
            "until": int(time.time()) + SECONDS,
            "message": done.message,
            "values": {name: _short(str(value)) for name, value in done.values.items()},
            "drafts": list(done.drafts)[:MOST_DRAFTS],
            "is_above": "#" in path,
            "reduced": list(done.reduced)[:MOST_PICTURES],
            "cleared": [one.packed for one in cleared],
            "more_cleared": len(done.cleared) - len(cleared),
        },
        ensure_ascii=False,
    )
    _set(settings, answer, seal(settings, said), SECONDS)


def left(request: Request[Any, Any, Any]) -> Done | None:
    """What this page has to say; None mostly."""
    settings: Settings = request.app.state.settings
    sealed = request.cookies.get(cookie_name(settings, DONE_COOKIE))
    if not sealed or request.method != "GET":
        return None
    try:
        said = json.loads(unseal(settings, sealed))
    except BrokenSeal:
        return None
    is_for_here = said["page"] == _page(request.url.path) and said["session"] == session_digest(
        settings, request.cookies
    )
    if not is_for_here or said["until"] < time.time():
        return None
    cleared = [Cleared.unpacked(one) for one in said.get("cleared", ())]
    return Done(said["message"], said["values"], said["drafts"], said["is_above"], said.get("reduced", ()),
                cleared, said.get("more_cleared", 0))  # fmt: skip


def take_back(request: Request[Any, Any, Any], answer: Response[Any]) -> None:
    """It has been said."""
    _set(request.app.state.settings, answer, "", 0)


def _with_room(cleared: Sequence[Cleared]) -> list[Cleared]:
    """As many as a cookie has room for; the names go before a whole document does."""
    for told in (list(cleared), [one.without_names for one in cleared]):
        if _bytes(told) <= LONGEST_OF_DOCUMENTS:
            return told
    while told and _bytes(told) > LONGEST_OF_DOCUMENTS:
        told.pop()
    return told


def _bytes(cleared: Sequence[Cleared]) -> int:
    return len(json.dumps([one.packed for one in cleared], ensure_ascii=False).encode())


def _short(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"


def _page(path: str) -> str:
    return path.partition("#")[0].partition("?")[0]


def _set(settings: Settings, answer: Response[Any], value: str, seconds: int) -> None:
    answer.set_cookie(
        cookie_name(settings, DONE_COOKIE),
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.is_https,
    )
