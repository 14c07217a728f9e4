"""Offers that end, in time: every morning a look at what ends soon, and a question to each person for each stage.

The day of the election is read when the clock looks, and again before anybody is asked: so a moved one is followed.
"""

from __future__ import annotations

from datetime import date, timedelta

from handlers.election_day import election_of
from handlers.lapse_times import LOOK, NOTICE, Stage, look_until, stage_of, subject_of
from handlers.lapses import lapse_question
from handlers.meeting_times import person_key
from handlers.turn import identity
from scheduler.recurring import Series, plan_series
from scheduler.subjects import person_named
from scheduler.timetable import Deed, Rule, Say, Skip, Strike, is_newest
from storage.due import DueItem, plan
from storage.lapsing import anything_lapses, asks_renewal, to_renew
from storage.municipalities import Municipality
from storage.outbox import Urgency
from storage.persons import roles_of
from storage.pledges import Line, Programme, TargetGroup, line_of
from storage.speakers import speakers_by_place
from storage.standings import standing

A_DAY = timedelta(days=1)
"""What ends may be known for less than a second when the clock has already struck nine."""

EVERY_MORNING = "FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0"


def plan_looks(strike: Strike) -> None:
    """Write down the next look, where anything ends at all."""
    if anything_lapses(strike.session, strike.today):
        plan_series(strike, LOOK, [Series("pledges", "", EVERY_MORNING, strike.now - A_DAY)])


def look(strike: Strike, item: DueItem) -> Deed:
    """Let everybody be asked whose municipality has an offer that has come nearer to its end."""
    if not is_newest(strike, item):
        return Skip("a later look was due as well")
    election = election_of(strike.session, strike.office).day
    found = to_renew(strike.session, strike.today, look_until(strike.today, election))
    speakers = speakers_by_place(strike.session, {place.ags for _, place in found}, strike.today)
    for entry, place in found:
        end = entry.valid_until or strike.today
        stage = stage_of(end, strike.today, election)
        if stage is None or strike.office.day(entry.recorded_at) >= stage[1]:  # who confirmed it then knew its end
            continue
        for person, _ in speakers.get(place.ags, ()):
            question = DueItem(
                rule=NOTICE,
                subject=subject_of(line_of(entry)),
                recipient=person_key(identity(person)),
                anchor=end.isoformat(),
                occurrence=stage[0],
                due_at=item.due_at,
            )
            plan(strike.session, question)  # what is known was asked before
    return Say([])


def ask(strike: Strike, item: DueItem) -> Deed:
    """Ask somebody about an end, unless something follows by now, or it may lapse."""
    person, line, end = person_named(strike, item), _line(item), date.fromisoformat(item.anchor)
    election = election_of(strike.session, strike.office).day
    if not is_newest(strike, item):
        return Skip("a later question was due as well")
    if end < strike.today:
        return Skip("it has ended")
    if item.occurrence == Stage.ELECTION and (election is None or not strike.today < election or end >= election):
        return Skip("it does not end before the election any more")
    if line.ags not in {role.ags for role in roles_of(strike.session, identity(person), strike.today)}:
        return Skip("speaks for the municipality no more")
    entry = standing(strike.session, line, strike.today).in_force
    if entry is None or entry.valid_until != end or not asks_renewal(strike.session, line, end):
        return Skip("nothing to renew")
    place = strike.session.get_one(Municipality, line.ags)
    return Say([lapse_question(strike.office, person, entry, place, strike.today, election)])


def _line(item: DueItem) -> Line:
    ags, programme, group = item.subject.removeprefix("pledge:").split()
    return Line(ags, Programme(programme), TargetGroup(group))


LAPSE_LOOK = Rule(LOOK, look, plan_looks)
LAPSE_NOTICE = Rule(NOTICE, ask, urgency=Urgency.NORMAL)
