"""the term of a reply and the document of an earlier round"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("elsewhere_url", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("elsewhere_file_sha256", sa.String(length=64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("elsewhere_file_name", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reply_complete_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_round_elsewhere_file_sha256"), ["elsewhere_file_sha256"], unique=False)

    with op.batch_alter_table("round_import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("elsewhere_url", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("elsewhere_file_sha256", sa.String(length=64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("elsewhere_file_name", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
