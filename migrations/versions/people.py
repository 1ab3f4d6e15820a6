"""Delegations during leave; districts and indexes for inbox and board.

Revision: people, after intake.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "people"
down_revision = "modes"
branch_labels = None
depends_on = None

_UNDECIDED = sa.text(
    "status IN ('opened', 'accepted', 'in_review', 'supplementing', 'decision_signed')"
)
_OPEN = sa.text("status = 'open'")


def upgrade() -> None:
    op.create_table(
        "delegation",
        sa.Column("delegation_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("department", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("principal", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("delegate", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("delegation_id"),
    )
    op.create_index(op.f("ix_delegation_principal"), "delegation", ["principal"], unique=False)
    op.create_index(op.f("ix_delegation_delegate"), "delegation", ["delegate"], unique=False)
    op.create_table(
        "delegation_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("action", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_delegation_audit_delegation_id"),
        "delegation_audit",
        ["delegation_id"],
        unique=False,
    )
    op.add_column(
        "lane",
        sa.Column(
            "district", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""
        ),
    )
    op.execute(
        "UPDATE lane SET district = application.district FROM application "
        "WHERE application.case_id = lane.case_id"
    )
    op.create_index(
        "ix_lane_undecided",
        "lane",
        ["department", "district", "status", "light", "statutory_due"],
        unique=False,
        postgresql_where=_UNDECIDED,
    )
    op.create_index(
        "ix_lane_due", "lane", ["statutory_due", "case_id"], postgresql_where=_UNDECIDED
    )
    op.create_index("ix_task_open_due", "task", ["due_at", "task_id"], postgresql_where=_OPEN)
    op.create_index("ix_task_open_since", "task", ["opened_at", "task_id"], postgresql_where=_OPEN)


def downgrade() -> None:
    op.drop_index("ix_task_open_since", table_name="task")
    op.drop_index("ix_task_open_due", table_name="task")
    op.drop_index("ix_lane_due", table_name="lane")
    op.drop_index("ix_lane_undecided", table_name="lane")
    op.drop_column("lane", "district")
    op.drop_index(op.f("ix_delegation_audit_delegation_id"), table_name="delegation_audit")
    op.drop_table("delegation_audit")
    op.drop_index(op.f("ix_delegation_delegate"), table_name="delegation")
    op.drop_index(op.f("ix_delegation_principal"), table_name="delegation")
    op.drop_table("delegation")
