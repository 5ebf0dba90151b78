"""What the bot does with each kind of update: commands, questions, taps and inline queries."""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import UTC, datetime
from typing import Any

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, Message, Update
from telegram.constants import ChatType, InlineQueryResultLimit
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.assistant import Assistant
from bot.errors import KnowledgeError
from bot.transports.telegram import contents, labels, reports, sending
from bot.transports.telegram.layout import Block, article, blocks, options
from bot.transports.telegram.wording import ZH, Wording, wording

log = logging.getLogger(__name__)

INLINE_RESULTS = 10
INLINE_SECONDS = 5  # for which Telegram may repeat an inline answer; short, so that a reload shows at once

_BUTTON = re.compile(r"(?P<action>[apl]):(?P<language>zh|en):(?P<rest>.*)")
_PAGE = re.compile(r"(?P<number>\d{1,4}):(?P<node>.*)")
_HAN = re.compile(r"[\u3400-\u9fff]")

Context = ContextTypes.DEFAULT_TYPE


class Conversations:
    """The Telegram side of all conversations; what is known and what was said before is the assistant's."""

    def __init__(self, assistant: Assistant, admins: frozenset[int]) -> None:
        """Answer with ``assistant``; ``admins`` are the ids of the users who may reload."""
        self._assistant = assistant
        self._admins = admins
        self._started = datetime.now(UTC)
        self._reloading = asyncio.Lock()

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Register every handler; the first that fits an update gets it, so the order matters."""
        new = filters.UpdateType.MESSAGE
        for name, command in {
            "start": self.start,
            "help": self.help,
            "ask": self.ask,
            "why": self.why,
            "list": self.browse,
            "source": self.source,
            "reload": self.reload,
            "status": self.status,
        }.items():
            application.add_handler(CommandHandler(name, command, new))
        application.add_handler(MessageHandler(new & filters.COMMAND, self.unknown_command))
        # What came through the bot's own inline mode is an answer already; service messages ask for none.
        said = new & ~filters.VIA_BOT & ~filters.StatusUpdate.ALL
        application.add_handler(MessageHandler(said & (filters.TEXT | filters.CAPTION), self.message))
        application.add_handler(MessageHandler(said & filters.ChatType.PRIVATE, self.no_text))
        application.add_handler(CallbackQueryHandler(self.tap))
        application.add_handler(InlineQueryHandler(self.look_up))
        application.add_error_handler(self.failed)

    async def start(self, update: Update, _: Context) -> None:
        """Introduce the bot."""
        await sending.reply(_message(update), reports.greeting(self._assistant.knowledge, _words(update)))

    async def help(self, update: Update, context: Context) -> None:
        """Tell how to ask, and an admin how to reload."""
        words = _words(update)
        admin = [Block(words.help_admin)] if self._is_admin(update) else []
        await sending.reply(_message(update), [Block(words.help.format(bot=context.bot.username)), *admin])

    async def ask(self, update: Update, _: Context) -> None:
        """Answer the question behind the command."""
        message, words = _message(update), _words(update)
        _command, *question = (message.text or "").split(maxsplit=1)
        if question:
            await self._answer(update, question[0])
            return
        example = "".join(reports.examples(self._assistant.knowledge, words, count=1))
        await sending.reply(message, [Block(words.ask_usage.format(example=example))])

    async def why(self, update: Update, _: Context) -> None:
        """Tell what the answer to the last question of the chat rests on."""
        lines = self._assistant.why(_chat(update)) or (_words(update).nothing_asked,)
        await sending.reply(_message(update), [Block(line) for line in lines])

    async def browse(self, update: Update, _: Context) -> None:
        """Show the contents, from the top."""
        page = contents.page(self._assistant.knowledge, "", 0, _words(update))
        if page:
            await sending.reply(_message(update), page.blocks, page.keyboard)

    async def source(self, update: Update, _: Context) -> None:
        """Name the documents in use."""
        await sending.reply(_message(update), reports.source(self._assistant.knowledge, _words(update)))

    async def status(self, update: Update, context: Context) -> None:
        """Tell an admin how the bot is doing."""
        if not self._is_admin(update):
            await self.unknown_command(update, context)
            return
        knowledge, folder = self._assistant.knowledge, self._assistant.folder
        report = reports.status(knowledge, folder, context.bot.bot, self._started, _words(update))
        await sending.reply(_message(update), report)

    async def reload(self, update: Update, context: Context) -> None:
        """Load the knowledge again for an admin, and tell what changed or why nothing did."""
        if not self._is_admin(update):
            await self.unknown_command(update, context)
            return
        await sending.reply(_message(update), await self.reloaded(_words(update)))

    async def reloaded(self, words: Wording = ZH) -> list[Block]:
        """Load the knowledge again off the event loop, so that questions go on being answered meanwhile."""
        async with self._reloading:
            try:
                difference = await asyncio.to_thread(self._assistant.reload)
            except KnowledgeError as error:
                report = reports.faults(error, self._assistant.knowledge, self._assistant.folder, words)
            else:
                report = reports.changes(difference, self._assistant.knowledge, words)
        log.info("reload: %s", " | ".join(block.text for block in report))
        return report

    async def unknown_command(self, update: Update, context: Context) -> None:
        """Say so; in a group only when it was meant for this bot and no other."""
        message = _message(update)
        command = (message.text or "").split(maxsplit=1)[0].casefold()
        if _is_private(message) or command.endswith(f"@{context.bot.username}".casefold()):
            await sending.reply(message, [Block(_words(update).unknown_command)])

    async def message(self, update: Update, context: Context) -> None:
        """Answer a question; in a group only one put to this bot."""
        message, mention = _message(update), _mention(context)
        text = message.text or message.caption or ""
        if not _is_private(message):
            earlier = message.reply_to_message
            to_the_bot = earlier is not None and _sender(earlier) == context.bot.id
            if not (to_the_bot or mention.search(text)):
                return
            text = mention.sub(" ", text).strip()
            if not text and earlier and not to_the_bot:
                text = earlier.text or earlier.caption or ""  # "what @bot says to this"
        await self._answer(update, text)

    async def no_text(self, update: Update, _: Context) -> None:
        """Say that only text is read."""
        await sending.reply(_message(update), [Block(_words(update).only_text)])

    async def tap(self, update: Update, _: Context) -> None:
        """Follow a button: turn a page, or give the figure it stands for."""
        query = update.callback_query
        assert query
        button = _BUTTON.fullmatch(query.data or "")
        if not button:
            await sending.acknowledge(query, _words(update).stale)
            return
        words = wording(button["language"])
        if button["action"] == "l":
            place = _PAGE.fullmatch(button["rest"])
            page = place and contents.page(
                self._assistant.knowledge, place["node"], int(place["number"]), words
            )
            await sending.acknowledge(query, None if page else words.stale)
            if page:
                await sending.edit(query, page.blocks, page.keyboard)
            return
        turn = self._assistant.pick(button["rest"], chat=_chat(update), language=words.language)
        await sending.acknowledge(query, None if turn else words.stale)
        if turn and button["action"] == "p":
            await sending.edit(query, blocks(turn.reply), options(turn.reply, turn.language))
        elif turn and isinstance(query.message, Message):
            # Asked from a page of the contents, which stays for the next tap.
            await sending.reply(query.message, blocks(turn.reply), options(turn.reply, turn.language))

    async def look_up(self, update: Update, _: Context) -> None:
        """List the figures that fit what is being typed in some chat."""
        query = update.inline_query
        assert query
        words = wording("zh") if _HAN.search(query.query) else _words(update)
        results = self._found(query.query, words)
        nothing = InlineQueryResultsButton(words.nothing_found, start_parameter="inline")
        asked = query.query.strip()
        try:
            await query.answer(
                results,
                cache_time=INLINE_SECONDS,
                is_personal=True,
                button=nothing if asked and not results else None,
            )
        except BadRequest as error:
            log.info("an inline query was answered too late: %s", error)

    async def failed(self, update: object, context: Context) -> None:
        """Log what went wrong, then apologise where that can be heard."""
        error = context.error
        if isinstance(error, Forbidden):
            log.info("a chat is closed to the bot: %s", error)
            return
        if isinstance(error, TelegramError) and not isinstance(error, BadRequest):
            log.warning("an answer did not get through: %r", error)  # nor would an apology
            return
        log.error("an update could not be handled", exc_info=error)
        if not isinstance(update, Update):
            return
        try:
            if update.callback_query:
                await update.callback_query.answer(_words(update).apology)
            elif update.message:
                await sending.reply(update.message, [Block(_words(update).apology)])
        except TelegramError as again:
            log.warning("nor could an apology be sent: %s", again)

    async def _answer(self, update: Update, question: str) -> None:
        turn = self._assistant.ask(question, chat=_chat(update))
        await sending.reply(_message(update), blocks(turn.reply), options(turn.reply, turn.language))

    def _found(self, text: str, words: Wording) -> list[InlineQueryResultArticle]:
        knowledge, results = self._assistant.knowledge, []
        for choice in self._assistant.search(text, limit=INLINE_RESULTS):
            turn = self._assistant.pick(choice.id, language=words.language)
            fact = knowledge.facts.get(choice.id)  # gone when a reload has come between
            if turn and fact and len(fact.id.encode()) <= InlineQueryResultLimit.MAX_ID_LENGTH:
                value, name = labels.amount(fact, knowledge, words), labels.label(fact, knowledge, words)
                results.append(article(fact.id, value, name, turn.reply))
        return results

    def _is_admin(self, update: Update) -> bool:
        return update.effective_user is not None and update.effective_user.id in self._admins


def _message(update: Update) -> Message:
    """The message of an update that has one, as the filters of its handler made sure."""
    assert update.message
    return update.message


def _words(update: Update) -> Wording:
    return wording(update.effective_user.language_code if update.effective_user else None)


def _is_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE


def _mention(context: Context) -> re.Pattern[str]:
    """Finds the bot's @name, also between Chinese characters, but not as a part of a longer name."""
    return re.compile(rf"(?<![a-z0-9_])@{re.escape(context.bot.username)}(?![a-z0-9_])", re.IGNORECASE)


def _sender(message: Message) -> int:
    who = message.from_user or message.sender_chat or message.chat
    return who.id


def _chat(update: Update) -> str:
    """The key of a conversation: the chat, in groups with the person, whose follow-ups are their own."""
    chat, user = update.effective_chat, update.effective_user
    here = chat.id if chat else 0
    return f"{here}" if not user or user.id == here else f"{here}:{user.id}"
