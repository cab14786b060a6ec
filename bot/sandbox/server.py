"""The HTTP side: the Bot API, its files, and the page with what it needs."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from bot.sandbox.errors import ApiError, Json
from bot.sandbox.faults import Fault
from bot.sandbox.methods import METHODS
from bot.sandbox.page_api import page_routes
from bot.sandbox.parameters import Params, read
from bot.sandbox.polling import get_updates
from bot.sandbox.webhook import deliver
from bot.sandbox.world import Call, World

PAGE = Path(__file__).with_name("page")
POLLS = "getupdates"


def app(world: World) -> Starlette:
    """The whole server around one world."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        pushing = asyncio.create_task(deliver(world))
        try:
            yield
        finally:
            world.events.close()
            await pushing

    return Starlette(
        routes=[
            Route("/bot{token}/{method}", BotApi(world)),
            Route("/file/bot{token}/{path:path}", Downloads(world)),
            Mount("/page", routes=page_routes(world)),
            Mount("/", _PageFiles(directory=PAGE, html=True)),
        ],
        lifespan=lifespan,
    )


class _PageFiles(StaticFiles):
    """The page's own files; a browser asks each time whether they are new."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "no-cache"
        return response


class BotApi:
    """Calls of the Bot API. A bare ASGI application: it stands in the way of every tap of every test."""

    def __init__(self, world: World) -> None:
        """Speaks for this world."""
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        request = Request(scope, receive)
        method = request.path_params["method"].lower()
        fault: Fault | None = None
        params = Params()
        try:
            _check(self._world, request.path_params["token"])
            params = await read(request)
            fault = self._world.faults.next(method)
            code, answer = 200, {"ok": True, "result": await self._result(method, params, fault)}
        except ApiError as error:
            code, answer = error.code, error.body()
        self._note(method, params, code)
        if fault is not None and fault.what != "refuse":
            await _break_off(self._world, fault, receive, send)
            return
        await send_json(send, code, answer)

    async def _result(self, method: str, params: Params, fault: Fault | None) -> object:
        world = self._world
        if fault is not None and fault.error is not None:
            raise fault.error
        if fault is not None and fault.what in ("hang", "drop"):
            return None
        if method == POLLS:
            return await get_updates(world, params)
        known = METHODS.get(method)
        if known is None:
            raise ApiError(404, "Not Found")
        world.limits.check(method, _chat_id(params) or 0, world.now())
        return known(world, params)

    def _note(self, method: str, params: Params, code: int) -> None:
        if method == POLLS:
            return
        chat_id = _chat_id(params)
        if method == "answercallbackquery":
            tap = self._world.taps.get(params.text("callback_query_id"))
            chat_id = tap.chat_id if tap else None
        self._world.calls.append(Call(method, chat_id, code))
        if chat_id in self._world.chats:
            self._world.chats[chat_id].touched = asyncio.get_running_loop().time()


class Downloads:
    """Files as bots fetch them."""

    def __init__(self, world: World) -> None:
        """Speaks for this world."""
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the file's bytes."""
        request = Request(scope, receive)
        try:
            _check(self._world, request.path_params["token"])
            file = self._world.files.at(request.path_params["path"])
        except ApiError as error:
            await send_json(send, error.code, error.body())
            return
        if file is None:
            await send_json(send, 404, ApiError(404, "Not Found").body())
            return
        await Response(file.data, media_type="application/octet-stream")(scope, receive, send)


def _check(world: World, token: str) -> None:
    if not hmac.compare_digest(token.encode(), world.token.encode()):
        raise ApiError(401, "Unauthorized")


def _chat_id(params: Params) -> int | None:
    text = str(params.values.get("chat_id") or "")
    return int(text) if text.removeprefix("-").isdecimal() else None


async def send_json(send: Send, code: int, answer: Json) -> None:
    """An answer as JSON."""
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": code, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _break_off(world: World, fault: Fault, receive: Receive, send: Send) -> None:
    """End a call without a proper answer: hang until the caller gives up, or close the connection in the middle."""
    if fault.what == "hang":
        gone = asyncio.ensure_future(_disconnected(receive))
        await world.events.until(gone.done, seconds=3600)
        gone.cancel()
        return
    # A promised length that never comes: the server closes the connection, the caller sees it break off.
    headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
