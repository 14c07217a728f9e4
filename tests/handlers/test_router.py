"""What is meant for us, and what it means: reactions under old and new questions, numbers, and talk in groups."""

from __future__ import annotations

from collections import deque
from datetime import date

import pytest
from sqlmodel import col, func, select

from handlers.choosing import chosen
from handlers.invitations import new_invite
from handlers.messages import Choice, Incoming, Kind
from storage.database import Database
from storage.dialogues import DialoguePosition
from storage.groups import Group
from storage.inbox import InboxEvent
from storage.invites import Invite, create_invite
from storage.municipalities import Land
from storage.outbox import OutboxMessage
from storage.persons import Address, Person, Role, RoleAssignment
from storage.pledges import PledgeEntry
from storage.said import IN_VIEW
from tests.core_stage import NETWORK, START, CoreStage

KOELN, BONN = "05315000", "05314000"
PLEDGE = "zusage 20 NEST UMF bis 31.12.2021"
GROUP = "Sprecher*innen"
FIRST = "1\ufe0f\u20e3"
"""The keycap emoji people react with."""

OLD = "gehört zu einer früheren Frage"


class Town:
    """A core stage with people it knows, on which one can react to older messages and address the bot in a group."""

    def __init__(self, database: Database) -> None:
        self.stage = CoreStage(database)
        self.database = database
        self._events = 0

    def person(self, name: str, role: Role, ags: str | None = None, land: Land | None = None) -> int:
        """Let somebody be known, with a role since January; gives their number."""
        self.stage._heard[name] = deque()
        with self.database.transaction() as session:
            person = Person(label=name, created_at=START)
            session.add(person)
            session.flush()
            session.add(Address(person_id=person.id, network=NETWORK, account=name, chat=name, created_at=START))
            number = person.id or 0
        self.give(number, role, ags, land)
        return number

    def give(self, person: int, role: Role, ags: str | None = None, land: Land | None = None) -> None:
        """Give somebody a role, or one more."""
        with self.database.transaction() as session:
            since = date(2021, 1, 1)
            session.add(RoleAssignment(person_id=person, role=role, ags=ags, land=land, valid_from=since))

    def group(self) -> None:
        """Open the spokespersons' group."""
        self.stage._heard[GROUP] = deque()
        with self.database.transaction() as session:
            session.add(Group(network=NETWORK, chat=GROUP, role=Role.SPOKESPERSON, created_at=START))

    def code(self, role: Role, ags: str | None = None, *, for_group: bool = False) -> str:
        """Make an invitation; gives its code."""
        with self.database.transaction() as session:
            return create_invite(session, new_invite(role, START, ags=ags, for_group=for_group)).code

    def says(self, name: str, text: str, **more: object) -> str:
        """Let somebody write to the bot; gives all it answers there."""
        return self._take(name, name, text=text, **more)

    def says_in_group(self, name: str, text: str, **more: object) -> str:
        """Let somebody write in the group; gives all that the bot answers there."""
        return self._take(name, GROUP, direct=False, text=text, **more)

    def reacts(self, name: str, to: OutboxMessage, key: str = FIRST) -> str:
        """Let somebody react to a message of the bot; gives all it answers."""
        return self._take(name, name, kind=Kind.REACTION, text=key, refers_to=to.external_id)

    def _take(self, name: str, chat: str, *, direct: bool = True, **what: object) -> str:
        self._events += 1
        event, heard = f"event {self._events}", self.stage._heard.setdefault(chat, deque())
        self.stage._intake.take(
            Incoming(network=NETWORK, event_id=event, account=name, chat=chat, direct=direct, **what)
        )
        self.stage._deliver()
        answer = "\n".join(heard)
        heard.clear()
        return answer

    def shown(self, name: str) -> list[OutboxMessage]:
        """List the messages with choices that somebody got, the oldest first."""
        with self.database.transaction() as session:
            rows = session.exec(select(OutboxMessage).where(OutboxMessage.chat == name).order_by(col(OutboxMessage.id)))
            return [row for row in rows if row.choices]

    def count(self, table: type[PledgeEntry | Invite | InboxEvent | DialoguePosition]) -> int:
        """Count what is written."""
        with self.database.transaction() as session:
            return session.exec(select(func.count()).select_from(table)).one()


