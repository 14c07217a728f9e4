"""All settings, read in this one place, with the prefix ``HAFENBOTE_``.

What the environment says counts more than ``.env``, and that more than the files of :mod:`bot.credentials`.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import rrulestr
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.logs import LogLevel
from bot.matrix.private_files import KEY_FILE
from handlers.turn import MONDAYS_AT_EIGHT, QUARTERLY
from storage.persons import Language

PREFIX = "HAFENBOTE_"

MATRIX_NEEDS = 3
"""Settings without which Matrix is off: a homeserver, an account and its secret."""

WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
"""What Telegram allows (https://core.telegram.org/bots/api#setwebhook), but not so short that it can be guessed."""

SHORTEST_KEY = 16
"""Signs of a key that cannot be guessed."""

ENVIRONMENT_FILE = Path(".env")

ELSEWHERE = "# Each can lie in a file of its name, in $CREDENTIALS_DIRECTORY or /run/secrets (README, Deployment)."


class TelegramMode(StrEnum):
    """How updates come from Telegram."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class Settings(BaseSettings):
    """Every setting with its meaning and default. A network without credentials is off."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENVIRONMENT_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = Field(
        "sqlite:///hafenbote.db",
        description="Database: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
        repr=False,  # it may carry a password
    )
    timezone: str = Field("Europe/Berlin", description="Time zone of all times people read and of the schedule")
    language: Language = Field(Language.GERMAN, description="Language for people who have not chosen one: de or en")
    election_date: date | None = Field(None, description="Day of the federal election, as YYYY-MM-DD")
    public_url: str = Field(
        "", description="Address under which our web server is reached from outside, for calendars and webhooks"
    )
    http_host: str = Field("127.0.0.1", description="Address our web server listens on")
    http_port: int = Field(8080, ge=0, le=65535, description="Port our web server listens on; 0 takes a free one")
    digest_schedule: str = Field(
        MONDAYS_AT_EIGHT,
        description="When the spokespersons get their digest: a recurrence rule (RFC 5545) in local time",
    )
    round_schedule: str = Field(
        QUARTERLY,
        description="When municipalities are asked whether their pledges are still so: a recurrence rule (RFC 5545) in "
        "local time, or off",
    )
    round_days: int = Field(21, ge=2, le=90, description="On how many days such a round can be answered, 2 to 90")
    urgent_alone: bool = Field(
        default=False,
        description="Whether the office may send an urgent announcement that no second person has released",
    )
    two_confirmations_from: int | None = Field(
        None, ge=1, description="From how many places on a report needs two confirmations; empty means never"
    )
    ledger_key: SecretStr = Field(
        SecretStr(""),
        description="Key that seals the ledger of pledges every day, at least 16 signs; keep a copy off this machine",
    )
    log_level: LogLevel = Field(
        LogLevel.INFO, description="How much is logged: debug, info, warning or error; never what people write"
    )
    alert_backup_hours: int = Field(
        36, ge=0, description="After how many hours without a backup operators are told; 0 means never"
    )

    matrix_homeserver: str = Field(
        "", description="Address of the bot's homeserver, as https://matrix.example.org, or its server's name"
    )
    matrix_user: str = Field("", description="The bot's account, as @hafenbote:example.org")
    matrix_password: SecretStr = Field(
        SecretStr(""), description="Password, used for one login and when the homeserver has ended a session"
    )
    matrix_access_token: SecretStr = Field(SecretStr(""), description="Access token, instead of a password")
    matrix_device_id: str = Field("", description="Device the access token belongs to")
    matrix_store: Path = Field(
        Path("matrix-store"), description="Folder of the bot's encryption keys, used on SQLite; keep it safe"
    )
    matrix_store_key: SecretStr = Field(
        SecretStr(""),
        description="Key that encrypts the keys; on SQLite empty makes one, on PostgreSQL all instances need the same",
    )
    matrix_recovery_key: SecretStr = Field(
        SecretStr(""), description="Recovery key of the bot's account, to keep its identity on a new machine"
    )
    matrix_admin_token: SecretStr = Field(
        SecretStr(""), description="Token of a Synapse administrator: with it `doctor` lifts the bot's limits, once"
    )
    matrix_allowed_servers: str = Field(
        "", description="Servers whose people may invite the bot, separated by commas; empty means its own server"
    )

    telegram_token: SecretStr = Field(SecretStr(""), description="Token from @BotFather")
    telegram_api_url: str = Field("https://api.telegram.org", description="Address of the Bot API")
    telegram_user: str = Field("", description="The bot's name, as hafenbote_bot; with it, invitations have a link")
    telegram_mode: TelegramMode = Field(TelegramMode.POLLING, description="polling or webhook")
    telegram_webhook_secret: SecretStr = Field(
        SecretStr(""), description="Secret Telegram sends with each webhook call: 16 to 256 letters, digits, _ or -"
    )

    backup_directory: Path | None = Field(
        None, description="Folder for copies by `hafenbote db backup`; 7 daily, 4 weekly and 12 monthly ones are kept"
    )
    backup_recipient: str = Field(
        "", description="Who alone can read these copies: age1…, several separated by commas; empty seals nothing"
    )

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        try:
            backend = make_url(url).get_backend_name()
        except (ArgumentError, ValueError):
            backend = ""
        if backend not in {"sqlite", "postgresql", "postgres"}:
            raise ValueError(
                "no address of a database; try sqlite:///hafenbote.db or postgresql://USER:PASSWORD@HOST/NAME"
            )
        return url

    @field_validator("election_date", mode="before")
    @classmethod
    def _readable_day(cls, day: object) -> object:
        try:
            return date.fromisoformat(day) if isinstance(day, str) else day
        except ValueError as fault:
            raise ValueError(f"no day: {day}; write it as YYYY-MM-DD, for example 2029-09-30") from fault

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(f"no such time zone: {name}; try Europe/Berlin")
        return name

    @field_validator("digest_schedule")
    @classmethod
    def _readable_rule(cls, rule: str) -> str:
        try:
            rrulestr(rule)
        except (ValueError, TypeError) as fault:  # dateutil names a missing FREQ as Python names a missing argument
            raise ValueError(f"not a recurrence rule: {rule}; try FREQ=WEEKLY;BYDAY=MO;BYHOUR=8") from fault
        return rule

    @field_validator("ledger_key")
    @classmethod
    def _long_key(cls, key: SecretStr) -> SecretStr:
        if 0 < len(key.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(f"too short: a key that cannot be guessed has at least {SHORTEST_KEY} signs")
        return key

    @field_validator("round_schedule")
    @classmethod
    def _readable_rounds(cls, rule: str) -> str:
        try:
            return "" if rule in {"", "off"} else cls._readable_rule(rule)
        except ValueError as fault:
            raise ValueError(
                f"not a recurrence rule: {rule}; try FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15 or off"
            ) from fault

    @model_validator(mode="after")
    def _reachable_webhook(self) -> Self:
        if not self.telegram_is_on or self.telegram_mode is TelegramMode.POLLING:
            return self
        if not self.public_url.startswith("https://"):
            raise ValueError(f"a webhook needs {PREFIX}PUBLIC_URL, with https://")
        if not WEBHOOK_SECRET.fullmatch(self.telegram_webhook_secret.get_secret_value()):
            raise ValueError(f"a webhook needs {PREFIX}TELEGRAM_WEBHOOK_SECRET: 16 to 256 letters, digits, _ or -")
        return self

    @model_validator(mode="after")
    def _sealed_keys(self) -> Self:
        """On PostgreSQL the keys are in the database, sealed with a key that must outlive any folder."""
        if not self.matrix_is_on or self.is_on_sqlite or self.matrix_store_key.get_secret_value():
            return self
        old = self.matrix_store / KEY_FILE
        if old.exists():
            raise ValueError(f"Matrix on PostgreSQL needs {PREFIX}MATRIX_STORE_KEY: set it to the content of {old}")
        raise ValueError(
            f"Matrix on PostgreSQL needs {PREFIX}MATRIX_STORE_KEY, the same for all instances: the one it had if it "
            "has run on this database before, else a long random text, such as `openssl rand -hex 32` makes; keep a "
            "copy off this machine"
        )

    @property
    def is_on_sqlite(self) -> bool:
        """Whether the database is a file of this machine's, and this the only instance."""
        return make_url(self.database_url).get_backend_name() == "sqlite"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone, ready for use."""
        return ZoneInfo(self.timezone)

    @property
    def matrix_lacks(self) -> list[str]:
        """The settings that Matrix needs and that are empty."""
        secret = self.matrix_password.get_secret_value() or self.matrix_access_token.get_secret_value()
        needed = {
            f"{PREFIX}MATRIX_HOMESERVER": self.matrix_homeserver,
            f"{PREFIX}MATRIX_USER": self.matrix_user,
            f"{PREFIX}MATRIX_PASSWORD (or {PREFIX}MATRIX_ACCESS_TOKEN)": secret,
        }
        return [name for name, value in needed.items() if not value]

    @property
    def matrix_is_begun(self) -> bool:
        """Whether any of what Matrix needs is set."""
        return len(self.matrix_lacks) < MATRIX_NEEDS

    @property
    def matrix_is_on(self) -> bool:
        """Whether there are credentials for Matrix."""
        return not self.matrix_lacks

    @property
    def telegram_is_on(self) -> bool:
        """Whether there are credentials for Telegram."""
        return bool(self.telegram_token.get_secret_value())

    @property
    def telegram_webhook(self) -> str:
        """The address Telegram calls; empty when we ask Telegram."""
        return f"{self.public_url.rstrip('/')}/telegram" if self.telegram_mode is TelegramMode.WEBHOOK else ""

    @property
    def allowed_servers(self) -> frozenset[str]:
        """The servers whose people may invite the bot."""
        named = {name.strip() for name in self.matrix_allowed_servers.split(",") if name.strip()}
        return frozenset(named or {self.matrix_user.partition(":")[2]})


def describe() -> str:
    """Write every setting with its help and default as an environment file: ``deploy/example.env``."""
    lines = ["# Settings of Hafenbote, made by `hafenbote settings`. Every line shows the default.", ELSEWHERE, ""]
    for name, setting in Settings.model_fields.items():
        default = setting.default
        shown = default.get_secret_value() if isinstance(default, SecretStr) else default
        lines += [f"# {setting.description}", f"#{PREFIX}{name.upper()}={'' if shown is None else shown}", ""]
    return "\n".join(lines)
