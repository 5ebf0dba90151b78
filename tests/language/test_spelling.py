"""Slips of the hand: put right towards known words, and only where the typed ones are not known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asking.index import Index
from bot.knowledge.model import Knowledge
from bot.language.spelling import Lexicon, mend, spell_out
from bot.language.vocabulary import tokens

WORDS = (
    "受理群众来电诉求",
    "综合办结率",
    "群众满意率",
    "新增话务员",
    "疑难工单",
    "加装电梯",
    "保障性租赁住房",
    "诫勉谈话",
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    known = Lexicon()
    for word in WORDS:
        known.add(tokens(word))
    return known


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("手理群众来电", "受理群众来电"),
        ("满意律", "满意率"),
        ("新增话物员", "新增话务员"),
        ("租凭住房", "租赁住房"),
        ("加装电剃", "加装电梯"),
        ("戒勉谈话", "诫勉谈话"),
        ("疑难公单", "疑难工单"),
        ("综和办结率", "综合办结率"),
    ],
)
def test_a_character_that_sounds_or_looks_alike_is_put_right(
    typed: str, meant: str, lexicon: Lexicon
) -> None:
    mended, places = mend(tokens(typed), (), lexicon)
    assert "".join(mended) == meant
    assert [at for at in range(len(typed)) if typed[at] != meant[at]] == sorted(places)


@pytest.mark.parametrize(
    "typed", ["满意率", "平均时长", "财政收入", "长沙", "率", "12345", "", "办结率和满意率"]
)
def test_what_is_known_or_wholly_unknown_is_left_alone(typed: str, lexicon: Lexicon) -> None:
    assert mend(tokens(typed), (), lexicon) == (tokens(typed), frozenset())


def test_what_belongs_to_a_known_phrase_is_left_alone(lexicon: Lexicon) -> None:
    typed = tokens("满意律")
    assert mend(typed, range(3), lexicon) == (typed, frozenset())


def test_nothing_of_the_documents_is_ever_mended(knowledge: Knowledge, index: Index) -> None:
    facts = knowledge.facts.values()
    for name in {name for fact in facts for name in (fact.subject, fact.measure)}:
        known = index.vocabulary.canonical(name)
        assert mend(known, (), index.lexicon) == (known, frozenset())


@settings(max_examples=300)
@given(
    st.text(st.sampled_from(sorted({char for word in WORDS for char in word})) | st.characters(), max_size=12)
)
def test_any_text_keeps_its_length_and_is_mended_once(text: str) -> None:
    known = Lexicon()
    for word in WORDS:
        known.add(tokens(word))
    once, places = mend(tokens(text), (), known)
    assert len(once) == len(tokens(text))
    assert all(0 <= at < len(once) for at in places)


@pytest.mark.parametrize(
    ("syllables", "characters"),
    [
        (("man", "yi", "lv"), "满意率"),
        (("dian", "ti"), "电梯"),
        (("qun", "zhong", "man", "yi", "lv"), "群众满意率"),
        (("zu", "lin", "zhu", "fang"), "租赁住房"),
    ],
)
def test_pinyin_is_written_in_the_words_there_are(
    syllables: tuple[str, ...], characters: str, lexicon: Lexicon
) -> None:
    assert spell_out((syllables,), lexicon) == characters
    assert spell_out(tuple((one,) for one in syllables), lexicon) == characters


def test_words_that_are_typed_as_words_are_kept_together() -> None:
    lexicon = Lexicon()
    for word in ("满意", "异地", "的"):
        lexicon.add(tokens(word))
    assert spell_out((("man", "yi"), ("de",)), lexicon) == "满意的"
    assert spell_out((("yi", "di"), ("man", "yi")), lexicon) == "异地满意"


def test_syllables_of_no_known_word_stay_latin(lexicon: Lexicon) -> None:
    assert spell_out((("bei", "jing"), ("man", "yi", "lv")), lexicon).split() == ["bei", "jing", "满意率"]
