"""points of a consultation: when they were amended, and whether they were taken away"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("consultation_point", sa.Column("amended_in", sa.Integer(), nullable=True))
    op.add_column(
        "consultation_point", sa.Column("is_taken_away", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
