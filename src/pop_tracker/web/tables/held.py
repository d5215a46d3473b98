"""A table that was read without a fault and waits for its sender's word, whatever it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from pop_tracker.web.source_list import SourceList
from pop_tracker.web.tables.columns import Columns
from pop_tracker.web.tables.grid import LeftOut
from pop_tracker.web.tables.reading import ReadRow
from pop_tracker.web.tables.shown import kept_values


class HeldTable(SQLModel):
    """No part of the public record; whose word it waits for, says `accounts.carried.SentTable`."""

    sent_at: datetime
    file_name: str = Field(max_length=200)
    source: str = Field(sa_type=SourceList)
    """Where the table comes from; of every row that names no source of its own."""
    rows: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    unread: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Headings in the file that are none of ours."""
    left_out: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    """What else of the file was not read (`grid.LeftOut`)."""


def keep(row: ReadRow, columns: Columns) -> dict[str, Any]:
    """As JSON."""
    said = {name: columns.by_name[name].keep(value) for name, value in row.said.items()}
    return {"line": row.line, "where": row.where, **said}


def kept(row: Mapping[str, Any], columns: Columns) -> ReadRow:
    said = {name: columns.by_name[name].kept(value) for name, value in row.items() if name not in ("line", "where")}
    return ReadRow(row["line"], said, row.get("where", ""))


def keep_left_out(left_out: Iterable[LeftOut]) -> list[dict[str, Any]]:
    return [asdict(replace(one, values=kept_values(one.values))) for one in left_out]
