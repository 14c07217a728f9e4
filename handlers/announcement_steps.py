"""The questions about an announcement that is being written: how each answer is read and what is offered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from pathlib import PurePath

from handlers.announcement_fields import ENGLISH, GERMAN, faults_in, fields_in
from handlers.choosing import ENOUGH, PASS, YES
from handlers.dates import read_day
from handlers.dialogues import Answers, Understood, begun
from handlers.meeting_steps import read_title
from handlers.messages import Choice
from handlers.moments import read_moment
from handlers.problems import Problem
from handlers.recurrence import moment_of
from handlers.turn import Turn
from handlers.typed import BREAK, fold
from handlers.wording import Markdown
from storage.files import bytes_of, keep
from storage.groups import Group, all_groups
from storage.outbox import Urgency
from storage.persons import Role

LONGEST_LETTER = 20_000
"""Characters: about ten pages, five messages on Telegram."""

LARGEST = 20 * 1024 * 1024
"""Bytes of all attachments together: as many as a network brings us in one file."""

MOST_FILES = 10
FAR = timedelta(days=366)
TEXT_FILES = {".md", ".markdown", ".txt", ".text"}
NOW = "jetzt"
NOW_WORDS = {NOW, "sofort", "gleich", "nach der freigabe", "now", "at once", "immediately"}
START_OF_DAY = time(9)
URGENCIES = {
    Urgency.URGENT: {"dringend", "eilig", "urgent"},
    Urgency.NORMAL: {"normal"},
    Urgency.LOW: {"niedrig", "gering", "low"},
}
NO = {"nein", "nicht anheften", "no", "n"}
ALL = {"alle", "alle gruppen", "all", "all groups"}


def read_subject(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read the subject; it is the same for all. Raises :class:`Problem`."""
    if fold(typed) in ENOUGH | PASS | YES:  # whoever went back to it from the text goes on there like this
        raise Problem("announcement-subject-word", typed=typed)
    if fields_in(typed) or faults_in(typed):
        raise Problem("announcement-subject-fields")
    return read_title(turn, answers, typed)


