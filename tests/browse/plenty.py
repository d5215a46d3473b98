"""The training contract many times over, to see that a page asks the database no more often for it."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import (
    Commitment,
    CommitmentRoot,
    CommitmentText,
    CommitmentUnit,
    Priority,
    PriorityText,
)

FAR = 100_000
"""Added to an id for each copy."""


def add_copies(session: Session, times: int) -> None:
    """Copies of Shembull's contract, published edition and all, each with its own far-off term."""
    contract = _row(session, Contract, Contract.slug == "shembull-2023")
    edition = _row(session, Edition, Edition.contract_id == contract["id"])
    of_contract = (Priority, Commitment)
    of_edition = (PriorityText, CommitmentText)
    copied: list[tuple[type[SQLModel], list[dict[str, Any]]]] = [(Contract, [contract]), (Edition, [edition])]
    copied += [(table, _rows(session, table, table.contract_id == contract["id"])) for table in of_contract]
    copied += [(table, _rows(session, table, table.edition_id == edition["id"])) for table in of_edition]
    texts = [row["id"] for row in copied[-1][1]]
    of_text = (CommitmentUnit, CommitmentRoot)
    copied += [(table, _rows(session, table, col(table.text_id).in_(texts))) for table in of_text]
    ours = {"id", "contract_id", "edition_id", "priority_id", "commitment_id", "parent_id", "text_id"}
    for table, rows in copied:
        moved: Callable[[dict[str, Any], int], dict[str, Any]] = lambda row, number: {  # noqa: E731
            name: value + number * FAR if name in ours and value is not None else value for name, value in row.items()
        }
        made = [moved(row, number) for number in range(1, times + 1) for row in rows]
        if table is Contract:
            for row in made:
                row.update(slug=f"kopje-{row['id']}", term_from=row["id"], term_until=row["id"] + 4)
        session.execute(sa.insert(table), made)


def _rows(session: Session, table: type[SQLModel], condition: Any) -> list[dict[str, Any]]:
    columns = sa.inspect(table).local_table.columns
    return [dict(row) for row in session.execute(sa.select(*columns).where(condition)).mappings()]


def _row(session: Session, table: type[SQLModel], condition: Any) -> dict[str, Any]:
    return _rows(session, table, condition)[0]
