"""How long what is kept: a rule for every table (:mod:`storage.retention` goes by them).

The words are German, for the erasure concept in ``deploy/privacy`` is made of these rules.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, String, Table, and_, cast, select

from storage.personal import OUTBOX
from storage.retention import Deed, Over, Rule
from storage.schema import METADATA

TASK = "Art. 6 Abs. 1 lit. e DSGVO"
CONSENT = "Art. 7 Abs. 1 DSGVO"
MINIMAL = "Art. 5 Abs. 1 lit. c, e DSGVO"
SECURITY = "Art. 32 DSGVO"
ARCHIVE = "Art. 6 Abs. 1 lit. e, Art. 17 Abs. 3 lit. b DSGVO"
NO_PERSON = "kein Personenbezug"


def _since(column: str) -> Over:
    return lambda table, end: table.c[column] < end


def _unless_named(over: Over, *references: str) -> Over:
    """Spare rows that a column of another table (``invitation.outbox_id``) still refers to."""

    def spared(table: Table, end: datetime) -> ColumnElement[bool]:
        [key] = table.primary_key
        return and_(over(table, end), *(~_refers(each, key) for each in references))

    return spared


def _refers(reference: str, key: ColumnElement[int]) -> ColumnElement[bool]:
    table, _, column = reference.partition(".")
    named = METADATA.tables[table].c[column]
    return select(named).where(named == key).exists()


def _of(other: str, link: str, column: str) -> Over:
    """Go by a moment of the row of another table to which a column leads."""

    def over(table: Table, end: datetime) -> ColumnElement[bool]:
        there = METADATA.tables[other]
        [key] = there.primary_key
        return table.c[link].in_(select(key).where(there.c[column] < end))

    return over


def _nobody_knows(table: Table, end: datetime) -> ColumnElement[bool]:
    """Name the consents of accounts that never became a member's."""
    address = METADATA.tables["address"]
    same = (address.c.network == table.c.network, address.c.account == table.c.account)
    return and_(table.c.agreed_at < end, ~select(address.c.id).where(*same).exists())


def _bare(table: Table, end: datetime) -> ColumnElement[bool]:
    """Name the erased persons whose number stands nowhere any more."""
    named = [key.parent for each in METADATA.tables.values() for key in each.foreign_keys if key.column is table.c.id]
    return and_(table.c.erased_at < end, *(~select(column).where(column == table.c.id).exists() for column in named))


def _to_stranger(table: Table, end: datetime) -> ColumnElement[bool]:
    return and_(table.c.of_stranger, table.c.finished_at < end)


def _undecided(table: Table, end: datetime) -> ColumnElement[bool]:
    return and_(table.c.decided_at.is_(None), table.c.expires_at < end)


def _unneeded_file(table: Table, end: datetime) -> ColumnElement[bool]:
    """Name files that nothing refers to; announcements and running dialogues list theirs in JSON."""
    named = [
        _refers(each, table.c.id) for each in ("outbox.file_id", "enquiry_message.file_id", "pledge_entry.file_id")
    ]
    lists = [(METADATA.tables["announcement"].c.files), (METADATA.tables["dialogue_position"].c.answers)]
    listed = [
        select(each).where(cast(each, String).contains(cast(table.c.id, String))).exists() for each in lists
    ]  # of another number with these digits, too: then the file stays a little longer
    return and_(table.c.created_at < end, *(~each for each in (*named, *listed)))


def _old_word(table: Table, end: datetime) -> ColumnElement[bool]:
    return and_(table.c.said_at < end, table.c.standing.in_(("replaced", "outdated")))


def _ended(table: Table, end: datetime) -> ColumnElement[bool]:
    """Name what was said in enquiries that are over; one that was opened again keeps the moment it had been closed."""
    enquiry = METADATA.tables["enquiry"]
    ended = select(enquiry.c.id).where(enquiry.c.closed_at < end, enquiry.c.state != "open")
    return table.c.enquiry_id.in_(ended)


def _over_enquiry(table: Table, end: datetime) -> ColumnElement[bool]:
    return and_(table.c.closed_at < end, table.c.state != "open")


def _erase(  # noqa: PLR0913 - what a rule says
    table: str, days: int, after: str, over: str | Over, reason: str, basis: str = MINIMAL
) -> Rule:
    return Rule(table, Deed.ERASE, reason, basis, days, after, _since(over) if isinstance(over, str) else over)


def _blank(table: str, days: int, after: str, over: str | Over, reason: str, *columns: str) -> Rule:
    found = _since(over) if isinstance(over, str) else over
    return Rule(table, Deed.BLANK, reason, MINIMAL, days, after, found, columns)


def _keep(table: str, reason: str, basis: str = ARCHIVE) -> Rule:
    return Rule(table, Deed.KEEP, reason, basis)


