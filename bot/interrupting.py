"""Ctrl+C while a program still starts.

Python raises ``KeyboardInterrupt`` wherever the main thread is just then, and in some places, as between two modules
that are being imported, it is printed and forgotten: the program would go on for ever.
"""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Self


class Interruption:
    """Remembers that Ctrl+C was pressed, so that one which was forgotten can be made good."""

    def __init__(self) -> None:
        """Nothing was pressed."""
        self._came = False

    def __enter__(self) -> Self:
        """From now on. Only in the main thread."""
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """As it was before."""
        signal.signal(signal.SIGINT, self._before)

    def make_good(self) -> None:
        """Interrupt again, where it was pressed and the program goes on all the same."""
        if self._came:
            signal.raise_signal(signal.SIGINT)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self._came = True
        raise KeyboardInterrupt
