"""Logging: structured lines without tokens, passwords and personal data."""

from __future__ import annotations

import logging
import re
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, TextIO, cast

import structlog

_SECRETS = (
    (re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}"), "<token>"),
    # A password may hold @ and / of its own: better too much is struck out than a part of it left.
    (re.compile(r"(?<=://)[^\s/@]*:\S*(?=@)"), "<secret>"),
    (re.compile(r"(?<=[?&]password=)[^\s&]+"), "<secret>"),
)


def set_up(level: str) -> None:
    """Log at ``level`` to standard error; libraries from WARNING on (httpx and aiohttp log addresses).

    Nothing that is logged, or that ends the program or a thread, tells a token or the password in an address.
    """
    handler = logging.StreamHandler(_stderr())
    handler.setFormatter(_WithoutSecrets("%(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    sys.excepthook = _tell_what_ended
    threading.excepthook = _tell_what_ended_a_thread
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
            _line_without_secrets,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Unfailing(_stderr()))),
        cache_logger_on_first_use=True,
    )


def without_secrets(text: str) -> str:
    """The text with every bot token, and every password in an address, struck out."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


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


class _WithoutSecrets(logging.Formatter):
    """What libraries log, whole: a traceback tells more than the message it stands under."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


def _stderr() -> Any:
    return sys.stderr  # looked up when set up, so that tests that swap it see the lines


def _line_without_secrets(_logger: Any, _name: str, line: Any) -> str:
    return without_secrets(line)


def _tell_what_ended(
    kind: type[BaseException],
    error: BaseException | None,
    _trace: TracebackType | None = None,  # the error has it
) -> None:
    logging.getLogger(__name__).critical("ended by a fault: %s", kind.__name__, exc_info=error)


def _tell_what_ended_a_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_type is not SystemExit:
        _tell_what_ended(ended.exc_type, ended.exc_value)
