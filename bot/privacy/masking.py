"""Masking: phone numbers and the like, so that a list can be read over somebody's shoulder. Pure.

``138****5678`` · ``010-****5678`` · ``+44*******123`` · ``1101**********1234`` · ``z***@example.com``. Names stay:
people have to tell one another apart; but a number written into a name is masked as everywhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from rubrics.fields import FieldValue, shown
from rubrics.model import ChoiceField, FormField, GradeField, PeriodField, PlainField

_CONTACT = re.compile(
    r"电话|手机|联系方式|座机|传真|微信|邮箱|邮件|身份证|证件号|护照|银行卡|卡号|住址|地址|籍贯|紧急联系"
    r"|(?<![a-z])(?:phone|mobile|tel|telephone|fax|wechat|weixin|wx|qq|e-?mail|mail|id-?card|id-?number|passport"
    r"|bank-?card|iban|address)(?![a-z])",
    re.IGNORECASE,
)
"""Words in a field's id or label that say it holds how somebody is reached, or a number that is only theirs."""

_TAKEN = "\0"
"""Stands for what is masked already, so that nothing in it is taken for something else."""
_EDGE = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9A-Za-z])"
_GAP = r"[\s\-—–.·]?"
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_ID_CARD = re.compile(rf"{_EDGE}[1-9]\d{{5}}(?:19|20)\d{{9}}[\dXx]{_END}|{_EDGE}[1-9]\d{{14}}{_END}")
_BANK_CARD = re.compile(rf"{_EDGE}[3-6]\d{{3}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{1,3}})?{_END}")
_MOBILE = re.compile(rf"{_EDGE}(?:(?:\+|00)86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}{_END}")
_ABROAD = re.compile(rf"(?<![0-9A-Za-z])\+[1-9]\d{{0,2}}(?:[\s\-.()]{{0,2}}\d){{6,13}}{_END}")
_LANDLINE = re.compile(
    rf"{_EDGE}([(（]?0\d{{2,3}}[)）]?[\s\-—–]?\d{{7,8}})(?:[\s\-—–转]{{1,2}}\d{{1,6}})?{_END}"
)
_SERVICE = re.compile(rf"{_EDGE}[48]00{_GAP}\d{{3}}{_GAP}\d{{4}}{_END}")
_CHAT_ID = re.compile(
    r"(?:微信|(?<![a-z])(?:wechat|weixin|wx|qq))\s*(?:号码?|id)?\s*"
    # After a colon, any id; after a space or nothing, only one with a digit, since words follow there, too.
    r"(?:[:：是为]\s*|(?=[a-z_\-]*[0-9]))(?P<id>[a-z0-9][a-z0-9_\-]{4,19})(?![a-z0-9_\-])",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """The text with every phone number, card number, e-mail address and WeChat id in it masked; all else as it is.

    Marks that nobody sees do not hide a number from this; full-width digits count as digits.
    """
    seen, places = _seen(text)
    found: list[tuple[int, int, str]] = []
    for pattern, mask in _KINDS:
        for match in list(pattern.finditer(seen)):
            start, end = match.span("id" if "id" in pattern.groupindex else 0)
            found.append((places[start], places[end - 1] + 1, mask(match)))
            seen = seen[:start] + _TAKEN * (end - start) + seen[end:]
    for start, end, words in sorted(found, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def masked_value(field: FormField, value: FieldValue) -> str:
    """A field's value as it is shown: masked whole where the field is personal, else what is personal in it."""
    words = shown(value)
    if not is_contact(field):
        return masked(words)
    done = masked(words)
    return done if done != words else _hide(words)


def is_contact(field: FormField) -> bool:
    """Whether a field says how somebody is reached, or holds a number that is only theirs; by kind, id and label."""
    match field:
        case PlainField(kind="phone"):
            return True
        case PlainField(kind="name") | ChoiceField() | GradeField() | PeriodField():
            return False
        case _:
            return bool(_CONTACT.search(field.id) or _CONTACT.search(field.label))


def _seen(text: str) -> tuple[str, list[int]]:
    """The text without invisible marks and with plain digits and letters, and where each character stood."""
    pairs = [
        (unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" else c, place)
        for place, c in enumerate(text)
        if unicodedata.category(c) != "Cf"
    ]
    return "".join(c for c, _ in pairs), [place for _, place in pairs]


def _hide(words: str) -> str:
    """Something personal of no known shape: the first and the last character stay, if it is long enough."""
    if len(words) < 5:
        return "*" * len(words)
    keep = 1 if len(words) < 8 else 2
    return words[:keep] + "*" * min(len(words) - 2 * keep, 8) + words[-keep:]


def _email(found: re.Match[str]) -> str:
    name, _, host = found[0].partition("@")
    return f"{name[0]}***@{host}"


def _middle(first: int, last: int) -> Callable[[re.Match[str]], str]:
    """All digits but the ``first`` and the ``last`` become stars; what stands between them goes."""

    def mask(found: re.Match[str]) -> str:
        digits = re.sub(r"[^\dXx]", "", found[0])
        return digits[:first] + "*" * (len(digits) - first - last) + digits[-last:]

    return mask


def _mobile(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])[-11:]
    return f"{digits[:3]}****{digits[-4:]}"


def _landline(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[1])
    code = digits[: 3 if digits.startswith(("010", "02")) else 4]
    return f"{code}-****{digits[-4:]}"


def _abroad(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return f"+{digits[:2]}{'*' * (len(digits) - 5)}{digits[-3:]}"


def _chat_id(found: re.Match[str]) -> str:
    return _hide(found["id"])


_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_EMAIL, _email),
    (_ID_CARD, _middle(4, 4)),
    (_BANK_CARD, _middle(4, 4)),
    (_MOBILE, _mobile),
    (_ABROAD, _abroad),
    (_LANDLINE, _landline),
    (_SERVICE, _middle(3, 4)),
    (_CHAT_ID, _chat_id),
)
"""What is masked, the longest shapes first: an ID card holds what looks like a mobile number."""
