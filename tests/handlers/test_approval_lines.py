"""What is written behind ``freigaben``: how many ways there are to say it, and that nothing is read into it."""

from __future__ import annotations

import pytest

from handlers.approval_lines import Call, Deed, read_call

CONFIRM, REJECT = Deed.CONFIRM, Deed.REJECT

READ = {
    "": Call(Deed.LIST),
    "alle": Call(Deed.LIST_ALL),
    "all": Call(Deed.LIST_ALL),
    "bestätigen alle": Call(Deed.LIST_ALL),
    "confirm all": Call(Deed.LIST_ALL),
    "17": Call(Deed.SHOW, (17,)),
    "Nr. 17": Call(Deed.SHOW, (17,)),
    "nr 17": Call(Deed.SHOW, (17,)),
    "lehne 5 ab": Call(Deed.SHOW, (5,)),
    "bestätigen 2 danke": Call(Deed.SHOW, (2,)),
    "bestätigen 2 5 7": Call(CONFIRM, (2, 5, 7)),
    "bestätigen 2, 5 und 7": Call(CONFIRM, (2, 5, 7)),
    "bestaetigen Nr. 2 und Nr. 5": Call(CONFIRM, (2, 5)),
    "Bestätigen 2,5,7": Call(CONFIRM, (2, 5, 7)),
    "ok 5 5": Call(CONFIRM, (5,)),
    "confirm 2 and 5": Call(CONFIRM, (2, 5)),
    "bestätigen 3 statt 4": Call(CONFIRM, (3,), frozenset({4})),
    "bestätigen 3 statt 4 5": Call(CONFIRM, (3,), frozenset({4, 5})),
    "ablehnen 3": Call(REJECT, (3,)),
    "ablehnen 3 4": Call(REJECT, (3, 4)),
    "ablehnen 3 Zahl falsch": Call(REJECT, (3,), reason="Zahl falsch"),
    "ablehnen 3: Zahl falsch": Call(REJECT, (3,), reason="Zahl falsch"),
    "ablehnen 3 20 Plätze sind zu viel": Call(REJECT, (3,), reason="20 Plätze sind zu viel"),
    "ablehnen 3 und 4 doppelt gemeldet": Call(REJECT, (3, 4), reason="doppelt gemeldet"),
    "ablehnen 3, 2019er Beschluss fehlt": Call(REJECT, (3,), reason="2019er Beschluss fehlt"),
    "ablehnen 3 Beschluss\nfehlt": Call(REJECT, (3,), reason="Beschluss\nfehlt"),
}


@pytest.mark.parametrize(("typed", "call"), READ.items(), ids=READ)
def test_it_is_read_as_it_is_meant(typed: str, call: Call) -> None:
    """Numbers in any list, with any sign between them; a reason may begin with a number itself."""
    assert read_call(typed) == call


@pytest.mark.parametrize(
    "typed",
    [
        *("bestätigen", "bestätigen 2 5 danke", "bestätigen 2-5", "bestätigen 2 bis 5", "ablehnen"),
        *("morgen", "2 und 5 bestätigen bitte", "ablehnen Köln", "bestätigen Köln", "1234567890", "alle Kölner"),
    ],
)
def test_what_is_unclear_is_not_guessed(typed: str) -> None:
    """Where it might be another number than was meant, nothing is decided."""
    assert read_call(typed) is None
