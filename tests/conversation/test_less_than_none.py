"""−1 where nothing was counted records nothing: a verdict comes from what was found, or from the button below."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conversation.offline import Offline, offline


@pytest.fixture
def chat() -> Iterator[Offline]:
    with offline() as chat:
        yield chat


@pytest.mark.parametrize("form", ["quality", "pr-agency"], ids=["defects", "deductions"])
def test_less_than_none_is_no_answer(chat: Offline, form: str) -> None:
    chat.commands("start", form)
    chat.types("幸福花园")
    while not counters(chat):
        onward = ("2026-Q4", "▶ 开始评价", "下一题 ▶")
        chat.taps(next(one for one in onward if one in [button.label for button in chat.buttons]))
    less, more = counters(chat)
    before = chat.log(1)
    assert chat.taps(less).toast == "已经是 0，没有记录任何内容。"
    assert chat.log(1) == before
    chat.taps(more)
    chat.taps(less)
    assert len(chat.log(1)) == len(before) + 2, "one taken back to none is an answer"


def counters(chat: Offline) -> list[str]:
    """The first buttons that count down and up, by what they say."""
    return [b.label for b in chat.buttons if b.act.op in {"defects", "count"} and "☐" not in b.label][:2]
