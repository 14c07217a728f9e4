"""What ends without anything that follows, in words: before the election, soon, and the question to renew it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from handlers.election_day import election_of
from handlers.lapse_times import DAY, SOON
from handlers.messages import Choice, Message
from handlers.pledge_words import entry_words
from handlers.turn import Office, Outgoing, Turn, notice
from handlers.wording import Markdown, Wording
from storage.municipalities import Land, Municipality
from storage.persons import Person
from storage.pledges import PledgeEntry
from storage.totals import expiring


def lapse_line(
    session: Session, wording: Wording, office: Office, day: date, lands: Collection[Land] = tuple(Land)
) -> Markdown:
    """Say how much of what counts on a day ends before the election; nothing where nothing does."""
    election = election_of(session, office).day
    ending = expiring(session, day, election - DAY) if election and day < election else ()
    places = [entry.places for entry, place in ending if place.land in lands]
    return wording("lapse-before-election", count=len(places), places=sum(places)) if places else Markdown()


def lapsing_list(turn: Turn) -> Outgoing:
    """List what ends soon or before the election, in the Länder of whoever asks."""
    wording, lands, election = turn.wording, turn.lands(), election_of(turn.session, turn.office).day
    until = max(turn.today + SOON, election - DAY) if election else turn.today + SOON
    found = [(entry, place) for entry, place in expiring(turn.session, turn.today, until) if place.land in lands]
    if not found:
        return turn.reply("lapse-list-none", day=until)
    places = sum(entry.places for entry, _ in found)
    lines = [
        wording("lapse-list", count=len(found), places=places, day=until),
        *(
            wording("digest-line", municipality=place.name, offer=entry_words(wording, entry), reason="")
            for entry, place in found
        ),
    ]
    before = lapse_line(turn.session, wording, turn.office, turn.today, lands)
    return Outgoing(Message(Markdown("\n\n".join(filter(None, ["\n".join(lines), before])))))


def lapse_question(  # noqa: PLR0913 - whom, about which offer of whom, on which day
    office: Office, person: Person, entry: PledgeEntry, place: Municipality, today: date, election: date | None
) -> Outgoing:
    """Ask somebody whether an offer that ends shall be renewed."""
    wording, end = office.wording(person.language), entry.valid_until or today
    line = f"{entry.ags} {entry.programme} {entry.target_group}"
    is_before = election is not None and today < election and end < election
    asked = wording("lapse-ask", municipality=place.name, day=end, days=(end - today).days)
    offer = wording("pledges-in-force", offer=entry_words(wording, entry))
    before = [wording("lapse-ask-election", day=election)] if is_before else []
    text = Markdown("\n\n".join([f"{asked}\n{offer}", *before]))
    choices = (
        Choice(wording("lapse-renew"), f"/verlaengern {line}"),
        Choice(wording("lapse-let-go"), f"/loslassen {line} {end}"),
    )
    return notice(Message(text, choices), person, wording("lapse-why", municipality=place.name))
