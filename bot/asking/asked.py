"""What a question asks for, read once for all that it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.language.vocabulary import Tokens


@dataclass(frozen=True, slots=True)
class Scope:
    """Positions that are turned round, and those of the words that say so.

    ``whole`` where all that is named within is left out (除了…); else only the first thing named behind is.
    """

    inside: frozenset[int]
    said: frozenset[int]
    whole: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for, read once for all candidates.

    Attributes:
        weights: For each token how much it matters that something explains it.
        roles: The columns it names, each with the positions of its words.
        moving: Where it asks how a thing changed (``change``), whichever way it went (``moved``), or what share it
            is (``portion``).
        unit: The class of the unit it counts in ("person"), and the positions of the unit and of words that
            imply it.
        unit_words: The unit itself, where it is said.
        counted: Where the word stands for what is counted in that unit: 房子 in 多少套房子.
        sides: The sides it takes of words that exclude each other, each with the word.
        sided: Where the words of each side stand.
        kinds: The tags of its words and their kinds ("increment", "op:over", "op").
        content: Whether its asking clauses name a thing, beyond question words and columns.
        turned: The stretches that it turns round: 不是…, 除了….
        unmarked: Where the characters of its asking clauses stand that are nothing but names, if anything.
    """

    weights: tuple[float, ...]
    roles: Mapping[str, tuple[int, ...]]
    moving: Mapping[str, tuple[int, ...]]
    unit: str
    unit_places: tuple[int, ...]
    unit_words: Tokens
    sides: Mapping[tuple[int, int], str]
    sided: Mapping[tuple[int, int], tuple[int, ...]]
    kinds: frozenset[str]
    content: bool
    turned: tuple[Scope, ...] = ()
    counted: range = range(0)
    unmarked: tuple[int, ...] = ()
