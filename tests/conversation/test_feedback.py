"""Feedback to the person assessed: released by a link, read, disputed, answered; and seen by nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from sqlalchemy import Connection

from bot.codec import Act
from bot.conversation.feedback_news import notice_screen
from bot.conversation.incoming import Sender
from bot.post import Unreachable
from bot.reminding.ticking import Reminders
from bot.screens.feedback import Release
from bot.screens.released import for_subject, released_screen
from bot.screens.screen import Button, Screen
from bot.texts import texts
from storage import erasing, feedback, memberships, reminders, roster
from storage.feedback import Feedback
from storage.reminders import Notice
from tests.conversation.people import (
    HE,
    LI,
    MEI,
    QIAN,
    SUN,
    WANG,
    ZHOU,
    Everyone,
    Somebody,
    everyone,
    peopled_database,
)
from tests.conversation.planned import ticks
from tests.conversation.planned import told as told_in
from tests.conversation.walking import rates
from tests.phone import INTERVIEWER, STRANGER, SUPERVISOR, Phone
from tests.reminding.site import Box
from tests.reports.ratings import FORMS, ZONE, rating_of

ALL_GOOD = ("良好",) * 9


@cache
def rated_database() -> bytes:
    """Wang has rated Li Ming (no. 1) and somebody else (no. 2), all 良好, with a note on the first question."""
    with everyone(peopled_database()) as house:
        for name in ("李明", "赵六"):
            wang = house(WANG).asks("start", "representative")
            wang.types(name)
            if "开始评价" in wang.labels:
                wang.taps("开始评价")
            wang.types("私下记的一笔")
            wang.walks(*ALL_GOOD, "签").types("王考评")
            wang.taps("提交")
        for one in house.there():
            one.storage.close()
        return house.path.read_bytes()


@pytest.fixture
def house() -> Iterator[Everyone]:
    with everyone(rated_database()) as there:
        yield there


def on_result(one: Somebody, name: str = "李明") -> Somebody:
    """The result of somebody, from the history."""
    return one.asks("history").walks(name)


def released(house: Everyone, by: Sender = ZHOU, days: int = 7) -> str:
    """Release Li Ming's result; the argument of the link."""
    return start_of(on_result(house(by)).walks("发给本人", f"{days} 天", "确定发出"))


def start_of(one: Somebody) -> str:
    found = re.search(r"/start (\S+?)<", one.text)
    assert found, one.text
    return found[1]


def joined(house: Everyone, who: Sender = LI, days: int = 7) -> Somebody:
    """Release it, and let somebody open it."""
    return house(who).asks("start", released(house, days=days)).walks("✅")


def disputed(house: Everyone, words: str = "第三题不对") -> Somebody:
    somebody = joined(house).walks("有异议")
    somebody.types(words)
    return somebody


def the_list(one: Somebody) -> Somebody:
    """The list of releases, from the menu."""
    one.asks("menu")
    return one.walks(*(label for label in one.labels if label.startswith("⋯")), "绩效反馈")


def on_card(one: Somebody) -> Somebody:
    """The card of the first release in the list."""
    return the_list(one).walks("1.")


def forged(one: Somebody, act: Act) -> Somebody:
    """Press a button that was never drawn."""
    one.presses(Button("?", act), one.shown[-1][0])
    return one


def notices(house: Everyone, to: Sender) -> list[Notice]:
    return house(HE).storage.run_now(lambda conn: reminders.notices_for(conn, to.id))


def told(house: Everyone, to: Sender) -> list[Screen]:
    """What a person is told by now, in Chinese."""
    now, there = house.clock.now, house(HE)

    def read(conn: Connection) -> list[Screen]:
        due = [one for one in reminders.notices_for(conn, to.id) if one.at <= now]
        said = [notice_screen(conn, there.house, one, texts("zh"), now) for one in due]
        return [screen for screen in said if screen is not None]

    return there.storage.run_now(read)


def acts(house: Everyone) -> list[str]:
    return [
        f"{row.actor} {row.action} {row.object_kind} {row.object_id} {row.details}" for row in house.trail()
    ]


# Releasing


def test_supervisors_of_the_unit_and_owners_may_release_and_others_do_not_see_how(house: Everyone) -> None:
    for one in (ZHOU, QIAN, HE):
        assert "📨 发给本人" in on_result(house(one)).labels
    assert not any("发给" in label for label in on_result(house(WANG)).labels)
    house(SUN).asks("history").sees("历史</b> · 0")


