"""Carrying a query out: found, choices or unknown. Every threshold lives here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from bot.answering import aggregating
from bot.answering.aggregating import Computed, entry_of
from bot.answering.choosing import SLACK, WHOLE_NAME, tied
from bot.answering.tallying import tally
from bot.asking.indexing import is_hanzi
from bot.asking.index import LITTLE, Index
from bot.asking.objecting import tells_change
from bot.asking.pairing import Candidate, Lookup, Pairing
from bot.asking.tagging import TERM, Question, join
from bot.asking.understanding import Empty, Query, RowQuery, SeriesQuery, SmallTalk
from bot.knowledge.apart import apart
from bot.knowledge.model import Answer, Choice, Choices, Fact, Found, Greeting, Row, Unknown
from bot.language.quantities import read as quantity
from bot.language.text import fold

MUCH_NAMED = 0.6
"""The share of a name that goes for what it measures, where the unit is said, too."""
NEARBY = 0.3
"""The share of a question's weight that a suggestion must explain."""
_DATED = ("月", "日", "号", "时间")
"""Words for a time; a month is no answer to how many there are."""
_MONEY = "money"
Reason = Literal["period", "place", "measure", "unexplained", "nothing"]
_RULED_OUT: tuple[Literal["place", "period", "measure"], ...] = ("place", "period", "measure")
_SEVERAL = range(2, 10)
MAX_CHOICES = 6
MAX_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its score (0 to 1) and the facts it speaks of, for the next question."""

    answer: Answer
    score: float
    facts: tuple[Fact, ...] = ()


def answer(query: Query, index: Index) -> Verdict:
    """Carry a query out."""
    match query:
        case SmallTalk(topic):
            return Verdict(Greeting(topic=topic), 1.0)
        case Empty():
            return Verdict(Unknown(reason="empty"), 0.0)
        case Lookup():
            return _look_up(query, index)
        case RowQuery():
            return _rows(query, index)
        case SeriesQuery():
            computed = tally(query, index)
            score = query.series.coverage
            return _computed(computed, score) if computed else _look_up(query.lookup, index)
        case Pairing():
            return _pair(query, index)
        case _:
            assert_never(query)


def _rows(query: RowQuery, index: Index) -> Verdict:
    selection = query.selection
    elsewhere = _foreign(query.question, index, selection.explained)
    if selection.coverage < index.thresholds.accept or not selection.rows or elsewhere:
        return _look_up(query.lookup, index)
    computed = aggregating.rows(query, index.vocabulary)
    return _computed(computed, selection.coverage) if computed else _unknown(query.lookup, index)


def _pair(query: Pairing, index: Index) -> Verdict:
    computed = aggregating.pair(query) if query.coverage >= index.thresholds.accept else None
    return _computed(computed, query.coverage) if computed else _unknown(query.lookup, index)


def _computed(computed: Computed, score: float) -> Verdict:
    return Verdict(computed.answer, score, computed.facts)


def _look_up(query: Lookup, index: Index) -> Verdict:
    question = query.question
    able = [c for c in query.candidates if not c.conflicts and _suits(question, c.fact)]
    able = [c for c in able if c.match.coverage >= index.thresholds.accept - SLACK]
    if not able or any(obstacles(able[0], query, index)):
        return _unknown(query, index)
    best = able[0]
    beyond = aggregating.beyond_target(best.row, index.vocabulary) if best.row else None
    if (
        "difference" in question.names("op")
        and index.is_plain(best.fact)
        and not tells_change(best.fact, index)
    ):
        return _unknown(query, index)  # one figure is no difference
    if beyond and "difference" in question.names("op"):
        return _computed(beyond, best.score)
    ties = tied(able, question, index)
    best = ties[0]
    words = {(c.fact.measure, c.fact.value) for c in ties}
    half_named = best.match.recall >= index.thresholds.named or not best.match.target.also
    if len(ties) == 1 and not half_named and index.read(question).content:
        return _unknown(query, index)
    if len(ties) == 1 or (best.fact.kind == "text" and len(words) == 1):
        whole = found(best.fact, index, best.row)
        one = _one_of(best.fact, question)
        given = replace(whole, entries=(entry_of(best.fact, one),)) if one else whole
        return Verdict(given, best.score, (best.fact,))
    options = _told_apart([choice(c.fact, c.row) for c in ties[:MAX_CHOICES]], index)
    return Verdict(Choices(options=options), best.score, tuple(c.fact for c in ties[:MAX_CHOICES]))


def _one_of(fact: Fact, question: Question) -> str:
    """The item of a list for the part of its name that is asked: "一线、一箱"中的"一箱"; empty for all of it."""
    parts, said = fold(fact.subject).split("、"), fold(question.text)
    if len(parts) < 2 or len(fact.items) != len(parts):
        return ""
    times = [said.count(part) for part in parts]
    return fact.items[times.index(max(times))] if times.count(max(times)) == 1 else ""


def obstacles(best: Candidate, query: Lookup, index: Index) -> Iterator[str]:
    """What keeps a candidate from being given: too little explained, a word lost, or something else meant."""
    question = query.question
    if best.conflicts:
        yield "conflicts"
    if not _suits(question, best.fact):
        yield "kind"
    if best.match.coverage < index.thresholds.accept:
        yield "coverage"
    if best.missing:
        yield "missing"
    # Its name is Chinese: only a question without English must say some of it, or what it is counted in.
    latin = any("a" <= token[0] <= "z" for token in question.tokens)
    if not (best.match.measured or latin or _counts_in(question, best, index)):
        yield "measure"
    if _overruled(query, best, index.thresholds.margin):
        yield "overruled"
    if sum(index.read(question).weights) < LITTLE:
        yield "little"


def _counts_in(question: Question, best: Candidate, index: Index) -> bool:
    """Whether all of a question fits much of a name and it counts in the very unit: "用几年建成"."""
    asked, own = index.read(question), index.vocabulary.canonical(best.fact.unit)
    fits = best.match.coverage >= WHOLE_NAME and best.match.recall >= MUCH_NAMED
    money = asked.unit == _MONEY == index.vocabulary.unit_class(best.fact.unit)
    same = money or (bool(asked.unit_words) and asked.unit_words == own)
    return fits and same and "stock" not in asked.kinds


def _overruled(query: Lookup, best: Candidate, margin: float) -> bool:
    """Whether something that fits the words clearly better is ruled out: then that was meant, and is not said."""
    clearly = best.match.score + margin
    return any(
        c.match.score > clearly
        and (c.conflicts or not _suits(query.question, c.fact))
        and not _of_other_scope(c, best)
        and not _is_part(c)
        and not any(conflict.startswith("former:") for conflict in c.conflicts)
        and c.conflicts != (f"measure:{c.fact.measure}",)  # it says more than was asked, not something else
        for c in query.candidates
    )


def _is_part(candidate: Candidate) -> bool:
    """Whether a candidate is only ruled out as the part of something: it fits the words of the whole."""
    conflicts = candidate.conflicts
    return bool(conflicts) and all(conflict.startswith("part:") for conflict in conflicts)


def _of_other_scope(candidate: Candidate, best: Candidate) -> bool:
    """Whether a candidate is only ruled out by the place or time of its document, which is not the best one's."""
    conflicts = candidate.conflicts
    scopes = all(conflict.startswith(("place:", "period:")) for conflict in conflicts)
    return bool(conflicts) and scopes and candidate.fact.document != best.fact.document


