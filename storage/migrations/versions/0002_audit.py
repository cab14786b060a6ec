"""The audit trail and its tip. Each database starts from a hash of its own, so no other's rows fit into it."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create both tables, and the one row of the tip."""
    op.create_table(
        "audit",
        sa.Column("seq", KEY, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_kind", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    tip = op.create_table(
        "audit_tip",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_tip_one")),
        sa.PrimaryKeyConstraint("id", name="pk_audit_tip"),
    )
    start = secrets.token_hex(32)
    op.bulk_insert(tip, [{"id": 1, "start": start, "count": 0, "hash": start}])


def downgrade() -> None:
    """Drop them; what the trail said is gone then."""
    op.drop_table("audit_tip")
    op.drop_table("audit")
