"""Updates pushed by Telegram to an address of ours, for those who would rather not fetch.

Telegram is told 200 only when an update's turn is committed; anything else makes it come again. Whoever does not
know the secret is told 401 and nothing else, and how much of a guess was right cannot be told by the time it takes.
"""

from __future__ import annotations

import asyncio
import json
from hmac import compare_digest
from weakref import WeakValueDictionary

import structlog
from aiohttp import web
from pydantic import SecretStr
from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError

from bot.patience import waiting
from bot.polling import CannotListen, Handle, NotDone
from bot.updates import ALLOWED

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/telegram"
"""Where updates are taken; the proxy in front leads there."""

_LARGEST = 1_000_000
"""Bytes of an update at most: Telegram's are some thousands."""
_CONNECTIONS = 40
_GRACE = 5.0
"""Seconds that a stop waits for turns under way."""

_log = structlog.get_logger(__name__)


class Hook:
    """Takes what Telegram pushes; started and stopped like a poller."""

    def __init__(
        self, bot: Bot, handle: Handle, url: str, secret: SecretStr, listen: tuple[str, int]
    ) -> None:
        """Telegram pushes to ``url``, which leads to ``listen`` (host and port of this machine)."""
        self._bot = bot
        self._handle = handle
        self._url = url
        self._secret = secret
        self._listen = listen
        self._stopping = asyncio.Event()
        self._order: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def run(self) -> None:
        """Listen, tell Telegram where, and take updates until :meth:`stop`.

        :raises CannotListen: if nothing can listen there.
        :raises InvalidToken: if Telegram does not know the token.
        """
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_post(PATH, self._pushed)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=_GRACE)
        await runner.setup()
        try:
            host, port = self._listen
            try:
                await web.TCPSite(runner, host, port).start()
            except OSError as error:
                raise CannotListen(f"{host}:{port}: {error.strerror}") from error
            await self._tell()
            await self._stopping.wait()
        finally:
            await runner.cleanup()

    def stop(self) -> None:
        """Take nothing more; turns under way are finished. Telegram keeps what comes meanwhile."""
        self._stopping.set()

    async def _tell(self) -> None:
        """Tell Telegram the address, however long that takes."""
        trouble = 0
        while not self._stopping.is_set():
            try:
                await self._bot.set_webhook(
                    self._url,
                    allowed_updates=ALLOWED,
                    max_connections=_CONNECTIONS,
                    secret_token=self._secret.get_secret_value(),
                )
            except InvalidToken:
                raise
            except TelegramError as error:
                trouble += 1
                _log.warning("webhook not set yet; trying again", reason=str(error))
                await asyncio.sleep(waiting(trouble))
            else:
                return

    async def _pushed(self, request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "").encode(errors="replace")
        if not compare_digest(given, self._secret.get_secret_value().encode()):
            return web.Response(status=401)
        try:
            update = Update.de_json(json.loads(await request.text()), self._bot)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            _log.warning("not an update", reason=type(error).__name__)
            return web.Response(status=400)
        chat = update.effective_chat.id if update.effective_chat else 0
        # Held here as long as anybody waits for it, so that all of a chat wait for the same one, in order.
        turn = self._order.setdefault(chat, asyncio.Lock())
        async with turn:
            try:
                await self._handle(update)
            except NotDone:
                return web.Response(status=503)
        return web.Response()
