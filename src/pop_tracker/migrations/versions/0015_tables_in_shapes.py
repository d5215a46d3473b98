"""Money by year and aims in words of a plan's items; tables that are read as a person says."""

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
    with op.batch_alter_table("plan_import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("doubts", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("contents", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("mapping", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("is_read", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "plan_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_plan_mapping_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_mapping")),
        sa.UniqueConstraint("municipality_id", "digest", name=op.f("uq_plan_mapping_municipality_id_digest")),
    )
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("costs_by_year", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("target_words", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
