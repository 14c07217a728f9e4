"""Municipalities are found by what people type, and never mixed up."""

from __future__ import annotations

import unicodedata

import pytest

from storage.database import Database
from storage.member_files import MemberFileError, export_members, import_members
from storage.municipalities import (
    BadAgsError,
    Land,
    MemberStatus,
    Municipality,
    find_municipalities,
    fold,
    land_of,
)

WESTFALEN, SAALE = "05754012", "15002000"


def found(database: Database, typed: str) -> list[str]:
    """Say which AGS somebody may mean."""
    with database.transaction() as session:
        return [municipality.ags for municipality in find_municipalities(session, typed)]


@pytest.mark.usefixtures("municipalities")
def test_an_ambiguous_name_finds_all_who_bear_it(database: Database) -> None:
    """The name "Halle" finds both Halle (Westf.) and Halle (Saale), for the bot to ask which is meant."""
    assert set(found(database, "Halle")) == {WESTFALEN, SAALE}


@pytest.mark.usefixtures("municipalities")
def test_a_bare_name_does_not_win_over_a_longer_one(database: Database) -> None:
    """The name "Münster" finds Münster (Hessen) too, although one place is called just Münster."""
    assert found(database, "Münster") == ["05515000", "06432015"]


@pytest.mark.usefixtures("municipalities")
@pytest.mark.parametrize(
    ("typed", "ags"),
    [
        ("Halle (Westf.)", [WESTFALEN]),
        ("Halle in Westfalen", [WESTFALEN]),
        ("halle westfalen", [WESTFALEN]),
        ("HALLE (SAALE)", [SAALE]),
        ("Halle/Saale", [SAALE]),
        ("Halle a.d. Saale", []),
        ("Muenster", ["05515000", "06432015"]),
        ("münster", ["05515000", "06432015"]),
        ("MÜNSTER", ["05515000", "06432015"]),
        (unicodedata.normalize("NFD", "Münster"), ["05515000", "06432015"]),
        ("Muenster Hessen", ["06432015"]),
        ("  Bielefeld ", ["05711000"]),
        ("Stadt\N{NO-BREAK SPACE}Bielefeld", ["05711000"]),
        ("Bielefeld, Stadt", ["05711000"]),
        ("Landeshauptstadt Potsdam", ["12054000"]),
        ("Hall", []),
        ("Entenhausen", []),
        ("", []),
        ("–", []),
        ("Stadt", []),
        ("Halle%", [WESTFALEN, SAALE]),
        ("Hall_", []),
        ("%", []),
        ("_____", []),
    ],
)
def test_names_are_found_as_people_type_them(database: Database, typed: str, ags: list[str]) -> None:
    """Case, umlauts, punctuation and "Stadt" make no difference; signs that mean something to SQL mean nothing."""
    assert sorted(found(database, typed)) == ags


@pytest.mark.usefixtures("municipalities")
def test_an_ags_finds_one_or_none(database: Database) -> None:
    """An AGS is never ambiguous, and an unknown one finds nothing."""
    assert found(database, WESTFALEN) == [WESTFALEN]
    assert found(database, "05754999") == []


def test_a_kreis_is_known_by_five_digits(database: Database) -> None:
    """A Kreis takes part like a city, under the five digits of its own."""
    with database.transaction() as session:
        session.add(
            Municipality(ags="03241", name="Region Hannover", folded_name=fold("Region Hannover"), land=Land.NI)
        )
    assert found(database, "03241") == ["03241"]
    assert found(database, "region hannover") == ["03241"]


def test_a_municipality_is_a_member_unless_said_otherwise(database: Database) -> None:
    """Who declared solidarity without joining is told apart from a member."""
    with database.transaction() as session:
        session.add(Municipality(ags="05915000", name="Hamm", folded_name="hamm", land=Land.NW))
        session.add(
            Municipality(
                ags="05770032",
                name="Minden",
                folded_name="minden",
                land=Land.NW,
                status=MemberStatus.DECLARED,
            )
        )
    with database.transaction() as session:
        assert session.get_one(Municipality, "05915000").status is MemberStatus.MEMBER
        assert session.get_one(Municipality, "05770032").status is MemberStatus.DECLARED


@pytest.mark.parametrize(
    ("ags", "land"),
    [
        ("01002000", Land.SH),
        ("02000000", Land.HH),
        ("03241", Land.NI),
        ("04011000", Land.HB),
        (WESTFALEN, Land.NW),
        ("06412000", Land.HE),
        ("07315000", Land.RP),
        ("08416036", Land.BW),
        ("09162000", Land.BY),
        ("10041100", Land.SL),
        ("11000000", Land.BE),
        ("12054000", Land.BB),
        ("13003000", Land.MV),
        ("14612000", Land.SN),
        (SAALE, Land.ST),
        ("16051000", Land.TH),
    ],
)
def test_the_first_two_digits_are_the_land(ags: str, land: Land) -> None:
    """Each of the 16 Länder is read from the beginning of the AGS."""
    assert land_of(ags) is land


@pytest.mark.parametrize(
    "ags",
    [
        "",
        "05",
        "0575401",
        "057540121",
        "17000000",
        "00000000",
        "99999999",
        "05754o12",
        "05 754012",
        "0575401२",
        " 03241",
    ],
)
def test_what_is_no_ags_is_refused(ags: str) -> None:
    """An AGS has 8 digits, that of a Kreis 5, and begins with 01 to 16."""
    with pytest.raises(BadAgsError) as refused:
        land_of(ags)
    assert refused.value.ags == ags
    assert "Amtlicher Gemeindeschlüssel" in str(refused.value)


@pytest.mark.parametrize("name", ["Halle (Westf.)", "Münster", "Frankfurt (Oder)", "Groß-Gerau", "Aue-Bad Schlema"])
def test_folding_twice_is_folding_once(name: str) -> None:
    """What was folded once stays as it is, in any case and however its umlauts are written."""
    folded = fold(name)
    assert fold(folded) == folded == fold(name.upper()) == fold(unicodedata.normalize("NFD", name))


def test_inhabitants_are_taken_where_the_table_has_them(database: Database) -> None:
    """They come out again as they went in, stay as they are without the column, and must be a whole number."""
    table = b"ags,name,population\n05711000,Bielefeld,333000\n12054000,Potsdam,\n"
    with database.transaction() as session:
        import_members(session, table)
        import_members(session, b"ags,name\n05711000,Bielefeld\n")
        written = export_members(session)
        assert written.splitlines() == [
            "ags,name,land,status,named_as,population",
            "05711000,Bielefeld,NW,member,,333000",
            "12054000,Potsdam,BB,member,,",
        ]
        import_members(session, written.encode())
        assert export_members(session) == written
        with pytest.raises(MemberFileError, match=r"333\.000"):
            import_members(session, b"ags,name,population\n05711000,Bielefeld,333.000\n")
