"""What a question turns round: which of its words stand behind 不是, within 除了…以外, before "aside"."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import islice

from bot.asking.asked import Scope
from bot.asking.question import Piece, Question
from bot.language import segmenter

_QUIET = frozenset({"filler", "followup", "role"})
_MANY = 8
"""Nobody turns round more in one question."""
NEAR = 4
"""What 不是 turns round stands so near behind it; so near a word such as 以外 stands behind what is left out."""


def scopes(question: Question, named: Container[str] = ()) -> list[Scope]:
    """The stretches of a question that are turned round; ``named`` are pairs of characters that names are made of.

    Within 是不是, 有没有, 不低于 nothing is: those are longer words. 无 in 无障碍 is a part of a name.
    """
    found = list(islice(_left_out(question, named), _MANY))
    covered = set().union(*(one.said for one in found))
    behind = list(islice(_turned_behind(question, named, covered), _MANY - len(found)))
    return [*found, *_once(behind, question)]


def _once(found: Sequence[Scope], question: Question) -> Iterator[Scope]:
    """The scopes without those that are turned back at once: 并非来自非私人企业 is 来自私人企业."""
    at = 0
    while at < len(found):
        first, second = found[at], found[at + 1] if at + 1 < len(found) else None
        if second and second.said <= first.inside and _is_turned_back(first, second, question):
            at += 2
            continue
        yield first
        at += 1


def _is_turned_back(first: Scope, second: Scope, question: Question) -> bool:
    """Whether nothing but ordinary words stands between two negations."""
    between = range(max(first.said) + 1, min(second.said))
    return all(_is_quiet(question, at, _QUIET | {"soft"}) for at in between)


def _turned_behind(question: Question, named: Container[str], covered: set[int]) -> Iterator[Scope]:
    for piece in question.tagged("neg:not"):
        if piece.end == len(question.tokens) or not covered.isdisjoint(range(piece.start, piece.end)):
            continue
        single = piece.end - piece.start == 1
        if not (single and question.tokens[piece.start] + question.tokens[piece.end] in named):
            inside = range(piece.end, _end_of_clause(question, piece.end - 1))
            yield Scope(frozenset(inside), frozenset(range(piece.start, piece.end)), whole=False)


def _left_out(question: Question, named: Container[str]) -> Iterator[Scope]:
    behind = [piece for piece in question.tagged("neg:behind") if not _is_in_name(piece, question, named)]
    used: set[int] = set()
    for piece in question.tagged("neg:except"):
        end = _end_of_clause(question, piece.end - 1)
        closing = next((p for p in behind if piece.end < p.start <= end), None)
        if closing is None and piece.end - piece.start == 1 and question.tokens[piece.start] >= "\u3400":
            continue  # 除 alone is a part of words: 除险
        around = ("", *question.tokens, "")[piece.start : piece.end + 2]
        if around[0] + around[1] in named and around[-2] + around[-1] in named:
            continue  # as 扣除 of 加计扣除额 is
        resumed = next((p for p in question.tagged("neg:resume") if piece.end < p.start < end), None)
        stop = min([end, *(p.start for p in (closing, resumed) if p)])
        said = {*range(piece.start, piece.end), *(range(closing.start, closing.end) if closing else ())}
        if piece.end < stop:
            used |= said
            yield Scope(frozenset(range(piece.end, stop)), frozenset(said), whole=True)
    for piece in behind:
        if (
            used.isdisjoint(range(piece.start, piece.end))
            and (start := _start(question, piece)) < piece.start
        ):
            yield Scope(
                frozenset(range(start, piece.start)), frozenset(range(piece.start, piece.end)), whole=True
            )


def _is_in_name(piece: Piece, question: Question, named: Container[str]) -> bool:
    """Whether one character is a part of a name or of a longer word: 外 in 营业外收入, in 境外."""
    if piece.end - piece.start > 1:
        return False
    before, here, behind = ("", *question.tokens, "")[piece.start : piece.start + 3]
    named_so = before + here in named or here + behind in named
    return named_so or len(segmenter.word_at(question.tokens, piece.start)) > 1


def _start(question: Question, behind: Piece) -> int:
    """Where what is left out begins, with nothing before it that says so: 水利局以外的部门, 收入中税收以外的."""
    start = behind.start
    wholes = {piece.end for piece in question.tagged("joint:within")}
    while start and start not in wholes and question.clauses[start - 1] == question.clauses[behind.start]:
        start -= 1
    return start


def _end_of_clause(question: Question, at: int) -> int:
    end = at + 1
    while end < len(question.tokens) and question.clauses[end] == question.clauses[at]:
        end += 1
    return end


def turned(places: frozenset[int], found: Sequence[Scope], question: Question) -> Scope | None:
    """The scope that turns round what is said at some places, if one does."""
    for scope in found:
        if not places <= scope.inside:
            continue
        between = range(max(scope.said, default=0) + 1, min(places)) if not scope.whole else range(0)
        if all(_is_quiet(question, at) for at in between):
            return scope
    return None


def _is_quiet(question: Question, at: int, quiet: frozenset[str] = _QUIET) -> bool:
    kinds = {
        tag.partition(":")[0]
        for piece in question.pieces
        if piece.start <= at < piece.end
        for tag in piece.tags
    }
    return bool(kinds & quiet)
