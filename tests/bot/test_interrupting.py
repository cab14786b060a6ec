"""Ctrl+C at a moment when Python forgets it."""

from __future__ import annotations

import signal
from contextlib import suppress

import pytest

from bot.interrupting import Interruption


def test_one_that_was_forgotten_is_made_good() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interruption() as pressed:
        with suppress(KeyboardInterrupt):  # as between two modules that are being imported
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            pressed.make_good()
    assert signal.getsignal(signal.SIGINT) is before


def test_where_nothing_was_pressed_nothing_happens() -> None:
    with Interruption() as pressed:
        pressed.make_good()
