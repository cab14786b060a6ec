"""Taking one thing that came in: load, decide, write; the caller commits and then shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.access import Action
from bot.codec import decode
from bot.conversation.guests import guest_card, guest_turn
from bot.conversation.incoming import Command, Edited, Incoming, Other, Sender, Sent, Tap, Typed
from bot.conversation.noting import edited, evidence_sent
from bot.conversation.present import present
from bot.conversation.rooms import COMMANDS, TAPS, commands_shown
from bot.conversation.taps import stale_words, tapped
from bot.conversation.turn import House, Outcome, Stale, Turn
from bot.conversation.typed import typed
from storage import chats, people
from storage.opening import live_roles, opening
from storage.values import Chat, Person

FROM_GROUP = "c_"
"""What ``/start`` is followed by where a command was sent in a group and led here: ``c_due`` is ``/due``."""

INCOMING: Mapping[type[Incoming], Action] = {
    Tap: Action.LOOK_AROUND,
    Command: Action.LOOK_AROUND,
    Typed: Action.LOOK_AROUND,
    Sent: Action.EVALUATE,
    Edited: Action.EVALUATE,
    Other: Action.LOOK_AROUND,
}
"""Who may send what at all. Each button, each command and each view that takes words names its own action besides."""

_TOUCH = timedelta(minutes=1)
"""How exactly a chat's last touch is kept where nothing else about the chat changes."""


def take(conn: Connection, house: House, incoming: Incoming, now: datetime) -> Outcome:
    """One turn of the conversation, whole. Taking the same thing twice changes nothing the second time."""
    sender = incoming.sender
    found = opening(conn, sender.id)
    known = found.person or Person(sender.id, sender.name, None, sender.language, now)
    standing = house.standing(known, found.roles)
    if not standing.known:
        guest = Turn(conn, house, sender, known, found.chat or Chat(sender.id), now, standing)
        outcome = guest_turn(guest, incoming)
        return replace(outcome, commands=outcome.commands or guest.chat.commands is not None)
    person = _person(conn, sender, found.person, now)
    turn = Turn(conn, house, sender, person, found.chat or Chat(sender.id), now, standing)
    mine = found.evaluation is not None and found.evaluation.evaluator_id == sender.id
    if found.evaluation is not None and mine and standing.may_ever(Action.EVALUATE):
        turn.begin_with(found.evaluation, found.subject)
    elif found.evaluation is not None:
        # Handed over to somebody else meanwhile, or no evaluator any more.
        turn.chat = replace(turn.chat, evaluation_id=None, view="menu")
    before = turn.chat
    try:
        if isinstance(incoming, Tap):
            turn.tapped = incoming.message_id
            tapped(turn, incoming)
        elif isinstance(incoming, Edited):
            _edited(turn, incoming)
        elif incoming.message_id > before.last_message_id:
            turn.wrote = incoming.message_id
            _message(turn, incoming)
            turn.chat = replace(turn.chat, last_message_id=incoming.message_id)
    except Stale:
        turn.notice = stale_words(turn)
    outcome = _outcome(turn, incoming, before)
    # Until a new card is known to stand there, the old one is the card: after a crash it is still taken away.
    card = outcome.card if outcome.card is not None else turn.chat.card_message_id
    after = replace(turn.chat, card_message_id=card)
    if after != before or before.touched_at is None or now - before.touched_at > _TOUCH:
        chats.save_chat(conn, after, now)
    return replace(outcome, commands=_commands_differ(turn))


def _commands_differ(turn: Turn) -> bool:
    """Whether Telegram shows another list of commands in this chat than its person may use now."""
    return commands_shown(turn.t, turn.standing) != turn.chat.commands


def look(conn: Connection, house: House, chat: Chat, now: datetime, newest: int = 0) -> Outcome:
    """What a chat should be showing now, changing nothing: for drawing again after a restart.

    ``newest`` is a message below which the card belongs, beside those of the person.
    """
    newest = max(newest, chat.last_message_id)
    person = people.person(conn, chat.chat_id) or Person(chat.chat_id, "", None, None, now)
    sender = Sender(person.id, person.name, person.telegram_language)
    turn = Turn(conn, house, sender, person, chat, now, house.standing(person, live_roles(conn, person.id)))
    screen = present(turn) if turn.standing.known else guest_card(turn)
    if screen is None:
        return Outcome(chat.chat_id, commands=_commands_differ(turn))
    card = chat.card_message_id
    below = card is None or card < newest
    return Outcome(
        chat.chat_id,
        screen,
        card=None if below else card,
        gone=(card,) if below and card is not None else (),
        newest=newest,
        stays=turn.stays,
        commands=_commands_differ(turn),
    )


