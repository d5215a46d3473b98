"""What readers find at the address of a thing that was entered by mistake and taken away again: 410, why, and the entry
of the record."""

from typing import Any

from litestar import Request, Response
from sqlmodel import Session

from pop_tracker import history
from pop_tracker.history import Recorded
from pop_tracker.web.render import page


def withdrawn_page(request: Request[Any, Any, Any], session: Session, thing: Recorded) -> Response[str]:
    entry = history.entries(session, paths=[thing.path], limit=1)[0]
    return page(request, "browse/withdrawn.html", {"thing": thing, "entry": entry.row.number}, status=410)
