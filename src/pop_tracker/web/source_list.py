"""The column that keeps sources (`sources.py`): apart from them, because whoever reads a table needs no database."""

import json
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapper
from sqlmodel import SQLModel

from pop_tracker.web.sources import Sources


class SourceList(sa.TypeDecorator[Sources]):
    """Sources, kept as a list in JSON. What is given as text is read when the row is kept."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else json.dumps(Sources.of(value).as_list, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: Any, dialect: Any) -> Sources | None:
        """What is no list was written past this site: verification tells of it, and pages show it."""
        if value is None:
            return None
        try:
            listed = json.loads(value)
            return Sources.of_list(listed if isinstance(listed, list) else value)
        except (ValueError, TypeError):
            return Sources.of(value)


@event.listens_for(SQLModel, "before_insert", propagate=True)
@event.listens_for(SQLModel, "before_update", propagate=True)
def _read_what_was_given(mapper: Mapper[Any], _connection: Any, row: SQLModel) -> None:
    """Before the row is kept, so that its entry in the record says the list."""
    for name in _lists_of(mapper):
        setattr(row, name, Sources.of(getattr(row, name)))


@cache
def _lists_of(mapper: Mapper[Any]) -> list[str]:
    return [one.key for one in mapper.column_attrs if isinstance(one.columns[0].type, SourceList)]
