"""What official prose says, read and asked: the figure, whole, of the thing and the time it is of."""

from __future__ import annotations

import pytest

from bot.knowledge.model import Found
from bot.replies.parts import plain
from tests.conftest import Asked
from tests.conversation import converse, values

pytestmark = pytest.mark.slow


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
    turn = converse(
        reading("qinghe-2024", f"清河县2024年情况通报\n清河县统计局\n2024年，全县{said}\n"), question
    )
    assert isinstance(turn.answer, Found)
    assert plain(turn.reply).splitlines()[0] == figure


@pytest.mark.parametrize(
    ("said", "question", "figure"),
    [
        ("粮食自给率由上年的58.1%升至60.4%，提高2.3个百分点。", "粮食自给率是多少", "60.4%"),
        ("均衡发展补助资金2.7亿元，惠及学校64所。", "均衡发展补助资金多少", "2.7亿元"),
        ("全年改造农房1.37万户（间）、旱厕1.25万户、村道78公里。", "旱厕改造了多少户", "1.25万户"),
        (
            "接待游客41万人次。其中：东山镇12万人次、西岭镇8万人次、南湖镇21万人次。旅游总花费8.6亿元，其中：东山镇2.8亿元、西岭镇1.4亿元、南湖镇4.4亿元。",
            "西岭镇旅游总花费多少",
            "1.4亿元",
        ),
        (
            "小学和初中生均公用经费标准分别由2021年的710元、930元提高到2024年的790元、1040元。",
            "初中生均公用经费标准是多少",
            "1040元",
        ),
    ],
)
def test_a_name_is_whole_and_of_the_thing_that_is_said(
    said: str, question: str, figure: str, reading: Asked
) -> None:
    turn = converse(reading("lanping-2024", f"兰坪市2024年情况通报\n兰坪市统计局\n{said}\n"), question)
    assert isinstance(turn.answer, Found)
    assert plain(turn.reply).splitlines()[0] == figure


WORK_REPORT = """兰坪市2026年政府工作报告
（2026年1月12日）
一、2025年工作回顾
全市地区生产总值增长5.2%，建成口袋公园16个。
过去五年，我们坚持生态优先。五年来，累计建成口袋公园71个，新增公园绿地86公顷。城镇化率达到62.1%。
二、“十五五”时期目标
空气质量优良天数比例达94%，每千人口拥有托位数达5.2个。“十五五”期间，建成口袋公园120个。
"""


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("建成口袋公园多少个", "16个"),
        ("2025年建成多少口袋公园", "16个"),
        ("2021-2025年建成多少口袋公园", "71个"),
        ("十五五期间建成多少口袋公园", "120个"),
        ("过去五年新增公园绿地多少公顷", "86公顷"),
    ],
)
def test_what_several_years_came_to_is_of_them_together(question: str, figure: str, reading: Asked) -> None:
    turn = converse(reading("lanping-2026", WORK_REPORT), question)
    assert isinstance(turn.answer, Found)
    assert plain(turn.reply).splitlines()[0] == figure


def test_a_target_is_not_told_as_what_was(reading: Asked) -> None:
    assert not isinstance(
        converse(reading("lanping-2026", WORK_REPORT), "2025年每千人口托位数是多少").answer, Found
    )


ENGLISH = """Riverton Public Library Annual Report 2023
In 2023, the library lent 512,300 books and 86,400 films. Visits rose 5.2% to 1.31 million.
The satisfaction rate was 93%, up from 91% in 2022. The library employed 120 staff, of whom 45 were part-time.
It received $3.1 million from the county and $1.2 million in donations.
Some 2,150 new members joined in the North branch, 1,480 in the South branch and 960 in the East branch.
"""


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How many books were lent?", "512,300 books"),
        ("How many films were lent?", "86,400 films"),
        ("How many visits were there?", "1.31 million"),
        ("By how much did visits rise?", "5.2%"),
        ("What was the satisfaction rate?", "93%"),
        ("What was the satisfaction rate in 2022?", "91%"),
        ("How many staff does the library employ?", "120 staff"),
        ("How much was received from the county?", "$3.1 million"),
        ("How many new members joined in the South branch?", "1,480"),
    ],
)
def test_english_prose_is_read_as_it_is_said(question: str, figure: str, reading: Asked) -> None:
    turn = converse(reading("riverton-2023", ENGLISH), question)
    assert isinstance(turn.answer, Found)
    assert plain(turn.reply).splitlines()[0] == figure


TRADE = "全年进出口总额6.92亿元，其中出口5.61亿元，进口1.31亿元。"


