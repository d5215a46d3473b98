"""What htmx is told of a draft that was saved as it was typed; the page without it has a button."""

from datetime import datetime
from typing import Any

from litestar import Request, Response

from pop_tracker.monitoring.forms import VerdictForm
from pop_tracker.web.i18n import TIRANA
from pop_tracker.web.render import page


def draft_saved(request: Request[Any, Any, Any], version: int) -> Response[str]:
    """When, and the version that now stands there."""
    context = {"version": version, "saved_at": f"{datetime.now(TIRANA):%H:%M}", "problems": [], "stands": []}
    return page(request, "monitoring/_saved.html", context)


def draft_not_saved(request: Request[Any, Any, Any], form: VerdictForm) -> Response[str]:
    """What still keeps it from being saved; the version stays as sent, so that nobody is overwritten unasked."""
    problems = [*form.form_errors, *(f"{field.label.text}: {field.errors[0]}" for field in form if field.errors)]
    context = {"version": form.version.data, "saved_at": None, "problems": problems, "stands": form.stands}
    return page(request, "monitoring/_saved.html", context, status=form.refused or 422)
