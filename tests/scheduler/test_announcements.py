"""Announcements by the clock: they begin after the undo window, go out fairly, can be stopped, and are reported."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from handlers.announcement_sending import CHUNK
from storage.announcement_release import cancel, go_on, pause, retry_failed, take_back, withdraw
from storage.announcements import ChangedError, CorrectedError, NotNowError, OwnDraftError
from storage.audience_criteria import Audience, Criteria
from storage.claims import claim
from storage.database import Database
from storage.municipalities import Land
from storage.outbox import OutboxMessage, Urgency, record_part
from storage.persons import Address, Role, RoleAssignment
from tests.scheduler.announcement_town import MINUTE, SECOND, AnnouncementTown


@pytest.fixture
def town(database: Database) -> AnnouncementTown:
    """Give an office and three municipalities."""
    return AnnouncementTown(database)


def test_it_goes_two_minutes_after_the_release_to_everybody_once(town: AnnouncementTown) -> None:
    """Nothing before; then each recipient's own letter, and at the end a report to both."""
    number = town.draft()
    town.ask(number)
    town.release(number)
    town.after(119 * SECOND)
    assert town.send() == 0
    town.after(SECOND)
    town.send_all()
    assert "Liebe Kolleg\\*innen" not in town.got("Ort 1")[0]
    assert [len(town.got(f"Ort {each}")) for each in (1, 2, 3)] == [1, 1, 1]
    assert "aus Ort 2" in town.got("Ort 2")[0]
    town.after(MINUTE)
    town.send_all()
    assert town.state(number) == "finished"
    assert "Gesendet: 3 von 3" in town.got("Potsdam")[-1]
    assert "Nordrhein-Westfalen: 3 von 3" in town.got("Berlin")[-1]


def test_nobody_releases_what_they_wrote_or_asked_for(town: AnnouncementTown) -> None:
    """Neither who edited it last nor who asked; a third person may."""
    number = town.draft(by="Potsdam")
    town.ask(number, by="Berlin")
    for name in ("Potsdam", "Berlin"):
        with pytest.raises(OwnDraftError):
            town.release(number, by=name)
    town.release(number, by="Hessen")
    assert town.state(number) == "released"


def test_an_edit_makes_a_draft_of_it_again(town: AnnouncementTown) -> None:
    """Asked for or released: nothing of that holds, and nothing goes."""
    number = town.draft()
    town.ask(number)
    town.release(number)
    town.edit(number, text="Anders")
    town.after(10 * MINUTE)
    assert (town.state(number), town.rows(number)) == ("draft", [])


def test_what_was_seen_before_is_not_released(town: AnnouncementTown) -> None:
    """One sign or one recipient more, and whoever releases looks again."""
    number = town.draft()
    town.ask(number)
    seal = town.seal(number)
    town.join("Ort 4", Role.CONTACT, ags="05000004")
    with pytest.raises(ChangedError):
        town.release(number, seal=seal)


def test_it_can_be_taken_back_within_two_minutes(town: AnnouncementTown) -> None:
    """Afterwards it is a draft, and a new release counts from its own moment."""
    number = town.draft()
    town.ask(number)
    town.release(number)
    town.after(MINUTE)
    town.do(take_back, number)
    town.after(MINUTE)
    assert (town.state(number), town.rows(number)) == ("draft", [])
    town.ask(number)
    town.release(number)
    town.after(MINUTE)
    assert town.rows(number) == []
    town.after(MINUTE)
    assert len(town.rows(number)) == 3


def test_a_pause_lets_nothing_begin_and_loses_nothing(town: AnnouncementTown) -> None:
    """What comes back to the line meanwhile waits, too; afterwards each gets it once."""
    number = town.let_go()
    town.send(2)  # the author's status, and one letter
    town.do(pause, number)
    assert town.send() == 0
    assert town.standing(number).sent == 1
    town.do(go_on, number)
    town.send_all()
    town.after(MINUTE)
    assert (town.state(number), town.standing(number).sent) == ("finished", 3)
    assert [len(town.got(f"Ort {each}")) for each in (1, 2, 3)] == [1, 1, 1]


