"""Looking for a date: as a conversation or in one line, with a review before anybody is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from handlers import meeting_steps as steps
from handlers.audiences import audience_words, reach_words
from handlers.choosing import ENOUGH
from handlers.commands import COORDINATORS
from handlers.date_poll_lines import JOINING, FoundMoments, find_moments
from handlers.date_standing import holiday_lands, holiday_words, voter_of
from handlers.date_words import about_words
from handlers.dialogues import Answers, Dialogue, Review, Step, Understood, begun, start
from handlers.meeting_lines import EDGE, read_meeting_line
from handlers.meeting_sending import invite_all
from handlers.messages import Choice
from handlers.moments import read_moment
from handlers.problems import Problem
from handlers.recurrence import moment_of
from handlers.turn import Replies, Turn, identity
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audience_criteria import Audience
from storage.audiences import Reach, reach
from storage.audit import note
from storage.date_polls import FEWEST, MOST, propose
from storage.date_ranking import Voter
from storage.meetings import Meeting, MeetingState, create
from storage.municipalities import Land

BEGUN = begun("dates")
READY = ENOUGH | {"das wars", "weiter", "ready"}
DEADLINE = re.compile(
    r"[,;.]\s*(?:antwort(?:en|frist)?|frist|abstimm(?:en|ung)|answers?|deadline)(?: bitte)?(?: bis| by| until)?:? "
    r"(?P<until>[^,;]+)$",
    re.IGNORECASE,
)


def plan_poll(turn: Turn, typed: str) -> Replies:
    """Begin to look for a date: everything the line says is kept, the rest is asked."""
    until = DEADLINE.search(typed)
    found = find_moments(typed[: until.start()] if until else typed, turn.today, turn.office.timezone)
    line = read_meeting_line(turn, " ".join(found.rest).strip(EDGE))
    try:
        if found.moments or found.problems:
            dates = _gathered(turn, FoundMoments(found.moments, found.problems), "")
            line.answers[BEGUN if dates.begun else "dates"] = dates.value
            line.remarks += [dates.remark] if dates.remark else []
        if until:
            line.answers["answer_until"] = _read_deadline(turn, line.answers, until["until"]).value
    except Problem as problem:
        line.remarks.append(turn.wording.problem(problem))
    return start(turn, DATE_POLL, line.answers, line.remarks)


def _read_dates(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read proposals: several at once, or one after the other until somebody says that these are all."""
    known = answers.get(BEGUN, "")
    if fold(typed) in READY:
        if len(known.split()) < FEWEST:
            raise Problem("date-poll-too-few", fewest=FEWEST)
        return Understood(known)
    found = find_moments(typed, turn.today, turn.office.timezone)
    if not found.moments:
        read_moment(typed, turn.today, turn.office.timezone)  # says best what is missing
        raise Problem("date-unclear", typed=typed)
    return _gathered(turn, found, known)


def _gathered(turn: Turn, found: FoundMoments, known: str) -> Understood:
    """Add starts to those known. Several at once are all of them, unless something about them is wrong."""
    walls, hints = known.split(), []
    faults = [turn.wording.problem(problem) for problem in found.problems]
    for each in found.moments:
        try:
            wall = str(steps.understood_start(turn, each, turn.office.timezone).value)
        except Problem as problem:
            faults.append(turn.wording.problem(problem))
            continue
        if wall in walls:
            hints.append(turn.wording("date-poll-twice", start=each.moment))
        else:
            walls.append(wall)
            hints += [turn.wording("time-twice")] if each.twice else []
    if left := " ".join(word for word in found.rest if not JOINING.fullmatch(word)):
        faults.append(turn.wording("date-poll-unclear", typed=left))
    if len(walls) > MOST:
        raise Problem("date-poll-too-many", most=MOST, count=len(walls))
    whole = len(walls) == MOST or (len(walls) >= FEWEST and len(found.moments) > 1 and not faults)
    if walls and not whole:
        hints.append(turn.wording("date-poll-so-far", dates=_list(turn, " ".join(walls))))
    remark = Markdown("\n\n".join([*faults, *hints]))
    return Understood(" ".join(walls), remark or None, begun=not whole)


def _starts(turn: Turn, walls: str) -> list[datetime]:
    return sorted(moment_of(datetime.fromisoformat(wall), turn.office.timezone) for wall in walls.split())


