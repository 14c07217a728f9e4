"""Polls in a group: a survey of one question, shown as a poll where the network can; each municipality has one vote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.commands import READERS
from handlers.messages import Message, Poll
from handlers.problems import Problem
from handlers.survey_poll_lines import AskedPoll, read_poll
from handlers.turn import Office, Outgoing, Replies, Turn
from handlers.wording import Markdown, Wording, escape
from storage.audience_criteria import Audience, Criteria
from storage.audit import note
from storage.groups import Group
from storage.municipalities import Municipality
from storage.outbox import Lane
from storage.persons import holders, municipalities_of, roles_by_person
from storage.survey_answers import SurveyAnswer, contradictions, current
from storage.survey_forms import Form, Option, Question, QuestionType
from storage.survey_participation import invite, parts
from storage.survey_polls import SurveyPoll, poll_of, voices
from storage.survey_sending import close
from storage.surveys import Anonymity, Survey, SurveyState, create, form_of, publish

QUESTION = "frage"
"""The name of the one question of a poll's form; the options' names are their numbers."""


def group_poll(turn: Turn, typed: str) -> Replies:
    """Ask a group: ``umfrage Fahren wir? Ja / Nein bis Freitag``, by who reads the totals, where we serve."""
    if turn.group is None:
        return [turn.reply("survey-poll-strange-group")]
    if turn.person is None or not turn.holds(*READERS):
        return [turn.reply("survey-poll-who")]
    try:
        asked = read_poll(typed, turn.now, turn.office.timezone)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    return [_asked(turn, turn.group, asked)]


def _asked(turn: Turn, group: Group, asked: AskedPoll) -> Outgoing:
    session, places = turn.session, _known_places(turn, group)
    survey = _published(turn, asked, [place.ags for place in places])
    number = survey.id or 0
    invite(session, number, [place.ags for place in places], turn.now)
    poll = SurveyPoll(survey_id=number, group_id=group.id or 0, key=f"survey-poll-{number}")
    session.add(poll)
    note(session, turn.now, turn.sender_id, "survey-poll-asked", f"survey:{number}")
    wording = turn.office.wording(group.language)
    options = [f"{place}. {escape(option)}" for place, option in enumerate(asked.options, 1)]
    how = wording("survey-poll-several" if asked.several else "survey-poll-single")
    lines = (
        wording("survey-poll-asked", number=number, question=asked.question),
        "\n".join(options),
        f"{how} {wording('survey-poll-rules', until=survey.closes_at, count=len(places))}",
    )
    shown = Poll(asked.question, asked.options, asked.several)
    why = wording("survey-poll-why", number=number)
    return Outgoing(Message(Markdown("\n\n".join(lines)), poll=shown), group=group, key=poll.key, why=why)


def _known_places(turn: Turn, group: Group) -> list[Municipality]:
    """List for which municipalities people in the group speak, as far as known: by the role that the group shares."""
    members = [person.id or 0 for person in holders(turn.session, group.role, turn.today)]
    roles = roles_by_person(turn.session, members, turn.today)
    return municipalities_of(turn.session, [role for held in roles.values() for role in held])


def _published(turn: Turn, asked: AskedPoll, places: Sequence[str]) -> Survey:
    kind = QuestionType.SELECT_MULTIPLE if asked.several else QuestionType.SELECT_ONE
    options = tuple(Option(name=str(place), label={"de": option}) for place, option in enumerate(asked.options, 1))
    question = Question(name=QUESTION, type=kind, label={"de": asked.question}, options=options)
    form = Form(title={"de": asked.question}, questions=(question,))
    # Criteria without places would mean everybody.
    audience = Audience(anyone_of=(Criteria(places=tuple(places)),) if places else ())
    survey = create(
        turn.session,
        Survey(
            title=asked.question,
            anonymity=Anonymity.OPEN,
            audience=audience.model_dump(mode="json"),
            opens_at=turn.now,
            closes_at=asked.closes_at,
            draft=form.model_dump(mode="json", exclude_defaults=True),
            created_by=turn.sender_id,
            created_at=turn.now,
            changed_at=turn.now,
        ),
    )
    publish(turn.session, survey.id or 0, survey.version, turn.sender_id, turn.now)
    return survey


def end_poll(session: Session, office: Office, survey: Survey, now: datetime) -> Replies:
    """Close a poll and tell its group the result, once; nothing for a survey that is no poll."""
    poll = poll_of(session, survey.id or 0)
    if poll is None or poll.ended_at is not None:
        return []
    if survey.state is SurveyState.PUBLISHED:
        close(session, poll.survey_id, now)
    poll.ended_at = now
    group = session.get_one(Group, poll.group_id)
    if group.gone:
        return []
    wording = office.wording(group.language)
    text = _result(session, wording, survey, poll)
    why = wording("survey-poll-why", number=poll.survey_id)
    return [Outgoing(Message(text, ends_poll=poll.key), group=group, lane=Lane.NOTICE, why=why)]


def _result(session: Session, wording: Wording, survey: Survey, poll: SurveyPoll) -> Markdown:
    """Write who said what, by municipality, and how that differs from the heads the network counts."""
    question = form_of(session, survey).questions[0]
    counted, divided = _counted(session, poll.survey_id)
    lines = [_line(wording, option.label["de"], counted[option.name]) for option in question.options]
    places = len({place.ags for said in counted.values() for place in said})
    paragraphs = [
        wording("survey-poll-ended", number=poll.survey_id, question=survey.title),
        "\n".join(lines),
        *([f"{wording('survey-poll-divided')} {_names(divided)}"] if divided else []),
        wording("survey-poll-count", places=places, heads=voices(session, poll.survey_id)),
    ]
    return Markdown("\n\n".join(paragraphs))


def _line(wording: Wording, option: str, places: Sequence[Municipality]) -> str:
    line = wording("survey-poll-line", option=option, count=len(places))
    return f"{line} ({_names(places)})" if places else line


def _names(places: Sequence[Municipality]) -> str:
    return ", ".join(escape(place.name) for place in places)


def _counted(session: Session, survey_id: int) -> tuple[dict[str, list[Municipality]], list[Municipality]]:
    """Look up which municipalities chose each option, and where colleagues contradict each other."""
    counted: dict[str, list[Municipality]] = defaultdict(list)
    divided: list[Municipality] = []
    for part in parts(session, survey_id):
        said = current(session, survey_id, part.ags).get(QUESTION)
        place = session.get_one(Municipality, part.ags)
        for name in options_of(said):
            counted[name].append(place)
        if contradictions(session, survey_id, part.ags):
            divided.append(place)
    return counted, divided


def options_of(said: SurveyAnswer | None) -> list[str]:
    """List the names of the options an answer chose."""
    if said is None or said.value is None:
        return []
    return said.value if isinstance(said.value, list) else [str(said.value)]
