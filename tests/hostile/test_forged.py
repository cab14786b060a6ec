"""A hostile client: whatever it presses or sends, it reads nothing of others and changes nothing of theirs."""

from __future__ import annotations

import os

import pytest

from storage.memberships import RoleName
from tests.hostile.forging import forged
from tests.hostile.world import SECRETS, attacked, damage, seen

PAYLOADS = int(os.environ.get("KAOPING_FORGED", "1200"))
"""Buttons forged by each attacker; the long campaign (``make soak``) sends 10,000."""

TEXTS = [
    "/start interview",
    "/start 1",
    "/start j_" + "A" * 43,
    "/start j_../../data/kaoping.sqlite3",
    "/start c_audit",
    "/start c_people",
    "/start g_-100200300",
    "/history 王",
    "/history %",
    "/history _",
    "/audit 1",
    "/drafts 1002",
    "/verify 0000-0000-0000",
    "/due",
    "/board",
    "/plans",
    "/people",
    "/units",
    "/groups",
    "/export",
    "/rank",
    "/forget 王",
    "<b>&</b><a href='tg://user?id=1002'>x</a>",
    '=HYPERLINK("http://x","y")',
    "\u202e\u0000../../etc/passwd",
    "王机",
    "1",
    "1002",
]


@pytest.mark.parametrize("role", ["evaluator", "supervisor", "subject", None])
def test_nothing_is_read_and_nothing_changed(role: RoleName | None) -> None:
    with attacked(role) as attack:
        for place, data in enumerate(forged(4711, PAYLOADS, attack.victim)):
            told = seen(attack.taps(data, 1 + place % 40))
            assert not [secret for secret in SECRETS if secret in told], f"{data!r} showed {told}"
            if place % 40 == 0:
                text = TEXTS[place // 40 % len(TEXTS)]
                told = seen(attack.sends(text))
                assert not [secret for secret in SECRETS if secret in told], f"{text!r} showed {told}"
        assert damage(attack) == []


def test_the_victims_own_client_still_sees_it_all() -> None:
    """The check above can fail: the same words are seen by whom they belong to."""
    with attacked("evaluator") as attack:
        attack.victim.commands("history")
        assert "王机密" in attack.victim.screen.text
        attack.victim.taps("王机密")
        assert "不可告人" in attack.victim.screen.text
        assert damage(attack) != []
