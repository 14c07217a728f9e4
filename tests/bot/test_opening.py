"""What every command begins with: what is wrong with files and folders is said with what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import typer

from bot import opening
from bot.settings import Settings


def test_settings_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever installed ``.env`` as root, and starts as somebody else, is told which file it is."""

    def unreadable(**_: object) -> Settings:
        raise PermissionError(13, "Permission denied", ".env")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(opening, "Settings", unreadable)
    with pytest.raises(typer.Exit):
        opening.read_settings()
    assert capsys.readouterr().err == f"{tmp_path}/.env cannot be read: chown it, or run as its owner\n"


def test_a_folder_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """SQLite writes beside its file, too: the folder is named."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(typer.Exit):
        opening.check_folder(Settings(_env_file=None, database_url=f"sqlite:///{tmp_path / 'x.db'}"))
    assert f"the folder {tmp_path} cannot be written" in capsys.readouterr().err
