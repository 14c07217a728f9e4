"""What colleagues and the municipality are told while somebody answers a survey; and why an answer was not taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers.messages import Choice, Message
from handlers.survey_papers import Paper
from handlers.survey_questions import label_words, speaker, value_words
from handlers.survey_rights import DraftChangedError, NotProxyError, OwnWordError
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown, Wording
from storage.municipalities import Municipality
from storage.outbox import Lane, Urgency
from storage.persons import Person, colleagues
from storage.said import by_key
from storage.survey_answers import SurveyAnswer
from storage.survey_forms import Question
from storage.survey_participation import CastError, NotAskedError
from storage.surveys import Anonymity, Survey, SurveyError, SurveyState


def place_name(paper: Paper) -> str:
    """Name the municipality that answers; a rehearsal has none."""
    place = paper.turn.session.get(Municipality, paper.ags) if paper.ags else None
    return place.name if place else ""


def again_words(paper: Paper) -> Markdown:
    """Write what brings somebody back to their answers: for their own municipality, or for one in whose place."""
    values = {"number": paper.survey.id or 0, "place": place_name(paper)}
    return paper.turn.wording("survey-again-by-proxy" if paper.by_proxy else "survey-again", **values)


REASONS: dict[type[SurveyError], str] = {
    NotAskedError: "survey-not-asked",
    CastError: "survey-cast",
    NotProxyError: "survey-not-proxy",
    OwnWordError: "survey-own-word",
}
"""Why nothing can be answered, where the sentence is all there is to say."""


def not_taken(turn: Turn, survey: Survey, error: SurveyError, *, said: bool = True) -> Outgoing:
    """Say why nothing more can be answered; ``said``: that what was just written was not taken, either."""
    values = {"title": survey.title, "number": survey.id}
    if key := REASONS.get(type(error)):
        return turn.reply(key, **values)
    if isinstance(error, DraftChangedError):
        return turn.reply("survey-preview-over", Choice(turn.wording("survey-open"), f"/umfrage {survey.id}"), **values)
    if survey.state is SurveyState.PUBLISHED and turn.now < survey.opens_at:
        return turn.reply("survey-not-yet", opens=survey.opens_at, **values)
    results = Choice(turn.wording("survey-see-results"), f"/umfragen {survey.id} ergebnisse")
    return turn.reply("survey-closed-answer" if said else "survey-closed", results, closed=survey.closes_at, **values)


def is_secret(survey: Survey) -> bool:
    """Say whether what quotes answers must be forgotten once it is sent: nobody is to find them again."""
    return survey.anonymity is Anonymity.ANONYMOUS


def tell_handed(paper: Paper, questions: Sequence[Question], to: Person) -> Replies:
    """Ask a colleague for some answers."""
    wording = paper.turn.office.wording(to.language)
    asked = "\n".join(
        wording("survey-handed-line", number=paper.number(each), question=label_words(paper, each.label))
        for each in questions
    )
    return [_to(paper, to, "survey-handed-to-you", by=paper.turn.sender.label, questions=Markdown(asked))]


def tell_handed_back(paper: Paper) -> Replies:
    """Tell who has asked for answers that they are there."""
    askers = {each.handed_by for each in paper.handovers.values() if each.person_id == paper.turn.sender_id}
    people = (paper.turn.session.get(Person, number) for number in sorted(askers))
    return [_to(paper, each, "survey-handed-answered", by=paper.turn.sender.label) for each in people if each]


def tell_contradicted(paper: Paper, question: Question, against: Sequence[SurveyAnswer]) -> Replies:
    """Tell colleagues whose answer somebody contradicts."""

    def values(wording: Wording) -> dict[str, object]:
        said = [
            wording("survey-answer-of", answer=value_words(wording, question, each.value), by=speaker(paper, each))
            for each in against
        ]
        asked = label_words(paper, question.label)
        return {"question": asked, "number": paper.number(question), "answers": Markdown(" / ".join(said))}

    return [_to(paper, each, "survey-contradicted", values) for each in _who_said(paper, against)]


def tell_decided(paper: Paper, question: Question, said: SurveyAnswer) -> Replies:
    """Tell colleagues whose answer was contradicted which one somebody has chosen."""

    def values(wording: Wording) -> dict[str, object]:
        asked, answer = label_words(paper, question.label), value_words(wording, question, said.value)
        return {"question": asked, "number": paper.number(question), "answer": answer, "by": paper.turn.sender.label}

    against = paper.conflicts().get(question.name, ())
    return [_to(paper, each, "survey-decided", values) for each in _who_said(paper, against)]


def _who_said(paper: Paper, said: Sequence[SurveyAnswer]) -> list[Person]:
    """List the colleagues who said something, without whoever writes."""
    numbers = {each.person_id for each in said if not each.by_proxy} - {paper.turn.sender_id}
    people = (paper.turn.session.get(Person, number) for number in sorted(numbers))
    return [person for person in people if person]


def tell_sent(paper: Paper) -> Replies:
    """Tell the municipality that somebody has sent its answers: colleagues, or the coordination in its place."""
    key = "survey-sent-by-proxy" if paper.by_proxy else "survey-sent-by-colleague"
    return [_to(paper, each, key, by=paper.turn.sender.label) for each in _others(paper)]


def tell_changed(paper: Paper) -> Replies:
    """Tell the municipality that somebody changes answers that are sent; once a day, not at each of them."""
    turn = paper.turn
    name = f"survey:{paper.survey.id}:{paper.ags}:changed:{turn.today}:{turn.sender_id}"
    text = "survey-changed-by-proxy" if paper.by_proxy else "survey-changed-by-colleague"
    untold = [(each, key) for each in _others(paper) if by_key(turn.session, key := f"{name}:{each.id}") is None]
    return [_to(paper, each, text, key=key, by=turn.sender.label) for each, key in untold]


def _others(paper: Paper) -> list[Person]:
    return colleagues(paper.turn.session, paper.ags, paper.turn.today, without=paper.turn.sender_id)


def _to(
    paper: Paper,
    person: Person,
    text: str,
    more: Callable[[Wording], dict[str, object]] = lambda _: {},
    *,
    key: str | None = None,
    **values: object,
) -> Outgoing:
    """Tell somebody something about the survey, with the way into it."""
    wording = paper.turn.office.wording(person.language)
    survey, place = paper.survey, place_name(paper)
    words = wording(text, title=survey.title, place=place, until=survey.closes_at, **values, **more(wording))
    button = Choice(wording("survey-open"), f"/umfragen {survey.id} für {paper.ags}")
    why = wording("why-survey-colleague", title=survey.title, place=place)
    message = Message(words, (button,), secret=is_secret(survey))
    return Outgoing(message, person, lane=Lane.NOTICE, key=key, urgency=Urgency.NORMAL, why=why)
