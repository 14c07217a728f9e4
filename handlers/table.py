"""The table of contents: every command, and every dialogue, that people can have with us."""

from __future__ import annotations

from handlers.about_me import language, status
from handlers.approvals import REJECTION, approvals
from handlers.calendar_feeds import calendar
from handlers.commands import (
    COORDINATORS,
    LEADERS,
    MUNICIPAL,
    OFFICE,
    PREFIX,
    READERS,
    Command,
    Listing,
    where_consent_is_asked,
)
from handlers.consent import allow_networks, refuse_consent, take_consent
from handlers.date_counters import PROPOSAL
from handlers.date_poll_planning import DATE_POLL
from handlers.date_polls import date_poll_command
from handlers.digests import preview
from handlers.election import MOVING, election
from handlers.group_reminders import REMINDER, remind
from handlers.invitations import INVITATION, invite
from handlers.linking import link
from handlers.meeting_answers import SUBSTITUTE, SUGGESTION
from handlers.meeting_commands import CALLING_OFF, CALLING_OFF_POLL, meeting_command
from handlers.meeting_planning import MEETING
from handlers.meetings import meeting_name
from handlers.meetings import overview as overview_of_meetings
from handlers.members import show_members
from handlers.messages import Message
from handlers.minutes import MINUTES
from handlers.onboarding import join
from handlers.pauses import pause
from handlers.pledges import PLEDGE, report
from handlers.previews import show_preview
from handlers.reasons import say_why
from handlers.reminder_lists import show_reminders
from handlers.task_planning import TASK_DIALOGUE
from handlers.tasks import overview as overview_of_tasks
from handlers.tasks import task_command, task_name
from handlers.totals import show_totals
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.withdrawals import WITHDRAWAL, begin_withdrawal, overview
from handlers.wording import Markdown
from handlers.zones import time_zone


def find_command(turn: Turn, text: str) -> tuple[Command | None, str]:
    """Find the command a text begins with, and the rest of the text."""
    words = PREFIX.sub("", text)
    first, _, rest = words.partition(" ")
    command, rest = (TWO_WORDS[fold(words)], "") if fold(words) in TWO_WORDS else (WORDS.get(fold(first)), rest.strip())
    return (command, rest) if command and command.exists(turn.office) else (None, rest)


def offered(turn: Turn) -> list[Command]:
    """List the commands this person is told of."""
    return [command for command in COMMANDS if command.listed and command.exists(turn.office) and command.allowed(turn)]


def _help(turn: Turn, _: str) -> Replies:
    """List what this person can do here."""
    here = [command for command in offered(turn) if turn.incoming.direct or command.in_groups]
    lines = [turn.wording("help-heading"), "", *(turn.wording(command.key) for command in here)]
    footer = turn.wording("help-footer" if turn.incoming.direct else "help-footer-group")
    return [Outgoing(Message(Markdown("\n".join([*lines, "", footer]))))]


def _nothing_to_leave(turn: Turn, _: str) -> Replies:
    return [turn.reply("dialogue-none")]


MEETINGS, TASKS = Listing("termine", meeting_name), Listing("aufgaben", task_name)
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
    Command(("digest",), preview, LEADERS, in_groups=True),
    Command(("erinnerung", "reminder"), remind, LEADERS, starts_dialogue=True, in_groups=True),
    Command(("erinnerungen", "reminders"), show_reminders, LEADERS, in_groups=True),
    Command(("wahltag", "election"), election, OFFICE, starts_dialogue=True),
    Command(("termine", "meetings"), overview_of_meetings, listing=MEETINGS),
    Command(("termin", "meeting"), meeting_command, COORDINATORS, starts_dialogue=True, listing=MEETINGS),
    Command(("terminfindung", "datepoll"), date_poll_command, COORDINATORS, starts_dialogue=True, listing=MEETINGS),
    Command(("aufgaben", "tasks"), overview_of_tasks, listing=TASKS),
    Command(("aufgabe", "task"), task_command, COORDINATORS, starts_dialogue=True, listing=TASKS),
    Command(("mitglieder", "members"), show_members, COORDINATORS),
    Command(("einladen", "invite"), invite, OFFICE, starts_dialogue=True),
    Command(("netze", "networks"), allow_networks, OFFICE, exists=where_consent_is_asked),
    Command(("vorschau", "preview"), show_preview, COORDINATORS),
    Command(("status",), status),
    Command(("pause",), pause),
    Command(("warum", "why"), say_why, in_groups=True),
    Command(("sprache", "language"), language),
    Command(("zeitzone", "timezone"), time_zone),
    Command(("kalender", "calendar"), calendar),
    Command(("verbinden", "link"), link),
    Command(("hilfe", "help", "?"), _help, in_groups=True, for_strangers=True),
    Command(("abbrechen", "cancel"), _nothing_to_leave),
    Command(("zurueck", "back"), _nothing_to_leave),
    Command(("start",), join, for_strangers=True),
    *CONSENT,
)
WORDS = {word: command for command in COMMANDS for word in command.words}
TWO_WORDS = {"zusage zurueckziehen": WORDS["zurueckziehen"], "withdraw pledge": WORDS["zurueckziehen"]}
DIALOGUES = {
    dialogue.name: dialogue
    for dialogue in (
        *(PLEDGE, WITHDRAWAL, REJECTION, INVITATION),
        *(REMINDER, MOVING),
        *(MEETING, CALLING_OFF, SUBSTITUTE, SUGGESTION),
        *(DATE_POLL, PROPOSAL, CALLING_OFF_POLL),
        *(MINUTES, TASK_DIALOGUE),
    )
}
