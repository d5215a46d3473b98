"""What readers find at the address of a file that a redaction took: 410, what it was, when, by which entry, and its
digest, by which whoever cited it knows it. Elsewhere, the page for what is not there."""

from typing import Any

from litestar import Request, Response

from pop_tracker.browse.record.removed import gone
from pop_tracker.history import VERBS
from pop_tracker.web import failures
from pop_tracker.web.render import page, words_of


def missing_or_gone(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    path = str(request.scope["path"])
    if request.method not in ("GET", "HEAD") or path.startswith(("/puna", "/nenshkrim/", "/pergjigje/")):
        return failures.missing(request, error)
    with request.app.state.database.glancing() as session:
        found = gone(session, path)
    if found is None:
        return failures.missing(request, error)
    file, entry = found
    if failures.is_for_machines(request):
        return failures.failed(request, error, status=410, title=VERBS[entry.row.verb])
    context = {"file": file, "entry": entry, "did": words_of(request).gettext(VERBS[entry.row.verb])}
    return page(request, "browse/gone.html", context, status=410)
