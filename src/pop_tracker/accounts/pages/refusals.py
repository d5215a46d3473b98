"""Sees every answer that says no, whichever rule or guard said so, and has it noted: "not you" to whoever is signed in,
a form that is not ours, a receipt that is not there."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.refusals import count_missed_receipt, note_form, note_refusal
from pop_tracker.database import Database, in_one_line
from pop_tracker.web.client import client_of
from pop_tracker.web.forgery import NOT_OUR_FORM

log = logging.getLogger("pop_tracker")
RECEIPT = "/vertetim/{code:str}"


class NotesRefusals:
    """Middleware behind the one that knows who is there. When an answer begins, its request has no transaction left."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and (noting := _to_be_noted(scope, message["status"])):
                await _note(scope, noting)
            await send(message)

        await self.app(scope, receive, watched)


def _to_be_noted(scope: Any, status: int) -> Callable[[Database], None] | None:
    pattern = sorted(scope["route_handler"].paths)[0]
    if status == 404 and pattern == RECEIPT:
        return partial(count_missed_receipt, client=client_of(Request(scope)))
    if status != 403:
        return None
    viewer, door, why = scope.get("user"), f"{scope['method']} {pattern}", scope["state"].get(NOT_OUR_FORM)
    if isinstance(viewer, Viewer) and viewer.person_id is not None:
        return partial(note_refusal, person_id=viewer.person_id, door=door)
    return partial(note_form, door=door, why=why) if why else None


async def _note(scope: Any, noting: Callable[[Database], None]) -> None:
    try:
        await sync_to_thread(noting, scope["litestar_app"].state.database)
    except Exception as error:
        # The answer is the same whether it could be written down or not.
        log.error("a refusal was not noted: %s", in_one_line(error))
