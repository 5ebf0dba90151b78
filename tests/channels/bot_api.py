"""A small Bot API server on loopback: what Telegram does with the calls this bot makes, and what it refuses.

The test plays the users (`say`, `tap`, `type_inline`) and waits for the bot's side (`replies`, `wait`).
"""

from __future__ import annotations

import itertools
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self, TypeVar
from urllib.parse import parse_qs, unquote

T = TypeVar("T")
Json = dict[str, Any]

TOKEN = "123456789:AAloopback-token-of-the-tests"
BOT: Json = {
    "id": 123456789,
    "is_bot": True,
    "first_name": "Wenshu",
    "username": "wenshu_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
}
_RIGHTS: Json = dict.fromkeys(
    [
        *[
            "can_be_edited",
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
        ],
        *["can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"],
        *["can_post_stories", "can_edit_stories", "can_delete_stories"],
    ],
    False,
)
_SUPERGROUPS = -1_000_000_000_000
"""Supergroups have numbers from here down."""
PATIENCE = 20.0  # seconds until a test gives up; what it waits for comes in milliseconds

_HTML = re.compile(
    r"<(?P<end>/?)(?P<tag>b|i|blockquote)(?P<folds> expandable)?>|&(?:lt|gt|amp|quot);|[^<>&]+"
)


class ApiError(Exception):
    """What Telegram answers when it does not do what it was asked."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(frozen=True)
class Fault:
    """What happens to a call, before it is done or after: a refusal, a page of a gateway, or no answer at all."""

    method: str
    chat: int | None
    error: ApiError | None = None
    done: bool = False
    page: tuple[int, str] | None = None


class _Server(ThreadingHTTPServer):
    """Says nothing of a bot that is killed, and hangs up so."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class GatewayError(Exception):
    """What a gateway answers in the place of Telegram: a status, and a page of its own."""

    def __init__(self, status: int, page: str) -> None:
        super().__init__(page)
        self.status, self.page = status, page


