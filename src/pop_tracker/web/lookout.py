"""What must be known in any crowd: asked of the database on a connection and in a thread of its own."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Generic, TypeVar

from sqlmodel import Session

from pop_tracker.database import Database

T = TypeVar("T")
LONGEST = 2.0
"""Seconds that a question may take; after that the database counts as one that does not answer."""
log = logging.getLogger("pop_tracker")
_thread = ThreadPoolExecutor(1, thread_name_prefix="lookout")


class Lookout(Generic[T]):
    """One question, asked once for all who want to know at the same time. `database` names the one to ask."""

    def __init__(self, database: Callable[[], Database], question: Callable[[Session], T]) -> None:
        self.database, self.question = database, question
        self._asking: asyncio.Task[T | None] | None = None
        self._since = 0.0
        self._answers = True

    async def __call__(self) -> T | None:
        """What holds now, so never an answer to a question put before this one; None when the database is silent."""
        wanted = monotonic()
        while True:
            asking = self._asking
            if asking is None or asking.done() or asking.get_loop() is not asyncio.get_running_loop():
                self._asking = asking = asyncio.create_task(self._ask())
                self._since = monotonic()
            since = self._since
            await asyncio.wait({asking}, timeout=max(0, min(since, wanted) + LONGEST - monotonic()))
            if not asking.done():
                return None
            if since >= wanted:
                return asking.result()

    async def _ask(self) -> T | None:
        try:
            found = await asyncio.get_running_loop().run_in_executor(_thread, self._look)
        except Exception:  # whatever it is, /healthz must be able to say that the database does not answer
            if self._answers:
                log.exception("the database does not answer")
            self._answers = False
            return None
        self._answers = True
        return found

    def _look(self) -> T:
        with self.database().glancing() as session:
            return self.question(session)
