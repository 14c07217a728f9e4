"""Telling people about a meeting: the invitation, and every change of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from handlers.meeting_words import answer_words, details_words
from handlers.messages import Choice, Message
from handlers.turn import Office, Outgoing, Turn, identity
from handlers.wording import Markdown, Wording
from storage.attendance import Answer, Invitation, answers, invitations, invitations_of, invited
from storage.audiences import PERSON, Reach, Recipient, includes, parties_of, reach
from storage.meetings import Meeting, upcoming
from storage.municipalities import Municipality
from storage.outbox import Lane, Urgency
from storage.persons import Person, roles_of

WORDS = {Answer.YES: "ja", Answer.NO: "nein", Answer.MAYBE: "vielleicht", Answer.SUBSTITUTE: "vertretung"}
"""What the buttons under an invitation say."""

CHANGES = ("aendern", "absagen")


def audience_now(session: Session, office: Office, meeting: Meeting, now: datetime) -> Reach:
    """Look up whom a meeting is for today."""
    return reach(session, meeting.whom, office.day(now))


def invite_all(session: Session, office: Office, meeting: Meeting, now: datetime) -> list[Outgoing]:
    """Ask everybody a meeting is for; first contacts of all municipalities before anybody's second."""
    found = audience_now(session, office, meeting, now).recipients
    return [invite(session, office, meeting, recipient, now) for recipient in _fairly(found)]


def invite(session: Session, office: Office, meeting: Meeting, recipient: Recipient, now: datetime) -> Outgoing:
    """Ask one person, for the municipality they speak for."""
    person = recipient.person
    invited(session, meeting.id or 0, identity(person), recipient.party, now)
    wording = office.wording(person.language)
    whose = party_words(session, wording, recipient.party)
    text = Markdown(f"{wording('meeting-invitation', party=whose)}\n\n{details_words(wording, meeting, now)}")
    return _to(session, meeting, person, recipient.party, wording, text)


def open_invitations(turn: Turn, person: Person) -> list[Outgoing]:
    """Ask somebody who has just joined to what others were asked before them."""
    asked: list[Outgoing] = []
    for meeting in upcoming(turn.session, turn.now):
        known = {each.party for each in invitations_of(turn.session, meeting.id or 0, identity(person))}
        for ags in includes(turn.session, meeting.whom, identity(person), turn.today):
            recipient = Recipient(person, ags)
            if recipient.party not in known:
                asked.append(invite(turn.session, turn.office, meeting, recipient, turn.now))
    return asked


def tell_all(  # noqa: PLR0913 - whom what is told about which meeting, why now, and whether they are asked again
    session: Session, office: Office, meeting: Meeting, key: str, now: datetime, *, ask: bool, **values: object
) -> list[Outgoing]:
    """Tell everybody invited what has changed; ``ask`` for an answer again. Who has declined is asked, not told."""
    said = answers(session, meeting)
    told: list[Outgoing] = []
    for invitation in invitations(session, meeting.id or 0):
        given = said.get(invitation.party)
        person = session.get_one(Person, invitation.person_id)
        if not ask and given is not None and given.answer is Answer.NO:
            continue
        if not still_speaks(session, person, invitation, office, now):
            continue
        wording = office.wording(person.language)
        text = Markdown(f"{wording(key, title=meeting.title, **values)}\n\n{details_words(wording, meeting, now)}")
        if not ask:
            text = Markdown(f"{text}\n\n{wording('meeting-your-answer', answer=answer_words(wording, given))}")
        told.append(_to(session, meeting, person, invitation.party, wording, text, ask=ask))
    return told


def way_out(wording: Wording, meeting: Meeting, party: str) -> tuple[Choice, ...]:
    """Offer who comes to call it off with one tap."""
    return (Choice(wording("meeting-way-out"), f"/termine {meeting.id} {WORDS[Answer.NO]} {party}"),)


def change_choices(wording: Wording, meeting: Meeting) -> tuple[Choice, ...]:
    """Offer who looks after a meeting to change it or to call it off."""
    return tuple(Choice(wording(f"meeting-do-{deed}"), f"/termin {meeting.id} {deed}") for deed in CHANGES)


def answer_choices(wording: Wording, meeting: Meeting, party: str) -> tuple[Choice, ...]:
    """Offer the four answers; each says for whom, since a person may speak for several municipalities."""
    return tuple(
        Choice(wording(f"answer-{said}"), f"/termine {meeting.id} {word} {party}") for said, word in WORDS.items()
    )


def party_words(session: Session, wording: Wording, party: str) -> Markdown:
    """Name who is asked: a municipality, or a person by their role."""
    municipality = session.get(Municipality, party)
    if municipality is not None:
        return wording("party-place", name=municipality.name)
    return wording("party-person", label=session.get_one(Person, int(party.removeprefix(PERSON))).label)


def why_words(session: Session, wording: Wording, meeting: Meeting, party: str) -> Markdown:
    """Say why somebody hears of a meeting."""
    return wording("why-meeting", title=meeting.title, party=party_words(session, wording, party))


def _to(  # noqa: PLR0913 - whom, about what, for whom, in which words
    session: Session,
    meeting: Meeting,
    person: Person,
    party: str,
    wording: Wording,
    text: Markdown,
    *,
    ask: bool = True,
) -> Outgoing:
    choices = answer_choices(wording, meeting, party) if ask else ()
    return Outgoing(
        Message(text, choices),
        person=person,
        lane=Lane.BULK,
        urgency=Urgency.NORMAL,
        why=why_words(session, wording, meeting, party),
    )


def still_speaks(session: Session, person: Person, invitation: Invitation, office: Office, now: datetime) -> bool:
    """Say whether an invited person still speaks for whom they were asked for."""
    return invitation.party in parties_of(identity(person), roles_of(session, identity(person), office.day(now)))


def _fairly(found: Iterable[Recipient]) -> list[Recipient]:
    """Put one of each party first, then the second ones."""
    seen: dict[str, int] = {}
    turns: list[tuple[int, Recipient]] = []
    for recipient in found:
        seen[recipient.party] = seen.get(recipient.party, 0) + 1
        turns.append((seen[recipient.party], recipient))
    return [recipient for _, recipient in sorted(turns, key=lambda pair: pair[0])]
