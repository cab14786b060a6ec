"""Handing out all that is held on someone: as JSON for programs, as a page for people, with the files themselves."""

from __future__ import annotations

import contextlib
import html
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.evidence import copies_of
from bot.rating import answers_of, parse_json
from bot.screens.audit_words import action_words, actor_words, object_words
from bot.screens.privacy import kind_words
from bot.screens.wording import answer_words, moment, number
from bot.texts import Texts
from rubrics.fields import shown
from rubrics.model import Form
from storage.audit_reading import details_of
from storage.chain import Entry
from storage.holding import Held

PAGE = "summary.html"
DATA = "data.json"
_JSON_COLUMNS = {
    ("subject", "fields"),
    ("evaluation", "result"),
    ("answer", "value"),
}


def data_of(held: Held, now: datetime) -> dict[str, Any]:
    """Everything, as values that JSON can hold: rows by table, moments in UTC, what is JSON as JSON."""
    return {
        "made_at": now.isoformat(),
        "held": {
            table: [{name: _plain(table, name, value) for name, value in row.items()} for row in rows]
            for table, rows in held.rows.items()
        },
        "audit": [_entry(entry) for entry in held.audit],
    }


def _plain(table: str, column: str, value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and (table, column) in _JSON_COLUMNS:
        return json.loads(value)
    return value


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "object_kind": entry.object_kind,
        "object_id": entry.object_id,
        "details": details_of(entry),
    }


def write_json(held: Held, out: Path, now: datetime) -> None:
    """Write the data alone, whole or not at all, readable by this user only.

    :raises OSError: if it cannot be written.
    """
    with _whole(out) as part:
        part.write_text(_text(held, now), encoding="utf-8")


def write_zip(held: Held, page: str, data: Path, out: Path, now: datetime) -> int:
    """Write data, page and every copied file into one archive; how many files there were.

    :raises OSError: if it cannot be written, or a file cannot be read.
    """
    files = [
        path for row in held.of("attachment") for path in copies_of(data, row["id"]) if path.suffix != ".part"
    ]
    with _whole(out) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PAGE, page)
        archive.writestr(DATA, _text(held, now))
        for path in files:
            archive.write(path, f"evidence/{path.name}", zipfile.ZIP_STORED)
    return len(files)


def _text(held: Held, now: datetime) -> str:
    return json.dumps(data_of(held, now), ensure_ascii=False, indent=2) + "\n"


