"""What took the place of a commitment that was split or merged."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commitment_successor",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_successor_commitment_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["commitment_text.id"], name=op.f("fk_commitment_successor_text_id")),
        sa.PrimaryKeyConstraint("text_id", "commitment_id", name=op.f("pk_commitment_successor")),
    )
    with op.batch_alter_table("commitment_successor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_successor_commitment_id"), ["commitment_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
