"""The words of the question language: what an editor writes down, and what comes of it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import KnowledgeError
from bot.knowledge import words
from bot.knowledge.model import Knowledge
from bot.language.text import fold
from bot.language.vocabulary import Vocabulary, tokens
from tests.conversation import KNOWLEDGE

SHIPPED = words.load(KNOWLEDGE / "vocabulary.yaml")


def _written(folder: Path, text: str) -> Vocabulary:
    file = folder / "vocabulary.yaml"
    file.write_text(text, encoding="utf-8")
    return words.load(file)


@given(st.text(max_size=60))
def test_any_text_has_tokens_and_phrases_in_order(text: str) -> None:
    found = SHIPPED.canonical(text)
    assert all(found)
    spans = list(SHIPPED.spans(found))
    assert all(0 <= start < end <= len(found) for start, end, _ in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(st.text(max_size=60))
def test_tokens_keep_every_number_and_character(text: str) -> None:
    folded = fold(text)
    kept = "".join(tokens(folded))
    assert [char for char in folded if "\u4e00" <= char <= "\u9fff"] == [c for c in kept if c >= "\u4e00"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("满意度", "满意率"),
        ("公里", "千米"),
        ("km", "千米"),
        ("满意程度", "满意率"),
        ("lifts", "elevators"),
        ("GDP", "地区生产总值"),
        ("地区生产总值(GDP)", "gross regional product"),
        ("per capita GDP", "人均生产总值"),
        ("value added in primary industry", "增加值 in 第一产业"),
        ("社零增速", "社会消费品零售总额增长率"),
        ("total retail sales of consumer goods", "社会消费品零售总额"),
        ("规上工业", "规模以上工业"),
        ("year-on-year growth", "同比增幅"),
        ("month-on-month", "比上个月"),
        ("registered unemployment rate in urban areas", "登记失业率 in urban areas"),
        ("general public budget revenue", "一般公共预算收入"),
        ("live hogs", "生猪"),
        ("normative documents", "规范性文件"),
    ],
)
def test_synonyms_read_alike(one: str, other: str) -> None:
    assert SHIPPED.canonical(one) == SHIPPED.canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("地区生产总值", "增加值"),
        ("常住人口", "户籍人口"),
        ("同比增长", "环比增长"),
        ("出口总额", "进出口总额"),
        ("登记失业率", "调查失业率"),
        ("统一产业目录", "统第一产业目录"),
        ("最高中标价", "最普通高中标价"),
    ],
)
def test_what_only_sounds_alike_stays_apart(one: str, other: str) -> None:
    assert SHIPPED.canonical(one) != SHIPPED.canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("同比", "环比"), ("存栏", "出栏"), ("出口额", "进口额"), ("招生数", "毕业生数"), ("urban", "农村")],
)
def test_what_excludes_another_stands_on_another_side(one: str, other: str) -> None:
    (first,), (second,) = (set(SHIPPED.sides(SHIPPED.canonical(text))) for text in (one, other))
    assert first[0] == second[0]
    assert first[1] != second[1]


def test_a_longer_word_takes_its_own_side() -> None:
    sides = [set(SHIPPED.sides(SHIPPED.canonical(text))) for text in ("进出口总额", "出口总额")]
    assert sides[0].isdisjoint(sides[1])


def test_lists_of_statistics_are_read_with_the_others(tmp_path: Path) -> None:
    (tmp_path / "statistics.yaml").write_text(
        "synonyms:\n  - [在校生, pupils]\nexplains: {在校生: [学生]}\nunits: {thing: [万册]}\n",
        encoding="utf-8",
    )
    words = _written(tmp_path, "synonyms:\n  - [千米, 公里]\nunits: {thing: [册]}\n")
    assert words.canonical("公里 of the pupils") == (*"千米", "of", "the", *"在校生")
    assert (words.unit_class("万册"), words.unit_class("册")) == ("thing", "thing")
    assert list(words.besides(tuple("普通小学在校生"))) == [("学", "生")]


def test_a_fault_of_the_statistics_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "statistics.yaml").write_text("synonyms:\n  - 公里\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        _written(tmp_path, "fillers: [请问]\n")
    assert [problem.file.name for problem in caught.value.problems] == ["statistics.yaml"]


def test_what_stands_for_a_line_is_not_exchanged_again() -> None:
    twice = {other: first for other, first in SHIPPED.swaps.items() if SHIPPED.exchange(first) != first}
    assert twice == {}


def test_columns_have_roles_and_units_have_classes() -> None:
    assert [SHIPPED.role_of(column) for column in ("目标", "完成", "进度", "形象进度", "牵头部门")] == [
        "target",
        "done",
        "progress",
        "progress",
        "lead",
    ]
    assert SHIPPED.role_of("备注") == ""
    classes = [
        SHIPPED.unit_class(unit) for unit in ("人次", "万户", "亿元", "千米", "个工作日", "%", "", "光年")
    ]
    assert classes == ["person", "household", "money", "length", "duration", "percent", "", ""]


def test_every_unit_and_column_of_the_documents_is_known(knowledge: Knowledge) -> None:
    units = {fact.unit for fact in knowledge.facts.values() if fact.unit} - {"年", "月", "日"}
    assert {unit for unit in units if not SHIPPED.unit_class(unit)} == set()
    columns = {column for table in knowledge.tables.values() for column in table.columns}
    assert {column for column in columns if not SHIPPED.role_of(column)} == set()


def test_a_place_knows_what_it_lies_in() -> None:
    assert SHIPPED.places["长沙市"].within == ("湖南省",)
    assert SHIPPED.places["华容县"].within == ("岳阳市", "湖南省")
    assert SHIPPED.places["湖南省"].within == ()
    for name in ("长沙", "changsha", "长沙市"):
        assert "place:长沙市" in SHIPPED.phrases[tokens(name)]


def test_the_longest_phrase_is_read(tmp_path: Path) -> None:
    words = _written(tmp_path, "fillers: [请, 请问]\nsynonyms:\n- [满意率, 满意, 满意度]\n")
    found = words.canonical("请问满意度")
    assert found == tuple("请问满意率")
    assert [(start, end) for start, end, _ in words.spans(found)] == [(0, 2)]


def test_an_empty_file_is_no_fault(tmp_path: Path) -> None:
    assert _written(tmp_path, "").phrases == {}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("fillers: [请]\nfilers: [请问]\n", 2, "fillers"),
        ("fillers: 请\n", 1, "list"),
        ("fillers: [请]\nsynonyms: [满意率]\n", 2, "list"),
        ("roles:\n  target: {columns: [目标]}\n", 2, "words"),
        ("fillers: [请\n", 2, ""),
        ("units: {percent: ['%']}\nunits: {}\n", 2, "units"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(KnowledgeError) as raised:
        _written(tmp_path, text)
    problem = raised.value.problems[0]
    assert (problem.file.name, problem.line) == ("vocabulary.yaml", line)
    assert said in problem.message


def test_faults_of_the_places_are_told_as_well(tmp_path: Path) -> None:
    (tmp_path / "places.yaml").write_text("湖南省:\n  长沙市: 岳麓区\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"places\.yaml:2"):
        _written(tmp_path, "fillers: [请]\n")
