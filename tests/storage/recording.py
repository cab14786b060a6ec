"""A process to be killed: it hands in one evaluation after the other, each with its row in the trail.

``python -m tests.storage.recording URL`` prints the id of each once it is confirmed.
"""

import os
import sys
from itertools import count

from sqlalchemy import Connection

from storage import audit
from storage.engine import Storage
from tests.storage.scene import NOW, WANG, handed_in


def turn(conn: Connection) -> int:
    evaluation = handed_in(conn)
    audit.record(
        conn,
        actor=WANG,
        action=audit.Action.HANDED_IN,
        object_kind="evaluation",
        object_id=evaluation.id,
        details={},
        now=NOW,
    )
    return evaluation.id


def main(url: str) -> None:
    with Storage(url) as storage:
        for _ in count():
            os.write(1, f"{storage.run_now(turn)}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])
