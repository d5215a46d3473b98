"""whose an address is, which domains are an institution's, and what invitations know of them"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "address_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("of", sa.String(length=40), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "municipality",
                "party",
                "private",
                name="addresskind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("claimed_by", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_for", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> claimed_by", name=op.f("ck_address_claim_second_person")
        ),
        sa.ForeignKeyConstraint(["claimed_by"], ["person.id"], name=op.f("fk_address_claim_claimed_by")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_address_claim_confirmed_by")),
        sa.ForeignKeyConstraint(["confirmed_for"], ["organisation.id"], name=op.f("fk_address_claim_confirmed_for")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_address_claim_ended_by")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_address_claim_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_address_claim_organisation_id")
        ),
        sa.ForeignKeyConstraint(["refused_by"], ["person.id"], name=op.f("fk_address_claim_refused_by")),
        sa.ForeignKeyConstraint(["returned_by"], ["person.id"], name=op.f("fk_address_claim_returned_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_claim")),
    )
    with op.batch_alter_table("address_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_address_claim_mailbox"), ["mailbox"], unique=False)
        batch_op.create_index(batch_op.f("ix_address_claim_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(
            "uq_address_claim_standing",
            ["of"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "contact_erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("of", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "confirmed", "declined", name="erasureanswer", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answered_by IS NULL OR answered_by <> asked_by", name=op.f("ck_contact_erasure_second_person")
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_contact_erasure_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_contact_erasure_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_erasure")),
    )
    with op.batch_alter_table("contact_erasure", schema=None) as batch_op:
        batch_op.create_index(
            "uq_contact_erasure_open",
            ["of"],
            unique=True,
            sqlite_where=sa.text("answer IS NULL"),
            postgresql_where=sa.text("answer IS NULL"),
        )

    op.create_table(
        "institution_domain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "municipality", "party", name="institutionkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> recorded_by", name=op.f("ck_institution_domain_second_person")
        ),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_institution_domain_confirmed_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_institution_domain_ended_by")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_institution_domain_municipality_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_institution_domain_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_domain")),
    )
    with op.batch_alter_table("institution_domain", schema=None) as batch_op:
        batch_op.create_index(
            "uq_institution_domain_standing",
            ["domain"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "invitation_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_link_invitation_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_invitation_link_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_link_token_hash")),
    )
    with op.batch_alter_table("invitation_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_link_invitation_id"), ["invitation_id"], unique=False)

    op.execute(
        "ALTER TABLE invitation ADD COLUMN claim_id INTEGER CONSTRAINT fk_invitation_claim_id "
        "REFERENCES address_claim (id)"
    )
    op.create_index("ix_invitation_claim_id", "invitation", ["claim_id"])
    for column in (
        sa.Column("on_paper", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=2), server_default="sq", nullable=False),
    ):
        op.add_column("invitation", column)
    op.add_column("person", sa.Column("phone", sa.String(length=40), server_default="", nullable=False))


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
