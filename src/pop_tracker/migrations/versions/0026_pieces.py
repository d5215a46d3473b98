"""redactions by the piece: what is left of an entry, what lies sealed, which files went, which backups were made

A remainder may be deleted once a later entry says that it changed what is left of the entry. Versions of reports that
earlier redactions took away are files that were removed.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

REFUSAL = "history is append-only"
NAMED = """SELECT 1 FROM history_entry WHERE redacts IS NOT NULL AND number > OLD."by"
AND ',' || redacts || ',' LIKE '%,' || OLD.number || ',%'"""

SQLITE = [
    "CREATE TRIGGER history_remainder_no_update BEFORE UPDATE ON history_remainder "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "CREATE TRIGGER history_remainder_no_replace BEFORE INSERT ON history_remainder "
    "WHEN EXISTS (SELECT 1 FROM history_remainder WHERE number = NEW.number) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER history_remainder_no_delete BEFORE DELETE ON history_remainder WHEN NOT EXISTS ({NAMED}) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
POSTGRESQL = [
    f"""CREATE FUNCTION history_remainder_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS ({NAMED}) THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
        RETURN OLD;
    END $$""",
    "CREATE TRIGGER history_remainder_no_update BEFORE UPDATE ON history_remainder "
    "FOR EACH ROW EXECUTE FUNCTION history_refuse()",
    "CREATE TRIGGER history_remainder_no_delete BEFORE DELETE ON history_remainder "
    "FOR EACH ROW EXECUTE FUNCTION history_remainder_redaction()",
    "CREATE TRIGGER history_remainder_no_truncate BEFORE TRUNCATE ON history_remainder "
    "FOR EACH STATEMENT EXECUTE FUNCTION history_refuse()",
]
TAKEN_AWAY = """
SELECT f.sha256, c.slug, r.number, min(e.number), min(e.at)
FROM report_file f
JOIN report v ON v.id = f.report_id
JOIN round r ON r.id = v.round_id
JOIN contract c ON c.id = r.contract_id
JOIN history_entry e ON e.number > v.head_number AND e.verb LIKE '%.redact' AND (
    (e.kind IN ('round', 'assessment', 'reply')
     AND (e."key" = c.slug || '/' || r.number OR e."key" LIKE c.slug || '/' || r.number || '/%'))
    OR (e.kind = 'edition' AND e."key" = c.slug || '/' || v.edition_number))
GROUP BY f.sha256, c.slug, r.number
"""


def upgrade() -> None:
    op.create_table(
        "history_remainder",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["history_entry.number"], name=op.f("fk_history_remainder_number")),
        sa.ForeignKeyConstraint(["by"], ["history_entry.number"], name=op.f("fk_history_remainder_by")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_history_remainder")),
    )
    op.create_table(
        "sealed_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("now", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_row")),
    )
    op.create_index(op.f("ix_sealed_row_request"), "sealed_row", ["request"])
    op.create_table(
        "sealed_content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_title_alone", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_content")),
    )
    op.create_index(op.f("ix_sealed_content_number"), "sealed_content", ["number"])
    op.create_index(op.f("ix_sealed_content_request"), "sealed_content", ["request"])
    op.create_table(
        "sealed_piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("pointer", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("within", sa.JSON(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_piece")),
    )
    op.create_index(op.f("ix_sealed_piece_request"), "sealed_piece", ["request"])
    op.create_table(
        "removed_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_dropped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removed_file")),
    )
    for column in ("path", "request", "sha256"):
        op.create_index(op.f(f"ix_removed_file_{column}"), "removed_file", [column])
    op.create_table(
        "backup_made",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("head_number", sa.Integer(), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_made")),
    )
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("called_off_by", sa.Integer(), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_wiped", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("entries", sa.JSON(), server_default="[]", nullable=False),
    )
    for added in columns:
        op.add_column("redaction_request", added)
    op.drop_index("uq_redaction_request_open", "redaction_request")
    waits = sa.text("answer IS NULL AND called_off_at IS NULL")
    op.create_index(
        "uq_redaction_request_open", "redaction_request", ["thing_kind", "thing_key"], unique=True,
        sqlite_where=waits, postgresql_where=waits,
    )  # fmt: skip
    bind = op.get_bind()
    is_sqlite = bind.dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        bind.exec_driver_sql(statement if is_sqlite else statement.replace("%", "%%"))
    # What was confirmed before lay in no seal: it was gone at once.
    op.execute("UPDATE redaction_request SET destroyed_at = answered_at WHERE answer = 'confirmed'")
    op.execute(
        "UPDATE redaction_request SET organisation_id = "
        "(SELECT p.organisation_id FROM person p WHERE p.id = redaction_request.asked_by)"
    )
    removed = sa.table(
        "removed_file", sa.column("sha256"), sa.column("path"), sa.column("entry"), sa.column("hidden_at"),
        sa.column("destroyed_at"), sa.column("is_dropped"),
    )  # fmt: skip
    for sha256, slug, number, entry, at in bind.execute(sa.text(TAKEN_AWAY)).all():
        bind.execute(sa.insert(removed).values(sha256=sha256, path=f"/raportet/{slug}/{number}", entry=entry,
                                               hidden_at=at, destroyed_at=at, is_dropped=False))  # fmt: skip


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
