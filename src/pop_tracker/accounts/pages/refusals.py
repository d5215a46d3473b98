"""Sees every answer that says "not you" to somebody signed in, whichever rule or guard said so, and has it noted."""

import logging
from typing import Any

from litestar.concurrency import sync_to_thread
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.refusals import note_refusal
from pop_tracker.database import in_one_line

log = logging.getLogger("pop_tracker")


class NotesRefusals:
    """Middleware behind the one that knows who is there. When an answer begins, its request has no transaction left."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 403:
                await _note(scope)
            await send(message)

        await self.app(scope, receive, watched)


async def _note(scope: Any) -> None:
    viewer = scope.get("user")
    if not isinstance(viewer, Viewer) or viewer.person_id is None:
        return
    door = f"{scope['method']} {sorted(scope['route_handler'].paths)[0]}"
    try:
        await sync_to_thread(note_refusal, scope["litestar_app"].state.database, viewer.person_id, door)
    except Exception as error:
        # The answer is the same whether it could be written down or not.
        log.error("a refusal was not noted: %s", in_one_line(error))
