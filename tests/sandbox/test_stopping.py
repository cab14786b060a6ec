"""The stand-in goes when it is told to, whoever is still connected."""

from __future__ import annotations

import asyncio
import socket

import httpx
import uvicorn
from starlette.types import Receive, Scope, Send

from bot.sandbox import Sandbox
from bot.sandbox.serving import Server
from tests.sandbox.conftest import ME


def connected(sandbox: Sandbox, *requests: str) -> socket.socket:
    """A connection over which this was asked."""
    host, port = sandbox.url.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)), timeout=10)
    for request in requests:
        line.sendall(f"{request} HTTP/1.1\r\nhost: here\r\n\r\n".encode())
    return line


def to_the_end(line: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    with line:
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_polls_are_answered_streams_and_calls_without_an_answer_end_idle_connections_close() -> None:
    with Sandbox() as sandbox:
        bot = f"GET /bot{sandbox.token}"
        sandbox.hangs("getMe")
        idle = connected(sandbox)
        poll = connected(sandbox, f"{bot}/getUpdates?timeout=50")
        page = connected(sandbox, f"GET /page/events?as={ME}")
        hung = connected(sandbox, f"{bot}/getMe")
        answered = connected(sandbox, f"{bot}/getMyName")
        came = b""
        while not came.endswith(b"}}"):  # head and body may come one after the other
            came += answered.recv(65536)
        assert page.recv(65536)
    assert to_the_end(idle) == b""
    assert to_the_end(poll).endswith(b'{"ok":true,"result":[]}')
    to_the_end(page)
    assert to_the_end(hung).startswith(b"HTTP/1.1 500")
    assert to_the_end(answered) == b""


def test_the_port_is_free_at_once() -> None:
    with Sandbox() as first:
        assert httpx.get(f"{first.url}/bot{first.token}/getMe").json()["ok"]
        port = int(first.url.rsplit(":", 1)[1])
    with Sandbox(port=port) as second:
        assert httpx.get(f"{second.url}/bot{second.token}/getMe").json()["ok"]


async def test_a_caller_who_does_not_read_is_cut_off() -> None:
    """As much as never fits into what lies between two sockets."""

    async def much(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        begun.set()
        await send({"type": "http.response.body", "body": bytes(50_000_000)})

    begun = asyncio.Event()
    config = uvicorn.Config(much, lifespan="off", log_config=None, timeout_graceful_shutdown=0)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(config, lambda: None)
        serving = asyncio.create_task(server._serve([listening]))
        with socket.create_connection(listening.getsockname()) as line:
            line.sendall(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n")
            await asyncio.wait_for(begun.wait(), 10)
            server.leave()
            await asyncio.wait_for(serving, 10)
            assert not server.server_state.connections
