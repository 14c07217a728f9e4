"""Reading a survey in chat: what is shown is what was counted, who may see it, and what is hidden nowhere appears."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.charts import MEDIA_TYPE, Chart
from handlers.messages import Incoming, Message
from handlers.survey_result_figures import HIDDEN
from handlers.survey_result_sending import results_messages
from handlers.survey_results import show_results
from handlers.turn import Office, Turn
from handlers.wording import Markdown, unmarked
from storage.database import Database
from storage.municipalities import Land, SizeClass
from storage.outbox import Lane
from storage.persons import Address, Language, Person, Role, RoleAssignment, municipalities_of, roles_of
from storage.survey_forms import Form, Option, Question, QuestionType
from storage.survey_tallies import Line, QuestionResult
from storage.surveys import Anonymity, Survey
from tests.storage.survey_stage import HOUR, NOW, Stage, places, populate

OPEN, COORDINATORS, ANONYMOUS = Anonymity
PROTECTED = pytest.mark.parametrize("anonymity", [COORDINATORS, ANONYMOUS])
OFFICE = Office(ZoneInfo("Europe/Berlin"))
MANY = places(60, lands=3)
SINCE = date(2021, 1, 1)


def options(**labels: str) -> tuple[Option, ...]:
    """Offer answers with labels."""
    return tuple(Option(name=name, label={"de": label}) for name, label in labels.items())


READY = Question(
    name="ready",
    type=QuestionType.SELECT_ONE,
    label={"de": "Sind Sie bereit?", "en": "Are you ready?"},
    options=options(yes="Ja", no="Nein *noch* nicht", later="Später"),
)
GROUPS = Question(
    name="groups",
    type=QuestionType.SELECT_MULTIPLE,
    label={"de": "Welche Gruppen?"},
    options=options(minors="Minderjährige", families="Familien", ill="Kranke"),
)
ROOM = Question(name="room", type=QuestionType.INTEGER, label={"de": "Wie viele Plätze?"})
WISHES = Question(name="wishes", type=QuestionType.TEXT, label={"de": "Ihre Wünsche bei ${room} Plätzen?"})
ORDER = Question(
    name="order",
    type=QuestionType.RANK,
    label={"de": "Was fehlt?"},
    options=options(money="Geld", flats="Wohnungen", staff="Personal"),
)
WHEN = Question(name="since", type=QuestionType.DATE, label={"de": "Seit wann?"})
FORM = Form(title={"de": "Jahresumfrage"}, questions=(READY, GROUPS, ROOM, WISHES, ORDER, WHEN))


class Reader:
    """Somebody who reads results: what they ask, and what they get."""

    def __init__(self, stage: Stage, role: Role = Role.COORDINATOR, *, ags: str = "", land: Land | None = None) -> None:
        self.stage = stage
        with stage.database.transaction() as session:
            person = Person(label="jemand", created_at=NOW)
            session.add(person)
            session.flush()
            self.number = person.id or 0
            assigned = RoleAssignment(person_id=self.number, role=role, ags=ags or None, land=land, valid_from=SINCE)
            session.add(assigned)
            chat = f"!{self.number}"
            session.add(Address(person_id=self.number, network="matrix", account=chat, chat=chat, created_at=NOW))

    def asks(self, rest: str = "", language: Language = Language.GERMAN) -> list[Message]:
        """Ask for results."""
        with self.stage.database.transaction() as session:
            person = session.get_one(Person, self.number)
            person.language = language
            roles = tuple(roles_of(session, self.number, OFFICE.day(NOW)))
            incoming = Incoming("matrix", "$1", "@jemand", "!chat", direct=True)
            own = tuple(municipalities_of(session, roles))
            turn = Turn(session, incoming, "", NOW, OFFICE, person=person, roles=roles, places=own)
            survey = session.get_one(Survey, self.stage.survey_id)
            return [each.message for each in show_results(turn, survey, rest)]

    def reads(self, rest: str = "", language: Language = Language.GERMAN) -> str:
        """Ask for results and give their text, without marks."""
        return "\n\n".join(unmarked(Markdown(message.text)) for message in self.asks(rest, language))


def charts(messages: list[Message]) -> Iterator[Chart]:
    """Give the charts of messages."""
    for message in messages:
        if message.attachment and message.attachment.media_type == MEDIA_TYPE:
            yield Chart.model_validate_json(message.attachment.content)


def fill(stage: Stage, count: int = 60) -> None:
    """Let municipalities answer in many ways: some answers are rare, one is nobody's."""
    for place, ags in enumerate(MANY[:count]):
        stage.fills(
            ags,
            NOW + place * HOUR,
            ready="later" if place < 2 else ("no" if place % 4 else "yes"),
            groups=["ill", "families"][: place % 3],
            room=place * 1000,
            wishes=f"Wunsch *{place}*" if place % 2 else None,
            order=["flats", "money", "staff"] if place % 3 else ["money", "staff", "flats"],
            since="2021-07-01" if place else "1999-12-31",
        )


