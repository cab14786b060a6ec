"""The benchmark: Kaoping beside the plainest possible bot, on the same questions, over loopback HTTP.

``python -m tests.bench`` (``make bench``) starts a lean stand-in for Telegram (``stand_in``) in a process of
its own; the stand-in also plays the evaluators (``crowd``), who follow a table of rules (``strategy``). Bots
are real processes (``bots``) measured from outside (``processes``). Linux only: figures come from ``/proc``.
"""
