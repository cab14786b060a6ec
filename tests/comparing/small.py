"""A small form of three kinds of criteria, and results by it, for sums that are done by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache

from bot.comparing.figures import Result
from rubrics.model import Form
from tests.conversation.offline import the_forms

BEGUN = datetime(2026, 1, 15, tzinfo=UTC)


@cache
def shop() -> Form:
    """Section ``room``: ``clean`` of 10 and ``light`` of 5 points. Section ``desk``: ``calm`` of 20. House bands."""
    return Form.model_validate(
        {
            "id": "shop",
            "title": "Shop",
            "short": "Shop",
            "language": "en",
            "subject": {"kind": "site", "fields": [{"id": "name", "label": "Name", "kind": "name"}]},
            "scoring": "points",
            "sections": [
                {
                    "id": "room",
                    "title": "Room",
                    "criteria": [_points("clean", 10), _points("light", 5)],
                },
                {"id": "desk", "title": "Desk", "criteria": [_points("calm", 20)]},
            ],
            "grade": {
                "by": "bands",
                "bands": [{"label": "good", "at_least": 80}, {"label": "poor", "at_least": 0}],
            },
        }
    )


def grown() -> Form:
    """The same later: ``clean`` is now out of 20, and ``light`` has made room for ``warm`` (5)."""
    told = shop().model_dump(mode="json")
    told["sections"][0]["criteria"] = [_points("clean", 20), _points("warm", 5)]
    return Form.model_validate(told)


def _points(id: str, most: int) -> dict[str, object]:
    about = {"id": id, "title": id.title(), "text": f"How {id}?"}
    return {**about, "kind": "points", "max": most, "na": "not here"}


def result(
    number: int,
    percent: str | None = "50",
    *,
    form: Form | None = None,
    grade: str | None = "poor",
    **points: int,
) -> Result:
    """Result ``number``, a month after the one before."""
    return Result(
        number,
        1,
        BEGUN + timedelta(days=30 * number),
        form or shop(),
        None if percent is None else Decimal(percent),
        grade,
        {id: Decimal(brought) for id, brought in points.items()},
    )


def shipped(id: str) -> Form:
    """One of the eleven forms."""
    return the_forms()[id]