@contextlib.contextmanager
def _whole(out: Path) -> Iterator[Path]:
    """A file to write beside ``out``, which takes its place once it is whole."""
    part = out.with_name(f".{out.name[:60]}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        yield part
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def page_of(t: Texts, held: Held, forms: Mapping[str, Form], zone: tzinfo) -> str:
    """The page for people. ``forms`` are those of the evaluations, by digest."""
    subject = held.of("subject")[0]
    parts = [
        f"<h1>{_esc(subject['name'])}</h1>",
        f"<p>{_esc(kind_words(t, subject['kind']))} #{subject['id']} · {moment(subject['created_at'], zone)}</p>",
    ]
    for row in held.of("evaluation"):
        parts += _evaluation(t, held, row, forms[row["form_digest"]], zone)
    parts += _trail(t, held.audit, zone)
    title = _esc(t("All that is held on {name}", name=subject["name"]))
    style = (
        "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
        "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2em .6em;vertical-align:top;"
        "text-align:left;white-space:pre-wrap;overflow-wrap:anywhere}th{min-width:7em}.at{white-space:nowrap}"
        ".old{color:#777}"
    )
    head = f'<meta charset="utf-8"><title>{title}</title><style>{style}</style>'
    return (
        f'<!doctype html><html lang="{t.language}"><head>{head}</head><body>{"".join(parts)}</body></html>\n'
    )


def _evaluation(t: Texts, held: Held, row: Mapping[str, Any], form: Form, zone: tzinfo) -> list[str]:
    told = [t("No. {n}", n=row["id"]), _status(t, row["status"]), moment(row["created_at"], zone)]
    if row["submitted_at"] is not None:
        told.append(t("handed in {when}", when=moment(row["submitted_at"], zone)))
    figures = _figures(row)
    reason = row["amend_reason"]
    answers = [a for a in held.of("answer") if a["evaluation_id"] == row["id"]]
    latest = {a["item"]: a["id"] for a in answers}
    return [
        f"<h2>{_esc(row['form_title'])}</h2>",
        f"<p>{_esc(' · '.join([*told, *figures]))}</p>",
        *([f"<p>{_esc(reason)}</p>"] if reason else []),
        "<table>",
        *(
            f"<tr{'' if latest[a['item']] == a['id'] else ' class=old'}><th>{_esc(_title(form, a['item']))}</th>"
            f"<td>{_esc(_words(t, form, a['item'], a['value']))}</td><td class=at>{moment(a['at'], zone)}</td></tr>"
            for a in answers
        ),
        "</table>",
        *_notes(t, held, row["id"], form, zone),
        *(_feedback(t, f, zone) for f in held.of("feedback") if f["evaluation_id"] == row["id"]),
    ]


def _figures(row: Mapping[str, Any]) -> list[str]:
    """Total, percent and grade, as far as there are any."""
    total, most, percent, grade = (row[name] for name in ("total", "max", "percent", "grade"))
    return [
        *([number(Decimal(total)) + (f" / {number(Decimal(most))}" if most else "")] if total else []),
        *([f"{number(Decimal(percent))}%"] if percent else []),
        *([grade] if grade else []),
    ]


def _notes(t: Texts, held: Held, evaluation_id: int, form: Form, zone: tzinfo) -> list[str]:
    told = []
    for note in (n for n in held.of("note") if n["evaluation_id"] == evaluation_id):
        files = [
            _esc(a["name"] or a["kind"]) + (f" → evidence/{_esc(Path(a['path']).name)}" if a["path"] else "")
            for a in held.of("attachment")
            if a["note_id"] == note["id"]
        ]
        gone = f" ({_esc(t('removed'))})" if note["removed_at"] is not None else ""
        said = "<br>".join([*([_esc(note["text"])] if note["text"] else []), *files])
        told.append(
            f"<li>{moment(note['created_at'], zone)} · {_esc(_title(form, note['item']))}{gone}<br>{said}</li>"
        )
    return [f"<h3>{_esc(t('Notes and evidence:'))}</h3>", "<ul>", *told, "</ul>"] if told else []


def _feedback(t: Texts, row: Mapping[str, Any], zone: tzinfo) -> str:
    answers = {"acknowledged": t("read"), "disputed": t("⚠️ disputed")}
    outcomes = {"upheld": t("upheld"), "changed": t("changed"), "withdrawn": t("dispute withdrawn")}
    said = [
        f"{_esc(label)}: {_esc(str(value))}"
        for label, value in (
            (t("released"), moment(row["released_at"], zone)),
            (t("answer"), answers.get(row["answer"])),
            (t("words"), row["words"]),
            (t("outcome"), outcomes.get(row["outcome"])),
            (t("words"), row["outcome_words"]),
        )
        if value
    ]
    return f"<p>{'<br>'.join(said)}</p>"


def _trail(t: Texts, entries: list[Entry], zone: tzinfo) -> list[str]:
    rows = [
        f"<tr><td class=at>{_when(e, zone)}</td>"
        f"<td>{_esc(actor_words(t, e))}</td>"
        f"<td>{_esc(action_words(t, e.action))}</td>"
        f"<td>{_esc(object_words(t, e.object_kind, e.object_id))}</td></tr>"
        for e in entries
    ]
    return [f"<h2>{_esc(t('Who did what, and when'))}</h2>", "<table>", *rows, "</table>"] if rows else []


def _when(entry: Entry, zone: tzinfo) -> str:
    """The moment of a row of the trail; as it stands where somebody wrote into it."""
    try:
        return moment(datetime.fromisoformat(entry.at), zone)
    except (TypeError, ValueError):
        return _esc(str(entry.at))


def _status(t: Texts, status: str) -> str:
    return {
        "draft": t("draft"),
        "submitted": t("in force"),
        "amended": t("amended"),
        "discarded": t("discarded"),
    }.get(status, status)


def _title(form: Form, item: str) -> str:
    if item.startswith("@"):
        field = form.fields.get(item[1:])
        return field.label if field else item
    if item.startswith("#"):
        return next((s.label for s in form.signatures if s.id == item[1:]), item)
    criterion = form.by_id.get(item)
    return criterion.title if criterion else item


def _words(t: Texts, form: Form, item: str, stored: str | None) -> str:
    """What was said, in words; as it is stored where the form does not know it."""
    if stored is None:
        return "—"
    value = parse_json(stored)
    if item in form.by_id:
        answer = answers_of(form, {item: value}).get(item)
        return stored if answer is None else answer_words(t, form.by_id[item], answer)
    if isinstance(value, dict):
        return " · ".join(str(part) for part in value.values() if part)
    if isinstance(value, list):
        return shown([[str(part) for part in line] for line in value if isinstance(line, list)])
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _esc(text: str) -> str:
    return html.escape(text)
