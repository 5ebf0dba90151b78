"""Reading a question as the name of one figure: every fact its words lead to, and what speaks for and against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from bot.asking import twins
from bot.asking.asked import Asked
from bot.asking.index import Index
from bot.asking.indexing import NAME
from bot.asking.interpretations import Candidate, Match, Named, Objection, Raised
from bot.asking.objections import missing, objections
from bot.asking.question import Piece, Question
from bot.knowledge.model import Fact, Row
from bot.knowledge.weights import Weights

# The role a question means when it names several: "计划完成多少" asks for the plan.
_ROLE_ORDER = ("lead", "progress", "target", "done")
_ALL = 100
"""The progress of what is done, in percent."""


def named(question: Question, asked: Asked, index: Index, focus: Sequence[Fact] = ()) -> Named:
    """The figures a question may name, the best first; ``focus`` are the facts that were just spoken of."""
    asks = question.names("ask")
    found = [
        Candidate(
            fact=fact,
            match=match,
            score=match.score + fit(asks, fact, asked, index) + _near(fact, focus, index.weights),
            objections=Raised(against(question, asked, fact, match, index)),
            missing=missing(question, asked, match, index),
        )
        for match in _matches(question, index, asked, focus)
        for fact in _facts(question, asked, match, index)
    ]
    return Named(question, tuple(sorted(found, key=_order)))


def against(question: Question, asked: Asked, fact: Fact, match: Match, index: Index) -> Iterator[Objection]:
    """What speaks against a fact; against a cell of a table of measures also what is nearly it."""
    yield from objections(question, asked, fact, match, index)
    if fact.row and not index.is_tabled(fact):
        yield from twins.objections(question, asked, fact, match, index)


def _order(one: Candidate) -> tuple[bool, float, bool, str]:
    return bool(one.objections), -one.score, not one.match.measured, one.fact.id


def _matches(question: Question, index: Index, asked: Asked, focus: Sequence[Fact]) -> list[Match]:
    """What the words lead to, and what was just spoken of: "谁负责" leads nowhere by itself."""
    found = index.search(question, asked)
    seen = {match.target.id for match in found}
    spoken_of = dict.fromkeys(fact.row or fact.id for fact in focus)
    return found + [index.explain(name, question, asked) for name in spoken_of if name not in seen]


def _facts(question: Question, asked: Asked, match: Match, index: Index) -> list[Fact]:
    """The facts of a target that the question means: of a row, the cells of the column it names."""
    return [match.target] if isinstance(match.target, Fact) else cells(match.target, question, asked, index)


def cells(row: Row, question: Question, asked: Asked, index: Index) -> list[Fact]:
    """The cells of a row that a question means: of the role it names, else of the column its words choose.

    Where it names none, what is asked for is what was done.
    """
    role_of = index.vocabulary.role_of
    roles = {role: fact for column, fact in row.cells.items() if (role := role_of(column))}
    if not roles:
        return index.columns.meant(row, question, asked)
    named_roles = _columns_named(row, question, index) or (
        {"lead"} if "who" in question.names("ask") else set()
    )
    role = next((role for role in _ROLE_ORDER if role in named_roles), "")
    if _is_counted_by_target(roles, question, asked, index):
        roles["done"] = roles["target"]
    if role in roles:
        return [roles[role]]
    if role and len(roles) > 1:
        return []  # this row's cell is empty; "完成…的目标" is not answered with what was done
    if said := index.columns.said(row, question):
        return said
    return [roles["done"]] if "done" in roles else index.columns.meant(row, question, asked)


def _is_counted_by_target(roles: Mapping[str, Fact], question: Question, asked: Asked, index: Index) -> bool:
    """Whether what was done is told in words, and how many that is by the target: 100座, 已完成, 100%."""
    if "figure" not in question.names("ask") or asked.turned:
        return False
    if not {"done", "target", "progress"} <= roles.keys():
        return False
    done, target, progress = roles["done"], roles["target"], roles["progress"]
    own = index.vocabulary.unit_class(target.unit)
    counted = bool(own) and asked.unit in {"thing", own} and target.kind == "figure"
    whole = progress.unit == "%" and progress.number is not None and progress.number >= _ALL
    return done.kind == "text" and counted and whole


def _columns_named(row: Row, question: Question, index: Index) -> frozenset[str]:
    """The roles of columns a question names, by words that are no part of the name of the row if it has others.

    Who leads is not asked where it is said: 市民政局牵头的.
    """
    leads = [p for p in question.tagged("role:lead") if index.value_before(p.start, "lead", question)]
    pieces = [piece for piece in question.tagged("role") if piece not in leads]
    own = [piece for piece in pieces if not _is_in_name(piece, row, question, index)]
    return frozenset(role for piece in own or pieces for role in piece.named("role"))


def _is_in_name(piece: Piece, row: Row, question: Question, index: Index) -> bool:
    """Whether a word runs on into the name of a row, as 计划 in 民生实事计划项目."""
    around = question.tokens[max(0, piece.start - 1) : piece.end + 1]
    pairs = [one + two for one, two in pairwise(around)]
    return len(pairs) > piece.end - piece.start and all(index.explained(row, pair) >= NAME for pair in pairs)


def fit(asks: frozenset[str], fact: Fact, asked: Asked, index: Index) -> float:
    """How well the kind and unit of a fact suit what is asked; less than nothing where they do not."""
    worth, vocabulary, fit = index.weights, index.vocabulary, 0.0
    if "figure" in asks and not asks & {"which", "who"}:
        fit -= worth.other_kind if fact.kind == "text" and not fact.row else 0.0
    elif asks & {"which", "what", "who", "where", "name"}:
        fit -= worth.other_kind if fact.kind == "figure" else 0.0
    elif fact.kind == "text" and not fact.row:
        fit -= worth.worded
    if asked.unit and fact.kind == "figure":
        own = vocabulary.unit_class(fact.unit)
        if asked.unit_words and asked.unit_words == (vocabulary.canonical(fact.unit) or asked.unit_words):
            fit += worth.same_unit
        elif own and own != asked.unit:
            fit -= worth.other_unit
    return fit


def _near(fact: Fact, focus: Sequence[Fact], worth: Weights) -> float:
    """How close a fact stands to what was just spoken of: the same row, or the same sentence."""
    row, sentence = fact.row, fact.source.sentence
    near = any((row and row == one.row) or (sentence and sentence == one.source.sentence) for one in focus)
    return worth.focus if near else 0.0
