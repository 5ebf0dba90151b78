"""One slip in a name is read past; where two names would do, or the slip makes another name, none is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.respelling import respell

NAMES = {
    "热线群众满意率": "n1",
    "城市低保标准": "r1",
    "农村低保标准": "r2",
    "充电桩": "r3",
    "省级重点任务": "n2",
    "networked cameras": "r4",
    "12项任务": "n3",
    "按时办结率": "n4",
    "按期办结率": "n5",
    "老小区改造": "r5",
    "老旧小区改造": "r5",
}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("热线群从满意率是多少", "热线群众满意率 是多少"),
        ("热线群满意率是多少", "热线群众满意率 是多少"),
        ("热线群众意满率是多少", "热线群众满意率 是多少"),
        ("热线群众满满意率是多少", "热线群众满意率 是多少"),
        ("问下热线群众满意率率", "问下 热线群众满意率"),
        ("城市 低保标准", "城市低保标准"),
        ("老老小区改造谁牵头", "老小区改造 谁牵头"),
        ("城市低保标谁的目标", "城市低保标准 的目标"),
        ("how many netwroked cameras", "how many networked cameras"),
        ("how many networked camera are there", "how many networked cameras are there"),
        ("networked camerass?", "networked cameras ?"),
    ],
)
def test_one_slip_in_a_name_is_read_past(typed: str, read: str) -> None:
    assert respell(typed, NAMES) == read


@pytest.mark.parametrize(
    "typed",
    [
        "热线群众满意率是多少",  # as it should be
        "热线企业满意率",  # two characters differ
        "级重点任务",  # of whom, is what the missing one says
        "充电柱",  # too short a name for the rest to vouch
        "13项任务",  # another number
        "按办结率",  # two names would do
        "热线群众满天率",  # nothing alike
        "",
    ],
)
def test_what_may_be_meant_otherwise_is_left_alone(typed: str) -> None:
    assert respell(typed, NAMES) == ""


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("rexianqunzhongmanyilvshiduoshao", "热线群众满意率 shiduoshao"),
        ("re xian qun zhong man yi lv duo shao", "热线群众满意率 duo shao"),
        ("rexianqunzhongmanilvshiduoshao", "热线群众满意率 shiduoshao"),
    ],
)
def test_a_name_in_pinyin_is_read_as_the_name(typed: str, read: str) -> None:
    assert respell(typed, NAMES, spelt=True) == read


@given(st.text(max_size=40), st.dictionaries(st.text(max_size=12), st.just(""), max_size=5), st.booleans())
def test_any_text_is_read_without_error(typed: str, names: dict[str, str], spelt: bool) -> None:
    assert isinstance(respell(typed, names, spelt=spelt), str)
