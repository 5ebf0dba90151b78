"""What of a question can be explained: each of its words, alone and with those beside it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.indexing import GAPPED, PAIR, SINGLE, is_hanzi
from bot.tagging import Question


def question_grams(question: Question) -> Iterator[tuple[tuple[str, float], ...]]:
    """For each token the grams that can explain it, with their worth."""
    tokens = question.tokens
    count = len(tokens)
    # Two characters make a pair only within a clause; a Latin word belongs to no run.
    run = [clause if is_hanzi(token) else -1 for token, clause in zip(tokens, question.clauses, strict=True)]
    for at, token in enumerate(tokens):
        if run[at] < 0:
            yield ((token, PAIR),)
            continue
        found = [(token, SINGLE)]
        if at and run[at - 1] == run[at]:
            found.append((tokens[at - 1] + token, PAIR))
            found.append((f"{tokens[at - 1]}_{token}", GAPPED))
            if at > 1 and run[at - 2] == run[at]:
                found.append((f"{tokens[at - 2]}_{token}", GAPPED))
        if at + 1 < count and run[at + 1] == run[at]:
            found.append((token + tokens[at + 1], PAIR))
            found.append((f"{token}_{tokens[at + 1]}", GAPPED))
            if at + 2 < count and run[at + 2] == run[at]:
                found.append((f"{token}_{tokens[at + 2]}", GAPPED))
        yield tuple(found)
