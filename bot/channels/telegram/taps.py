"""What becomes of a tap: a page is turned, a figure given, its words shown, an opinion noted.

Navigation changes the message it was tapped on, for the person it answers. What somebody else taps there comes as a
message of its own, and takes nothing away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from telegram import InlineKeyboardMarkup, Message, Update

from bot.channels.telegram import calls, cards, charts, contents, passages
from bot.channels.telegram.calls import Call, Response, Tapped
from bot.channels.telegram.following import Following
from bot.channels.telegram.layout import Block, keyboard
from bot.channels.telegram.replying import Replying
from bot.channels.telegram.wording import EN, ZH, Wording, wording
from bot.language.speech import Language

_BUTTON = re.compile(r"(?P<action>[a-z]):(?P<language>zh|en):(?P<rest>.*)")
_PAGE = re.compile(r"(?P<number>\d{1,4}):(?P<node>.*)")
_VOTE = re.compile(r"(?P<sign>[+-]):(?P<name>\d+)")
_LANGUAGES: dict[str, Language | None] = {"zh": "zh", "en": "en", "auto": None}

_Follow = Callable[[Update, Message, str, Wording], Response | None]


class Taps:
    """Follows buttons; one that leads nowhere any more is answered with a note that says so."""

    def __init__(self, replying: Replying, following: Following | None = None) -> None:
        """Answer by ``replying``; ``following`` knows who waits for an answer."""
        self._replying = replying
        self._following = following
        self._actions: dict[str, _Follow] = {
            "a": self._entry,
            "b": self._back,
            "c": self._chart,
            "h": self._home,
            "l": self._page,
            "o": self._language,
            "p": self._choice,
            "q": self._again,
            "r": self._related,
            "s": self._passage,
            "v": self._vote,
            "w": self._wait,
        }

    def respond(self, update: Update) -> Response:
        """Follow a button."""
        query = update.callback_query
        assert query
        button, old = _BUTTON.fullmatch(query.data or ""), query.message
        follow = self._actions.get(button["action"]) if button else None
        if not button or not follow or not isinstance(old, Message):
            words = wording(button["language"]) if button else self._replying.people.words(update)
            return Response(tapped=Tapped(query=query.id, note=words.stale))
        words = wording(button["language"])
        response = follow(update, old, button["rest"], words)
        if response is None:
            return Response(tapped=Tapped(query=query.id, note=words.stale))
        if response.later:
            return response  # which ends the wait itself where it has something to say of it
        return replace(response, tapped=response.tapped or Tapped(query=query.id))

    def _entry(self, update: Update, old: Message, rest: str, words: Wording) -> Response | None:
        """A figure from a page of the contents, which stays for the next tap."""
        found = self._replying.figure(update, rest, words)
        if not found:
            return None
        card, name = found
        person = self._replying.people.number(update)
        return Response(calls=calls.messages(old, card.blocks, card.keyboard, name, person))

    def _choice(self, update: Update, old: Message, rest: str, words: Wording) -> Response | None:
        """A figure from those on offer, in their place; a button leads back to them."""
        answers, place = self._replying.answers, (old.chat.id, old.message_id)
        own = self._is_own(update, old)
        question = answers.question(*place)
        known = own and answers.choose(*place)
        up = cards.again_data(question, words) if known or (own and cards.fits(question)) else ""
        found = self._replying.figure(update, rest, words, up=up)
        if not found:
            return None
        card, name = found
        return Response(calls=self._placed(update, old, card.blocks, card.keyboard, name))

    def _again(self, update: Update, old: Message, rest: str, words: Wording) -> Response | None:
        """Back to an answer of several figures, or to those on offer; the conversation goes on from there."""
        answers, place = self._replying.answers, (old.chat.id, old.message_id)
        loaded = self._replying.assistant.knowledge.loaded
        found = self._replying.again(update, old, rest, words) if rest else None
        before = answers.offer(*place, loaded) or answers.card(*place, loaded)
        if before and self._is_own(update, old):
            return Response(calls=(replace(before, edits=old.message_id),))
        if not found:
            return None
        answers.answers(*place, rest)
        card, name = found
        return Response(calls=self._placed(update, old, card.blocks, card.keyboard, name))

    def _figure(self, update: Update, old: Message, mark: str, words: Wording) -> Response | None:
        """The card of a figure in the place of what was reached from it."""
        found = self._replying.figure(update, mark, words)
        if not found:
            return None
        card, name = found
        return Response(calls=self._placed(update, old, card.blocks, card.keyboard, name))

    def _related(self, update: Update, old: Message, rest: str, words: Wording) -> Response | None:
        """A figure that goes with the one of a card, from which a button leads back."""
        mark, _, home = rest.partition(":")
        found = self._replying.figure(update, mark, words, home)
        if not found:
            return None
        card, name = found
        placed = self._placed(update, old, card.blocks, card.keyboard, name)
        return Response(calls=calls.passing(placed))

    def _passage(self, update: Update, old: Message, rest: str, words: Wording) -> Response | None:
        """The words of the document around a figure."""
        mark, _, home = rest.partition(":")
        assistant, answers = self._replying.assistant, self._replying.answers
        known = assistant.marks
        fact = known.fact(mark)
        if fact is None:
            return None
        name = answers.name(old.chat.id, old.message_id)
        if not name:  # from before a restart: whoever replies goes on from the figure
            name = str(update.update_id)
            assistant.pick(mark, language=words.language, name=name)
        shown = passages.passage(fact, known.knowledge, assistant.folder, words)
        several = len(assistant.figures(name)) > 1
        question = answers.question(old.chat.id, old.message_id) if several else ""
        placed = self._placed(update, old, shown, cards.back(mark, home, words, question), name)
        return Response(calls=calls.passing(placed))

    def _chart(self, update: Update, old: Message, rest: str, words: Wording) -> Response | None:
        """A picture of the answer, below its card, which stays as it is."""
        mark, _, _ = rest.partition(":")
        name = self._replying.answers.name(old.chat.id, old.message_id) or ""
        assistant = self._replying.assistant
        figures = assistant.figures(name) if name else ()
        chart = self._replying.charts.chart(name, mark, assistant.marks, words.language, figures)
        query = update.callback_query
        assert query
        tapped = Tapped(query=query.id)
        return Response(later=charts.sending(old, chart), tapped=tapped) if chart else None

    def _home(self, update: Update, old: Message, rest: str, words: Wording) -> Response | None:
        """Back to the figure from whose card another one was reached; the conversation goes on from it."""
        if not self._replying.assistant.pick(
            rest, self._replying.people.conversation(update), words.language
        ):
            return None
        return self._back(update, old, rest, words)

    def _back(self, update: Update, old: Message, rest: str, words: Wording) -> Response | None:
        """Back to the card as it was; to that of the figure where it is not remembered."""
        loaded = self._replying.assistant.knowledge.loaded
        card = self._replying.answers.card(old.chat.id, old.message_id, loaded)
        if card and self._is_own(update, old):
            return Response(calls=(replace(card, edits=old.message_id),))
        return self._figure(update, old, rest, words)

    def _page(self, update: Update, old: Message, rest: str, words: Wording) -> Response | None:  # noqa: ARG002
        """A page of the contents; it is everybody's."""
        place = _PAGE.fullmatch(rest)
        marks = self._replying.assistant.marks
        page = place and contents.page(marks, place["node"], int(place["number"]), words)
        return Response(calls=calls.edits(old, page.blocks, page.keyboard)) if page else None

    def _vote(self, update: Update, old: Message, rest: str, words: Wording) -> Response | None:  # noqa: ARG002
        """What somebody thinks of an answer."""
        vote, query = _VOTE.fullmatch(rest), update.callback_query
        if not vote or not query:
            return None
        good = vote["sign"] == "+"
        self._replying.notes.judged(vote["name"], self._replying.people.number(update), good=good)
        return Response(tapped=Tapped(query=query.id, note=words.thanks if good else words.sorry))

    def _wait(self, update: Update, old: Message, rest: str, words: Wording) -> Response | None:
        """Somebody wants to be told when there is an answer."""
        if self._following is None or not self._replying.people.number(update):
            return None
        return self._following.wait(update, old, rest, words)

    def _language(self, update: Update, old: Message, rest: str, words: Wording) -> Response | None:
        """The language that somebody wants to be answered in."""
        if rest not in _LANGUAGES:
            return None
        chosen = _LANGUAGES[rest]
        self._replying.people.choose(update, chosen)
        if person := self._replying.people.number(update):
            self._replying.notes.choose(person, chosen)
        words = wording(chosen) if chosen else words
        said = words.language_set if chosen else words.by_question
        return Response(calls=self._placed(update, old, [Block(said)], None, ""))

    def _placed(
        self,
        update: Update,
        old: Message,
        blocks: Iterable[Block],
        buttons: InlineKeyboardMarkup | None,
        name: str,
    ) -> tuple[Call, ...]:
        place_it = calls.edits if self._is_own(update, old) else calls.messages
        return place_it(old, blocks, buttons, name, self._replying.people.number(update))

    def _is_own(self, update: Update, old: Message) -> bool:
        """Whether a message can be changed and answers the person who taps on it, as far as that can be seen."""
        if not old.is_accessible or old.chat.type == old.chat.PRIVATE:
            return old.is_accessible
        person = self._replying.people.number(update)
        owner = self._replying.answers.owner(old.chat.id, old.message_id)
        asked = old.reply_to_message
        if not owner and asked and asked.from_user and not asked.sender_chat:
            owner = asked.from_user.id
        return bool(person) and person == owner


def languages(words: Wording) -> InlineKeyboardMarkup | None:
    """Buttons for the languages of answers."""
    named = ((ZH.settings_language, "zh"), (EN.settings_language, "en"), (words.by_question, "auto"))
    return keyboard([[(text, f"o:{words.language}:{choice}") for text, choice in named]])
