"""A small bot with buttons, for tests of the stand-in: PTB as it comes, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.sandbox import Sandbox
from bot.sandbox.files import plain_picture

Context: TypeAlias = ContextTypes.DEFAULT_TYPE
App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

CARD = (
    "<b>客服人员面试评价表</b> · 李雷\n▰▰▰▱▱▱▱▱▱▱ {done}/20 · 沟通协调能力\n\n"
    "<b>能否准确理解他人的意思，并清楚、有条理地表达自己的想法？</b>\n"
    "<blockquote expandable>较差：答非所问，常需重复。\n一般：大致能懂，表达欠条理。\n"
    "良好：理解准确，表达清楚。\n优秀：迅速抓住要点，善于倾听与说服。\n追问：请举一个和客户意见不同的例子。</blockquote>"
)
HELP = (
    '<i>斜体</i> <u>下划线</u> <s>删除</s> <code>code</code> <a href="https://example.org/">链接</a> '
    '<tg-spoiler>秘密</tg-spoiler>\n<blockquote>引用</blockquote><pre><code class="language-json">'
    '{{"q1": "良好"}}</code></pre>/help https://t.me/kaoping_try_bot?start=quality'
)


def card(done: int) -> dict[str, Any]:
    """The card after ``done`` answers."""

    def button(label: str, data: str, style: str | None = None) -> InlineKeyboardButton:
        return InlineKeyboardButton(label, callback_data=data, style=style)

    rows = [
        [button("较差", "1"), button("一般", "2"), button("良好", "3", "success"), button("优秀", "4")],
        [button("未考察", "5")],
        [button("‹ 上一题", "back"), button("总览", "alert"), button("下一题 ›", "toast")],
        [button("一个很长很长很长很长的按钮标签，在手机上会被截断", "silent", "danger")],
    ]
    return {"text": CARD.format(done=done), "parse_mode": "HTML", "reply_markup": InlineKeyboardMarkup(rows)}


async def start(update: Update, context: Context) -> None:
    """Send the card."""
    assert update.effective_chat
    await context.bot.send_message(update.effective_chat.id, **card(0))


async def show_all(update: Update, context: Context) -> None:
    """Send one of everything a bot can show."""
    assert update.effective_chat
    bot, chat_id = context.bot, update.effective_chat.id
    await bot.send_message(chat_id, HELP.replace("{{", "{").replace("}}", "}"), parse_mode="HTML")
    await bot.send_photo(chat_id, plain_picture(160, 90), caption="照片说明")
    colours = [(90, 160, 90), (200, 120, 60), (120, 110, 200)]
    await bot.send_media_group(chat_id, [InputMediaPhoto(plain_picture(120, 90, c)) for c in colours])
    await bot.send_document(chat_id, b"%PDF-1.4", filename="面试评价-李雷-2026-11-23.pdf", caption="报告")
    await bot.send_voice(chat_id, b"OggS" * 99, duration=7)


async def echo(update: Update, _: Context) -> None:
    """Say what came."""
    message = update.effective_message
    assert isinstance(message, Message)
    await message.reply_chat_action("typing")
    await message.set_reaction("👍")
    await message.reply_text(f"收到：{message.text or message.caption or '附件'}", do_quote=True)


async def tapped(update: Update, _: Context) -> None:
    """Answer a tap as its button asks."""
    query = update.callback_query
    assert query is not None
    match query.data:
        case "toast":
            await query.answer("已记录")
        case "alert":
            await query.answer("还有 17 题没有回答", show_alert=True)
        case "silent":
            return
        case data:
            await query.answer()
            await query.edit_message_text(**card(int(data) if data and data.isdigit() else 0))


@contextmanager
def echo_bot(sandbox: Sandbox) -> Iterator[None]:
    """The bot, running for as long as the block does. What went wrong inside is raised at the end."""
    wrong: list[BaseException] = []
    up, leave = threading.Event(), threading.Event()

    async def run() -> None:
        base = Application.builder().token(sandbox.token)
        app: App = base.base_url(f"{sandbox.url}/bot").base_file_url(f"{sandbox.url}/file/bot").build()
        app.add_handlers(
            [
                CommandHandler("start", start),
                CommandHandler("all", show_all),
                CallbackQueryHandler(tapped),
                MessageHandler(filters.ALL, echo),
            ]
        )
        app.add_error_handler(lambda _, context: _keep(wrong, context.error))
        async with app:
            await app.bot.set_my_commands([BotCommand("start", "开始评价"), BotCommand("all", "看所有样式")])
            await app.bot.set_my_commands([BotCommand("start", "Start")], language_code="en")
            await app.bot.set_my_description("按表格一题一题地评价，记下每个答案，最后算出分数和等级。")
            await app.start()
            assert app.updater
            await app.updater.start_polling(timeout=20)
            up.set()
            await asyncio.to_thread(leave.wait)
            await app.updater.stop()
            await app.stop()

    def serve() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:
            wrong.append(error)
        finally:
            up.set()

    thread = threading.Thread(target=serve, name="echo bot")
    thread.start()
    try:
        assert up.wait(20), "the echo bot did not start"
        yield
    finally:
        leave.set()
        thread.join(20)
    if wrong:
        raise wrong[0]


async def _keep(wrong: list[BaseException], error: BaseException | None) -> None:
    if error is not None:
        wrong.append(error)
