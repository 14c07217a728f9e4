"""Links that open a chat with the bot."""

from __future__ import annotations

from handlers.turn import Office
from storage.invites import Secrets


def links_for(office: Office, known: Secrets) -> list[str]:
    """List a link for each network; one whose links can carry something carries the token, so that a tap is enough."""
    return [template.replace("{token}", known.link_token) for template in office.links]
