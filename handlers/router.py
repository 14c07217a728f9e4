"""Where a message goes: button, running dialogue, command, or free text. The table of contents stands at the end."""

from __future__ import annotations

import re
from datetime import timedelta

from handlers.about_me import language, status
from handlers.approvals import REJECTION, approvals
from handlers.choosing import chosen
from handlers.commands import COORDINATORS, MUNICIPAL, OFFICE, READERS, Command
from handlers.consent import allow_networks, needs_consent, refuse_consent, show_notice, take_consent
from handlers.dialogues import Dialogue, back, cancel, offered, proceed, repeat
from handlers.digests import preview
from handlers.invitations import INVITATION, invite
from handlers.linking import link
from handlers.meeting_answers import SUBSTITUTE, SUGGESTION
from handlers.meeting_commands import CALLING_OFF, meeting_command
from handlers.meeting_planning import MEETING
from handlers.meetings import overview as overview_of_meetings
from handlers.members import show_members
from handlers.messages import Choice, Incoming, Kind, Message
from handlers.minutes import MINUTES
from handlers.onboarding import join, looks_like_code
from handlers.pledges import PLEDGE, report
from handlers.task_planning import TASK_DIALOGUE
from handlers.tasks import overview as overview_of_tasks
from handlers.tasks import task_command
from handlers.totals import show_totals
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import LONGEST, clean, fold
from handlers.withdrawals import WITHDRAWAL, begin_withdrawal, overview
from handlers.wording import Markdown
from storage.dialogues import DialoguePosition, running_dialogue
from storage.inbox import events_since
from storage.outbox import OutboxMessage
from storage.persons import Role
from storage.said import by_external_id, by_key, with_choices

FLOOD_WINDOW = timedelta(minutes=1)
FLOOD_LIMIT = 30
"""Messages of one account in the window; the first beyond it is answered, the others are only counted."""

PREFIX = re.compile(r"^[/!]\s*")
MENTION = re.compile(r"@?hafenbote\b\S*\s+", re.IGNORECASE)
"""How a message begins that calls us by name: "@hafenbote …", "Hafenbote: …"."""

KEYCAP = re.compile("[\ufe0f\u20e3]")
"""What turns a digit into a keycap emoji (Unicode Technical Standard 51, section 1.4.6)."""


def respond(turn: Turn) -> Replies:
    """Answer one thing somebody did. The turn's text is still as it was typed."""
    incoming = turn.incoming
    recent = events_since(turn.session, incoming.network, incoming.account, turn.now - FLOOD_WINDOW)
    if recent > FLOOD_LIMIT:
        return [turn.reply("flood")] if recent == FLOOD_LIMIT + 1 and incoming.direct else []
    if incoming.kind is Kind.BUTTON:
        return _button(turn)
    if incoming.kind is not Kind.TEXT:
        return _no_text(turn)
    if len(turn.text) > LONGEST:
        return _too_long(turn)
    turn = turn.saying(clean(turn.text))
    return _direct(turn) if incoming.direct else _in_group(turn)


def _too_long(turn: Turn) -> Replies:
    if needs_consent(turn):
        return show_notice(turn)
    too_long = turn.wording("text-too-long", length=len(turn.text), longest=LONGEST)
    return _remark(turn, too_long) if turn.incoming.direct else []


def _no_text(turn: Turn) -> Replies:
    if turn.incoming.kind is Kind.REACTION:
        return _reaction(turn)
    return show_notice(turn) if needs_consent(turn) else _other_kind(turn)


def _other_kind(turn: Turn) -> Replies:
    """Say what we cannot read, and keep the open question open."""
    if not turn.incoming.direct:
        return []
    kind = turn.incoming.kind
    remark = turn.wording(f"kind-{kind}")
    return _remark(turn, remark) if kind is not Kind.UNDECRYPTABLE else [Outgoing(Message(remark))]


def _remark(turn: Turn, remark: Markdown) -> Replies:
    """Say something and, where a dialogue is running, ask its question again."""
    running = _running(turn)
    return repeat(turn, *running, remark) if running else [Outgoing(Message(remark))]


def _running(turn: Turn) -> tuple[Dialogue, DialoguePosition] | None:
    """Find where the person stands, in a dialogue that this version still has."""
    position = running_dialogue(turn.session, turn.sender_id) if turn.person else None
    dialogue = DIALOGUES.get(position.dialogue) if position else None
    return (dialogue, position) if dialogue and position else None


def _reaction(turn: Turn) -> Replies:
    """Take a keycap under a message with choices as that choice. Other reactions are courtesy and get no answer."""
    incoming = turn.incoming
    asked = by_external_id(turn.session, incoming.network, incoming.chat, incoming.refers_to)
    if asked is None or not asked.choices or not incoming.direct:
        return []
    choice = chosen(_choices(asked), KEYCAP.sub("", incoming.text))
    if choice is None:
        return _remark(turn, turn.wording("reaction-unclear", count=len(asked.choices)))
    return _chosen(turn, asked, choice)