@pytest.fixture
def stage(sqlite_database: Database) -> Stage:
    """Give sixty municipalities in three Länder, all asked in an open survey."""
    return populate(sqlite_database, *MANY).open(*MANY, form=FORM)


def protected(stage: Stage, anonymity: Anonymity) -> Stage:
    """Let sixty answer a survey that is not open, and close it."""
    stage.open(*MANY, form=FORM, anonymity=anonymity)
    fill(stage)
    stage.closes()
    return stage


def test_an_overview_says_who_sent_and_what_was_answered(stage: Stage) -> None:
    """Municipalities and not messages; each question with counts and shares; numbers as they are written in German."""
    fill(stage, 12)
    said = Reader(stage).reads()
    assert "Gesendet: 12 von 60 Kommunen (20\u00a0%)" in said
    assert (
        "1. Sind Sie bereit? · 12 Antworten\n- Ja: 2 (17\u00a0%)\n- Nein *noch* nicht: 8 (67\u00a0%)\n- Später: 2"
        in said
    )
    assert (
        "3. Wie viele Plätze? · 12 Antworten\n- Summe 66.000\n- Median 5.500\n- mittlere Hälfte 2.750 bis 8.250" in said
    )
    assert "4. Ihre Wünsche bei … Plätzen? · 6 Antworten · 6 ohne Antwort\n- 6 Texte" in said
    assert "5. Was fehlt? · 12 Antworten · gezählt ist, was an erster Stelle steht\n- Geld: 4 (33\u00a0%)" in said
    assert "- 31.12.1999: 1 (8\u00a0%)\n- 01.07.2021: 11 (92\u00a0%)" in said


def test_choices_lead_on_and_say_what_they_show(stage: Stage) -> None:
    """By Land, by size, texts; a comparison only where there is an earlier wave; from a question to the next."""
    fill(stage, 3)
    reader = Reader(stage)
    values = [choice.value for choice in reader.asks()[-1].choices]
    assert values == [f"/umfragen {stage.survey_id} ergebnisse {what}" for what in ("nach Land", "nach Größe", "Texte")]
    assert [choice.value for choice in reader.asks("Frage 6")[-1].choices] == [
        f"/umfragen {stage.survey_id} ergebnisse"
    ]
    assert reader.asks("frage 1")[-1].choices[0].value == f"/umfragen {stage.survey_id} ergebnisse Frage 2"


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ("nach Land", "- Hessen: 4 von 20 (20\u00a0%)"),
        ("nach land", "- Hessen (4): Ja "),
        ("by Land", "- Rheinland-Pfalz (4): Summe 26.000, Median 6.500"),
        ("nach Größe", "- Mittelstadt (20.000 bis 100.000) (3): Ja "),
        ("nach groesse", "- Landgemeinde (unter 5.000) (9): "),
        ("Frage 1", "- Alle (12): Ja 2 (17\u00a0%), Nein *noch* nicht 8 (67\u00a0%), Später 2 (17\u00a0%)"),
        ("4", "- Wunsch *11*"),
        ("Texte", "- Wunsch *11*"),
        ("Texte 4", "- Wunsch *3*"),
        ("Texte 1", "Frage 1 hat keine Texte."),
        ("Frage 7", "Eine Frage 7 gibt es nicht. Bitte nehmen Sie eine Nummer von 1 bis 6."),
        ("Frage 0", "Eine Frage 0 gibt es nicht."),
        ("Vergleich", "keine frühere"),
        ("als Torte", "„als Torte“ kenne ich bei Ergebnissen nicht. Bitte schreiben Sie"),
    ],
)
def test_what_is_asked_for_is_shown(stage: Stage, rest: str, found: str) -> None:
    """By the words of the buttons and those people may type instead; what cannot be shown says what can."""
    fill(stage, 12)
    assert found in Reader(stage).reads(rest)


