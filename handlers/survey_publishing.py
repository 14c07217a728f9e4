"""Publishing a survey, closing it before its time, and throwing a draft away: each asks first."""

from __future__ import annotations

from collections.abc import Callable

from handlers.commands import COORDINATORS
from handlers.dialogues import Answers, Dialogue, Review, start
from handlers.messages import Message
from handlers.survey_closing import close_survey as close_now
from handlers.survey_planning import PREVIEW, change_survey, deed, deeds
from handlers.survey_preview import preview_reach
from handlers.survey_rights import may_manage
from handlers.survey_words import asked_questions, blocks, current_form, named, plan_lines, rate_words
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage import surveys
from storage.audit import note
from storage.survey_lists import asked
from storage.surveys import (
    SHORTEST,
    NamingFilesError,
    NotOpenError,
    PublishedError,
    Survey,
    SurveyChangedError,
    SurveyState,
    delete_draft,
)


def publish_survey(turn: Turn, survey: Survey, _rest: str) -> Replies:
    """Ask whether a draft is to be published; only one that somebody has walked through as it is."""
    if survey.state is not SurveyState.DRAFT:
        return [turn.reply("survey-author-published-already", title=named(turn, survey))]
    if survey.previewed != survey.version:
        preview = deed(turn, survey, *PREVIEW)
        return [turn.reply("survey-author-preview-first", preview, title=named(turn, survey))]
    if _is_short(turn, survey):
        return change_survey(
            turn, survey, f"{survey.closes_at.astimezone(turn.office.timezone):%d.%m.%Y %H:%M}", closes=True
        )
    if not asked(turn.session, survey, turn.today).recipients:
        return [turn.reply("survey-author-nobody", *deeds(turn, survey), title=named(turn, survey))]
    return start(turn, PUBLISHING, _seen(survey))


def close_survey(turn: Turn, survey: Survey, _rest: str) -> Replies:
    """Ask whether a survey is to be closed now."""
    if survey.state is not SurveyState.PUBLISHED or turn.now <= survey.opens_at:
        return [turn.reply("survey-author-not-open", title=named(turn, survey))]
    return start(turn, CLOSING, _seen(survey))


def delete_survey(turn: Turn, survey: Survey, _rest: str) -> Replies:
    """Ask whether a draft is to be thrown away."""
    if survey.state is not SurveyState.DRAFT:
        return [turn.reply("survey-author-no-deleting", title=named(turn, survey))]
    return start(turn, DELETING, _seen(survey))


def _is_short(turn: Turn, survey: Survey) -> bool:
    """Say whether less than a day would be left: a draft may lie for weeks."""
    return survey.closes_at - max(survey.opens_at, turn.now) < SHORTEST


def _seen(survey: Survey) -> Answers:
    return {"survey": survey.id, "version": survey.version}


def _reviewed(review: Callable[[Turn, Survey], Review]) -> Callable[[Turn, Answers], Review]:
    """Show a survey, unless somebody has thrown the draft away meanwhile."""

    def show(turn: Turn, answers: Answers) -> Review:
        survey = turn.session.get(Survey, answers["survey"])
        unknown = turn.wording("survey-author-unknown", number=answers["survey"])
        return review(turn, survey) if survey else Review(unknown)

    return show


def _done(deed: Callable[[Turn, Survey, int], Replies]) -> Callable[[Turn, Answers], Replies]:
    """Do something with a survey as it was seen; says so where it is not that any more."""

    def do(turn: Turn, answers: Answers) -> Replies:
        survey = turn.session.get(Survey, answers["survey"])
        if survey is None or not may_manage(turn, survey):
            return [turn.reply("survey-author-unknown", number=answers["survey"])]
        try:
            return deed(turn, survey, answers["version"])
        except SurveyChangedError:
            return _changed(turn, survey)

    return do


