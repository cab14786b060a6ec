"""Points add up: criteria to their section's maximum, sections to the form's total."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rubrics.checks.places import figure, kinds, listed, worth
from rubrics.findings import Flaw, Path, Rule
from rubrics.maxima import maximum
from rubrics.model import Criterion, Form, Section


def maxima(form: Form) -> Iterator[Flaw]:
    """Maxima and totals that are not what the form's parts come to."""
    if form.scoring == "points":
        for i, section in enumerate(form.sections):
            yield from _section(i, section)
        yield from _total(form)
    else:
        yield from _on_scale(form)


def _parts(section: Section) -> list[tuple[Criterion, Decimal]]:
    each = ((criterion, maximum(criterion)) for criterion in section.criteria)
    return [(criterion, most) for criterion, most in each if most is not None]


def _over(i: int, section: Section) -> tuple[Path, ...]:
    """What the points of a section depend on."""
    here: Path = ("sections", i)
    own = ((*here, "max"), (*here, "combine"), ("scoring",))
    parts = (worth((*here, "criteria", j), criterion) for j, criterion in enumerate(section.criteria))
    return (*own, *(path for part in parts for path in part))


def _section(i: int, section: Section) -> Iterator[Flaw]:
    parts, here = _parts(section), ("sections", i)
    named = listed(f"{criterion.id} {figure(most)}" for criterion, most in parts)
    words: dict[str, object] = {"section": section.id, "parts": named}
    if section.combine == "mean":
        yield from _mean(here, section, words, _over(i, section))
        return
    total = sum((most for _, most in parts), Decimal(0))
    if section.max is not None and total != section.max:
        words |= {
            "sum": figure(total),
            "max": figure(section.max),
            "difference": figure(abs(section.max - total)),
        }
        words["change"] = "Raise" if total < section.max else "Lower"
        yield Flaw(Rule.SECTION_SUM, here, words, over=_over(i, section))


def _mean(here: Path, section: Section, words: dict[str, object], over: tuple[Path, ...]) -> Iterator[Flaw]:
    each = {most for _, most in _parts(section)}
    if len(each) > 1:
        yield Flaw(Rule.MEAN_UNEQUAL, (*here, "combine"), words, over=over)
    elif each and section.max is not None and section.max not in each:
        words |= {"each": figure(each.pop()), "max": figure(section.max)}
        yield Flaw(Rule.MEAN_MAX, (*here, "max"), words, over=over)


def _worth(section: Section) -> Decimal:
    """What the section says it is worth, or else comes to: a wrong sum is told once, at the section."""
    if section.max is not None:
        return section.max
    each = [most for _, most in _parts(section)]
    total = sum(each, Decimal(0))
    return total / len(each) if each and section.combine == "mean" else total


def _total(form: Form) -> Iterator[Flaw]:
    total = sum((_worth(section) for section in form.sections), Decimal(0))
    if form.total is not None and total != form.total:
        words = {
            "sum": figure(total),
            "total": figure(form.total),
            "difference": figure(abs(form.total - total)),
            "parts": listed(f"{section.id} {figure(_worth(section))}" for section in form.sections),
        }
        # A section's own maximum is not taken for granted while its criteria may yet come to another.
        over = (path for i, section in enumerate(form.sections) for path in _over(i, section))
        yield Flaw(Rule.FORM_TOTAL, ("total",), words, over=(("total",), *over))


def _on_scale(form: Form) -> Iterator[Flaw]:
    """Forms scored by levels reach the top level, inspections as many as they have items."""
    top = Decimal(form.levels[-1].value) if form.levels else None
    last: Path = ("levels", len(form.levels) - 1, "value")
    scale: tuple[Path, ...] = (
        (("scoring",), ("levels",), last) if form.scoring == "levels" else (("scoring",),)
    )
    for i, section in enumerate(form.sections):
        here: Path = ("sections", i)
        if form.scoring == "met" and section.combine == "mean":
            words = {"section": section.id}
            over: tuple[Path, ...] = ((*here, "combine"), ("scoring",))
            yield Flaw(Rule.MEAN_NEEDS_POINTS, (*here, "combine"), words, over=over)
        most = top if form.scoring == "levels" else Decimal(len(_parts(section)))
        words = {"place": f'section "{section.id}"', "key": "max"}
        over = scale
        if form.scoring == "met":
            over = (*scale, *((*here, "criteria", j, "kind") for j in range(len(section.criteria))))
        yield from _reaches((*here, "max"), form, section.max, most, words, over)
    most = (
        top if form.scoring == "levels" else Decimal(sum(len(_parts(section)) for section in form.sections))
    )
    words = {"place": "the form", "key": "total"}
    over = scale if form.scoring == "levels" else (*scale, *kinds(form))
    yield from _reaches(("total",), form, form.total, most, words, over)


def _reaches(
    path: Path,
    form: Form,
    given: Decimal | None,
    most: Decimal | None,
    words: dict[str, str],
    over: tuple[Path, ...],
) -> Iterator[Flaw]:
    if given is None or most is None or given == most:
        return
    scoring = "levels" if form.scoring == "levels" else "inspection items"
    figures = {"given": figure(given), "most": figure(most), "scoring": scoring}
    yield Flaw(Rule.SCALE_MAX, path, {**words, **figures}, over=(path, *over))
