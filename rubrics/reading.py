"""Reading a form file: text in; a form, or all its faults at once, out.

The YAML is read as a tree in which every value knows its line (:mod:`rubrics.nodes`), typed and validated by the
model (:mod:`rubrics.validating`), then checked as a whole (:mod:`rubrics.checks`). Where single values are wrong,
the rest is still checked (:mod:`rubrics.mending`), so that one reading tells everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from pydantic import ValidationError

from rubrics.checks import check
from rubrics.findings import Finding, Flaw, Rule, finding
from rubrics.mending import certain, mended
from rubrics.model import Form
from rubrics.nodes import Node, Pairs, Scalar, line_of, parse
from rubrics.shapes import form_shape
from rubrics.validating import flaws, is_nothing, typed

MOST_BYTES = 1_000_000
"""The largest form file read; the longest shipped one has some 10,000 bytes."""

MOST_FINDINGS = 100
"""So many are told of one file. Who has more of them has another kind of trouble, and no use for a long list."""


@dataclass(frozen=True)
class Reading:
    """What came of a form file: the form, unless it is refused, and everything found, in the order of lines.

    ``id_line`` is the line of the form's id.
    """

    form: Form | None
    findings: tuple[Finding, ...]
    id_line: int = 1

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings that refuse the form: all but advice."""
        return tuple(found for found in self.findings if not found.advice)


def read_form(source: str | bytes, name: str) -> Form | tuple[Finding, ...]:
    """The form, or everything that refuses it, in the order of lines. ``name`` is what findings call the file."""
    result = examine(source, name)
    return result.form if result.form is not None else result.faults


def examine(source: str | bytes, name: str) -> Reading:
    """The form and everything found, advice included. Never raises for anything a file can hold."""
    text = _decoded(source, name)
    if isinstance(text, Finding):
        return Reading(None, (text,))
    parsed = parse(text)
    snags = tuple(
        finding(snag.rule, name, snag.line, **snag.words) for snag in parsed.snags[: MOST_FINDINGS + 1]
    )
    root = parsed.root
    if root is None or (isinstance(root, Scalar) and is_nothing(root)):
        return Reading(None, snags or (finding(Rule.EMPTY, name),))
    if not isinstance(root, Pairs):
        given = "a text" if isinstance(root, Scalar) else "a list"
        return Reading(None, (*snags, finding(Rule.NOT_A_FORM, name, root.line, given=given)))
    form, found = _examine(root)
    told = _in_order(snags, [_told(flaw, name, root) for flaw in found])
    refused = form is None or any(not one.advice for one in told)
    return Reading(None if refused else form, told, line_of(root, ("id",)))


def _examine(root: Pairs) -> tuple[Form | None, list[Flaw]]:
    data = typed(root, form_shape())
    try:
        form = Form.model_validate(data)
    except ValidationError as error:
        found = list(islice(flaws(error, root, data), MOST_FINDINGS + 1))
        mending = mended(error, root, data) if len(found) <= MOST_FINDINGS else None
        if mending is not None:
            found += [*mending.uncovered, *certain(check(mending.form), mending)]
        return None, found
    return form, list(check(form))


def _in_order(snags: tuple[Finding, ...], found: list[Finding]) -> tuple[Finding, ...]:
    """All findings by line; those of one line as they were found."""
    told = sorted(dict.fromkeys([*snags, *found]), key=lambda one: one.line)
    faults = [one for one in told if not one.advice]
    if len(faults) > MOST_FINDINGS:
        last = faults[MOST_FINDINGS - 1]
        return (*faults[:MOST_FINDINGS], finding(Rule.TOO_MANY, last.file, last.line, most=MOST_FINDINGS))
    return tuple(told)


def _told(flaw: Flaw, name: str, root: Node) -> Finding:
    other = {} if flaw.other is None else {"line": line_of(root, flaw.other)}
    return finding(flaw.rule, name, line_of(root, flaw.path), **flaw.words, **other)


def _decoded(source: str | bytes, name: str) -> str | Finding:
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(data) > MOST_BYTES:
        return finding(Rule.TOO_LARGE, name, size=len(data), most=MOST_BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return finding(Rule.NOT_UTF8, name, data.count(b"\n", 0, error.start) + 1)
