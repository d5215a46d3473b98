"""whether a change of an item came back, its note says alone"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("plan_item_change", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_plan_item_change_changestate"), type_="check")
        batch_op.drop_column("state")


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only; restore a backup instead")
