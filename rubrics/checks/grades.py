"""The grade: bands, nearest level, rules; and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rubrics.checks.places import criteria, each, figure, grade_labels, kinds, level_labels, listed
from rubrics.findings import Flaw, Path, Rule
from rubrics.model import BandGrade, Form, GradeRule, LevelCriterion, NearestGrade, RuleGrade
from rubrics.naming import nearest


def grades(form: Form) -> Iterator[Flaw]:
    """Percentages or levels without a grade, grades that cannot be reached, measures for no grade."""
    match form.grade:
        case BandGrade() as grade:
            yield from _bands(grade)
        case NearestGrade(least_rated_percent=least):
            if least is not None and not 0 <= least <= 100:
                yield Flaw(Rule.LEAST_RATED, ("grade", "least_rated_percent"), {"given": figure(least)})
        case RuleGrade() as grade:
            yield from _rules(form, grade)
    if form.grade.by != "bands" and form.scoring != "levels":
        words = {"by": form.grade.by, "scoring": form.scoring}
        yield Flaw(Rule.GRADE_UNFIT, ("grade", "by"), words, over=(("grade", "by"), ("scoring",)))
    yield from _measures(form)


def _bands(grade: BandGrade) -> Iterator[Flaw]:
    top, bottom = grade.bands[0], grade.bands[-1]
    if top.at_least > 100:
        words = {"label": top.label, "at": figure(top.at_least)}
        yield Flaw(Rule.GRADE_TOP, ("grade", "bands", 0, "at_least"), words)
    for i, (above, band) in enumerate(pairwise(grade.bands), 1):
        if band.at_least >= above.at_least:
            words = {"label": band.label, "at": figure(band.at_least), "above": figure(above.at_least)}
            here: Path = ("grade", "bands", i, "at_least")
            over = (here, ("grade", "bands", i - 1, "at_least"))
            yield Flaw(Rule.GRADE_ORDER, here, words, over=over)
    if bottom.at_least != 0:
        words = {"label": bottom.label, "at": figure(bottom.at_least)}
        yield Flaw(Rule.GRADE_BOTTOM, ("grade", "bands", len(grade.bands) - 1, "at_least"), words)


def _rules(form: Form, grade: RuleGrade) -> Iterator[Flaw]:
    always: Path | None = None
    for i, rule in enumerate(grade.rules):
        here: Path = ("grade", "rules", i)
        if always is not None:
            over: tuple[Path, ...] = (here, (*always, "otherwise"))
            yield Flaw(Rule.RULE_UNREACHED, here, {"grade": rule.grade}, other=always, over=over)
        elif rule.otherwise:
            always = here
        yield from _conditions(here, rule)
        yield from _levels_named(form, here, rule)
        if rule.grade not in grade.labels:
            words = {"grade": rule.grade, "nearest": nearest(rule.grade, grade.labels)}
            words["allowed"] = listed(grade.labels)
            yield Flaw(Rule.RULE_GRADE, (*here, "grade"), words, over=((*here, "grade"), *grade_labels(form)))
    if always is None:
        words, count = {"grade": grade.rules[-1].grade}, len(grade.rules)
        over = each(("grade", "rules"), count, "otherwise")
        yield Flaw(Rule.RULE_NO_END, ("grade", "rules", count - 1), words, over=over)
    given = {rule.grade for rule in grade.rules}
    for i, label in enumerate(grade.labels):
        if label not in given:
            here = ("grade", "labels", i)
            over = (here, *each(("grade", "rules"), len(grade.rules), "grade"))
            yield Flaw(Rule.GRADE_UNGIVEN, here, {"grade": label}, over=over)


def _conditions(here: Path, rule: GradeRule) -> Iterator[Flaw]:
    counted = rule.at_least is not None or rule.level is not None
    count = sum((rule.all is not None, counted, rule.most is not None, rule.otherwise))
    if count != 1:
        over = tuple((*here, key) for key in ("all", "at_least", "level", "most", "otherwise"))
        yield Flaw(Rule.RULE_CONDITION, here, {"grade": rule.grade, "count": count or "no"}, over=over)
    if counted and (rule.at_least is None or rule.level is None):
        key, other = ("level", "at_least") if rule.at_least is None else ("at_least", "level")
        over = ((*here, key), (*here, other))
        yield Flaw(Rule.RULE_HALF, over[0], {"grade": rule.grade, "key": key, "other": other}, over=over)


def _levels_named(form: Form, here: Path, rule: GradeRule) -> Iterator[Flaw]:
    labels = tuple(level.label for level in form.levels)
    for key, label in (("all", rule.all), ("level", rule.level), ("most", rule.most)):
        if label is not None and labels and label not in labels:
            words = {"place": f'the rule for "{rule.grade}"', "label": label, "allowed": listed(labels)}
            words["nearest"] = nearest(label, labels)
            over: tuple[Path, ...] = ((*here, key), *level_labels(form))
            yield Flaw(Rule.UNKNOWN_LEVEL, (*here, key), words, over=over)
    have = sum(isinstance(criterion, LevelCriterion) for _, criterion in criteria(form))
    if rule.at_least is not None and have and rule.at_least > have:
        words = {"grade": rule.grade, "count": str(rule.at_least), "have": str(have)}
        over = ((*here, "at_least"), *kinds(form))
        yield Flaw(Rule.RULE_NEVER, (*here, "at_least"), words, over=over)


def _measures(form: Form) -> Iterator[Flaw]:
    if form.measures is None or not form.grades:
        return
    here: Path = ("measures", "by_grade")
    over = (here, *grade_labels(form))
    for grade in form.grades:
        if grade not in form.measures.by_grade:
            yield Flaw(Rule.MEASURE_MISSING, here, {"grade": grade}, over=over)
    for grade in form.measures.by_grade:
        if grade not in form.grades:
            words = {"grade": grade, "nearest": nearest(grade, form.grades), "allowed": listed(form.grades)}
            yield Flaw(Rule.MEASURE_UNKNOWN, (*here, grade), words, over=over)
