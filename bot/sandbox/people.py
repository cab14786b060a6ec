"""The people who hold a phone here."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.sandbox.errors import Json


@dataclass(slots=True)
class Person:
    """Someone who can write to the bot. ``roles`` is what they are, by language, for the page only."""

    id: int
    names: dict[str, str]
    roles: dict[str, str] = field(default_factory=dict)
    username: str | None = None
    language_code: str | None = "zh-hans"

    @property
    def name(self) -> str:
        """The first name Telegram would tell: people are called what they call themselves, in their language."""
        return self._said(self.names)

    @property
    def role(self) -> str:
        """What the page says they do."""
        return self._said(self.roles)

    def _said(self, words: dict[str, str]) -> str:
        english = (self.language_code or "").startswith("en")
        return words.get("en" if english else "zh") or next(iter(words.values()), "")

    def user(self) -> Json:
        """The person as a ``User`` of the Bot API."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.name}
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user


def usual_people() -> list[Person]:
    """Interviewer, inspector, supervisor, and a stranger whom no bot knows."""
    return [
        Person(
            1001,
            {"zh": "林晓", "en": "Lin Xiao"},
            {"zh": "面试官", "en": "Interviewer"},
            "linxiao",
        ),
        Person(
            1002,
            {"zh": "周强", "en": "Zhou Qiang"},
            {"zh": "品质检查员", "en": "Inspector"},
            "zhouqiang",
        ),
        Person(
            1003,
            {"zh": "吴敏", "en": "Wu Min"},
            {"zh": "主管", "en": "Supervisor"},
            "wumin",
        ),
        Person(1004, {"zh": "陌生人", "en": "Stranger"}, {"zh": "未受邀", "en": "Not invited"}),
    ]
