"""Numbers as people type them: ``8``, ``８``, ``8.5分``, ``八``, ``二十五``, ``3 处``."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_DIGIT = "[一二两俩三四五六七八九]"
_BELOW_1000 = re.compile(
    rf"(?:(?P<hundreds>{_DIGIT})?(?P<hundred>百))?"
    rf"(?:[零〇](?P<odd>{_DIGIT})|(?P<tens>{_DIGIT})?(?P<ten>十)(?P<ones>{_DIGIT})?|(?P<short>{_DIGIT}))?"
)
"""``short`` stands for tens: 一百五 is 150, as people say it; 105 is 一百零五."""
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
        if whole is None or (match[2] and re.search(rf"百{_DIGIT}$", match[1])):
            return None  # 一百五点五: nobody knows which
        if match[3]:
            return whole + Decimal("0." + "".join(str(_DIGITS[c]) for c in match[3]))
        return whole + Decimal("0.5") if match[2] else Decimal(whole)
    return None


def _whole(text: str) -> int | None:
    """A Chinese numeral below 1000 as a whole number, or ``None`` where the signs make none."""
    if not {"十", "百"} & set(text):
        return int("".join(str(_DIGITS[c]) for c in text))
    match = _BELOW_1000.fullmatch(text)
    if match is None or (match["odd"] and not match["hundred"]):
        return None
    signs = match.groupdict()
    hundreds = _times(signs["hundreds"]) if signs["hundred"] else 0
    tens = _times(signs["tens"]) if signs["ten"] else _DIGITS.get(signs["short"] or "", 0)
    return 100 * hundreds + 10 * tens + _DIGITS.get(signs["ones"] or signs["odd"] or "", 0)


def _times(sign: str | None) -> int:
    """How many hundreds or tens: one where no digit stands before."""
    return 1 if sign is None else _DIGITS[sign]
