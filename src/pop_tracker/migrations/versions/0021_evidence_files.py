"""several files of a piece of evidence: the one that it had becomes the first"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("reduced_from", sa.String(length=20), nullable=False),
        sa.Column("caption", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_file_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
        sa.UniqueConstraint("evidence_id", "position", name=op.f("uq_evidence_file_evidence_id_position")),
    )
    op.drop_index(op.f("ix_evidence_file_sha256"), "evidence")
    op.create_index(op.f("ix_evidence_file_sha256"), "evidence_file", ["sha256"])
    op.execute(
        "INSERT INTO evidence_file (evidence_id, position, sha256, name, type, size, reduced_from, caption) "
        "SELECT id, 0, file_sha256, file_name, file_type, coalesce(file_size, 0), file_reduced_from, '' "
        "FROM evidence WHERE file_sha256 <> '' ORDER BY id"
    )
    # Not in a batch, which would copy a table that others refer to.
    for name in ("sha256", "name", "type", "size", "reduced_from"):
        op.drop_column("evidence", f"file_{name}")


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
