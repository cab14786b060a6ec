"""The conversation, reminders, reports and command line."""
