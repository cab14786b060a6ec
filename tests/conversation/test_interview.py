"""The main job: an interview from the deep link to the result, by thumb."""

from __future__ import annotations

from tests.phone import Phone, words


def begin(phone: Phone, name: str = "张三") -> Phone:
    return phone.types("/start interview").types(name).taps("开始评价")


def test_a_whole_interview_takes_few_taps_and_two_typed_lines(phone: Phone) -> None:
    phone.types("/start interview").sees_on_card("客服人员面试评价表", "候选人")
    phone.types("张三").sees_on_card("姓名*：张三")
    phone.taps("开始评价").sees_on_card("1/20", "举止仪表")
    taps = 1
    for place in range(1, 20):
        phone.taps("良好" if place % 2 else "优秀").sees_on_card(f"{place + 1}/20")
        taps += 1
    phone.taps("良好").sees_on_card("核对", "得分")
    phone.taps("推荐 ★").taps("签名").types("王面试").sees_on_card("王面试 已签名")
    phone.taps("提交").sees("客服人员面试评价表", "建议：推荐", "王面试")
    taps += 4
    assert taps <= 26


def test_the_score_is_the_mean_of_the_ten_indicators(steady: Phone) -> None:
    """All 良好 (3) but the last indicator 优秀 (4): (9 × 3 + 4) / 10 = 3.1; 3.1 / 4 = 77.5 %."""
    begin(steady)
    for _ in range(19):
        steady.taps("良好")
    steady.taps("优秀").sees_on_card("3.1 / 4 · 77.5% · 良好")


def test_the_chat_holds_the_persons_own_words_and_the_result_and_no_dead_cards(phone: Phone) -> None:
    begin(phone)
    phone.taps("良好").types("表达清楚，有礼貌").sees_on_card("已记下", "表达清楚")
    for _ in range(19):
        phone.taps("良好")
    phone.taps("推荐 ★").taps("签名").types("王面试").taps("提交").sees("第 1 号")
    phone.sandbox.until(lambda: len(phone.from_bot) == 1, 5, "dead cards in the chat")
    assert [words(m) for m in phone.messages if not m["from"]["is_bot"]] == [
        "/start interview",
        "张三",
        "表达清楚，有礼貌",
        "王面试",
    ]


def test_the_live_card_is_always_the_last_thing_in_the_chat(phone: Phone) -> None:
    begin(phone)
    for note in ("第一条", "第二条"):
        phone.types(note)
        assert phone.messages[-1]["message_id"] == phone.card["message_id"]
        phone.sandbox.until(lambda: len(phone.from_bot) == 1, 5, "the card before stays")


def test_going_back_shows_what_was_chosen_and_choosing_again_corrects_it(phone: Phone) -> None:
    begin(phone).taps("良好").sees_on_card("2/20")
    phone.taps("上一题").sees_on_card("1/20", "✓ 良好")
    assert "● 良好" in phone.buttons
    phone.taps("优秀").sees_on_card("2/20")
    phone.taps("上一题").sees_on_card("✓ 优秀")


def test_undo_takes_back_one_tap_after_the_other(phone: Phone) -> None:
    begin(phone).taps("良好").taps("优秀").sees_on_card("3/20")
    phone.taps("撤销").sees_on_card("2/20")
    assert "● 优秀" not in phone.buttons
    phone.taps("撤销").sees_on_card("1/20")
    assert not any("撤销" in label for label in phone.buttons)


def test_the_overview_jumps_and_shows_what_is_answered_open_and_noted(phone: Phone) -> None:
    begin(phone).taps("良好").types("记一笔").taps("总览")
    phone.sees_on_card("✓ 1.", "— 良好", "▸ 2.", "📝", "○ 3.")
    phone.taps("15").sees_on_card("15/20", "客户要求解决问题的方法")


def test_next_open_question_skips_what_is_answered(steady: Phone) -> None:
    begin(steady).taps("良好").taps("良好").taps("上一题").taps("上一题").sees_on_card("1/20")
    steady.taps("下一未答").sees_on_card("3/20")


def test_fewer_than_half_rated_gives_a_total_and_no_grade_and_says_so(steady: Phone) -> None:
    begin(steady)
    for _ in range(9):
        steady.taps("优秀")
    for _ in range(11):
        steady.taps("未考察")
    steady.taps("后备").taps("签名").types("王面试").taps("提交")
    steady.sees("没有等级", "20 项中评了不到一半", "4 / 4 · 100%", "未计入（11 项）")


def test_the_grade_can_be_overridden_with_a_reason_and_both_are_kept(phone: Phone) -> None:
    begin(phone)
    for _ in range(20):
        phone.taps("良好")
    phone.taps("✎ 综合评价").sees_on_card("按分计算为：良好")
    phone.taps("优秀").sees_on_card("良好 → 优秀")
    phone.types("临场表现突出").sees_on_card("优秀（按分计算：良好；理由：临场表现突出）")
    assert "强烈推荐 ★" in phone.buttons
    phone.taps("强烈推荐").taps("签名").types("王面试").taps("提交")
    phone.sees("等级由评价人评定；按分计算为：良好。理由：临场表现突出")


def test_a_change_after_signing_wants_a_new_signature(phone: Phone) -> None:
    begin(phone)
    for _ in range(20):
        phone.taps("良好")
    phone.taps("推荐 ★").taps("签名").types("王面试").sees_on_card("可以提交")
    phone.taps("后备").sees_on_card("请重新签名")
    assert "✅ 提交" not in phone.buttons


def test_head_fields_are_checked_in_plain_words(phone: Phone) -> None:
    phone.types("/start interview").types("李四").taps("年龄").types("二百").sees_on_card("14 到 99")
    phone.types("二十八").sees_on_card("年龄：28")
    phone.taps("联系电话").types("123").sees_on_card("不像电话号码")
    phone.types("138 0013 8000").sees_on_card("联系电话：13800138000")
    phone.taps("性别").taps("女").sees_on_card("性别：女")


def test_an_earlier_candidate_is_offered_with_what_is_known(phone: Phone) -> None:
    phone.types("/start interview").types("李四").taps("年龄").types("28").taps("开始").taps("良好")
    phone.types("/start interview").sees_on_card("以前评过")
    phone.taps("李四").sees_on_card("姓名*：李四", "年龄：28")


def test_a_known_name_typed_again_asks_whether_it_is_the_same_person(phone: Phone) -> None:
    begin(phone, "王伟").taps("良好")
    phone.types("/start interview").types("王伟").sees_on_card("王伟 已有记录")
    phone.taps("另一个同名的").sees_on_card("姓名*：王伟")
    phone.taps("开始").types("/drafts").sees_on_card("草稿 · 2")
