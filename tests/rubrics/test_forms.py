"""The eleven shipped forms together: ids, points, grades, words, and who decided what."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pydantic import BaseModel

from rubrics.maxima import maximum
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    BandGrade,
    ChecklistCriterion,
    ChoiceField,
    DeductionCriterion,
    Form,
    InspectionCriterion,
    LevelCriterion,
    NearestGrade,
)
from tests.rubrics.agreed_forms import (
    BANDS,
    FIELDS,
    HOUSE,
    LEVELS,
    POINTS,
    PRINTED_TITLES,
    SECTION_MAXIMA,
    SECTIONS,
    SIGNATURES,
    TITLES,
    TOLD,
)
from tests.rubrics.shipped_forms import FILES, form, shipped

every_form = pytest.mark.parametrize("id", TITLES)


def test_there_are_eleven_in_their_order() -> None:
    assert [path.name for path in FILES] == [f"{n:02}-{id}.yaml" for n, id in enumerate(TITLES, 1)]
    assert list(shipped()) == list(TITLES)


@every_form
def test_each_bears_its_title_and_speaks_chinese(id: str) -> None:
    assert (form(id).title, form(id).language) == (TITLES[id], "zh")


def test_short_names_tell_the_forms_apart() -> None:
    assert len({f.short for f in shipped().values()}) == 11


@every_form
def test_sections_and_criteria_stand_in_the_agreed_order(id: str) -> None:
    found = [(s.id, s.title, " ".join(c.id for c in s.criteria)) for s in form(id).sections]
    assert found == SECTIONS[id]


@every_form
def test_every_criterion_is_required(id: str) -> None:
    assert all(c.required for c in form(id).criteria)


@every_form
def test_how_each_is_scored(id: str) -> None:
    expected = "levels" if id in LEVELS else "met" if id == "quality" else "points"
    assert form(id).scoring == expected


@pytest.mark.parametrize("id", POINTS)
def test_points_and_totals(id: str) -> None:
    total, maxima = POINTS[id]
    assert form(id).total == total
    assert [maximum(c) for c in form(id).criteria] == maxima


@every_form
def test_printed_maxima_of_sections(id: str) -> None:
    printed = {s.id: s.max for s in form(id).sections if s.max is not None}
    assert printed == SECTION_MAXIMA.get(id, {})


@every_form
def test_levels(id: str) -> None:
    assert [(level.label, level.value) for level in form(id).levels] == LEVELS.get(id, [])
    assert all(isinstance(c, LevelCriterion) == (id in LEVELS) for c in form(id).criteria)


@pytest.mark.parametrize("id", BANDS)
def test_bands(id: str) -> None:
    grade = form(id).grade
    assert isinstance(grade, BandGrade)
    assert [(band.label, band.at_least) for band in grade.bands] == BANDS[id]


@pytest.mark.parametrize(
    ("id", "least"), [("interview", Decimal(50)), ("competency", None), ("representative", None)]
)
def test_grade_by_the_nearest_level(id: str, least: Decimal | None) -> None:
    grade = form(id).grade
    assert isinstance(grade, NearestGrade)
    assert grade.least_rated_percent == least


@every_form
def test_fields_around_the_rating(id: str) -> None:
    def words(fields: tuple[BaseModel, ...]) -> str:
        read = [field.model_dump() for field in fields]
        return ", ".join(f"{f['id']}{'*' if f['required'] else ''} {f['label']}" for f in read)

    whole = form(id)
    assert (words(whole.subject.fields), words(whole.opening), words(whole.closing)) == FIELDS[id]
    assert len(whole.fields) == sum(
        len(part) for part in (whole.subject.fields, whole.opening, whole.closing)
    )
    assert not set(whole.fields) & set(whole.by_id), "answers files address fields and criteria alike"


@every_form
def test_who_is_evaluated(id: str) -> None:
    expected = {"interview": "candidate", "quality": "site"}.get(id, "employee")
    assert form(id).subject.kind == expected


@every_form
def test_who_signs(id: str) -> None:
    assert [(s.id, s.label, s.required) for s in form(id).signatures] == SIGNATURES[id]
    assert all(s.id == s.who for s in form(id).signatures)


@every_form
def test_what_we_decided_is_marked_and_nothing_else(id: str) -> None:
    assert set(_house(form(id))) == HOUSE[id]


@every_form
def test_titles_the_form_does_not_print_are_marked(id: str) -> None:
    printed = [c.id for c in form(id).criteria if c.title_source == "form"]
    assert printed == PRINTED_TITLES[id].split()


@every_form
def test_what_we_decided_is_told(id: str) -> None:
    told = "\n".join(d.text for d in form(id).decisions if d.source == "house")
    assert [words for words in TOLD[id] if words not in told] == []
    assert any(d.source == "form" for d in form(id).decisions)


@every_form
def test_no_two_buttons_of_one_keyboard_read_the_same(id: str) -> None:
    for keyboard in _keyboards(form(id)):
        assert len(set(keyboard)) == len(keyboard), keyboard


@every_form
def test_labels_fit_on_a_phone(id: str) -> None:
    labels = [label for keyboard in _keyboards(form(id)) for label in keyboard]
    assert [label for label in labels if len(label) > 14] == []
    assert [c.title for c in form(id).criteria if len(c.title) > 10] == []


@every_form
def test_wording_is_clean(id: str) -> None:
    for words in _words(form(id).model_dump()):
        assert words == words.strip()
        assert not set("\n\t_□/") & set(words), words
        assert "自已" not in words
        assert "尊够" not in words


# How the tests above look at a form.


def _house(whole: Form) -> Iterator[str]:
    """What a form marks as a decision of the house, titles of criteria and told decisions aside."""
    marks = [
        ("scoring", whole.scoring_source),
        ("levels", whole.levels_source),
        ("grade", whole.grade.source),
    ]
    marks += [(f"field {f.id}", f.source) for f in whole.fields.values()]
    marks += [
        (f"suggest of {f.id}", f.suggest_source) for f in whole.fields.values() if isinstance(f, ChoiceField)
    ]
    marks += [(f"section {s.id}", s.source) for s in whole.sections]
    marks += [(f"combine of {s.id}", s.combine_source) for s in whole.sections]
    marks += [(f"signature {s.id}", s.source) for s in whole.signatures]
    if whole.measures:
        marks.append((f"measures {whole.measures.title}", whole.measures.source))
    for c in whole.criteria:
        marks.append((f"criterion {c.id}", c.source))
        if isinstance(c, AnchoredCriterion):
            marks.append((f"anchors of {c.id}", c.anchors_source))
        if isinstance(c, BandedCriterion):
            marks += [(f"band {b.high}-{b.low}", b.source) for b in c.bands]
    return (what for what, source in marks if source == "house")


def _keyboards(whole: Form) -> Iterator[list[str]]:
    """The wordings that stand side by side on buttons, one list a keyboard."""
    yield [c.title for c in whole.criteria]
    yield list(whole.grades)
    yield from (list(f.options) for f in whole.fields.values() if isinstance(f, ChoiceField))
    for c in whole.criteria:
        na = [c.na] if c.na else []
        match c:
            case LevelCriterion():
                yield [*(level.label for level in whole.levels), *na]
            case InspectionCriterion(flags=flags):
                yield [*(flag.text for flag in flags), *na]
            case DeductionCriterion(reasons=reasons):
                yield [*(reason.text for reason in reasons), *na]
            case ChecklistCriterion(options=options):
                yield [*(option.text[:14] for option in options), *na]
            case _:
                pass


def _words(value: object) -> Iterator[str]:
    """Every string in a form, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _words(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _words(part)
