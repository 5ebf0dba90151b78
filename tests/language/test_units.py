"""Units as they are printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.knowledge.model import Knowledge
from bot.language.units import NONE, PERCENT, POINTS, Unit
from bot.language.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def words(knowledge: Knowledge) -> Vocabulary:
    return knowledge.vocabulary


@pytest.mark.parametrize(
    ("printed", "kind", "scale", "counted"),
    [
        ("元", "money", "1", ("元", "")),
        ("亿元", "money", "1E+8", ("元", "")),
        ("万亿元", "money", "1E+12", ("元", "")),
        ("个亿", "money", "1E+8", ("元", "")),
        ("元/月", "money", "1", ("元", "月")),
        ("元/人/月", "money", "1", ("元", "人/月")),
        ("元/每人", "money", "1", ("元", "人")),
        ("百万美元", "money", "1E+6", ("美元", "")),
        ("100 million yuan", "money", "1E+8", ("元", "")),
        ("万人次", "person", "1E+4", ("人次", "")),
        ("名", "person", "1", ("人", "")),
        ("百万人", "person", "1E+6", ("人", "")),
        ("件", "thing", "1", ("件", "")),
        ("个人", "person", "1", ("人", "")),
        ("个方面", "thing", "1", ("方面", "")),
        ("个工作日", "duration", "1", ("工作日", "")),
        ("千米", "length", "1E+3", ("米", "")),
        ("公里", "length", "1E+3", ("米", "")),
        ("万千瓦", "power", "1E+7", ("瓦", "")),
        ("㎡", "", "1", ("平方米", "")),
        ("公顷", "area", "1E+4", ("平方米", "")),
        ("亩", "area", "1", ("亩", "")),
        ("亿吨", "mass", "1E+14", ("克", "")),
        ("吨标准煤", "mass", "1", ("吨标准煤", "")),
        ("光年", "", "1", ("光年", "")),
    ],
)
def test_a_printed_unit_is_read(
    printed: str, kind: str, scale: str, counted: tuple[str, str], words: Vocabulary
) -> None:
    read = words.unit(printed)
    assert (read.symbol, read.kind, read.scale) == (printed, kind, Decimal(scale))
    assert (read.base, read.per) == counted


@pytest.mark.parametrize("printed", ["个百分点", "百分点", "percentage points"])
def test_points_are_told_from_percent(printed: str, words: Vocabulary) -> None:
    read = words.unit(printed)
    assert read.converts(POINTS)
    assert read.is_rate
    assert not read.is_percent
    assert not read.answers(PERCENT)


@pytest.mark.parametrize(
    ("printed", "scale"), [("%", "1"), ("％", "1"), ("‰", "0.1"), ("percent", "1"), ("成", "10")]
)
def test_percent_by_all_its_names(printed: str, scale: str, words: Vocabulary) -> None:
    read = words.unit(printed)
    assert read.is_percent
    assert read.converts(PERCENT)
    assert read.scale == Decimal(scale)


def test_nothing_printed_is_no_unit(words: Vocabulary) -> None:
    assert words.unit("") is NONE
    assert not NONE.is_rate


@pytest.mark.parametrize(
    ("one", "other", "converts", "answers"),
    [
        ("万元", "亿元", True, True),
        ("元", "元/月", False, True),
        ("元/月", "元", False, False),
        ("元/年", "元/月", False, False),
        ("元", "美元", False, False),
        ("件", "条", False, True),
        ("台", "套", False, True),
        ("人", "名", True, True),
        ("人", "人次", False, True),
        ("人", "户", False, False),
        ("亩", "公顷", False, False),
        ("平方公里", "公顷", True, True),
        ("%", "个百分点", False, False),
        ("‰", "%", True, True),
    ],
)
def test_what_is_held_against_what(
    one: str, other: str, converts: bool, answers: bool, words: Vocabulary
) -> None:
    first, second = words.unit(one), words.unit(other)
    assert first.converts(second) is second.converts(first) is converts
    assert first.answers(second) is answers


def test_every_unit_of_the_vocabulary_has_its_kind(words: Vocabulary) -> None:
    for printed in words.printed.values():
        read = words.unit(printed)
        assert isinstance(read, Unit)
        assert read.kind == words.units[words.canonical(printed)]
        assert read.base
