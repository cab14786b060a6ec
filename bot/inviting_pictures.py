"""The link of an invitation as a picture that a camera reads: drawn in the background, sent below the card."""

from __future__ import annotations

import asyncio
import io

import structlog
from telegram.error import TelegramError

from bot.courier import Courier
from bot.texts import Texts

_log = structlog.get_logger(__name__)
_SCALE = 10
"""Pixels a module: a link of 70 characters makes a picture of about 400 pixels."""
_QUIET = 4
"""Modules of white around it, as ISO/IEC 18004 wants."""
_GRACE = 5.0
"""Seconds that a stop waits for pictures under way."""


class InvitationPictures:
    """Draws and sends them. Nothing of a link is kept or logged; one that is lost on the way is told."""

    def __init__(self, courier: Courier, t: Texts) -> None:
        """``t`` says what became of a picture that could not be sent."""
        self._courier = courier
        self._texts = t
        self._under_way: set[asyncio.Task[None]] = set()

    def want(self, chat_id: int, link: str, caption: str) -> None:
        """Send the picture of a link into a chat, with words to be sent on."""
        task = asyncio.create_task(self._deliver(chat_id, link, caption))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Give what is under way a moment to be sent."""
        if tasks := list(self._under_way):
            await asyncio.wait(tasks, timeout=_GRACE)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, chat_id: int, link: str, caption: str) -> None:
        picture = await asyncio.to_thread(draw, link)
        try:
            await self._courier.photo(chat_id, picture, "invitation.png", caption)
        except TelegramError as error:
            _log.warning("invitation picture not sent", reason=type(error).__name__)
            t = self._texts
            await self._courier.say(
                chat_id, t("⚠️ The picture could not be sent. The link on the card works all the same.")
            )


def draw(link: str) -> bytes:
    """A link as a QR code: a PNG that survives being printed and creased (a quarter of it may be lost)."""
    import segno  # only where something is drawn

    made = io.BytesIO()
    segno.make(link, error="q", micro=False).save(made, kind="png", scale=_SCALE, border=_QUIET)
    return made.getvalue()
