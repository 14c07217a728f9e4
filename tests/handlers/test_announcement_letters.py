"""Announcements as their recipients get them: who these are, in which order, and what stands in each letter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from bot.markdown import to_plain
from handlers.announcement_fields import PersonalField, faults_in, fields_in, fill
from handlers.announcement_letters import addressees, enclosures, letter
from handlers.turn import Turn
from storage.announcement_deliveries import Addressee
from storage.announcements import Announcement, create
from storage.attendance import Answer, answer, invited
from storage.audience_criteria import Audience, Criteria
from storage.groups import Group
from storage.meetings import Meeting
from storage.meetings import create as create_meeting
from storage.minutes import ActionItem
from storage.municipalities import Land
from storage.persons import Address, Language, Person, Role, RoleAssignment
from storage.survey_participation import invite
from storage.surveys import Survey, publish
from storage.surveys import create as create_survey
from tests.handlers.conftest import MONDAY, SINCE, TurnOf

KOELN, BONN, MARBURG = "05315000", "05314000", "06534014"
EVERYONE = Audience(anyone_of=(Criteria(),)).model_dump(mode="json")


def somebody(turn: Turn, label: str, *places: str, role: Role = Role.CONTACT, position: int = 0) -> Person:
    """Let one more person be in the network, who can be reached."""
    person = Person(label=label, created_at=MONDAY)
    turn.session.add(person)
    turn.session.flush()
    number = person.id or 0
    for ags in places:
        turn.session.add(RoleAssignment(person_id=number, role=role, ags=ags, position=position, valid_from=SINCE))
    turn.session.add(
        Address(person_id=number, network="matrix", account=f"@{number}", chat=f"!{number}", created_at=MONDAY)
    )
    turn.session.flush()
    return person


def written(turn: Turn, **values: object) -> Announcement:
    """Write an announcement for everybody."""
    made = {"created_by": turn.sender_id, "created_at": MONDAY, "edited_by": turn.sender_id, "edited_at": MONDAY}
    text = {"subject": "Einladung", "text": "Guten Tag {Kommune}!", "audience": EVERYONE}
    return create(turn.session, Announcement.model_validate(text | made | values))


def read(turn: Turn, announcement: Announcement, person: Person, *places: str) -> str:
    """Give what somebody reads, without marks."""
    to = Addressee(person_id=person.id, places=places)
    return to_plain(letter(turn.session, turn.office, announcement, to, MONDAY).text)


def test_each_person_is_once_and_every_municipality_has_its_turn(turn_of: TurnOf) -> None:
    """Who speaks for two places gets one letter for both; a second contact comes after all first ones."""
    turn = turn_of()
    first, second = somebody(turn, "Köln", KOELN), somebody(turn, "Köln zwei", KOELN, position=1)
    both = somebody(turn, "Bonn und Marburg", BONN, MARBURG)
    found = addressees(turn.session, turn.office, written(turn), MONDAY)
    assert [each.person_id for each in found] == [both.id, first.id, second.id]
    assert found[0].places == (BONN, MARBURG)
    assert found[0].land is Land.NW


def test_groups_come_behind_the_people_unless_they_have_thrown_us_out(turn_of: TurnOf) -> None:
    """A group that is gone gets nothing."""
    turn = turn_of()
    groups = [Group(network="matrix", chat=f"!{n}", role=Role.SPOKESPERSON, created_at=MONDAY) for n in range(2)]
    groups[1].gone = True
    turn.session.add_all(groups)
    person = somebody(turn, "Köln", KOELN)
    turn.session.flush()
    numbers = [group.id or 0 for group in groups]
    found = addressees(turn.session, turn.office, written(turn, groups=numbers), MONDAY)
    assert [(each.person_id, each.group_id) for each in found] == [(person.id, None), (None, numbers[0])]


def test_who_coordinates_a_land_is_counted_there(turn_of: TurnOf) -> None:
    """They speak for no municipality."""
    turn = turn_of(Role.LAND_COORDINATOR, land=Land.HE)
    turn.session.add(Address(person_id=turn.sender_id, network="matrix", account="@he", chat="!he", created_at=MONDAY))
    turn.session.flush()
    audience = Audience(anyone_of=(Criteria(roles=(Role.LAND_COORDINATOR,)),)).model_dump(mode="json")
    found = addressees(turn.session, turn.office, written(turn, audience=audience), MONDAY)
    assert [(each.person_id, each.places, each.land) for each in found] == [(turn.sender_id, (), Land.HE)]


def test_a_letter_names_its_reader(turn_of: TurnOf) -> None:
    """The subject stands above it, and each field says what is true of whoever reads."""
    turn = turn_of()
    person = somebody(turn, "Köln und Bonn", KOELN, BONN)
    text = "Guten Tag {Kommune}, Sie sind {Rolle}. {{Kommune}} bleibt stehen."
    assert read(turn, written(turn, text=text), person, KOELN, BONN) == (
        "Einladung\n\nGuten Tag Köln und Bonn, Sie sind Ansprechperson. {Kommune} bleibt stehen."
    )


def test_a_letter_is_written_in_its_readers_language_where_there_is_one(turn_of: TurnOf) -> None:
    """Without an English variant everybody reads the German one; English names of fields mean the same."""
    turn = turn_of()
    person = somebody(turn, "Köln", KOELN)
    person.language = Language.ENGLISH
    german, both = (
        written(turn, **more)
        for more in ({}, {"subject_english": "Invitation", "text_english": "To {municipality}, {role}"})
    )
    assert read(turn, german, person, KOELN) == "Einladung\n\nGuten Tag Köln!"
    assert read(turn, both, person, KOELN) == "Invitation\n\nTo Köln, contact"


def test_what_is_filled_in_is_never_markdown(turn_of: TurnOf) -> None:
    """A name with signs in it is shown as it is."""
    turn = turn_of()
    person = somebody(turn, "Köln", KOELN)
    turn.session.add(
        ActionItem(
            party=KOELN, text="*Zahlen* [hier](https://x.y)", due_on=MONDAY.date(), created_by=1, created_at=MONDAY
        )
    )
    turn.session.flush()
    assert read(turn, written(turn, text="{offen}"), person, KOELN).endswith("Aufgabe „*Zahlen* [hier](https://x.y)“")


def test_nobody_is_mentioned_and_no_html_is_let_through(turn_of: TurnOf) -> None:
    """Both are text; our Markdown is all that counts."""
    turn = turn_of()
    person = somebody(turn, "Köln", KOELN)
    assert "<b>@room</b>" in read(turn, written(turn, text="<b>@room</b>"), person, KOELN)


def test_open_items_are_named(turn_of: TurnOf) -> None:
    """A survey not sent, a meeting without an answer, a task to do; what is answered is not named."""
    turn = turn_of()
    person = somebody(turn, "Köln", KOELN)
    announcement = written(turn, text="Offen: {offen}")
    assert read(turn, announcement, person, KOELN).endswith("Offen: nichts")
    open_things(turn.session, turn, person)
    assert read(turn, announcement, person, KOELN).endswith(
        "Offen: Umfrage „Lage“, Antwort zu „Dialog“, Aufgabe „Zahlen“"
    )


def open_things(session: Session, turn: Turn, person: Person) -> None:
    """Ask somebody three things, and one they have answered."""
    form = {"title": {"de": "Lage"}, "questions": [{"name": "q", "type": "text", "label": {"de": "Was?"}}]}
    made = {"audience": EVERYONE, "created_by": turn.sender_id, "created_at": MONDAY, "changed_at": MONDAY}
    asking = {"title": "Lage", "opens_at": MONDAY, "closes_at": MONDAY + timedelta(9), "draft": form}
    survey = create_survey(session, Survey.model_validate(asking | made))
    publish(session, survey.id or 0, survey.version, turn.sender_id, MONDAY)
    invite(session, survey.id or 0, [KOELN], MONDAY)
    for title in ("Dialog", "Runde"):
        held = {"title": title, "starts_at": MONDAY + timedelta(3), "duration": 60, "timezone": "Europe/Berlin"}
        meeting = create_meeting(session, Meeting.model_validate(held | made))
        invited(session, meeting.id or 0, person.id or 0, KOELN, MONDAY)
        if title == "Runde":
            answer(session, meeting.id or 0, KOELN, Answer.YES, person.id or 0, MONDAY)
    session.add(ActionItem(party=KOELN, text="Zahlen", due_on=date(2021, 8, 1), created_by=1, created_at=MONDAY))
    session.flush()


def test_a_correction_says_that_it_is_one(turn_of: TurnOf) -> None:
    """Wherever it stands: in the place of the first letter, or below it where that cannot be changed any more."""
    turn = turn_of()
    person, first = somebody(turn, "Köln", KOELN), written(turn)
    assert read(turn, written(turn, corrects=first.id), person, KOELN).startswith("Korrektur: Einladung\n\n")


def test_the_first_file_goes_with_the_letter_and_the_others_behind_it(turn_of: TurnOf) -> None:
    """A message holds one file."""
    turn = turn_of()
    person, announcement = somebody(turn, "Köln", KOELN), written(turn, files=[7, 8, 9])
    assert letter(turn.session, turn.office, announcement, Addressee(person_id=person.id), MONDAY).file_id == 7
    assert [message.file_id for message in enclosures(announcement, 7)] == [8, 9]


@pytest.mark.parametrize(
    ("text", "fields", "faults"),
    [
        ("Guten Tag {Kommune}", {PersonalField.MUNICIPALITY}, []),
        ("{ ROLLE } und {Open}", {PersonalField.ROLE, PersonalField.OPEN}, []),
        ("{{Kommune}}", set(), []),
        ("{Name} und {Kommune}", {PersonalField.MUNICIPALITY}, ["{Name}"]),
        ("einzeln { hier", set(), ["{"]),
        ("{}", set(), ["{}"]),
        ("{Kom\nmune}", set(), ["{", "}"]),
    ],
)
def test_braces_are_read(text: str, fields: set[PersonalField], faults: list[str]) -> None:
    """A brace that is neither a field nor doubled is a fault, for nobody must read "{Kommne}" in a letter."""
    assert fields_in(text) == fields
    assert faults_in(text) == faults


def test_a_field_without_a_value_stays() -> None:
    """As it is written: such a letter is refused before it goes."""
    assert fill("{Kommune} {{x}}", {}) == "{Kommune} {x}"
