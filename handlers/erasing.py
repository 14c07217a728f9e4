"""``loeschen``: what is erased and what stays, a yes, a word to type, and then nothing here knows who it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import uuid4

import structlog
from sqlmodel import Session

from handlers.dialogues import Answers, Dialogue, Step, Understood, start
from handlers.meeting_times import MINUTES, person_key
from handlers.messages import Choice, Message
from handlers.problems import Problem
from handlers.role_words import plain_label, role_words
from handlers.turn import Office, Outgoing, Replies, Turn, identity, notice
from handlers.typed import fold
from handlers.wording import Markdown, Wording, escape
from storage.batches import REMOVAL, open_batch
from storage.due import ORGANISERS, DueItem, hand_on, plan
from storage.erasure import erase
from storage.leaving import alone_for
from storage.links import addresses_of
from storage.outbox import Lane, OutboxMessage
from storage.persons import Address, Language, Person, Role, holders, roles_of

log = structlog.get_logger(__name__)

RULE = "erasure"
"""The clock's rule that ends an erasure once the networks have removed what they can."""

FIRST_KEY = "erasing-"
"""How the key of the message begins that says it is under way: the last one comes to the same chat."""

MOST_REMOVED = 300
"""Messages that we ask the networks to remove: homeservers let few through at a time."""

YES, NO = "ja", "nein"
AGREE = {YES, "yes", "weiter"}
REFUSE = {NO, "no", "doch nicht", "nicht loeschen"}
FOR_GOOD = {"endgueltig loeschen", "endgueltig", "erase for good"}


def erase_me(turn: Turn, _: str) -> Replies:
    """Say what is erased, what stays and why, and whom it concerns; then ask."""
    wording = turn.wording
    parts = [wording("erasure-heading"), wording("erasure-goes"), wording("erasure-stays"), *_warnings(turn)]
    return start(turn, ERASURE, {}, parts)


def _warnings(turn: Turn) -> list[Markdown]:
    """Say whom it concerns when somebody goes whom nobody replaces."""
    places, offices = alone_for(turn.session, turn.sender_id, turn.roles, turn.today)
    lines = [turn.wording("erasure-alone-place", municipality=place.name) for place in places]
    lines += [turn.wording("erasure-alone-office", role=role_words(turn.wording, None, role)) for role in offices]
    hint = [turn.wording("erasure-hand-over")] if turn.roles else []
    return [*lines, *hint]


