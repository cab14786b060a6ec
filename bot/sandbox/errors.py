"""Refusals, worded as Telegram words them."""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""An object of the Bot API, as it travels."""


class ApiError(Exception):
    """A call refused: what the Bot API answers instead of a result.

    ``description`` holds everything a bot reads in the answer, prefix included (``Bad Request: …``).
    """

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        """Keep what the answer needs."""
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> Json:
        """The answer as it travels."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


def bad_request(what: str) -> ApiError:
    """400, the commonest refusal."""
    return ApiError(400, f"Bad Request: {what}")


def too_many(retry_after: int) -> ApiError:
    """429 with the seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after)


def blocked() -> ApiError:
    """403: the person shut the bot out."""
    return ApiError(403, "Forbidden: bot was blocked by the user")
