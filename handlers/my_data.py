"""``meinedaten``: all that is kept of somebody, as a text to read, and as a file that is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator

from handlers.courtesy import paused_until
from handlers.messages import Attachment, Choice, Message
from handlers.role_words import role_words
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.audit import note
from storage.consents import consents_of
from storage.dialogues import running_dialogue
from storage.held import held_for
from storage.links import addresses_of
from storage.municipalities import Municipality
from storage.personal_export import Plain, everything_about

COUNTED = {
    "mydata-reported": ("pledge_entry", "round_part", "lapse_choice"),
    "mydata-answered": ("attendance", "date_vote", "survey_answer", "survey_file"),
    "mydata-asked": ("enquiry", "agenda_question"),
    "mydata-in-office": (
        *("announcement", "meeting", "minutes", "survey"),
        *("action_item", "canned_answer", "group_reminder"),
    ),
}
"""What somebody has done here, by tables."""

Found = dict[str, Plain]


def my_data(turn: Turn, _: str) -> Replies:
    """Say what is kept of the person, and give all of it as a file."""
    found = everything_about(turn.session, turn.sender_id)
    note(turn.session, turn.now, turn.sender_id, "data-exported", f"person:{turn.sender_id}")
    sections = [_who(turn), _addresses(turn), _roles(turn), _consents(turn), _said(turn, found), _waiting(turn)]
    parts = [turn.wording("mydata-heading"), *map(_section, sections), _log(turn, found), turn.wording("mydata-rest")]
    content = json.dumps(
        {"stand": turn.now.isoformat(), "person": turn.sender_id, "tabellen": found}, ensure_ascii=False, indent=1
    )
    name = f"{turn.wording('mydata-file')}-{turn.today.isoformat()}.json"
    file = Attachment(name, "application/json", content.encode())
    erase = Choice(turn.wording("mydata-erase"), "/loeschen")
    return [Outgoing(Message(Markdown("\n\n".join(parts)), (erase,), attachment=file, secret=True))]


def _section(lines: Iterator[Markdown]) -> Markdown:
    heading, *others = lines
    return Markdown("\n".join([f"**{heading}**", *(f"- {line}" for line in others)]))


def _who(turn: Turn) -> Iterator[Markdown]:
    yield turn.wording("mydata-who")
    person = turn.sender
    yield turn.wording("mydata-label", label=person.label, since=person.created_at)
    yield turn.wording("mydata-language", language=turn.wording.name(person.language))
    if person.timezone:
        yield turn.wording("mydata-timezone", zone=person.timezone)
    if until := paused_until(turn.office, person, turn.now):
        yield turn.wording("mydata-paused", day=until)


def _addresses(turn: Turn) -> Iterator[Markdown]:
    yield turn.wording("mydata-addresses")
    for address in addresses_of(turn.session, turn.sender_id):
        network = turn.wording.network(address.network)
        yield turn.wording("mydata-address", network=network, account=address.account, since=address.created_at)


def _roles(turn: Turn) -> Iterator[Markdown]:
    yield turn.wording("mydata-roles")
    for role in turn.roles:
        words = role_words(turn.wording, turn.session.get(Municipality, role.ags or ""), role)
        yield turn.wording("mydata-role", role=words, day=role.valid_from)
    if not turn.roles:
        yield turn.wording("mydata-no-role")


def _consents(turn: Turn) -> Iterator[Markdown]:
    yield turn.wording("mydata-consents")
    there = addresses_of(turn.session, turn.sender_id)
    given = [each for one in there for each in consents_of(turn.session, one.network, one.account)]
    for each in given:
        network = turn.wording.network(each.network)
        yield turn.wording("mydata-consent", network=network, version=each.version, at=each.agreed_at)
    if not given:
        yield turn.wording("mydata-no-consent")


def _said(turn: Turn, found: Found) -> Iterator[Markdown]:
    yield turn.wording("mydata-said")
    counts = {key: sum(_count(found, table) for table in tables) for key, tables in COUNTED.items()}
    for key, count in counts.items():
        if count:
            yield turn.wording(key, count=count)
    if not any(counts.values()):
        yield turn.wording("mydata-nothing")


def _waiting(turn: Turn) -> Iterator[Markdown]:
    yield turn.wording("mydata-waiting")
    yield turn.wording("mydata-held", count=len(held_for(turn.session, turn.sender_id)))
    position = running_dialogue(turn.session, turn.sender_id)
    if position is not None:
        yield turn.wording("mydata-dialogue", title=turn.wording(f"{position.dialogue}-title"))


def _log(turn: Turn, found: Found) -> Markdown:
    """Say how much of them stands in the log and in the outbox."""
    counts = {"deeds": _count(found, "audit"), "messages": _count(found, "outbox"), "events": _count(found, "inbox")}
    return _section(iter([turn.wording("mydata-log"), turn.wording("mydata-log-counts", **counts)]))


def _count(found: Found, table: str) -> int:
    """Count the rows of a table that name somebody."""
    entries = found.get(table)
    rows = entries["eintraege"] if isinstance(entries, dict) else []
    return len(rows) if isinstance(rows, list) else 0
