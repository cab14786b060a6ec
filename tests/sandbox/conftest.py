"""A running stand-in, and someone who calls it as a bot would, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.errors import Json

ME = 1001


class Caller:
    """Calls methods of the Bot API over HTTP and hands back the whole answer."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.http = httpx.Client(base_url=sandbox.url, timeout=20)

    def answer(self, method: str, **params: Any) -> Json:
        """The whole answer to a JSON call."""
        told: Json = self.http.post(f"/bot{self.sandbox.token}/{method}", json=params).json()
        return told

    def call(self, method: str, **params: Any) -> Any:
        """The result; fails on a refusal."""
        answer = self.answer(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    def refusal(self, method: str, **params: Any) -> tuple[int, str]:
        """Code and words of a refusal; fails where there is none."""
        answer = self.answer(method, **params)
        assert not answer["ok"], answer
        return answer["error_code"], answer["description"]

    def says(self, text: str, **more: Any) -> Any:
        """A message to the usual person."""
        return self.call("sendMessage", chat_id=ME, text=text, **more)


def keyboard(*rows: list[str]) -> Json:
    """A keyboard whose buttons carry their own labels."""
    return {"inline_keyboard": [[{"text": t, "callback_data": t} for t in row] for row in rows]}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def bot(sandbox: Sandbox) -> Iterator[Caller]:
    """A bot the usual person has already written to; the queue is empty again."""
    sandbox.types(ME, "/start")
    caller = Caller(sandbox)
    caller.call("getUpdates", offset=-1)
    caller.call("getUpdates", offset=sandbox.world.updates.last_id + 1)
    yield caller
    caller.http.close()
