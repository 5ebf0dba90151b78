"""A question or a figure becomes a card in a chat, and it is remembered where that stands."""

from __future__ import annotations

from telegram import Message, Update, User

from bot.channels.answering import Answering
from bot.channels.telegram import calls, cards, labels
from bot.channels.telegram.answers import Answers
from bot.channels.telegram.calls import Call, Response
from bot.channels.telegram.cards import Card
from bot.channels.telegram.charts import Charts
from bot.channels.telegram.layout import Block
from bot.channels.telegram.notes import Notes, token
from bot.channels.telegram.people import People
from bot.channels.telegram.senders import place, sender
from bot.channels.telegram.wording import Wording, wording
from bot.knowledge.model import Turn, Unknown
from bot.records.grouping import LONGEST

FORGOTTEN = "an answer of which nothing is known any more"
_MAY_COME = frozenset({"period", "place", "measure", "column", "unexplained", "nothing", "untold"})
"""Why something is not answered today that other documents could answer."""


class Replying:
    """What all that answers shares: who answers, what was said where, and who people are.

    Attributes:
        me: The bot as Telegram knows it; it is told before the first update.
    """

    def __init__(self, assistant: Answering, notes: Notes, *, follow_in_groups: bool = False) -> None:
        """Answer with ``assistant``; ``notes`` hears of it. Who got no answer may wait, in groups perhaps."""
        self.me = User(0, "", is_bot=True)
        self.assistant = assistant
        self.notes = notes
        self.answers = Answers()
        self.people = People()
        self.charts = Charts()
        self._follow_in_groups = follow_in_groups

    def question(self, message: Message, update: Update, text: str) -> Response:
        """The answer to a question; that to one that was edited takes the place of the first one."""
        chat, number, name = message.chat.id, message.message_id, str(update.update_id)
        known = self.answers.asked(chat, number) if update.edited_message else None
        if known and known.text == text:
            return Response()  # something else about it has changed
        after = self._replied_to(message)
        if known and not after:
            after = known.before or FORGOTTEN
        conversation = self.people.conversation(update)
        user = update.effective_user
        turn = self.assistant.ask(
            text,
            conversation,
            after=after,
            name=name,
            locale=(user and user.language_code) or "",
            speak=self.people.speaks(update),
        )
        self.answers.ask(chat, number, text, conversation, name, alone=not turn.earlier)
        person = self.people.number(update)
        self.notes.asked(name, person, turn, labels.mark(turn, self.assistant.marks), chat)
        wait = self._waits(message, turn) if person else ""
        card = self.card(turn, wording(turn.language), name, wait=wait)
        made = calls.messages(message, card.blocks, card.keyboard, name, person)
        if known:
            made = calls.onto(made, known.numbers, wording(turn.language).edited_away)
        return Response(calls=made)

    def again(self, update: Update, answer: Message, question: str, words: Wording) -> tuple[Card, str]:
        """The card of a question by itself that was asked before, below which somebody has tapped, and its name."""
        name, conversation = str(update.update_id), self.people.conversation(update)
        turn = self.assistant.ask(question, conversation, after=FORGOTTEN, name=name, speak=words.language)
        wait = self._waits(answer, turn) if self.people.number(update) else ""
        return self.card(turn, words, name, wait=wait), name

    def figure(
        self, update: Update, mark: str, words: Wording, home: str = "", up: str = ""
    ) -> tuple[Card, str] | None:
        """The card of a figure, and what it is called; None when it is no longer known."""
        name = str(update.update_id)
        turn = self.assistant.pick(mark, self.people.conversation(update), words.language, name=name)
        if turn is None:
            return None
        self.notes.asked(name, self.people.number(update), turn, mark, place(update))
        return self.card(turn, words, name, home, up=up), name

    def sent(self, message: Message, update: Update, mark: str, words: Wording) -> Response:
        """The card of a figure below a message; that it is gone where it is."""
        found = self.figure(update, mark, words)
        if found is None:
            return Response(calls=calls.messages(message, [Block(words.stale)]))
        card, name = found
        return Response(
            calls=calls.messages(message, card.blocks, card.keyboard, name, self.people.number(update))
        )

    def card(  # noqa: PLR0913 - as there
        self, turn: Turn, words: Wording, name: str, home: str = "", *, up: str = "", wait: str = ""
    ) -> Card:
        """An answer as a card; ``home``, ``up`` and ``wait`` as in `bot.channels.telegram.cards.card`."""
        self.answers.make(name, turn.knowledge.loaded)
        drawn, marks = self.charts.drawn(turn, name), labels.marks(turn, self.assistant.marks)
        bot = self.me.username or ""
        return cards.card(turn, marks, words, bot=bot, name=name, home=home, up=up, drawn=drawn, wait=wait)

    def forget(self, person: int, *conversations: str) -> None:
        """Forget a person, and what was said in their conversations."""
        theirs = {*conversations, *self.people.forget(person)}
        for conversation in theirs:
            self.assistant.forget(conversation)
        if person:
            self.answers.forget(theirs, person)

    def delivered(self, call: Call, number: int) -> None:
        """Note which message an answer stands in."""
        if number:
            self.answers.delivered(call, number)

    def _waits(self, message: Message, turn: Turn) -> str:
        """The question as a button has it, where it stands by itself and an answer may come; else empty."""
        if not self.notes.days or turn.earlier or len(turn.question) > LONGEST:
            return ""
        if message.chat.type != message.chat.PRIVATE and not self._follow_in_groups:
            return ""
        answer = turn.answer
        return token(turn.question) if isinstance(answer, Unknown) and answer.reason in _MAY_COME else ""

    def _replied_to(self, message: Message) -> str:
        """The name of the answer a message replies to; empty where it replies to none, or to a help text."""
        earlier = message.reply_to_message
        if earlier is None or sender(earlier) != self.me.id:
            return ""
        name = self.answers.name(message.chat.id, earlier.message_id)
        return FORGOTTEN if name is None else name
