"""What the browser is told of a draft that was saved: as it was typed, or by its button."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.response.redirect import Redirect

from pop_tracker.accounts.models import Viewer
from pop_tracker.monitoring.pages.forms import VerdictForm
from pop_tracker.settings import Settings
from pop_tracker.web.i18n import TIRANA
from pop_tracker.web.render import page, see_other

SAVED_COOKIE = "pop_draft_saved"
SAVED_SECONDS = 60


def draft_saved(request: Request[Any, Any, Any], version: int) -> Response[str]:
    """When, and the version that now stands there."""
    context = {"version": version, "saved_at": f"{datetime.now(TIRANA):%H:%M}", "problems": [], "stands": []}
    return page(request, "monitoring/_saved.html", context)


def draft_not_saved(request: Request[Any, Any, Any], form: VerdictForm) -> Response[str]:
    """What still keeps it from being saved; the version stays as sent, so that nobody is overwritten unasked."""
    problems = [*form.form_errors, *(f"{field.label.text}: {field.errors[0]}" for field in form if field.errors)]
    context = {"version": form.version.data, "saved_at": None, "problems": problems, "stands": form.stands}
    return page(request, "monitoring/_saved.html", context, status=form.refused or 422)


def draft_taken(request: Request[Any, Any, Any], viewer: Viewer, path: str) -> Redirect:
    """After its button: on to `path`, with the word that the browser may forget what it kept of this form.

    A cookie that assets/js/drafts.js reads once. It comes with this very answer, so a page opened by hand, after an
    error or from the browser's memory is never taken for it.
    """
    settings: Settings = request.app.state.settings
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    answer = see_other(request, path)
    answer.set_cookie(
        SAVED_COOKIE,
        quote(f"{viewer.person_id}:{address}", safe=""),
        max_age=SAVED_SECONDS,
        path="/",
        secure=settings.is_https,
        samesite="strict",
    )
    return answer
