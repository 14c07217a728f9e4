"""What is written below an enquiry by who looks after such: in the room's thread, or as a reply in one's own chat."""

from __future__ import annotations

from handlers.commands import PREFIX, Command
from handlers.enquiry_desk import here
from handlers.enquiry_orders import INTERNAL, may_answer, order_about, take
from handlers.running import run
from handlers.shown_choices import choice_below
from handlers.table import find_command
from handlers.turn import Outgoing, Replies, Turn
from storage.enquiries import Enquiry


def below_enquiry(turn: Turn) -> Replies | None:
    """Take what is written below an enquiry; None where it is not, or by who is asked nothing there."""
    enquiry = order_about(turn)
    if enquiry is None or (turn.incoming.direct and not may_answer(turn, enquiry)):
        return None
    choice = choice_below(turn)
    command, rest = find_command(choice.value if choice else turn.text)
    if command is None or not (choice or _stands_alone(turn, command, rest)):
        return take(turn, enquiry)
    return run(turn, command, rest) if command.serves(turn) else [_unknown(turn, enquiry)]


def takes_file_below(turn: Turn) -> bool:
    """Say whether a file that came below an enquiry is an answer."""
    enquiry = order_about(turn)
    return enquiry is not None and may_answer(turn, enquiry) and not INTERNAL.match(turn.text)


def _stands_alone(turn: Turn, command: Command, rest: str) -> bool:
    """Say whether a command is meant, and not an answer that begins like one; canned answers are ours to give here."""
    is_canned = command.words[0] == "vorlagen"
    return not is_canned and (PREFIX.match(turn.text) is not None or not rest)


def _unknown(turn: Turn, enquiry: Enquiry) -> Outgoing:
    return here(turn, enquiry, turn.wording("enquiry-order-unknown"))
