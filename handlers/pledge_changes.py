"""What a report would change: on which days another number of places would count than before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from sqlmodel import Session

from handlers.wording import Markdown, Wording
from storage.pledge_spans import ENDLESS, PledgeSpan, follow
from storage.pledges import Line, Offer, PledgeEntry, PledgeState
from storage.standings import keys_of, known_spans

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Difference:
    """Days, both included, on which ``after`` places would count where ``before`` count now."""

    start: date
    end: date
    before: int
    after: int


def spans_now(session: Session, line: Line) -> Sequence[PledgeSpan]:
    """List what counts and what waits on a line, as is known now."""
    return session.exec(known_spans(), params=keys_of(line)).all()


def differences(before: Sequence[PledgeSpan], offer: Offer, line: Line) -> list[Difference]:
    """Say on which days other places would count, were an offer confirmed on a line of which these spans are known."""
    confirmed = PledgeEntry(
        id=0,  # it is never written
        version=0,
        actor_id=0,
        recorded_at=datetime.min.replace(tzinfo=UTC),
        ags=line.ags,
        programme=line.programme,
        target_group=line.target_group,
        state=PledgeState.CONFIRMED,
        effective=True,
        places=offer.places,
        valid_from=offer.valid_from,
        valid_until=offer.valid_until,
    )
    ended, begun = follow(before, confirmed, ())
    now = [span for span in before if not span.pending]
    then = [*(span for span in now if span not in ended), *begun]
    found: list[Difference] = []
    for start, end in _stretches([*now, *then]):
        each = Difference(start, end, _count(now, start), _count(then, start))
        last = found[-1] if found else None
        if last and (last.end + DAY, last.before, last.after) == (start, each.before, each.after):
            found[-1] = Difference(last.start, end, each.before, each.after)
        elif each.before != each.after:
            found.append(each)
    return found


def change_words(wording: Wording, before: Sequence[PledgeSpan], offer: Offer, line: Line) -> Markdown:
    """Say in a line or two what an offer changes: "20 → 25 Plätze, ab 01.09.2021"."""
    found = differences(before, offer, line)
    if not found:
        return wording("pledge-change-none")
    if all(span.pending for span in before):
        return wording("pledge-change-new", after=offer.places)
    return Markdown("\n".join(_words(wording, each) for each in found))


def _words(wording: Wording, each: Difference) -> Markdown:
    key = "pledge-change-open" if each.end == ENDLESS else "pledge-change"
    return wording(key, before=each.before, after=each.after, start=each.start, end=each.end)


def _stretches(spans: Sequence[PledgeSpan]) -> list[tuple[date, date]]:
    """Cut the days of several spans where one of them begins or ends."""
    starts = {span.valid_from for span in spans} | {
        span.valid_until + DAY for span in spans if span.valid_until != ENDLESS
    }
    ordered = sorted(starts)
    return [*((start, end - DAY) for start, end in pairwise(ordered)), *((start, ENDLESS) for start in ordered[-1:])]


def _count(spans: Iterable[PledgeSpan], day: date) -> int:
    return sum(span.places for span in spans if span.valid_from <= day <= span.valid_until)
