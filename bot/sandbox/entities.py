"""Formatted text: Telegram's HTML to text and entities, and what Telegram finds in plain text by itself.

Offsets and lengths of entities count UTF-16 units, byte offsets in refusals count UTF-8 bytes, as Telegram does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sandbox.errors import Json, bad_request

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ENTITY = re.compile(r"&(?:#(x[0-9a-fA-F]+|[0-9]+)|([a-z]+));?")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)(?=[\s>])))?""")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"“”，。；）】]+[^\s<>\"“”，。；）】.,;:!?)])"
    r"|(?P<bot_command>(?<![\w/<])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}\b)"
    r"|(?P<email>(?<!\w)[\w.+-]+@[\w-]+\.[A-Za-z]{2,}\b)"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
)
_OPAQUE = {"code", "pre", "text_link"}


def units(text: str) -> int:
    """Length in UTF-16 units, as entities count."""
    return len(text) + sum(c > "\uffff" for c in text)


def _decode(text: str) -> str:
    """Character references to characters; the ones Telegram does not know stay as they are."""

    def one(match: re.Match[str]) -> str:
        number, name = match.groups()
        if number is None:
            return _NAMED.get(name, match[0])
        point = int(number[1:], 16) if number[0] == "x" else int(number)
        return chr(point) if 0 < point < 0x110000 and not 0xD800 <= point < 0xE000 else match[0]

    return _ENTITY.sub(one, text) if "&" in text else text


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    language: str = ""


class _Reader:
    """One pass over a text in Telegram's HTML."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        at = 0
        while (tag := self.source.find("<", at)) >= 0:
            self._plain(self.source[at:tag])
            at = self._end(tag) if self.source.startswith("</", tag) else self._start(tag)
        self._plain(self.source[at:])
        if self.open:
            raise self._fault(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.pieces), self.entities

    def _fault(self, what: str, at: int | None = None) -> Exception:
        place = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        return bad_request(f"can't parse entities: {what}{place}")

    def _plain(self, text: str) -> None:
        if text:
            text = _decode(text)
            self.pieces.append(text)
            self.offset += units(text)

    def _start(self, begin: int) -> int:
        at = begin + 1
        while at < len(self.source) and not self.source[at].isspace() and self.source[at] != ">":
            at += 1
        if at == len(self.source):
            raise self._fault("Unclosed start tag", begin)
        tag = self.source[begin + 1 : at].lower()
        if tag not in _TYPES:
            raise self._fault(f'Unsupported start tag "{tag}"', begin)
        attributes, at = self._attributes(tag, begin, at)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._fault('Tag "span" must have class "tg-spoiler"', begin)
        argument = ""
        if tag == "a":
            argument = attributes.get("href", "")
        elif tag == "blockquote" and "expandable" in attributes:
            argument = "expandable"
        elif tag == "code":
            argument = attributes.get("class", "").removeprefix("language-")
        elif tag == "tg-emoji":
            argument = attributes.get("emoji-id", "")
        self.open.append(_Open(tag, argument, self.offset))
        return at

    def _attributes(self, tag: str, begin: int, at: int) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        while True:
            while at < len(self.source) and self.source[at].isspace():
                at += 1
            if at == len(self.source):
                raise self._fault("Unclosed start tag", begin)
            if self.source[at] == ">":
                return found, at + 1
            match = _ATTRIBUTE.match(self.source, at)
            if match is None:
                raise self._fault(f'Empty attribute name in the tag "{tag}"', begin)
            name, *values = match.groups()
            found[name.lower()] = _decode(next((v for v in values if v is not None), ""))
            at = match.end()

    def _end(self, begin: int) -> int:
        if not self.open:
            raise self._fault("Unexpected end tag", begin)
        close = self.source.find(">", begin)
        if close < 0:
            raise self._fault("Unclosed end tag", begin)
        name = self.source[begin + 2 : close].strip().lower()
        opened = self.open[-1]
        if name and name != opened.tag:
            place = len(self.source[:begin].encode())
            raise self._fault(
                f'Unmatched end tag at byte offset {place}, expected "</{opened.tag}>", found "</{name}>"'
            )
        self.open.pop()
        if self.offset > opened.offset:
            self._close(opened)
        return close + 1

    def _close(self, opened: _Open) -> None:
        around = self.open[-1] if self.open else None
        if opened.tag == "code" and around and around.tag == "pre" and opened.argument:
            around.language = opened.argument
            return
        entity: Json = {
            "type": _TYPES[opened.tag],
            "offset": opened.offset,
            "length": self.offset - opened.offset,
        }
        if opened.tag == "a":
            if not opened.argument:
                return
            entity["url"] = opened.argument
        elif opened.tag == "pre" and opened.language:
            entity["language"] = opened.language
        elif opened.argument == "expandable":
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.argument
        self.entities.append(entity)


def found_in(text: str, taken: list[Json] | None = None) -> list[Json]:
    """What Telegram marks by itself: commands, links, mentions, addresses, hashtags.

    ``taken`` are entities already there; nothing is found inside code or links.
    """
    if not any(c in text for c in "/@#"):
        return []
    opaque = [(e["offset"], e["offset"] + e["length"]) for e in taken or [] if e["type"] in _OPAQUE]
    found: list[Json] = []
    for match in _FOUND.finditer(text):
        offset = units(text[: match.start()])
        if not any(start <= offset < end for start, end in opaque):
            found.append({"type": match.lastgroup, "offset": offset, "length": units(match[0])})
    return found


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without white space at either end, as Telegram stores a message; entities move along."""
    bare = text.strip()
    if bare == text:
        return text, entities
    cut, end = units(text[: len(text) - len(text.lstrip())]), units(bare)
    kept: list[Json] = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        stop = min(end, entity["offset"] + entity["length"] - cut)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return bare, kept


def parse(text: str, mode: str | None, given: list[Json] | None = None) -> tuple[str, list[Json]]:
    """A text as a bot sends it, to the text a person reads and its entities, in Telegram's order.

    ``mode`` is ``HTML`` or nothing. Raises ``can't parse entities`` as Telegram does; for Markdown too, which this
    stand-in does not read.
    """
    if mode and mode.lower() != "html":
        raise bad_request(f"can't parse entities: the stand-in reads HTML only, not {mode}")
    entities = list(given or [])
    if mode:
        text, entities = _Reader(text).read()
    text, entities = _trimmed(text, entities)
    entities += found_in(text, entities)
    entities.sort(key=lambda e: (e["offset"], -e["length"]))
    return text, entities
