"""The benchmark's machinery works: so that it is there when it is needed."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from tests.bench.bots import PLAIN
from tests.bench.crowd import Crowd, evaluator_ids
from tests.bench.messages import Play
from tests.bench.runs import percentile, run
from tests.bench.strategy import BeginAgain, Button, Tap, TypeName, decide
from tests.bench.wire import buttons, take_request, unquote

LEVELS = tuple(Button(label, label) for label in ("较差", "一般", "良好", "优秀", "未考察"))


class TestDecide:
    def test_rates_a_question(self) -> None:
        assert decide("1/20 举止仪表", LEVELS) == Tap(Button("良好", "良好"), rating=True)

    def test_starts_from_the_subject_card(self) -> None:
        start = Button("▶ 开始", "go")
        assert decide("姓名: 王芳", (start,)) == Tap(start, rating=False)

    def test_types_the_name_even_where_earlier_ones_are_offered(self) -> None:
        assert decide("候选人的姓名?", (Button("王芳", "1"),)) == TypeName()

    def test_begins_again_from_the_review(self) -> None:
        assert decide("姓名: 王芳 3.25 / 4", (Button("提交", "x"),)) == BeginAgain()

    def test_leaves_other_screens_alone(self) -> None:
        assert decide("已保存。", ()) is None


class TestWire:
    def test_takes_requests_one_by_one_and_only_whole(self) -> None:
        body = b"chat_id=7&text=a+b"
        one = b"POST /bot1:A/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Length: 18\r\n\r\n" + body
        buffer = bytearray(one + one[:-1])
        assert take_request(buffer) == ("sendMessage", {"chat_id": "7", "text": "a b"})
        assert take_request(buffer) is None
        buffer += one[-1:]
        assert take_request(buffer) == ("sendMessage", {"chat_id": "7", "text": "a b"})
        assert not buffer

    def test_takes_json(self) -> None:
        head = b"POST /bot1:A/getUpdates HTTP/1.1\r\ncontent-type: application/json\r\n"
        whole = head + b'content-length: 12\r\n\r\n{"offset":5}'
        assert take_request(bytearray(whole)) == ("getUpdates", {"offset": 5})

    @pytest.mark.parametrize("text", ["a+b & c=d%", "评价 100%22", '{"你": ["\\u4f60", "😀"]}', ""])
    def test_unquotes_what_was_quoted(self, text: str) -> None:
        assert unquote(urlencode({"": text})[1:].encode()) == text

    def test_reads_buttons_that_carry_data(self) -> None:
        markup = {"inline_keyboard": [[{"text": "好", "callback_data": "1"}], [{"text": "页", "url": "x"}]]}
        assert buttons(json.dumps(markup)) == (Button("好", "1"),)
        assert buttons("") == ()
        assert buttons('{"remove_keyboard": true}') == ()


class TestCrowd:
    def test_times_a_rating_from_the_tap_to_the_next_card(self) -> None:
        now = 0.0
        crowd = Crowd(1, ratings_each=2, clock=lambda: now)
        person = crowd[evaluator_ids(1)[0]]
        assert "/start interview" in next(iter(crowd.begin()))
        now = 1.0
        assert crowd.shown(person, 2, "1/20", LEVELS, "{}") is not None
        assert crowd.waits == []
        now = 1.5
        assert crowd.shown(person, 2, "1/20", LEVELS, "{}") is None, "the same card, drawn again"
        now = 3.0
        assert crowd.shown(person, 2, "2/20", LEVELS, "{}") is not None
        assert crowd.waits == [2.0]
        now = 3.25
        assert crowd.shown(person, 2, "3/20", LEVELS, "{}") is None, "both ratings are given"
        assert crowd.waits == [2.0, 0.25]
        assert crowd.everyone_done
        assert crowd.waiting() == ()

    def test_leaves_the_first_interview_early_and_begins_again(self) -> None:
        crowd = Crowd(1)
        person = crowd[evaluator_ids(1)[0]]
        assert list(crowd.begin())
        asked = crowd.shown(person, 2, "1/20", LEVELS, "{}")
        assert asked is not None
        assert '"data":"\\u826f\\u597d"' in asked, "良好"
        again = crowd.shown(person, 2, "2/20", LEVELS, "{}")
        assert again is not None
        assert "/start interview" in again


def test_percentile_is_the_nearest_rank() -> None:
    values = [10.0, 20.0, 30.0, 40.0, 50.0]
    assert percentile(values, 0.5) == 30.0
    assert percentile(values, 0.95) == 50.0
    assert percentile([7.0], 0.01) == 7.0


def test_the_plain_bot_is_played_and_measured() -> None:
    figures = run(PLAIN, Play(evaluators=2, warm_up=0, seconds=30, taps=60))
    assert figures.taps >= 60, "more than one interview each, so the way round is played too"
    assert 0 < figures.p50 <= figures.p95 <= figures.p99
    assert figures.cpu_per_1000 > 0
    assert figures.peak_mib > 0
    assert figures.requests_per_tap >= 2, "an answer and an edit for each"
    assert figures.lost == ()
