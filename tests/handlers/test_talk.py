"""What free text is: forty and more things that officials write, and whether somebody should read them."""

from __future__ import annotations

import pytest

from handlers.talk import Talk, talk_of

G, T, N, S, P = Talk.GREETING, Talk.THANKS, Talk.NOD, Talk.SENTENCE, Talk.SCRAP

SAID = {
    "Wann kommt denn die Antwort vom Ministerium?": S,
    "wann kommt denn die antwort vom ministerium": S,
    "wie viele plätze hat denn köln gemeldet": S,
    "Gibt es schon einen neuen Termin": S,
    "Kann ich das auch nachträglich ändern?": S,
    "Unser Beschluss ist auf September verschoben.": S,
    "Ich bin ab Montag im Urlaub, Vertretung macht Frau Kollegin.": S,
    "Wir haben die Einladung nicht bekommen": S,
    "Link geht nicht": S,
    "der Link funktioniert nicht": S,
    "Bitte rufen Sie mich zurück": S,
    "bitte um Rückruf": S,
    "Zusage bleibt bestehen wie letztes Jahr, oder?": S,
    "Zusagen können wir leider erst im Herbst": S,
    "Umfrage kommt wann?": S,
    "Und die Kosten?": S,
    "Warum?": S,
    "??": S,
    "Guten Tag, ab wann gilt das Landesprogramm?": S,
    "Hallo, ich habe eine Frage zum Digest": S,
    "Danke, aber welche Frist gilt denn nun?": S,
    "ok dann warten wir noch auf den Rat": S,
    "Der Rat tagt am 12.8., vorher kann ich nichts sagen.": S,
    "Wohin schicken wir den Ratsbeschluss": S,
    "Anbei unser Beschluss zur Aufnahme, einstimmig gefasst": S,
    "We cannot open the attached file": S,
    "When is the next meeting?": S,
    "Teilnahme am Dialog leider nur mit Vertretung möglich, Grüße aus dem Rathaus": S,
    "ok": N,
    "OK!": N,
    "Okay, gut": N,
    "Alles klar": N,
    "👍": N,
    "👍🏽": N,
    "❤️": N,
    "...": N,
    "ja": P,
    "Nein.": P,
    "passt": N,
    "Machen wir": N,
    "danke": T,
    "Danke!!": T,
    "Danke 🙏": T,
    "Vielen Dank für die schnelle Antwort!": T,
    "ok, danke": T,
    "Alles klar, vielen Dank": T,
    "Super, danke schön": T,
    "thank you very much": T,
    "Guten Morgen": G,
    "guten Tag": G,
    "Moin": G,
    "Hallo zusammen": G,
    "Schönes Wochenende!": G,
    "blub": P,
    "Rückruf": P,
    "Ministerium": P,
    "20": P,
    "Zusge 20 UMF NEST bis Jahresende": P,
    "temrine": P,
    "Ansprechperson Köln": P,
    "übernächste Woche": P,
    "0221 1234567": P,
}


@pytest.mark.parametrize(("said", "talk"), SAID.items())
def test_each_is_taken_for_what_it_is(said: str, talk: Talk) -> None:
    """Who asks or tells something is read by a human; who is polite is not; of a scrap it is asked."""
    assert talk_of(said) is talk


def test_the_table_is_long_enough() -> None:
    """At least forty, so that a rule that suits one of them is seen to spoil another."""
    assert len(SAID) >= 40