def test_it_is_released_after_a_deadline_and_a_confirmation_and_the_link_is_shown_once(
    house: Everyone,
) -> None:
    zhou = on_result(house(ZHOU)).walks("发给本人").sees("几天", "备注、照片和录音不会")
    zhou.walks("3 天").sees("2026-11-26 23:59", "李明")
    zhou.walks("确定发出").sees("https://t.me/kaoping_bot?start=j_", "链接尚未打开")
    assert errands(zhou) == ["invitation-qr"]
    on_card(zhou).does_not_see("j_")
    on_result(zhou).sees("绩效反馈", "周主管 于 2026-11-23 09:00 发给本人")
    assert '1003 released evaluation 1 {"days":3,"feedback":1}' in acts(house)


def test_pressed_twice_it_is_released_once(house: Everyone) -> None:
    zhou = on_result(house(ZHOU)).walks("发给本人", "3 天")
    press = next(button for button in zhou.buttons if "确定" in button.label)
    card = zhou.shown[-1][0]
    zhou.presses(press, card)
    zhou.presses(press, card)
    assert zhou.toast == "这份结果已经发出。"
    assert sum(" released " in act for act in acts(house)) == 1


def test_nothing_is_released_without_the_confirmation(house: Everyone) -> None:
    forged(house(ZHOU).asks("menu"), Act("releasenow", 1, None, ("7",))).sees("几天")
    assert not any(" released " in act for act in acts(house))


def test_who_may_not_release_cannot_by_a_forged_button_either(house: Everyone) -> None:
    for one in (WANG, SUN):
        for act in (Act("release", 1), Act("releasenow", 1, None, ("7",)), Act("feedbacks")):
            forged(house(one).asks("menu"), act).does_not_see("几天", "李明")
    released(house)
    for one in (WANG, SUN):
        for op in ("feedback", "feedlink", "unrelease", "unreleasenow", "uphold", "changed"):
            forged(house(one).asks("menu"), Act(op, None, None, ("1",))).does_not_see(
                "客服代表考核表 · 第 1 号"
            )
    assert not any(act.startswith(("1001 un", "1006")) for act in acts(house))


def test_a_new_link_takes_the_place_of_the_one_before(house: Everyone) -> None:
    first = released(house)
    second = start_of(on_card(house(ZHOU)).walks("新链接"))
    assert second != first
    assert "撤销" in said(house(LI).asks("start", first))
    house(LI).asks("start", second).walks("✅").sees("周主管", "发给您")


def errands(one: Somebody) -> list[str]:
    """What is wanted besides, of the last turn."""
    assert one.outcome is not None
    return [errand.kind for errand in one.outcome.errands]


def said(one: Somebody) -> str:
    assert one.outcome is not None
    return one.outcome.say


def test_taken_back_the_link_is_dead_and_it_can_be_released_anew(house: Everyone) -> None:
    first = released(house)
    zhou = on_card(house(ZHOU)).walks("撤回").sees("撤回发给本人的结果").walks("确定撤回").sees("已撤回")
    assert "撤销" in said(house(LI).asks("start", first))
    assert '1003 unreleased evaluation 1 {"feedback":1}' in acts(house)
    assert "📨 发给本人" in on_result(zhou).labels
    house(LI).asks("start", released(house)).walks("✅").sees("发给您")


def test_taken_back_after_it_was_opened_the_person_sees_it_no_more(house: Everyone) -> None:
    li = joined(house)
    details = next(button for button in li.buttons if "逐题" in button.label)
    zhou = on_card(house(ZHOU)).walks("撤回", "确定撤回")
    assert "redraw" in errands(zhou)
    li.presses(details, li.shown[-1][0])
    assert li.toast == "这份结果没有对您开放。"
    li.sees("目前没有发给您的结果").does_not_see("李明")
    assert "撤回" in told(house, LI)[-1].text


def test_what_was_answered_is_not_taken_back(house: Everyone) -> None:
    li = joined(house)
    zhou = on_card(house(ZHOU)).walks("撤回")
    li.taps("已阅")
    zhou.taps("确定撤回")
    assert zhou.toast == "对方已答复，不能再撤回。"
    assert "↩ 撤回" not in zhou.labels


# Joining