def test_results_are_read_in_english(stage: Stage) -> None:
    """Numbers, labels where there are English ones, and sentences."""
    fill(stage, 12)
    said = Reader(stage).reads(language=Language.ENGLISH)
    assert "Sent: 12 of 60 municipalities (20%)" in said
    assert "1. Are you ready? · 12 answers\n- Ja: 2 (17%)" in said
    assert "- sum 66,000" in said


def test_nobody_has_answered(stage: Stage) -> None:
    """An open survey without answers says so in every view."""
    reader = Reader(stage)
    for rest in ("", "nach Land", "nach Größe", "Frage 1", "Texte", "Vergleich"):
        assert "Bisher hat keine Kommune ihre Antworten gesendet." in reader.reads(rest)


@PROTECTED
def test_while_it_runs_only_who_has_sent_is_seen(stage: Stage, anonymity: Anonymity) -> None:
    """Also by the coordination: from two results one could conclude on single municipalities."""
    stage.open(*MANY, form=FORM, anonymity=anonymity)
    fill(stage, 12)
    said = Reader(stage).reads()
    assert "Gesendet: 12 von 60" in said
    assert "keine Zwischenergebnisse" in said
    assert "Sind Sie bereit" not in said


@PROTECTED
def test_who_was_asked_sees_answers_after_the_closing_only(stage: Stage, anonymity: Anonymity) -> None:
    """Before it, how many have sent and when it ends, also to the coordination; who was not asked, never."""
    stage.open(*MANY[:50], form=FORM, anonymity=anonymity)
    fill(stage, 50)
    asked, other = Reader(stage, Role.CONTACT, ags=MANY[0]), Reader(stage, Role.CONTACT, ags=MANY[55])
    spokesperson, lands = Reader(stage, Role.SPOKESPERSON), Reader(stage, Role.LAND_COORDINATOR, land=Land.HE)
    before = asked.reads()
    assert "Gesendet: 50 von 50" in before
    assert "Was geantwortet wurde, sehen Sie nach dem Ende der Umfrage: Donnerstag, 15.07.2021" in before
    assert "Sind Sie bereit" not in before + asked.reads("Frage 1") + asked.reads("nach Größe") + asked.reads("Texte")
    assert "Sind Sie bereit" not in lands.reads()
    stage.closes()
    assert "Sind Sie bereit" in asked.reads()
    assert "Sind Sie bereit" in lands.reads()
    for reader in (other, spokesperson):
        assert "sehen bei dieser Umfrage nur die Kommunen, die gefragt wurden" in reader.reads()


def test_rows_of_other_laender_are_for_the_office_and_the_author(stage: Stage) -> None:
    """Of a survey that is not open, everybody else sees all together and their own Land, in words and pictures."""
    protected(stage, COORDINATORS)
    own = [Reader(stage, Role.CONTACT, ags=MANY[0]), Reader(stage, Role.LAND_COORDINATOR, land=Land.NW)]
    for reader in own:
        for rest in ("", "Frage 1", "Frage 3"):
            messages = reader.asks(rest)
            said = " ".join(
                [message.text for message in messages] + [each.model_dump_json() for each in charts(messages)]
            )
            assert "Hessen" not in said
            assert "Nordrhein-Westfalen" in said
        crossed = reader.reads("nach Land").partition("Sind Sie bereit")
        assert "- Hessen: 20 von 20" in crossed[0], "taking part is no secret"
        assert "Einzeln sehen Sie hier Ihr eigenes Land." in crossed[0]
        assert "Hessen" not in crossed[2]
    assert "- Hessen (20)" in Reader(stage).reads("nach Land")


