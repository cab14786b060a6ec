"""Settings: what can be set, and every fault told at once."""

import re
from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, read_settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_nothing_set_is_enough_to_try() -> None:
    settings = read_settings(env_file=None)
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.kaoping_timezone == "Asia/Shanghai"
    assert settings.database == "sqlite:///data/kaoping.sqlite3"


def test_settings_come_from_the_environment_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = tmp_path / ".env"
    env.write_text("KAOPING_OWNERS=1, 2，3\nKAOPING_LANGUAGE=en\nSOMETHING_ELSE=x\n", encoding="utf-8")
    monkeypatch.setenv("KAOPING_LANGUAGE", "zh")
    settings = read_settings(env_file=env)
    assert settings.kaoping_owners == {1, 2, 3}
    assert settings.kaoping_language == "zh"


def test_all_faults_are_told_at_once_and_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAOPING_OWNERS", "1001,me")
    monkeypatch.setenv("KAOPING_TIMEZONE", "Asia/Nowhere")
    monkeypatch.setenv("KAOPING_LANGUAGE", "fr")
    monkeypatch.setenv("TELEGRAM_API_URL", "localhost:8081")
    monkeypatch.setenv("KAOPING_FORMS", "/no/such/place")
    with pytest.raises(BadSettings) as caught:
        read_settings(env_file=None)
    told = "\n".join(caught.value.faults)
    assert len(caught.value.faults) == 5
    for words in (
        "me: not a Telegram id",
        "Asia/Nowhere",
        "'fr' is not possible",
        "http://",
        "/no/such/place",
    ):
        assert words in told


def test_going_live_wants_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings(env_file=None, running=True)
    assert [fault.split()[0] for fault in caught.value.faults] == ["TELEGRAM_TOKEN"]
    monkeypatch.setenv("TELEGRAM_TOKEN", "abc")
    with pytest.raises(BadSettings, match="does not look like a token"):
        read_settings(env_file=None, running=True)


def test_a_misspelt_setting_and_a_strange_database_are_told(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("TELEGRAM_TOKN=1:a\nDATABASE_URL=mysql://x\nOTHER_TOKEN=1\n", encoding="utf-8")
    with pytest.raises(BadSettings) as caught:
        read_settings(env_file=env)
    assert caught.value.faults == [
        "TELEGRAM_TOKN: there is no such setting. Is TELEGRAM_TOKEN meant?",
        "DATABASE_URL: it begins with sqlite:/// or postgresql://.",
    ]


def test_postgresql_is_reached_by_the_driver_of_the_extra_named_or_not() -> None:
    for given in ("postgresql://me@there/kaoping", "postgresql+psycopg://me@there/kaoping"):
        settings = read_settings(env_file=None, database_url=given)
        assert settings.database == "postgresql+psycopg://me@there/kaoping"
    with pytest.raises(BadSettings, match="DATABASE_URL"):
        read_settings(env_file=None, database_url="postgresql+psycopg2://me@there/kaoping")


def test_neither_token_nor_passwords_show() -> None:
    settings = read_settings(
        env_file=None,
        telegram_token="12345:sesame-open",
        telegram_webhook_secret="sesame-shut-sesame",
        telegram_proxy="http://me:sesame@10.0.0.1:3128/",
        database_url="postgresql://me:sesame@there/kaoping",
    )
    assert "sesame" not in repr(settings)
    assert settings.proxy == "http://me:sesame@10.0.0.1:3128"
    assert settings.database == "postgresql+psycopg://me:sesame@there/kaoping"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("telegram_proxy", "socks5://me:sesame@there", "it begins with http:// or https://"),
        ("database_url", "mysql://me:sesame@there/kaoping", "it begins with sqlite:/// or postgresql://"),
        ("database_url", "postgresql://me:sesame", "postgresql://user:password@host:5432/name"),
    ],
)
def test_a_wrong_address_is_told_without_its_password(name: str, value: str, told: str) -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings(env_file=None, running=False, **{name: value})
    assert told in str(caught.value)
    assert "sesame" not in str(caught.value)


def test_the_example_file_has_every_setting_with_a_comment_and_its_default() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    blocks = [block.splitlines() for block in text.strip().split("\n\n")[1:]]
    told: dict[str, str] = {}
    for *comments, line in blocks:
        assert comments, line
        assert all(comment.startswith("# ") for comment in comments), line
        match = re.fullmatch(r"(?:# )?([A-Z_]+)=(.*)", line)
        assert match, line
        told[match[1]] = match[2]
    assert set(told) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, str):
            assert told[name.upper()] == field.default


def test_the_readme_tells_every_setting() -> None:
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        missing = [field.upper() for field in Settings.model_fields if f"`{field.upper()}`" not in text]
        assert missing == [], name
