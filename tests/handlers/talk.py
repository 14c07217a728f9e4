"""People who talk with us, on intake, handlers, clock and outbox: what they write, send and tap, and what they hear."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.messages import Incoming, IncomingFile, Kind
from handlers.turn import Turn, identity
from storage.persons import person_at, roles_of
from storage.said import with_choices
from tests.core_stage import NETWORK, CoreStage


class Talk(CoreStage):
    """A stage on which several things are said, and all that was heard is given at once."""

    async def say(self, name: str, *texts: str) -> str:
        """Let somebody write something, perhaps several messages; what they hear last is returned."""
        heard = ""
        for text in texts:
            await self.write(name, text, None)
            heard = await self.heard(name)
        return heard

    async def tap(self, name: str, label: str) -> str:
        """Let somebody tap a button below the newest message that has one called so."""
        with self.database.transaction() as session:
            message = with_choices(session, NETWORK, name)[0]
            place = [shown for shown, _ in message.choices].index(label) + 1
            key = message.key
        self._act(name, Kind.BUTTON, text=str(place), refers_to=key)
        return await self.heard(name)

    async def send(self, name: str, file_name: str, media_type: str, content: bytes = b"x") -> str:
        """Let somebody send a file."""
        file = IncomingFile(file_name, media_type, len(content), "reference")
        self._act(name, Kind.FILE, file=file, content=content)
        return await self.heard(name)

    async def heard(self, name: str) -> str:
        """Give all that somebody has heard since."""
        messages = []
        while message := await self.next_message(name):
            messages.append(message)
        return "\n\n".join(messages)

    def turn(self, session: Session, name: str) -> Turn:
        """Give a turn of somebody, to begin what has no command here."""
        person = person_at(session, NETWORK, name)
        assert person
        incoming = Incoming(NETWORK, "$turn", name, name, direct=True)
        roles = tuple(roles_of(session, identity(person), self.office.day(self.clock.now())))
        return Turn(session, incoming, "", self.clock.now(), self.office, person=person, roles=roles)

    def at(self, moment: datetime) -> None:
        """Set the clock."""
        self.clock.set(moment)

    def _act(self, name: str, kind: Kind, **what: object) -> None:
        said = Incoming(
            network=NETWORK,
            event_id=str(next(self._numbers)),
            account=name,
            chat=name,
            direct=True,
            kind=kind,
            **what,  # type: ignore[arg-type]
        )
        self._intake.take(said)
        self._settle()
