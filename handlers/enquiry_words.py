"""What is said of an enquiry: how it is shown to coordinators, what its person reads, and its whole course."""

from __future__ import annotations

from datetime import date, datetime
from textwrap import shorten

from sqlmodel import Session

from handlers.enquiry_desk import Occasion
from handlers.messages import Choice
from handlers.open_items import open_names
from handlers.wording import Markdown, Wording, escape_lines
from storage.announcements import Announcement
from storage.enquiries import Enquiry, EnquiryMessage, EnquiryState, messages, open_enquiries, told, waiting_since
from storage.files import StoredFile
from storage.persons import Person, roles_and_places

LONGEST_BEGINNING = 60


def label_of(session: Session, person_id: int | None) -> str:
    """Say who somebody is, by their role."""
    person = session.get(Person, person_id) if person_id else None
    return person.label if person else ""


def shown(occasion: Occasion, enquiry: Enquiry, wording: Wording, *, in_room: bool) -> Markdown:
    """Show a new enquiry to coordinators: who asks, about what, what else is open with them, and the text."""
    session = occasion.session
    asked = [each for each in messages(session, enquiry.id or 0) if not each.from_office]
    lines = [*_heading(occasion, enquiry, wording), "", *(message_words(wording, session, each) for each in asked)]
    return Markdown("\n".join([*lines, "", wording("enquiry-how-room" if in_room else "enquiry-how-chat")]))


def _heading(occasion: Occasion, enquiry: Enquiry, wording: Wording) -> list[Markdown]:
    """Say who asks, for which Land, about what, and what is open with them."""
    session, person = occasion.session, enquiry.person_id
    _, places = roles_and_places(session, person, occasion.today)
    where = Markdown(", ".join(sorted({wording.name(place.land) for place in places})))
    values = {"number": enquiry.id, "label": label_of(session, person)}
    head = wording("enquiry-head-of", lands=where, **values) if where else wording("enquiry-head", **values)
    items = open_names(session, wording, person, [place.ags for place in places], occasion.now)
    still_to_do = [wording("enquiry-open-items", items=items)] if items else []
    return [head, *about(session, enquiry, wording), *still_to_do]


def about(session: Session, enquiry: Enquiry, wording: Wording) -> list[Markdown]:
    """Name the announcement that is answered, if one is."""
    announcement = session.get(Announcement, enquiry.about) if enquiry.about else None
    if announcement is None:
        return []
    return [wording("enquiry-about", number=announcement.id, subject=announcement.subject)]


def message_words(wording: Wording, session: Session, said: EnquiryMessage) -> Markdown:
    """Write one thing that was said; a file by its name."""
    file = session.get(StoredFile, said.file_id) if said.file_id else None
    named = [wording("enquiry-file", name=file.name)] if file else []
    return Markdown("\n".join([*named, *([escape_lines(said.text)] if said.text else [])]))


def deeds(wording: Wording, enquiry: Enquiry) -> tuple[Choice, ...]:
    """Offer what a coordinator can do with an enquiry in their own chat."""
    number = enquiry.id
    if enquiry.state is EnquiryState.WITHDRAWN:
        return ()
    if enquiry.state is not EnquiryState.OPEN:
        return (Choice(wording("enquiry-do-reopen"), f"/fragen {number} wieder öffnen"),)
    claim = Choice(wording("enquiry-do-claim"), f"/fragen {number} übernehmen")
    answer = Choice(wording("enquiry-do-answer"), f"/fragen {number} antworten")
    end = Choice(wording("enquiry-do-close"), f"/fragen {number} schließen")
    back = Choice(wording("enquiry-do-back"), f"/fragen {number} an Koordinierungsstelle")
    return (*((claim,) if enquiry.claimed_by is None else ()), answer, end, *((back,) if enquiry.land else ()))


