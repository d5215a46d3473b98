"""whoever asked for a link to sign in; what became of a reply link's letter stands at the letter (0006)"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_link")),
    )
    op.execute(
        "INSERT INTO letter (address, about, thing, subject, sealed, reply_to, stop_link, written_at, until, tries, "
        "sent_at, failed_at, problem) SELECT email, 'E drejta e përgjigjes', 'reply_link/' || id, '', '', '', '', "
        "created_at, created_at, 1, mailed_at, CASE WHEN mailed_at IS NULL THEN mail_failed_at END, '' "
        "FROM reply_link WHERE mailed_at IS NOT NULL OR mail_failed_at IS NOT NULL"
    )
    # Not in a batch, which would copy a table that others refer to.
    op.drop_column("reply_link", "mail_failed_at")
    op.drop_column("reply_link", "mailed_at")


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
