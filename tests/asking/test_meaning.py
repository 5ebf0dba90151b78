"""The second opinion: how like a question the name and the clause of a figure are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from bot.asking.contexts import build
from bot.asking.meaning import Meaning
from bot.language import cache, embeddings
from tests import ten_rows


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The texts that were encoded; two are the more alike the more characters they share."""
    texts: list[str] = []

    def encode(said: Sequence[str]) -> embeddings.Vectors:
        texts.extend(said)
        vectors = np.zeros((len(said), 4096))
        for row, text in zip(vectors, said, strict=True):
            for char in text:
                row[ord(char) % 4096] = 1
            row[:] = row / (np.linalg.norm(row) or 1)
        return vectors

    monkeypatch.setattr(embeddings, "encode", encode)
    monkeypatch.setattr(cache, "folder", lambda _name: None)
    embeddings._vector.cache_clear()
    yield texts
    embeddings._vector.cache_clear()


def _meaning() -> Meaning:
    known = ten_rows.knowledge()
    return Meaning(known, build(known))


def _like(question: str, *facts: str) -> dict[str, dict[str, float]]:
    known = ten_rows.knowledge().facts
    return dict(zip(facts, _meaning().like(question, [known[name] for name in facts]), strict=True))


def test_what_is_named_so_is_most_like(encoded: list[str]) -> None:
    found = _like("热线群众满意率", "满意率", "办结率", "轮椅.完成")
    assert found["满意率"]["like_name"] > found["办结率"]["like_name"] > found["轮椅.完成"]["like_name"]
    assert found["满意率"]["like_name"] == pytest.approx(1, abs=0.1)


def test_a_cell_is_told_by_its_row_and_its_table(encoded: list[str]) -> None:
    _like("轮椅", "轮椅.完成")
    assert "发放助残轮椅 完成" in encoded
    assert f"{ten_rows.TITLES['towns']} 发放助残轮椅 完成" in encoded


def test_which_number_it_is_says_nothing(encoded: list[str]) -> None:
    _like("热线", "满意率")
    assert "2023年群众满意率多少%" in encoded
    assert not any("96.5" in text for text in encoded)


def test_all_figures_are_encoded_once(encoded: list[str]) -> None:
    meaning = _meaning()
    facts = list(ten_rows.knowledge().facts.values())
    meaning.prepare()
    for question in ("热线", "轮椅", "热线"):
        meaning.like(question, facts[:3])
    assert len(encoded) == 2 * len(facts) + 2
    assert meaning.like("热线", []) == []
