"""What holds of every score, whatever the answers: over all eleven forms, and against another reckoning."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from rubrics.answering import read_answer, write_answer
from rubrics.answers import Answer, Deducted, Inspected, NotApplicable, Pointed, Rated, Ticked
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    ChecklistCriterion,
    Criterion,
    DeductionCriterion,
    Form,
    InspectionCriterion,
    LevelCriterion,
    PointsCriterion,
)
from rubrics.scoring import NoGrade, criterion_points, score
from tests.rubrics.shipped import FORMS

Answers = dict[str, Answer]

forms = st.sampled_from(list(FORMS.values()))


def applying(form: Form, criterion: Criterion) -> st.SearchStrategy[Answer]:
    """Any answer to a criterion of the shipped forms but "does not apply"."""
    match criterion:
        case LevelCriterion():
            return st.sampled_from([Rated(one.label) for one in form.levels])
        case PointsCriterion(min=low, max=high, step=step):
            return st.integers(0, int((high - low) / step)).map(lambda n: Pointed(low + n * step))
        case AnchoredCriterion(anchors=anchors):
            return st.sampled_from([Pointed(anchor.points) for anchor in anchors])
        case BandedCriterion(bands=bands):
            return st.integers(int(bands[-1].low), int(bands[0].high)).map(lambda n: Pointed(Decimal(n)))
        case ChecklistCriterion(options=options):
            ids = [option.id for option in options]
            return st.sets(st.sampled_from(ids)).map(lambda on: Ticked(tuple(id for id in ids if id in on)))
        case DeductionCriterion(reasons=reasons):
            counts = st.tuples(*(st.integers(0, 1 if one.once else 12) for one in reasons))
            return counts.map(
                lambda ns: Deducted(tuple((one.id, n) for one, n in zip(reasons, ns, strict=True) if n))
            )
        case InspectionCriterion(threshold=threshold, flags=flags):
            flag = st.sampled_from([(), *((one.id,) for one in flags)])
            return st.builds(Inspected, st.integers(0, threshold + 1), flag)
        case _:
            raise AssertionError(criterion.kind)


def answer(form: Form, criterion: Criterion) -> st.SearchStrategy[Answer]:
    if criterion.na is None:
        return applying(form, criterion)
    return st.one_of(applying(form, criterion), st.just(NotApplicable()))


@st.composite
def complete(draw: st.DrawFn) -> tuple[Form, Answers]:
    """A form with every criterion answered."""
    return draw(answered(forms))


@st.composite
def answered(draw: st.DrawFn, among: st.SearchStrategy[Form]) -> tuple[Form, Answers]:
    """One of some forms, with every criterion answered."""
    form = draw(among)
    return form, {c.id: draw(answer(form, c)) for c in form.scored()}


@st.composite
def partial(draw: st.DrawFn) -> tuple[Form, Answers]:
    """A form with some criteria answered."""
    form, answers = draw(complete())
    kept = draw(st.sets(st.sampled_from(list(answers))))
    return form, {id: one for id, one in answers.items() if id in kept}


def reckoned(form: Form, answers: Mapping[str, Answer]) -> tuple[Fraction, Fraction] | None:
    """Total and maximum as one weighted sum over criteria, not section by section."""
    weighed = [(c, answers[c.id]) for c in form.scored() if c.id in answers]
    counted = [(c, one) for c, one in weighed if not isinstance(one, NotApplicable)]
    if not counted:
        return None
    fellows = {
        c.id: sum(form.section_of[other.id] is form.section_of[c.id] for other, _ in counted)
        for c, _ in counted
    }
    living = len({form.section_of[c.id].id for c, _ in counted})
    total = possible = Fraction(0)
    for c, one in counted:
        averaged = form.scoring == "levels" or form.section_of[c.id].combine == "mean"
        weight = Fraction(1, fellows[c.id]) if averaged else Fraction(1)
        if form.scoring == "levels":
            weight /= living
        earned, most = worth(form, c, one)
        total += weight * earned
        possible += weight * most
    return total, possible


def worth(form: Form, criterion: Criterion, given: Answer) -> tuple[Fraction, Fraction]:
    """What one answer brings and could bring at most."""
    match criterion, given:
        case LevelCriterion(), Rated(level=label):
            labels = [one.label for one in form.levels]  # 1 to 4 on every shipped form
            return Fraction(labels.index(label) + 1), Fraction(len(labels))
        case PointsCriterion(max=most), Pointed(points=points):
            return Fraction(points), Fraction(most)
        case AnchoredCriterion(anchors=anchors), Pointed(points=points):
            return Fraction(points), Fraction(anchors[0].points)
        case BandedCriterion(bands=bands), Pointed(points=points):
            return Fraction(points), Fraction(bands[0].high)
        case ChecklistCriterion(options=options), Ticked(options=ticked):
            every = [Fraction(option.points) for option in options]
            missed = [Fraction(option.points) for option in options if option.id not in ticked]
            return sum(every, Fraction(0)) - sum(missed, Fraction(0)), sum(every, Fraction(0))
        case DeductionCriterion(max=most, reasons=reasons), Deducted(counts=counts):
            left = Fraction(most)
            for id, count in counts:
                left -= count * next(Fraction(one.points) for one in reasons if one.id == id)
            return max(left, Fraction(0)), Fraction(most)
        case InspectionCriterion(threshold=threshold), Inspected(defects=defects, flags=flags):
            failed = bool(flags) or defects >= threshold
            return Fraction(0 if failed else 1), Fraction(1)
        case _:
            raise AssertionError((criterion.kind, given))


def rounded(number: Fraction) -> Decimal:
    """Half up to 2 decimals, by Decimal at a precision that these numbers cannot fool."""
    many = Context(prec=60)
    exact = many.divide(Decimal(number.numerator), Decimal(number.denominator))
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def rank(form: Form, grade: str | None) -> int:
    """Higher is better."""
    return -form.grades.index(grade) if grade else -len(form.grades)


@given(partial())
def test_the_figures_agree_with_another_reckoning(case: tuple[Form, Answers]) -> None:
    form, answers = case
    result = score(form, answers)
    expected = reckoned(form, answers)
    if expected is None:
        assert (result.total, result.max, result.percent) == (None, None, None)
    else:
        total, possible = expected
        assert (result.exact_total, result.exact_max) == (total, possible)
        assert (result.total, result.max) == (rounded(total), rounded(possible))
        assert result.percent == rounded(total / possible * 100)


@given(complete(), st.data())
def test_a_better_answer_never_lowers_total_or_grade(case: tuple[Form, Answers], data: st.DataObject) -> None:
    form, answers = case
    criterion = data.draw(st.sampled_from(list(form.scored())))
    one, other = data.draw(applying(form, criterion)), data.draw(applying(form, criterion))
    worse, better = sorted((one, other), key=lambda a: criterion_points(form, criterion, a) or Decimal(0))
    low, high = score(form, answers | {criterion.id: worse}), score(form, answers | {criterion.id: better})
    assert low.total is not None
    assert high.total is not None
    assert low.percent is not None
    assert high.percent is not None
    assert low.total <= high.total
    assert low.percent <= high.percent
    assert rank(form, low.grade) <= rank(form, high.grade)


@given(complete(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(case: tuple[Form, Answers], random: Random) -> None:
    form, answers = case
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert score(form, dict(shuffled)) == score(form, answers)


@given(answered(forms.filter(lambda form: any(c.na is not None for c in form.scored()))), st.data())
def test_not_applicable_scores_as_if_the_question_had_not_been_there(
    case: tuple[Form, Answers], data: st.DataObject
) -> None:
    form, answers = case
    optional = [c.id for c in form.scored() if c.na is not None]
    gone = data.draw(st.sampled_from(optional))
    marked = score(form, answers | {gone: NotApplicable()})
    unanswered = score(form, {id: one for id, one in answers.items() if id != gone})
    assert (marked.exact_total, marked.exact_max) == (unanswered.exact_total, unanswered.exact_max)
    assert marked.points == unanswered.points
    assert gone in marked.left_out
    assert unanswered.missing == (gone,)
    elsewhere = [n for n, section in enumerate(form.sections) if section is not form.section_of[gone]]
    full = score(form, answers)
    assert [marked.sections[n] for n in elsewhere] == [full.sections[n] for n in elsewhere]


@given(partial())
def test_there_is_a_grade_or_a_reason_and_never_both(case: tuple[Form, Answers]) -> None:
    form, answers = case
    result = score(form, answers)
    assert (result.grade is None) == (result.no_grade is not None)
    assert result.grade is None or result.grade in form.grades
    assert bool(result.missing) == (result.no_grade is NoGrade.MISSING)
    scored = [c.id for c in form.scored()]
    assert sorted([*result.points, *result.left_out, *result.missing], key=scored.index) == scored
    assert result.percent is None or 0 <= result.percent <= 100


@given(complete())
def test_the_next_grade_begins_exactly_that_much_higher(case: tuple[Form, Answers]) -> None:
    form, answers = case
    result = score(form, answers)
    if result.next_grade is None:
        assert form.grade.by == "rules" or result.grade in {None, form.grades[0]}
        return
    assert result.grade is not None
    assert result.next_grade.needed > 0
    assert form.grades.index(result.next_grade.label) == form.grades.index(result.grade) - 1
    figure = result.percent if form.grade.by == "bands" else result.total
    assert figure is not None
    begins = figure + result.next_grade.needed
    if form.grade.by == "bands":
        assert begins in {band.at_least for band in form.grade.bands}
    else:
        assert begins in {Decimal("1.5"), Decimal("2.5"), Decimal("3.5")}


@given(partial())
def test_what_is_written_is_read_back(case: tuple[Form, Answers]) -> None:
    form, answers = case
    for id, one in answers.items():
        assert read_answer(form, form.by_id[id], write_answer(one)) == one
