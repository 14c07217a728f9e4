"""Where a message goes: button, running dialogue, command, or free text."""

from __future__ import annotations

import re

from handlers.choosing import chosen
from handlers.commands import COORDINATORS, PREFIX, Command
from handlers.consent import needs_consent, show_notice
from handlers.conversations import Conversation
from handlers.date_answers import meant_votes
from handlers.enquiry_orders import order_about
from handlers.enquiry_replies import below_enquiry, takes_file_below
from handlers.free_answers import meant_answer
from handlers.free_texts import free_text, is_for_people, two_ways
from handlers.messages import ABOUT_THE_CHAT, Choice, FileProblem, Incoming, Kind, Message
from handlers.onboarding import join, looks_like_code
from handlers.pledge_evidence_adding import file_came
from handlers.pledge_sentences import meant_pledge
from handlers.running import captioned, run, running
from handlers.shown_choices import choices_of, chosen_command, is_command, offered_command
from handlers.survey_poll_votes import typed_vote, vote
from handlers.survey_question_polls import meant_tap
from handlers.table import COMMANDS, CONSENT, find_command
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import LONGEST, clean
from handlers.verification import explain, tell_verification
from handlers.wording import Markdown
from storage.dialogues import DialoguePosition
from storage.outbox import OutboxMessage
from storage.said import by_external_id, by_key, stands_in, with_choices

LEADING = {"abbrechen", "zurueck", "neubeginnen", "fortfahren"}
"""Commands about the running dialogue itself."""
BESIDE_THE_TALK = {Kind.VOTE: vote, Kind.VERIFICATION: tell_verification}

MENTION = re.compile(r"@?hafenbote\b\S*\s+", re.IGNORECASE)
"""How a message begins that calls us by name: "@hafenbote …", "Hafenbote: …"."""

KEYCAP = re.compile("[\ufe0f\u20e3]")
"""What turns a digit into a keycap emoji (Unicode Technical Standard 51, section 1.4.6)."""


def respond(turn: Turn) -> Replies:
    """Answer one thing somebody did. The turn's text is still as it was typed."""
    incoming = turn.incoming
    if incoming.kind in ABOUT_THE_CHAT:
        return []
    if incoming.kind is Kind.BUTTON:
        return _button(turn)
    if incoming.kind is not Kind.TEXT:
        return _no_text(turn)
    if len(turn.text) > _longest(turn):
        return _too_long(turn)
    turn = turn.saying(clean(turn.text))
    return _direct(turn) if incoming.direct else _in_group(turn)


def takes_file(turn: Turn) -> bool:
    """Say whether the file that came is wanted: by the open question, or by the command that is its caption."""
    if turn.incoming.file is None or turn.person is None or needs_consent(turn):
        return False
    if order_about(turn) is not None:
        return takes_file_below(turn)
    if not turn.incoming.direct:
        return False
    if found := running(turn):
        conversation, position = found
        return conversation.takes_files(turn, position) and turn.is_one_of(conversation.roles)
    return captioned(turn) or (bool(turn.roles) and not turn.holds(*COORDINATORS))


def _file(turn: Turn) -> Replies:
    if turn.incoming.content is None:
        return _remark(turn, turn.wording(f"file-{turn.incoming.problem or FileProblem.GONE}"))
    turn = turn.saying(clean(turn.text))
    if (said := below_enquiry(turn)) is not None:
        return said
    return _direct(turn) if running(turn) or captioned(turn) else file_came(turn)


def _too_long(turn: Turn) -> Replies:
    if needs_consent(turn):
        return show_notice(turn)
    too_long = turn.wording("text-too-long", length=len(turn.text), longest=_longest(turn))
    return _remark(turn, too_long) if turn.incoming.direct else []


def _longest(turn: Turn) -> int:
    found = running(turn)
    return found[0].longest(turn, found[1]) if found and turn.incoming.direct else LONGEST


def _no_text(turn: Turn) -> Replies:
    if turn.incoming.kind is Kind.REACTION:
        return _reaction(turn)
    if meant := meant_tap(turn, running(turn)):
        return _direct(turn.saying(meant))
    if beside := BESIDE_THE_TALK.get(turn.incoming.kind):
        return beside(turn)
    if takes_file(turn):
        return _file(turn)
    return show_notice(turn) if needs_consent(turn) else _other_kind(turn)


