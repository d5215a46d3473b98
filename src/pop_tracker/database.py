"""How the database is reached: sessions that are kept on return and undone on a raise.

SQLite runs in WAL mode. A writing transaction begins IMMEDIATE, because one that first reads and then asks for
the write lock fails at once when another has it, whatever the busy timeout says. Reading transactions on
PostgreSQL are REPEATABLE READ, so that all queries of a page see one state of the record, as they do on SQLite.

Nothing waits for long. Where people wait for the answer (`Patience`), a lock, a statement and a forgotten transaction
have some seconds each; what they run into is told by `is_away`, and the site asks people to come again.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg.errors import IdleInTransactionSessionTimeout, ReadOnlySqlTransaction
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
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


def names_any(session: Session, of: type[SQLModel], ids: Any, *, aside: frozenset[str] = frozenset()) -> str | None:
    """A table with a row that refers by id to one of these, whatever room it belongs to; tables `aside` do not count.
    `ids` is a list, or a query. One query, which looks at one table after the other."""
    own = of.__table__  # type: ignore[attr-defined]
    named = [
        sa.select(sa.literal(str(table.name))).where(sa.exists().where(column.in_(ids)))
        for table in SQLModel.metadata.sorted_tables
        for column in (table.columns if table.name not in aside else ())
        if column.references(own.c.id)
    ]
    return session.execute(sa.union_all(*named).limit(1)).scalar()


def free_slug(session: Session, column: Any, wanted: str) -> str:
    """The name in an address, with a number behind it where another thing has it."""
    taken = set(session.exec(sa.select(column).where(column.startswith(wanted))).scalars())  # type: ignore[call-overload]
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


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

POOL_SECONDS = 2
Owner = TypeVar("Owner", bound=SQLModel)


def owner_of(row: SQLModel, table: type[Owner], key: int) -> Owner:
    """The row that a foreign key of another one names, in that one's session; raises LookupError outside of any."""
    session = object_session(row)
    owner = session.get(table, key) if session else None
    if owner is None:
        raise LookupError(f"{table.__name__} {key}: {type(row).__name__} is in no session")
    return owner


@dataclass(frozen=True)
class Patience:
    """Seconds until the database gives up: waiting for a lock, for a statement to end, for a transaction to go on.
    0: PostgreSQL waits as long as it takes; SQLite does not wait at all for a lock."""

    lock: float = 30
    statement: float = 0
    idle: float = 0
    connect: int = 5


FOR_WORK = Patience(lock=10)
"""Nobody waits for background work; what was locked is tried again soon."""
FOR_A_READER = Patience(lock=3, statement=6, idle=15, connect=3)
"""An answer that comes later than ten seconds is none, and a request may wait twice: for its turn and for a lock."""


