"""What walks through forms share: handing in, the result's words, and a phone on which a cut label is a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bot.screens.screen import width
from tests.phone import Button, NotOnScreen, Phone, buttons_of, words

ROW = 40
"""Half-width characters that the buttons of one row show together on a narrow phone."""
ALONE = 30
"""What one button in a row of its own shows."""


class CarefulPhone(Phone):
    """A phone whose owner reads every button after every step: none of them may be cut."""

    def _acts(self, act: Callable[[], object], wait: bool) -> Phone:
        super()._acts(act, wait)
        return self._reads()

    def _press(self, button: Button, times: int, wait: bool) -> Phone:
        super()._press(button, times, wait)
        return self._reads()

    def _reads(self) -> Phone:
        for message in self.from_bot:
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                self._read_row([str(button["text"]) for button in row])
        return self

    def _read_row(self, labels: list[str]) -> None:
        for label in labels:
            if width(label) > min(ALONE, ROW // len(labels)):
                raise NotOnScreen(f"{label!r} is cut on a phone\n{self.screen}")


def rates(phone: Phone, *labels: str) -> Phone:
    """Tap one label after the other."""
    for label in labels:
        phone.taps(label)
    return phone


def ticks(phone: Phone, *places: int) -> Phone:
    """Tick these lines of a checklist and be done with it."""
    for place in places:
        phone.taps(f"☐ {place}.")
    return phone.taps("完成 ·")


def types_all(phone: Phone, lines: Iterable[str]) -> Phone:
    """Type one line after the other."""
    for line in lines:
        phone.types(line)
    return phone


def hands_in(phone: Phone, signature: str = "签名", name: str = "王考核") -> str:
    """Sign, hand in, and read the result."""
    phone.taps(signature).types(name).sees_on_card("可以提交").taps("✅ 提交").sees("第 1 号")
    return result_of(phone)


def result_of(phone: Phone) -> str:
    """The words of the result card."""
    results = [words(m) for m in phone.from_bot if words(m).startswith("🏁")]
    assert results, phone.screen
    return results[-1]


def card_of(phone: Phone) -> str:
    """The words of the live card."""
    return words(phone.card)


def in_order(text: str, *parts: str) -> None:
    """All these lines stand in the text, in this order."""
    place = 0
    for part in parts:
        found = text.find(part, place)
        assert found >= 0, f"{part!r} is not there, or not in its place:\n{text}"
        place = found + len(part)


def label_of(phone: Phone, start: str) -> str:
    """The one label on the card that begins so."""
    found = [b.label for b in buttons_of(phone.card) if b.label.startswith(start)]
    assert len(found) == 1, phone.screen
    return found[0]


def kinds_of(message: dict[str, Any]) -> set[str]:
    """The kinds of formatting in a message."""
    return {str(entity["type"]) for entity in message.get("entities", [])}