def test_who_is_cancelled_is_counted(town: AnnouncementTown) -> None:
    """Some have got it, the others never will; the sum is whole."""
    number = town.let_go()
    town.send(2)  # the author's status, and one letter
    town.do(cancel, number, town.now)
    town.send_all()
    town.after(MINUTE)
    counted = town.standing(number)
    assert (counted.sent, counted.cancelled, counted.total) == (1, 2, 3)
    with pytest.raises(NotNowError):
        town.do(go_on, number)


def test_it_stops_by_itself_where_too_much_fails(database: Database) -> None:
    """It tells both; whoever lets it go on in spite of that is not stopped for the same failures."""
    town = AnnouncementTown(database, places=40)
    number = town.let_go()
    town.send(10 + 1, fails=[f"Ort {each}" for each in range(1, 41)])
    town.after(MINUTE)
    assert town.state(number) == "paused"
    town.send_all()
    assert "angehalten" in town.got("Berlin")[-1]
    town.do(go_on, number)
    town.after(MINUTE)
    town.send_all()
    town.after(10 * MINUTE)
    assert (town.state(number), town.standing(number).sent) == ("finished", 30)


def test_what_failed_can_be_tried_again(town: AnnouncementTown) -> None:
    """Also after the end, at the address there is now."""
    number = town.let_go()
    town.send_all(fails=["Ort 2"])
    town.after(MINUTE)
    assert town.standing(number).failed.total() == 1
    with town.database.transaction() as session:
        session.exec(select(Address).where(Address.chat == "Ort 2")).one().chat = "Neuer Raum"
    assert town.do(retry_failed, number, town.now.date()) == 1
    town.send_all()
    town.after(MINUTE)
    assert (town.state(number), len(town.got("Neuer Raum"))) == ("finished", 1)


def _failed_for_ort_2(town: AnnouncementTown) -> int:
    """Let one go that reaches everybody but one; gives its number."""
    number = town.let_go()
    town.send_all(fails=["Ort 2"])
    town.after(MINUTE)
    return number


def test_what_was_withdrawn_is_not_tried_again(town: AnnouncementTown) -> None:
    """Nor can it be paused and let go on: whoever did not get it never does."""
    number = _failed_for_ort_2(town)
    town.do(withdraw, number, town.people["Potsdam"], town.now)
    for deed in (lambda: town.do(retry_failed, number, town.now.date()), lambda: town.do(go_on, number)):
        with pytest.raises(NotNowError):
            deed()
    town.after(MINUTE)
    town.send_all()
    assert town.got("Ort 2") == []


def test_what_was_corrected_is_not_tried_again(town: AnnouncementTown) -> None:
    """Its text is known to be wrong, and its correction would not follow to whom it had not reached."""
    number = _failed_for_ort_2(town)
    town.let_go(text="Der Termin ist am Freitag.", audience=None, corrects=number)
    with pytest.raises(CorrectedError):
        town.do(retry_failed, number, town.now.date())


def test_whoever_has_lost_all_roles_is_not_tried_again(town: AnnouncementTown) -> None:
    """Days may lie between the failure and the second try."""
    number = _failed_for_ort_2(town)
    with town.database.transaction() as session:
        held = RoleAssignment.person_id == town.people["Ort 2"]
        session.exec(select(RoleAssignment).where(held)).one().valid_until = (town.now - timedelta(days=1)).date()
    assert town.do(retry_failed, number, town.now.date()) == 0


def test_what_begins_anew_at_another_address_has_no_parts_there(town: AnnouncementTown) -> None:
    """The names of what had arrived in the old chat would name somebody else's messages in the new one."""
    number = town.let_go()
    with town.database.transaction() as session:
        taken = claim(session, "test", ["matrix"], 1000)
    with town.database.transaction() as session:
        for message in taken:
            record_part(session, message, ["text:7"])
    town.send_all(fails=["Ort 2"])
    town.after(MINUTE)
    with town.database.transaction() as session:
        session.exec(select(Address).where(Address.chat == "Ort 2")).one().chat = "Neuer Raum"
    town.do(retry_failed, number, town.now.date())
    assert [row.part_names for row in town.rows(number) if row.chat == "Neuer Raum"] == [[]]


