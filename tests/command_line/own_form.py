"""A form of one's own: the twelfth."""

from __future__ import annotations

from pathlib import Path

RECEPTION = """\
id: reception
title: 前台接待检查表[试行]
short: 前台接待
scoring: points
total: 20

subject:
  kind: employee
  fields:
    - {id: name, label: 姓名, kind: name, required: true}

sections:
  - id: greeting
    title: 问候
    max: 10
    criteria:
      - {id: greeting, kind: points, title: 问候, text: 是否主动问候来访者?, max: 10}
  - id: desk
    title: 台面
    max: 10
    criteria:
      - id: desk
        kind: checklist
        title: 台面
        text: 台面应当怎样?
        options:
          - {id: tidy, text: 整洁, points: 4}
          - {id: book, text: 访客登记本在位, points: 6}

grade:
  by: bands
  bands:
    - {label: 合格, at_least: 60}
    - {label: 不合格, at_least: 0}
"""

OFF_BY_ONE = RECEPTION.replace("points: 6}", "points: 5}")
"""The same with a fault: section "desk", which begins on line 18, says 10, and its ticks add up to 9."""


def write(directory: Path, text: str = RECEPTION, name: str = "reception.yaml") -> Path:
    """Put the form into a directory (made where there is none); its file."""
    directory.mkdir(exist_ok=True)
    file = directory / name
    file.write_text(text, encoding="utf-8")
    return file