def _button(turn: Turn) -> Replies:
    """Take a button once. What was made up, or belongs to another chat, is told like a question that is over."""
    incoming = turn.incoming
    if not incoming.direct:
        return []
    asked = by_key(turn.session, incoming.refers_to)
    if asked is None or (asked.network, asked.chat) != (incoming.network, incoming.chat):
        return _remark(turn, turn.wording("choice-is-old"))
    number = int(incoming.text) if incoming.text.isdecimal() else 0
    if not 1 <= number <= len(asked.choices) or asked.answered not in {None, number - 1}:
        return _remark(turn, turn.wording("choice-is-old"))
    if asked.answered is not None:
        return []  # a second tap on the same button
    asked.answered = number - 1
    return _chosen(turn, asked, _choices(asked)[number - 1])


def _chosen(turn: Turn, asked: OutboxMessage, choice: Choice) -> Replies:
    """Do what a button says: a command at any time, an answer only while its question is open."""
    if not _is_command(choice) and not _is_open(turn, asked, choice):
        return _remark(turn, turn.wording("choice-is-old"))
    return _direct(turn.saying(choice.value))


def _is_command(choice: Choice) -> bool:
    """Say whether a choice is a command, which works at any time; any other answers the question it is under."""
    return PREFIX.match(choice.value) is not None


def _is_open(turn: Turn, asked: OutboxMessage, choice: Choice) -> bool:
    """Say whether a message holds the question that is open: its choice, and no newer question, even an equal one."""
    running = _running(turn)
    if running is None or choice not in offered(turn, *running):
        return False
    shown = with_choices(turn.session, turn.incoming.network, turn.incoming.chat)
    questions = [message for message in shown if not all(map(_is_command, _choices(message)))]
    return bool(questions) and questions[0].id == asked.id


def is_for_us(incoming: Incoming) -> bool:
    """Say whether an event concerns us at all: what people say to each other in a group does not."""
    return incoming.direct or incoming.addressed or PREFIX.match(incoming.text) is not None


def _in_group(turn: Turn) -> Replies:
    """Take only what is meant for us: a command with its prefix, behind our name, or alone in an answer to us."""
    named = MENTION.match(turn.text) if turn.incoming.addressed else None
    command, rest = _command(turn.text[named.end() :] if named else turn.text)
    if command is None or not (PREFIX.match(turn.text) or named or (turn.incoming.addressed and not rest)):
        return [turn.reply("group-unknown")] if named else []
    if command.words[0] == "start":
        return join(turn, rest)
    if not command.allowed(turn):
        return [turn.reply("not-allowed")] if turn.person else []
    return command.run(turn, rest) if command.in_groups else [turn.reply("group-direct-only")]


def _direct(turn: Turn) -> Replies:
    if needs_consent(turn):
        return _before_consent(turn)
    if turn.person is None:
        return _stranger(turn)
    running = _running(turn)
    if running is not None:
        return _in_dialogue(turn, *running)
    command, rest = _command(turn.text)
    if command is None or not (rest or PREFIX.match(turn.text)):
        said = _said_by_number(turn)
        if command is None:
            command, rest = _command(said)
        elif said and _command(said)[0] is not command:
            return [_two_meanings(turn, command, said)]
    if command is None:
        return [turn.reply("not-understood")]
    return _run(turn, command, rest)


def _two_meanings(turn: Turn, command: Command, said: str) -> Outgoing:
    """Ask back where a word is a command and the label of a choice just offered: "Zusage" under an invitation."""
    choices = (
        Choice(turn.wording("word-as-answer", label=turn.text), said),
        Choice(turn.wording("word-as-command", word=command.words[0]), f"/{command.words[0]}"),
    )
    return turn.reply("word-two-meanings", *choices, typed=turn.text)


def _before_consent(turn: Turn) -> Replies:
    """Take a yes or a no. Whatever else is said was said before the notice, and is not kept."""
    command, rest = _command(turn.text)
    if command is None:
        command, rest = _command(_said_by_number(turn))
    return command.run(turn, rest) if command and command in CONSENT else show_notice(turn)


def _stranger(turn: Turn) -> Replies:
    command, rest = _command(turn.text)
    if command in CONSENT and turn.incoming.network in turn.office.networks_by_consent:
        return command.run(turn, rest)
    if command is not None and command.words[0] == "start":
        return join(turn, rest)
    return join(turn, turn.text if looks_like_code(turn.text) else "")