@pytest.fixture
def town(sqlite_database: Database) -> Town:
    """Give a stage with Cologne's contact on it, and a group of spokespersons."""
    town = Town(sqlite_database)
    town.person("Köln", Role.CONTACT, KOELN)
    town.group()
    return town


# Reactions.


def test_a_reaction_on_an_older_equal_review_confirms_nothing(town: Town) -> None:
    """Under the review of a cancelled report, a 1 does not send the new report, though both reviews read the same."""
    for text in (PLEDGE, "abbrechen", PLEDGE):
        town.says("Köln", text)
    older, newer = town.shown("Köln")
    assert (older.text, older.choices) == (newer.text, newer.choices)
    assert OLD in town.reacts("Köln", older)
    assert town.count(PledgeEntry) == 0
    assert town.count(DialoguePosition) == 1


def test_a_reaction_on_the_newest_review_confirms(town: Town) -> None:
    """Under the review that is open, a 1 sends the report, also if an equal one stands above it."""
    for text in (PLEDGE, "abbrechen", PLEDGE):
        town.says("Köln", text)
    assert "Meldung Nr. 1 ist angekommen" in town.reacts("Köln", town.shown("Köln")[-1])
    assert town.count(PledgeEntry) == 1


def test_a_review_repeated_takes_the_place_of_the_one_before(town: Town) -> None:
    """After something unclear the review is asked again; from then on only its last copy can be answered."""
    town.says("Köln", PLEDGE)
    town.says("Köln", "vielleicht")
    first, second = town.shown("Köln")
    assert OLD in town.reacts("Köln", first)
    third = town.shown("Köln")[-1]
    assert OLD in town.reacts("Köln", second)
    assert OLD in town.reacts("Köln", third)
    assert town.count(PledgeEntry) == 0
    assert "ist angekommen" in town.reacts("Köln", town.shown("Köln")[-1])


def test_a_notice_with_choices_does_not_make_a_review_old(town: Town) -> None:
    """A notice that came in after the review, with a choice of its own, leaves the review open for a reaction."""
    both = town.person("Potsdam", Role.COORDINATOR)
    town.give(both, Role.CONTACT, "12054000")
    town.says("Potsdam", PLEDGE)
    town.says("Köln", PLEDGE)
    town.says("Köln", "ja")
    review, notice = town.shown("Potsdam")
    assert notice.choices == [["Ansehen", "/freigaben 1"]]
    assert "Meldung Nr. 2 ist angekommen" in town.reacts("Potsdam", review)


def test_a_notice_between_two_equal_reviews_does_not_open_the_older_one(town: Town) -> None:
    """With a notice in between, too, only the newest of two equal reviews can be answered."""
    both = town.person("Potsdam", Role.COORDINATOR)
    town.give(both, Role.CONTACT, "12054000")
    town.says("Potsdam", PLEDGE)
    town.says("Potsdam", "abbrechen")
    town.says("Köln", PLEDGE)
    town.says("Köln", "ja")
    town.says("Potsdam", PLEDGE)
    review, _, _ = town.shown("Potsdam")
    assert OLD in town.reacts("Potsdam", review)
    assert town.count(PledgeEntry) == 1


def test_a_command_under_a_message_works_at_any_time(town: Town) -> None:
    """The choice "Ansehen" of a notice shows the report also when the notice is long out of view."""
    town.person("NRW", Role.LAND_COORDINATOR, land=Land.NW)
    town.says("Köln", PLEDGE)
    town.says("Köln", "ja")
    for _ in range(IN_VIEW + 1):
        town.says("NRW", "sprache")
    assert "Meldung Nr. 1 · Köln" in town.reacts("NRW", town.shown("NRW")[0])


