"""roles of trust and addresses by two people; which mailboxes each account has had"""

import hashlib
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from pop_tracker.history import canonical
from pop_tracker.web.mailboxes import mailbox_of

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "wanted",
            sa.Enum(
                "reviewer",
                "coordinator",
                "address",
                name="wanted",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "given",
                "refused",
                "withdrawn",
                name="requestanswer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "proof",
            sa.Enum(
                "old_mailbox",
                "second_factor",
                "second_person",
                name="proof",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("old_link_hash", sa.String(length=64), nullable=True),
        sa.Column("new_link_hash", sa.String(length=64), nullable=True),
        sa.Column("new_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answered_by IS NULL OR answer = 'withdrawn' OR answered_by <> asked_by",
            name=op.f("ck_account_request_second_person"),
        ),
        sa.CheckConstraint(
            "answered_by IS NULL OR answer = 'withdrawn' OR answered_by <> person_id",
            name=op.f("ck_account_request_not_for_oneself"),
        ),
        sa.CheckConstraint(
            "wanted = 'address' OR (asked_by <> person_id AND "
            "(answer IS NULL OR answer = 'withdrawn' OR answered_by IS NOT NULL))",
            name=op.f("ck_account_request_by_two"),
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_account_request_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_account_request_asked_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_account_request_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_request_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_request")),
        sa.UniqueConstraint("new_link_hash", name=op.f("uq_account_request_new_link_hash")),
        sa.UniqueConstraint("old_link_hash", name=op.f("uq_account_request_old_link_hash")),
    )
    with op.batch_alter_table("account_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_request_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_account_request_open",
            ["person_id", "wanted"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "person_mailbox",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_mailbox_person_id")),
        sa.PrimaryKeyConstraint("person_id", "mailbox", name=op.f("pk_person_mailbox")),
    )
    with op.batch_alter_table("person_mailbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_mailbox_mailbox"), ["mailbox"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("may_approve_from", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("account_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_log_author"), ["author"], unique=False)

    people = sa.table("person", sa.column("id", sa.Integer), sa.column("email", sa.String))
    mailboxes = sa.table("person_mailbox", sa.column("person_id", sa.Integer), sa.column("mailbox", sa.String))
    bind = op.get_bind()
    if found := bind.execute(sa.select(people.c.id, people.c.email)).all():
        rows = [{"person_id": id, "mailbox": mailbox_of(email)} for id, email in found]
        bind.execute(sa.insert(mailboxes), rows)
    _begin_with_the_roles_there_are(bind)


def _begin_with_the_roles_there_are(bind: sa.Connection) -> None:
    """From now on the log says who holds which role: what was given before it began is its beginning."""
    held = sa.table("role_held", sa.column("person_id", sa.Integer), sa.column("role", sa.String))
    names = ("number", "at", "event", "author", "person", "thing", "more", "previous_hash", "hash")
    entries = sa.table("account_log", *map(sa.column, names[:1]), sa.column("at", sa.DateTime(timezone=True)),
                       *map(sa.column, names[2:]))  # fmt: skip
    heads = sa.table("account_log_head", sa.column("number"), sa.column("hash"))
    number, previous = bind.execute(sa.select(heads.c.number, heads.c.hash)).one()
    for person, role in bind.execute(sa.select(held.c.person_id, held.c.role).order_by(*held.c)).all():
        number += 1
        fields = {
            "number": number, "at": datetime.now(UTC), "event": "role_given", "author": None, "person": person,
            "thing": "", "more": canonical({"role": role, "through": "upgrade"}),
        }  # fmt: skip
        digest = hashlib.sha256((previous + canonical(fields)).encode()).hexdigest()
        bind.execute(sa.insert(entries).values(**fields, previous_hash=previous, hash=digest))
        bind.execute(sa.update(heads).values(number=number, hash=digest))
        previous = digest


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
