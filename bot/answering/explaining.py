"""Why an answer came out as it did: what each piece of the question matched, the figures, what was ruled out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.answering import answering
from bot.answering.answering import Verdict
from bot.answering.choosing import behind
from bot.asking.indexing import PAIR, grams, is_hanzi
from bot.asking.index import Index
from bot.asking.objecting import HALF
from bot.asking.pairing import Candidate, Lookup, Pairing
from bot.asking.selecting import Condition
from bot.asking.tagging import Question, join
from bot.asking.understanding import Empty, Query, RowQuery, SeriesQuery, SmallTalk
from bot.asking.weighing import Asked
from bot.knowledge.model import Choices, Fact, Found, Greeting, Row
from bot.replies import en, zh
from bot.replies.parts import Words
from bot.replies.reasons import EN, ZH, Sayings

MAX_RULED_OUT = 3
CLEAR = 0.1
"""Candidates whose words fit less well than the chosen one's by more than this were never in question."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """What every line needs: the question as weighed, the index, and the words of its language."""

    question: Question
    asked: Asked
    index: Index
    say: Sayings
    words: Words
    spelled: Mapping[str, str]

    def title(self, fact: Fact) -> str:
        row = self.index.knowledge.rows.get(fact.row)
        return self.words.label(fact, row, self.index.knowledge)


def introduce(language: str, earlier: str, respelt: str) -> tuple[str, ...]:
    """Which question this one goes on from, and how it was read with a name put right; nothing for empty ones."""
    say = EN if language == "en" else ZH
    after = [say.after.format(earlier)] if earlier else []
    return (*after, say.respelt.format(respelt)) if respelt else tuple(after)


def explain(query: Query, verdict: Verdict, index: Index, language: str) -> tuple[str, ...]:
    """A few lines for the person who owns the knowledge."""
    say, words = (EN, en.WORDS) if language == "en" else (ZH, zh.WORDS)
    if isinstance(query, SmallTalk | Empty):
        kind = "smalltalk" if isinstance(query, SmallTalk) else "empty"
        return (say.read_as.format(say.operations[kind]), say.outcome[Greeting])
    spelled = _spelled(query.question, index)
    telling = _Telling(query.question, index.read(query.question), index, say, words, spelled)
    lines: list[str] = []
    if verdict != answering.answer(query, index):
        return (*lines, *_about_parts(verdict, telling))
    computed = isinstance(verdict.answer, Found) and verdict.answer.entries[0].kind in ("name", "derived")
    if isinstance(query, RowQuery) and computed:
        lines += _about_rows(query, telling)
    elif isinstance(query, SeriesQuery) and computed:
        lines += _about_series(query, telling)
    elif isinstance(query, Pairing) and computed:
        lines += _about_pair(query, telling)
    else:
        lookup = query if isinstance(query, Lookup) else query.lookup
        return (*lines, *_about_fact(lookup, verdict, telling))
    return (*lines, say.outcome[Found])


def _about_parts(verdict: Verdict, telling: _Telling) -> Iterator[str]:
    """What was put together from answers to parts of the question."""
    say, answer = telling.say, verdict.answer
    titles = [telling.title(fact) for fact in verdict.facts]
    yield say.parts.format(say.between.join(titles) or say.nothing)
    if isinstance(answer, Found) and answer.working:
        yield f"{telling.words.computed}{answer.working}"
    yield say.outcome.get(type(answer)) or say.between.join((say.short["refused"], say.short["parts"]))


def _about_fact(query: Lookup, verdict: Verdict, telling: _Telling) -> Iterator[str]:
    say, limits = telling.say, telling.index.thresholds
    chosen = verdict.facts[0].id if verdict.facts and isinstance(verdict.answer, Found | Choices) else ""
    best = next((c for c in query.candidates if c.fact.id == chosen), None)
    best = best or next(iter(query.candidates), None)
    if best is None:
        yield say.unexplained.format(say.quoted.format(join(telling.question.tokens)))
        yield say.short["refused"]
        return
    period = telling.words.period(best.fact.period)
    yield say.read_as.format(" · ".join(filter(None, (telling.title(best.fact), period))))
    yield from _pieces(best.match.credits, _origins(best, telling.index), telling)
    figures = [
        say.covered.format(best.match.coverage, limits.accept),
        say.scored.format(best.score),
    ]
    others = [c for c in query.candidates if c.fact.id != best.fact.id and not c.conflicts]
    if others and not best.conflicts:
        second = min(others, key=lambda c: behind(best, c))
        gap = max(0.0, behind(best, second))
        figures.append(say.second.format(telling.title(second.fact), second.score, gap, limits.margin))
    yield say.between.join(figures)
    yield from _ruled_out(query, best, telling)
    yield say.outcome.get(type(verdict.answer)) or _refused(query, best, telling)


