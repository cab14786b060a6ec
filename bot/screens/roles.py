"""How roles, units and people are named on screens and in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.access import Role
from bot.texts import Texts


def role_words(t: Texts, role: str) -> str:
    """What a role is called."""
    match role:
        case Role.OWNER:
            return t("owner")
        case Role.SUPERVISOR:
            return t("supervisor")
        case Role.EVALUATOR:
            return t("evaluator")
        case _:
            return t("person assessed")


def role_label(t: Texts, role: str) -> str:
    """The same on a button."""
    match role:
        case Role.OWNER:
            return t("👑 Owner")
        case Role.SUPERVISOR:
            return t("🧭 Supervisor")
        case _:
            return t("✍️ Evaluator")


def role_about(t: Texts, role: str) -> str:
    """What a role may do, in a sentence."""
    match role:
        case Role.OWNER:
            return t("An owner sees everything and manages people, units and forms.")
        case Role.SUPERVISOR:
            return t("A supervisor sees what is rated in their units, and invites evaluators into them.")
        case Role.EVALUATOR:
            return t("An evaluator rates by forms, and sees what they rated themselves.")
        case _:
            return t("The person assessed sees a result about themselves.")


def role_in_unit(t: Texts, role: str, unit: str | None) -> str:
    """A role with its unit, where it has one; not escaped."""
    if unit is None:
        return role_words(t, role)
    return t("{role}, {unit}", role=role_words(t, role), unit=unit)


def roles_in_words(
    t: Texts, roles: Iterable[tuple[str, int | None]], unit_names: Mapping[int, str]
) -> list[str]:
    """Each role with its unit; the most powerful first."""
    order = [str(role) for role in Role]
    return [
        role_in_unit(t, role, None if unit_id is None else unit_names.get(unit_id, "?"))
        for role, unit_id in sorted(roles, key=lambda one: (order.index(one[0]), one[1] or 0))
    ]
