"""What is compared, from what is stored: few rows or sums, through the scope of whoever looks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Connection

from bot.comparing.candidates import (
    MOST_COMPARED,
    Candidate,
    Pair,
    Ranking,
    Side,
    grade_of_mean,
    pair_of,
)
from bot.comparing.figures import Result, mean_percent
from bot.comparing.health import Health, evaluators_of, grades_of
from bot.comparing.league import League, rows_of
from bot.comparing.points import points_line, read_points
from bot.comparing.spans import Span
from bot.comparing.tallies import CriterionTally, most_failed, tally
from bot.comparing.trend import Trend, trend_of
from bot.conversation.turn import House
from bot.privacy.masking import masked
from bot.rating import answers_of, parse_json
from rubrics.model import ChoiceField, Form
from rubrics.scoring import score
from storage import answers, comparing, subjects
from storage.answers import latest
from storage.comparing import Field, Known, Rated
from storage.scope import Scope

MOST_RESULTS = 24
"""Results in one trend, the latest: two years of months."""
_MOST_FILLED = 300
"""Old evaluations broken down into criteria in one look."""
_MOST_EVALUATORS = 60
_OF_ONE = 100
"""Evaluations of one candidate in a span."""
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads comparisons in one transaction, for somebody who may read ``scope``."""

    conn: Connection
    house: House
    scope: Scope

    def ranking(self, form: Form, span: Span) -> Ranking:
        """Who is where, by the mean of all evaluations in the span; grades of single ones as they were given."""
        field = self._field(form, span)
        found = comparing.ranking(self.conn, field, MOST_COMPARED)
        return Ranking(
            form,
            span,
            comparing.amount(self.conn, field),
            tuple(
                Candidate(
                    one.place,
                    one.subject_id,
                    masked(one.name),
                    one.count,
                    one.total,
                    one.latest,
                    one.grade if one.count == 1 else grade_of_mean(form, mean_percent(one.total, one.count)),
                )
                for one in found
            ),
        )

    def recommended(self, ranking: Ranking, part: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """These candidates with what was recommended of each: the form's closing choice, each label once."""
        choice = next((f for f in ranking.form.closing if isinstance(f, ChoiceField)), None)
        if choice is None or not part:
            return tuple(part)
        field = self._field(ranking.form, ranking.span)
        members = comparing.members(self.conn, field, [one.subject_id for one in part])
        every = [id for ids in members.values() for id in ids]
        said = comparing.said(self.conn, every, f"@{choice.id}")
        return tuple(
            replace(
                one,
                said=tuple(
                    dict.fromkeys(
                        str(parse_json(said[id])) for id in members.get(one.subject_id, ()) if id in said
                    )
                ),
            )
            for one in part
        )

    def pair(self, left: int, right: int, span: Span) -> Pair | None:
        """Two candidates, named by an evaluation of each by the same form; ``None`` where they cannot be read."""
        one, other = (comparing.rated(self.conn, self.scope, id) for id in (left, right))
        if one is None or other is None or one.form_id != other.form_id:
            return None
        form = self._form(one)
        sides = [self._side(form, span, subject) for subject in (one.subject_id, other.subject_id)]
        if sides[0] is None or sides[1] is None:
            return None
        return pair_of(form, sides[0], sides[1])

    def _side(self, form: Form, span: Span, subject_id: int) -> tuple[Side, list[Result]] | None:
        rows = comparing.within(self.conn, self._field(form, span), subject_id, _OF_ONE)
        results = [result for row in rows if (result := self._result(row)).percent is not None]
        if not results:
            return None
        hundredths = sum(int((result.percent or Decimal(0)) * 100) for result in results)
        percent = mean_percent(hundredths, len(results))
        grade = results[0].grade if len(results) == 1 else grade_of_mean(form, percent)
        return Side(self._name(subject_id), len(results), percent, grade), results

    def trend(self, evaluation: int) -> Trend | None:
        """The subject of this evaluation over time, by its form; ``None`` where it cannot be read (any more)."""
        one = comparing.rated(self.conn, self.scope, evaluation)
        if one is None:
            return None
        rows = comparing.course(self.conn, self.scope, one.form_id, one.subject_id, MOST_RESULTS)
        many = len(rows)
        if many == MOST_RESULTS:
            many = comparing.count_course(self.conn, self.scope, one.form_id, one.subject_id)
        return trend_of(self._name(one.subject_id), [self._result(row) for row in rows], many - len(rows))

    def league(self, form: Form, quarter: Span, page: int, size: int) -> League:
        """One page of a quarter's league, with last quarter's places and what fails most in the whole quarter."""
        field, earlier = self._field(form, quarter), self._field(form, quarter.before())
        amount = comparing.amount(self.conn, field)
        rows = comparing.ranking(self.conn, field, size, page * size)
        ranked = [
            Candidate(
                one.place, one.subject_id, masked(one.name), one.count, one.total, one.latest, one.grade
            )
            for one in rows
        ]
        here = [one.subject_id for one in ranked]
        before = comparing.places(self.conn, earlier, here)
        planned = comparing.planned(self.conn, field, quarter.first, quarter.last)
        tallies, changed, unknown = self._tallies(form, field)
        return League(
            form,
            quarter.name,
            amount.subjects,
            amount.evaluations,
            amount.unscored,
            rows_of(ranked, before, planned),
            sum(done for done, _ in planned.values()),
            sum(due for _, due in planned.values()),
            most_failed(tallies),
            changed,
            unknown,
        )

    def health(self, form: Form, span: Span) -> Health | None:
        """How a form is doing in a span; ``None`` where nothing in it has a score."""
        field = self._field(form, span)
        judged = comparing.by_evaluator(self.conn, field, _MOST_EVALUATORS)
        amount = comparing.amount(self.conn, field)
        if not amount.evaluations:
            return None
        count, total = comparing.sum_of(self.conn, field)
        tallies, changed, unknown = self._tallies(form, field)
        return Health(
            form,
            span.name,
            amount.evaluations,
            amount.unscored,
            mean_percent(total, count),
            grades_of(form, comparing.grades(self.conn, field)),
            tallies,
            evaluators_of([(j.evaluator_id, j.name, j.count, j.total) for j in judged], (count, total)),
            changed,
            unknown,
        )

    def known(self, form: Form, now: datetime, text: str, limit: int, offset: int) -> list[Known]:
        """Subjects that have a result by this form, the latest first; with ``text``, those of such a name."""
        field = Field(form.id, _BEGINNING, now, self.scope)
        found = comparing.known(self.conn, field, text=text, limit=limit, offset=offset)
        return [replace(one, name=masked(one.name)) for one in found]

    def _field(self, form: Form, span: Span) -> Field:
        zone = self.house.zone
        return Field(form.id, span.since(zone), span.until(zone), self.scope)

    def _form(self, row: Rated) -> Form:
        """The form as it is now, or as it was for this evaluation where it is not there any more."""
        return self.house.forms.get(row.form_id) or self.house.snapshot(self.conn, row.form_digest)

    def _name(self, subject_id: int) -> str:
        found = subjects.subject(self.conn, subject_id)
        return masked(found.name) if found else ""

    def _result(self, row: Rated) -> Result:
        form = self.house.snapshot(self.conn, row.form_digest)
        line = row.points if row.points is not None else self._fill(row, form)
        percent = None if row.percent is None else Decimal(row.percent)
        return Result(row.id, row.subject_id, row.at, form, percent, row.grade, read_points(form, line))

    def _fill(self, row: Rated, form: Form) -> str:
        """The points of an evaluation that is older than comparisons, from its answers; kept for the next time."""
        log = latest(answers.answers(self.conn, row.id))
        stored = {item: parse_json(one.value) for item, one in log.items() if one.value is not None}
        line = points_line(form, score(form, answers_of(form, stored)).points)
        comparing.keep_points(self.conn, row.id, line)
        return line

    def _tallies(self, form: Form, field: Field) -> tuple[tuple[CriterionTally, ...], bool, int]:
        """Criteria over a field, whether it holds several versions of the form, and how many are not broken down."""
        vectors = comparing.vectors(self.conn, field)
        known = [(digest, line, many) for digest, line, many in vectors if line is not None]
        unknown = sum(many for _, line, many in vectors if line is None)
        if unknown:
            for row in comparing.without_points(self.conn, field, _MOST_FILLED):
                then = self.house.snapshot(self.conn, row.form_digest)
                known.append((row.form_digest, self._fill(row, then), 1))
                unknown -= 1
        digests: Collection[str] = {digest for digest, _, _ in vectors}
        tallies = tally(form, known, lambda digest: self.house.snapshot(self.conn, digest))
        return tallies, len(digests) > 1, unknown
