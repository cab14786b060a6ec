"""What stands in chats: messages that tell of somebody, so that erasing reaches them; the list of commands shown.

And a role that somebody has is there once.
"""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

LIVE = sa.text("ended_at IS NULL")
EVERYWHERE = sa.text("ended_at IS NULL AND unit_id IS NULL")
END_DOUBLES = """
UPDATE membership SET ended_at = granted_at
WHERE ended_at IS NULL AND EXISTS (
    SELECT 1 FROM membership AS earlier
    WHERE earlier.id < membership.id AND earlier.ended_at IS NULL
    AND earlier.person_id = membership.person_id AND earlier.role = membership.role
    AND coalesce(earlier.unit_id, 0) = coalesce(membership.unit_id, 0)
)
"""


def upgrade() -> None:
    """Create them. What was sent before is in no table: nobody noted then what it told of."""
    op.add_column("chat", sa.Column("commands", sa.Text(), nullable=True))
    op.add_column("chat", sa.Column("redraw_at", UtcDateTime(), nullable=True))
    op.add_column("chat", sa.Column("long_at", UtcDateTime(), nullable=True))
    op.create_index("ix_chat_redraw_at", "chat", ["redraw_at"])
    op.add_column("group_chat", sa.Column("chosen_by", sa.BigInteger(), nullable=True))
    op.create_table(
        "trace",
        sa.Column("id", KEY, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("evaluation_id", KEY, nullable=True),
        sa.Column("subject_id", KEY, nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("act_at", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('card', 'file', 'told', 'announced', 'theirs')", name=op.f("ck_trace_kind")
        ),
        sa.CheckConstraint("state IN ('stands', 'wanted', 'gone', 'left')", name=op.f("ck_trace_state")),
        sa.CheckConstraint("(evaluation_id IS NULL) <> (subject_id IS NULL)", name=op.f("ck_trace_about")),
        sa.CheckConstraint("(act_at IS NULL) = (state <> 'wanted')", name=op.f("ck_trace_act_at")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name="fk_trace_evaluation_id_evaluation", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_trace_subject_id_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_trace"),
        sa.UniqueConstraint(
            "chat_id", "message_id", "evaluation_id", name="uq_trace_chat_id_message_id_evaluation_id"
        ),
        sa.UniqueConstraint(
            "chat_id", "message_id", "subject_id", name="uq_trace_chat_id_message_id_subject_id"
        ),
        sqlite_autoincrement=True,
    )
    for column in ("evaluation_id", "subject_id", "act_at"):
        op.create_index(f"ix_trace_{column}", "trace", [column])
    op.execute(END_DOUBLES)
    for name, columns, where in (
        ("uq_membership_in_unit", ["person_id", "role", "unit_id"], LIVE),
        ("uq_membership_everywhere", ["person_id", "role"], EVERYWHERE),
    ):
        op.create_index(name, "membership", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Drop them: erasing then reaches no chat any more."""
    for name in ("uq_membership_everywhere", "uq_membership_in_unit"):
        op.drop_index(name, "membership")
    op.drop_table("trace")
    op.drop_index("ix_chat_redraw_at", "chat")
    op.drop_column("group_chat", "chosen_by")
    for column in ("long_at", "redraw_at", "commands"):
        op.drop_column("chat", column)
