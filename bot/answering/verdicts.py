"""What was answered, and what was kept of how it came to that."""

from __future__ import annotations

from dataclasses import dataclass

from bot.asking.interpretations import Chosen, Composed, Named, Reading
from bot.asking.likelihood import Ranking
from bot.asking.tagging import Question
from bot.knowledge.model import Answer, Fact
from bot.knowledge.query import Query


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its score (0 to 1), the facts it speaks of, and the query it carries out."""

    answer: Answer
    score: float
    facts: tuple[Fact, ...] = ()
    query: Query | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was kept of how a question was read, for whoever asks why.

    ``credits`` are for each token how well it is accounted for; ``obstacles`` are what kept
    the figure that fits best from being given; ``parts`` are those of what is made of parts; ``ranking`` is what it
    probably means, where no reading was given.
    """

    question: Question
    credits: tuple[float, ...]
    coverage: float
    reading: Reading | None = None
    chosen: Named | Chosen | Composed | None = None
    obstacles: tuple[str, ...] = ()
    parts: tuple[Verdict, ...] = ()
    ranking: Ranking | None = None
