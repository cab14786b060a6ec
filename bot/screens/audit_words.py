"""The words of the audit trail: acts, what they were about, and their details, as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from bot.screens.roles import role_words
from bot.screens.screen import clip, esc
from bot.texts import Texts
from rubrics.model import Form
from storage.audit import Action
from storage.audit_reading import details_of
from storage.chain import Entry


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


def actor_words(t: Texts, row: Entry) -> str:
    """Who did it, where it was no person whose name is known: the bot itself, the command line, or a Telegram id."""
    if row.actor != 0:
        return str(row.actor)
    details = details_of(row)
    by_itself = isinstance(details, dict) and details.get("because") == "retention"
    return t("the bot") if by_itself else t("command line")


def group_label(t: Texts, group: str) -> str:
    """A kind of acts on a button."""
    return {
        "saw": t("👁 Seen"),
        "made": t("✏️ Rated"),
        "out": t("⬇ Exported"),
        "erased": t("🗑 Erased"),
        "plans": t("📅 Plans"),
        "people": t("👥 People"),
        "told": t("📨 Released"),
    }.get(group, t("All"))


def detail_words(t: Texts, key: str, value: object, forms: Mapping[str, Form] | None = None) -> str:
    """One of the details; a word this version does not know as it is. ``forms`` are those in use, by their ids."""
    said = str(value)
    match key:
        case "role":
            said = role_words(t, said)
        case "group":
            said = group_label(t, said)
        case "form":
            said = forms[said].short if forms and said in forms else said
        case "item" | "fields":
            said = t(", ").join(_title(id, forms or {}) for id in said.split())
        case _:
            said = _values(t).get(said, said)
    if key == "to" and isinstance(value, str):
        return f"{t('up to')} {said}"
    return f"{_keys(t).get(key, key)} {said}"


def _title(id: str, forms: Mapping[str, Form]) -> str:
    """What a question or a field is called, where all forms that have one of this id agree."""
    titles = {form.by_id[id].title for form in forms.values() if id in form.by_id}
    titles |= {form.fields[id].label for form in forms.values() if id in form.fields}
    return titles.pop() if len(titles) == 1 else id


def _keys(t: Texts) -> dict[str, str]:
    return {
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
        "actor": t("person"),
        "again": t("once more"),
        "because": t("why"),
        "count": t("how many"),
        "drafts": t("drafts"),
        "fields": t("fields"),
        "files": t("files"),
        "from": t("from day"),
        "group": t("kind of act"),
        "into": t("into unit"),
        "invitations": t("open invitations"),
        "item": t("question"),
        "notes": t("notes"),
        "occurrences": t("tasks"),
        "other": t("beside no."),
        "outcome": t("outcome"),
        "people": t("people"),
        "plans": t("plans"),
        "roles": t("roles"),
    }


def _values(t: Texts) -> dict[str, str]:
    return {
        "True": t("yes"),
        "False": t("no"),
        "result": t("result"),
        "sources": t("several sources"),
        "released": t("what was released"),
        "verify": t("verdict on a report"),
        "trend": t("trend"),
        "pair": t("side by side"),
        "rank": t("ranking"),
        "league": t("league"),
        "health": t("health of a form"),
        "upheld": t("upheld"),
        "changed": t("changed"),
        "withdrawn": t("dispute withdrawn"),
        "request": t("on request"),
        "retention": t("kept as long as promised"),
    }


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
