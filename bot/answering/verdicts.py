"""What was answered, and what was kept of how it came to that."""

from __future__ import annotations

from dataclasses import dataclass

from bot.asking.interpretations import Chosen, Composed, Named, Reading
from bot.asking.likelihood import Ranking
from bot.asking.question import Question
from bot.knowledge.model import Answer, Fact
from bot.knowledge.query import Query


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer, and what it rests on.

    Attributes:
        score: How well it fits, from 0 to about 1.
        facts: The facts that it speaks of.
        query: What was carried out; none where nothing was.
        evidence: How the question was read; none where it was not read, as small talk is not.
    """

    answer: Answer
    score: float
    facts: tuple[Fact, ...] = ()
    query: Query | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was kept of how a question was read, for whoever asks why.

    Attributes:
        credits: For each token how well it is accounted for, 0 to 1.
        coverage: The share of the question's weight that is accounted for.
        reading: All the ways it can be meant.
        chosen: The one that was decided for.
        obstacles: What kept the figure that fits best from being given.
        parts: The verdicts on the parts of what is made of parts.
        ranking: What it probably means, where no reading was given.
    """

    question: Question
    credits: tuple[float, ...]
    coverage: float
    reading: Reading | None = None
    chosen: Named | Chosen | Composed | None = None
    obstacles: tuple[str, ...] = ()
    parts: tuple[Verdict, ...] = ()
    ranking: Ranking | None = None
