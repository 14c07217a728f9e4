"""Groups, forums and channels: who is in them, and what becomes of them.

Source: https://core.telegram.org/bots/api#message (service messages), https://core.telegram.org/bots/api#chatmemberupdated
"""

from __future__ import annotations

from bot.demo.telegram_double.acting import Acting
from bot.demo.telegram_double.arrival import announce, bot_standing, service
from bot.demo.telegram_double.detection import detected
from bot.demo.telegram_double.formatted import Formatted
from bot.demo.telegram_double.records import Chat, ChatType, Message, Standing, Topic
from bot.demo.telegram_double.shown import Shown, show
from bot.demo.telegram_double.wire import user_wire
from bot.demo.telegram_double.world import World


class Room:
    """A chat of several. ``chat`` is what people and tests hand on; ``owner`` acts where nobody else is named."""

    def __init__(self, world: World, chat: Chat, owner: Acting) -> None:
        self.world, self.chat, self.owner = world, chat, owner
        chat.members[owner.user.id] = Standing.CREATOR

    @property
    def id(self) -> int:
        """The chat's id."""
        return self.chat.id

    def admit(self, *people: Acting) -> None:
        """Let people in."""
        for person in people:
            self.chat.members[person.user.id] = Standing.MEMBER

    def part(self, person: Acting) -> None:
        """Let somebody leave."""
        self.chat.members[person.user.id] = Standing.LEFT
        told = user_wire(person.user)
        service(self.world, self.chat, person.user, left_chat_member=told, left_chat_participant=told)

    def add_bot(self, by: Acting | None = None, *, admin: bool = False) -> None:
        """Let somebody add the bot; in a channel it is an administrator."""
        actor = (by or self.owner).user
        as_admin = admin or self.chat.type is ChatType.CHANNEL
        bot_standing(self.world, self.chat, Standing.ADMINISTRATOR if as_admin else Standing.MEMBER, actor)
        if self.chat.type is not ChatType.CHANNEL:
            told = user_wire(self.world.bot)
            service(self.world, self.chat, actor, new_chat_members=[told], new_chat_member=told)

    def remove_bot(self, by: Acting | None = None) -> None:
        """Let somebody remove the bot. A group still tells it so in a service message, a supergroup does not."""
        actor = (by or self.owner).user
        if self.chat.type is ChatType.GROUP:
            service(self.world, self.chat, actor, left_chat_member=user_wire(self.world.bot))
        bot_standing(self.world, self.chat, Standing.KICKED, actor)

    def promote_bot(self, by: Acting | None = None, *, to: Standing = Standing.ADMINISTRATOR) -> None:
        """Change what the bot is."""
        bot_standing(self.world, self.chat, to, (by or self.owner).user)

    def open_topic(self, name: str, by: Acting | None = None) -> Topic:
        """Open a topic of a forum; it takes the number of the message that opens it."""
        actor = (by or self.owner).user
        number = self.world.number_message(self.chat)
        topic = self.chat.topics[number] = Topic(number, name)
        opened = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = Message(number, self.chat, actor, self.world.now(), "service", content=opened, topic=topic)
        announce(self.world, self.world.post(message))
        return topic

    def close_topic(self, topic: Topic) -> None:
        """Close a topic: nobody but administrators writes there."""
        topic.is_closed = True

    def delete_topic(self, topic: Topic) -> None:
        """Delete a topic with its messages."""
        del self.chat.topics[topic.id]
        for message in self.chat.messages.values():
            message.is_deleted = message.is_deleted or message.topic is topic

    def migrate(self) -> Room:
        """Make the group a supergroup: a new chat with a new id, announced in both."""
        actor = self.owner.user
        new = self.world.add_group(ChatType.SUPERGROUP, self.chat.title)
        new.members, new.bot = dict(self.chat.members), self.chat.bot
        service(self.world, self.chat, actor, migrate_to_chat_id=new.id)
        self.chat.migrated_to = new.id
        service(self.world, new, actor, migrate_from_chat_id=self.chat.id)
        return Room(self.world, new, self.owner)

    def post(self, text: str) -> Message:
        """Publish a post in a channel."""
        number = self.world.number_message(self.chat)
        message = Message(number, self.chat, self.owner.user, self.world.now(), formatted=detected(Formatted(text)))
        announce(self.world, self.world.post(message))
        return message

    def edit_post(self, message: Message, text: str) -> None:
        """Edit a post of a channel."""
        message.formatted, message.edit_date = detected(Formatted(text)), self.world.now()
        announce(self.world, message, edited=True)

    def messages(self) -> list[Shown]:
        """List all messages as they are now, without those deleted."""
        there = (each for each in self.chat.messages.values() if not each.is_deleted)
        return [show(message, by_bot=message.sender is self.world.bot) for message in there]
