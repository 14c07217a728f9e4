"""``zusagen export``: what stands and what waits as a file in the chat, for whoever coordinates."""

from __future__ import annotations

from handlers.ledger_files import TableFormat, ledger_file
from handlers.messages import Attachment, Choice, Message
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from storage.audit import note
from storage.municipalities import Land
from storage.pledge_files import held_offers

MOST_LINES = 5_000
"""Lines that a chat gives: while more are written nobody else is answered. The command line writes any number."""


def export(turn: Turn, typed: str) -> Replies:
    """Send the lines of the Länder somebody coordinates: XLSX, unless they ask for CSV."""
    kind = TableFormat.CSV if "csv" in fold(typed).split() else TableFormat.XLSX
    lands = turn.lands()
    held = held_offers(turn.session, turn.today, lands=None if lands == set(Land) else lands)
    if not held:
        return [turn.reply("ledger-export-nothing")]
    if len(held) > MOST_LINES:
        return [turn.reply("ledger-export-large", most=MOST_LINES)]
    note(turn.session, turn.now, turn.sender_id, "pledges-exported", "pledges", format=kind)
    name = f"{turn.wording('ledger-export-name')}-{turn.today.isoformat()}.{kind}"
    other = TableFormat.XLSX if kind is TableFormat.CSV else TableFormat.CSV
    choice = Choice(turn.wording("ledger-export-as", format=other.upper()), f"/zusagen export {other}")
    text, content = turn.wording("ledger-export", count=len(held)), ledger_file(kind, held)
    return [Outgoing(Message(text, (choice,), attachment=Attachment(name, kind.media_type, content)))]
