"""Renewing an offer that ends, where only its new end is asked, or letting it lapse."""

from __future__ import annotations

import re
from datetime import date

from handlers.dialogues import start
from handlers.in_view import said_below
from handlers.lapse_times import DAY, SOON
from handlers.messages import Choice
from handlers.pledge_words import entry_words
from handlers.pledges import PLEDGE, report
from handlers.turn import Replies, Turn
from storage.audit import note
from storage.lapsing import is_let_go, let_lapse
from storage.pledges import Line, PledgeEntry, Programme, TargetGroup
from storage.standings import Standing, standing, standings

LINE = re.compile(
    rf"(?P<ags>\d{{8}}|\d{{5}}) (?P<programme>{'|'.join(Programme)}) (?P<group>{'|'.join(TargetGroup)})"
    r"(?: (?P<end>\d{4}-\d{2}-\d{2}))?"
)
"""How the buttons below a question name a line, and its end."""


def renew(turn: Turn, typed: str) -> Replies:
    """Report an offer up to another day: one's own that end soon, the one of a button, or what a line says."""
    if not turn.places:
        return [turn.reply("pledge-not-a-contact")]
    if said := LINE.fullmatch(typed or said_below(turn, "/verlaengern ")):
        entry = _offer(turn, _line(said))
        return _begin(turn, entry) if entry else [turn.reply("lapse-nothing")]
    if typed:
        return report(turn, f"verlängern {typed}")
    ending = _ending(turn)
    if len(ending) == 1:
        return _begin(turn, ending[0])
    choices = [Choice(entry_words(turn.wording, each), f"/verlaengern {_named(each)}") for each in ending]
    return [turn.reply("lapse-which" if ending else "lapse-nothing", *choices)]


def _line(said: re.Match[str]) -> Line:
    return Line(said["ags"], Programme(said["programme"]), TargetGroup(said["group"]))


def _named(entry: PledgeEntry) -> str:
    return f"{entry.ags} {entry.programme} {entry.target_group}"


def _offer(turn: Turn, line: Line) -> PledgeEntry | None:
    """Give what can be renewed on a line of one's own."""
    if line.ags not in {place.ags for place in turn.places}:
        return None
    return _renewable(turn, standing(turn.session, line, turn.today))


def _renewable(turn: Turn, found: Standing) -> PledgeEntry | None:
    """Give what is planned, or else what counts or did last; but first what lapses before the planned one begins."""
    counts, planned = found.in_force, found.planned
    if counts and planned and counts.valid_until and turn.today <= counts.valid_until < planned.valid_from - DAY:
        return counts
    return planned or counts


def _ending(turn: Turn) -> list[PledgeEntry]:
    """List one's own offers that end soon, or have just ended."""
    of_places = [each for place in turn.places for each in standings(turn.session, place.ags, turn.today)]
    offers = [_renewable(turn, each) for each in of_places]
    return [each for each in offers if each and each.valid_until and each.valid_until <= turn.today + SOON]


def _begin(turn: Turn, entry: PledgeEntry) -> Replies:
    """Ask for the new end alone; all else stays as it is and can be changed at the review."""
    answers = {
        "municipality": entry.ags,
        "programme": entry.programme.value,
        "target_group": entry.target_group.value,
        "places": entry.places,
        "valid_from": max(turn.today, entry.valid_from).isoformat(),
        "resolution": None,
        "condition": None,
        "short": True,
        "ends": entry.valid_until.isoformat() if entry.valid_until else None,
    }
    return start(turn, PLEDGE, answers, [turn.wording("lapse-renewing", offer=entry_words(turn.wording, entry))])


def let_go(turn: Turn, typed: str) -> Replies:
    """Let an offer lapse: nobody is asked about this end any more. Only a button says this."""
    said = LINE.fullmatch(typed)
    if said is None or said["end"] is None or said["ags"] not in {place.ags for place in turn.places}:
        return [turn.reply("lapse-nothing")]
    line, end = _line(said), date.fromisoformat(said["end"])
    entry = _offer(turn, line)
    if entry is None or entry.valid_until != end:
        return [turn.reply("lapse-nothing")]
    if not is_let_go(turn.session, line, end):
        let_lapse(turn.session, line, end, turn.sender_id, turn.now)
        note(turn.session, turn.now, turn.sender_id, "lapse-accepted", f"pledge:{entry.id}")
    return [turn.reply("lapse-noted", day=end, offer=entry_words(turn.wording, entry))]
