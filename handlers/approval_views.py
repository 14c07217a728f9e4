"""What is shown to who decides: one report, reports that contradict each other, the list, and all of them in full."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.approval_cases import Case, can_confirm, is_endorsed_by, is_own, needs_two
from handlers.messages import Choice, Message
from handlers.pledge_changes import change_words, spans_now
from handlers.pledge_words import conditions_words, entry_words, file_choices
from handlers.turn import Outgoing, Turn
from handlers.wording import Markdown
from storage.persons import Person
from storage.pledges import PledgeEntry, line_of, offer_of, run_out
from storage.standings import endorsement, offer_as_known, previous_in_force

LISTED = 10
PORTION = 20
"""Reports that are shown in full, and confirmed, at one go."""


def case_list(turn: Turn, waiting: Sequence[Case]) -> Outgoing:
    """List what waits, each with a button that shows it, and one for all."""
    choices = [Choice(_label(turn, case), f"/freigaben {case.reports[0].id}") for case in waiting[:LISTED]]
    choices.append(Choice(turn.wording("approvals-all-look", count=_count(waiting)), "/freigaben alle"))
    key = "approvals-list" if len(waiting) <= LISTED else "approvals-list-part"
    return turn.reply(key, *choices, count=_count(waiting), shown=min(len(waiting), LISTED))


def _count(waiting: Sequence[Case]) -> int:
    return sum(len(case.reports) for case in waiting)


def _label(turn: Turn, case: Case) -> Markdown:
    wording, newest = turn.wording, case.reports[-1]
    line = wording("approvals-line", municipality=case.place.name, offer=entry_words(wording, newest))
    if case.contradicts:
        return wording("conflict-line", line=line, count=len(case.reports))
    return wording("approval-line-second", line=line) if is_endorsed_by(turn, newest) else line


def case_view(turn: Turn, case: Case, remark: Markdown | None = None) -> Outgoing:
    """Show what waits on a line with all that a decision needs, and the buttons for it."""
    parts = [remark, ""] if remark else []
    shown, choices = _conflict(turn, case) if case.contradicts else _report(turn, case)
    return Outgoing(Message(Markdown("\n".join([*parts, *shown])), tuple(choices)))


def _report(turn: Turn, case: Case) -> tuple[list[Markdown], list[Choice]]:
    wording, (report,) = turn.wording, case.reports
    heading = wording("approval-detail", number=report.id, municipality=case.place.name, land=case.place.land)
    shown = [heading, *_offer_lines(turn, report), *_state_lines(turn, report)]
    files = file_choices(wording, offer_as_known(turn.session, report), report.id)
    if is_own(turn, report):
        return [*shown, Markdown(), wording(own_key(turn, report))], [*files]
    reject = Choice(wording("approval-reject"), f"/freigaben ablehnen {report.id}")
    if is_endorsed_by(turn, report):
        return shown, [reject, *files]
    return shown, [Choice(wording("approval-confirm"), f"/freigaben bestaetigen {report.id}"), reject, *files]


def _conflict(turn: Turn, case: Case) -> tuple[list[Markdown], list[Choice]]:
    wording, place = turn.wording, case.place
    shown = [
        wording("conflict-heading", municipality=place.name, land=place.land),
        wording("conflict-explained", count=len(case.reports)),
        _before(turn, case.reports[0]),
    ]
    choices: list[Choice] = []
    for report in case.reports:
        offer = wording("conflict-report", number=report.id, offer=entry_words(wording, report))
        shown += [Markdown(), offer, *_change(turn, report), _evidence(turn, report), *_state_lines(turn, report)]
        if can_confirm(turn, report):
            others = " ".join(str(other.id) for other in case.others(report))
            confirm = wording("conflict-confirm", number=report.id)
            choices.append(Choice(confirm, f"/freigaben bestaetigen {report.id} statt {others}"))
    if not any(is_own(turn, report) for report in case.reports):
        numbers = " ".join(str(report.id) for report in case.reports)
        reject = wording("conflict-reject-all", count=len(case.reports))
        choices.append(Choice(reject, f"/freigaben ablehnen {numbers}"))
        shown += [Markdown(), wording("conflict-reject-one", number=case.reports[0].id)]
    return shown, choices


def full_list(turn: Turn, waiting: Sequence[Case]) -> Outgoing:
    """Show reports in full, as many as go at once, with a button that confirms exactly those the person may confirm."""
    wording = turn.wording
    reports = [(case, report) for case in waiting for report in case.reports]
    shown = reports[:PORTION]
    key = "approvals-all" if len(shown) == len(reports) else "approvals-all-part"
    parts = [wording(key, count=len(reports), shown=len(shown))]
    numbers: list[str] = []
    for case, report in shown:
        obstacle = _obstacle(turn, case, report)
        lines = _in_full(turn, case, report)
        parts.append(Markdown("\n".join([*lines, wording(obstacle)] if obstacle else lines)))
        numbers += [] if obstacle else [str(report.id)]
    choices: list[Choice] = []
    if numbers:
        key = "approvals-confirm-all" if len(numbers) == len(reports) else "approvals-confirm-these"
        choices.append(Choice(wording(key, count=len(numbers)), f"/freigaben bestaetigen {' '.join(numbers)}"))
    return Outgoing(Message(Markdown("\n\n".join(parts)), tuple(choices)))


def _in_full(turn: Turn, case: Case, report: PledgeEntry) -> list[Markdown]:
    """Show a report among others, marked where nothing says on which council resolution it rests."""
    place, offer = case.place, offer_as_known(turn.session, report)
    heading = turn.wording("approval-detail", number=report.id, municipality=place.name, land=place.land)
    lines = [*_offer_lines(turn, report), *_state_lines(turn, report)]
    if offer.has_evidence:
        return [heading, *lines]
    unsaid = turn.wording("resolution-missing")
    return [turn.wording("approval-unproven", line=heading), *(line for line in lines if line != unsaid)]


def _obstacle(turn: Turn, case: Case, report: PledgeEntry) -> str:
    """Name the sentence that says why a report cannot be confirmed together with others, if there is a reason."""
    if is_own(turn, report):
        return own_key(turn, report)
    if case.contradicts:
        return "conflict-not-together"
    return "approval-not-twice" if is_endorsed_by(turn, report) else ""


def own_key(turn: Turn, report: PledgeEntry) -> str:
    """Name the sentence for who reported it: themselves, or from an account that was linked to theirs."""
    return "approval-own" if report.actor_id == turn.sender_id else "approval-own-linked"


def _offer_lines(turn: Turn, report: PledgeEntry) -> list[Markdown]:
    offered = [entry_words(turn.wording, report), _evidence(turn, report)]
    return [*offered, _before(turn, report), *_change(turn, report)]


def _evidence(turn: Turn, report: PledgeEntry) -> Markdown:
    return conditions_words(turn.wording, turn.session, offer_as_known(turn.session, report))


def _before(turn: Turn, report: PledgeEntry) -> Markdown:
    """Say what counted on a report's line before it."""
    before = previous_in_force(turn.session, report)
    if before is None or run_out(before, turn.today):
        return turn.wording("approval-first")
    return turn.wording("approval-before", before=entry_words(turn.wording, before))


def _change(turn: Turn, report: PledgeEntry) -> list[Markdown]:
    """Say on which days another number would count; of what is new its number says it."""
    known = spans_now(turn.session, line_of(report))
    if all(span.pending for span in known):
        return []
    return [change_words(turn.wording, known, offer_of(report), line_of(report))]


def _state_lines(turn: Turn, report: PledgeEntry) -> list[Markdown]:
    """Say who reported it when, and, where two have to confirm it, who was the first."""
    wording, session = turn.wording, turn.session
    reporter = session.get_one(Person, report.actor_id)
    lines = [wording("approval-reported", by=reporter.label, at=report.recorded_at)]
    first = endorsement(session, report)
    if first is not None and needs_two(turn, report):
        key = "approval-endorsed-by-you" if is_endorsed_by(turn, report) else "approval-endorsed-by"
        by = session.get_one(Person, first.actor_id).label
        lines.append(wording(key, by=by, at=first.recorded_at))
    return lines