def test_the_link_names_who_released_which_result_of_whom_before_anything_is_seen(house: Everyone) -> None:
    li = house(LI).asks("start", released(house))
    li.sees("周主管", "李明", "客服代表考核表").does_not_see("良好")
    li.walks("✅").sees("良好", "服务态度 良好", "3 / 4 · 75%", "请在 2026-11-30 23:59 前答复")
    assert '2001 saw evaluation 1 {"view":"released"}' in acts(house)
    li.asks("menu")
    assert li.labels == ["📋 我的结果", "❓ 帮助"]
    li.walks("我的结果").sees("客服代表考核表", "请答复").walks("1.").sees("良好")


def test_it_is_theirs_alone_and_a_second_person_gets_a_sentence(house: Everyone) -> None:
    token = released(house)
    house(LI).asks("start", token).walks("✅")
    assert "只供一人查看本人的结果，已被使用" in said(house(MEI).asks("start", token))
    assert house(HE).storage.run_now(lambda conn: feedback.about(conn, MEI.id)) == []


def test_a_second_person_at_the_same_moment_is_told_when_they_press(house: Everyone) -> None:
    token = released(house)
    li, mei = house(LI).asks("start", token), house(MEI).asks("start", token)
    li.walks("✅").sees("良好")
    mei.walks("✅").does_not_see("良好", "服务态度")
    assert house(HE).storage.run_now(lambda conn: feedback.about(conn, MEI.id)) == []


@pytest.mark.parametrize("who", [WANG, ZHOU], ids=["who rated", "who released"])
def test_who_rated_or_released_it_does_not_use_the_link_up(house: Everyone, who: Sender) -> None:
    token = released(house)
    house(who).asks("start", token).does_not_see("✅")
    assert "✅ 是我本人" not in house(who).labels
    house(LI).asks("start", token).walks("✅").sees("良好")


def test_the_link_opens_for_thirty_days_also_past_the_deadline(house: Everyone) -> None:
    token = released(house, days=3)
    house.clock.goes_on(days=29)
    house(LI).asks("start", token).walks("✅").sees("答复期限已于 2026-11-26 23:59 截止", "周主管")
    assert not {"✓ 已阅", "✋ 有异议"} & set(house(LI).labels)


def test_after_thirty_days_it_opens_no_more(house: Everyone) -> None:
    token = released(house)
    house.clock.goes_on(days=30)
    assert "过期" in said(house(LI).asks("start", token))


def test_they_see_what_the_form_holds_and_not_the_evaluators_notes(house: Everyone) -> None:
    li = joined(house).does_not_see("私下", "📝", "备注")
    li.walks("逐题").sees("1. 服务态度：良好", "有礼貌、友善", "9. 处理工单和任务：良好").does_not_see("私下")


def test_phone_numbers_are_masked_and_reasons_of_amendments_left_out() -> None:
    rating = rating_of(FORMS["interview"], fields={"phone": "13812345678"})
    seen = for_subject(rating)
    assert rating.fields["phone"] == "13812345678"
    assert seen.fields["phone"] == "138****5678"
    assert seen.notes == ()
    assert seen.evaluation.amend_reason is None
    assert {**seen.answers} == {**rating.answers}


def test_a_masked_number_is_masked_once_on_what_they_see() -> None:
    rating = rating_of(FORMS["interview"], fields={"phone": "13812345678"})
    at = rating.evaluation.updated_at
    it = Feedback(1, 1, ZHOU.id, at, at, LI.id, at, None, None, None, None, None, None, None, None)
    release = Release(it, [rating.evaluation], {}, "张三", at)
    assert "138****5678" in released_screen(texts("zh"), rating, release, ZONE).text


def test_they_see_nothing_else(house: Everyone) -> None:
    li = joined(house)
    for act in (
        Act("result", 1),
        Act("result", 2),
        Act("sources", 1),
        Act("report", 1),
        Act("picture", 2),
        Act("amend", 1),
        Act("history"),
        Act("drafts"),
        Act("form", None, None, ("interview",)),
        Act("trend", 1),
        Act("reveal", 1),
        Act("released", None, None, ("2",)),
        Act("released", None, None, ("999999999999",)),
        Act("released"),
        Act("details", None, None, ("2", "0")),
        Act("gotit", None, None, ("2",)),
        Act("dispute", None, None, ("2",)),
        Act("undisputenow", None, None, ("2",)),
        Act("feedback", None, None, ("1",)),
        Act("release", 1),
        Act("unreleasenow", None, None, ("1",)),
    ):
        forged(li, act).does_not_see("赵六", "私下", "第 2 号")
        assert errands(li) == []
    assert {act.split(" ")[1] for act in acts(house) if act.startswith("2001")} == {"joined", "saw"}


