"""Who may pass a door. Deny by default: a handler that is not marked public asks for a signed-in person.

`PUBLIC` marks pages anyone may read, which are also kept by the page cache; `OPEN` marks doors that are open
but never cached: signing in, a candidate's personal link. Both are held against a committed list by a test.

Guards are coroutines because Litestar would send a plain function to a thread, and these only look.
"""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler

from pop_tracker.accounts.models import ANYONE, Viewer
from pop_tracker.accounts.second_factor import RECENT

PUBLIC = {"public": True, "cacheable": True, "exclude_from_csrf": True}
OPEN = {"public": True}
ENTERING = {"entering": True}
"""Also for who came by a link and has still to prove that it is they."""
BY_LINK = {**OPEN, "writes": True}
"""Behind a personal link. One that does not exist is counted, so opening it may write."""


class Unproven(Exception):
    """They have still to prove, or to prove again, that it is they; `app` leads them to where they can."""


Connection = ASGIConnection[Any, Any, Any, Any]


def viewer(connection: Connection) -> Viewer:
    found = connection.scope.get("user")
    return found if isinstance(found, Viewer) else ANYONE


async def signed_in_unless_public(connection: Connection, handler: BaseRouteHandler) -> None:
    """Stands at every door of the application."""
    if handler.opt.get("public") or viewer(connection).is_signed_in:
        return
    if viewer(connection).entering is None:
        raise NotAuthorizedException
    if not handler.opt.get("entering"):
        raise Unproven


async def editor(connection: Connection, _: BaseRouteHandler) -> None:
    """Editors, and the coordinator for municipalities without an organisation; which ones, the page asks."""
    if not (viewer(connection).is_editor or viewer(connection).is_coordinator):
        raise PermissionDeniedException


async def reviewer(connection: Connection, _: BaseRouteHandler) -> None:
    if not viewer(connection).is_reviewer:
        raise PermissionDeniedException


async def coordinator(connection: Connection, _: BaseRouteHandler) -> None:
    if not viewer(connection).is_coordinator:
        raise PermissionDeniedException


async def lately_proven(connection: Connection, _: BaseRouteHandler) -> None:
    """Before what is published, approved, taken out of the record or given to somebody, and at the pages that lead
    there, so that most people prove it before they type. It comes after the guard that asks for the role."""
    if viewer(connection).must_prove and not viewer(connection).has_proven_within(RECENT):
        raise Unproven
