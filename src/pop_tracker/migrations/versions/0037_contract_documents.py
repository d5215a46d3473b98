"""contract documents"""

import sqlalchemy as sa
from alembic import op

from pop_tracker.web.source_list import SourceList

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contract_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("original_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("from_pictures", sa.JSON(), nullable=False),
        sa.Column("is_free", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("said_by", sa.Integer(), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name=op.f("fk_contract_document_agreed_by")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_contract_document_said_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_document")),
    )
    op.create_table(
        "document_declaration",
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("carried_by", sa.Integer(), nullable=True),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_document_declaration_begun_by")),
        sa.ForeignKeyConstraint(["carried_by"], ["person.id"], name=op.f("fk_document_declaration_carried_by")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["contract_document.id"], name=op.f("fk_document_declaration_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_document_declaration_organisation_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_document_declaration_recorded_by")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_declaration")),
    )  # fmt: skip
    op.create_table(
        "contract_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("term_from", sa.Integer(), nullable=True),
        sa.Column("term_until", sa.Integer(), nullable=True),
        sa.Column("source", SourceList(), nullable=False),
        sa.Column("checked", sa.JSON(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.Column("pages_read", sa.Integer(), nullable=False),
        sa.Column("pages_found", sa.Integer(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("wrote", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("edition_words", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["contract_document.id"], name=op.f("fk_contract_reading_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_contract_reading_edition_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_contract_reading_municipality_id")
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_contract_reading_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_reading")),
    )
    op.create_index(op.f("ix_contract_reading_municipality_id"), "contract_reading", ["municipality_id"])
    # Without a batch: others refer to both tables, and copying them would follow those.
    op.add_column("commitment_text", sa.Column("passage", sa.Text(), server_default="", nullable=False))
    op.add_column("commitment_text", sa.Column("passage_page", sa.Integer(), nullable=True))
    op.execute(
        "ALTER TABLE edition ADD COLUMN document_id INTEGER "
        "CONSTRAINT fk_edition_document_id REFERENCES contract_document (id)"
    )


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
