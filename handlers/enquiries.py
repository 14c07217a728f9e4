"""Asking: ``frage …``, an answer to an announcement, or just writing. It reaches the office; the answer comes here."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from handlers.courtesy import SATURDAY, rests_everywhere
from handlers.dialogues import Answers, Dialogue, Step, Understood, start
from handlers.enquiry_desk import room_for, room_of, tell
from handlers.enquiry_files import kept_file
from handlers.enquiry_orders import show_to_people
from handlers.enquiry_words import deeds, message_words, shown
from handlers.in_view import TAKING_BACK
from handlers.messages import Choice, Message
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown, Wording
from storage.announcement_deliveries import delivery_of
from storage.dialogues import running_dialogue
from storage.due import DueItem, plan
from storage.enquiries import (
    Enquiry,
    EnquiryMessage,
    EnquiryState,
    NotNowError,
    about_enquiry,
    add,
    going_on,
    held,
    may_go_on,
    new_key,
    number_in,
    open_one,
    subject_of,
    withdraw,
)
from storage.file_use import discard
from storage.outbox import Lane, OutboxMessage, OutboxState
from storage.persons import Person, Role
from storage.said import by_external_id

UNCLAIMED = "enquiry-unclaimed"
"""The clock's rule that reminds of an enquiry nobody looks after."""

DAY = timedelta(days=1)
ASKING = re.compile(r"[/!]?(?:frage|ask):?\s+(?=\S)", re.IGNORECASE)
"""How people begin who need no command any more, for they have been asked."""

PLAIN, DROP = "weitergeben", "verwerfen"
"""What can be done with a file that came without a word."""


def ask(turn: Turn, typed: str) -> Replies:
    """Pass a question on; without one, ask for it."""
    if turn.holds(Role.COORDINATOR):
        return [turn.reply("enquiry-own")]
    if typed or turn.incoming.file is not None:
        return pass_on(turn, typed)
    if not turn.roles and going_on(turn.session, turn.sender_id, turn.now) is None:
        return [turn.reply("enquiry-no-role")]
    if running_dialogue(turn.session, turn.sender_id):
        return [turn.reply("enquiry-how")]
    return start(turn, ENQUIRY, {})


def pass_on(turn: Turn, text: str, *, about: int | None = None, number: int | None = None) -> Replies:
    """Pass on what somebody says: to the enquiry it belongs to, the one with a ``number`` if they answer that."""
    try:
        file_id = kept_file(turn)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    return _pass_on(turn, text, file_id, about=about, number=number)


def _pass_on(
    turn: Turn, text: str, file_id: int | None, *, about: int | None = None, number: int | None = None
) -> Replies:
    enquiry = _belongs_to(turn, about, number)
    if enquiry is None and not turn.roles:
        return [turn.reply("enquiry-no-role")]
    if enquiry is None:
        return _opened(turn, text, file_id, about)
    said = _said(turn, enquiry, text, file_id)
    again = add(turn.session, enquiry, said)
    return [
        turn.reply("enquiry-added-again" if again else "enquiry-added"),
        *_forwarded(turn, enquiry, said, again=again),
    ]


def _belongs_to(turn: Turn, about: int | None, number: int | None) -> Enquiry | None:
    """Find and hold the enquiry that something said belongs to; what ended long ago is not it."""
    last = going_on(turn.session, turn.sender_id, turn.now, about=about)
    meant = held(turn.session, number) if number else None
    if meant is not None and meant.person_id == turn.sender_id and may_go_on(meant, turn.now):
        return meant
    return last


def _said(turn: Turn, enquiry: Enquiry, text: str, file_id: int | None) -> EnquiryMessage:
    return EnquiryMessage(
        enquiry_id=enquiry.id or 0,
        person_id=turn.sender_id,
        text=text,
        file_id=file_id,
        written_at=turn.now,
        said_at=turn.now,
    )


def _opened(turn: Turn, text: str, file_id: int | None, about: int | None) -> Replies:
    room = room_for(turn.session)
    new = Enquiry(
        person_id=turn.sender_id,
        ags=turn.places[0].ags if turn.places else None,
        about=about,
        group_id=room.id if room else None,
        opened_at=turn.now,
        updated_at=turn.now,
    )
    enquiry = open_one(turn.session, new)
    enquiry.root = new_key(enquiry.id or 0) if room else None
    add(turn.session, enquiry, _said(turn, enquiry, text, file_id))
    plan(
        turn.session,
        DueItem(
            rule=UNCLAIMED,
            subject=subject_of(enquiry),
            recipient="",
            occurrence="once",
            due_at=_next_workday(turn),
        ),
    )
    told = [*_to_room(turn, enquiry, file_id), *show_to_people(turn, enquiry)]
    back = Choice(turn.wording("enquiry-do-withdraw"), f"/fragen {enquiry.id}{TAKING_BACK}")
    return [turn.reply("enquiry-passed" if told else "enquiry-passed-nobody", back), *told]


def _next_workday(turn: Turn) -> datetime:
    """Give the same hour of the next workday."""
    local = turn.now.astimezone(turn.office.timezone)
    later = local + DAY
    while later.weekday() >= SATURDAY or rests_everywhere(later.date()):
        later += DAY
    return later


