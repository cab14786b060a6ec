"""Everything the stand-in holds. Touched only on the server's loop."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from bot.sandbox.chats import Chat
from bot.sandbox.clock import Hands
from bot.sandbox.errors import ApiError, Json, bad_request, blocked
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults, RateLimits
from bot.sandbox.files import FileStore
from bot.sandbox.people import Person
from bot.sandbox.profile import Profile
from bot.sandbox.updates import UpdateQueue

GROUP_ID = -1_002_000_000_001
CHANNEL_ID = -1_002_000_000_002


@dataclass(slots=True)
class Tap:
    """A press of a button: what the bot owes an answer to, and the answer."""

    id: str
    person_id: int
    chat_id: int
    message_id: int
    data: str
    at: float
    update_id: int | None = None
    answered: bool = False
    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A call the bot made: which method, for which chat, and how it was answered (200 or the error's code)."""

    method: str
    chat_id: int | None
    code: int


@dataclass(slots=True)
class WebhookState:
    """Where updates are pushed, while they are."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error: str = ""
    # Counts settings, so that a delivery under way notices that it is no longer wanted.
    turn: int = 0


@dataclass(slots=True)
class World:
    """Bot, people, chats, files and the queue of updates. ``clock`` gives Unix seconds; ``shift`` is added to it."""

    token: str
    clock: Callable[[], float]
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    files: FileStore = field(default_factory=FileStore)
    events: Events = field(default_factory=Events)
    faults: Faults = field(default_factory=Faults)
    limits: RateLimits = field(default_factory=RateLimits)
    profile: Profile = field(default_factory=Profile)
    webhook: WebhookState = field(default_factory=WebhookState)
    taps: dict[str, Tap] = field(default_factory=dict)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=5000))
    shift: float = 0.0
    tap_seconds: float = 120.0
    """A tap older than this can no longer be answered."""
    poller: object | None = None
    hands: Hands | None = None
    """Who moves the clock by hand, where that may be."""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def now(self) -> float:
        """Unix seconds."""
        return self.clock() + self.shift

    def passes(self, seconds: float) -> None:
        """Let time go by, and tell everyone."""
        self.shift += seconds
        self.events.emit("clock", 0, now=self.now())

    def number(self) -> int:
        """A number not given before."""
        return next(self.numbers)

    def bot(self) -> Json:
        """The bot as a ``User``."""
        return {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": self.profile.name,
            "username": self.profile.username,
        }

    def admit(self, people: Iterable[Person]) -> None:
        """Give people a phone, and the bot a group and a channel."""
        for person in people:
            self.people[person.id] = person
            self.chats[person.id] = Chat(person.id, "private", person)
        for chat_id, kind, title in (
            (GROUP_ID, "supergroup", "客服部"),
            (CHANNEL_ID, "channel", "客服部公告"),
        ):
            self.chats[chat_id] = Chat(chat_id, kind, title=title, started=True)

    def chat(self, chat_id: int) -> Chat:
        """The chat a bot means; raises as Telegram does where it cannot write there."""
        chat = self.chats.get(chat_id)
        if chat is None or not chat.started:
            raise bad_request("chat not found")
        if chat.blocked:
            raise blocked()
        return chat

    def phone(self, person_id: int) -> Chat:
        """The chat a person has with the bot; 404 where there is no such person."""
        chat = self.chats.get(person_id)
        if chat is None or chat.person is None:
            raise ApiError(404, "Not Found: no such person")
        return chat

    def drew(self, kind: str, chat: Chat, message: Json) -> None:
        """The bot changed what is seen: count it and tell everyone."""
        chat.drawn += 1
        self.events.emit(kind, chat.id, message=chat.shown(message))
