"""the address and the term of a reply and that it was disowned, the document of an earlier round, changes of items that
wait for a second person"""

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

    op.create_table(
        "plan_item_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("parent", sa.String(length=20), nullable=False),
        sa.Column("unit_ids", sa.JSON(), nullable=False),
        sa.Column("of_version", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum("submitted", "returned", name="changestate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("return_note", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_plan_item_change_item_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_plan_item_change_organisation_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_item_change_plan_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_plan_item_change_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item_change")),
        sa.UniqueConstraint("item_id", name=op.f("uq_plan_item_change_item_id")),
    )
    with op.batch_alter_table("plan_item_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_item_change_plan_id"), ["plan_id"], unique=False)

    # In place: a batch would copy a table that others refer to.
    for table, column in (("reply_link", "claim_id"), ("round", "reply_claim_id")):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT fk_{table}_{column} "
            "REFERENCES address_claim (id)"
        )

    op.create_table(
        "disavowal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "public", name="disavowalstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("link_id IS NOT NULL OR file_sha256 <> ''", name=op.f("ck_disavowal_letter_or_own_word")),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> recorded_by", name=op.f("ck_disavowal_second_person")
        ),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_disavowal_confirmed_by")),
        sa.ForeignKeyConstraint(["link_id"], ["reply_link.id"], name=op.f("fk_disavowal_link_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_disavowal_organisation_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_disavowal_recorded_by")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_disavowal_reply_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disavowal")),
        sa.UniqueConstraint("reply_id", name=op.f("uq_disavowal_reply_id")),
    )


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
