"""Pledges: what municipalities offer, as append-only chains of entries.

There is one chain for each municipality, programme and target group. Every entry carries the whole offer as it then
stood, numbered by ``version``. Entries marked ``effective`` (confirmations, and withdrawals of what was confirmed)
decide what counts, all others are on the way there. The rules by which entries are made are in :mod:`storage.ledger`,
what follows from them for a day in :mod:`storage.pledge_spans`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.records import Record, UtcDateTime, enum_column, json_column

MAX_PLACES = 100_000
"""More places than any municipality can mean: beyond it stands a typing error."""


EMPTY, NONE = {"server_default": text("''")}, {"server_default": text("'[]'")}


class Programme(StrEnum):
    """The admission programmes a pledge can be made under."""

    FEDERAL_EXISTING = "federal_existing"
    FEDERAL_HUMANITARIAN = "federal_humanitarian"
    NEST = "nest"
    LAND = "land"
    DUBLIN = "dublin"
    MUNICIPAL = "municipal"
    SEA_RESCUE = "sea_rescue"
    GREEK_CAMPS = "greek_camps"


class TargetGroup(StrEnum):
    """For whom the places are."""

    EVERYONE = "everyone"
    UNACCOMPANIED_MINORS = "unaccompanied_minors"
    VULNERABLE = "vulnerable"


class PledgeState(StrEnum):
    """What an entry says happened to the offer."""

    PROPOSED = "proposed"
    ENDORSED = "endorsed"
    """Confirmed by the first of two: it does not count yet."""
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REAFFIRMED = "reaffirmed"
    """The municipality says that what counts is still so."""
    EVIDENCED = "evidenced"
    """What an entry rests on was handed in later, or said better."""


class ConditionKind(StrEnum):
    """What an offer can depend on, where that can be counted."""

    FEDERAL_CONSENT = "federal_consent"
    NOT_COUNTED = "not_counted"
    ACCOMMODATION = "accommodation"
    TIME_LIMIT = "time_limit"


class PledgeEntry(Record, table=True):
    """One entry. ``valid_from`` and ``valid_until`` are days, both included; no end means until further notice.

    ``resolution`` and ``condition`` are what people wrote; the day, the number, the link, the file and the kinds are
    what is known of it. ``base`` is the version its author had seen, ``about_id`` the entry it decides on, takes back,
    reaffirms or is evidence for. ``digest`` is the SHA-256 of the entry and of the one before it in the whole ledger
    (:mod:`storage.ledger_chain`).
    """

    __tablename__ = "pledge_entry"
    __table_args__ = (
        UniqueConstraint("ags", "programme", "target_group", "version"),
        CheckConstraint("places > 0", name="places_positive"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="end_after_start"),
        Index("ix_pledge_recorded", "recorded_at"),
        Index("ix_pledge_about", "about_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ags: str = Field(foreign_key="municipality.ags")
    programme: Programme = Field(sa_type=enum_column(Programme))
    target_group: TargetGroup = Field(sa_type=enum_column(TargetGroup))
    version: int
    state: PledgeState = Field(sa_type=enum_column(PledgeState))
    effective: bool
    places: int
    valid_from: date
    valid_until: date | None = None
    resolution: str = ""
    resolved_on: date | None = None
    paper: str = Field(default="", sa_column_kwargs=EMPTY)
    """The number of the council's paper: "9123/2014-2020"."""
    link: str = Field(default="", sa_column_kwargs=EMPTY)
    file_id: int | None = None
    condition: str = ""
    condition_kinds: list[str] = Field(default_factory=list, sa_type=json_column(), sa_column_kwargs=NONE)
    base: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    about_id: int | None = None
    actor_id: int = Field(foreign_key="person.id")
    reason: str = ""
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    digest: str = Field(default="", sa_column_kwargs=EMPTY)


@dataclass(frozen=True, slots=True)
class Line:
    """What a chain belongs to."""

    ags: str
    programme: Programme
    target_group: TargetGroup


@dataclass(frozen=True, slots=True)
class Offer:
    """What a municipality offers on a line, what that rests on, and what it depends on; fields as of an entry."""

    places: int
    valid_from: date
    valid_until: date | None = None
    resolution: str = ""
    condition: str = ""
    resolved_on: date | None = None
    paper: str = ""
    link: str = ""
    file_id: int | None = None
    condition_kinds: tuple[ConditionKind, ...] = ()

    @property
    def has_evidence(self) -> bool:
        """Whether anything says which council resolution it rests on."""
        return bool(self.resolution or self.resolved_on or self.paper or self.link or self.file_id)


EVIDENCE = ("resolution", "resolved_on", "paper", "link", "file_id")
"""The fields of an offer that say what it rests on."""


def line_of(entry: PledgeEntry) -> Line:
    """Say which chain an entry belongs to."""
    return Line(entry.ags, entry.programme, entry.target_group)


def offer_of(entry: PledgeEntry) -> Offer:
    """Return what an entry offers, with the evidence it was written with."""
    known = {field.name: getattr(entry, field.name) for field in fields(Offer)}
    kinds = tuple(ConditionKind(kind) for kind in entry.condition_kinds)
    return Offer(**{**known, "condition_kinds": kinds})


def run_out(entry: PledgeEntry, day: date) -> bool:
    """Say whether an entry's offer is over by a day."""
    return entry.valid_until is not None and entry.valid_until < day
