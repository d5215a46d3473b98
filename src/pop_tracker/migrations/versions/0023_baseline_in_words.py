"""Baselines of a plan's items in words."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan_item", sa.Column("baseline_words", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
