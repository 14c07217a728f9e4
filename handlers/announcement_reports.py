"""What became of an announcement: in a few lines, and for each recipient as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from handlers.announcement_status import status_words
from handlers.messages import Attachment, Message
from handlers.spreadsheets import CSV, Cell, csv_file, harmless
from handlers.wording import Markdown, Wording, unmarked
from storage.announcement_deliveries import Course, courses, standing
from storage.announcements import Announcement
from storage.groups import Group
from storage.municipalities import Municipality, land_of
from storage.outbox import OutboxState
from storage.persons import persons_by_number

COLUMNS = ("recipient", "municipality", "ags", "land", "network", "outcome", "reason")
OVER = {OutboxState.SENT: "sent", OutboxState.CANCELLED: "cancelled"} | dict.fromkeys(
    (OutboxState.FAILED, OutboxState.EXPIRED), "failed"
)


def report(session: Session, wording: Wording, announcement: Announcement, now: datetime) -> Message:
    """Write what became of an announcement: its figures, the municipalities of each Land, and a file with everybody."""
    counted = standing(session, announcement.id or 0, announcement.removal_batch_id)
    meant, reached = (Counter(map(land_of, each)) for each in (counted.places, counted.reached))
    by_land = [
        wording("announcing-land", land=wording.name(land), reached=reached[land], count=meant[land])
        for land in sorted(meant)
    ]
    text = Markdown(
        "\n".join([wording("announcing-report"), status_words(wording, announcement, counted, now), *by_land])
    )
    name = wording("announcing-report-file", number=announcement.id)
    return Message(text, attachment=Attachment(unmarked(name), CSV, _table(session, wording, announcement)))


def _table(session: Session, wording: Wording, announcement: Announcement) -> bytes:
    """Write a line for each recipient and each municipality they speak for."""
    found = courses(session, announcement.id or 0)
    people = persons_by_number(session, {each.delivery.person_id for each in found if each.delivery.person_id})
    wanted = {ags for each in found for ags in each.delivery.places}
    places = {place.ags: place for place in session.exec(select(Municipality).where(col(Municipality.ags).in_(wanted)))}
    rows: list[list[Cell]] = [[unmarked(wording(f"announcing-column-{column}")) for column in COLUMNS]]
    for each in found:
        person, group = people.get(each.delivery.person_id or 0), each.delivery.group_id
        who = person.label if person else _group_words(session, wording, group)
        told = [wording.network(each.network) if each.network else "", *_outcome(wording, each)]
        spoken_for = [places[ags] for ags in each.delivery.places]
        where = [(place.name, place.ags, str(wording.name(place.land))) for place in spoken_for] or [("", "", "")]
        rows += [_line([who, *one, *told]) for one in where]
    return csv_file(rows)


def _line(cells: Iterable[str]) -> list[Cell]:
    return [harmless(unmarked(Markdown(cell))) for cell in cells]


def _group_words(session: Session, wording: Wording, number: int | None) -> str:
    group = session.get(Group, number) if number else None
    return wording("announcing-group", role=wording.name(group.role)) if group else ""


def _outcome(wording: Wording, course: Course) -> tuple[str, str]:
    """Say what became of a message, and why."""
    if course.delivery.reason:
        return wording("announcing-outcome-none"), wording(f"announcing-why-{course.delivery.reason}")
    outcome = OVER.get(course.state, "waiting") if course.state else "waiting"
    reason = wording(f"announcing-why-{course.failure}") if course.failure and outcome == "failed" else ""
    doubt = wording("announcing-why-unclear") if course.is_unclear else ""
    return wording(f"announcing-outcome-{outcome}"), ", ".join(filter(None, (reason, doubt)))
