"""Credentials in files, one for each setting, as systemd, Docker and Kubernetes hand them to a service.

Children inherit an environment, and engines show it to whoever may look at a container; a file has an owner.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from bot.settings import ENVIRONMENT_FILE, PREFIX, Settings

OURS = f"{PREFIX}SECRETS_DIRECTORY"
SYSTEMD = "CREDENTIALS_DIRECTORY"
"""Set by systemd for a unit with ``LoadCredential=`` (https://systemd.io/CREDENTIALS/)."""

MOUNTED = Path("/run/secrets")
"""Where Docker puts secrets (https://docs.docker.com/compose/how-tos/use-secrets/)."""

FOR_ALL = 0o004


def folders() -> list[Path]:
    """List the folders of credentials there are; where two have the same file, the later folder's counts."""
    return [folder for folder in (MOUNTED, *_named().values()) if folder.is_dir()]


def faults() -> Iterator[str]:
    """Say which folder or file of credentials cannot be meant so, and what to do."""
    for variable, folder in _named().items():
        if not folder.is_dir():
            yield f"{variable}: there is no folder {folder}"
    for file in _files():
        setting = file.name.lower().removeprefix(PREFIX.lower())
        if setting not in Settings.model_fields:
            yield f"{file}: there is no setting {PREFIX}{setting.upper()}"
        elif not file.read_text(encoding="utf-8").strip():
            yield f"{file} is empty: write the value of {PREFIX}{setting.upper()} into it, or take the file away"


def exposed() -> list[Path]:
    """List what holds settings and can be read by everybody on this machine, ``.env`` included."""
    return [file for file in (ENVIRONMENT_FILE, *_files()) if file.is_file() and file.stat().st_mode & FOR_ALL]


def _named() -> dict[str, Path]:
    given = {variable: os.environ.get(variable) for variable in (SYSTEMD, OURS)}
    return {variable: Path(folder) for variable, folder in given.items() if folder}


def _files() -> list[Path]:
    inside = [file for folder in folders() for file in sorted(folder.iterdir())]
    return [file for file in inside if file.name.lower().startswith(PREFIX.lower()) and file.is_file()]
