"""People's own words on paper: printed as they were written, whatever they look like."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.reports.glyphs import has_glyph, printable
from bot.screens.feedback import Release
from rubrics.answers import NotApplicable
from storage.feedback import Feedback
from tests.reports.ratings import FORMS, HANDED_IN, evaluation_of, note_on, rating_of
from tests.reports.reading import holes, printed, spots, squeezed, words_of

INTERVIEW = FORMS["interview"]


@pytest.mark.parametrize(
    "words",
    [
        '#eval("1+1")',
        "#import “x”: * #set page(width: 1cm)",
        '#read("/etc/hostname")',
        "`code` ```typ #panic()```",
        "$x^2$ *bold* _em_ @ref <label> = 标题",
        '"引号" \\"\\" \\ // 注释 /* 注释 */ ~ -- ---',
        "[x] {y} (z) #[]#{}#()",
        "<b>html</b> &amp; %s {0}",
        "- 一\n+ 二\n/ 三: 四",
    ],
)
def test_words_that_look_like_markup_are_printed_as_they_stand(words: str) -> None:
    pdf = printed(rating_of(INTERVIEW, name=words[:40].replace("\n", " "), notes=(note_on("q1", words),)))
    assert squeezed(words) in words_of(pdf)
    assert holes(pdf) == 0


def test_rare_characters_and_emoji_have_glyphs() -> None:
    pdf = printed(
        rating_of(
            INTERVIEW, name="龘𬭎", signed="𠮷野家😀", notes=(note_on("q1", "很好👍🏽👨‍👩‍👧🇨🇳 שלום مرحبا"),)
        )
    )
    assert "龘𬭎" in words_of(pdf)
    assert "𠮷野家😀" in words_of(pdf)
    assert holes(pdf) == 0


def test_a_rare_character_among_bold_words_has_a_glyph_too() -> None:
    titled = INTERVIEW.model_copy(update={"title": "龘𬭎公司面试评价表"})
    pdf = printed(rating_of(titled))
    assert "龘𬭎公司面试评价表" in words_of(pdf)
    assert holes(pdf) == 0


def test_a_character_no_font_has_is_printed_by_its_number() -> None:
    assert not has_glyph("ท")
    assert printable("ท!") == "‹U+0E17›!"
    pdf = printed(rating_of(INTERVIEW, notes=(note_on("q1", "ไทย"),)))
    assert "‹U+0E44›‹U+0E17›‹U+0E22›" in words_of(pdf)
    assert holes(pdf) == 0


def test_an_empty_box_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.reports.printing.printable", lambda words: words)
    assert holes(printed(rating_of(INTERVIEW, notes=(note_on("q1", "ไทย"),)))) == 3


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("一\r\n二\t三", "一\n二 三"),
        ("e\u0301", "é"),
    ],
)
def test_marks_that_turn_or_hide_words_are_left_out(given: str, shown: str) -> None:
    assert printable(given) == shown


def test_a_word_without_end_stays_on_the_paper() -> None:
    address = "https://example.com/" + "a" * 400
    pdf = printed(rating_of(INTERVIEW, notes=(note_on("q1", address),)))
    assert address in words_of(pdf)
    assert all(spot.x < 560 for spot in spots(pdf))


def test_the_longest_notes_and_names_are_printed_whole() -> None:
    name, note, said = "欧阳" * 20, "长" * 3999 + "完", "\n".join(["一行"] * 300)
    pdf = printed(
        rating_of(INTERVIEW, name=name, notes=(note_on("q6", note), note_on("q7", said)), signed="签" * 40)
    )
    words = words_of(pdf).replace("客服人员面试评价表" + name + "第7号", "")
    assert words.count("长") == 3999
    assert words.count("一行") == 300
    assert "签" * 40 in words


def test_without_notes_there_is_no_word_of_notes() -> None:
    assert "备注" not in words_of(printed(rating_of(INTERVIEW)))


def test_a_note_stands_under_its_question() -> None:
    words = words_of(printed(rating_of(INTERVIEW, notes=(note_on("q3", "说得很坦率"),))))
    third, fourth = words.index("3.请你评价"), words.index("4.你认为")
    assert third < words.index("第3项备注：说得很坦率") < fourth


def test_an_override_is_told_with_its_reason_and_the_computed_grade() -> None:
    """The sample answers come to 2.31, 一般; the evaluator says 优秀."""
    value = {"grade": "优秀", "reason": "临场表现突出", "computed": "一般"}
    words = words_of(printed(rating_of(INTERVIEW, fields={"overall": value})))
    assert "等级优秀" in words
    assert "等级由评价人评定；按分计算为：一般。理由：临场表现突出" in words
    assert "☑优秀☐良好☐一般☐较差" in words


def test_too_few_rated_has_no_grade_and_says_why() -> None:
    answers = {c.id: NotApplicable() for c in INTERVIEW.criteria[:11]}
    words = words_of(printed(rating_of(INTERVIEW, answers=answers)))
    assert "等级没有等级" in words
    assert "20项中评了不到一半" in words


def test_an_amendment_and_what_it_amends_name_each_other() -> None:
    rating = rating_of(INTERVIEW)
    amending = replace(rating.evaluation, amends_id=3, amend_reason="第一题点错了")
    words = words_of(
        printed(
            replace(rating, evaluation=amending),
            earlier=evaluation_of(INTERVIEW, 3),
            later=evaluation_of(INTERVIEW, 9),
        )
    )
    assert "更正第3号：第一题点错了" in words
    assert "以第9号为准" in words
    assert "第7号·存档序号42·更正第3号·已被第9号更正" in words


def test_the_same_evaluation_makes_the_same_file() -> None:
    assert printed(rating_of(INTERVIEW)) == printed(rating_of(INTERVIEW))


def test_what_the_person_assessed_said_to_it_is_on_the_report() -> None:
    """Released and disputed on 24 November, upheld on the 25th."""
    said = Feedback(
        id=1,
        evaluation_id=7,
        released_by=1001,
        released_at=HANDED_IN + timedelta(hours=1),
        answer_by=HANDED_IN + timedelta(days=7),
        person_id=2002,
        seen_at=HANDED_IN + timedelta(hours=20),
        answer="disputed",
        words="#第三题 不是这样",
        answered_at=HANDED_IN + timedelta(days=1),
        outcome="upheld",
        outcome_words="维持原评",
        outcome_by=1001,
        outcome_at=HANDED_IN + timedelta(days=2),
        withdrawn_at=None,
    )
    released = Release(
        said, (evaluation_of(INTERVIEW),), {1001: "王主管"}, "张三", HANDED_IN + timedelta(days=3)
    )
    words = words_of(printed(rating_of(INTERVIEW), released=released))
    begin = words.index("被考核人反馈")
    for told in ("王主管", "2026-11-23", "#第三题不是这样", "2026-11-24", "维持原评", "2026-11-25"):
        assert told in words[begin:]
    assert "被考核人反馈" not in words_of(printed(rating_of(INTERVIEW)))
