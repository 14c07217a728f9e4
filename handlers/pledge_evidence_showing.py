"""Who hears that evidence was handed in, and who may see its file: the municipality's people, and who decides there."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.approvers import approvers
from handlers.messages import Choice, Message
from handlers.pledge_words import entry_words, evidence_words, file_choices
from handlers.turn import Outgoing, Replies, Turn, identity, notice
from handlers.wording import Markdown, Wording
from storage.audit import note
from storage.municipalities import Municipality
from storage.persons import Person, colleagues
from storage.pledges import Offer, PledgeEntry, PledgeState
from storage.standings import confirmation_of, offer_as_known


@dataclass(frozen=True, slots=True)
class News:
    """Evidence that was handed in: for which report, the entry that says it, what was known before."""

    number: int
    entry: PledgeEntry
    before: Offer
    waits: bool
    """Whether the report still has to be decided on."""


def show_file(turn: Turn, number: int) -> Replies:
    """Send the PDF of a report, to who decides in its Land and to its municipality's own people."""
    report = turn.session.get(PledgeEntry, number)
    place = turn.session.get_one(Municipality, report.ags) if report else None
    own = {place.ags for place in turn.places}
    if report is None or place is None or (place.ags not in own and place.land not in turn.lands()):
        return [turn.reply("evidence-not-yours", number=number)]
    entry = confirmation_of(turn.session, report) or report
    offer, wording = offer_as_known(turn.session, entry), turn.wording
    number = (entry.about_id if entry.state is PledgeState.CONFIRMED else None) or number
    values = {"number": number, "place": place.name, "evidence": evidence_words(wording, turn.session, offer)}
    if offer.file_id is None:
        return [turn.reply("evidence-no-file", **values)]
    note(turn.session, turn.now, turn.sender_id, "evidence-shown", f"pledge:{number}", party=place.ags)
    text = wording("evidence-shown", offer=entry_words(wording, entry), **values)
    return [Outgoing(Message(text, file_id=offer.file_id))]


def news_words(turn: Turn, wording: Wording, key: str, news: News) -> Markdown:
    """Say what is known now of the decision behind an offer, and what was before if that is not a part of it."""
    entry, session = news.entry, turn.session
    said = wording(
        key,
        number=news.number,
        offer=entry_words(wording, entry),
        evidence=evidence_words(wording, session, entry),
        by=turn.sender.label,
        place=session.get_one(Municipality, entry.ags).name,
    )
    if news.before.resolution in entry.resolution and news.before.file_id in {None, entry.file_id}:
        return said
    before = wording("evidence-before", evidence=evidence_words(wording, session, news.before))
    return Markdown(f"{said}\n{before}")


def tell(turn: Turn, news: News) -> Replies:
    """Tell the colleagues, and whoever decides on the report if it still waits."""
    place = turn.session.get_one(Municipality, news.entry.ags)
    deciders, role = approvers(turn.session, place.land, turn.today, turn.sender_id)
    told: dict[int, Outgoing] = {}
    for person in colleagues(turn.session, news.entry.ags, turn.today, without=turn.sender_id):
        wording = turn.office.wording(person.language)
        told[identity(person)] = _told(turn, news, person, wording("why-speaking", municipality=place.name))
    for person in deciders if news.waits else ():
        wording = turn.office.wording(person.language)
        look = Choice(wording("approval-look"), f"/freigaben {news.number}")
        told[identity(person)] = _told(turn, news, person, wording("why-deciding", role=role, land=place.land), look)
    return list(told.values())


def _told(turn: Turn, news: News, person: Person, why: Markdown, *choices: Choice) -> Outgoing:
    wording = turn.office.wording(person.language)
    show = file_choices(wording, news.entry, news.number)
    return notice(Message(news_words(turn, wording, "evidence-told", news), (*choices, *show)), person, why)
