"""What is answered where no reading of a question is given: what it most probably means, or what is near.

Where the question's own words lead to nothing that may be given, the linker's figures are weighed by their signs.
One that is probable enough, and that nothing speaks against, is given; where the first few are, they are offered;
else they are shown as nearby, which is never the answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate

from bot.answering.choosing import MAX_SUGGESTIONS, choice, told_apart
from bot.answering.decision import composed, found
from bot.answering.refusals import as_typed
from bot.answering.verdicts import Evidence, Verdict
from bot.asking.index import Index
from bot.asking.interpretations import Reading
from bot.asking.likelihood import Likely, Ranking, rank
from bot.asking.linker import Word
from bot.asking.question import Question, join
from bot.knowledge.model import Choice, Choices, Fact, Found, Unknown
from bot.knowledge.query import known
from bot.knowledge.signs import Likelihood
from bot.language.text import fold, is_hanzi, squeeze

NEARBY = 0.01
"""What is meant less probably than this is not shown as nearby."""
_TWO = 2
_NEVER = math.inf
LONGEST_NAME = 4
"""So many words side by side are named as one."""
_TELLING = 0.2
"""A word that matters less in general, as one of grammar or number does, is not named."""
_UNPLACED = ("unexplained", "nothing")
"""Reasons that say no more than that a word was not found."""
_CLOSED = ("empty", "long", "rates", "kinds", "zero", "part", "tied", "few", "several", "untold")
"""Reasons that are the answer."""


def reconsidered(verdict: Verdict, index: Index, *, alone: bool = True) -> Verdict:
    """A refusal, or what is given or offered in its place; ``alone`` where the question goes on from no other."""
    reading, sure = _open(verdict), index.knowledge.likelihood.sure
    if reading is None:
        return verdict
    made = composed(reading, index, partial(_surely, index=index))
    if made and isinstance(made.answer, Found):
        return replace(made, answer=replace(made.answer, likened=True))
    return weighed(verdict, rank(reading, index), reading.question, index, sure if alone else _NEVER)


def _surely(verdict: Verdict, index: Index) -> Verdict:
    """The figure that a part surely means in other words, or the verdict as it is."""
    reading = _open(verdict)
    ranking = rank(reading, index) if reading else None
    best = given(ranking, index.knowledge.likelihood) if ranking else None
    if reading is None or best is None:
        return verdict
    fact, size = best.signed.fact, len(reading.question.tokens)
    evidence = Evidence(reading.question, (1.0,) * size, 1.0, reading, ranking=ranking)
    return Verdict(found(fact, index), best.probability, (fact,), known(fact.id), evidence)


def is_open(verdict: Verdict) -> bool:
    """Whether it is refused what may still be meant: not what is answered by being refused."""
    return _open(verdict) is not None


def _open(verdict: Verdict) -> Reading | None:
    """How the question was read, where it is open."""
    answer, evidence = verdict.answer, verdict.evidence
    refused = isinstance(answer, Unknown) and answer.reason not in _CLOSED
    return evidence.reading if refused and evidence else None


def weighed(verdict: Verdict, ranking: Ranking, question: Question, index: Index, sure: float) -> Verdict:
    """What is given, from a probability of ``sure``, or offered or declined in the place of a verdict."""
    limits = replace(index.knowledge.likelihood, sure=sure)
    kept = replace(verdict.evidence, ranking=ranking) if verdict.evidence else None
    if best := given(ranking, limits):
        fact = best.signed.fact
        if isinstance(verdict.answer, Found) and verdict.facts == (fact,):
            return verdict
        told = replace(found(fact, index), likened=best.signed.sensed)
        return Verdict(told, best.probability, (fact,), known(fact.id), kept)
    if options := offered(ranking, limits):
        facts = tuple(one.signed.fact for one in options)
        choices = Choices(options=told_apart(_choices(facts, index), index))
        return Verdict(choices, sum(one.probability for one in options), facts, None, kept)
    if isinstance(verdict.answer, Choices):
        return verdict
    near = tuple(one.signed.fact for one in nearby(ranking))
    answer = verdict.answer if isinstance(verdict.answer, Unknown) else Unknown(reason="nothing")
    suggestions = tuple(_choices(near, index)) or answer.suggestions
    refusal = replace(_named(answer, ranking, question), suggestions=suggestions)
    return replace(verdict, answer=refusal, facts=near or verdict.facts, evidence=kept)


def given(ranking: Ranking, limits: Likelihood) -> Likely | None:
    """The figure that is given: surely meant, by itself, and nothing speaks against it."""
    best = next(iter(ranking.likely), None)
    sure = best is not None and best.probability >= limits.sure and not best.signed.objections
    return best if sure and not ranking.several else None


def offered(ranking: Ranking, limits: Likelihood) -> Sequence[Likely]:
    """The figures that are offered: probable enough together, and the most probable one among them.

    Two at least, however little is left for the second: who is offered one is told what it is, and not asked.
    """
    first = ranking.likely[:MAX_SUGGESTIONS]
    free = [one for one in first if not one.signed.objections]
    free = [one for at, one in enumerate(free) if at < _TWO or one.probability >= NEARBY]
    enough = sum(one.probability for one in free) >= limits.offer
    return free if enough and len(free) >= _TWO and free[0] is first[0] else ()


def nearby(ranking: Ranking) -> Sequence[Likely]:
    """The figures that are shown beside a refusal."""
    return [one for one in ranking.likely[:MAX_SUGGESTIONS] if one.probability >= NEARBY]


def _choices(facts: Sequence[Fact], index: Index) -> list[Choice]:
    return [choice(fact, index.knowledge.rows.get(fact.row)) for fact in facts]


def _named(answer: Unknown, ranking: Ranking, question: Question) -> Unknown:
    """A refusal with the words that no document has, whole; without words that some document has."""
    if answer.reason not in _UNPLACED:
        return answer
    if answer.named and _is_whole(answer.named, ranking) and not _is_placed(answer.named, ranking):
        return answer
    runs = [
        run for run in _unplaced(ranking.words, question) if run[-1].end - run[0].start > 1 or _is_latin(run)
    ]
    longest = max(runs, key=lambda run: run[-1].end - run[0].start, default=())
    words = _typed(longest, question) if longest else ""
    return replace(answer, reason="unexplained" if words else "nothing", named=words)


def _is_latin(run: Sequence[Word]) -> bool:
    return not is_hanzi(run[0].text)


def _is_whole(said: str, ranking: Ranking) -> bool:
    """Whether some words are whole ones, and say something: no 来多少工钱, no 类超, no 亿."""
    wanted, words = squeeze(fold(said)), ranking.words
    ends = list(accumulate((len(word.text) for word in words), initial=0))
    start = "".join(word.text for word in words).find(wanted)
    if not wanted or start not in ends or start + len(wanted) not in ends:
        return not is_hanzi(wanted[:1] or "a")
    run = words[ends.index(start) : ends.index(start + len(wanted))]
    telling = any(word.moment >= _TELLING for word in run)
    return telling and (len(wanted) > 1 or _is_latin(run))


def _is_placed(said: str, ranking: Ranking) -> bool:
    """Whether all that matters of some words is said in the documents, in words like it."""
    within = [word for word in ranking.words if word.moment and word.text in fold(said)]
    return bool(within) and all(word.placed for word in within)


def _unplaced(words: Sequence[Word], question: Question) -> Iterator[Sequence[Word]]:
    """The words that matter and that nothing in the documents is like, a few side by side together."""
    run: list[Word] = []
    for word in words:
        strange = (
            word.moment >= _TELLING and not word.placed and question.clauses[word.start] in question.asking
        )
        beside = bool(run) and word.start == run[-1].end and len(run) < LONGEST_NAME
        if run and not (strange and beside):
            yield run
            run = []
        run += [word] if strange else []
    if run:
        yield run


def _typed(run: Sequence[Word], question: Question) -> str:
    return as_typed(join(question.tokens[run[0].start : run[-1].end]), question.text)
