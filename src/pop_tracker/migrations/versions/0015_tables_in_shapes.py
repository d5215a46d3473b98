"""Money by year and aims in words of a plan's items; what a table that was sent leaves out."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("plan_import", "round_import"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("left_out", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("costs_by_year", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("target_words", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
