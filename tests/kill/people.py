"""Evaluators who never wait for the bot: they act on what stands on their screen, and keep a ledger of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random

from bot.sandbox import Sandbox
from bot.sandbox.people import Person
from tests.kill.ledger import CHECKLISTS, LEVELS, QUESTIONS, Said, Walked, mean_of_indicators
from tests.phone import Button, Phone, buttons_of, words

FIRST_ID = 5001
Seen = Callable[[str], bool]
"""Whether this text of the card is what somebody waits for."""
Walk = Iterator[Seen]
"""A walk through a form: runs up to where it has to see something, and says what."""


def crowd(number: int) -> list[Person]:
    """So many people with phones."""
    return [
        Person(FIRST_ID + place, {"zh": f"评价人{place}"}, {"zh": "评价人"}, f"evaluator{place}", "zh-hans")
        for place in range(number)
    ]


class Evaluator:
    """Someone who walks one form after the other, as fast as the screen allows, until told that it is enough."""

    def __init__(self, sandbox: Sandbox, person_id: int, form: str, rng: Random) -> None:
        self.phone = Phone(sandbox, person_id)
        self.person_id = person_id
        self.form = form
        self.rng = rng
        self.walks: list[Walked] = []
        self.taps = 0
        self.acts = 0
        self.enough = False
        self._walk: Walk | None = None
        self._awaited: Seen | None = None
        self._old: Button | None = None

    @property
    def resting(self) -> bool:
        """Nothing more to do."""
        return self.enough and self._walk is None

    def can_act(self) -> bool:
        """Whether the screen shows what this person waits for."""
        return not self.resting and (self._awaited is None or self._awaited(self.card))

    def act(self) -> None:
        """Do what comes next, up to where something must be seen first."""
        if self._walk is None:
            self.walks.append(Walked(self.form, f"{self.form}{self.person_id}第{len(self.walks)}位"))
            self._walk = self._interview() if self.form == "interview" else self._checklists()
        self._awaited = next(self._walk, None)
        if self._awaited is None:
            self._walk = None

    @property
    def card(self) -> str:
        """The words and labels of the newest card, empty where there is none."""
        cards = [message for message in self.phone.from_bot if buttons_of(message)]
        if not cards:
            return ""
        return "\n".join([words(cards[-1]), *(button.label for button in buttons_of(cards[-1]))])

    # What a thumb does

    def _types(self, text: str) -> int:
        self.acts += 1
        self.phone.types(text, wait=False)
        return self._last_own()

    def _last_own(self) -> int:
        return max(int(m["message_id"]) for m in self.phone.messages if not m["from"]["is_bot"])

    def _taps(self, label: str, times: int = 1) -> None:
        self._presses(self.phone.button(label), times)

    def _presses(self, button: Button, times: int = 1) -> None:
        for _ in range(times):
            self.acts += 1
            self.taps += 1
            self.phone.taps_again(button, wait=False)

    @property
    def _now(self) -> Walked:
        return self.walks[-1]

    # The walks

    def _begins(self) -> Walk:
        self._types(f"/start {self.form}")
        yield _reads("姓名并发送")
        self._types(self._now.name)
        yield _reads("开始评价", self._now.name)
        self._taps("开始评价")

    def _ends(self) -> Walk:
        self._taps("✍️")
        yield _reads("请输入", "即为")
        signed = f"评价人{self.person_id}"
        self._types(signed)
        self._now.log.append(("#evaluator", signed))
        yield _reads("✅ 提交")
        self._taps("✅ 提交", times=self.rng.choice((1, 1, 2)))
        self._now.handed_in = True
        yield _reads("🏁", self._now.name)

    def _interview(self) -> Walk:
        yield from self._begins()
        ratings: dict[str, str] = {}
        place = 0
        while place < len(QUESTIONS):
            yield _at(place + 1, len(QUESTIONS))
            if place and self.rng.random() < 0.08:
                place -= 1
                self._taps("撤销")
                self._now.log.append((QUESTIONS[place], None))
                continue
            self._remarks(QUESTIONS[place])
            level = self.rng.choice(list(LEVELS))
            self._rates(QUESTIONS[place], level)
            ratings[QUESTIONS[place]] = level
            place += 1
        self._now.total = mean_of_indicators(ratings)
        yield _reads("· 核对")
        self._taps("后备")
        self._now.log.append(("@recommendation", "后备"))
        yield _reads("✍️", "● 后备")
        yield from self._ends()

    def _rates(self, question: str, level: str) -> None:
        button = self.phone.button(level)
        self._presses(button, times=self.rng.choice((1, 1, 1, 2)))
        self._now.log.append((question, level))
        # A thumb that comes down on what was there long ago must move nothing.
        if self._old is not None and self.rng.random() < 0.1:
            self._presses(self._old)
        self._old = button

    def _remarks(self, question: str) -> None:
        """Sometimes say, show or correct something first; the rating follows without a look at the answer."""
        kind = self.rng.choice(("", "", "", "", "note", "photo", "album", "edit"))
        text = f"{question}：{self.rng.randrange(10**6)}"
        if kind == "note":
            self._now.said[self._types(text)] = Said(question, text)
        elif kind in {"photo", "album"}:
            count = 2 if kind == "album" else 1
            self.acts += count
            self.phone.sends_album(count=count, caption=text, wait=False)
            self._now.said[self._last_own() - count + 1] = Said(question, text, count)
        elif kind == "edit" and self._now.said:
            message_id = self.rng.choice(list(self._now.said))
            self.acts += 1
            self.phone.edits(message_id, text, wait=False)
            self._now.said[message_id].text = text

    def _checklists(self) -> Walk:
        yield from self._begins()
        total = 0
        for place, (item, size) in enumerate(CHECKLISTS, 1):
            yield _at(place, len(CHECKLISTS))
            chosen = self.rng.sample(range(1, size + 1), self.rng.randint(1, size))
            for count, button in enumerate([self.phone.button(f"☐ {n}.") for n in chosen], 1):
                self._presses(button, times=self.rng.choice((1, 1, 2)))
                self._now.log.append((item, sorted(str(n) for n in chosen[:count])))
            done = f"完成 · 已选 {len(chosen)} 项"
            yield _reads(done)
            self._taps(done)
            total += len(chosen)
        self._now.total = Decimal(total)
        yield _reads("· 核对", "✍️")
        yield from self._ends()


def _reads(*texts: str) -> Seen:
    """All of these stand on the card."""
    return lambda card: all(text in card for text in texts)


def _at(place: int, of: int) -> Seen:
    """The question at this place is open."""
    return lambda card: f" {place}/{of} · " in card and "· 核对" not in card
