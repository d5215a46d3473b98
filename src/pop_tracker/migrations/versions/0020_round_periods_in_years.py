"""periods of rounds of which no months are known"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("round", "round_import"):
        op.add_column(table, sa.Column("period_in_years", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
