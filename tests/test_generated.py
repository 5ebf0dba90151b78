"""Questions made from the knowledge: nearly all are answered rightly, and hardly any wrongly.

This asks a sample; ``make bench`` asks them all.
"""

from __future__ import annotations

from collections import Counter

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Knowledge
from tests import generated
from tests.conversation import converse
from tests.generated import NOISES, Asked, sample, worth

pytestmark = pytest.mark.slow

SAMPLE = 400


@pytest.fixture(scope="module")
def asked(knowledge: Knowledge) -> list[Asked]:
    return list(generated.questions(knowledge))


def test_a_sample_is_answered_rightly_and_next_to_nothing_wrongly(
    asked: list[Asked], shipped: Assistant
) -> None:
    verdicts = [(q, worth(q, converse(shipped, q.text))) for q in sample(asked, SAMPLE)]
    counted = Counter(verdict for _, verdict in verdicts)
    assert counted["right"] >= 0.92 * SAMPLE, [q.text for q, verdict in verdicts if verdict != "right"]
    assert counted["wrong"] <= 0.0025 * SAMPLE, [q.text for q, verdict in verdicts if verdict == "wrong"]


@pytest.mark.parametrize("noise", ["none", "reordered", "Taiwan", "full width", "English"])
def test_what_is_written_without_mistakes_is_understood(
    noise: str, asked: list[Asked], shipped: Assistant
) -> None:
    some = sample([question for question in asked if question.noise == noise], 60)
    missed = [
        question.text for question in some if worth(question, converse(shipped, question.text)) != "right"
    ]
    assert len(missed) <= 0.1 * len(some), missed


def test_every_fact_and_cell_is_asked_with_every_kind_of_noise(
    asked: list[Asked], knowledge: Knowledge
) -> None:
    assert {question.fact for question in asked} == set(knowledge.facts)
    assert {question.noise for question in asked} == NOISES
    assert len(asked) > 10_000


def test_the_questions_are_the_same_every_time(asked: list[Asked], knowledge: Knowledge) -> None:
    assert list(generated.questions(knowledge)) == asked
    assert list(generated.questions(knowledge, seed=1)) != asked


def test_a_name_is_changed_by_noise_and_kept_without(asked: list[Asked]) -> None:
    for question in asked:
        if question.noise == "none":
            assert question.name in question.text
        elif question.noise in ("sound", "near sound", "shape", "missing", "swapped"):
            assert question.name not in question.text, question