@pytest.mark.parametrize(
    ("said", "question", "figure"),
    [
        (TRADE, "出口多少亿元", "5.61亿元"),
        (TRADE, "出口额是多少", "5.61亿元"),
        (TRADE, "进出口总额是多少", "6.92亿元"),
        (TRADE, "出口比进口多多少亿元", "4.3亿元"),
        (
            "完成手术2.47万台次，其中大型手术1.53万台次，占手术总量的61.9%。",
            "大型手术占全部手术的多少",
            "61.9%",
        ),
        ("研发费用加计扣除额1300.5亿元。", "加计扣除额是多少", "1300.5亿元"),
        ("全年住院次均费用9315元。", "住院次均费用要多少钱", "9315元"),
    ],
)
def test_a_part_goes_by_its_own_name(said: str, question: str, figure: str, reading: Asked) -> None:
    turn = converse(reading("linxi-2024", f"临溪县2024年情况通报\n临溪县统计局\n2024年，{said}\n"), question)
    assert plain(turn.reply).splitlines()[0] == figure


@pytest.mark.parametrize(
    ("said", "question", "figure"),
    [
        ("2021年、2022年和2023年粮食产量分别为12万吨、13万吨和14万吨。", "2022年粮食产量多少", "13万吨"),
        ("粮食产量2021年、2022年分别为12万吨、13万吨。", "2022年粮食产量多少", "13万吨"),
        (
            "2021—2023年，农民人均纯收入依次为12306元、14185元、16284元。",
            "2022年农民人均纯收入多少",
            "14185元",
        ),
        (
            "人均绿地面积由2020年的13.2平方米、2022年的14.6平方米提高到15.1平方米。",
            "2022年人均绿地面积多少",
            "14.6平方米",
        ),
        (
            "新增授权专利37项，其中发明专利15项；有效专利412项，其中发明专利128项、外观设计23项。",
            "有效专利里发明专利几项",
            "128项",
        ),
    ],
)
def test_figures_that_are_told_in_turn_are_each_of_their_own(
    said: str, question: str, figure: str, reading: Asked
) -> None:
    turn = converse(
        reading("qinghe-2024", f"清河县2024年情况通报\n清河县统计局\n2024年，情况如下。\n{said}\n"), question
    )
    assert isinstance(turn.answer, Found)
    assert plain(turn.reply).splitlines()[0] == figure


CUSTOMS = """滨港市2024年外贸运行情况通报
滨港市统计局
2024年，全市外贸进出口总值1128.4亿元，增长6.3%。贸易顺差277.4亿元，扩大26.7%。
对美国、日本进出口156.9亿元和74.6亿元，分别下降3.8%和5.1%。
4月、5月进出口分别为96.8亿元和101.4亿元。
"""


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("对日本进出口多少", "74.6亿元"),
        ("对美国进出口下降多少", "3.8%"),
        ("5月进出口多少", "101.4亿元"),
        ("贸易顺差多少", "277.4亿元"),
        ("贸易顺差扩大了多少", "26.7%"),
    ],
)
def test_what_is_told_in_turn_is_of_each(question: str, figure: str, reading: Asked) -> None:
    turn = converse(reading("customs-2024", CUSTOMS), question)
    assert isinstance(turn.answer, Found), turn.answer
    assert plain(turn.reply).splitlines()[0] == figure


BUDGET = """清河县2024年预算执行情况和2025年预算草案的报告
2025年1月14日在清河县第九届人民代表大会第五次会议上
清河县财政局
一、2024年预算执行情况
全县一般公共预算收入42亿元，完成预算的101.3%。其中，税收收入28亿元；非税收入14亿元。
主要税种完成情况：增值税8.37亿元，完成预算的98.6%，下降1.2%；个人所得税1.42亿元，完成预算的107.5%，增长8.8%；契税3.04亿元，完成预算的91.3%，下降9.5%。
货物进出口总额62.35亿元，增长6.2%。其中，出口41.78亿元，增长10.1%；进口20.57亿元，下降0.9%。
新增停车泊位4870个。本年收支结余2亿元。
二、2025年预算草案
新增停车泊位5000个。
"""


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("几个主要税种里面，哪个完成预算的比例最高", ["个人所得税"]),
        ("主要税种里哪些完成预算不到99%", ["增值税", "契税"]),
        ("主要税种中哪些下降了", ["增值税", "契税"]),
        ("出口额是多少", ["41.78"]),
        ("出口比进口高出多少亿元", ["21.21"]),
        ("去年非税收入多少", ["14"]),
        ("去年新增停车泊位多少个", ["4870"]),
        ("今年新增停车泊位多少个", ["5000"]),
        ("去年和今年新增停车泊位各多少个", ["4870", "5000"]),
    ],
)
def test_a_report_tells_of_last_year_and_plans_this_one(
    question: str, figures: list[str], reading: Asked
) -> None:
    assert values(converse(reading("budget-2024", BUDGET), question)) == figures
