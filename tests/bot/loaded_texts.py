"""Reads all texts at its import, which is all it is for: what is forked afterwards need not read them again."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from handlers.wording import Wording
from storage.persons import Language

for language in Language:
    Wording(language, ZoneInfo("Europe/Berlin"))("status-heading")
