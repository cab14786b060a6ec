"""A bad day: Telegram refuses, hangs, breaks off, delivers twice and keeps its limits, all at random."""

from __future__ import annotations

from random import Random

from bot.sandbox import Sandbox


def chaos(sandbox: Sandbox, rng: Random) -> None:
    """Perhaps switch one more fault on; each ends by itself."""
    sandbox.limits_rate()
    if rng.random() > 0.2:
        return
    method = rng.choice(
        ("*", "getUpdates", "editMessageText", "sendMessage", "answerCallbackQuery", "getFile")
    )
    match rng.choice(("429", "502", "500", "drop", "lose", "twice", "twice", "hang", "conflict")):
        case "429":
            sandbox.refuses(method, 429, "Too Many Requests: retry after 1", retry_after=1)
        case "502":
            sandbox.refuses(method, 502, "Bad Gateway", times=rng.randint(1, 3))
        case "500":
            sandbox.refuses(method, 500, "Internal Server Error")
        case "drop":
            sandbox.drops(method, rng.randint(1, 3))
        case "lose":
            sandbox.drops(method, rng.randint(1, 2), done=True)
        case "hang" if rng.random() < 0.2:
            sandbox.hangs(rng.choice(("editMessageText", "sendMessage")))
        case "conflict":
            sandbox.refuses("getUpdates", 409, "Conflict: terminated by other getUpdates request")
        case _:
            sandbox.doubles_taps(times=3, extra=rng.randint(1, 2))
