"""The plainest possible python-telegram-bot bot on the questions of ``interview``, to compare Kaoping with.

A ``ConversationHandler`` in memory, the default HTTP client, default settings throughout: each tap is
answered first, then its message edited, as the library's own examples do. Nothing is stored. It has the turns
Kaoping has: ``/start interview``, the name typed, a card to begin from, twenty ratings by one tap each.
"""

from __future__ import annotations

import os
from typing import Any, TypeAlias

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

UserData: TypeAlias = dict[Any, Any]

NAME, READY, RATING = range(3)
LEVELS = ("较差", "一般", "良好", "优秀")
GRADES = InlineKeyboardMarkup(
    [[InlineKeyboardButton(label, callback_data=str(value)) for value, label in enumerate(LEVELS, 1)]]
)
QUESTIONS = (
    "体格外貌,穿着打扮,举止行为,礼节风度,精神面貌,文化修养",
    "什么样的公司是您求职的第一选择?",
    "请你评价一下你的上一家公司或你现在的公司?你为什么离职?",
    "你认为你面试的这个工作岗位应当具备哪些素质?",
    "如果你提交对公司的改进措施,总是没有结果,你会怎样做?",
    "请讲一次这样的经历:你使一个非常不满的客户改变了看法。是什么问题?你是怎样使客户回心转意的?",
    "你认为质量和客户服务的关系是什么?",
    "假设工作中你有了新的工作思路,那么你将怎样影响其他人,让他人接受你的想法?",
    "你的上份工作中,是否有工作创新的地方,能简单描述一下吗?",
    "请讲述一下这样的经历:为了完成某项工作,时间特别紧,需要学习的东西很多,你用什么办法来学会这些东西并且完成工作。",
    "您未来三年内的目标是什么?如何实现?",
    "请列举好的客户代表应该具备的四种基本素质。你为什么认为这四种基本素质很重要?",
    "如果客户对所发生的事情的判断是完全错误的话,你该如何解决这个问题?",
    "讲一次你曾经为了取得与工作有关的目标而做出个人牺牲的经历。",
    "给我讲一个你曾经遇到的这样的一个问题:和你打交道的一位客户要求解决问题的方法和公司利益发生冲突。"
    "你是怎样解决这个矛盾的?",
    "情绪性",
    "上进心",
    "价值观",
    "责任心",
    "归属感",
)


def _card(number: int) -> str:
    return f"客服人员面试评价表\n{number + 1}/{len(QUESTIONS)}\n\n{QUESTIONS[number]}"


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Begin an interview: ask for the name."""
    message, answers = _message(update), _user_data(context)
    answers.clear()
    await message.reply_text("候选人的姓名?")
    return NAME


async def name(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Keep the name typed and offer to begin."""
    message, data = _message(update), _user_data(context)
    data["name"] = message.text
    begin = InlineKeyboardMarkup([[InlineKeyboardButton("开始", callback_data="begin")]])
    await message.reply_text(f"客服人员面试评价表\n{message.text}", reply_markup=begin)
    return READY


async def ready(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Show the first question."""
    query = _query(update)
    await query.answer()
    _user_data(context)["ratings"] = []
    await query.edit_message_text(_card(0), reply_markup=GRADES)
    return RATING


async def rate(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Keep a rating and show the next question, or the mean after the last."""
    query, data = _query(update), _user_data(context)
    await query.answer()
    ratings: list[int] = data["ratings"]
    ratings.append(int(query.data or 0))
    if len(ratings) < len(QUESTIONS):
        await query.edit_message_text(_card(len(ratings)), reply_markup=GRADES)
        return RATING
    hand_in = InlineKeyboardMarkup([[InlineKeyboardButton("提交", callback_data="hand in")]])
    mean = sum(ratings) / len(ratings)
    await query.edit_message_text(f"{data['name']}\n{mean:.2f} / 4", reply_markup=hand_in)
    return ConversationHandler.END


def _message(update: Update) -> Message:
    assert update.message is not None
    return update.message


def _query(update: Update) -> CallbackQuery:
    assert update.callback_query is not None
    return update.callback_query


def _user_data(context: ContextTypes.DEFAULT_TYPE) -> UserData:
    assert context.user_data is not None
    return context.user_data


def main() -> None:
    """Poll the server at ``TELEGRAM_API_URL`` as ``TELEGRAM_TOKEN`` until told to stop."""
    token, server = os.environ["TELEGRAM_TOKEN"], os.environ["TELEGRAM_API_URL"]
    application = Application.builder().token(token).base_url(f"{server}/bot").build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={
                NAME: [MessageHandler(filters.TEXT & ~filters.COMMAND, name)],
                READY: [CallbackQueryHandler(ready)],
                RATING: [CallbackQueryHandler(rate)],
            },
            fallbacks=[CommandHandler("start", start)],
        )
    )
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