def test_another_persons_release_is_not_theirs(house: Everyone) -> None:
    joined(house)
    zhou = on_result(house(ZHOU), "赵六").walks("发给本人", "3 天", "确定发出")
    mei = house(MEI).asks("start", start_of(zhou)).walks("✅").sees("赵六")
    for op in ("released", "details", "gotit", "dispute", "undispute", "undisputenow"):
        forged(mei, Act(op, None, None, ("1",))).does_not_see("李明")
        assert mei.toast == "这份结果没有对您开放。"
    assert not any(act.startswith("2002 answered") for act in acts(house))


def test_an_evaluator_who_is_assessed_keeps_both(house: Everyone) -> None:
    on_result(house(HE)).walks("发给本人", "7 天", "确定发出")
    qian = house(QIAN).asks("start", start_of(house(HE))).walks("✅").sees("发给您")
    qian.asks("menu")
    assert {"📋 我的结果", "🗂 历史"} <= set(qian.labels)
    the_list(qian).sees("李明")


# Answering


def test_read_is_noted_once_and_both_sides_see_it(house: Everyone) -> None:
    li = joined(house)
    press = next(button for button in li.buttons if "已阅" in button.label)
    li.taps("已阅")
    assert li.toast == "谢谢，已记录您已阅。"
    li.presses(press, li.shown[-1][0])
    assert li.toast == "已记录。"
    assert [act for act in acts(house) if "answered" in act] == ['2001 answered evaluation 1 {"feedback":1}']
    on_card(house(ZHOU)).sees("已阅")
    on_result(house(WANG)).sees("绩效反馈", "已阅：")
    assert "已阅" in told(house, ZHOU)[-1].text
    assert "已阅" in told(house, WANG)[-1].text


def test_a_dispute_has_words_and_can_be_put_right_until_it_is_answered(house: Everyone) -> None:
    li = disputed(house).sees("提出异议：第三题不对", "尚未答复")
    li.walks("修改异议").sees("您目前写的", "第三题不对").types("是第二题不对")
    li.sees("是第二题不对").does_not_see("第三题")
    on_card(house(ZHOU)).sees("是第二题不对")
    assert [act.split(" ", 1)[1] for act in acts(house) if "disputed" in act] == [
        'disputed evaluation 1 {"again":false,"feedback":1}',
        'disputed evaluation 1 {"again":true,"feedback":1}',
    ]


def test_a_dispute_without_words_or_with_too_many_is_not_kept(house: Everyone) -> None:
    li = joined(house).walks("有异议")
    li.types("  \n ")
    li.sees("没有读到内容")
    li.types("不" * 4001)
    li.sees("4001 字，最多 4000 字")
    li.types("不" * 4000)
    li.sees("已保存")


def test_a_long_dispute_can_be_read_to_its_end(house: Everyone) -> None:
    disputed(house, "甲" * 3999 + "乙")
    zhou = on_card(house(ZHOU)).sees("(1/2)").does_not_see("乙")
    zhou.walks("▶").sees("(2/2)", "乙")


def test_after_the_deadline_nothing_is_answered_and_both_sides_are_told(house: Everyone) -> None:
    li = joined(house, days=3)
    read, disagree = (next(b for b in li.buttons if word in b.label) for word in ("已阅", "有异议"))
    house.clock.goes_on(days=4)
    for press in (read, disagree):
        li.presses(press, li.shown[-1][0])
        assert li.toast == "答复期限已于 2026-11-26 23:59 截止。如有问题，请联系周主管。"
    on_card(house(ZHOU)).sees("逾期未答复", "记为未答复", "可以撤回")
    assert "逾期未答复" in told(house, ZHOU)[-1].text


def test_words_typed_after_the_deadline_are_not_kept(house: Everyone) -> None:
    li = joined(house, days=3).walks("有异议")
    house.clock.goes_on(days=4)
    li.types("太晚了")
    li.sees("截止", "周主管").does_not_see("太晚了")


