"""By what people's apps, and the office's papers, can tell that it is us: our keys as we hold them."""

from __future__ import annotations

from dataclasses import replace

from bot.matrix.client import PatientClient
from bot.matrix.session import MatrixAccount, kept_session, log_in
from bot.matrix.trust.identity import Seeds, look_up
from bot.matrix.trust.seeds import here
from bot.matrix.trust.signing import public_key


def fingerprints(client: PatientClient, seeds: Seeds) -> dict[str, str]:
    """Name our account, our device, its key and, where we have it, the account's."""
    facts = {
        "account": client.user_id,
        "session": client.device_id,
        "session-key": str(client.olm.account.identity_keys["ed25519"]),
    }
    return facts | ({"account-key": public_key(seeds["master"])} if seeds else {})


async def kept_fingerprints(account: MatrixAccount) -> dict[str, str]:
    """Name them from what lies in the store; nothing before the first login. Raises :class:`HomeserverError`.

    The homeserver is only asked which of the keys we hold are in use.
    """
    if await kept_session(account).read() is None and not account.access_token:
        return {}
    client = await log_in(replace(account, password=None))
    try:
        identity = await look_up(client)
        ours = (seeds for seeds in await here(account, client.user_id) if identity.belongs_to(seeds))
        return fingerprints(client, next(ours, {}))
    finally:
        await client.close()
