"""Who is told what about a release: rows in the transaction of what happened, sent by the reminders' outbox.

A kill after the commit loses nothing, and a message that was sent just before one may come twice. What a notice
says is worked out when it is sent; what is not so any more by then is not sent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.access import Action, Standing
from bot.codec import Act
from bot.conversation.errand import Errand
from bot.conversation.turn import House, Turn
from bot.privacy.masking import masked
from bot.reminding.quiet import held
from bot.reminding.recipients import Recipients
from bot.screens.screen import Button, Screen, bold, esc, lines
from bot.screens.wording import moment
from bot.texts import Texts
from storage import feedback, people, reminders, subjects
from storage.feedback import Feedback
from storage.opening import live_roles
from storage.reminders import NewNotice, Notice, NoticeKind
from storage.values import Evaluation

_BEFORE_THE_END = timedelta(days=1)
_TO_KEEPERS = {"feedback-answered", "feedback-disputed", "feedback-undisputed", "feedback-silent"}


def deadline_set(turn: Turn, it: Feedback) -> None:
    """Have whoever released it told when the time is over without an answer, and the person reminded a day before.

    To be called when a deadline was set or moved, and when the person came in.
    """
    new = [_notice(turn, "feedback-silent", it, it.released_by, at=it.answer_by)]
    reminding = it.answer_by - _BEFORE_THE_END
    if it.person_id is not None and reminding > turn.now:
        new.append(_notice(turn, "feedback-due", it, it.person_id, at=reminding))
    reminders.add_notices(turn.conn, new)


def on_answer(turn: Turn, it: Feedback, kind: NoticeKind, newest: Evaluation) -> None:
    """Tell whoever sees to the release, and who rated, that it was answered, disputed, or that no more."""
    told = {*keepers(turn.conn, turn.house, it, newest), newest.evaluator_id} - {turn.sender.id}
    _tell(turn, [_notice(turn, kind, it, person_id) for person_id in sorted(told)])


def to_the_person(turn: Turn, it: Feedback, kind: NoticeKind) -> None:
    """Tell the person assessed that it was settled, amended or taken back."""
    if it.person_id is not None:
        _tell(turn, [_notice(turn, kind, it, it.person_id)])


def _tell(turn: Turn, new: list[NewNotice]) -> None:
    """Keep them with what happened; they are sent at once, or after a restart."""
    reminders.add_notices(turn.conn, new)
    turn.errands.append(Errand("remind"))


def keepers(conn: Connection, house: House, it: Feedback, newest: Evaluation) -> list[int]:
    """Who sees to a release: whoever released it, or, where they may not any more, the others who may."""
    recipients = Recipients(conn, house)

    def may(standing: Standing) -> bool:
        return standing.may(Action.SETTLE, person_id=newest.evaluator_id, unit_id=newest.unit_id)

    if may(recipients.standing(it.released_by)):
        return [it.released_by]
    return sorted(recipients.stand_ins(newest.unit_id, may, besides=it.person_id))


def instead(conn: Connection, house: House, notice: Notice, now: datetime) -> list[NewNotice]:
    """The same for those who see to the release now, where it was meant for whoever released it and may no more."""
    it = feedback.feedback(conn, int(notice.key.split(":")[1]))
    if it is None or notice.person_id != it.released_by or notice.kind not in _TO_KEEPERS:
        return []
    kind, id, _, *mark = notice.key.split(":")
    newest = feedback.versions(conn, it.evaluation_id)[-1]
    return [
        NewNotice(":".join((kind, id, str(one), *mark)), notice.kind, one, notice.at, now)
        for one in keepers(conn, house, it, newest)
        if one != notice.person_id
    ]


def _notice(
    turn: Turn, kind: NoticeKind, it: Feedback, person_id: int, at: datetime | None = None
) -> NewNotice:
    at = at or turn.now
    key = f"{kind}:{it.id}:{person_id}:{at:%Y%m%d%H%M%S%f}"
    return NewNotice(key, kind, person_id, at, held(at, turn.house.zone))


def notice_screen(conn: Connection, house: House, notice: Notice, t: Texts, now: datetime) -> Screen | None:
    """The message of one of these notices; ``None`` where what it tells is not so any more, or not theirs to know."""
    it = feedback.feedback(conn, int(notice.key.split(":")[1]))
    person = people.person(conn, notice.person_id)
    if it is None or person is None:
        return None
    newest = feedback.versions(conn, it.evaluation_id)[-1]
    standing = house.standing(person, live_roles(conn, person.id))
    if notice.kind == "feedback-taken-back":
        if not standing.known or (it.live and it.person_id == notice.person_id):
            return None
        return Screen(
            t("The result {form} that was released to you was taken back.", form=bold(newest.form_title)),
            ((Button(t("☰ Menu"), Act("menu")),),),
        )
    if not it.live or _stale(notice, it, now):
        return None
    if notice.person_id == it.person_id:
        return _to_the_person(t, it, notice.kind, newest, house) if standing.known else None
    return _to_a_keeper(conn, t, it, notice.kind, newest, standing)


def _stale(notice: Notice, it: Feedback, now: datetime) -> bool:
    """Whether it is not so any more. A deadline that was moved has a notice of its own."""
    theirs = notice.person_id == it.person_id
    match notice.kind:
        case "feedback-silent":
            return not it.silent(now) or notice.at != it.answer_by
        case "feedback-due":
            moved = notice.at != it.answer_by - _BEFORE_THE_END
            return not theirs or moved or it.answer is not None or now >= it.answer_by
        case "feedback-answered":
            return it.answer != "acknowledged"
        case "feedback-disputed":
            return not it.contested
        case "feedback-amended" | "feedback-settled":
            return not theirs
        case _:
            return False


def _to_a_keeper(
    conn: Connection, t: Texts, it: Feedback, kind: NoticeKind, newest: Evaluation, standing: Standing
) -> Screen | None:
    whose = {"person_id": newest.evaluator_id, "unit_id": newest.unit_id}
    subject = subjects.subject(conn, newest.subject_id) if newest.subject_id is not None else None
    words = _keepers_words(t, kind, bold(masked(subject.name) if subject else "—"))
    if words is None or not standing.may(Action.SEE, **whose):
        return None
    button = (
        Button(t("📨 Look at it"), Act("feedback", None, None, (str(it.id),)))
        if standing.may(Action.RELEASE, **whose)
        else Button(t("📋 Result"), Act("result", newest.id))
    )
    about = f"{esc(newest.form_title)} · {t('No. {n}', n=newest.id)}"
    return Screen(lines(f"📨 {words}", about), ((button,),))


def _keepers_words(t: Texts, kind: NoticeKind, name: str) -> str | None:
    match kind:
        case "feedback-answered":
            return t("{name} has read the result.", name=name)
        case "feedback-disputed":
            return t("{name} disputes the result.", name=name)
        case "feedback-undisputed":
            return t("{name} has withdrawn the dispute.", name=name)
        case "feedback-silent":
            return t("{name} has not answered in time.", name=name)
        case _:
            return None


def _to_the_person(
    t: Texts, it: Feedback, kind: NoticeKind, newest: Evaluation, house: House
) -> Screen | None:
    words = {
        "feedback-due": t("Please answer by {until}.", until=moment(it.answer_by, house.zone)),
        "feedback-amended": t("A result that was released to you was amended; you can see it as it is now."),
        "feedback-settled": t("What you disputed has been answered."),
    }.get(kind)
    if words is None:
        return None
    return Screen(
        lines(f"📨 {words}", esc(newest.form_title)),
        ((Button(t("📋 See my result"), Act("released", None, None, (str(it.id),))),),),
    )
