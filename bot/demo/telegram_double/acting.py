"""What somebody does with Telegram: writing, hearing, pressing, reacting, voting, blocking.

Source: https://core.telegram.org/bots/api#message, https://core.telegram.org/bots/features#deep-linking
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.demo.telegram_double import callbacks
from bot.demo.telegram_double.arrival import announce, bot_standing
from bot.demo.telegram_double.commands import shown_commands
from bot.demo.telegram_double.detection import detected
from bot.demo.telegram_double.errors import Json
from bot.demo.telegram_double.formatted import Formatted
from bot.demo.telegram_double.records import Chat, Message, Poll, Standing, Topic, User
from bot.demo.telegram_double.shown import Button, Shown, show
from bot.demo.telegram_double.wire import chat_wire, poll_wire, user_wire
from bot.demo.telegram_double.world import Heard, Tap, World


class PersonFailedError(Exception):
    """An acting person could not do what the scene asked for."""


class Talking:
    """Writing, editing and hearing. ``chat`` is the person's own chat with the bot; any other may be given."""

    def __init__(self, world: World, user: User) -> None:
        self.world, self.user = world, user
        self.chat = world.chats[user.id]
        self._taken: set[int] = set()
        self._last_said: dict[int, Message] = {}

    def say(
        self, text: str, *, chat: Chat | None = None, reply_to: int | None = None, topic: Topic | None = None
    ) -> Message:
        """Write a text; commands, mentions and links in it are marked as Telegram marks them."""
        return self.post("text", detected(Formatted(text)), chat=chat, reply_to=reply_to, topic=topic)

    def start(self, code: str = "") -> Message:
        """Press Start, or open ``t.me/<bot>?start=CODE``."""
        return self.say(f"/start {code}".strip())

    def edit(self, text: str, message_id: int | None = None, *, chat: Chat | None = None) -> Message:
        """Edit an own message, by default the last one."""
        message = self._own(message_id, chat or self.chat)
        message.formatted, message.edit_date = detected(Formatted(text)), self.world.now()
        announce(self.world, message, edited=True)
        return message

    def post(  # noqa: PLR0913 - what a message consists of
        self,
        kind: str,
        text: Formatted,
        content: Json | None = None,
        *,
        chat: Chat | None = None,
        reply_to: int | None = None,
        topic: Topic | None = None,
    ) -> Message:
        """Put a message of any kind into a chat."""
        where = chat or self.chat
        self._open(where)
        answered = where.messages[reply_to] if reply_to else None
        number, thread = self.world.number_message(where), topic or (answered.topic if answered else None)
        message = Message(number, where, self.user, self.world.now(), kind, text, content or {})
        message.reply_to, message.topic = answered, thread
        self._last_said[where.id] = self.world.post(message)
        announce(self.world, message)
        return message

    async def next_message(self, within: float = 10.0, *, chat: Chat | None = None) -> Shown:
        """Return what the bot said next, new or edited, that nobody has asked for. Raises :class:`TimeoutError`."""
        where = chat or self.chat
        if not await self.world.changed.wait(lambda: self._fresh(where) != [], within):
            raise TimeoutError(f"{self.user.first_name} heard nothing")
        return self._take(self._fresh(where)[0])

    def unheard(self, *, chat: Chat | None = None) -> list[Shown]:
        """List what the bot has said and nobody has asked for."""
        return [self._as_shown(heard) for heard in self._fresh(chat or self.chat)]

    def messages(self, *, chat: Chat | None = None) -> list[Shown]:
        """List all messages of a chat as they are now, without those deleted."""
        there = (chat or self.chat).messages.values()
        return [self._now(message) for message in there if not message.is_deleted]

    def sees(self, message_id: int, *, chat: Chat | None = None) -> Shown:
        """Return one message as it is now, even a deleted one."""
        return self._now((chat or self.chat).messages[message_id])

    def _now(self, message: Message) -> Shown:
        return show(message, by_bot=message.sender is self.world.bot)

    def _fresh(self, chat: Chat) -> list[Heard]:
        return [heard for heard in self.world.heard.get(chat.id, []) if id(heard) not in self._taken]

    def _take(self, heard: Heard) -> Shown:
        self._taken.add(id(heard))
        return self._as_shown(heard)

    def _as_shown(self, heard: Heard) -> Shown:
        shown = show(heard.message, by_bot=True, snapshot=heard.snapshot)
        return replace(shown, is_deleted=heard.is_deleted)

    def _own(self, message_id: int | None, chat: Chat) -> Message:
        message = chat.messages.get(message_id) if message_id else self._last_said.get(chat.id)
        if message is None or message.sender is not self.user:
            raise PersonFailedError(f"{self.user.first_name} has said nothing there to change")
        return message

    def _open(self, chat: Chat) -> None:
        if self.user.is_deleted or chat.migrated_to:
            raise PersonFailedError(f"{self.user.first_name} cannot write there any more")
        if chat is self.chat:
            if chat.bot is Standing.KICKED:
                raise PersonFailedError(f"{self.user.first_name} has blocked the bot")
            chat.bot = Standing.MEMBER
        elif not chat.members.get(self.user.id, Standing.LEFT).is_in:
            raise PersonFailedError(f"{self.user.first_name} is not in {chat.title}")