@dataclass
class BotApi:
    """The server and the users' side of it, on a free port unless one is given."""

    port: int = 0
    calls: list[tuple[str, Json]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    messages: dict[int, Json] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    answered: dict[str, Json] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    webhook: Json | None = None

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._numbers, self._updates = itertools.count(1), itertools.count(500_000_001)
        self._in_supergroups: dict[int, Iterator[int]] = {}
        self._pending: list[Json] = []
        self._pushed: list[Json] = []
        self._queries: set[str] = set()
        self._faults: list[Fault] = []
        self._poller = 0
        self._closed = False
        self.is_polled = False
        self._server = _Server(("127.0.0.1", self.port), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()

    # What users do

    def say(
        self, text: str | None, user: int = 7, chat: int | None = None, language: str = "zh-hans", **more: Any
    ) -> Json:
        """Send a message; a negative chat is a group."""
        here: Json = (
            {"id": user, "type": "private"}
            if chat is None
            else {"id": chat, "type": "supergroup", "title": "群"}
        )
        message = {
            "message_id": self._number(here["id"]),
            "date": 1_700_000_000,
            "chat": here,
            "from": _person(user, language),
            **({} if text is None else {"text": text}),
            **more,
        }
        if command := re.match(r"/\w+(@\w+)?", text or ""):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command[0])}]
        with self._changed:
            self.messages[message["message_id"]] = message
        self.push(message=message)
        return message

    def write_unseen(self, count: int) -> None:
        """Have messages written that the bot does not see, in groups that share the count of private chats."""
        for _ in range(count):
            next(self._numbers)

    def edit(self, message: Json, text: str) -> Json:
        """Edit a message that was said."""
        changed = {**message, "text": text, "edit_date": 1_700_000_100}
        with self._changed:
            self.messages[message["message_id"]] = changed
        self.push(edited_message=changed)
        return changed

    def delete(self, message: Json) -> None:
        """Delete a message, of whomever."""
        with self._changed:
            del self.messages[message["message_id"]]

    def invite(self, chat: int, user: int = 7, language: str = "zh-hans", status: str = "member") -> None:
        """Add the bot to a group."""
        self.push(
            my_chat_member={
                "chat": {"id": chat, "type": "supergroup", "title": "群"},
                "from": _person(user, language),
                "date": 1_700_000_000,
                "old_chat_member": {"user": BOT, "status": "left"},
                "new_chat_member": {"user": BOT, "status": status, **(_RIGHTS if status != "member" else {})},
            }
        )

    def send_file(self, name: str, content: bytes, user: int = 7, size: int = 0, **more: Any) -> Json:
        """Send a file; it says that it is of ``size`` where that is given."""
        file = f"file{next(self._numbers)}"
        self.files[file] = content
        document = {
            "file_id": file,
            "file_unique_id": file,
            "file_name": name,
            "file_size": size or len(content),
        }
        return self.say(None, user, document=document, **more)

    def tap(self, message: Json, button: str, user: int = 7, language: str = "zh-hans") -> str:
        """Tap the button whose text holds ``button``; returns the id of the query."""
        [data] = {
            b["callback_data"] for b in buttons(message) if button in b["text"] and "callback_data" in b
        }
        return self.send_data(message, data, user, language)

    def send_data(self, message: Json, data: str, user: int = 7, language: str = "zh-hans") -> str:
        """Send the data of a button that may be long gone."""
        told = {"text": visible(message), "entities": _bold(message)} if "text" in message else {}
        below = message | told
        return self._query("callback_query", user, language, message=below, chat_instance="1", data=data)

    def type_inline(self, text: str, user: int = 7, language: str = "zh-hans") -> str:
        """Type after @bot in some chat; returns the id of the query."""
        return self._query("inline_query", user, language, query=text, offset="")

    def _number(self, chat: int) -> int:
        """The number of the next message of a chat: a supergroup counts for itself, all others have one count."""
        if chat > _SUPERGROUPS:
            return next(self._numbers)
        # No two begin at the same, so that each number is of one message.
        counts = self._in_supergroups
        return next(counts.setdefault(chat, itertools.count(1_000_000 * (len(counts) + 1))))

    def _query(self, kind: str, user: int, language: str, **fields: Any) -> str:
        query_id = str(next(self._updates))
        with self._changed:
            self._queries.add(query_id)
        self.push(**{kind: {"id": query_id, "from": _person(user, language), **fields}})
        return query_id

    def push(self, **update: Any) -> int:
        """Put an update, well formed or not, before the bot; returns its number."""
        with self._changed:
            number = next(self._updates)
            self._pushed.append({"update_id": number, **deepcopy(update)})  # whatever is changed later
            self._pending.append(self._pushed[-1])
            self._changed.notify_all()
            return number

    def pushed(self, number: int) -> Json:
        """An update that was put before the bot."""
        return next(update for update in self._pushed if update["update_id"] == number)

    def pushed_last(self) -> Json:
        """The update that was put before the bot last."""
        return self._pushed[-1]

    def repeat(self, count: int) -> None:
        """Let the last updates come once more."""
        with self._changed:
            self._pending = self._pushed[-count:]
            self._changed.notify_all()

    def fail(
        self,
        method: str,
        code: int,
        description: str,
        *,
        count: int = 1,
        chat: int | None = None,
        **parameters: int,
    ) -> None:
        """Refuse the next calls of a method, those to one chat where it is named."""
        self._expect([Fault(method, chat, ApiError(code, description, **parameters))] * count)

    def hang_up(self, method: str, *, done: bool, count: int = 1, chat: int | None = None) -> None:
        """Break the connection at the next calls of a method, when they are ``done`` or before."""
        self._expect([Fault(method, chat, done=done)] * count)

    def intercept(self, method: str, page: str, *, status: int = 502, done: bool, count: int = 1) -> None:
        """Have a gateway answer the next calls of a method by a page, when they are ``done`` or before."""
        self._expect([Fault(method, None, done=done, page=(status, page))] * count)

    def mend(self) -> None:
        """Let everything work again."""
        with self._changed:
            self._faults.clear()

    def _expect(self, faults: list[Fault]) -> None:
        with self._changed:
            self._faults += faults

    # What the bot does

    def wait(self, seen: Callable[[], T | None]) -> T:
        """Wait until something can be seen of this server, and return it."""
        with self._changed:
            found = self._changed.wait_for(seen, PATIENCE)
            assert found, f"waited in vain; refused: {self.refused}; last calls: {self.calls[-5:]}"
            return found

    def replies(self, after: Json, count: int = 1) -> list[Json]:
        """The bot's first messages in the chat of ``after`` since then."""

        def seen() -> list[Json] | None:
            later = [
                message
                for number, message in self.messages.items()
                if number > after["message_id"]
                and message["from"] == BOT
                and message["chat"] == after["chat"]
            ]
            return later[:count] if len(later) >= count else None

        return self.wait(seen)

    def ask(self, text: str, **who: Any) -> Json:
        """Say something and wait for the one reply."""
        return self.replies(self.say(text, **who))[0]

    def edited(self, message: Json, times: int = 1) -> Json:
        """Wait until the bot has edited its message that often."""
        return self.wait(lambda: message if message.get("edits", 0) >= times else None)

    def answer(self, query_id: str) -> Json:
        """Wait for the answer to a tap or an inline query."""
        return self.wait(lambda: self.answered.get(query_id))

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(name == method for name, _ in self.calls)

    def said(self, chat: int) -> list[str]:
        """All that the bot has said in a chat, as its reader sees it."""
        with self._changed:
            found = [
                one for one in self.messages.values() if one["from"] == BOT and one["chat"]["id"] == chat
            ]
        return [visible(message) for message in found]

    def confirmed(self, update: int) -> bool:
        """Whether the bot has confirmed an update, so that it does not come again."""
        return all(each["update_id"] != update for each in self._pending)

    # The methods

    def _call(self, token: str, method: str, body: bytes, kind: str) -> Any:
        if token != f"bot{TOKEN}":
            raise ApiError(401, "Unauthorized")
        if method not in _METHODS:
            raise ApiError(404, "Not Found: method not found")
        params = _parameters(body, kind)
        with self._changed:
            self.calls.append((method, params))
            self._changed.notify_all()
            fault = self._fault(method, params)
            if fault and fault.error:
                raise fault.error
            failure = GatewayError(*fault.page) if fault and fault.page else ConnectionAbortedError()
            if fault and not fault.done:
                raise failure
            try:
                result = _METHODS[method](self, params)
            finally:
                self._changed.notify_all()
            if fault:
                raise failure
            return result

    def _fault(self, method: str, params: Json) -> Fault | None:
        for fault in self._faults:
            if fault.method == method and fault.chat in (None, params.get("chat_id")):
                self._faults.remove(fault)
                return fault
        return None

    def _get_updates(self, params: Json) -> list[Json]:
        self._poller += 1
        me = self._poller
        self.is_polled = True
        self._changed.notify_all()
        offset = params.get("offset", 0)
        self._pending = [update for update in self._pending if update["update_id"] >= offset]
        self._changed.wait_for(
            lambda: self._pending or self._closed or self._poller != me, params.get("timeout", 0)
        )
        self.is_polled = False
        if self._poller != me:
            raise ApiError(
                409, "Conflict: terminated by other getUpdates request; make sure that only one bot runs"
            )
        return list(self._pending)

    def _set_webhook(self, params: Json) -> bool:
        if not params["url"].startswith("https://"):
            raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = params
        return True

    def _delete_webhook(self, _params: Json) -> bool:
        self.webhook = None
        return True

    def _send_message(self, params: Json) -> Json:
        _check_text(params)
        chat_id = params["chat_id"]
        kind = "private" if chat_id > 0 else "supergroup"
        message = {
            "message_id": self._number(chat_id),
            "date": 1_700_000_000,
            "chat": {"id": chat_id, "type": kind, **({"title": "群"} if chat_id < 0 else {})},
            "from": BOT,
            **params,
            **({"is_topic_message": True} if "message_thread_id" in params else {}),
        }
        reply = params.get("reply_parameters")
        if reply and (below := self.messages.get(reply["message_id"])):
            message["reply_to_message"] = _bare(below)
        elif reply and not reply.get("allow_sending_without_reply"):
            raise ApiError(400, "Bad Request: message to be replied not found")
        self.messages[message["message_id"]] = message
        return _bare(message)

    def _send_photo(self, params: Json) -> Json:
        _, photo = params["photo"]
        if not photo.startswith(b"\x89PNG\r\n"):
            raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED")
        if len(params["caption"].encode("utf-16-le")) // 2 > 1024:
            raise ApiError(400, "Bad Request: message caption is too long")
        return self._send_message({**params, "photo": photo, "text": params["caption"]})

    def _edit_message_caption(self, params: Json) -> Json:
        return self._edit_message_text({"caption": "", **params, "text": params.get("caption", "")})

    def _edit_message_text(self, params: Json) -> Json:
        if params["text"] or "caption" not in params:
            _check_text(params)
        message = self.messages.get(params["message_id"])
        if message is None or message["chat"]["id"] != params["chat_id"]:
            raise ApiError(400, "Bad Request: message to edit not found")
        if message["from"] != BOT:
            raise ApiError(400, "Bad Request: message can't be edited")
        below = not {"photo", "file"}.isdisjoint(message)
        if below != ("caption" in params):
            kind = "text" if below else "caption"
            raise ApiError(400, f"Bad Request: there is no {kind} in the message to edit")
        if (message["text"], message.get("reply_markup")) == (params["text"], params.get("reply_markup")):
            raise ApiError(
                400, "Bad Request: message is not modified: specified new message content is the same"
            )
        message.pop("reply_markup", None)
        message |= params | {"edits": message.get("edits", 0) + 1}
        return _bare(message)

    def _send_document(self, params: Json) -> Json:
        name, content = params["document"]
        if not content:
            raise ApiError(400, "Bad Request: file must be non-empty")
        if len(params.get("caption", "")) > 1024:
            raise ApiError(400, "Bad Request: message caption is too long")
        message = {
            "message_id": self._number(params["chat_id"]),
            "date": 1_700_000_000,
            "chat": {"id": params["chat_id"], "type": "private"},
            "from": BOT,
            "text": params.get("caption", ""),
            "file": (name, content),
        }
        self.messages[message["message_id"]] = message
        return _bare(message)

    def _get_file(self, params: Json) -> Json:
        if params["file_id"] not in self.files:
            raise ApiError(400, "Bad Request: invalid file_id")
        file = params["file_id"]
        return {"file_id": file, "file_unique_id": file, "file_path": f"documents/{file}"}

    def _answer_query(self, params: Json) -> bool:
        query_id = params.get("callback_query_id") or params["inline_query_id"]
        if query_id not in self._queries or query_id in self.answered:
            raise ApiError(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        if len(params.get("text", "")) > 200:
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
        results = params.get("results", [])
        if len(results) > 50 or len({each["id"] for each in results}) < len(results):
            raise ApiError(400, "Bad Request: RESULT_ID_DUPLICATE")
        for each in results:
            if not 1 <= len(each["id"].encode()) <= 64:
                raise ApiError(400, "Bad Request: RESULT_ID_INVALID")
            content = each["input_message_content"]
            text = {"text": content["message_text"], "parse_mode": content.get("parse_mode")}
            _check_text(text | {"reply_markup": each.get("reply_markup", {})})
        self.answered[query_id] = params
        return True

    def _set_my_commands(self, params: Json) -> bool:
        for command in params["commands"]:
            if not (
                re.fullmatch(r"[a-z0-9_]{1,32}", command["command"])
                and 1 <= len(command["description"]) <= 256
            ):
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        return True

    def _set_text(self, params: Json) -> bool:
        [(kind, text)] = ((name, text) for name, text in params.items() if name != "language_code")
        if len(text) > {"name": 64, "description": 512, "short_description": 120}[kind]:
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
        self.texts[kind, params.get("language_code", "")] = text
        return True

    def _text(self, kind: str, params: Json) -> Json:
        return {kind: self.texts.get((kind, params.get("language_code", "")), "")}

    # HTTP

    def _respond(self, path: str, body: bytes, kind: str) -> tuple[int, Json]:
        _, token, method = path.split("/", 2)
        try:
            return 200, {"ok": True, "result": self._call(token, method, body, kind)}
        except ApiError as refusal:
            with self._changed:
                self.refused.append((method, refusal.description))
            answer: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
            if refusal.parameters:
                answer["parameters"] = refusal.parameters
            return refusal.code, answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = (
                -1
            )  # a response in one piece: the end of one in two waits until the first is acknowledged

            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(size)
                if len(body) < size:  # the bot has ended meanwhile
                    self.close_connection = True
                    return
                try:
                    status, answer = api._respond(self.path, body, self.headers.get("Content-Type", ""))
                    payload = json.dumps(answer).encode()
                except GatewayError as error:
                    status, payload = error.status, error.page.encode()
                except ConnectionAbortedError:
                    self.close_connection = True
                    return
                with suppress(ConnectionError):  # a bot that stops hangs up on its poll
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(payload)))
                    self.end_headers()
                    self.wfile.write(payload)
                    self.wfile.flush()

            def do_GET(self) -> None:
                prefix = f"/file/bot{TOKEN}/documents/"
                content = api.files.get(unquote(self.path).removeprefix(prefix))
                self.send_response(404 if content is None else 200)
                self.send_header("Content-Length", str(len(content or b"")))
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, *_: object) -> None:
                """Keep the test's output clean."""

        return Handler


