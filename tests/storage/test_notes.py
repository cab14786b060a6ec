import pytest
from sqlalchemy import Connection

from storage import evaluations, notes
from storage.scope import Scope
from storage.values import Evaluation, NewAttachment, Note
from tests.storage.scene import CHAT, NOW, WANG, ZHOU, draft, hand_in, handed_in, later

PICTURE = NewAttachment("photo", "file-a", "unique-a", "photo.jpg", "image/jpeg", 120_000)
SECOND_PICTURE = NewAttachment("photo", "file-b", "unique-b")


def noted(
    conn: Connection,
    evaluation: Evaluation,
    message: int,
    text: str = "",
    *files: NewAttachment,
    album: str | None = None,
    item: str = "q1",
) -> tuple[Note, bool]:
    return notes.add_note(
        conn,
        evaluation_id=evaluation.id,
        item=item,
        text=text,
        chat_id=CHAT,
        message_id=message,
        media_group=album,
        attachments=files,
        now=NOW,
    )


def test_a_note_keeps_its_words_and_its_file(conn: Connection) -> None:
    begun = draft(conn)
    note, created = noted(conn, begun, 11, "现场照片", PICTURE)
    assert created
    assert (note.item, note.text, note.created_at, note.edited_at) == ("q1", "现场照片", NOW, None)
    (file,) = note.attachments
    assert (file.kind, file.name, file.mime, file.size) == ("photo", "photo.jpg", "image/jpeg", 120_000)
    assert (file.file_id, file.file_unique_id, file.message_id) == ("file-a", "unique-a", 11)
    assert (file.state, file.path, file.tries) == ("wanted", None, 0)
    assert notes.notes(conn, begun.id) == [note]


def test_a_message_that_comes_twice_is_one_note(conn: Connection) -> None:
    begun = draft(conn)
    note, _ = noted(conn, begun, 11, "现场照片", PICTURE)
    assert noted(conn, begun, 11, "现场照片", PICTURE) == (note, False)
    assert notes.notes(conn, begun.id) == [note]


def test_an_album_is_one_note_with_several_pictures_and_its_caption(conn: Connection) -> None:
    begun = draft(conn)
    first, created = noted(conn, begun, 11, "", PICTURE, album="album-1")
    assert created
    joined, created = noted(conn, begun, 12, "大堂地面", SECOND_PICTURE, album="album-1")
    assert not created
    assert (joined.id, joined.text) == (first.id, "大堂地面")
    assert [file.file_id for file in joined.attachments] == ["file-a", "file-b"]
    assert noted(conn, begun, 12, "大堂地面", SECOND_PICTURE, album="album-1") == (joined, False)
    assert notes.notes(conn, begun.id) == [joined]


def test_every_caption_of_an_album_is_kept(conn: Connection) -> None:
    begun = draft(conn)
    noted(conn, begun, 11, "大堂", PICTURE, album="album-1")
    joined, _ = noted(conn, begun, 12, "电梯", SECOND_PICTURE, album="album-1")
    assert joined.text == "大堂\n电梯"


def test_pictures_of_an_album_stand_in_the_order_in_which_they_were_sent(conn: Connection) -> None:
    begun = draft(conn)
    noted(conn, begun, 12, "", SECOND_PICTURE, album="album-1")
    joined, _ = noted(conn, begun, 11, "", PICTURE, album="album-1")
    assert [file.message_id for file in joined.attachments] == [11, 12]


def test_another_album_is_another_note(conn: Connection) -> None:
    begun = draft(conn)
    noted(conn, begun, 11, "", PICTURE, album="album-1")
    noted(conn, begun, 12, "", SECOND_PICTURE, album="album-2")
    assert len(notes.notes(conn, begun.id)) == 2


def test_a_message_brings_one_file(conn: Connection) -> None:
    with pytest.raises(ValueError, match="at most one file"):
        noted(conn, draft(conn), 11, "", PICTURE, SECOND_PICTURE)


def test_a_removed_note_is_gone_from_the_list_once(conn: Connection) -> None:
    begun = draft(conn)
    note, _ = noted(conn, begun, 11, "现场照片", PICTURE)
    assert notes.remove_note(conn, note.id, begun.id, later(1))
    assert not notes.remove_note(conn, note.id, begun.id, later(2))
    assert notes.notes(conn, begun.id) == []
    assert notes.wanted_attachments(conn, 10) == []


def test_a_removed_album_stays_removed_when_its_last_picture_arrives(conn: Connection) -> None:
    begun = draft(conn)
    note, _ = noted(conn, begun, 11, "", PICTURE, album="album-1")
    notes.remove_note(conn, note.id, begun.id, later(1))
    joined, created = noted(conn, begun, 12, "", SECOND_PICTURE, album="album-1")
    assert not created
    assert joined.removed_at == later(1)
    assert notes.notes(conn, begun.id) == []


def test_a_note_is_removed_only_under_its_own_evaluation(conn: Connection) -> None:
    begun, other = draft(conn), draft(conn)
    note, _ = noted(conn, begun, 11, "迟到")
    assert not notes.remove_note(conn, note.id, other.id, later(1))
    assert notes.notes(conn, begun.id) == [note]


def test_an_edited_message_changes_its_note(conn: Connection) -> None:
    begun = draft(conn)
    noted(conn, begun, 11, "迟到")
    edited = notes.edit_note_text(conn, CHAT, 11, "迟到两次", by=WANG, now=later(5))
    assert edited is not None
    assert (edited.text, edited.edited_at) == ("迟到两次", later(5))
    assert notes.notes(conn, begun.id) == [edited]


