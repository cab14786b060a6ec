"""What comparisons read beside each result; verification codes that were printed, and their secret."""

import secrets

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COMPARING = [
    "form_id",
    "status",
    "first_submitted_at",
    "subject_id",
    "hundredths",
    "evaluator_id",
    "unit_id",
]


def upgrade() -> None:
    """Add the columns, create both tables, and the one row of the secret, of which each database has its own."""
    op.add_column("evaluation", sa.Column("hundredths", sa.BigInteger(), nullable=True))
    op.add_column("evaluation", sa.Column("first_submitted_at", UtcDateTime(), nullable=True))
    op.add_column("evaluation", sa.Column("points", sa.Text(), nullable=True))
    _fill_comparing(op.get_bind())
    op.create_index("ix_evaluation_comparing", "evaluation", COMPARING)
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
    op.drop_index("ix_evaluation_comparing", "evaluation")
    for column in ("points", "first_submitted_at", "hundredths"):
        op.drop_column("evaluation", column)


def _fill_comparing(bind: sa.Connection) -> None:
    """Fill the columns for what was handed in before; points by criterion follow when they are first compared."""
    bind.execute(
        sa.text(
            "UPDATE evaluation SET first_submitted_at = submitted_at, "
            "hundredths = CAST(ROUND(CAST(percent AS NUMERIC) * 100) AS BIGINT) "
            "WHERE submitted_at IS NOT NULL"
        )
    )
    amendments = bind.execute(
        sa.text(
            "SELECT id, amends_id FROM evaluation "
            "WHERE amends_id IS NOT NULL AND submitted_at IS NOT NULL ORDER BY id"
        )
    ).all()
    follow = sa.text(
        "UPDATE evaluation SET first_submitted_at = "
        "(SELECT e.first_submitted_at FROM evaluation e WHERE e.id = :amended) WHERE id = :id"
    )
    for amendment in amendments:  # oldest first, so that each finds what it amends filled in already
        bind.execute(follow, {"id": amendment.id, "amended": amendment.amends_id})
