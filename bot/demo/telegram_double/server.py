"""The wire: addresses, tokens, faults, limits, answers.

Source: https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.demo.telegram_double import callbacks, chats, commands, editing, pinning, polls, sending
from bot.demo.telegram_double.errors import NOT_FOUND, UNAUTHORIZED, UNKNOWN_METHOD, ApiError, Json
from bot.demo.telegram_double.faults import Cut, Fault, Faults
from bot.demo.telegram_double.limits import Limits
from bot.demo.telegram_double.params import MAX_UPLOAD, Params, read_params
from bot.demo.telegram_double.polling import Polling
from bot.demo.telegram_double.responses import answer, break_off, broken, refusal
from bot.demo.telegram_double.webhook import Webhook
from bot.demo.telegram_double.world import World

Method = Callable[[World, Params], object]

METHODS: dict[str, Method] = {
    "getme": chats.get_me,
    "getchat": chats.get_chat,
    "getchatmember": chats.get_chat_member,
    "leavechat": chats.leave_chat,
    "sendchataction": chats.send_chat_action,
    "getfile": chats.get_file,
    "sendmessage": sending.send_message,
    "senddocument": sending.send_document,
    "sendphoto": sending.send_photo,
    "sendpoll": polls.send_poll,
    "stoppoll": polls.stop_poll,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "pinchatmessage": pinning.pin_chat_message,
    "setmessagereaction": editing.set_message_reaction,
    "answercallbackquery": callbacks.answer_callback_query,
    "setmycommands": commands.set_my_commands,
    "getmycommands": commands.get_my_commands,
    "deletemycommands": commands.delete_my_commands,
}

COUNTED = frozenset({"sendmessage", "senddocument", "sendphoto", "sendpoll"})
"""What Telegram's limits count: messages."""


@dataclass(slots=True)
class Call:
    """One call: what was asked, what was answered (0 where nothing was), and whether it had its effect."""

    method: str
    at: float
    params: dict[str, str] = field(default_factory=dict)
    chat_id: int | None = None
    status: int = 0
    description: str = ""
    done: bool = False
    fault: Fault | None = None
    result: object = None


class Server:
    """Answers calls for one bot."""

    def __init__(self, world: World, token: str, limits: Limits, faults: Faults) -> None:
        self.world, self.token, self.limits, self.faults = world, token, limits, faults
        self.calls: list[Call] = []
        self.polling = Polling(world.updates)
        self.webhook = Webhook(world.updates, self.polling)
        self._waiting: dict[str, Callable[[World, Params], Awaitable[object]]] = {
            "getupdates": self._get_updates,
            "setwebhook": self.webhook.set,
            "deletewebhook": self.webhook.delete,
        }

    def application(self) -> web.Application:
        """Return the routes."""
        app = web.Application(client_max_size=2 * MAX_UPLOAD)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/{path:.*}", self._nowhere)
        return app

    async def _get_updates(self, world: World, params: Params) -> object:
        return await self.polling.get_updates(world, params, webhook=bool(self.webhook.url))

    async def _nowhere(self, _request: web.Request) -> web.Response:
        return refusal(ApiError(*NOT_FOUND))

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return refusal(ApiError(*UNAUTHORIZED))
        call = Call(request.match_info["method"].lower(), self.world.monotonic())
        self.calls.append(call)
        params = await self._params(request, call)
        if params is None or call.fault is not None:
            return await self._answer_with_fault(request, call, params or Params())
        return answer(await self._perform(call, params), call.status)

    async def _params(self, request: web.Request, call: Call) -> Params | None:
        """Read the parameters; nothing, if they cannot be read or the connection breaks before."""
        call.fault = self.faults.strike_unread(call.method)
        if call.fault is not None:
            return None
        try:
            params = await read_params(request)
        except ApiError as wrong:
            call.fault = Fault(answer=wrong)
            return None
        call.params = dict(params.values)
        call.chat_id = self._chat_id(params)
        call.fault = self.faults.strike(call.method, call.chat_id)
        return params

    def _chat_id(self, params: Params) -> int | None:
        if params.text("chat_id").startswith("@"):
            chat = self.world.find_username(params.text("chat_id"))
            return chat.id if chat else None
        return params.integer("chat_id") or None

    async def _perform(self, call: Call, params: Params) -> Json:
        """Do what is asked and return the answer's body."""
        try:
            call.result = await self._result(call, params)
        except ApiError as refused:
            call.status, call.description = refused.status, refused.description
            return refused.body()
        call.status, call.done = 200, True
        return {"ok": True, "result": call.result}

    async def _result(self, call: Call, params: Params) -> object:
        if call.method in self._waiting:
            return await self._waiting[call.method](self.world, params)
        if call.method == "getwebhookinfo":
            return self.webhook.info()
        if call.method not in METHODS:
            raise ApiError(*UNKNOWN_METHOD)
        if call.method in COUNTED and call.chat_id is not None:
            refused = self.limits.count(call.method, call.chat_id, call.at)
            if refused is not None:
                raise refused
        return METHODS[call.method](self.world, params)

    async def _answer_with_fault(self, request: web.Request, call: Call, params: Params) -> web.StreamResponse:
        fault = call.fault or Fault()
        await asyncio.sleep(fault.delay)
        if fault.cut is Cut.BEFORE:
            return broken(request)
        body: Json = {}
        if fault.done_anyway or (fault.answer is None and fault.raw is None):
            body = await self._perform(call, params)
        if fault.cut is not None:
            return await break_off(request, fault.cut, body)
        if fault.raw is not None:
            call.status = fault.raw[0]
            return web.Response(status=fault.raw[0], text=fault.raw[1], content_type="text/html")
        if fault.answer is None:
            return answer(body, call.status)
        return self._planned_refusal(fault.answer, fault, call)

    def _planned_refusal(self, planned: ApiError, fault: Fault, call: Call) -> web.Response:
        if planned.parameters and "retry_after" in planned.parameters:
            self.limits.pause(fault.chat_id, self.world.monotonic(), planned.parameters["retry_after"])
        call.status, call.description = planned.status, planned.description
        return refusal(planned)

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token:
            return refusal(ApiError(*UNAUTHORIZED))
        fault = self.faults.strike("download", None)
        if fault is not None and fault.cut is not None:
            return broken(request)
        found = (file for file in self.world.files.values() if file.path == request.match_info["path"])
        file = next(found, None)
        if file is None or file.size > chats.MAX_DOWNLOAD:
            return refusal(ApiError(*NOT_FOUND))
        content = file.content or bytes(file.size)
        return web.Response(body=content, content_type="application/octet-stream")
