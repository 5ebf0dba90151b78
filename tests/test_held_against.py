"""Figures held against what they were, against another column, or told of another row: small documents, asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices, Found, Unknown
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

BRIDGE = """# 澜门大桥2024年运行情况

大桥通车后，沅浦至澜门的行车时间由2小时10分钟缩短到25分钟。研发投入1.31亿元，其中资本化金额0.18亿元。
期末应收账款15.26亿元，较上年末增加1.94亿元。货币资金8.73亿元，上年同期为9.13亿元。
全市PM10年均浓度51微克/立方米。主动公开政府信息5382条，2022年为4917条。
本次原计划撤离2300人，实际撤离2146人。监管计划任务1521项。
"""
BUDGET = """2024年预算执行情况的报告

一、市级预算执行情况

政府性基金预算：收入预算58亿元，实际完成41.62亿元；支出预算55.1亿元，实际支出49.35亿元。
社会保险基金预算：收入97.44亿元，支出91.06亿元。
"""
CARD = """# 2024年职能部门支出表

| 部门 | 年初预算数(万元) | 调整预算数(万元) | 支出数(万元) |
|---|---|---|---|
| 教育局 | 86430 | 91275 | 85916 |
| 科技局 | 963 | 1284 | 1302 |
| 民政局 | 12475 | 12360 | 12658 |
| 公安局 | 18620 | 18845 | 18237 |
"""
MODES = """Operating Report for the Year 2023

Signed by Ann Lee, General Manager, on 22 March 2024

1. Finance (million yuan)
Total revenue was 1,486.2, made up of fare revenue 612.5 and municipal subsidy 873.7. Operating costs were 1,523.8.

2. Service quality

Mode     Punctuality 2022 (%)   Punctuality 2023 (%)   Target 2023 (%)
Bus                      89.7                   91.4              92.0
Tram                     97.1                   97.8              97.0
Ferry                    96.4                   95.2              96.0
"""
BRANCHES = """机构,指标,一季度,二季度,全年合计
城东支行,新增存款(万元),120,80,410
城东支行,新增贷款(万元),90,70,300
城西支行,新增存款(万元),220,180,760
城西支行,新增贷款(万元),190,170,650
城南支行,新增存款(万元),60,90,280
城南支行,新增贷款(万元),40,50,170
全行,新增存款(万元),400,350,1450
全行,新增贷款(万元),320,290,1120
"""
GRANTS = """# 制造业专项资金拨付明细

| 企业名称 | 所属县区 | 项目名称 | 补助金额(万元) |
|---|---|---|---|
| 丰禾农机公司 | 城关区 | 智能播种机改造 | 148 |
| 岚海制药公司 | 高新区 | 冻干粉针车间 | 400 |
| 鼎岳材料公司 | 高新区 | 碳纤维预浸料 | 500 |
| 众力铸造厂 | 石岭县 | 电炉节能改造 | 50 |
"""
VALUES = """# 家电板块估值

| 公司 | 2023年PE(倍) | 2024年PE(倍) |
|---|---|---|
| 海泰电器 | 15.4 | 13.4 |
| 格勒股份 | 8.2 | 7.6 |
| 美佳集团 | 14.0 | 12.7 |
| 平均 | 12.5 | 11.2 |
"""
PEOPLE = """# 2023年各街道人口

| 街道 | 常住人口(人) | 男(人) | 女(人) |
|---|---|---|---|
| 北关街道 | 64285 | 31870 | 32415 |
| 滨河街道 | 91789 | 46880 | 44909 |
| 文庙街道 | 50401 | 24317 | 26084 |
"""
WAYS = """# 2024年高中录取情况

| 学校名称 | 招生类别 | 最低分(分) |
|---|---|---|
| 樟洲中学 | 指标生 | 648 |
| 樟洲中学 | 统招生 | 689 |
| 第一中学 | 指标生 | 627 |
| 第一中学 | 统招生 | 674 |
| 育贤学校 | 统招生 | 658 |
| 双语学校 | 统招生 | 576 |
"""
SCORES = """# 2024年高中录取情况

