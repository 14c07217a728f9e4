"""Confirming and rejecting: by the Land's coordination or the office, never by whoever reported."""

from __future__ import annotations

from handlers.approval_cases import case_of, cases
from handlers.approval_deciding import confirm_one, confirm_several, reject, rejectable
from handlers.approval_lines import Call, Deed, read_call
from handlers.approval_views import case_list, case_view, full_list
from handlers.commands import COORDINATORS
from handlers.dialogues import Answers, Dialogue, Step, Understood, start
from handlers.messages import Message
from handlers.pledge_steps import read_text
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn


def approvals(turn: Turn, typed: str) -> Replies:
    """List what waits, show it, or decide on it (``freigaben``, ``… 17``, ``… alle``, ``… bestätigen 2, 5 und 7``)."""
    call = read_call(typed)
    if call is None:
        return [turn.reply("approval-how")]
    try:
        return _done(turn, call)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]


def _done(turn: Turn, call: Call) -> Replies:
    match call.deed:
        case Deed.LIST | Deed.LIST_ALL:
            return [_list(turn, in_full=call.deed is Deed.LIST_ALL)]
        case Deed.SHOW:
            return [case_view(turn, case_of(turn, call.numbers[0])[0])]
        case Deed.REJECT:
            return _begin_rejection(turn, call)
        case Deed.CONFIRM if len(call.numbers) > 1:
            return confirm_several(turn, call.numbers)
        case Deed.CONFIRM:
            return confirm_one(turn, call.numbers[0], call.against)


def _list(turn: Turn, *, in_full: bool) -> Outgoing:
    waiting = cases(turn)
    if not waiting:
        return turn.reply("approvals-none")
    if len(waiting) == 1:
        return case_view(turn, waiting[0])
    return full_list(turn, waiting) if in_full else case_list(turn, waiting)


def _begin_rejection(turn: Turn, call: Call) -> Replies:
    rejectable(turn, call.numbers)
    if call.reason:
        return reject(turn, call.numbers, str(_read_reason(turn, {}, call.reason).value))
    return start(turn, REJECTION, {"entries": call.numbers})


def _finish_rejection(turn: Turn, answers: Answers) -> Replies:
    try:
        return reject(turn, answers["entries"], answers["reason"])
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]


def _read_reason(turn: Turn, answers: Answers, typed: str) -> Understood:
    if len(typed) < 3:  # noqa: PLR2004 - a single sign is a slip of the thumb, no reason
        raise Problem("approval-reason-missing")
    return read_text(turn, answers, typed)


REJECTION = Dialogue(
    name="rejection", roles=COORDINATORS, steps=(Step("reason", _read_reason, free=True),), finish=_finish_rejection
)
