"""What a conversation leaves in the audit trail: every act that counts, once, and nobody's words."""

from __future__ import annotations

from storage.audit import Entry, Whole, newest, verify
from tests.conversation.living import LivingBot
from tests.conversation.test_interview import begin
from tests.conversation.test_taps import signed_and_ready
from tests.phone import INTERVIEWER, Phone


def trail(bot: LivingBot) -> list[Entry]:
    """All rows, of a trail that is whole."""
    assert bot.storage is not None
    rows = bot.storage.run_now(lambda conn: newest(conn, 1000))
    verdict = verify(bot.storage)
    assert isinstance(verdict, Whole)
    assert verdict.count == len(rows)
    return rows


def acts(bot: LivingBot) -> list[str]:
    """What was done, in words."""
    return [f"{row.action} {row.object_kind} {row.object_id} {row.details}" for row in trail(bot)]


def test_an_interview_is_begun_handed_in_and_looked_at(steady: Phone, bot: LivingBot) -> None:
    signed_and_ready(steady).taps("提交").sees("第 1 号")
    rows = trail(bot)
    assert [row.action for row in rows] == ["began", "handed-in"]
    assert {row.actor for row in rows} == {INTERVIEWER}
    assert rows[0].details == '{"form":"interview","subject":1}'
    steady.types("/history").types("张三").taps("张三").sees_on_card("第 1 号")
    assert acts(bot)[2:] == [
        'saw history 1001 {"page":1,"searched":false}',
        'saw history 1001 {"page":1,"searched":true}',
        'saw evaluation 1 {"view":"result"}',
    ]


def test_a_hand_in_is_told_with_its_grade_and_the_revision_it_made(steady: Phone, bot: LivingBot) -> None:
    signed_and_ready(steady).taps("提交").sees("第 1 号")
    assert bot.storage is not None
    assert acts(bot)[-1].startswith('handed-in evaluation 1 {"form":"interview","grade":"良好","revision":')
    assert acts(bot)[-1].endswith(',"subject":1}')


def test_an_amendment_is_begun_and_handed_in_without_its_reason(steady: Phone, bot: LivingBot) -> None:
    signed_and_ready(steady).taps("提交").taps("更正").types("第一题点错了")
    assert acts(bot)[2:] == ['began-amendment evaluation 2 {"amends":1,"form":"interview","subject":1}']
    steady.taps("签名").types("王面试").taps("提交").sees("第 2 号")
    assert [row.split(" {")[0] for row in acts(bot)[3:]] == ["handed-in evaluation 2", "amended evaluation 1"]
    assert acts(bot)[4].endswith('{"by":2}')


def test_a_draft_is_discarded_only_when_that_was_confirmed(steady: Phone, bot: LivingBot) -> None:
    begin(steady).taps("良好").taps("总览").taps("丢弃").taps("不，保留")
    assert len(trail(bot)) == 1
    steady.taps("丢弃").taps("确定丢弃")
    assert acts(bot)[1:] == ['discarded evaluation 1 {"form":"interview","subject":1}']


def test_a_note_taken_off_is_told_without_what_it_said(steady: Phone, bot: LivingBot) -> None:
    begin(steady).types("口齿清楚").taps("备注").taps("删除 1")
    assert acts(bot)[1:] == ['removed note 1 {"evaluation":1,"item":"q1"}']


def test_a_mistyped_name_put_right_is_told_without_either_name(steady: Phone, bot: LivingBot) -> None:
    steady.types("/start interview").types("张叁").taps("更换").types("张三").sees_on_card("姓名*：张三")
    assert acts(bot)[1:] == ['renamed subject 1 {"evaluation":1}']


def test_a_form_opened_and_left_leaves_nothing(steady: Phone, bot: LivingBot) -> None:
    steady.types("/start interview").types("/menu")
    assert trail(bot) == []


def test_ratings_are_not_in_it(steady: Phone, bot: LivingBot) -> None:
    begin(steady).taps("良好").taps("一般").taps("良好")
    assert [row.action for row in trail(bot)] == ["began"]


def test_every_look_counts_since_days_may_lie_between_them(steady: Phone, bot: LivingBot) -> None:
    signed_and_ready(steady).taps("提交").types("/history").types("/history")
    assert [row.action for row in trail(bot)[2:]] == ["saw", "saw"]


def test_nobodys_name_and_no_words_are_in_it(steady: Phone, bot: LivingBot) -> None:
    signed_and_ready(steady).taps("提交").taps("更正").types("理由很长")
    steady.types("/history").types("张三").taps("张三")
    told = "\n".join(acts(bot))
    assert [word for word in ("张三", "王面试", "理由") if word in told] == []