def test_who_has_left_since_the_release_gets_nothing(town: AnnouncementTown) -> None:
    """Without a role, or without an address: counted with the reason, and told in the report."""
    number = town.draft()
    town.ask(number)
    town.release(number)
    with town.database.transaction() as session:
        held = RoleAssignment.person_id == town.people["Ort 1"]
        session.exec(select(RoleAssignment).where(held)).one().valid_until = (town.now - timedelta(days=1)).date()
        session.exec(select(Address).where(Address.chat == "Ort 2")).one().gone = True
    town.after(2 * MINUTE)
    town.send_all()
    counted = town.standing(number)
    assert (counted.sent, counted.dropped) == (1, {"role": 1, "unreachable": 1})


def test_a_release_does_not_outlive_the_right_to_it(town: AnnouncementTown) -> None:
    """Whoever loses the role in the two minutes has released nothing; it is asked for again."""
    number = town.draft()
    town.ask(number)
    town.release(number)
    with town.database.transaction() as session:
        held = RoleAssignment.person_id == town.people["Berlin"]
        session.exec(select(RoleAssignment).where(held)).one().valid_until = (town.now - timedelta(days=1)).date()
    town.after(2 * MINUTE)
    assert (town.state(number), town.rows(number)) == ("requested", [])


def test_what_the_service_has_slept_through_is_released_anew(town: AnnouncementTown) -> None:
    """Up to three hours late it goes; later, what it says may be over."""
    number = town.draft()
    town.ask(number)
    town.release(number)
    town.after(timedelta(hours=4))
    town.send_all()
    assert (town.state(number), town.rows(number)) == ("requested", [])
    assert "nicht in Betrieb" in town.got("Berlin")[-1]


def test_many_are_posted_bit_by_bit_in_one_stroke(sqlite_database: Database) -> None:
    """First contacts of all municipalities before any second ones, whatever the bits are."""
    town = AnnouncementTown(sqlite_database, places=CHUNK + 30)
    with town.database.transaction() as session:
        held = session.exec(select(RoleAssignment).where(RoleAssignment.ags == "05000001")).one()
        deputy = town.people["Hessen"]
        session.add(
            RoleAssignment(person_id=deputy, role=held.role, ags="05000001", position=1, valid_from=held.valid_from)
        )
    number = town.let_go()
    rows = town.rows(number)
    assert (len(rows), rows[-1].chat) == (CHUNK + 31, "Hessen")


def test_a_withdrawn_one_is_taken_back_from_whom_it_reached(town: AnnouncementTown) -> None:
    """Who waits gets nothing; each message that arrived is removed where it stands."""
    number = town.let_go()
    town.send(2)  # the author's status, and one letter
    town.do(withdraw, number, town.people["Potsdam"], town.now)
    town.after(SECOND)
    first = town.rows(number)[0]
    town.send_all()
    town.after(MINUTE)
    assert (town.standing(number).sent, town.standing(number).cancelled) == (1, 2)
    assert any("zurückgezogen" in text for text in town.got(first.chat))
    with pytest.raises(NotNowError):
        town.do(withdraw, number, town.people["Potsdam"], town.now)


def test_a_correction_goes_in_the_place_of_what_was_sent(town: AnnouncementTown) -> None:
    """To those who got it and nobody else."""
    number = town.let_go()
    town.send_all(fails=["Ort 3"])
    town.after(MINUTE)
    correction = town.let_go(subject="Dialog", text="Der Termin ist am Freitag.", audience=None, corrects=number)
    rows, originals = town.rows(correction), {row.chat: row.key for row in town.rows(number)}
    assert sorted(row.chat for row in rows) == ["Ort 1", "Ort 2"]
    assert all(row.replaces == originals[row.chat] for row in rows)


