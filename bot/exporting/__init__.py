"""Exports: what was handed in as XLSX, CSV or JSON Lines, read in short pages and written in a process of its own.

``rows`` makes plain values of what was read (pure), ``workbook``, ``delimited`` and ``lines`` write them,
``making`` does all of an export into a file, and ``worker`` runs that beside the bot.
"""