def _in_dialogue(turn: Turn, dialogue: Dialogue, position: DialoguePosition) -> Replies:
    """Give a running dialogue what is written, save for commands.

    Where any text is an answer, only a command alone in its message, or with its prefix, is taken for one.
    """
    if not turn.holds(*dialogue.roles):
        return [*cancel(turn, dialogue), turn.reply("not-allowed")]
    command, rest = _command(turn.text)
    is_answer = command in CONSENT or (rest and dialogue.takes_any_text(position.step))
    if command is None or (is_answer and not PREFIX.match(turn.text)):
        return proceed(turn, dialogue, position)
    name = command.words[0]
    if name == "abbrechen":
        return cancel(turn, dialogue)
    if name == "zurueck":
        return back(turn, dialogue, position)
    if command.starts_dialogue and command.allowed(turn):
        title = turn.wording(f"{dialogue.name}-title")
        return repeat(turn, dialogue, position, turn.wording("dialogue-running", title=title))
    return [*_run(turn, command, rest), *repeat(turn, dialogue, position, turn.wording("dialogue-going-on"))]


def _run(turn: Turn, command: Command, rest: str) -> Replies:
    return command.run(turn, rest) if command.allowed(turn) else [turn.reply("not-allowed")]


def _said_by_number(turn: Turn) -> str:
    """Say what a bare number or label chooses from the newest message, if that offered choices."""
    shown = with_choices(turn.session, turn.incoming.network, turn.incoming.chat)
    choice = chosen(_choices(shown[0]), turn.text) if shown else None
    return choice.value if choice and _is_command(choice) else ""


def _choices(message: OutboxMessage) -> list[Choice]:
    return [Choice(label, value) for label, value in message.choices]


def _command(text: str) -> tuple[Command | None, str]:
    """Find the command a text begins with, and the rest of the text."""
    words = PREFIX.sub("", text)
    first, _, rest = words.partition(" ")
    if fold(words) in TWO_WORDS:
        return TWO_WORDS[fold(words)], ""
    return WORDS.get(fold(first)), rest.strip()


def _help(turn: Turn, _: str) -> Replies:
    """List what this person can do here."""
    mine = [command for command in COMMANDS if command.listed and command.allowed(turn) and _is_for_here(turn, command)]
    lines = [turn.wording("help-heading"), "", *(turn.wording(command.key) for command in mine)]
    footer = turn.wording("help-footer" if turn.incoming.direct else "help-footer-group")
    return [Outgoing(Message(Markdown("\n".join([*lines, "", footer]))))]


def _is_for_here(turn: Turn, command: Command) -> bool:
    return turn.incoming.direct or command.in_groups


def _nothing_to_leave(turn: Turn, _: str) -> Replies:
    return [turn.reply("dialogue-none")]


CONSENT = (
    Command(("einverstanden", "agree"), take_consent, listed=False),
    Command(("nichteinverstanden", "disagree"), refuse_consent, listed=False),
)
COMMANDS = (
    Command(("zusage", "pledge"), report, MUNICIPAL, starts_dialogue=True),
    Command(("zusagen", "pledges"), overview, MUNICIPAL | COORDINATORS),
    Command(("zurueckziehen", "withdraw"), begin_withdrawal, MUNICIPAL, starts_dialogue=True),
    Command(("freigaben", "freigabe", "approvals"), approvals, COORDINATORS, starts_dialogue=True),
    Command(("zahlen", "totals"), show_totals, READERS, in_groups=True),
    Command(("digest",), preview, OFFICE | {Role.SPOKESPERSON}, in_groups=True),
    Command(("termine", "meetings"), overview_of_meetings),
    Command(("termin", "meeting"), meeting_command, COORDINATORS, starts_dialogue=True),
    Command(("aufgaben", "tasks"), overview_of_tasks),
    Command(("aufgabe", "task"), task_command, COORDINATORS, starts_dialogue=True),
    Command(("mitglieder", "members"), show_members, COORDINATORS),
    Command(("einladen", "invite"), invite, OFFICE, starts_dialogue=True),
    Command(("netze", "networks"), allow_networks, OFFICE),
    Command(("status",), status),
    Command(("sprache", "language"), language),
    Command(("verbinden", "link"), link),
    Command(("hilfe", "help", "?"), _help, in_groups=True),
    Command(("abbrechen", "cancel"), _nothing_to_leave),
    Command(("zurueck", "back"), _nothing_to_leave),
    Command(("start",), join),
    *CONSENT,
)
WORDS = {word: command for command in COMMANDS for word in command.words}
TWO_WORDS = {"zusage zurueckziehen": WORDS["zurueckziehen"], "withdraw pledge": WORDS["zurueckziehen"]}
DIALOGUES = {
    dialogue.name: dialogue
    for dialogue in (
        *(PLEDGE, WITHDRAWAL, REJECTION, INVITATION),
        *(MEETING, CALLING_OFF, SUBSTITUTE, SUGGESTION, MINUTES, TASK_DIALOGUE),
    )
}
