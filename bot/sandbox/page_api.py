"""What the page asks for and tells: people, chats, acts, and the stream of events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox import acts
from bot.sandbox.chats import Chat
from bot.sandbox.clock import clock_body, move
from bot.sandbox.errors import ApiError, Json
from bot.sandbox.files import Kind
from bot.sandbox.parameters import Params, read
from bot.sandbox.people import Person
from bot.sandbox.world import World

KEEP_ALIVE_SECONDS = 15.0
_SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "application/pdf")
_KINDS: dict[str, Kind] = {"photo": "photo", "voice": "voice", "document": "document"}


def person_body(person: Person, chat: Chat) -> Json:
    """A person as the page lists them."""
    said: Json = {"id": person.id, "name": person.name, "role": person.role}
    return said | {"language_code": person.language_code, "started": chat.started, "blocked": chat.blocked}


def chat_body(world: World, chat: Chat, person: Person) -> Json:
    """A chat in full, with the place in the stream up to which it is true."""
    language = person.language_code
    return {
        "seq": world.events.number,
        "person": person_body(person, chat),
        "messages": [chat.shown(message) for message in chat.messages.values()],
        "pinned": chat.pinned,
        "keyboard": chat.keyboard,
        "placeholder": chat.placeholder,
        "commands": world.profile.commands_for(person.id, language),
        "description": world.profile.description_for(language),
        "bot": world.bot(),
        "waiting": [[t.id, t.message_id] for t in _unanswered(world, chat)],
    }


def _unanswered(world: World, chat: Chat) -> list[Any]:
    recent = list(world.taps.values())[-20:]
    return [t for t in recent if t.chat_id == chat.id and not t.answered and world.now() - t.at < 30]


class _Page:
    """The routes, one method each."""

    def __init__(self, world: World) -> None:
        self._world = world

    def _person(self, request: Request) -> Person:
        chat = self._world.phone(int(request.path_params["person"]))
        assert chat.person is not None  # noqa: S101 - what phone() promises
        return chat.person

    async def people(self, _: Request) -> Response:
        world = self._world
        listed = [person_body(person, world.chats[person.id]) for person in world.people.values()]
        return JSONResponse({"bot": world.bot(), "people": listed, "clock": clock_body(world)})

    async def clock(self, request: Request) -> Response:
        """Move the clock forward by ``seconds``, or with ``next`` to when something happens."""
        params = await read(request)
        return JSONResponse(move(self._world, params.number("seconds"), to_next=params.flag("next")))

    async def chat(self, request: Request) -> Response:
        person = self._person(request)
        return JSONResponse(chat_body(self._world, self._world.phone(person.id), person))

    async def text(self, request: Request) -> Response:
        params, person = await read(request), self._person(request)
        reply_to = params.number("reply_to") or None
        return JSONResponse(acts.types(self._world, person.id, params.text("text"), reply_to))

    async def edit(self, request: Request) -> Response:
        params, person = await read(request), self._person(request)
        message_id, text = params.number("message_id"), params.text("text")
        return JSONResponse(acts.edits(self._world, person.id, message_id, text))

    async def tap(self, request: Request) -> Response:
        params, person = await read(request), self._person(request)
        message_id = params.number("message_id")
        if "data" in params.values:
            tap = acts.taps(self._world, person.id, message_id, params.text("data"))
        else:
            row, column = params.number("row"), params.number("column")
            tap = acts.taps_at(self._world, person.id, message_id, row, column)
        return JSONResponse({"query": tap.id})

    async def files(self, request: Request) -> Response:
        params, person = await read(request), self._person(request)
        kind = _KINDS.get(params.text("kind"))
        if kind is None:
            raise ApiError(400, "Bad Request: kind is photo, voice or document")
        sent = acts.sends_files(
            self._world,
            person.id,
            kind,
            list(params.uploads.values()),
            caption=params.text("caption"),
            duration=params.number("duration"),
        )
        return JSONResponse(sent)

    async def other(self, request: Request) -> Response:
        """Sticker, location, contact, poll."""
        params, person = await read(request), self._person(request)
        return JSONResponse(self._other(request.path_params["kind"], params, person.id))

    def _other(self, kind: str, params: Params, person_id: int) -> Json:
        world = self._world
        match kind:
            case "sticker":
                return acts.sends_sticker(world, person_id, params.text("emoji", "👍"))
            case "location":
                latitude, longitude = params.text("latitude", "0"), params.text("longitude", "0")
                return acts.sends_location(world, person_id, float(latitude), float(longitude))
            case "contact":
                name, number = params.text("first_name"), params.text("phone_number")
                return acts.sends_contact(world, person_id, name, number)
            case "poll":
                return acts.sends_poll(
                    world, person_id, params.text("question"), params.json("options") or []
                )
        raise ApiError(404, "Not Found")

    async def language(self, request: Request) -> Response:
        params, person = await read(request), self._person(request)
        acts.speaks(self._world, person.id, params.text("language_code") or None)
        return await self.chat(request)

    async def block(self, request: Request) -> Response:
        params, person = await read(request), self._person(request)
        acts.blocks(self._world, person.id, params.flag("blocked"))
        return JSONResponse({})

    async def file(self, request: Request) -> Response:
        file = self._world.files.get(request.path_params["file_id"])
        if file is None:
            raise ApiError(404, "Not Found")
        shown = file.mime.startswith(_SHOWN_INLINE)
        way = "inline" if shown and "download" not in request.query_params else "attachment"
        name = quote(file.name or "file")
        headers = {
            "content-disposition": f"{way}; filename*=UTF-8''{name}",
            "cache-control": "max-age=86400",
            "x-content-type-options": "nosniff",
        }
        return Response(file.data, media_type=file.mime, headers=headers)

    async def events(self, _: Request) -> Response:
        return StreamingResponse(
            self._stream(), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    async def _stream(self) -> AsyncIterator[bytes]:
        events = self._world.events
        queue = events.open()
        try:
            yield f"retry: 1000\nevent: hello\ndata: {events.number}\n\n".encode()
            while not events.closed:
                event = await queue.get()
                if event is None:
                    return
                body = json.dumps(event.body(), ensure_ascii=False, separators=(",", ":"))
                yield f"id: {event.number}\ndata: {body}\n\n".encode()
        finally:
            events.leave(queue)


def _guarded(
    handler: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Refusals as JSON; and no acting from another site's page, which a browser would let post here."""

    async def guarded(request: Request) -> Response:
        origin = request.headers.get("origin")
        if origin and urlsplit(origin).netloc != request.headers.get("host"):
            return JSONResponse({"description": "Forbidden: not from this page"}, 403)
        try:
            return await handler(request)
        except ApiError as error:
            return JSONResponse(error.body(), error.code)
        except ValueError as error:
            return JSONResponse({"description": f"Bad Request: {error}"}, 400)

    return guarded


def page_routes(world: World) -> list[Route]:
    """Everything under ``/page``."""
    page = _Page(world)
    chat = "/chats/{person:int}"

    def post(path: str, handler: Callable[[Request], Awaitable[Response]]) -> Route:
        return Route(chat + path, _guarded(handler), methods=["POST"])

    return [
        Route("/people", _guarded(page.people)),
        Route("/events", _guarded(page.events)),
        Route("/clock", _guarded(page.clock), methods=["POST"]),
        Route("/files/{file_id}", _guarded(page.file)),
        Route(chat, _guarded(page.chat)),
        post("/text", page.text),
        post("/edit", page.edit),
        post("/tap", page.tap),
        post("/files", page.files),
        post("/language", page.language),
        post("/block", page.block),
        post("/{kind}", page.other),
    ]
