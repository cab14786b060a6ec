"""Logging: structured lines without tokens and without personal data."""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")


def set_up(level: str) -> None:
    """Log at ``level`` to standard error; libraries from WARNING on (httpx and aiohttp log addresses)."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING, force=True)
    logging.getLogger().addFilter(_no_token_record)
    for handler in logging.getLogger().handlers:
        handler.addFilter(_no_token_record)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            _no_token,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Unfailing(_stderr()))),
        cache_logger_on_first_use=True,
    )


def without_token(text: str) -> str:
    """The text with every bot token in it struck out."""
    return _TOKEN.sub("<token>", text)


class _Unfailing:
    """A stream that drops a line it cannot write: a full disk under the log must not fail the turn it tells of."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


def _stderr() -> Any:
    import sys  # looked up when set up, so that tests that swap it see the lines

    return sys.stderr


def _no_token(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: without_token(value) if isinstance(value, str) else value for key, value in event.items()}


def _no_token_record(record: logging.LogRecord) -> bool:
    message = record.getMessage()
    if _TOKEN.search(message):
        record.msg, record.args = without_token(message), None
    return True
