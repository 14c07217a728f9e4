"""Inviting: the office names a role and a place, and gets a code to pass on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from handlers.commands import OFFICE
from handlers.dialogues import Answers, Dialogue, Step, Understood, start
from handlers.invited_accounts import invite_account, read_account
from handlers.links import links_for
from handlers.messages import Choice, Message
from handlers.places import read_municipality
from handlers.problems import Problem
from handlers.role_words import role_words
from handlers.synonyms import find_name, named
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.audit import note
from storage.invites import VALIDITY, Invite, create_invite, role_of
from storage.municipalities import Land, Municipality
from storage.persons import MUNICIPAL_ROLES, Role

GROUP = re.compile(r"(?:gruppe|group)(?:\s+|$)", re.IGNORECASE)


def invite(turn: Turn, typed: str) -> Replies:
    """Invite in one line or step by step: ``einladen Ansprechperson Köln``, ``einladen Gruppe Sprecher*innen``.

    With an account in it, the bot writes to that itself.
    """
    group = GROUP.match(typed)
    try:
        to, typed = read_account(turn, typed)
    except Problem as problem:
        return [turn.reply(problem.key, **problem.values)]
    if group and to:
        return [turn.reply("invite-account-group")]
    answers: Answers = {"group": bool(group), **to}
    remarks: list[Markdown] = []
    wanted = GROUP.sub("", typed)
    found = find_name(Role, wanted)
    if found:
        _take(turn, answers, *found, remarks)
    elif wanted:
        remarks.append(turn.wording("invite-role-unknown", typed=wanted))
    return start(turn, INVITATION, answers, remarks)


def _take(turn: Turn, answers: Answers, role: Role, rest: str, remarks: list[Markdown]) -> None:
    """Take a role and what it is for. Words that fit nowhere leave all open: a role must not be wider than meant."""
    asked = {**answers, "role": role.value}
    step = next((step for step in INVITATION.steps[1:] if step.needed(turn, asked)), None)
    if rest and step is None:
        remarks.append(turn.wording("invite-rest-unclear", typed=rest))
        return
    answers["role"] = role.value
    if rest and step:
        try:
            answers[step.key] = step.read(turn, answers, rest).value
        except Problem as problem:
            remarks.append(turn.wording.problem(problem))


def _read_role(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    role = named(Role, typed)
    if role is None:
        raise Problem("invite-role-unknown", typed=typed)
    return Understood(role.value)


def _role_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer the roles of the network. Operators are invited on the command line, or by the name of their role."""
    return [Choice(turn.wording.name(role), role.value) for role in Role if role is not Role.OPERATOR]


def _of_place(_: Turn, answers: Answers) -> bool:
    return answers.get("role") in MUNICIPAL_ROLES and not answers.get("group")


def _read_place(turn: Turn, _: Answers, typed: str) -> Understood:
    municipality = read_municipality(turn.session, turn.wording, typed)
    if municipality is None:
        raise Problem("place-unknown", typed=typed)
    return Understood(municipality.ags)


def _of_land(_: Turn, answers: Answers) -> bool:
    return answers.get("role") == Role.LAND_COORDINATOR


def _read_land(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    land = named(Land, typed)
    if land is None:
        raise Problem("land-unknown", typed=typed)
    return Understood(land.value)


def _finish(turn: Turn, answers: Answers) -> Replies:
    land = answers.get("land")
    wanted = new_invite(
        Role(answers["role"]),
        turn.now,
        ags=answers.get("place"),
        land=Land(land) if land else None,
        for_group=bool(answers.get("group")),
        created_by=turn.sender_id,
    )
    known = create_invite(turn.session, wanted)
    note(turn.session, turn.now, turn.sender_id, "invited", f"invite:{wanted.id}", role=role_of(wanted))
    if "account" in answers:
        return invite_account(turn, wanted, answers["network"], answers["account"])
    words = role_words(turn.wording, turn.session.get(Municipality, wanted.ags or ""), wanted)
    key = "invite-group-done" if wanted.for_group else "invite-done"
    links = Markdown("\n".join(f"- {link}" for link in links_for(turn.office, known, for_group=wanted.for_group)))
    text = turn.wording(key, role=words, code=known.code, until=wanted.expires_at, links=links)
    return [Outgoing(Message(text, secret=True))]


def new_invite(  # noqa: PLR0913 - an invitation says who invites whom to what
    role: Role,
    now: datetime,
    *,
    ags: str | None = None,
    land: Land | None = None,
    for_group: bool = False,
    created_by: int | None = None,
) -> Invite:
    """Make an invitation that is not stored yet; :func:`create_invite` gives it its secrets."""
    return Invite(
        code_hash="",
        link_hash="",
        role=role,
        ags=ags,
        land=land,
        for_group=for_group,
        created_by=created_by,
        created_at=now,
        expires_at=now + VALIDITY,
    )


INVITATION = Dialogue(
    name="invite",
    roles=OFFICE,
    steps=(
        Step("role", _read_role, _role_choices),
        Step("place", _read_place, needed=_of_place),
        Step("land", _read_land, needed=_of_land),
    ),
    finish=_finish,
)
