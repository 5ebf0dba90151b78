"""What must not matter to an answer does not, and what must matter does, whatever is asked for."""

from __future__ import annotations

from itertools import combinations

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Postfix, Prefix

from bot.assistant import Assistant
from bot.knowledge.model import Found, Unknown
from tests.conversation import KNOWLEDGE
from tests.generated import Asked, questions

pytestmark = pytest.mark.slow

_ASSISTANT = Assistant(KNOWLEDGE)
_DOCUMENTS = _ASSISTANT.knowledge.documents
# The year a document is about, and the one it was published in.
_YEARS = {year for document in _DOCUMENTS for year in (document.period, f"{document.date[:4]}年")}
_TAIWAN = opencc.OpenCC("s2tw")

plain = st.sampled_from([asked for asked in questions(_ASSISTANT.knowledge) if asked.noise == "none"])
marks = st.text("，。！？!?…、 \u3000\n~", max_size=4)
greetings = st.sampled_from(["", "你好，", "您好！", "请问一下，", "麻烦问一下：", "早上好，打扰了，"])
thanks = st.sampled_from(["", "，谢谢", "，谢谢您！", "，麻烦了", "，辛苦了。", " 谢谢啦"])
years = st.integers(1995, 2035).map("{}年".format).filter(lambda year: year not in _YEARS)
places = st.sampled_from(
    ["长沙市", "长沙", "上海", "北京市", "广东省", "常德", "株洲市", "武汉", "平江县", "临湘市"]
)


def _said(text: str) -> object:
    """What was answered, apart from the words it was said in."""
    answer = _ASSISTANT.ask(text).answer
    return [(e.value, e.unit, e.fact) for e in answer.entries] if isinstance(answer, Found) else type(answer)


def _bare(asked: Asked) -> str:
    return asked.text.rstrip("？")


@given(plain, greetings, thanks)
def test_politeness_does_not_matter(asked: Asked, before: str, after: str) -> None:
    assert _said(before + _bare(asked) + after) == _said(asked.text)


@given(plain, marks, marks)
def test_marks_and_spaces_around_do_not_matter(asked: Asked, before: str, after: str) -> None:
    assert _said(before + _bare(asked) + after) == _said(asked.text)


@given(plain)
def test_width_does_not_matter(asked: Asked) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in asked.text)
    assert _said(wide) == _said(asked.text)


@given(plain)
def test_script_and_case_do_not_matter(asked: Asked) -> None:
    assert _said(_TAIWAN.convert(asked.text)) == _said(asked.text)
    assert _said(asked.text.upper()) == _said(asked.text)


@given(plain)
def test_asking_twice_gives_the_same(asked: Asked) -> None:
    assert _said(asked.text) == _said(asked.text)


@given(plain, years, st.sampled_from(["{year}{question}", "{year}的{question}", "{question}，{year}的"]))
def test_another_year_is_never_answered(asked: Asked, year: str, form: str) -> None:
    turn = _ASSISTANT.ask(form.format(year=year, question=_bare(asked)))
    assert isinstance(turn.answer, Unknown), turn.question


@given(
    plain,
    places,
    st.sampled_from(["{place}{question}", "{place}的{question}", "{question}，我问的是{place}"]),
)
def test_another_place_is_never_answered(asked: Asked, place: str, form: str) -> None:
    turn = _ASSISTANT.ask(form.format(place=place, question=_bare(asked)))
    assert isinstance(turn.answer, Unknown), turn.question


def _things() -> list[tuple[str, str, frozenset[str]]]:
    """What figures are called and asked by, with the ids that may be given."""
    facts = [fact for document in _DOCUMENTS for fact in document.facts if fact.kind == "figure"]
    prose = [(fact.short or fact.label, "{}是多少", frozenset({fact.id})) for fact in facts]
    rows = _ASSISTANT.knowledge.rows.values()
    return prose + [(row.title, "{}的目标是多少", frozenset({row.cells["目标"].id})) for row in rows]


def _twins() -> list[tuple[str, frozenset[str]]]:
    """Questions by what two names share once the word that tells them apart is gone, with both ids."""
    found = []
    for (one, form, ids), (other, other_form, more) in combinations(_things(), 2):
        head = Prefix.similarity(one, other)
        tail = Postfix.similarity(one[head:], other[head:])
        shared = one[:head] + one[len(one) - tail :]
        if form == other_form and len(shared) >= 4 and max(len(one), len(other)) <= len(shared) + 4:
            found.append((form.format(shared), ids | more))
    return found


@pytest.mark.parametrize(("question", "ids"), _twins())
def test_without_the_word_that_tells_two_apart_no_third_is_given(question: str, ids: frozenset[str]) -> None:
    """A count of both, worked out and shown with its working, is none."""
    answer = _ASSISTANT.ask(question).answer
    entries = answer.entries if isinstance(answer, Found) else ()
    given = {entry.fact for entry in entries if not entry.derived}
    assert given <= ids


def test_there_are_names_that_one_word_tells_apart() -> None:
    assert len(_twins()) > 20
