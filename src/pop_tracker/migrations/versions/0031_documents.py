"""The digest of a document as it was sent, beside that of the document as it is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

COLUMNS = (
    ("consultation", "minutes_original_sha256"),
    ("disavowal", "file_original_sha256"),
    ("evidence_file", "original_sha256"),
    ("reply_file", "original_sha256"),
    ("round", "elsewhere_file_original_sha256"),
    ("round_import", "elsewhere_file_original_sha256"),
    ("signature", "scan_original_sha256"),
)


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
