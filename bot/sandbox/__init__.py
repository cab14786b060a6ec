"""Telegram on your own machine: the Bot API over HTTP and a page that looks like a phone.

For trying the bot without a token and for tests. It knows nothing of the bot: only what Telegram promises.
"""

from bot.sandbox.running import Sandbox

__all__ = ["Sandbox"]
