"""Every method of the Bot API this stand-in knows, by name."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox import editing, sending, webhook
from bot.sandbox.parameters import Params
from bot.sandbox.telling import TELLING
from bot.sandbox.world import World

METHODS: dict[str, Callable[[World, Params], object]] = {
    **TELLING,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendvoice": sending.send_voice,
    "sendmediagroup": sending.send_media_group,
    "sendchataction": sending.send_chat_action,
    "copymessage": sending.copy_message,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagemedia": editing.edit_message_media,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "setmessagereaction": editing.set_message_reaction,
    "pinchatmessage": editing.pin_chat_message,
    "unpinchatmessage": editing.unpin_chat_message,
    "unpinallchatmessages": editing.unpin_chat_message,
    "answercallbackquery": editing.answer_callback_query,
    "setwebhook": webhook.set_webhook,
    "deletewebhook": webhook.delete_webhook,
    "getwebhookinfo": webhook.get_webhook_info,
}
"""By name in lower case: Telegram does not mind the case of a method's name. ``getUpdates`` waits, and is apart."""
