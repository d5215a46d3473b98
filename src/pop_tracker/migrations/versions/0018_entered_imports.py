"""imports of plans that were entered, to be taken back as one step"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entered_import",
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["history_entry.number"], name=op.f("fk_entered_import_entry")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_entered_import_plan_id")),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_entered_import")),
    )
    op.create_index(op.f("ix_entered_import_plan_id"), "entered_import", ["plan_id"])


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