def test_read_can_become_a_dispute_before_the_deadline(house: Everyone) -> None:
    li = joined(house).walks("已阅").sees("如仍有异议")
    li.walks("有异议").types("再看了一遍，不对")
    on_card(house(ZHOU)).sees("有异议", "再看了一遍")


def test_a_dispute_is_withdrawn_after_one_question(house: Everyone) -> None:
    li = disputed(house).walks("撤回异议").sees("不能再次提出").walks("确定撤回").sees("撤回了异议")
    assert not {"✋ 有异议", "✎ 修改异议"} & set(li.labels)
    on_card(house(ZHOU)).sees("已撤回异议", "第三题不对")
    assert '2001 settled evaluation 1 {"feedback":1,"outcome":"withdrawn"}' in acts(house)
    assert "撤回了异议" in told(house, WANG)[-1].text


# Settling


def test_a_result_is_upheld_with_words_that_the_person_reads(house: Everyone) -> None:
    li = disputed(house)
    zhou = on_card(house(ZHOU)).walks("维持").sees("第三题不对", "为什么维持")
    zhou.types(" ")
    zhou.sees("没有读到内容")
    zhou.types("不" * 1501)
    zhou.sees("1501 字，最多 1500 字")
    zhou.types("已核对录音")
    zhou.sees("已维持", "第三题不对", "已核对录音")
    li.asks("results").walks("1.").sees("周主管 于", "维持原结果：已核对录音")
    assert "已有答复" in told(house, LI)[-1].text
    assert '1003 settled evaluation 1 {"by":1,"feedback":1,"outcome":"upheld"}' in acts(house)


def test_of_two_who_settle_at_once_the_second_is_told(house: Everyone) -> None:
    disputed(house)
    zhou, qian = on_card(house(ZHOU)).walks("维持"), on_card(house(QIAN)).walks("维持")
    zhou.types("已核对")
    qian.types("另一种说法")
    qian.sees("这里已无需答复：已维持", "已核对").does_not_see("另一种说法")


def test_words_that_answer_what_was_changed_meanwhile_are_not_kept(house: Everyone) -> None:
    li = disputed(house)
    zhou = on_card(house(ZHOU)).walks("维持")
    li.walks("修改异议").types("其实是第五题")
    zhou.types("第三题没错")
    zhou.sees("刚刚有改动", "其实是第五题").does_not_see("第三题没错")


def test_nobody_answers_their_own_dispute(house: Everyone) -> None:
    on_result(house(HE)).walks("发给本人", "7 天", "确定发出")
    qian = house(QIAN).asks("start", start_of(house(HE))).walks("✅", "有异议")
    qian.types("我不同意")
    on_card(qian).sees("不能答复自己的异议")
    assert not {"维持", "✎ 更正"} & set(qian.labels)
    it = house(HE).storage.run_now(lambda conn: feedback.feedback(conn, 1))
    assert it is not None
    assert it.answered_at is not None
    forged(qian, Act("uphold", None, None, ("1", f"{it.answered_at:%Y%m%d%H%M%S%f}")))
    assert "维持</b>" not in qian.text
    on_card(house(ZHOU)).walks("维持").types("已核对")


def amends(one: Somebody, name: str = "周主管") -> Somebody:
    """Amend what stands on the card: the first question one level lower."""
    one.taps("更正")
    one.types("改第一题")
    one.walks("题目", "一般", "签").types(name)
    one.taps("提交")
    return one


def test_a_supervisors_amendment_answers_the_dispute(house: Everyone) -> None:
    li = disputed(house)
    amends(on_card(house(ZHOU)))
    on_card(house(ZHOU)).sees("已更正", "由第 3 号取代")
    li.asks("results").walks("1.").sees("第 3 号", "周主管 于", "更正了结果", "服务态度 一般")
    li.does_not_see("改第一题")
    on_result(house(WANG)).sees("由第 3 号取代")
    assert '1003 settled evaluation 1 {"by":3,"feedback":1,"outcome":"changed"}' in acts(house)


def test_the_evaluators_amendment_waits_for_the_supervisor(house: Everyone) -> None:
    disputed(house)
    amends(on_result(house(WANG)), "王考评")
    zhou = on_card(house(ZHOU)).sees("有异议", "异议之后提交了第 3 号更正")
    zhou.walks("以第 3 号结案").sees("已更正")
    assert '1003 settled evaluation 1 {"by":3,"feedback":1,"outcome":"changed"}' in acts(house)


