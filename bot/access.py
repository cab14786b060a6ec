"""Who may do what, in one table; everything not in it is refused.

A person's *standing* comes from the roles they have. What they want is an :class:`Action` on something that is
their own, of their units, or foreign to them (:class:`Relation`). :data:`PERMISSIONS` says which roles may.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.texts import Texts
from storage.scope import Scope


class Role(StrEnum):
    """What a person is here. The words are stored, so they never change."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    EVALUATOR = "evaluator"
    SUBJECT = "subject"


class Relation(StrEnum):
    """How a thing stands to the person: theirs, of a unit where they have the role, or neither."""

    OWN = "own"
    UNIT = "unit"
    FOREIGN = "foreign"


class Action(StrEnum):
    """What can be done. Each command, button and view of the conversation names one."""

    LOOK_AROUND = "look around"
    """Menu, help, language: nobody's data."""
    EVALUATE = "evaluate"
    """Begin, answer, note, hand in, discard a draft."""
    SEE = "see"
    """A result with its answers and notes, its report and picture."""
    AMEND = "amend"
    REVEAL = "reveal"
    """Show a masked phone number or the like in full; audited."""
    EXPORT = "export"
    """Tables of many evaluations."""
    COMPARE = "compare"
    JUDGE_FORM = "judge form"
    """A form's own health, and how strict its evaluators are."""
    VERIFY = "verify"
    """Ask whether a report's code is genuine."""
    RELEASE = "release"
    """Let the person assessed see a result, and take that back."""
    READ_RELEASED = "read released"
    """The released result about oneself."""
    ANSWER_RELEASED = "answer released"
    """已阅 or 有异议 to the result about oneself."""
    SETTLE = "settle"
    """Answer a dispute."""
    INVITE_EVALUATOR = "invite evaluator"
    INVITE_SUPERVISOR = "invite supervisor"
    INVITE_OWNER = "invite owner"
    MANAGE_PEOPLE = "manage people"
    """List evaluators, suspend, hand over their drafts."""
    MANAGE_SUPERVISORS = "manage supervisors"
    """The same with supervisors and owners."""
    MANAGE_UNITS = "manage units"
    PLAN = "plan"
    """Make, change, pause and end plans."""
    DUE = "due"
    """What one has to do."""
    BOARD = "board"
    """What is done, due, overdue and missed in one's units."""
    WORK_OCCURRENCE = "work occurrence"
    """Start, snooze, hand over or excuse what a reminder is about."""
    POST_IN_GROUP = "post in group"
    AUDIT = "audit"
    """Read and export the trail."""
    FORGET = "forget"
    """Erase a person, keep one longer, hand out all that is held on one."""


_OWN = frozenset({Relation.OWN})
_UNITS = frozenset({Relation.OWN, Relation.UNIT})
_UNIT = frozenset({Relation.UNIT})
_ALL = frozenset(Relation)
_NONE: frozenset[Relation] = frozenset()

PERMISSIONS: Mapping[Action, Mapping[Role, frozenset[Relation]]] = {
    action: dict(zip((Role.OWNER, Role.SUPERVISOR, Role.EVALUATOR, Role.SUBJECT), cells, strict=True))
    for action, cells in {
        # owner, supervisor, evaluator, subject
        Action.LOOK_AROUND: (_ALL, _ALL, _ALL, _ALL),
        Action.EVALUATE: (_OWN, _OWN, _OWN, _NONE),
        Action.SEE: (_ALL, _UNITS, _OWN, _NONE),
        Action.AMEND: (_ALL, _UNITS, _OWN, _NONE),
        Action.REVEAL: (_ALL, _UNITS, _OWN, _NONE),
        Action.EXPORT: (_ALL, _UNITS, _OWN, _NONE),
        Action.COMPARE: (_ALL, _UNITS, _OWN, _NONE),
        Action.JUDGE_FORM: (_ALL, _UNITS, _NONE, _NONE),
        Action.VERIFY: (_ALL, _ALL, _ALL, _ALL),
        Action.RELEASE: (_ALL, _UNITS, _NONE, _NONE),
        Action.READ_RELEASED: (_OWN, _OWN, _OWN, _OWN),
        Action.ANSWER_RELEASED: (_OWN, _OWN, _OWN, _OWN),
        Action.SETTLE: (_ALL, _UNITS, _NONE, _NONE),
        Action.INVITE_EVALUATOR: (_ALL, _UNITS, _NONE, _NONE),
        Action.INVITE_SUPERVISOR: (_ALL, _NONE, _NONE, _NONE),
        Action.INVITE_OWNER: (_ALL, _NONE, _NONE, _NONE),
        Action.MANAGE_PEOPLE: (_ALL, _UNITS, _NONE, _NONE),
        Action.MANAGE_SUPERVISORS: (_ALL, _NONE, _NONE, _NONE),
        Action.MANAGE_UNITS: (_ALL, _NONE, _NONE, _NONE),
        Action.PLAN: (_ALL, _UNIT, _NONE, _NONE),
        Action.DUE: (_OWN, _OWN, _OWN, _NONE),
        Action.BOARD: (_ALL, _UNIT, _NONE, _NONE),
        Action.WORK_OCCURRENCE: (_ALL, _UNITS, _OWN, _NONE),
        Action.POST_IN_GROUP: (_ALL, _UNIT, _NONE, _NONE),
        Action.AUDIT: (_ALL, _NONE, _NONE, _NONE),
        Action.FORGET: (_ALL, _NONE, _NONE, _NONE),
    }.items()
}
"""Action by role: the relations in which it is allowed. Somebody with two roles may what either may."""


