"""a commitment that cannot be assessed, and on what ground

A new word of `status` is a CHECK constraint of tables that others refer to: as in 0004, SQLite's text of the tables is
changed in the schema itself, and no table is copied. What stands keeps its status and has no ground.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

BEFORE = "'fully_addressed', 'partially_addressed', 'not_addressed', 'not_assessed'"
NOW = f"{BEFORE}, 'not_assessable'"
GROUNDS = "'unclear_words', 'not_competence'"
CHECKS = (("assessment", "status"), ("assessment", "before_reply"), ("rating", "status"))


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, column in CHECKS:
            name = op.f(f"ck_{table}_{column}")
            op.drop_constraint(name, table, type_="check")
            op.create_check_constraint(name, table, sa.text(f"{column} IN ({NOW})"))
    else:
        for table, column in CHECKS:
            _reword(table, f"({column} IN ({BEFORE}))", f"({column} IN ({NOW}))")
    for table in ("assessment", "rating"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN ground VARCHAR(40) "
            f"CONSTRAINT ck_{table}_ground CHECK (ground IN ({GROUNDS})) "
            f"CONSTRAINT ck_{table}_ground_of CHECK (ground IS NULL OR status = 'not_assessable')"
        )


def _reword(table: str, old: str, new: str) -> None:
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    changed = connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ? AND instr(sql, ?)",
        (old, new, table, old),
    )
    if changed.rowcount != 1:
        raise RuntimeError(f"table {table} is not written as the migrations before wrote it: {old}")
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
