"""What the account does beside talking: each duty looks at every sync and does what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nio import SyncResponse

from bot.matrix.client import PatientClient
from bot.matrix.timeline import Arrived
from handlers.messages import Incoming


@dataclass(frozen=True, slots=True)
class Heard:
    """One sync: from where (empty at the very first), what the homeserver told, and what was said in rooms.

    Of the events gaps are filled, and they are decrypted where that was possible at once; at the very first sync there
    are none. What could be decrypted only later comes once more, with the same sync.
    """

    since: str
    response: SyncResponse
    events: Sequence[Arrived]


class Duty:
    """One duty. What it does not do is nothing.

    What it raises and what passes (a homeserver that is away, or throttles) makes the whole sync be done again; all
    other exceptions are logged and passed over, so that no malformed event stops the loop. So a duty may see the same
    sync twice, and what it does twice must show once.
    """

    async def begin(self, client: PatientClient) -> None:
        """Do what is done after each login, before the first sync."""

    async def attend(self, client: PatientClient, heard: Heard) -> Sequence[Incoming]:  # noqa: ARG002 - for those that do something
        """Look at a sync that was read, before anything in it is handled.

        Returns what happened beside the talking and must be answered: once is enough, it is kept until it is handled,
        after the events.
        """
        return ()

    async def handled(self, client: PatientClient) -> None:
        """Do what must wait until everything of the sync is committed. What it raises is only logged."""

    async def close(self) -> None:
        """Stop what goes on by itself."""
