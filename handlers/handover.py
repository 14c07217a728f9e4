"""``uebergabe``: handing a role over to whoever comes next, by a code that one person can use once."""

from __future__ import annotations

from handlers.dialogues import Answers, Dialogue, Step, Understood, start
from handlers.links import links_for
from handlers.messages import Choice, Message
from handlers.problems import Problem
from handlers.role_words import role_words
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audit import note
from storage.handovers import VALIDITY, open_handover
from storage.invites import Invite, create_invite
from storage.municipalities import Municipality
from storage.persons import RoleAssignment

TAKE_BACK = {"zuruecknehmen", "widerrufen", "take back", "withdraw"}
ERASE, STAY = "danach loeschen", "bleiben"
AFTERWARDS = {ERASE: ERASE, "loeschen": ERASE, "ja": ERASE, "yes": ERASE, "erase": ERASE}
AFTERWARDS |= {STAY: STAY, "nein": STAY, "no": STAY, "stay": STAY}


def handover(turn: Turn, typed: str) -> Replies:
    """Begin to hand a role over; show what is being handed over already, or take it back."""
    waiting = open_handover(turn.session, turn.sender_id, turn.now)
    if fold(typed) in TAKE_BACK:
        return [_taken_back(turn, waiting)]
    if waiting is not None:
        choice = Choice(turn.wording("handover-take-back"), "/uebergabe zuruecknehmen")
        return [turn.reply("handover-waits", choice, role=_words(turn, waiting), until=waiting.expires_at)]
    if not turn.roles:
        return [turn.reply("handover-no-role")]
    only = {"role": str(turn.roles[0].id)} if len(turn.roles) == 1 else {}
    return start(turn, HANDOVER, only, [turn.wording("handover-how")])


def _taken_back(turn: Turn, waiting: Invite | None) -> Outgoing:
    if waiting is None:
        return turn.reply("handover-none")
    waiting.expires_at = turn.now
    note(turn.session, turn.now, turn.sender_id, "handover-withdrawn", f"invite:{waiting.id}")
    return turn.reply("handover-withdrawn", role=_words(turn, waiting))


def _words(turn: Turn, given: Invite | RoleAssignment) -> Markdown:
    return role_words(turn.wording, turn.session.get(Municipality, given.ags or ""), given)


def _role_choices(turn: Turn, _: Answers) -> list[Choice]:
    return [Choice(_words(turn, role), str(role.id)) for role in turn.roles]


def _read_role(turn: Turn, _: Answers, typed: str) -> Understood:
    named = [role for role in turn.roles if typed == str(role.id) or fold(typed) == fold(_words(turn, role))]
    if not named:
        raise Problem("handover-role-unknown", typed=typed)
    return Understood(str(named[0].id))


def _after_choices(turn: Turn, _: Answers) -> tuple[Choice, ...]:
    return (
        Choice(turn.wording("handover-then-erase"), ERASE),
        Choice(turn.wording("handover-then-stay"), STAY),
        Choice(turn.wording("dialogue-drop"), "/abbrechen"),
    )


def _read_after(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    if fold(typed) not in AFTERWARDS:
        raise Problem("handover-after-unclear")
    return Understood(AFTERWARDS[fold(typed)])


def _finish(turn: Turn, answers: Answers) -> Replies:
    role = next((role for role in turn.roles if str(role.id) == answers["role"]), None)
    if role is None:
        return [turn.reply("handover-no-role")]
    wanted = Invite(
        code_hash="",
        link_hash="",
        role=role.role,
        ags=role.ags,
        land=role.land,
        created_by=turn.sender_id,
        created_at=turn.now,
        expires_at=turn.now + VALIDITY,
        leaver_id=turn.sender_id,
        erases_leaver=answers["after"] == ERASE,
    )
    known = create_invite(turn.session, wanted)
    note(turn.session, turn.now, turn.sender_id, "handing-over", f"invite:{wanted.id}", role=role.role)
    links = Markdown("\n".join(f"- {link}" for link in links_for(turn.office, known)))
    values = {"role": _words(turn, role), "code": known.code, "until": wanted.expires_at, "links": links}
    then = turn.wording("handover-code-erases" if wanted.erases_leaver else "handover-code-stays")
    text = Markdown("\n\n".join([turn.wording("handover-code", **values), then]))
    return [Outgoing(Message(text, secret=True))]


HANDOVER = Dialogue(
    name="handover",
    steps=(Step("role", _read_role, _role_choices), Step("after", _read_after, _after_choices)),
    finish=_finish,
)