_METHODS: dict[str, Callable[[BotApi, Json], Any]] = {
    "getMe": lambda _api, _params: BOT,
    "getUpdates": BotApi._get_updates,
    "deleteWebhook": BotApi._delete_webhook,
    "setWebhook": BotApi._set_webhook,
    "setMyCommands": BotApi._set_my_commands,
    "setMyName": BotApi._set_text,
    "setMyDescription": BotApi._set_text,
    "setMyShortDescription": BotApi._set_text,
    "getMyName": lambda api, params: api._text("name", params),
    "getMyDescription": lambda api, params: api._text("description", params),
    "getMyShortDescription": lambda api, params: api._text("short_description", params),
    "sendMessage": BotApi._send_message,
    "sendPhoto": BotApi._send_photo,
    "editMessageCaption": BotApi._edit_message_caption,
    "editMessageText": BotApi._edit_message_text,
    "sendDocument": BotApi._send_document,
    "getFile": BotApi._get_file,
    "answerCallbackQuery": BotApi._answer_query,
    "answerInlineQuery": BotApi._answer_query,
}


def buttons(message: Json) -> list[Json]:
    """All buttons under a message."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def visible(message: Json) -> str:
    """The text of a message as its reader sees it."""
    return _shown(message["text"]) if message.get("parse_mode") == "HTML" else str(message["text"])


def _bold(message: Json) -> list[Json]:
    """What is bold in the text of a message, as Telegram tells it to the bot."""
    found = []
    for match in re.finditer("<b>(.*?)</b>", message["text"] if message.get("parse_mode") else "", re.DOTALL):
        before, said = (
            len(_shown(part).encode("utf-16-le")) // 2
            for part in (re.sub("<[^>]*>", "", message["text"][: match.start()]), match[1])
        )
        found.append({"type": "bold", "offset": before, "length": said})
    return found


def _shown(text: str) -> str:
    """HTML without its tags and entities; refuses what Telegram cannot parse."""
    shown, opened, at = "", [], 0
    while at < len(text):
        piece = _HTML.match(text, at)
        if not piece:
            raise ApiError(
                400, f"Bad Request: can't parse entities: unexpected character at byte offset {at}"
            )
        if tag := piece["tag"]:
            if not piece["end"]:
                opened.append(tag)
            elif not opened or opened.pop() != tag:
                raise ApiError(
                    400, f"Bad Request: can't parse entities: unexpected end tag at byte offset {at}"
                )
        else:
            entities = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
            shown += entities.get(piece[0], piece[0])
        at = piece.end()
    if opened:
        raise ApiError(400, "Bad Request: can't parse entities: can't find end tag")
    return shown


def _check_text(params: Json) -> None:
    text = _shown(params["text"]) if params.get("parse_mode") == "HTML" else params["text"]
    if not text.strip():
        raise ApiError(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise ApiError(400, "Bad Request: message is too long")
    if not all(params.get("reply_markup", {}).get("inline_keyboard", [])):
        raise ApiError(400, "Bad Request: a row of the keyboard is empty")
    for button in buttons(params):
        kinds = button.keys() - {"text"}
        if not button["text"] or len(kinds) != 1 or not kinds <= {"callback_data", "url", "copy_text"}:
            raise ApiError(400, "Bad Request: can't parse inline keyboard button")
        if len(button.get("url", "")) > 2048:
            raise ApiError(400, "Bad Request: BUTTON_URL_INVALID")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
        if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= 256:
            raise ApiError(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")


def _parameters(body: bytes, kind: str) -> Json:
    """A form as the library sends it: strings as they are, files as bytes, everything else as JSON."""
    strings = {"text", "parse_mode", "callback_query_id", "inline_query_id", "language_code"}
    strings |= {"name", "description", "short_description", "caption", "url", "secret_token", "file_id"}
    told, files = _form(body, kind)
    return {key: value if key in strings else json.loads(value) for key, value in told.items()} | files


def _form(body: bytes, kind: str) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    """The fields of a form and the files that come with it."""
    told: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    if not kind.startswith("multipart/"):
        fields = parse_qs(body.decode(), keep_blank_values=True)
        return {key: values[0] for key, values in fields.items()}, files
    whole = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    for part in whole.iter_parts():
        name, content = (
            str(part.get_param("name", header="content-disposition")),
            part.get_payload(decode=True),
        )
        assert isinstance(content, bytes)
        if filename := part.get_filename():
            files[name] = filename, content
        else:
            told[name] = content.decode()
    return told, files


def _person(user: int, language: str) -> Json:
    return {"id": user, "is_bot": False, "first_name": "用户", "language_code": language}


def _bare(message: Json) -> Json:
    """A message as the Bot API returns it, without the parameters it was sent with."""
    return {
        key: message[key]
        for key in ("message_id", "date", "chat", "from", "text", "reply_markup")
        if key in message and (key != "text" or "photo" not in message)
    }
