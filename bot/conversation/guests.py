"""People who are not in: one sentence, and nothing of theirs is kept; only an invitation opens the door."""

from __future__ import annotations

from dataclasses import replace

from bot.access import Standing, stranger_words, suspended_words
from bot.codec import Act, decode
from bot.conversation import joining
from bot.conversation.incoming import Command, Edited, Incoming, Tap, Typed
from bot.conversation.present import present
from bot.conversation.turn import House, Outcome, Turn
from bot.screens.screen import Screen, esc
from bot.texts import language_of, texts
from storage import chats, invitations
from storage.values import Person

_ANSWERS = {"join", "nojoin"}


def guest_turn(turn: Turn, incoming: Incoming) -> Outcome:
    """What somebody gets who has no role: the card of an invitation, its answer, or the one sentence."""
    if turn.standing.suspended:
        return _suspended(turn, incoming)
    if (
        isinstance(incoming, Command)
        and incoming.name == "start"
        and joining.is_invitation(incoming.argument)
    ):
        return _opened(turn, incoming)
    if isinstance(incoming, Typed) and (argument := joining.pasted_invitation(incoming.text)):
        return _opened(turn, Command(incoming.sender, incoming.message_id, "start", argument))
    act = decode(incoming.data) if isinstance(incoming, Tap) else None
    if isinstance(incoming, Tap) and act is not None and act.op in _ANSWERS:
        return _answered(turn, incoming, act)
    return turned_away(turn.house, turn.person, turn.standing, incoming)


def guest_card(turn: Turn) -> Screen | None:
    """What the chat of somebody without a role shows: the invitation they were shown; no card they had before."""
    view, _, argument = turn.chat.view.partition(":")
    if view == "join" and not turn.standing.suspended:
        return joining.join_card(turn, argument)
    if turn.chat.card_message_id is None:
        return None
    return Screen(
        esc(suspended_words(turn.t) if turn.standing.suspended else stranger_words(turn.t, turn.person.id))
    )


def turned_away(house: House, person: Person, standing: Standing, incoming: Incoming) -> Outcome:
    """The one sentence; nothing of what they sent is kept."""
    t = texts(language_of(person.language, incoming.sender.language, house.language))
    words = suspended_words(t) if standing.suspended else stranger_words(t, person.id)
    if isinstance(incoming, Tap):
        return Outcome(person.id, query_id=incoming.query_id, toast=words)
    return Outcome(person.id, say="" if isinstance(incoming, Edited) else words)


def _suspended(turn: Turn, incoming: Incoming) -> Outcome:
    if isinstance(incoming, Command) and joining.is_invitation(incoming.argument):
        words = turn.t(
            "Your access here was ended, and an invitation does not change that. "
            "Ask an owner or supervisor to let you in again."
        )
        return Outcome(turn.sender.id, say=words)
    return turned_away(turn.house, turn.person, turn.standing, incoming)


def _opened(turn: Turn, command: Command) -> Outcome:
    before = turn.chat
    if command.message_id > before.last_message_id:
        turn.chat = replace(turn.chat, evaluation_id=None, last_message_id=command.message_id)
        if not joining.open_invitation(turn, command.argument):
            return Outcome(turn.sender.id, say=turn.notice or "")
        chats.save_chat(turn.conn, turn.chat, turn.now)
    card = before.card_message_id
    return Outcome(
        turn.sender.id,
        guest_card(turn),
        gone=() if card is None else (card,),
        newest=turn.chat.last_message_id,
    )


def _answered(turn: Turn, tap: Tap, act: Act) -> Outcome:
    found = joining.asked(turn, act)
    if found is None:
        words = turn.t("This invitation is not open here any more. Open its link again.")
        return Outcome(turn.sender.id, query_id=tap.query_id, toast=words)
    if act.op == "join" and joining.join(turn, found):
        turn.chat = replace(turn.chat, card_message_id=tap.message_id)
        chats.save_chat(turn.conn, turn.chat, turn.now)
        screen = present(turn)
    else:
        _forget(turn)
        declined = turn.t(
            "You did not join, and nothing of you is kept. The link opens again while it is valid."
        )
        screen = Screen(esc(turn.notice or declined))
    return Outcome(
        turn.sender.id,
        screen,
        card=tap.message_id,
        newest=turn.chat.last_message_id,
        query_id=tap.query_id,
        commands=True,
        errands=tuple(turn.errands),
    )


def _forget(turn: Turn) -> None:
    """The chat of somebody who is not known goes; of somebody who was in before, it shows nothing."""
    invitations.forget_guest(turn.conn, turn.sender.id)
    if chats.chat(turn.conn, turn.sender.id) is not None:
        chats.save_chat(turn.conn, replace(turn.chat, view="menu"), turn.now)