def _list(turn: Turn, walls: str, lands: frozenset[Land] = frozenset()) -> Markdown:
    """List starts, with the public holidays of the Länder concerned."""
    lines: list[str] = []
    for moment in _starts(turn, walls):
        line = turn.wording("date-poll-start", start=moment)
        there = holiday_lands(moment, turn.office.timezone, lands)
        lines.append(f"{line} – **{holiday_words(turn.wording, there)}**" if there else line)
    return Markdown("\n".join(lines))


def _dates_choices(turn: Turn, answers: Answers) -> Sequence[Choice]:
    """Offer to go on as soon as there are enough."""
    enough = len(answers.get(BEGUN, "").split()) >= FEWEST
    return [Choice(turn.wording("date-poll-ready"), "fertig")] if enough else []


def _with_start(turn: Turn, answers: Answers) -> Answers:
    """Give the answers as those of a meeting at the first proposed start: its deadline lies before that."""
    starts = _starts(turn, answers.get("dates", ""))
    return {"start": steps.wall_of(starts[0], turn.office.timezone)} if starts else {}


def _read_deadline(turn: Turn, answers: Answers, typed: str) -> Understood:
    return steps.read_deadline(turn, _with_start(turn, answers), typed)


def _deadline_choices(turn: Turn, answers: Answers) -> Sequence[Choice]:
    return steps.deadline_choices(turn, _with_start(turn, answers))


def _meeting(turn: Turn, answers: Answers) -> Meeting:
    return Meeting(
        title=answers["name"],
        duration=answers["duration"],
        timezone=turn.office.timezone.key,
        link=answers["link"] or "",
        audience=Audience.model_validate_json(answers["audience"]).model_dump(mode="json"),
        answer_until=datetime.fromisoformat(answers["answer_until"]),
        state=MeetingState.FINDING,
        created_by=turn.sender_id,
        created_at=turn.now,
        changed_at=turn.now,
    )


def _review(turn: Turn, answers: Answers) -> Review:
    wording, meeting = turn.wording, _meeting(turn, answers)
    found = reach(turn.session, meeting.whom, turn.today)
    parts = [
        wording("date-poll-review"),
        about_words(wording, meeting),
        _list(turn, answers["dates"], _lands(turn, found)),
        *([wording("meeting-join", link=meeting.link)] if meeting.link else []),
        wording("date-poll-whom", party=audience_words(turn, meeting.whom)),
        reach_words(wording, found),
    ]
    return Review(Markdown("\n\n".join(parts)))


def _lands(turn: Turn, found: Reach) -> frozenset[Land]:
    """List the Länder that are concerned: those of whoever will be asked."""
    each = (voter_of(turn.session, identity(one.person), one.party, turn.today) for one in found.recipients)
    return reduce(or_, each, Voter()).lands


def _finish(turn: Turn, answers: Answers) -> Replies:
    """Hold the whole against the rules at the last moment, since days may have passed; then ask everybody."""
    starts, until = _starts(turn, answers["dates"]), datetime.fromisoformat(answers["answer_until"])
    if starts[0] <= turn.now:
        return _again(turn, answers, "dates", Problem("meeting-past", start=starts[0]))
    if until <= turn.now:
        return _again(turn, answers, "answer_until", Problem("meeting-deadline-past", until=until))
    if until > starts[0]:
        return _again(turn, answers, "answer_until", Problem("meeting-deadline-late", until=until))
    meeting = _meeting(turn, answers)
    if not reach(turn.session, meeting.whom, turn.today).recipients:
        return _again(turn, answers, "audience", Problem("audience-nobody"))
    create(turn.session, meeting)
    for moment in starts:
        propose(turn.session, meeting.id or 0, moment, turn.now)
    note(turn.session, turn.now, turn.sender_id, "date-poll-published", f"meeting:{meeting.id}")
    asked = invite_all(turn.session, turn.office, meeting, turn.now)
    return [turn.reply("date-poll-published", title=meeting.title, number=meeting.id, count=len(asked)), *asked]


def _again(turn: Turn, answers: Answers, key: str, problem: Problem) -> Replies:
    kept = {name: value for name, value in answers.items() if name != key}
    return start(turn, DATE_POLL, kept, [turn.wording.problem(problem)])


DATE_POLL = Dialogue(
    name="date-poll",
    roles=COORDINATORS,
    steps=(
        Step("name", steps.read_title, free=True),
        Step("dates", _read_dates, _dates_choices),
        Step("duration", steps.read_duration, steps.duration_choices),
        Step("audience", steps.read_audience, steps.audience_choices),
        Step("link", steps.read_link, optional=True),
        Step("answer_until", _read_deadline, _deadline_choices),
    ),
    review=_review,
    finish=_finish,
)