def _suits(question: Question, fact: Fact) -> bool:
    """Whether a fact is the kind of thing asked for: who or which is no figure."""
    asks = question.names("ask")
    if fact.row:
        return fact.kind == "text" or not asks & {"which", "who", "where", "name"} or "figure" in asks
    if fact.kind == "text" and len(fact.items) < _several_asked(question):
        return False
    if fact.kind == "text":
        return "figure" not in asks or bool(asks & {"which", "what", "who", "where", "name"})
    if "figure" in asks:
        dated = any(word in join(question.tokens) for word in _DATED)
        return fact.unit not in _DATED or question.language == "en" or "when" in asks or dated
    if "when" in asks:
        return fact.unit in ("月", "日", "年", "号")
    # "What is the rate?" asks for a figure in English; "内容是什么" does not.
    return not asks & {"which", "who", "where", "name"} and not _asks_what(question)


def _several_asked(question: Question) -> int:
    """How many things it asks for, as two in "哪两项"; 0 where it does not say."""
    for piece in question.tagged("ask:which"):
        for at in range(piece.start, min(piece.end + 1, len(question.tokens) - 1)):
            said = quantity(question.tokens, at)
            if question.tokens[at - 1 : at] in (("哪",), ("which",)) and said:
                return int(said.quantity.number) if said.quantity.number in _SEVERAL else 0
    return 0


def _asks_what(question: Question) -> bool:
    """Whether it asks 什么, but not 什么变化: "what is" asks for figures as well."""
    return not question.tagged("move:any") and any(
        "ask:what" in piece.tags and is_hanzi(question.tokens[piece.start]) for piece in question.pieces
    )


def is_open(answer: Answer) -> bool:
    """Whether an answer leaves room for another reading: several things, or words that nothing explains."""
    return isinstance(answer, Choices) or (
        isinstance(answer, Unknown) and answer.reason in ("nothing", "unexplained")
    )


def settles(answer: Answer, before: Verdict) -> bool:
    """Whether another reading settles what the first left open: a choice only by one of its options."""
    if isinstance(before.answer, Choices):
        options = {(option.value, option.unit) for option in before.answer.options}
        return isinstance(answer, Found) and (answer.entries[0].value, answer.entries[0].unit) in options
    return isinstance(answer, Found | Choices)