def _theirs(table: str, reason: str, basis: str = TASK) -> Rule:
    return Rule(table, Deed.WITH_PERSON, reason, basis)


SAYING = tuple(name for name in OUTBOX if name not in {"choices", "poll"})
"""What of a message goes before it: its choices can be taken as long as what it asks about is open."""

HISTORY = "Verlauf der Zusagen: wer was wann gemeldet und entschieden hat, muss nachprüfbar bleiben"
FILES = "Schriftgut der Koordinierungsstelle; ausgesondert wird nach ihrer Aktenordnung"
RESULTS = "Antwort der Kommune; gehört ihr, nicht der Person"

RULES: tuple[Rule, ...] = (
    # Personen
    _theirs("person", "Name der Rolle, Sprache, Pause: ohne sie keine Zustellung"),
    _erase("person", 1095, "nach dem Löschen der Person, sobald nichts ihre Nummer mehr trägt", _bare, "bloße Nummer"),
    _theirs("address", "Konto und Chat, an die zugestellt wird"),
    _theirs("role_assignment", "Zuständigkeit, aus der jedes Recht folgt"),
    _theirs("consent", "Nachweis, welcher Fassung des Hinweises ein Konto wann zugestimmt hat", CONSENT),
    _erase("consent", 30, "nach der Zustimmung, wenn das Konto nie zu einem Mitglied gehörte", _nobody_knows, "Fremde"),
    _theirs("link_request", "vier Augen: ein zweites Konto darf die eigene Meldung nicht bestätigen"),
    _erase("link_request", 1, "nach dem Ablauf, wenn niemand zugestimmt hat", _undecided, "bloße Anfrage"),
    _erase("invite", 90, "nach dem Ablauf", "expires_at", "Nachweis, wer wen eingeladen hat; nur Hashwerte der Codes"),
    _theirs("calendar_feed", "Kalenderadresse; nur der Hashwert"),
    _erase("calendar_feed", 30, "nach dem Sperren", "revoked_at", "gesperrte Adresse"),
    _erase("dialogue_position", 90, "nach der letzten Antwort", "updated_at", "begonnenes Gespräch"),
    _erase("restraint", 90, "nach der Entscheidung", "decided_at", "Auskunft, warum eine Nachricht gewartet hat"),
    _erase("code_tries", 0, "nach dem Ende der Sperre", "until", "Schutz vor dem Erraten von Codes", SECURITY),
    # Eingang und Ausgang
    _erase("inbox", 30, "nach dem Eingang", "received_at", "doppelte Zustellung und Überflutung erkennen; ohne Text"),
    _erase("late_event", 14, "nach dem Eingang", "received_at", "verschlüsselt und noch nicht lesbar"),
    _blank("outbox", 1, "nach dem Versand", "finished_at", "angehängte Datei", "attachment"),
    _blank("outbox", 30, "nach dem Versand an ein fremdes Konto", _to_stranger, "Hashwert des Chats", "chat"),
    _blank("outbox", 90, "nach dem Versand", "finished_at", "Rückfragen und „warum“", *SAYING),
    _erase(
        *("outbox", 365, "nach dem Versand"),
        _unless_named(
            _since("finished_at"), "invitation.outbox_id", "announcement_delivery.outbox_id", "digest.outbox_id"
        ),
        "Zustellnachweis, Zurücknehmen und Berichtigen",
    ),
    _erase(
        *("outbox_batch", 365, "nach dem Anlegen, wenn keine Nachricht mehr dazugehört"),
        _unless_named(
            _since("created_at"), "announcement.batch_id", "announcement.removal_batch_id", "outbox.batch_id"
        ),
        "Klammer um Nachrichten",
    ),
    _erase("outbox_pause", 1, "nach dem Ende der Pause", "until", "Grenzen der Netze einhalten"),
    _erase("send_slot", 1, "nach dem Versand", "counts_from", "Grenzen der Netze einhalten"),
    _erase("due", 730, "nach der Erledigung", "finished_at", "nichts zweimal tun"),
    _erase("stored_file", 30, "nach dem Eingang, wenn nichts mehr darauf verweist", _unneeded_file, "abgelegte Datei"),
    _keep("network_cursor", "Lesezeichen im Netz", NO_PERSON),
    _keep("lease", "welche Instanz gerade was tut", NO_PERSON),
    _keep(
        "matrix_key", "Schlüssel des Bots; darin auch Konten und Geräte, mit denen er verschlüsselt schreibt", SECURITY
    ),
    _keep("network_report", "wie es den Netzen geht", NO_PERSON),
    _keep("alert", "was gerade nicht in Ordnung ist; geht, wenn es vorbei ist", NO_PERSON),
    _erase("backup_run", 365, "nach der Sicherung", "made_at", "Nachweis der Sicherungen", SECURITY),
    # Fragen
    _blank(
        *("enquiry_message", 365, "nach dem Schließen der Frage"),
        _ended,
        "Nachfragen zur Antwort",
        *("text", "file_id"),
    ),
    _erase(
        *("enquiry_message", 1095, "nach dem Schließen der Frage"),
        _ended,
        "Zahlen über Fragen und Antwortzeiten",
    ),
    _erase(
        *("enquiry", 1095, "nach dem Schließen"),
        _unless_named(_over_enquiry, "enquiry_message.enquiry_id"),
        "Zahlen über Fragen und Antwortzeiten",
    ),
    _keep("canned_answer", "Textbaustein ohne Angaben zu Personen", NO_PERSON),
    # Termine und Aufgaben
    _keep("meeting", FILES),
    _keep("minutes", FILES),
    _erase("invitation", 365, "nach dem Termin", _of("meeting", "meeting_id", "starts_at"), "wer eingeladen war", TASK),
    _blank("attendance", 365, "nach der Antwort", "answered_at", "Bemerkung zur Antwort", "comment"),
    _keep("attendance", "Teilnahme der Kommune an einem Termin", TASK),
    _erase(
        "agenda_question", 365, "nach dem Termin", _of("meeting", "meeting_id", "starts_at"), "Wunsch zur Tagesordnung"
    ),
    _keep("date_proposal", FILES),
    _erase("date_vote", 365, "nach der Stimme", "voted_at", "Stimme der Kommune zu einem Tag"),
    _erase(
        *("action_item", 365, "nach der Erledigung"),
        _unless_named(_since("done_at"), "survey_participation.task_id"),
        "erledigte Aufgabe",
    ),
    # Umfragen
    _keep("survey", FILES),
    _keep("survey_version", FILES),
    _keep("survey_result_step", "ausgezähltes Ergebnis", NO_PERSON),
    _keep("survey_slip", "anonyme Antwort, niemandem zuzuordnen", NO_PERSON),
    _erase(
        *("survey_waiting_ballot", 90, "nach dem Ende der Umfrage"),
        _of("survey", "survey_id", "closes_at"),
        "weniger als fünf anonyme Stimmen werden nie gelesen",
    ),
    _keep("survey_answer", RESULTS),
    _erase("survey_answer", 365, "nach der Antwort, wenn eine spätere gilt", _old_word, "überholte Antwort"),
    _keep("survey_file", RESULTS),
    _keep("survey_participation", RESULTS),
    _erase(
        *("survey_handover", 90, "nach dem Ende der Umfrage"),
        _of("survey", "survey_id", "closes_at"),
        "wer im Haus welche Frage beantwortet",
    ),
    _erase(
        *("survey_notice", 90, "nach dem Ende der Umfrage"),
        _of("survey", "survey_id", "closes_at"),
        "wer wann erinnert wurde",
    ),
    _keep("survey_poll", "Abstimmung in einer Gruppe", NO_PERSON),
    _erase(
        *("survey_poll_voice", 365, "nach dem Ende der Abstimmung"),
        _of("survey_poll", "survey_id", "ended_at"),
        "Zahl der Köpfe; nur Hashwerte der Konten",
    ),
    # Rundschreiben, Digests, Erinnerungen
    _keep("announcement", FILES),
    _blank(
        *("announcement_delivery", 365, "nach dem Ende des Versands"),
        _of("announcement", "announcement_id", "finished_at"),
        "wer ein Rundschreiben bekommen hat",
        "person_id",
    ),
    _keep("announcement_delivery", "welche Kommunen erreicht wurden", TASK),
    _keep("digest", "welcher Stand der Gruppe gemeldet wurde", NO_PERSON),
    _erase("group_reminder", 90, "nach dem Löschen der Erinnerung", "ended_at", "beendete Erinnerung"),
    _keep("group_chat", "Gruppen, die der Bot bedient", TASK),
    _keep("anchor", "Tag der Wahl", TASK),
    # Zusagen
    _keep("municipality", "Verzeichnis der Kommunen", NO_PERSON),
    _keep("network_allowance", "Freigabe eines Netzes für eine Kommune", CONSENT),
    _keep("pledge_entry", HISTORY),
    _keep("pledge_span", "daraus gerechnet: was wann gilt", NO_PERSON),
    _keep("ledger_seal", "Siegel über den Verlauf", NO_PERSON),
    _erase("lapse_choice", 365, "nach der Entscheidung", "decided_at", "Zusage auslaufen lassen"),
    _keep("reporting_round", "Abfrage: wann sie lief", TASK),
    _keep("round_part", "Antwort der Kommune auf eine Abfrage", TASK),
    # Protokoll
    _erase("audit", 1096, "nach der Handlung", "at", "wer was wann getan hat; ohne Texte", "Art. 5 Abs. 2 DSGVO"),
)
"""All of them; where a table has several, each takes its part."""

BY_THE_DAY = tuple(rule for rule in RULES if rule.over is not None)
"""Those that the daily job goes by."""
