"""A survey to try things with: its form, its municipalities, and short words for what they do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from storage.audience_criteria import Audience
from storage.database import Database
from storage.municipalities import LAND_BY_AGS_PREFIX, Municipality, fold, land_of
from storage.persons import Person
from storage.survey_answers import Said, Word, answer, current
from storage.survey_corrections import Correction, correct, foresee
from storage.survey_forms import Answer, Form, Option, Question, QuestionType
from storage.survey_participation import Sheet, invite, part_of
from storage.survey_results import Results, results
from storage.survey_sending import close, send
from storage.surveys import Anonymity, Survey, create, publish

NOW = datetime(2021, 7, 1, 8, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLOSES = NOW + 14 * DAY
FIRST, SECOND, OFFICE = 1, 2, 3


def options(*names: str) -> tuple[Option, ...]:
    """Offer answers."""
    return tuple(Option(name=name, label={"de": name}) for name in names)


READY = Question(name="ready", type=QuestionType.SELECT_ONE, options=options("yes", "no", "later"))
GROUPS = Question(name="groups", type=QuestionType.SELECT_MULTIPLE, options=options("minors", "families", "ill"))
PLACES = Question(name="places", type=QuestionType.INTEGER)
WISHES = Question(name="wishes", type=QuestionType.TEXT)
ORDER = Question(name="order", type=QuestionType.RANK, options=options("money", "flats", "staff"))
NOTE = Question(name="thanks", type=QuestionType.NOTE)


def form(*questions: Question) -> Form:
    """Make a form."""
    return Form(title={"de": "Jahresumfrage"}, questions=questions)


FORM = form(READY, GROUPS, PLACES, WISHES, ORDER, NOTE)


def places(number: int, *, lands: int = 1, first: int = 5) -> list[str]:
    """Invent keys of municipalities, dealt to a number of Länder in turn."""
    prefixes = list(LAND_BY_AGS_PREFIX)[first - 1 : first - 1 + lands]
    return [f"{prefixes[each % lands]}{each:06}" for each in range(number)]


@dataclass
class Stage:
    """A published survey, and what municipalities do in it; the clock stands still unless said."""

    database: Database
    survey_id: int = 0
    version: int = 0
    form_number: int = 1

    def open(
        self, *asked: str, anonymity: Anonymity = Anonymity.OPEN, form: Form = FORM, follows: int | None = None
    ) -> Stage:
        """Publish another survey and ask municipalities."""
        with self.database.transaction() as session:
            draft = form.model_dump(mode="json")
            made = Survey(
                title="Jahresumfrage",
                anonymity=anonymity,
                audience=Audience().model_dump(mode="json"),
                opens_at=NOW,
                closes_at=CLOSES,
                draft=draft,
                follows=follows,
                created_by=OFFICE,
                created_at=NOW,
                changed_at=NOW,
            )
            self.survey_id = create(session, made).id or 0
            publish(session, self.survey_id, 1, OFFICE, NOW)
            invite(session, self.survey_id, asked, NOW)
        self.version, self.form_number = 2, 1
        return self

    def says(  # noqa: PLR0913 - who says what, for whom, how, when
        self,
        ags: str,
        question: str,
        value: Answer,
        person: int = FIRST,
        *,
        takes_over: bool = False,
        by_proxy: bool = False,
        now: datetime = NOW,
    ) -> Said:
        """Take an answer."""
        word = Word(question, value, self.form_number, person, by_proxy=by_proxy, takes_over=takes_over)
        with self.database.transaction() as session:
            return answer(session, self.survey_id, ags, word, now)

    def sends(self, ags: str, person: int = FIRST, now: datetime = NOW) -> bool:
        """Send; gives whether this was what sent it."""
        with self.database.transaction() as session:
            return send(session, self.survey_id, ags, person, now)[1]

    def fills(self, ags: str, now: datetime = NOW, **sheet: Answer) -> None:
        """Answer some questions and send."""
        for question, value in sheet.items():
            self.says(ags, question, value, now=now)
        self.sends(ags, now=now)

    def corrects(self, form: Form, seen: int | None = None) -> Correction:
        """Publish a corrected form, by somebody who has ``seen`` this version; what was foreseen is what it does."""
        seen = seen or self.version
        with self.database.transaction() as session:
            foreseen = foresee(session, session.get_one(Survey, self.survey_id), form)
        with self.database.transaction() as session:
            done = correct(session, self.survey_id, seen, form, OFFICE, NOW, "Tippfehler")
        self.version, self.form_number = self.version + 1, done.version.number
        lost = sum(len(names) for names in done.lost.values())
        assert (foreseen.lost, foreseen.places) == (lost + done.nameless, len(done.lost))
        assert foreseen.carried >= done.carried  # ballots come on top
        return done

    def closes(self, now: datetime = CLOSES) -> None:
        """Close it."""
        with self.database.transaction() as session:
            close(session, self.survey_id, now)

    def sheet(self, ags: str) -> Sheet:
        """Give what counts."""
        with self.database.transaction() as session:
            part = part_of(session, self.survey_id, ags)
            assert part is not None
            return part.sheet

    def counting(self, ags: str) -> Sheet:
        """Give what counts by the history, also what is put aside."""
        with self.database.transaction() as session:
            return {name: each.value for name, each in current(session, self.survey_id, ags).items()}

    def results(self, now: datetime = NOW) -> Results | None:
        """Count."""
        with self.database.transaction() as session:
            return results(session, self.survey_id, now)


def populate(database: Database, *asked: str) -> Stage:
    """Put municipalities and three people into a database; every fourth municipality is a town, others are small."""
    with database.transaction() as session:
        for number, ags in enumerate(asked):
            name, people = f"Kommune {ags}", 50_000 if number % 4 == 0 else 3_000
            session.add(Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags), population=people))
        for label in ("Ansprechperson", "Vertretung", "Koordinierungsstelle"):
            session.add(Person(label=label, created_at=NOW))
    return Stage(database)
