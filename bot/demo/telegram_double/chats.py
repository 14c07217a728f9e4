"""The methods about chats and the bot itself: getMe, getChat, getChatMember, leaveChat, sendChatAction, getFile.

Source: https://core.telegram.org/bots/api#available-methods
"""

from __future__ import annotations

from bot.demo.telegram_double.access import Right, check_delivery, reach
from bot.demo.telegram_double.errors import Json, bad_request
from bot.demo.telegram_double.params import Params
from bot.demo.telegram_double.records import ChatType, Standing
from bot.demo.telegram_double.wire import chat_wire, file_wire, full_chat_wire, member_wire, user_wire
from bot.demo.telegram_double.world import World

MAX_DOWNLOAD = 20 << 20
"""Bytes a bot may fetch (https://core.telegram.org/bots/api#getfile)."""

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "cancel",
    }
)


def get_me(world: World, _params: Params) -> Json:
    """Tell the bot who it is (https://core.telegram.org/bots/api#getme)."""
    can = dict.fromkeys(
        (
            "supports_inline_queries",
            "supports_guest_queries",
            "can_connect_to_business",
            "has_main_web_app",
            "has_topics_enabled",
            "allows_users_to_create_topics",
            "can_manage_bots",
        ),
        False,
    )
    reads = {"can_join_groups": True, "can_read_all_group_messages": not world.privacy}
    return {**user_wire(world.bot), **reads, **can}


def get_chat(world: World, params: Params) -> Json:
    """Tell all about a chat (https://core.telegram.org/bots/api#getchat)."""
    return full_chat_wire(reach(world, params, Right.READ))


def get_chat_member(world: World, params: Params) -> Json:
    """Tell what somebody is in a chat (https://core.telegram.org/bots/api#getchatmember)."""
    user_id = params.integer("user_id")
    if user_id <= 0:
        raise bad_request("Invalid user_id specified")
    is_me = user_id == world.bot.id
    chat = reach(world, params, Right.READ if is_me else Right.MEMBERS)
    if is_me:
        return member_wire(world.bot, Standing.MEMBER if chat.user else chat.bot)
    if user_id not in world.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if chat.user is not None:
        standing = Standing.MEMBER if chat.user.id == user_id else None
    else:
        standing = chat.members.get(user_id, Standing.LEFT)
    if standing is None:
        raise bad_request("Member not found")
    return member_wire(world.users[user_id], standing)


def leave_chat(world: World, params: Params) -> bool:
    """Let the bot leave a chat (https://core.telegram.org/bots/api#leavechat)."""
    chat = reach(world, params, Right.READ)
    if chat.type is ChatType.PRIVATE:
        raise bad_request("Can't leave private chats")
    old, chat.bot = chat.bot, Standing.LEFT
    if old.is_in:
        told_standing = {"old_chat_member": member_wire(world.bot, old)}
        told_standing["new_chat_member"] = member_wire(world.bot, chat.bot)
        who = {"chat": chat_wire(chat), "from": user_wire(world.bot), "date": world.now()}
        world.updates.add("my_chat_member", {**who, **told_standing}, lane=chat.id)
    return True


def send_chat_action(world: World, params: Params) -> bool:
    """Show that the bot is busy (https://core.telegram.org/bots/api#sendchataction)."""
    if params.text("action") not in ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat = reach(world, params, Right.WRITE)
    check_delivery(chat)
    world.actions.append((chat.id, params.text("action")))
    return True


def get_file(world: World, params: Params) -> Json:
    """Prepare a download (https://core.telegram.org/bots/api#getfile)."""
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = world.find_file(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {**file_wire(file), "file_path": file.path}
