"""What the cards say: also of nothing, of one, of very many, and of very long words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.codec import LIMIT, Act, encode
from bot.comparing.candidates import MOST_COMPARED, Candidate, Ranking, Side, pair_of
from bot.comparing.health import Health, evaluators_of, grades_of
from bot.comparing.league import League, rows_of
from bot.comparing.spans import offered, present, quarters
from bot.comparing.tallies import CriterionTally
from bot.comparing.trend import trend_of
from bot.screens import comparing as screens
from bot.screens.room import size
from bot.screens.screen import TEXT_LIMIT, Screen
from bot.texts import texts
from rubrics.model import Form
from storage.comparing import Amount, Known
from tests.comparing.shops import ZONE
from tests.comparing.small import grown, result, shipped, shop

T = texts("en")
TODAY = date(2026, 11, 23)
SPAN = present(TODAY, "quarter")
LONG = "长" * 40


def candidate(place: int, name: str = "Wang", **more: object) -> Candidate:
    known = {"count": 1, "total": 9000 - place, "grade": "good", **more}
    return Candidate(place, place, name, latest=place, **known)  # type: ignore[arg-type]  # by name


def ranking(*candidates: Candidate, subjects: int | None = None, unscored: int = 0) -> Ranking:
    many = len(candidates) if subjects is None else subjects
    return Ranking(shop(), SPAN, Amount(many, many, unscored), candidates)


def rank_screen(found: Ranking, page: int = 0) -> Screen:
    part = found.candidates[page * screens.PAGE : (page + 1) * screens.PAGE]
    return screens.rank_screen(T, found, part, page, offered(TODAY))


def labels(screen: Screen) -> list[str]:
    return [button.label for row in screen.rows for button in row]


def fits(screen: Screen) -> None:
    assert size(screen.text) < TEXT_LIMIT
    for row in screen.rows:
        assert len(row) <= 8
        for button in row:
            assert len(encode(button.act)) <= LIMIT


def test_a_span_with_nothing_in_it_is_told() -> None:
    screen = rank_screen(ranking(unscored=2))
    assert "Nothing with a score was handed in" in screen.text
    assert "2 without a score are left out." in screen.text
    assert not any("Closest" in label for label in labels(screen))


def test_a_single_candidate_is_told() -> None:
    screen = rank_screen(ranking(candidate(1)))
    assert "nobody to compare with" in screen.text
    assert not any("Closest" in label for label in labels(screen))


def test_five_hundred_are_paged_and_more_are_told() -> None:
    found = ranking(*(candidate(n) for n in range(1, MOST_COMPARED + 1)), subjects=1234)
    first, last = rank_screen(found), rank_screen(found, 49)
    assert "These are the first 500 of 1234" in first.text
    assert "1. <b>Wang</b> · <b>89.99%</b>" in first.text
    assert "500. <b>Wang</b> · <b>85%</b>" in last.text
    assert ("◀" in labels(first), "▶" in labels(first)) == (False, True)
    assert ("◀" in labels(last), "▶" in labels(last)) == (True, False)
    for page in range(50):
        fits(rank_screen(found, page))


def test_a_candidate_has_total_grade_and_recommendation() -> None:
    one = candidate(1, "<b>Wang", total=17500, count=2, grade="优秀", said=("推荐", "后备"))
    screen = rank_screen(ranking(one, candidate(2, grade=None)))
    assert "1. <b>&lt;b&gt;Wang</b> · <b>87.5%</b> · 优秀 · 推荐/后备 · mean of 2" in screen.text
    assert "no grade" in screen.text


def test_the_chosen_span_is_marked_and_the_longest_form_id_still_fits_on_a_button() -> None:
    form = shop().model_copy(update={"id": "a" * 40})
    screen = screens.rank_screen(T, Ranking(form, SPAN, Amount(500, 500, 0), ()), (), 0, offered(TODAY))
    assert "● 2026-Q4" in labels(screen)
    fits(screen)
    fits(screens.league_screen(T, league(form, page_of=10), 10, quarters(TODAY), SPAN))
    fits(screens.health_screen(T, form, health(form), SPAN, offered(TODAY)))
    fits(screens.subjects_screen(T, form, [Known(1, LONG, 3, 1)], 99, True, "长"))


def test_two_side_by_side_stand_in_straight_columns() -> None:
    pair = pair_of(
        shop(),
        (Side("North", 2, Decimal("66.67"), "poor"), [result(1, clean=2, light=5)]),
        (Side("South", 1, Decimal(60), None), [result(2, form=grown(), clean=20, warm=5)]),
    )
    screen = screens.pair_screen(T, pair, SPAN, Act("pair", 1))
    assert "A <b>North</b> <b>66.67%</b> poor (mean of 2)" in screen.text
    assert "Apart: 6.67 percentage points" in screen.text
    assert "<code>    20 &lt;    100</code> Clean" in screen.text
    assert "<code>   100        —</code> Light" in screen.text
    assert "matched by their id and compared in percent" in screen.text


def test_a_trend_in_words() -> None:
    trend = trend_of(
        "North", [result(1, "40", clean=1), result(2, None, grade=None), result(3, "60", clean=5, calm=4)], 7
    )
    text = screens.trend_screen(T, trend, ZONE, Act("trend", 1)).text
    assert "2026-02-14 · <b>40%</b> poor" in text
    assert "2026-03-16 · without a score" in text
    assert "Shown are the latest 3 of 10 results." in text
    assert "<b>Improved</b>: Clean 10→50%" in text
    assert "<b>Fell</b>: none" in text
    assert "<b>Failed twice running</b>: Clean" in text


def test_a_trend_of_one_and_of_none() -> None:
    one = screens.trend_screen(T, trend_of("North", [result(1)]), ZONE, Act("trend", 1))
    assert "a trend begins with the second" in one.text
    assert any("Picture" in label for label in labels(one))
    none = screens.trend_screen(T, trend_of("North", [result(1, None)]), ZONE, Act("trend", 1))
    assert "nothing to draw" in none.text
    assert not any("Picture" in label for label in labels(none))


def league(form: Form, *candidates: Candidate, page_of: int = 0, **more: object) -> League:
    rows = rows_of(candidates, {1: 3, 2: 2, 3: 1}, {1: (1, 2)})
    known = {"done": 0, "due": 0, "failed": (), "changed": False, "unknown": 0, **more}
    return League(form, SPAN.name, len(rows) + 10 * page_of * 2, 9, 0, rows, **known)  # type: ignore[arg-type]  # by name


def test_a_league_tells_where_each_comes_from_completion_and_what_fails() -> None:
    failed = CriterionTally("clean", "Clean", 40, 12, Decimal(70), Decimal(10))
    found = league(shop(), *(candidate(n) for n in range(1, 5)), done=3, due=4, failed=(failed,), unknown=2)
    text = screens.league_screen(T, found, 0, quarters(TODAY), SPAN).text
    assert "Done of what plans made due: 3/4" in text
    assert "1. <b>Wang</b> · <b>89.99%</b> · ▲ was 3. · plan 1/2" in text
    assert "· ＝ was 2." in text
    assert "· ▼ was 1." in text
    assert "4. <b>Wang</b> · <b>89.96%</b> · new" in text
    assert "Clean 12/40 · 30%" in text
    assert "2 old evaluations are not broken down into criteria yet" in text


def test_an_empty_league_and_a_league_of_one_are_told() -> None:
    empty = League(shop(), SPAN.name, 0, 0, 0, (), 0, 0, (), changed=False, unknown=0)
    text = screens.league_screen(T, empty, 0, quarters(TODAY), SPAN).text
    assert "Nothing with a score was handed in" in text
    assert "No plan made anything due" in text
    one = screens.league_screen(T, league(shop(), candidate(1)), 0, quarters(TODAY), SPAN).text
    assert "there is nothing to compare with" in one


def health(form: Form, **more: object) -> Health:
    every = tuple(
        CriterionTally(c.id, c.title, 9, 1, Decimal(50), Decimal(n % 3)) for n, c in enumerate(form.scored())
    )
    known = {"evaluators": evaluators_of([(1, "Wang", 5, 40000), (2, "", 1, 9000)], (6, 49000)), **more}
    return Health(
        form, SPAN.name, 9, 0, Decimal("81.67"), grades_of(form, {"good": 3}), every, changed=False, unknown=0,
        **known,  # type: ignore[arg-type]  # by name
    )  # fmt: skip


def test_health_tells_grades_evaluators_and_what_never_varies() -> None:
    text = screens.health_screen(T, shop(), health(shop()), SPAN, offered(TODAY)).text
    assert "<code>    3</code> good" in text
    assert "<code>    80   −1.67</code> Wang · 5" in text
    assert "<code>    90   +8.33</code> 2 · 1 · too few to judge" in text
    assert "<b>Never vary</b>: Clean" in text
    assert "<code>    50 ±    1</code> Light" in text


def test_health_of_nothing_and_by_one_evaluator_is_told() -> None:
    assert "Nothing with a score" in screens.health_screen(T, shop(), None, SPAN, offered(TODAY)).text
    alone = health(shop(), evaluators=evaluators_of([(1, "Wang", 5, 40000)], (5, 40000)))
    assert "nobody to compare with" in screens.health_screen(T, shop(), alone, SPAN, offered(TODAY)).text


def test_sixty_evaluators_with_long_names_and_the_longest_form_fit() -> None:
    form = shipped("interview")
    many = evaluators_of([(n, LONG, 9, 80000 + n) for n in range(60)], (540, 4_800_000))
    for language in ("en", "zh"):
        screen = screens.health_screen(
            texts(language), form, health(form, evaluators=many), SPAN, offered(TODAY)
        )
        fits(screen)


def test_who_is_offered_is_told_with_what_was_searched() -> None:
    screen = screens.subjects_screen(T, shop(), [], 0, False, "Nobody")
    assert "Nothing found for <b>Nobody</b>." in screen.text


def test_the_hub_shows_the_forms_health_to_those_who_judge_only() -> None:
    assert any("Form" in label for label in labels(screens.hub_screen(T, judges=True)))
    assert not any("Form" in label for label in labels(screens.hub_screen(T, judges=False)))
