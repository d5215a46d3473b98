"""the queue of letters, and the log of accounts, which refuses changes as the history does (0002)"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REFUSAL = "the account log is append-only"

SQLITE = [
    *(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table, verb in [("account_log", "UPDATE"), ("account_log", "DELETE"), ("account_log_head", "DELETE")]
    ),
    # REPLACE deletes without firing the triggers of DELETE.
    "CREATE TRIGGER account_log_no_replace BEFORE INSERT ON account_log WHEN EXISTS (SELECT 1 FROM account_log "
    "WHERE number = NEW.number OR hash = NEW.hash OR previous_hash = NEW.previous_hash) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "CREATE TRIGGER account_log_head_no_replace BEFORE INSERT ON account_log_head "
    "WHEN EXISTS (SELECT 1 FROM account_log_head WHERE id = NEW.id) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "CREATE TRIGGER account_log_head_forward BEFORE UPDATE ON account_log_head "
    "WHEN NEW.id <> OLD.id OR NEW.number <> OLD.number + 1 "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]

POSTGRESQL = [
    f"""CREATE FUNCTION account_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    f"""CREATE FUNCTION account_log_head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.id <> OLD.id OR NEW.number <> OLD.number + 1 THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
        RETURN NEW;
    END $$""",
    "CREATE TRIGGER account_log_no_change BEFORE UPDATE OR DELETE ON account_log "
    "FOR EACH ROW EXECUTE FUNCTION account_log_refuse()",
    "CREATE TRIGGER account_log_head_no_delete BEFORE DELETE ON account_log_head "
    "FOR EACH ROW EXECUTE FUNCTION account_log_refuse()",
    "CREATE TRIGGER account_log_head_only_forward BEFORE UPDATE ON account_log_head "
    "FOR EACH ROW EXECUTE FUNCTION account_log_head_forward()",
    *(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION account_log_refuse()"
        for table in ("account_log", "account_log_head")
    ),
]


def upgrade() -> None:
    op.create_table(
        "account_log",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("author", sa.Integer(), nullable=True),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("thing", sa.String(length=120), nullable=False),
        sa.Column("more", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_account_log")),
        sa.UniqueConstraint("hash", name=op.f("uq_account_log_hash")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_account_log_previous_hash")),
    )
    with op.batch_alter_table("account_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_log_event"), ["event"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_log_person"), ["person"], unique=False)

    op.create_table(
        "account_log_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_log_head")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("thing", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=False),
        sa.Column("stop_link", sa.String(length=400), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_thing"), ["thing"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_address"), ["address"], unique=False)

    op.execute(f"INSERT INTO account_log_head (id, number, hash) VALUES (1, 0, '{'0' * 64}')")
    bind = op.get_bind()
    for statement in SQLITE if bind.dialect.name == "sqlite" else POSTGRESQL:
        bind.exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
