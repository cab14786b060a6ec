"""Lists that grow with the house: whatever a screen offers to choose from, it never has more buttons than fit.

Telegram refuses a message with more than 100 buttons, and the card would never be drawn. A screen that pages by
what it reads (history, people, plans) turns its own pages; this is for the others, whose lists are short nearly
everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.codec import Act
from bot.screens.screen import Button, Screen

MOST = 60
"""So many buttons stand on one page; with more, pages are turned."""
_ON_PAGE = 40

Row = tuple[Button, ...]


def paged(screen: Screen, page: int, to: Callable[[int], Act]) -> Screen:
    """One page of a screen with very many buttons, the nearest there is; any other screen as it is.

    The last row, which leads away, stands on every page. ``to`` is what leads to another page.
    """
    if sum(map(len, screen.rows)) <= MOST:
        return screen
    *rows, last = screen.rows
    pages = _pages(rows)
    page = min(max(page, 0), len(pages) - 1)
    turn = (
        *((Button(f"◀ {page}/{len(pages)}", to(page - 1)),) if page else ()),
        *((Button(f"{page + 2}/{len(pages)} ▶", to(page + 1)),) if page + 1 < len(pages) else ()),
    )
    return replace(screen, rows=(*pages[page], turn, last))


def _pages(rows: list[Row]) -> list[list[Row]]:
    """Whole rows, as many to a page as it holds."""
    pages: list[list[Row]] = [[]]
    for row in rows:
        if pages[-1] and sum(map(len, pages[-1])) + len(row) > _ON_PAGE:
            pages.append([])
        pages[-1].append(row)
    return pages
