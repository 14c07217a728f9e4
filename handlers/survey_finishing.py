"""The end of answering a survey: the answers are sent, or a draft was walked through."""

from __future__ import annotations

from handlers.messages import Choice
from handlers.survey_questions import label_words, lacks_options
from handlers.survey_reviews import missing
from handlers.survey_sittings import ASK, CONFLICT, Sitting, ask, go_on
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
    paper, today = sitting.paper, sitting.turn.today
    for question in paper.asked:
        value = paper.given.get(question.name)
        if value is None and question.required and not lacks_options(paper, question):
            sitting.stand(ASK, question.name)
            sitting.remarks.append(sitting.turn.wording("survey-required"))
            return ask(sitting)
        if not paper.logic.allows(question, value, paper.standing.values, today):
            sitting.stand(ASK, question.name)
            said = question.constraint_message
            words = label_words(paper, said) if said else sitting.turn.wording("survey-constraint")
            sitting.remarks.append(words)
            return ask(sitting)
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
