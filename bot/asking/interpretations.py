"""How a question can be meant: one figure is named, figures are chosen by conditions, or both are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import overload

from bot.asking.asked import Asked
from bot.asking.question import Question
from bot.knowledge.model import Fact, Row
from bot.knowledge.query import Query


@dataclass(frozen=True, slots=True)
class Match:
    """A target beside a question.

    Attributes:
        target: The fact or row.
        credits: For each token of the question how well the target explains it, 0 to 1.
        coverage: The explained share of the question's weight, 0 to 1.
        recall: The share of the target's best name that the question says, 0 to 1.
        support: How much of what was said beside the question fits, 0 to 1.
        measured: Whether anything of the target's measure is said, or the whole of one of its names.
        score: One figure to rank by: explaining the question comes first, being named wholly second.
    """

    target: Fact | Row
    credits: tuple[float, ...]
    coverage: float
    recall: float
    support: float
    measured: bool
    score: float


@dataclass(frozen=True, slots=True)
class Objection:
    """What speaks against a reading, however well the rest of a question fits it.

    ``kind`` is ``place``, ``period``, ``contrast``, ``name``, ``part``, ``measure``, ``former``, ``unit``,
    ``column``, ``negation`` or ``operation``; ``words`` are those of the question.
    """

    kind: str
    words: str


class Raised(Sequence[Objection]):
    """What speaks against a figure, looked for as far as it is asked for: of most that is whether anything does."""

    def __init__(self, objections: Iterable[Objection]) -> None:
        self._more = iter(objections)
        self._first = tuple(islice(self._more, 1))

    @cached_property
    def _all(self) -> tuple[Objection, ...]:
        return *self._first, *self._more

    def __bool__(self) -> bool:
        """Whether anything speaks against it."""
        return bool(self._first)

    def __len__(self) -> int:
        """How much does."""
        return len(self._all)

    @overload
    def __getitem__(self, place: int) -> Objection: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Objection, ...]: ...
    def __getitem__(self, place: int | slice) -> Objection | tuple[Objection, ...]:
        """One of them, or some."""
        return self._all[place]

    def __eq__(self, other: object) -> bool:
        """Whether the same speaks against another."""
        return isinstance(other, Sequence) and self._all == tuple(other)

    def __hash__(self) -> int:
        """As that of equal ones."""
        return hash(self._all)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that may be meant.

    Attributes:
        match: What it is a fact of, a row or itself, beside the question.
        score: What candidates are ranked by, from 0 to about 1.
        objections: What speaks against it.
        missing: A word of the question that it has nothing of; empty for none.
    """

    fact: Fact
    match: Match
    score: float
    objections: Sequence[Objection]
    missing: str

    @property
    def row(self) -> Row | None:
        """The row the fact is a cell of."""
        return self.match.target if isinstance(self.match.target, Row) else None


@dataclass(frozen=True, slots=True)
class Named:
    """One figure is named; the candidates are ranked, best first."""

    question: Question
    candidates: tuple[Candidate, ...]

    @property
    def best(self) -> float:
        """How much of the question a candidate explains that nothing speaks against."""
        return max((c.match.coverage for c in self.candidates if not c.objections), default=0.0)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Figures are chosen by conditions, and something is made of them.

    Attributes:
        credits: For each token how well it is accounted for, 0 to 1.
        coverage: The share of the question's weight that is accounted for.
        telling: How much of all words it accounts for; more tells two readings of one coverage apart.
        shape: What is made of the figures: list, count, rank, sum, mean, names.
        firm: Whether it rests on conditions that no single figure could be told by.
        told: Whether prose may tell the same: of conditions only bounds are stated.
        everywhere: Whether all that is said must be accounted for, not only the clauses that ask.
        stand: The facts that were looked through, for /why and for what is asked next.
    """

    question: Question
    query: Query
    credits: tuple[float, ...]
    coverage: float
    telling: float
    shape: str
    firm: bool = False
    told: bool = False
    everywhere: bool = False
    stand: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that was told before."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Composed:
    """Something made of parts, each of which is read by itself.

    Attributes:
        parts: The parts, in the order they are said.
        make: Puts the queries of the parts together.
        how: What is made of them, as a name: "difference".
        frame: The positions of the words that say how.
        strict: Whether it is this or nothing: who asks for a difference is not answered with one of the figures.
        loose: Whether parts that name nothing may be left out.
        figures: Whether each part names a figure.
        timed: Whether all parts are one figure at several times.
    """

    question: Question
    parts: tuple[Part | Given, ...]
    make: Callable[[tuple[Query, ...]], Query] = field(compare=False)
    how: str
    frame: frozenset[int]
    strict: bool = True
    loose: bool = False
    figures: bool = False
    timed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question.

    Attributes:
        alone: What it says by itself.
        beside: The same with what the other parts say, for what it leaves out.
        headed: The same behind the first name, and behind what that begins with: 财政预算支出 for 支出 in
            财政预算收入和支出.
        ended: The same before the last word of the last name: 95号汽油 for 95号 in 95号和92号汽油.
        focus: The facts that were just spoken of.
    """

    alone: Question
    beside: Question | None = None
    headed: tuple[Question, ...] = ()
    ended: Question | None = None
    focus: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A question with all the ways it can be meant: one figure named, some chosen, or made of parts.

    Each is worked out when it is first asked for: mostly one of them is the answer.
    """

    question: Question
    asked: Asked
    name: Callable[[], Named] = field(repr=False)
    choose: Callable[[Named], tuple[Chosen, ...]] = field(repr=False)
    compose: Callable[[], tuple[Composed, ...]] = field(repr=False)

    @cached_property
    def named(self) -> Named:
        """The figures that it may name."""
        return self.name()

    @cached_property
    def chosen(self) -> tuple[Chosen, ...]:
        """The figures that it may choose by conditions."""
        return self.choose(self.named)

    @cached_property
    def composed(self) -> tuple[Composed, ...]:
        """What it may be made of."""
        return self.compose()

    def made_of(self, composed: tuple[Composed, ...]) -> Reading:
        """The same where it chooses nothing, and may be made of what is given."""
        return Reading(self.question, self.asked, lambda: self.named, lambda _: (), lambda: composed)
