"""in which language a municipality is written to"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reply_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(length=2), server_default="sq", nullable=False))


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
