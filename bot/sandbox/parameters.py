"""The parameters of a call, whichever way they were sent: query, JSON, form or multipart."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.sandbox.errors import ApiError, Json, bad_request

BODY_LIMIT = 50 * 1024 * 1024
"""Bytes a call may bring along."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    data: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Params:
    """Values by name. In JSON they come typed, elsewhere as text; both are understood."""

    values: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """Yes or no."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else str(value).lower() in {"true", "1", "yes"}

    def json(self, name: str) -> Any:
        """A value that travels as JSON; ``None`` where it is absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def file(self, name: str) -> Upload | str:
        """What stands for a file: the file itself, or an id."""
        if name in self.uploads:
            return self.uploads[name]
        return self.attached(self.text(name))

    def attached(self, reference: str) -> Upload | str:
        """``attach://name`` to the file it names, anything else as it is."""
        if not reference.startswith("attach://"):
            return reference
        upload = self.uploads.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return upload


async def read(request: Request) -> Params:
    """The parameters of a request; a body that is no JSON, form or multipart counts as empty."""
    values: Json = dict(request.query_params) if request.url.query else {}
    if request.method != "POST":
        return Params(values)
    if int(request.headers.get("content-length") or 0) > BODY_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return Params(values | _json_body(await request.body()))
    if kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl((await request.body()).decode(), keep_blank_values=True)
        return Params(values | dict(pairs))
    if kind == "multipart/form-data":
        return await _multipart(request, values)
    return Params(values)


def _json_body(body: bytes) -> Json:
    try:
        read = json.loads(body or b"{}")
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise bad_request("can't parse request JSON object")
    return read


async def _multipart(request: Request, values: Json) -> Params:
    uploads: dict[str, Upload] = {}
    async with request.form(max_files=40, max_fields=200, max_part_size=4 * 1024 * 1024) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                data = await value.read()
                # Several files may share a name on the page's own form.
                key = name if name not in uploads else f"{name}#{len(uploads)}"
                uploads[key] = Upload(value.filename or name, data, value.content_type or "")
            else:
                values[name] = value
    return Params(values, uploads)
