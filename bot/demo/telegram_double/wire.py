"""Records as they stand on the wire.

Source: https://core.telegram.org/bots/api#available-types; the quirks are those of Telegram's own server.
"""

from __future__ import annotations

from bot.demo.telegram_double.errors import Json
from bot.demo.telegram_double.records import Chat, ChatType, File, Message, Poll, Standing, User

_RIGHTS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "is_anonymous",
)
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def user_wire(user: User) -> Json:
    """Write a user (https://core.telegram.org/bots/api#user). A deleted account has no name left."""
    told: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": "" if user.is_deleted else user.first_name}
    if user.username and not user.is_deleted:
        told["username"] = user.username
    if user.language_code:
        told["language_code"] = user.language_code
    return told


def chat_wire(chat: Chat) -> Json:
    """Write a chat (https://core.telegram.org/bots/api#chat)."""
    told: Json = {"id": chat.id}
    if chat.user is not None:
        told["first_name"] = "" if chat.user.is_deleted else chat.user.first_name
        if chat.user.username:
            told["username"] = chat.user.username
    else:
        told["title"] = chat.title
    if chat.username:
        told["username"] = chat.username
    if chat.is_forum:
        told["is_forum"] = True
    if chat.type is ChatType.GROUP:
        told["all_members_are_administrators"] = True
    return {**told, "type": str(chat.type)}


def full_chat_wire(chat: Chat) -> Json:
    """Write everything about a chat (https://core.telegram.org/bots/api#chatfullinfo)."""
    names = chat.username or (chat.user.username if chat.user else None)
    usernames = {"active_usernames": [names]} if names else {}
    fixed = {"accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(_GIFTS, False)}
    pinned = [message for message in chat.pinned if not message.is_deleted]
    shown = {"pinned_message": message_wire(pinned[-1], with_reply=False)} if pinned else {}
    return {**chat_wire(chat), **usernames, **fixed, **shown}


def member_wire(user: User, standing: Standing) -> Json:
    """Write what somebody is in a chat (https://core.telegram.org/bots/api#chatmember)."""
    told: Json = {"user": user_wire(user), "status": str(standing)}
    if standing is Standing.CREATOR:
        told["is_anonymous"] = False
    if standing is Standing.ADMINISTRATOR:
        told |= {"can_be_edited": False, **{right: right != "is_anonymous" for right in _RIGHTS}}
    if standing is Standing.KICKED:
        told["until_date"] = 0
    return told


def file_wire(file: File) -> Json:
    """Write what every file has (https://core.telegram.org/bots/api#file)."""
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}


def poll_wire(poll: Poll) -> Json:
    """Write a poll (https://core.telegram.org/bots/api#poll)."""
    options = [
        {
            "persistent_id": str(number),
            **option.wire("text", "text_entities"),
            "voter_count": sum(number in vote for vote in poll.votes.values()),
        }
        for number, option in enumerate(poll.options)
    ]
    return {
        "id": poll.id,
        **poll.question.wire("question", "question_entities"),
        "options": options,
        "total_voter_count": len(poll.votes),
        "is_closed": poll.is_closed,
        **poll.settings,
    }


def message_wire(message: Message, *, with_reply: bool = True) -> Json:
    """Write a message (https://core.telegram.org/bots/api#message)."""
    told: Json = {"message_id": message.id, **_sender(message), "chat": chat_wire(message.chat), "date": message.date}
    if message.edit_date:
        told["edit_date"] = message.edit_date
    told |= _thread(message)
    # A message in a topic that answers nothing answers the message that opened the topic, as on the real server.
    answered = message.reply_to or (message.chat.messages.get(message.topic.id) if message.topic else None)
    if with_reply and answered is not None and not answered.is_deleted and answered is not message:
        told["reply_to_message"] = message_wire(answered, with_reply=False)
    names = ("text", "entities") if message.kind == "text" else ("caption", "caption_entities")
    told |= message.formatted.wire(*names) | message.content
    if message.poll is not None:
        told["poll"] = poll_wire(message.poll)
    if message.keyboard:
        told["reply_markup"] = {"inline_keyboard": message.keyboard}
    return told


def _sender(message: Message) -> Json:
    if message.chat.type is ChatType.CHANNEL:
        return {"sender_chat": chat_wire(message.chat)}
    return {"from": user_wire(message.sender)} if message.sender else {}


def _thread(message: Message) -> Json:
    if message.topic is not None:
        return {"message_thread_id": message.topic.id, "is_topic_message": True}
    if message.chat.type is ChatType.SUPERGROUP and message.reply_to is not None and not message.chat.is_forum:
        return {"message_thread_id": message.reply_to.id}
    return {}


def inaccessible_wire(message: Message) -> Json:
    """Write a message that is gone (https://core.telegram.org/bots/api#inaccessiblemessage)."""
    return {"message_id": message.id, "chat": chat_wire(message.chat), "date": 0}
