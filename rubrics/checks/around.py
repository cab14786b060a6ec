"""What stands around the questions: subject, opening and closing fields, signatures, combining."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rubrics.checks.places import each, fields, grade_labels, listed
from rubrics.findings import Flaw, Path, Rule
from rubrics.model import ChoiceField, Form, GradeField, PeriodField, PlainField
from rubrics.naming import nearest


def around(form: Form) -> Iterator[Flaw]:
    """Fields and signatures that the conversation could not use as they are."""
    yield from _name(form)
    yield from _twice(form)
    yield from _combine_by(form)
    for path, field in fields(form):
        place = f'field "{field.id}"'
        if isinstance(field, ChoiceField) and field.suggest:
            yield from _suggest(form, path, field, place)
        if isinstance(field, PlainField) and field.since is not None and field.kind != "date":
            words = {"place": place, "kind": field.kind}
            yield Flaw(Rule.SINCE_UNFIT, (*path, "since"), words, over=((*path, "since"), (*path, "kind")))


def _name(form: Form) -> Iterator[Flaw]:
    first = form.subject.fields[0]
    if first.kind != "name" or not first.required:
        here: Path = ("subject", "fields", 0)
        yield Flaw(Rule.NAME_FIRST, here, over=((*here, "kind"), (*here, "required")))


def _twice(form: Form) -> Iterator[Flaw]:
    every = list(fields(form))
    for rule, kind in ((Rule.GRADE_FIELD_TWICE, GradeField), (Rule.PERIOD_TWICE, PeriodField)):
        yield from _again(rule, (pair for pair in every if isinstance(pair[1], kind)), "field", "kind")
    signatures = [(("signatures", i), signature) for i, signature in enumerate(form.signatures)]
    for who, called in (("evaluator", "evaluator"), ("subject", "person evaluated")):
        signing = (pair for pair in signatures if pair[1].who == who)
        yield from _again(Rule.SIGNATURE_TWICE, signing, "signature", "who", who=called)


def _again(
    rule: Rule, found: Iterable[tuple[Path, object]], noun: str, key: str, **words: str
) -> Iterator[Flaw]:
    """All but the first of what may be there once; ``key`` says that it is such a one."""
    paths = [(path, getattr(part, "id", "")) for path, part in found]
    for path, id in paths[1:]:
        over = ((*path, key), (*paths[0][0], key))
        yield Flaw(rule, path, {"place": f'{noun} "{id}"', **words}, other=paths[0][0], over=over)


def _combine_by(form: Form) -> Iterator[Flaw]:
    if form.combine_by is None:
        return
    choices = {field.id: i for i, field in enumerate(form.opening) if isinstance(field, ChoiceField)}
    if form.combine_by not in choices:
        there = (
            f"There are: {listed(choices)}."
            if choices
            else "Add one of kind choice, or leave combine_by out."
        )
        words = {"id": form.combine_by, "there": nearest(form.combine_by, tuple(choices)) + there}
        named = each(("opening",), len(form.opening), "id", "kind")
        yield Flaw(Rule.COMBINE_BY, ("combine_by",), words, over=(("combine_by",), ("opening",), *named))
        return
    position = choices[form.combine_by]
    if not form.opening[position].required:
        here: Path = ("opening", position)
        over = (("combine_by",), (*here, "id"), (*here, "kind"), (*here, "required"))
        yield Flaw(Rule.COMBINE_BY_OPTIONAL, here, {"place": f'field "{form.combine_by}"'}, over=over)


def _suggest(form: Form, path: Path, field: ChoiceField, place: str) -> Iterator[Flaw]:
    here = (*path, "suggest")
    if path[0] != "closing":
        yield Flaw(Rule.SUGGEST_EARLY, here, {"place": place})
        return
    grades = (here, *grade_labels(form))
    options = each((*path, "options"), len(field.options))
    for grade, label in field.suggest.items():
        if form.grades and grade not in form.grades:
            words = {"place": place, "grade": grade, "allowed": listed(form.grades)}
            words["nearest"] = nearest(grade, form.grades)
            yield Flaw(Rule.SUGGEST_GRADE, (*here, grade), words, over=grades)
        if label not in field.options:
            words = {"place": place, "label": label, "allowed": listed(field.options)}
            words["nearest"] = nearest(label, field.options)
            yield Flaw(Rule.SUGGEST_OPTION, (*here, grade), words, over=((*here, grade), *options))
