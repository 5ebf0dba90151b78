"""The clauses of a question: which of them ask, which name something, and which are only talk."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from bot.asking.question import Piece, is_hollow
from bot.language.spelling import Lexicon
from bot.language.text import is_hanzi
from bot.language.vocabulary import FILLER, Tokens, Vocabulary

CLAUSE = re.compile(
    r"(?<!\d)(?:,|\.(?![\da-z]))|(?<=\d)[,.](?=\s|$|[^\d.])|[，。;；:：!！?？\n…]+|\s[-–—]+\s"
)
"""What stands between clauses."""
# A clause asks when it has a question word; failing that, when it calculates or names a column.
_ASKING = (("ask", "overview", "op:count", "op:count_distinct"), ("op",), ("role",))
_TELLING = frozenset({"role", "op", "ask", "period", "year", "place", "contrast", "overview"})
"""What is meant also in a clause that neither asks nor names anything."""
_CHATTER = frozenset({"filler", "smalltalk", "period", "followup", "person"})
_PERSON = frozenset({"person"})
_PERSONS = ("ask:who", "ask:when", "ask:where")
_JOINING = frozenset({"op:and", "op:total", "op:numbered", "joint:than", "joint:until", "filler", "followup"})


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a question.

    Attributes:
        numbers: The number of the clause of each token.
        asking: The clauses that carry a question word, with what they ask of; all of them where none does.
        pieces: What was recognised, in order; a clause that is only talk is a single filler.
    """

    numbers: list[int]
    asking: frozenset[int]
    pieces: list[Piece]


def read(  # noqa: PLR0913, PLR0917  # all that a clause is known by
    found: Tokens,
    pieces: Sequence[Piece],
    numbers: list[int],
    mended: set[int],
    spelled: str,
    vocabulary: Vocabulary,
    lexicon: Lexicon,
) -> Clauses:
    """Tell the clauses of a question apart.

    Args:
        found: Its tokens.
        pieces: What was recognised in them.
        numbers: The number of the clause of each token, by its punctuation.
        mended: The positions whose character was put right.
        spelled: The question with its punctuation.
        vocabulary: The words of the question language.
        lexicon: What names are made of.
    """
    numbers = _parted(found, pieces, numbers, vocabulary, lexicon)
    naming = _naming(found, pieces, numbers, mended, lexicon)
    asking = next(
        filter(None, (_clauses_with(pieces, numbers, kinds) for kinds in _ASKING)),
        naming or frozenset(numbers),
    )
    asking = _with_subject(asking, naming, pieces, numbers, _counted(found, pieces, vocabulary))
    asking = _behind_colons(asking, naming, spelled)
    hushed = sorted(_hushed(pieces, numbers, asking, found, lexicon), key=attrgetter("start"))
    return Clauses(numbers, asking, hushed)


def _parted(
    found: Tokens, pieces: Sequence[Piece], clauses: list[int], vocabulary: Vocabulary, lexicon: Lexicon
) -> list[int]:
    """The clauses, where one that asks for figures twice is two: 热线满意率多少办结率多少, said without a pause."""
    counting = {clauses[piece.start] for piece in pieces if piece.has("op")}
    small = {at for piece in pieces if piece.tags <= _CHATTER for at in range(piece.start, piece.end)}
    asks = [p for p in pieces if (found[p.end - 1] == "少" and p.has("ask")) or any(map(p.has, _PERSONS))]
    breaks: set[int] = set()
    for one, other in pairwise(asks):
        counted = _counted(found, [one], vocabulary)
        between = set(range(one.end, other.start)) - counted - small
        if clauses[one.start] == clauses[other.start] and between and clauses[one.start] not in counting:
            breaks.add(max(counted, default=one.end - 1) + 1)
    breaks |= set(_breaking_off(found, pieces, clauses, lexicon))
    return [clause + sum(at >= start for start in breaks) for at, clause in enumerate(clauses)]


def _breaking_off(
    found: Tokens, pieces: Sequence[Piece], clauses: Sequence[int], lexicon: Lexicon
) -> Iterator[int]:
    """Where a clause goes on about who talks, without a pause: 目标多少|我记不清了."""
    said = {piece.start for piece in pieces if piece.kinds & _TELLING}
    said |= {at for at in range(len(found)) if _calls(found, clauses, at, lexicon)}
    told = sorted(said)
    for piece in pieces:
        start, clause = piece.start, clauses[piece.start]
        if not (piece.tags >= _PERSON and is_hanzi(found[start])):
            continue
        first, end = bisect_left(clauses, clause), bisect_right(clauses, clause)
        says = bisect_left(told, start) > bisect_left(told, first)
        goes_on = bisect_left(told, end) > bisect_left(told, piece.end)
        if says and not goes_on:
            yield start