| 批次 | 学校 | 计划数(人) | 实录数(人) | 最低分(分) |
|---|---|---|---|---|
| 第一批 | 樟洲中学 | 600 | 604 | 689 |
| 第一批 | 第一中学 | 580 | 575 | 668 |
| 第二批 | 第四中学 | 500 | 500 | 612 |
| 第二批 | 鹭岛中学 | 400 | 396 | 576 |
"""
COUNCIL = """# Net expenditure by service 2023/24

| Service | 2022/23 actual (£000) | 2023/24 budget (£000) | 2023/24 actual (£000) |
|---|---|---|---|
| Environment | 6,412 | 6,780 | 7,145 |
| Planning | 2,318 | 2,540 | 2,412 |
| Leisure | 1,894 | 1,920 | 1,857 |
| Benefits | 1,527 | 1,580 | 1,604 |
"""
ACCOUNT = """# 2022年一般公共预算支出决算表

| 预算科目 | 预算数(万元) | 2022年决算数(万元) | 2021年决算数(万元) |
|---|---|---|---|
| 公安 | 21360 | 22874 | 20745 |
| 司法 | 2140 | 2096 | 1988 |
| 普通教育 | 80250 | 82111 | 77902 |
"""
LAST_YEAR = """# 2024年一般公共预算支出表

| 科目 | 上年决算数(万元) | 预算数(万元) |
|---|---|---|
| 公安 | 22874 | 21360 |
| 司法 | 2096 | 2140 |
"""
TASKS = """# 2023年民生实事完成情况表

| 指标 | 牵头部门 | 目标 | 完成 | 进度 |
|---|---|---|---|---|
| 加固小型水库80座 | 市水利局 | 80座 | 已完成 | 100% |
| 建设公租房320套(含市直35套) | 市住建局 | 320套 | 320套 | 100% |
| 增设停车位900个 | 市城管局 | 900个 | 960个 | 106.7% |
| 整治山塘150口 | 市水利局 | 150口 | 141口 | 94% |
"""
STOCK = """# 经营情况

