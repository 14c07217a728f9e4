"""``fragen``: what is open, for coordinators; what somebody has asked and was answered, for everybody else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.commands import COORDINATORS
from handlers.dialogues import Answers, Dialogue, Step, Understood, start
from handlers.enquiries import pass_on, take_back
from handlers.enquiry_answers import give
from handlers.enquiry_desk import here
from handlers.enquiry_files import kept_file
from handlers.enquiry_orders import may_answer, order
from handlers.enquiry_words import course, deeds, label_of, line, own_line, state_words
from handlers.messages import Choice, Message
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import NUMBERED, fold
from handlers.wording import Markdown
from storage.dialogues import running_dialogue
from storage.enquiries import Enquiry, EnquiryState, enquiries_of, held, open_enquiries, waiting_since
from storage.persons import Role

LISTED = 10
ANSWER = re.compile(r"(?:antworten|antwort|answer):?", re.IGNORECASE)
WITHDRAW = {"zurueckziehen", "withdraw", "doch nicht"}


def questions(turn: Turn, typed: str) -> Replies:
    """List enquiries, show the whole course of one, or do with it what is written behind its number."""
    if not typed:
        return [_office_list(turn) if turn.group or turn.holds(*COORDINATORS) else _own_list(turn)]
    found = NUMBERED.fullmatch(typed)
    enquiry = turn.session.get(Enquiry, int(found[1])) if found else None
    if found is None or enquiry is None or not _may_see(turn, enquiry):
        return [turn.reply("enquiry-unknown", typed=typed)]
    deed = " ".join(filter(None, (found["deed"], found["rest"])))
    if not deed:
        return [_card(turn, enquiry)]
    if may_answer(turn, enquiry):
        return _office_deed(turn, enquiry, deed)
    return [turn.reply("enquiry-not-yours")] if turn.group else _own_deed(turn, enquiry, deed)


def question_name(turn: Turn, number: int) -> str | None:
    """Say whose the enquiry with a number is, if the person may see it and it is open."""
    enquiry = turn.session.get(Enquiry, number)
    if enquiry is None or enquiry.state is not EnquiryState.OPEN:
        return None
    return label_of(turn.session, enquiry.person_id) if _may_see(turn, enquiry) else None


def _may_see(turn: Turn, enquiry: Enquiry) -> bool:
    """Say whether an enquiry may be shown: to who asked, to who may answer, and to the whole room it stands in."""
    in_room = turn.group is not None and turn.group.id == enquiry.group_id
    return in_room or _is_own(turn, enquiry) or may_answer(turn, enquiry)


def _is_own(turn: Turn, enquiry: Enquiry) -> bool:
    return (
        turn.person is not None and enquiry.person_id == turn.person.id and enquiry.state is not EnquiryState.WITHDRAWN
    )


def _office_list(turn: Turn) -> Outgoing:
    lands = None if turn.group or turn.holds(Role.COORDINATOR) else turn.lands()
    found = [each for each in open_enquiries(turn.session, lands) if _may_see(turn, each)]
    if not found:
        return turn.reply("enquiries-none")
    waiting = waiting_since(turn.session, [each.id or 0 for each in found])
    lines = [line(turn, each, turn.wording, waiting.get(each.id or 0)) for each in found[:LISTED]]
    if len(found) > LISTED:
        lines.append(turn.wording("digest-more", count=len(found) - LISTED))
    head = turn.wording("enquiries-heading", count=len(found))
    return Outgoing(Message(Markdown("\n".join([head, *lines])), _buttons(turn, found)))


def _own_list(turn: Turn) -> Outgoing:
    found = enquiries_of(turn.session, turn.sender_id)[:LISTED]
    if not found:
        return turn.reply("enquiries-own-none")
    waiting = waiting_since(turn.session, [each.id or 0 for each in found])
    lines = [own_line(turn, each, turn.wording, waiting.get(each.id or 0)) for each in found]
    head = turn.wording("enquiries-own-heading")
    return Outgoing(Message(Markdown("\n".join([head, *lines])), _buttons(turn, found)))


def _buttons(turn: Turn, found: Sequence[Enquiry]) -> tuple[Choice, ...]:
    if not turn.incoming.direct:
        return ()
    return tuple(
        Choice(turn.wording("enquiry-choice", number=each.id), f"/fragen {each.id}") for each in found[:LISTED]
    )


def _card(turn: Turn, enquiry: Enquiry) -> Outgoing:
    """Show the whole course of an enquiry; to who looks after it, what can be done."""
    said = course(turn, enquiry, turn.wording)
    since = waiting_since(turn.session, [enquiry.id or 0]).get(enquiry.id or 0)
    if turn.incoming.direct and _is_own(turn, enquiry):
        return Outgoing(Message(Markdown(f"{own_line(turn, enquiry, turn.wording, since)}\n{said}")))
    state = state_words(turn, enquiry, turn.wording, since)
    head = turn.wording("enquiry-card", number=enquiry.id, label=label_of(turn.session, enquiry.person_id), state=state)
    choices = deeds(turn.wording, enquiry)
    return here(turn, enquiry, Markdown(f"{head}\n{said}"), *choices)


def _own_deed(turn: Turn, enquiry: Enquiry, deed: str) -> Replies:
    return take_back(turn, enquiry) if fold(deed) in WITHDRAW else pass_on(turn, deed, number=enquiry.id)


def _office_deed(turn: Turn, enquiry: Enquiry, deed: str) -> Replies:
    if ANSWER.fullmatch(deed):
        if running_dialogue(turn.session, turn.sender_id) or not turn.incoming.direct:
            return [turn.reply("enquiry-how-answer", number=enquiry.id)]
        remark = turn.wording("enquiry-answering", label=label_of(turn.session, enquiry.person_id))
        return start(turn, REPLY, {"enquiry": enquiry.id}, [remark])
    done = order(turn, held(turn.session, enquiry.id or 0), deed)
    return [turn.reply("enquiry-deed-unknown", typed=deed, number=enquiry.id)] if done is None else done


def _read_answer(turn: Turn, _: Answers, typed: str) -> Understood:
    """Read an answer with what comes with it. Raises :class:`Problem`."""
    return Understood([{"text": typed, "file": str(kept_file(turn) or "")}])


def _given(turn: Turn, answers: Answers) -> Replies:
    said = answers["text"][0]
    enquiry = held(turn.session, answers["enquiry"])
    if not may_answer(turn, enquiry):
        return [turn.reply("enquiry-not-yours")]
    return give(turn, enquiry, said["text"], int(said["file"]) if said["file"] else None)


REPLY = Dialogue(
    "enquiry-reply", (Step("text", _read_answer, free=True, takes_files=True),), _given, roles=COORDINATORS
)
