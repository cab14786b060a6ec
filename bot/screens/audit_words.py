"""The words of the audit trail: acts, what they were about, and their details, as people read them."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.screens.roles import role_words
from bot.screens.screen import clip, esc
from bot.texts import Texts
from storage.audit import Action


def moment_words(at: str, zone: tzinfo) -> str:
    """A row's moment in local time; as it stands where somebody tampered with it."""
    try:
        return f"{datetime.fromisoformat(at).astimezone(zone):%m-%d %H:%M}"
    except (TypeError, ValueError):
        return esc(clip(str(at), 20))


def object_words(t: Texts, kind: str, id_: str) -> str:
    """What a row is about."""
    match kind:
        case "evaluation":
            return t("No. {n}", n=id_)
        case "history":
            return t("History")
        case "audit":
            return t("Audit trail")
        case "plan":
            return t("plan {id}", id=id_)
        case "occurrence":
            return t("task {id}", id=id_)
        case "person":
            return t("person {id}", id=id_)
        case "subject":
            return t("subject {id}", id=id_)
        case "evaluations":
            return t("Evaluations")
        case "comparison":
            return t("Comparisons")
        case "invitation":
            return t("invitation {id}", id=id_)
        case "feedback":
            return t("release {id}", id=id_)
        case "note":
            return t("note {id}", id=id_)
        case "unit":
            return t("unit {id}", id=id_)
        case "group":
            return t("group {id}", id=id_)
        case _:
            return f"{kind} {id_}"


def detail_words(t: Texts, key: str, value: object) -> str:
    """One of the details; a word this version does not know as it is."""
    keys = {
        "view": t("what"),
        "as": t("kind of file"),
        "page": t("page"),
        "days": t("days"),
        "feedback": t("release"),
        "form": t("form"),
        "subject": t("subject"),
        "role": t("role"),
        "unit": t("unit"),
        "grade": t("grade"),
        "revision": t("revision"),
        "searched": t("searched"),
        "evaluation": t("evaluation"),
        "evaluations": t("evaluations"),
        "amends": t("amends"),
        "by": t("by no."),
        "to": t("to"),
        "uses": t("people"),
    }
    values = {
        "True": t("yes"),
        "False": t("no"),
        "result": t("result"),
        "sources": t("several sources"),
        "released": t("what was released"),
        "verify": t("verdict on a report"),
        "trend": t("trend"),
        "pair": t("side by side"),
    }
    said = role_words(t, str(value)) if key == "role" else str(value)
    return f"{keys.get(key, key)} {values.get(said, said)}"


def action_words(t: Texts, action: str) -> str:
    """What was done, in the reader's language; a word this version does not know as it is."""
    words = {
        Action.BEGAN: t("began"),
        Action.HANDED_IN: t("handed in"),
        Action.DISCARDED: t("discarded"),
        Action.BEGAN_AMENDMENT: t("began an amendment"),
        Action.AMENDED: t("amended"),
        Action.EDITED: t("rewrote"),
        Action.REMOVED: t("removed"),
        Action.RENAMED: t("renamed"),
        Action.SAW: t("looked at"),
        Action.REVEALED: t("revealed"),
        Action.EXPORTED: t("exported"),
        Action.HANDED_OUT: t("handed out what is held"),
        Action.ERASED: t("erased"),
        Action.KEPT_LONGER: t("kept longer"),
        Action.HIRED: t("marked as hired"),
        Action.NOT_HIRED: t("marked as not hired"),
        Action.RELEASED: t("released"),
        Action.UNRELEASED: t("took the release back"),
        Action.ANSWERED: t("answered"),
        Action.DISPUTED: t("disputed"),
        Action.SETTLED: t("settled"),
        **_people_words(t),
        **_plan_words(t),
    }
    known = {str(key): value for key, value in words.items()}
    return known.get(action, action.replace("-", " "))


def _plan_words(t: Texts) -> dict[Action, str]:
    return {
        Action.PLANNED: t("made a plan"),
        Action.PLAN_CHANGED: t("changed a plan"),
        Action.PLAN_PAUSED: t("paused a plan"),
        Action.PLAN_RESUMED: t("resumed a plan"),
        Action.PLAN_ENDED: t("ended a plan"),
        Action.OFFERED: t("offered"),
        Action.TAKEN_OVER: t("took over"),
        Action.EXCUSED: t("excused"),
        Action.EXPLAINED: t("gave the reason of a miss"),
    }


def _people_words(t: Texts) -> dict[Action, str]:
    return {
        Action.INVITED: t("invited"),
        Action.REVOKED: t("revoked an invitation"),
        Action.JOINED: t("joined"),
        Action.LEFT: t("left"),
        Action.GRANTED: t("gave a role"),
        Action.ENDED: t("ended a role"),
        Action.SUSPENDED: t("suspended"),
        Action.LET_IN: t("let in again"),
        Action.HANDED_OVER: t("handed over"),
        Action.UNIT_ADDED: t("added a unit"),
        Action.UNIT_RENAMED: t("renamed a unit"),
        Action.UNIT_MERGED: t("merged units"),
        Action.UNIT_REMOVED: t("removed a unit"),
        Action.GROUP_ADDED: t("added the bot to a group"),
        Action.GROUP_CHOSEN: t("chose posts of a group"),
    }
