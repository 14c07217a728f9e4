"""Who is asked to a meeting and what they have said, read at once for all of a batch that is reminded of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from handlers.meeting_times import subject_of
from handlers.turn import identity
from scheduler.timetable import Strike, people_told
from storage.attendance import Attendance, Invitation, answers, invitations_of
from storage.audiences import parties_of
from storage.meetings import Meeting
from storage.municipalities import municipalities_by_ags
from storage.persons import Person, RoleAssignment, roles_by_person

Asked = Mapping[int, Sequence[Invitation]]


def asked_by(strike: Strike, meeting: Meeting, person: Person) -> list[Invitation]:
    """List for whom somebody was asked to a meeting and still speaks."""
    number = identity(person)
    own = parties_of(number, strike.once("roles", lambda: _roles(strike))[number])
    return [each for each in _asked(strike, meeting).get(number, ()) if each.party in own]


def answers_for(strike: Strike, meeting: Meeting) -> Mapping[str, Attendance]:
    """Look up what counts of those who are told, by party."""
    asked = _asked(strike, meeting)
    return strike.once(("answers", meeting.id), lambda: answers(strike.session, meeting, of=_parties(asked)))


def _roles(strike: Strike) -> Mapping[int, Sequence[RoleAssignment]]:
    return roles_by_person(strike.session, people_told(strike.items), strike.office.day(strike.now))


def _asked(strike: Strike, meeting: Meeting) -> Asked:
    return strike.once(("asked", meeting.id), lambda: _look(strike, meeting))


def _look(strike: Strike, meeting: Meeting) -> Asked:
    told = people_told(item for item in strike.items if item.subject == subject_of(meeting))
    asked: defaultdict[int, list[Invitation]] = defaultdict(list)
    for each in invitations_of(strike.session, meeting.id or 0, *told):
        asked[each.person_id].append(each)
    # Held as long as the batch lasts: whoever asks the session for one of them reads nothing more.
    strike.once(("places", meeting.id), lambda: municipalities_by_ags(strike.session, _parties(asked)))
    return asked


def _parties(asked: Asked) -> set[str]:
    return {each.party for several in asked.values() for each in several}
