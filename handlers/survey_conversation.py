"""Answering a survey, as a conversation: one question at a time, for a municipality, over weeks, with colleagues.

All answers lie with the municipality (:mod:`storage.survey_answers`), not in the conversation: leaving it is a pause in
which nothing is lost, and a colleague goes on where somebody stopped. The conversation's row keeps which ``survey`` it
is, whom somebody answers ``as`` (own, proxy, preview) and for which ``ags``, the ``version`` they see, what is
``picked`` of several options, whether only ``handed`` questions are asked, and in a preview the whole ``sheet``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from handlers.commands import COORDINATORS, MUNICIPAL, Command
from handlers.messages import Choice, Kind
from handlers.survey_answering import PAUSE, answer, back, pause
from handlers.survey_papers import paper_of, rehearsal
from handlers.survey_reviews import is_sent, missing, who_said
from handlers.survey_rights import DraftChangedError, check_proxy, may_manage
from handlers.survey_sittings import ASK, Sitting, ask, choices, go_on, names_option, sit_down
from handlers.survey_telling import not_taken, place_name
from handlers.turn import Replies, Turn
from handlers.typed import LONGEST, fold
from handlers.wording import Markdown
from storage.audiences import includes
from storage.dialogues import DialoguePosition, end_dialogue, running_dialogue
from storage.persons import Role
from storage.survey_answers import open_desk, read_desk
from storage.survey_forms import FILES, QuestionType
from storage.survey_participation import CastError, NotAskedError, Participation, invite, part_of
from storage.surveys import Anonymity, NotOpenError, Survey, SurveyError

OWN, PROXY, PREVIEW = "own", "proxy", "preview"
"""What somebody answers as."""

LONG_AGO = timedelta(hours=12)


def open_survey(turn: Turn, survey: Survey, ags: str, *, by_proxy: bool = False) -> Replies:
    """Let somebody answer for a municipality: where it stands, from the first open question on."""
    try:
        desk = read_desk(turn.session, survey, _part(turn, survey, ags, by_proxy=by_proxy))
        if by_proxy:
            check_proxy(turn, desk)
    except SurveyError as error:
        running = running_dialogue(turn.session, turn.sender_id)
        if running is not None and running.dialogue == SURVEY.name and running.answers["survey"] == survey.id:
            end_dialogue(turn.session, turn.sender_id)  # else the router asks there again, and hears the same
        return [not_taken(turn, survey, error, said=False)]
    paper = paper_of(turn, desk, by_proxy=by_proxy)
    handed = paper.next_handed() is not None and not by_proxy
    sitting = sit_down(turn, paper, **{"as": PROXY if by_proxy else OWN, "handed": handed})
    if by_proxy or not is_sent(paper):
        sitting.remarks += _welcome(sitting)
    return go_on(sitting)


def begin_proxy(turn: Turn, survey: Survey, ags: str) -> Replies:
    """Let a coordinator answer for a municipality, which is told of it."""
    return open_survey(turn, survey, ags, by_proxy=True)


def begin_preview(turn: Turn, survey: Survey) -> Replies:
    """Let somebody walk through a draft as those who are asked will; nothing is kept but that they did."""
    sitting = sit_down(turn, rehearsal(turn, survey, {}), **{"as": PREVIEW, "sheet": {}, "version": survey.version})
    sitting.remarks += [turn.wording("survey-preview-begins", title=survey.title), _visibility(turn, survey)]
    return go_on(sitting)


def _part(turn: Turn, survey: Survey, ags: str, *, by_proxy: bool) -> Participation:
    """Find a municipality's part in a survey that takes answers; newcomers of the audience are asked now."""
    if not survey.is_open(turn.now):
        raise NotOpenError
    part = part_of(turn.session, survey.id or 0, ags)
    if part is None and ags not in survey.excluded:
        asked = includes(turn.session, survey.whom, turn.sender_id, turn.today) if not by_proxy else []
        if ags in asked:
            invite(turn.session, survey.id or 0, [ags], turn.now)
            part = part_of(turn.session, survey.id or 0, ags)
    if part is None:
        raise NotAskedError
    if part.sent_at is not None and survey.anonymity is Anonymity.ANONYMOUS:
        raise CastError
    return part


def _welcome(sitting: Sitting) -> list[Markdown]:
    """Say what this is and how to go about it; whoever comes back is told where their municipality stands."""
    turn, paper, survey = sitting.turn, sitting.paper, sitting.survey
    asked, left = len(paper.asked), len(missing(paper))
    values = {"title": survey.title, "place": place_name(paper), "until": survey.closes_at, "count": asked}
    key = "survey-welcome-handed" if sitting.state.get("handed") else "survey-welcome"
    if key == "survey-welcome" and left < asked:
        key = "survey-welcome-back"
    if paper.by_proxy:
        key = "survey-welcome-proxy"
    said = [who_said(paper)] if left else []  # else the review says so
    return [turn.wording(key, done=asked - left, **values), *filter(None, said), _visibility(turn, survey)]


def _visibility(turn: Turn, survey: Survey) -> Markdown:
    """Say who will see the answers."""
    return turn.wording(f"survey-seen-{survey.anonymity}")


