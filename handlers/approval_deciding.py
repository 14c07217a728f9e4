"""Deciding: one report, or several at once; never the own one, and never against a report that was not shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from handlers.approval_cases import Case, case_of, is_own
from handlers.approval_news import Decision, ask_for_second, told
from handlers.approval_views import PORTION, case_view, own_key
from handlers.messages import Choice, Message
from handlers.pledge_words import entry_words
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.audit import note
from storage.ledger import ChangedMeanwhileError, EndorsedError, OwnReportError, decide
from storage.pledges import PledgeEntry, PledgeState
from storage.totals import left_to_decide


def confirm_one(turn: Turn, number: int, against: Collection[int]) -> Replies:
    """Confirm a report, for the first or the second time. What it contradicts is shown first, unless it is named."""
    case, report = case_of(turn, number)
    if {other.id for other in case.others(report)} - set(against):
        return [case_view(turn, case, turn.wording("conflict-look-first", number=number))]
    decision = _decided(turn, case, report, PledgeState.CONFIRMED)
    return [*_said(turn, decision), *_next(turn)]


def reject(turn: Turn, numbers: Sequence[int], reason: str) -> Replies:
    """Reject a report, or several that contradict each other. Raises :class:`Problem`, before anything is rejected."""
    said: list[Outgoing] = []
    for case, report in rejectable(turn, numbers):
        kept = tuple(each for each in case.reports if each.id == report.id or each.id not in numbers)
        said += _said(turn, _decided(turn, Case(case.place, kept), report, PledgeState.REJECTED, reason))
    return [*said, *_next(turn)]


def rejectable(turn: Turn, numbers: Sequence[int]) -> list[tuple[Case, PledgeEntry]]:
    """Find reports that are to be rejected for one reason. Raises :class:`Problem` where one cannot be."""
    found = [case_of(turn, number) for number in numbers]
    if any(report not in found[0][0].reports for _, report in found):
        raise Problem("approval-reject-singly")
    for _, report in found:
        if is_own(turn, report):
            raise Problem(own_key(turn, report))
    return found


def confirm_several(turn: Turn, numbers: Sequence[int]) -> Replies:
    """Confirm what can be confirmed, and say by number what cannot, and why."""
    if len(numbers) > PORTION:
        return [turn.reply("approvals-too-many", count=len(numbers), most=PORTION)]
    wording = turn.wording
    done: dict[PledgeState, list[Markdown]] = {PledgeState.CONFIRMED: [], PledgeState.ENDORSED: []}
    refused: list[Markdown] = []
    news: list[Outgoing] = []
    for number in numbers:
        try:
            decision = _confirmed_alone(turn, number)
        except Problem as problem:
            refused.append(wording("approvals-done-line", number=number, line=wording.problem(problem)))
            continue
        offer = entry_words(wording, decision.report)
        line = wording("approvals-line", municipality=decision.case.place.name, offer=offer)
        done[decision.state].append(wording("approvals-done-line", number=number, line=line))
        news += _news(turn, decision)[1]
    sections = [(f"approvals-{state}", lines) for state, lines in done.items()] + [("approvals-refused", refused)]
    text = [Markdown("\n".join([wording(key, count=len(lines)), *lines])) for key, lines in sections if lines]
    return [Outgoing(Message(Markdown("\n\n".join(text)))), *news, *_next(turn)]


def _confirmed_alone(turn: Turn, number: int) -> Decision:
    """Confirm a report that contradicts no other. Raises :class:`Problem`."""
    case, report = case_of(turn, number)
    if case.contradicts:
        raise Problem("conflict-not-together")
    return _decided(turn, case, report, PledgeState.CONFIRMED)


def _decided(turn: Turn, case: Case, report: PledgeEntry, state: PledgeState, reason: str = "") -> Decision:
    try:
        entry = decide(
            turn.session,
            report,
            state,
            turn.sender_id,
            turn.now,
            reason=reason,
            two_from=turn.office.two_confirmations_from,
        )
    except OwnReportError:
        raise Problem(own_key(turn, report)) from None
    except EndorsedError:
        raise Problem("approval-not-twice") from None
    except ChangedMeanwhileError:
        raise Problem("approval-meanwhile", number=report.id) from None
    note(turn.session, turn.now, turn.sender_id, f"pledge-{entry.state}", f"pledge:{entry.id}")
    return Decision(case, report, entry.state, reason)


def _news(turn: Turn, decision: Decision) -> tuple[list[Markdown], Replies]:
    """Tell whom it concerns, and give what the decider reads of that."""
    if decision.state is not PledgeState.ENDORSED:
        return [], told(turn, decision)
    asked, questions = ask_for_second(turn, decision)
    return [asked], [*told(turn, decision), *questions]


def _said(turn: Turn, decision: Decision) -> list[Outgoing]:
    wording, report = turn.wording, decision.report
    remarks, news = _news(turn, decision)
    offer = entry_words(wording, report)
    values = {"municipality": decision.case.place.name, "offer": offer, "number": report.id}
    lines = [wording(f"approval-{decision.state}", count=turn.office.two_confirmations_from, **values), *remarks]
    if decision.state is PledgeState.CONFIRMED:
        lines += [
            wording("conflict-rejected", number=other.id, offer=entry_words(wording, other))
            for other in decision.others
        ]
    return [Outgoing(Message(Markdown("\n".join(lines)))), *news]


def _next(turn: Turn) -> list[Outgoing]:
    """Say how many reports the person could decide on next, if there are any."""
    count = left_to_decide(turn.session, turn.lands(), turn.sender_id)
    look = Choice(turn.wording("approval-look"), "/freigaben")
    return [turn.reply("approvals-more", look, count=count)] if count else []
