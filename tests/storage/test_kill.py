import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage import answers, evaluations
from storage.engine import Storage
from storage.values import Evaluation, StoredAnswer
from tests.storage.scene import address


def reread(conn: Connection, evaluation_id: int) -> tuple[Evaluation | None, list[StoredAnswer]]:
    return evaluations.evaluation(conn, evaluation_id), answers.answers(conn, evaluation_id)


@pytest.mark.kill
@pytest.mark.parametrize("confirmed", [1, 60, 700])
def test_every_confirmed_answer_outlives_a_kill(path: Path, confirmed: int) -> None:
    command = [sys.executable, "-m", "tests.storage.answering", address(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(confirmed)]
        process.kill()
        lines += [line for line in process.stdout if line.endswith(b"\n")]
    told: dict[int, int] = {}
    for line in lines:
        evaluation_id, revision = map(int, line.split())
        told[evaluation_id] = max(revision, told.get(evaluation_id, 0))
    assert sum(told.values()) >= confirmed
    with Storage(address(path)) as storage:
        for evaluation_id, revision in told.items():
            evaluation, stored = storage.run_now(partial(reread, evaluation_id=evaluation_id))
            assert evaluation is not None
            assert evaluation.revision >= revision
            # No answer without its move, and none twice: each turn is there whole or not at all.
            assert [answer.revision for answer in stored] == list(range(1, evaluation.revision + 1))
