"""Forms and arithmetic: imports nothing of ours; no clock, no chat, no SQL."""
