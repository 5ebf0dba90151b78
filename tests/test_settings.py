"""What a person sees who sets something wrong, and what the program gets when it is right."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings

TOKEN = "123456:AAE_secret-part"


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.upper().startswith(("WENSHU_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def _read(monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str], env_file: str = "") -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    if env_file:
        Path(".env").write_text(env_file, encoding="utf-8")
    return Settings.read()


def test_nothing_set_is_a_terminal_chat_without_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _read(monkeypatch, {})
    assert settings.telegram_bot_token is None
    assert settings.telegram_api_base_url == "https://api.telegram.org"
    assert settings.wenshu_admins == frozenset()
    assert settings.wenshu_knowledge is None
    assert settings.wenshu_database_url.get_secret_value().startswith("sqlite://")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("telegram_api_base_url", "http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
        ("telegram_webhook_url", "https://bot.example.org/hook", "https://bot.example.org/hook"),
        ("telegram_webhook_listen", "0.0.0.0:8443", ("0.0.0.0", 8443)),  # noqa: S104 - only read
        ("telegram_webhook_listen", "[::1]:80", ("::1", 80)),
        ("wenshu_admins", "12345, 67890,", frozenset({12345, 67890})),
        ("wenshu_admins", "12345", frozenset({12345})),
        ("wenshu_admins", "", frozenset()),
        ("wenshu_knowledge", "/srv/knowledge", Path("/srv/knowledge")),
        ("wenshu_log_level", "debug", "DEBUG"),
        ("wenshu_messages_per_second", "0", 0),
        ("wenshu_digest", "Off", False),
        ("wenshu_digest", "1", True),
        ("wenshu_follow_in_groups", "on", True),
        ("wenshu_follow_in_groups", "", False),
        ("telegram_bot_token", "", None),
    ],
)
def test_a_value_is_read_as_what_it_means(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, value: object
) -> None:
    assert getattr(_read(monkeypatch, {name.upper(): text}), name) == value


def test_env_file_is_read_and_the_environment_goes_before(monkeypatch: pytest.MonkeyPatch) -> None:
    env_file = (
        f"# ours\nexport TELEGRAM_BOT_TOKEN={TOKEN}\nWENSHU_ADMINS='1,2'\nOTHER=x\nWENSHU_LOG_LEVEL=INFO\n"
    )
    settings = _read(monkeypatch, {"WENSHU_LOG_LEVEL": "ERROR"}, env_file)
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == TOKEN
    assert settings.wenshu_admins == {1, 2}
    assert settings.wenshu_log_level == "ERROR"


@pytest.mark.parametrize(
    ("environment", "env_file", "said"),
    [
        ({"TELEGRAM_BOT_TOKEN": "AAE_secret-part"}, "", "TELEGRAM_BOT_TOKEN must be a bot token"),
        ({"WENSHU_DIGEST": "weekly"}, "", "WENSHU_DIGEST must be on or off"),
        ({"TELEGRAM_API_BASE_URL": "localhost:80"}, "", "TELEGRAM_API_BASE_URL must be a web address"),
        ({"TELEGRAM_API_BASE_URL": "http://[::1"}, "", "TELEGRAM_API_BASE_URL must be a web address"),
        ({"TELEGRAM_WEBHOOK_URL": "bot.example.org"}, "", "TELEGRAM_WEBHOOK_URL must be a web address"),
        ({"TELEGRAM_WEBHOOK_SECRET": "secret part"}, "", "TELEGRAM_WEBHOOK_SECRET must be 1 to 256 letters"),
        ({"TELEGRAM_WEBHOOK_LISTEN": "8443"}, "", "TELEGRAM_WEBHOOK_LISTEN must be host:port"),
        ({"TELEGRAM_WEBHOOK_LISTEN": "localhost:70000"}, "", "TELEGRAM_WEBHOOK_LISTEN must be host:port"),
        ({"WENSHU_ADMINS": "me"}, "", "WENSHU_ADMINS must be Telegram user ids"),
        ({"WENSHU_ADMINS": "1.5"}, "", "WENSHU_ADMINS must be Telegram user ids"),
        (
            {"WENSHU_ADMINS": "12345,1087968824"},
            "",
            "WENSHU_ADMINS must be ids of persons; 1087968824 stands for",
        ),
        ({"WENSHU_ADMINS": "777000"}, "", "WENSHU_ADMINS must be ids of persons; 777000 stands for"),
        ({"WENSHU_ADMINS": "136817688"}, "", "WENSHU_ADMINS must be ids of persons; 136817688 stands for"),
        ({"WENSHU_MESSAGES_PER_SECOND": "-1"}, "", "WENSHU_MESSAGES_PER_SECOND must be a number from 1"),
        ({"WENSHU_MESSAGES_PER_SECOND": "0.5"}, "", "WENSHU_MESSAGES_PER_SECOND must be a number from 1"),
        ({"WENSHU_MESSAGES_PER_SECOND": "fast"}, "", "WENSHU_MESSAGES_PER_SECOND"),
        ({"WENSHU_DATABASE_URL": "db:secret-part@x"}, "", "WENSHU_DATABASE_URL must be a database address"),
        ({"WENSHU_LOG_LEVEL": "loud"}, "", "WENSHU_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR"),
        ({"WENSHU_ADMIN": "1"}, "", "WENSHU_ADMIN is not a setting; did you mean WENSHU_ADMINS?"),
        (
            {},
            "TELEGRAM_TOKEN=1:secret-part\n",
            "TELEGRAM_TOKEN is not a setting; did you mean TELEGRAM_BOT_TOKEN?",
        ),
        ({}, 'A=1\nWENSHU_ADMINS="1\n', ".env:2 cannot be read; write NAME=value"),
        ({}, "WENSHU_ADMINS\n", ".env:1 cannot be read; write NAME=value"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it_and_shows_no_secret(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], env_file: str, said: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        _read(monkeypatch, environment, env_file)
    message = str(caught.value)
    assert said in message
    assert "\n" not in message
    assert "secret-part" not in message
    assert caught.value.__context__ is None


def test_all_wrong_settings_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"WENSHU_ADMINS": "x", "WENSHU_LOG_LEVEL": "y", "TELEGRAM_WEBHOK_URL": "z"}
    with pytest.raises(SettingsError, match=r"TELEGRAM_WEBHOK_URL.*WENSHU_ADMINS.*WENSHU_LOG_LEVEL"):
        _read(monkeypatch, wrong)


def test_a_secret_is_not_in_the_printed_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    database = "mysql://u:secret-part@db/x"
    settings = _read(monkeypatch, {"TELEGRAM_BOT_TOKEN": TOKEN, "WENSHU_DATABASE_URL": database})
    assert "secret" not in repr(settings).replace("webhook_secret", "").replace("SecretStr", "")


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("", Path("wenshu.sqlite3")),
        ("sqlite:////var/lib/wenshu.db", Path("/var/lib/wenshu.db")),
        ("sqlite:///:memory:", None),
    ],
)
def test_the_database_is_a_file(monkeypatch: pytest.MonkeyPatch, url: str, file: Path | None) -> None:
    assert _read(monkeypatch, {"WENSHU_DATABASE_URL": url}).database_file == file


def test_another_database_is_declined_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _read(monkeypatch, {"WENSHU_DATABASE_URL": "mysql://u:secret-part@db/x"})
    with pytest.raises(SettingsError, match="WENSHU_DATABASE_URL must be an SQLite file") as caught:
        _ = settings.database_file
    assert "secret-part" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "records"),
    [
        ("sqlite:///a/b.db", "sqlite:///a/b.records.sqlite3"),
        ("sqlite://", "sqlite://"),
        ("postgresql://u:p@db/x", "postgresql://u:p@db/x"),
    ],
)
def test_the_records_stand_beside_the_file_or_in_postgresql(
    monkeypatch: pytest.MonkeyPatch, url: str, records: str
) -> None:
    assert _read(monkeypatch, {"WENSHU_DATABASE_URL": url}).records_url == records


def test_an_env_file_that_is_no_text_is_named() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        Settings.read()
