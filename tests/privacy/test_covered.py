"""No column is forgotten: every text of every table is erased, or is known to hold nothing about anybody.

A column that is added fails here until somebody has thought about it, and has put it into ``storage.erasing``
or into the list below.
"""

from __future__ import annotations

from sqlalchemy import Text

from storage import tables
from storage.holding import LEFT_OUT, linked_tables

ERASED = {
    "subject": {"name", "name_key", "fields"},
    "evaluation": {"amend_reason", "result"},
    "answer": {"value"},
    "note": {"text", "media_group"},
    "attachment": {"file_id", "file_unique_id", "name", "mime", "path"},
    "feedback": {"words", "outcome_words"},
    "occurrence": {"reason"},
    "chat": {"view"},  # a search in the history is a name
    "person": {"name", "language", "telegram_language"},
}
"""What ``storage.erasing`` overwrites; ``test_erasing`` looks that no word is left."""

SAYS_NOTHING = {
    "chat": {"commands"},
    "audit": {"at", "action", "object_kind", "object_id", "details", "hash"},
    "audit_tip": {"start", "hash"},
    "verification": {"code"},
    "verification_secret": {"secret"},
    "form": {"digest", "form_id", "title", "body"},
    "unit": {"name", "name_key"},
    "membership": {"role"},
    "invitation": {"token_hash", "role"},
    "erasure": {"because"},
    "subject": {"kind"},
    "evaluation": {
        "form_digest", "form_id", "form_title", "status", "view", "cursor", "total", "max", "percent", "grade",
        "points",
    },
    "answer": {"item"},
    "note": {"item"},
    "attachment": {"kind", "state"},
    "feedback": {"answer", "outcome"},
    "plan": {"form_id", "form_title", "every", "due", "at", "ladder", "timezone", "from_date", "state", "opened_to"},
    "occurrence": {"period", "first_day", "due", "days", "at", "timezone", "form_id", "state"},
    "reminder": {"stage", "state"},
    "notice": {"key", "kind", "state"},
    "group_chat": {"title"},
    "trace": {"kind", "state"},
}  # fmt: skip
"""Words of the form or of the program, and numbers."""


def test_every_text_in_every_table_was_thought_about() -> None:
    there = {
        (table.name, column.name)
        for table in tables.metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Text)
    }
    known = {
        (table, name) for part in (ERASED, SAYS_NOTHING) for table, names in part.items() for name in names
    }
    assert there - known == set()


def test_whatever_names_a_subject_or_an_evaluation_is_handed_out() -> None:
    names_them = {
        str(table.name)
        for table in tables.metadata.sorted_tables
        if {"subject_id", "evaluation_id", "note_id"} & set(table.c.keys())
    }
    assert names_them - LEFT_OUT <= set(linked_tables())