NEVER_ABOUT_ONESELF = frozenset({Action.AMEND, Action.RELEASE, Action.SETTLE})
"""What nobody may do to a result about themselves, whatever their role: somebody else sees to it."""


def allowed(role: Role, action: Action, relation: Relation) -> bool:
    """One cell of the table; an action that is not in it is refused."""
    return relation in PERMISSIONS.get(action, {}).get(role, _NONE)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is: owner or not, the units they supervise and rate in, whether a result was released to them.

    A suspended person has no role, whatever the records say.
    """

    person_id: int
    owner: bool = False
    supervises: frozenset[int] = frozenset()
    rates_in: frozenset[int] = frozenset()
    subject: bool = False
    suspended: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """The roles, none for a stranger or a suspended person."""
        if self.suspended:
            return frozenset()
        has = {
            Role.OWNER: self.owner,
            Role.SUPERVISOR: bool(self.supervises),
            Role.EVALUATOR: bool(self.rates_in),
            Role.SUBJECT: self.subject,
        }
        return frozenset(role for role, there in has.items() if there)

    @property
    def known(self) -> bool:
        """Whether they may use the bot at all."""
        return bool(self.roles)

    @property
    def works_in(self) -> frozenset[int]:
        """The units in which they may rate somebody new; with several, they say which."""
        return self.supervises | self.rates_in

    @property
    def home(self) -> int | None:
        """The unit of what they rate that belongs to none yet: the oldest in which they work."""
        return min(self.rates_in or self.supervises, default=None)

    def may_ever(self, action: Action) -> bool:
        """Whether there is anything on which they may do this: what a menu shows and a handler asks first."""
        return any(PERMISSIONS.get(action, {}).get(role) for role in self.roles)

    def may(self, action: Action, *, person_id: int | None = None, unit_id: int | None = None) -> bool:
        """Whether they may do this to a thing of this person (evaluator, assignee) and this unit."""
        return any(
            allowed(role, action, relation)
            for role in self.roles
            for relation in self._relations(role, person_id, unit_id)
        )

    def _relations(self, role: Role, person_id: int | None, unit_id: int | None) -> Iterable[Relation]:
        yield Relation.FOREIGN
        if person_id is not None and person_id == self.person_id:
            yield Relation.OWN
            if unit_id is None:
                # What belongs to no unit is of theirs whose it is.
                yield Relation.UNIT
        units = self.supervises if role is Role.SUPERVISOR else self.rates_in
        if unit_id is not None and unit_id in units:
            yield Relation.UNIT

    def scope(self, action: Action = Action.SEE) -> Scope:
        """What they may do this to, as the filter under every list.

        Where only the units count (plans, the board), ``evaluator`` stands for what is theirs and of no unit.
        """
        relations = {
            relation for role in self.roles for relation in Relation if allowed(role, action, relation)
        }
        if Relation.FOREIGN in relations:
            return Scope(everything=True)
        return Scope(
            units=self.supervises if Relation.UNIT in relations else frozenset(),
            evaluator=self.person_id if relations else None,
        )


def standing_of(
    person_id: int, roles: Iterable[tuple[str, int | None]], owners: Collection[int], *, suspended: bool
) -> Standing:
    """The standing from stored roles (role, unit); ``owners`` are those named in the settings, always in."""
    named = person_id in owners
    held = [(Role(role), unit) for role, unit in roles]
    return Standing(
        person_id,
        owner=named or any(role is Role.OWNER for role, _ in held),
        supervises=frozenset(unit for role, unit in held if role is Role.SUPERVISOR and unit is not None),
        rates_in=frozenset(unit for role, unit in held if role is Role.EVALUATOR and unit is not None),
        subject=any(role is Role.SUBJECT for role, _ in held),
        suspended=suspended and not named,
    )


def stranger_words(t: Texts, person_id: int) -> str:
    """The one sentence for someone who is not known, with the id to pass on."""
    return t(
        "This bot works for a closed group. If you belong to it, ask for an invitation link, or give its owner "
        "your Telegram id: {id}. Nothing of what you send here is kept.",
        id=person_id,
    )


def suspended_words(t: Texts) -> str:
    """The one sentence for someone whose access was ended."""
    return t(
        "Your access here was ended by an owner or supervisor; what you handed in is kept. "
        "Ask them if this is a mistake."
    )


def about_oneself_words(t: Texts) -> str:
    """The one sentence for someone who wants to change or release a result about themselves."""
    return t("This result is about you, so somebody else sees to it: a supervisor of the unit or an owner.")


def refused_words(t: Texts) -> str:
    """The one sentence for someone known who wants what their role does not give."""
    return t("This is not open to you here. /help tells what is.")
