"""What logs must not hold: tokens, passwords, and what was written about people."""

from __future__ import annotations

import ast
import asyncio
import gc
import logging
import sys
import threading
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import aiohttp
import pytest
import structlog
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from telegram.error import TimedOut

from bot.logs import set_up, without_secrets
from bot.transport import AiohttpRequest
from storage import tables
from storage.engine import Storage
from storage.migrating import ensure_current
from tests.conversation.offline import START, empty_database
from tests.postgresql.server import Server

TOKEN = "123456789:AAAAbbbbCCCCddddEEEEffffGGGGhhhh123"
ADDRESS = f"https://api.telegram.org/bot{TOKEN}/getMe"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What is logged from here on."""
    written = StringIO()
    root, handlers = logging.getLogger(), logging.getLogger().handlers[:]
    level, hooks = root.level, (sys.excepthook, threading.excepthook)
    monkeypatch.setattr(sys, "stderr", written)
    set_up("INFO")
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook, threading.excepthook = hooks


WHO = {
    *("chat", "chat_id", "evaluator", "name", "owner", "person", "person_id", "sender", "subject"),
    *("supervisor", "user", "user_id", "who"),
}
"""What no line of ours tells beside its words: numbers of things will do, and kinds of errors."""


class NeverConnects:
    """A session as aiohttp's is where Telegram does not answer: its words hold the address."""

    closed = False

    def request(self, *_args: object, **_more: object) -> object:
        raise aiohttp.ConnectionTimeoutError(f"Connection timeout to host {ADDRESS}")


def test_a_task_that_nobody_waits_for_tells_no_token(log: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        request = AiohttpRequest()
        monkeypatch.setattr(request, "_session", NeverConnects())
        task = asyncio.ensure_future(request.do_request(ADDRESS, "POST"))
        await asyncio.wait([task])
        del task
        gc.collect()

    asyncio.run(main())
    assert "Task exception was never retrieved" in log.getvalue()
    assert "Telegram did not answer in time" in log.getvalue()
    assert "api.telegram.org" not in log.getvalue()


def test_an_error_chained_to_one_with_the_token_is_told_without_it(log: StringIO) -> None:
    error = TimedOut("too late")
    error.__cause__ = ValueError(ADDRESS)
    logging.getLogger("telegram").error("no luck", exc_info=error)
    structlog.get_logger("bot").error("no luck", exc_info=error)
    assert log.getvalue().count("too late") == 2
    assert log.getvalue().count("<token>") == 2
    assert TOKEN not in log.getvalue()


def test_what_ends_the_program_or_a_thread_tells_no_token(log: StringIO) -> None:
    error = ValueError(ADDRESS)
    sys.excepthook(ValueError, error, None)
    threading.excepthook(threading.ExceptHookArgs((ValueError, error, None, None)))
    assert log.getvalue().count("ValueError: https://api.telegram.org/bot<token>/getMe") == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("postgresql://me:p@ss:w@db/kaoping went", "postgresql://<secret>@db/kaoping went"),
        ("postgresql+psycopg://db/kaoping?user=me&password=sesame", "?user=me&password=<secret>"),
        ("proxy http://me:sesame@10.0.0.1:3128 refused", "proxy http://<secret>@10.0.0.1:3128 refused"),
        ("https://x.example/a@b", "https://x.example/a@b"),
    ],
)
def test_passwords_in_addresses_are_struck_out(words: str, told: str) -> None:
    assert told in without_secrets(words)


def _breaks_a_rule(address: str) -> IntegrityError:
    """What the database says of an answer without its revision."""
    row = {
        "evaluation_id": 1,
        "item": "@phone",
        "value": '"13812345678 张三"',
        "by": 1,
        "at": START,
        "revision": None,
    }
    with Storage(address) as storage, pytest.raises(IntegrityError) as caught:
        storage.run_now(lambda conn: conn.execute(insert(tables.answer).values(row)))
    return caught.value


def test_a_broken_rule_of_the_database_is_told_without_what_was_written(
    log: StringIO, tmp_path: Path
) -> None:
    path = tmp_path / "kaoping.sqlite3"
    path.write_bytes(empty_database())
    structlog.get_logger("bot").error("fault", exc_info=_breaks_a_rule(f"sqlite:///{path}"))
    assert "NOT NULL constraint failed: answer.revision" in log.getvalue()
    assert "13812345678" not in log.getvalue()


def test_neither_does_postgresql_tell_it(log: StringIO, postgresql: Server) -> None:
    error = _breaks_a_rule(postgresql.fresh(ensure_current))
    structlog.get_logger("bot").error("fault", exc_info=error)
    assert 'null value in column "revision"' in log.getvalue()
    assert "13812345678" not in log.getvalue()


def test_no_line_of_ours_tells_who() -> None:
    root = Path(__file__).parents[2]
    told = set()
    for path in [*(root / "bot").rglob("*.py"), *(root / "storage").rglob("*.py")]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("_log."):
                told |= {word.arg for word in call.keywords}
    assert "reason" in told
    assert told & WHO == set()
