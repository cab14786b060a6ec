"""The list of commands beside the field to type in: what each person may use, and nothing more."""

from __future__ import annotations

from collections.abc import Callable

from bot.access import Standing
from bot.conversation.rooms import commands_shown
from bot.sandbox import Sandbox
from bot.texts import texts
from storage import chats
from tests.conversation.offline import ME, offline
from tests.phone import INTERVIEWER, STRANGER, SUPERVISOR, Phone

Someone = Callable[[int], Phone]


def listed(sandbox: Sandbox, person_id: int, language: str = "zh-hans") -> dict[str, str]:
    """Name and description of what a person's app lists."""
    return {
        one["command"]: one["description"] for one in sandbox.world.profile.commands_for(person_id, language)
    }


def sees_command(sandbox: Sandbox, person_id: int, name: str, *, there: bool = True) -> None:
    sandbox.until(lambda: (name in listed(sandbox, person_id)) is there, 10, f"/{name}: not so")


def test_a_stranger_is_shown_start_alone_in_either_language(sandbox: Sandbox, someone: Someone) -> None:
    someone(STRANGER).types("你好")
    sandbox.until(lambda: len(sandbox.world.profile.commands) == 3, 10, "not registered in every language")
    assert listed(sandbox, STRANGER) == listed(sandbox, STRANGER, "fr") == {"start": "菜单：选择表格"}
    assert listed(sandbox, STRANGER, "en") == {"start": "Menu: choose a form"}


def test_an_evaluator_is_shown_what_evaluators_use_and_an_owner_more(
    sandbox: Sandbox, someone: Someone
) -> None:
    someone(INTERVIEWER).types("/start")
    sees_command(sandbox, INTERVIEWER, "due")
    assert not {"forget", "audit", "units", "people"} & listed(sandbox, INTERVIEWER).keys()
    someone(SUPERVISOR).types("/start")
    sees_command(sandbox, SUPERVISOR, "forget")
    assert {"audit", "units", "people", "due"} <= listed(sandbox, SUPERVISOR).keys()


def test_it_follows_the_language(sandbox: Sandbox, someone: Someone) -> None:
    phone = someone(INTERVIEWER)
    phone.types("/start")
    sees_command(sandbox, INTERVIEWER, "drafts")
    assert listed(sandbox, INTERVIEWER)["drafts"] == "继续草稿"
    phone.types("/language").taps("English")
    sandbox.until(lambda: listed(sandbox, INTERVIEWER)["drafts"] == "Continue a draft", 10, "still Chinese")


def test_it_is_wanted_once_and_again_only_where_it_changed() -> None:
    with offline() as chat:
        assert chat.commands("start").commands
        word = commands_shown(texts("zh"), Standing(ME.id, owner=True))
        chat.storage.run_now(lambda conn: chats.shows_commands(conn, ME.id, word))
        assert not chat.commands("help").commands
        chat.commands("language")
        assert chat.taps("English").commands


def test_who_is_put_out_is_shown_start_alone_again(sandbox: Sandbox, someone: Someone) -> None:
    interviewer = someone(INTERVIEWER)
    interviewer.types("/start")
    sees_command(sandbox, INTERVIEWER, "due")
    someone(SUPERVISOR).types("/people").taps("林晓").taps("停用").taps("停用")
    interviewer.types("/start")
    sees_command(sandbox, INTERVIEWER, "due", there=False)
    assert list(listed(sandbox, INTERVIEWER)) == ["start"]
