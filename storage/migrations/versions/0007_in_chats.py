"""What stands in chats: messages that tell of somebody, so that erasing reaches them; the list of commands shown."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table, and the columns. What was sent before is not in it: nobody noted then what it told of."""
    op.add_column("chat", sa.Column("commands", sa.Text(), nullable=True))
    op.add_column("chat", sa.Column("redraw_at", UtcDateTime(), nullable=True))
    op.add_column("chat", sa.Column("long_at", UtcDateTime(), nullable=True))
    op.create_index("ix_chat_redraw_at", "chat", ["redraw_at"])
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


def downgrade() -> None:
    """Drop both: erasing then reaches no chat any more."""
    op.drop_table("trace")
    op.drop_index("ix_chat_redraw_at", "chat")
    for column in ("long_at", "redraw_at", "commands"):
        op.drop_column("chat", column)