def _person(conn: Connection, sender: Sender, known: Person | None, now: datetime) -> Person:
    if known is None or (known.name, known.telegram_language) != (sender.name, sender.language):
        people.remember_person(conn, sender.id, sender.name, now, sender.language)
        known = people.person(conn, sender.id)
    return known or Person(sender.id, sender.name, None, sender.language, now)


def _edited(turn: Turn, incoming: Edited) -> None:
    if turn.standing.may_ever(INCOMING[Edited]):
        edited(turn, incoming)
    else:
        turn.notice = turn.t("Changing a sent message changes nothing here.")


def _message(turn: Turn, incoming: Command | Typed | Sent | Other) -> None:
    if not turn.standing.may_ever(INCOMING[type(incoming)]):
        turn.refuse()
        return
    match incoming:
        case Command():
            _command(turn, incoming)
        case Typed():
            typed(turn, incoming)
        case Sent():
            evidence_sent(turn, incoming)
        case Other():
            turn.notice = turn.t(
                "This kind of message cannot be kept. Text, voice, pictures, video and files can become a note."
            )


def _command(turn: Turn, command: Command) -> None:
    if command.name == "start" and command.argument.startswith(FROM_GROUP):
        command = replace(command, name=command.argument.removeprefix(FROM_GROUP), argument="")
    entry = COMMANDS.get(command.name)
    if entry is None:
        turn.notice = turn.t(
            "/{name} is not a command here. /help tells what there is.", name=command.name[:30]
        )
    elif not turn.standing.may_ever(entry.action):
        turn.refuse()
    else:
        entry.run(turn, command.argument)


def _outcome(turn: Turn, incoming: Incoming, before: Chat) -> Outcome:
    """Where the screen goes: into the card if that is still the last message, else below it as a new one."""
    card = turn.chat.card_message_id
    gone: tuple[int, ...] = ()
    newest = max(turn.chat.last_message_id, before.last_message_id)
    if isinstance(incoming, Tap) and _aside(incoming) and incoming.message_id != before.card_message_id:
        query = incoming.query_id
        if turn.chat == before:
            return Outcome(
                turn.chat.chat_id,
                query_id=query,
                toast=turn.toast,
                errands=tuple(turn.errands),
                asides=tuple(turn.asides),
            )
        newest = max(newest, incoming.message_id)
    elif isinstance(incoming, Tap):
        if before.card_message_id is None or incoming.message_id > before.card_message_id:
            # A card that was sent but not written down before a crash: it is the live one now.
            gone = (before.card_message_id,) if before.card_message_id else ()
            card = incoming.message_id if turn.chat.card_message_id == before.card_message_id else None
        elif incoming.message_id < before.card_message_id and _of_an_evaluation(incoming):
            gone = (incoming.message_id,)
        query = incoming.query_id
    else:
        query = None
    if card is not None and card < newest:
        gone, card = (*gone, card), None
    return Outcome(
        chat_id=turn.chat.chat_id,
        screen=present(turn),
        card=card,
        gone=gone,
        newest=newest,
        stays=turn.stays,
        query_id=query,
        toast=turn.toast,
        copy_files=turn.copy_files,
        errands=tuple(turn.errands),
        asides=tuple(turn.asides),
        lost=turn.t("⚠️ The card could not be shown; what you answered is kept. /start shows it again."),
    )


def _aside(tap: Tap) -> bool:
    """Whether the tapped message is one of its own, like a reminder, and not a card."""
    act = decode(tap.data)
    entry = TAPS.get(act.op) if act is not None else None
    return entry is not None and entry.aside


def _of_an_evaluation(tap: Tap) -> bool:
    """Whether the tapped message was a card of an open evaluation, and not a list or a result that may stay."""
    act = decode(tap.data)
    return act is not None and act.revision is not None
