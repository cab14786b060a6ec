"""A phone for conversation tests: what a person types, taps, sends and sees, over real HTTP against the stand-in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from bot.sandbox import Sandbox
from bot.sandbox.errors import Json
from bot.sandbox.files import plain_picture
from bot.sandbox.running import PATIENCE
from bot.sandbox.world import Tap

INTERVIEWER, INSPECTOR, SUPERVISOR, STRANGER = 1001, 1002, 1003, 1004


class NotOnScreen(AssertionError):
    """What was looked for is not there; says what is."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button a person sees: its label, the message under which it stands, its data, link and colour."""

    label: str
    message_id: int
    data: str | None = None
    url: str | None = None
    style: str | None = None


class Phone:
    """One person's phone. Every act waits until the bot has dealt with it, unless told ``wait=False``."""

    def __init__(self, sandbox: Sandbox, person_id: int = INTERVIEWER, patience: float = PATIENCE) -> None:
        self.sandbox = sandbox
        self.person_id = person_id
        self.patience = patience

    # What is on the screen

    @property
    def messages(self) -> list[Json]:
        """All messages of the chat, oldest first."""
        return self.sandbox.messages(self.person_id)

    @property
    def from_bot(self) -> list[Json]:
        """The bot's messages, oldest first."""
        return [message for message in self.messages if message["from"]["is_bot"]]

    @property
    def last(self) -> Json:
        """The newest message of the bot."""
        found = self.from_bot
        if not found:
            raise NotOnScreen(f"the bot has said nothing\n{self.screen}")
        return found[-1]

    @property
    def card(self) -> Json:
        """The newest message with buttons."""
        found = [message for message in self.from_bot if buttons_of(message)]
        if not found:
            raise NotOnScreen(f"no message has buttons\n{self.screen}")
        return found[-1]

    @property
    def text(self) -> str:
        """Everything there is to read in the chat, without labels of buttons."""
        return "\n".join(words(message) for message in self.messages)

    @property
    def buttons(self) -> list[str]:
        """Labels on the card, in reading order."""
        return [button.label for button in buttons_of(self.card)]

    @property
    def rows(self) -> list[list[str]]:
        """Labels on the card, row by row."""
        return [[button["text"] for button in row] for row in self.card["reply_markup"]["inline_keyboard"]]

    @property
    def last_toast(self) -> str:
        """What the newest answer to a tap said; empty where it said nothing."""
        toasts = self.sandbox.toasts(self.person_id)
        return toasts[-1] if toasts else ""

    @property
    def screen(self) -> str:
        """The whole chat as text, for people reading a failure."""
        return picture(self.messages, self.last_toast)

    def button(self, label: str) -> Button:
        """The button that says this, on the newest message that has one: exactly this first, then containing it."""
        return self._find(label, reversed(self.messages))

    def sees(self, *texts: str, seconds: float | None = None) -> Phone:
        """Wait until each text can be read somewhere in the chat, buttons and the last toast included."""
        for text in texts:
            self._wait_for(partial(self._shows, text), f"never saw {text!r}", seconds)
        return self

    def sees_on_card(self, *texts: str, seconds: float | None = None) -> Phone:
        """Wait until each text can be read on the card itself."""
        for text in texts:
            self._wait_for(partial(self._card_shows, text), f"card lacks {text!r}", seconds)
        return self

    def does_not_see(self, *texts: str) -> Phone:
        """None of these can be read now."""
        for text in texts:
            if text in self._visible():
                raise NotOnScreen(f"{text!r} should not be there\n{self.screen}")
        return self

    # What a person does

    def types(self, text: str, *, wait: bool = True) -> Phone:
        """Send a text."""
        return self._acts(lambda: self.sandbox.types(self.person_id, text), wait)

    def edits(self, message_id: int, text: str, *, wait: bool = True) -> Phone:
        """Change an own message."""
        return self._acts(lambda: self.sandbox.edits(self.person_id, message_id, text), wait)

    def taps(self, label: str, *, times: int = 1, wait: bool = True) -> Phone:
        """Tap the button that says this. ``times`` presses come before the bot is waited for."""
        button = self.button(label)
        return self._press(button, times, wait)

    def taps_twice(self, label: str) -> Phone:
        """Tap quickly, two times: both presses are sent before the bot answers the first."""
        return self.taps(label, times=2)

    def taps_old(self, message_id: int, label: str, *, wait: bool = True) -> Phone:
        """Tap a button on this message, however old."""
        old = [message for message in self.messages if message["message_id"] == message_id]
        return self._press(self._find(label, old), 1, wait)

    def taps_again(self, button: Button, *, wait: bool = True) -> Phone:
        """Tap a button seen earlier, though it may be gone from the screen by now."""
        return self._press(button, 1, wait)

    def sends_photo(self, caption: str = "", picture: bytes | None = None, *, wait: bool = True) -> Phone:
        """Send a photo."""
        return self.sends_album(*([picture] if picture else []), count=1, caption=caption, wait=wait)

    def sends_album(self, *pictures: bytes, count: int = 2, caption: str = "", wait: bool = True) -> Phone:
        """Send photos in one go, these or ``count`` plain ones."""
        shown = pictures or tuple(plain_picture(96 + place, 72) for place in range(count))
        return self._acts(lambda: self.sandbox.sends_photos(self.person_id, *shown, caption=caption), wait)

    def sends_voice(self, data: bytes = b"OggS", duration: int = 3, *, wait: bool = True) -> Phone:
        """Send a voice note."""
        return self._acts(lambda: self.sandbox.sends_voice(self.person_id, data, duration), wait)

    def sends_document(
        self,
        data: bytes = b"some notes",
        *,
        name: str = "notes.txt",
        caption: str = "",
        size: int | None = None,
        wait: bool = True,
    ) -> Phone:
        """Send a file, of ``size`` bytes where that is told."""
        return self._acts(
            lambda: self.sandbox.sends_document(self.person_id, data, name=name, caption=caption, size=size),
            wait,
        )

    def sends_sticker(self, emoji: str = "👍", *, wait: bool = True) -> Phone:
        """Send a sticker."""
        return self._acts(lambda: self.sandbox.sends_sticker(self.person_id, emoji), wait)

    def sends_location(self, *, wait: bool = True) -> Phone:
        """Send a place."""
        return self._acts(lambda: self.sandbox.sends_location(self.person_id), wait)

    def sends_contact(self, *, wait: bool = True) -> Phone:
        """Send somebody's number."""
        return self._acts(lambda: self.sandbox.sends_contact(self.person_id), wait)

    def sends_poll(self, *, wait: bool = True) -> Phone:
        """Send a poll."""
        return self._acts(lambda: self.sandbox.sends_poll(self.person_id), wait)

    def waits(self) -> Phone:
        """Wait until the bot has dealt with everything sent so far."""
        self.sandbox.settle(self.sandbox.mark(self.person_id), None, self.patience)
        return self

    # Inside

    def _acts(self, act: Callable[[], object], wait: bool) -> Phone:
        since = self.sandbox.mark(self.person_id)
        act()
        if wait:
            self.sandbox.settle(since, None, self.patience)
        return self

    def _press(self, button: Button, times: int, wait: bool) -> Phone:
        if button.data is None:
            raise NotOnScreen(f"button {button.label!r} carries nothing to send\n{self.screen}")
        since = self.sandbox.mark(self.person_id)
        tap: Tap | None = None
        for _ in range(times):
            tap = self.sandbox.taps(self.person_id, button.message_id, button.data)
        if wait:
            self.sandbox.settle(since, tap, self.patience)
        return self

    def _find(self, label: str, messages: Iterable[Json]) -> Button:
        seen = list(messages)
        for fits in (lambda text: text == label, lambda text: label in text):
            for message in seen:
                for button in buttons_of(message):
                    if fits(button.label):
                        return button
        raise NotOnScreen(f"no button says {label!r}\n{self.screen}")

    def _wait_for(self, condition: Callable[[], bool], what: str, seconds: float | None) -> None:
        try:
            self.sandbox.until(condition, self.patience if seconds is None else seconds, what)
        except TimeoutError as error:
            raise NotOnScreen(f"{error}\n{self.screen}") from None

    def _shows(self, text: str) -> bool:
        return text in self._visible()

    def _card_shows(self, text: str) -> bool:
        return text in self._card_text()

    def _visible(self) -> str:
        shown = [words(m) + "\n" + "\n".join(b.label for b in buttons_of(m)) for m in self.messages]
        return "\n".join([*shown, self.last_toast])

    def _card_text(self) -> str:
        cards = [message for message in self.from_bot if buttons_of(message)]
        return words(cards[-1]) if cards else ""


def words(message: Json) -> str:
    """What there is to read in a message."""
    return str(message.get("text") or message.get("caption") or "")


def buttons_of(message: Json) -> list[Button]:
    """The buttons under a message, in reading order."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [
        Button(b["text"], message["message_id"], b.get("callback_data"), b.get("url"), b.get("style"))
        for row in rows
        for b in row
    ]


def picture(messages: list[Json], toast: str = "") -> str:
    """A chat as text: who said what, and the buttons row by row."""
    lines: list[str] = ["── the screen ──"]
    for message in messages:
        who = "bot" if message["from"]["is_bot"] else "me "
        media = [kind for kind in ("photo", "voice", "document", "sticker", "location") if kind in message]
        said = " ".join([*(f"[{kind}]" for kind in media), words(message)])
        lines.append(f"{who} #{message['message_id']}: " + said.replace("\n", "\n    "))
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        lines += ["    " + " ".join(f"[ {button['text']} ]" for button in row) for row in rows]
    return "\n".join([*lines, f"toast: {toast}"] if toast else lines)
