"""People's own words on the cards: markup, direction marks, rare characters, long names, long texts, many notes."""

from __future__ import annotations

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.entities import units
from tests.conversation.living import LivingBot
from tests.conversation.walking import (
    CarefulPhone,
    card_of,
    hands_in,
    in_order,
    kinds_of,
    rates,
    result_of,
    ticks,
)
from tests.phone import INTERVIEWER, Phone, words

LONGEST = "欧阳" * 30
"""A name of 60 characters, the most there may be."""
RARE = "龘𬭎" * 30
"""60 characters of which 30 count twice in Telegram."""


@pytest.fixture
def careful(sandbox: Sandbox, bot: LivingBot) -> Phone:
    return CarefulPhone(sandbox, INTERVIEWER)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<b>王</b> & 李", "<b>王</b> & 李"),
        ("&lt;李&gt;", "&lt;李&gt;"),
        ("\u202e王\u202c\u200f芳", "王芳"),
        ("🙂 小王", "🙂 小王"),
        ("👩\u200d💼王", "👩\u200d💼王"),
        ("王龘𬭎", "王龘𬭎"),
        ("{name} %s", "{name} %s"),
        (LONGEST, LONGEST),
    ],
)
def test_a_name_stands_on_every_card_as_it_is_meant(careful: Phone, typed: str, shown: str) -> None:
    careful.types("/start representative").types(typed).sees_on_card(f"客服代表 · {shown}\n", "1/9")
    careful.taps("总览").sees_on_card(shown).taps("丢弃").sees_on_card(shown).taps("不，保留")
    rates(careful.taps("回到题目"), *["良好"] * 9).sees_on_card(f"客服代表 · {shown}\n")
    result = hands_in(careful, name=typed)
    in_order(result, f"{shown} · 第 1 号", f"考核人签名：{shown}")
    careful.types("/history").sees_on_card(f"1. {shown} · 客服代表考核表")
    careful.types("/start representative").types(typed).sees_on_card(f"{shown} 已有记录")
    careful.taps("同一个").sees_on_card(f"客服代表 · {shown}\n").types("/drafts").sees_on_card(shown)


def test_a_name_of_61_characters_is_refused_and_one_of_marks_alone_too(careful: Phone) -> None:
    careful.types("/start work").types("王" * 61).sees_on_card("名称最多 60 个字。没有改动任何内容。")
    careful.types("\u202e\u200f").sees_on_card("没有读到内容。没有改动任何内容。")
    careful.types("王" * 60).sees_on_card("1/12")


def test_a_note_is_kept_letter_by_letter_and_makes_no_markup(careful: Phone) -> None:
    careful.types("/start property").types("李四").types("<i>龘</i> & 𬭎 🙂 \u202e倒").sees_on_card(
        "📝 <i>龘</i> & 𬭎 🙂 倒"
    )
    rates(careful, *["8"] * 10)
    result = hands_in(careful, "✍️ 评估人员签名")
    assert "第 1 题：<i>龘</i> & 𬭎 🙂 倒" in result
    assert "italic" not in kinds_of(careful.last)


def test_a_text_of_1500_characters_is_kept_whole_and_one_of_1501_refused(careful: Phone) -> None:
    careful.types("/start performance").types("王芳").types("2026-11").taps("开始评价")
    rates(careful, *["良好"] * 4)
    careful.taps("✎ 绩效反馈").types("馈" * 1501).sees_on_card("太长了：这里最多 1500 字。没有改动任何内容。")
    careful.types("馈" * 1500).sees_on_card("得分：3 / 4", "馈" * 399 + "…")
    careful.taps("✓ 绩效反馈").sees_on_card("当前：" + "馈" * 1500).taps("返回")
    assert "绩效反馈：\n" + "馈" * 1500 in hands_in(careful)


def test_the_head_of_a_form_fits_with_the_longest_words(careful: Phone) -> None:
    careful.types("/start pr-agency").types(RARE)
    for label in ("部门", "职务", "主管"):
        careful.taps(label).types("𬭎" * 1500).sees_on_card(f"{label}：𬭎")
    careful.taps("到职日").types("2020-01-01").sees_on_card(
        "到职日：2020-01-01（年资", "未标 * 的项目可以不填"
    )


def test_five_texts_of_1500_characters_share_the_room_of_one_result(careful: Phone) -> None:
    careful.types("/start general").types("吴九").taps("开始评价")
    for _ in range(4):
        ticks(careful, 1)
    labels = ("业务能力", "服务质量", "工作态度", "工作效率", "问题解决能力")
    for label in labels:
        careful.taps(f"✎ 综合评价·{label}").types("评" * 1500)
    careful.taps("✓ 综合评价·工作态度").taps("清除").taps("✎ 综合评价·工作态度").types("一句话")
    result = hands_in(careful, "✍️ 签字")
    assert 4000 < units(result) <= 4096
    shares = [result.split(f"{label}：\n")[1].split("…")[0] for label in labels if label != "工作态度"]
    assert {len(share) // 10 for share in shares} == {len(shares[0]) // 10}
    in_order(
        result, *[f"{label}：\n评" for label in labels[:2]], "工作态度：一句话", "取提交当日，不另行填写。"
    )


def test_a_result_with_the_longest_notes_on_every_question_still_fits(careful: Phone) -> None:
    careful.types("/start quality").types(RARE).types("2026-11")
    for place in range(21):
        careful.types(f"{place + 1}号" + "🙂龘" * 1300).sees_on_card("📝 已记下")
        careful.taps("没有问题 · 达标")
    careful.taps("✎ 整改要求").types("改" * 1500)
    result = hands_in(careful, name=RARE)
    assert units(result) <= 4096
    in_order(
        result,
        RARE,
        "达标 21/21 · 100%",
        "整改要求：\n改改",
        "备注与证据：",
        "第 1 题：1号🙂",
        "… 还有",
        "另加的。",
    )


def test_a_whole_card_fits_with_notes_and_the_list_of_notes_stays_a_list(careful: Phone) -> None:
    careful.types("/start department").types(LONGEST)
    for place in range(30):
        careful.types(f"第{place + 1}条" + "注" * 200)
    careful.sees_on_card("… 还有 27 条更早的", "第30条")
    careful.taps("备注（30）").sees_on_card("… 还有 6 条更早的", "30. 第30条").taps("删除 30")
    assert "29. 第29条" in card_of(careful)
    assert "30. 第30条" not in card_of(careful)


def test_an_amendment_keeps_long_words_and_says_why(careful: Phone) -> None:
    rates(careful.types("/start representative").types("孙七"), *["优秀"] * 9)
    hands_in(careful)
    careful.taps("更正").types("<理由> 🙂").sees_on_card("正在更正第 1 号").taps("签名").types("王考核").taps(
        "提交"
    )
    careful.sees("第 2 号", "更正第 1 号：<理由> 🙂")
    assert "优秀　4 / 4 · 100%" in result_of(careful)
    assert [words(m) for m in careful.from_bot if "第 1 号\n" in words(m)]


def test_a_text_that_the_app_sent_in_two_parts_leaves_no_tail_as_the_answer(careful: Phone) -> None:
    careful.types("/start property").types("李明").taps("总览").taps("核对").taps("评估结论").types(
        "好" * 4500
    )
    careful.sees_on_card("分成几条", "这一条没有保留")
    assert "好好好" not in str(careful.card["text"])
    careful.types("工作认真").sees_on_card("工作认真")
