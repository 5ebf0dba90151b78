"""What is answered in other words than the documents have: given, offered, shown as nearby, or refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering import library
from bot.answering.choosing import MAX_SUGGESTIONS
from bot.answering.likely import NEARBY, offered
from bot.asking.likelihood import Likely, Ranking
from bot.asking.signs import Signed
from bot.assistant import Assistant
from bot.knowledge.model import Choices, Found, Turn, Unknown
from bot.knowledge.signs import Likelihood
from bot.language import embeddings
from bot.replies import plain
from bot.replies.structured import as_json
from tests import ten_rows
from tests.conversation import converse

LIKE = Likelihood(
    {"lead": 20.0, "near_sense": 20.0, "near_same": 10.0, "near_part": 5.0, "none": 12.0}, 0.8, 0.3
)
"""Likenesses alone decide, whatever else speaks for or against a figure."""
ANYTHING = replace(LIKE, worth={"lead": 500.0}, sure=0.0, offer=0.0)
OFFERED = replace(ANYTHING, sure=1.0, worth={"lead": 1.0})
NOTHING = replace(LIKE, worth={"none": 500.0})
NEAR_ONLY = replace(LIKE, sure=1.0, offer=1.0)


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Assistant:
    monkeypatch.setattr(embeddings, "available", lambda: False)
    made = Assistant(tmp_path, library=library.of_all(ten_rows.index()))
    made.use(LIKE)
    return made


def _ask(assistant: Assistant, text: str, limits: Likelihood) -> Turn:
    assistant.use(limits)
    return converse(assistant, text)


def _shown(turn: Turn) -> list[str]:
    """The values that are offered or suggested."""
    data = as_json(turn)
    return [one["value"] for one in (*data["choices"], *data["suggestions"])]


@pytest.mark.parametrize(
    ("question", "value", "said"),
    [
        ("借款金额是多少", "2.4", "理解为: 小微贷款 · 发放小微贷款金额"),
        ("残疾人的坐椅发了多少", "250", "发放助残轮椅 · 完成"),
    ],
)
def test_what_is_surely_meant_is_given_and_it_is_said_how_it_was_taken(
    question: str, value: str, said: str, assistant: Assistant
) -> None:
    turn = _ask(assistant, question, replace(ten_rows.knowledge().likelihood, sure=0.1))
    assert isinstance(turn.answer, Found)
    assert [entry.value for entry in turn.answer.entries] == [value]
    assert said in plain(turn.reply)
    assert turn.reply.quotes, "the sentence it stands in is shown as with any other answer"


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("借款金额是多少", "理解为: 小微贷款 · 发放小微贷款金额(2023年)"),  # a word of the same sense
        ("发放小微贷款金额是多少", "小微贷款 · 发放小微贷款金额(2023年)"),  # its own words
        ("热线群众满意率", "热线 · 群众满意率(2023年)"),
    ],
)
def test_only_what_rests_on_other_words_is_told_with_how_it_was_read(
    question: str, line: str, assistant: Assistant
) -> None:
    assert line in plain(_ask(assistant, question, LIKE).reply).split("\n")


def test_an_english_reply_says_it_in_english(assistant: Assistant) -> None:
    turn = _ask(assistant, "how much money was lent in loans", replace(LIKE, sure=0.05))
    assert isinstance(turn.answer, Found)
    assert "Read as: " in plain(turn.reply)


def test_what_is_answered_by_its_own_words_needs_no_likelihood(assistant: Assistant) -> None:
    turns = [_ask(assistant, "热线群众满意率是多少", limits) for limits in (ANYTHING, NOTHING)]
    assert [as_json(turn)["answers"] for turn in turns] == [as_json(turns[0])["answers"]] * 2


def test_where_one_of_the_first_few_is_meant_they_are_offered_with_their_values(assistant: Assistant) -> None:
    turn = _ask(assistant, "残疾人的坐椅发了多少", OFFERED)
    assert isinstance(turn.answer, Choices)
    assert 2 <= len(turn.reply.choices) <= MAX_SUGGESTIONS
    number = _shown(turn).index("250") + 1
    assert f"{number}. 发放助残轮椅 · 完成: 250辆" in plain(turn.reply)


@pytest.mark.parametrize(
    ("probabilities", "number"),
    [((0.8, 0.001, 0.001), 2), ((0.5, 0.3, 0.1), 3), ((0.5, 0.001, 0.001), 0), ((0.9,), 0)],
)
def test_two_are_offered_at_least(probabilities: tuple[float, ...], number: int) -> None:
    signed = Signed(ten_rows.knowledge().facts["来电"], {}, (), sensed=False)
    ranking = Ranking([Likely(signed, one) for one in probabilities], 0.1, [], {})
    assert len(offered(ranking, Likelihood({}, 1.0, 0.7))) == number


def test_one_that_was_offered_can_be_picked(assistant: Assistant) -> None:
    number = _shown(_ask(assistant, "残疾人的坐椅发了多少", OFFERED)).index("250") + 1
    turn = converse(assistant, "残疾人的坐椅发了多少", str(number))
    assert isinstance(turn.answer, Found)
    assert turn.answer.entries[0].value == "250"


def test_what_is_near_is_shown_with_its_value_and_not_as_the_answer(assistant: Assistant) -> None:
    turn = _ask(assistant, "借款金额是多少", NEAR_ONLY)
    assert isinstance(turn.answer, Unknown)
    _, near, first, *_ = plain(turn.reply).splitlines()
    assert near == "资料里相近的有(不是答案):"
    assert first == "· 小微贷款 · 发放小微贷款金额: 2.4亿元"
    data = as_json(turn)
    assert (data["status"], data["answers"], data["choices"]) == ("unknown", [], [])
    assert data["suggestions"][0] == {"label": "小微贷款 · 发放小微贷款金额", "value": "2.4", "unit": "亿元"}


def test_what_nothing_is_like_is_refused_with_nothing_near(assistant: Assistant) -> None:
    turn = _ask(assistant, "大炮有几门", NOTHING)
    assert isinstance(turn.answer, Unknown)
    assert _shown(turn) == []


@pytest.mark.parametrize("limits", [ANYTHING, OFFERED], ids=["given", "offered"])
@pytest.mark.parametrize(
    ("question", "reason", "value"),
    [
        ("2019年借款金额是多少", "period", "2.4"),  # another year
        ("长沙的借款金额是多少", "place", "2.4"),  # another place
        ("热线不满意率是多少", "negation", "96.5"),  # the opposite
        ("借款金额的目标是多少", "column", "2.4"),  # a column it has not
        ("借款金额多少件", "nothing", "2.4"),  # another unit
    ],
)
def test_what_something_speaks_against_is_never_given_however_like_it_is(
    question: str, reason: str, value: str, limits: Likelihood, assistant: Assistant
) -> None:
    turn = _ask(assistant, question, limits)
    assert isinstance(turn.answer, Unknown), plain(turn.reply)
    assert turn.answer.reason == reason
    assert value not in turn.reply.headline
    assert value in _shown(turn), "it is shown as nearby, which is no answer"


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("大炮有几门", "大炮"),
        ("借书给小企业多少", "借书"),  # whole, though the documents have a character of it
        ("大炮借书多少", "大炮借书"),  # side by side
        ("how many kennels", "kennels"),  # as it was typed
    ],
)
def test_words_that_nothing_is_like_are_named_whole(question: str, named: str, assistant: Assistant) -> None:
    answer = _ask(assistant, question, NEAR_ONLY).answer
    assert isinstance(answer, Unknown)
    assert (answer.reason, answer.named) == ("unexplained", named)


@pytest.mark.parametrize(
    "question",
    [
        "大炮有几门",
        "水库的满意率",
        "信箱的邮票多少张",
        "群众给热线写信多少封",
        "养老机构有多少医生",
        "便民食堂的厨师",
        "企业的利润",
        "how many canteens have cooks",
    ],
)
def test_no_word_that_the_documents_have_is_said_not_to_be_found(question: str, assistant: Assistant) -> None:
    answer = _ask(assistant, question, NEAR_ONLY).answer
    if isinstance(answer, Unknown) and answer.reason == "unexplained":
        assert answer.named not in ten_rows.index().linker.contexts.postings
        assert answer.named in question


@pytest.mark.parametrize("question", ["你好", "", "热线满意率和办结率加起来是多少"])
def test_a_refusal_that_is_the_answer_stays(question: str, assistant: Assistant) -> None:
    turns = [_ask(assistant, question, limits) for limits in (ANYTHING, NOTHING)]
    assert plain(turns[0].reply) == plain(turns[1].reply)


def test_no_more_is_shown_than_is_meant_with_some_probability(assistant: Assistant) -> None:
    sharp = replace(NEAR_ONLY, worth={"lead": 30.0})
    flat = replace(NEAR_ONLY, worth={"none": 1.0})
    assert len(_shown(_ask(assistant, "借款金额是多少", sharp))) == 1
    assert len(_shown(_ask(assistant, "借款金额是多少", flat))) == MAX_SUGGESTIONS
    assert 0 < NEARBY < 1 / MAX_SUGGESTIONS


@pytest.mark.parametrize(
    ("limits", "question", "lines"),
    [
        (
            LIKE,
            "借款金额是多少",
            [
                "理解为: 小微贷款 · 发放小微贷款金额 · 2023年",
                "按相近的说法: 小微贷款 · 发放小微贷款金额 ",
                "「借款」→「贷款」",
                "没有解释的: 无",
                "所以: 回答",
            ],
        ),
        (
            OFFERED,
            "残疾人的坐椅发了多少",
            ["有几个都对得上: ", "按相近的说法: 发放助残轮椅 · 完成 ", "所以: 给出选择"],
        ),
    ],
)
def test_it_is_explained_by_the_words_that_others_account_for(
    limits: Likelihood, question: str, lines: list[str], assistant: Assistant
) -> None:
    assistant.use(limits)
    explanation = "\n".join(assistant.explain(question))
    assert [line for line in lines if line not in explanation] == [], explanation


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (
            "借款金额是多少",
            ["ranking:", "小微贷款 · 发放小微贷款金额 = 2.4亿元  lead 1.00", "  nothing  none 1.00"],
        ),
        ("2019年借款金额是多少", ["against: period 2019年"]),
        ("热线群众满意率是多少", ["ranking: none"]),
    ],
)
def test_the_ranking_is_traced_with_what_speaks_for_and_against(
    question: str, lines: list[str], assistant: Assistant
) -> None:
    assistant.use(ten_rows.knowledge().likelihood)
    traced = "\n".join(assistant.parse(question))
    assert [line for line in lines if line not in traced] == [], traced
