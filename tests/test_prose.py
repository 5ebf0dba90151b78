"""What official prose says, read and asked: the figure, whole, of the thing and the time it is of."""

from __future__ import annotations

import pytest

from bot.knowledge.model import Found
from bot.replies.parts import plain
from tests.conftest import Asked
from tests.conversation import converse


@pytest.mark.parametrize(
    ("said", "question", "figure"),
    [
        ("政府投资2亿4000万元，比上年多投3000万元。", "政府投资多少", "2亿4000万元"),
        ("教育项目投入1亿零600万元。", "教育项目投入多少", "1亿零600万元"),
        ("新修公路15公里400米。", "新修公路多长", "15公里400米"),
        ("平均办理时间1小时20分钟。", "平均办理时间多久", "1小时20分钟"),
        ("培训学员1万2千余名。", "培训学员多少名", "1万2千余名"),
        ("发放补助一百六十万元。", "发放补助多少", "一百六十万元"),
        ("粮食亩产470—510公斤。", "粮食亩产多少", "470—510公斤"),
        ("涉农贷款利率在3.1%至3.7%之间。", "涉农贷款利率是多少", "3.1%至3.7%之间"),
        ("年均气温15～17℃。", "年均气温多少", "15~17℃"),
    ],
)
def test_a_figure_printed_in_two_numbers_is_told_whole(
    said: str, question: str, figure: str, reading: Asked
) -> None:
    turn = converse(reading("qinghe-2024", f"清河县2024年情况通报\n清河县统计局\n2024年，全县{said}\n"), question)
    assert isinstance(turn.answer, Found)
    assert plain(turn.reply).splitlines()[0] == figure
