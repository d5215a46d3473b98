"""who rates a round may change, with a reason that is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rater_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("was_a_id", sa.Integer(), nullable=True),
        sa.Column("was_b_id", sa.Integer(), nullable=True),
        sa.Column("rater_a_id", sa.Integer(), nullable=True),
        sa.Column("rater_b_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_rater_change_changed_by")),
        sa.ForeignKeyConstraint(["rater_a_id"], ["person.id"], name=op.f("fk_rater_change_rater_a_id")),
        sa.ForeignKeyConstraint(["rater_b_id"], ["person.id"], name=op.f("fk_rater_change_rater_b_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_rater_change_round_id")),
        sa.ForeignKeyConstraint(["was_a_id"], ["person.id"], name=op.f("fk_rater_change_was_a_id")),
        sa.ForeignKeyConstraint(["was_b_id"], ["person.id"], name=op.f("fk_rater_change_was_b_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rater_change")),
    )
    op.create_index("ix_rater_change_round_id", "rater_change", ["round_id"])


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
