"""Writing and changing an announcement: step by step, then a review; the end is a draft, and nothing goes out."""

from __future__ import annotations

from handlers import announcement_steps as steps
from handlers.announcement_cards import not_now, say
from handlers.announcement_releasing import concerned, tell
from handlers.announcement_rights import may_manage
from handlers.announcement_words import audience_lines, beginning, named, plan_lines
from handlers.audience_steps import audience_step
from handlers.commands import COORDINATORS
from handlers.dialogues import Answers, Dialogue, Review, Step, start
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.announcements import Announcement, AnnouncementState, ChangedError, NotNowError, create, edit
from storage.audience_criteria import Audience
from storage.audit import note
from storage.files import names_of
from storage.outbox import Urgency
from storage.persons import Person

UNSAID: Answers = {"subject_english": None}
"""What a new announcement is not asked about; the review offers to change it."""


def write(turn: Turn, typed: str = "") -> Replies:
    """Begin a new announcement, perhaps with its subject, or with its letter as a file."""
    answers = dict(UNSAID)
    remarks: list[Markdown] = []
    try:
        if turn.incoming.content is not None:
            answers["text"] = steps.read_text(turn, {}, "").value
        if typed:
            answers["subject"] = steps.read_subject(turn, {}, typed).value
    except Problem as problem:
        remarks.append(turn.wording.problem(problem))
    return start(turn, WRITING, answers, remarks)


def change(turn: Turn, announcement: Announcement) -> Replies:
    """Begin to change what has not begun yet; says so where it goes back to being a draft by that."""
    was_let_go = announcement.state is not AnnouncementState.DRAFT
    remarks = [turn.wording("announcement-change-voids")] if was_let_go else []
    return start(turn, WRITING, _as_seen(turn, announcement), remarks)


def correct(turn: Turn, announcement: Announcement) -> Replies:
    """Begin a correction of what was sent: with the same words, for who got them."""
    answers = {**_said(announcement), "corrects": announcement.id, "files": None, "urgency": announcement.urgency.value}
    return start(turn, WRITING, answers, [turn.wording("announcement-correcting", title=named(turn, announcement))])


def _said(announcement: Announcement) -> Answers:
    english = announcement.text_english
    return {
        "subject": announcement.subject,
        "text": announcement.text,
        "subject_english": announcement.subject_english or None,
        **({"text_english": english} if english else {}),
    }


def _as_seen(turn: Turn, announcement: Announcement) -> Answers:
    """Give an announcement as answers, and once more as it was seen, to tell what somebody changed in it."""
    files = zip(announcement.files, names_of(turn.session, announcement.files), strict=True)
    starts = announcement.starts_at
    answers: Answers = {
        "announcement": announcement.id,
        "version": announcement.version,
        "corrects": announcement.corrects,
        **_said(announcement),
        "files": [{"file": str(number), "name": name} for number, name in files] or None,
        "urgency": announcement.urgency.value,
        "audience": announcement.whom.model_dump_json() if announcement.whom else None,
        "groups": ",".join(map(str, announcement.groups)) or None,
        "pinned": int(announcement.pinned),
        "starts": starts.isoformat() if starts and starts > turn.now else steps.NOW,
    }
    return {**answers, "seen": answers}


def _values(turn: Turn, answers: Answers) -> dict[str, object]:
    """Turn answers into the values of a record."""
    whom = Audience.model_validate_json(answers["audience"]) if answers.get("audience") else None
    english = steps.has_english(turn, answers)
    return {
        "subject": answers["subject"],
        "text": answers["text"],
        "subject_english": answers["subject_english"] if english else "",
        "text_english": answers["text_english"] if english else "",
        "urgency": Urgency(answers["urgency"]),
        "files": steps.files_in(answers["files"]),
        "audience": whom.model_dump(mode="json") if whom else None,
        "groups": steps.groups_in(answers),
        "pinned": steps.has_groups(turn, answers) and bool(answers.get("pinned")),
        "starts_at": steps.starts_in(answers),
        "corrects": answers.get("corrects"),
    }


def _written(turn: Turn, answers: Answers) -> Announcement:
    told = {"created_by": turn.sender_id, "created_at": turn.now, "edited_by": turn.sender_id, "edited_at": turn.now}
    return Announcement.model_validate(_values(turn, answers) | told)


