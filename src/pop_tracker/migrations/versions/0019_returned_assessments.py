"""what a reviewer had read of an assessment when they returned it"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment_returned",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_returned_assessment_id_assessment")
        ),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_assessment_returned")),
    )


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