def test_a_correction_does_not_begin_while_what_it_corrects_still_goes(town: AnnouncementTown) -> None:
    """Whoever is reached by a second try meanwhile would keep what is wrong: it is released anew, for them, too."""
    number = _failed_for_ort_2(town)
    correction = town.draft(text="Der Termin ist am Freitag.", audience=None, corrects=number)
    town.ask(correction)
    town.release(correction)
    town.do(retry_failed, number, town.now.date())
    town.after(2 * MINUTE)
    assert town.state(correction) == "requested"
    town.send_all()
    town.after(MINUTE)
    town.release(correction)
    town.after(2 * MINUTE)
    assert sorted(row.chat for row in town.rows(correction)) == ["Ort 1", "Ort 2", "Ort 3"]


def test_a_correction_of_whom_others_were_reached_since_is_released_anew(town: AnnouncementTown) -> None:
    """Its release was for those who had got the first then."""
    number = _failed_for_ort_2(town)
    correction = town.draft(text="Der Termin ist am Freitag.", audience=None, corrects=number)
    town.ask(correction)
    town.release(correction)
    town.do(retry_failed, number, town.now.date())
    town.send_all()
    town.after(MINUTE)
    assert town.state(number) == "finished"
    town.after(MINUTE)
    assert town.state(correction) == "requested"


def test_a_group_gets_it_as_a_person_does(town: AnnouncementTown) -> None:
    """Pinned where that was asked for."""
    group = town.group()
    number = town.let_go(audience=None, groups=[group], text="Der Termin steht.", pinned=True)
    assert [(row.chat, row.pinned) for row in town.rows(number)] == [("Gruppe", True)]


@pytest.mark.parametrize("urgency", list(Urgency))
def test_at_night_only_urgent_ones_go(town: AnnouncementTown, urgency: Urgency) -> None:
    """The others wait for the morning and are counted as waiting."""
    town.now = town.now.replace(hour=22)
    number = town.let_go(urgency=urgency)
    town.send_all()
    assert town.standing(number).sent == (3 if urgency is Urgency.URGENT else 0)
    town.after(timedelta(hours=10))
    town.send_all()
    assert town.standing(number).sent == 3


def test_an_audience_of_one_land_is_released_by_its_coordination(town: AnnouncementTown) -> None:
    """What their Land alone gets; the clock asks again whether they may."""
    ours = Audience(anyone_of=(Criteria(lands=(Land("DE-HE"),)),)).model_dump(mode="json")
    town.join("Kassel", Role.CONTACT, ags="06611000")
    number = town.draft(audience=ours)
    town.ask(number)
    town.release(number, by="Hessen")
    town.after(2 * MINUTE)
    assert len(town.rows(number)) == 1
    whole = town.draft()
    town.ask(whole)
    town.release(whole, by="Hessen")
    town.after(2 * MINUTE)
    assert town.state(whole) == "requested"


@pytest.mark.parametrize("in_place", [True, False])
def test_a_withdrawn_one_takes_its_correction_with_it(town: AnnouncementTown, *, in_place: bool) -> None:
    """What the correction changed in place goes once, with the original; what followed it goes by itself."""
    number = town.let_go()
    town.send_all()
    town.after(MINUTE)
    correction = town.let_go(subject="Dialog", text="Am Freitag.", audience=None, corrects=number)
    town.send_all()
    if in_place:
        names = {row.key: row.external_id for row in town.rows(number)}
        with town.database.transaction() as session:
            for row in session.exec(select(OutboxMessage).where(col(OutboxMessage.replaces).in_(names))):
                row.external_id = names[row.replaces or ""]
    town.after(MINUTE)
    town.do(withdraw, number, town.people["Potsdam"], town.now)
    town.after(SECOND)
    town.send_all()
    town.after(MINUTE)
    with town.database.transaction() as session:
        removed = session.exec(select(OutboxMessage.removes).where(col(OutboxMessage.removes).is_not(None))).all()
    both = [row.key for row in (*town.rows(number), *town.rows(correction))]
    assert sorted(filter(None, removed)) == sorted(both[:3] if in_place else both)
