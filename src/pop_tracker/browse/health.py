"""/healthz: whether the database answers, and where the record stands; for whoever watches the server."""

from typing import Any

from litestar import Request, Response, get

from pop_tracker.accounts.guards import OPEN


@get("/healthz", opt={**OPEN, "exclude_from_csrf": True, "unbounded": True})
async def healthz(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """200 with the head of history, or 503. It takes no place, thread or connection of a page: it is asked just when
    there are none."""
    uncached = {"Cache-Control": "no-store"}
    head = await request.app.state.health()
    if head is None:
        return Response({"database": "unavailable"}, status_code=503, headers=uncached)
    return Response({"database": "ok", "head": {"number": head.number, "hash": head.hash}}, headers=uncached)


HANDLERS: list[Any] = [healthz]
