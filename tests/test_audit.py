"""The audit of our dependencies finds what it is there for; that nothing is wrong is for ``make check`` to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import audit

HASHED = f"    --hash=sha256:{'0' * 64}\n"


def test_what_is_wrong_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version that floats, one without a hash, one the tests never saw, and a licence that binds us are named."""
    lock = tmp_path / "some.lock"
    lock.write_text(f"aiohttp>=3 \\\n{HASHED}babel==2.18.0 \\\nmatrix-synapse==1.163.0 \\\n{HASHED}", encoding="utf-8")
    for name in ("SERVICE", "BUILD"):
        monkeypatch.setattr(audit, name, lock)
    assert list(audit.apart()) == []
    monkeypatch.setattr(audit, "ALL", lock)
    unpinned = list(audit.unpinned())
    assert [fault.partition(": ")[0] for fault in unpinned[:2]] == ["some.lock:1", "some.lock:3"]
    assert [fault.partition(":")[0] for fault in audit.unfree()] == ["matrix-synapse"]
    lock.write_text(f"aiohttp==0.0.1 \\\n{HASHED}", encoding="utf-8")
    monkeypatch.undo()
    monkeypatch.setattr(audit, "SERVICE", lock)
    assert "babel is not in some.lock: make lock" in audit.missing()
    assert list(audit.apart()) == ["aiohttp 0.0.1 is in the image, but not in requirements.lock: make lock"]
