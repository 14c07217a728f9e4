"""``zusagen verlauf``: the life of every line in plain words: who, when, what, and on which evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.messages import Attachment, Choice, Message
from handlers.places import places_meant
from handlers.pledge_life import entry_line, file_line, heading
from handlers.problems import Problem
from handlers.synonyms import find_name
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown, unmarked
from storage.ledger_chain import SHORT
from storage.municipalities import Municipality
from storage.pledges import Line, PledgeEntry, PledgeState, Programme
from storage.standings import life_of, lines_of
from storage.totals import newest_entry

HISTORY = {"verlauf", "geschichte", "history"}
AS_FILE = {"datei", "file"}
SHOWN = 15
"""Entries that are shown in the chat; of a longer history the rest is in the file."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry, and the confirmation that counted on its line before it."""

    entry: PledgeEntry
    before: PledgeEntry | None


def history(turn: Turn, typed: str) -> Replies:
    """Tell the history of one's own municipalities, or of the one named, perhaps of one programme, or as a file.

    Raises :class:`Problem` for a place that is unknown or another's.
    """
    first, _, rest = typed.partition(" ")
    as_file = fold(first) in AS_FILE
    places, programme = _meant(turn, rest.strip() if as_file else typed)
    if not places:
        return [turn.reply("life-whose")]
    return [_of_place(turn, place, programme, as_file=as_file) for place in places]


def _meant(turn: Turn, typed: str) -> tuple[Sequence[Municipality], Programme | None]:
    """Find whose history is meant, and of which programme: "Bielefeld NEST", "NEST", or nothing."""
    place, _, last = typed.rpartition(" ")
    found = (Programme(last), place) if last in set(Programme) else find_name(Programme, typed)
    if found is None:
        return places_meant(turn, typed), None
    try:
        return places_meant(turn, typed), None  # a place may be called like a programme
    except Problem:
        return places_meant(turn, found[1].strip()), found[0]


def _of_place(turn: Turn, place: Municipality, programme: Programme | None, *, as_file: bool) -> Outgoing:
    lines = [line for line in lines_of(turn.session, place.ags) if programme in {None, line.programme}]
    lives = [(line, list(_moments(life_of(turn.session, line)))) for line in lines]
    count = sum(len(life) for _, life in lives)
    if not count:
        return turn.reply("life-none", municipality=place.name)
    if as_file:
        text = turn.wording("life-heading", municipality=place.name)
        return Outgoing(Message(text, attachment=_file(turn, place, lives)))
    is_long = count > SHOWN
    numbers = sorted((each.entry.id or 0 for _, life in lives for each in life), reverse=True)
    newest = set(numbers[:SHOWN])
    key = "life-heading-part" if is_long else "life-heading"
    parts = [turn.wording(key, municipality=place.name, count=count, shown=SHOWN)]
    for line, life in lives:
        shown = [entry_line(turn, each.entry, each.before) for each in life if each.entry.id in newest]
        parts += [Markdown("\n".join([heading(turn.wording, line), *shown]))] if shown else []
    text = Markdown("\n\n".join(parts))
    if is_long:
        return Outgoing(Message(text, attachment=_file(turn, place, lives)))
    return Outgoing(Message(text, (_file_choice(turn, place, programme),)))


def _file_choice(turn: Turn, place: Municipality, programme: Programme | None) -> Choice:
    return Choice(turn.wording("life-as-file"), f"/zusagen verlauf datei {place.ags} {programme or ''}".strip())


def _moments(life: Sequence[PledgeEntry]) -> Iterator[Moment]:
    before: PledgeEntry | None = None
    for entry in life:
        yield Moment(entry, before)
        if entry.effective:
            before = entry if entry.state is PledgeState.CONFIRMED else None


def _file(turn: Turn, place: Municipality, lives: Sequence[tuple[Line, Sequence[Moment]]]) -> Attachment:
    """Write the whole history, each entry with the beginning of its digest, and how far the whole ledger reaches."""
    head = newest_entry(turn.session)
    parts = [turn.wording("life-file-heading", municipality=place.name, at=turn.now)]
    for line, life in lives:
        shown = [file_line(turn, each.entry, each.before) for each in life]
        parts.append(Markdown("\n".join([heading(turn.wording, line), *shown])))
    if head is not None:
        parts.append(turn.wording("life-file-head", number=head.id, digest=head.digest[:SHORT]))
    text = unmarked(Markdown("\n\n".join(parts)))
    return Attachment(f"verlauf-{place.ags}.txt", "text/plain", f"{text}\n".encode())
