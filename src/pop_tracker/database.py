"""One engine, one session per request: kept on return, undone on raise.

SQLite runs in WAL mode. A writing transaction begins IMMEDIATE, because one that first reads and then asks for
the write lock fails at once when another has it, whatever the busy timeout says. Reading transactions on
PostgreSQL are REPEATABLE READ, so that all queries of a page see one state of the record, as they do on SQLite.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import object_session
from sqlmodel import Session, SQLModel

# Named constraints, so that migrations can find them again in both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def vocabulary(words: type[StrEnum], name: str = "") -> sa.Enum:
    """Column type for an enum: its values as text with a CHECK, the same in both databases.

    `name` is the CHECK's, where a table has two columns of one enum.
    """
    return sa.Enum(
        words,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name or words.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Scaled(sa.TypeDecorator[Decimal]):
    """An exact decimal, kept as a whole multiple of 10**-places: SQLite would make a float of a NUMERIC."""

    impl = sa.BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Any, dialect: Any) -> int | None:
        return None if value is None else int(Decimal(value).scaleb(self.places).to_integral_value(ROUND_HALF_UP))

    def process_result_value(self, value: Any, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


LEK = Scaled(2)
"""Money in lek (ALL), with qindarka."""
QUANTITY = Scaled(4)
"""What an indicator or a table of figures counts."""

Owner = TypeVar("Owner", bound=SQLModel)


def owner_of(row: SQLModel, table: type[Owner], key: int) -> Owner:
    """The row that a foreign key of another one names, in that one's session; raises LookupError outside of any."""
    session = object_session(row)
    owner = session.get(table, key) if session else None
    if owner is None:
        raise LookupError(f"{table.__name__} {key}: {type(row).__name__} is in no session")
    return owner


class Database:
    """The engine with its two ways in: `reading()` and `writing()`."""

    def __init__(self, url: str) -> None:
        # The same driver, whichever way the address names PostgreSQL.
        self.url = sa.make_url(url)
        if self.url.drivername in ("postgres", "postgresql"):
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = sa.create_engine(self.url, connect_args={"timeout": 30}, pool_size=20, max_overflow=20)
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
            self._reader: Engine = self.engine
        else:
            self.engine = sa.create_engine(self.url, pool_size=10, max_overflow=20, pool_pre_ping=True)
            self._reader = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._writer: Engine = self.engine.execution_options(write=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Commits on leaving; rolls back and raises on an error."""
        with Session(self._writer, expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    def dispose(self) -> None:
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; see _begin_sqlite
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "busy_timeout=30000", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
