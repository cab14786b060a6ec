"""A released result as the person assessed sees it: the form as it was filled in, and their answer to it.

What they see is what the form itself holds. Notes and evidence are the evaluator's and are left out, and so is
the reason of an amendment; phone numbers and the like are masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo

from bot.codec import Act
from bot.privacy.masking import masked_value
from bot.rating import Rating, dump_json, parse_json
from bot.screens.feedback import WORDS_LIMIT, Release, parts_of, state_words
from bot.screens.result import Beside, result_screen
from bot.screens.room import size
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, packed, quote, short
from bot.screens.wording import answer_words, moment, told
from bot.texts import Texts
from rubrics.answers import Answer, Pointed, Rated, Ticked
from rubrics.fields import shown
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    ChecklistCriterion,
    Criterion,
    GoalsField,
    GradeField,
    LevelCriterion,
)
from storage.values import StoredAnswer

_PAGE = 3000
"""Characters of the form on one page."""
_LONGEST = 1500
"""Characters of one remark before it goes on in another paragraph."""


def for_subject(rating: Rating) -> Rating:
    """An evaluation as the person assessed may see it: without notes and reasons of amendments, numbers masked."""
    return replace(_without_notes(rating), log=tuple(_masked(rating, row) for row in rating.log))


def _without_notes(rating: Rating) -> Rating:
    """What is for the person assessed, numbers in full: whoever draws it masks them, once."""
    return replace(rating, evaluation=replace(rating.evaluation, amend_reason=None), notes=())


def _masked(rating: Rating, row: StoredAnswer) -> StoredAnswer:
    """A field's value with what is personal in it masked."""
    field = rating.form.fields.get(row.item[1:]) if row.item.startswith("@") and row.value else None
    if field is None or row.value is None or isinstance(field, GradeField | GoalsField):
        return row
    value = parse_json(row.value)
    if not isinstance(value, str):
        return row
    words = masked_value(field, value)
    return row if words == value else replace(row, value=dump_json(words))


def released_screen(
    t: Texts, rating: Rating, release: Release, zone: tzinfo, *, notice: str | None = None
) -> Screen:
    """The result with how it stands and what can be answered."""
    said = tuple(esc(one) for one in _said(t, release, zone))
    text = result_screen(t, _without_notes(rating), zone, Beside(said=said)).text
    return Screen(
        lines(noticed(notice), text),
        (
            *_answers(t, release),
            (Button(t("🔍 Every question"), _act("details", release, 0)),),
            (Button(t("◀ My results"), Act("mine")), Button(t("☰ Menu"), Act("menu"))),
        ),
    )


def _said(t: Texts, release: Release, zone: tzinfo) -> list[str]:
    """How it stands, to the person themselves; long words are cut, since they are their own."""
    it, name = release.feedback, release.name(release.feedback.released_by)
    until = moment(it.answer_by, zone)
    said = [t("Released to you by {name} on {when}.", name=name, when=moment(it.released_at, zone))]
    if len(release.versions) > 1 and it.outcome != "changed":
        said.append(t("It was amended since; you see no. {n}, which counts.", n=release.newest.id))
    if it.answered_at and it.answer == "acknowledged":
        said.append(t("You confirmed on {when} that you have read it.", when=moment(it.answered_at, zone)))
        if release.now < it.answer_by:
            said.append(t("If you do not agree after all, say so by {until}.", until=until))
    elif it.answered_at:
        words = clip(it.words or "", 200)
        said.append(told(t, t("You disputed it on {when}", when=moment(it.answered_at, zone)), words))
    elif release.now < it.answer_by:
        said.append(t("⏰ Please answer by {until}.", until=until))
    else:
        said.append(
            t(
                "The time to answer was over on {until}. If something is wrong, speak to {name}.",
                until=until,
                name=name,
            )
        )
    return [*said, *_settled(t, release, zone)]


def _settled(t: Texts, release: Release, zone: tzinfo) -> list[str]:
    it = release.feedback
    if it.contested:
        return [t("It has not been answered yet; you will be told.")]
    if it.outcome is None or it.outcome_at is None:
        return []
    when, name = moment(it.outcome_at, zone), release.name(it.outcome_by)
    if it.outcome == "withdrawn":
        return [t("You withdrew your dispute on {when}.", when=when)]
    if it.outcome == "changed":
        by = release.changed_by or release.newest
        return [t("{name} changed the result on {when}: you see no. {n}.", name=name, when=when, n=by.id)]
    return [told(t, t("{name} upheld the result on {when}", name=name, when=when), it.outcome_words or "—")]


def _answers(t: Texts, release: Release) -> tuple[tuple[Button, ...], ...]:
    it = release.feedback
    if it.contested:
        return (
            (
                Button(t("✎ Change my words"), _act("dispute", release)),
                Button(t("↩ Withdraw it"), _act("undispute", release)),
            ),
        )
    if it.outcome is not None or release.now >= it.answer_by:
        return ()
    dispute = Button(t("✋ I disagree"), _act("dispute", release))
    if it.answer == "acknowledged":
        return ((dispute,),)
    return ((Button(t("✓ I have read it"), _act("gotit", release), "success"), dispute),)


def details_screen(t: Texts, rating: Rating, release: Release, page: int) -> Screen:
    """The form question by question with all its words, in pages."""
    seen = for_subject(rating)
    pages = _paged(_questions(t, seen) + _around(t, seen))
    page = min(page, len(pages) - 1)
    turn = [
        *([Button("◀", _act("details", release, page - 1))] if page else []),
        *([Button("▶", _act("details", release, page + 1))] if page + 1 < len(pages) else []),
    ]
    of = f" · {page + 1}/{len(pages)}" if len(pages) > 1 else ""
    return Screen(
        lines(f"<b>{esc(seen.form.title)}</b> · {bold(seen.name)}{of}", "", *pages[page]),
        (
            *([tuple(turn)] if turn else []),
            (Button(t("◀ Back"), _act("released", release)), Button(t("☰ Menu"), Act("menu"))),
        ),
    )


