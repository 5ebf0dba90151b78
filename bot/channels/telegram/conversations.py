"""What the bot does about each kind of update: commands, questions, taps and inline queries.

Nothing here waits or sends: an update comes in, what is to be said goes out as values.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram.constants import ChatType
from telegram.ext import filters

from bot.channels.answering import Answering
from bot.channels.telegram import calls, contents, labels, reports
from bot.channels.telegram.calls import Call, Listing, Response, Tapped
from bot.channels.telegram.layout import Block, article, blocks, options
from bot.channels.telegram.senders import conversation, is_anonymous, sender
from bot.channels.telegram.wording import ZH, Wording, wording
from bot.errors import KnowledgeError
from bot.knowledge.model import Turn

log = logging.getLogger(__name__)

INLINE_RESULTS = 10
MAX_ANSWERS = 2_000
"""Answers whose messages are remembered, for replies to them."""
FORGOTTEN = "an answer of which nothing is known any more"

_BUTTON = re.compile(r"(?P<action>[apl]):(?P<language>zh|en):(?P<rest>.*)")
_PAGE = re.compile(r"(?P<number>\d{1,4}):(?P<node>.*)")
_HAN = re.compile(r"[\u3400-\u9fff]")
# What came through the bot's own inline mode is an answer already; service messages ask for none.
_NOTHING_SAID = filters.VIA_BOT | filters.StatusUpdate.ALL


class Conversations:
    """The Telegram side of all conversations; what is known and what was said before is the assistant's.

    Attributes:
        me: The bot as Telegram knows it; it is told before the first update.
    """

    def __init__(self, assistant: Answering, admins: frozenset[int]) -> None:
        """Answer with ``assistant``; ``admins`` are the ids of the users who may reload."""
        self.me = User(0, "", is_bot=True)
        self._assistant = assistant
        self._admins = admins
        self._started = datetime.now(UTC)
        self._reloading = threading.Lock()
        self._answers: dict[tuple[int, int], str] = {}
        self._commands: dict[str, Callable[[Message, Update], Response]] = {
            "start": self._start,
            "help": self._help,
            "ask": self._ask,
            "why": self._why,
            "list": self._browse,
            "source": self._source,
            "reload": self._reload,
            "status": self._status,
        }

    def respond(self, update: Update) -> Response:
        """What to do about an update."""
        message = update.message
        if update.inline_query:
            return self._look_up(update)
        if update.callback_query:
            return self._tap(update)
        if message is None or _NOTHING_SAID.check_update(update):
            return Response()
        command = _command(message)
        if command is None:
            return self._message(message, update)
        name, _, whom = command.partition("@")
        if whom and whom != (self.me.username or "").casefold():
            return self._unknown_command(message, update)
        return self._commands.get(name, self._unknown_command)(message, update)

    def delivered(self, call: Call, number: int) -> None:
        """Note which message an answer stands in, for replies to it; what is no answer has no name."""
        if number:
            self._answers[call.chat, number] = call.name
            if len(self._answers) > MAX_ANSWERS:
                del self._answers[next(iter(self._answers))]

    def apology(self, update: Update) -> Response:
        """What is said where no answer could be made."""
        return self._note(update, _words(update).apology)

    def slow_down(self, update: Update) -> Response:
        """What is said to somebody who asks faster than anybody reads."""
        return self._note(update, _words(update).slow_down)

    def reloaded(self, words: Wording = ZH) -> list[Block]:
        """Load the knowledge again; tells what changed, or why nothing did. It never fails."""
        with self._reloading:
            try:
                report = self._report(words)
            except Exception as error:
                log.exception("the knowledge could not be loaded again")
                reason = f"{type(error).__name__}: {error}".partition("\n")[0]
                report = [Block(words.failed.format(reason=reason))]
        log.info("reload: %s", " | ".join(block.text for block in report))
        return report

    def _report(self, words: Wording) -> list[Block]:
        folder = self._assistant.folder
        try:
            difference = self._assistant.reload()
        except KnowledgeError as error:
            return reports.faults(error, self._assistant.knowledge, folder, words)
        return reports.changes(difference, self._assistant.knowledge, folder, words)

    def _start(self, message: Message, update: Update) -> Response:
        """Introduce the bot."""
        return _said(message, reports.greeting(self._assistant.knowledge, _words(update)))

    def _help(self, message: Message, update: Update) -> Response:
        """Tell how to ask, and an admin how to reload."""
        words = _words(update)
        admin = [Block(words.help_admin)] if self._is_admin(update) else []
        return _said(message, [Block(words.help.format(bot=self.me.username)), *admin])

    def _ask(self, message: Message, update: Update) -> Response:
        """Answer the question behind the command."""
        _, *question = (message.text or "").split(maxsplit=1)
        if question:
            return self._answer(message, update, question[0])
        words = _words(update)
        example = "".join(reports.examples(self._assistant.knowledge, words, count=1))
        return _said(message, [Block(words.ask_usage.format(example=example))])

    def _why(self, message: Message, update: Update) -> Response:
        """Tell what the answer to the last question of the chat rests on."""
        lines = self._assistant.why(conversation(update)) or (_words(update).nothing_asked,)
        return _said(message, [Block(line) for line in lines])

    def _browse(self, message: Message, update: Update) -> Response:
        """Show the contents, from the top."""
        page = contents.page(self._assistant.marks, "", 0, _words(update))
        return Response(calls=calls.messages(message, page.blocks, page.keyboard)) if page else Response()

    def _source(self, message: Message, update: Update) -> Response:
        """Name the documents in use."""
        return _said(message, reports.source(self._assistant.knowledge, _words(update)))

    def _status(self, message: Message, update: Update) -> Response:
        """Tell an admin how the bot is doing."""
        if not self._is_admin(update):
            return self._unknown_command(message, update)
        knowledge, folder = self._assistant.knowledge, self._assistant.folder
        return _said(message, reports.status(knowledge, folder, self.me, self._started, _words(update)))

    def _reload(self, message: Message, update: Update) -> Response:
        """Load the knowledge again for an admin, beside the answers to others' questions."""
        if not self._is_admin(update):
            return self._unknown_command(message, update)
        words = _words(update)
        return Response(later=lambda: _said(message, self.reloaded(words)))

    def _unknown_command(self, message: Message, update: Update) -> Response:
        """Say so; in a group only when it was meant for this bot and no other."""
        meant = f"@{self.me.username}".casefold()
        if not (_is_private(message) or (_command(message) or "").endswith(meant)):
            return Response()
        return _said(message, [Block(_words(update).unknown_command)])

    def _message(self, message: Message, update: Update) -> Response:
        """Answer a question; in a group only one put to this bot."""
        text = message.text or message.caption
        if _is_private(message):
            return self._answer(message, update, text) if text else self._no_text(message, update)
        mention, earlier = self._mention(), message.reply_to_message
        to_the_bot = earlier is not None and sender(earlier) == self.me.id
        if text is None or not (to_the_bot or mention.search(text)):
            return Response()
        text = mention.sub(" ", text).strip()
        if not text and earlier and not to_the_bot:
            text = earlier.text or earlier.caption or ""  # "what @bot says to this"
        return self._answer(message, update, text)

    @staticmethod
    def _no_text(message: Message, update: Update) -> Response:
        """Say that only text is read."""
        return _said(message, [Block(_words(update).only_text)])

    def _tap(self, update: Update) -> Response:
        """Follow a button: turn a page, or give the figure it stands for."""
        query = update.callback_query
        assert query
        button, old = _BUTTON.fullmatch(query.data or ""), query.message
        stale = Response(tapped=Tapped(query=query.id, note=_words(update).stale))
        if not button or not isinstance(old, Message):
            return stale  # inline messages, which have no message here, have no buttons of this bot
        words, tapped = wording(button["language"]), Tapped(query=query.id)
        if button["action"] == "l":
            place = _PAGE.fullmatch(button["rest"])
            page = place and contents.page(self._assistant.marks, place["node"], int(place["number"]), words)
            if not page:
                return stale
            return Response(tapped=tapped, calls=calls.edits(old, page.blocks, page.keyboard))
        name = str(update.update_id)
        turn = self._assistant.pick(button["rest"], conversation(update), words.language, name=name)
        if not turn:
            return stale
        # Asked from a page of the contents, that stays for the next tap.
        place_it = calls.edits if button["action"] == "p" and old.is_accessible else calls.messages
        return Response(tapped=tapped, calls=place_it(old, *_laid_out(turn), name))

    def _look_up(self, update: Update) -> Response:
        """List the figures that fit what is being typed in some chat."""
        query = update.inline_query
        assert query
        words = wording("zh") if _HAN.search(query.query) else _words(update)
        results = tuple(self._found(query.query, words))
        nothing = InlineQueryResultsButton(words.nothing_found, start_parameter="inline")
        button = nothing if query.query.strip() and not results else None
        return Response(listing=Listing(query=query.id, results=results, button=button))

    def _found(self, text: str, words: Wording) -> list[InlineQueryResultArticle]:
        results = []
        for choice in self._assistant.search(text, limit=INLINE_RESULTS):
            marks = self._assistant.marks
            turn, fact = self._assistant.pick(choice.id, language=words.language), marks.fact(choice.id)
            if turn and fact:  # gone when a reload has come between
                value = labels.amount(fact, marks.knowledge, words)
                name = labels.label(fact, marks.knowledge, words)
                results.append(article(choice.id, value, name, turn.reply))
        return results

    def _answer(self, message: Message, update: Update, question: str) -> Response:
        name = str(update.update_id)
        turn = self._assistant.ask(
            question,
            conversation(update),
            after=self._replied_to(message),
            name=name,
            locale=(update.effective_user and update.effective_user.language_code) or "",
        )
        return Response(calls=calls.messages(message, *_laid_out(turn), name))

    def _replied_to(self, message: Message) -> str:
        """The name of the answer a message replies to; empty where it replies to none, or to a help text."""
        earlier = message.reply_to_message
        if earlier is None or sender(earlier) != self.me.id:
            return ""
        return self._answers.get((message.chat.id, earlier.message_id), FORGOTTEN)

    def _note(self, update: Update, text: str) -> Response:
        query, message = update.callback_query, update.effective_message
        tapped = Tapped(query=query.id, note=text) if query else None
        said = _said(message, [Block(text)]).calls if isinstance(message, Message) else ()
        return Response(calls=said, tapped=tapped)

    def _is_admin(self, update: Update) -> bool:
        user = update.effective_user
        return user is not None and not is_anonymous(update) and user.id in self._admins

    def _mention(self) -> re.Pattern[str]:
        """Finds the bot's @name, also between Chinese characters, but not as a part of a longer name."""
        name = re.escape(self.me.username or "")
        return re.compile(rf"(?<![a-z0-9_])@{name}(?![a-z0-9_])", re.IGNORECASE)


def _said(message: Message, said: list[Block]) -> Response:
    return Response(calls=calls.messages(message, said))


def _laid_out(turn: Turn) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    return blocks(turn.reply), options(turn.reply, turn.language)


def _command(message: Message) -> str | None:
    """The command a message begins with, in lower case and with the bot it names; None where it is none."""
    entity = message.entities[0] if message.entities else None
    if entity is None or entity.type != MessageEntity.BOT_COMMAND or entity.offset:
        return None
    return (message.text or "")[1 : entity.length].casefold()


def _words(update: Update) -> Wording:
    return wording(update.effective_user.language_code if update.effective_user else None)


def _is_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE
