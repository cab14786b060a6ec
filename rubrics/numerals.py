"""Numbers as people type them: ``8``, ``８``, ``8.5分``, ``八``, ``二十五``, ``3 处``."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100}
_UNITS = r"(?:分|处|项|次|天|岁|个|点|points?|pts?|defects?|%)?"
_PLAIN = re.compile(rf"([+-]?\d{{1,9}}(?:\.\d{{1,6}})?)\s*{_UNITS}", re.IGNORECASE | re.ASCII)
_CHINESE = re.compile(
    rf"([零〇一二两俩三四五六七八九十百]{{1,6}})(点([零〇一二三四五六七八九]{{1,4}})|半)?\s*{_UNITS}"
)


def read_number(text: str) -> Decimal | None:
    """The number a whole typed line means, or ``None`` if the line is not just a number.

    Full-width digits, Chinese numerals below 1000, a decimal comma and a unit behind it are understood.
    """
    line = unicodedata.normalize("NFKC", text).strip().replace("。", ".").replace("−", "-")
    line = re.sub(r"^(\d+),(\d{1,2})(?!\d)", r"\1.\2", line)
    if match := _PLAIN.fullmatch(line):
        return Decimal(match[1])
    if match := _CHINESE.fullmatch(line):
        whole = _whole(match[1])
        if whole is None:
            return None
        if match[3]:
            return whole + Decimal("0." + "".join(str(_DIGITS[c]) for c in match[3]))
        return whole + Decimal("0.5") if match[2] else Decimal(whole)
    return None


def _whole(text: str) -> int | None:
    """A Chinese numeral below 1000 as a whole number, or ``None`` where the signs make none."""
    if not any(c in _TENS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit, last = 0, None, 1000
    for c in text:
        if c in _TENS:
            if _TENS[c] >= last:
                return None
            last = _TENS[c]
            total += (1 if digit is None else digit) * last
            digit = None
        elif _DIGITS[c] == 0:
            continue
        elif digit is not None:
            return None
        else:
            digit = _DIGITS[c]
    return total + (digit or 0)
