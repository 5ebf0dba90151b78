"""Names typed by the first letters of their syllables, as rxmyl for 热线满意率."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from bot.asking.indexing import Target, names
from bot.asking.question import Question
from bot.language import pinyin
from bot.language.spelling import Lexicon
from bot.language.text import fold, is_hanzi

SHORTEST = 3
"""Letters that are no chance; two stand in very many names."""
_RUN, _WHOLE = 1, 2
"""How well letters fit a name: a run of its characters begins with them, or all of them do."""
_BESIDE = ("filler", "ask", "smalltalk")


def initials(question: Question, lexicon: Lexicon) -> str:
    """The letters a message consists of, polite words and question words left out; empty where it says more.

    What is a word of some language is none of its initials.
    """
    around = {at for p in question.tagged(*_BESIDE) for at in range(p.start, p.end)}
    said = [token for at, token in enumerate(question.tokens) if at not in around]
    if len(said) != 1 or not (said[0].isascii() and said[0].isalpha()) or len(said[0]) < SHORTEST:
        return ""
    return "" if said[0] in lexicon.latin or pinyin.syllables(said[0]) else said[0]


def abbreviated(letters: str, targets: Iterable[Target]) -> list[Target]:
    """The targets with a name that some letters are the initials of; where there is none, of a run in a name.

    Letters that are few name nothing by a run that one target alone has: that is chance.
    """
    found = [(target, max(_fit(letters, name) for name in names(target))) for target in targets]
    best = max((fit for _, fit in found), default=0)
    fitting = [target for target, fit in found if fit == best and fit]
    by_chance = best == _RUN and len(fitting) == 1 and len(letters) == SHORTEST
    return [] if by_chance else fitting


def _fit(letters: str, name: str) -> int:
    sounds, size = _sounds(name), len(letters)
    if not any(
        all(map(str.__contains__, sounds[at : at + size], letters)) for at in range(len(sounds) - size + 1)
    ):
        return 0
    return _WHOLE if len(sounds) == size else _RUN


@lru_cache(maxsize=65536)
def _sounds(name: str) -> tuple[str, ...]:
    """The first letters of the readings of each character; none of what is no Chinese character."""
    return tuple(map(_firsts, fold(name)))


@lru_cache(maxsize=8192)
def _firsts(char: str) -> str:
    return "".join({reading[0] for reading in pinyin.readings(char)}) if is_hanzi(char) else ""
