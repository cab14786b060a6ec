"""Notes and evidence: whatever is sent while a question is open is kept with it."""

from __future__ import annotations

from pathlib import Path

from bot.sandbox import Sandbox
from storage.audit import newest
from tests.conversation.living import LivingBot
from tests.conversation.offline import offline
from tests.conversation.test_interview import begin
from tests.phone import Phone


def copies(bot: LivingBot) -> list[Path]:
    return sorted(p for p in (bot.settings.kaoping_data / "evidence").rglob("*") if p.is_file())


def test_words_become_a_note_that_can_be_removed(phone: Phone) -> None:
    begin(phone).types("穿着得体").sees_on_card("📝 已记下", "穿着得体")
    phone.taps("备注").sees_on_card("1. 穿着得体")
    phone.taps("删除 1").sees_on_card("1/20")
    assert "穿着得体" not in str(phone.card["text"])


def test_a_photo_with_its_caption_is_one_note_and_is_copied(
    phone: Phone, bot: LivingBot, sandbox: Sandbox
) -> None:
    begin(phone).sends_photo("证书").sees_on_card("图片已记下", "🖼 图片 证书")
    sandbox.until(lambda: len(copies(bot)) == 1, 5, "no copy of the photo")
    assert copies(bot)[0].stat().st_mode & 0o077 == 0


def test_an_album_is_one_note_with_several_pictures(phone: Phone) -> None:
    begin(phone).sends_album(count=3, caption="现场").sees_on_card("🖼 图片×3 现场")
    phone.taps("备注（1）").sees_on_card("1. 🖼 图片×3 现场")


def test_voice_and_files_are_evidence(steady: Phone) -> None:
    begin(steady).sends_voice().sees_on_card("🎤 录音")
    steady.sends_document(name="简历.pdf").sees_on_card("📎 文件已记下", "📎 简历.pdf")
    steady.taps("备注（2）").sees_on_card("1. 🎤 录音", "2. 📎 简历.pdf")


def test_a_file_of_30_megabytes_is_noted_and_said_not_to_be_copied(steady: Phone, bot: LivingBot) -> None:
    begin(steady).sends_document(name="录像.mp4", size=30 * 1024 * 1024)
    steady.sees_on_card("📎 文件已记下", "30 MB", "不另存副本")
    assert copies(bot) == []


def test_a_changed_message_changes_its_note_and_never_an_answer(phone: Phone) -> None:
    begin(phone).types("写错了")
    note = next(m for m in phone.messages if m.get("text") == "写错了")
    phone.edits(note["message_id"], "写对了").sees_on_card("备注已更新", "写对了")
    name = next(m for m in phone.messages if m.get("text") == "张三")
    phone.edits(name["message_id"], "李四").sees_on_card("修改已发送的消息不会改变答案", "张三")


def test_that_a_note_was_changed_stands_in_the_trail_once_and_without_its_words() -> None:
    with offline() as chat:
        chat.commands("start", "interview")
        chat.types("张三")
        chat.taps("开始评价")
        chat.types("写错了")
        chat.edits(chat.message_id - 1, "写对了")
        chat.edits(1, "/start property")
        trail = chat.storage.run_now(lambda conn: newest(conn, 9))
        told = [(row.action, row.object_kind, row.object_id, row.details) for row in trail[1:]]
        assert told == [("edited", "note", "1", '{"evaluation":1,"item":"q1"}')]


def test_what_cannot_be_kept_is_told(steady: Phone) -> None:
    begin(steady)
    for send in (steady.sends_sticker, steady.sends_location, steady.sends_poll, steady.sends_contact):
        send().sees_on_card("这类消息无法保存", "1/20")


def test_without_an_open_question_nothing_is_silently_dropped(phone: Phone) -> None:
    phone.types("/start").types("你好").sees_on_card("没有保存这段文字")
    phone.sends_photo("照片").sees_on_card("所以没有保存")


def test_notes_stand_in_the_overview_the_review_and_the_result(steady: Phone) -> None:
    begin(steady).types("很自信")
    for _ in range(20):
        steady.taps("良好")
    steady.sees_on_card("良好 📝")
    steady.taps("推荐 ★").taps("签名").types("王面试").taps("提交").sees("备注与证据", "第 1 题：很自信")


def test_a_note_of_4000_characters_is_kept_and_the_card_still_fits(steady: Phone) -> None:
    begin(steady).types("字" * 4000).sees_on_card("已记下", "1/20")
    steady.taps("良好").sees_on_card("2/20")
