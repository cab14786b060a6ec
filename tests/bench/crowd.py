"""The evaluators: who waits for what, what they send next, and how long each rating took to bring a card.

No network in here: screens come in by ``Crowd.shown``, updates go out as JSON text, without ``update_id``.
Every evaluator is a closed loop without thinking time: the answer to a card is sent the moment it is shown.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.bench.strategy import Action, BeginAgain, Button, Tap, TypeName, decide

FIRST_ID = 700_000_001
RATINGS = 20


def evaluator_ids(count: int) -> range:
    """The Telegram ids of the first ``count`` evaluators."""
    return range(FIRST_ID, FIRST_ID + count)


@dataclass(slots=True)
class Evaluator:
    """One person in a private chat: what they last sent, saw, and answered (``screen``)."""

    id: int
    leave_after: int
    chat: str
    user: str
    screen: str = ""
    seen: str = ""
    message_id: int = 0
    interviews: int = 0
    given: int = 0
    ratings: int = 0
    sent_at: float = 0.0
    rating: bool = False
    waiting: bool = False

    def next_message_id(self) -> int:
        """Number the next message of this chat, whoever sends it."""
        self.message_id += 1
        return self.message_id


def _evaluator(number: int, user_id: int) -> Evaluator:
    person = {"id": user_id, "first_name": f"评价人{number}", "username": f"evaluator{number}"}
    return Evaluator(
        user_id,
        # The first interview is left early, each person's at another question: so they do not go in step.
        leave_after=number % RATINGS + 1,
        chat=json.dumps(person | {"type": "private"}),
        user=json.dumps(person | {"is_bot": False, "language_code": "zh-hans"}),
    )


class Crowd:
    """``count`` evaluators who rate one interview after another, or stop after ``ratings_each`` ratings."""

    def __init__(
        self,
        count: int,
        ratings_each: int | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """``clock`` gives seconds; waits are differences of it."""
        self._clock = clock
        self._ratings_each = ratings_each
        self._people = {user_id: _evaluator(n, user_id) for n, user_id in enumerate(evaluator_ids(count))}
        self._unrated = count
        self._done = 0
        self.waits: list[float] = []
        self.last_shown = clock()
        self.stopped = False

    @property
    def everyone_rated(self) -> bool:
        """Whether each evaluator has had the answer to a rating."""
        return self._unrated == 0

    @property
    def everyone_done(self) -> bool:
        """Whether each evaluator has given all the ratings asked of them."""
        return self._done == len(self._people)

    def waiting(self) -> tuple[str, ...]:
        """What those who wait for an answer last saw."""
        return tuple(person.seen for person in self._people.values() if person.waiting)

    def __getitem__(self, chat_id: int) -> Evaluator:
        """The evaluator of a chat; KeyError for a chat that is nobody's."""
        return self._people[chat_id]

    def begin(self) -> Iterator[str]:
        """Everyone's first message."""
        for person in self._people.values():
            person.sent_at, person.waiting = self._clock(), True
            yield self._act(person, BeginAgain(), 0, "")

    def shown(
        self, person: Evaluator, message_id: int, text: str, keyboard: tuple[Button, ...], markup: str
    ) -> str | None:
        """A screen has come: take the time if it answers a rating, and give back what the person sends next.

        Screens that ask for nothing, or only repeat the one just answered, are looked at and left alone.
        """
        person.seen = text
        if not person.waiting or text == person.screen:
            return None
        action = decide(text, keyboard)
        if action is None:
            return None
        now = self._clock()
        self.last_shown, person.waiting, person.screen = now, False, text
        if person.rating:
            self._rated(person, now)
        if self.stopped or (self._ratings_each is not None and person.ratings >= self._ratings_each):
            return None
        person.sent_at, person.waiting = now, True
        if person.interviews == 1 and person.given >= person.leave_after and self._ratings_each is None:
            action = BeginAgain()
        return self._act(person, action, message_id, markup)

    def _rated(self, person: Evaluator, now: float) -> None:
        self.waits.append(now - person.sent_at)
        self._unrated -= person.ratings == 0
        person.ratings += 1
        self._done += person.ratings == self._ratings_each

    def _act(self, person: Evaluator, action: Action, message_id: int, markup: str) -> str:
        person.rating = isinstance(action, Tap) and action.rating
        person.given += person.rating
        match action:
            case Tap(button):
                return _callback_query(person, message_id, markup, button)
            case TypeName():
                return _message(person, f"候选人{person.id % 1000}第{person.interviews}位")
            case BeginAgain():
                person.interviews += 1
                person.given = 0
                return _message(person, "/start interview", command=True)


def _message(person: Evaluator, text: str, *, command: bool = False) -> str:
    entities = ',"entities":[{"type":"bot_command","offset":0,"length":6}]' if command else ""
    return (
        f'"message":{{"message_id":{person.next_message_id()},"from":{person.user},"chat":{person.chat},'
        f'"date":{int(time.time())},"text":{json.dumps(text)}{entities}}}'
    )


def _callback_query(person: Evaluator, message_id: int, markup: str, button: Button) -> str:
    return (
        f'"callback_query":{{"id":"{person.id}{time.perf_counter_ns()}","from":{person.user},'
        f'"message":{drawn_message(person, message_id, person.screen, markup)},'
        f'"chat_instance":"{person.id}","data":{json.dumps(button.data)}}}'
    )


def drawn_message(person: Evaluator, message_id: int, text: str, markup: str) -> str:
    """A message of the bot's in this person's chat, as JSON, the way Telegram hands it back."""
    keyboard = f',"reply_markup":{markup}' if markup else ""
    return (
        f'{{"message_id":{message_id},"from":{BOT},"chat":{person.chat},"date":{int(time.time())},'
        f'"text":{json.dumps(text)}{keyboard}}}'
    )


BOT = json.dumps({"id": 123456789, "is_bot": True, "first_name": "考评", "username": "bench_bot"})
"""Who the bot is, in every message of its own."""