def found(fact: Fact, index: Index, row: Row | None = None) -> Found:
    """A fact as an answer, with the other figures of its row beside it."""
    if row is None and fact.row:
        row = index.knowledge.rows.get(fact.row)
    entries = tuple(entry_of(fact, item) for item in fact.items or [""])
    beside = [other for other in row.cells.values() if other.id != fact.id] if row else []
    return Found(entries=entries, context=tuple(entry_of(other) for other in beside))


def _told_apart(options: Sequence[Choice], index: Index) -> tuple[Choice, ...]:
    """Choices whose labels say what tells them from others of the same name."""
    facts = [index.knowledge.facts[option.id] for option in options]
    told = apart(facts, [option.label for option in options], index.knowledge)
    return tuple(
        replace(option, label=" · ".join((option.label, *(text for _, text in words))))
        for option, words in zip(options, told, strict=True)
    )


def choice(fact: Fact, row: Row | None = None) -> Choice:
    """A fact as something to choose."""
    label = f"{row.title} · {fact.measure}" if row else (fact.short or fact.label)
    return Choice(id=fact.id, label=label, value=fact.value, unit=fact.unit)


def _foreign(
    question: Question, index: Index, explained: frozenset[int] = frozenset()
) -> tuple[Literal["place", "period"], str] | None:
    """The place or time that no document covers, named in a clause that asks or has something explained."""
    about = question.asking | {question.clauses[at] for at in explained}
    for piece in question.tagged("place"):
        if index.is_foreign(piece, question):
            return "place", question.words(piece)
    for year in question.years:
        if year[:4] not in index.calendar.years:
            return "period", year if year in fold(question.text) else year[:4]
    for piece in () if question.years else question.tagged("period:other"):
        if question.clauses[piece.start] in about:
            return "period", question.words(piece)
    return None


def _unknown(query: Lookup, index: Index) -> Verdict:
    """Not said: why, as far as it can be seen, and what is said nearby."""
    kind, words = _reason(query, index)
    named = as_typed(words, query.question.text)
    if words and not named:
        kind = "nothing"
    near = sorted((c for c in query.candidates if c.match.coverage >= NEARBY), key=lambda c: -c.match.score)[
        :MAX_SUGGESTIONS
    ]
    suggestions = tuple(choice(c.fact, c.row) for c in near)
    score = near[0].score if near else 0.0
    return Verdict(
        Unknown(reason=kind, named=named, suggestions=suggestions), score, tuple(c.fact for c in near)
    )


def _reason(query: Lookup, index: Index) -> tuple[Reason, str]:
    question = query.question
    if foreign := _foreign(question, index):
        return foreign
    nearest = sorted(query.candidates, key=lambda c: -c.match.score)[:1]
    for conflict in (conflict for c in nearest for conflict in c.conflicts if c.fact.row):
        kind, _, words = conflict.partition(":")
        if kind in ("place", "period"):
            return ("place" if kind == "place" else "period"), words
    conflicts = [conflict for c in query.candidates[:5] for conflict in c.conflicts]
    single = len(index.knowledge.documents) == 1
    for kind in _RULED_OUT if single else _RULED_OUT[-1:]:  # another document may cover the place and time
        for conflict in conflicts:
            if conflict.startswith(kind + ":"):
                return kind, conflict.partition(":")[2]
    if query.candidates and query.candidates[0].missing:
        return "unexplained", query.candidates[0].missing
    if not query.candidates or query.candidates[0].match.coverage < NEARBY:
        return "nothing", ""
    return "unexplained", unexplained(question, query.candidates[0])


def as_typed(words: str, text: str) -> str:
    """Words of a question as its writer typed them; empty where they were put right or only their stems are left.

    >>> as_typed("shanghai", "lifts in Shanghai?"), as_typed("low incom", "low income")
    ('Shanghai', '')
    """
    start = fold(text).find(words)
    end = start + len(words)
    plain = text if len(fold(text)) == len(text) else fold(text)
    whole = (
        not plain[end : end + 1].isascii() or not plain[end : end + 1].isalpha() or not words[-1:].isascii()
    )
    return plain[start:end] if words and start >= 0 and whole else ""


def unexplained(question: Question, candidate: Candidate) -> str:
    """The longest stretch of the question that a candidate does not explain."""
    quiet = {at for piece in question.pieces if piece.tags != TERM for at in range(piece.start, piece.end)}
    longest: tuple[int, int] = (0, 0)
    start = 0
    for at, credit in enumerate((*candidate.match.credits, 1.0)):
        if credit >= 0.4 or at in quiet or question.clauses[min(at, len(quiet))] not in question.asking:
            if at - start > longest[1] - longest[0]:
                longest = (start, at)
            start = at + 1
    return join(question.tokens[longest[0] : longest[1]])
