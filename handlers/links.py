"""Links that open a chat with the bot."""

from __future__ import annotations

from handlers.turn import Office
from storage.invites import Secrets


def links_for(office: Office, known: Secrets, *, for_group: bool = False, without: str = "") -> list[str]:
    """List a link for each network but one; where links can carry something, a tap brings the token along."""
    links = [link for link in office.links if link.network != without]
    return [(link.group if for_group else link.direct).replace("{token}", known.link_token) for link in links]
