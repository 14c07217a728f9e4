"""A role that has ended gives no right any more, also not in a conversation begun while it held; none is widened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import func, select

from handlers.messages import Kind
from storage.audit import AuditEntry
from storage.database import Database
from storage.dialogues import DialoguePosition
from storage.invites import Invite
from storage.ledger import decide, propose
from storage.municipalities import Land
from storage.persons import Role, RoleAssignment
from storage.pledges import Line, Offer, PledgeEntry, PledgeState, Programme, TargetGroup
from storage.standings import standing
from tests.core_stage import START
from tests.handlers.test_router import BONN, FIRST, KOELN, Town

YESTERDAY = START.date() - timedelta(days=1)
IN_JUNE = datetime(2021, 6, 1, 9, tzinfo=UTC)
NOT_ALLOWED = "Das ist für Ihre Rolle nicht vorgesehen."


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation up to its last answer, and the role it takes; ``elsewhere`` is the same for another place."""

    role: Role
    says: tuple[str, ...]
    last: str
    ags: str | None = None
    land: Land | None = None
    elsewhere: str | Land | None = None
    instead: str = ""


PLEDGE = Talk(
    Role.CONTACT,
    ("zusage Köln 20 Landesaufnahmeprogramm alle bis 31.12.2021",),
    "ja",
    ags=KOELN,
    elsewhere=BONN,
    instead="Für Sie ist keine Kommune eingetragen",
)
WITHDRAWAL = Talk(
    Role.DEPUTY,
    ("zurückziehen", "1"),
    "ja",
    ags=KOELN,
    elsewhere=BONN,
    instead="Für Sie ist keine Kommune eingetragen",
)
REJECTION = Talk(
    Role.LAND_COORDINATOR,
    ("freigaben ablehnen 3",),
    "Der Ratsbeschluss fehlt.",
    land=Land.NW,
    elsewhere=Land.HE,
    instead="Dafür sind Sie nicht zuständig",
)
INVITATION = Talk(Role.COORDINATOR, ("einladen Ansprechperson",), "Köln")
DATE_POLL = Talk(
    Role.COORDINATOR,
    ("terminfindung Dialog 60min für Köln: 12.08.2021 14:00, 13.08.2021 10 Uhr, Frist bis 10.08.2021", "überspringen"),
    "ja",
)

TALKS = {"pledge": PLEDGE, "withdrawal": WITHDRAWAL, "rejection": REJECTION, "invitation": INVITATION}
TALKS |= {"date poll": DATE_POLL}
all_talks = pytest.mark.parametrize("talk", TALKS.values(), ids=TALKS)


