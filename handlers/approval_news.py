"""Who is told of a decision: whoever reported, their colleagues, and, for a second confirmation, who is to give it."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.approval_cases import Case
from handlers.approvers import approvers
from handlers.messages import Choice, Message
from handlers.pledge_words import entry_words
from handlers.role_words import role_words
from handlers.turn import Replies, Turn, identity, notice
from handlers.wording import Markdown, Wording
from storage.persons import Person, Role, colleagues
from storage.pledges import PledgeEntry, PledgeState


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided: on which report of a case, how, and why."""

    case: Case
    report: PledgeEntry
    state: PledgeState
    reason: str = ""

    @property
    def others(self) -> tuple[PledgeEntry, ...]:
        """The reports that it contradicts, and which no longer wait once it is confirmed."""
        return self.case.others(self.report)


def told(turn: Turn, decision: Decision) -> Replies:
    """Tell the reporters and the municipality's contacts what was decided, and why."""
    report, place = decision.report, decision.case.place
    reporters = {each.actor_id for each in decision.case.reports}
    people = [turn.session.get_one(Person, number) for number in sorted(reporters)]
    people += colleagues(turn.session, report.ags, turn.today)
    said = []
    for person in {identity(person): person for person in people if person.id != turn.sender_id}.values():
        wording = turn.office.wording(person.language)
        why = wording("why-reported" if person.id in reporters else "why-speaking", municipality=place.name)
        said.append(notice(Message(_news(turn, wording, decision)), person, why))
    return said


def _news(turn: Turn, wording: Wording, decision: Decision) -> Markdown:
    report = decision.report
    later = "-later" if decision.state is PledgeState.CONFIRMED and report.valid_from > turn.today else ""
    text = wording(
        f"told-{decision.state}{later}",
        number=report.id,
        municipality=decision.case.place.name,
        by=acting(turn, wording, decision.case),
        offer=entry_words(wording, report),
        reason=decision.reason,
        start=report.valid_from,
        count=turn.office.two_confirmations_from,
    )
    return Markdown("\n\n".join([text, *_of_others(turn, wording, decision)]))


def _of_others(turn: Turn, wording: Wording, decision: Decision) -> list[Markdown]:
    """Say what becomes of the reports that contradicted it."""
    key = "conflict-told-rejected" if decision.state is PledgeState.CONFIRMED else "conflict-told-waits"
    return [
        wording(
            key,
            number=other.id,
            offer=entry_words(wording, other),
            by=acting(turn, wording, decision.case),
            reporter=turn.session.get_one(Person, other.actor_id).label,
        )
        for other in decision.others
    ]


def acting(turn: Turn, wording: Wording, case: Case) -> Markdown:
    """Name the role that gave the right to decide: one may also speak for a municipality."""
    roles = sorted(turn.roles, key=lambda role: role.role is not Role.LAND_COORDINATOR)
    given = next(role for role in roles if role.land == case.place.land or role.role is Role.COORDINATOR)
    return role_words(wording, None, given)


def ask_for_second(turn: Turn, decision: Decision) -> tuple[Markdown, Replies]:
    """Ask whoever may confirm a report after its first confirmation; also says who that is."""
    report, place = decision.report, decision.case.place
    people, role = approvers(turn.session, place.land, turn.today, report.actor_id, turn.sender_id)
    if not people:
        return turn.wording("approval-second-nobody"), []
    asked = []
    for person in people:
        wording = turn.office.wording(person.language)
        text = wording(
            "approval-notice-second",
            municipality=place.name,
            offer=entry_words(wording, report),
            number=report.id,
            by=acting(turn, wording, decision.case),
        )
        look = Choice(wording("approval-look"), f"/freigaben {report.id}")
        why = wording("why-deciding", role=role, land=place.land)
        asked.append(notice(Message(text, (look,)), person, why))
    key = "approval-second-land" if role is Role.LAND_COORDINATOR else "approval-second-office"
    return turn.wording(key, land=place.land), asked
