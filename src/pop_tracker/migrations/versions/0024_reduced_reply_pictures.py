"""the size that a picture of a reply came in, where it is kept smaller"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch, which would copy a table that others refer to.
    op.add_column("reply_file", sa.Column("reduced_from", sa.String(length=20), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
