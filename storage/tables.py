"""The tables, as classes whose names end in ``Row``.

They say what the database holds and refuses; they never leave this package. ``table=True`` models do not
validate, so whatever must hold is a constraint. ``migrations`` builds the same tables, and a test compares.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Key = BigInteger().with_variant(Integer(), "sqlite")
"""A number given by the database. SQLite counts by itself only in a column called INTEGER (64 bits there)."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC and handed back aware; a naive one is refused with :class:`ValueError`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  (the signature is SQLAlchemy's)
        """To UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  (the signature is SQLAlchemy's)
        """From what the database holds; SQLite forgets the zone, which is always UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Row(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """The base of all tables, with a registry of our own so that every constraint has a name."""


def _column(kind: Any, *rules: Any, optional: bool = False, **more: Any) -> Any:
    """One column, built anew for its table; required unless ``optional``."""
    return Field(sa_column=Column(kind, *rules, nullable=optional, **more))


def _own_key() -> Any:
    return Field(default=None, sa_column=Column(Key, primary_key=True))


class PersonRow(Row, table=True):
    """Someone who uses the bot, by Telegram id.

    ``language`` only where they chose one; ``telegram_language`` is their app's, for what is drawn unasked.
    """

    __tablename__ = "person"
    id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    name: str = _column(Text)
    language: str | None = _column(Text, optional=True)
    telegram_language: str | None = _column(Text, optional=True)
    created_at: datetime = _column(UtcDateTime)
    suspended_at: datetime | None = _column(UtcDateTime, optional=True)


class UnitRow(Row, table=True):
    """A department or site group. One that was removed keeps its row, since records point to it."""

    __tablename__ = "unit"
    __table_args__: ClassVar[Any] = (
        Index("uq_unit_name_key", "name_key", unique=True, sqlite_where=text("removed_at IS NULL")),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    name: str = _column(Text)
    name_key: str = _column(Text)
    created_by: int = _column(BigInteger)
    created_at: datetime = _column(UtcDateTime)
    removed_at: datetime | None = _column(UtcDateTime, optional=True)


class MembershipRow(Row, table=True):
    """A role that a person has, in a unit unless it is that of an owner; one that ended keeps its row."""

    __tablename__ = "membership"
    __table_args__: ClassVar[Any] = (
        CheckConstraint("role IN ('owner', 'supervisor', 'evaluator', 'subject')", name="role"),
        CheckConstraint("(role IN ('owner', 'subject')) = (unit_id IS NULL)", name="unit"),
        Index(None, "person_id", "ended_at"),
        Index(None, "unit_id", "ended_at"),
        Index(
            "uq_membership_in_unit",
            *("person_id", "role", "unit_id"),
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
        ),
        # To a database, no unit differs from no unit.
        Index(
            "uq_membership_everywhere",
            *("person_id", "role"),
            unique=True,
            sqlite_where=text("ended_at IS NULL AND unit_id IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    person_id: int = _column(BigInteger, ForeignKey("person.id"))
    role: str = _column(Text)
    unit_id: int | None = _column(Key, ForeignKey("unit.id"), optional=True)
    granted_by: int = _column(BigInteger)
    granted_at: datetime = _column(UtcDateTime)
    ended_at: datetime | None = _column(UtcDateTime, optional=True)


class InvitationRow(Row, table=True):
    """A link that lets somebody in. The token itself is nowhere kept, only its sha256.

    ``evaluation_id`` is the released result that an invitation of a subject leads to.
    """

    __tablename__ = "invitation"
    __table_args__: ClassVar[Any] = (
        CheckConstraint("role IN ('owner', 'supervisor', 'evaluator', 'subject')", name="role"),
        CheckConstraint("used <= uses", name="used"),
        UniqueConstraint("token_hash"),
        Index(None, "made_by", "id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    token_hash: str = _column(Text)
    role: str = _column(Text)
    unit_id: int | None = _column(Key, ForeignKey("unit.id"), optional=True)
    evaluation_id: int | None = _column(Key, ForeignKey("evaluation.id"), optional=True)
    made_by: int = _column(BigInteger)
    made_at: datetime = _column(UtcDateTime)
    expires_at: datetime = _column(UtcDateTime)
    uses: int = _column(BigInteger)
    used: int = _column(BigInteger)
    revoked_at: datetime | None = _column(UtcDateTime, optional=True)
    revoked_by: int | None = _column(BigInteger, optional=True)


class InvitationUseRow(Row, table=True):
    """Who came in by an invitation, each person once."""

    __tablename__ = "invitation_use"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("invitation_id", "person_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    invitation_id: int = _column(Key, ForeignKey("invitation.id"))
    person_id: int = _column(BigInteger)
    at: datetime = _column(UtcDateTime)


class FeedbackRow(Row, table=True):
    """A result released to the person assessed, what they said to it, and how a dispute was settled."""

    __tablename__ = "feedback"
    __table_args__: ClassVar[Any] = (
        CheckConstraint("answer IN ('acknowledged', 'disputed')", name="answer"),
        CheckConstraint("outcome IN ('upheld', 'changed', 'withdrawn')", name="outcome"),
        UniqueConstraint("evaluation_id"),
        Index(None, "person_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    evaluation_id: int = _column(Key, ForeignKey("evaluation.id"))
    released_by: int = _column(BigInteger)
    released_at: datetime = _column(UtcDateTime)
    answer_by: datetime = _column(UtcDateTime)
    person_id: int | None = _column(BigInteger, optional=True)
    seen_at: datetime | None = _column(UtcDateTime, optional=True)
    answer: str | None = _column(Text, optional=True)
    words: str | None = _column(Text, optional=True)
    answered_at: datetime | None = _column(UtcDateTime, optional=True)
    outcome: str | None = _column(Text, optional=True)
    outcome_words: str | None = _column(Text, optional=True)
    outcome_by: int | None = _column(BigInteger, optional=True)
    outcome_at: datetime | None = _column(UtcDateTime, optional=True)
    withdrawn_at: datetime | None = _column(UtcDateTime, optional=True)


class GroupRow(Row, table=True):
    """A group the bot was added to, by Telegram's chat id, and what a supervisor lets it post there.

    ``unit_id`` is whose work it tells of, NULL for all units (an owner's choice). ``chosen_by`` is who chose last
    what is posted; NULL stands for whoever added the bot.
    """

    __tablename__ = "group_chat"
    __table_args__: ClassVar[Any] = (Index(None, "unit_id"),)
    id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    title: str = _column(Text)
    unit_id: int | None = _column(Key, ForeignKey("unit.id"), optional=True)
    posts_done: bool = _column(Boolean)
    posts_digest: bool = _column(Boolean)
    added_by: int = _column(BigInteger)
    added_at: datetime = _column(UtcDateTime)
    left_at: datetime | None = _column(UtcDateTime, optional=True)
    chosen_by: int | None = _column(BigInteger, optional=True)


class FormRow(Row, table=True):
    """A form as it was when an evaluation began: canonical JSON under its digest (sha256). Never changed."""

    __tablename__ = "form"
    digest: str = Field(sa_column=Column(Text, primary_key=True))
    form_id: str = _column(Text)
    title: str = _column(Text)
    body: str = _column(Text)
    added_at: datetime = _column(UtcDateTime)


class SubjectRow(Row, table=True):
    """Who or what is evaluated. Two people can share a name, so ``name_key`` finds and does not decide.

    ``unit_id`` is whose supervisors see it; ``erased_at`` is set once nothing personal is left of it. A candidate
    with ``hired_at``, or before ``kept_until``, is not erased by itself.
    """

    __tablename__ = "subject"
    __table_args__: ClassVar[Any] = (Index(None, "kind", "name_key"), {"sqlite_autoincrement": True})
    id: int | None = _own_key()
    kind: str = _column(Text)
    name: str = _column(Text)
    name_key: str = _column(Text)
    fields: str = _column(Text)
    created_by: int = _column(BigInteger)
    created_at: datetime = _column(UtcDateTime)
    used_at: datetime = _column(UtcDateTime)
    unit_id: int | None = _column(Key, optional=True)
    erased_at: datetime | None = _column(UtcDateTime, optional=True)
    hired_at: datetime | None = _column(UtcDateTime, optional=True)
    kept_until: datetime | None = _column(UtcDateTime, optional=True)


class EvaluationRow(Row, table=True):
    """One form for one subject by one evaluator.

    Ids are never given twice, so that a button of a dropped draft cannot meet another evaluation. An
    evaluation has at most one amendment that was handed in; the next one amends that amendment. ``unit_id``
    is whose supervisors see it: that of its subject, else that of its evaluator when it began.

    For comparisons: ``hundredths`` is the percent times 100; ``first_submitted_at`` is when the first of a
    chain of amendments was handed in; ``points`` what each scored criterion brings, in the form's order.
    """

    __tablename__ = "evaluation"
    __table_args__: ClassVar[Any] = (
        CheckConstraint("status IN ('draft', 'submitted', 'amended', 'discarded', 'void')", name="status"),
        Index(None, "evaluator_id", "status", "updated_at"),
        Index(None, "evaluator_id", "status", "submitted_at"),
        Index(None, "subject_id", "form_id"),
        Index(None, "unit_id", "status", "submitted_at"),
        Index(
            "ix_evaluation_comparing",
            "form_id",
            "status",
            "first_submitted_at",
            "subject_id",
            "hundredths",
            "evaluator_id",
            "unit_id",
        ),
        Index(None, "amends_id"),
        Index(
            "uq_evaluation_live_amendment",
            "amends_id",
            unique=True,
            # PostgreSQL's stands in the migration alone: named here, its dialect would load at every start.
            sqlite_where=text("status IN ('submitted', 'amended')"),
        ),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    form_digest: str = _column(Text, ForeignKey("form.digest"))
    form_id: str = _column(Text)
    form_title: str = _column(Text)
    evaluator_id: int = _column(BigInteger)
    subject_id: int | None = _column(Key, ForeignKey("subject.id"), optional=True)
    status: str = _column(Text)
    view: str = _column(Text)
    cursor: str | None = _column(Text, optional=True)
    revision: int = _column(BigInteger)
    created_at: datetime = _column(UtcDateTime)
    updated_at: datetime = _column(UtcDateTime)
    submitted_at: datetime | None = _column(UtcDateTime, optional=True)
    amends_id: int | None = _column(Key, ForeignKey("evaluation.id"), optional=True)
    amend_reason: str | None = _column(Text, optional=True)
    total: str | None = _column(Text, optional=True)
    max: str | None = _column(Text, optional=True)
    percent: str | None = _column(Text, optional=True)
    grade: str | None = _column(Text, optional=True)
    result: str | None = _column(Text, optional=True)
    unit_id: int | None = _column(Key, optional=True)
    hundredths: int | None = _column(BigInteger, optional=True)
    first_submitted_at: datetime | None = _column(UtcDateTime, optional=True)
    points: str | None = _column(Text, optional=True)


class ChatRow(Row, table=True):
    """Where a chat stands: the live evaluation and its card, what is shown otherwise, what was handled.

    ``commands`` says which list of commands Telegram shows in it, NULL where it is everybody's; ``redraw_at``
    is set while its card still shows what is not so any more, or not theirs to see; ``long_at`` is when a text was
    sent that may go on in another message.
    """

    __tablename__ = "chat"
    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    evaluation_id: int | None = _column(
        Key, ForeignKey("evaluation.id", ondelete="SET NULL"), optional=True, index=True
    )
    view: str = _column(Text)
    card_message_id: int | None = _column(BigInteger, optional=True)
    last_message_id: int = _column(BigInteger)
    touched_at: datetime = _column(UtcDateTime, index=True)
    commands: str | None = _column(Text, optional=True)
    redraw_at: datetime | None = _column(UtcDateTime, optional=True, index=True)
    long_at: datetime | None = _column(UtcDateTime, optional=True)


class AnswerRow(Row, table=True):
    """One thing said about one item, only ever added: the latest counts, the earlier ones stay.

    ``item`` is a criterion id, ``@field`` or ``#signature``; ``value`` is JSON, and NULL where it was cleared.
    An answer is taken back at most once.
    """

    __tablename__ = "answer"
    __table_args__: ClassVar[Any] = (
        Index(None, "evaluation_id", "id"),
        UniqueConstraint("undoes"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    evaluation_id: int = _column(Key, ForeignKey("evaluation.id"))
    item: str = _column(Text)
    value: str | None = _column(Text, optional=True)
    revision: int = _column(BigInteger)
    undoes: int | None = _column(Key, ForeignKey("answer.id"), optional=True)
    by: int = _column(BigInteger)
    at: datetime = _column(UtcDateTime)


class NoteRow(Row, table=True):
    """What was said beside a criterion: one message, or one album. Removing keeps the row."""

    __tablename__ = "note"
    __table_args__: ClassVar[Any] = (
        Index(None, "evaluation_id", "id"),
        UniqueConstraint("chat_id", "message_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    evaluation_id: int = _column(Key, ForeignKey("evaluation.id"))
    item: str = _column(Text)
    text: str = _column(Text)
    media_group: str | None = _column(Text, optional=True)
    chat_id: int = _column(BigInteger)
    message_id: int = _column(BigInteger)
    created_at: datetime = _column(UtcDateTime)
    edited_at: datetime | None = _column(UtcDateTime, optional=True)
    removed_at: datetime | None = _column(UtcDateTime, optional=True)


class AttachmentRow(Row, table=True):
    """A file that came with a note, and how far its copy into the data directory has come."""

    __tablename__ = "attachment"
    __table_args__: ClassVar[Any] = (
        CheckConstraint("state IN ('wanted', 'stored', 'too-big', 'failed')", name="state"),
        Index(None, "note_id"),
        Index(None, "state", "id"),
        UniqueConstraint("chat_id", "message_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    note_id: int = _column(Key, ForeignKey("note.id"))
    kind: str = _column(Text)
    file_id: str = _column(Text)
    file_unique_id: str = _column(Text)
    name: str = _column(Text)
    mime: str = _column(Text)
    size: int | None = _column(BigInteger, optional=True)
    chat_id: int = _column(BigInteger)
    message_id: int = _column(BigInteger)
    path: str | None = _column(Text, optional=True)
    state: str = _column(Text)
    tries: int = _column(Integer)


class AuditRow(Row, table=True):
    """One line of the audit trail, only ever added; its hash covers it and the hash before (``storage.chain``).

    The moment and the details are text, because the hash covers them to the letter.
    """

    __tablename__ = "audit"
    seq: int = Field(sa_column=Column(Key, primary_key=True, autoincrement=False))
    at: str = _column(Text)
    actor: int = _column(BigInteger)
    action: str = _column(Text)
    object_kind: str = _column(Text)
    object_id: str = _column(Text)
    details: str = _column(Text)
    hash: str = _column(Text)


class AuditTipRow(Row, table=True):
    """Where the audit trail starts and stands: one row, made by its migration with a start of its own."""

    __tablename__ = "audit_tip"
    __table_args__: ClassVar[Any] = (CheckConstraint("id = 1", name="one"),)
    id: int = Field(sa_column=Column(Key, primary_key=True, autoincrement=False))
    start: str = _column(Text)
    count: int = _column(BigInteger)
    hash: str = _column(Text)


class VerificationRow(Row, table=True):
    """A verification code that was printed, and for which evaluation; two printings of the same share it.

    No reference to the evaluation's row: whatever becomes of that, a paper with this code was printed here.
    """

    __tablename__ = "verification"
    code: str = _column(Text, primary_key=True)
    evaluation_id: int = _column(Key)
    printed_at: datetime = _column(UtcDateTime)


class VerificationSecretRow(Row, table=True):
    """What verification codes are keyed with: one row, made by its migration with a secret of its own."""

    __tablename__ = "verification_secret"
    __table_args__: ClassVar[Any] = (CheckConstraint("id = 1", name="one"),)
    id: int = Field(sa_column=Column(Key, primary_key=True, autoincrement=False))
    secret: str = _column(Text)


class ErasureRow(Row, table=True):
    """A subject that was erased, why, and whether its files are gone, too (``finished_at``).

    ``asked_by`` is a Telegram id; 0 where nobody asked, or on the command line.
    """

    __tablename__ = "erasure"
    __table_args__: ClassVar[Any] = (
        CheckConstraint("because IN ('request', 'retention')", name="because"),
        UniqueConstraint("subject_id"),
        Index(None, "finished_at"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    subject_id: int = _column(Key, ForeignKey("subject.id"))
    asked_by: int = _column(BigInteger)
    because: str = _column(Text)
    at: datetime = _column(UtcDateTime)
    finished_at: datetime | None = _column(UtcDateTime, optional=True)


class RetentionNoticeRow(Row, table=True):
    """Owners are to be told that a candidate is erased at ``due_at`` or later: once for each such moment.

    ``told_at`` is set when the first owner got it.
    """

    __tablename__ = "retention_notice"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("subject_id", "due_at"),
        Index(None, "told_at"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    subject_id: int = _column(Key, ForeignKey("subject.id"))
    due_at: datetime = _column(UtcDateTime)
    made_at: datetime = _column(UtcDateTime)
    told_at: datetime | None = _column(UtcDateTime, optional=True)


class TraceRow(Row, table=True):
    """A message in a chat that tells of an evaluation or of a subject, so that erasing can reach it: ids, no words.

    ``act_at`` is when there is next something to do about it, put ahead while a process does it.
    """

    __tablename__ = "trace"
    __table_args__: ClassVar[Any] = (
        CheckConstraint("kind IN ('card', 'file', 'told', 'announced', 'theirs')", name="kind"),
        CheckConstraint("state IN ('stands', 'wanted', 'gone', 'left')", name="state"),
        CheckConstraint("(evaluation_id IS NULL) <> (subject_id IS NULL)", name="about"),
        CheckConstraint("(act_at IS NULL) = (state <> 'wanted')", name="act_at"),
        UniqueConstraint("chat_id", "message_id", "evaluation_id"),
        UniqueConstraint("chat_id", "message_id", "subject_id"),
        Index(None, "evaluation_id"),
        Index(None, "subject_id"),
        Index(None, "act_at"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    chat_id: int = _column(BigInteger)
    message_id: int = _column(BigInteger)
    kind: str = _column(Text)
    evaluation_id: int | None = _column(Key, ForeignKey("evaluation.id", ondelete="CASCADE"), optional=True)
    subject_id: int | None = _column(Key, ForeignKey("subject.id"), optional=True)
    at: datetime = _column(UtcDateTime)
    state: str = _column(Text)
    act_at: datetime | None = _column(UtcDateTime, optional=True)
    tries: int = _column(BigInteger)


class PlanRow(Row, table=True):
    """A form that comes due for a subject every so often. One that ended keeps its row.

    The terms (``every`` to ``from_date``) are kept as they are written. ``from_date`` is the day from which it
    counts, in its zone; ``opened_to`` the last day of the last period it opened; ``next_at`` when the next
    one opens, and NULL where none will. ``revision`` counts its changes.
    """

    __tablename__ = "plan"
    __table_args__: ClassVar[Any] = (
        CheckConstraint("state IN ('active', 'paused', 'ended')", name="state"),
        CheckConstraint("next_at IS NULL OR state = 'active'", name="next_at"),
        Index(None, "next_at"),
        Index(None, "subject_id"),
        Index(None, "unit_id", "state"),
        Index(None, "evaluator_id", "state"),
        Index(None, "supervisor_id", "state"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    form_id: str = _column(Text)
    form_title: str = _column(Text)
    subject_id: int = _column(Key, ForeignKey("subject.id"))
    unit_id: int | None = _column(Key, ForeignKey("unit.id"), optional=True)
    every: str = _column(Text)
    due: str = _column(Text)
    at: str = _column(Text)
    ladder: str = _column(Text)
    timezone: str = _column(Text)
    from_date: str = _column(Text)
    evaluator_id: int = _column(BigInteger)
    supervisor_id: int = _column(BigInteger)
    made_by: int = _column(BigInteger)
    made_at: datetime = _column(UtcDateTime)
    state: str = _column(Text)
    revision: int = _column(BigInteger)
    changed_at: datetime = _column(UtcDateTime)
    opened_to: str | None = _column(Text, optional=True)
    next_at: datetime | None = _column(UtcDateTime, optional=True)


class OccurrenceRow(Row, table=True):
    """What a plan asks for in one period, with its terms as they were when it opened.

    ``days`` are the days on which it reminds, counted from the due day; ``reminded_to`` the last of them that
    was seen to. ``remind_at`` is one more reminder, put off or after a change of hands. ``next_at`` is when
    anything next happens, NULL once it is closed, so that history costs a tick nothing.
    """

    __tablename__ = "occurrence"
    __table_args__: ClassVar[Any] = (
        CheckConstraint(
            "state IN ('scheduled', 'open', 'in-progress', 'overdue', 'done', 'done-late', 'missed', 'excused')",
            name="state",
        ),
        CheckConstraint("(next_at IS NULL) = (closed_at IS NOT NULL)", name="next_at"),
        UniqueConstraint("plan_id", "period"),
        Index(None, "next_at"),
        Index(None, "plan_id", "due"),
        Index(None, "subject_id", "next_at"),
        Index(None, "evaluator_id", "next_at"),
        Index(None, "supervisor_id", "due"),
        Index(None, "unit_id", "due"),
        Index(None, "evaluation_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    plan_id: int = _column(Key, ForeignKey("plan.id"))
    period: str = _column(Text)
    first_day: str = _column(Text)
    due: str = _column(Text)
    days: str = _column(Text)
    at: str = _column(Text)
    timezone: str = _column(Text)
    late_at: datetime = _column(UtcDateTime)
    missed_at: datetime = _column(UtcDateTime)
    form_id: str = _column(Text)
    subject_id: int = _column(Key, ForeignKey("subject.id"))
    unit_id: int | None = _column(Key, optional=True)
    evaluator_id: int = _column(BigInteger)
    supervisor_id: int = _column(BigInteger)
    state: str = _column(Text)
    opened_at: datetime = _column(UtcDateTime)
    reminded_to: int | None = _column(BigInteger, optional=True)
    remind_at: datetime | None = _column(UtcDateTime, optional=True)
    next_at: datetime | None = _column(UtcDateTime, optional=True)
    evaluation_id: int | None = _column(Key, ForeignKey("evaluation.id", ondelete="SET NULL"), optional=True)
    offered_to: int | None = _column(BigInteger, optional=True)
    closed_at: datetime | None = _column(UtcDateTime, optional=True)
    closed_by: int | None = _column(BigInteger, optional=True)
    reason: str | None = _column(Text, optional=True)


class ReminderRow(Row, table=True):
    """One stage of reminding of one occurrence, each once: wanted before it is sent, and kept afterwards.

    ``at`` is when it fell due, ``recorded_at`` when that was seen. ``act_at`` is when there is next something
    to do with the message (send it, or redraw it once all is settled), put ahead while a process does it.
    """

    __tablename__ = "reminder"
    __table_args__: ClassVar[Any] = (
        CheckConstraint("state IN ('wanted', 'sent', 'skipped', 'unreachable')", name="state"),
        UniqueConstraint("occurrence_id", "stage"),
        Index(None, "act_at"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    occurrence_id: int = _column(Key, ForeignKey("occurrence.id"))
    stage: str = _column(Text)
    at: datetime = _column(UtcDateTime)
    recorded_at: datetime = _column(UtcDateTime)
    person_id: int = _column(BigInteger)
    state: str = _column(Text)
    act_at: datetime | None = _column(UtcDateTime, optional=True)
    tries: int = _column(BigInteger)
    message_id: int | None = _column(BigInteger, optional=True)
    sent_at: datetime | None = _column(UtcDateTime, optional=True)


class NoticeRow(Row, table=True):
    """One thing to tell a supervisor, an owner or a colleague, once by its ``key``; several go in one message."""

    __tablename__ = "notice"
    __table_args__: ClassVar[Any] = (
        CheckConstraint("state IN ('wanted', 'sent', 'skipped', 'unreachable')", name="state"),
        UniqueConstraint("key"),
        Index(None, "act_at"),
        Index(None, "person_id", "message_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = _own_key()
    key: str = _column(Text)
    kind: str = _column(Text)
    person_id: int = _column(BigInteger)
    occurrence_id: int | None = _column(Key, ForeignKey("occurrence.id"), optional=True)
    plan_id: int | None = _column(Key, ForeignKey("plan.id"), optional=True)
    at: datetime = _column(UtcDateTime)
    state: str = _column(Text)
    act_at: datetime | None = _column(UtcDateTime, optional=True)
    tries: int = _column(BigInteger)
    message_id: int | None = _column(BigInteger, optional=True)
    sent_at: datetime | None = _column(UtcDateTime, optional=True)


metadata = Row.metadata
person = metadata.tables["person"]
unit = metadata.tables["unit"]
membership = metadata.tables["membership"]
invitation = metadata.tables["invitation"]
invitation_use = metadata.tables["invitation_use"]
feedback = metadata.tables["feedback"]
group_chat = metadata.tables["group_chat"]
form = metadata.tables["form"]
subject = metadata.tables["subject"]
evaluation = metadata.tables["evaluation"]
chat = metadata.tables["chat"]
answer = metadata.tables["answer"]
note = metadata.tables["note"]
attachment = metadata.tables["attachment"]
audit = metadata.tables["audit"]
audit_tip = metadata.tables["audit_tip"]
erasure = metadata.tables["erasure"]
retention_notice = metadata.tables["retention_notice"]
verification = metadata.tables["verification"]
verification_secret = metadata.tables["verification_secret"]
plan = metadata.tables["plan"]
occurrence = metadata.tables["occurrence"]
reminder = metadata.tables["reminder"]
notice = metadata.tables["notice"]
trace = metadata.tables["trace"]
