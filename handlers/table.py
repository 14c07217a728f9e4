"""The table of contents: every command, and every dialogue, that people can have with us."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from textwrap import shorten

from handlers.about_me import language, status
from handlers.announcement_asking import ASKING
from handlers.announcement_cards import announcement_name
from handlers.announcement_commands import announcement_command, steers
from handlers.announcement_writing import WRITING
from handlers.answering import LONGEST_LABEL, Guided
from handlers.approvals import REJECTION, approvals
from handlers.calendar_feeds import calendar
from handlers.canned_answers import canned_command
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
from handlers.conversations import Conversation
from handlers.date_counters import PROPOSAL
from handlers.date_poll_planning import DATE_POLL
from handlers.date_polls import date_poll_command
from handlers.digests import preview
from handlers.election import MOVING, election
from handlers.enquiries import ENQUIRY, FILE, ask
from handlers.enquiry_lists import REPLY, question_name, questions
from handlers.erasing import ERASURE, erase_me
from handlers.group_reminders import REMINDER, remind
from handlers.handover import HANDOVER, handover
from handlers.invitations import INVITATION, invite
from handlers.ledger_exports import export
from handlers.ledger_imports import import_pledges
from handlers.linking import link
from handlers.meeting_answers import SUBSTITUTE, SUGGESTION
from handlers.meeting_commands import CALLING_OFF, CALLING_OFF_POLL, meeting_command
from handlers.meeting_planning import MEETING
from handlers.meetings import meeting_name
from handlers.meetings import overview as overview_of_meetings
from handlers.members import show_members
from handlers.messages import Choice, Message
from handlers.minutes import MINUTES
from handlers.my_data import my_data
from handlers.onboarding import join
from handlers.pauses import pause
from handlers.pledge_evidence_adding import EVIDENCE, evidence_command
from handlers.pledges import PLEDGE, report
from handlers.previews import show_preview
from handlers.reasons import say_why
from handlers.reminder_lists import show_reminders
from handlers.renewals import let_go, renew
from handlers.round_answers import later, unchanged
from handlers.rounds import round_command
from handlers.survey_commands import survey_command
from handlers.survey_conversation import SURVEY
from handlers.survey_correcting import CORRECTING
from handlers.survey_planning import SURVEY_DRAFT
from handlers.survey_polls import group_poll
from handlers.survey_publishing import CLOSING, DELETING, PUBLISHING
from handlers.surveys import overview as overview_of_surveys
from handlers.surveys import survey_name
from handlers.task_planning import TASK_DIALOGUE
from handlers.tasks import overview as overview_of_tasks
from handlers.tasks import task_command, task_name
from handlers.totals import show_totals
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.verification import explain
from handlers.withdrawals import WITHDRAWAL, begin_withdrawal, overview
from handlers.wording import Markdown
from handlers.zones import time_zone
from storage.dialogues import end_dialogue

ALIKE = 0.75
"""How much of a word must be a command's (difflib's ratio) for us to ask whether it was meant."""

SHORTEST_MEANT = 5
"""Letters of a command that is asked after: shorter ones are too near to what people say, as "geht" to "echt"."""


def find_command(text: str) -> tuple[Command | None, str]:
    """Find the command a text begins with, and the rest of the text."""
    words = PREFIX.sub("", text)
    first, _, rest = words.partition(" ")
    second, _, further = rest.strip().partition(" ")
    if joined := TWO_WORDS.get(fold(f"{first} {second}")):
        return joined, further.strip()
    return WORDS.get(fold(first)), rest.strip()


def nearest(turn: Turn) -> Choice | None:
    """Find the command that somebody may have meant by a slip of the pen, among those they are told of."""
    first, _, rest = PREFIX.sub("", turn.text).partition(" ")
    words = [word for command in offered(turn) for word in command.words if len(word) >= SHORTEST_MEANT]
    near = get_close_matches(fold(first), words, n=1, cutoff=ALIKE)
    return Choice(f"{near[0]} {rest}".strip(), f"/{near[0]} {rest}".strip()) if near else None


def not_understood(turn: Turn) -> Outgoing:
    """Say so, and offer the command that is nearest to what was typed."""
    near = nearest(turn)
    if near is None:
        return turn.reply("not-understood")
    choice = Choice(shorten(near.label, LONGEST_LABEL, placeholder="…"), near.value)
    return turn.reply("not-understood-nearest", choice, word=near.label.partition(" ")[0])


def offered(turn: Turn) -> list[Command]:
    """List the commands this person is told of."""
    return [command for command in COMMANDS if command.listed and command.exists(turn.office) and command.allowed(turn)]


def _help(turn: Turn, typed: str) -> Replies:
    """List what this person can do here, or say it of one command: ``hilfe termin``."""
    about, _ = find_command(typed)
    if about in offered(turn):
        return [turn.reply(about.key)]
    here = [command for command in offered(turn) if command.serves(turn)]
    lines = [turn.wording("help-heading"), "", *(turn.wording(command.key) for command in here)]
    footer = turn.wording("help-footer" if turn.incoming.direct else "help-footer-group")
    return [Outgoing(Message(Markdown("\n".join([*lines, "", footer]))))]


def _survey(turn: Turn, typed: str) -> Replies:
    """Make a survey or do something with one; in a group, ask the group."""
    if not turn.incoming.direct:
        return group_poll(turn, typed)
    return survey_command(turn, typed) if turn.holds(*COORDINATORS) else [turn.reply("survey-poll-in-group-only")]


def _ask(turn: Turn, typed: str) -> Replies:
    """Pass a question on; whoever writes nothing but a number means one that was asked."""
    return questions(turn, typed) if typed.isdecimal() else ask(turn, typed)


def _nothing_to_leave(turn: Turn, _: str) -> Replies:
    return [turn.reply("dialogue-none")]


def _anew(turn: Turn, typed: str) -> Replies:
    """Begin a conversation anew: a button that only stands below the question whether the running one may end."""
    command, rest = find_command(typed)
    if command is None or not command.allowed(turn):
        return [turn.reply("not-understood")]
    end_dialogue(turn.session, turn.sender_id)
    return command.run(turn, rest)


def _beginning(words: tuple[str, ...], run: Callable[[Turn, str], Replies], dialogue: str, listing: Listing) -> Command:
    """Make a command with which coordinators begin something, or say something to an entry of a list."""
    return Command(words, run, COORDINATORS, starts_dialogue=True, begins=dialogue, listing=listing)


MEETINGS, TASKS = Listing("termine", meeting_name), Listing("aufgaben", task_name)
SURVEYS, ANNOUNCEMENTS = Listing("umfragen", survey_name), Listing("rundschreiben", announcement_name)
QUESTIONS = Listing("fragen", question_name)
SURVEYING = Command(
    ("umfrage", "survey"),
    _survey,
    READERS,
    starts_dialogue=True,
    begins="survey-author",
    in_groups=True,
    takes_files=True,
    listing=SURVEYS,
)
ANNOUNCING = Command(
    ("rundschreiben", "announce"),
    announcement_command,
    COORDINATORS,
    takes_files=True,
    listing=ANNOUNCEMENTS,
    presses=steers,
)
CONSENT = (
    Command(("einverstanden", "agree"), take_consent, listed=False),
    Command(("nichteinverstanden", "disagree"), refuse_consent, listed=False),
)
COMMANDS = (
    Command(("zusage", "pledge"), report, MUNICIPAL, starts_dialogue=True, begins="pledge", takes_files=True),
    Command(("zusagen", "pledges"), overview, MUNICIPAL | COORDINATORS),
    Command(("zusagenexport", "pledgesexport"), export, COORDINATORS, listed=False),
    Command(("zusagenimport", "pledgesimport"), import_pledges, OFFICE, listed=False, takes_files=True),
    Command(("zurueckziehen", "withdraw"), begin_withdrawal, MUNICIPAL, starts_dialogue=True),
    Command(
        ("beleg", "evidence"),
        evidence_command,
        MUNICIPAL | COORDINATORS,
        starts_dialogue=True,
        begins="evidence",
        takes_files=True,
    ),
    Command(("freigaben", "freigabe", "approvals"), approvals, COORDINATORS, starts_dialogue=True),
    Command(("unveraendert", "unchanged"), unchanged, MUNICIPAL),
    Command(("verlaengern", "renew"), renew, MUNICIPAL, starts_dialogue=True, begins="pledge"),
    Command(("loslassen", "letgo"), let_go, MUNICIPAL, listed=False),
    Command(("aufschieben", "postpone"), later, MUNICIPAL, listed=False),
    Command(("runde", "round"), round_command, COORDINATORS),
    Command(("zahlen", "totals"), show_totals, READERS, in_groups=True),
    Command(("digest",), preview, LEADERS, in_groups=True),
    Command(("erinnerung", "reminder"), remind, LEADERS, starts_dialogue=True, begins="reminder", in_groups=True),
    Command(("erinnerungen", "reminders"), show_reminders, LEADERS, in_groups=True),
    Command(("wahltag", "election"), election, OFFICE, starts_dialogue=True),
    Command(("termine", "meetings"), overview_of_meetings, listing=MEETINGS),
    _beginning(("termin", "meeting"), meeting_command, "meeting", MEETINGS),
    _beginning(("terminfindung", "datepoll"), date_poll_command, "date-poll", MEETINGS),
    Command(("aufgaben", "tasks"), overview_of_tasks, listing=TASKS),
    _beginning(("aufgabe", "task"), task_command, "task", TASKS),
    Command(("umfragen", "surveys"), overview_of_surveys, MUNICIPAL | COORDINATORS, listing=SURVEYS),
    SURVEYING,
    ANNOUNCING,
    Command(("mitglieder", "members"), show_members, COORDINATORS),
    Command(("einladen", "invite"), invite, OFFICE, starts_dialogue=True, begins="invite"),
    Command(("netze", "networks"), allow_networks, OFFICE, exists=where_consent_is_asked),
    Command(("vorschau", "preview"), show_preview, COORDINATORS),
    Command(("frage", "ask"), _ask, takes_files=True),
    Command(("fragen", "questions"), questions, in_groups=True, of_groups=OFFICE, listing=QUESTIONS),
    Command(("vorlagen", "vorlage", "templates", "template"), canned_command, OFFICE, in_groups=True, of_groups=OFFICE),
    Command(("status",), status, alone=True),
    Command(("pause",), pause),
    Command(("warum", "why"), say_why, in_groups=True),
    Command(("sprache", "language"), language),
    Command(("zeitzone", "timezone"), time_zone),
    Command(("kalender", "calendar"), calendar),
    Command(("verbinden", "link"), link, alone=True),
    Command(("uebergabe", "handover"), handover, starts_dialogue=True),
    Command(("meinedaten", "mydata"), my_data, alone=True),
    Command(("loeschen", "erase"), erase_me, starts_dialogue=True, alone=True),
    Command(("echt", "genuine"), explain, alone=True),
    Command(("hilfe", "help", "?"), _help, in_groups=True, for_strangers=True),
    Command(("abbrechen", "cancel"), _nothing_to_leave),
    Command(("zurueck", "back"), _nothing_to_leave),
    Command(("start",), join, for_strangers=True),
    Command(("neubeginnen", "restart"), _anew, listed=False),
    Command(("fortfahren", "carryon"), _nothing_to_leave, listed=False),
    *CONSENT,
)
WORDS = {word: command for command in COMMANDS for word in command.words}
TWO_WORDS = dict.fromkeys(("zusage zurueckziehen", "zusagen zurueckziehen", "withdraw pledge"), WORDS["zurueckziehen"])
TWO_WORDS |= {
    f"{word} {deed}": WORDS[f"zusagen{deed}"] for word in ("zusagen", "pledges") for deed in ("export", "import")
}
DIALOGUES = (
    *(PLEDGE, WITHDRAWAL, REJECTION, INVITATION),
    EVIDENCE,
    *(REMINDER, MOVING),
    *(MEETING, CALLING_OFF, SUBSTITUTE, SUGGESTION),
    *(DATE_POLL, PROPOSAL, CALLING_OFF_POLL),
    *(MINUTES, TASK_DIALOGUE),
    *(ENQUIRY, FILE, REPLY),
    *(SURVEY_DRAFT, PUBLISHING, CLOSING, DELETING, CORRECTING),
    *(WRITING, ASKING),
    *(ERASURE, HANDOVER),
)
CONVERSATIONS: dict[str, Conversation] = {dialogue.name: Guided(dialogue) for dialogue in DIALOGUES}
CONVERSATIONS[SURVEY.name] = SURVEY
