"""plans with stages, progress and needs; consultations with minutes; threads; suggestions put aside

Columns are added in place and never by copying a table that others refer to: SQLite would take the rows that refer
to it for orphans, and a copy loses the CHECK constraints. Money was whole lek and is now kept in qindarka.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _allow_answers()
    op.create_table(
        "needs_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("kinds_named", sa.JSON(), nullable=False),
        sa.Column("recommendations", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_needs_assessment_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs_assessment")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_needs_assessment_plan_id")),
    )
    op.create_table(
        "plan_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("plan_version", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("unread", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_import_person_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_import_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_import")),
    )
    op.create_index("ix_plan_import_plan_id", "plan_import", ["plan_id"])

    op.create_table(
        "plan_stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "structures_set_up",
                "needs_assessment",
                "drafting",
                "notice",
                "consultation",
                "draft_changed",
                "explanatory_report",
                "council_decision",
                "published",
                "under_way",
                "reviewed",
                "ended",
                name="stagekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column(
            "date_precision",
            sa.Enum(
                "day",
                "month",
                "before",
                "day_year_inferred",
                name="dateprecision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decision_number", sa.String(length=40), nullable=False),
        sa.Column("comment_days", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_stage_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_stage")),
    )
    op.create_index("ix_plan_stage_plan_id", "plan_stage", ["plan_id"])

    op.create_table(
        "consultation_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("shows", sa.String(length=300), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_photo_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_photo")),
    )
    op.create_index("ix_consultation_photo_consultation_id", "consultation_photo", ["consultation_id"])
    op.create_index("ix_consultation_photo_sha256", "consultation_photo", ["sha256"])

    op.create_table(
        "needs_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "needs_kind",
            sa.Enum(
                "demography",
                "users",
                "services",
                "spread",
                "funding",
                "structures",
                "budget",
                name="needskind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column(
            "provider",
            sa.Enum(
                "public", "ngo", "contracted", name="provider", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["needs_assessment.id"], name=op.f("fk_needs_figure_assessment_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["administrative_unit.id"], name=op.f("fk_needs_figure_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs_figure")),
    )
    op.create_index("ix_needs_figure_assessment_id", "needs_figure", ["assessment_id"])

    op.create_table(
        "plan_item_unit",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_plan_item_unit_item_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["administrative_unit.id"], name=op.f("fk_plan_item_unit_unit_id")),
        sa.PrimaryKeyConstraint("item_id", "unit_id", name=op.f("pk_plan_item_unit")),
    )
    op.create_index("ix_plan_item_unit_unit_id", "plan_item_unit", ["unit_id"])

    op.create_table(
        "progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("indicator_value", sa.BigInteger(), nullable=True),
        sa.Column("planned_all", sa.BigInteger(), nullable=True),
        sa.Column("spent_all", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_progress_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress")),
        sa.UniqueConstraint("item_id", "year", name=op.f("uq_progress_item_id_year")),
    )
    op.create_table(
        "consultation_thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("plan_item_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(commitment_id IS NULL) <> (plan_item_id IS NULL)", name=op.f("ck_consultation_thread_one_end")
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_consultation_thread_commitment_id")
        ),
        sa.ForeignKeyConstraint(["plan_item_id"], ["plan_item.id"], name=op.f("fk_consultation_thread_plan_item_id")),
        sa.ForeignKeyConstraint(["point_id"], ["consultation_point.id"], name=op.f("fk_consultation_thread_point_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_thread")),
        sa.UniqueConstraint(
            "point_id",
            "commitment_id",
            "plan_item_id",
            name=op.f("uq_consultation_thread_point_id_commitment_id_plan_item_id"),
        ),
    )
    op.create_index("ix_consultation_thread_commitment_id", "consultation_thread", ["commitment_id"])
    op.create_index("ix_consultation_thread_plan_item_id", "consultation_thread", ["plan_item_id"])
    op.create_index("ix_consultation_thread_point_id", "consultation_thread", ["point_id"])

    op.create_table(
        "rejected_suggestion",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("plan_item_id", sa.Integer(), nullable=False),
        sa.Column("rejected_by", sa.Integer(), nullable=True),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_rejected_suggestion_commitment_id")
        ),
        sa.ForeignKeyConstraint(["plan_item_id"], ["plan_item.id"], name=op.f("fk_rejected_suggestion_plan_item_id")),
        sa.ForeignKeyConstraint(["rejected_by"], ["person.id"], name=op.f("fk_rejected_suggestion_rejected_by")),
        sa.PrimaryKeyConstraint("commitment_id", "plan_item_id", name=op.f("pk_rejected_suggestion")),
    )
    op.create_index("ix_rejected_suggestion_plan_item_id", "rejected_suggestion", ["plan_item_id"])

    op.create_table(
        "finding_item",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("plan_item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_item_finding_id")),
        sa.ForeignKeyConstraint(["plan_item_id"], ["plan_item.id"], name=op.f("fk_finding_item_plan_item_id")),
        sa.PrimaryKeyConstraint("finding_id", "plan_item_id", name=op.f("pk_finding_item")),
    )
    op.create_index("ix_finding_item_plan_item_id", "finding_item", ["plan_item_id"])

    for table, column, referred in [("consultation", "contract_id", "contract"), ("plan", "predecessor_id", "plan")]:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT fk_{table}_{column} REFERENCES {referred} (id)"
        )
    op.create_index("ix_consultation_contract_id", "consultation", ["contract_id"])
    for added in (
        sa.Column("women", sa.Integer(), nullable=True),
        sa.Column("men", sa.Integer(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("minutes_sha256", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("minutes_name", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("minutes_type", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("minutes_size", sa.Integer(), nullable=True),
        sa.Column("minutes_public", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("called_off", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("consultation", added)
    op.create_index("ix_consultation_minutes_sha256", "consultation", ["minutes_sha256"])
    for added in (
        sa.Column("partners", sa.Text(), nullable=False, server_default=""),
        sa.Column("indicator_unit", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("baseline", sa.BigInteger(), nullable=True),
        sa.Column("baseline_year", sa.Integer(), nullable=True),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("target_year", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("target_groups", sa.String(length=300), nullable=False, server_default=""),
        sa.Column("programme_code", sa.String(length=10), nullable=False, server_default=""),
    ):
        op.add_column("plan_item", added)
    op.execute("UPDATE plan_item SET cost_all = cost_all * 100 WHERE cost_all IS NOT NULL")


def _allow_answers() -> None:
    """A fifth kind of point; before any table refers to points, so that SQLite's can be made anew."""
    kinds = "'problem', 'request', 'answer', 'step', 'data'"
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_consultation_point_pointkind"), "consultation_point", type_="check")
        op.create_check_constraint(
            op.f("ck_consultation_point_pointkind"), "consultation_point", sa.text(f"point_kind IN ({kinds})")
        )
        return
    op.create_table(
        "consultation_point_anew",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("point_kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint(sa.text(f"point_kind IN ({kinds})"), name=op.f("ck_consultation_point_pointkind")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_point_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_point")),
    )
    columns = "id, consultation_id, position, point_kind, text, source"
    op.execute(f"INSERT INTO consultation_point_anew ({columns}) SELECT {columns} FROM consultation_point")
    op.drop_table("consultation_point")
    op.rename_table("consultation_point_anew", "consultation_point")
    op.create_index("ix_consultation_point_consultation_id", "consultation_point", ["consultation_id"])


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
