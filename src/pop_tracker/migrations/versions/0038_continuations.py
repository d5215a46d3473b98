"""commitments that ask again for what an earlier contract asked"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "continuation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("continues_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("commitment_id <> continues_id", name=op.f("ck_continuation_two_of_them")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_continuation_commitment_id")),
        sa.ForeignKeyConstraint(["continues_id"], ["commitment.id"], name=op.f("fk_continuation_continues_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_continuation")),
        sa.UniqueConstraint("commitment_id", "continues_id", name=op.f("uq_continuation_commitment_id_continues_id")),
    )
    op.create_index("ix_continuation_commitment_id", "continuation", ["commitment_id"])
    op.create_index("ix_continuation_continues_id", "continuation", ["continues_id"])


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
