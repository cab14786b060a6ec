"""Units, the roles people have in them, invitations, and results released to the person assessed."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROLES = "role IN ('owner', 'supervisor', 'evaluator', 'subject')"
THERE = sa.text("removed_at IS NULL")


def upgrade() -> None:
    """Create the tables, and say of subjects and evaluations to which unit they belong."""
    op.add_column("person", sa.Column("suspended_at", UtcDateTime(), nullable=True))
    op.add_column("subject", sa.Column("unit_id", KEY, nullable=True))
    op.add_column("subject", sa.Column("erased_at", UtcDateTime(), nullable=True))
    op.add_column("evaluation", sa.Column("unit_id", KEY, nullable=True))
    op.create_index(
        "ix_evaluation_unit_id_status_submitted_at", "evaluation", ["unit_id", "status", "submitted_at"]
    )
    _units()
    _invitations()
    _feedback()
    _groups()


def downgrade() -> None:
    """Drop them; who had which role is gone then."""
    for table in ("group_chat", "feedback", "invitation_use", "invitation", "membership", "unit"):
        op.drop_table(table)
    op.drop_index("ix_evaluation_unit_id_status_submitted_at", "evaluation")
    op.drop_column("evaluation", "unit_id")
    op.drop_column("subject", "erased_at")
    op.drop_column("subject", "unit_id")
    op.drop_column("person", "suspended_at")


def _units() -> None:
    op.create_table(
        "unit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_unit_name_key", "unit", ["name_key"], unique=True, sqlite_where=THERE, postgresql_where=THERE
    )
    op.create_table(
        "membership",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("granted_by", sa.BigInteger(), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(ROLES, name=op.f("ck_membership_role")),
        sa.CheckConstraint(
            "(role IN ('owner', 'subject')) = (unit_id IS NULL)", name=op.f("ck_membership_unit")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id_person"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_membership_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_membership_person_id_ended_at", "membership", ["person_id", "ended_at"])
    op.create_index("ix_membership_unit_id_ended_at", "membership", ["unit_id", "ended_at"])


def _invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("evaluation_id", KEY, nullable=True),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(ROLES, name=op.f("ck_invitation_role")),
        sa.CheckConstraint("used <= uses", name=op.f("ck_invitation_used")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_invitation_unit_id_unit"),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name="fk_invitation_evaluation_id_evaluation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invitation_made_by_id", "invitation", ["made_by", "id"])
    op.create_table(
        "invitation_use",
        sa.Column("id", KEY, nullable=False),
        sa.Column("invitation_id", KEY, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name="fk_invitation_use_invitation_id_invitation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitation_use"),
        sa.UniqueConstraint("invitation_id", "person_id", name="uq_invitation_use_invitation_id_person_id"),
        sqlite_autoincrement=True,
    )


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", KEY, nullable=False),
        sa.Column("evaluation_id", KEY, nullable=False),
        sa.Column("released_by", sa.BigInteger(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=False),
        sa.Column("answer_by", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("outcome_words", sa.Text(), nullable=True),
        sa.Column("outcome_by", sa.BigInteger(), nullable=True),
        sa.Column("outcome_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("answer IN ('acknowledged', 'disputed')", name=op.f("ck_feedback_answer")),
        sa.CheckConstraint("outcome IN ('upheld', 'changed', 'withdrawn')", name=op.f("ck_feedback_outcome")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name="fk_feedback_evaluation_id_evaluation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint("evaluation_id", name="uq_feedback_evaluation_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feedback_person_id", "feedback", ["person_id"])


def _groups() -> None:
    op.create_table(
        "group_chat",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("posts_done", sa.Boolean(), nullable=False),
        sa.Column("posts_digest", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_group_chat_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_group_chat"),
    )
    op.create_index("ix_group_chat_unit_id", "group_chat", ["unit_id"])
