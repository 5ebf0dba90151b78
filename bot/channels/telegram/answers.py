"""Which message an answer stands in: for replies to it, for the way back, and for a question that is edited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.telegram.calls import Call
from bot.channels.telegram.latest import Latest

MOST = 2_000
"""Messages that are remembered; the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered: its words, what the answer before it is called, and where the answer stands.

    ``alone`` is whether it is known to have gone on from nothing, so that it can be asked again at any time.
    """

    text: str
    before: str
    numbers: tuple[int, ...] = ()
    alone: bool = False


class Answers:
    """The latest answers of all chats."""

    def __init__(self) -> None:
        """Start with none."""
        self._names = Latest[tuple[int, int], str](MOST)
        self._owners = Latest[tuple[int, int], int](MOST)
        self._made = Latest[str, datetime](MOST)
        self._cards = Latest[tuple[int, int], tuple[Call, datetime]](MOST)
        self._offers = Latest[tuple[int, int], tuple[Call, datetime]](MOST)
        self._questions = Latest[tuple[int, int], str](MOST)
        self._asked = Latest[tuple[int, int], Asked](MOST)
        self._last = Latest[str, str](MOST)

    def name(self, chat: int, number: int) -> str | None:
        """What the answer in a message is called; empty for what is no answer, None where it is not known."""
        return self._names.get((chat, number))

    def card(self, chat: int, number: int, loaded: datetime) -> Call | None:
        """What stood in a message before somebody looked around from it.

        None where it is not known, or is of other knowledge than that which was loaded at ``loaded``: its figures
        may have been corrected since.
        """
        card, of = self._cards.get((chat, number), (None, loaded))
        return card if of == loaded else None

    def offer(self, chat: int, number: int, loaded: datetime) -> Call | None:
        """What stood in a message before one of the figures on offer was chosen there; None as of a card."""
        offer, of = self._offers.get((chat, number), (None, loaded))
        return offer if of == loaded else None

    def choose(self, chat: int, number: int) -> bool:
        """Note that a figure on offer in a message takes the place of the offer; whether that is known."""
        place = chat, number
        card = self._cards.get(place)
        if card and _offers(card[0]):
            self._offers[place] = card
        return place in self._offers

    def question(self, chat: int, number: int) -> str:
        """The question by itself to which a message is the answer, whatever it shows now; empty for none known."""
        return self._questions.get((chat, number), "")

    def answers(self, chat: int, number: int, question: str) -> None:
        """Note the question by itself that a message answers."""
        self._questions[chat, number] = question

    def owner(self, chat: int, number: int) -> int:
        """Whom a message answers; 0 where that is not known."""
        return self._owners.get((chat, number), 0)

    def asked(self, chat: int, question: int) -> Asked | None:
        """What is known of a question, by the number of its message."""
        return self._asked.get((chat, question))

    def make(self, name: str, loaded: datetime) -> None:
        """Note when the knowledge was loaded that an answer is made of."""
        self._made[name] = loaded

    def ask(  # noqa: PLR0913 - a question, where it stands and what comes of it
        self, chat: int, question: int, text: str, conversation: str, name: str, *, alone: bool = False
    ) -> None:
        """Note a question that is answered now, or again; one of no conversation goes on from nothing."""
        known = self.asked(chat, question)
        before = known.before if known else self._last.get(conversation, "")
        self._asked[chat, question] = Asked(text, before, known.numbers if known else (), alone)
        if conversation:
            self._last[conversation] = name

    def delivered(self, call: Call, number: int) -> None:
        """Note where an answer, or anything else, stands."""
        place = call.chat, number
        self._names[place] = call.name
        if call.whose and not call.edits:
            self._owners[place] = call.whose
        if call.passing or call.photo:
            return  # pictures are large, and no button leads back to one
        if loaded := self._made.get(call.name):
            self._cards[place] = call, loaded
        known = self._asked.get((call.chat, call.question))
        if known and call.name:
            self._questions[place] = known.text if known.alone else ""
        if known and call.name and number not in known.numbers:
            self._asked[call.chat, call.question] = replace(known, numbers=(*known.numbers, number))

    def learn(self, chat: int, number: int, name: str) -> None:
        """Note what the answer in a message is called that somebody else has sent."""
        self._names[chat, number] = name

    def learn_question(self, chat: int, question: int, asked: Asked) -> None:
        """Note a question that somebody else has answered."""
        self._asked[chat, question] = asked

    def forget(self, conversations: set[str], person: int) -> None:
        """Forget what was said to a person."""
        places = [place for place, (call, _) in list(self._cards.items()) if call.whose == person]
        for place in places:
            call, _ = self._cards.pop(place)
            self._names.pop(place, None)
            self._offers.pop(place, None)
            self._questions.pop(place, None)
            self._asked.pop((call.chat, call.question), None)
        for place in [place for place, owner in list(self._owners.items()) if owner == person]:
            self._owners.pop(place, None)
        for conversation in conversations:
            self._last.pop(conversation, None)


def _offers(call: Call) -> bool:
    """Whether a message has figures to choose from."""
    rows = call.keyboard.inline_keyboard if call.keyboard else ()
    return any(str(button.callback_data or "").startswith("p:") for row in rows for button in row)
