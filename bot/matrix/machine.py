"""nio's machine of keys, made to lose none: it keeps what reads furthest back, and says which keys have come."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from nio import KeysUploadResponse, MegolmEvent
from nio.crypto import InboundGroupSession, Olm

_ASKED_REMEMBERED = 300
"""Anybody can make us ask for keys that nobody has."""


class Machine(Olm):  # type: ignore[misc]
    """The keys of our device. ``arrived`` names the sessions whose keys have come since somebody looked last.

    ``lacks_fallback`` says that the homeserver has no unused fallback key of ours. Of each device it is remembered
    which keys it was asked for: where our channel to it is broken, its answer is lost.
    """

    def __init__(self, *store: Any) -> None:  # noqa: ANN401 - nio's store has no types
        self.arrived: set[str] = set()
        self._asked: dict[str, MegolmEvent] = {}
        super().__init__(*store)
        self.lacks_fallback = not self.account.shared

    @property
    def should_upload_keys(self) -> bool:
        """Whether the homeserver needs keys of ours, with which others begin to talk with our device."""
        return self.lacks_fallback or bool(super().should_upload_keys)

    def share_keys(self) -> dict[str, Any]:
        """Make these keys. They are stored before anybody can use them: a crash must not take them.

        A fallback key is given out again and again while all one-time keys are used up ("Fallback keys").
        """
        content: dict[str, Any] = super().share_keys() if super().should_upload_keys else {}
        if self.lacks_fallback:
            account = self.account._account  # noqa: SLF001 - nio knows no fallback keys
            if not account.fallback_key:
                account.generate_fallback_key()
            made = {name: {"key": key.to_base64(), "fallback": True} for name, key in account.fallback_key.items()}
            content["fallback_keys"] = {f"signed_curve25519:{name}": self._signed(key) for name, key in made.items()}
        self.save_account()
        return content

    def handle_response(self, response: object) -> None:
        """Note what the homeserver has taken or told."""
        super().handle_response(response)
        if isinstance(response, KeysUploadResponse):
            self.lacks_fallback = False

    def _signed(self, key: dict[str, Any]) -> dict[str, Any]:
        return {**key, "signatures": {self.user_id: {f"ed25519:{self.device_id}": self.sign_json(key)}}}

    def create_group_session(
        self, sender_key: str, sender_fp_key: str, room_id: str, session_id: str, session_key: str
    ) -> None:
        """Take a key somebody gives us, if it reads more than what we have: a second one may begin later."""
        known = self.inbound_group_store.get(room_id, sender_key, session_id)
        super().create_group_session(sender_key, sender_fp_key, room_id, session_id, session_key)
        if known is not None:
            self.take_in(known)

    def take_in(self, session: InboundGroupSession) -> None:
        """Keep a session's key, unless the one we have reads as far back."""
        known = self.inbound_group_store.get(session.room_id, session.sender_key, session.id)
        if known is None or session.first_known_index < known.first_known_index:
            self.inbound_group_store.add(session)
            self.save_inbound_group_session(session)

    def save_inbound_group_session(self, session: InboundGroupSession) -> None:
        """Store a session's key: the one way by which every key comes, be it sent, forwarded, restored or our own."""
        super().save_inbound_group_session(session)
        self.arrived.add(session.id)

    def decrypt_megolm_event(self, event: MegolmEvent, room_id: str | None = None) -> Any:  # noqa: ANN401 - nio's
        """Decrypt what was said in a room. Which session it is, its id says alone ("m.megolm.v1.aes-sha2").

        Whose key made it need no longer stand in the event, and nobody has to believe what stands there. Whoever was
        given a session can hand it on as theirs: of several we use the one that reads furthest back.
        """
        held = self.inbound_group_store[room_id or event.room_id].items()
        found = [(each[event.session_id].first_known_index, key) for key, each in held if event.session_id in each]
        event.sender_key = min(found)[1] if found else event.sender_key
        return super().decrypt_megolm_event(event, room_id)

    def decrypt(self, sender: str, sender_key: str, message: Any) -> Any:  # noqa: ANN401 - nio's
        """Decrypt what a device has sent to ours; of a channel that is broken a new one is asked for.

        nio forgets that a device may use up a key of ours that we no longer have, as after a restored disk.
        """
        try:
            return super().decrypt(sender, sender_key, message)
        except Exception:
            self._mark_device_for_unwedging(sender, sender_key)
            raise

    def _mark_device_for_unwedging(self, sender: str, sender_key: str) -> None:
        super()._mark_device_for_unwedging(sender, sender_key)
        device = self.device_store.device_from_sender_key(sender, sender_key)
        if device is None:
            self.users_for_key_query.add(sender)
        elif device in self.wedged_devices:
            asked = [each for each in self._asked.values() if (each.sender, each.device_id) == (sender, device.id)]
            self.key_re_requests_events[sender, device.id] += asked

    def check_if_wedged(self, event: MegolmEvent) -> None:
        """Learn which devices somebody has; keys are asked for once it is clear that they do not come by themselves."""
        if event.device_id not in self.device_store[event.sender]:
            self.users_for_key_query.add(event.sender)

    def ask_for_key(self, event: MegolmEvent) -> None:
        """Ask the device that wrote an event for its key ("Key requests"), once; it is sent with the next messages.

        Where our channel to it is broken, after a new one has been opened: the answer could not be read before.
        """
        self._asked[event.session_id] = event
        if len(self._asked) > _ASKED_REMEMBERED:
            self._asked.pop(next(iter(self._asked)))
        if event.session_id in self.outgoing_key_requests:
            return
        if self.device_store[event.sender].get(event.device_id) in self.wedged_devices:
            self.key_re_requests_events[event.sender, event.device_id].append(event)
            return
        request = event.as_key_request(event.sender, self.device_id, event.session_id, event.device_id)
        if request not in self.outgoing_to_device_messages:
            self.outgoing_to_device_messages.append(request)

    def settle_requests(self, sessions: Collection[str]) -> None:
        """Forget that keys were asked for."""
        for session_id in self.outgoing_key_requests.keys() & sessions:
            self.store.remove_outgoing_key_request(self.outgoing_key_requests.pop(session_id))
            self._asked.pop(session_id, None)

    def settle_requests_but(self, sessions: Collection[str]) -> None:
        """Forget that any keys were asked for but these, which are still awaited."""
        self.settle_requests(self.outgoing_key_requests.keys() - sessions)

    def _should_accept_forward(self, sender: str, sender_key: str, event: Any) -> bool:  # noqa: ANN401 - nio's
        """Take a key also from whoever wrote what needs it, by the device that made it: it could have sent it at once.

        What others forward could be anything.
        """
        asked = self._asked.get(event.session_id)
        made_by = event.source["content"]["sender_key"]
        is_known = self.device_store.device_from_sender_key(sender, sender_key) is not None
        if asked is None or event.session_id not in self.outgoing_key_requests or not is_known:
            return False
        if (asked.sender, asked.room_id, made_by) == (sender, event.room_id, sender_key):
            return True
        return bool(super()._should_accept_forward(sender, sender_key, event))
