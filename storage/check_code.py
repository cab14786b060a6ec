"""Verification codes as people read and type them: three groups of four letters, as ``7K3M-Q8ZD-1XWA``.

Crockford's base 32: no I, L, O and U, and whoever types one of the first three means 1 or 0. Eleven letters
carry 55 bits; the twelfth is a check over them that tells any one letter mistyped and any two that changed
places, so that a slip is never taken for a forged paper.
"""

from __future__ import annotations

import unicodedata
from typing import Final

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS: Final = 55
"""How much of a hash a code carries."""

_LENGTH = 12
_GROUP = 4
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_BETWEEN = str.maketrans("", "", "-‐‑–—−_. \t\n\u00a0\u200b")
"""What stands between the letters, or comes along; phones make other dashes of a hyphen."""
_FIELD = 0b100101
"""x⁵ + x² + 1: what numbers below 32 are multiplied modulo."""


class Mistyped(ValueError):
    """What was typed is no code as this program writes them; the message says what is wrong with it."""


def code_of(value: int) -> str:
    """The code that carries the lowest 55 bits of ``value``, without hyphens."""
    digits = [(value >> shift) & 31 for shift in range(BITS - 5, -1, -5)]
    return "".join(LETTERS[digit] for digit in (*digits, _check(digits)))


def shown(code: str) -> str:
    """A code in its groups."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read(typed: str) -> str:
    """The code that somebody typed, without hyphens: capitals or not, with spaces, dashes or none.

    :raises Mistyped: if it is too long or too short, has other letters, or its check letter does not fit.
    """
    code = unicodedata.normalize("NFKC", typed).translate(_BETWEEN).upper().translate(_READ_AS)
    if len(code) != _LENGTH:
        raise Mistyped("length")
    if set(code) - set(LETTERS):
        raise Mistyped("letters")
    digits = [LETTERS.index(letter) for letter in code]
    if _check(digits[:-1]) != digits[-1]:
        raise Mistyped("check")
    return code


def _check(digits: list[int]) -> int:
    """The sum of the digits, each times another number: so every slip of one or two changes it."""
    check = 0
    for factor, digit in enumerate(digits, 2):
        check ^= _times(factor, digit)
    return check


def _times(one: int, other: int) -> int:
    """The product of two numbers below 32 in the field of 32 elements."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & 32:
            one ^= _FIELD
        other >>= 1
    return product
