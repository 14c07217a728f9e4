"""People who answer a survey, on intake, handlers, clock and outbox: what they write and tap, and what they hear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib import resources

from sqlmodel import Session

from bot.demo.player import Player
from bot.demo.transcript import read_transcript
from handlers.messages import Incoming, IncomingFile, Kind
from handlers.turn import Turn, identity
from handlers.xlsforms import read_xlsform
from storage.audience_criteria import Audience, Criteria
from storage.persons import person_at, roles_of
from storage.said import with_choices
from storage.survey_forms import Form
from storage.survey_participation import invite
from storage.surveys import Anonymity, Survey, create, publish
from tests.core_stage import NETWORK, START, CoreStage

KOELN, BONN = "05315000", "05314000"
PEOPLE = (
    "Dabei: Potsdam (Koordinierungsstelle), Köln (Ansprechperson 05315000), Vertretung (Vertretung 05315000), "
    "Bonn (Ansprechperson 05314000)\nHafenbote schweigt.\n"
)
NAMES = ("Potsdam", "Köln", "Vertretung", "Bonn")
OFFICE = 1
CLOSES = START + timedelta(days=20)


def yearly_form() -> Form:
    """Read the demo's own survey."""
    return read_xlsform((resources.files("bot.demo") / "files" / "jahresumfrage.csv").read_bytes(), "jahresumfrage.csv")


class SurveyTalk(CoreStage):
    """A published survey and people who are asked."""

    async def begin(self, form: Form, *, anonymity: Anonymity = Anonymity.OPEN, asked: Sequence[str] = (KOELN,)) -> int:
        """Let people arrive and publish a survey; its number is returned."""
        await Player(self).play(read_transcript(PEOPLE))
        number = self.draft(form, anonymity=anonymity, asked=asked)
        with self.database.transaction() as session:
            survey = session.get_one(Survey, number)
            publish(session, number, survey.version, OFFICE, START)
            invite(session, number, asked, START)
        self._settle()  # the clock invites
        for name in NAMES:
            await self.heard(name)
        return number

    def draft(self, form: Form, *, anonymity: Anonymity = Anonymity.OPEN, asked: Sequence[str] = ()) -> int:
        """Write a draft down."""
        survey = Survey(
            title=form.title["de"],
            anonymity=anonymity,
            audience=Audience(anyone_of=(Criteria(places=tuple(asked)),)).model_dump(mode="json"),
            opens_at=START,
            closes_at=CLOSES,
            draft=form.model_dump(mode="json"),
            created_by=OFFICE,
            created_at=START,
            changed_at=START,
        )
        with self.database.transaction() as session:
            return create(session, survey).id or 0

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
