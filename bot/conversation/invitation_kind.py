"""What joining means for each role an invitation can be for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation.turn import Turn
from storage.invitations import Invitation


@dataclass(frozen=True, slots=True)
class InvitationKind:
    """How one kind of invitation is offered and taken up.

    ``offer`` says to do what it invites ("to join as …"), escaped, or ``None`` where that is not there any more.
    ``blocked`` says why this person cannot take it up though it is open, or ``None``.
    ``join`` does it, in the turn in which the use was counted, and returns the sentence of welcome. The menu is
    shown afterwards unless it shows something else (``turn.show``).
    """

    offer: Callable[[Turn, Invitation], str | None]
    blocked: Callable[[Turn, Invitation], str | None]
    join: Callable[[Turn, Invitation], str]
