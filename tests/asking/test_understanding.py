"""One question is one query: a figure, a cell, rows, two figures together, or talk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.index import Index
from bot.asking.pairing import Lookup, Pairing
from bot.asking.tagging import tag
from bot.asking.understanding import Empty, RowQuery, SmallTalk, understand
from bot.assistant import Assistant
from bot.knowledge.model import Found, Greeting, Unknown
from tests.conversation import converse


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("热线群众满意率是多少", Lookup),
        ("加装电梯完成多少台", Lookup),
        ("市水利局牵头的任务有哪些", RowQuery),
        ("进度最高的是哪一项", RowQuery),
        ("书记批示件和市长批示件加起来多少", Pairing),
        ("热线满意率和涉企诉求满意率哪个高", Pairing),
        ("你好", SmallTalk),
        ("您好,谢谢您", SmallTalk),
        ("", Empty),
        ("🤖🤖", Empty),
        ("\u202e\u200b", Empty),
        ("???!!!", Empty),
    ],
)
def test_a_question_is_one_kind_of_query(text: str, kind: type[object], index: Index) -> None:
    assert isinstance(understand(tag(text, index.vocabulary, index.lexicon), index), kind)


@given(text=st.text(max_size=60))
def test_any_text_is_some_query(text: str, index: Index) -> None:
    query = understand(tag(text, index.vocabulary, index.lexicon), index)
    assert isinstance(query, Lookup | RowQuery | Pairing | SmallTalk | Empty)


@pytest.mark.parametrize(
    ("question", "column", "value"),
    [
        ("加装电梯多少台", "完成", "699"),
        ("加装电梯计划多少台", "目标", "442"),
        ("加装电梯计划完成多少台", "目标", "442"),
        ("加装电梯完成率", "进度", "158.1"),
        ("加装电梯谁负责", "牵头部门", "市住建局"),
        ("加装电梯怎么样了", "完成", "699"),
    ],
)
def test_the_words_of_a_question_choose_the_column(
    question: str, column: str, value: str, shipped: Assistant
) -> None:
    answer = converse(shipped, question).answer
    assert isinstance(answer, Found)
    assert [(entry.label.endswith(column), entry.value) for entry in answer.entries] == [(True, value)]


@pytest.mark.parametrize(
    ("wrapped", "plain"),
    [
        ("您好,请问一下热线群众满意率是多少呀,谢谢", "热线群众满意率是多少"),
        ("麻烦帮我查查加装电梯完成了多少台,急用", "加装电梯完成多少台"),
        ("我想了解一下新增市场主体的数量有多少万户", "新增市场主体多少万户"),
        ("Hello, could you please tell me the hotline satisfaction rate?", "hotline satisfaction rate"),
    ],
)
def test_politeness_changes_nothing(wrapped: str, plain: str, shipped: Assistant) -> None:
    one, other = converse(shipped, wrapped).answer, converse(shipped, plain).answer
    assert isinstance(one, Found)
    assert isinstance(other, Found)
    assert one.entries == other.entries


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("你好", "hello"),
        ("早上好!", "hello"),
        ("谢谢", "thanks"),
        ("你是谁", "who"),
        ("怎么用", "help"),
        ("Hello", "hello"),
        ("thank you so much", "thanks"),
        ("再见", "bye"),
        ("还有呢", "more"),
        ("还有别的吗?", "more"),
        ("Anything else?", "more"),
    ],
)
def test_talk_is_answered_without_a_figure(text: str, topic: str, shipped: Assistant) -> None:
    turn = converse(shipped, text)
    assert turn.answer == Greeting(topic=topic)
    assert not any(char.isdigit() for char in turn.reply.headline)


def test_politeness_with_an_unknown_question_is_not_talk(shipped: Assistant) -> None:
    assert isinstance(converse(shipped, "你好,量子纠缠是多少").answer, Unknown)
