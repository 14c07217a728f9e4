"""Children that read or draw what strangers made know no secret of ours."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.painting import Painter
from handlers.charts import MEDIA_TYPE
from handlers.children import run_child
from storage.outbox import OutboxMessage

TELL = "import json, os, sys\n\ndef main():\n    json.dump(dict(os.environ), sys.stdout)\n"


async def test_children_get_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither settings nor where credentials lie are handed down, whoever starts the child; its language is."""
    (tmp_path / "telling.py").write_text(TELL, encoding="utf-8")
    secret = {"HAFENBOTE_TELEGRAM_TOKEN": "1:a", "PGPASSWORD": "geheim", "CREDENTIALS_DIRECTORY": "/run/credentials"}
    for name, value in {**secret, "PYTHONPATH": str(tmp_path), "LANG": "C.UTF-8", "HOME": "/var/lib/bote"}.items():
        monkeypatch.setenv(name, value)
    where = {"network": "scripted", "chat": "!chat", "created_at": datetime(2021, 7, 5, tzinfo=UTC)}
    message = OutboxMessage(text="", attachment_name="a", attachment_type=MEDIA_TYPE, attachment=b"{}", **where)
    await Painter((sys.executable, "-c", "from telling import main; main()")).finish(message)
    assert message.attachment is not None
    for told in (message.attachment, run_child("telling", "main", b"", 10)):
        handed = json.loads(told)
        assert handed["LANG"] == "C.UTF-8"
        assert handed["HOME"] == "/var/lib/bote"
        assert not secret.keys() & handed.keys()