class Database:
    """The engine with its two ways in: `reading()` and `writing()`.

    It opens at most `connections` at a time, and one more for `glancing()`. Who finds none free waits for two seconds
    and then is refused; the site lets in no more requests than there are.
    """

    def __init__(self, url: str, *, connections: int = 20, patience: Patience | None = None) -> None:
        # The same driver, whichever way the address names PostgreSQL.
        self.url = sa.make_url(url)
        if self.url.drivername in ("postgres", "postgresql"):
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._patience = patience or Patience()
        self.engine = self._engine(connections)
        self._glance = self._engine(1)
        self._reader = self._reading(self.engine)
        self._glancer = self._reading(self._glance)
        self._writer: Engine = self.engine.execution_options(write=True)

    def _engine(self, connections: int) -> Engine:
        """Connects to nothing yet."""
        patience = self._patience
        if self.is_sqlite:
            engine = sa.create_engine(
                self.url,
                connect_args={"timeout": patience.lock},
                poolclass=sa.QueuePool,
                pool_size=connections,
                max_overflow=0,
                pool_timeout=POOL_SECONDS,
            )
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        limits = {
            "lock_timeout": patience.lock,
            "statement_timeout": patience.statement,
            "idle_in_transaction_session_timeout": patience.idle,
        }
        return sa.create_engine(
            self.url,
            connect_args={
                "options": " ".join(
                    [*_said(self.url, "options"), *(f"-c {name}={1000 * s:.0f}" for name, s in limits.items())]
                ),
                "connect_timeout": patience.connect,
                # A server that is gone without a word is noticed, whether something was on its way or not.
                "tcp_user_timeout": 1000 * patience.connect,
                "keepalives_idle": 3,
                "keepalives_interval": 1,
                "keepalives_count": 3,
            },
            pool_size=connections,
            max_overflow=0,
            pool_timeout=POOL_SECONDS,
            pool_pre_ping=True,
        )

    def _reading(self, engine: Engine) -> Engine:
        if self.is_sqlite:
            return engine
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def session(self, *, writes: bool) -> Session:
        """A session that connects with its first query; end it with `one_transaction`."""
        if writes:
            return Session(self._writer, expire_on_commit=False, info={"writes": True})
        return Session(self._reader, expire_on_commit=False, autoflush=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with one_transaction(self.session(writes=False)) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Commits on leaving; rolls back and raises on an error."""
        with one_transaction(self.session(writes=True)) as session:
            yield session

    @contextmanager
    def glancing(self) -> Iterator[Session]:
        """A reading session on a connection of its own, free however many requests are on their way."""
        with one_transaction(Session(self._glancer, expire_on_commit=False, autoflush=False)) as session:
            yield session

    def wipe(self) -> bool:
        """Lets go of what is left of deleted rows. SQLite is written anew, because a page keeps remains of rows that
        were moved, and its write-ahead log is emptied; in PostgreSQL dead rows go, while its own log is recycled in
        time. False where others stand in the way: it has to be tried again."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not self.is_sqlite:
                connection.exec_driver_sql("VACUUM")
                return True
            driver: Any = connection.connection.dbapi_connection
            try:
                driver.execute("VACUUM")
                busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.OperationalError as error:
                if is_away(DBAPIError("VACUUM", None, error)):
                    return False
                raise
            return not busy

    def dispose(self) -> None:
        self.engine.dispose()
        self._glance.dispose()


@contextmanager
def one_transaction(session: Session) -> Iterator[Session]:
    """What a session that writes did is kept on return and undone on a raise; its connection goes back before this
    ends, in the thread that used it."""
    try:
        yield session
        if session.info.get("writes"):
            _commit(session)
    except BaseException as error:
        session.rollback()
        refused = error.orig if isinstance(error, DBAPIError) else None
        if isinstance(refused, ReadOnlySqlTransaction) and session.info.get("writes"):
            raise StandsBy(str(refused)) from error
        raise
    finally:
        session.close()


class StandsBy(Exception):
    """The server takes nothing: it has become the one that stands by."""


class LostAtCommit(Exception):
    """The connection broke while committing: whether it was kept, nobody can say."""


def _commit(session: Session) -> None:
    """Raises LostAtCommit."""
    session.flush()  # what breaks here was not kept
    try:
        session.commit()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise LostAtCommit(str(error.orig)) from error
        raise


def _said(url: sa.URL, name: str) -> list[str]:
    """What an address says of an option of PostgreSQL's driver."""
    found = url.query.get(name, ())
    return [found] if isinstance(found, str) else list(found)


def is_away(error: BaseException) -> bool:
    """True where the database, or the disk, cannot take or give anything now and may be well again in a moment:
    locked, restarting, out of connections, full. False for a fault of ours, such as a table that is not there."""
    if isinstance(error, PoolTimeout | LostAtCommit | StandsBy):
        return True
    if isinstance(error, DBAPIError):
        if isinstance(error.orig, sqlite3.Error):
            return getattr(error.orig, "sqlite_errorname", "").startswith(_SQLITE_AWAY)
        return error.connection_invalidated or isinstance(
            error.orig, psycopg.OperationalError | psycopg.InterfaceError | IdleInTransactionSessionTimeout
        )
    return isinstance(error, OSError) and error.errno in _DISK_AWAY


def in_one_line(error: BaseException) -> str:
    """What the database said, for the log. Of what PostgreSQL says about a statement only the first line: the
    statement and its values, which follow, may hold somebody's words."""
    said = getattr(error, "orig", None) or error
    lines = str(said).splitlines()
    if getattr(said, "sqlstate", None):
        lines = lines[:1]
    return " ".join(" ".join(lines).split()) or type(error).__name__


_SQLITE_AWAY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
_DISK_AWAY = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; see _begin_sqlite
    cursor = connection.cursor()
    # secure_delete: what a redaction deletes is overwritten, not only forgotten.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
