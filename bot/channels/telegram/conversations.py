"""What the bot does about each kind of update: commands, questions, taps and inline queries.

Nothing here waits or sends: an update comes in, what is to be said goes out as values.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from telegram import ChatMember, InlineKeyboardMarkup, Message, MessageEntity, Update, User
from telegram.constants import ChatType
from telegram.ext import filters

from bot.channels.answering import Answering
from bot.channels.telegram import calls, contents, inline, labels, links, questions, reports
from bot.channels.telegram.calls import Call, Response, Tapped
from bot.channels.telegram.digest import Digest
from bot.channels.telegram.following import Following
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.layout import Block, keyboard
from bot.channels.telegram.notes import Counted, Notes
from bot.channels.telegram.replying import Replying
from bot.channels.telegram.review import Review
from bot.channels.telegram.senders import is_anonymous, sender
from bot.channels.telegram.taps import Taps, languages
from bot.channels.telegram.wording import ZH, Wording
from bot.channels.telegram.workers import Workers
from bot.errors import KnowledgeError
from bot.language.text import HANZI
from bot.records.sharing import Recalled, Sharing

log = logging.getLogger(__name__)

LOGGED = 2000
"""Characters of a report that are logged."""
EXAMPLES = 3
"""Figures that `/start` offers to try."""
_OUTSIDE = frozenset({ChatMember.LEFT, ChatMember.BANNED})
# What came through the bot's own inline mode is an answer already; service messages ask for none.
_NOTHING_SAID = filters.VIA_BOT | filters.StatusUpdate.ALL


class Conversations:
    """The Telegram side of all conversations; what is known and what was said before is the assistant's.

    Attributes:
        admins: The ids of the users who may reload.
        changed: Called in any thread when the knowledge has been loaded again.
        workers: The other workers, where there may be some.
    """

    def __init__(  # noqa: PLR0913 - each is a part of it, or a setting
        self,
        assistant: Answering,
        admins: frozenset[int],
        notes: Notes | None = None,
        sharing: Sharing | None = None,
        *,
        digest: bool = True,
        follow_in_groups: bool = False,
    ) -> None:
        """Answer with ``assistant``; ``notes`` hears what is asked, other workers know by ``sharing``.

        Admins hear of each week where there is a ``digest``. Who got no answer may wait for one, in groups as well
        with ``follow_in_groups``.
        """
        self.admins = admins
        self.changed: Callable[[], object] = _nothing
        self._assistant = assistant
        self._replying = Replying(assistant, notes or Counted(), follow_in_groups=follow_in_groups)
        self.workers = Workers(sharing, self._replying, self._drop) if sharing else None
        self._intake = Intake(assistant, self.reloaded)
        hears = self._replying.notes
        records = hears.records if hears.days else None
        self._records = records
        self._review = Review(assistant, records, self.reloaded) if records else None
        self._following = Following(self._replying, records) if records else None
        self._digest = Digest(records, self._review, admins) if digest and records and self._review else None
        self._taps = Taps(self._replying, self._following)
        self._started = datetime.now(UTC)
        self._reloading = threading.Lock()
        self._refused: KnowledgeError | None = None
        self._commands: dict[str, Callable[[Message, Update], Response]] = {
            "start": self._start,
            "help": self._help,
            "ask": self._ask,
            "why": self._why,
            "list": self._browse,
            "source": self._source,
            "language": self._language,
            "settings": self._settings,
            "privacy": self._privacy,
            "forget": self._forget,
        }
        self._admin_commands: dict[str, Callable[[Message, Update], Response]] = {
            "reload": self._reload,
            "versions": self._versions,
            "rollback": self._rollback,
            "status": self._status,
            "stats": self._stats,
            "unanswered": self._unanswered,
        }

    @property
    def me(self) -> User:
        """The bot as Telegram knows it; it is told before the first update."""
        return self._replying.me

    @me.setter
    def me(self, user: User) -> None:
        self._replying.me = user

    def respond(self, update: Update, recalled: Recalled | None = None) -> Response:
        """What to do about an update; ``recalled`` is what other workers know that matters to it."""
        if self.workers and recalled:
            self.workers.catch_up(update, recalled)
        people = self._replying.people
        if not people.met(update):
            people.choose(update, self._replying.notes.speaks(people.number(update)))
        response = self._respond(update)
        if self.workers:
            self.workers.keep(update, response)
        return response

    def _respond(self, update: Update) -> Response:
        if update.inline_query:
            return self._look_up(update)
        if update.callback_query:
            for desk in (self._intake, self._review):
                if desk and desk.concerns(update):
                    return desk.tap(update, self._words(update), is_admin=self._is_admin(update))
            return self._taps.respond(update)
        if update.my_chat_member:
            return self._moved(update)
        message = update.message or update.edited_message
        return self._heard(message, update) if message else Response()

    def _heard(self, message: Message, update: Update) -> Response:
        """What to do about a message, or one that was edited, of which only questions count."""
        command = _command(message)
        if _NOTHING_SAID.check_update(update) or (update.edited_message and not _asks(message, command)):
            return Response()
        if self._digest and self._is_admin(update):
            self._digest.meet(self._replying.people.number(update), self._words(update))
        if command is None and message.document and _is_private(message) and self._is_admin(update):
            return self._intake.receive(message, update, self._words(update))
        if command is None:
            return self._message(message, update)
        name, _, whom = command.partition("@")
        if whom and whom != (self.me.username or "").casefold():
            return self._unknown_command(message, update)
        commands = self._commands | (self._admin_commands if self._is_admin(update) else {})
        return commands.get(name, self._unknown_command)(message, update)

    def chosen(self, mark: str) -> None:
        """Note that a figure that was listed inline was sent."""
        self._replying.notes.chosen(mark)

    def delivered(self, call: Call, number: int) -> None:
        """Note which message an answer stands in."""
        self._replying.delivered(call, number)
        if self.workers:
            self.workers.delivered(call, number)

    def apology(self, update: Update) -> Response:
        """What is said where no answer could be made."""
        return self._note(update, self._words(update).apology)

    def slow_down(self, update: Update) -> Response:
        """What is said to somebody who asks faster than anybody reads."""
        return self._note(update, self._words(update).slow_down)

    def reloaded(self, words: Wording = ZH) -> list[Block]:
        """Load the knowledge again, and have the other workers do so; tells what changed, or why nothing did.

        It never fails.
        """
        before = self._assistant.knowledge.loaded
        digest = self.workers.digest() if self.workers else ""
        report = self.reload(words)
        if self.workers and self._assistant.knowledge.loaded != before:
            self.workers.announce(digest)
        return report

    def reload(self, words: Wording = ZH) -> list[Block]:
        """Load the knowledge again, here only."""
        with self._reloading:
            try:
                report = self._report(words)
            except Exception as error:
                log.exception("the knowledge could not be loaded again")
                reason = f"{type(error).__name__}: {error}".partition("\n")[0]
                report = [Block(words.failed.format(reason=reason))]
        log.info("reload: %s", " | ".join(block.text for block in report)[:LOGGED])
        self.changed()
        return report

    def unasked(self, *, changed: bool) -> tuple[Call, ...]:
        """What is to be said now without being asked: how the week went for admins, and answers waited for.

        These are looked for where the knowledge may have ``changed``. It takes a while; each is given once.
        """
        found: list[Call] = []
        for source in (self._digest, self._following if changed else None):
            try:
                found += source.due() if source else ()
            except Exception:
                log.exception("what is to be told cannot be found out")
        return tuple(found)

    def _report(self, words: Wording) -> list[Block]:
        folder = self._assistant.folder
        try:
            difference = self._assistant.reload()
        except KnowledgeError as error:
            self._refused = error
            return reports.faults(error, self._assistant.knowledge, folder, words)
        self._refused = None
        return reports.changes(difference, self._assistant.knowledge, folder, words)

    def _start(self, message: Message, update: Update) -> Response:
        """Introduce the bot, or follow the link that has led here."""
        words = self._words(update)
        _, *payload = (message.text or "").split(maxsplit=1)
        linked = links.read(payload[0].strip()) if payload else links.Linked()
        if linked.mark:
            return self._replying.sent(message, update, linked.mark, words)
        if linked.question:
            return self._replying.question(message, update, linked.question)
        known = self._assistant.marks
        tried = reports.exemplary(known.knowledge, words, EXAMPLES)
        buttons = keyboard(
            [(labels.label(fact, known.knowledge, words), f"a:{words.language}:{known.of(fact)}")]
            for fact in tried
        )
        return _said(message, reports.greeting(known.knowledge, words), buttons)

    def _help(self, message: Message, update: Update) -> Response:
        """Tell how to ask, and an admin how to reload."""
        words = self._words(update)
        admin = [Block(words.help_admin)] if self._is_admin(update) else []
        return _said(message, [Block(words.help.format(bot=self.me.username)), *admin])

    def _ask(self, message: Message, update: Update) -> Response:
        """Answer the question behind the command."""
        _, *question = (message.text or "").split(maxsplit=1)
        if question:
            return self._replying.question(message, update, question[0])
        words = self._words(update)
        example = "".join(reports.examples(self._assistant.knowledge, words, count=1))
        return _said(message, [Block(words.ask_usage.format(example=example))])

    def _why(self, message: Message, update: Update) -> Response:
        """Tell what the answer to the last question of the chat rests on."""
        lines = self._assistant.why(self._replying.people.conversation(update)) or (
            self._words(update).nothing_asked,
        )
        return _said(message, [Block(line) for line in lines])

    def _browse(self, message: Message, update: Update) -> Response:
        """Show the contents, from the top."""
        page = contents.page(self._assistant.marks, "", 0, self._words(update))
        return Response(calls=calls.messages(message, page.blocks, page.keyboard)) if page else Response()

    def _language(self, message: Message, update: Update) -> Response:
        """Offer the languages of answers."""
        words = self._words(update)
        return _said(message, [Block(words.choose_language)], languages(words))

    def _settings(self, message: Message, update: Update) -> Response:
        """Tell what can be set, and how it is."""
        words = self._words(update)
        language = words.settings_language if self._replying.people.speaks(update) else words.by_question
        return _said(message, [Block(words.settings.format(language=language))], languages(words))

    def _privacy(self, message: Message, update: Update) -> Response:
        """Tell what is remembered of people."""
        words, days = self._words(update), self._replying.notes.days
        kept = words.kept.format(days=days) if days else words.only_counted
        about = words.shared if self.workers else words.remembered
        language = words.language_kept if self._replying.notes.lasting else words.language_remembered
        return _said(message, [Block(words.privacy.format(about=about, language=language, kept=kept))])

    def _forget(self, message: Message, update: Update) -> Response:
        """Forget all about who asks for it."""
        words, person = self._words(update), self._replying.people.number(update)
        self._drop(person, self._replying.people.conversation(update))
        if person:
            if self.workers:
                self.workers.forget(person)
            self._replying.notes.forget(person)
        return _said(message, [Block(words.forgotten)])

    def _drop(self, person: int, *conversations: str) -> None:
        """Forget what is remembered here of a person, and in these conversations."""
        self._replying.forget(person, *conversations)
        if self._digest:
            self._digest.forget(person)

    def _source(self, message: Message, update: Update) -> Response:
        """Name the documents in use."""
        return _said(message, reports.source(self._assistant.knowledge, self._words(update)))

    def _status(self, message: Message, update: Update) -> Response:
        """Tell how the bot is doing."""
        knowledge, folder, words = self._assistant.knowledge, self._assistant.folder, self._words(update)
        refused = reports.faults(self._refused, knowledge, folder, words) if self._refused else []
        return _said(message, [*reports.status(knowledge, folder, self.me, self._started, words), *refused])

    def _stats(self, message: Message, update: Update) -> Response:
        """Tell how many questions there were, and what came of them."""
        words, records = self._words(update), self._records
        if records is None:
            return _said(message, [Block(words.nothing_kept)])

        def later() -> Response:
            records.flush()
            now = records.now()
            told = calls.messages(message, questions.statistics(records, words, now))
            return Response(calls=calls.illustrated(told, questions.picture(records, words, now)))

        return Response(later=later)

    def _unanswered(self, message: Message, update: Update) -> Response:
        """Tell which questions got no answer."""
        words, review = self._words(update), self._review
        if review is None:
            return _said(message, [Block(words.none_unanswered)])
        return Response(later=lambda: review.show(message, words, private=_is_private(message)))

    def _reload(self, message: Message, update: Update) -> Response:
        """Load the knowledge again, beside the answers to others' questions."""
        words = self._words(update)
        return Response(
            later=lambda: Response(calls=calls.reported(message, self.reloaded(words), "reload.txt"))
        )

    def _versions(self, message: Message, update: Update) -> Response:
        """List what can be restored."""
        return self._intake.versions(message, self._words(update))

    def _rollback(self, message: Message, update: Update) -> Response:
        """Take the last change back."""
        return self._intake.rollback(message, self._words(update))

    def _unknown_command(self, message: Message, update: Update) -> Response:
        """Say so; in a group only when it was meant for this bot and no other."""
        meant = f"@{self.me.username}".casefold()
        if not (_is_private(message) or (_command(message) or "").endswith(meant)):
            return Response()
        return _said(message, [Block(self._words(update).unknown_command)])

    def _message(self, message: Message, update: Update) -> Response:
        """Answer a question; in a group only one put to this bot."""
        text = message.text or message.caption
        if _is_private(message):
            return self._replying.question(message, update, text) if text else self._no_text(message, update)
        mention, earlier = self._mention(), message.reply_to_message
        to_the_bot = earlier is not None and sender(earlier) == self.me.id
        if text is None or not (to_the_bot or mention.search(text)):
            return Response()
        text = mention.sub(" ", text).strip()
        if not text and earlier and not to_the_bot:
            text = earlier.text or earlier.caption or ""  # "what @bot says to this"
        return self._replying.question(message, update, text)

    def _no_text(self, message: Message, update: Update) -> Response:
        """Say that only text is read, a word for each kind of thing that is none."""
        words = self._words(update)
        if message.voice or message.audio or message.video_note:
            said = words.voice
        elif message.photo or message.video or message.animation:
            said = words.picture
        elif message.sticker or message.dice:
            said = words.sticker
        elif message.location or message.venue:
            said = words.location
        else:
            said = words.only_text
        return _said(message, [Block(said)])

    def _moved(self, update: Update) -> Response:
        """Say who has come where the bot was added to a group; hear of all else in silence."""
        change = update.my_chat_member
        assert change
        was, now = change.old_chat_member.status, change.new_chat_member.status
        if change.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP) or not (
            was in _OUTSIDE and now not in _OUTSIDE
        ):
            return Response()
        words = self._words(update)
        bot = self.me.username
        said = [Block(words.welcome.format(bot=bot))]
        if not (self.me.can_read_all_group_messages or now == ChatMember.ADMINISTRATOR):
            said.append(Block(words.welcome_deaf.format(bot=bot), "i"))
        return Response(calls=calls.unasked(change.chat.id, said))

    def _look_up(self, update: Update) -> Response:
        """List the figures that fit what is being typed in some chat."""
        query = update.inline_query
        assert query
        typed_chinese = HANZI.search(query.query) and not self._replying.people.speaks(update)
        words = ZH if typed_chinese else self._words(update)
        most_asked = self._replying.notes.most_asked(inline.MOST)
        listing = inline.listing(query, self._assistant, words, most_asked, self.me.username or "")
        return Response(listing=listing)

    def _note(self, update: Update, text: str) -> Response:
        query, message = update.callback_query, update.effective_message
        tapped = Tapped(query=query.id, note=text) if query else None
        said = _said(message, [Block(text)]).calls if isinstance(message, Message) else ()
        return Response(calls=said, tapped=tapped)

    def _is_admin(self, update: Update) -> bool:
        user = update.effective_user
        return user is not None and not is_anonymous(update) and user.id in self.admins

    def _words(self, update: Update) -> Wording:
        return self._replying.people.words(update)

    def _mention(self) -> re.Pattern[str]:
        """Finds the bot's @name, also between Chinese characters, but not as a part of a longer name."""
        name = re.escape(self.me.username or "")
        return re.compile(rf"(?<![a-z0-9_])@{name}(?![a-z0-9_])", re.IGNORECASE)


def _nothing() -> None:
    """What is done about a change where nobody wants to know of it."""


def _said(message: Message, said: list[Block], buttons: InlineKeyboardMarkup | None = None) -> Response:
    return Response(calls=calls.messages(message, said, buttons))


def _asks(message: Message, command: str | None) -> bool:
    """Whether a message that was edited is a question: a place that moves is edited as well."""
    return bool(message.text or message.caption) and (command or "ask").partition("@")[0] == "ask"


def _command(message: Message) -> str | None:
    """The command a message begins with, in lower case and with the bot it names; None where it is none."""
    entity = message.entities[0] if message.entities else None
    if entity is None or entity.type != MessageEntity.BOT_COMMAND or entity.offset:
        return None
    return (message.text or "")[1 : entity.length].casefold()


def _is_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE
