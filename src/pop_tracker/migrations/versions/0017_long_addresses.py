"""web addresses of up to 2,000 signs, of a picture the size that it came in, of a meeting when it ends"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ADDRESSES = (
    ("capture", "url"),
    ("evidence", "url"),
    ("link", "url"),
    ("round", "elsewhere_url"),
    ("round_import", "elsewhere_url"),
)


def upgrade() -> None:
    op.add_column("consultation", sa.Column("hour_until", sa.String(10), nullable=False, server_default=""))
    op.add_column("consultation_photo", sa.Column("reduced_from", sa.String(20), nullable=False, server_default=""))
    op.add_column("evidence", sa.Column("file_reduced_from", sa.String(20), nullable=False, server_default=""))
    for table, column in ADDRESSES:
        if op.get_bind().dialect.name == "postgresql":
            op.alter_column(table, column, type_=sa.String(2000), existing_type=sa.String(500), existing_nullable=False)
        else:
            _reword(table, f"{column} VARCHAR(500)", f"{column} VARCHAR(2000)")


def _reword(table: str, old: str, new: str) -> None:
    """SQLite holds no text to its length: the words alone change, and no table is copied that others refer to."""
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    changed = connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ? AND instr(sql, ?)",
        (old, new, table, old),
    )
    if changed.rowcount != 1:
        raise RuntimeError(f"table {table} is not written as earlier migrations wrote it: {old}")
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
