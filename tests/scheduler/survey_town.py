"""A survey in time: municipalities with contacts, deputies and coordinators, and a clock that strikes when let."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

from sqlmodel import col, select

from handlers.messages import Incoming
from handlers.survey_reminding import remind_now
from handlers.turn import Turn
from storage.audience_criteria import Audience
from storage.database import Database
from storage.due import DueItem
from storage.minutes import ActionItem
from storage.municipalities import Land, Municipality, fold, land_of
from storage.outbox import OutboxMessage
from storage.persons import Address, Person, Role, RoleAssignment
from storage.survey_answers import Word, answer
from storage.survey_forms import Answer, Form, Option, Question, QuestionType
from storage.survey_notices import Reached, SurveyNotice, reached
from storage.survey_participation import Participation, part_of
from storage.survey_sending import send
from storage.surveys import Anonymity, Survey, change, create, publish
from tests.scheduler.town import BEGIN, Town, at

BONN, BREMEN = "05314000", "04011000"
DAY = timedelta(days=1)
YES_NO = tuple(Option(name=name, label={"de": name}) for name in ("ja", "nein"))
FORM = Form(
    title={"de": "Jahresumfrage"},
    questions=(
        Question(name="ready", type=QuestionType.SELECT_ONE, options=YES_NO, label={"de": "Bereit?", "en": "Ready?"}),
        Question(name="places", type=QuestionType.INTEGER, label={"de": "Wie viele Plätze?"}, relevant="${ready}='ja'"),
        Question(name="wishes", type=QuestionType.TEXT, label={"de": "Wünsche?"}),
        Question(name="thanks", type=QuestionType.NOTE, label={"de": "Danke"}),
    ),
)


class Surveys(Town):
    """A town in which the office asks all members; Cologne has a contact, Kiel nobody yet."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._numbers = count(100)

    def place(self, ags: str, name: str) -> None:
        """Let a municipality become a member."""
        with self.database.transaction() as session:
            session.add(Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags)))

    def coordinates(self, label: str, land: Land) -> int:
        """Let somebody coordinate a Land; gives their number."""
        number = self.person(label, Role.LAND_COORDINATOR)
        with self.database.transaction() as session:
            session.exec(select(RoleAssignment).where(RoleAssignment.person_id == number)).one().land = land
        return number

    def also_speaks_for(self, person: int, ags: str, role: Role = Role.CONTACT) -> None:
        """Let somebody speak for one more municipality."""
        with self.database.transaction() as session:
            session.add(RoleAssignment(person_id=person, role=role, ags=ags, valid_from=BEGIN))

    def lives_at(self, person: int, network: str, chat: str) -> None:
        """Give somebody a second account."""
        with self.database.transaction() as session:
            where = {"network": network, "account": chat, "chat": chat, "position": 1}
            session.add(Address(person_id=person, created_at=at("2021-01-01 08:00"), **where))

    def leaves(self, chat: str) -> None:
        """Let somebody block us."""
        with self.database.transaction() as session:
            session.exec(select(Address).where(Address.chat == chat)).one().gone = True

    def survey(self, opens: str, closes: str, made: str = "", **values: object) -> int:
        """Publish a survey; gives its number."""
        moment = at(made or opens)
        known = {
            "title": "Jahresumfrage",
            "anonymity": Anonymity.OPEN,
            "audience": Audience().model_dump(mode="json"),
            "opens_at": at(opens),
            "closes_at": at(closes),
            "draft": FORM.model_dump(mode="json"),
        }
        who = {"created_by": self.potsdam, "created_at": moment, "changed_at": moment}
        with self.database.transaction() as session:
            number = create(session, Survey.model_validate({**known, **who, **values})).id or 0
            publish(session, number, 1, self.potsdam, moment)
        return number

    def changes(self, survey: int, when: str | datetime, **values: object) -> None:
        """Change a published survey."""
        with self.database.transaction() as session:
            seen = session.get_one(Survey, survey).version
            change(session, survey, seen, at(when) if isinstance(when, str) else when, **values)

    def says(  # noqa: PLR0913 - who says what, for whom, when
        self, survey: int, ags: str, question: str, value: Answer, when: str | datetime, person: int = 0
    ) -> None:
        """Let somebody answer a question."""
        with self.database.transaction() as session:
            version = session.get_one(Survey, survey).published
            word = Word(question, value, version, person or self.koeln)
            answer(session, survey, ags, word, at(when) if isinstance(when, str) else when)

    def sends(self, survey: int, ags: str, when: str | datetime) -> None:
        """Let a municipality send."""
        with self.database.transaction() as session:
            send(session, survey, ags, self.koeln, at(when) if isinstance(when, str) else when)

    def reminds(self, survey: int, when: str) -> str:
        """Let the office remind by hand; gives what it is told."""
        with self.database.transaction() as session:
            incoming = Incoming(network="core", event_id=str(next(self._numbers)), account="x", chat="x", direct=True)
            person = session.get_one(Person, self.potsdam)
            turn = Turn(session, incoming, "", at(when), self.office, person)
            [said] = remind_now(turn, session.get_one(Survey, survey))
            return said.message.text

    def mornings(self, first: str, days: int) -> None:
        """Let the clock strike at eight on some days."""
        for number in range(days):
            self.tick(at(f"{first} 08:00") + number * DAY)

    def reached(self, survey: int) -> dict[str, Reached]:
        """Say how far reaching has come."""
        with self.database.transaction() as session:
            return reached(session, survey)

    def part(self, survey: int, ags: str) -> Participation | None:
        """Look a municipality's part up."""
        with self.database.transaction() as session:
            return part_of(session, survey, ags)

    def notices(self) -> Sequence[SurveyNotice]:
        """List all notices in order."""
        with self.database.transaction() as session:
            return session.exec(select(SurveyNotice).order_by(col(SurveyNotice.id))).all()

    def tasks(self) -> Sequence[ActionItem]:
        """List all tasks in order."""
        with self.database.transaction() as session:
            return session.exec(select(ActionItem).order_by(col(ActionItem.id))).all()

    def days(self, name: str) -> list[str]:
        """List when somebody was told something of a survey, in Berlin."""
        with self.database.transaction() as session:
            theirs = select(OutboxMessage).where(OutboxMessage.chat == name).order_by(col(OutboxMessage.id))
            return [f"{row.created_at.astimezone(self.office.timezone):%d. %H:%M}" for row in session.exec(theirs)]

    def rows(self, name: str) -> Sequence[OutboxMessage]:
        """List what was put into the outbox for a chat."""
        with self.database.transaction() as session:
            theirs = select(OutboxMessage).where(OutboxMessage.chat == name).order_by(col(OutboxMessage.id))
            return session.exec(theirs).all()

    def pending(self) -> list[DueItem]:
        """List what is still to be done."""
        with self.database.transaction() as session:
            return [item for item in session.exec(select(DueItem)) if item.finished_at is None]
