"""What the press is given: a template's name and the values it is filled with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Paper: TypeAlias = Literal["pdf", "png"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One piece of work for the press.

    ``template`` is the name of a Typst file beside this one, without its ending; ``values`` are what JSON can
    hold; ``paper`` is what becomes of it: a PDF, or a picture of its one page, 1080 dots wide where the page is
    360pt. ``made_at`` is the time written into the file, in seconds since 1970.
    """

    template: str
    values: Mapping[str, Any]
    paper: Paper = "pdf"
    made_at: int = 0
