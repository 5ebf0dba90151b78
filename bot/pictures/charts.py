"""What stands in a picture, before it is drawn: words and numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One figure among others: its name, its amount, how it is told, and whether it is the one asked for."""

    name: str
    value: float
    told: str
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Figures of one kind below each other.

    ``whole`` is where a line stands that is to be reached, ``most`` what a full bar stands for, where that is not
    the highest figure; ``missing`` says what is not drawn of it.
    """

    title: str
    about: str
    source: str
    bars: tuple[Bar, ...]
    missing: str = ""
    whole: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One figure at one time; ``at`` is when, in days, and ``parts`` what it is made of, from below."""

    at: float
    when: str
    value: float
    told: str
    asked: bool = False
    parts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One figure over time: a line, or ``columns`` where each time has an amount of its own (questions a day).

    ``kinds`` are the names of the parts of each column, where they have parts.
    """

    title: str
    about: str
    source: str
    points: tuple[Point, ...]
    columns: bool = False
    kinds: tuple[str, ...] = ()


Chart = Bars | Course
