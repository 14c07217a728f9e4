"""People who answer a survey, on intake, handlers, clock and outbox: what they write and tap, and what they hear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from importlib import resources

from bot.demo.player import Player
from bot.demo.transcript import read_transcript
from handlers.xlsforms import read_xlsform
from storage.audience_criteria import Audience, Criteria
from storage.survey_forms import Form
from storage.survey_participation import invite
from storage.surveys import Anonymity, Survey, create, publish
from tests.core_stage import START
from tests.handlers.talk import Talk

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


class SurveyTalk(Talk):
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
