"""How a round stands, in words: asked, answered, missing by Land, who is silent since when, and how fresh all is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import Session

from handlers.messages import Message
from handlers.round_times import MEMBERS, last_day
from handlers.turn import Office, Outgoing, Turn
from handlers.wording import Markdown, Wording
from storage.audiences import reach
from storage.freshness import Freshness, freshness, last_word, percent_of, share
from storage.municipalities import Land, Municipality, land_of, municipalities_by_ags
from storage.rounds import ReportingRound, RoundAnswer, RoundPart, latest_round, parts_of

LISTED = 10
"""Municipalities that are named before the rest is only counted; ``runde fehlt`` names all."""


def standing(turn: Turn, held: ReportingRound) -> Markdown:
    """Write how a round stands, in the Länder of whoever asks."""
    wording, lands = turn.wording, turn.lands()
    parts = _of_lands(turn.session, held, lands)
    missing = [part.ags for part in parts if part.answer is None]
    silent = [place for place in reach(turn.session, MEMBERS, turn.today).silent_places if place.land in lands]
    lines = [
        _heading(turn, held),
        _answers(wording, parts),
        _by_land(wording, parts),
        _silent(turn, missing, LISTED),
        unreachable_line(wording, silent),
    ]
    return Markdown("\n\n".join(filter(None, lines)))


def _heading(turn: Turn, held: ReportingRound) -> Markdown:
    last = last_day(held, turn.office.timezone)
    if held.is_open(turn.now):
        return turn.wording("round-heading", day=last, days=(last - turn.today).days)
    return turn.wording("round-heading-over", first=turn.office.day(held.opens_at), day=last)


def _of_lands(session: Session, held: ReportingRound, lands: Collection[Land]) -> list[RoundPart]:
    return [part for part in parts_of(session, held.id or 0) if land_of(part.ags) in lands]


def _answers(wording: Wording, parts: Sequence[RoundPart]) -> Markdown:
    count = Counter(part.answer for part in parts if part.answer)
    said = [wording(f"round-count-{answer}", count=count[answer]) for answer in RoundAnswer if count[answer]]
    how = Markdown(", ".join(said))
    asked, answered = len(parts), count.total()
    percent = percent_of(answered, asked)
    return wording("round-answers", asked=asked, answered=answered, percent=percent, how=how)


def _by_land(wording: Wording, parts: Sequence[RoundPart]) -> Markdown:
    """List the Länder in which somebody is missing."""
    asked = Counter(land_of(part.ags) for part in parts)
    missing = Counter(land_of(part.ags) for part in parts if part.answer is None)
    lines = [
        wording(
            "round-land", land=land, missing=missing[land], asked=asked[land], percent=_answered(asked, missing, land)
        )
        for land in Land
        if missing[land]
    ]
    return Markdown("\n".join([wording("round-lands"), *lines])) if lines else Markdown()


def _answered(asked: Counter[Land], missing: Counter[Land], land: Land) -> int:
    return percent_of(asked[land] - missing[land], asked[land])


def _silent(turn: Turn, missing: Sequence[str], most: int | None) -> Markdown:
    """Name who is missing, with the day of their last word: the longest silent first."""
    if not missing:
        return Markdown()
    wording, said = turn.wording, last_word(turn.session, missing)
    places = municipalities_by_ags(turn.session, missing)

    def order(ags: str) -> tuple[bool, datetime | str, str]:
        return (
            (True, said[ags].isoformat(), places[ags].folded_name)
            if ags in said
            else (False, "", places[ags].folded_name)
        )

    lines = [
        wording("round-silent-since", municipality=places[ags].name, day=turn.office.day(said[ags]))
        if ags in said
        else wording("round-silent-always", municipality=places[ags].name)
        for ags in sorted(missing, key=order)
    ]
    more = len(lines) - most if most is not None else 0
    left_out = [wording("round-more", count=more)] if more > 0 else []
    return Markdown("\n".join([wording("round-silent"), *lines[:most], *left_out]))


def missing_list(turn: Turn, held: ReportingRound) -> Outgoing:
    """List all who have not answered, and since when they are silent."""
    parts = _of_lands(turn.session, held, turn.lands())
    missing = [part.ags for part in parts if part.answer is None]
    text = _silent(turn, missing, None)
    return Outgoing(Message(text)) if text else turn.reply("round-nobody-missing")


def unreachable_line(wording: Wording, places: Sequence[Municipality]) -> Markdown:
    """Name the members whom nobody can ask; nothing where there is none."""
    if not places:
        return Markdown()
    names = ", ".join(place.name for place in places[:LISTED])
    return wording("round-unreachable", count=len(places), places=names, more=max(len(places) - LISTED, 0))


def fresh_lines(
    session: Session, wording: Wording, day: date, now: datetime, lands: Collection[Land] = tuple(Land)
) -> list[Markdown]:
    """Say what share of the places was confirmed lately: of all, and, of several Länder, of each."""
    found = [each for each in freshness(session, day, now) if each.land in lands]
    percent = share(found)
    if percent is None:
        return []
    of_lands = Markdown(", ".join(_fresh_land(wording, each) for each in found))
    return [wording("fresh-lands" if len(found) > 1 else "fresh", percent=percent, lands=of_lands)]


def _fresh_land(wording: Wording, each: Freshness) -> Markdown:
    return wording("fresh-land", land=each.land, percent=share([each]) or 0)


def fresh_line(session: Session, wording: Wording, office: Office, day: date, now: datetime) -> list[Markdown]:
    """Say it in one line where rounds are held: for the digest."""
    if not office.round_schedule and latest_round(session) is None:
        return []
    percent = share(freshness(session, day, now))
    return [] if percent is None else [wording("fresh", percent=percent, lands="")]
