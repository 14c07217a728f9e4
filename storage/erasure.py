"""Erasing a person: nothing stays that names them; what is kept bears a bare number (:mod:`storage.personal`).

It goes in two steps. The first forgets all but where our messages stand in their chats, for the networks are asked to
remove these. The second, once that is over, forgets the chats as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, cast, false, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, update

from storage.announcement_deliveries import ROLE_LOST, Delivery
from storage.answers import PERSON
from storage.attendance import AgendaQuestion, Attendance
from storage.audit import note
from storage.batches import REMOVAL
from storage.database import ERASED
from storage.dialogues import HELD, running_dialogue
from storage.enquiries import Enquiry, EnquiryMessage, EnquiryState
from storage.file_use import discard
from storage.inbox import trace
from storage.invites import Invite
from storage.minutes import ActionItem
from storage.outbox import WAITING, OutboxMessage, OutboxState
from storage.personal import OUTBOX, PLACES
from storage.persons import Person
from storage.whereabouts import Somebody, emptied, forget, names, somebody, table_of

SHORTEST = 12
"""Characters of a text that is looked for in what others were told: a shorter one could be anybody's."""

RECOGNISED_BY = 40
"""Characters of a text by which it is found: elsewhere often only its beginning is quoted."""

Spell = Callable[[str], str]
"""Writes what somebody typed as our messages quote it."""

IN_OUTBOX = [place for place in PLACES if place.table == "outbox"]
OTHERS = [place for place in PLACES if place.table != "outbox"]
ON_THE_WAY = (*WAITING, OutboxState.SENDING)


def erase(  # noqa: PLR0913 - who is erased, and how people and texts are called
    session: Session, person: Person, label: str, spell: Spell, titles: Collection[str], now: datetime
) -> Sequence[OutboxMessage]:
    """Forget who somebody is and all they wrote; returns our messages that the networks can be asked to remove.

    ``label`` is what they are called from now on, as anybody who is gone; ``titles`` are what offices are called,
    whoever is in them. Where these messages stand is kept for :func:`forget_chats`.
    """
    session.flush()
    who = somebody(session, person.id or 0)
    quoted, files = [quote for text in _texts(session, who) for quote in _quotes(text, spell)], _files(session, who)
    shown = [*_in_their_chats(session, who, now), *_in_other_chats(session, who, now)]
    _close(session, who, now)
    forget(session, who, OTHERS)
    for number in files:
        discard(session, number, who.number)
    _forget_quotes(session, quoted, now)
    if person.label not in titles and not _is_shared(session, person):
        for called in {person.label, spell(person.label)}:
            _rename(session, called, label)
    note(session, now, who.number, "erased", f"{PERSON}{who.number}")
    person.label, person.erased_at = label, now
    session.flush()
    session.info[ERASED] = True
    return shown


def forget_chats(session: Session, person_id: int) -> None:
    """Forget where messages to an erased person stood."""
    theirs = col(OutboxMessage.person_id) == person_id
    nowhere: dict[str, object] = {
        "chat": "",
        "external_id": None,
        "poll_name": None,
        "part_names": [],
        "person_id": None,
    }
    said = emptied(table_of(IN_OUTBOX[0]), OUTBOX)
    session.connection().execute(update(OutboxMessage).where(theirs).values(secret=True, **said, **nowhere))
    session.info[ERASED] = True


def on_the_way(session: Session, person_id: int, batch: int) -> int:
    """Count what still goes to an erased person, and what of a batch has not ended."""
    theirs = or_(col(OutboxMessage.person_id) == person_id, col(OutboxMessage.batch_id) == batch)
    waiting = select(func.count()).select_from(OutboxMessage).where(theirs, col(OutboxMessage.state).in_(ON_THE_WAY))
    return session.exec(waiting).one()


@dataclass(frozen=True, slots=True)
class Removed:
    """How many messages the networks have removed, and in the place of how many they show a sentence now."""

    gone: int
    replaced: int


def removed(session: Session, batch: int) -> Removed:
    """Count what became of the removals of a batch."""
    done = (OutboxMessage.batch_id == batch, OutboxMessage.state == OutboxState.SENT)
    names = session.exec(select(OutboxMessage.external_id).where(*done)).all()
    return Removed(names.count(""), len(names) - names.count(""))


def chat_of(session: Session, person_id: int, key: str) -> tuple[str, str] | None:
    """Find in which chat a message to an erased person stands whose key begins so."""
    named = (OutboxMessage.person_id == person_id, col(OutboxMessage.key).startswith(key, autoescape=True))
    return session.exec(select(OutboxMessage.network, OutboxMessage.chat).where(*named)).first()


def _quotes(text: str, spell: Spell) -> set[str]:
    """Write how a text begins where it is quoted; nothing of one that anybody could have written."""
    first = next((line.strip() for line in text.splitlines() if len(line.strip()) >= SHORTEST), "")
    return {first[:RECOGNISED_BY], spell(first)[:RECOGNISED_BY]} if first else set()


def _texts(session: Session, who: Somebody) -> list[str]:
    """Collect what somebody wrote and others were told; what they were about to say stands in their own chats alone."""
    own = select(Enquiry.id).where(Enquiry.person_id == who.number)
    asked = select(EnquiryMessage.text).where(
        col(EnquiryMessage.enquiry_id).in_(own), col(EnquiryMessage.from_office).is_(False)
    )
    wanted = select(AgendaQuestion.text).where(AgendaQuestion.person_id == who.number)
    remarked = select(Attendance.comment).where(Attendance.answered_by == who.number)
    return [*session.exec(asked), *session.exec(wanted), *session.exec(remarked)]