def test_a_draft_has_no_results(stage: Stage) -> None:
    """It says so."""
    with stage.database.transaction() as session:
        survey = Survey(title="Neu", opens_at=NOW, closes_at=NOW + HOUR, created_by=1, created_at=NOW, changed_at=NOW)
        session.add(survey)
        session.flush()
        stage.survey_id = survey.id or 0
    assert "noch nicht veröffentlicht" in Reader(stage).reads()


@PROTECTED
def test_what_is_hidden_appears_nowhere(stage: Stage, anonymity: Anonymity) -> None:
    """No count under five in words or in a chart's data, no day that only one has said; a dash is explained."""
    protected(stage, anonymity)
    reader = Reader(stage)
    for rest in ("", "nach Land", "nach Größe", *(f"Frage {each}" for each in range(1, 7))):
        messages = reader.asks(rest)
        said = reader.reads(rest)
        counts = re.findall(r"(?:: |, |^- )(?:\w[\w *]*? )?(\d+) \(\d+\u00a0%\)", said, re.MULTILINE)
        assert all(int(count) >= 5 for count in counts), said
        assert "1999" not in said
        if any(part.value is None for chart in charts(messages) for row in chart.rows for part in row.parts):
            assert "„–“ heißt: wird nicht gezeigt." in said
        for message in messages:
            if message.attachment:
                assert "1999" not in message.attachment.content.decode()
    assert "- Später: –" in reader.reads("Frage 1")
    assert reader.reads("Frage 6").startswith("6. Seit wann? · 60 Antworten\n- andere Antworten: –\n\n„–“ heißt")
    (chart, _) = charts(reader.asks("Frage 1"))
    assert {row.label: row.parts[0].said for row in chart.rows}["Später"] == ""
    assert chart.rows[2].parts[0].value is None