def _other_kind(turn: Turn) -> Replies:
    """Say what we cannot read, and keep the open question open."""
    if not turn.incoming.direct:
        return []
    kind = turn.incoming.kind
    takes = any(command.takes_files and command.roles and command.allowed(turn) for command in COMMANDS)
    remark = turn.wording("file-without-command" if kind is Kind.FILE and takes else f"kind-{kind}")
    return _remark(turn, remark) if kind is not Kind.UNDECRYPTABLE else [Outgoing(Message(remark))]


def _remark(turn: Turn, remark: Markdown) -> Replies:
    """Say something and, where a dialogue is running, ask its question again."""
    if found := running(turn):
        return found[0].ask_again(turn, found[1], remark)
    return [Outgoing(Message(remark))]


def _reaction(turn: Turn) -> Replies:
    """Take a keycap under a message with choices as that choice. Other reactions are courtesy and get no answer."""
    incoming = turn.incoming
    asked = by_external_id(turn.session, incoming.network, incoming.chat, incoming.refers_to)
    if asked is None or not asked.choices or not incoming.direct:
        return []
    choice = chosen(choices_of(asked), KEYCAP.sub("", incoming.text))
    if choice is None:
        return _remark(turn, turn.wording("reaction-unclear", count=len(asked.choices)))
    return _chosen(turn, asked, choice)


def _button(turn: Turn) -> Replies:
    """Take a button once. What was made up, or belongs to another chat, is told like a question that is over."""
    incoming = turn.incoming
    if not incoming.direct:
        return []
    asked = by_key(turn.session, incoming.refers_to)
    if asked is None or not stands_in(asked, incoming.network, incoming.chat):
        return _remark(turn, turn.wording("choice-is-old"))
    number = int(incoming.text) if incoming.text.isdecimal() else 0
    if not 1 <= number <= len(asked.choices) or asked.answered not in {None, number - 1}:
        return _remark(turn, turn.wording("choice-is-old"))
    if asked.answered is not None:
        return []  # a second tap on the same button
    asked.answered = number - 1
    return _chosen(turn, asked, choices_of(asked)[number - 1])


def _chosen(turn: Turn, asked: OutboxMessage, choice: Choice) -> Replies:
    """Do what a button says: a command at any time, an answer only while its question is open."""
    if not is_command(choice) and not _is_open(turn, asked, choice):
        return _remark(turn, turn.wording("choice-is-old"))
    return _direct(turn.saying(choice.value))


def _is_open(turn: Turn, asked: OutboxMessage, choice: Choice) -> bool:
    """Say whether a message holds the question that is open: its choice, and no newer question, even an equal one."""
    found = running(turn)
    if found is None or choice not in found[0].choices(turn, found[1]):
        return False
    shown = with_choices(turn.session, turn.incoming.network, turn.incoming.chat)
    questions = [message for message in shown if not all(map(is_command, choices_of(message)))]
    return bool(questions) and questions[0].id == asked.id


def is_for_us(incoming: Incoming) -> bool:
    """Say whether an event concerns us at all: what people say to each other in a group does not."""
    spoken_to = incoming.direct or incoming.addressed or PREFIX.match(incoming.text) is not None
    return spoken_to or incoming.kind in ABOUT_THE_CHAT or incoming.kind is Kind.VOTE


def _in_group(turn: Turn) -> Replies:
    """Take only what is meant for us: a command with its prefix, behind our name, or alone in an answer to us."""
    if (voted := typed_vote(turn)) is not None:
        return voted
    if (said := below_enquiry(turn)) is not None:
        return said
    named = MENTION.match(turn.text) if turn.incoming.addressed else None
    command, rest = find_command(turn.text[named.end() :] if named else turn.text)
    if command is None or not (PREFIX.match(turn.text) or named or (turn.incoming.addressed and not rest)):
        return [turn.reply("group-unknown")] if named else []
    if command.words[0] == "start":
        return join(turn, rest)
    if not command.allowed(turn):
        return [turn.reply("not-allowed")] if turn.person else []
    return command.run(turn, rest) if command.serves(turn) else [turn.reply("group-direct-only")]


