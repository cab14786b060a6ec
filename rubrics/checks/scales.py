"""The level scale, and whether the kinds of criteria fit the scoring."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rubrics.checks.places import criteria, kinds, level_labels, listed, question
from rubrics.findings import Flaw, Path, Rule
from rubrics.model import Form, LevelCriterion
from rubrics.naming import nearest

FITTING = {
    "points": ("points", "anchored", "banded", "checklist", "deductions"),
    "levels": ("level",),
    "met": ("inspection",),
}
"""The kinds that bring a score, by how the form is scored. Choice and text fit anywhere and bring none."""

_UNSCORED = frozenset({"choice", "text"})


def scales(form: Form) -> Iterator[Flaw]:
    """Levels missing or out of order, anchors for no level, kinds that do not fit."""
    yield from _levels(form)
    yield from _anchors(form)
    yield from _kinds(form)


def _levels(form: Form) -> Iterator[Flaw]:
    if len(form.levels) < 2:
        users = [(path, question(one)) for path, one in criteria(form) if isinstance(one, LevelCriterion)]
        if users or form.levels:
            path, place = (("levels",), "a scale") if form.levels else users[0]
            words = {"place": place, "count": "one" if form.levels else "none"}
            yield Flaw(Rule.LEVELS_MISSING, path, words, over=(("levels",), (*path, "kind")))
    elif not any(isinstance(one, LevelCriterion) for _, one in criteria(form)):
        yield Flaw(Rule.LEVELS_UNUSED, ("levels",), over=(("levels",), *kinds(form)))
    for i, (before, level) in enumerate(pairwise(form.levels), 1):
        if level.value <= before.value:
            worth = {"value": level.value, "before": before.value}
            over = (("levels", i, "value"), ("levels", i - 1, "value"))
            yield Flaw(Rule.LEVEL_ORDER, ("levels", i, "value"), {"label": level.label, **worth}, over=over)


def _anchors(form: Form) -> Iterator[Flaw]:
    labels = tuple(level.label for level in form.levels)
    if len(labels) < 2:
        return
    labelled = level_labels(form)
    for path, criterion in criteria(form):
        if not isinstance(criterion, LevelCriterion) or not criterion.anchors:
            continue
        over: tuple[Path, ...] = ((*path, "anchors"), *labelled)
        for label in criterion.anchors:
            if label not in labels:
                words = {"place": question(criterion), "label": label, "allowed": listed(labels)}
                words["nearest"] = nearest(label, labels)
                yield Flaw(Rule.UNKNOWN_LEVEL, (*path, "anchors", label), words, over=over)
        without = [label for label in labels if label not in criterion.anchors]
        if without and all(label in labels for label in criterion.anchors):
            words = {"place": question(criterion), "labels": listed(without)}
            yield Flaw(Rule.ANCHORS_INCOMPLETE, (*path, "anchors"), words, over=over)


def _kinds(form: Form) -> Iterator[Flaw]:
    fitting, scored = FITTING[form.scoring], False
    for path, criterion in criteria(form):
        if criterion.kind in _UNSCORED:
            continue
        scored = True
        if criterion.kind not in fitting:
            words = {"place": question(criterion), "kind": criterion.kind, "scoring": form.scoring}
            words["allowed"] = listed((*fitting, "choice", "text"))
            yield Flaw(Rule.KIND_UNFIT, (*path, "kind"), words, over=(("scoring",), (*path, "kind")))
    if not scored:
        words = {"allowed": " or ".join(fitting)}
        yield Flaw(Rule.NOTHING_SCORED, ("sections",), words, over=(("scoring",), *kinds(form)))
