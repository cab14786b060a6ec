"""Telegram's HTML: offsets and lengths are counted by hand, in UTF-16 units."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.entities import parse
from bot.sandbox.errors import ApiError


def marks(source: str) -> tuple[str, list[tuple[Any, ...]]]:
    text, entities = parse(source, "HTML")
    return text, [(e["type"], e["offset"], e["length"]) for e in entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("普通", "普通", []),
        ("<b>良好</b>,3", "良好,3", [("bold", 0, 2)]),
        ("a<i>b<u>c</u></i>", "abc", [("italic", 1, 2), ("underline", 2, 1)]),
        ("👍<b>好</b>", "👍好", [("bold", 2, 1)]),
        (
            "<s>x</s><code>y</code><pre>z</pre>",
            "xyz",
            [("strikethrough", 0, 1), ("code", 1, 1), ("pre", 2, 1)],
        ),
        ("<tg-spoiler>s</tg-spoiler>", "s", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("1 &lt; 2 &amp; 3 &#65; &nbsp;", "1 < 2 & 3 A &nbsp;", []),
        ("  <b> x </b>  ", "x", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("/start a@b.cn", "/start a@b.cn", [("bot_command", 0, 6), ("email", 7, 6)]),
        ("<code>/start</code>", "/start", [("code", 0, 6)]),
        ("3/20", "3/20", []),
        ("看 https://a.cn/x。", "看 https://a.cn/x。", [("url", 2, 14)]),
    ],
)
def test_reads_what_telegram_reads(source: str, text: str, entities: list[tuple[Any, ...]]) -> None:
    assert marks(source) == (text, entities)


def test_links_and_languages_are_kept() -> None:
    assert parse('<a href="https://a.cn/?a=1&amp;b=2">x</a>', "HTML")[1] == [
        {"type": "text_link", "offset": 0, "length": 1, "url": "https://a.cn/?a=1&b=2"}
    ]
    assert parse('<pre><code class="language-json">{}</code></pre>', "HTML")[1] == [
        {"type": "pre", "offset": 0, "length": 2, "language": "json"}
    ]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a <foo>x</foo>", 'Unsupported start tag "foo" at byte offset 2'),
        ("好</b>", "Unexpected end tag at byte offset 3"),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("1 <b", "Unclosed start tag at byte offset 2"),
        ("<a href='x'", "Unclosed start tag at byte offset 0"),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_refuses_what_telegram_refuses(source: str, fault: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse(source, "HTML")
    assert refused.value.description == f"Bad Request: can't parse entities: {fault}"


def test_markdown_is_refused_and_not_shown_raw() -> None:
    with pytest.raises(ApiError, match="reads HTML only"):
        parse("*x*", "MarkdownV2")


def test_without_a_mode_nothing_is_markup() -> None:
    assert parse("<b>x</b>", None) == ("<b>x</b>", [])