def _read_sure(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    if fold(typed) in AGREE:
        return Understood(YES)
    if fold(typed) in REFUSE:
        return Understood(NO)
    raise Problem("erasure-sure-unclear")


def _sure_choices(turn: Turn, _: Answers) -> tuple[Choice, ...]:
    return (Choice(turn.wording("erasure-yes"), YES), Choice(turn.wording("erasure-no"), NO))


def _read_word(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    if fold(typed) in FOR_GOOD:
        return Understood(YES)
    if fold(typed) in REFUSE:
        return Understood(NO)
    raise Problem("erasure-word-wrong")


def _word_choices(turn: Turn, _: Answers) -> tuple[Choice, ...]:
    return (Choice(turn.wording("erasure-no"), NO),)


def _is_sure(_: Turn, answers: Answers) -> bool:
    return answers.get("sure") == YES


def _finish(turn: Turn, answers: Answers) -> Replies:
    if answers.get("word") != YES:
        return [turn.reply("erasure-not")]
    return erase_person(turn.session, turn.office, turn.sender, turn.now, turn.address)


def erase_person(  # noqa: PLR0913 - who is erased, and how that is said
    session: Session, office: Office, person: Person, now: datetime, here: Address | None = None, before: str = ""
) -> Replies:
    """Erase somebody and ask the networks to remove what we have said to them; gives what is said of it.

    The last message comes ``here``, else at their first address, once the networks are done (:data:`RULE`); what is to
    be said ``before`` begins the first one.
    """
    told = _told_office(session, office, person, now)
    addresses = list(addresses_of(session, identity(person)))
    chats = [_at(address.network, address.chat, now) for address in addresses]
    with_menu = [chat for chat, address in zip(chats, addresses, strict=True) if address.menu]
    first = _at(here.network, here.chat, now) if here else next(iter(chats), None)
    shown = _forget(session, office, person, now)
    batch = open_batch(session, now)
    plan(session, _end_of(person, batch, now, len(shown)))
    log.info("person erased", person=person.id, messages=len(shown))
    wording = office.wording(person.language)
    begun = Message(f"{before}\n\n{wording('erasure-begun', count=len(shown))}".strip(), secret=True)
    said = [Outgoing(begun, person, address=first, key=f"{FIRST_KEY}{uuid4().hex}")] if first else []
    cleared = [Outgoing(Message("", menu=()), person, address=chat, lane=Lane.BULK) for chat in with_menu]
    return [*said, *cleared, *_removals(wording, shown[:MOST_REMOVED], person, batch, now), *told]


def erase_quietly(session: Session, office: Office, person: Person, now: datetime) -> None:
    """Erase somebody who left long ago: nobody is told, and what stands in their chats stays with them."""
    _forget(session, office, person, now)
    plan(session, _end_of(person, open_batch(session, now), now, 0))
    log.info("person erased", person=person.id, messages=0)


def _forget(session: Session, office: Office, person: Person, now: datetime) -> Sequence[OutboxMessage]:
    """Forget somebody; of what they were to do for everybody, whoever looks after it from now on is reminded."""
    hand_on(session, MINUTES, person_key(identity(person)), ORGANISERS)
    titles = {plain_label(office.wording(language).name(role)) for language in Language for role in Role}
    return erase(session, person, office.wording()("erased-person"), escape, titles, now)


def _end_of(person: Person, batch: int, now: datetime, count: int) -> DueItem:
    """Make what the clock has still to do: ``anchor`` is how many messages there were to remove."""
    return DueItem(
        rule=RULE,
        subject=f"{RULE}:{person.id}",
        recipient=f"batch:{batch}",
        anchor=str(count),
        occurrence=now.isoformat(),
        due_at=now,
    )


def _at(network: str, chat: str, now: datetime) -> Address:
    """Name a chat as an address: those that there are do not outlive the erasure."""
    return Address(person_id=0, network=network, account="", chat=chat, created_at=now)


def _removals(
    wording: Wording, shown: Sequence[OutboxMessage], person: Person, batch: int, now: datetime
) -> Iterator[Outgoing]:
    """Ask the networks to remove messages; in somebody's own chats these are theirs until that is over."""
    for row in shown:
        yield Outgoing(
            Message(wording("erasure-instead"), removes=row.key),
            person if row.person_id == person.id else None,
            address=_at(row.network, row.chat, now),
            lane=Lane.BULK,
            key=row.key + REMOVAL,
            batch_id=batch,
        )


def _told_office(session: Session, office: Office, person: Person, now: datetime) -> list[Outgoing]:
    """Tell the office for which municipalities and Länder nobody is left, without saying who has gone."""
    day, number = office.day(now), identity(person)
    places, offices = alone_for(session, number, roles_of(session, number, day), day)
    if any(role.role is Role.COORDINATOR for role in offices):
        log.warning("the last coordinator is erased")
    said: list[Outgoing] = []
    for coordinator in holders(session, Role.COORDINATOR, day):
        wording = office.wording(coordinator.language)
        gone = [wording("erasure-told-place", municipality=place.name) for place in places]
        gone += [wording("erasure-told-office", role=role_words(wording, None, role)) for role in offices]
        if coordinator.id != number:
            said += [notice(Message(text), coordinator, wording("why-office")) for text in gone]
    return said


ERASURE = Dialogue(
    name="erasure",
    steps=(
        Step("sure", _read_sure, _sure_choices),
        Step("word", _read_word, _word_choices, needed=_is_sure, free=True),
    ),
    finish=_finish,
    roles=None,
)
