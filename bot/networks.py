"""The port every network fits: what it is given, what it must do, and how a send can end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from handlers.messages import FileProblem, Incoming, IncomingFile
from storage.outbox import FailureKind, OutboxMessage
from storage.pacing import Limits
from storage.parts import Part


@dataclass(frozen=True, slots=True)
class Sent:
    """The network took the message; ``external_id`` is its name for it, which an edit leaves as it was.

    ``parts`` names all parts that have arrived by now (:mod:`storage.parts`), of a message that is more than a text.

    ``complete`` is False where it took one part of a message that is too long for it: the row waits for its next turn,
    so that every part is paced like a message and none is repeated. ``poll_name`` is what it calls the message's poll.
    """

    external_id: str
    complete: bool = True
    poll_name: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """The network did not take the message.

    ``after`` is in seconds (throttled). ``chat`` is the new address (moved), or the one chat that is throttled.

    ``uncertain`` (unreachable) says that nobody can tell whether the message arrived all the same.

    ``detail`` is for operators: a code or an exception's name, never the text of a message and never a token.
    """

    kind: FailureKind
    detail: str = ""
    after: float = 0.0
    chat: str = ""
    uncertain: bool = False


Outcome = Sent | Failure


class FileUnavailableError(Exception):
    """A file that somebody sent cannot be had. ``detail`` is for operators, as that of a :class:`Failure`."""

    def __init__(self, problem: FileProblem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail


class Receive(Protocol):
    """What a network is given to hand in what arrived: returns once everything is committed.

    ``cursor`` is where the network goes on after this batch; it is stored in the commit of the batch's last event.
    """

    async def __call__(self, batch: Sequence[Incoming], cursor: str = "") -> None:
        """Take in the batch, in order."""


class Network(Protocol):
    """A chat network. No network knows a subject."""

    name: str
    repeatable: bool
    """Whether sending the same row again shows one message only."""
    limits: Limits | None
    """How fast it may be written to; None where it says so itself when it is too fast."""
    shared: bool
    """Whether several instances may receive at once: then the network's servers come to us, to any of us."""
    at_once: int
    """Messages in flight: enough to hide the network's latency, few enough that a crash leaves little in doubt."""

    async def run(self, receive: Receive, cursor: str) -> None:
        """Connect and receive until cancelled; survives every fault of the network's servers."""

    async def send(self, message: OutboxMessage) -> Outcome:
        """Send one row of the outbox. Never raises for what a network can do to us: a failure is data."""

    async def fetch(self, file: IncomingFile) -> bytes:
        """Fetch a file that somebody sent. Raises :class:`FileUnavailableError`, also for one of over 20 MB."""

    async def close(self) -> None:
        """Let go of connections and files."""

    def fault(self) -> str:
        """Say what keeps this network from working, in a few English words for operators; empty when it works."""
