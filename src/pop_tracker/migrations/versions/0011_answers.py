"""answers through a link and a code: codes, receipts, signers' words, annulments; whose an answer is, scans, disputes

As in 0003, no table that others refer to is copied. Answers that stand are tied to nobody anew: whose they are is
derived from their invitation, as far as they have one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailed_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=120), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_code")),
    )
    with op.batch_alter_table("mailed_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailed_code_purpose"), ["purpose"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=120), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["history_entry.number"], name=op.f("fk_receipt_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("code", name=op.f("uq_receipt_code")),
        sa.UniqueConstraint("entry", name=op.f("uq_receipt_entry")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_mailed_at"), ["mailed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_receipt_pdf_sha256"), ["pdf_sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_receipt_purpose"), ["purpose"], unique=False)

    op.create_table(
        "annulment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_annulment_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_annulment_decided_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_annulment_organisation_id")),
        sa.ForeignKeyConstraint(["signature_id"], ["signature.id"], name=op.f("fk_annulment_signature_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annulment")),
    )
    with op.batch_alter_table("annulment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annulment_signature_id"), ["signature_id"], unique=False)

    op.create_table(
        "signers_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column(
            "said_with",
            sa.Enum(
                "reservation",
                "statement",
                "withdrawal",
                name="said",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_signers_words_commitment_id")),
        sa.ForeignKeyConstraint(["signature_id"], ["signature.id"], name=op.f("fk_signers_words_signature_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signers_words")),
    )
    with op.batch_alter_table("signers_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signers_words_signature_id"), ["signature_id"], unique=False)

    for column, referred in [
        ("after_id", "signature"),
        ("candidate_id", "candidate"),
        ("office_id", "office"),
        ("disputed_by", "person"),
    ]:
        op.execute(
            f"ALTER TABLE signature ADD COLUMN {column} INTEGER "
            f"CONSTRAINT fk_signature_{column} REFERENCES {referred} (id)"
        )
    for added in (
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulment", sa.Text(), nullable=False, server_default=""),
        sa.Column("scan_sha256", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("scan_name", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("scan_type", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("scan_is_offered", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("scan_is_public", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("dispute", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("signature", added)
    op.create_index("ix_signature_after_id", "signature", ["after_id"], unique=True)
    for column in ("candidate_id", "office_id", "scan_sha256"):
        op.create_index(f"ix_signature_{column}", "signature", [column])


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
