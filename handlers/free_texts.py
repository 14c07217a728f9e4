"""What somebody writes that is no command and no answer: passed on, answered politely, or asked about."""

from __future__ import annotations

from textwrap import shorten

from handlers.answering import LONGEST_LABEL
from handlers.commands import COORDINATORS, PREFIX, Command
from handlers.enquiries import answered, pass_on
from handlers.in_view import PASSING_ON, asked_in_view
from handlers.messages import Choice
from handlers.table import find_command, nearest, not_understood
from handlers.talk import Talk, is_sentence, talk_of
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import NUMBERED
from storage.enquiries import EnquiryState, going_on, waiting_since
from storage.persons import Role


def free_text(turn: Turn) -> Replies:
    """Take free text: a sentence goes to the office, courtesy is answered, of anything else we ask whether it shall."""
    talk, (about, number) = talk_of(turn.text), answered(turn)
    if turn.holds(*COORDINATORS) and number is None:
        to_office = talk is Talk.SENTENCE and not turn.holds(Role.COORDINATOR)
        return [turn.reply("enquiry-with-word") if to_office and nearest(turn) is None else not_understood(turn)]
    last = going_on(turn.session, turn.sender_id, turn.now)
    goes_on = last is not None and last.state is EnquiryState.OPEN
    was_asked = goes_on and last is not None and not waiting_since(turn.session, [last.id or 0])
    if talk in {Talk.GREETING, Talk.THANKS}:
        return [turn.reply("talk-greeting" if talk is Talk.GREETING else "talk-thanks")]
    if talk is Talk.NOD and not was_asked and number is None:
        return []
    if about or number:
        return pass_on(turn, turn.text, about=about, number=number)
    near = nearest(turn) if talk is Talk.SCRAP else None
    if near is None and (talk is Talk.SENTENCE or goes_on):
        return pass_on(turn, turn.text)
    return [_ask_back(turn, near)]


def _ask_back(turn: Turn, near: Choice | None) -> Outgoing:
    """Ask whether it shall be passed on, beside the command that is nearest to what was typed."""
    pass_it_on = _passing_on(turn)
    if near is None and asked_in_view(turn):  # a button here would take the numbers from the choices above
        return turn.reply("enquiry-offer-below")
    if near is None:
        return turn.reply("enquiry-offer", pass_it_on)
    word = near.label.partition(" ")[0]
    choice = Choice(shorten(near.label, LONGEST_LABEL, placeholder="…"), near.value)
    return turn.reply("not-understood-nearest", choice, pass_it_on, word=word)


def _passing_on(turn: Turn) -> Choice:
    return Choice(turn.wording("enquiry-do-pass-on"), f"{PASSING_ON}{turn.text}")


def is_for_people(turn: Turn, command: Command, rest: str) -> bool:
    """Say whether a text that begins with a command's word is a sentence that the command cannot be meant by."""
    if not _is_told(turn, command, rest):
        return False
    return not command.allowed(turn) or (any(answered(turn)) and command.words[0] != "warum")


def two_ways(turn: Turn, command: Command, rest: str) -> Outgoing | None:
    """Ask which is meant where a question begins with a command's word: "Umfragen laufen wie lange noch?"."""
    if not _is_told(turn, command, rest) or not (command.alone or turn.text.rstrip().endswith("?")):
        return None
    said = f"/{command.words[0]}" if command.listing else f"/{command.words[0]} {rest}"
    as_command = Choice(turn.wording("word-as-command", word=command.words[0]), said)
    return turn.reply("enquiry-two-ways", _passing_on(turn), as_command)


def _is_told(turn: Turn, command: Command, rest: str) -> bool:
    """Say whether somebody tells or asks something by a text that begins with a command's word."""
    typed = bool(rest) and not PREFIX.match(turn.text) and find_command(turn.text)[0] is command
    names_entry = command.listing is not None and NUMBERED.fullmatch(rest)
    if not typed or names_entry or command.words[0] == "frage" or turn.holds(*COORDINATORS):
        return False
    return is_sentence(turn.text)
