"""The shape of the files of words: ``vocabulary.yaml``, ``statistics.yaml`` and ``places.yaml``."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _flatten(value: object) -> object:
    """Lists of lists read as one: the editor groups words as they please."""
    if isinstance(value, list) and any(isinstance(part, list) for part in value):
        return [word for part in value for word in (part if isinstance(part, list) else [part])]
    return value


Words = Annotated[tuple[str, ...], BeforeValidator(_flatten)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Role(_File):
    """Columns that mean the same, and the words for them."""

    columns: Words
    words: Words


class StatisticsFile(_File):
    """The names of what is counted; the lists are read together with those of the same name in the other file."""

    synonyms: tuple[tuple[str, ...], ...] = ()
    explains: dict[str, Words] = {}
    terms: Words = ()
    relatives: Words = ()
    soft: Words = ()
    contrasts: tuple[tuple[tuple[str, ...], ...], ...] = ()
    units: dict[str, Words] = {}


class VocabularyFile(StatisticsFile):
    """The words of questions."""

    fillers: Words = ()
    asks: dict[str, Words] = {}
    heads: Words = ()
    any_rate: Words = ()
    movements: Words = ()
    increments: Words = ()
    stocks: Words = ()
    changes: Words = ()
    moves: dict[str, Words] = {}
    bases: Words = ()
    portions: Words = ()
    row_words: Words = ()
    things: Words = ()
    wholes: Words = ()
    middles: Words = ()
    plans: Words = ()
    outermost: Words = ()
    overview: Words = ()
    roles: dict[str, Role] = {}
    operations: dict[str, Words] = {}
    whether: Words = ()
    affirms: dict[bool, Words] = {}
    met: Words = ()
    versus: Words = ()
    both: dict[str, Words] = {}
    claims: dict[str, Words] = {}
    approximations: Words = ()
    corrections: dict[str, Words] = {}
    joints: dict[str, Words] = {}
    negations: dict[str, Words] = {}
    followups: Words = ()
    shifts: dict[str, Words] = {}
    decisive: Words = ()
    formers: Words = ()
    persons: Words = ()
    parts: Words = ()
    deeds: tuple[tuple[str, ...], ...] = ()
    unit_hints: dict[str, Words] = {}
    sizes: dict[str, Words] = {}
    counters: dict[str, Words] = {}
    smalltalk: dict[str, Words] = {}
    reported: Words = ()
    account_year: Words = ()
    since: dict[str, Words] = {}
    other_periods: Words = ()
    years: dict[int, Words] = {}
    nation: Words = ()
    offices: dict[str, Words] = {}
    names: dict[str, Words] = {}


class PlacesFile(BaseModel):
    """``places.yaml``: counties by prefecture by province."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, dict[str, tuple[str, ...]]]
