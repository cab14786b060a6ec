"""A number that somebody typed into a name, a dispute or a reason is masked wherever others read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.exporting.order import Format, Order, file_name
from bot.reports.form_page import form_page
from bot.reports.loading import load_report
from bot.reports.naming import report_name
from bot.screens.combined import combined_screen
from bot.texts import texts
from storage.scope import Scope
from tests.conversation.people import HE, WANG, ZHOU, Somebody, everyone, peopled_database
from tests.conversation.test_feedback import disputed, on_card, on_result, rated_database
from tests.phone import SUPERVISOR, Phone
from tests.reports.ratings import FORMS, ZONE, rating_of

NUMBER = "13912345678"
NAMED = f"赵六 {NUMBER}"


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


def shows_no_number(one: Somebody, *seen: str) -> Somebody:
    """Neither the card nor a button has it in full; each of ``seen`` is there."""
    said = "\n".join((one.text, *one.labels))
    assert NUMBER not in said
    for words in seen:
        assert words in said, said
    return one


def rates_the_same_name_twice(wang: Somebody) -> None:
    """Two people of one name, both handed in."""
    for _ in range(2):
        wang.asks("start", "representative").types(NAMED)
        if "不是，另一个同名的" in wang.labels:
            shows_no_number(wang, "赵六 139****5678").taps("不是，另一个同名的")
        wang.walks(*("良好",) * 9, "签").types("王考评")
        wang.taps("提交")


def test_who_has_a_namesake_is_exported_and_planned_without_the_number() -> None:
    with everyone(peopled_database()) as house:
        rates_the_same_name_twice(house(WANG))
        zhou = shows_no_number(house(ZHOU).asks("export", NAMED), "有多个", "赵六 139****5678")
        shows_no_number(zhou.walks("编号 1"), "赵六 139****5678", "✕ 不限于赵六")
        shows_no_number(zhou.asks("plan").walks("客服代表"), "☐ 赵六 139")
        shows_no_number(zhou.walks("赵六"), "已选（1）：赵六 139****5678")
        zhou.types(f"钱七 {NUMBER}")
        shows_no_number(zhou, "☑ 钱七 139", "已选（2）").taps("每月")
        shows_no_number(zhou, "钱七 139****5678、赵六 139****5678").taps("截止日")
        shows_no_number(zhou, "钱七 139")


def test_all_sources_of_somebody_are_headed_without_the_number() -> None:
    rating = rating_of(FORMS["competency"], name=NAMED)
    assert rating.name == NAMED
    assert "赵六 139****5678" in combined_screen(texts("zh"), rating, [rating], ZONE).text


def test_file_names_tell_no_number() -> None:
    day = date(2026, 11, 23)
    assert report_name("客服代表考核表", NAMED, day) == "客服代表考核表_赵六 139 5678_2026-11-23.pdf"
    order = Order(Scope(everything=True), Format.XLSX, "zh", "Asia/Shanghai")
    assert file_name(order, f"考核表 {NAMED}", day) == "考核表 赵六 139 5678_2026-11-23.xlsx"


def test_numbers_in_a_dispute_and_in_its_answer_are_masked_for_all_but_whose_words_they_are() -> None:
    with everyone(rated_database()) as house:
        disputed(house, f"第三题不对，问我同事 {NUMBER}")
        shows_no_number(on_card(house(ZHOU)), "问我同事 139****5678")
        zhou = shows_no_number(house(ZHOU).walks("维持"), "问我同事 139****5678")
        zhou.types("已核对，有疑问打 13800001111")
        shows_no_number(zhou, "已核对，有疑问打 138****1111").does_not_see("13800001111")
        shows_no_number(on_result(house(WANG)), "问我同事 139****5678").does_not_see("13800001111")


def test_who_wrote_a_dispute_sees_it_in_full_where_they_put_it_right_and_the_report_holds_it() -> None:
    with everyone(rated_database()) as house:
        disputed(house, f"问我同事 {NUMBER}").walks("修改异议").sees(f"问我同事 {NUMBER}")
        he = house(HE)
        loaded = he.storage.run_now(lambda conn: load_report(conn, he.house, 1, now=he.now))
        assert loaded is not None
        assert f"问我同事 {NUMBER}" in "".join(
            form_page(texts("zh"), loaded.rating, ZONE, released=loaded.released).feedback
        )