ANSWERS = st.lists(
    st.tuples(st.sampled_from(["yes", "no", "later", None]), st.lists(st.sampled_from(["minors", "ill"]), unique=True)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANSWERS, st.sampled_from(Anonymity))
def test_what_is_shown_is_what_storage_counted(
    stage: Stage, answers: list[tuple[str | None, list[str]]], anonymity: Anonymity
) -> None:
    """Every count of all together, by Land and by size stands in the text, and the same in the pictures."""
    stage.open(*MANY, form=Form(title={"de": "Kurz"}, questions=(READY, GROUPS)), anonymity=anonymity)
    for place, (ready, groups) in enumerate(answers):
        stage.fills(MANY[place], NOW + place * HOUR, ready=ready, groups=groups)
    stage.closes()
    found, reader = stage.results(), Reader(stage)
    if found is None:
        assert "zu wenige" in reader.reads()
        return
    for number, result in enumerate(found.questions, start=1):
        said = reader.reads(f"Frage {number}")
        labels = {option.name: option.label["de"] for option in (READY, GROUPS)[number - 1].options}
        for name, count in result.total.counts.items():
            expected = HIDDEN if count is None else str(count)
            line = rf"^- {re.escape(labels[name])}: {expected}(?!\d)"
            assert result.total.answered is None or re.search(line, said, re.MULTILINE)
        for row, line in rows(result):
            assert row_said(said, row, labels) == as_said(line)
        for chart in charts(reader.asks(f"Frage {number}")):
            for row in chart.rows:
                line = dict(rows(result)).get(row.label.partition(" (")[0], result.total)
                options = list(line.counts) if len(row.parts) > 1 else [labels_back(labels)[row.label]]
                assert [part.value for part in row.parts] == [line.share(option) for option in options]


LANDS = {Land.NW: "Nordrhein-Westfalen", Land.HE: "Hessen", Land.RP: "Rheinland-Pfalz"}
SIZES = {SizeClass.RURAL: "Landgemeinde (unter 5.000)", SizeClass.TOWN: "Mittelstadt (20.000 bis 100.000)"}


def rows(result: QuestionResult) -> Iterator[tuple[str, Line]]:
    """List the rows of a result by the names they are shown under."""
    names = {str(key): name for key, name in (*LANDS.items(), *SIZES.items())} | {"unknown": "ohne Angabe"}
    for rows_of in (result.by_land, result.by_size):
        yield from ((names[key], line) for key, line in rows_of.items() if key != "unknown")


def row_said(said: str, row: str, labels: dict[str, str]) -> list[str]:
    """Read the numbers of a row out of a text: how many answered, then each answer."""
    (line,) = re.findall(rf"^- {re.escape(row)}(?: \((\d+)\)|: (–|\d+))(.*)$", said, re.MULTILINE)
    counts = [re.search(rf"{re.escape(label)} (\d+|–)", line[2]) for label in labels.values()]
    return [line[0] or line[1], *(count[1] for count in counts if count)]


def as_said(line: Line) -> list[str]:
    """Write down what a row should say."""
    if line.answered is None:
        return [HIDDEN]
    return [
        str(line.answered),
        *(HIDDEN if count is None else str(count) for count in line.counts.values() if count != 0),
    ]


def labels_back(labels: dict[str, str]) -> dict[str, str]:
    """Find names by labels."""
    return {label: name for name, label in labels.items()}


def test_every_number_of_a_picture_stands_in_the_words_of_its_message(stage: Stage) -> None:
    """Who cannot see the picture misses nothing: its rows, and what is written at each bar."""
    fill(stage, 30)
    first = stage.survey_id
    stage.open(*MANY, form=FORM, follows=first)
    fill(stage, 45)
    reader, seen = Reader(stage), 0
    for rest in ("", "nach Land", *(f"Frage {each}" for each in range(1, 7))):
        for message in reader.asks(rest):
            for chart in charts([message]):
                words = unmarked(Markdown(message.text))
                for row in chart.rows:
                    assert row.label in words or row.label == "Alle"  # a picture of numbers alone
                    assert all(part.said in words for part in row.parts), (row, words)
                    seen += 1
    assert seen > 30


def test_two_waves_are_compared(stage: Stage) -> None:
    """Shares then and now with the difference in percentage points; sums and medians; what is new is called so."""
    for ags in MANY[:10]:
        stage.fills(ags, ready="yes" if ags < MANY[4] else "no", room=10)
    first = stage.survey_id
    more = READY.model_copy(update={"options": (*READY.options, *options(soon="Bald"))})
    stage.open(*MANY, form=Form(title={"de": "Neu"}, questions=(more, GROUPS, ROOM)), follows=first)
    for place, ags in enumerate(MANY[:20]):
        stage.fills(ags, ready="soon" if place < 5 else "yes", room=11)
    reader = Reader(stage)
    said = reader.reads("Vergleich")
    assert "Vorher: Jahresumfrage (15.07.2021, n = 10). Jetzt: Jahresumfrage (15.07.2021, n = 20)." in said
    before = sum(ags < MANY[4] for ags in MANY[:10]) * 10
    assert f"- Ja: {before}\u00a0% → 75\u00a0% (+{75 - before} Prozentpunkte)" in said
    assert "- Bald: 25\u00a0% (neu)" in said
    assert "- Summe 100 → 220 (+120)\n- Median 10 → 11 (+1)" in said
    drawn = list(charts(reader.asks("Frage 1")))
    assert [each.kind for each in drawn] == ["bars", "stacked", "pairs"]
    assert not drawn[2].has_hidden, "what was not offered then is not hidden"
    assert "zu wenige Antworten" in reader.reads("Vergleich").partition("2. Welche Gruppen?")[2]


def test_long_results_come_as_a_file(stage: Stage) -> None:
    """Three messages at most; then the beginning is shown, and all of it is in a text file without marks."""
    for place, ags in enumerate(MANY):
        stage.fills(ags, wishes=f"Wunsch {place} " + "*sehr* lang " * 20)
    messages = Reader(stage).asks("Texte")
    assert len(messages) == 2
    assert len(messages[0].text) <= 3000
    file = messages[1].attachment
    assert file is not None
    assert (file.name, file.media_type) == (f"Umfrage {stage.survey_id} Ergebnisse.txt", "text/plain")
    assert [f"- Wunsch {place} *sehr* lang" in file.content.decode() for place in range(60)] == [True] * 60


def test_a_land_that_only_skipped_is_not_hidden(stage: Stage) -> None:
    """In an open survey there is nothing to hide: its bar is empty, and no dash is explained."""
    for ags, ready in ((MANY[0], "yes"), (MANY[1], None)):
        stage.fills(ags, ready=ready)
    messages = Reader(stage).asks("Frage 1")
    assert not any(chart.has_hidden for chart in charts(messages))
    assert "- Hessen: 0" in messages[1].text
    assert "–" not in "".join(message.text for message in messages)


def told(stage: Stage) -> dict[int, Message]:
    """Close the survey, and give what each person gets."""
    stage.closes()
    with stage.database.transaction() as session:
        found = results_messages(session, OFFICE, session.get_one(Survey, stage.survey_id), NOW)
        assert {each.lane for each in found} == {Lane.BULK}
        assert len({each.key for each in found}) == len(found)
        return {each.person.id or 0: each.message for each in found if each.person}


@pytest.mark.parametrize("anonymity", Anonymity)
def test_who_has_sent_gets_the_results_with_their_own_land(stage: Stage, anonymity: Anonymity) -> None:
    """Contacts and deputies of those that have sent, once each; of other Länder, only that they took part."""
    stage.open(*MANY, form=FORM, anonymity=anonymity)
    first, deputy = Reader(stage, Role.CONTACT, ags=MANY[0]), Reader(stage, Role.DEPUTY, ags=MANY[0])
    hesse, missing = Reader(stage, Role.CONTACT, ags=MANY[1]), Reader(stage, Role.CONTACT, ags=MANY[59])
    fill(stage, 50)
    messages = told(stage)
    assert messages.keys() == {first.number, deputy.number, hesse.number}
    assert missing.number not in messages
    said = unmarked(Markdown(messages[first.number].text))
    assert "Gesendet: 50 von 60" in said
    assert "- Nordrhein-Westfalen (17): Ja " in said
    assert "Hessen" not in said
    assert "- Hessen (17): Ja " in unmarked(Markdown(messages[hesse.number].text))
    assert len(list(charts([messages[hesse.number]]))) == 1


@PROTECTED
def test_too_few_are_told_that_they_were_too_few(stage: Stage, anonymity: Anonymity) -> None:
    """Who has sent hears of the end, and why there is nothing to see."""
    stage.open(*MANY, form=FORM, anonymity=anonymity)
    reader = Reader(stage, Role.CONTACT, ags=MANY[0])
    fill(stage, 4)
    assert "Das waren zu wenige, um etwas zu zeigen" in told(stage)[reader.number].text


def test_a_chart_is_named_so_that_it_can_be_read_out(stage: Stage) -> None:
    """Element says a picture's name in the place of its alternative text."""
    fill(stage, 6)
    (picture, *_) = [message.attachment for message in Reader(stage).asks("Frage 1") if message.attachment]
    assert picture.name == "Sind Sie bereit.png"
    assert json.loads(picture.content)["kind"] == "bars"


def test_a_picture_of_which_all_is_hidden_is_not_sent(stage: Stage) -> None:
    """The text says how many have answered; hatched bars alone would say nothing."""
    stage.open(*MANY[:6], form=FORM, anonymity=COORDINATORS)
    for place, ready in zip(MANY[:6], ("yes", "yes", "no", "no", "later", "later"), strict=True):
        stage.fills(place, ready=ready)
    stage.closes()
    first, *_ = Reader(stage).asks("Frage 1")
    assert "6 Antworten" in first.text
    assert first.attachment is None
