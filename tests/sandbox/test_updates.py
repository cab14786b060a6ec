"""The queue: kept until confirmed, waited for, given to one poller at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bot.sandbox import Sandbox
from bot.sandbox.files import plain_picture
from bot.sandbox.updates import UpdateQueue
from tests.sandbox.conftest import ME, Caller


def texts(updates: list[dict[str, dict[str, str]]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


def test_updates_come_again_until_a_later_offset(bot: Caller) -> None:
    bot.sandbox.types(ME, "一")
    bot.sandbox.types(ME, "二")
    first = bot.call("getUpdates")
    assert texts(first) == ["一", "二"]
    assert bot.call("getUpdates") == first
    assert texts(bot.call("getUpdates", offset=first[0]["update_id"] + 1)) == ["二"]
    assert bot.sandbox.pending() == 1
    assert bot.call("getUpdates", offset=first[1]["update_id"] + 1) == []


def test_limit_and_negative_offset(bot: Caller) -> None:
    for text in "abc":
        bot.sandbox.types(ME, text)
    assert texts(bot.call("getUpdates", limit=2)) == ["a", "b"]
    assert texts(bot.call("getUpdates", offset=-1)) == ["c"]
    assert bot.sandbox.pending() == 1


def test_a_poll_waits_for_the_next_update(bot: Caller) -> None:
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(bot.call, "getUpdates", timeout=20)
        bot.sandbox.until(lambda: bot.sandbox.world.poller is not None)
        bot.sandbox.types(ME, "endlich")
        assert texts(poll.result(10)) == ["endlich"]


def test_a_second_poller_ends_the_first(sandbox: Sandbox, bot: Caller) -> None:
    before = sandbox.world.poller
    with ThreadPoolExecutor() as pool:
        first = pool.submit(bot.refusal, "getUpdates", timeout=20)
        sandbox.until(lambda: sandbox.world.poller is not before)
        assert bot.call("getUpdates") == []
        assert first.result(10) == (
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        )


def test_a_poll_ends_when_the_server_does() -> None:
    with ThreadPoolExecutor() as pool:
        with Sandbox() as sandbox:
            caller = Caller(sandbox)
            poll = pool.submit(caller.call, "getUpdates", timeout=50)
            sandbox.until(lambda: sandbox.world.poller is not None)
        assert poll.result(5) == []
    caller.http.close()


def test_only_kinds_asked_for(bot: Caller) -> None:
    bot.call("getUpdates", allowed_updates=["message"])
    bot.sandbox.taps(ME, 1, "x")
    bot.sandbox.edits(ME, 1, "y")
    bot.sandbox.types(ME, "z")
    assert texts(bot.call("getUpdates")) == ["z"]


def test_reactions_only_when_asked_for_by_name() -> None:
    queue = UpdateQueue()
    assert queue.put("message_reaction", {}) is None
    queue.allow(["message_reaction"])
    assert queue.put("message_reaction", {}) == 700_000_001
    queue.allow([])
    assert (queue.wanted("message_reaction"), queue.wanted("message")) == (False, True)


def test_everything_people_send(bot: Caller) -> None:
    sandbox = bot.sandbox
    sandbox.sends_photos(ME, caption="墙面")
    sandbox.sends_voice(ME, duration=4)
    sandbox.sends_document(ME, b"x", name="表.xlsx")
    sandbox.sends_sticker(ME, "🙏")
    sandbox.sends_location(ME, 31.5, 121.25)
    sandbox.sends_contact(ME, "张三", "+86138")
    sandbox.sends_poll(ME, "面?", ("是", "否"))
    photo, voice, document, sticker, place, contact, poll = (u["message"] for u in bot.call("getUpdates"))
    assert (photo["caption"], photo["photo"][-1]["width"]) == ("墙面", 96)
    assert (voice["voice"]["duration"], document["document"]["file_name"]) == (4, "表.xlsx")
    assert (sticker["sticker"]["emoji"], place["location"]["latitude"]) == ("🙏", 31.5)
    assert (contact["contact"]["phone_number"], poll["poll"]["options"][1]["text"]) == ("+86138", "否")


def test_an_album_is_several_messages_of_one_group(bot: Caller) -> None:
    bot.sandbox.sends_photos(ME, plain_picture(), plain_picture(), plain_picture(), caption="三张")
    messages = [update["message"] for update in bot.call("getUpdates")]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["三张", None, None]


def test_groups_channels_edits_and_long_texts(bot: Caller) -> None:
    bot.sandbox.says_in_group(ME, "大家好")
    bot.sandbox.posts_in_channel("公告")
    bot.sandbox.edits(ME, 1, "改了")
    bot.sandbox.types(ME, "长" * 5000)
    group, channel, edit, *long = bot.call("getUpdates")
    assert group["message"]["chat"]["type"] == "supergroup"
    assert channel["channel_post"]["chat"]["type"] == "channel"
    assert edit["edited_message"]["text"] == "改了"
    assert [len(update["message"]["text"]) for update in long] == [4096, 904]


def test_commands_are_marked(bot: Caller) -> None:
    (sent,) = bot.sandbox.types(ME, "/start interview")
    assert sent["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
