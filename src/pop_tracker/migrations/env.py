"""Alembic's entry: runs on the connection that `cli` hands over."""

from typing import Any, Literal

from alembic import context

from pop_tracker.tables import metadata


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """SQLModel's own column types as the SQLAlchemy types they stand for: migrations outlive a library."""
    if kind == "type" and type(item).__module__.startswith("sqlmodel"):
        if type(item).__name__ == "AutoString":
            return f"sa.String(length={item.length})" if item.length else "sa.String()"
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most things in place; Alembic copies the table instead.
    render_as_batch=True,
    render_item=plain_type,
)
with context.begin_transaction():
    context.run_migrations()
