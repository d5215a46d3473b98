"""/healthz: whether the database answers, where the record stands, and whether background work is done; for whoever
watches the server."""

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get
from sqlmodel import Session

from pop_tracker import history
from pop_tracker.accounts.pages.guards import OPEN
from pop_tracker.web import duties


def state_of(session: Session) -> tuple[history.Head, duties.Age]:
    """What it tells; `app` asks it in a thread and on a connection of its own."""
    return history.head(session), duties.age(session, datetime.now(UTC))


@get("/healthz", opt={**OPEN, "exclude_from_csrf": True, "unbounded": True})
async def healthz(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """200 with the head of history and the age of the duties, or 503. It takes no place, thread or connection of a
    page: it is asked just when there are none.

    Duties that are late leave it 200: the site answers, and what to make of them is for whoever watches. Everybody
    reads it, so it says only whether there is an undeclared proxy: which, stands in the log.
    """
    uncached = {"Cache-Control": "no-store"}
    found = await request.app.state.health()
    if found is None:
        return Response({"database": "unavailable"}, status_code=503, headers=uncached)
    head, age = found
    return Response(
        {
            "database": "ok",
            "head": {"number": head.number, "hash": head.hash},
            "duties": {"age_seconds": age.seconds, "late": age.late},
            "undeclared_proxy": request.app.state.proxies.seen != "",
        },
        headers=uncached,
    )


HANDLERS: list[Any] = [healthz]
