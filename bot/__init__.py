"""The conversation, reminders, reports and command line."""

import os

# python-telegram-bot is moving its spans of time from numbers to timedelta; this asks for the new way.
os.environ.setdefault("PTB_TIMEDELTA", "true")
