"""What a person can ask about themselves: where they stand, and in which language we write."""

from __future__ import annotations

from handlers.courtesy import paused_until
from handlers.messages import Choice, Message
from handlers.role_words import role_words
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.dialogues import running_dialogue
from storage.held import held_for
from storage.municipalities import Municipality
from storage.persons import Language
from storage.standings import standings
from storage.totals import left_to_decide

LANGUAGES = {
    "de": Language.GERMAN,
    "deutsch": Language.GERMAN,
    "german": Language.GERMAN,
    "en": Language.ENGLISH,
    "englisch": Language.ENGLISH,
    "english": Language.ENGLISH,
}


def status(turn: Turn, _: str) -> Replies:
    """Say who the person is here, what they have going on, and what waits for them."""
    wording = turn.wording
    lines = [wording("status-heading")]
    for assignment in turn.roles:
        municipality = turn.session.get(Municipality, assignment.ags or "")
        lines.append(wording("status-role", role=role_words(wording, municipality, assignment)))
    lines.append(Markdown(""))
    waiting = [each for m in turn.places for each in standings(turn.session, m.ags, turn.today) if each.pending]
    if turn.places:
        lines.append(wording("status-own-waiting", count=len(waiting)))
    if turn.lands():
        lines.append(wording("status-to-decide", count=left_to_decide(turn.session, turn.lands(), turn.sender_id)))
    until = paused_until(turn.office, turn.sender, turn.now)
    if until is not None:
        lines.append(wording("status-paused", day=until, count=len(held_for(turn.session, turn.sender_id))))
    if turn.sender.timezone:
        lines.append(wording("status-timezone", zone=turn.sender.timezone))
    position = running_dialogue(turn.session, turn.sender_id)
    if position is not None:
        title = wording(f"{position.dialogue}-title")
        lines.append(wording("status-dialogue", title=title, since=position.started_at))
    return [Outgoing(Message(Markdown("\n".join(lines))))]


def language(turn: Turn, typed: str) -> Replies:
    """Change the language we write in."""
    wanted = LANGUAGES.get(fold(typed))
    if wanted is None:
        choices = (Choice("Deutsch", "/sprache deutsch"), Choice("English", "/sprache english"))
        return [turn.reply("language-which", *choices)]
    turn.sender.language = wanted
    return [Outgoing(Message(turn.office.wording(wanted)("language-set")))]
