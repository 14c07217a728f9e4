"""What a role is called, with what it is for."""

from __future__ import annotations

import re

from handlers.wording import Markdown, Wording
from storage.invites import Invite, role_of
from storage.municipalities import Municipality
from storage.persons import Role, RoleAssignment


def role_words(wording: Wording, municipality: Municipality | None, invite: Invite | RoleAssignment) -> Markdown:
    """Name a role with what it is for: "Ansprechperson Bielefeld", "Länderkoordination Hessen"."""
    given = role_of(invite) if isinstance(invite, Invite) else invite.role
    role = wording.name(given)
    if municipality is not None:
        return wording("role-of-place", role=role, name=municipality.name)
    if given is Role.LAND_COORDINATOR and invite.land:
        return wording("role-of-land", role=role, land=invite.land)
    return role


def plain_label(words: Markdown) -> str:
    """Take the escapes out of words of ours that are stored as plain text."""
    return re.sub(r"\\(.)", r"\1", words)
