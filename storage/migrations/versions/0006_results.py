"""Verification codes that were printed, and the secret they are keyed with: each database has its own."""

import secrets

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create both tables, and the one row of the secret."""
    op.create_table(
        "verification",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("evaluation_id", KEY, nullable=False),
        sa.Column("printed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_verification"),
    )
    secret = op.create_table(
        "verification_secret",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_verification_secret_one")),
        sa.PrimaryKeyConstraint("id", name="pk_verification_secret"),
    )
    op.bulk_insert(secret, [{"id": 1, "secret": secrets.token_hex(32)}])


def downgrade() -> None:
    """Drop them; pages printed so far cannot be verified any more."""
    op.drop_table("verification_secret")
    op.drop_table("verification")
