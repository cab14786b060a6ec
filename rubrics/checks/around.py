"""What stands around the questions: subject, opening and closing fields, signatures, combining."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rubrics.checks.places import fields, listed
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
            yield Flaw(Rule.SINCE_UNFIT, (*path, "since"), words, over=((*path, "kind"),))


def _name(form: Form) -> Iterator[Flaw]:
    first = form.subject.fields[0]
    if first.kind != "name" or not first.required:
        yield Flaw(Rule.NAME_FIRST, ("subject", "fields", 0))


def _twice(form: Form) -> Iterator[Flaw]:
    every = list(fields(form))
    yield from _again(Rule.GRADE_FIELD_TWICE, (e for e in every if isinstance(e[1], GradeField)), "field")
    yield from _again(Rule.PERIOD_TWICE, (e for e in every if isinstance(e[1], PeriodField)), "field")
    signatures = [(("signatures", i), signature) for i, signature in enumerate(form.signatures)]
    for who, called in (("evaluator", "evaluator"), ("subject", "person evaluated")):
        signing = (pair for pair in signatures if pair[1].who == who)
        yield from _again(Rule.SIGNATURE_TWICE, signing, "signature", who=called)


def _again(rule: Rule, found: Iterable[tuple[Path, object]], noun: str, **words: str) -> Iterator[Flaw]:
    paths = [(path, getattr(part, "id", "")) for path, part in found]
    for path, id in paths[1:]:
        yield Flaw(rule, path, {"place": f'{noun} "{id}"', **words}, other=paths[0][0])


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
        yield Flaw(Rule.COMBINE_BY, ("combine_by",), words, over=(("opening",),))
        return
    position = choices[form.combine_by]
    if not form.opening[position].required:
        words = {"place": f'field "{form.combine_by}"'}
        yield Flaw(Rule.COMBINE_BY_OPTIONAL, ("opening", position), words)


def _suggest(form: Form, path: Path, field: ChoiceField, place: str) -> Iterator[Flaw]:
    here = (*path, "suggest")
    if path[0] != "closing":
        yield Flaw(Rule.SUGGEST_EARLY, here, {"place": place})
        return
    over: tuple[Path, ...] = (("grade",), ("levels",), (*path, "options"))
    for grade, label in field.suggest.items():
        if form.grades and grade not in form.grades:
            words = {"place": place, "grade": grade, "allowed": listed(form.grades)}
            words["nearest"] = nearest(grade, form.grades)
            yield Flaw(Rule.SUGGEST_GRADE, (*here, grade), words, over=over)
        if label not in field.options:
            words = {"place": place, "label": label, "allowed": listed(field.options)}
            words["nearest"] = nearest(label, field.options)
            yield Flaw(Rule.SUGGEST_OPTION, (*here, grade), words, over=over)