def test_a_release_moves_along_with_an_amendment_and_gives_time(house: Everyone) -> None:
    """Released on the 23rd until the 26th; amended on the 26th: until the 29th, three days later."""
    li = joined(house, days=3)
    house.clock.goes_on(days=3)
    amends(on_result(house(WANG)), "王考评")
    assert "已更正" in told(house, LI)[-1].text
    li.asks("results").walks("1.").sees("第 3 号", "发出后有更正", "服务态度 一般", "2026-11-29 23:59")
    li.walks("已阅")
    assert "本人看到的是第 3 号" in on_card(house(ZHOU)).text
    house.clock.goes_on(days=9)
    assert not any("逾期" in screen.text for screen in told(house, ZHOU))


# Being erased, being gone


def test_of_an_erased_person_nothing_is_seen_any_more(house: Everyone) -> None:
    token = released(house)
    li = disputed_by(house, token)
    house(HE).storage.run_now(
        lambda conn: erasing.erase(
            conn,
            1,
            labels=erasing.Labels("已删除", "已删除的用户"),
            remain=lambda *_: None,
            asked_by=HE.id,
            because="request",
            now=house.clock.now,
        )
    )
    assert "邀请链接" in said(li.asks("start"))
    the_list(house(ZHOU)).sees("还没有发出的结果")
    on_result(house(ZHOU), "已删除").does_not_see("绩效反馈", "第三题")
    assert not any("发给" in label for label in house(ZHOU).labels)
    assert told(house, ZHOU) == []


def disputed_by(house: Everyone, token: str) -> Somebody:
    li = house(LI).asks("start", token).walks("✅", "有异议")
    li.types("第三题不对")
    return li


# Telling


def test_what_is_to_be_told_is_kept_with_what_happened(house: Everyone) -> None:
    disputed(house)
    house(HE).restart()
    assert [one.kind for one in notices(house, WANG)] == ["feedback-disputed"]
    assert [(one.kind, one.state) for one in notices(house, ZHOU)] == [
        ("feedback-silent", "wanted"),
        ("feedback-disputed", "wanted"),
    ]
    (screen,) = told(house, ZHOU)
    assert "李明</b> 对结果有异议" in screen.text
    assert "第三题" not in screen.text
    house(ZHOU).asks("menu")
    forged(house(ZHOU), screen.rows[0][0].act).sees("第三题不对")


def test_the_person_is_reminded_a_day_before_the_end_unless_they_answered(house: Everyone) -> None:
    li = joined(house, days=3)
    house.clock.goes_on(days=2, hours=15)
    assert "请在 2026-11-26 23:59 前答复" in told(house, LI)[-1].text
    li.taps("已阅")
    assert told(house, LI) == []


def test_at_night_nobody_is_disturbed(house: Everyone) -> None:
    """The deadline is 23:59, 15:59 in UTC; whoever released it is told at 8:00, midnight in UTC."""
    released(house, days=3)
    (silent,) = notices(house, ZHOU)
    assert silent.act_at is not None
    assert f"{silent.act_at:%Y-%m-%d %H:%M}" == "2026-11-27 00:00"


def test_where_whoever_released_it_has_gone_the_others_hear_of_it(house: Everyone) -> None:
    li = joined(house)
    house(HE).storage.run_now(lambda conn: roster.suspend(conn, ZHOU.id, house.clock.now))
    li.walks("有异议").types("第三题不对")
    assert [one.kind for one in notices(house, QIAN)] == ["feedback-disputed"]
    assert told(house, ZHOU) == []


def test_where_no_supervisor_is_left_the_owners_hear_of_it(house: Everyone) -> None:
    li = joined(house)

    def leave(conn: Connection) -> None:
        for one in (ZHOU, QIAN):
            for role in memberships.of_person(conn, one.id):
                memberships.end(conn, role.id, house.clock.now)

    house(HE).storage.run_now(leave)
    li.walks("有异议").types("第三题不对")
    assert [one.kind for one in notices(house, HE)] == ["feedback-disputed"]


def suspended(house: Everyone, name: str = "周主管") -> None:
    """The owner suspends somebody."""
    house(HE).asks("people").walks(name, "⛔ 停用", "⛔ 停用")


