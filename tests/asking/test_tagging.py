"""Marking a question: what it names, whatever else is said around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.index import Index
from bot.asking.question import Question
from bot.asking.tagging import tag


def _tag(text: str, index: Index) -> Question:
    return tag(text, index.vocabulary, index.lexicon)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2021年的满意率", ("2021年",)),
        ("2021满意率", ("2021年",)),
        ("二〇二一年满意率", ("2021年",)),
        ("二零二三年满意率", ("2023年",)),
        ("21年和22年的满意率", ("2021年", "2022年")),
        ("２０２１年满意率", ("2021年",)),
        ("satisfaction rate in 2021", ("2021年",)),
        ("12345热线", ()),
        ("受理2344件", ()),
        ("3年努力", ()),
    ],
)
def test_years_are_read(text: str, years: tuple[str, ...], index: Index) -> None:
    assert _tag(text, index).years == years


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("11月完成了吗", ("11月",)),
        ("3月份", ("3月份",)),
        ("13月", ()),
        ("每个月", ()),
        ("1到5月", ("1到5月",)),
    ],
)
def test_times_within_a_year_are_read(text: str, times: tuple[str, ...], index: Index) -> None:
    assert tuple(words for _, words in _tag(text, index).times) == times


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("长沙的满意率", ("长沙市",)),
        ("湖南省的满意率", ("湖南省",)),
        ("changsha manyilv", ("长沙市",)),
        ("satisfaction rate in Changsha", ("长沙市",)),
        ("平江县建了多少", ("平江县",)),
        ("满意率", ()),
    ],
)
def test_places_are_read(text: str, places: tuple[str, ...], index: Index) -> None:
    assert _tag(text, index).names("place") == set(places)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("满意率是多少", "zh"),
        ("滿意率是多少", "zh"),
        ("manyilv shi duoshao", "zh"),
        ("what is the satisfaction rate", "en"),
        ("12345热线的satisfaction rate", "zh"),
    ],
)
def test_the_language_of_the_reply_is_that_of_the_question(text: str, language: str, index: Index) -> None:
    assert _tag(text, index).language == language


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("电梯目标是多少", "role", {"target"}),
        ("计划多少", "role", {"target"}),
        ("实际完成多少", "role", {"done"}),
        ("谁牵头", "role", {"lead"}),
        ("哪些超额完成", "op", {"over"}),
        ("加起来多少", "op", {"sum"}),
        ("最高的是哪项", "op", {"max"}),
        ("牵头的几项任务", "op", {"count"}),
        ("两项目标一共多少", "role", {"target"}),
        ("教学点整合计划多少", "role", {"target"}),
    ],
)
def test_columns_and_operations_are_read(text: str, kind: str, names: set[str], index: Index) -> None:
    assert names <= _tag(text, index).names(kind)


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("两项目标一共多少", "row"),  # no 项目 in it
        ("教学点整合计划多少", "op:sum"),  # no 合计
        ("牵头部门是哪个,多谢", "op:compare"),  # no 哪个多
    ],
)
def test_no_phrase_is_read_across_the_end_of_a_word_or_clause(
    text: str, operation: str, index: Index
) -> None:
    assert not _tag(text, index).tagged(operation)


@given(text=st.text(max_size=60))
def test_any_text_can_be_tagged(text: str, index: Index) -> None:
    question = _tag(text, index)
    assert len(question.tokens) == len(question.clauses)
    assert all(0 <= piece.start < piece.end <= len(question.tokens) for piece in question.pieces)
    assert set(question.mended) <= set(range(len(question.tokens)))
    assert question.asking <= set(question.clauses)


def test_only_the_beginning_of_a_very_long_message_is_read(index: Index) -> None:
    assert len(_tag("热线满意率" * 4000, index).tokens) <= 300


@pytest.mark.parametrize("text", ["满意率、办结率、", "、满意率和办结率", "满意率、,办结率"])
def test_a_mark_at_an_end_parts_nothing(text: str, index: Index) -> None:
    question = _tag(text, index)
    assert all(0 < at < len(question.tokens) for at in question.seams)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("来电 in December 2023", "来电2023年12月"),
        ("2023年五月来电多少", "2023年5月来电多少"),
        ("2023七月来电", "2023年7月来电"),
        ("四月份来电", "4月来电"),
    ],
)
def test_a_month_is_read_as_documents_write_it(text: str, said: str, index: Index) -> None:
    assert "".join(_tag(text, index).tokens) == said
