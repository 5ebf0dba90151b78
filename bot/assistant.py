"""The one object with state: the knowledge in use and each chat's context."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from bot import replies
from bot.answering import choosing, conversing, decision, loading
from bot.answering.calling import called
from bot.answering.conversing import LastAsked
from bot.answering.library import Library
from bot.answering.trace import trace
from bot.answering.verdicts import Verdict
from bot.asking import dialogue
from bot.asking.dialogue import Context, Step
from bot.asking.index import Index
from bot.asking.likelihood import Ranking, rank
from bot.asking.parser import parse
from bot.asking.question import Question
from bot.asking.tagging import tag
from bot.asking.trails import Trail, trail
from bot.knowledge import shelf
from bot.knowledge.changes import Changes, compare
from bot.knowledge.marks import Marks
from bot.knowledge.model import (
    Choice,
    Document,
    Fact,
    Knowledge,
    Reply,
    Turn,
    Unknown,
)
from bot.knowledge.signs import Likelihood
from bot.knowledge.store import gather, some
from bot.knowledge.thresholds import Thresholds
from bot.language.speech import Language, of_locale
from bot.language.text import MAX_MESSAGE

T = TypeVar("T")

FORGET_SECONDS = 600.0
FORGET_TURNS = 6
MAX_CHATS, MAX_ANSWERS, MAX_ASKED = 10_000, 2_000, 200
"""Chats, answers that can be replied to, and answers that can be explained, remembered at once.

