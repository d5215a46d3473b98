"""Databases as an earlier release left them."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pop_tracker.cli.schema import upgrade
from pop_tracker.database import Database

Data = dict[str, list[dict[str, Any]]]


def kept(file: str) -> Data:
    tables = json.loads((Path(__file__).parent / file).read_text(encoding="utf-8"))
    return {
        name: [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]] for name, table in tables.items()
    }


def keep(database: Database, file: Path) -> None:
    """Writes SQLite's rows as they stand, one a line; tables without rows are left out."""
    tables = sa.MetaData()
    parts = []
    with database.engine.connect() as connection:
        tables.reflect(connection)
        for table in tables.sorted_tables:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table.name}").all()  # noqa: S608
            if rows and table.name != "alembic_version":
                columns = json.dumps([column.name for column in table.columns])
                lines = ",\n".join(json.dumps(list(row), ensure_ascii=False, default=bytes.hex) for row in rows)
                parts.append(f'"{table.name}": {{"columns": {columns}, "rows": [\n{lines}\n]}}')
    file.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def fill(database: Database, revision: str, data: Data) -> None:
    """Brings an empty database to a release's schema and puts the release's rows in.

    The guards on history are lifted meanwhile: the rows are entered as they stood, not one verb after another.
    """
    with database.engine.execution_options(write=True).begin() as connection:
        upgrade(connection, revision)
    with database.engine.execution_options(write=True).begin() as connection:
        triggers: Sequence[Any] = ()
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type='trigger'").all()
            for name, _ in triggers:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        tables = sa.MetaData()
        tables.reflect(connection)
        for name, rows in data.items():
            table = tables.tables[name]
            connection.execute(table.delete())
            connection.execute(table.insert(), [{key: _typed(table.c[key], row[key]) for key in row} for row in rows])
            if not database.is_sqlite and name not in ("history_head", "history_entry") and "id" in table.c:
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"  # noqa: S608
                )
        for _, statement in triggers:
            connection.exec_driver_sql(statement)


def _typed(column: sa.Column[Any], value: Any) -> Any:
    """SQLite's plain values as the column's type."""
    if value is None:
        return None
    if isinstance(column.type, sa.DateTime):
        return datetime.fromisoformat(f"{value}+00:00")
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    if isinstance(column.type, sa.Boolean):
        return bool(value)
    if isinstance(column.type, sa.JSON):
        return json.loads(value)
    if isinstance(column.type, sa.LargeBinary):
        return bytes.fromhex(value)
    return value
