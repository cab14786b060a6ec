from sqlalchemy import Connection

from storage import chats, forms, people
from storage.values import Chat, Person
from tests.storage.scene import CHAT, NOW, WANG, draft, later


def test_a_person_is_remembered_with_the_name_they_have_now(conn: Connection) -> None:
    people.remember_person(conn, WANG, "王芳", NOW)
    people.remember_person(conn, WANG, "王芳 🌸", later(5))
    assert people.person(conn, WANG) == Person(WANG, "王芳 🌸", None, None, NOW)
    assert people.person(conn, WANG + 1) is None


def test_a_chosen_language_outlives_a_new_name_and_can_be_given_up(conn: Connection) -> None:
    people.remember_person(conn, WANG, "王芳", NOW)
    people.choose_language(conn, WANG, "en")
    people.remember_person(conn, WANG, "Wang Fang", later(5))
    assert people.person(conn, WANG) == Person(WANG, "Wang Fang", "en", None, NOW)
    people.choose_language(conn, WANG, None)
    assert people.person(conn, WANG) == Person(WANG, "Wang Fang", None, None, NOW)


def test_a_chat_is_kept_as_it_was_saved_last(conn: Connection) -> None:
    begun = draft(conn)
    chats.save_chat(conn, Chat(CHAT), NOW)
    assert chats.chat(conn, CHAT) == Chat(CHAT, None, "menu", None, 0, NOW)
    chats.save_chat(conn, Chat(CHAT, begun.id, "drafts", 40, 39), later(1))
    assert chats.chat(conn, CHAT) == Chat(CHAT, begun.id, "drafts", 40, 39, later(1))
    assert chats.chat(conn, CHAT + 1) is None


def test_the_highest_message_handled_never_goes_back(conn: Connection) -> None:
    chats.save_chat(conn, Chat(CHAT, last_message_id=39), NOW)
    chats.save_chat(conn, Chat(CHAT, last_message_id=12, view="drafts"), later(1))
    assert chats.chat(conn, CHAT) == Chat(CHAT, None, "drafts", None, 39, later(1))


def test_only_a_newer_card_replaces_the_card(conn: Connection) -> None:
    chats.save_chat(conn, Chat(CHAT), NOW)
    assert chats.card_sent(conn, CHAT, 41)
    assert not chats.card_sent(conn, CHAT, 40)
    assert not chats.card_sent(conn, CHAT + 1, 50)
    known = chats.chat(conn, CHAT)
    assert known is not None
    assert known.card_message_id == 41


def test_chats_touched_since_a_moment_come_latest_first(conn: Connection) -> None:
    for number in range(4):
        chats.save_chat(conn, Chat(number), later(number))
    assert [one.chat_id for one in chats.active_since(conn, later(1))] == [3, 2, 1]


def test_a_form_is_kept_once_as_it_was(conn: Connection) -> None:
    forms.keep_form(conn, "abc", "interview", "面试", '{"a":1}', NOW)
    forms.keep_form(conn, "abc", "interview", "another", '{"a":2}', later(1))
    assert forms.form_body(conn, "abc") == '{"a":1}'
    assert forms.form_body(conn, "abd") is None


def test_the_language_of_their_telegram_is_kept_beside_the_chosen_one(conn: Connection) -> None:
    people.remember_person(conn, WANG, "王芳", NOW, "zh-hans")
    people.choose_language(conn, WANG, "en")
    people.remember_person(conn, WANG, "王芳", later(5), "de")
    assert people.person(conn, WANG) == Person(WANG, "王芳", "en", "de", NOW)
