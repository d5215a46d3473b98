"""history refuses UPDATE, DELETE, REPLACE and TRUNCATE

A payload may be deleted once an entry says that it is redacted. The head moves forward by one, never back.
SQLite's REPLACE deletes without firing delete triggers, so inserting a number that exists is refused as well.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSAL = "history is append-only"

SQLITE = [
    *(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table, verb in [
            ("history_entry", "UPDATE"),
            ("history_entry", "DELETE"),
            ("history_payload", "UPDATE"),
            ("history_head", "DELETE"),
        ]
    ),
    *(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table, key in [("history_entry", "number"), ("history_payload", "number"), ("history_head", "id")]
    ),
    "CREATE TRIGGER history_entry_no_replace_hash BEFORE INSERT ON history_entry "
    "WHEN EXISTS (SELECT 1 FROM history_entry WHERE hash = NEW.hash OR previous_hash = NEW.previous_hash) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "CREATE TRIGGER history_payload_no_delete BEFORE DELETE ON history_payload "
    "WHEN NOT EXISTS (SELECT 1 FROM history_entry WHERE redacts IS NOT NULL "
    "AND ',' || redacts || ',' LIKE '%,' || OLD.number || ',%') "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "CREATE TRIGGER history_head_forward BEFORE UPDATE ON history_head "
    "WHEN NEW.id <> OLD.id OR NEW.number <> OLD.number + 1 "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]

POSTGRESQL = [
    f"""CREATE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    f"""CREATE FUNCTION history_payload_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM history_entry WHERE redacts IS NOT NULL
                       AND ',' || redacts || ',' LIKE '%,' || OLD.number || ',%') THEN
            RAISE EXCEPTION '{REFUSAL}';
        END IF;
        RETURN OLD;
    END $$""",
    f"""CREATE FUNCTION history_head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.id <> OLD.id OR NEW.number <> OLD.number + 1 THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
        RETURN NEW;
    END $$""",
    "CREATE TRIGGER history_entry_no_change BEFORE UPDATE OR DELETE ON history_entry "
    "FOR EACH ROW EXECUTE FUNCTION history_refuse()",
    "CREATE TRIGGER history_payload_no_update BEFORE UPDATE ON history_payload "
    "FOR EACH ROW EXECUTE FUNCTION history_refuse()",
    "CREATE TRIGGER history_payload_no_delete BEFORE DELETE ON history_payload "
    "FOR EACH ROW EXECUTE FUNCTION history_payload_redaction()",
    "CREATE TRIGGER history_head_no_delete BEFORE DELETE ON history_head "
    "FOR EACH ROW EXECUTE FUNCTION history_refuse()",
    "CREATE TRIGGER history_head_only_forward BEFORE UPDATE ON history_head "
    "FOR EACH ROW EXECUTE FUNCTION history_head_forward()",
    *(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION history_refuse()"
        for table in ("history_entry", "history_payload", "history_head")
    ),
]


def upgrade() -> None:
    bind = op.get_bind()
    is_sqlite = bind.dialect.name == "sqlite"
    op.execute(f"INSERT INTO history_head (id, number, hash) VALUES (1, 0, '{'0' * 64}')")
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        # Past SQLAlchemy's parameters: the colons are nobody's. psycopg takes a percent sign for its own.
        bind.exec_driver_sql(statement if is_sqlite else statement.replace("%", "%%"))


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
