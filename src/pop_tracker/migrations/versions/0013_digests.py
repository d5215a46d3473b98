"""how often a person wants emails of their work; a letter that did not arrive and that somebody dealt with"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_wish",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "often",
            sa.Enum("daily", "at_once", "never", name="often", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("stop_secret", sa.String(length=64), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.Column("last_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("told_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_wish_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_wish")),
        sa.UniqueConstraint("stop_secret", name=op.f("uq_mail_wish_stop_secret")),
    )
    # Who wished for reminders got them once a day, as everybody does now who does not say otherwise.
    bind = op.get_bind()
    head = bind.scalar(sa.text("SELECT number FROM history_head")) or 0
    wish = sa.table("mail_wish", *map(sa.column, ("person_id", "often", "stop_secret", "told", "told_number")))
    for person_id in bind.scalars(sa.text("SELECT person_id FROM reminder_wish")).all():
        secret = secrets.token_urlsafe(24)
        row = {"person_id": person_id, "often": "daily", "stop_secret": secret, "told": "{}", "told_number": head}
        bind.execute(wish.insert().values(**row))
    op.drop_table("reminder_wish")
    op.add_column("letter", sa.Column("dealt_with_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
