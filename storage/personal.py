"""Where the database names a person: each place once, with what becomes of it when the person is erased.

The export reads these places, the erasure goes through them, and a test holds them against the foreign keys of all
tables and against what a person's number, accounts and chats are found in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class By(StrEnum):
    """How a column names a person."""

    NUMBER = "number"
    PARTY = "party"
    """``person:7``, as :func:`storage.audiences.party_of` writes it."""
    LISTED = "listed"
    """Their number, somewhere in JSON."""
    ACCOUNT = "account"
    CHAT = "chat"
    TRACE = "trace"
    """The hash of an account or a chat, by :func:`storage.inbox.trace`."""


class Fate(StrEnum):
    """What becomes of a row when the person it names is erased."""

    ERASED = "erased"
    CLEARED = "cleared"
    """The row stays, without what names the person and what they wrote."""
    KEPT = "kept"
    """The row stays with the bare number of somebody who has no name, account or chat here any more."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column that names a person; ``clears`` are the columns that are emptied where the row is cleared."""

    table: str
    column: str
    fate: Fate
    by: By = By.NUMBER
    clears: tuple[str, ...] = ()


OUTBOX = (
    *("text", "choices", "why", "poll", "failure_detail"),
    *("attachment", "attachment_name", "attachment_type", "file_id"),
)
"""What of a message says something, or carries a file."""


def _kept(table: str, *columns: str) -> tuple[Place, ...]:
    return tuple(Place(table, column, Fate.KEPT) for column in columns)


def _erased(table: str, column: str = "person_id", by: By = By.NUMBER) -> Place:
    return Place(table, column, Fate.ERASED, by)


PLACES: tuple[Place, ...] = (
    # Who somebody is, and what is theirs alone.
    Place("person", "id", Fate.CLEARED, clears=("timezone", "paused_until")),
    _erased("address"),
    _erased("role_assignment"),
    _erased("consent", "account", By.ACCOUNT),
    _erased("link_request"),
    _erased("link_request", "account", By.ACCOUNT),
    _erased("invite"),
    *_kept("invite", "created_by", "used_by", "leaver_id"),
    _erased("calendar_feed"),
    _erased("dialogue_position"),
    _erased("restraint"),
    _erased("due", "recipient", By.PARTY),
    _erased("code_tries", "sender", By.TRACE),
    Place("inbox", "sender", Fate.CLEARED, By.TRACE, clears=("sender",)),
    _erased("late_event", "chat", By.CHAT),
    _erased("outbox_pause", "chat", By.CHAT),
    Place("outbox", "person_id", Fate.CLEARED, clears=OUTBOX),
    Place("outbox", "chat", Fate.CLEARED, By.CHAT, clears=OUTBOX),
    Place("outbox", "chat", Fate.CLEARED, By.TRACE, clears=OUTBOX),
    Place("survey_poll_voice", "voter", Fate.CLEARED, By.TRACE, clears=("voter",)),
    # What they asked, and what they were asked.
    *_kept("enquiry", "person_id", "claimed_by"),
    *_kept("enquiry_message", "person_id"),  # what was said in their own ones is cleared: storage.erasure
    _erased("invitation"),
    _erased("agenda_question"),
    Place("attendance", "answered_by", Fate.CLEARED, clears=("comment",)),
    _erased("attendance", "party", By.PARTY),
    _erased("date_vote", "party", By.PARTY),
    *_kept("date_vote", "voted_by"),
    *_kept("date_proposal", "proposed_by"),
    Place("announcement_delivery", "person_id", Fate.CLEARED, clears=("person_id",)),
    _erased("survey_handover"),
    _erased("survey_handover", "handed_by"),
    _erased("survey_notice"),
    Place("action_item", "party", Fate.KEPT, By.PARTY),
    *_kept("action_item", "created_by", "done_by"),
    # What they said for a municipality is the municipality's.
    *_kept("pledge_entry", "actor_id"),
    *_kept("lapse_choice", "decided_by"),
    *_kept("round_part", "answered_by"),
    *_kept("survey_answer", "person_id"),
    *_kept("survey_file", "person_id"),
    *_kept("survey_participation", "sent_by"),
    # What they did in office is the office's.
    *_kept("anchor", "set_by"),
    *_kept("announcement", "created_by", "edited_by", "requested_by", "released_by", "withdrawn_by"),
    Place("announcement", "audience", Fate.KEPT, By.LISTED),
    *_kept("canned_answer", "written_by"),
    *_kept("group_reminder", "created_by"),
    *_kept("meeting", "created_by"),
    Place("meeting", "audience", Fate.KEPT, By.LISTED),
    *_kept("minutes", "written_by"),
    *_kept("network_allowance", "allowed_by"),
    *_kept("reporting_round", "created_by"),
    *_kept("survey", "created_by"),
    Place("survey", "audience", Fate.KEPT, By.LISTED),
    *_kept("survey_version", "published_by"),
    # Who did what when.
    *_kept("audit", "actor_id"),
    Place("audit", "subject", Fate.KEPT, By.PARTY),
)
"""All of them."""
