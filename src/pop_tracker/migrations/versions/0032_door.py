"""What readers ask to have taken out, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "removal_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_removal_ask_municipality_id")),
        sa.ForeignKeyConstraint(["request_id"], ["redaction_request.id"], name=op.f("fk_removal_ask_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_ask")),
    )
    with op.batch_alter_table("removal_ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_removal_ask_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_removal_ask_request_id"), ["request_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
