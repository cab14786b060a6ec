"""A released result as supervisors see it: releasing, how it stands, a dispute and its answer; and how it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.access import about_oneself_words
from bot.codec import Act
from bot.privacy.masking import masked
from bot.screens.room import clipped_to, room_beside
from bot.screens.screen import Button, Screen, bold, clean, clip, esc, lines, noticed, packed, quote, short
from bot.screens.wording import moment, told
from bot.texts import Texts
from storage.feedback import Feedback
from storage.values import Evaluation

DAYS = (3, 7, 14)
"""Days a person may be given to answer."""
LIST_PAGE = 8
WORDS_LIMIT = 4000
"""Characters of a dispute."""
ANSWER_LIMIT = 1500
"""Characters of the answer to one, so that it stands whole beside the dispute."""
_GLANCE = 120
_PART = 2200
"""Characters of a dispute on one page of its card."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release with what is told beside it.

    ``versions`` are the released evaluation and its amendments, the last of which counts; ``names`` are those of
    the people in it, by Telegram id; ``subject`` is who was assessed, ``unreachable`` once Telegram said so.
    """

    feedback: Feedback
    versions: Sequence[Evaluation]
    names: Mapping[int, str]
    subject: str
    now: datetime
    unreachable: bool = False

    @property
    def newest(self) -> Evaluation:
        """The evaluation that counts, which is the one the person sees."""
        return self.versions[-1]

    @property
    def changed_by(self) -> Evaluation | None:
        """The amendment that settled the dispute."""
        settled = self.feedback.outcome_at if self.feedback.outcome == "changed" else None
        before = [
            one for one in self.versions if settled and one.submitted_at and one.submitted_at <= settled
        ]
        return before[-1] if before else None

    @property
    def amended_since(self) -> Evaluation | None:
        """An amendment handed in since the dispute was made, which might be its answer."""
        said, handed_in = self.feedback.answered_at, self.newest.submitted_at
        return self.newest if said and handed_in and handed_in > said and len(self.versions) > 1 else None

    def name(self, person_id: int | None) -> str:
        """The name of one of the people in it, clipped; their number where no name is known."""
        return clip(self.names.get(person_id or 0) or str(person_id or "—"), 40)


def state_words(t: Texts, feedback: Feedback, now: datetime) -> str:
    """How a release stands, in a word or two."""
    match feedback.answer, feedback.outcome:
        case _, "upheld":
            return t("upheld")
        case _, "changed":
            return t("changed")
        case _, "withdrawn":
            return t("dispute withdrawn")
        case "acknowledged", _:
            return t("read")
        case "disputed", _:
            return t("⚠️ disputed")
    if feedback.silent(now):
        return t("no answer in time")
    return t("waiting for an answer") if feedback.person_id else t("link not opened yet")


def story(t: Texts, release: Release, zone: tzinfo, *, words: bool = True) -> list[str]:
    """What happened to a release in its order, a sentence each, not escaped; ``words`` with what people said."""
    it = release.feedback
    said = [
        t(
            "Released by {name} on {when}; to be answered by {until}.",
            name=release.name(it.released_by),
            when=moment(it.released_at, zone),
            until=moment(it.answer_by, zone),
        )
    ]
    if it.seen_at:
        said.append(t("Seen on {when}.", when=moment(it.seen_at, zone)))
    elif it.person_id is None:
        said.append(t("The link was not opened yet."))
    if it.answered_at and it.answer == "acknowledged":
        said.append(t("Read: {when}.", when=moment(it.answered_at, zone)))
    elif it.answered_at:
        said.append(
            _with_words(t, t("Disputed on {when}", when=moment(it.answered_at, zone)), it.words, words=words)
        )
    elif it.silent(release.now):
        said.append(t("No answer came in time; it stays unanswered."))
    if len(release.versions) > 1 and it.outcome != "changed":
        said.append(t("Amended since: the person sees no. {n}.", n=release.newest.id))
    if ending := _ending(t, release, zone, words=words):
        said.append(ending)
    return said


def _ending(t: Texts, release: Release, zone: tzinfo, *, words: bool) -> str | None:
    it = release.feedback
    if it.outcome is None or it.outcome_at is None:
        return None
    when, name = moment(it.outcome_at, zone), release.name(it.outcome_by)
    if it.outcome == "upheld":
        return _with_words(
            t, t("Upheld by {name} on {when}", name=name, when=when), it.outcome_words, words=words
        )
    if it.outcome == "withdrawn":
        return t("The dispute was withdrawn on {when}.", when=when)
    by = release.changed_by or release.newest
    return t("Changed by {name} on {when}: no. {n} took its place.", name=name, when=when, n=by.id)


def _with_words(t: Texts, head: str, said: str | None, *, words: bool) -> str:
    return told(t, head, said) if words and said else head


def glance(t: Texts, release: Release, zone: tzinfo) -> list[str]:
    """The lines about a release on a result card, escaped; long words are cut there, numbers masked."""
    return [
        f"📨 <b>{t('Feedback')}</b>",
        *(esc(clip(masked(one), _GLANCE)) for one in story(t, release, zone)),
    ]


def release_screen(
    t: Texts, evaluation: Evaluation, subject: str, *, days: int | None, until: str, notice: str | None
) -> Screen:
    """Ask until when an answer is wanted; then, with ``days`` chosen, to confirm."""
    head = (
        noticed(notice),
        f"📨 <b>{t('Let the person assessed see this result')}</b>",
        f"{bold(subject)} · {esc(evaluation.form_title)} · {t('No. {n}', n=evaluation.id)}",
        "",
        t(
            "They see the filled-in form: scores, every answer, reasons for deductions, remarks and grade. "
            "Your notes, pictures and recordings stay with you."
        ),
        "",
    )
    if days is None:
        return Screen(
            lines(*head, f"<b>{t('How long may they take to answer?')}</b>"),
            (
                tuple(
                    Button(t.n("{n} day", "{n} days", n), Act("release", evaluation.id, None, (str(n),)))
                    for n in DAYS
                ),
                (Button(t("◀ Back"), Act("result", evaluation.id)),),
            ),
        )
    return Screen(
        lines(
            *head,
            t("Answer wanted by {until}.", until=f"<b>{until}</b>"),
            t("A link for one person is made. Pass it on to {name} and nobody else.", name=bold(subject)),
        ),
        (
            (Button(t("📨 Release it"), Act("releasenow", evaluation.id, None, (str(days),)), "success"),),
            (Button(t("◀ Back"), Act("release", evaluation.id)),),
        ),
    )


def feedback_screen(
    t: Texts,
    release: Release,
    zone: tzinfo,
    page: int,
    *,
    own: bool,
    may_amend: bool,
    notice: str | None = None,
) -> Screen:
    """How a release stands, with what can be done about it: nothing where it is the viewer's own result (``own``).

    Words are masked. A long dispute takes two pages.
    """
    it = release.feedback
    parts = parts_of(masked(it.words or ""), _PART)
    page = min(page, len(parts) - 1)
    said = [esc(one) for one in story(t, release, zone, words=False)]
    ending = said.pop() if it.outcome else None
    of = f" ({page + 1}/{len(parts)})" if len(parts) > 1 else ""
    text = lines(
        noticed(notice),
        f"📨 <b>{t('Feedback')}</b> · {state_words(t, it, release.now)}",
        f"{bold(release.subject)} · {esc(release.newest.form_title)} · {t('No. {n}', n=release.newest.id)}",
        "",
        *said,
        quote([esc(parts[page]) + of]) if it.words else None,
        ending,
        quote([esc(masked(it.outcome_words))]) if it.outcome_words else None,
        t("⚠️ This person could not be reached in Telegram. Talk to them.") if release.unreachable else None,
        _advice(t, release, own=own),
    )
    turn = [
        *([Button("◀", _act("feedback", it, page - 1))] if page else []),
        *([Button("▶", _act("feedback", it, page + 1))] if page + 1 < len(parts) else []),
    ]
    return Screen(
        text,
        (
            *([tuple(turn)] if turn else []),
            *packed(_choices(t, release, own=own, may_amend=may_amend)),
            (
                Button(t("📋 Result"), Act("result", release.newest.id)),
                Button(t("◀ Feedback"), Act("feedbacks")),
                Button(t("☰ Menu"), Act("menu")),
            ),
        ),
    )


def _advice(t: Texts, release: Release, *, own: bool) -> str | None:
    it = release.feedback
    if it.contested and own:
        return t("Another supervisor or an owner answers this dispute: nobody answers their own.")
    if it.contested and release.amended_since:
        return t(
            "Since then no. {n} was handed in. If that is the answer, close the dispute with it.",
            n=release.newest.id,
        )
    if it.contested:
        return t("Uphold the result with your reasons, or amend it: the amendment answers the dispute.")
    if own:
        return about_oneself_words(t)
    if it.silent(release.now):
        return t("It can be taken back and released again with another deadline.")
    return None


def _choices(t: Texts, release: Release, *, own: bool, may_amend: bool) -> list[Button]:
    it = release.feedback
    if own:
        return []
    if it.contested:
        return [
            *(
                [Button(t("✓ Close with no. {n}", n=release.newest.id), _act("changed", it), "success")]
                if release.amended_since
                else []
            ),
            Button(t("Uphold"), _act("uphold", it, said_at(it))),
            *([Button(t("✎ Amend"), Act("amend", release.newest.id))] if may_amend else []),
        ]
    if it.answer is None:
        return [
            *([Button(t("🔗 New link"), _act("feedlink", it))] if it.person_id is None else []),
            Button(t("↩ Take back"), _act("unrelease", it)),
        ]
    return []


def take_back_screen(t: Texts, release: Release, *, notice: str | None) -> Screen:
    """Ask once before a release is taken back."""
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Take this release back?')}</b>",
            f"{bold(release.subject)} · {esc(release.newest.form_title)}",
            "",
            t(
                "The link stops working and the person does not see the result any more. You can release it again."
            ),
        ),
        (
            (Button(t("↩ Yes, take back"), _act("unreleasenow", release.feedback), "danger"),),
            (Button(t("◀ No, keep it"), _act("feedback", release.feedback)),),
        ),
    )


def uphold_screen(t: Texts, release: Release, *, notice: str | None) -> Screen:
    """Ask for the words with which a result is upheld."""
    head = [
        noticed(notice),
        f"<b>{t('Uphold')}</b> · {bold(release.subject)} · {esc(release.newest.form_title)}",
        told(t, t("Disputed"), ""),
    ]
    tail = [
        "",
        f"<b>{t('Why does the result stand? Type your reasons and send them.')}</b>",
        t("The person reads them. At most {n} characters.", n=ANSWER_LIMIT),
    ]
    (words,) = clipped_to(
        [clean(masked(release.feedback.words or ""))], min(room_beside([*head, *tail]), _PART)
    )
    return Screen(
        lines(*head, quote([esc(words)], expandable=len(words) > 300), *tail),
        ((Button(t("◀ Back"), _act("feedback", release.feedback)),),),
    )


def list_screen(
    t: Texts, releases: Sequence[Release], page: int, total: int, *, notice: str | None = None
) -> Screen:
    """Releases somebody may see to: disputes to be answered first."""
    first = page * LIST_PAGE + 1
    last = max(0, -(-total // LIST_PAGE) - 1)
    turn = [
        *([Button("◀", Act("feedbacks", None, None, (str(page - 1),)))] if page else []),
        *([Button("▶", Act("feedbacks", None, None, (str(page + 1),)))] if page < last else []),
    ]
    return Screen(
        lines(
            noticed(notice),
            f"📨 <b>{t('Feedback')}</b> · {total}",
            "",
            *(
                f"{n}. {bold(one.subject)} · {esc(one.newest.form_title)} · "
                f"{state_words(t, one.feedback, one.now)}"
                for n, one in enumerate(releases, first)
            ),
            t("Nothing is released. Open a result and press 📨.") if not releases else None,
        ),
        (
            *(
                (
                    Button(
                        short(f"{n}. {short(one.subject, 12)} · {state_words(t, one.feedback, one.now)}"),
                        _act("feedback", one.feedback),
                        "primary" if one.feedback.contested else None,
                    ),
                )
                for n, one in enumerate(releases, first)
            ),
            *([tuple(turn)] if turn else []),
            (Button(t("☰ Menu"), Act("menu")),),
        ),
    )


def said_at(feedback: Feedback) -> str:
    """A mark that changes whenever the words of a dispute do."""
    return f"{feedback.answered_at:%Y%m%d%H%M%S%f}" if feedback.answered_at else "-"


def parts_of(text: str, room: int) -> list[str]:
    """A text in parts of at most ``room`` characters, broken between lines where that is near; one part at least."""
    parts, rest = [], text
    while len(rest) > room:
        line = rest.rfind("\n", room // 2, room)
        cut = line + 1 if line > 0 else room
        parts.append(rest[:cut].rstrip("\n"))
        rest = rest[cut:]
    return [*parts, rest]


def deadline(now: datetime, days: int, zone: tzinfo) -> datetime:
    """The end of the local day that comes so many days after ``now``, to the minute."""
    day = now.astimezone(zone) + timedelta(days=days)
    return day.replace(hour=23, minute=59, second=0, microsecond=0)


def _act(op: str, feedback: Feedback, *args: object) -> Act:
    return Act(op, None, None, (str(feedback.id), *(str(a) for a in args)))
