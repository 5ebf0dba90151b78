"""Which facts are the kind of thing that is asked for: a number, a time, somebody, or words."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from bot.asking.kinds import suits
from bot.asking.tagging import tag
from bot.knowledge.model import Fact
from tests.ten_rows import index, knowledge

FIGURE = knowledge().facts["来电"]


def _fact(value: str, unit: str = "", kind: Literal["figure", "text"] = "figure", row: str = "") -> Fact:
    return replace(FIGURE, value=value, printed=value + unit, unit=unit, kind=kind, row=row)


@pytest.mark.parametrize(
    ("question", "fact", "fits"),
    [
        ("地块是在哪一年成交的", _fact("甲公司", kind="text", row="甲"), False),
        ("地块是在哪一年成交的", _fact("2022年10月10日", kind="text", row="甲"), True),
        ("几月份全部完成了", _fact("11", "月"), True),
        ("几月份全部完成了", _fact("18", "条"), False),
        ("一共设置了多少个行省", _fact("1321", "年"), False),
        ("哪年设置的", _fact("1321", "年"), True),
        ("通过努力几年", _fact("3", "年"), True),
        ("是谁说的", _fact("18", "条"), False),
        ("是谁说的", _fact("甲公司", kind="text"), True),
        ("多少钱一平", _fact("甲公司", kind="text"), False),
        ("What was the rate?", _fact("90", "%"), True),
    ],
)
def test_who_is_no_figure_and_when_is_a_time(question: str, fact: Fact, *, fits: bool) -> None:
    assert suits(tag(question, index().vocabulary, index().lexicon), fact) is fits