class Acting(Talking):
    """Pressing, reacting, voting, blocking, leaving Telegram."""

    def press(self, label: str | Button, message_id: int | None = None, *, chat: Chat | None = None) -> Tap:
        """Press a button, or the one with that text; without a message the last one that has such a button."""
        for shown in self._with_buttons(message_id, chat or self.chat):
            for row in shown.buttons:
                for button in row:
                    if label in (button, button.text):
                        return self.send_callback(button.data, shown.message_id, chat=chat)
        raise PersonFailedError(f"{self.user.first_name} sees no button {label!r}")

    def send_callback(self, data: str, message_id: int, *, chat: Chat | None = None) -> Tap:
        """Send callback data for a message, whatever buttons it has: pressed on an old screen, or forged."""
        return callbacks.tap(self.world, self.user, (chat or self.chat).messages[message_id], data)

    def react(self, emoji: str, message_id: int | None = None, *, chat: Chat | None = None) -> None:
        """React to a message, by default the bot's last; an empty emoji takes the reaction back."""
        where = chat or self.chat
        message = where.messages[message_id] if message_id else self._last_of_bot(where)
        old, new = message.reactions.get(self.user.id, ()), (emoji,) if emoji else ()
        message.reactions[self.user.id] = new
        if where is not self.chat and not self.world.is_admin(where):
            return  # in groups only administrators are told
        told: Json = {"chat": chat_wire(where), "message_id": message.id, "user": user_wire(self.user)}
        told |= {"date": self.world.now(), "old_reaction": _reactions(old), "new_reaction": _reactions(new)}
        self.world.updates.add("message_reaction", told, lane=where.id)

    def vote(self, poll: Poll | Message, options: Sequence[int]) -> None:
        """Answer a poll; no options take the vote back."""
        asked = poll.poll if isinstance(poll, Message) else poll
        most = len(asked.options) if asked and asked.settings["allows_multiple_answers"] else 1
        if (
            asked is None
            or asked.is_closed
            or len(options) > most
            or not set(options) <= set(range(len(asked.options)))
        ):
            raise PersonFailedError(f"{self.user.first_name} cannot vote there")
        asked.votes[self.user.id] = tuple(options)
        if not options:
            del asked.votes[self.user.id]
        self.world.updates.add("poll", poll_wire(asked))
        if not asked.settings["is_anonymous"]:
            told: Json = {"poll_id": asked.id, "user": user_wire(self.user), "option_ids": list(options)}
            told["option_persistent_ids"] = [str(each) for each in options]
            self.world.updates.add("poll_answer", told, lane=self.user.id)

    def commands(self, *, chat: Chat | None = None) -> list[str]:
        """List the commands the client offers in a chat, in the person's language."""
        where = chat or self.chat
        admin = where.members.get(self.user.id) in (Standing.CREATOR, Standing.ADMINISTRATOR)
        offered = shown_commands(self.world, where.id, self.user.id, self.user.language_code, admin=admin)
        return [each["command"] for each in offered]

    def block(self) -> None:
        """Stop and block the bot."""
        bot_standing(self.world, self.chat, Standing.KICKED, self.user)

    def unblock(self) -> None:
        """Let the bot write again."""
        bot_standing(self.world, self.chat, Standing.MEMBER, self.user)

    def delete_account(self) -> None:
        """Leave Telegram. Nobody is told."""
        self.user.is_deleted = True

    def _with_buttons(self, message_id: int | None, chat: Chat) -> list[Shown]:
        if message_id is not None:
            return [self.sees(message_id, chat=chat)]
        return [shown for shown in reversed(self.messages(chat=chat)) if shown.buttons]

    def _last_of_bot(self, chat: Chat) -> Message:
        said = [each for each in chat.messages.values() if each.sender is self.world.bot and not each.is_deleted]
        if not said:
            raise PersonFailedError(f"{self.user.first_name} has heard nothing to react to")
        return said[-1]


def _reactions(emoji: Sequence[str]) -> list[Json]:
    return [{"type": "emoji", "emoji": each} for each in emoji]