def _direct(turn: Turn) -> Replies:
    if needs_consent(turn):
        return _before_consent(turn)
    if turn.person is None:
        return _stranger(turn)
    if (said := below_enquiry(turn)) is not None:
        return said
    if position := running(turn):
        return _in_dialogue(turn, *position)
    return _outside_dialogues(turn)


def _outside_dialogues(turn: Turn) -> Replies:
    command, rest = _understood(turn)
    if command and not rest and not PREFIX.match(turn.text):
        choice = offered_command(turn)
        if choice and find_command(choice.value)[0] is not command:
            return [_two_meanings(turn, command, choice)]
    if command and (both := two_ways(turn, command, rest)):
        return [both]
    if command is None:
        command, rest = find_command(meant_votes(turn) or meant_answer(turn) or meant_pledge(turn))
    return free_text(turn) if command is None or is_for_people(turn, command, rest) else run(turn, command, rest)


def _two_meanings(turn: Turn, command: Command, choice: Choice) -> Outgoing:
    """Ask back where a word is a command and the label of a choice just offered: "Zusage" under an invitation."""
    choices = (
        Choice(turn.wording("word-as-answer", label=turn.text), choice.value),
        Choice(turn.wording("word-as-command", word=command.words[0]), f"/{command.words[0]}"),
    )
    return turn.reply("word-two-meanings", *choices, typed=turn.text)


def _before_consent(turn: Turn) -> Replies:
    """Take a yes or a no. Whatever else is said was said before the notice, and is not kept."""
    command, rest = _understood(turn)
    return command.run(turn, rest) if command in CONSENT else show_notice(turn)


def _stranger(turn: Turn) -> Replies:
    command, rest = _understood(turn)
    if command in CONSENT and turn.incoming.network in turn.office.networks_by_consent:
        return command.run(turn, rest)
    if command is not None and command.run in {join, explain}:
        return command.run(turn, rest)
    return join(turn, turn.text if looks_like_code(turn.text) else "")


def _in_dialogue(turn: Turn, conversation: Conversation, position: DialoguePosition) -> Replies:
    """Give a running conversation what is written, save for commands, and for choices below its question."""
    if not turn.is_one_of(conversation.roles):
        return [*conversation.leave(turn, position), turn.reply("not-allowed")]
    command, rest = _meant(turn, conversation, position)
    if command is None:
        return conversation.answer(turn, position)
    if command.words[0] in LEADING:
        return _led(turn, conversation, position, command, rest)
    if command.starts_dialogue and command.allowed(turn):
        return conversation.meet(turn, position, command, rest)
    replies = run(turn, command, rest)
    now = running(turn)
    if now is None or now[1] is not position:  # the command has done what the conversation was for, or begun another
        return replies
    return [*replies, *conversation.ask_again(turn, position, turn.wording("dialogue-going-on"))]


def _meant(turn: Turn, conversation: Conversation, position: DialoguePosition) -> tuple[Command | None, str]:
    """Find the command that is meant in a running conversation, if one is.

    Where any text is an answer, only a command alone in its message, or with its prefix, is taken for one, or one that
    cannot wait.
    """
    command, rest = find_command(turn.text)
    if command is not None and conversation.claims(turn, position):
        return None, ""
    if command is not None and not PREFIX.match(turn.text):
        may_wait = rest and not command.presses(rest)
        is_answer = command in CONSENT or (may_wait and conversation.takes_any_text(turn, position))
        command = None if is_answer else command
    return (command, rest) if command else chosen_command(turn, after=position.updated_at)


def _led(turn: Turn, conversation: Conversation, position: DialoguePosition, command: Command, rest: str) -> Replies:
    """Lead somebody through a running conversation: out of it, back, on, or to its beginning."""
    match command.words[0]:
        case "abbrechen":
            return conversation.leave(turn, position)
        case "zurueck":
            return conversation.back(turn, position)
        case "neubeginnen":
            return command.run(turn, rest)
    return conversation.ask_again(turn, position)


def _understood(turn: Turn) -> tuple[Command | None, str]:
    """Find the command a text is, or takes by its number or label from the newest message with choices."""
    command, rest = find_command(turn.text)
    return (command, rest) if command else chosen_command(turn)
