"""A number that somebody typed into a name is masked wherever work is listed."""

from __future__ import annotations

from collections.abc import Callable

from tests.phone import SUPERVISOR, Phone


def test_plans_boards_and_due_lists_mask_a_number_in_a_name(someone: Callable[[int], Phone]) -> None:
    supervisor = someone(SUPERVISOR)
    supervisor.types("/plan").taps("品质检查").types("幸福花园 13912345678")
    supervisor.taps("每季度")
    if any("林晓" in label for label in supervisor.buttons):
        supervisor.taps("林晓")
    supervisor.taps("保存").sees("已保存")
    for command in ("/plans", "/board"):
        supervisor.types(command)
        assert "13912345678" not in supervisor.card["text"]
    supervisor.types("/plans").sees_on_card("幸福花园", "5678")
