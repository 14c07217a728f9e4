"""People on Telegram: acting accounts on our double of its servers, which cannot be reached from a test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sqlmodel import Session

from bot.demo.player import marked, poll_shown, under_file
from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.telegram_double.person import Person
from bot.demo.telegram_double.pictures import PIXEL
from bot.demo.telegram_double.records import Chat
from bot.demo.telegram_double.shown import Shown
from handlers.messages import Kind


class TelegramCrowd:
    """Everybody on Telegram. A reaction with a keycap is a tap on the button with that number."""

    network = "telegram"

    def __init__(self, double: TelegramDouble) -> None:
        self._double = double
        self._people: dict[str, Person] = {}
        self._chats: dict[str, tuple[Person, Chat]] = {}

    async def prepare(self) -> dict[str, object]:
        """Hand out the bot's token."""
        user = self._double.world.bot.username
        return {"telegram_token": self._double.token, "telegram_api_url": self._double.url, "telegram_user": user}

    async def enter(self, name: str) -> None:
        """Give somebody an account; the chat with the bot opens when they write."""
        person = self._double.person(name)
        self._people[name], self._chats[name] = person, (person, person.chat)

    def account(self, name: str) -> str:
        """Return somebody's number."""
        return str(self._people[name].user.id)

    async def open_group(self, name: str, members: Sequence[str]) -> None:
        """Open a group with the bot and the others."""
        first, *others = (self._people[member] for member in members)
        self._chats[name] = first, self._double.group(name, first, others).chat

    async def write(
        self,
        name: str,
        text: str,
        group: str | None,
        answers: str = "",
        *,
        in_thread: bool = False,  # noqa: ARG002 - an answer is one
    ) -> None:
        """Let somebody write; in a group the bot sees commands with Telegram's own prefix only."""
        said = f"/{text[1:]}" if group and text.startswith("!") else text
        person, chat = self._people[name], self._chats[group or name][1]
        answered = [each for each in person.messages(chat=chat) if answers and each.by_bot and answers in each.text]
        person.say(said, chat=chat, reply_to=answered[-1].message_id if answers else None)

    async def do(self, name: str, kind: Kind, text: str) -> None:
        """Let somebody do something else than writing."""
        person, chat = self._chats[name]
        deeds: dict[Kind, Callable[[], object]] = {
            Kind.IMAGE: person.send_photo,
            Kind.STICKER: person.send_sticker,
            Kind.VOICE: person.send_voice,
            Kind.FILE: partial(person.send_document, content=PIXEL),
            Kind.EDIT: partial(person.edit, text, chat=chat),
            Kind.REACTION: partial(_react, person, text),
            Kind.REMOVED: person.delete_account,  # of which nobody is told, as of leaving a room on Matrix
            Kind.MOVED: partial(_block_and_unblock, person),  # there is but one chat with the bot
        }
        deeds[kind]()

    async def vote(self, name: str, options: Sequence[str], group: str) -> None:
        """Let somebody vote in the newest poll of a group."""
        person, chat = self._people[name], self._chats[group][1]
        poll = [shown for shown in person.messages(chat=chat) if shown.options][-1]
        person.vote(chat.messages[poll.message_id], [poll.options.index(option) for option in options])

    async def send(self, name: str, file: str, content: bytes, caption: str) -> None:
        """Let somebody send the bot a file, perhaps with a text to it."""
        person, chat = self._chats[name]
        person.send_document(file, content, caption, chat=chat)

    async def next_message(self, name: str, within: float) -> str:
        """Return the bot's next message, its buttons as a numbered list, a file with the text to it."""
        person, chat = self._chats[name]
        shown = await person.next_message(within, chat=chat)
        if shown.files and not shown.text:  # too long to stand below the file
            return under_file(shown.files[0].name, await self.next_message(name, within))
        return _read(shown)

    async def files(self, name: str) -> dict[str, bytes]:
        """Open what the bot has sent somebody in the direct chat."""
        person, chat = self._chats[name]
        received = [shown for shown in person.messages(chat=chat) if shown.by_bot]
        return {file.name: file.content for shown in received for file in shown.files}

    def handled(self, _: Session) -> bool:
        """Say whether the bot has confirmed all updates."""
        return not self._double.updates.waiting

    def unheard(self) -> list[str]:
        """List what the bot said and nobody asked for."""
        return [
            f"{name}: {_read(shown)}"
            for name, (person, chat) in self._chats.items()
            for shown in person.unheard(chat=chat)
        ]

    def logins(self) -> list[str]:
        """Say where the double is; no Telegram app can log in to it."""
        return [f"Telegram ist ein Nachbau, an dem sich keine App anmelden kann: {self._double.url}"]

    async def leave(self) -> None:
        """Leave the accounts as they are."""


def _block_and_unblock(person: Person) -> None:
    person.block()
    person.unblock()


def _react(person: Person, emoji: str) -> None:
    last = [shown for shown in person.messages() if shown.by_bot][-1]
    buttons = [button for row in last.buttons for button in row]
    number = int(emoji[0]) if emoji[0].isdecimal() else 0
    if 0 < number <= len(buttons):
        person.press(buttons[number - 1])
    else:
        person.react(emoji)


def _read(shown: Shown) -> str:
    if shown.options:
        said = poll_shown(shown.text, shown.options)
    else:
        files = [f"[{file.name}]" for file in shown.files]
        numbered = "\n".join(f"{number}. {label}" for number, label in enumerate(shown.labels, 1))
        said = "\n".join([*files, f"{shown.text}\n\n{numbered}".rstrip()])
    return marked(said, removed=shown.is_deleted, changed=shown.is_edited, in_thread=shown.reply_to is not None)
