"""The list of commands that Telegram shows beside the field to type in: for each person what they may use.

Whoever is not in is shown /start alone. Which list a chat shows is kept with the chat, so a list is sent only where it
is another one than before: after somebody came in, got or lost a role, or changed the language.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.conversation.rooms import commands_shown, listed_commands
from bot.conversation.turn import House
from bot.texts import LANGUAGES, Texts, language_of, texts
from storage import chats, people
from storage.engine import Storage
from storage.errors import StorageUnavailable
from storage.opening import live_roles

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _List:
    """What a chat is to show: the commands, none for everybody's list; and the word that is kept for it."""

    commands: Sequence[tuple[str, str]]
    word: str | None


class CommandMenus:
    """Brings the lists of chats up to date, in the background. It matters little if that fails: /help tells all."""

    def __init__(self, bot: Bot, storage: Storage, house: House) -> None:
        """Nothing is under way."""
        self._bot = bot
        self._storage = storage
        self._house = house
        self._under_way: set[asyncio.Task[None]] = set()
        self._refused: set[tuple[int, str | None]] = set()

    async def register(self) -> None:
        """Tell Telegram what everybody sees: the description, and /start; in every language."""
        try:
            for code in (None, *LANGUAGES):
                t = texts(code or LANGUAGES[0])
                start = [BotCommand(name, text) for name, text in listed_commands(t) if name == "start"]
                await self._bot.set_my_commands(start, language_code=code)
                about = t(
                    "Rate people and places question by question, by thumb. Every answer is kept at once."
                )
                await self._bot.set_my_short_description(about, language_code=code)
                await self._bot.set_my_description(
                    f"{about}\n\n{t('Press Start and choose a form.')}", language_code=code
                )
        except TelegramError as error:
            _log.info("commands not registered", reason=type(error).__name__)

    def want(self, chat_id: int) -> None:
        """Have a chat show what its person may use now."""
        task = asyncio.create_task(self._bring(chat_id))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Leave out what is under way: the next touch finds it wanted still."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _bring(self, chat_id: int) -> None:
        try:
            wanted = await self._storage.run(lambda conn: self._wanted(conn, chat_id))
            if wanted is None or (chat_id, wanted.word) in self._refused:
                return
            await self._tell(chat_id, wanted)
            await self._storage.run(lambda conn: chats.shows_commands(conn, chat_id, wanted.word))
        except StorageUnavailable:
            _log.info("list of commands not written down; it is sent once more")

    async def _tell(self, chat_id: int, wanted: _List) -> None:
        scope = BotCommandScopeChat(chat_id)
        try:
            if wanted.commands:
                listed = [BotCommand(name, text) for name, text in wanted.commands]
                await self._bot.set_my_commands(listed, scope=scope)
            else:
                await self._bot.delete_my_commands(scope=scope)
        except TelegramError as error:
            self._refused.add((chat_id, wanted.word))
            _log.info("list of commands not sent", reason=type(error).__name__)

    def _wanted(self, conn: Connection, chat_id: int) -> _List | None:
        """What the chat is to show; ``None`` where it shows that already, or is not known."""
        chat, person = chats.chat(conn, chat_id), people.person(conn, chat_id)
        if chat is None or person is None:
            return None
        standing = self._house.standing(person, live_roles(conn, chat_id))
        t = self._texts(person.language, person.telegram_language)
        word = commands_shown(t, standing)
        if word == chat.commands:
            return None
        return _List(listed_commands(t, standing) if standing.known else (), word)

    def _texts(self, chosen: str | None, telegram: str | None) -> Texts:
        return texts(language_of(chosen, telegram, self._house.language))
