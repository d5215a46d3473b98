"""What a commitment says so that it can be judged. No table that others refer to is copied."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("commitment_text", sa.Column("shows_done", sa.Text(), server_default="", nullable=False))
    op.add_column("commitment_text", sa.Column("due", sa.String(length=20), server_default="", nullable=False))
    op.add_column("commitment_text", sa.Column("law", sa.Text(), server_default="", nullable=False))
    for column, words in (
        (
            "competence",
            ("municipality", "water_company", "state_police", "ministry", "county", "other", "shared", ""),
        ),
        ("theme", ("2023-services", "2023-democracy", "2023-economy", "2023-social", "")),
    ):
        known = ", ".join(f"'{word}'" for word in words)
        op.execute(
            f"ALTER TABLE commitment_text ADD COLUMN {column} VARCHAR(40) DEFAULT '' NOT NULL "
            f"CONSTRAINT ck_commitment_text_{column} CHECK ({column} IN ({known}))"
        )


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
