"""Telling people about a meeting: the invitation, or the question for a date, and every change of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar_files import Attendee, invitation_file
from handlers.caretakers import caretakers
from handlers.commands import COORDINATORS
from handlers.courtesy import good_moment
from handlers.date_words import card
from handlers.meeting_words import answer_words, details_words
from handlers.messages import Attachment, Choice, Message
from handlers.turn import Office, Outgoing, Turn, identity
from handlers.wording import Markdown, Wording
from storage.answers import PERSON, Answer
from storage.attendance import Attendance, Invitation, answers, invitations, invitations_of, invited
from storage.audience_criteria import Audience
from storage.audiences import Reach, Recipient, includes, parties_of, reach
from storage.date_polls import paper
from storage.meetings import Meeting, MeetingState, upcoming
from storage.municipalities import Municipality
from storage.outbox import Lane, Urgency
from storage.persons import Person, Role, roles_of

WORDS = {Answer.YES: "ja", Answer.NO: "nein", Answer.MAYBE: "vielleicht", Answer.SUBSTITUTE: "vertretung"}
"""What the buttons under an invitation say."""

CHANGES = ("aendern", "absagen")
PARTY = r"\d{5}|\d{8}|person:\d+"
"""How a party is named at the end of what a button says."""

IN_TIME = timedelta(hours=1)
"""How long before a meeting people must know of it, or that it is off: no night and no silence goes beyond that."""


def audience_now(session: Session, office: Office, meeting: Meeting, now: datetime) -> Reach:
    """Look up whom a meeting is for today."""
    return reach(session, meeting.whom, office.day(now))


def invite_all(
    session: Session, office: Office, meeting: Meeting, now: datetime, *, suited: Collection[str] = ()
) -> list[Outgoing]:
    """Ask everybody a meeting is for; first contacts of all municipalities before anybody's second.

    Parties whom its date ``suited`` when they were asked for one are told so: they need only say yes once more.
    """
    found = audience_now(session, office, meeting, now).recipients
    return [
        invite(session, office, meeting, recipient, now, suited=recipient.party in suited)
        for recipient in fairly(found)
    ]


def newcomers(session: Session, office: Office, meeting: Meeting, whom: Audience, now: datetime) -> list[Recipient]:
    """List who is in an audience today and has not been asked to a meeting for that party; first contacts first."""
    known = {(each.person_id, each.party) for each in invitations(session, meeting.id or 0)}
    found = reach(session, whom, office.day(now)).recipients
    return [each for each in fairly(found) if (identity(each.person), each.party) not in known]


def invite(  # noqa: PLR0913 - whom, to what, when, and what they have said before
    session: Session, office: Office, meeting: Meeting, recipient: Recipient, now: datetime, *, suited: bool = False
) -> Outgoing:
    """Ask one person, for the municipality they speak for: to come, or for a date while one is looked for."""
    person, party = recipient.person, recipient.party
    invited(session, meeting.id or 0, identity(person), party, now)
    wording = office.wording(person.language)
    whose = party_words(session, wording, party)
    if meeting.state is MeetingState.FINDING:
        lead = wording("date-poll-invitation", party=whose)
        message = card(wording, paper(session, meeting, party), now, lead)
        return _to(session, wording, meeting, person, party, message)
    parts = [wording("meeting-invitation", party=whose), details_words(wording, meeting, now)]
    if suited:
        parts.append(wording("date-suited"))
    file = _file(wording, meeting, person, None)
    message = Message(Markdown("\n\n".join(parts)), answer_choices(wording, meeting, party), attachment=file)
    told = _to(session, wording, meeting, person, party, message)
    return _in_time(session, office, told, now, meeting.begins)


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


def own_parties(turn: Turn, meeting: Meeting) -> list[str]:
    """List for whom the person who writes was asked and still speaks."""
    own = parties_of(turn.sender_id, turn.roles)
    return [each.party for each in invitations_of(turn.session, meeting.id or 0, turn.sender_id) if each.party in own]


def may_manage(turn: Turn, meeting: Meeting) -> bool:
    """Say whether the person may change a meeting: the office, and who made it while they coordinate."""
    return turn.holds(Role.COORDINATOR) or (turn.holds(*COORDINATORS) and meeting.created_by == turn.sender_id)


def tell_organisers(turn: Turn, meeting: Meeting, say: Callable[[Wording], Message]) -> list[Outgoing]:
    """Tell who looks after a meeting, each in their language, unless they did it themselves."""
    told: list[Outgoing] = []
    for person in caretakers(turn.session, meeting.created_by, turn.today):
        if identity(person) != turn.sender_id:
            wording = turn.office.wording(person.language)
            why = wording("why-organiser", title=meeting.title)
            told.append(Outgoing(say(wording), person=person, lane=Lane.NOTICE, urgency=Urgency.NORMAL, why=why))
    return told


def colleagues_asked(turn: Turn, meeting: Meeting, party: str) -> list[Person]:
    """List who else was asked for the same party and still speaks for it."""
    return [person for person in speakers_asked(turn, meeting, party) if person.id != turn.sender_id]


def speakers_asked(turn: Turn, meeting: Meeting, party: str) -> list[Person]:
    """List who was asked for a party and still speaks for it."""
    asked = [each for each in invitations(turn.session, meeting.id or 0) if each.party == party]
    people = [(turn.session.get_one(Person, each.person_id), each) for each in asked]
    return [person for person, each in people if still_speaks(turn.session, person, each, turn.office, turn.now)]


def tell_all(  # noqa: PLR0913 - whom what is told about which meeting, why now, and whether they are asked again
    session: Session,
    office: Office,
    meeting: Meeting,
    key: str,
    now: datetime,
    *,
    ask: bool,
    before: datetime | None = None,
    **values: object,
) -> list[Outgoing]:
    """Tell everybody invited what has changed; ``ask`` for an answer again. Who has declined is asked, not told.

    ``before`` is when it would have begun if it was moved: that, too, must not be waited for in vain.
    """
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
        lead = wording(key, title=meeting.title, before=before, **values)
        text = Markdown(f"{lead}\n\n{details_words(wording, meeting, now)}")
        if not ask and meeting.starts_at:
            text = Markdown(f"{text}\n\n{wording('meeting-your-answer', answer=answer_words(wording, given))}")
        choices = answer_choices(wording, meeting, invitation.party) if ask else ()
        message = Message(text, choices, attachment=_file(wording, meeting, person, given))
        news = _to(session, wording, meeting, person, invitation.party, message)
        told.append(_in_time(session, office, news, now, meeting.starts_at, before))
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


def _to(  # noqa: PLR0913 - what, about what, to whom, for whom, in which words
    session: Session, wording: Wording, meeting: Meeting, person: Person, party: str, message: Message
) -> Outgoing:
    why = why_words(session, wording, meeting, party)
    return Outgoing(message, person=person, lane=Lane.BULK, urgency=Urgency.NORMAL, why=why)


def _in_time(session: Session, office: Office, told: Outgoing, now: datetime, *starts: datetime | None) -> Outgoing:
    """Let a message wait for a good moment of its reader's, unless that would come too late for the meeting."""
    if told.person is None:
        return told
    until, _ = good_moment(session, office, told.person, told.urgency, now)
    too_late = any(start is not None and until > start - IN_TIME for start in starts)
    return replace(told, urgency=Urgency.URGENT) if too_late else told


def _file(wording: Wording, meeting: Meeting, person: Person, given: Attendance | None) -> Attachment | None:
    """Write the calendar file, as soon as there is a date."""
    return invitation_file(wording, meeting, Attendee(person.label, (given,))) if meeting.starts_at else None


def still_speaks(session: Session, person: Person, invitation: Invitation, office: Office, now: datetime) -> bool:
    """Say whether an invited person still speaks for whom they were asked for."""
    return invitation.party in parties_of(identity(person), roles_of(session, identity(person), office.day(now)))


def fairly(found: Iterable[Recipient]) -> list[Recipient]:
    """Put one of each party first, then the second ones."""
    seen: dict[str, int] = {}
    turns: list[tuple[int, Recipient]] = []
    for recipient in found:
        seen[recipient.party] = seen.get(recipient.party, 0) + 1
        turns.append((seen[recipient.party], recipient))
    return [recipient for _, recipient in sorted(turns, key=lambda pair: pair[0])]
