"""The two sides of a verification: whose keys stand for whom, where they talk, and what we sign afterwards."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.json_parts import inner, text
from bot.matrix.client import PatientClient
from bot.matrix.direct import is_between
from bot.matrix.trust.fingerprints import fingerprints
from bot.matrix.trust.identity import Seeds
from bot.matrix.trust.sas import Party
from bot.matrix.trust.signing import sign_json

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Both sides as they were when it began: keys must not change on the way. ``master`` is their master key."""

    ours: Party
    theirs: Party
    master: Mapping[str, Any]


async def acquaint(client: PatientClient, user: str, device: str, seeds: Seeds) -> Acquaintance | None:
    """Ask for the keys of the other side; None if the device is not theirs, or an id stands for two keys.

    Theirs are what the homeserver says: whether that is true is what the verification finds out. Ours are those we
    hold, whatever it says ("Key and signature security").
    """
    told = await client.ask("POST", "/keys/query", {"device_keys": {user: []}})
    devices, master = inner(inner(told, "device_keys"), user), inner(inner(told, "master_keys"), user)
    name = f"ed25519:{device}"
    key = text(inner(inner(devices, device), "keys"), name)
    identity = _identity(master) if master.get("user_id") == user else ""  # else we would sign it for somebody else
    if not key or identity in devices:
        log.info("matrix_verification_of_unknown_device")
        return None
    keys = {name: key} | ({f"ed25519:{identity}": identity} if identity else {})
    return Acquaintance(_ourselves(client, seeds), Party(user, device, keys), master)


def direct_room(client: PatientClient, user: str, room_id: str = "") -> str:
    """Find the room in which only somebody and we are; with a room, only that one. Empty if there is none."""
    rooms = {room_id: client.rooms.get(room_id)} if room_id else client.rooms
    found = [name for name, room in rooms.items() if room and is_between(room, client.user_id, user)]
    return found[-1] if found else ""


async def trust(client: PatientClient, known: Acquaintance, trusted: Collection[str], seeds: Seeds) -> None:
    """Sign the other side's master key, if it has vouched for it and we can ("Cross-signing").

    It was their comparison, not ours: we have no eyes. So nothing of ours depends on this signature.
    """
    identity = _identity(known.master)
    if not seeds or f"ed25519:{identity}" not in trusted:
        return
    signed = sign_json(known.master, client.user_id, seeds["user_signing"])
    await client.post("/keys/signatures/upload", {known.theirs.user: {identity: signed}})


def _ourselves(client: PatientClient, seeds: Seeds) -> Party:
    ours = fingerprints(client, seeds)
    keys = {ours["session"]: ours["session-key"]}
    keys |= {ours["account-key"]: ours["account-key"]} if "account-key" in ours else {}
    return Party(ours["account"], ours["session"], {f"ed25519:{name}": key for name, key in keys.items()})


def _identity(master: Mapping[str, Any]) -> str:
    """Return the key of a published master key: the one that is named by itself."""
    keys = inner(master, "keys")
    named = [key for name, key in keys.items() if name == f"ed25519:{key}"]
    return named[0] if len(named) == len(keys) == 1 else ""
