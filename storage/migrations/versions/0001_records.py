"""The first tables: people, chats, forms, subjects, evaluations, answers, notes and attachments."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HANDED_IN = sa.text("status IN ('submitted', 'amended')")


def upgrade() -> None:
    """Create the tables, those first that others point to."""
    _forms_and_people()
    _evaluations()
    _chats()
    _answers()
    _notes()


def downgrade() -> None:
    """Drop them, in the opposite order; their indexes go with them."""
    for table in ("attachment", "note", "answer", "chat", "evaluation", "subject", "person", "form"):
        op.drop_table(table)


def _forms_and_people() -> None:
    op.create_table(
        "form",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_form"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("telegram_language", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "subject",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subject"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subject_kind_name_key", "subject", ["kind", "name_key"])


def _evaluations() -> None:
    op.create_table(
        "evaluation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("form_digest", sa.Text(), nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("form_title", sa.Text(), nullable=False),
        sa.Column("evaluator_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", KEY, nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("amends_id", KEY, nullable=True),
        sa.Column("amend_reason", sa.Text(), nullable=True),
        sa.Column("total", sa.Text(), nullable=True),
        sa.Column("max", sa.Text(), nullable=True),
        sa.Column("percent", sa.Text(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'amended', 'discarded', 'void')",
            name=op.f("ck_evaluation_status"),
        ),
        sa.ForeignKeyConstraint(["form_digest"], ["form.digest"], name="fk_evaluation_form_digest_form"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_evaluation_subject_id_subject"),
        sa.ForeignKeyConstraint(["amends_id"], ["evaluation.id"], name="fk_evaluation_amends_id_evaluation"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation"),
        sqlite_autoincrement=True,
    )
    for columns in (
        ["evaluator_id", "status", "updated_at"],
        ["evaluator_id", "status", "submitted_at"],
        ["subject_id", "form_id"],
        ["amends_id"],
    ):
        op.create_index(f"ix_evaluation_{'_'.join(columns)}", "evaluation", columns)
    op.create_index(
        "uq_evaluation_live_amendment",
        "evaluation",
        ["amends_id"],
        unique=True,
        sqlite_where=HANDED_IN,
        postgresql_where=HANDED_IN,
    )


def _chats() -> None:
    op.create_table(
        "chat",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("evaluation_id", KEY, nullable=True),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("card_message_id", sa.BigInteger(), nullable=True),
        sa.Column("last_message_id", sa.BigInteger(), nullable=False),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name="fk_chat_evaluation_id_evaluation", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("chat_id", name="pk_chat"),
    )
    op.create_index("ix_chat_evaluation_id", "chat", ["evaluation_id"])
    op.create_index("ix_chat_touched_at", "chat", ["touched_at"])


def _answers() -> None:
    op.create_table(
        "answer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("evaluation_id", KEY, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("undoes", KEY, nullable=True),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("undoes", name="uq_answer_undoes"),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name="fk_answer_evaluation_id_evaluation"
        ),
        sa.ForeignKeyConstraint(["undoes"], ["answer.id"], name="fk_answer_undoes_answer"),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answer_evaluation_id_id", "answer", ["evaluation_id", "id"])


def _notes() -> None:
    op.create_table(
        "note",
        sa.Column("id", KEY, nullable=False),
        sa.Column("evaluation_id", KEY, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("media_group", sa.Text(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.UniqueConstraint("chat_id", "message_id", name="uq_note_chat_id_message_id"),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name="fk_note_evaluation_id_evaluation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_note_evaluation_id_id", "note", ["evaluation_id", "id"])
    op.create_table(
        "attachment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("note_id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("file_unique_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('wanted', 'stored', 'too-big', 'failed')", name=op.f("ck_attachment_state")
        ),
        sa.UniqueConstraint("chat_id", "message_id", name="uq_attachment_chat_id_message_id"),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name="fk_attachment_note_id_note"),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attachment_note_id", "attachment", ["note_id"])
    op.create_index("ix_attachment_state_id", "attachment", ["state", "id"])
