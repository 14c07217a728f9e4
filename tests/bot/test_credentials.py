"""Credentials lie in files, one for each setting; what cannot be meant so is said before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from bot import credentials
from bot.doctor.examination import examine
from bot.opening import read_settings
from bot.settings import PREFIX, Settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start in an empty folder, without what the machine of the test may have in its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(credentials, "MOUNTED", tmp_path / "run")
    for variable in (credentials.OURS, credentials.SYSTEMD):
        monkeypatch.delenv(variable, raising=False)


def keep(folder: str, name: str, content: str, mode: int = 0o600) -> Path:
    """Put a file into a folder."""
    file = Path(folder) / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(content, encoding="utf-8")
    file.chmod(mode)
    return file


def test_every_place_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Docker's folder, systemd's and one that is named: each brings settings, without the line's end, in any case."""
    keep("run", "hafenbote_telegram_token", "18:ä\n")
    keep("run", "another_service", "")
    keep("systemd", "HAFENBOTE_MATRIX_PASSWORD", "of systemd")
    keep("named", "hafenbote_matrix_password", "of ours\r\n")
    keep("named", "hafenbote_database_url", "postgresql://bote:geheim@db/bote\n")
    monkeypatch.setenv(credentials.SYSTEMD, str(tmp_path / "systemd"))
    assert read_settings().matrix_password.get_secret_value() == "of systemd"
    monkeypatch.setenv(credentials.OURS, str(tmp_path / "named"))
    settings = read_settings()
    assert settings.telegram_token.get_secret_value() == "18:ä"
    assert settings.matrix_password.get_secret_value() == "of ours"
    assert settings.database_url == "postgresql://bote:geheim@db/bote"


def test_kubernetes_exchanges_a_folder_behind_links(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A mounted Secret is links into a hidden folder, which is another one after each change."""
    keep("..2021_07_05", "hafenbote_telegram_token", "18:a")
    Path("..data").symlink_to("..2021_07_05")
    Path("hafenbote_telegram_token").symlink_to("..data/hafenbote_telegram_token")
    monkeypatch.setenv(credentials.OURS, str(tmp_path))
    assert read_settings().telegram_token.get_secret_value() == "18:a"


def test_what_stands_nearer_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment counts more than ``.env``, and that more than a file."""
    for name in ("language", "timezone", "matrix_user"):
        keep("run", f"hafenbote_{name}", {"language": "en"}.get(name, "UTC"))
    keep(".", ".env", f"{PREFIX}TIMEZONE=Europe/Paris\n{PREFIX}MATRIX_USER=@a:b\n")
    monkeypatch.setenv(f"{PREFIX}MATRIX_USER", "@c:d")
    settings = read_settings()
    assert (settings.language, settings.timezone, settings.matrix_user) == ("en", "Europe/Paris", "@c:d")


def test_what_cannot_be_meant_so_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty file, one that names no setting and a folder that is missing end the command, all at once."""
    keep("run", "hafenbote_matrix_password", "\n")
    keep("run", "hafenbote_matrix_pasword", "geheim")
    monkeypatch.setenv(credentials.OURS, "nowhere")
    with pytest.raises(typer.Exit):
        read_settings()
    said = capsys.readouterr().err
    assert "HAFENBOTE_SECRETS_DIRECTORY: there is no folder nowhere" in said
    assert "hafenbote_matrix_password is empty" in said
    assert "there is no setting HAFENBOTE_MATRIX_PASWORD" in said
    assert "geheim" not in said


async def test_the_doctor_names_what_everybody_can_read(sqlite_url: str) -> None:
    """A file of credentials, or ``.env``, that is open to all users of the machine is a fault, with the remedy."""
    files = [keep(".", ".env", "", 0o644), keep("run", "hafenbote_telegram_token", "1:a", 0o604)]
    finding = (await examine(Settings(_env_file=None, database_url=sqlite_url)))[0]
    assert (finding.part, finding.ok) == ("settings", False)
    assert finding.sentence.endswith(f"chmod 600 {' '.join(map(str, [Path('.env'), Path.cwd() / files[1]]))}")
    for file in files:
        file.chmod(0o640)
    assert (await examine(Settings(_env_file=None, database_url=sqlite_url)))[0].ok
