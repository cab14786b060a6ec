"""Notes and evidence: what is typed, said, photographed or sent while a question is open."""

from __future__ import annotations

from bot.access import Action
from bot.conversation.incoming import Edited, Sent, Typed
from bot.conversation.turn import Turn
from bot.rating import Rating
from bot.screens.wording import attachment_words
from storage import audit, notes

_MEGABYTE = 1024 * 1024
_OPEN_VIEWS = {"q", "band", "notes"}


def note_typed(turn: Turn, rating: Rating, message: Typed) -> None:
    """Keep typed words as a note on the open question."""
    notes.add_note(
        turn.conn,
        evaluation_id=rating.evaluation.id,
        item=rating.cursor.id,
        text=message.text.strip(),
        chat_id=turn.chat.chat_id,
        message_id=message.message_id,
        now=turn.now,
    )
    _acknowledge(turn, rating, turn.t("📝 Noted."))


def evidence_sent(turn: Turn, message: Sent) -> None:
    """Keep a picture, recording or file, with its caption, as evidence on the open question.

    The later pictures of an album belong to the note of the first, wherever the card stands by then.
    """
    rating = turn.rating()
    open_view = rating is not None and rating.evaluation.view.partition(":")[0] in _OPEN_VIEWS
    if rating is None or rating.evaluation.status != "draft" or not open_view:
        turn.notice = (
            turn.t("No question is open, so this was not kept. Open a question, then send it again.")
            if turn.standing.may_ever(Action.EVALUATE)
            else turn.t("Pictures and files cannot be kept here: say it in words.")
        )
        return
    notes.add_note(
        turn.conn,
        evaluation_id=rating.evaluation.id,
        item=rating.cursor.id,
        text=message.caption.strip(),
        chat_id=turn.chat.chat_id,
        message_id=message.message_id,
        media_group=message.media_group,
        attachments=(message.attachment,),
        now=turn.now,
    )
    turn.copy_files = True
    _acknowledge(turn, rating, _kept_words(turn, message))


def _kept_words(turn: Turn, message: Sent) -> str:
    kind = attachment_words(turn.t, message.attachment.kind)
    size = message.attachment.size or 0
    if size > turn.house.file_limit:
        return turn.t(
            "{kind} noted. It has {size} MB; over {limit} MB it stays in this chat only and is not copied.",
            kind=kind,
            size=-(-size // _MEGABYTE),
            limit=turn.house.file_limit // _MEGABYTE,
        )
    return turn.t("{kind} noted.", kind=kind)


def _acknowledge(turn: Turn, rating: Rating, words: str) -> None:
    turn.renotice(rating)
    turn.notice = words


def edited(turn: Turn, message: Edited) -> None:
    """A changed message changes the note it became, as long as that stands in a draft of the sender's own.

    It never changes an answer.
    """
    rating = turn.rating()
    changed = notes.edit_note_text(
        turn.conn,
        turn.chat.chat_id,
        message.message_id,
        message.text.strip(),
        by=turn.sender.id,
        now=turn.now,
    )
    if changed is not None and changed.edited_at == turn.now:
        turn.record(
            audit.Action.EDITED, "note", changed.id, evaluation=changed.evaluation_id, item=changed.item
        )
    if changed is None:
        turn.notice = turn.t(
            "Changing a sent message changes no answer. Go back to the question and answer again."
        )
    elif rating is not None and changed.evaluation_id == rating.evaluation.id:
        _acknowledge(turn, rating, turn.t("📝 Note changed."))
    else:
        turn.notice = turn.t("📝 Note changed.")