def _review(turn: Turn, answers: Answers) -> Review:
    """Show the whole; of the letters how they begin, for the preview shows them as they arrive."""
    wording, announcement = turn.wording, _written(turn, answers)
    texts = [beginning(turn, announcement.text)]
    if announcement.text_english:
        texts.append(beginning(turn, announcement.text_english))
    parts = [
        [wording("announcement-review")],
        [wording("announcement-head", subject=announcement.subject), *texts],
        plan_lines(turn, announcement),
        audience_lines(turn, announcement),
    ]
    return Review(Markdown("\n\n".join("\n".join(lines) for lines in parts)))


def _finish(turn: Turn, answers: Answers) -> Replies:
    """Keep the draft."""
    starts = steps.starts_in(answers)
    if starts is not None and starts <= turn.now:
        kept = {key: value for key, value in answers.items() if key != "starts"}
        return start(turn, WRITING, kept, [turn.wording("announcement-starts-past", at=starts)])
    if _corrects_nothing(turn, answers):
        return [turn.reply("announcement-correcting-nothing", number=answers["corrects"])]
    if "announcement" in answers:
        return _change(turn, answers)
    announcement = create(turn.session, _written(turn, answers))
    note(turn.session, turn.now, turn.sender_id, "announcement-drafted", f"announcement:{announcement.id}")
    return [say(turn, announcement, "announcement-saved")]


def _corrects_nothing(turn: Turn, answers: Answers) -> bool:
    """Say whether a correction says what was said before."""
    if answers.get("corrects") is None:
        return False
    before = _said(turn.session.get_one(Announcement, answers["corrects"]))
    return not answers["files"] and before == {key: value for key, value in answers.items() if key in before}


def _change(turn: Turn, answers: Answers) -> Replies:
    before = turn.session.get(Announcement, answers["announcement"])
    if before is None or not may_manage(turn, before):
        return [turn.reply("announcement-unknown", number=answers["announcement"])]
    before = before.model_copy()
    changed = {name: value for name, value in _values(turn, answers).items() if getattr(before, name) != value}
    if not changed:
        return [say(turn, before, "announcement-unchanged")]
    try:
        announcement = edit(
            turn.session, answers["announcement"], answers["version"], turn.sender_id, turn.now, **changed
        )
    except ChangedError:
        return _meanwhile(turn, answers)
    except NotNowError:
        return not_now(turn, turn.session.get_one(Announcement, before.id), "edited")
    fields = ",".join(changed)
    note(turn.session, turn.now, turn.sender_id, "announcement-edited", f"announcement:{before.id}", fields=fields)
    key = "announcement-saved-void" if before.state is not AnnouncementState.DRAFT else "announcement-saved"
    return [say(turn, announcement, key), *_tell_void(turn, before)]


def _meanwhile(turn: Turn, answers: Answers) -> Replies:
    """Show what somebody else has made of the draft meanwhile, with one's own changes on top."""
    mine = {key: value for key, value in answers.items() if key != "seen" and value != answers["seen"].get(key)}
    announcement = turn.session.get_one(Announcement, answers["announcement"])
    by = turn.session.get_one(Person, announcement.edited_by)
    remark = turn.wording("announcement-edited-meanwhile", by=by.label, at=announcement.edited_at)
    return start(turn, WRITING, _as_seen(turn, announcement) | mine, [remark])


def _tell_void(turn: Turn, before: Announcement) -> list[Outgoing]:
    """Tell who had asked for the release, or given it, that it does not hold any more."""
    if before.state is AnnouncementState.DRAFT:
        return []
    return tell(turn, before, concerned(turn, before), "announcement-edited-told")


WRITING = Dialogue(
    name="announcement",
    roles=COORDINATORS,
    steps=(
        Step("subject", steps.read_subject, free=True),
        Step("text", steps.read_text, free=True, several=True, takes_files=True, longest=steps.LONGEST_LETTER),
        Step("files", steps.read_file, optional=True, several=True, takes_files=True),
        Step("urgency", steps.read_urgency, steps.urgency_choices),
        audience_step(steps.is_new, optional=True),
        Step("groups", steps.read_groups, steps.group_choices, needed=steps.may_choose_groups, optional=True),
        Step("pinned", steps.read_pinned, steps.pinned_choices, needed=steps.has_groups),
        Step("starts", steps.read_starts, steps.starts_choices, needed=steps.is_new),
        Step("subject_english", steps.read_subject, optional=True, free=True, quiet=True),
        Step(
            "text_english",
            steps.read_english,
            needed=steps.has_english,
            free=True,
            several=True,
            takes_files=True,
            longest=steps.LONGEST_LETTER,
        ),
    ),
    review=_review,
    finish=_finish,
)
