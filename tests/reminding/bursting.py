"""A process to be killed: it sends a burst of reminders and prints each as it leaves.

``python -m tests.reminding.bursting URL MOMENT`` ticks at a fixed moment; a line ``occurrence stage`` stands for a
message that has arrived, written before the process is told so.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.turn import House
from bot.evidence import FILE_LIMIT
from bot.reminding.ticking import Reminders
from bot.screens.screen import Screen
from rubrics.library import SHIPPED, read_file
from storage.engine import Storage


class Street:
    """A post whose messages arrive as lines on standard output, each a moment after the other."""

    def __init__(self) -> None:
        self._sent = 0

    async def send(self, person_id: int, screen: Screen) -> int:
        await asyncio.sleep(0.002)
        (act,) = {button.act.word(0) for row in screen.rows for button in row}
        os.write(1, f"{act} {person_id}\n".encode())
        self._sent += 1
        return os.getpid() * 1000 + self._sent

    async def redraw(self, *_: object) -> None:
        raise AssertionError("nothing is settled here")


async def main(url: str, moment: str) -> None:
    form = read_file(SHIPPED / "08-quality.yaml").form
    assert form is not None
    house = House({form.id: form}, ZoneInfo("Asia/Shanghai"), "zh", FILE_LIMIT)
    with Storage(url) as storage:
        os.write(1, b"ready\n")
        await Reminders(storage, house, Street(), lambda: datetime.fromisoformat(moment)).tick()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
