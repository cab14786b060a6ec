"""Settings from the environment or ``.env``; all faults told at once, in plain words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"


class BadSettings(Exception):
    """The configuration has faults; ``faults`` has one plain sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the sentences."""
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(BaseSettings):
    """Everything that can be set. Names are those of the environment, in upper case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    telegram_token: Annotated[
        SecretStr | None, Field(description="The bot's token from BotFather. `kaoping try` needs none.")
    ] = None
    telegram_api_url: Annotated[
        str, Field(description="Another Bot API server; its files lie under the same address.")
    ] = TELEGRAM
    telegram_proxy: Annotated[
        SecretStr | None, Field(description="An HTTP proxy to reach Telegram through.")
    ] = None
    telegram_webhook_url: Annotated[
        str | None,
        Field(description="Telegram pushes updates to this https address. Left out: they are fetched."),
    ] = None
    telegram_webhook_secret: Annotated[
        SecretStr | None,
        Field(description="What only Telegram and this bot know: 16 letters and digits or more."),
    ] = None
    telegram_webhook_listen: Annotated[
        str, Field(description="Where this bot listens for what is pushed, behind your https proxy.")
    ] = "127.0.0.1:8443"
    database_url: Annotated[
        SecretStr | None, Field(description="The database. Left out: an SQLite file in the data directory.")
    ] = None
    kaoping_data: Annotated[Path, Field(description="The data directory: database and copied evidence.")] = (
        Path("data")
    )
    kaoping_owners: Annotated[
        frozenset[int],
        NoDecode,
        Field(description="Telegram ids of those who may use the bot, separated by commas."),
    ] = frozenset()
    kaoping_forms: Annotated[
        Path | None, Field(description="A directory with forms of your own (*.yaml).")
    ] = None
    kaoping_timezone: Annotated[str, Field(description="The time zone of dates and times.")] = "Asia/Shanghai"
    kaoping_language: Annotated[
        Literal["zh", "en"],
        Field(description="The interface's language where Telegram tells none: zh or en."),
    ] = "zh"
    kaoping_retention_candidates: Annotated[
        int,
        Field(ge=0, le=36500, description="Days that candidates who were not hired are kept; 0 for ever."),
    ] = 180
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="How much is logged.")
    ] = "INFO"

    @field_validator("kaoping_owners", mode="before")
    @classmethod
    def _owners(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in re.split(r"[,;\uff0c\uff1b\s]+", value) if part.strip()]
        wrong = [part for part in parts if not part.isdigit()]
        if wrong:
            raise ValueError(
                f"{', '.join(wrong)}: not a Telegram id (a whole number; the bot tells strangers theirs)"
            )
        return frozenset(int(part) for part in parts)

    @field_validator("kaoping_timezone")
    @classmethod
    def _timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone {value!r}; write it like Asia/Shanghai") from error
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not _is_web(value):
            raise ValueError(f"{value!r} is no address; it begins with http:// or https://")
        return value.rstrip("/")

    @field_validator("telegram_proxy")
    @classmethod
    def _proxy(cls, value: SecretStr | None) -> SecretStr | None:
        # It may hold a password, so it is not repeated.
        if value is not None and not _is_web(value.get_secret_value()):
            raise ValueError("it is no address; it begins with http:// or https://")
        return value

    @field_validator("telegram_webhook_url")
    @classmethod
    def _webhook(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        near = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
        if not parts.netloc or not (parts.scheme == "https" or near):
            raise ValueError(f"{value!r}: Telegram pushes only to an address that begins with https://")
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("16 to 256 letters, digits, - and _")
        return value

    @field_validator("telegram_webhook_listen")
    @classmethod
    def _listen(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
            raise ValueError(f"{value!r} is no host and port; write it like 127.0.0.1:8443")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        address = value.get_secret_value()
        if not re.match(r"(sqlite(\+\w+)?|postgresql(\+psycopg)?)://", address):
            raise ValueError("it begins with sqlite:/// or postgresql://")
        if not _can_be_read(address):
            raise ValueError("it is no address; it is written like postgresql://user:password@host:5432/name")
        # Without its name, SQLAlchemy would take another driver than the one that comes with the extra.
        return SecretStr(re.sub(r"^postgresql://", "postgresql+psycopg://", address))

    @field_validator("kaoping_forms")
    @classmethod
    def _forms(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"there is no directory {value}")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.kaoping_timezone)

    @property
    def listen(self) -> tuple[str, int]:
        """Host and port to listen on for what Telegram pushes."""
        host, _, port = self.telegram_webhook_listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def database(self) -> str:
        """The database's address, with the password it may hold: to connect with, not to tell."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.kaoping_data / 'kaoping.sqlite3'}"

    @property
    def proxy(self) -> str | None:
        """The proxy's address, with the password it may hold: to connect with, not to tell."""
        return None if self.telegram_proxy is None else self.telegram_proxy.get_secret_value().rstrip("/")

    def faults_for_running(self) -> list[str]:
        """What is missing for going live, beyond what every setting must be by itself."""
        faults = []
        if self.telegram_token is None:
            faults.append(
                "TELEGRAM_TOKEN is not set: BotFather gives one (README, Go live with a token). "
                "No token yet? kaoping try"
            )
        elif ":" not in self.telegram_token.get_secret_value():
            faults.append(
                "TELEGRAM_TOKEN does not look like a token: digits, a colon, letters, as BotFather wrote it."
            )
        if (self.telegram_webhook_url is None) != (self.telegram_webhook_secret is None):
            faults.append(
                "TELEGRAM_WEBHOOK_URL and TELEGRAM_WEBHOOK_SECRET go together: "
                "without a secret anybody could send updates."
            )
        return faults


def read_settings(*, env_file: Path | None = Path(".env"), running: bool = False, **given: Any) -> Settings:
    """The settings; ``running`` also wants what going live needs.

    :raises BadSettings: with every fault at once.
    """
    faults = unknown_names(env_file)
    try:
        settings = Settings(_env_file=env_file, **given)
    except ValidationError as error:
        faults += [_sentence(dict(fault)) for fault in error.errors()]
        if running:
            wrong = {str(fault["loc"][0]) for fault in error.errors()}
            mended = {name: Settings.model_fields[name].default for name in wrong}
            faults += Settings(_env_file=env_file, **{**given, **mended}).faults_for_running()
        raise BadSettings(faults) from None
    if running:
        faults += settings.faults_for_running()
    if faults:
        raise BadSettings(faults)
    return settings


def unknown_names(env_file: Path | None) -> list[str]:
    """One sentence for each name in the file that looks like a setting of ours and is none: a slip of the pen."""
    known = [name.upper() for name in Settings.model_fields]
    faults = []
    for name in dotenv_values(env_file) if env_file is not None and env_file.is_file() else ():
        if name.upper().startswith(("TELEGRAM_", "KAOPING_")) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), known, 1)
            meant = f" Is {near[0]} meant?" if near else ""
            faults.append(f"{name}: there is no such setting.{meant}")
    return faults


def _is_web(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _can_be_read(address: str) -> bool:
    """Whether it is a database's address; SQLAlchemy's own error would tell a password in the port's place."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        make_url(address)
    except (ArgumentError, ValueError):
        return False
    return True


def _sentence(fault: Mapping[str, Any]) -> str:
    name = str(fault["loc"][0]).upper()
    if fault["type"] == "literal_error":
        return f"{name}: {fault['input']!r} is not possible; it is one of {fault['ctx']['expected']}."
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{name}: {message}."
