"""Handed-in evaluations as an export sees them: what was read, put to the forms as they were. Pure.

A form is parsed once, and a given answer to a given criterion is put into words once; after that a row of a
million costs a look into a dictionary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.rating import parse_json
from bot.screens.wording import answer_words
from bot.texts import Texts
from rubrics.answering import read_answer
from rubrics.answers import Answer, JsonValue, NotApplicable
from rubrics.fields import FieldValue, shown
from rubrics.model import Criterion, Form, GradeField
from rubrics.scoring import criterion_max, criterion_points
from storage.exporting import HandedIn, Page

_KEPT = 20_000
"""Answers kept in words for one form; then they are forgotten and begin anew."""


@dataclass(frozen=True, slots=True)
class Worded:
    """An answer as people read it, with what it brings and could bring.

    Both are ``None`` where the answer leaves the score: not applicable, words, a choice without points.
    """

    words: str
    points: Decimal | None
    most: Decimal | None


class KnownForm:
    """A form as it was when evaluations began, with what was already worked out for it."""

    def __init__(self, t: Texts, form: Form) -> None:
        """``t`` speaks the language of the export."""
        self.form = form
        self.grade_field = next((f.id for f in form.closing if isinstance(f, GradeField)), None)
        self._t = t
        self._worded: dict[tuple[str, str], Worded | None] = {}

    def worded(self, criterion: Criterion, stored: str) -> Worded | None:
        """What a stored answer says and brings; ``None`` for one that the criterion does not take."""
        key = (criterion.id, stored)
        if key in self._worded:
            return self._worded[key]
        if len(self._worded) >= _KEPT:
            self._worded.clear()
        found = self._worded[key] = self._work_out(criterion, stored)
        return found

    def _work_out(self, criterion: Criterion, stored: str) -> Worded | None:
        answer = read_answer(self.form, criterion, parse_json(stored))
        if not isinstance(answer, Answer):
            return None
        points = criterion_points(self.form, criterion, answer)
        counts = points is not None and not isinstance(answer, NotApplicable)
        most = criterion_max(self.form, criterion) if counts else None
        return Worded(answer_words(self._t, criterion, answer), points, most)


@dataclass(frozen=True, slots=True)
class Remarks:
    """The notes on one criterion, oldest first, and how many files hang on them."""

    texts: tuple[str, ...] = ()
    files: int = 0


NO_REMARKS = Remarks()


@dataclass(frozen=True, slots=True)
class OwnGrade:
    """What was computed where the evaluator set another grade, and why they did."""

    computed: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Filed:
    """One evaluation with its form, the latest stored value of every item that has one, and its notes."""

    evaluation: HandedIn
    known: KnownForm
    stored: Mapping[str, str]
    remarks: Mapping[str, Remarks]

    def field(self, id: str) -> JsonValue:
        """The value of a field around the rating; ``None`` where it is empty."""
        stored = self.stored.get(f"@{id}")
        return None if stored is None else parse_json(stored)

    def field_words(self, id: str) -> str | None:
        """That value as people read it."""
        value = self.field(id)
        return None if value is None else words_of(value)

    @property
    def own_grade(self) -> OwnGrade | None:
        """The grade that the evaluator put in place of the computed one."""
        if (field := self.known.grade_field) is None or not isinstance(value := self.field(field), dict):
            return None
        computed = value.get("computed")
        return OwnGrade(None if computed is None else str(computed), str(value.get("reason") or ""))

    @property
    def signatures(self) -> dict[str, str]:
        """The names signed, by signature id."""
        return {item[1:]: str(parse_json(v)) for item, v in self.stored.items() if item.startswith("#")}


def words_of(value: JsonValue) -> str:
    """A field's value in words; goals one a line."""
    if isinstance(value, list):
        goals: FieldValue = [[str(part) for part in goal] for goal in value if isinstance(goal, list)]
        return shown(goals)
    return str(value)


def filed(page: Page, forms: Mapping[str, KnownForm]) -> Iterator[Filed]:
    """The evaluations of a page, put together. Their forms are among ``forms``, by digest."""
    stored: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for evaluation, item, value in page.said:
        # Oldest first: the latest stands in the end, and what was cleared is gone.
        if value is None:
            stored[evaluation].pop(item, None)
        else:
            stored[evaluation][item] = value
    remarks = _remarks(page.remarks)
    for one in page.evaluations:
        yield Filed(one, forms[one.form_digest], stored.get(one.id, {}), remarks.get(one.id, {}))


def _remarks(read: Iterable[tuple[int, str, str, int]]) -> dict[int, dict[str, Remarks]]:
    found: defaultdict[int, dict[str, Remarks]] = defaultdict(dict)
    for evaluation, item, text, files in read:
        before = found[evaluation].get(item, NO_REMARKS)
        texts = (*before.texts, text) if text else before.texts
        found[evaluation][item] = Remarks(texts, before.files + files)
    return found
