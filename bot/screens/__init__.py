"""Screens: pure values, text and buttons, made from what is stored. Nothing here knows Telegram."""
