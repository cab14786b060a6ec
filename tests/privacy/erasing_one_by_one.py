"""A process to be killed: it erases one subject after the other, files too, as the bot does.

``python -m tests.privacy.erasing_one_by_one URL DATA`` prints the id of each before it begins with it.
"""

import os
import sys
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from bot.conversation.turn import House
from bot.privacy.erasing import erase_subject
from bot.privacy.finishing import finish_erasures
from storage import tables
from storage.engine import Storage
from tests.privacy.records import FORMS
from tests.storage.scene import NOW

HOME = House(FORMS, ZoneInfo("Asia/Shanghai"), "zh", 1, frozenset({1}))


def everyone(conn: Connection) -> list[int]:
    return list(conn.execute(select(tables.subject.c.id).order_by(tables.subject.c.id)).scalars())


def main(url: str, data: str) -> None:
    with Storage(url) as storage:
        for one in storage.run_now(everyone):
            os.write(1, f"{one}\n".encode())
            storage.run_now(
                partial(erase_subject, house=HOME, subject_id=one, asked_by=1, because="request", now=NOW)
            )
            finish_erasures(storage, Path(data), lambda: NOW)


if __name__ == "__main__":
    main(*sys.argv[1:])
