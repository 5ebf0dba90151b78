from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.quantities import quantities


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("发布通知310多次", [("310", "次", ("多",))]),
        ("赠阅3万余册", [("3", "万册", ("余",))]),
        ("收入1,234.50万元", [("1234.50", "万元", ())]),
        ("补贴不低于75元/人/月", [("75", "元/人/月", ("不低于",))]),
        ("新增产能3095万吨/年", [("3095", "万吨/年", ())]),
        ("比上年提高1.51个百分点", [("1.51", "个百分点", ())]),
        ("现场签约302.1亿元", [("302.1", "亿元", ())]),
        ("占比约65%", [("65", "%", ("约",))]),
        ("控制在60和35个工作日以内", [("60", "个工作日", ("以内",)), ("35", "个工作日", ("以内",))]),
        ("160千瓦及以下企业", [("160", "千瓦", ("及以下",))]),
        ("从市场、政务、法治三个方面推进", [("3", "个", ())]),
        ("位列全省第二位", [("2", "位", ())]),
        ("排名全国第一。", [("1", "", ())]),
        ("在11月即全部完成", [("11", "月", ())]),
        ("覆盖15省42个市", [("15", "省", ()), ("42", "个", ())]),
        ("结构为1.2:36.6:62.2", [("1.2", "", ()), ("36.6", "", ()), ("62.2", "", ())]),
        ("累计1627家", [("1627", "家", ("累计",))]),
        ("投资3亿5000万元", [("3.5", "亿元", ())]),
        ("受益三万五千余人", [("3.5", "万人", ("余",))]),
        ("用时1小时20分钟", [("80", "分钟", ())]),
        ("全程12公里300米", [("12.3", "公里", ())]),
        ("亩产480—520公斤", [("480—520", "公斤", ())]),
        ("利率由3.8%降至3.2%", [("3.8", "%", ()), ("3.2", "%", ())]),
        ("安装路灯420盏，接种疫苗3.2万剂次", [("420", "盏", ()), ("3.2", "万剂次", ())]),
        ("新打机井12眼、水井30口", [("12", "眼", ()), ("30", "口", ())]),
        ("由480至520公斤", [("480", "公斤", ()), ("520", "公斤", ())]),
        ("塔高178公尺，尾羽长38公分", [("178", "公尺", ()), ("38", "公分", ())]),
        ("用砖八十六万块，佛像四百八十尊", [("86", "万块", ()), ("480", "尊", ())]),
        ("共有24 360名学员，面积29 800平方公里", [("24360", "名", ()), ("29800", "平方公里", ())]),
        ("回收量19万8,310吨", [("19.831", "万吨", ())]),
        ("共有38个公布的泳滩及43个场馆", [("38", "个", ()), ("43", "个", ())]),
        ("较112年538件增加", [("538", "件", ())]),
        ("历时110年完工", [("110", "年", ())]),
        ("由50年一遇提高到100年一遇", [("50", "年", ()), ("100", "年", ())]),
        ("停飞四十五天，孵化期十六天，只需十天", [("45", "天", ()), ("16", "天", ()), ("10", "天", ())]),
        ("使用年限为一百年，每十二年一次", [("100", "年", ()), ("12", "年", ())]),
        ("死亡比例高达百分之四十三，一天", [("43", "%", ())]),
        ("仅有六株存活，三人获救，两头连接", [("6", "株", ()), ("3", "人", ())]),
        ("续航十二小时半，需鲜果五公斤半", [("12.5", "小时", ()), ("5.5", "公斤", ())]),
        ("上行缩短为两小时四十五分", [("2.75", "小时", ())]),
        ("总股本5.45亿股，每10股派1.20元", [("5.45", "亿股", ()), ("1.20", "元", ())]),
        ("于1882年监造，468年起，公元前221年，距今1500年", [("1500", "年", ())]),
        ("统治了276年", [("276", "年", ())]),
        ("合计 120 350 470 元", []),
        ("有三四家企业、两三万人，唯一一次", []),
    ],
)
def test_figures_have_value_unit_and_approximation(
    text: str, figures: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert [(one.value, one.unit, one.qualifiers) for one in quantities(text)[0]] == figures


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        ("2022年，受理诉求", [("2022年", "a date")]),
        ("2021-2025年增长速度", [("2021-2025年", "a date")]),
        ("2024-03-20 11:26", [("2024-03-20 11:26", "a date")]),
        ("3月15日召开", [("3月15日", "a date")]),
        ("市12345热线平台", [("12345", "part of a name")]),
        ("“3·15”晚会", [("3·15", "part of a name")]),
        ("地铁15号线通车", [("15", "part of a name")]),
        ("PM2.5浓度", [("PM2.5", "part of a name")]),
        ("图1 增长速度", [("图1", "a table or picture number")]),
        ("1.一般公共预算", [("1.", "a number in a list")]),
        ("《2025年计划》印发", [("2025年", "a date")]),
        ("第15届运动会", [("第15", "part of a name")]),
    ],
)
def test_other_numbers_are_listed_with_the_reason(text: str, skipped: list[tuple[str, str]]) -> None:
    found, skips = quantities(text)
    assert found == []
    assert [(text[skip.start : skip.end], skip.why) for skip in skips] == skipped


@pytest.mark.parametrize(
    "text", ["“四个十大”工程", "坚持“两手抓”", "国务院第九次大督查", "三次产业结构", "一个问题"]
)
def test_chinese_numerals_in_names_count_nothing(text: str) -> None:
    assert quantities(text)[0] == []


@given(
    st.text(
        alphabet="受理件项年月第一二三十百多万亿元%‰0123456789.,:：-—/“”《》()（）、，。 ABab", max_size=60
    )
)
def test_every_digit_is_in_a_figure_or_in_a_skip(text: str) -> None:
    found, skips = quantities(text)
    spans = [one.number for one in found] + [(skip.start, skip.end) for skip in skips]
    for digit in re.finditer("[0-9]", text):
        assert any(start <= digit.start() < end for start, end in spans), (text, digit.start())


@given(st.text(alphabet="受理件项年月第十多万元%0123456789.,:-“”、，。", max_size=60))
def test_a_figure_s_value_is_what_is_printed(text: str) -> None:
    for one in quantities(text)[0]:
        printed = text[slice(*one.number)]
        if printed[0].isdigit():
            assert one.value == printed.replace(",", "")
