"""One-time notices given, burden of cases, what drafts were shown and had filled in for them.

Revision: intake, after catalogue_core.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "intake"
down_revision = "catalogue_core"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString
_JSON = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.create_table(
        "notice_given",
        sa.Column("notice_id", _TEXT(), nullable=False),
        sa.Column("scheme", _TEXT(), nullable=False),
        sa.Column("catalogue_version", _TEXT(), nullable=False),
        sa.Column("content_hash", _TEXT(), nullable=False),
        sa.Column("answers", _JSON, nullable=False),
        sa.Column("content", _JSON, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("notice_id"),
    )
    op.create_index(op.f("ix_notice_given_content_hash"), "notice_given", ["content_hash"])
    counts = ("fields", "papers", "separate_fields", "separate_papers", "prefilled")
    op.create_table(
        "case_burden",
        sa.Column("case_id", _TEXT(), nullable=False),
        sa.Column("scheme", _TEXT(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("papers_shared", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_index(op.f("ix_case_burden_scheme"), "case_burden", ["scheme"])
    op.create_index(op.f("ix_case_burden_submitted_at"), "case_burden", ["submitted_at"])
    op.add_column("draft", sa.Column("shown", _JSON, nullable=True))
    op.add_column("draft", sa.Column("prefilled", _JSON, nullable=True))


def downgrade() -> None:
    op.drop_column("draft", "prefilled")
    op.drop_column("draft", "shown")
    op.drop_table("case_burden")
    op.drop_table("notice_given")
