"""``zusagen import`` below a file: first what it would do, then, on a tap, all of it. For the office."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from handlers.approvers import approvers
from handlers.enquiry_files import UNKNOWN
from handlers.ledger_files import Preview, change_words, fault_words, preview, preview_file
from handlers.messages import Attachment, Choice, FileProblem, Message
from handlers.problems import Problem
from handlers.spreadsheets import CSV
from handlers.turn import Outgoing, Replies, Turn, identity, notice
from handlers.wording import Markdown
from storage.audit import note
from storage.file_use import discard
from storage.files import StoredFile, keep
from storage.municipalities import Land, land_of
from storage.persons import Person, Role
from storage.pledge_files import take_changes
from storage.pledges import PledgeEntry
from storage.totals import newest_entry_id

NAMELESS = "zusagen"
"""What a table is called that comes without a name."""

SHOWN = 15
"""Changes and faults said in the chat; what is more is in a file."""

MOST_TAKEN = 1_000
"""Reports a chat takes at once: while they are written nobody else is answered. The command line takes any number."""

PRESSED = re.compile(r"(?P<number>\d{1,9}) (?P<digest>[0-9a-f]{16}) (?P<deed>\d{1,18}|verwerfen)")
"""What a button says: the file, and up to which entry the ledger was written when its preview was shown."""


def import_pledges(turn: Turn, typed: str) -> Replies:
    """Show what the file that came would do, or do what was shown of one."""
    try:
        if pressed := PRESSED.fullmatch(typed):
            return _pressed(turn, pressed)
        if turn.incoming.file is None:
            return [turn.reply("ledger-import-how")]
        if turn.incoming.content is None:
            raise Problem(f"file-{turn.incoming.problem or FileProblem.GONE}")  # noqa: TRY301 - said like any other
        return [_preview(turn, turn.incoming.file.name or NAMELESS, turn.incoming.content)]
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]


def _preview(turn: Turn, name: str, content: bytes, remark: str = "") -> Outgoing:
    wording, through = turn.wording, newest_entry_id(turn.session)
    shown = preview(turn.session, content, turn.today)
    said = [fault_words(wording, each) for each in shown.faults]
    said += [change_words(wording, each) for each in shown.changes]
    counts = {"rows": shown.count, "changes": len(shown.changes), "same": shown.same, "faults": len(shown.faults)}
    parts = [remark] if remark else []
    parts += [wording("ledger-preview", name=name, **counts), *(f"- {line}" for line in said[:SHOWN])]
    attachment = None
    if len(said) > SHOWN:
        parts.append(wording("ledger-preview-more", count=len(said) - SHOWN))
        attachment = Attachment(wording("ledger-file-name"), CSV, preview_file(wording, shown))
    choices, end = _choices(turn, shown, name, content, through)
    return Outgoing(Message(Markdown("\n".join([*parts, "", end])), choices, attachment=attachment))


def _choices(
    turn: Turn, shown: Preview, name: str, content: bytes, through: int
) -> tuple[tuple[Choice, ...], Markdown]:
    """Offer to take a file, or say why it cannot be; one that is offered is kept until then."""
    wording = turn.wording
    if shown.faults:
        return (), wording("ledger-preview-faulty")
    if not shown.changes:
        return (), wording("ledger-preview-nothing")
    if len(shown.changes) > MOST_TAKEN:
        return (), wording("ledger-preview-many", most=MOST_TAKEN)
    file = keep(turn.session, name, UNKNOWN, content, turn.now)
    button = f"/zusagen import {file.id} {file.digest[:16]}"
    take = Choice(wording("ledger-take", count=len(shown.changes)), f"{button} {through}")
    return (take, Choice(wording("ledger-drop"), f"{button} verwerfen")), wording("ledger-preview-ask")


def _pressed(turn: Turn, pressed: re.Match[str]) -> Replies:
    file = turn.session.get(StoredFile, int(pressed["number"]))
    if file is None or not file.digest.startswith(pressed["digest"]):
        return [turn.reply("ledger-file-gone")]
    if pressed["deed"] == "verwerfen":
        discard(turn.session, file.id or 0, turn.sender_id)
        return [turn.reply("ledger-dropped")]
    if int(pressed["deed"]) != newest_entry_id(turn.session):
        return [_preview(turn, file.name, file.content, turn.wording("ledger-changed-meanwhile"))]
    return _take(turn, file)


def _take(turn: Turn, file: StoredFile) -> Replies:
    shown = preview(turn.session, file.content, turn.today)
    if shown.faults or not shown.changes:
        return [_preview(turn, file.name, file.content)]
    entries = take_changes(turn.session, shown.changes, turn.sender_id, turn.now)
    note(turn.session, turn.now, turn.sender_id, "pledges-imported", f"pledge:{entries[0].id}", count=len(entries))
    discard(turn.session, file.id or 0, turn.sender_id)
    told, alone = _notices(turn, entries)
    said = turn.wording("ledger-taken", count=len(entries))
    nobody = [turn.wording("ledger-nobody", lands=", ".join(map(turn.wording.name, alone)))] if alone else []
    return [Outgoing(Message(Markdown("\n".join([said, *nobody])))), *told]


def _notices(turn: Turn, entries: Sequence[PledgeEntry]) -> tuple[Replies, list[Land]]:
    """Tell whoever decides, once for all, of how many; gives also the Länder for which nobody else does."""
    waiting: Counter[int] = Counter()
    alone: list[Land] = []
    people: dict[int, tuple[Person, Role, Land]] = {}
    for land, count in Counter(land_of(entry.ags) for entry in entries).items():
        deciders, role = approvers(turn.session, land, turn.today, turn.sender_id)
        alone += [] if deciders else [land]
        for person in deciders:
            waiting[identity(person)] += count
            people[identity(person)] = (person, role, land)
    return [_notice(turn, *people[number], count) for number, count in waiting.items()], alone


def _notice(turn: Turn, person: Person, role: Role, land: Land, count: int) -> Outgoing:
    wording = turn.office.wording(person.language)
    look = Choice(wording("approval-look"), "/freigaben")
    text = wording("ledger-notice", count=count, by=turn.sender.label)
    return notice(Message(text, (look,)), person, wording("why-deciding", role=role, land=land))
