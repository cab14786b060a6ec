"""Notes and evidence under their question: words, pictures in place, other files by name."""

from __future__ import annotations

from bot.rating import Rating
from bot.reports.page import Picture, Remark, Row
from bot.texts import Texts
from rubrics.model import Criterion
from storage.values import Attachment, Note

_LONG = 20
"""Lines of a note, or of a row, that may break over a page; what is shorter never does."""
_LINE = 26
"""Characters of a line beside the title of a section, roughly."""
_A_ROW = 3
"""Pictures beside one another."""
_PICTURE_LINES = 9


def remarks_on(t: Texts, rating: Rating, criterion: Criterion) -> tuple[Remark, ...]:
    """What was noted on a criterion, oldest first."""
    place = rating.form.position[criterion.id] + 1
    return tuple(_remark(t, note, t("Note on {n}", n=place)) for note in rating.notes_on(criterion.id))


def lines_of(row: Row) -> int:
    """About how many lines a row takes with its remarks: what is short is kept on one page."""
    texts = [row.title + row.text, row.words, *row.guidance, *(mark.text for mark in row.marks)]
    own = max(sum(_lines(text) for text in texts), *(len(cell.text) // 7 for cell in row.cells), 1)
    return own + sum(_lines(r.text) + 1 + _PICTURE_LINES * -(-len(r.pictures) // _A_ROW) for r in row.remarks)


def is_long(*texts: str) -> bool:
    """Whether these texts together may break over a page."""
    return sum(map(_lines, texts)) > _LONG


def _lines(text: str) -> int:
    return sum(-(-len(line) // _LINE) for line in text.split("\n")) if text else 0


def _remark(t: Texts, note: Note, label: str) -> Remark:
    pictures = tuple(_picture(t, a) for a in note.attachments if is_picture(a))
    files = tuple(_named(t, a) for a in note.attachments if not is_picture(a))
    return Remark(label, note.text, files, pictures, is_long(note.text) or len(pictures) > _A_ROW)


def is_picture(attachment: Attachment) -> bool:
    """Whether a file was sent as a picture, or as a file that says it is one."""
    named = attachment.kind == "document" and attachment.mime.startswith("image/")
    return attachment.kind == "photo" or named


def _picture(t: Texts, attachment: Attachment) -> Picture:
    name = attachment.name if attachment.kind != "photo" else ""
    if attachment.state == "too-big":
        missing = t("Picture too large to be copied; it is in the chat only.")
    elif attachment.path is None:
        missing = t("Picture not copied yet; it is in the chat.")
    else:
        missing = t("The copy of this picture is missing; it is in the chat.")
    instead = {
        "missing": missing,
        "empty": t("The file of this picture is empty (0 bytes)."),
        "heic": t("A picture in the format HEIC cannot be printed; it is in the chat."),
        "unreadable": t("This picture is damaged, or of a kind that cannot be printed; it is in the chat."),
    }
    if name:
        instead = {why: t("{label}: {value}", label=name, value=words) for why, words in instead.items()}
    return Picture(attachment.path, name, instead)


def _named(t: Texts, attachment: Attachment) -> str:
    match attachment.kind:
        case "voice" | "audio":
            kind = t("recording")
        case "video" | "video_note" | "animation":
            kind = t("video")
        case _:
            kind = t("file")
    return t("{label}: {value}", label=kind, value=attachment.name) if attachment.name else kind
