"""Publishing the account's keys, and what they and our device sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.matrix.client import PatientClient
from bot.matrix.failures import HomeserverError, from_answer
from bot.matrix.trust.identity import USES, Seeds
from bot.matrix.trust.signing import bare, has_signed, public_key, sign_json

_OK, _UNAUTHORIZED, _FORBIDDEN = 200, 401, 403
_PASSWORD = "m.login.password"  # noqa: S105 - the name of a way to log in


class NotPublishedError(Exception):
    """The homeserver did not take the account's keys."""


async def publish(client: PatientClient, seeds: Seeds, password: str | None) -> None:
    """Publish the public keys of an account that has none.

    "User-interactive authentication": some servers want the password even for the first keys. Raises
    :class:`NotPublishedError` where somebody must do something about it, else :class:`HomeserverError`.
    """
    keys = {use: public_part(client.user_id, use, seeds) for use in USES}
    body: dict[str, Any] = {f"{use}_key": key for use, key in keys.items()}
    status, told = await client.post("/keys/device_signing/upload", body)
    if status == _UNAUTHORIZED and "flows" in told:
        body["auth"] = _authentication(client.user_id, password, told)
        status, told = await client.post("/keys/device_signing/upload", body)
        if status in {_UNAUTHORIZED, _FORBIDDEN}:
            raise NotPublishedError("the homeserver does not take MATRIX_PASSWORD for the account's keys: correct it")
    if status != _OK:
        raise HomeserverError(from_answer(status, told))


def public_part(user: str, use: str, seeds: Seeds) -> dict[str, Any]:
    """Describe a public key as it is published: all but the master key are signed by that."""
    public = public_key(seeds[use])
    key = {"user_id": user, "usage": [use], "keys": {f"ed25519:{public}": public}}
    return key if use == USES[0] else sign_json(key, user, seeds["master"])


async def sign(client: PatientClient, seeds: Seeds, device: Mapping[str, Any]) -> None:
    """Let the account sign our device, and the device the account's master key: a client verifies both at once.

    ``device`` is what the homeserver shows of ours. Raises :class:`NotPublishedError`, also where that is not what we
    have published: it would have us vouch for keys that are not ours.
    """
    user, own, master = client.user_id, client.device_id, public_part(client.user_id, USES[0], seeds)
    if not has_signed(client.olm.account.identity_keys["ed25519"], user, device, own):
        raise NotPublishedError("the homeserver shows a device of ours that we have not published")
    signatures = {user: {f"ed25519:{own}": client.olm.sign_json(master)}}
    signed = {
        own: sign_json(bare(device), user, seeds["self_signing"]),
        public_key(seeds["master"]): {**master, "signatures": signatures},
    }
    told = await client.ask("POST", "/keys/signatures/upload", {user: signed})
    if told.get("failures"):
        raise NotPublishedError("the homeserver does not take our signatures")


def _authentication(user: str, password: str | None, asked: Mapping[str, Any]) -> dict[str, Any]:
    if [_PASSWORD] not in [flow.get("stages") for flow in asked["flows"]]:
        raise NotPublishedError(
            "the homeserver wants a confirmation no bot can give: log in to the account with another client, set up "
            "its recovery there, and set HAFENBOTE_MATRIX_RECOVERY_KEY to the key it shows"
        )
    if not password:
        raise NotPublishedError(
            "the homeserver wants the password for the account's keys: set HAFENBOTE_MATRIX_PASSWORD for one start"
        )
    identifier = {"type": "m.id.user", "user": user}
    return {"type": _PASSWORD, "identifier": identifier, "password": password, "session": asked.get("session", "")}
