"""``python -m tests.pictures``: draw all pictures of the README anew."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.logs import configure_logs
from storage import schema
from storage.database import Database
from tests.pictures.scenes import PICTURES, SCENES, picture


async def main() -> None:
    """Write every scene's picture, and take away what is none any more."""
    PICTURES.mkdir(exist_ok=True)
    drawn = {}
    for scene in SCENES:
        with TemporaryDirectory() as folder:
            database = Database(f"sqlite:///{Path(folder) / 'hafenbote.db'}")
            schema.upgrade(database)
            drawn[f"{scene.name}.svg"] = await picture(scene, database)
            database.close()
    for path in PICTURES.iterdir():
        path.unlink()
    for name, svg in drawn.items():
        (PICTURES / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    configure_logs(level=logging.WARNING)
    asyncio.run(main())