class SurveyConversation:
    """Answering, as the router sees it (:class:`handlers.conversations.Conversation`)."""

    name = "survey"
    roles: frozenset[Role] = MUNICIPAL | COORDINATORS

    def answer(self, turn: Turn, position: DialoguePosition) -> Replies:
        """Take what was written as the answer to the open question."""
        try:
            sitting = _seated(turn, position, writing=True)
            if position.answers["as"] != PREVIEW and position.answers["version"] != sitting.survey.published:
                return _corrected(sitting)
            if turn.now - position.updated_at > LONG_AGO:
                title, since = sitting.survey.title, position.started_at
                sitting.remarks.append(turn.wording("dialogue-resumed", title=title, since=since))
            return answer(sitting)
        except SurveyError as error:
            return _over(turn, position, error, said=True)

    def ask_again(self, turn: Turn, position: DialoguePosition, remark: Markdown | None = None) -> Replies:
        """Ask the open question again, after a remark."""
        try:
            sitting = _seated(turn, position, writing=True)
        except SurveyError as error:
            return _over(turn, position, error, said=False)
        sitting.remarks += [remark] if remark else []
        return ask(sitting)

    def back(self, turn: Turn, position: DialoguePosition) -> Replies:
        """Go to the question before, keeping everything else."""
        try:
            return back(_seated(turn, position, writing=True))
        except SurveyError as error:
            return _over(turn, position, error, said=False)

    def leave(self, turn: Turn, position: DialoguePosition) -> Replies:
        """Pause."""
        try:
            return pause(_seated(turn, position))
        except SurveyError as error:
            return _over(turn, position, error, said=False)

    def meet(self, turn: Turn, position: DialoguePosition, command: Command, rest: str) -> Replies:
        """Pause for another conversation: nothing of this one is lost."""
        return [*self.leave(turn, position), *command.run(turn, rest)]

    def choices(self, turn: Turn, position: DialoguePosition) -> Sequence[Choice]:
        """List the choices of the open question; none where nothing can be answered."""
        try:
            return choices(_seated(turn, position))
        except SurveyError:
            return ()

    def claims(self, turn: Turn, position: DialoguePosition) -> bool:
        """Say that *pause* means one of the survey here, not of all messages, and an option's name that option."""
        if fold(turn.text) in PAUSE:
            return turn.incoming.kind in (Kind.TEXT, Kind.BUTTON)
        try:
            return position.step.startswith(ASK) and names_option(_seated(turn, position))
        except SurveyError:
            return False

    def takes_any_text(self, turn: Turn, position: DialoguePosition) -> bool:
        """Say whether the open question wants a text."""
        return _asks_for(turn, position, {QuestionType.TEXT})

    def takes_files(self, turn: Turn, position: DialoguePosition) -> bool:
        """Say whether the open question asks for a file."""
        return _asks_for(turn, position, FILES)

    def longest(self, _: Turn, _position: DialoguePosition) -> int:
        """Say how many characters of one message the open question takes."""
        return LONGEST


def _seated(turn: Turn, position: DialoguePosition, *, writing: bool = False) -> Sitting:
    """Find what somebody sits over. Raises :class:`SurveyError` where that is not theirs any more.

    If they are ``writing``, also where nothing can be answered.
    """
    state, session = position.answers, turn.session
    number, ags = state["survey"], state["ags"]
    if state["as"] == PREVIEW:
        draft = session.get(Survey, number)
        if draft is None or draft.version != state["version"] or not may_manage(turn, draft):
            raise DraftChangedError
        return Sitting(turn, draft, rehearsal(turn, draft, state), position)
    if not writing:
        survey, part = session.get_one(Survey, number), part_of(session, number, ags)
        if part is None:
            raise NotAskedError
        desk = read_desk(session, survey, part)
    elif state["as"] == OWN and ags not in [place.ags for place in turn.places]:
        raise NotAskedError
    else:
        desk = open_desk(session, number, ags, turn.now)
    if state["as"] == PROXY:
        check_proxy(turn, desk)
    return Sitting(turn, desk.survey, paper_of(turn, desk, by_proxy=state["as"] == PROXY), position)


def _asks_for(turn: Turn, position: DialoguePosition, types: Collection[QuestionType]) -> bool:
    """Say whether the open question is of one of these types."""
    try:
        question = _seated(turn, position).question if position.step.startswith(ASK) else None
    except SurveyError:
        return False
    return question is not None and question.type in types


def _over(turn: Turn, position: DialoguePosition, error: SurveyError, *, said: bool) -> Replies:
    """End a conversation in which nothing can be answered any more, and say why."""
    end_dialogue(turn.session, turn.sender_id)
    number = position.answers["survey"]
    survey = turn.session.get(Survey, number)
    return [not_taken(turn, survey, error, said=said) if survey else turn.reply("survey-author-unknown", number=number)]


def _corrected(sitting: Sitting) -> Replies:
    """Go on with the corrected survey; what was just written may be an answer to something else."""
    turn = sitting.turn
    sitting.position.answers = sitting.state | {"version": sitting.survey.published}
    sitting.remarks.append(turn.wording("survey-corrected-meanwhile", title=sitting.survey.title))
    return ask(sitting) if sitting.question else go_on(sitting)


SURVEY = SurveyConversation()
