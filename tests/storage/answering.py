"""A process to be killed: 20 evaluators answer without end; each answer is printed once it is confirmed.

``python -m tests.storage.answering URL`` prints ``evaluation revision`` lines.
"""

import asyncio
import os
import sys
from itertools import count

from sqlalchemy import Connection

from storage import answers, evaluations
from storage.engine import Storage
from tests.storage.scene import NOW, WANG, draft

EVALUATORS = 20


async def answer_on(storage: Storage, evaluation_id: int) -> None:
    for revision in count(1):

        def turn(conn: Connection, revision: int = revision) -> None:
            answers.add_answer(
                conn,
                evaluation_id=evaluation_id,
                item=f"q{revision % 20}",
                value_json=f'"{revision}"',
                revision=revision,
                by=WANG,
                now=NOW,
            )
            standing = evaluations.evaluation(conn, evaluation_id)
            assert standing is not None
            assert standing.revision == revision - 1
            assert evaluations.move(conn, standing, view="question", cursor=None, now=NOW) is not None

        await storage.run(turn)
        os.write(1, f"{evaluation_id} {revision}\n".encode())


async def main(url: str) -> None:
    with Storage(url) as storage:
        begun = [await storage.run(lambda conn: draft(conn).id) for _ in range(EVALUATORS)]
        await asyncio.gather(*(answer_on(storage, evaluation_id) for evaluation_id in begun))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
