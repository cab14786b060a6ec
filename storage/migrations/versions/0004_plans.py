"""Plans, what they ask for in each period, the reminders of that, and what supervisors are told."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAN_STATES = "state IN ('active', 'paused', 'ended')"
STATES = "state IN ('scheduled', 'open', 'in-progress', 'overdue', 'done', 'done-late', 'missed', 'excused')"
MESSAGE_STATES = "state IN ('wanted', 'sent', 'skipped', 'unreachable')"


def upgrade() -> None:
    """Create the tables, those first that others point to."""
    _plans()
    _occurrences()
    _messages()


def downgrade() -> None:
    """Drop them; what was handed in stays."""
    for table in ("notice", "reminder", "occurrence", "plan"):
        op.drop_table(table)


def _plans() -> None:
    op.create_table(
        "plan",
        sa.Column("id", KEY, nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("form_title", sa.Text(), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("every", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("ladder", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("from_date", sa.Text(), nullable=False),
        sa.Column("evaluator_id", sa.BigInteger(), nullable=False),
        sa.Column("supervisor_id", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("opened_to", sa.Text(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(PLAN_STATES, name=op.f("ck_plan_state")),
        sa.CheckConstraint("next_at IS NULL OR state = 'active'", name=op.f("ck_plan_next_at")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_plan_subject_id_subject"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_plan_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_next_at", "plan", ["next_at"])
    op.create_index("ix_plan_subject_id", "plan", ["subject_id"])
    op.create_index("ix_plan_unit_id_state", "plan", ["unit_id", "state"])
    op.create_index("ix_plan_evaluator_id_state", "plan", ["evaluator_id", "state"])
    op.create_index("ix_plan_supervisor_id_state", "plan", ["supervisor_id", "state"])


def _occurrences() -> None:
    op.create_table(
        "occurrence",
        sa.Column("id", KEY, nullable=False),
        sa.Column("plan_id", KEY, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("late_at", UtcDateTime(), nullable=False),
        sa.Column("missed_at", UtcDateTime(), nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("evaluator_id", sa.BigInteger(), nullable=False),
        sa.Column("supervisor_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("reminded_to", sa.BigInteger(), nullable=True),
        sa.Column("remind_at", UtcDateTime(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("evaluation_id", KEY, nullable=True),
        sa.Column("offered_to", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(STATES, name=op.f("ck_occurrence_state")),
        sa.CheckConstraint("(next_at IS NULL) = (closed_at IS NOT NULL)", name=op.f("ck_occurrence_next_at")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_occurrence_plan_id_plan"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_occurrence_subject_id_subject"),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_occurrence_evaluation_id_evaluation",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_occurrence"),
        sa.UniqueConstraint("plan_id", "period", name="uq_occurrence_plan_id_period"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_occurrence_next_at", "occurrence", ["next_at"])
    op.create_index("ix_occurrence_plan_id_due", "occurrence", ["plan_id", "due"])
    op.create_index("ix_occurrence_subject_id_next_at", "occurrence", ["subject_id", "next_at"])
    op.create_index("ix_occurrence_evaluator_id_next_at", "occurrence", ["evaluator_id", "next_at"])
    op.create_index("ix_occurrence_supervisor_id_due", "occurrence", ["supervisor_id", "due"])
    op.create_index("ix_occurrence_unit_id_due", "occurrence", ["unit_id", "due"])
    op.create_index("ix_occurrence_evaluation_id", "occurrence", ["evaluation_id"])


def _messages() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", KEY, nullable=False),
        sa.Column("occurrence_id", KEY, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("act_at", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(MESSAGE_STATES, name=op.f("ck_reminder_state")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name="fk_reminder_occurrence_id_occurrence"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
        sa.UniqueConstraint("occurrence_id", "stage", name="uq_reminder_occurrence_id_stage"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reminder_act_at", "reminder", ["act_at"])
    op.create_table(
        "notice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("occurrence_id", KEY, nullable=True),
        sa.Column("plan_id", KEY, nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("act_at", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(MESSAGE_STATES, name=op.f("ck_notice_state")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name="fk_notice_occurrence_id_occurrence"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_notice_plan_id_plan"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("key", name="uq_notice_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notice_act_at", "notice", ["act_at"])
    op.create_index("ix_notice_person_id_message_id", "notice", ["person_id", "message_id"])
