"""The end of answering a survey: the answers are sent, or a draft was walked through."""

from __future__ import annotations

from handlers.messages import Choice
from handlers.problems import Problem
from handlers.survey_readings import check_answer
from handlers.survey_reviews import missing
from handlers.survey_sittings import ASK, CONFLICT, Sitting, ask, ask_after, go_on
from handlers.survey_telling import again_words, place_name, tell_sent
from handlers.turn import Outgoing, Replies
from storage.audit import note
from storage.persons import Person
from storage.survey_participation import Participation
from storage.survey_sending import ContradictionError, send
from storage.surveys import Anonymity, note_preview


def finish(sitting: Sitting) -> Replies:
    """Send the answers, unless something is missing, contradicted, or no longer allowed beside the other answers."""
    turn, paper, survey = sitting.turn, sitting.paper, sitting.survey
    if paper.part is not None and paper.part.sent_at is not None:
        return [_already_sent(sitting, paper.part)]
    if missing(paper):
        return go_on(sitting) if paper.next_open() else ask(sitting)
    if unfit := _unfit(sitting):
        return unfit
    if paper.is_rehearsed:
        note_preview(turn.session, survey.id or 0)
        sitting.end()
        return [turn.reply("survey-preview-done", *_after_preview(sitting), title=survey.title)]
    try:
        part, was_me = send(turn.session, survey.id or 0, paper.ags, turn.sender_id, turn.now, by_proxy=paper.by_proxy)
    except ContradictionError as error:
        sitting.stand(CONFLICT, error.questions[0])
        return ask(sitting)
    sitting.end()
    return _sent(sitting) if was_me else [_already_sent(sitting, part)]


def _unfit(sitting: Sitting) -> Replies:
    """Ask anew what another answer has made impossible since it was given."""
    paper, wording, today = sitting.paper, sitting.turn.wording, sitting.turn.today
    for question in paper.asked:
        try:
            check_answer(
                paper.logic, question, paper.given.get(question.name), paper.standing.values, wording.language, today
            )
        except Problem as problem:
            sitting.stand(ASK, question.name)
            return ask_after(sitting, wording.problem(problem))
    return ()


def _after_preview(sitting: Sitting) -> tuple[Choice, ...]:
    number, wording = sitting.survey.id, sitting.turn.wording
    publish = Choice(wording("survey-do-publish"), f"/umfrage {number} veröffentlichen")
    return (publish, Choice(wording("survey-do-change"), f"/umfrage {number} ändern"))


def _sent(sitting: Sitting) -> Replies:
    turn, survey, paper = sitting.turn, sitting.survey, sitting.paper
    note(turn.session, turn.now, turn.sender_id, "survey-sent", f"survey:{survey.id}", party=paper.ags)
    anonymous = survey.anonymity is Anonymity.ANONYMOUS
    key = "survey-sent-anonymous" if anonymous else "survey-sent"
    values = {"title": survey.title, "again": again_words(paper), "place": place_name(paper), "until": survey.closes_at}
    return [turn.reply(key, **values), *tell_sent(paper)]


def _already_sent(sitting: Sitting, part: Participation) -> Outgoing:
    """Say that a colleague was a moment faster."""
    by = sitting.turn.session.get(Person, part.sent_by)
    values = {"title": sitting.survey.title, "place": place_name(sitting.paper), "by": by.label if by else "?"}
    return sitting.turn.reply("survey-sent-already", again=again_words(sitting.paper), **values)
