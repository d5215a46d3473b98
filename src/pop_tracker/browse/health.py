"""/healthz: whether the database answers, and where the record stands; for whoever watches the server."""

import logging
from typing import Any

from litestar import Request, Response, get
from sqlalchemy.exc import SQLAlchemyError

from pop_tracker import history
from pop_tracker.accounts.guards import OPEN
from pop_tracker.database import Database

log = logging.getLogger("pop_tracker")


@get("/healthz", opt={**OPEN, "exclude_from_csrf": True}, sync_to_thread=True)
def healthz(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """200 with the head of history, or 503. It opens its own session: a missing database is its answer, no crash."""
    database: Database = request.app.state.database
    uncached = {"Cache-Control": "no-store"}
    try:
        with database.reading() as session:
            head = history.head(session)
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return Response({"database": "unavailable"}, status_code=503, headers=uncached)
    return Response({"database": "ok", "head": {"number": head.number, "hash": head.hash}}, headers=uncached)


HANDLERS: list[Any] = [healthz]