def test_the_link_outlives_the_roles_of_who_passed_it_on(house: Everyone) -> None:
    start = released(house)
    suspended(house)
    house(LI).asks("start", start).sees("周主管", "邀请您查看").walks("✅").sees("这是您的结果")


def test_no_answer_is_told_to_those_who_see_to_it_when_the_time_is_over(house: Everyone) -> None:
    joined(house)
    suspended(house)
    box = Box()
    messages = ticks(house, box, "2026-12-01 10:00")
    assert told_in(messages, ZHOU.id) == ""
    assert "李明 逾期未答复" in told_in(messages, QIAN.id)
    assert ticks(house, box) == []


def test_an_evaluator_who_has_gone_is_not_told(house: Everyone) -> None:
    li = joined(house)
    house(HE).storage.run_now(lambda conn: roster.suspend(conn, WANG.id, house.clock.now))
    li.walks("有异议").types("第三题不对")
    assert told(house, WANG) == []


def test_both_sides_have_a_line_in_the_help(house: Everyone) -> None:
    joined(house).asks("help").sees("/results").does_not_see("📨 发给本人")
    house(ZHOU).asks("help").sees("📨 发给本人")


def test_the_trail_names_nobody_and_repeats_no_words(house: Everyone) -> None:
    disputed(house)
    on_card(house(ZHOU)).walks("维持").types("已核对")
    assert [word for word in ("李明", "第三题", "已核对", "j_") if word in "\n".join(acts(house))] == []


# Over the wire


class Carrier:
    """Takes messages down instead of sending them; knows nobody of ``gone``."""

    def __init__(self, *gone: int) -> None:
        self.gone = gone
        self.carried: list[tuple[int, str]] = []

    async def send(self, person_id: int, screen: Screen) -> int:
        if person_id in self.gone:
            raise Unreachable
        self.carried.append((person_id, screen.text))
        return 900 + len(self.carried)

    async def redraw(self, person_id: int, message_id: int, screen: Screen) -> None:
        raise AssertionError((person_id, message_id, screen))


async def deliver(house: Everyone, *gone: int) -> list[int]:
    """A tick of a bot that has just started: to whom it sends something."""
    there, carrier = house(HE), Carrier(*gone)
    there.restart()
    await Reminders(there.storage, there.house, carrier, lambda: house.clock.now).tick()
    return sorted(person_id for person_id, _ in carrier.carried)


async def test_a_bot_killed_before_it_told_tells_after_its_start_and_once(house: Everyone) -> None:
    disputed(house)
    assert await deliver(house) == [WANG.id, ZHOU.id]
    assert await deliver(house) == []
    on_card(house(ZHOU)).walks("维持").types("已核对")
    assert await deliver(house) == [LI.id]


async def test_where_telegram_does_not_know_the_person_any_more_the_supervisor_sees_it(
    house: Everyone,
) -> None:
    disputed(house)
    on_card(house(ZHOU)).does_not_see("联系不到").walks("维持").types("已核对")
    assert LI.id not in await deliver(house, LI.id)
    on_card(house(ZHOU)).sees("联系不到本人")


def test_what_was_taken_back_leaves_the_screen_by_itself(someone: Callable[[int], Phone]) -> None:
    wang, zhou, li = someone(INTERVIEWER), someone(SUPERVISOR), someone(STRANGER)
    wang.types("/start representative").types("李明")
    rates(wang, *ALL_GOOD).taps("签").types("王考评").taps("提交")
    zhou.types("/history").taps("李明").taps("发给本人").taps("7 天").taps("确定发出").sees("扫描图片")
    (start,) = set(re.findall(r"/start \S+", zhou.text))
    li.types(start).taps("是我本人").sees_on_card("发给您", "良好")
    zhou.types("/history").taps("李明").taps("绩效反馈").taps("撤回").taps("确定撤回").sees_on_card("已撤回")
    li.sees_on_card("目前没有发给您的结果").does_not_see("良好")


def test_what_was_said_first_is_not_told_once_it_is_not_so_any_more(house: Everyone) -> None:
    li = joined(house).walks("已阅")
    assert [screen.text.partition("\n")[0] for screen in told(house, ZHOU)] == ["📨 <b>李明</b> 已阅结果。"]
    li.walks("有异议").types("我不同意")
    assert [screen.text.partition("\n")[0] for screen in told(house, ZHOU)] == [
        "📨 <b>李明</b> 对结果有异议。"
    ]