def test_an_edited_caption_of_a_later_picture_is_the_caption_of_the_album(conn: Connection) -> None:
    begun = draft(conn)
    noted(conn, begun, 11, "", PICTURE, album="album-1")
    noted(conn, begun, 12, "大堂", SECOND_PICTURE, album="album-1")
    edited = notes.edit_note_text(conn, CHAT, 12, "大堂地面", by=WANG, now=later(5))
    assert edited is not None
    assert edited.text == "大堂地面"


def test_an_edited_picture_without_caption_leaves_the_words_of_its_album(conn: Connection) -> None:
    begun = draft(conn)
    noted(conn, begun, 11, "大堂", PICTURE, album="album-1")
    before, _ = noted(conn, begun, 12, "", SECOND_PICTURE, album="album-1")
    assert notes.edit_note_text(conn, CHAT, 12, "", by=WANG, now=later(5)) == before


def test_an_edited_message_that_is_no_note_or_a_removed_one_changes_nothing(conn: Connection) -> None:
    begun = draft(conn)
    note, _ = noted(conn, begun, 11, "迟到")
    notes.remove_note(conn, note.id, begun.id, later(1))
    assert notes.edit_note_text(conn, CHAT, 11, "早到", by=WANG, now=later(5)) is None
    assert notes.edit_note_text(conn, CHAT, 12, "早到", by=WANG, now=later(5)) is None


def test_notes_of_a_handed_in_evaluation_stay_as_they_were(conn: Connection) -> None:
    begun = draft(conn)
    note, _ = noted(conn, begun, 11, "迟到")
    assert hand_in(conn, begun)
    assert notes.edit_note_text(conn, CHAT, 11, "早到", by=WANG, now=later(5)) is None
    assert not notes.remove_note(conn, note.id, begun.id, later(5))
    assert notes.notes(conn, begun.id) == [note]


def test_notes_of_a_draft_that_was_handed_over_stay_as_they_were(conn: Connection) -> None:
    begun = draft(conn)
    note, _ = noted(conn, begun, 11, "", PICTURE, album="album-1")
    noted(conn, begun, 12, "", SECOND_PICTURE, album="album-1")
    evaluations.hand_over_drafts(conn, WANG, ZHOU, later(1))
    assert notes.edit_note_text(conn, CHAT, 11, "早到", by=WANG, now=later(5)) is None
    assert notes.edit_note_text(conn, CHAT, 12, "", by=WANG, now=later(5)) is None
    assert notes.notes(conn, begun.id)[0].text == note.text


def test_an_amendment_lists_the_notes_of_all_it_amends_and_its_own(conn: Connection) -> None:
    begun = draft(conn)
    old, _ = noted(conn, begun, 11, "迟到")
    hand_in(conn, begun)
    first = draft(conn, amends=begun.id)
    middle, _ = noted(conn, first, 12, "证人")
    hand_in(conn, first)
    second = draft(conn, amends=first.id)
    own, _ = noted(conn, second, 13, "补充")
    assert notes.notes(conn, second.id) == [old, middle, own]
    assert not notes.remove_note(conn, old.id, second.id, later(5))
    assert notes.notes(conn, begun.id) == [old]


def test_a_stored_file_is_not_wanted_any_more(conn: Connection) -> None:
    begun = draft(conn)
    noted(conn, begun, 11, "", PICTURE)
    (wanted,) = notes.wanted_attachments(conn, 10)
    notes.attachment_stored(conn, wanted.id, "evidence/1/a.jpg", 119_000)
    assert notes.wanted_attachments(conn, 10) == []
    (note,) = notes.notes(conn, begun.id)
    (file,) = note.attachments
    assert (file.state, file.path, file.size) == ("stored", "evidence/1/a.jpg", 119_000)


def test_a_file_that_failed_waits_behind_those_not_tried_yet(conn: Connection) -> None:
    begun = draft(conn)
    noted(conn, begun, 11, "", PICTURE)
    noted(conn, begun, 12, "", SECOND_PICTURE)
    first, second = notes.wanted_attachments(conn, 10)
    notes.attachment_failed(conn, first.id, "wanted")
    assert [(file.id, file.tries) for file in notes.wanted_attachments(conn, 10)] == [
        (second.id, 0),
        (first.id, 1),
    ]
    assert [file.id for file in notes.wanted_attachments(conn, 1)] == [second.id]


@pytest.mark.parametrize("state", ["failed", "too-big"])
def test_a_file_given_up_is_not_wanted(conn: Connection, state: str) -> None:
    begun = draft(conn)
    noted(conn, begun, 11, "", PICTURE)
    (wanted,) = notes.wanted_attachments(conn, 10)
    notes.attachment_failed(conn, wanted.id, "failed" if state == "failed" else "too-big")
    assert notes.wanted_attachments(conn, 10) == []
    assert notes.notes(conn, begun.id)[0].attachments[0].state == state


def test_a_file_known_to_be_too_big_is_noted_and_not_wanted(conn: Connection) -> None:
    begun = draft(conn)
    noted(conn, begun, 11, "", NewAttachment("document", "f", "u", size=30_000_000, state="too-big"))
    assert notes.wanted_attachments(conn, 10) == []
    assert notes.notes(conn, begun.id)[0].attachments[0].state == "too-big"


def test_evaluations_without_notes_have_none(conn: Connection) -> None:
    assert notes.notes(conn, handed_in(conn).id) == []
    assert evaluations.count_history(conn, Scope(evaluator=WANG)) == 1
