"""What the code at the foot of a report stands for: genuine, amended, changed since, or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal

from bot.codec import Act
from bot.screens.screen import Button, Screen, bold, clip, esc, lines
from bot.screens.wording import moment, number, told
from bot.texts import Texts
from storage.check_code import shown
from storage.verification import Verified

EXAMPLE = "7K3M-Q8ZD-1XWA"


@dataclass(frozen=True, slots=True)
class Seen:
    """What whoever asks may see beyond the verdict: whom the evaluation is about and who rated."""

    name: str
    evaluator: str


def ask_screen(t: Texts, *, typed: str = "", wrong: str | None = None) -> Screen:
    """Ask for a code; ``wrong`` tells what is wrong with the one ``typed`` (see ``storage.check_code.Mistyped``)."""
    sentence = {
        None: None,
        "length": t("{typed} is no code: a code has 12 letters and digits.", typed=bold(typed)),
        "letters": t("{typed} is no code: it has only the digits and the letters A to Z.", typed=bold(typed)),
        "check": t(
            "{typed} has a slip of the pen in it: its letters do not fit together. Compare them with the paper.",
            typed=bold(typed),
        ),
    }[wrong]
    asked = t(
        "Type the code that stands at the foot of a report, as {example}. I tell whether the report is genuine "
        "and still holds.",
        example=EXAMPLE,
    )
    return Screen(lines(f"🔎 {bold(t('Verify a report'))}", sentence, asked), ((_menu(t),),))


def verdict_screen(t: Texts, code: str, found: Verified | None, seen: Seen | None, zone: tzinfo) -> Screen:
    """The verdict on a code; the rest only where ``seen`` is given: who may not see it hears no more."""
    told_verdict = _verdict(t, found, seen is not None)
    facts = _facts(t, found, seen, zone) if found is not None and seen is not None else []
    result = (
        [Button(t("🏁 Result"), Act("result", (found.later or found.evaluation).id))]
        if found is not None and seen is not None
        else []
    )
    return Screen(
        lines(f"🔎 {bold(shown(code))}", told_verdict, *facts),
        (
            *([tuple(result)] if result else []),
            (Button(t("🔎 Another code"), Act("verify")), _menu(t)),
        ),
    )


def _verdict(t: Texts, found: Verified | None, seeing: bool) -> str:
    if found is None:
        return t(
            "❓ Unknown. No report with this code was ever made here: check the code; if it is right, "
            "the paper is not from this bot."
        )
    if found.evaluation.status == "void":
        return t("⚠️ The report was made here, but the evaluation was declared void since.")
    if not found.intact:
        return t(
            "⚠️ Changed. A report with this code was made here, but the record is no longer what was printed, "
            "for example because personal data were erased since."
        )
    if found.later is not None:
        if seeing:
            return t(
                "⚠️ Amended. The report is genuine, but no. {n} took its place on amending.", n=found.later.id
            )
        return t("⚠️ Amended. The report is genuine, but a later one took its place.")
    return t("✅ Genuine. The report says what the records say.")


def _facts(t: Texts, found: Verified, seen: Seen, zone: tzinfo) -> list[str]:
    """What to compare the paper with."""
    evaluation = found.evaluation
    handed_in = moment(evaluation.submitted_at, zone) if evaluation.submitted_at else "—"
    figures = [evaluation.grade or t("No grade")]
    if evaluation.total is not None and evaluation.max is not None:
        figures.append(f"{number(Decimal(evaluation.total))} / {number(Decimal(evaluation.max))}")
    return [
        "",
        f"{bold(t('No. {n}', n=evaluation.id))} · {t('record {n}', n=evaluation.revision)}",
        esc(evaluation.form_title),
        *([bold(clip(seen.name, 60))] if seen.name else []),
        bold(" · ".join(figures)),
        told(t, t("Handed in"), handed_in),
        *([told(t, t("Evaluator"), esc(clip(seen.evaluator, 60)))] if seen.evaluator else []),
        told(t, t("First printed"), moment(found.printed_at, zone)),
    ]


def _menu(t: Texts) -> Button:
    return Button(t("☰ Menu"), Act("menu"))
