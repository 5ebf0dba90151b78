"""The one object with state: the knowledge in use and each chat's context."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bot import (
    answering,
    combining,
    dialogue,
    explaining,
    indexing,
    knowledge,
    matching,
    pinyin,
    replies,
    several,
)
from bot.answering import Verdict
from bot.dialogue import Context
from bot.knowledge import Changes, Knowledge
from bot.matching import Index
from bot.model import Choice, Choices, Fact, Found, Turn, Unknown
from bot.pairing import Lookup, Pairing
from bot.respelling import respell
from bot.tagging import Question, tag
from bot.text import HANZI, MAX_MESSAGE, fold, language_of
from bot.thresholds import Thresholds
from bot.understanding import RowQuery, understand

FORGET_SECONDS = 600.0
FORGET_TURNS = 6
MAX_CHATS = 10_000
"""Chats remembered at once; the one silent for longest is forgotten first."""


@dataclass(slots=True)
class _Memory:
    """What one chat was about, and when."""

    context: Context
    at: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """The last question of a chat as it was typed, and what the chat was about then."""

    text: str
    context: Context | None


class Assistant:
    """Answers questions; one chat's context never meets another's.

    The index is replaced as a whole on `reload`, so an answer never sees half of a new knowledge base.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Load the knowledge in ``folder``; raises `bot.errors.KnowledgeError`."""
        self.folder = folder
        self._clock = clock
        self._index: Index = matching.build(knowledge.load(folder))
        self._memories: OrderedDict[str, _Memory] = OrderedDict()
        self._last: OrderedDict[str, _Asked] = OrderedDict()

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge in use."""
        return self._index.knowledge

    def ask(self, text: str, chat: str = "") -> Turn:
        """Answer one message of one chat; the chat without a name remembers nothing."""
        started = time.perf_counter()
        if len(text) > MAX_MESSAGE:
            language = language_of(text[:MAX_MESSAGE])
            return self._turn(text, language, Verdict(Unknown(reason="long"), 0.0), started)
        index = self._index
        context = self._context(chat)
        if context and (picked := dialogue.settle(text, context.options)):
            turn = self.pick(picked.id, chat, context.question.language)
            if turn:
                return turn
        if context and 0 < (number := dialogue.ordinal(text)) <= len(context.listed):
            turn = self.pick(context.listed[number - 1].id, chat, context.question.language)
            if turn:
                return turn
        self._note(chat, _Asked(text, context))
        question = self._read(text, context, index)
        verdict, completed = self._answer(question, context, index)
        self._remember(chat, completed, verdict, context if completed is not question else None)
        return self._turn(text, question.language, verdict, started)

    def pick(self, id: str, chat: str = "", language: Literal["zh", "en"] = "zh") -> Turn | None:  # noqa: A002
        """Answer with the fact of that id (a tap on a choice); None when it is no longer known."""
        started = time.perf_counter()
        index = self._index
        fact = index.knowledge.facts.get(id)
        if fact is None:
            return None
        verdict = Verdict(answering.found(fact, index), 1.0, (fact,))
        question = tag(fact.label, index.vocabulary, index.lexicon)
        self._remember(chat, question, verdict, self._context(chat))
        return self._turn(fact.label, language, verdict, started)

    def explain(self, text: str, chat: str = "") -> tuple[str, ...]:
        """Why a message gets the answer it gets, in lines to read; what the chat is about stays as it is."""
        return self._explained(_Asked(text, self._context(chat)))

    def why(self, chat: str) -> tuple[str, ...]:
        """Why the last question of a chat got its answer; no lines when it has asked nothing yet."""
        asked = self._last.get(chat)
        return self._explained(asked) if asked else ()

    def search(self, text: str, limit: int = 10) -> tuple[Choice, ...]:
        """The figures that fit a few characters, best first."""
        index = self._index
        question = tag(text, index.vocabulary, index.lexicon)
        match understand(question, index):
            case Lookup() as lookup:
                pass
            case RowQuery(lookup=lookup) | Pairing(lookup=lookup):
                pass
            case _:
                return ()
        good = [
            c for c in lookup.candidates if not c.conflicts and c.match.coverage >= index.thresholds.accept
        ]
        return tuple(answering.choice(c.fact, c.row) for c in good[:limit])

    def reload(self) -> Changes:
        """Read the knowledge again and swap it in at once; with any fault the old one stays in use."""
        new = matching.build(knowledge.load(self.folder))
        changes = knowledge.compare(self.knowledge, new.knowledge)
        self._index = new
        return changes

    def use(self, thresholds: Thresholds) -> None:
        """Answer by other thresholds than those of the knowledge, until the next reload."""
        self._index = replace(self._index, knowledge=replace(self.knowledge, thresholds=thresholds))

    def forget(self, chat: str) -> None:
        """Drop the context of a chat."""
        self._memories.pop(chat, None)
        self._last.pop(chat, None)

    @staticmethod
    def _read(text: str, context: Context | None, index: Index) -> Question:
        question = tag(text, index.vocabulary, index.lexicon)
        if question.tokens:
            return question
        # An emoji has no language of its own.
        return replace(question, language=context.question.language if context else "zh")

    def _answer(self, question: Question, context: Context | None, index: Index) -> tuple[Verdict, Question]:
        """Answer a question; where nothing does, as it reads with a mistyped name put right."""
        verdict, completed = self._settled(question, context, index)
        if not answering.is_open(verdict.answer):
            return verdict, completed
        spelt = question.language == "zh" and not HANZI.search(fold(question.text))
        if spelt:
            near = index.sounding(pinyin.syllables(" ".join(re.findall("[a-z]+", fold(question.text)))))
        else:
            near = [match.target for match in index.search(question, index.read(question))]
        names = {name: target.id for target in near for name in _called(target)}
        text = respell(question.text, names, spelt=spelt)
        if not text:
            return verdict, completed
        again = replace(tag(text, index.vocabulary, index.lexicon), language=question.language)
        if not spelt and index.read(question).sides.keys() - index.read(again).sides.keys():
            return verdict, completed  # 轻度 is no slip for 重度
        other, completed_again = self._settled(again, context, index)
        return (other, completed_again) if answering.settles(other.answer, verdict) else (verdict, completed)

    @staticmethod
    def _settled(question: Question, context: Context | None, index: Index) -> tuple[Verdict, Question]:
        """Answer a question by itself where it stands alone, else with what was said before."""
        if context and (compared := combining.versus(question, context, index)):
            return compared, question
        if made := combining.answer(question, index, context) or several.answer(question, index):
            return made, question
        query = understand(question, index)
        verdict = answering.answer(query, index)
        if context is None or dialogue.says_nothing(question):
            return verdict, question
        leans = dialogue.leans(question) or (isinstance(query, Lookup) and not index.read(question).content)
        alone = isinstance(verdict.answer, Found) and not leans
        completed = dialogue.complete(question, context)
        if alone or completed is question or not isinstance(verdict.answer, Found | Choices | Unknown):
            return verdict, question
        with_context = answering.answer(understand(completed, index, context.facts), index)
        if isinstance(with_context.answer, Unknown):
            return verdict, question
        return with_context, completed

    def _explained(self, asked: _Asked) -> tuple[str, ...]:
        index, context = self._index, asked.context
        question = self._read(asked.text, context, index)
        verdict, completed = self._answer(question, context, index)
        followed = context if context and completed is not question else None
        query = understand(completed, index, followed.facts if followed else ())
        earlier = followed.question.text if followed else ""
        respelt = completed.text if completed.text != asked.text else ""
        language = question.language
        return (
            *explaining.introduce(language, earlier, respelt),
            *explaining.explain(query, verdict, index, language),
        )

    def _note(self, chat: str, asked: _Asked) -> None:
        if chat:
            self._last[chat] = asked
            self._last.move_to_end(chat)
            if len(self._last) > MAX_CHATS:
                self._last.popitem(last=False)

    def _context(self, chat: str) -> Context | None:
        memory = self._memories.get(chat)
        if memory is None:
            return None
        if self._clock() - memory.at > FORGET_SECONDS or memory.context.turns > FORGET_TURNS:
            del self._memories[chat]
            return None
        return memory.context

    def _remember(self, chat: str, question: Question, verdict: Verdict, before: Context | None) -> None:
        answer = verdict.answer
        if not chat or not isinstance(answer, Found | Choices):
            return
        options = answer.options if isinstance(answer, Choices) else ()
        listed = isinstance(answer, Found) and len(answer.entries) > 1 and answer.entries[0].kind == "name"
        facts = verdict.facts
        turns = before.turns + 1 if before else 1
        self._memories[chat] = _Memory(
            Context(question, facts, options, turns, facts if listed else ()), self._clock()
        )
        self._memories.move_to_end(chat)
        if len(self._memories) > MAX_CHATS:
            self._memories.popitem(last=False)

    def _turn(self, text: str, language: Literal["zh", "en"], verdict: Verdict, started: float) -> Turn:
        reply = replies.render(verdict.answer, language, self.knowledge)
        return Turn(
            question=text,
            language=language,
            answer=verdict.answer,
            reply=reply,
            score=max(0.0, min(1.0, verdict.score)),
            milliseconds=(time.perf_counter() - started) * 1000,
        )


def _called(target: indexing.Target) -> tuple[str, ...]:
    """The names of a target, the one with the heading before it too."""
    return (*indexing.names(target), target.label if isinstance(target, Fact) else target.title)
