"""A table over two pages with one chart, laid out by reportlab: what ours is measured beside.

reportlab cannot embed the Chinese font that we do (its outlines are of a kind it does not take), so it uses one
that it expects every reader to have: it has the easier task.
"""

from __future__ import annotations

import subprocess
import sys
import time
from io import BytesIO
from typing import Any

SENTENCE = (
    "检查客服人员是否按规定着装、佩戴工牌，仪容仪表整洁大方，接待业主时起立微笑、使用文明用语并做好记录。"
)
LEVELS = ("较差", "一般", "良好", "优秀")


def values(number: int) -> dict[str, Any]:
    """The words and figures of the page; ``number`` makes each one different."""
    return {
        "title": f"客服品质检查评分表（第 {number} 号）",
        "heading": ["序号", "检查内容", "评价", "得分"],
        "rows": [
            [str(n), f"{SENTENCE}（{number}-{n}）", LEVELS[(n + number) % 4], str((n * 7 + number) % 11)]
            for n in range(1, 41)
        ],
        "bars": [[f"项目 {n}", round(((n * 37 + number) % 90 + 10) / 100, 2)] for n in range(1, 9)],
    }


def seconds_in_a_process(count: int) -> list[float]:
    """Seconds of each of ``count`` pages in a process just started, whose start counts for the first."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "tests.bench.reportlab_page", str(count)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    whole = time.perf_counter() - begun
    taken = [float(word) for word in ended.stdout.split()]
    return [whole - sum(taken[1:]), *taken[1:]]


def pdf_of(shown: dict[str, Any]) -> bytes:
    """The page as PDF."""
    from reportlab.graphics.shapes import Drawing, Rect, String
    from reportlab.lib.colors import HexColor, black
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    plain = ParagraphStyle("plain", fontName="STSong-Light", fontSize=9, leading=12, wordWrap="CJK")
    title = ParagraphStyle("title", parent=plain, fontSize=16, leading=20, alignment=1)
    rows = [[Paragraph(words, plain) for words in row] for row in [shown["heading"], *shown["rows"]]]
    table = Table(
        rows,
        colWidths=[12 * mm, 123 * mm, 25 * mm, 20 * mm],
        repeatRows=1,
        style=[("GRID", (0, 0), (-1, -1), 0.4, black), ("VALIGN", (0, 0), (-1, -1), "TOP")],
    )
    chart = Drawing(180 * mm, 8 * 7 * mm)
    for place, (name, share) in enumerate(shown["bars"]):
        y = (7 - place) * 7 * mm
        chart.add(String(0, y, name, fontName="STSong-Light", fontSize=9))
        chart.add(Rect(40 * mm, y, share * 100 * mm, 4 * mm, fillColor=HexColor("#0072b2"), strokeWidth=0))
        chart.add(String(145 * mm, y, str(share), fontName="STSong-Light", fontSize=9))
    written = BytesIO()
    SimpleDocTemplate(
        written, pagesize=A4, leftMargin=15 * mm, rightMargin=15 * mm, topMargin=15 * mm, bottomMargin=15 * mm
    ).build([Paragraph(shown["title"], title), table, chart])
    return written.getvalue()


def main() -> None:
    """Print how many seconds each of so many pages took."""
    for number in range(int(sys.argv[1])):
        begun = time.perf_counter()
        pdf_of(values(number))
        sys.stdout.write(f"{time.perf_counter() - begun}\n")


if __name__ == "__main__":
    main()
