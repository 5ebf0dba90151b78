"""What comes first in a column, where its name, or the figures in it, could mislead."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Unknown
from tests.conftest import Asked
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

WEATHER = """松湾县2023年各月气象资料
月份 | 平均气温(℃) | 降水量(毫米) | 日照时数(小时)
1月 | 4.1 | 28.4 | 118.3
2月 | 7.2 | 46.7 | 96.5
3月 | 12.6 | 61.2 | 142.6
一季度合计 | | 136.3 | 357.4
4月 | 17.1 | 104.9 | 150.8
5月 | 21.5 | 138.5 | 161.4
6月 | 26.2 | 215.6 | 147.9
二季度合计 | | 459.0 | 460.1
"""
AIR = """松湾省2024年9月城市空气质量
城市 | 综合指数 | 最大指数 | 最大超标倍数
云津市 | 1.88 | 0.68 | 0.1
柳塘市 | 3.75 | 1.21 | 0.4
桂渡市 | 2.96 | 0.93 | 0.2
青坪市 | 3.12 | 1.05 | 0.3
"""
JUMPS = """女子跳远决赛各次试跳成绩(米)
姓名 | 名次 | 第1次 | 第2次 | 第3次
黄采 | 3 | 5.41 | 5.58 | 5.66
叶澜 | 2 | 5.63 | 5.60 | 5.85
姚楚 | 1 | 5.71 | 5.92 | 5.12
贺苓 | 4 | 5.37 | 5.22 | 5.50
"""
FEES = """松湾区公众泳池收费表
泳池名称 | 每周清洁日 | 星期一至五成人(元) | 星期六日成人(元)
海堤泳池 | 星期二 | 17 | 19
金滩泳池 | 星期一 | 16 | 18
荔林泳池 | 星期四 | 23 | 25
东道泳池 | 星期五 | 12 | 14
"""
SHARES = """重点公司每股收益(2023年)
公司 | 每股收益(元)
望泉股份 | 59.49
青醇股份 | 21.72
古岭股份 | 19.30
江曲股份 | 18.46
汾河股份 | 8.55
洋塘股份 | 0.91
"""
LIBRARIES = """松湾县公共图书馆概况
馆别 | 阅览席位(席) | 图书(册)
民国112年底 | 1,640 | 548,826
民国113年底 | 1,676 | 572,246
总馆 | 420 | 176,382
东津馆 | 656 | 201,864
湖尾馆 | 600 | 194,000
"""
AGES = """应收账款按账龄披露
单位：元
账龄 | 期末余额 | 期初余额
1年以内 | 392,659,025.81 | 354,374,675.08
1至2年 | 41,873,560.22 | 47,120,886.53
2至3年 | 12,690,447.08 | 10,248,731.66
3年以上 | 16,136,469.31 | 17,042,529.24
其中：3至4年 | 5,318,204.60 | 6,905,117.29
4至5年 | 2,046,913.77 | 1,873,402.15
5年以上 | 8,771,350.94 | 8,264,009.80
"""
TRADE = """Exports and Imports by Partner, September 2024
Unit: USD million
Country (region) | September | | January-September | | YoY, Jan-Sep (%) |
 | Exports | Imports | Exports | Imports | Exports | Imports
Norland | 45,308 | 22,471 | 389,926 | 205,383 | 0.9 | -4.6
Merova | 7,863 | 1,402 | 69,518 | 12,847 | -10.6 | 3.3
Costaria | 47,028 | 14,031 | 382,817 | 124,159 | 2.8 | -0.6
Ambria | 12,651 | 13,802 | 402,906 | 115,714 | 12.4 | -2.5
"""
_DOCUMENTS = {
    "weather": WEATHER,
    "air": AIR,
    "jumps": JUMPS,
    "fees": FEES,
    "shares": SHARES,
    "libraries": LIBRARIES,
    "ages": AGES,
    "trade": TRADE,
}


@pytest.fixture(scope="module")
def documents(reading: Asked) -> dict[str, Assistant]:
    return {name: reading(name, text) for name, text in _DOCUMENTS.items()}


@pytest.mark.parametrize(
    ("document", "question", "expected"),
    [
        # Quarters among months: each is asked for by its own word.
        ("weather", "哪个月降水量最多", ["6月"]),
        ("weather", "哪个季度降水量最多", ["二季度合计"]),
        # 最大 is of the column, 最低 is asked.
        ("air", "最大指数最低的是哪个城市", ["云津市"]),
        ("air", "最大指数最高的城市", ["柳塘市"]),
        # 第3次 is a column and no third place.
        ("jumps", "第3次成绩最好的是谁", ["叶澜"]),
        ("jumps", "第2次最高的是谁", ["姚楚"]),
        # 星期一 of 星期一至五 chooses no pool that is cleaned then.
        ("fees", "星期一至五成人最贵的是哪个泳池", ["荔林泳池"]),
        ("fees", "星期一至五成人最便宜的泳池", ["东道泳池"]),
        # 59.49 is what others come to, near enough, by chance.
        ("shares", "每股收益最高的是哪家公司", ["望泉股份"]),
        # What all libraries had is of no library.
        ("libraries", "阅览席位最多的是哪个馆", ["东津馆"]),
        # 3年 counts no rows.
        ("ages", "账龄2到3年的，期初余额有多少", ["10248731.66"]),
        ("trade", "Which country had the highest exports from January to September?", ["Ambria"]),
        ("trade", "How much was imported from Merova from January to September?", ["12847"]),
        ("trade", "What were exports to Norland in September?", ["45308"]),
        ("trade", "exports to which country grew fastest in Jan-Sep", ["Ambria"]),
    ],
)
def test_what_is_first_is_of_the_column_and_the_rows_that_are_asked_for(
    document: str, question: str, expected: list[str], documents: dict[str, Assistant]
) -> None:
    assert values(converse(documents[document], question)) == expected


def test_who_asks_for_a_year_is_told_no_quarter(documents: dict[str, Assistant]) -> None:
    assert isinstance(converse(documents["weather"], "哪年降水量最多").answer, Unknown)
