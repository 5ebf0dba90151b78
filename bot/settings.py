"""The settings of the program, from the environment or a ``.env`` file; the environment goes before."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self
from urllib.parse import urlsplit

from dotenv.parser import Binding, parse_stream
from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.messages import tell

ENV_FILE = Path(".env")
_OURS = ("WENSHU_", "TELEGRAM_")

ANONYMOUS = frozenset({777000, 1087968824, 136817688})
"""The users Telegram names where it does not say who it is: the service account, any anonymous admin of any group,
any channel (core.telegram.org/bots/api, ``from`` of Message)."""


class Listen(NamedTuple):
    """Where the webhook's server listens."""

    host: str
    port: int


_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
"""How the address of a PostgreSQL database begins."""


_SWITCH = {
    "on": True,
    "1": True,
    "true": True,
    "yes": True,
    "off": False,
    "0": False,
    "false": False,
    "no": False,
}


def _must(message: str) -> PydanticCustomError:
    return PydanticCustomError("setting", "{message}", {"message": message})


def _token(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d+:[\w-]+", value, re.ASCII):
        raise _must(tell("must be a bot token as @BotFather gives it, digits:letters"))
    return value


def _secret(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[\w-]{1,256}", value, re.ASCII):
        raise _must(tell("must be 1 to 256 letters, digits, _ or -"))
    return value


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise _must(tell("must be a web address, such as https://example.org"))
    return value.rstrip("/")


def _listen(value: object) -> object:
    if not isinstance(value, str):
        return value
    host, _, port = value.rpartition(":")
    if not host or not re.fullmatch(r"\d{1,5}", port, re.ASCII) or not 0 < int(port) < 65536:
        raise _must(tell("must be host:port, such as 127.0.0.1:8080"))
    return Listen(host.strip("[]"), int(port))


def _admins(value: object) -> object:
    if not isinstance(value, str):
        return value
    numbers = [part.strip() for part in value.split(",") if part.strip()]
    if not all(re.fullmatch(r"\d{1,19}", number, re.ASCII) for number in numbers):
        raise _must(tell("must be Telegram user ids with commas between them, such as 12345,67890"))
    admins = frozenset(map(int, numbers))
    if nobody := sorted(admins & ANONYMOUS):
        raise _must(
            tell(
                "must be ids of persons; {id} stands for anybody who does not say who they are", id=nobody[0]
            )
        )
    return admins


def _database(value: object) -> object:
    if isinstance(value, str) and not re.match(r"[a-z0-9+]+://", value):
        raise _must(tell("must be a database address, such as sqlite:///wenshu.sqlite3"))
    return value


def _rate(value: object) -> object:
    if not isinstance(value, str):
        return value
    number = re.fullmatch(r"\d{1,4}(\.\d{1,9})?", value, re.ASCII)
    if not number or (float(value) and not 1 <= float(value) <= 1000):
        raise _must(tell("must be a number from 1 to 1000, or 0 for no limit"))
    return value


def _days(value: object) -> object:
    if isinstance(value, str) and not (re.fullmatch(r"\d{1,4}", value, re.ASCII) and int(value) <= 3650):
        raise _must(tell("must be a number of days up to 3650, or 0 to keep nothing"))
    return value


def _switch(value: object) -> object:
    switched = _SWITCH.get(value.casefold()) if isinstance(value, str) else value
    if switched is None:
        raise _must(tell("must be on or off"))
    return switched


def _level(value: object) -> object:
    level = value.upper() if isinstance(value, str) else value
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise _must(tell("must be DEBUG, INFO, WARNING or ERROR"))
    return level


def _tongue(value: object) -> object:
    if value not in ("zh", "en", None):
        raise _must(tell("must be zh or en"))
    return value


class Settings(BaseSettings):
    """Each field is the variable of the same name in capitals; an empty value is as good as none."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: Annotated[SecretStr | None, BeforeValidator(_token)] = None
    telegram_api_base_url: Annotated[str, AfterValidator(_url)] = "https://api.telegram.org"
    telegram_webhook_url: Annotated[str | None, AfterValidator(lambda url: url and _url(url))] = None
    telegram_webhook_secret: Annotated[SecretStr | None, BeforeValidator(_secret)] = None
    telegram_webhook_listen: Annotated[Listen, NoDecode, BeforeValidator(_listen)] = Listen("127.0.0.1", 8080)
    wenshu_admins: Annotated[frozenset[int], NoDecode, BeforeValidator(_admins)] = frozenset()
    wenshu_knowledge: Annotated[Path | None, AfterValidator(lambda path: path and path.expanduser())] = None
    wenshu_database_url: Annotated[SecretStr, BeforeValidator(_database)] = SecretStr(
        "sqlite:///wenshu.sqlite3"
    )
    wenshu_keep_days: Annotated[int, BeforeValidator(_days)] = 90
    wenshu_digest: Annotated[bool, BeforeValidator(_switch)] = True
    wenshu_follow_in_groups: Annotated[bool, BeforeValidator(_switch)] = False
    wenshu_messages_per_second: Annotated[float, BeforeValidator(_rate)] = 30
    wenshu_language: Annotated[Literal["zh", "en"] | None, BeforeValidator(_tongue)] = None
    wenshu_log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_level)] = (
        "INFO"
    )

    @property
    def database_file(self) -> Path | None:
        """The file for what is not answered yet; None for memory. Raises `SettingsError` for another kind."""
        kind, _, file = self.wenshu_database_url.get_secret_value().partition("://")
        if kind in _POSTGRESQL:  # workers in one folder listen at ports of their own
            port = self.telegram_webhook_listen.port
            return Path(f"wenshu.{port}.sqlite3" if self.has_workers else "wenshu.sqlite3")
        if kind != "sqlite":
            raise SettingsError(
                "WENSHU_DATABASE_URL " + tell("must be an SQLite file or a PostgreSQL database")
            )
        file = file.removeprefix("/")
        return None if file in ("", ":memory:") else Path(file).expanduser()

    @property
    def has_workers(self) -> bool:
        """Whether there may be several workers, which share a PostgreSQL database."""
        kind = self.wenshu_database_url.get_secret_value().partition("://")[0]
        return kind in _POSTGRESQL and self.telegram_webhook_url is not None

    @property
    def records_url(self) -> str:
        """The database for what was asked: a file beside `database_file`, which is locked, or PostgreSQL."""
        url, file = self.wenshu_database_url.get_secret_value(), self.database_file
        if url.partition("://")[0] in _POSTGRESQL:
            return url
        return f"sqlite:///{file.with_suffix('.records.sqlite3')}" if file else "sqlite://"

    @classmethod
    def read(cls) -> Self:
        """Read the settings; raises `SettingsError`, one line that names every variable at fault."""
        bindings = _bindings()
        faults = [*_unreadable(bindings), *_unknown(cls, bindings)]
        try:
            settings = cls()
        except ValidationError as error:
            faults += [f"{fault['loc'][0]}".upper() + f" {fault['msg']}" for fault in error.errors()]
        else:
            if not faults:
                return settings
        # Outside the except clause: the first error's text holds the values, and one may be a secret.
        raise SettingsError("; ".join(faults))


def _bindings() -> list[Binding]:
    try:
        with ENV_FILE.open(encoding="utf-8") as lines:
            return list(parse_stream(lines))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(tell("{file} cannot be read; save it as UTF-8 text", file=ENV_FILE)) from error


def _unreadable(bindings: list[Binding]) -> Iterator[str]:
    """The lines of the file that would otherwise be passed over in silence."""
    for binding in bindings:
        if binding.error or (binding.key and binding.value is None):
            where = f"{ENV_FILE}:{binding.original.line}"
            yield tell("{file} cannot be read; write NAME=value", file=where)


def _unknown(settings: type[Settings], bindings: list[Binding]) -> Iterator[str]:
    """Our own prefixes with a name we do not have: a slip of the hand that would silently do nothing."""
    known = [field.upper() for field in settings.model_fields]
    names = [*os.environ, *(binding.key for binding in bindings if binding.key)]
    for name in sorted({name.upper() for name in names}):
        if name.startswith(_OURS) and name not in known:
            near = get_close_matches(name, known, 1)
            if near:
                yield tell("{name} is not a setting; did you mean {near}?", name=name, near=near[0])
            else:
                yield tell("{name} is not a setting", name=name)
