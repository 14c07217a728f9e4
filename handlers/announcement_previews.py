"""Looking before anything goes: the letter as it arrives, to oneself and to a colleague, and the list of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.announcement_cards import deed
from handlers.announcement_letters import addressees, enclosures, letter
from handlers.announcement_reports import report
from handlers.announcement_words import count_words, named
from handlers.audience_lists import reach_file
from handlers.commands import COORDINATORS
from handlers.messages import Choice, Message
from handlers.synonyms import find_name
from handlers.turn import Outgoing, Replies, Turn, identity
from handlers.typed import fold
from handlers.wording import Markdown
from storage.announcement_deliveries import Addressee
from storage.announcements import BEFORE, Announcement
from storage.groups import Group
from storage.links import addresses_of
from storage.municipalities import Land
from storage.outbox import Lane
from storage.persons import Address, Language, Person, Role, holders


def preview(turn: Turn, announcement: Announcement, _rest: str) -> Replies:
    """Show the letter as the first of its recipients gets it."""
    first, who = _first(turn, announcement)
    lead = turn.reply("announcement-preview", title=named(turn, announcement), who=who)
    letters = _letters(turn, announcement, first)
    more = [*_split(turn, letters[0]), turn.wording("announcement-preview-more", number=announcement.id)]
    end = Message(Markdown("\n".join(more)), (deed(turn, announcement, "test"),))
    return [lead, *(Outgoing(message) for message in [*letters, *_in_english(turn, announcement, first), end])]


def _in_english(turn: Turn, announcement: Announcement, addressee: Addressee) -> list[Message]:
    """Show the English variant as well, if there is one: its author may not read English by default."""
    if not announcement.text_english:
        return []
    lead = Message(turn.wording("announcement-preview-english"))
    where = (turn.session, turn.office, announcement, addressee, turn.now)
    return [lead, replace(letter(*where, language=Language.ENGLISH), pinned=False, file_id=None)]


def _split(turn: Turn, message: Message) -> list[Markdown]:
    """Say where it arrives in several messages."""
    counts = {
        network: split(message.text, with_file=message.file_id is not None)
        for network, split in turn.office.messages_for.items()
    }
    return [
        turn.wording("announcement-preview-parts", network=turn.wording.network(network), count=count)
        for network, count in counts.items()
        if count > 1
    ]


def _first(turn: Turn, announcement: Announcement) -> tuple[Addressee, str]:
    """Find the first recipient and name them; without any it is whoever asks."""
    found = addressees(turn.session, turn.office, announcement, turn.now)
    first = next(iter(found), Addressee(person_id=turn.sender_id))
    group = turn.session.get(Group, first.group_id) if first.group_id else None
    if group is not None:
        return first, turn.wording.name(group.role)
    return first, turn.session.get_one(Person, first.person_id).label


def _letters(turn: Turn, announcement: Announcement, addressee: Addressee) -> list[Message]:
    first = letter(turn.session, turn.office, announcement, addressee, turn.now)
    return [replace(first, pinned=False), *enclosures(announcement, first.file_id)]


def send_test(turn: Turn, announcement: Announcement, rest: str) -> Replies:
    """Send the letter to oneself, at every address, or to a colleague who coordinates, too."""
    if not rest:
        return [*_test(turn, announcement, turn.sender), turn.reply("announcement-tested-self")]
    found = _colleagues(turn, rest)
    if len(found) != 1:
        known = _coordinators(turn)
        choices = [
            Choice(person.label, f"/rundschreiben {announcement.id} test {person.label}") for person in found or known
        ]
        return [turn.reply("announcement-test-whom", *choices, typed=rest)]
    return [*_test(turn, announcement, found[0]), turn.reply("announcement-tested", who=found[0].label)]


def _coordinators(turn: Turn) -> list[Person]:
    """List who coordinates besides whoever asks: nobody else may see what was not released."""
    people = [person for role in Role if role in COORDINATORS for person in holders(turn.session, role, turn.today)]
    return [person for person in {identity(each): each for each in people}.values() if person.id != turn.sender_id]


def _colleagues(turn: Turn, typed: str) -> list[Person]:
    """Find who is meant: by their label, a part of it, or the Land they coordinate."""
    wanted, known = fold(typed), _coordinators(turn)
    land, rest = find_name(Land, typed) or (None, typed)
    if land and not rest.strip():
        of_land = {person.id for person in holders(turn.session, Role.LAND_COORDINATOR, turn.today, land=land)}
        return [person for person in known if person.id in of_land]
    exact = [person for person in known if fold(person.label) == wanted]
    return exact or [person for person in known if wanted in fold(person.label)]


def _test(turn: Turn, announcement: Announcement, to: Person) -> list[Outgoing]:
    """Send the letter to all addresses of somebody, as its first recipient gets it, below a line that says so."""
    first, who = _first(turn, announcement)
    wording = turn.office.wording(to.language)
    lead = Message(wording("announcement-test", number=announcement.id, who=who, by=turn.sender.label))
    messages = [lead, *_letters(turn, announcement, first)]
    return [
        Outgoing(message, person=to, address=address, lane=Lane.REPLY)
        for address in _reachable(turn, to)
        for message in messages
    ]


def _reachable(turn: Turn, person: Person) -> Sequence[Address]:
    return [address for address in addresses_of(turn.session, identity(person)) if not address.gone]


def show_people(turn: Turn, announcement: Announcement, _rest: str) -> Replies:
    """List who will get it, and who not and why, as a file; once it goes, what became of it."""
    if announcement.state not in BEFORE:
        return [Outgoing(report(turn.session, turn.wording, announcement, turn.now))]
    found = addressees(turn.session, turn.office, announcement, turn.now)
    whom = announcement.whom
    file = reach_file(turn, whom) if whom else None
    key = "announcement-people" if file else "announcement-people-count"
    text = turn.wording(key, title=named(turn, announcement), count=count_words(turn, found))
    return [Outgoing(Message(text, attachment=file))]
