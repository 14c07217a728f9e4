"""The command line with a moment at which it kills itself and a clock that is set from outside, started very often.

``python -m tests.bot.crash_child`` loads everything once. For each :class:`Order` on a line of its standard input it
forks a process that serves, and prints its number; for a number it waits for that one's end and prints its code.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from bot import cli, delivery, instances, service
from bot import leases as leasing
from bot.clock import Clock
from bot.matrix import sending
from bot.matrix.client import PatientClient
from bot.matrix.listening import Listening
from bot.matrix.network import MatrixNetwork
from bot.networks import Outcome, Sent
from bot.outcomes import Finished, Recording
from bot.telegram_network.network import TelegramNetwork
from handlers import announcement_sending
from handlers.turn import Office
from handlers.wording import Wording
from scheduler import announcements, striking, ticker
from storage import engine, leases
from storage.announcement_release import pause
from storage.announcements import AnnouncementState, under_way
from storage.database import Database
from storage.outbox import OutboxMessage
from storage.persons import Language

log = structlog.get_logger(__name__)

RESTS = "idle_in_transaction_session_timeout=10s"
"""How long a transaction may rest at the database; with shorter leases, it is shorter, too."""

DRIVER = "sqlalchemy.dialects.postgresql.psycopg"

MATRIX_TAKES = 0.25
"""Seconds a homeserver takes to answer, beyond those that one on the same machine needs."""


class Point(StrEnum):
    """A moment at which the process dies: in the life of an announcement, or on Matrix."""

    NOWHERE = "nowhere"
    BEGIN = "it has begun, before the commit"
    BEGUN = "it has begun, after the commit"
    POST = "in the middle of posting, before the commit"
    POSTED = "in the middle of posting, after the commit"
    CLAIMED = "a letter is claimed, and nothing of it sent"
    SENT = "a letter is sent, and that is not recorded"
    STATUS = "its author's status message is edited, and that is not recorded"
    PAUSE = "it pauses, before the commit"
    PAUSED = "it pauses, after the commit"
    REMOVE = "in the middle of a removal, before the commit"
    REMOVING = "in the middle of a removal, after the commit"
    REMOVED = "a letter is removed, and that is not recorded"
    KEYS_UPLOADED = "the homeserver has keys of ours, and has not answered yet"
    KEYS_CLAIMED = "keys of another device were claimed, and are not used yet"
    KEY_SHARED = "a room's key is shared, and nothing said with it"
    FILE_UPLOADED = "a file is uploaded, and not shown in the room"
    HEARD = "a sync has brought something, and nothing of it is taken in"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be started: ``clock`` is a file with the seconds by which its clock is ahead of the machine's.

    ``chunk`` says how many recipients of an announcement share a transaction, ``log`` is the file it writes to.
    ``owner`` is the name under which it takes leases, ``lease`` their length in seconds, if these are to be others.
    """

    point: Point
    directory: str
    clock: str
    log: str
    chunk: int
    settings: dict[str, str]
    owner: str = ""
    lease: float = 0.0


def main() -> None:
    """Load what every start would load, and start what is ordered."""
    for name in (service.TELEGRAM, instances.WAKING, DRIVER):
        import_module(name)
    for language in Language:
        Wording(language, ZoneInfo("Europe/Berlin"))("announcing-report")
    gc.freeze()
    for line in sys.stdin:
        told = json.loads(line)
        if isinstance(told, int):
            number = os.waitstatus_to_exitcode(os.waitpid(told, 0)[1])
        else:
            number = os.fork() or _serve(Order(**told))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def _serve(order: Order) -> NoReturn:
    """Be the process that was ordered."""
    with Path(order.log).open("ab") as log, Path(os.devnull).open("rb") as nothing:
        os.dup2(log.fileno(), sys.stderr.fileno())
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    os.chdir(order.directory)
    os.environ.update(order.settings)
    sys.argv[1:] = ["run"]
    clock = Path(order.clock)
    _replace(Clock, "now", lambda _: datetime.now(UTC) + timedelta(seconds=float(clock.read_text())))
    _replace(announcement_sending, "CHUNK", order.chunk)
    _lease(order)
    _watch(MatrixNetwork, MATRIX_TAKES)
    _watch(TelegramNetwork)
    _replace(ticker, "EVERY", 0.2)  # nobody should have to wait for the first stroke each time
    _arm(Point(order.point))
    code = 1
    try:
        cli.main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        os._exit(code)  # what started us goes on elsewhere


def _lease(order: Order) -> None:
    """Take leases under another name, and shorter ones, with all that hangs on their length."""
    if order.owner:
        _replace(service, "instance_name", lambda: order.owner)
    if order.lease:
        length = timedelta(seconds=order.lease)
        share = length / leases.LENGTH
        for name in ("BEAT", "MARGIN"):
            _replace(leasing, name, getattr(leasing, name) * share)
        _replace(leases, "LENGTH", length)
        rest = f"idle_in_transaction_session_timeout={10_000 * share:.0f}ms"
        _replace(engine, "POSTGRESQL_SESSION", engine.POSTGRESQL_SESSION.replace(RESTS, rest))


