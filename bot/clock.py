"""The clock the service lives by: real time, or real time shifted, for the demo and for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the moment. Leases do not use it: they are measured by the database's clock."""

    def __init__(self, start: datetime | None = None) -> None:
        self._offset = timedelta()
        if start is not None:
            self.set(start)

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return datetime.now(UTC) + self._offset

    def set(self, moment: datetime) -> None:
        """Make it this moment; time goes on from there."""
        self._offset = moment - datetime.now(UTC)