def _to_room(turn: Turn, enquiry: Enquiry, file_id: int | None) -> list[Outgoing]:
    """Open the thread in the room."""
    room = room_of(turn.session, enquiry)
    if room is None:
        return []
    text = shown(turn, enquiry, turn.office.wording(room.language), in_room=True)
    return [Outgoing(Message(text, file_id=file_id), group=room, lane=Lane.NOTICE, key=enquiry.root)]


def _forwarded(turn: Turn, enquiry: Enquiry, said: EnquiryMessage, *, again: bool) -> list[Outgoing]:
    """Show the office's side what was added."""

    def words(wording: Wording) -> Markdown:
        key = "enquiry-more-again" if again else "enquiry-more"
        head = wording(key, number=enquiry.id, label=turn.sender.label)
        return Markdown(f"{head}\n{message_words(wording, turn.session, said)}")

    return tell(turn, enquiry, words, choices=lambda wording: deeds(wording, enquiry), file_id=said.file_id)


def take_back(turn: Turn, enquiry: Enquiry) -> Replies:
    """Take back what somebody has just asked, while nobody looks after it."""
    try:
        withdraw(turn.session, held(turn.session, enquiry.id or 0), turn.now)
    except NotNowError:
        return [turn.reply("enquiry-withdrawn-late")]
    return [turn.reply("enquiry-withdrawn"), *_taken_out(turn, enquiry)]


def _taken_out(turn: Turn, enquiry: Enquiry) -> list[Outgoing]:
    """Take what was shown of an enquiry out of the chats of the office's side; what waits there is not sent."""
    told: list[Outgoing] = []
    for row in about_enquiry(turn.session, enquiry.id or 0):
        if row.state is OutboxState.HELD:
            row.state, row.finished_at = OutboxState.CANCELLED, turn.now
        elif row.person_id is None or row.person_id != enquiry.person_id:
            told.append(_removal(turn, enquiry, row))
    return told


def _removal(turn: Turn, enquiry: Enquiry, row: OutboxMessage) -> Outgoing:
    person = turn.session.get(Person, row.person_id) if row.person_id else None
    room = None if person else room_of(turn.session, enquiry)
    wording = turn.office.wording(person.language if person else room.language if room else None)
    text = wording("enquiry-is-withdrawn", number=enquiry.id)
    return Outgoing(Message(text, removes=row.key), person=person, group=room, lane=Lane.NOTICE)


def file_came(turn: Turn) -> Replies:
    """Take a file that no question of ours has asked for; where it is not plain what for, that is asked."""
    last = going_on(turn.session, turn.sender_id, turn.now)
    about, number = answered(turn)
    if turn.text or about or number or (last and last.state is EnquiryState.OPEN):
        return pass_on(turn, turn.text, about=about, number=number)
    try:
        file_id = kept_file(turn)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    return file_for_people(turn, file_id, "")


def file_for_people(turn: Turn, file_id: int | None, said: str) -> Replies:
    """Pass a file on with what was said of it; where nothing was, ask what it is for."""
    return _pass_on(turn, said, file_id) if said else start(turn, FILE, {"file": file_id})


def answered(turn: Turn) -> tuple[int | None, int | None]:
    """Find what a reply of somebody's is about: an announcement, or an enquiry of theirs; None where it is neither."""
    incoming = turn.incoming
    told = by_external_id(turn.session, incoming.network, incoming.chat, incoming.replies_to)
    if told is None:
        return None, None
    delivery, number = delivery_of(turn.session, told.id or 0), number_in(told.key)
    enquiry = turn.session.get(Enquiry, number) if number else None
    is_own = enquiry is not None and enquiry.person_id == turn.sender_id
    return (delivery.announcement_id if delivery else None), (number if is_own else None)


def _read_question(turn: Turn, _: Answers, typed: str) -> Understood:
    """Read a question with what comes with it. Raises :class:`Problem`."""
    return Understood([{"text": typed, "file": str(kept_file(turn) or "")}])


def _read_purpose(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    said = ASKING.sub("", typed)
    return Understood("" if fold(said) == PLAIN else said)


def _purposes(turn: Turn, _: Answers) -> tuple[Choice, ...]:
    return (Choice(turn.wording("enquiry-do-pass-plain"), PLAIN), Choice(turn.wording("enquiry-do-drop"), DROP))


def _asked(turn: Turn, answers: Answers) -> Replies:
    said = answers["text"][0]
    return _pass_on(turn, said["text"], int(said["file"]) if said["file"] else None)


def _explained(turn: Turn, answers: Answers) -> Replies:
    if fold(answers["text"]) == DROP:
        discard(turn.session, answers["file"], turn.sender_id)
        return [turn.reply("enquiry-file-dropped")]
    return _pass_on(turn, answers["text"], answers["file"])


ENQUIRY = Dialogue("enquiry", (Step("text", _read_question, free=True, takes_files=True),), _asked)
FILE = Dialogue("enquiry-file", (Step("text", _read_purpose, choices=_purposes, free=True),), _explained)