def _arm(point: Point) -> None:
    match point:
        case Point.BEGIN | Point.POST | Point.REMOVE:
            _die_behind(announcements, _STEPS[point])
        case Point.BEGUN | Point.POSTED | Point.REMOVING:
            _die_in_the_next_batch(_STEPS[point])
        case Point.CLAIMED:
            _die_before(delivery._Line, "_deliver", lambda _, message, __: _is_letter(message))
        case Point.SENT:
            _die_unrecorded(_is_letter)
        case Point.STATUS:
            _die_unrecorded(lambda message: bool(message.replaces))
        case Point.REMOVED:
            _die_unrecorded(lambda message: message.removes is not None)
        case Point.PAUSE | Point.PAUSED:
            _pause_and_die(committed=point is Point.PAUSED)
        case _:
            _arm_matrix(point)


def _arm_matrix(point: Point) -> None:
    match point:
        case Point.KEYS_UPLOADED | Point.KEYS_CLAIMED:
            _die_after(PatientClient, "send", lambda arguments, _: _PATHS[point] in arguments[2])
        case Point.KEY_SHARED:
            _die_after(sending, "share_keys", lambda *_: True)
        case Point.FILE_UPLOADED:
            _die_after(sending, "upload", lambda *_: True)
        case Point.HEARD:
            _die_after(Listening, "_sync", lambda _, came: bool(came[1]))


_STEPS = {
    Point.BEGIN: "begin",
    Point.BEGUN: "begin",
    Point.POST: "link_messages",
    Point.POSTED: "link_messages",
    Point.REMOVE: "removals",
    Point.REMOVING: "removals",
}


_PATHS = {Point.KEYS_UPLOADED: "/keys/upload", Point.KEYS_CLAIMED: "/keys/claim"}


def _replace(owner: object, name: str, by: object) -> None:
    setattr(owner, name, by)


def _watch(network: type[MatrixNetwork | TelegramNetwork], takes: float = 0.0) -> None:
    """Log each send as it begins, and let a moment pass between it and its record: the worst one for a kill."""
    send = network.send

    async def watched(self: MatrixNetwork | TelegramNetwork, message: OutboxMessage) -> Outcome:
        log.info("sending", network=self.name, outbox=message.id, fence=message.fence)
        outcome = await send(self, message)  # type: ignore[arg-type]
        await asyncio.sleep(takes)
        return outcome

    _replace(network, "send", watched)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_behind(owner: object, name: str) -> None:
    work = getattr(owner, name)

    def instrumented(*arguments: Any) -> None:  # noqa: ANN401 - whatever it takes
        work(*arguments)
        _die()

    _replace(owner, name, instrumented)


def _die_before(owner: object, name: str, hit: Callable[..., bool]) -> None:
    work = getattr(owner, name)

    def instrumented(*arguments: Any) -> Any:  # noqa: ANN401 - whatever it takes
        if hit(*arguments):
            _die()
        return work(*arguments)

    _replace(owner, name, instrumented)


def _die_after(owner: object, name: str, hit: Callable[[Sequence[Any], Any], bool]) -> None:
    work = getattr(owner, name)

    async def instrumented(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it takes
        done = await work(*arguments, **named)
        if hit(arguments, done):
            _die()
        return done

    _replace(owner, name, instrumented)


def _die_in_the_next_batch(name: str) -> None:
    """Die when a step was done and its transaction committed: before the next one does anything."""
    step, done = getattr(announcements, name), list[bool]()

    def noted(*arguments: Any) -> None:  # noqa: ANN401 - whatever it takes
        step(*arguments)
        done.append(True)

    _replace(announcements, name, noted)
    _die_before(striking, "strike_once", lambda _: bool(done))


def _die_unrecorded(hit: Callable[[OutboxMessage], bool]) -> None:
    def arrived(_: Recording, finished: Sequence[Finished]) -> bool:
        return any(isinstance(one.outcome, Sent) and hit(one.message) for one in finished)

    _die_before(Recording, "record", arrived)


def _is_letter(message: OutboxMessage) -> bool:
    return message.batch_id is not None and message.removes is None


def _pause_and_die(*, committed: bool) -> None:
    strike = service.tick

    def pausing(database: Database, office: Office, now: datetime) -> int:
        with database.transaction() as session:
            paused = _pause(session)
            if paused and not committed:
                _die()
        if paused:
            _die()
        return strike(database, office, now)

    _replace(service, "tick", pausing)


def _pause(session: Session) -> bool:
    """Pause what goes, once the first letters are out."""
    for announcement in under_way(session):
        counted = announcements.standing(session, announcement.id or 0)
        if announcement.state is AnnouncementState.RUNNING and counted.sent:
            pause(session, announcement.id or 0)
            return True
    return False


if __name__ == "__main__":
    main()