def _calls(found: Tokens, clauses: Sequence[int], at: int, lexicon: Lexicon) -> bool:
    """Whether something is called by a token, or by it and the one behind it."""
    pair = "".join(found[at : at + 2]) if clauses[at : at + 1] == clauses[at + 1 : at + 2] else ""
    return found[at] in lexicon.named or pair in lexicon.named


def _counted(found: Tokens, pieces: Sequence[Piece], vocabulary: Vocabulary) -> set[int]:
    """The positions of units right behind words such as "多少"."""
    counted: set[int] = set()
    for piece in pieces:
        sizes = (n for n in (3, 2, 1) if found[piece.end : piece.end + n] in vocabulary.units)
        counted |= set(range(piece.end, piece.end + next(sizes, 0))) if piece.has("ask:figure") else set()
    return counted


def _naming(
    found: Tokens, pieces: Sequence[Piece], clauses: list[int], mended: set[int], lexicon: Lexicon
) -> frozenset[int]:
    """The clauses that are names for the most part, else the one that is most: the rest is said beside them.

    "我刚看到你们的通报" has a word of some name, too; and what had to be put right names nothing for sure.
    """
    chatter = {at for piece in pieces if piece.kinds <= _CHATTER for at in range(piece.start, piece.end)}
    known: set[int] = set()
    for at, (one, two) in enumerate(pairwise((*found, ""))):
        if one < "\u3400" and one in lexicon.named:
            known.add(at)
        elif (
            one + two in lexicon.named
            and not {at, at + 1} & mended
            and clauses[at : at + 1] == clauses[at + 1 : at + 2]
        ):
            known |= {at, at + 1}
    said = Counter(clause for at, clause in enumerate(clauses) if at not in chatter)
    named = Counter(clauses[at] for at in known - chatter)
    share = {clause: count / said[clause] for clause, count in named.items()}
    return frozenset(clause for clause, part in share.items() if 2 * part > 1 or part == max(share.values()))


def _clauses_with(pieces: Sequence[Piece], clauses: list[int], kinds: tuple[str, ...]) -> frozenset[int]:
    return frozenset(
        clauses[piece.start] for piece in pieces if any(map(piece.has, kinds)) and not piece.tags <= _JOINING
    )


def _with_subject(
    asking: frozenset[int],
    named: frozenset[int],
    pieces: Sequence[Piece],
    clauses: list[int],
    counted: set[int],
) -> frozenset[int]:
    """The asking clauses, with the one that says what of, where they name nothing: "加梯, 目标多少?".

    It stands before them as a rule: "多少来着, 加梯的目标" is how people talk. A unit that is ``counted`` is
    enough with what stands before it, not with what follows: "多少台, 加梯的目标".
    """
    hollow = {at for piece in pieces if is_hollow(piece) for at in range(piece.start, piece.end)}
    naming = {clause for at, clause in enumerate(clauses) if at not in hollow}
    start = min(asking, default=0)
    after = {clause for clause in named - asking if clause > start}
    if naming & asking or not asking:
        bare = asking.isdisjoint(clause for at, clause in enumerate(clauses) if at not in hollow | counted)
        return asking | {min(after)} if bare and after else asking
    before = {clause for clause in naming if clause < start}
    best = max(before & named, default=min(after, default=max(before, default=start)))
    return asking | {best}


def _behind_colons(asking: frozenset[int], naming: frozenset[int], spelled: str) -> frozenset[int]:
    """The asking clauses with those behind a colon: "What is the hotline: satisfaction rate"."""
    for number, mark in enumerate(CLAUSE.findall(spelled)):
        if mark in ":：" and number in asking and number + 1 in naming:
            asking |= {number + 1}
    return asking


def _hushed(
    pieces: Sequence[Piece], clauses: Sequence[int], asking: frozenset[int], found: Tokens, lexicon: Lexicon
) -> Iterator[Piece]:
    """The pieces, with a single one for each clause that is only talk: 我也说不清.

    That says me, you or somebody, and neither asks nor has a number, or a word that something is called by.
    """
    hollow = {at for piece in pieces if is_hollow(piece) for at in range(piece.start, piece.end)}
    talk = {clauses[piece.start] for piece in pieces if piece.tags >= _PERSON} - asking
    talk -= {clauses[piece.start] for piece in pieces if piece.kinds & _TELLING}
    for at, token in enumerate(found):
        if token[0].isdigit() or (at not in hollow and _calls(found, clauses, at, lexicon)):
            talk.discard(clauses[at])
    for piece in pieces:
        if clauses[piece.start] not in talk:
            yield replace(piece, tags=piece.tags - _PERSON or FILLER) if piece.tags >= _PERSON else piece
    for clause in talk:
        yield Piece(bisect_left(clauses, clause), bisect_right(clauses, clause), FILLER)
