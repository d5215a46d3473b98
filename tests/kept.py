"""What a process keeps from test to test, as a server keeps it from request to request: compiled statements and
templates, and the loop that requests run in. Each test has a database and clients of its own; made anew, these took
a quarter of its time.
"""

import os
from contextlib import ExitStack
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from jinja2 import Environment, FileSystemBytecodeCache
from sqlalchemy import event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

from pop_tracker.database import Database
from pop_tracker.web.i18n import Words
from pop_tracker.web.templates import Pages

TEMPLATES = "POP_TEMPLATES"
"""By this variable processes that test beside each other are told of the folder that the first of them made."""
_to_end = ExitStack()
_statements: LRUCache[Any, Any] = LRUCache(10_000)


def keep() -> None:
    """One kind of database is one to those who look for a compiled statement, whichever engine asks."""
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
        dialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    made = Database._engine

    def engine(self: Database, connections: int) -> Engine:
        found = made(self, connections)
        found._compiled_cache = _statements
        if self.is_sqlite:
            event.listen(found, "connect", _without_sync)
        return found

    Database._engine = engine  # type: ignore[method-assign]


def _without_sync(connection: Any, _record: Any) -> None:
    """No test cuts the power, and those that kill do it to processes of their own, which sync as ever."""
    connection.execute("PRAGMA synchronous=OFF")


@cache
def portal() -> BlockingPortal:
    """Where requests run; `end` ends it."""
    return _to_end.enter_context(start_blocking_portal())


@cache
def templates() -> str:
    """A folder for what templates were compiled to: whatever process tests, or serves in a test, finds there what
    others have met."""
    if TEMPLATES not in os.environ:
        os.environ[TEMPLATES] = _to_end.enter_context(TemporaryDirectory(prefix="pop-tracker-templates-"))
        _to_end.callback(os.environ.pop, TEMPLATES)
    return os.environ[TEMPLATES]


def keep_templates(folder: str) -> None:
    """Each language apart, because words that never change are put into what is compiled."""
    made = Pages._environment

    def environment(self: Pages, said: Words) -> Environment:
        found = made(self, said)
        found.bytecode_cache = FileSystemBytecodeCache(folder, f"%s.{said.language}")
        return found

    Pages._environment = environment  # type: ignore[method-assign]


def end() -> None:
    portal.cache_clear()
    templates.cache_clear()
    _to_end.close()