def read_text(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read one more part of the letter: what was written, or a text file. Raises :class:`Problem`."""
    return _read_part(turn, answers.get(begun("text")), typed, GERMAN)


def read_english(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read one more part of the English variant. Raises :class:`Problem`."""
    return _read_part(turn, answers.get(begun("text_english")), typed, ENGLISH)


def _read_part(turn: Turn, before: str | None, typed: str, names: Iterable[str]) -> Understood:
    is_file = turn.incoming.content is not None
    part = tidy(_decoded(turn) if is_file else turn.incoming.text if turn.text == typed else typed)
    if not part:
        raise Problem("announcement-text-empty")
    whole = f"{before}\n\n{part}" if before else part
    if len(whole) > LONGEST_LETTER:
        raise Problem("text-too-long", length=len(whole), longest=LONGEST_LETTER)
    if faults := faults_in(part):
        known = ", ".join(f"{{{name}}}" for name in names)
        raise Problem("announcement-field-unknown", typed=", ".join(faults), known=known)
    return Understood(whole, turn.wording("announcement-file-read", length=len(part)) if is_file else None)


def tidy(typed: str) -> str:
    """Take away what cannot be seen and compose umlauts; lines stay as they are indented, for lists in lists."""
    lines = BREAK.sub("\n", typed).replace("\t", "    ").replace("\u00a0", " ").split("\n")
    seen = ("".join(sign for sign in line if not unicodedata.category(sign).startswith("C")).rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", unicodedata.normalize("NFC", "\n".join(seen))).strip("\n")


def _decoded(turn: Turn) -> str:
    """Read a text file: UTF-8, or what Windows wrote before it. Raises :class:`Problem`."""
    file, content = turn.incoming.file, turn.incoming.content or b""
    if file is None or PurePath(file.name.lower()).suffix not in TEXT_FILES or b"\0" in content:
        raise Problem("announcement-text-file", typed=file.name if file else "")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_file(turn: Turn, answers: Answers, _typed: str) -> Understood:
    """Take one more attachment. Raises :class:`Problem`."""
    content, file = turn.incoming.content, turn.incoming.file
    if content is None or file is None:
        raise Problem("announcement-file-wanted")
    before: list[dict[str, str]] = answers.get(begun("files")) or []
    if len(before) >= MOST_FILES:
        raise Problem("announcement-files-many", most=MOST_FILES)
    if bytes_of(turn.session, files_in(before)) + len(content) > LARGEST:
        raise Problem("announcement-files-large", most=LARGEST // 1024**2)
    name = file.name or turn.wording("announcement-unnamed")
    kept = keep(turn.session, name, file.media_type or "application/octet-stream", content, turn.now)
    return Understood([*before, {"file": str(kept.id), "name": name}])


def files_in(answer: list[dict[str, str]] | None) -> list[int]:
    """Give the numbers of the files that were sent."""
    return [int(each["file"]) for each in answer or []]


def has_english(_turn: Turn, answers: Answers) -> bool:
    """Say whether there is an English variant, by its subject."""
    return bool(answers.get("subject_english"))


def is_new(_turn: Turn, answers: Answers) -> bool:
    """Say whether it is no correction, which goes to whom the first went, as soon as it is released."""
    return answers.get("corrects") is None


def read_urgency(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read how urgent it is. Raises :class:`Problem`."""
    words = fold(typed)
    found = next((each for each, names in URGENCIES.items() if words in names | {each.value}), None)
    if found is None:
        raise Problem("announcement-urgency-unclear", typed=typed)
    return Understood(found.value)


def urgency_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer the three classes, the usual one first."""
    offered = (Urgency.NORMAL, Urgency.URGENT, Urgency.LOW)
    return [Choice(turn.wording(f"announcement-urgency-{each}"), each.value) for each in offered]


def may_choose_groups(turn: Turn, answers: Answers) -> bool:
    """Say whether somebody may write to groups, and there are some: the office, for nobody knows whose group it is."""
    return is_new(turn, answers) and turn.holds(Role.COORDINATOR) and bool(all_groups(turn.session))


def group_words(turn: Turn, group: Group) -> Markdown:
    """Name a group by whose it is and where it stands."""
    return turn.wording("announcement-group", role=group.role, network=turn.wording.network(group.network))


def group_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer each group."""
    return [Choice(group_words(turn, group), f"Gruppe {group.id}") for group in all_groups(turn.session)]


def read_groups(turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read which groups get it: by their numbers in the list, as it offers them, or all. Raises :class:`Problem`."""
    there = all_groups(turn.session)
    if fold(typed) in ALL:
        return Understood(",".join(str(group.id) for group in there))
    found: dict[int, None] = {}
    for word in re.split(r"\s*(?:,|;|\bund\b|\band\b)\s*", typed):
        named = re.fullmatch(r"gruppe (\d+)", word, re.IGNORECASE)
        place = int(word) if word.isdecimal() and len(word) < len(str(10**6)) else 0
        group = next((each for each in there if named and each.id == int(named[1])), None)
        group = there[place - 1] if group is None and 1 <= place <= len(there) else group
        if group is None:
            raise Problem("announcement-group-unknown", typed=word)
        found[group.id or 0] = None
    return Understood(",".join(map(str, found)))


def groups_in(answers: Answers) -> list[int]:
    """Give the numbers of the groups that were chosen."""
    return [int(number) for number in (answers.get("groups") or "").split(",") if number]


def has_groups(turn: Turn, answers: Answers) -> bool:
    """Say whether it goes to a group."""
    return is_new(turn, answers) and bool(groups_in(answers))


def read_pinned(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read whether it is pinned. Raises :class:`Problem`."""
    words = fold(typed)
    if words not in YES | NO | {"anheften", "pin"}:
        raise Problem("announcement-pinned-unclear", typed=typed)
    return Understood(int(words not in NO))


def pinned_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer both."""
    return [Choice(turn.wording(f"announcement-pin-{word}"), word) for word in ("nein", "ja")]


def read_starts(turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read when it goes: as soon as it is released, or at a moment to come; a day alone is at nine.

    Raises :class:`Problem`.
    """
    if fold(typed) in NOW_WORDS:
        return Understood(NOW)
    try:
        found = read_moment(typed, turn.today, turn.office.timezone)
        starts, exact = found.moment, found.exact
    except Problem as problem:
        if problem.key != "time-missing":
            raise
        day = read_day(typed, turn.today).day
        starts, exact = moment_of(datetime.combine(day, START_OF_DAY), turn.office.timezone), False
    if starts <= turn.now:
        raise Problem("announcement-starts-past", at=starts)
    if starts > turn.now + FAR:
        raise Problem("meeting-too-far", day=turn.office.day(starts))
    return Understood(starts.isoformat(), None if exact else turn.wording("announcement-starts-read", at=starts))


def starts_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer to let it go as soon as it is released."""
    return [Choice(turn.wording("announcement-now"), NOW)]


def starts_in(answers: Answers) -> datetime | None:
    """Give the moment it is planned for, if it is."""
    starts = answers.get("starts") or NOW
    return None if starts == NOW else datetime.fromisoformat(starts)