def answer_words(session: Session, wording: Wording, enquiry: Enquiry, said: EnquiryMessage) -> Markdown:
    """Write an answer as its person reads it: who answers, to what, and the text."""
    values = {"label": label_of(session, said.person_id), "day": _day(wording, enquiry.opened_at)}
    beginning = _beginning(session, enquiry)
    key = "enquiry-answer-to" if beginning else "enquiry-answer"
    head = wording(key, beginning=beginning, **values)
    return Markdown("\n".join([head, "", escape_lines(said.text)])) if said.text else head


def _day(wording: Wording, moment: datetime) -> date:
    return moment.astimezone(wording.timezone).date()


def _beginning(session: Session, enquiry: Enquiry) -> str:
    said = (each.text for each in messages(session, enquiry.id or 0) if not each.from_office and each.text)
    return shorten(next(said, ""), LONGEST_BEGINNING, placeholder="…")


def line(occasion: Occasion, enquiry: Enquiry, wording: Wording, since: datetime | None) -> Markdown:
    """Describe an enquiry in a list: its number, who, its first words, who looks after it, since when it waits."""
    session = occasion.session
    values = {
        "number": enquiry.id,
        "label": label_of(session, enquiry.person_id),
        "beginning": _beginning(session, enquiry) or wording("enquiry-only-file"),
        "state": state_words(occasion, enquiry, wording, since),
    }
    return wording("enquiry-line", **values)


def own_line(occasion: Occasion, enquiry: Enquiry, wording: Wording, since: datetime | None) -> Markdown:
    """Describe somebody's own enquiry in a list."""
    key = "enquiry-own-waiting" if since else "enquiry-own-answered"
    state = wording("enquiry-own-closed") if enquiry.state is not EnquiryState.OPEN and not since else wording(key)
    beginning = _beginning(occasion.session, enquiry) or wording("enquiry-only-file")
    day = _day(wording, enquiry.opened_at)
    return wording("enquiry-own-line", number=enquiry.id, beginning=beginning, state=state, day=day)


def state_words(occasion: Occasion, enquiry: Enquiry, wording: Wording, since: datetime | None) -> Markdown:
    """Say where an enquiry stands: who looks after it, and whether and how long it waits for an answer."""
    if enquiry.state is EnquiryState.WITHDRAWN:
        return wording("enquiry-is-taken-back")
    if enquiry.state is not EnquiryState.OPEN:
        return wording("enquiry-is-closed")
    parts = [wording("enquiry-waits", days=days_since(occasion, since)) if since else wording("enquiry-is-answered")]
    if enquiry.land is not None:
        parts.append(wording("enquiry-with-land", land=enquiry.land))
    if enquiry.claimed_by is not None:
        parts.append(wording("enquiry-with", label=label_of(occasion.session, enquiry.claimed_by)))
    return Markdown(", ".join(parts))


def days_since(occasion: Occasion, moment: datetime) -> int:
    """Count the days from a moment to today."""
    return (occasion.today - occasion.office.day(moment)).days


def course(occasion: Occasion, enquiry: Enquiry, wording: Wording) -> Markdown:
    """Write all that was said in an enquiry, and what is planned."""
    session = occasion.session
    lines: list[Markdown] = []
    for said in told(session, enquiry.id or 0):
        at, label = said.said_at or said.planned_for, label_of(session, said.person_id)
        who = wording("enquiry-said" if said.said_at else "enquiry-planned-said", label=label, at=at)
        lines += [Markdown(""), who, message_words(wording, session, said)]
    return Markdown("\n".join([*about(session, enquiry, wording), *lines]))


def still_open(session: Session, wording: Wording, today: date) -> list[Markdown]:
    """Say in one line how many enquiries wait for an answer, and since when the oldest does; nothing if none does."""
    waiting = waiting_since(session, [each.id or 0 for each in open_enquiries(session)])
    if not waiting:
        return []
    days = (today - _day(wording, min(waiting.values()))).days
    numbers = ", ".join(str(number) for number in sorted(waiting))
    return [wording("enquiries-still-open", count=len(waiting), days=days, numbers=numbers)]