What was silent for longest is forgotten first.
"""


@dataclass(frozen=True, slots=True)
class _Memory:
    """What one chat was about, and when."""

    context: Context
    at: float


@dataclass(slots=True)
class _Conversations:
    """What is remembered: of each chat its context, language and last question, of each named answer its context.

    An answer that is about nothing, such as a refusal, has none. Of what was asked of another knowledge the lines
    are kept that explain it.
    """

    chats: OrderedDict[str, _Memory] = field(default_factory=OrderedDict)
    answers: OrderedDict[str, Context | None] = field(default_factory=OrderedDict)
    asked: OrderedDict[str, LastAsked | tuple[str, ...]] = field(default_factory=OrderedDict)
    languages: OrderedDict[str, Language] = field(default_factory=OrderedDict)

    def carried(self, old: Marks, new: Marks) -> _Conversations:
        """The same among the figures of another knowledge; what is not all there is forgotten."""
        found = _Conversations(languages=self.languages)
        for chat, memory in self.chats.items():
            if context := dialogue.carried(memory.context, old, new):
                found.chats[chat] = _Memory(context, memory.at)
        for name, about in self.answers.items():
            there = about and dialogue.carried(about, old, new)
            if there or about is None:
                found.answers[name] = there
        for chat, asked in self.asked.items():
            found.asked[chat] = asked.lines if isinstance(asked, LastAsked) else asked
        return found


def _keep(memories: OrderedDict[str, T], key: str, value: T, most: int = MAX_CHATS) -> None:
    """Remember something under a key, and forget what was silent for longest where there are too many."""
    if key:
        memories[key] = value
        memories.move_to_end(key)
        if len(memories) > most:
            memories.popitem(last=False)


class Assistant:
    """Answers questions; one chat's context never meets another's.

    The knowledge in use is replaced as a whole on `reload`, and an answer is made of one knowledge from end to end.
    Questions may be asked in one thread while the knowledge is loaded in another.
    """

    def __init__(
        self, folder: Path, clock: Callable[[], float] = time.monotonic, library: Library | None = None
    ) -> None:
        """Load the knowledge in ``folder``, or take the one that is given; raises `bot.errors.KnowledgeError`."""
        self.folder = folder
        self._clock = clock
        self._in_use = library or loading.load(folder)
        self._said = _Conversations()
        self._prepared = False
        # Around what a reload changes: the knowledge in use, and the memories of it.
        self._lock = threading.Lock()

    def about(self, document: str) -> Assistant:
        """One that answers from a single document, named by its id; raises `KeyError` where there is none."""
        known = self.knowledge
        own = next((one for one in known.documents if one.id == document), None)
        if own is None:
            raise KeyError(document)
        return Assistant(self.folder, self._clock, loading.library(some([own], known), self.folder))

    def instead(self, changed: Sequence[Document]) -> tuple[Assistant, Assistant]:
        """One that answers as this one does, and one for which some documents are as they are given here.

        Neither remembers anything of this one. Where documents are very many, both know those alone.
        """
        known, new = self.knowledge, {document.id: document for document in changed}
        if shelf.is_large(known.documents):
            old = some([one for one in known.documents if one.id in new], known)
            libraries = [loading.library(one, self.folder) for one in (old, some(changed, known))]
        else:
            judged = known.thresholds, known.weights, known.likelihood
            found = [new.get(one.id, one) for one in known.documents]
            made = gather(found, known.vocabulary, judged, known.problems)
            libraries = [self._in_use, loading.library(made, self.folder)]
        before, after = (Assistant(self.folder, self._clock, library) for library in libraries)
        return before, after

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge in use."""
        return self._in_use.knowledge

    @property
    def marks(self) -> Marks:
        """The marks of the figures of the knowledge in use."""
        return self._in_use.marks

    def ask(  # noqa: PLR0913 - who asks, from where and after what
        self,
        text: str,
        chat: str = "",
        *,
        after: str = "",
        name: str = "",
        locale: str = "",
        speak: Language | None = None,
    ) -> Turn:
        """Answer one message of one chat; the chat without a name remembers nothing.

        Args:
            text: The message.
            chat: Whose conversation it is.
            after: The name of an earlier answer that the message is a reply to. It goes on from there, whoever
                asked then; from the chat where that was about nothing, from nothing where it is forgotten.
            name: What this answer is called, for a reply to it.
            locale: The language of who asks, as the device says it ("zh-hans"): that of the reply where neither
                the message nor the chat tells one.
            speak: The language of the reply, whatever the question is in, where somebody has chosen it.
        """
        started = time.perf_counter()
        with self._lock:
            use = self._in_use
            context = self._context(chat)
            if after:
                context = (self._said.answers[after] or context) if after in self._said.answers else None
            fact = conversing.picked(text, context, use) if context else None
        index = use.about(text, conversing.documents(context))
        question, language = self._read(text, chat, context, locale, index)
        language = speak or language
        if context and fact:
            return self._given(fact, use, (chat, name), language, started)
        if len(text) > MAX_MESSAGE:
            question, context = replace(question, text=""), None
            verdict, completed = Verdict(Unknown(reason="long"), 0.0), question
        else:
            verdict, completed = conversing.answered(question, context, index)
        asked = conversing.note(question, language, verdict, completed, context, use, index)
        with self._lock:
            _keep(self._said.languages, chat, language)
            _keep(self._said.asked, chat, asked if use is self._in_use else asked.lines, MAX_ASKED)
        step = Step(text, question.language)
        self._remember((chat, name), use, conversing.gone_to(step, asked, question, completed, context))
        return replace(self._turn(text, language, verdict, use, index, started), earlier=asked.earlier)

    def pick(self, mark: str, chat: str = "", language: Language = "zh", *, name: str = "") -> Turn | None:
        """Answer with the fact of that mark (a tap on a choice); None when it is no longer known."""
        started, use = time.perf_counter(), self._in_use
        fact = use.marks.fact(mark)
        return self._given(fact, use, (chat, name), language, started) if fact else None

    def show(self, mark: str, language: Language = "zh") -> Reply | None:
        """The words of the fact of that mark, as an answer that nobody asked for; None when it is gone."""
        use = self._in_use
        fact = use.marks.fact(mark)
        if fact is None:
            return None
        index = use.of([fact.document])
        return replies.render(decision.found(fact, index), language, index.knowledge)

    def explain(self, text: str, chat: str = "") -> tuple[str, ...]:
        """Why a message gets the answer it gets, in lines to read; what the chat is about stays as it is."""
        with self._lock:
            use, context = self._in_use, self._context(chat)
        index = use.about(text, conversing.documents(context))
        question, language = self._read(text, chat, context, "", index)
        verdict, completed = conversing.answered(question, context, index)
        return conversing.note(question, language, verdict, completed, context, use, index).lines

    def why(self, chat: str) -> tuple[str, ...]:
        """Why the last question of a chat got its answer; no lines when it has asked nothing yet."""
        with self._lock:
            asked = self._said.asked.get(chat, ())
        return asked.lines if isinstance(asked, LastAsked) else asked

    def called(self, text: str) -> str:
        """What a question calls the thing it asks for, without the words that only ask."""
        index = self._in_use.about(text)
        return called(tag(text, index.vocabulary, index.lexicon, self._in_use.language))

    def trail(self, chat: str = "", *, answer: str = "") -> Trail | None:
        """How a chat, or an answer of that name, came to what it is about; None where that is nothing."""
        with self._lock:
            use = self._in_use
            context = self._said.answers.get(answer) if answer else self._context(chat)
        return trail(context, use.marks) if context else None

    def figures(self, answer: str) -> tuple[Fact, ...]:
        """The facts that an answer of that name rests on, as they are now; none where it is not remembered."""
        with self._lock:
            context = self._said.answers.get(answer)
        return context.facts if context else ()

    def retrace(self, led: Trail, chat: str = "", *, answer: str = "", age: float = 0.0) -> bool:
        """Have a chat, or an answer of that name, be about what a trail leads to, as ``age`` seconds ago.

        Where it does not lead there any more, they are about nothing. Returns whether it does.
        """
        use, context, asked = self._in_use, None, None
        for step in led.steps:
            context, asked = conversing.stepped(step, context, use)
            if context is None:
                break
        with self._lock:
            there = context and use is self._in_use and trail(context, use.marks) == led
            self._said.chats.pop(chat, None)
            self._said.asked.pop(chat, None)
            if context and there:
                _keep(self._said.chats, chat, _Memory(context, self._clock() - age))
                _keep(self._said.answers, answer, context, MAX_ANSWERS)
                _keep(self._said.languages, chat, led.steps[-1].language)
            if asked and there:
                _keep(self._said.asked, chat, asked, MAX_ASKED)
        return bool(there)

    def parse(self, text: str) -> tuple[str, ...]:
        """How a message is read, step by step, in lines for whoever works on that; no chat is touched."""
        index = self._in_use.about(text)
        question, _ = self._read(text, "", None, "", index)
        verdict, _ = conversing.answered(question, None, index)
        return tuple(trace(question, verdict, index))

    def weigh(self, text: str, earlier: Sequence[str] = ()) -> tuple[Verdict, Ranking | None]:
        """What a message is answered by its own words, and the figures that it may mean; no chat is touched.

        ``earlier`` are the questions before it, for one that goes on from them.
        """
        chat = f"weighing {id(self)}"
        for one in earlier:
            self.ask(one, chat)
        context = self._context(chat)
        index = self._in_use.about(text, conversing.documents(context))
        question, _ = self._read(text, chat, context, "", index)
        heard = conversing.by_words(question, context, index)
        self.forget(chat)
        reading = heard.verdict.evidence.reading if heard.verdict.evidence else None
        if earlier:
            return heard.verdict, heard.weighed(index)
        return heard.verdict, rank(reading, index, always=True) if reading else None

    def search(self, text: str, limit: int = 10) -> tuple[Choice, ...]:
        """The figures that fit a few characters, best first, each under its mark."""
        use = self._in_use
        index = use.about(text)
        question = tag(text, index.vocabulary, index.lexicon)
        named = parse(question, index).named
        good = [
            c for c in named.candidates if not c.objections and c.match.coverage >= index.thresholds.accept
        ]
        return tuple(replace(choosing.choice(c.fact, c.row), id=use.marks.of(c.fact)) for c in good[:limit])

    def reload(self) -> Changes:
        """Read the knowledge again and swap it in at once.

        A document with faults stays as it was, or is left out where it is new: ``knowledge.problems`` names them.
        What chats are about goes on among the new figures, or is forgotten where one of them is gone.

        Raises:
            KnowledgeError: nothing of it can be used; all stays as it was.
        """
        before = self._in_use
        after = loading.load(self.folder, before.knowledge)
        if self._prepared:
            after.prepare()
        changes = compare(before.knowledge, after.knowledge)
        with self._lock:
            self._said = self._said.carried(self._in_use.marks, after.marks)
            self._in_use = after
        return changes

    def prepare(self) -> None:
        """Make ready what is else made for the first question that needs it, now and whenever it is read again."""
        self._prepared = True
        self._in_use.prepare()

    def use(self, limits: Thresholds | Likelihood) -> None:
        """Answer by other thresholds, or another likelihood, than those of the knowledge, until the next reload."""
        self._in_use = self._in_use.judged_by(limits)

    def forget(self, chat: str) -> None:
        """Drop the context of a chat."""
        with self._lock:
            self._said.chats.pop(chat, None)
            self._said.asked.pop(chat, None)
            self._said.languages.pop(chat, None)

    def _read(
        self, text: str, chat: str, context: Context | None, locale: str, index: Index
    ) -> tuple[Question, Language]:
        """A message as a question, and the language to reply in.

        That is the one its letters tell, else that of the chat, of the answer it replies to, of who asks, of the
        knowledge.
        """
        before = self._said.languages.get(chat) or (context and context.question.language)
        otherwise = before or of_locale(locale) or self._in_use.language
        question = tag(text, index.vocabulary, index.lexicon, otherwise)
        return question, question.spoken or otherwise

    def _context(self, chat: str) -> Context | None:
        memory = self._said.chats.get(chat)
        if memory is None:
            return None
        if self._clock() - memory.at > FORGET_SECONDS or memory.context.turns > FORGET_TURNS:
            del self._said.chats[chat]
            return None
        return memory.context

    def _forgo(self, name: str) -> None:
        """Note that an answer is about nothing that could be gone on from."""
        with self._lock:
            _keep(self._said.answers, name, None, MAX_ANSWERS)

    def _given(
        self,
        fact: Fact,
        use: Library,
        keys: tuple[str, str],
        language: Language,
        started: float,
    ) -> Turn:
        """The answer that is one fact, which somebody has picked."""
        index = use.of([fact.document])
        question, verdict = conversing.taken(fact, use, language)
        with self._lock:
            _keep(self._said.languages, keys[0], language)
            before = self._context(keys[0])
        step = Step("", language, use.marks.of(fact))
        self._remember(keys, use, conversing.about(step, question, verdict, before, before))
        return self._turn(fact.label, language, verdict, use, index, started)

    def _remember(self, keys: tuple[str, str], use: Library, context: Context | None) -> None:
        """Keep what an answer was about under the chat and the name of the answer; None where that is nothing."""
        chat, name = keys
        if context is None:
            self._forgo(name)
            return
        with self._lock:
            there: Context | None = context
            if use is not self._in_use:  # loaded again while this answer was made
                there = dialogue.carried(context, use.marks, self._in_use.marks)
            if there:
                _keep(self._said.chats, chat, _Memory(there, self._clock()))
                _keep(self._said.answers, name, there, MAX_ANSWERS)

    @staticmethod
    def _turn(  # noqa: PLR0913, PLR0917  # all that a turn tells
        text: str, language: Language, verdict: Verdict, use: Library, index: Index, started: float
    ) -> Turn:
        reply = replies.render(verdict.answer, language, index.knowledge)
        return Turn(
            question=text,
            language=language,
            answer=verdict.answer,
            reply=replace(
                reply,
                choices=_marked(reply.choices, use, index),
                suggestions=_marked(reply.suggestions, use, index),
            ),
            knowledge=use.knowledge,
            score=max(0.0, min(1.0, verdict.score)),
            milliseconds=(time.perf_counter() - started) * 1000,
        )


def _marked(choices: tuple[Choice, ...], use: Library, index: Index) -> tuple[Choice, ...]:
    """Choices under the marks of their facts, by which they can be asked for whatever is loaded by then."""
    facts = index.knowledge.facts
    return tuple(replace(one, id=use.marks.of(facts[one.id])) for one in choices if one.id in facts)
