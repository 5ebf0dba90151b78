"""Which figures a question may mean: what accounts for each of its words, and how well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.asking.building import build
from bot.asking.index import Index
from bot.asking.linker import Account, Link, Linker, Links, Word
from bot.asking.tagging import tag
from bot.knowledge import store
from bot.knowledge.model import Document, Fact, Knowledge
from tests import ten_rows


def _link(text: str, index: Index | None = None) -> Links:
    index = index or ten_rows.index()
    question = tag(text, index.vocabulary, index.lexicon)
    return index.linker.link(question, index.read(question))


def _word(found: Links, text: str) -> Word:
    return next(word for word in found.words if word.text == text)


def _account(found: Links, text: str, fact: str) -> Account:
    """What accounts for a word around a figure."""
    at = next(at for at, word in enumerate(found.words) if word.text == text)
    return _of(found, fact).accounts[at]


def _of(found: Links, fact: str) -> Link:
    return next(link for link in found.found if link.fact.id == fact)


def _known(*facts: Fact) -> Knowledge:
    """The invented document with these figures only."""
    known = ten_rows.knowledge()
    document: Document = replace(known.documents[0], facts=facts, tables=())
    return store.gather([document], known.vocabulary, (known.thresholds, known.weights, known.likelihood))


def _fact(name: str, measure: str, sentence: str = "", unit: str = "件") -> Fact:
    fact = ten_rows.knowledge().facts["来电"]
    said = sentence or f"{measure}7{unit}"
    source = replace(fact.source, quote=f"{measure}7{unit}", sentence=said, section="")
    return replace(
        fact, id=name, subject="", measure=measure, unit=unit, value="7", printed="", source=source
    )


@pytest.mark.parametrize(
    ("question", "word", "fact", "way"),
    [
        ("贷款金额是多少", "贷款", "贷款金额", "same"),
        ("借款金额是多少", "借款", "贷款金额", "sense"),
        ("信函有多少", "信函", "书记信箱", "part"),
        ("how many wheelchairs", "wheelchair", "轮椅.完成", "same"),
    ],
)
def test_a_word_is_accounted_for_by_the_one_most_like_it(
    question: str, word: str, fact: str, way: str
) -> None:
    account = _account(_link(question), word, fact)
    assert (account.way, account.place) == (way, "name")
    assert account.credit > 0


@pytest.mark.parametrize(
    ("measure", "question", "words"),
    [
        ("商品房销售面积", "一年卖掉多少平米", ["卖掉"]),
        ("失信被执行人", "上了老赖名单的有多少", ["老赖"]),  # one word, of two that are printed
        ("接听来电", "接到电话多少次", ["接到", "电话"]),  # two words together
    ],
)
def test_what_people_say_is_accounted_for_by_what_documents_print(
    measure: str, question: str, words: list[str]
) -> None:
    found = _link(question, build(_known(_fact("一", measure))))
    assert {_account(found, word, "一").way for word in words} == {"sense"}


def test_the_same_word_counts_more_than_one_of_the_same_sense_and_that_more_than_a_part() -> None:
    same, sense, part = (
        _account(_link(question), word, fact).credit
        for question, word, fact in (
            ("贷款金额是多少", "贷款", "贷款金额"),
            ("借款金额是多少", "借款", "贷款金额"),
            ("信函有多少", "信函", "书记信箱"),
        )
    )
    assert same == 1 > sense > part > 0


def test_what_nothing_is_like_is_accounted_for_by_nothing() -> None:
    found = _link("大炮贷款金额")
    assert _word(found, "大炮").like == {}
    assert _account(found, "大炮", "贷款金额").credit == 0
    assert not _word(found, "大炮").known
    assert _word(found, "贷款").known


def test_a_nearer_word_counts_more() -> None:
    facts = (
        _fact("named", "拖船"),
        _fact("in its sentence", "渔船", "拖船不少,其中渔船7件"),
        _fact("beside it", "货船", "货船7件"),
    )
    found = _link("拖船有多少", build(_known(*facts)))
    credits_ = [_account(found, "拖船", fact.id) for fact in facts]
    assert [one.place for one in credits_] == ["name", "sentence", "neighbour"]
    assert [one.credit for one in credits_] == sorted((one.credit for one in credits_), reverse=True)
    assert [link.fact.id for link in found.found] == [fact.id for fact in facts]


def test_a_word_that_the_documents_use_themselves_gets_less_credit_for_others() -> None:
    loan = _fact("loan", "贷款")
    alone = _link("借款有多少", build(_known(loan)))
    beside = _link("借款有多少", build(_known(loan, _fact("own", "借款"))))
    assert 0 < _account(beside, "借款", "loan").credit < _account(alone, "借款", "loan").credit
    assert beside.found[0].fact.id == "own"


def test_two_likenesses_are_not_taken_one_after_the_other() -> None:
    # 借款 is a 贷款, and 贷款 shares a character with 货款: that makes no 借款 of 货款 but by its own character.
    found = _link("借款有多少", build(_known(_fact("loan", "贷款"), _fact("goods", "货款"))))
    assert _account(found, "借款", "loan").way == "sense"
    assert _account(found, "借款", "goods").way == "part"


def test_a_rare_word_tells_more_than_one_that_stands_around_all() -> None:
    ids = [link.fact.id for link in _link("轮椅完成").found]
    assert ids[0] == "轮椅.完成"
    assert ids.index("轮椅.目标") < next(
        (at for at, name in enumerate(ids) if not name.startswith("轮椅")), len(ids)
    )


@pytest.mark.parametrize(
    ("question", "fact", "unsaid"),
    [("热线群众满意率", "满意率", 0.0), ("热线满意率", "满意率", 0.2), ("满意", "满意率", 0.3)],
)
def test_what_a_name_says_and_the_question_does_not_is_noted(question: str, fact: str, unsaid: float) -> None:
    link = _of(_link(question), fact)
    assert link.unsaid >= unsaid
    assert (link.unsaid == 0) == (link.named == 1)


def test_a_name_said_whole_is_named_more_than_a_part_of_it() -> None:
    named = [_of(_link(said), "满意率").named for said in ("热线群众满意率", "热线满意率", "热线")]
    assert named == sorted(named, reverse=True)
    assert len(set(named)) == 3


def test_question_words_matter_nothing_and_lead_nowhere() -> None:
    found = _link("是多少呢")
    assert all(word.moment == 0 and word.like == {} for word in found.words)
    assert found.found == []


def test_what_is_said_beside_the_question_matters_less() -> None:
    asked, beside = _link("轮椅有多少"), _link("我们都用轮椅,车位有多少")
    assert 0 < _word(beside, "轮椅").moment < _word(asked, "轮椅").moment
    assert beside.found[0].fact.row == "车位"


def test_no_word_goes_on_behind_a_comma() -> None:
    for said in ("我们都用轮椅,车位有多少", "轮椅、车位有多少"):
        assert {"轮椅", "车位"} <= {word.text for word in _link(said).words}


@pytest.mark.parametrize("question", ["轮椅", "借款金额", "how many ponds", "量子", "", "车位完成了多少个"])
def test_what_is_found_is_in_bounds_and_the_best_first(question: str) -> None:
    found = _link(question)
    aligned = [link.aligned for link in found.found]
    assert aligned == sorted(aligned, reverse=True)
    assert all(0 < one <= 1 for one in aligned)
    for link in found.found:
        assert 0 <= link.named <= 1
        assert link.unsaid >= 0
        assert len(link.accounts) == len(found.words)
        assert all(0 <= one.credit <= 1 for one in link.accounts)


def test_the_word_that_accounts_for_another_can_be_told() -> None:
    linker: Linker = ten_rows.index().linker
    facts = ten_rows.knowledge().facts
    loan = _word(_link("借款金额是多少"), "借款")
    assert linker.accounting(loan, facts["贷款金额"]) == "贷款"
    assert linker.accounting(loan, facts["满意率"]) == ""


def test_the_texts_are_noted_when_they_are_first_asked_for() -> None:
    linker = Linker(ten_rows.knowledge())
    assert "contexts" not in vars(linker)
    assert linker.contexts is linker.contexts
