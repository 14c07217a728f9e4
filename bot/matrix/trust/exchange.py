"""One verification, step by step: what follows from each event of the other side. Pure: it neither sends nor waits.

Client-server API, "Key verification framework". A bot has no eyes, so the person compares for both: we vouch for our
keys once their device has vouched for theirs, which it does when they say that both see the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any

from vodozemac import EstablishedSas

from bot.matrix.trust.sas import (
    CHOSEN,
    METHOD,
    OFFERED,
    WAYS,
    Half,
    MismatchError,
    Party,
    ShortString,
    commitment,
    short_string,
    vouch,
    vouched,
    ways_in_common,
)

LASTS = 600.0
"""Seconds after which a verification that is not done is over."""
PATIENCE = 30.0
"""Seconds after which we begin if the other side does not: most begin by themselves, some wait for us."""


class Outcome(StrEnum):
    """What people hear of it."""

    SHOWN = "shown"
    DONE = "done"
    MISMATCH = "mismatch"
    CANCELLED = "cancelled"
    TIMEOUT = "timeout"
    BROKEN = "broken"


_OUTCOMES = {
    "m.mismatched_sas": Outcome.MISMATCH,
    "m.mismatched_commitment": Outcome.MISMATCH,
    "m.key_mismatch": Outcome.MISMATCH,
    "m.user": Outcome.CANCELLED,
    "m.timeout": Outcome.TIMEOUT,
    "m.accepted": None,  # another device of theirs goes on with it
}


class Stage(Enum):
    """How far it is."""

    READY = auto()
    OFFERED = auto()
    ACCEPTED = auto()
    KEY_SENT = auto()
    SHOWN = auto()
    CONFIRMED = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """What follows: the events to send, by kind and content, and what people should hear."""

    answers: tuple[tuple[str, dict[str, Any]], ...] = ()
    news: Outcome | None = None


NOTHING = Step()


class BrokenOffError(Exception):
    """It cannot go on, for a reason that the protocol has a code for."""


def cancellation(code: str) -> dict[str, Any]:
    """Write the content of "m.key.verification.cancel"."""
    return {"code": code, "reason": code.removeprefix("m.").replace("_", " ")}


class Exchange:
    """One verification with one device, from "ready" to "done".

    ``reference`` is what each event of it carries: its transaction, or the event in the room that it began with. One
    that was not ``requested``, as old clients do it, has neither of these ends.
    """

    def __init__(  # noqa: PLR0913 - who with whom, which one, and since when
        self,
        ours: Party,
        theirs: Party,
        transaction: str,
        reference: Mapping[str, Any],
        begun: float,
        *,
        requested: bool = True,
    ) -> None:
        self.ours, self.theirs = ours, theirs
        self.stage = Stage.READY
        self.shown: ShortString | None = None
        self.trusted: frozenset[str] = frozenset()
        """The keys of the other side that it has vouched for."""
        self._transaction = transaction
        self._reference = dict(reference)
        self._begun = begun
        self._requested = requested
        self._half = Half()
        self._start: Mapping[str, Any] = {}
        self._commitment = ""
        self._secret: EstablishedSas | None = None
        self._received: dict[str, Mapping[str, Any]] = {}

    def ready(self) -> Step:
        """Say that we take part."""
        return self._answer("ready", {"from_device": self.ours.device, "methods": [METHOD]})

    def begin(self) -> Step:
        """Begin, as either side may."""
        self.stage = Stage.OFFERED
        step = self._answer("start", {**OFFERED, "from_device": self.ours.device})
        self._start = step.answers[0][1]
        return step

    def receive(self, kind: str, content: Mapping[str, Any]) -> Step:
        """Take in an event of the other side. One that was seen before changes nothing."""
        if self.stage is Stage.OVER or self._received.get(kind) == content:
            return NOTHING
        self._received[kind] = content
        try:
            return self._taken(kind, content)
        except BrokenOffError as error:
            return self.cancel(str(error))
        except MismatchError:
            return self.cancel("m.key_mismatch")
        except ValueError:  # what is no key, no text, no list
            return self.cancel("m.invalid_message")

    def wait(self, now: float) -> Step:
        """Let time pass."""
        if self.stage is not Stage.OVER and now - self._begun > LASTS:
            return self.cancel("m.timeout")
        return self.begin() if self.stage is Stage.READY and now - self._begun > PATIENCE else NOTHING

    def cancel(self, code: str) -> Step:
        """Break it off."""
        self.stage = Stage.OVER
        return Step(self._answer("cancel", cancellation(code)).answers, _OUTCOMES.get(code, Outcome.BROKEN))

    def _taken(self, kind: str, content: Mapping[str, Any]) -> Step:
        take = {
            "start": self._started,
            "accept": self._accepted,
            "key": self._keyed,
            "mac": self._confirmed,
            "done": self._done,
            "cancel": self._cancelled,
        }.get(kind)
        return take(content) if take else NOTHING

    def _started(self, start: Mapping[str, Any]) -> Step:
        if self.stage is Stage.OFFERED and start.get("method") == METHOD and self._goes_first():
            return NOTHING  # both have begun: theirs does not count, and they know it
        self._expect(Stage.READY, Stage.OFFERED)
        if start.get("method") != METHOD:
            raise BrokenOffError("m.unknown_method" if self.stage is Stage.READY else "m.unexpected_message")
        if start.get("from_device") != self.theirs.device:
            raise BrokenOffError("m.user_mismatch")
        ways = ways_in_common(start)
        if not ways:
            raise BrokenOffError("m.unknown_method")
        self.stage, self._start = Stage.ACCEPTED, start
        chosen = {"method": METHOD, **CHOSEN, "short_authentication_string": ways}
        return self._answer("accept", chosen | {"commitment": commitment(self._half.public, start)})

    def _goes_first(self) -> bool:
        return (self.ours.user, self.ours.device) < (self.theirs.user, self.theirs.device)

    def _accepted(self, accept: Mapping[str, Any]) -> Step:
        self._expect(Stage.OFFERED)
        ways = accept.get("short_authentication_string")
        known = isinstance(ways, list) and any(way in WAYS for way in ways)
        if not known or any(accept.get(name) != ours for name, ours in CHOSEN.items()):
            raise BrokenOffError("m.unknown_method")
        self.stage, self._commitment = Stage.KEY_SENT, str(accept.get("commitment"))
        return self._answer("key", {"key": self._half.public})

    def _keyed(self, content: Mapping[str, Any]) -> Step:
        self._expect(Stage.ACCEPTED, Stage.KEY_SENT)
        key, began = str(content.get("key")), self.stage is Stage.KEY_SENT
        if began and commitment(key, self._start) != self._commitment:
            raise BrokenOffError("m.mismatched_commitment")
        self._secret = self._half.join(key)
        us, them = (self.ours, self._half.public), (self.theirs, key)
        starter, accepter = (us, them) if began else (them, us)
        self.shown = short_string(self._secret, starter, accepter, self._transaction)
        self.stage = Stage.SHOWN
        told = NOTHING if began else self._answer("key", {"key": self._half.public})
        return Step(told.answers, Outcome.SHOWN)

    def _confirmed(self, content: Mapping[str, Any]) -> Step:
        self._expect(Stage.SHOWN)
        if self._secret is None:
            raise BrokenOffError("m.unexpected_message")
        self.trusted = vouched(self._secret, self.theirs, self.ours, self._transaction, content)
        macs = self._answer("mac", vouch(self._secret, self.ours, self.theirs, self._transaction))
        if not self._requested:
            self.stage = Stage.OVER
            return Step(macs.answers, Outcome.DONE)
        self.stage = Stage.CONFIRMED
        return Step((*macs.answers, *self._answer("done", {}).answers))

    def _done(self, _: Mapping[str, Any]) -> Step:
        self._expect(Stage.CONFIRMED)
        self.stage = Stage.OVER
        return Step(news=Outcome.DONE)

    def _cancelled(self, content: Mapping[str, Any]) -> Step:
        self.stage = Stage.OVER
        return Step(news=_OUTCOMES.get(str(content.get("code")), Outcome.BROKEN))

    def _expect(self, *stages: Stage) -> None:
        if self.stage not in stages:
            raise BrokenOffError("m.unexpected_message")

    def _answer(self, kind: str, content: Mapping[str, Any]) -> Step:
        return Step(((kind, {**content, **self._reference}),))
