"""Several sources of one person, rated while the house's form changed in between."""

from __future__ import annotations

from bot.conversation.turn import House
from bot.evidence import FILE_LIMIT
from tests.conversation.offline import Offline, offline


def rates(chat: Offline, source: str, level: str) -> None:
    chat.commands("start", "competency")
    chat.types("王五")
    if any("同一个" in button.label for button in chat.buttons):
        chat.taps("同一个")
    chat.taps(source)
    while not any("签名" in button.label for button in chat.buttons):
        chat.taps(level)
    chat.taps("签名")
    chat.types("主管")
    chat.taps("提交")


def reordered(chat: Offline) -> None:
    """From now on the form has one section less, and the others the other way round."""
    before = chat.house
    form = before.forms["competency"]
    forms = {**before.forms, form.id: form.model_copy(update={"sections": form.sections[:0:-1]})}
    chat.house = House(forms, before.zone, before.language, FILE_LIMIT, before.owners)


def test_another_version_of_the_form_is_combined_by_its_sections_and_that_is_said() -> None:
    with offline() as chat:
        rates(chat, "上级", "良好")
        first, *_, last = chat.house.forms["competency"].sections
        reordered(chat)
        rates(chat, "客户", "优秀")
        chat.taps("多方综合")
        assert f"{last.title}：<b>3.5</b>" in chat.screen.text
        assert f"{first.title}：<b>3</b>" in chat.screen.text
        assert "表格版本不同" in chat.screen.text