def _questions(t: Texts, rating: Rating) -> list[str]:
    """Every question with its answer, under the titles of the sections."""
    told_lines = []
    for section in rating.form.sections:
        told_lines.append(bold(section.title))
        for c in section.criteria:
            answer = rating.answers.get(c.id)
            label = f"{rating.form.position[c.id] + 1}. {esc(c.title)}"
            if answer is None:
                told_lines.append(told(t, label, "—"))
                continue
            told_lines += _labelled(t, label, answer_words(t, c, answer))
            told_lines += [f"　{esc(line)}" for line in _meaning(c, answer)]
    return told_lines


def _meaning(criterion: Criterion, answer: Answer) -> list[str]:
    """What the form says that answer looks like, or which lines of a checklist were ticked."""
    match criterion, answer:
        case LevelCriterion(anchors=said), Rated(level=level):
            return [said[level]] if level in said else []
        case AnchoredCriterion(anchors=anchors), Pointed(points=points):
            return [anchor.text for anchor in anchors if anchor.points == points]
        case BandedCriterion(bands=bands), Pointed(points=points):
            return [band.text for band in bands if band.low <= points <= band.high]
        case ChecklistCriterion(options=options), Ticked(options=ticked):
            return [f"{'☑' if option.id in ticked else '☐'} {option.text}" for option in options]
        case _:
            return []


def _around(t: Texts, rating: Rating) -> list[str]:
    """The fields around the rating that are filled in, and why the grade is not the computed one."""
    form = rating.form
    told_lines: list[str] = []
    for field in (*form.subject.fields[1:], *form.opening, *form.closing):
        if field.id in rating.fields:
            told_lines += _labelled(t, esc(field.label), shown(rating.fields[field.id]))
    if own := rating.override:
        told_lines += _labelled(t, t("Reason for the grade"), own.reason)
    return ["", *told_lines] if told_lines else []


def _labelled(t: Texts, label: str, words: str) -> list[str]:
    first, *more = parts_of(words, _LONGEST)
    return [told(t, label, esc(first)), *(esc(part) for part in more)]


def _paged(told_lines: Sequence[str]) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    left = _PAGE
    for line in told_lines:
        left -= size(line) + 1
        if left < 0 and pages[-1]:
            pages.append([])
            left = _PAGE - size(line) - 1
        pages[-1].append(line)
    return pages


def mine_screen(
    t: Texts,
    releases: Sequence[Release],
    zone: tzinfo,
    page: int,
    total: int,
    each: int,
    *,
    notice: str | None,
) -> Screen:
    """The results released to somebody, the latest first."""
    first = page * each + 1
    turn = [
        *([Button("◀", Act("mine", None, None, (str(page - 1),)))] if page else []),
        *([Button("▶", Act("mine", None, None, (str(page + 1),)))] if (page + 1) * each < total else []),
    ]
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('My results')}</b> · {total}",
            "",
            *(
                f"{n}. {bold(one.newest.form_title)} · {moment(one.feedback.released_at, zone)} · "
                f"{_mine_words(t, one)}"
                for n, one in enumerate(releases, first)
            ),
            t("No result is released to you now.") if not releases else None,
        ),
        (
            *(
                (Button(short(f"{n}. {one.newest.form_title}"), _act("released", one)),)
                for n, one in enumerate(releases, first)
            ),
            *([tuple(turn)] if turn else []),
            (Button(t("☰ Menu"), Act("menu")),),
        ),
    )


def _mine_words(t: Texts, release: Release) -> str:
    it = release.feedback
    if it.answer is None and not it.silent(release.now):
        return t("please answer")
    return state_words(t, it, release.now)


def dispute_screen(t: Texts, release: Release, zone: tzinfo, *, notice: str | None) -> Screen:
    """Ask for the words of a dispute."""
    it = release.feedback
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('I disagree')}</b> · {esc(release.newest.form_title)}",
            "",
            t("Your words so far:") if it.words else None,
            quote([esc(clip(it.words, 1500))], expandable=True) if it.words else None,
            f"<b>{t('What do you not agree with, and why? Type it and send it.')}</b>",
            t(
                "{name} and whoever rated you read it. At most {n} characters; until it is answered you can "
                "change it or withdraw it.",
                name=esc(release.name(it.released_by)),
                n=f"{WORDS_LIMIT:,}",
            ),
            t("By {until}.", until=moment(it.answer_by, zone)) if it.answer != "disputed" else None,
        ),
        ((Button(t("◀ Back"), _act("released", release)),),),
    )


def undispute_screen(t: Texts, release: Release, *, notice: str | None) -> Screen:
    """Ask once before a dispute is withdrawn."""
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Withdraw your dispute?')}</b>",
            esc(release.newest.form_title),
            "",
            t(
                "The result stands then. That you disputed it stays on record, and it cannot be disputed again."
            ),
        ),
        packed(
            [
                Button(t("↩ Yes, withdraw it"), _act("undisputenow", release), "danger"),
                Button(t("◀ No, keep it"), _act("released", release)),
            ]
        ),
    )


def _act(op: str, release: Release, *args: object) -> Act:
    return Act(op, None, None, (str(release.feedback.id), *(str(a) for a in args)))
