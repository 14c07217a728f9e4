"""What a coordinator writes about an enquiry: an answer, something for colleagues alone, or one of a few words.

The same in the room's thread, as a reply in one's own chat, and behind ``fragen 12``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from difflib import get_close_matches

from handlers.canned_answers import canned_order, is_canned
from handlers.commands import PREFIX
from handlers.enquiry_answers import give, plan_answer, take_back_planned
from handlers.enquiry_desk import here, people_of, tell, to_coordinator
from handlers.enquiry_files import kept_file
from handlers.enquiry_times import read_planned
from handlers.enquiry_words import deeds, label_of, message_words, shown
from handlers.messages import Message
from handlers.problems import Problem
from handlers.synonyms import find_name
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown, Wording
from storage.enquiries import (
    Enquiry,
    EnquiryState,
    NotNowError,
    TakenError,
    claim,
    close,
    hand,
    held,
    messages,
    number_in,
    reopen,
)
from storage.municipalities import Land
from storage.persons import Person, Role, holders
from storage.said import by_external_id

INTERNAL = re.compile(r"//|intern(?:al)?:", re.IGNORECASE)
"""How talk among coordinators begins that nobody else reads."""

ANSWER = re.compile(r"(?:antwort(?:en)?|answer)(?::\s*|\s+)(?P<text>.+)", re.IGNORECASE | re.DOTALL)
"""An answer that could be taken for something else."""

HANDING = re.compile(r"(?:weiter |zurueck |hand )?(?:an|ans|to) (?:die |das |den |the )?(?P<to>.+)")
OFFICE_NAMES = {"koordinierungsstelle", "buero", "office", "zentrale"}
OF_LAND = re.compile(r"^(?:laenderkoordination|koordination|land) ")

ALIKE = 0.8
"""How much of a text must be such a word (difflib's ratio) for us to ask whether it was meant."""

ANYWAY = "!"
"""Behind a word: do it all the same."""


def order_about(turn: Turn) -> Enquiry | None:
    """Find the enquiry that is meant where somebody answers a message of ours, or writes in its thread."""
    incoming = turn.incoming
    for name in filter(None, (incoming.replies_to, incoming.thread)):
        told = by_external_id(turn.session, incoming.network, incoming.chat, name)
        number = number_in(told.key) or number_in(told.thread) if told else None
        if number is not None:
            return turn.session.get(Enquiry, number)
    return None


def may_answer(turn: Turn, enquiry: Enquiry) -> bool:
    """Say whether somebody looks after enquiries like this: the office, and the Land that has it; never one's own."""
    if turn.person is None or turn.person.id == enquiry.person_id:
        return False
    of_land = enquiry.land is not None and enquiry.land in turn.lands() and turn.holds(Role.LAND_COORDINATOR)
    return turn.holds(Role.COORDINATOR) or of_land


def take(turn: Turn, enquiry: Enquiry) -> Replies:
    """Take what a coordinator has written about an enquiry, with or without a file."""
    if INTERNAL.match(turn.text):
        return []
    if not may_answer(turn, enquiry):
        return [here(turn, enquiry, turn.wording("enquiry-not-yours"))]
    enquiry = held(turn.session, enquiry.id or 0)
    if turn.incoming.file is not None:
        return _with_file(turn, enquiry)
    done = order(turn, enquiry, turn.text)
    if done is not None:
        return done
    unclear = _unclear(turn)
    return [here(turn, enquiry, unclear)] if unclear else give(turn, enquiry, turn.text)


def order(turn: Turn, enquiry: Enquiry, typed: str) -> Replies | None:
    """Do what a word about a held enquiry says; None where it is none."""
    text = PREFIX.sub("", typed)
    words = fold(text)
    if words in MEANT:
        return MEANT[words](turn, enquiry, text)
    if found := ANSWER.fullmatch(text):
        return give(turn, enquiry, found["text"])
    if is_canned(text):
        return canned_order(turn, enquiry, text)
    to = HANDING.fullmatch(words)
    if to is not None and (to["to"] in OFFICE_NAMES or _land(to["to"])):
        return _hand(turn, enquiry, _land(to["to"]))
    try:
        later = read_planned(turn, text)
    except Problem as problem:
        return [here(turn, enquiry, turn.wording.problem(problem))]
    return plan_answer(turn, enquiry, *later) if later else None


def _with_file(turn: Turn, enquiry: Enquiry) -> Replies:
    try:
        return give(turn, enquiry, turn.text, kept_file(turn))
    except Problem as problem:
        return [here(turn, enquiry, turn.wording.problem(problem))]


def _unclear(turn: Turn) -> Markdown | None:
    """Ask back where an answer would be sent that was meant for us: a slip of the pen, a command we do not know."""
    words = fold(PREFIX.sub("", turn.text))
    if PREFIX.match(turn.text):
        return turn.wording("enquiry-order-unknown")
    near = get_close_matches(words, SPELLED, n=1, cutoff=ALIKE)
    return turn.wording("enquiry-order-nearest", word=SPELLED[near[0]], typed=turn.text) if near else None


def _claim(turn: Turn, enquiry: Enquiry, typed: str) -> Replies:
    try:
        claim(turn.session, enquiry, turn.sender_id, turn.now, anyway=typed.rstrip().endswith(ANYWAY))
    except TakenError as error:
        by = label_of(turn.session, error.by)
        return [here(turn, enquiry, turn.wording("enquiry-claimed-already", label=by, number=enquiry.id))]
    except NotNowError:
        return _not_now(turn, enquiry, "enquiry-not-open")
    told = _tell(turn, enquiry, "enquiry-claimed-told")
    return [here(turn, enquiry, turn.wording("enquiry-claimed", number=enquiry.id)), *told]


def _close(turn: Turn, enquiry: Enquiry, _: str) -> Replies:
    try:
        close(turn.session, enquiry, turn.sender_id, turn.now)
    except NotNowError:
        return _not_now(turn, enquiry, "enquiry-not-open")
    told = _tell(turn, enquiry, "enquiry-closed-told")
    return [here(turn, enquiry, turn.wording("enquiry-closed", number=enquiry.id)), *told]


def _reopen(turn: Turn, enquiry: Enquiry, _: str) -> Replies:
    try:
        reopen(turn.session, enquiry, turn.sender_id, turn.now)
    except NotNowError:
        return _not_now(turn, enquiry, "enquiry-not-closed")
    told = _tell(turn, enquiry, "enquiry-reopened-told")
    return [here(turn, enquiry, turn.wording("enquiry-reopened", number=enquiry.id)), *told]


def _not_now(turn: Turn, enquiry: Enquiry, key: str) -> Replies:
    """Say why something cannot be done with an enquiry; what was taken back is neither open nor closed."""
    was_taken_back = enquiry.state is EnquiryState.WITHDRAWN
    return [here(turn, enquiry, turn.wording("enquiry-is-withdrawn" if was_taken_back else key, number=enquiry.id))]


def _take_back(turn: Turn, enquiry: Enquiry, _: str) -> Replies:
    return take_back_planned(turn, enquiry)


def _tell(turn: Turn, enquiry: Enquiry, key: str) -> list[Outgoing]:
    """Tell all others who look after an enquiry what somebody did."""

    def words(wording: Wording) -> Markdown:
        return wording(key, number=enquiry.id, label=turn.sender.label)

    return tell(turn, enquiry, words, by=turn, everybody=True)


def _land(typed: str) -> Land | None:
    """Read the Land to which something is handed, if it is one."""
    found = find_name(Land, OF_LAND.sub("", typed))
    return found[0] if found and not found[1].strip() else None


def _hand(turn: Turn, enquiry: Enquiry, land: Land | None) -> Replies:
    there = holders(turn.session, Role.LAND_COORDINATOR, turn.today, land=land) if land else []
    people = [person for person in there if person.id != enquiry.person_id]
    if land is not None and not people:
        return [here(turn, enquiry, turn.wording("enquiry-land-nobody", land=land))]
    to = turn.wording.name(land or Role.COORDINATOR)
    told = _tell(turn, enquiry, "enquiry-handed-told")
    try:
        hand(turn.session, enquiry, land, turn.sender_id, turn.now)
    except NotNowError:
        return [here(turn, enquiry, turn.wording("enquiry-not-now", number=enquiry.id))]
    return [
        here(turn, enquiry, turn.wording("enquiry-handed", number=enquiry.id, to=to)),
        *told,
        *show_to_people(turn, enquiry),
    ]


def show_to_people(turn: Turn, enquiry: Enquiry) -> list[Outgoing]:
    """Show an enquiry, as it is, with its files, to who gets it in their own chat."""
    people = [person for person in people_of(turn, enquiry) if person.id != turn.sender_id]
    return [message for person in people for message in _shown_to(turn, enquiry, person)]


def _shown_to(turn: Turn, enquiry: Enquiry, person: Person) -> Iterator[Outgoing]:
    wording = turn.office.wording(person.language)
    files = [said for said in messages(turn.session, enquiry.id or 0) if said.file_id and not said.from_office]
    first = files[0].file_id if files else None
    text = shown(turn, enquiry, wording, in_room=False)
    yield to_coordinator(turn, enquiry, person, Message(text, deeds(wording, enquiry), file_id=first))
    for said in files[1:]:
        named = message_words(wording, turn.session, said)
        yield to_coordinator(turn, enquiry, person, Message(named, file_id=said.file_id))


DEEDS: tuple[tuple[Collection[str], Callable[[Turn, Enquiry, str], Replies]], ...] = (
    (("übernehmen", "übernehme", "ich übernehme", "claim"), _claim),
    (("schließen", "geschlossen", "close"), _close),
    (("wieder öffnen", "öffnen", "reopen"), _reopen),
    (("zurücknehmen", "nicht senden", "take back"), _take_back),
)
MEANT = {fold(word): deed for words, deed in DEEDS for word in words}
SPELLED = {fold(word): word for words, _ in DEEDS for word in words}
