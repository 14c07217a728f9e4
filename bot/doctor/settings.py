"""What the doctor finds about the settings: what they give away, and what does not go together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot import credentials
from bot.copies.sealing import SealingError, recipients
from bot.findings import Finding, fault, fine, note
from bot.matrix.private_files import folder_fault
from bot.settings import PREFIX, Settings

PART = "settings"
EXAMPLE = re.compile(
    r"\bexample\.(?:org|com|net)\b|USER:PASSWORD@|…|^<.*>$|^(?:geheim|secret|changeme|password)$", re.IGNORECASE
)
"""What stands in examples, ours and those of the web, and was never meant (RFC 2606)."""


def look_at_settings(settings: Settings) -> list[Finding]:
    """Look for what is exposed, left from an example, or contradictory."""
    return list(_findings(settings)) or [fine(PART, "readable")]


def _findings(settings: Settings) -> Iterator[Finding]:
    if exposed := credentials.exposed():
        named = " ".join(map(str, exposed))
        yield fault(PART, f"everybody on this machine can read secrets: chmod 600 {named}")
    for name in _left_from_examples(settings):
        yield fault(PART, f"{PREFIX}{name.upper()} still has the value of an example: put yours in")
    for name, address in (("PUBLIC_URL", settings.public_url), ("MATRIX_HOMESERVER", settings.matrix_homeserver)):
        if address.startswith("http://") and not _is_near(address):
            yield fault(PART, f"{PREFIX}{name} is not encrypted: let it begin with https://")
    store = settings.matrix_store
    if store.is_dir() and store.stat().st_mode & 0o007:
        yield fault(PART, f"everybody on this machine can read the keys in {store}: chmod 700 {store}")
    if settings.matrix_is_on and settings.is_on_sqlite and (wrong := folder_fault(store)):
        yield fault(PART, wrong)
    if (
        settings.telegram_webhook_secret.get_secret_value()
        and settings.telegram_is_on
        and not settings.telegram_webhook
    ):
        yield note(PART, f"{PREFIX}TELEGRAM_WEBHOOK_SECRET does nothing while {PREFIX}TELEGRAM_MODE is polling")
    if not settings.ledger_key.get_secret_value():
        yield note(PART, f"without {PREFIX}LEDGER_KEY the ledger is not sealed: set one, and keep it off this machine")
    yield from _of_copies(settings)


def _of_copies(settings: Settings) -> Iterator[Finding]:
    try:
        named = recipients(settings.backup_recipient)
    except SealingError as error:
        yield fault(PART, f"{PREFIX}BACKUP_RECIPIENT: {error}")
        return
    if settings.backup_directory and not named:
        yield note(PART, f"without {PREFIX}BACKUP_RECIPIENT whoever gets hold of a backup can read everything in it")


def _left_from_examples(settings: Settings) -> list[str]:
    values = {name: getattr(settings, name) for name in Settings.model_fields}
    texts = {name: v.get_secret_value() if isinstance(v, SecretStr) else v for name, v in values.items()}
    return [name for name, value in texts.items() if isinstance(value, str) and EXAMPLE.search(value)]


def _is_near(address: str) -> bool:
    """Say whether an address is on this machine or in a private network, where a proxy may do without TLS."""
    host = urlsplit(address).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host
