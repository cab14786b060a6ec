"""The stand-in for Telegram, met over real HTTP."""
