"""The decorators of every door. A handler runs in one thread from its first query to its answer, and there its
transaction ends and its connection goes back.

Litestar would end a session in a dependency's clean-up, which waits for a thread of the pool that the handlers run
in: under a crowd the finished ones then wait, with what they hold, behind those that wait for it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import litestar
from sqlmodel import Session

from pop_tracker.database import one_transaction
from pop_tracker.web.done import SAVED

Handler = Callable[..., Any]


def get(path: str, **more: Any) -> Callable[[Handler], litestar.handlers.HTTPRouteHandler]:
    """As Litestar's, for a plain function."""
    return lambda handler: litestar.get(path, sync_to_thread=True, **more)(_in_one_transaction(handler))


def post(path: str, done: str = SAVED, **more: Any) -> Callable[[Handler], litestar.handlers.HTTPRouteHandler]:
    """As Litestar's, for a plain function. `done`: what the page that it leads to says once, when the form was taken; a
    message id whose parameters are those of the path. Empty: the page itself says it."""
    opt = {**more.pop("opt", {}), "done": done}
    return lambda handler: litestar.post(path, sync_to_thread=True, opt=opt, **more)(_in_one_transaction(handler))


def _in_one_transaction(handler: Handler) -> Handler:
    """The handler's `session`, or its desk's, if it asks for one, is kept when it returns and undone when it raises."""

    @wraps(handler)
    def run(**given: Any) -> Any:
        session: Session | None = given.get("session") or getattr(given.get("desk"), "session", None)
        if session is None:
            return handler(**given)
        with one_transaction(session):
            return handler(**given)

    return run
