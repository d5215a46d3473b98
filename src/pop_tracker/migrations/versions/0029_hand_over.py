"""who goes on with what somebody recorded and left, and whom the asked turn to since then"""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

CARRIED = ("contract_change", "finding", "plan_item_change", "plan_withdrawal", "signature")
ASKED = ("invitation", "reply_link")


def upgrade() -> None:
    columns = [(table, column) for table in CARRIED for column in ("carried_by", "begun_by")]
    for table, column in [*columns, *((table, "contact_id") for table in ASKED)]:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT fk_{table}_{column} REFERENCES person (id)"
        )


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
