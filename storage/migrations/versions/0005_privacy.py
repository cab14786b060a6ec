"""Who is to be forgotten: erasures, and notices before candidates are erased by themselves."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables, and say of candidates who was hired or is kept longer."""
    op.add_column("subject", sa.Column("hired_at", UtcDateTime(), nullable=True))
    op.add_column("subject", sa.Column("kept_until", UtcDateTime(), nullable=True))
    op.create_table(
        "erasure",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("because IN ('request', 'retention')", name=op.f("ck_erasure_because")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_erasure_subject_id_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
        sa.UniqueConstraint("subject_id", name="uq_erasure_subject_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_erasure_finished_at", "erasure", ["finished_at"])
    op.create_table(
        "retention_notice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name="fk_retention_notice_subject_id_subject"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_retention_notice"),
        sa.UniqueConstraint("subject_id", "due_at", name="uq_retention_notice_subject_id_due_at"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_retention_notice_told_at", "retention_notice", ["told_at"])


def downgrade() -> None:
    """Drop them. What was erased stays erased."""
    op.drop_table("retention_notice")
    op.drop_table("erasure")
    op.drop_column("subject", "kept_until")
    op.drop_column("subject", "hired_at")
