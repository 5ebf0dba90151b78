"""Quantities as people say them, and what may be worked out of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.model import Knowledge
from bot.language.amounts import Quantity, Reason, Refusal
from bot.language.quantities import read
from bot.language.text import fold
from bot.language.units import NONE, PERCENT, POINTS, Unit
from bot.language.vocabulary import Vocabulary, tokens

YUAN = Unit("元", "money", base="元")
HUNDRED_MILLIONS = Unit("亿元", "money", Decimal(10**8), "元")
TEN_THOUSANDS = Unit("万元", "money", Decimal(10**4), "元")
MONEY = [YUAN, TEN_THOUSANDS, HUNDRED_MILLIONS]
PERSONS, ANYTHING = Unit("名", "person", base="名"), Unit("个", "thing", base="个")
PIECES, ITEMS = Unit("件", "thing", base="件"), Unit("条", "thing", base="条")
UNITS = [*MONEY, PIECES, ITEMS, PERCENT, POINTS, NONE, Unit("元/月", "money", base="元", per="月")]

numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=4)
quantities = st.builds(Quantity, numbers, st.sampled_from(UNITS))
amounts = st.builds(Quantity, numbers, st.sampled_from(MONEY))


@pytest.fixture(scope="module")
def words(knowledge: Knowledge) -> Vocabulary:
    return knowledge.vocabulary


SAID = [
    ("9", "9", "", False),
    ("3.5%", "3.5", "%", False),
    ("五十亿元", "5000000000", "元", False),
    ("8万户", "80000", "户", False),
    ("80万件", "800000", "件", False),
    ("30个人", "30", "个人", False),
    ("百分之六十五", "65", "%", False),
    ("百分之八十六点零八", "86.08", "%", False),
    ("千分之五", "5", "‰", False),
    ("万分之三", "0.03", "%", False),
    ("八成", "80", "%", False),
    ("三成五", "35", "%", False),
    ("三成以上", "30", "%", False),
    ("八万", "80000", "", False),
    ("1万4千", "14000", "", False),
    ("1万4千人", "14000", "人", False),
    ("3千5百万", "35000000", "", False),
    ("一点五亿元", "150000000", "元", False),
    ("一千二百多", "1200", "", True),
    ("300多万元", "3000000", "元", True),
    ("3.5万余", "35000", "", True),
    ("十几个", "10", "个", True),
    ("2020多多少", "2020", "", False),
    ("10多出2", "10", "", False),
    ("负三", "-3", "", False),
    ("三百分钟", "300", "分钟", False),
    ("3个百分点", "3", "个百分点", False),
    ("5百分点", "5", "百分点", False),
    ("2个亿", "2", "个亿", False),
    ("600元/月", "600", "元/月", False),
    ("86 percent", "86", "%", False),
    ("1 billion", "1000000000", "", False),
    ("3 hundred million", "300000000", "", False),
    ("two million people", "2000000", "people", False),
    ("20 working days", "20", "working days", False),
]


@pytest.mark.parametrize(("text", "number", "symbol", "about"), SAID)
def test_a_quantity_is_read_from_a_text(
    text: str, number: str, symbol: str, about: bool, words: Vocabulary
) -> None:
    said = read(text, 0, words)
    assert said is not None
    one = said.quantity
    assert (one.number, one.unit.symbol, one.about) == (Decimal(number), symbol, about)
    assert one.printed == text[: said.end]


@pytest.mark.parametrize(("text", "number", "symbol", "about"), SAID)
def test_tokens_say_the_same(text: str, number: str, symbol: str, about: bool, words: Vocabulary) -> None:
    found = ("超", "过", *words.canonical(text))
    said = read(found, 2, words)
    assert said is not None
    one = said.quantity
    assert (one.number, one.about) == (Decimal(number), about)
    assert one.unit.converts(words.unit(symbol))
    assert 2 < said.counted <= said.end <= len(found)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1，234", "1234"), ("1 234件", "1234"), ("12,345.5", "12345.5"), ("1 234 567", "1234567")],
)
def test_thousands_are_parted_by_commas_and_spaces(text: str, number: str) -> None:
    said = read(text)
    assert said is not None
    assert said.quantity.number == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "任务",
        "",
        "三分之一",
        "which one",
        "one is higher",
        "百分点",
        "百分之几",
        "点五",
        "三成五项",
        "万",
    ],
)
def test_what_is_no_number_is_none(text: str, words: Vocabulary) -> None:
    assert read(text, 0, words) is None
    assert read(tokens(fold(text)), 0, words) is None


@pytest.mark.parametrize(("asked", "number"), [("three tasks", 3), ("twelve", 12), ("two highest", 2)])
def test_a_number_written_out_counts_in_a_question_and_not_in_prose(asked: str, number: int) -> None:
    said = read(tokens(fold(asked)), 0)
    assert said is not None
    assert said.quantity.number == number
    assert read(asked) is None


def test_two_numbers_beside_each_other_are_two() -> None:
    said = read(("12", "345"), 0)
    assert said is not None
    assert (said.quantity.number, said.end) == (Decimal(12), 1)


@pytest.mark.parametrize("text", ["2022成都", "3成本", "5成员"])
def test_a_word_behind_a_number_makes_no_tenths(text: str) -> None:
    said = read(text)
    assert said is not None
    assert said.quantity.unit == NONE


@given(st.text(max_size=60), st.integers(min_value=0, max_value=70))
def test_no_text_is_an_error(text: str, at: int) -> None:
    for found in (text, tokens(fold(text))):
        said = read(found, at)
        assert said is None or at < said.counted <= said.end <= len(found)


@pytest.mark.parametrize(
    ("number", "unit", "other", "expected"),
    [
        ("8", HUNDRED_MILLIONS, TEN_THOUSANDS, "80000"),
        ("800000000", YUAN, HUNDRED_MILLIONS, "8"),
        ("90", NONE, PERCENT, "90"),
        ("90", PERCENT, NONE, None),
        ("90", PERCENT, PIECES, None),
        ("90", PIECES, PERCENT, None),
        ("90", PERCENT, POINTS, None),
        ("80", PIECES, ITEMS, "80"),
        ("80", PIECES, YUAN, None),
        ("600", YUAN, UNITS[-1], "600"),
        ("600", UNITS[-1], YUAN, None),
        ("600", YUAN, NONE, None),
    ],
)
def test_a_number_in_the_unit_of_another(number: str, unit: Unit, other: Unit, expected: str | None) -> None:
    value = Quantity(Decimal(number), unit).in_unit(other)
    assert value == (None if expected is None else Decimal(expected))


def _of(number: str, unit: Unit = NONE) -> Quantity:
    return Quantity(Decimal(number), unit)


@pytest.mark.parametrize(
    ("made", "number", "symbol"),
    [
        (_of("8", HUNDRED_MILLIONS).difference(_of("5000", TEN_THOUSANDS)), "7.5", "亿元"),
        (_of("8", HUNDRED_MILLIONS).sum([_of("1", YUAN)]), "8.00000001", "亿元"),
        (_of("86.08", PERCENT).difference(_of("80.5", PERCENT)), "5.58", "个百分点"),
        (_of("3", POINTS).difference(_of("1", POINTS)), "2", "个百分点"),
        (_of("1", PIECES).mean([_of("2", PIECES), _of("2", PIECES)]), "1.67", "件"),
        (_of("90", PERCENT).mean([_of("95", PERCENT)]), "92.5", "%"),
        (_of("699", PIECES).ratio(_of("442", PIECES)), "1.58", "倍"),
        (_of("4", PERCENT).ratio(_of("2", PERCENT)), "2", "倍"),
        (_of("1", TEN_THOUSANDS).share(_of("3", TEN_THOUSANDS)), "33.33", "%"),
        (_of("0.5", TEN_THOUSANDS).share(_of("1", HUNDRED_MILLIONS)), "0.01", "%"),
        (_of("7").difference(_of("9")), "-2", ""),
        (_of("30", PERSONS).difference(_of("20", ANYTHING)), "10", "名"),
    ],
)
def test_what_is_worked_out(made: Quantity | Refusal, number: str, symbol: str) -> None:
    assert isinstance(made, Quantity)
    assert (made.number, made.unit.symbol) == (Decimal(number), symbol)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (_of("1", PERCENT).sum([_of("2", PERCENT)]), "rates"),
        (_of("1", POINTS).sum([_of("2", POINTS)]), "rates"),
        (_of("1", PERCENT).share(_of("2", PERCENT)), "rates"),
        (_of("1", PIECES).sum([_of("2", ITEMS)]), "units"),
        (_of("1", PIECES).difference(_of("2", ITEMS)), "units"),
        (_of("1", PERCENT).difference(_of("2", POINTS)), "units"),
        (_of("1", PIECES).difference(_of("2", YUAN)), "kinds"),
        (_of("1", PIECES).compare(_of("2", PERCENT)), "kinds"),
        (_of("1", PIECES).difference(_of("2")), "kinds"),
        (_of("30", PERSONS).sum([_of("20", ANYTHING)]), "kinds"),
        (_of("30", PERSONS).difference(_of("20", PIECES)), "kinds"),
        (_of("1", PIECES).ratio(_of("0", PIECES)), "zero"),
        (_of("0", PIECES).share(_of("0", PIECES)), "zero"),
        (_of("3", PIECES).share(_of("2", PIECES)), "part"),
        (_of("-3", PIECES).share(_of("2", PIECES)), "part"),
    ],
)
def test_what_is_refused(made: Quantity | Refusal | int, reason: Reason) -> None:
    assert isinstance(made, Refusal)
    assert made.reason == reason


def test_what_is_worked_out_of_something_rough_is_rough() -> None:
    rough = Quantity(Decimal(1200), PIECES, "一千二百多件", about=True)
    made = rough.sum([_of("1", PIECES)])
    assert isinstance(made, Quantity)
    assert made.about
    assert made.text == "1201件"
    assert rough.text == "一千二百多件"


@given(quantities, quantities)
def test_whatever_is_asked_is_made_or_refused(one: Quantity, other: Quantity) -> None:
    for made in (
        one.difference(other),
        one.sum([other]),
        one.mean([other]),
        one.ratio(other),
        one.share(other),
    ):
        assert isinstance(made, Quantity | Refusal)
    assert one.compare(other) in (-1, 0, 1) or isinstance(one.compare(other), Refusal)


@given(amounts, amounts)
def test_differences_undo_sums(one: Quantity, other: Quantity) -> None:
    added = one.sum([other])
    assert isinstance(added, Quantity)
    back = added.difference(other)
    assert isinstance(back, Quantity)
    assert (back.number, back.unit) == (one.number, one.unit)


@given(amounts, st.sampled_from(MONEY))
def test_there_and_back_is_exact(one: Quantity, unit: Unit) -> None:
    there = one.in_unit(unit)
    assert there is not None
    assert Quantity(there, unit).in_unit(one.unit) == one.number


@given(quantities, quantities)
def test_comparing_is_turned_round_by_turning_round(one: Quantity, other: Quantity) -> None:
    if NONE in (one.unit, other.unit) or one.unit.per != other.unit.per:
        return
    made, turned = one.compare(other), other.compare(one)
    if isinstance(made, Refusal):
        assert isinstance(turned, Refusal)
    else:
        assert not isinstance(turned, Refusal)
        assert made == -turned


@given(numbers)
def test_what_is_printed_is_read_back(number: Decimal) -> None:
    said = read(f"{number:f}")
    assert said is not None
    assert said.quantity.number == number
