"""Making and changing a meeting: as a conversation or in one line, always with a review before anybody is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from handlers import meeting_steps as steps
from handlers.audiences import audience_words, reach_words
from handlers.commands import COORDINATORS
from handlers.dialogues import Answers, Dialogue, Review, Step, start
from handlers.half_starts import HALF, read_start
from handlers.meeting_answers import moved_up_notices
from handlers.meeting_changes import change_words, changed_values
from handlers.meeting_lines import read_meeting_line
from handlers.meeting_sending import invite, invite_all, newcomers, tell_all
from handlers.meeting_words import details_words
from handlers.problems import Problem
from handlers.repeats import beginning, next_words
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.attendance import answers as answers_given
from storage.attendance import fill, seats_taken
from storage.audience_criteria import Audience
from storage.audiences import reach
from storage.audit import note
from storage.database import serialize
from storage.engine import Subject
from storage.meetings import EditedMeanwhileError, Meeting, OverError, change, create

UNSAID: Answers = dict.fromkeys(("agenda", "documents", "partners", "capacity", "rule", "timezone"))
"""What a new meeting is not asked about; the review offers to change it."""


TO = re.compile(r"^(?:auf|to)(?: (?:den|the))? ", re.IGNORECASE)


def plan_meeting(turn: Turn, typed: str) -> Replies:
    """Begin a new meeting: everything the line says is kept, the rest is asked."""
    line = read_meeting_line(turn, typed)
    return start(turn, MEETING, {**UNSAID, **line.answers}, line.remarks)


def change_meeting(turn: Turn, meeting: Meeting, typed: str = "", *, move: bool = False) -> Replies:
    """Begin to change a meeting, perhaps with a new start already; who wants to ``move`` it is asked for one."""
    answers = _as_seen(turn, meeting)
    remarks: list[Markdown] = []
    kept = f"{meeting.begins.astimezone(meeting.zone):%d.%m.%Y %H:%M}"
    if move:
        answers.pop("start")
        answers[HALF] = kept
    if typed:
        try:
            understood = read_start(turn, {**answers, HALF: kept}, TO.sub("", typed))
            answers["start"] = understood.value
            remarks = [understood.remark] if understood.remark else []
        except Problem as problem:
            remarks = [turn.wording.problem(problem)]
    if "start" in answers:
        answers.pop(HALF, None)
    return start(turn, MEETING, answers, remarks)


def _as_seen(turn: Turn, meeting: Meeting) -> Answers:
    """Give a meeting as answers, and once more as it was seen, so that it can be told what somebody changed in it."""
    answers = _answers_of(turn, meeting)
    return {**answers, "seen": answers}


def _answers_of(turn: Turn, meeting: Meeting) -> Answers:
    return {
        "meeting": meeting.id,
        "version": meeting.version,
        "name": meeting.title,
        **({"start": steps.wall_of(meeting.starts_at, meeting.zone)} if meeting.starts_at else {}),
        "duration": meeting.duration,
        "audience": meeting.whom.model_dump_json(),
        "link": meeting.link or None,
        "answer_until": meeting.answer_until.isoformat() if meeting.answer_until else None,
        "agenda": meeting.agenda or None,
        "documents": meeting.documents or None,
        "partners": meeting.partners or None,
        "capacity": meeting.capacity,
        "rule": meeting.rule or None,
        "timezone": meeting.timezone if meeting.zone != turn.office.timezone else None,
    }


def _values(turn: Turn, answers: Answers) -> dict[str, object]:
    """Turn answers into the values of a record."""
    until, rule = answers["answer_until"], answers["rule"] or ""
    texts = {name: answers[name] or "" for name in ("link", "agenda", "documents", "partners")}
    audience = Audience.model_validate_json(answers["audience"])
    return {
        "title": answers["name"],
        "starts_at": steps.start_of(turn, answers),
        "duration": answers["duration"],
        "timezone": steps.zone_of(turn, answers).key,
        "audience": audience.model_dump(mode="json"),
        "answer_until": datetime.fromisoformat(until) if until else None,
        "capacity": answers["capacity"],
        "rule": beginning(rule, datetime.fromisoformat(answers["start"])) if rule else "",
        **texts,
    }


def _meeting(turn: Turn, answers: Answers) -> Meeting:
    made = {"created_by": turn.sender_id, "created_at": turn.now, "changed_at": turn.now}
    return Meeting.model_validate(_values(turn, answers) | made)


def _review(turn: Turn, answers: Answers) -> Review:
    wording, meeting = turn.wording, _meeting(turn, answers)
    parts = [details_words(wording, meeting, turn.now), *next_words(wording, meeting, turn.now)]
    if "meeting" in answers:
        before = turn.session.get_one(Meeting, answers["meeting"])
        said = len(answers_given(turn.session, before))
        return Review(Markdown("\n\n".join([*parts, *change_words(turn, before, meeting, said)])))
    found = reach(turn.session, meeting.whom, turn.today)
    parts += [wording("meeting-for", party=audience_words(turn, meeting.whom)), reach_words(wording, found)]
    return Review(Markdown("\n\n".join([wording("meeting-review"), *parts])))


def _finish(turn: Turn, answers: Answers) -> Replies:
    serialize(turn.session, Subject.MEETINGS)  # nobody takes a seat while they are counted
    problem = _fault(turn, answers)
    if problem is not None:
        kept = {key: value for key, value in answers.items() if key != problem[0]}
        return start(turn, MEETING, kept, [turn.wording.problem(problem[1])])
    return _change(turn, answers) if "meeting" in answers else _publish(turn, answers)


def _fault(turn: Turn, answers: Answers) -> tuple[str, Problem] | None:
    """Hold the whole against the rules at the last moment: days may have passed since the single answers."""
    begins = steps.start_of(turn, answers)
    if begins and begins <= turn.now:
        return "start", Problem("meeting-past", start=begins)
    seen: Answers = answers.get("seen", {})
    asked_anew = begins != steps.start_of(turn, seen)
    until = datetime.fromisoformat(answers["answer_until"]) if answers["answer_until"] else None
    if until and begins and until > begins:
        return "answer_until", Problem("meeting-deadline-late", until=until)
    if until and until <= turn.now and asked_anew:
        return "answer_until", Problem("meeting-deadline-past", until=until)
    if not asked_anew and answers["capacity"] != seen["capacity"] and (taken := _too_many(turn, answers)):
        return "capacity", Problem("meeting-capacity-taken", taken=taken)
    if not reach(turn.session, Audience.model_validate_json(answers["audience"]), turn.today).recipients:
        return "audience", Problem("audience-nobody")
    return None


def _too_many(turn: Turn, answers: Answers) -> int:
    """Count who comes already, if there were too few seats for them: nobody is sent away who was told to come."""
    taken = seats_taken(turn.session, turn.session.get_one(Meeting, answers["meeting"]))
    return taken if answers["capacity"] and taken > answers["capacity"] else 0


def _publish(turn: Turn, answers: Answers) -> Replies:
    meeting = create(turn.session, _meeting(turn, answers))
    note(turn.session, turn.now, turn.sender_id, "meeting-published", f"meeting:{meeting.id}")
    asked = invite_all(turn.session, turn.office, meeting, turn.now)
    return [turn.reply("meeting-published", title=meeting.title, number=meeting.id, count=len(asked)), *asked]


def _change(turn: Turn, answers: Answers) -> Replies:
    before = turn.session.get_one(Meeting, answers["meeting"]).model_copy()
    if before.has_begun(turn.now):
        return [turn.reply("meeting-answer-over", title=before.title, start=before.begins)]
    changed = changed_values(before, _values(turn, answers))
    if not changed:
        return [turn.reply("meeting-unchanged", title=before.title)]
    try:
        meeting = change(turn.session, answers["meeting"], answers["version"], turn.now, **changed)
    except EditedMeanwhileError:
        seen = answers["seen"]
        mine = {key: value for key, value in answers.items() if key != "seen" and value != seen.get(key)}
        newest = _as_seen(turn, turn.session.get_one(Meeting, answers["meeting"]))
        return start(turn, MEETING, newest | mine, [turn.wording("meeting-edited-meanwhile")])
    except OverError:
        return [turn.reply("meeting-answer-cancelled", title=before.title)]
    note(turn.session, turn.now, turn.sender_id, "meeting-changed", f"meeting:{meeting.id}", fields=",".join(changed))
    return _changed(turn, meeting, before, changed)


def _changed(turn: Turn, meeting: Meeting, before: Meeting, changed: Mapping[str, object]) -> Replies:
    """Tell those who were asked what is new for them, and ask those who have joined the audience."""
    moved_up = moved_up_notices(turn, meeting, fill(turn.session, meeting))
    place, moved = (turn.session, turn.office, meeting), "starts_at" in changed
    told: list[Outgoing] = []
    new = newcomers(*place, meeting.whom, turn.now) if "audience" in changed else []
    if moved:
        told = tell_all(*place, "meeting-moved", turn.now, ask=True, before=before.begins)
    elif changed.keys() - {"audience"}:
        told = tell_all(*place, "meeting-changed", turn.now, ask=False)
    told += [invite(*place, recipient, turn.now) for recipient in new]
    key = "meeting-moved-done" if moved else "meeting-changed-done"
    return [turn.reply(key, title=meeting.title, count=len(told)), *told, *moved_up]


MEETING = Dialogue(
    name="meeting",
    roles=COORDINATORS,
    steps=(
        Step("name", steps.read_title, free=True),
        Step("start", read_start),
        Step("duration", steps.read_duration, steps.duration_choices),
        Step("audience", steps.read_audience, steps.audience_choices),
        Step("link", steps.read_link, optional=True),
        Step("answer_until", steps.read_deadline, steps.deadline_choices, optional=True),
        Step("agenda", steps.read_text, optional=True, free=True, quiet=True),
        Step("documents", steps.read_text, optional=True, free=True, quiet=True),
        Step("partners", steps.read_text, optional=True, free=True, quiet=True),
        Step("capacity", steps.read_capacity, optional=True, quiet=True, counts=True),
        Step("timezone", steps.read_timezone, optional=True, quiet=True),
        Step("rule", steps.read_repeat, steps.repeat_choices, needed=steps.has_start, quiet=True),
    ),
    review=_review,
    finish=_finish,
)
