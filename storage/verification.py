"""Whether a printed page says what the records say: a short code over all that was handed in.

The code is keyed with a secret of this database, so nobody can make one up, and it changes with everything it
covers: evaluation, revision, form, figures, every answer that counts, notes. Codes that were printed are kept,
so that a page can be found by its code alone, and told from a forged one even if the record was changed since.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, select

from storage import answers, evaluations, notes, tables
from storage.check_code import BITS, code_of
from storage.statements import Upsert
from storage.values import Evaluation, Note, StoredAnswer

_table = tables.verification
_secret = tables.verification_secret
_SECRET = select(_secret.c.secret).where(_secret.c.id == 1)
_KEEP = Upsert(_table, same=("code",))
_BY_CODE = select(_table.c.evaluation_id, _table.c.printed_at).where(_table.c.code == bindparam("typed"))


@dataclass(frozen=True, slots=True)
class Verified:
    """What a code stands for.

    ``intact`` tells that the record still is as it was printed; ``later`` is the amendment that took its place;
    ``printed_at`` is when it was printed for the first time.
    """

    evaluation: Evaluation
    intact: bool
    later: Evaluation | None
    printed_at: datetime


def code_for(conn: Connection, evaluation: Evaluation, now: datetime) -> str:
    """The code of a handed-in evaluation as it stands, kept so that :func:`verify` finds it. Without hyphens."""
    code = _code(conn, evaluation, answers.answers(conn, evaluation.id), notes.notes(conn, evaluation.id))
    row = {"code": code, "evaluation_id": evaluation.id, "printed_at": now}
    conn.execute(_KEEP.of(conn.dialect.name), row)
    return code


def verify(conn: Connection, code: str) -> Verified | None:
    """What a code (see :func:`storage.check_code.read`) stands for; ``None`` where it was never printed here."""
    row = conn.execute(_BY_CODE, {"typed": code}).first()
    found = evaluations.evaluation(conn, row.evaluation_id) if row is not None else None
    if row is None or found is None:
        return None
    log, said = answers.answers(conn, found.id), notes.notes(conn, found.id)
    later = next((e for e in evaluations.amendments(conn, found.id) if e.status in _HANDED_IN), None)
    return Verified(found, _code(conn, found, log, said) == code, later, row.printed_at)


_HANDED_IN = {"submitted", "amended"}


def _code(conn: Connection, evaluation: Evaluation, log: Sequence[StoredAnswer], said: Sequence[Note]) -> str:
    secret = bytes.fromhex(conn.execute(_SECRET).scalar_one())
    covered = _covered(evaluation, log, said)
    hashed = hmac.digest(secret, covered.encode(), sha256)
    return code_of(int.from_bytes(hashed, "big") & ((1 << BITS) - 1))


def _covered(evaluation: Evaluation, log: Sequence[StoredAnswer], said: Sequence[Note]) -> str:
    """All that is handed in, in one spelling. What changes later (status, view) is not in it."""
    handed_in = evaluation.submitted_at.isoformat() if evaluation.submitted_at else None
    head = [evaluation.id, evaluation.revision, evaluation.form_digest, evaluation.evaluator_id, handed_in]
    figures = [evaluation.total, evaluation.max, evaluation.percent, evaluation.grade, evaluation.result]
    given = sorted((item, row.value) for item, row in answers.latest(log).items() if row.value is not None)
    noted = [[n.id, n.item, n.text, [file.file_unique_id for file in n.attachments]] for n in said]
    return json.dumps([head, figures, given, noted], ensure_ascii=False, separators=(",", ":"))