def _refused(query: Lookup, best: Candidate, telling: _Telling) -> str:
    """Why there was no answer, as far as the best candidate shows it."""
    short, limits = telling.say.short, telling.index.thresholds
    figures: dict[str, tuple[object, ...]] = {
        "missing": (_typed(best.missing.split(), telling),),
        "named": (best.match.recall, limits.named),
    }
    obstacles = list(answering.obstacles(best, query, telling.index)) or ["named"]
    reasons = (short[obstacle].format(*figures.get(obstacle, ())) for obstacle in obstacles)
    return telling.say.between.join((short["refused"], *reasons))


def _ruled_out(query: Lookup, best: Candidate, telling: _Telling) -> Iterator[str]:
    """What fits the words about as well, with what speaks against it."""
    say = telling.say
    close = best.match.score - CLEAR
    against = [c for c in query.candidates if c.conflicts and c.match.score > close]
    for candidate in sorted(against, key=lambda c: -c.match.score)[:MAX_RULED_OUT]:
        reasons = []
        for conflict in dict.fromkeys(candidate.conflicts):
            kind, _, words = conflict.partition(":")
            said = _typed(words.split(), telling)
            reasons.append(say.conflicts.get(kind, "{}").format(said, unit=candidate.fact.unit))
        yield say.ruled_out.format(telling.title(candidate.fact), say.between.join(reasons))


def _about_rows(query: RowQuery, telling: _Telling) -> Iterator[str]:
    say, selection = telling.say, query.selection
    conditions = [_condition(condition, say) for condition in selection.conditions]
    tables = [table.title for table in selection.tables]
    count = say.rows.format(count=len(selection.rows))
    operation = say.operations.get(query.operation, query.operation)
    yield say.read_as.format(" · ".join((operation, *tables, *conditions, count)))
    credits_ = [float(at in selection.explained) for at in range(len(telling.question.tokens))]
    yield from _pieces(credits_, {}, telling)
    yield say.covered.format(selection.coverage, telling.index.thresholds.accept)


def _about_series(query: SeriesQuery, telling: _Telling) -> Iterator[str]:
    """Which figures were looked through, and what of them was asked."""
    say, wish, figures = telling.say, query.wish, query.series.figures
    way = wish.rank.order if wish.rank and wish.operation == "order" else wish.operation
    told = [say.operations.get(way, way), figures[0].fact.source.section, figures[0].fact.measure]
    limits = {1: "above", -1: "below"}
    bounds = ((limits[sign], bound.number) for sign, bound in wish.bounds if sign in limits)
    told += (say.conditions[limit].format(value) for limit, value in bounds)
    yield say.read_as.format(" · ".join(filter(None, told)))
    yield say.between.join(figure.name for figure in figures)
    yield say.covered.format(query.series.coverage, telling.index.thresholds.accept)


def _condition(condition: Condition, say: Sayings) -> str:
    return condition.words or say.conditions.get(condition.relation, condition.relation).format(
        condition.bound
    )


def _about_pair(query: Pairing, telling: _Telling) -> Iterator[str]:
    say = telling.say
    operation = say.operations.get(query.operation, query.operation)
    titles = (telling.title(query.first.fact), telling.title(query.second.fact))
    yield say.read_as.format(" · ".join((operation, *titles)))
    both = zip(query.first.match.credits, query.second.match.credits, strict=True)
    first, second = (_origins(candidate, telling.index) for candidate in (query.first, query.second))
    origins = {key: first[key] | second[key] for key in first}
    yield from _pieces([max(pair) for pair in both], origins, telling)
    yield say.covered.format(query.coverage, telling.index.thresholds.accept)