def _files(session: Session, who: Somebody) -> list[int]:
    """List the files somebody sent that no ledger rests on: with questions, and in a running dialogue."""
    sent = select(EnquiryMessage.file_id).where(
        EnquiryMessage.person_id == who.number,
        col(EnquiryMessage.from_office).is_(False),
        col(EnquiryMessage.file_id).is_not(None),
    )
    position = running_dialogue(session, who.number)
    held = [position.answers.get(HELD)] if position else []
    return [number for number in {*session.exec(sent), *held} if isinstance(number, int)]


def _in_their_chats(session: Session, who: Somebody, now: datetime) -> Sequence[OutboxMessage]:
    """Take back what waits for somebody, empty what they were told, and list what of it stands in their chats."""
    for network, chat in who.chats:  # what was said before they joined stands there, too
        as_stranger = (col(OutboxMessage.network) == network, col(OutboxMessage.chat) == trace(network, chat))
        here = update(OutboxMessage).where(*as_stranger)
        session.connection().execute(here.values(chat=chat, of_stranger=False))
    theirs = or_(*(names(place, who) for place in IN_OUTBOX))
    session.connection().execute(update(OutboxMessage).where(theirs).values(person_id=who.number, secret=True))
    mine = col(OutboxMessage.person_id) == who.number
    _empty(session, mine, now)
    return _standing(session, mine)


def _in_other_chats(session: Session, who: Somebody, now: datetime) -> Sequence[OutboxMessage]:
    """Do the same with what others were told about somebody's questions."""
    own = session.exec(select(Enquiry.id).where(Enquiry.person_id == who.number)).all()
    asked = or_(false(), *(col(OutboxMessage.key).startswith(f"enquiry-{number}-") for number in own))
    elsewhere = and_(asked, col(OutboxMessage.person_id).is_distinct_from(who.number))
    _empty(session, elsewhere, now)
    return _standing(session, elsewhere)


def _standing(session: Session, which: ColumnElement[bool]) -> Sequence[OutboxMessage]:
    """List messages that have arrived and stand in their chats as messages of their own, the newest first."""
    one, removal = OutboxMessage, aliased(OutboxMessage)
    removed = select(removal.id).where(col(removal.key) == col(one.key).concat(REMOVAL)).exists()
    arrived = (one.state == OutboxState.SENT, col(one.external_id) != "", col(one.replaces).is_(None))
    says = (col(one.removes).is_(None), col(one.menu).is_(None), ~removed)
    return session.exec(select(one).where(which, *arrived, *says).order_by(col(one.id).desc())).all()


def _empty(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    """Let messages say nothing any more; those that wait never go."""
    waiting = col(OutboxMessage.state).in_((*WAITING, OutboxState.HELD))
    ended = {"state": OutboxState.CANCELLED, "finished_at": now}
    session.connection().execute(update(OutboxMessage).where(which, waiting).values(**ended))
    said = emptied(table_of(IN_OUTBOX[0]), OUTBOX)
    session.connection().execute(update(OutboxMessage).where(which).values(secret=True, **said))


def _close(session: Session, who: Somebody, now: datetime) -> None:
    """End what somebody has begun: nobody waits for them, and what they were to do is not to be done any more."""
    run = session.connection().execute
    own = select(Enquiry.id).where(Enquiry.person_id == who.number)
    of_own = col(EnquiryMessage.enquiry_id).in_(own)
    run(update(EnquiryMessage).where(of_own).values(text="", file_id=None, planned_for=None))
    is_open = col(Enquiry.state) == EnquiryState.OPEN
    ended = {"state": EnquiryState.WITHDRAWN, "closed_at": now}
    run(update(Enquiry).where(col(Enquiry.person_id) == who.number, is_open).values(**ended))
    run(update(Enquiry).where(col(Enquiry.claimed_by) == who.number, is_open).values(claimed_by=None))
    handing_over = (col(Invite.leaver_id) == who.number, col(Invite.used_at).is_(None))
    run(update(Invite).where(*handing_over).values(expires_at=now))
    to_do = (col(ActionItem.party) == f"{PERSON}{who.number}", col(ActionItem.done_at).is_(None))
    run(update(ActionItem).where(*to_do).values(done_at=now))
    not_posted = (col(Delivery.person_id) == who.number, col(Delivery.outbox_id).is_(None), col(Delivery.reason) == "")
    run(update(Delivery).where(*not_posted).values(reason=ROLE_LOST))


def _is_shared(session: Session, person: Person) -> bool:
    """Say whether somebody else is called the same, such as whoever took the role over: then it names nobody."""
    same = (Person.label == person.label, Person.id != person.id, col(Person.erased_at).is_(None))
    return session.exec(select(Person.id).where(*same)).first() is not None


def _forget_quotes(session: Session, quoted: Sequence[str], now: datetime) -> None:
    """Empty what others were told of somebody's texts; announcements quote nobody, but may begin in the same way."""
    of_theirs = or_(false(), *(col(OutboxMessage.text).contains(each, autoescape=True) for each in quoted))
    _empty(session, and_(of_theirs, col(OutboxMessage.batch_id).is_(None)), now)
    over = col(OutboxMessage.finished_at).is_not(None)  # lists that were sent may name them, in whichever format
    session.connection().execute(update(OutboxMessage).where(over).values(attachment=None))


def _rename(session: Session, label: str, instead: str) -> None:
    """Call somebody otherwise wherever they were named."""
    for column in (OutboxMessage.text, OutboxMessage.why):
        naming = update(OutboxMessage).where(col(column).contains(label, autoescape=True))
        session.connection().execute(naming.values({col(column): func.replace(column, label, instead)}))
    offered = cast(col(OutboxMessage.choices), String).contains(json.dumps(label)[1:-1], autoescape=True)
    session.connection().execute(update(OutboxMessage).where(offered).values(choices=[]))
