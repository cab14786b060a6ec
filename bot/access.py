"""Who may use the bot: for now the owners. Anyone else gets one sentence and nothing of theirs is kept."""

from __future__ import annotations

from collections.abc import Collection

from bot.texts import Texts


def may_use(person_id: int, owners: Collection[int]) -> bool:
    """Whether this Telegram id may use the bot; default deny."""
    return person_id in owners


def stranger_words(t: Texts, person_id: int) -> str:
    """The one sentence for someone who is not known, with the id to pass on."""
    return t(
        "This bot works for a closed group. If you belong to it, give its owner your Telegram id: {id}. "
        "Nothing of what you send here is kept.",
        id=person_id,
    )


def group_words(t: Texts) -> str:
    """The one sentence in a group."""
    return t("Evaluations are for a private chat only. Open a chat with me and send /start.")