def _origins(candidate: Candidate, index: Index) -> dict[str, frozenset[str]]:
    """Where words of a candidate stand, in the order in which they count; each with the grams in it."""
    fact, row, knowledge = candidate.fact, candidate.row, index.knowledge
    document = next(document for document in knowledge.documents if document.id == fact.document)
    sections = [s for s in document.sections if s.title == fact.source.section]
    headings = [
        document.title,
        *document.english,
        fact.source.section,
        *(e for s in sections for e in s.english),
    ]
    target: Fact | Row = row or fact
    names = [target.short, *target.also, *target.english]
    if row:
        table = knowledge.tables[row.table]
        headings += [table.title, *table.also, *table.english]
        own, columns = [row.name], [*row.cells]
        cells = [
            text for cell in row.cells.values() if cell.kind == "text" for text in (cell.value, *cell.items)
        ]
        group = [row.group, *cells, *(n for cell in cells for n in knowledge.vocabulary.names.get(cell, ()))]
    else:
        own, columns, group = [fact.subject, fact.measure, *fact.qualifiers], [], []
    texts = {
        "name": [*own, *names],
        "column": columns,
        "group": group,
        "heading": headings,
        "unit": ["".join(f"每{part}" for part in fact.unit.split("/")[1:])],  # 元/月 is said 每月
        "sentence": [fact.source.sentence],
    }
    canonical = knowledge.vocabulary.canonical
    return {
        kind: frozenset(gram for text in found for gram, worth in grams(canonical(text)) if worth == PAIR)
        for kind, found in texts.items()
    }


def _pieces(
    credits_: Sequence[float], origins: Mapping[str, frozenset[str]], telling: _Telling
) -> Iterator[str]:
    """One line for the pieces that are explained, and one for those that are not."""
    say, question, weights = telling.say, telling.question, telling.asked.weights
    explained: list[str] = []
    unexplained: list[str] = []
    for kind, places in _runs(
        [_origin(at, credits_, origins, telling) for at in range(len(weights))], question
    ):
        said = say.quoted.format(_typed([question.tokens[at] for at in places], telling))
        said += say.mended if question.mended.intersection(places) else ""
        if kind == "":
            unexplained.append(said)
        elif kind != "silent":
            worth = sum(credits_[at] for at in places) / len(places)
            explained.append(say.piece.format(said, say.origins[kind], worth))
    if explained:
        yield say.between.join(explained)
    yield say.unexplained.format(" ".join(unexplained) or say.nothing)


def _origin(
    at: int, credits_: Sequence[float], origins: Mapping[str, frozenset[str]], telling: _Telling
) -> str:
    """What explains a token: a kind of origin, "silent" where it needs no explanation, "" where nothing does."""
    question = telling.question
    if not telling.asked.weights[at]:
        return "silent"
    if credits_[at] < HALF:
        beside = question.clauses[at] not in question.asking
        return "silent" if beside else ""
    if not origins:
        return "rows"
    if any(at in places for places in telling.asked.roles.values()):
        return "column"
    tokens = question.tokens
    around = (tokens[at - 1] + tokens[at] if at else "", "".join(tokens[at : at + 2]))
    found = around if is_hanzi(tokens[at]) else (tokens[at],)
    other = "unit" if at in telling.asked.unit_places else "part"
    return next((kind for kind, known in origins.items() if known.intersection(found)), other)


def _runs(kinds: Sequence[str], question: Question) -> Iterator[tuple[str, list[int]]]:
    """Neighbouring tokens of one clause that the same thing explains."""
    run: list[int] = []
    for at, kind in enumerate(kinds):
        if run and (kind != kinds[run[-1]] or question.clauses[at] != question.clauses[run[-1]]):
            yield kinds[run[-1]], run
            run = []
        run.append(at)
    if run:
        yield kinds[run[-1]], run


def _typed(tokens: Sequence[str], telling: _Telling) -> str:
    """Tokens as text, Latin words as their writer spelled them rather than by their stems."""
    return join(tuple(telling.spelled.get(token, token) for token in tokens))


def _spelled(question: Question, index: Index) -> dict[str, str]:
    """Latin words as they were typed, by their stems."""
    words = re.findall(r"[A-Za-z]+", question.text)
    return {stem: word for word in words for stem in index.vocabulary.canonical(word)}