| 项目 | 2022年 | 2023年 |
|---|---|---|
| 存货(万元) | 1109 | 1243 |
| 货币资金(万元) | 820 | 795 |
"""
CASES = [
    # What a figure was before, and how far it moved from there.
    (BRIDGE, ".md", "行车时间缩短了多少分钟", ["105"]),
    (BRIDGE, ".md", "货币资金比上年同期少多少亿元", ["0.4"]),
    (BRIDGE, ".md", "期末应收账款比年初增加多少", ["1.94"]),
    (BRIDGE, ".md", "主动公开的信息比2022年多了多少条", ["465"]),
    (BRIDGE, ".md", "研发投入里没有资本化的那部分是多少亿元", ["1.13"]),
    (BRIDGE, ".md", "全市PM10年均浓度是多少", ["51"]),
    # What a paragraph is about, before a colon.
    (BUDGET, ".txt", "政府性基金预算实际支出多少", ["49.35"]),
    (BUDGET, ".txt", "社会保险基金预算支出多少", ["91.06"]),
    # One column held against another.
    (CARD, ".md", "支出数高于调整预算数的部门有哪些", ["科技局", "民政局"]),
    (CARD, ".md", "调整预算数低于年初预算数的有几个部门", ["1"]),
    (PEOPLE, ".md", "女比男多的街道有哪些", ["北关街道", "文庙街道"]),
    (SCORES, ".md", "实录数比计划数少的学校有几所", ["2"]),
    (SCORES, ".md", "哪些学校没达到计划数", ["第一中学", "鹭岛中学"]),
    (MODES, ".txt", "which modes missed their punctuality target in 2023?", ["Bus", "Ferry"]),
    (MODES, ".txt", "What was the fare revenue?", ["612.5"]),
    (MODES, ".txt", "By how much did operating costs exceed total revenue?", ["37.6"]),
    # More or less than was planned, where no column is named but the plan.
    (COUNCIL, ".md", "which services came in under budget", ["Planning", "Leisure"]),
    (COUNCIL, ".md", "How many services overspent?", ["2"]),
    (ACCOUNT, ".md", "哪些科目超支了", ["公安", "普通教育"]),
    (ACCOUNT, ".md", "支出低于预算的有哪些", ["司法"]),
    (TASKS, ".md", "完成数比目标少的有哪些", ["整治山塘150口"]),
    (TASKS, ".md", "做完的数比原定的大的有几项", ["1"]),
    (TASKS, ".md", "整治山塘的目标是多少口", ["150"]),
    # What was done is told in words, and how many that is by the target.
    (TASKS, ".md", "小型水库加固了多少座", ["80"]),
    (TASKS, ".md", "小型水库加固完成情况", ["已完成"]),
    # What the name of a row tells of a part of it.
    (TASKS, ".md", "市直公租房有几套", ["35"]),
    (TASKS, ".md", "公租房建设了多少套", ["320"]),
    # 压着 is no change.
    (STOCK, ".md", "2023年底压着多少存货", ["1243"]),
    # An order is that which is said, also of a column that is called by another.
    (SCORES, ".md", "最低分第二高的学校是哪所", ["第一中学"]),
    # Rows that are measures of each branch; the row for the whole is no branch.
    (BRANCHES, ".csv", "全年新增存款第二多的支行是哪家", ["城东支行"]),
    (BRANCHES, ".csv", "城西支行全年新增贷款占全行的百分之几", ["58.04"]),
    # Another column of words than what rows are called.
    (GRANTS, ".md", "补助金额第二高的项目名称是什么", ["冻干粉针车间"]),
    (GRANTS, ".md", "补助金额最高的是哪个项目", ["碳纤维预浸料"]),
    (GRANTS, ".md", "补助金额最高的企业是哪家", ["鼎岳材料公司"]),
    # 最低 of 最低分 is no order where a bound is said; rows of one school are one school.
    (WAYS, ".md", "最低分在640分以上的学校有哪些", ["樟洲中学", "第一中学", "育贤学校"]),
    (WAYS, ".md", "最低分在640分以上的学校有几所", ["3"]),
    (WAYS, ".md", "最低分最高的是哪所学校", ["樟洲中学"]),
    # What all are on average is none of them; the side that is said chooses the column.
    (VALUES, ".md", "2024年PE低于13倍的公司有几家", ["2"]),
    (PEOPLE, ".md", "北关街道女性常住人口有多少", ["32415"]),
    (PEOPLE, ".md", "北关街道常住人口有多少", ["64285"]),
]
NOT_TOLD = [
    (BRIDGE, ".md", "主动公开的信息比2022年5月多了多少条"),
    (BRIDGE, ".md", "主动公开的信息比2024年多了多少条"),  # no figure is held against itself
    (BRIDGE, ".md", "监管计划任务中食品类有多少项"),
    (BRIDGE, ".md", "PM2.5年均浓度是多少"),
    (BRANCHES, ".csv", "全年不到500万元的有几家"),  # of what
    (GRANTS, ".md", "高新区的补助金额"),  # that of several
    (PEOPLE, ".md", "文庙第二街道常住人口多少"),
    (COUNCIL, ".md", "by how much did Environment overspend"),  # the budget is no answer
    (WAYS, ".md", "最低分最高的三所学校"),  # the first three rows are of two
    (LAST_YEAR, ".md", "哪些科目超支了"),  # what was spent the year before is held against no plan
    (COUNCIL, ".md", "which service overspent the most"),
    (TASKS, ".md", "小型水库还有多少座没有加固"),
    (TASKS, ".md", "水务局牵头几件事"),  # who leads is no number
]


@pytest.mark.parametrize(("text", "suffix", "question", "told"), CASES)
def test_what_is_told(
    of_text: Callable[[str, str], Assistant], text: str, suffix: str, question: str, told: list[str]
) -> None:
    turn = converse(of_text(text, suffix), question)
    assert isinstance(turn.answer, Found), turn.answer
    assert values(turn) == told


@pytest.mark.parametrize(("text", "suffix", "question"), NOT_TOLD)
def test_what_is_not(of_text: Callable[[str, str], Assistant], text: str, suffix: str, question: str) -> None:
    assert isinstance(converse(of_text(text, suffix), question).answer, Unknown | Choices)
