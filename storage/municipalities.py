"""Municipalities: who is in the network, and how to find one without mixing up names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from enum import StrEnum

from sqlalchemy import or_
from sqlmodel import Field, Session, col, select

from storage.records import Record, enum_column


class Land(StrEnum):
    """The 16 Länder as ISO 3166-2:DE."""

    SH = "DE-SH"
    HH = "DE-HH"
    NI = "DE-NI"
    HB = "DE-HB"
    NW = "DE-NW"
    HE = "DE-HE"
    RP = "DE-RP"
    BW = "DE-BW"
    BY = "DE-BY"
    SL = "DE-SL"
    BE = "DE-BE"
    BB = "DE-BB"
    MV = "DE-MV"
    SN = "DE-SN"
    ST = "DE-ST"
    TH = "DE-TH"


LAND_BY_AGS_PREFIX = {f"{number:02d}": land for number, land in enumerate(Land, start=1)}
"""The first two digits of an AGS are the Land (Statistisches Bundesamt, Gemeindeverzeichnis)."""

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
"""The spelling of umlauts that every keyboard has."""

AGS_PATTERN = re.compile(r"[0-9]{8}|[0-9]{5}")


class MemberStatus(StrEnum):
    """How far a municipality has come: declared solidarity, or joined the network."""

    DECLARED = "declared"
    MEMBER = "member"


class SizeClass(StrEnum):
    """How large a municipality is, as the BBSR sorts towns and municipalities; a Kreis is a class of its own."""

    RURAL = "rural"
    SMALL_TOWN = "small_town"
    TOWN = "town"
    CITY = "city"
    DISTRICT = "district"


SIZES = ((5_000, SizeClass.RURAL), (20_000, SizeClass.SMALL_TOWN), (100_000, SizeClass.TOWN))
"""Below how many inhabitants a municipality belongs to a class (Laufende Stadtbeobachtung of the BBSR)."""

AGS_OF_KREIS = 5
"""How many digits the key of a Kreis has."""


class Municipality(Record, table=True):
    """A municipality. ``ags`` is its Amtlicher Gemeindeschlüssel (8 digits, a Kreis 5); it alone is never ambiguous."""

    __tablename__ = "municipality"

    ags: str = Field(primary_key=True)
    name: str
    folded_name: str = Field(index=True)
    """The name as it is compared: what :func:`fold` makes of it."""
    land: Land = Field(sa_type=enum_column(Land), index=True)
    status: MemberStatus = Field(default=MemberStatus.MEMBER, sa_type=enum_column(MemberStatus))
    named_as: str = ""
    """How the network's documents name it: ``signatory``, ``founder``, ``nrw2020`` …, separated by spaces."""
    population: int | None = None
    """How many people live there, where the list of members says so."""


class BadAgsError(ValueError):
    """Not an Amtlicher Gemeindeschlüssel: 8 digits (a Kreis 5), the first two of them 01 to 16."""

    def __init__(self, ags: str) -> None:
        super().__init__(self.__doc__)
        self.ags = ags


def municipalities_by_ags(session: Session, keys: Collection[str]) -> dict[str, Municipality]:
    """Look several municipalities up at once; what is no key of one is missing."""
    return {found.ags: found for found in session.exec(select(Municipality).where(col(Municipality.ags).in_(keys)))}


def lands_with_members(session: Session) -> set[Land]:
    """List the Länder that have municipalities here."""
    return {Land(land) for land in session.exec(select(Municipality.land).distinct())}


def full_ags(typed: str) -> str:
    """Give an AGS back the leading 0 that spreadsheets take away; of anything else only the spaces go."""
    digits = "".join(typed.split())
    return f"0{digits}" if re.fullmatch(r"[1-9]\d{6}|[1-9]\d{3}", digits, re.ASCII) else digits


def land_of(ags: str) -> Land:
    """Read the Land from an AGS. Raises :class:`BadAgsError`."""
    land = LAND_BY_AGS_PREFIX.get(ags[:2])
    if land is None or not AGS_PATTERN.fullmatch(ags):
        raise BadAgsError(ags)
    return land


def size_class(ags: str, population: int | None) -> SizeClass | None:
    """Say how large a municipality is; None where nobody knows."""
    if len(ags) == AGS_OF_KREIS:
        return SizeClass.DISTRICT
    if population is None:
        return None
    for end, size in SIZES:
        if population < end:
            return size
    return SizeClass.CITY


def find_municipalities(session: Session, typed: str) -> Sequence[Municipality]:
    """Find the municipalities a person may mean: by AGS, else by full name, else by the name's beginning.

    Several results mean that the name is ambiguous: ask, never choose. "Halle" finds Halle (Saale) and Halle (Westf.).
    """
    if AGS_PATTERN.fullmatch(typed):
        found = session.get(Municipality, typed)
        return [found] if found else []
    wanted = fold(typed)
    if not wanted:
        return []
    # "Halle" must not stand for a place of just that name while another Halle exists: both are found.
    name = col(Municipality.folded_name)
    named = or_(name == wanted, name.startswith(f"{wanted} ", autoescape=True))
    return session.exec(select(Municipality).where(named).order_by(Municipality.folded_name, Municipality.ags)).all()


def fold(name: str) -> str:
    """Fold a name for comparing and sorting: letters and digits only, "Halle in Westfalen" as "Halle (Westf.)".

    Umlauts become two letters, which also sorts them as DIN 5007-2 does.
    """
    folded = unicodedata.normalize("NFKC", name).casefold().translate(UMLAUTS).replace("westfalen", "westf")
    return " ".join(word for word in re.findall(r"\w+", folded) if word not in {"in", "stadt", "landeshauptstadt"})
