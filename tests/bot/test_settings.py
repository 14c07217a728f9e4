"""Settings come from the environment and from a file; what cannot be used is refused with a hint."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.settings import PREFIX, Settings, describe
from storage.persons import Language


def given(**more: object) -> Settings:
    """Give settings that depend on no file."""
    return Settings(_env_file=None, **more)


def test_defaults_serve_a_first_start() -> None:
    """Without any setting there is a database in a file, German, Berlin's time, and no network."""
    settings = given()
    assert settings.database_url == "sqlite:///hafenbote.db"
    assert (settings.zone, settings.language) == (ZoneInfo("Europe/Berlin"), Language.GERMAN)
    assert not settings.matrix_is_on


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every setting has its variable, and an empty variable is as good as none."""
    monkeypatch.setenv(f"{PREFIX}ELECTION_DATE", "2021-09-26")
    monkeypatch.setenv(f"{PREFIX}LANGUAGE", "en")
    monkeypatch.setenv(f"{PREFIX}HTTP_PORT", "")
    settings = given()
    assert (settings.election_date, settings.language) == (date(2021, 9, 26), Language.ENGLISH)
    assert settings.http_port == 8080


def test_the_example_file_means_the_defaults(tmp_path: Path) -> None:
    """Whoever takes the hash signs off every line of the example has changed nothing."""
    lines = [line[1:] if line.startswith(f"#{PREFIX}") else line for line in describe().splitlines()]
    file = tmp_path / "example.env"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert Settings(_env_file=file) == given()
    assert sum(line.startswith(PREFIX) for line in lines) == len(Settings.model_fields)


def test_the_example_file_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example is made from defaults, whatever the environment holds."""
    monkeypatch.setenv(f"{PREFIX}MATRIX_PASSWORD", "geheim")
    assert "geheim" not in describe()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("timezone", "Bielefeld"),
        ("timezone", "../etc/passwd"),
        ("digest_schedule", ""),
        ("digest_schedule", "montags"),
        ("digest_schedule", "FREQ=FORTNIGHTLY"),
        ("digest_schedule", "BYDAY=MO"),
        ("round_schedule", "vierteljährlich"),
        ("round_schedule", "FREQ=QUARTERLY"),
        ("round_days", 1),
        ("database_url", ""),
        ("database_url", "hafenbote.db"),
        ("database_url", "mysql://localhost/hafenbote"),
        ("database_url", "postgresql://localhost:port/hafenbote"),
        ("http_port", 65536),
        ("language", "la"),
        ("election_date", "26.09.2021"),
        ("telegram_mode", "fax"),
    ],
)
def test_what_cannot_be_used_is_refused(setting: str, value: object) -> None:
    """A wrong value is found when settings are read, not in the middle of the night; the fault names the setting."""
    with pytest.raises(ValidationError) as refused:
        given(**{setting: value})
    assert [fault["loc"] for fault in refused.value.errors()] == [(setting,)]


@pytest.mark.parametrize(
    ("secrets", "on"),
    [
        ({"matrix_password": "x"}, True),
        ({"matrix_access_token": "x"}, True),
        ({}, False),
        ({"matrix_password": "x", "matrix_user": ""}, False),
        ({"matrix_password": "x", "matrix_homeserver": ""}, False),
    ],
)
def test_a_network_without_credentials_is_off(secrets: dict[str, str], on: bool) -> None:  # noqa: FBT001 - an expected value
    """Matrix needs its homeserver, an account, and a password or a token."""
    account = {"matrix_homeserver": "https://matrix.example.org", "matrix_user": "@bote:example.org"}
    assert given(**{**account, **secrets}).matrix_is_on is on


def test_keys_in_a_shared_database_are_sealed(tmp_path: Path) -> None:
    """Matrix on PostgreSQL needs the key all instances share; where a folder has one of its own, that is named."""
    matrix = {"matrix_homeserver": "https://x", "matrix_user": "@bote:x", "matrix_password": "x"}
    postgres: dict[str, object] = {"database_url": "postgresql://x@localhost/x", "matrix_store": tmp_path}
    assert given(**matrix).is_on_sqlite
    assert not given(**postgres).is_on_sqlite
    with pytest.raises(ValidationError, match="needs HAFENBOTE_MATRIX_STORE_KEY, the same for all instances"):
        given(**matrix, **postgres)
    assert given(**matrix, **postgres, matrix_store_key="von allen geteilt").matrix_is_on
    (tmp_path / "store.key").write_text("von hier")
    with pytest.raises(ValidationError, match=r"set it to the content of .*store\.key"):
        given(**matrix, **postgres)


@pytest.mark.parametrize(
    ("named", "allowed"),
    [
        ("", {"example.org"}),
        ("a.example, b.example ,", {"a.example", "b.example"}),
        (" , ", {"example.org"}),
    ],
)
def test_invitations_come_from_allowed_servers(named: str, allowed: set[str]) -> None:
    """Servers are listed with commas; without a list it is the bot's own."""
    assert given(matrix_user="@bote:example.org", matrix_allowed_servers=named).allowed_servers == allowed


def test_secrets_do_not_show() -> None:
    """Neither the settings' text nor their representation shows a password or token."""
    names = [name for name in Settings.model_fields if name.endswith(("password", "token", "secret", "key"))]
    secrets = dict.fromkeys(names, "geheim, und lang genug")
    settings = given(database_url="postgresql://bote:geheim@localhost/bote", **secrets)
    assert len(names) == 8
    assert "geheim" not in f"{settings} {settings!r}"


def test_a_key_of_the_ledger_cannot_be_guessed() -> None:
    """A seal with a short key would prove nothing; without one there are no seals."""
    assert not given(ledger_key="").ledger_key.get_secret_value()
    with pytest.raises(ValidationError, match="at least 16 signs"):
        given(ledger_key="geheim")


def test_settings_do_not_change() -> None:
    """Settings are read once; nobody can change them later."""
    with pytest.raises(ValidationError):
        given().timezone = "UTC"
