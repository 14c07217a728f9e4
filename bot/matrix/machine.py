"""nio's machine of keys, made to lose none: it keeps what reads furthest back, and says which keys have come."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from nio import MegolmEvent
from nio.crypto import InboundGroupSession, Olm


class Machine(Olm):  # type: ignore[misc]
    """The keys of our device. ``arrived`` names the sessions whose keys have come since somebody looked last.

    Of each device it remembers which keys it was asked for: where our channel to it is broken, its answer is lost.
    """

    def __init__(self, *store: Any) -> None:  # noqa: ANN401 - nio's store has no types
        self.arrived: set[str] = set()
        self._asked: defaultdict[tuple[str, str], dict[str, MegolmEvent]] = defaultdict(dict)
        super().__init__(*store)

    def share_keys(self) -> dict[str, Any]:
        """Say which keys are to be published, and store their secrets first: others use them from then on.

        nio stores them when the homeserver has answered. Killed before, it would make others under the same names,
        which no homeserver takes, and could never read what comes under the first.
        """
        keys: dict[str, Any] = super().share_keys()
        self.save_account()
        return keys

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
            asked = self._asked.pop((sender, device.id), {})
            self.key_re_requests_events[sender, device.id] += asked.values()

    def check_if_wedged(self, event: MegolmEvent) -> None:
        """Learn which devices somebody has; keys are asked for once it is clear that they do not come by themselves."""
        if event.device_id not in self.device_store[event.sender]:
            self.users_for_key_query.add(event.sender)

    def ask_for_key(self, event: MegolmEvent) -> None:
        """Ask the device that wrote an event for its key ("Key requests"), once; it is sent with the next messages.

        Where our channel to it is broken, after a new one has been opened: the answer could not be read before.
        """
        device = self.device_store[event.sender].get(event.device_id)
        if event.session_id in self.outgoing_key_requests:
            return
        if device in self.wedged_devices:
            self.key_re_requests_events[event.sender, event.device_id].append(event)
            return
        self._asked[event.sender, event.device_id][event.session_id] = event
        request = event.as_key_request(event.sender, self.device_id, event.session_id, event.device_id)
        if request not in self.outgoing_to_device_messages:
            self.outgoing_to_device_messages.append(request)

    def settle_request(self, session_id: str) -> None:
        """Forget that a key was asked for."""
        for asked in self._asked.values():
            asked.pop(session_id, None)
        request = self.outgoing_key_requests.pop(session_id, None)
        if request is not None:
            self.store.remove_outgoing_key_request(request)

    def _should_accept_forward(self, sender: str, sender_key: str, event: Any) -> bool:  # noqa: ANN401 - nio's
        """Take a key that was asked for also from the very device that made it: it could have sent it to begin with."""
        request = self.outgoing_key_requests.get(event.session_id)
        made_by = event.source["content"]["sender_key"]
        device = self.device_store.device_from_sender_key(sender, sender_key)
        is_its_own = request is not None and request.room_id == event.room_id and made_by == sender_key
        return bool((is_its_own and device is not None) or super()._should_accept_forward(sender, sender_key, event))