def test_a_command_under_a_message_is_no_answer_to_a_question(town: Town) -> None:
    """In the midst of a rejection, "Ansehen" under an older notice is not taken for the reason."""
    town.person("NRW", Role.LAND_COORDINATOR, land=Land.NW)
    town.says("Köln", PLEDGE)
    town.says("Köln", "ja")
    town.says("NRW", "freigaben ablehnen 1")
    assert "mitten im Gespräch" in town.reacts("NRW", town.shown("NRW")[0])
    assert town.count(PledgeEntry) == 1


# Numbers.

CHOICES = (Choice("Ja, so melden", "ja"), Choice("Ändern", "aendern"), Choice("Abbrechen", "abbrechen"))


@pytest.mark.parametrize("typed", ["-1", "1,5", "0", "99", "4", "1.5", "1 2", "+1", "1..", "²", "١", "", "1000"])
def test_what_is_no_number_of_a_choice_chooses_nothing(typed: str) -> None:
    """Only the number of a choice chooses: nothing beyond the list, no negative, no broken number, no other digits."""
    assert chosen(CHOICES, typed) is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1", "ja"), ("1.", "ja"), ("1)", "ja"), (" 3 ", "abbrechen"), ("ändern", "aendern"), ("Ja, so melden!", "ja")],
)
def test_a_number_or_a_word_chooses(typed: str, value: str) -> None:
    """A choice is taken by its number as people write it, or by its label."""
    choice = chosen(CHOICES, typed)
    assert choice is not None
    assert choice.value == value


@pytest.mark.parametrize("typed", ["-1", "1,5", "0", "99", "–1"])
def test_no_such_number_sends_a_report(town: Town, typed: str) -> None:
    """At a review, too, what is no number of a choice sends nothing, and the review is asked again."""
    town.says("Köln", PLEDGE)
    assert "einer der drei Möglichkeiten" in town.says("Köln", typed)
    assert town.count(PledgeEntry) == 0


@pytest.mark.parametrize("typed", ["1.", "1)"])
def test_the_number_with_its_sign_sends_a_report(town: Town, typed: str) -> None:
    """Who copies the number as it stands in the list means that choice."""
    town.says("Köln", PLEDGE)
    assert "ist angekommen" in town.says("Köln", typed)


# Two questions at once: a coordinator who reports for a municipality, and a notice with a choice that comes in.


@pytest.fixture
def potsdam(town: Town) -> Town:
    """Give a stage on which Potsdam coordinates, reports for itself, and is told of a report from Cologne meanwhile."""
    town.give(town.person("Potsdam", Role.COORDINATOR), Role.CONTACT, "12054000")
    town.says("Potsdam", "zusage NEST UMF")
    town.says("Köln", PLEDGE)
    town.says("Köln", "ja")
    assert town.shown("Potsdam")[-1].choices == [["Ansehen", "/freigaben 1"]]
    return town


@pytest.mark.parametrize("typed", ["1", "1.", "Ansehen"])
def test_a_choice_below_the_question_takes_the_answer(potsdam: Town, typed: str) -> None:
    """A number or label means the list that was shown last; here it says that the report comes first."""
    answer = potsdam.says("Potsdam", typed)
    assert "mitten im Gespräch" in answer
    assert "Wie viele Plätze" in answer


@pytest.mark.parametrize("typed", ["2", "20", "zwei"])
def test_what_is_no_choice_below_the_question_answers_it(potsdam: Town, typed: str) -> None:
    """What the list that came last does not offer is the answer to the question above it."""
    assert "Bis wann gilt das Angebot?" in potsdam.says("Potsdam", typed)


def test_a_question_asked_again_is_the_last_one(potsdam: Town) -> None:
    """Once the dialogue has asked after the notice, a number answers the dialogue."""
    assert "verstehe ich nicht als Anzahl" in potsdam.says("Potsdam", "viele")
    assert "Bis wann gilt das Angebot?" in potsdam.says("Potsdam", "1")


# Groups.


