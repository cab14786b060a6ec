"""HTTP to the Bot API over aiohttp: the same calls as PTB's own client at a fraction of its CPU time."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_CONNECT = 5.0
_TOLD = {"message_id", "date", "chat", "from"}
_READ = 10.0
_POOL = 100
_FILES = 60.0
_OK = 200
_UNREAD = "/editMessageText"
_DONE = b'{"ok":true,"result":true}'
"""What stands in for the answer to an edit: Telegram sends the whole message back, which nobody here reads
and PTB would build object by object."""


class AiohttpRequest(BaseRequest):
    """PTB's request interface on one aiohttp session.

    Waiting for a free connection is not limited in time: a busy moment makes calls wait, not fail.
    """

    def __init__(self, *, connections: int = _POOL, proxy: str | None = None) -> None:
        """Prepare; connections are opened by :meth:`initialize`. ``proxy`` is an HTTP proxy's address."""
        self._connections = connections
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer where the caller says nothing else."""
        return _READ

    async def initialize(self) -> None:
        """Open the session, once."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=True,
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - aiohttp has no such limit
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - see the class
    ) -> tuple[int, bytes]:
        """One call.

        :raises TimedOut: if Telegram did not answer in time.
        :raises NetworkError: if it could not be reached or broke off.
        """
        if self._session is None:
            await self.initialize()
        if self._session is None:
            raise NetworkError("the connection to Telegram is closed")
        files = request_data is not None and request_data.contains_files
        read = _seconds(read_timeout, _FILES if files else _READ)
        timeout = _timeout(_seconds(connect_timeout, _CONNECT), read)
        body: aiohttp.FormData | bytes | None = None
        headers = None
        if request_data is not None and files:
            body = _form(request_data)
        elif request_data is not None:
            body = _json(request_data)
            headers = {"Content-Type": "application/json"}
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, proxy=self._proxy
            ) as response:
                payload = await response.read()
                if response.status == _OK and url.endswith(_UNREAD):
                    return _OK, _DONE
                return response.status, payload
        # aiohttp's words hold the address, and that holds the token: neither error is chained to its cause.
        except TimeoutError:
            raise TimedOut("Telegram did not answer in time") from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"Telegram could not be reached ({type(error).__name__})") from None


class UpdatesRequest(AiohttpRequest):
    """The same, for fetching updates.

    A tap comes with the whole message it was made on. The bot drew that message and knows what it says, so only
    what tells the message is handed on; PTB would build every button of it.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Telegram's answer without the words and buttons of tapped messages."""
        answer = BaseRequest.parse_json_payload(payload)
        for update in answer.get("result") or () if isinstance(answer.get("result"), list) else ():
            tapped = update.get("callback_query", {}).get("message")
            if tapped is not None:
                update["callback_query"]["message"] = {k: v for k, v in tapped.items() if k in _TOLD}
        return answer


@cache
def _timeout(connect: float, read: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=connect, sock_read=read)


def _json(data: RequestData) -> bytes:
    """The parameters as one JSON object: cheaper to write and to read than encoding them for a URL."""
    return json.dumps(data.parameters, ensure_ascii=False).encode()


def _form(data: RequestData) -> aiohttp.FormData:
    # Telegram takes a file name as it stands, and would show one that is written for a URL.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _seconds(given: Any, default: float) -> float:
    return float(given) if isinstance(given, int | float) and not isinstance(given, bool) else default
