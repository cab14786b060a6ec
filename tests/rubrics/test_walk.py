"""The walk: what comes next, and what one touch makes of an answer."""

from decimal import Decimal

from rubrics.answers import Deducted, Inspected, NotApplicable, Ticked
from rubrics.model import (
    ChecklistCriterion,
    Criterion,
    DeductionCriterion,
    Flag,
    Form,
    InspectionCriterion,
    NearestGrade,
    Option,
    PlainField,
    PointsCriterion,
    Reason,
    Section,
    Signature,
    SubjectPart,
)
from rubrics.walk import (
    is_met,
    neighbour,
    next_open,
    open_fields,
    open_required,
    open_signatures,
    part_of,
    untouched,
    with_count,
    with_defects,
    with_flag,
    with_tick,
)


def points(name: str, *, required: bool = True) -> PointsCriterion:
    return PointsCriterion(id=name, title=name, text=name, kind="points", max=Decimal(10), required=required)


def form(*criteria: Criterion) -> Form:
    return Form(
        id="f",
        title="f",
        short="f",
        subject=SubjectPart(
            kind="employee", fields=(PlainField(id="name", label="姓名", kind="name", required=True),)
        ),
        scoring="points",
        sections=(Section(id="s", title="s", criteria=criteria),),
        grade=NearestGrade(by="nearest"),
        signatures=(
            Signature(id="evaluator", label="评价人", who="evaluator"),
            Signature(id="subject", label="本人", who="subject", required=False),
        ),
    )


FOUR = form(points("a"), points("b"), points("c", required=False), points("d"))
TICKS = ChecklistCriterion(
    id="k",
    title="k",
    text="k",
    kind="checklist",
    options=(Option(id="1", text="x"), Option(id="2", text="y")),
)
LATE = DeductionCriterion(
    id="k",
    title="k",
    text="k",
    kind="deductions",
    max=Decimal(10),
    reasons=(
        Reason(id="late", text="迟到", points=Decimal(1)),
        Reason(id="absent", text="旷工", points=Decimal(5)),
    ),
)
SITE = InspectionCriterion(
    id="k", title="k", text="k", kind="inspection", threshold=3, flags=(Flag(id="missing", text="无记录"),)
)


def test_the_next_open_question_follows_in_order_and_then_wraps_to_skipped_ones() -> None:
    assert next_open(FOUR, (), None) == "a"
    assert next_open(FOUR, {"a"}, "a") == "b"
    assert next_open(FOUR, {"b", "c", "d"}, "d") == "a"
    assert next_open(FOUR, {"a", "b", "c"}, "a") == "d"
    assert next_open(FOUR, {"a", "b", "c", "d"}, "d") is None


def test_an_optional_question_is_asked_once_in_passing_and_not_gone_back_to() -> None:
    assert next_open(FOUR, {"a", "b"}, "b") == "c"
    assert next_open(FOUR, {"a", "b", "d"}, "d") is None


def test_neighbours_end_at_both_ends() -> None:
    assert neighbour(FOUR, "b", 1) == "c"
    assert neighbour(FOUR, "b", -1) == "a"
    assert neighbour(FOUR, "a", -1) is None
    assert neighbour(FOUR, "d", 1) is None


def test_what_still_hinders_handing_in() -> None:
    assert open_required(FOUR, {"b"}) == ("a", "d")
    assert open_fields(FOUR, {}) == ("name",)
    assert open_fields(FOUR, {"name": "张三"}) == ()
    assert [s.id for s in open_signatures(FOUR, ())] == ["evaluator"]


def test_a_tick_set_twice_stays_set() -> None:
    once = with_tick(TICKS, None, "2", True)
    assert once == with_tick(TICKS, once, "2", True) == Ticked(("2",))
    assert with_tick(TICKS, once, "1", True) == Ticked(("1", "2"))
    assert with_tick(TICKS, once, "2", False) == Ticked(())


def test_counts_are_set_not_added() -> None:
    twice = with_count(LATE, None, "late", 2)
    assert twice == with_count(LATE, twice, "late", 2) == Deducted((("late", 2),))
    assert with_count(LATE, twice, "absent", 1) == Deducted((("late", 2), ("absent", 1)))
    assert with_count(LATE, twice, "late", 0) == Deducted(())


def test_defects_and_flags_do_not_disturb_each_other() -> None:
    found = with_defects(with_flag(SITE, None, "missing", True), 2)
    assert found == Inspected(2, ("missing",))
    assert with_flag(SITE, found, "missing", False) == Inspected(2)
    assert with_defects(NotApplicable(), 1) == Inspected(1)


def test_three_defects_or_a_flag_fail_an_item_with_threshold_three() -> None:
    assert is_met(SITE, Inspected(2))
    assert not is_met(SITE, Inspected(3))
    assert not is_met(SITE, Inspected(0, ("missing",)))


def test_done_without_a_touch_means_nothing_found() -> None:
    assert untouched(TICKS) == Ticked(())
    assert untouched(LATE) == Deducted(())
    assert untouched(SITE) == Inspected(0)
    assert untouched(points("a")) is None


def test_parts_of_an_answer_are_told_apart() -> None:
    assert part_of(Ticked(("1",)), "1") is True
    assert part_of(Ticked(("1",)), "2") is False
    assert part_of(None, "2") is False
    assert part_of(Deducted((("late", 2),)), "late") == 2
    assert part_of(Deducted(()), "late") == 0
    assert part_of(Inspected(4, ("missing",)), "defects") == 4
    assert part_of(Inspected(4, ("missing",)), "missing") is True
    assert part_of(None, "defects") == 0