@pytest.mark.parametrize(
    "text", ["Guten Morgen!", "zahlen", "zahlen kommen gleich", "Hafenbote: zahlen", "start ABCD-EFGH-JKLM", "1"]
)
def test_talk_among_people_leaves_no_trace(town: Town, text: str) -> None:
    """What people in a group say to each other is not answered and leaves no row, not even that somebody wrote."""
    assert town.says_in_group("Köln", text) == ""
    assert town.says_in_group("Gast", text) == ""
    assert town.count(InboxEvent) == 0


@pytest.mark.parametrize("kind", [Kind.IMAGE, Kind.VOICE, Kind.EDIT, Kind.REACTION, Kind.UNDECRYPTABLE])
def test_what_people_show_each_other_leaves_no_trace(town: Town, kind: Kind) -> None:
    """Pictures, edits and reactions of people in a group are not ours to note either."""
    assert town.says_in_group("Köln", "", kind=kind) == ""
    assert town.count(InboxEvent) == 0


@pytest.mark.parametrize("text", ["@hafenbote zahlen", "@hafenbote:example.org zahlen", "Hafenbote: zahlen", "!zahlen"])
def test_who_calls_us_by_name_is_answered(town: Town, text: str) -> None:
    """Behind our name a command needs no prefix."""
    assert "Bestätigte Zusagen" in town.says_in_group("Köln", text, addressed=True)
    assert town.count(InboxEvent) == 1


def test_a_name_and_something_unknown_is_told_so(town: Town) -> None:
    """Who calls us by name and says what is no command learns where to find the commands."""
    assert "nicht verstanden" in town.says_in_group("Köln", "@hafenbote was läuft", addressed=True)


@pytest.mark.parametrize("text", ["digest im Kopf behalten", "zahlen sind beeindruckend", "Danke!", "danke sehr"])
def test_an_answer_to_us_that_only_begins_like_a_command_is_left_alone(town: Town, text: str) -> None:
    """A remark in reply to a message of ours is no command, whatever word it begins with."""
    assert town.says_in_group("Köln", text, addressed=True) == ""


@pytest.mark.parametrize("text", ["Danke, sehr hilfreich", "Leute, digest ist da", "Übrigens: zahlen folgen morgen"])
def test_an_answer_to_us_with_a_comma_is_left_alone(town: Town, text: str) -> None:
    """A remark in reply to a message of ours is no call by name, whatever sign stands behind its first word."""
    assert town.says_in_group("Köln", text, addressed=True) == ""


@pytest.mark.parametrize("text", ["zahlen", "Zahlen", "!zahlen"])
def test_a_command_alone_in_an_answer_to_us_is_taken(town: Town, text: str) -> None:
    """Who replies to a message of ours with nothing but a command means us."""
    assert "Bestätigte Zusagen" in town.says_in_group("Köln", text, addressed=True)


@pytest.mark.parametrize(("text", "addressed"), [("!start {}", False), ("@hafenbote start {}", True)])
def test_a_code_for_a_person_is_void_once_a_group_has_read_it(town: Town, text: str, *, addressed: bool) -> None:
    """A person's code shown in a group admits nobody any more, neither there nor in a direct chat."""
    code = town.code(Role.CONTACT, BONN)
    assert "gilt er nicht mehr" in town.says_in_group("Köln", text.format(code), addressed=addressed)
    assert "gilt nicht" in town.says("Gast", f"start {code}")
    assert "gilt nicht" in town.says_in_group("Köln", f"!start {code}")
    with town.database.transaction() as session:
        assert session.exec(select(RoleAssignment.ags)).all() == [KOELN]


def test_a_code_for_a_group_stays_valid_after_a_direct_chat(town: Town) -> None:
    """A group's code tried in a direct chat was read by nobody else: it still admits the group."""
    code = town.code(Role.SPOKESPERSON, for_group=True)
    assert "Er ist noch gültig" in town.says("Köln", f"start {code}")
    assert "Diese Gruppe ist jetzt angemeldet" in town.says_in_group("Köln", f"!start {code}")
    assert "gilt nicht" in town.says_in_group("Köln", f"!start {code}")