def _changed(turn: Turn, survey: Survey) -> Replies:
    """Say that somebody else has changed the survey, and show it as it is now."""
    said = [[turn.wording("survey-author-seen-otherwise")], [named(turn, survey)], list(plan_lines(turn, survey))]
    return [Outgoing(Message(blocks(said), deeds(turn, survey)))]


def _review_publishing(turn: Turn, survey: Survey) -> Review:
    wording = turn.wording
    count = len(asked_questions(current_form(turn, survey)))
    head = [wording("survey-author-review-publish"), Markdown(f"**{named(turn, survey)}**")]
    head.append(wording("survey-author-questions-count", count=count))
    later = survey.opens_at > turn.now
    goes = wording("survey-author-invites-later", at=survey.opens_at) if later else wording("survey-author-invites-now")
    reached = preview_reach(turn.session, turn.office, survey, turn.today, wording.language)
    return Review(blocks([head, list(plan_lines(turn, survey)), [goes], [reached], [wording("survey-author-final")]]))


def _publish(turn: Turn, survey: Survey, version: int) -> Replies:
    if _is_short(turn, survey):
        return publish_survey(turn, survey, "")
    number = survey.id or 0
    try:
        if survey.opens_at < turn.now:  # "at once" is now, whenever it was said
            version = surveys.change(turn.session, number, version, turn.now, opens_at=turn.now).version
        surveys.publish(turn.session, number, version, turn.sender_id, turn.now)
    except PublishedError:
        return [turn.reply("survey-author-published-already", title=named(turn, survey))]
    except NamingFilesError:
        return [turn.reply("survey-author-files-named")]
    note(turn.session, turn.now, turn.sender_id, "survey-published", f"survey:{number}")
    found = asked(turn.session, survey, turn.today)
    count = len({recipient.ags for recipient in found.recipients})
    key = "survey-author-published-later" if survey.opens_at > turn.now else "survey-author-published"
    return [turn.reply(key, title=named(turn, survey), count=count, at=survey.opens_at, until=survey.closes_at)]


def _review_closing(turn: Turn, survey: Survey) -> Review:
    wording = turn.wording
    head = [wording("survey-author-review-close"), Markdown(f"**{named(turn, survey)}**")]
    return Review(blocks([head, [rate_words(turn, survey), wording("survey-author-until", until=survey.closes_at)]]))


def _close(turn: Turn, survey: Survey, _version: int) -> Replies:
    try:
        told = close_now(turn.session, turn.office, survey.id or 0, turn.now)
    except NotOpenError:
        return [turn.reply("survey-author-not-open", title=named(turn, survey))]
    note(turn.session, turn.now, turn.sender_id, "survey-closed", f"survey:{survey.id}")
    said = [[turn.wording("survey-author-closed", title=named(turn, survey))], [rate_words(turn, survey)]]
    others = [each for each in told if each.person is None or each.person.id != turn.sender_id]
    return [Outgoing(Message(blocks(said), deeds(turn, survey))), *others]


def _review_deleting(turn: Turn, survey: Survey) -> Review:
    return Review(blocks([[turn.wording("survey-author-review-delete")], [Markdown(f"**{named(turn, survey)}**")]]))


def _delete(turn: Turn, survey: Survey, version: int) -> Replies:
    title, number = named(turn, survey), survey.id or 0
    try:
        delete_draft(turn.session, number, version)
    except PublishedError:
        return [turn.reply("survey-author-no-deleting", title=title)]
    note(turn.session, turn.now, turn.sender_id, "survey-deleted", f"survey:{number}")
    return [turn.reply("survey-author-deleted", title=title)]


PUBLISHING = Dialogue("survey-publish", (), _done(_publish), _reviewed(_review_publishing), COORDINATORS)
CLOSING = Dialogue("survey-close", (), _done(_close), _reviewed(_review_closing), COORDINATORS)
DELETING = Dialogue("survey-delete", (), _done(_delete), _reviewed(_review_deleting), COORDINATORS)
