"""People compare emoji with us: the duty that takes part whenever somebody's client asks for it.

Client-server API, "Key verification framework" and "Short Authentication String (SAS) verification". Steps are worked
out in :mod:`bot.matrix.trust.exchange`. What is going on is kept in memory only: after a restart it must be begun anew.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from nio import ToDeviceMessage

from bot.matrix.client import PatientClient
from bot.matrix.direct import DirectRooms
from bot.matrix.duties import Duty, Heard
from bot.matrix.failures import check, from_exception, is_passing
from bot.matrix.incoming import NETWORK
from bot.matrix.sending import Sender
from bot.matrix.timeline import source
from bot.matrix.trust.exchange import LASTS, Exchange, Outcome, Stage, Step, cancellation
from bot.matrix.trust.identity import Seeds
from bot.matrix.trust.parties import Acquaintance, acquaint, direct_room, trust
from bot.matrix.trust.verification_events import (
    PREFIX,
    Told,
    is_for_us,
    offers_emoji,
    read_from_device,
    read_from_room,
    reference,
)
from handlers.messages import Incoming, Kind
from handlers.verification import spoken
from storage.inbox import trace

log = structlog.get_logger(__name__)

_REMEMBERED = 900.0
"""Seconds for which a verification is known, so that no event of it begins another: longer than any request holds."""
_AT_MOST, _AT_MOST_OF_ONE = 100, 8
"""Verifications within that time, of all and of one person; more are passed over."""
_PAUSE = 1.0


@dataclass(slots=True)
class _Flow:
    """One verification as we carry it on. Without an exchange it is one that we refuse."""

    told: Told
    since: float
    chat: str
    exchange: Exchange | None = None
    known: Acquaintance | None = None
    is_ours: bool = False
    """Whether none of our other devices has taken it before us."""
    name: str = field(default_factory=secrets.token_hex)
    """For the transaction ids of what we send: after a restart they are others."""
    unsent: deque[tuple[str, dict[str, Any]]] = field(default_factory=deque)
    sending: asyncio.Task[None] | None = None


class Verification(Duty):
    """Takes part in verifications: of people in their direct room with us, there or from device to device.

    ``seeds`` gives the account's private keys, if we have them; ``clock`` gives seconds since 1970.
    """

    def __init__(
        self, direct: DirectRooms, sender: Sender, seeds: Callable[[], Seeds], clock: Callable[[], float] = time.time
    ) -> None:
        self._direct = direct
        self._sender = sender
        self._seeds = seeds
        self._clock = clock
        self._flows: dict[tuple[str, str], _Flow] = {}
        self._news: list[Incoming] = []

    async def attend(self, client: PatientClient, heard: Heard) -> Sequence[Incoming]:
        """Take in what was told, let time pass, and send what follows by itself: it must not hold up the others."""
        while client.verifications:
            await self._take(client, read_from_device(client.verifications.popleft()))
        for one in heard.events:
            await self._take(client, read_from_room(source(one.event), one.room))
        self._let_time_pass()
        for flow in self._flows.values():
            if flow.unsent and (flow.sending is None or flow.sending.done()):
                flow.sending = asyncio.create_task(self._send(client, flow))
        news, self._news = self._news, []
        return news

    async def close(self) -> None:
        """Stop sending, and forget what was going on."""
        sending = [flow.sending for flow in self._flows.values() if flow.sending is not None]
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)
        self._flows.clear()

    async def _take(self, client: PatientClient, told: Told | None) -> None:
        if told is None:
            return
        if told.sender == client.user_id:
            self._leave_to_other_device(client, told)
            return
        flow = self._flows.get((told.sender, told.transaction)) or await self._begin(client, told)
        if flow is None or flow.exchange is None or flow.told.room != told.room or told.kind == "request":
            return
        step = flow.exchange.receive(told.kind, told.content)
        self._follow(flow, step)
        if step.news is Outcome.DONE and flow.known is not None:
            await trust(client, flow.known, flow.exchange.trusted, self._seeds())

    def _leave_to_other_device(self, client: PatientClient, told: Told) -> None:
        """In a room all our devices see a request; whichever answers first goes on with it."""
        for flow in self._flows.values():
            if told.kind == "ready" and flow.told.transaction == told.transaction:
                flow.is_ours = flow.is_ours or told.device == client.device_id
                flow.exchange = flow.exchange if flow.is_ours else None

    async def _begin(self, client: PatientClient, told: Told) -> _Flow | None:
        chat = direct_room(client, told.sender, told.room)
        if not chat and not told.room:
            chat = await self._direct.find(client, told.sender)
        begins = told.kind == "request" or (told.kind == "start" and not told.room)
        if not is_for_us(told, client.user_id, self._clock()) or not (chat or (told.room and begins)):
            return None
        if self._are_too_many(told.sender):
            return None
        flow = self._flows[told.sender, told.transaction] = _Flow(told, self._clock(), chat)
        if not begins or not chat:
            self._refuse(flow, "m.user" if begins else "m.unknown_transaction")
            return flow
        try:
            flow.known = await acquaint(client, told.sender, told.device, self._seeds())
        except BaseException:
            del self._flows[told.sender, told.transaction]  # the sync is done again
            raise
        if flow.known is not None:
            self._agree(flow, flow.known)
        return flow

    def _agree(self, flow: _Flow, known: Acquaintance) -> None:
        told = flow.told
        for earlier in (each for each in self._flows.values() if each.told.sender == told.sender):
            if earlier.exchange is not None and earlier.exchange.stage is not Stage.OVER:
                # Whoever asks again has lost sight of the first one: no news of that one.
                earlier.unsent.extend(earlier.exchange.cancel("m.user").answers)
        requested, carried = told.kind == "request", _reference(told)
        exchange = flow.exchange = Exchange(
            known.ours, known.theirs, told.transaction, carried, flow.since, requested=requested
        )
        if requested:
            self._follow(flow, exchange.ready() if offers_emoji(told) else exchange.cancel("m.unknown_method"))

    def _refuse(self, flow: _Flow, code: str) -> None:
        log.info("matrix_verification_refused", person=trace(NETWORK, flow.told.sender), code=code)
        flow.unsent.append(("cancel", cancellation(code) | _reference(flow.told)))

    def _are_too_many(self, person: str) -> bool:
        of_one = sum(flow.told.sender == person for flow in self._flows.values())
        too_many = of_one >= _AT_MOST_OF_ONE or len(self._flows) >= _AT_MOST
        if too_many:
            log.warning("matrix_verification_passed_over", person=trace(NETWORK, person), of_one=of_one)
        return too_many

    def _follow(self, flow: _Flow, step: Step) -> None:
        flow.unsent.extend(step.answers)
        if step.news is not None and flow.exchange is not None:
            self._tell(flow, flow.exchange, step.news)

    def _tell(self, flow: _Flow, exchange: Exchange, outcome: Outcome) -> None:
        """Tell the person in their chat, and the operator, who can compare with them on the telephone."""
        told, text = flow.told, str(outcome)
        shown: dict[str, str] = {}
        if outcome is Outcome.SHOWN and exchange.shown is not None:
            emoji, numbers = exchange.shown.emoji, exchange.shown.numbers
            text = f"{outcome} {' '.join(map(str, (*emoji, *numbers)))}"
            shown = {"emoji": spoken(emoji), "numbers": "-".join(map(str, numbers))}
        person = trace(NETWORK, told.sender)
        log.info("matrix_verification", outcome=str(outcome), person=person, transaction=told.transaction, **shown)
        name = trace(NETWORK, f"{told.sender} {told.transaction}")  # the inbox keeps no accounts
        about = Incoming(
            NETWORK,
            f"verification-{name}-{outcome}",
            told.sender,
            flow.chat,
            direct=True,
            kind=Kind.VERIFICATION,
            text=text,
        )
        self._news.append(about)

    def _let_time_pass(self) -> None:
        now = self._clock()
        for name, flow in list(self._flows.items()):
            if flow.exchange is not None:
                self._follow(flow, flow.exchange.wait(now))
            if now - flow.since > _REMEMBERED and not flow.unsent:
                del self._flows[name]

    async def _send(self, client: PatientClient, flow: _Flow) -> None:
        """Send what follows, in order and for as long as it lasts; what cannot be sent ends it."""
        while flow.unsent:
            try:
                await self._put(client, flow, *flow.unsent[0])
            except Exception as error:  # noqa: BLE001 - whatever it is, the loop goes on without it
                failure = from_exception(error)
                log.info("matrix_verification_not_sent", kind=failure.kind.value, detail=failure.detail)
                if not is_passing(failure) or self._clock() - flow.since > LASTS:
                    flow.unsent.clear()
                    flow.exchange = None
                    return
                await asyncio.sleep(max(failure.after, _PAUSE))
            else:
                flow.unsent.popleft()

    async def _put(self, client: PatientClient, flow: _Flow, kind: str, content: dict[str, Any]) -> None:
        told, key = flow.told, f"{flow.name}-{kind}"
        if told.room:
            await self._sender.put(client, told.room, PREFIX + kind, content, key)
            return
        # An event of a verification we do not know does not say from which device it is: all of them hear of it.
        check(await client.to_device(ToDeviceMessage(PREFIX + kind, told.sender, told.device or "*", content), key))


def _reference(told: Told) -> dict[str, Any]:
    return reference(told.transaction, in_room=bool(told.room))
