"""add contract tables"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contract_import",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("unread", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("draft_version", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_contract_import_begun_by")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_import_contract_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contract_import_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_import")),
    )
    with op.batch_alter_table("contract_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_import_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "contract_entered",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_contract_entered_edition_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_contract_entered_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_entered")),
    )
    with op.batch_alter_table("contract_entered", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_entered_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "first_year_status",
        sa.Column("commitment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "fully_addressed",
                "partially_addressed",
                "not_addressed",
                "not_assessed",
                "not_assessable",
                name="readstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status_ground",
            sa.Enum(
                "",
                "unclear_words",
                "not_competence",
                name="readground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("status_source", sa.Text(), nullable=False),
        sa.Column("said_by", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "status_ground = '' OR status = 'not_assessable'", name=op.f("ck_first_year_status_ground_of")
        ),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_first_year_status_commitment_id")),
        sa.PrimaryKeyConstraint("commitment_id", name=op.f("pk_first_year_status")),
    )


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
