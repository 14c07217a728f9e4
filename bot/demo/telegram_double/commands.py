"""The bot's list of commands: setMyCommands, getMyCommands, deleteMyCommands, for each scope and language.

Source: https://core.telegram.org/bots/api#setmycommands and https://core.telegram.org/bots/api#botcommandscope
"""

from __future__ import annotations

import json
import re

from bot.demo.telegram_double.access import Right, reach
from bot.demo.telegram_double.errors import ApiError, Json, bad_request
from bot.demo.telegram_double.params import Params, field_of
from bot.demo.telegram_double.records import ChatType
from bot.demo.telegram_double.world import World

MAX_COMMANDS = 100
MAX_NAME = 32
MAX_DESCRIPTION = 256
_NAME = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"(?:[a-z]{2}(?:-[a-z-]*)?)?")
_BROAD_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")


def set_my_commands(world: World, params: Params) -> bool:
    """Set the commands of a scope and language; none deletes them."""
    given = params.json("commands", "commands") or []
    if not isinstance(given, list):
        raise bad_request("Expected an Array of BotCommand")
    read = [_read(each) for each in given]
    key = _key(world, params)
    commands = [_checked(each) for each in read]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.commands[key] = commands
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    """Return the commands of exactly this scope and language."""
    return world.commands.get(_key(world, params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """Forget the commands of a scope and language; the next broader scope shows again."""
    world.commands.pop(_key(world, params), None)
    return True


def shown_commands(
    world: World, chat_id: int, user_id: int, language: str | None, *, admin: bool = False
) -> list[Json]:
    """Return what a client shows, from the narrowest scope (https://core.telegram.org/bots/api#determining-list-of-commands)."""
    in_private = chat_id > 0
    scopes: list[Json] = [{"type": "chat", "chat_id": chat_id}]
    if in_private:
        scopes += [{"type": "all_private_chats"}]
    else:
        scopes.insert(0, {"type": "chat_member", "chat_id": chat_id, "user_id": user_id})
        if admin:
            scopes.insert(1, {"type": "chat_administrators", "chat_id": chat_id})
            scopes += [{"type": "all_chat_administrators"}]
        scopes += [{"type": "all_group_chats"}]
    for scope in [*scopes, {"type": "default"}]:
        for code in (language or "", ""):
            if found := world.commands.get((_scope_key(scope), code)):
                return found
    return []


def _key(world: World, params: Params) -> tuple[str, str]:
    language = params.text("language_code")
    scope = _scope(world, params)
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("Invalid language code specified")
    return _scope_key(scope), language


def _scope_key(scope: Json) -> str:
    return json.dumps(scope, sort_keys=True)


def _scope(world: World, params: Params) -> Json:
    given = params.json("scope", "BotCommandScope")
    if given is None:
        return {"type": "default"}
    if not isinstance(given, dict):
        raise _wrong_scope("BotCommandScope must be an Object")
    kind = field_of(given, "type", str, required=True)
    if kind in _BROAD_SCOPES:
        return {"type": kind}
    if kind not in _CHAT_SCOPES:
        raise _wrong_scope("Unsupported type specified")
    return _chat_scope(world, kind, given)


def _chat_scope(world: World, kind: str, given: Json) -> Json:
    chat_id = str(field_of(given, "chat_id", str, required=True))
    chat = reach(world, Params({"chat_id": chat_id}), Right.MEMBERS)
    if chat.type is ChatType.PRIVATE and kind != "chat":
        raise bad_request("Can't use specified scope in private chats")
    if chat.type is ChatType.CHANNEL:
        raise bad_request("Can't change commands in channel chats")
    told: Json = {"type": kind, "chat_id": chat.id}
    if kind == "chat_member":
        told["user_id"] = int(field_of(given, "user_id", int, required=True))
    return told


def _wrong_scope(reason: str) -> ApiError:
    return bad_request(f"Can't parse BotCommandScope: {reason}")


def _read(given: object) -> tuple[str, str]:
    if not isinstance(given, dict):
        raise bad_request("Can't parse BotCommand: expected an Object")
    try:
        name = field_of(given, "command", str, required=True)
        return name, field_of(given, "description", str, required=True)
    except ApiError as wrong:
        reason = wrong.description.removeprefix("Bad Request: ")
        raise bad_request(f"Can't parse BotCommand: {reason[:1].upper()}{reason[1:]}") from None


def _checked(command: tuple[str, str]) -> Json:
    name, description = command[0].strip().removeprefix("/"), command[1].strip()
    if not name:
        raise bad_request("Command must be non-empty")
    if len(name) > MAX_NAME:
        raise bad_request(f"Command length must not exceed {MAX_NAME}")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > MAX_DESCRIPTION:
        raise bad_request(f"Command description length must not exceed {MAX_DESCRIPTION}")
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}
