"""Somebody on Matrix whose client shows polls, and who votes in them as Element does (MSC3381, its unstable names)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nio import MatrixRoom, UnknownEvent

from bot.demo.person import MatrixPerson, PersonFailedError
from bot.demo.received import Received

START, RESPONSE, END = (f"org.matrix.msc3381.poll.{what}" for what in ("start", "response", "end"))
TEXT = "org.matrix.msc1767.text"


@dataclass(frozen=True, slots=True)
class PollShown:
    """A poll as a client shows it: the texts of its options by their ids."""

    room: str
    event_id: str
    question: str
    options: dict[str, str]
    most: int
    """How many options somebody can choose."""


class MatrixVoter(MatrixPerson):
    """A person with a client that knows polls."""

    def __init__(self, homeserver: str, user: str, password: str, *, bot: str, store: Path) -> None:
        super().__init__(homeserver, user, password, bot=bot, store=store)
        self.polls: dict[str, PollShown] = {}
        self.ended: set[str] = set()
        self._client.add_event_callback(self._see, UnknownEvent)

    async def vote(self, options: Sequence[str], room: str) -> str:
        """Vote in a room's newest poll that this client shows for options by their texts, none to take it back."""
        await self._until(lambda: any(poll.room == room for poll in self.polls.values()), 15)
        poll = [poll for poll in self.polls.values() if poll.room == room][-1]
        if poll.event_id in self.ended or len(options) > poll.most:
            raise PersonFailedError(f"{self.user} cannot vote there")
        ids = {text: name for name, text in poll.options.items()}
        return await self.answer_poll([ids[option] for option in options], poll.event_id, room)

    async def answer_poll(self, answers: Sequence[str], poll: str, room: str) -> str:
        """Send a response with any answers, also ones that no client would offer."""
        relation = {"rel_type": "m.reference", "event_id": poll}
        return await self.send_event(RESPONSE, {"m.relates_to": relation, RESPONSE: {"answers": list(answers)}}, room)

    async def _see(self, room: MatrixRoom, event: UnknownEvent) -> None:
        content = event.source["content"]
        if event.sender == self.bot and event.type == END:
            self.ended.add(content["m.relates_to"]["event_id"])
        if event.sender != self.bot or event.type != START:
            return
        told = content[START]
        options = {answer["id"]: answer[TEXT] for answer in told["answers"]}
        question = told["question"][TEXT]
        shown = PollShown(room.room_id, event.event_id, question, options, told["max_selections"])
        self.polls[event.event_id] = shown
        message = Received(room.room_id, event.event_id, question, msgtype=START, encrypted=event.decrypted)
        await self._note(event, message)
