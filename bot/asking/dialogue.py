"""Conversation: completing "那目标呢" from what was said before, settling "第二个" against what is on offer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.asking.question import TERM, Piece, Question
from bot.asking.views import part
from bot.knowledge.marks import Marks
from bot.knowledge.model import Choice, Fact
from bot.knowledge.query import Query
from bot.language import periods, segmenter
from bot.language.speech import Language
from bot.language.text import MAX_QUESTION, fold, is_hanzi, squeeze

_ORDINAL = re.compile(
    r"(?:第|选|no|option|number|#)?\s*([1-9]|一|二|两|三|四|五|六|first|second|third)\s*(?:个|项|条|种|one)?"
)
# What a question did is done with it; which rows it was about still holds.
_SPENT = ("op:", "followup", "overview", "unit:")
_CHOOSING = frozenset({"op:over", "op:exactly", "op:wordy"})
_COUNTING = frozenset({"op:count", "op:count_distinct"})
_JOINING = frozenset({"filler", "followup", "neg:resume", "op:and", "joint:than", "joint:until"})
_CONTENT = TERM | {"deed", "contrast", "soft", "thing", "met"}
"""Marks of words that say what a thing is."""
_LAST = 2
"""Figures told last with which what is told now is compared."""
_EMPTY = _JOINING | {"whether"}
_ORDINALS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "first": 1,
    "second": 2,
    "third": 3,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A message that led to what a chat is about: what was asked, or the figure that was picked, by its mark."""

    text: str
    language: Language
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What one chat is about.

    Attributes:
        question: The last question, as it was completed.
        facts: The facts that it led to.
        options: The choices on offer.
        turns: How many messages it has been about this.
        listed: The facts behind the lines of a list, for "第二个".
        told: The figures that were told one by one, the last one last.
        query: What the last answer carried out.
        steps: How it all came about.
    """

    question: Question
    facts: tuple[Fact, ...] = ()
    options: tuple[Choice, ...] = ()
    turns: int = 1
    listed: tuple[Fact, ...] = ()
    told: tuple[Fact, ...] = ()
    query: Query | None = None
    steps: tuple[Step, ...] = ()


def settle(text: str, options: Sequence[Choice]) -> Choice | None:
    """The choice a message picks: by its number, its label or its value.

    >>> offered = [Choice(id="a", label="城市", value="622"), Choice(id="b", label="农村", value="6210")]
    >>> [settle(said, offered).id for said in ("2", "第一个", "农村", "622")]
    ['b', 'a', 'b', 'a']
    >>> settle("别的", offered) is None
    True
    """
    if len(text) > MAX_QUESTION:
        return None
    said = squeeze(text)
    exact = [
        option for option in options if said in (squeeze(option.label), squeeze(option.value + option.unit))
    ]
    if len(exact) == 1:
        return exact[0]
    if (number := ordinal(text)) and number <= len(options):
        return options[number - 1]
    same_value = [option for option in options if said == squeeze(option.value)]
    if len(same_value) == 1:
        return same_value[0]
    partial = [option for option in options if len(said) > 1 and said in squeeze(option.label)]
    return partial[0] if len(partial) == 1 else None


def ordinal(text: str) -> int:
    """The place in a list that a whole message names; 0 when it names none.

    >>> ordinal("第二个"), ordinal("the first one"), ordinal("第二个目标")
    (2, 1, 0)
    """
    if len(text) > MAX_QUESTION:
        return 0
    match = _ORDINAL.fullmatch(fold(text).removeprefix("the ").strip(" 。.!！?？呢"))
    return _ORDINALS.get(match[1]) or int(match[1]) if match else 0


def says_nothing(question: Question) -> bool:
    """Whether a message only joins on to what was said before: 和, "of", 那呢."""
    covered = sum(piece.end - piece.start for piece in question.pieces if piece.tags <= _EMPTY)
    return covered == len(question.tokens)


def leans(question: Question) -> bool:
    """Whether a question opens or ends with a word that ties it to what was said ("那…", "…呢")."""
    resumes = question.language == "zh" and question.tagged("neg:resume") and not question.tagged("row")
    return bool(resumes) or any(
        piece.start == 0 or piece.end == len(question.tokens) for piece in question.tagged("followup")
    )


def complete(question: Question, context: Context) -> Question:
    """A follow-up with what came before put beside it: it helps where it fits and does no harm elsewhere.

    The role, such as the target, is taken over unless the new question names one. Where both together are longer
    than any question, nothing is put beside it.
    """
    before = _of_told(context)
    if len(question.tokens) + len(before.tokens) > MAX_QUESTION:
        return question
    roles = question.names("role")
    offset, clause = len(question.tokens), max(question.clauses, default=0) + 1
    again = says_only_when(question)
    pointed = any(one.time.point for one in question.moments)  # 2023年底 is no 6月 of it
    kept = [
        Piece(
            piece.start + offset,
            piece.end + offset,
            piece.tags if again else _inherited(piece.tags, question, roles),
        )
        for piece in before.pieces
    ]
    return replace(
        question,
        tokens=question.tokens + before.tokens,
        clauses=question.clauses + (clause,) * len(before.tokens),
        pieces=(*question.pieces, *(piece for piece in kept if piece.tags)),
        years=question.years or before.years,
        times=question.times or (() if pointed else before.times),
        seams=question.seams | {at + offset for at in before.seams},
        origin=tuple(range(len(question.tokens) + len(before.tokens))),
        spots={**{w: frozenset(at + offset for at in s) for w, s in before.spots.items()}, **question.spots},
        moments=question.moments
        or tuple(replace(m, places=frozenset(at + offset for at in m.places)) for m in before.moments),
    )


def _of_told(context: Context) -> Question:
    """The question before, without what was asked of another thing before that: 加装电梯, behind 那背街小巷呢."""
    question, facts = context.question, context.facts
    if not any(_is_of_another(fact, one) for fact in facts for one in context.told[-_LAST:]):
        return question
    said = fold(" ".join(fact.label for fact in facts))
    marked = {
        at for piece in question.pieces if not piece.tags <= _CONTENT for at in range(piece.start, piece.end)
    }
    places = range(len(question.tokens))
    asking = [at for at in places if question.clauses[at] in question.asking]
    kept = [
        at
        for at in places
        if at in marked or question.tokens[at] in said or not is_hanzi(question.tokens[at])
    ]
    return part(question, asking, kept) if len({*asking, *kept}) < len(places) else question


def _is_of_another(fact: Fact, told: Fact) -> bool:
    return fact.row != told.row if fact.row or told.row else fact.subject != told.subject


def headed(question: Question, context: Context, weights: Sequence[float]) -> Question | None:
    """A follow-up behind what the name asked for before begins with: 财政预算支出, for 支出呢 behind 财政预算收入.

    ``weights`` are those of the words of the question before; None where its name is one word.
    """
    before = context.question
    named = [at for at, weight in enumerate(weights) if weight and is_hanzi(before.tokens[at])]
    words = segmenter.words(tuple(before.tokens[at] for at in named))
    head = tuple(before.tokens[at] for at in named[: words[-1][1]]) if words else ()
    if not head or len(question.tokens) + len(head) > MAX_QUESTION:
        return None
    size = len(head)
    return replace(
        question,
        tokens=head + question.tokens,
        clauses=question.clauses[:1] * size + question.clauses,
        pieces=tuple(replace(one, start=one.start + size, end=one.end + size) for one in question.pieces),
        years=question.years or before.years,
        times=question.times or before.times,
        mended=frozenset(at + size for at in question.mended),
        seams=frozenset(at + size for at in question.seams),
        gaps=frozenset(at + size for at in question.gaps),
        origin=tuple(range(size + len(question.tokens))),
        spots={words: frozenset(at + size for at in places) for words, places in question.spots.items()},
        moments=tuple(replace(m, places=frozenset(at + size for at in m.places)) for m in question.moments),
    )


def shifted(question: Question, context: Context) -> str:
    """The time that a message means which says only how far it is from that of the figure told last: 下个月呢.

    Empty where it says anything else, or where no one time was told.
    """
    said = question.tagged("shift")
    joining = (*said, *(piece for piece in question.pieces if piece.tags <= _JOINING or _asks(piece)))
    spots = {at for piece in joining for at in range(piece.start, piece.end)}
    times = {fact.period for fact in context.facts}
    if len(said) != 1 or len(times) != 1 or not spots.issuperset(range(len(question.tokens))):
        return ""
    unit, count = said[0].named("shift")[0].split(":")
    return periods.whole(times.pop()).shifted(unit, int(count)).words


def only_asks(question: Question) -> bool:
    """Whether a message asks for a figure and says nothing of it: 是多少."""
    spots = {at for piece in question.pieces if _asks(piece) for at in range(piece.start, piece.end)}
    return bool(question.tagged("ask")) and spots.issuperset(range(len(question.tokens)))


def _asks(piece: Piece) -> bool:
    return piece.tags <= _EMPTY | {"ask", "ask:figure"}


def says_only_when(question: Question) -> bool:
    """Whether a message names a time and nothing else, as 2022年呢: all that was asked before is asked of it."""
    joining = [piece for piece in question.pieces if piece.tags <= _JOINING]
    said = {at for piece in joining for at in range(piece.start, piece.end)}.union(*question.spots.values())
    return bool(question.spots) and said.issuperset(range(len(question.tokens)))


def carried(context: Context, old: Marks, new: Marks) -> Context | None:
    """What a chat is about, told in the figures of another knowledge; None where one of them is not there."""
    known: dict[str, Fact] = {}
    for fact in (*context.facts, *context.listed, *context.told):
        there = new.fact(old.of(fact))
        if there is None:
            return None
        known[fact.id] = there
    options = []
    for option in context.options:
        if option.id not in known:
            return None
        fact = known[option.id]
        options.append(replace(option, id=fact.id, value=fact.value, unit=fact.unit))
    return replace(
        context,
        facts=tuple(known[fact.id] for fact in context.facts),
        options=tuple(options),
        listed=tuple(known[fact.id] for fact in context.listed),
        told=tuple(known[fact.id] for fact in context.told),
        query=None,  # it names facts by where they stand
    )


def _inherited(tags: frozenset[str], question: Question, roles: frozenset[str]) -> frozenset[str]:
    """The tags of an earlier piece that still hold: it asks nothing and calculates nothing any more."""
    asks = question.names("ask")
    told = {"ask:figure" if tag == "op:count" else tag for tag in tags}  # "几项" asks for a figure
    kept = {tag for tag in told if tag in _CHOOSING or not tag.startswith(_SPENT)}
    if not asks:
        kept |= tags & _COUNTING
    if asks:
        kept = {tag for tag in kept if not tag.startswith("ask:")}
    if roles:
        kept = {tag if not tag.startswith("role:") else "soft" for tag in kept}
    return frozenset(kept or {"filler"})
