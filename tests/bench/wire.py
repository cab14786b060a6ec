"""Just enough HTTP/1.1 to serve a Bot API client cheaply: requests out of a buffer, answers into bytes."""

from __future__ import annotations

import json
import re
from binascii import unhexlify
from typing import NamedTuple

from tests.bench.strategy import Button

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_JSON = re.compile(rb"\r\ncontent-type: *application/json", re.IGNORECASE)
_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
_COMMON = tuple(
    (escape.encode(), char.encode())
    for escape, char in (
        ("+", " "),
        ("%22", '"'),
        ("%2C", ","),
        ("%3A", ":"),
        ("%5B", "["),
        ("%5C", "\\"),
        ("%5D", "]"),
        ("%7B", "{"),
        ("%7D", "}"),
    )
)


class Request(NamedTuple):
    """A Bot API call: the method's name and its parameters, as sent (text, or JSON values)."""

    method: str
    parameters: dict[str, object]


def take_request(buffer: bytearray) -> Request | None:
    """Take one whole request off the front of ``buffer``; None, and nothing taken, while a part is missing.

    Bodies without a Content-Length are not understood. A body that is neither JSON nor a URL-encoded form
    (an upload) counts as having no parameters.
    """
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(buffer[:end])
    length = _LENGTH.search(head)
    whole = end + 4 + (int(length[1]) if length else 0)
    if len(buffer) < whole:
        return None
    body = bytes(buffer[end + 4 : whole])
    del buffer[:whole]
    path, _, query = head.split(b" ", 2)[1].partition(b"?")
    return Request(path.rpartition(b"/")[2].decode(), {**_form(query), **_parameters(head, body)})


def _parameters(head: bytes, body: bytes) -> dict[str, object]:
    if not body:
        return {}
    if _JSON.search(head):
        values: dict[str, object] = json.loads(body)
        return {k: json.dumps(v) if isinstance(v, dict | list) else v for k, v in values.items()}
    return {} if body.startswith(b"--") else _form(body)


def _form(encoded: bytes) -> dict[str, object]:
    pairs = (pair.partition(b"=") for pair in encoded.split(b"&")) if encoded else ()
    return {name.decode(): unquote(value) for name, _, value in pairs}


def unquote(raw: bytes) -> str:
    """Undo form URL-encoding, as ``urllib.parse.unquote_plus`` does, at a fraction of its cost on Chinese."""
    if b"%" not in raw and b"+" not in raw:
        return raw.decode()
    for escape, char in _COMMON:
        raw = raw.replace(escape, char)
    return _ESCAPES.sub(lambda run: unhexlify(run[0].replace(b"%", b"")), raw).decode()


def buttons(markup: str) -> tuple[Button, ...]:
    """Read the inline buttons of a reply markup (JSON) that carry data; empty for any other markup."""
    if not markup:
        return ()
    rows = json.loads(markup).get("inline_keyboard", ())
    return tuple(
        Button(button["text"], button["callback_data"])
        for row in rows
        for button in row
        if "callback_data" in button
    )


def reply(body: bytes, status: bytes = b"200 OK") -> bytes:
    """Wrap a JSON body as an HTTP answer on a connection that stays open."""
    return b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
        status,
        len(body),
        body,
    )