class Network(Town):
    """A town in which Cologne has a confirmed pledge (entries 1 and 2) and one that waits (entry 3)."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        reporter = self.person("Kollege", Role.CONTACT, KOELN)
        decider = self.person("Büro", Role.COORDINATOR)
        with database.transaction() as session:
            offer = Offer(10, date(2021, 6, 1))
            nest, dublin = (Line(KOELN, each, TargetGroup.EVERYONE) for each in (Programme.NEST, Programme.DUBLIN))
            entry = propose(session, standing(session, nest), offer, reporter, IN_JUNE)
            decide(session, entry, PledgeState.CONFIRMED, decider, IN_JUNE)
            propose(session, standing(session, dublin), offer, reporter, IN_JUNE)

    def begin(self, talk: Talk) -> int:
        """Let somebody with the role for it talk up to the last answer; gives their number."""
        person = self.person("Wer", talk.role, talk.ags, talk.land)
        for text in talk.says:
            self.says("Wer", text)
        assert self.count(DialoguePosition) == 1
        return person

    def end_roles(self, person: int, last_day: date = YESTERDAY) -> None:
        """Let all roles of somebody end."""
        with self.database.transaction() as session:
            for role in session.exec(select(RoleAssignment).where(RoleAssignment.person_id == person)):
                role.valid_until = last_day

    def written(self) -> tuple[int, int, list[str]]:
        """Count entries and invitations, and list what the audit log says."""
        with self.database.transaction() as session:
            entries, invites = (
                session.exec(select(func.count()).select_from(each)).one() for each in (PledgeEntry, Invite)
            )
            return entries, invites, [note.action for note in session.exec(select(AuditEntry))]


@pytest.fixture
def network(sqlite_database: Database) -> Network:
    """Give a town with pledges."""
    return Network(sqlite_database)


@all_talks
def test_who_holds_the_role_can_finish(network: Network, talk: Talk) -> None:
    """On its last day a role still lets one finish: what stops people below is the end of the role, nothing else."""
    person, before = network.begin(talk), network.written()
    network.end_roles(person, START.date())
    network.says("Wer", talk.last)
    assert network.written() != before
    assert network.count(DialoguePosition) == 0


@all_talks
def test_a_role_that_has_ended_ends_its_conversations(network: Network, talk: Talk) -> None:
    """Whose role has ended writes nothing with the last answer, is told so, and has no conversation any more."""
    person, before = network.begin(talk), network.written()
    network.end_roles(person)
    answer = network.says("Wer", talk.last)
    assert NOT_ALLOWED in answer
    assert "Abgebrochen" in answer
    assert network.written() == before
    assert network.count(DialoguePosition) == 0


@pytest.mark.parametrize("talk", [PLEDGE, WITHDRAWAL], ids=["pledge", "withdrawal"])
def test_a_reaction_gives_no_more_right_than_a_word(network: Network, talk: Talk) -> None:
    """Under the open review, too, a 1 of somebody whose role has ended writes nothing."""
    person, before = network.begin(talk), network.written()
    network.end_roles(person)
    assert NOT_ALLOWED in network.reacts("Wer", network.shown("Wer")[-1], FIRST)
    assert network.written() == before
    assert network.count(DialoguePosition) == 0


@all_talks
@pytest.mark.parametrize("text", ["zurück", "status", "!hilfe"])
def test_no_other_word_keeps_the_conversation_alive(network: Network, talk: Talk, text: str) -> None:
    """Whatever somebody writes whose role has ended: their conversation is gone, and begins only anew."""
    person, before = network.begin(talk), network.written()
    network.end_roles(person)
    assert NOT_ALLOWED in network.says("Wer", text)
    assert network.count(DialoguePosition) == 0
    network.says("Wer", talk.last)
    assert network.written() == before


@pytest.mark.parametrize("talk", [PLEDGE, WITHDRAWAL, REJECTION], ids=["pledge", "withdrawal", "rejection"])
def test_the_same_role_elsewhere_does_not_do(network: Network, talk: Talk) -> None:
    """Whose role for a place has ended cannot go on there with the same role for another place."""
    person, before = network.begin(talk), network.written()
    network.end_roles(person)
    place = talk.elsewhere
    network.give(person, talk.role, *([None, place] if isinstance(place, Land) else [place]))
    assert talk.instead in network.says("Wer", talk.last)
    assert network.written() == before
    assert network.count(DialoguePosition) == 0


@pytest.mark.parametrize("key", ["2", "3"])
def test_a_picture_in_between_does_not_help(network: Network, key: str) -> None:
    """A reaction or picture after the end of a role repeats a question at most; it never writes."""
    person, before = network.begin(PLEDGE), network.written()
    network.end_roles(person)
    network.says("Wer", "", kind=Kind.IMAGE)
    network.reacts("Wer", network.shown("Wer")[-1], key)
    assert network.written() == before


# Roles no wider than meant.


@pytest.mark.parametrize(
    "text",
    [
        "einladen Koordinierungsstelle NRW",
        "einladen Koordination NRW",
        "einladen Sprecher*in Köln",
        "einladen Gruppe Sprecher*innen NRW",
        "einladen coordinator Hessen",
    ],
)
def test_a_role_with_words_left_over_invites_nobody(network: Network, text: str) -> None:
    """What is left over beside a role leaves all open: nobody gets the rights of the office for one Land's sake."""
    answer = network.says("Büro", text)
    assert "Wen möchten Sie einladen?" in answer
    assert network.written() == (3, 0, [])


def test_the_role_that_was_meant_can_still_be_chosen(network: Network) -> None:
    """After the question, the Länderkoordination is invited for the Land that is then named, and for it alone."""
    network.says("Büro", "einladen Koordinierungsstelle NRW")
    assert "Für welches Land?" in network.says("Büro", "3")
    network.says("Büro", "NRW")
    with network.database.transaction() as session:
        [invite] = session.exec(select(Invite))
    assert (invite.role, invite.land) == (Role.LAND_COORDINATOR, Land.NW)
