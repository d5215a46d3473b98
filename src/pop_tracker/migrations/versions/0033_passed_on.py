"""who sent a table that passed to somebody else before it was confirmed"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("plan_import", "round_import"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN begun_by INTEGER CONSTRAINT fk_{table}_begun_by REFERENCES person (id)"
        )


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
