"""What a report would change, told before it is confirmed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from handlers.pledge_changes import change_words, differences
from handlers.wording import Wording
from storage.persons import Language
from storage.pledge_spans import ENDLESS, STILL, PledgeSpan, spans_of
from storage.pledges import Line, Offer, PledgeEntry, PledgeState, Programme, TargetGroup

LINE = Line("05315000", Programme.NEST, TargetGroup.EVERYONE)
FIRST = date(2021, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(40)]
GERMAN = Wording(Language.GERMAN, ZoneInfo("Europe/Berlin"))

starts, lengths = st.integers(0, 30), st.none() | st.integers(0, 12)
offers = st.builds(
    lambda places, start, length: Offer(
        places, DAYS[start], None if length is None else DAYS[start] + timedelta(days=length)
    ),
    st.integers(1, 3),
    starts,
    lengths,
)


def confirmed(offers: list[Offer]) -> list[PledgeSpan]:
    """Give the spans that are known once these offers were confirmed, one after the other."""
    entries = [
        PledgeEntry(
            id=number,
            ags=LINE.ags,
            programme=LINE.programme,
            target_group=LINE.target_group,
            version=number,
            state=PledgeState.CONFIRMED,
            effective=True,
            places=offer.places,
            valid_from=offer.valid_from,
            valid_until=offer.valid_until,
            actor_id=1,
            recorded_at=datetime(2021, 1, 1, tzinfo=UTC),
        )
        for number, offer in enumerate(offers, 1)
    ]
    return [span for span in spans_of(entries) if span.known_until == STILL]


def counting(offers: list[Offer], day: date) -> int:
    """Say how many places count: those of the offer that was confirmed last of all that have begun, until its end."""
    begun = [offer for offer in offers if offer.valid_from <= day]
    return begun[-1].places if begun and day <= (begun[-1].valid_until or ENDLESS) else 0


@given(st.lists(offers, max_size=5), offers)
def test_what_is_told_beforehand_is_what_happens(before: list[Offer], offer: Offer) -> None:
    """On every day, whatever was confirmed in whatever order: the numbers before and after, and no other days."""
    told = differences(confirmed(before), offer, LINE)
    for day in [*DAYS, date(2022, 1, 1)]:
        changed = [(each.before, each.after) for each in told if each.start <= day <= each.end]
        now, then = counting(before, day), counting([*before, offer], day)
        assert changed == ([(now, then)] if now != then else [])


def test_neighbouring_days_with_the_same_change_are_told_together() -> None:
    """Two lines where two things change, and never more than that."""
    before = confirmed([Offer(20, FIRST, date(2021, 3, 31)), Offer(20, date(2021, 2, 1), date(2021, 6, 30))])
    words = change_words(GERMAN, before, Offer(25, date(2021, 1, 15), date(2021, 12, 31)), LINE)
    assert words.splitlines() == [
        "Änderung: 20 → **25**, 15.01.2021 bis 30.06.2021",
        "Änderung: 0 → **25**, 01.07.2021 bis 31.12.2021",
    ]
