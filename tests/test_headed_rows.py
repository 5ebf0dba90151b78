"""Tables whose rows share their names under headings, are numbered, coded, or divided, asked in anybody's words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices, Found, Unknown
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

STATIONS = """# 青川市2024年上半年水质监测月报

| 断面 | 月份 | 溶解氧 | 氨氮 | 水质类别 |
|---|---|---|---|---|
| 石门桥 | 1月 | 9.8 | 0.26 | Ⅱ类 |
| 石门桥 | 2月 | 9.6 | 0.24 | Ⅱ类 |
| 石门桥 | 3月 | 9.4 | 0.32 | Ⅲ类 |
| 三江口 | 1月 | 6.1 | 0.98 | Ⅲ类 |
| 三江口 | 2月 | 5.8 | 1.14 | Ⅳ类 |
| 三江口 | 3月 | 5.5 | 1.32 | Ⅳ类 |
"""
SHOPS = """# 2024年5月农副产品价格

| 市场 | 品种 | 第一周(元/斤) | 第二周(元/斤) |
|---|---|---|---|
| 南门市场 | 豆角 | 5.8 | 6.2 |
| 南门市场 | 土豆 | 1.6 | 1.7 |
| 北街市场 | 豆角 | 5.2 | 5.1 |
| 北街市场 | 土豆 | 1.5 | 1.4 |
| 万家超市 | 豆角 | 7.0 | 7.5 |
| 万家超市 | 土豆 | 2.1 | 2.2 |
"""
GRANTS = """# Grants awarded 2023/24

| Ref | Recipient | Purpose | Term (months) | Award (£) |
|---|---|---|---|---|
| CF/23/001 | Brookside Foodbank | Winter parcels | 12 | 18500 |
| CF/23/002 | Eastvale Brass | Instruments | 18 | 9750 |
| CF/23/003 | Hill Top Allotments | Raised beds | 6 | 4200 |
| CF/23/004 | Hartley Carers | Respite weekends | 24 | 42000 |
| Total | | | | 74450 |
"""
LINES = """线路名称,起点站,运营单位,线路长度(公里),票价(元),末班车
1路,火车站,一分公司,12.6,1,22:30
夜1路,大学城,二分公司,18.3,2,01:30
12路,汽车站,一分公司,9.8,1,21:00
21路,柳林,三分公司,36.4,3,19:30
微3路,北门,三分公司,4.2,1,20:00
"""
TRIPS = """线路,时长(分钟),里程(公里),票价(元)
甲线,90,45,12
乙线,35,20,8
丙线,60,33,10
"""
SPENT = """# 2023年禾丰区支出决算表

单位:万元

| 项目 | 预算数 | 决算数 | 完成预算(%) |
|---|---|---|---|
| 一、教育支出 | 6000 | 6300 | 105.0 |
| 普通教育 | 4000 | 4300 | 107.5 |
| 职业教育 | 2000 | 2000 | 100.0 |
| 二、科学技术支出 | 1000 | 800 | 80.0 |
| 基础研究 | 600 | 420 | 70.0 |
| 应用研究 | 400 | 380 | 95.0 |
| 三、预备费 | 300 | | |
"""
STAFF = """# 恒泰公司2024年各部门人员表

| 部门 | 在岗人数(人) | 女职工(人) |
|---|---|---|
| 办公室 | 12 | 7 |
| 生产一部 | 92 | 18 |
| 生产二部 | 90 | 15 |
| 财务部 | 9 | 8 |
"""
PUPILS = """# 临溪县2023年小学在校学生

| 学校 | 一年级(人) | 二年级(人) | 三年级(人) | 在校生合计(人) |
|---|---|---|---|---|
| 实验小学 | 312 | 305 | 298 | 915 |
| 城北小学 | 224 | 230 | 219 | 673 |
| 石塘小学 | 46 | 50 | 52 | 148 |
"""
BRANCHES = """Branch,Opened,Visits,Public wifi,Volunteer-run
Central,1962,212480,Yes,No
Bellfield,2014,51730,Yes,Yes
Coldwater,1934,18940,No,No
Overton,1971,9120,No,Yes
"""
PARKS = """填报单位：市城管局,,,截至2023年12月31日
公园名称,所在区,公厕(座),停车位(个)
望江公园,城东区,6,180
柳荫公园,城东区,2,45
白鹭湖公园,城西区,8,380
滨河公园,城西区,4,120
"""
BUSES = """临江汽车站班次表
里程：公里  票价：元
终点站,途经,首班,每日班次,里程,票价,车型
青石县,柳溪、白塘,06:20,24,58,19,中型
望江县,大桥,06:00,32,46,16,大型
云岭县,望江、石门,07:00,9,127,42,大型
石门镇,望江,07:30,6,83,28,中型
黄沙镇,青石,09:00,4,174,125,小型
"""
DOCTORS = """# 江陵医院2025年3月出诊安排

| 科室 | 医生 | 星期 | 挂号费(元) | 擅长 |
|---|---|---|---|---|
| 骨科 | 高建军 | 周二 | 50 | 人工关节 |
| 骨科 | 田野 | 周四、周六 | 30 | 脊柱、腰椎间盘突出 |
| 儿科 | 白洁 | 周一、周二 | 50 | 小儿哮喘、过敏 |
| 儿科 | 龚丽 | 周三 | 30 | 发育迟缓 |
| 眼科 | 沈一帆 | 周五 | 30 | 白内障、青光眼 |
| 眼科 | 乔欣 | 周一 | 15 | 近视 |
"""
PUPILS_BY_SEX = """# 枫林中学2024年秋季各班人数

| 班级 | 班主任 | 学生数(人) | 男 | 女 |
|---|---|---|---|---|
| 一班 | 周敏 | 46 | 24 | 22 |
| 二班 | 何建国 | 47 | 23 | 24 |
| 三班 | 苏婷 | 46 | 25 | 21 |
"""
ENERGY = """"Northgate Foods - Electricity by site, 2024",,,,
MWh,,,,
Site,Nation,Jan,Feb,Mar
Leeds bakery,England,467,457,446
Dundee mill,Scotland,302,306,290
Hull cold store,England,198,198,206
"""
TERMS = """Organisation,Amount (£),Length (months)
Harbour Food Bank,18000,12
Age Together,32500,24
Tidy Rivers,9800,12
Mindful Men,16800,36
"""
AREAS = """# 2024年澄州市主要指标

| 地区 | 地区生产总值(亿元) | 常住人口(万人) |
|---|---|---|
| 市区 | 2065.0 | 167.61 |
| 新丰县 | 499.8 | 70.13 |
| 全市 | 2564.8 | 237.74 |
"""
WORKS = """# 南州市2024年重点工程

| 项目名称 | 责任单位 | 总投资(亿元) | 状态 |
|---|---|---|---|
| 沙河大桥 | 市交通局 | 7.8 | 已完工 |
| 防洪堤二期 | 市水务局 | 4.3 | 在建 |
| 污水处理厂提标 | 市水务局 | 3.9 | 已完工 |
"""
PURCHASES = """# 临江区2024年政府采购项目
| 项目名称 | 采购方式 | 预算金额(万元) | 需求科室 |
|---|---|---|---|
| 物业管理服务 | 公开招标 | 365 | 后勤科 |
| 会议系统升级 | 竞争性磋商 | 88 | 信息科 |
| 政务云扩容 | 公开招标 | 540 | 信息科 |
| 食堂食材配送 | 竞争性谈判 | 210 | 后勤科 |
"""
VALUES = """# 饮料行业重点公司估值
| 公司 | 收盘价(元) | EPS(元) | PE(倍) |
|---|---|---|---|
| 青泉饮品 | 48.20 | 2.41 | 20.0 |
| 南岭乳业 | 31.50 | 1.26 | 25.0 |
| 海石酒业 | 96.00 | 3.20 | 30.0 |
"""
AGES = """# 应收账款账龄
| 账龄 | 期末余额(元) | 期初余额(元) |
|---|---|---|
| 1年以内（含1年） | 392659 | 354374 |
| 1至2年 | 41873 | 47120 |
| 5年以上 | 8771 | 8264 |
"""
DISTRICTS = """# 按區劃分的人口
| 區 | 人口(千人) | 平均住戶人數(人) | 家庭住戶(千戶) |
|---|---|---|---|
| 東區 | 509.6 | 2.6 | 191.2 |
| 荃灣 | 311.8 | 2.6 | 116.9 |
| 元朗 | 665.3 | 2.8 | 232.5 |
| 離島 | 182.9 | 2.7 | 65.4 |
"""
ASSETS = """# 财务预测摘要
单位：百万元
| 指标 | 2022A | 2023A | 2024E | 2025E |
|---|---|---|---|---|
| 流动资产 |  |  |  |  |
| 存货 | 1109 | 1243 | 1477 | 1726 |
| 货币资金 | 1286 | 1452 | 1713 | 2208 |
| 非流动资产 |  |  |  |  |
| 固定资产 | 1876 | 2104 | 2389 | 2610 |
| 商誉 | 96 | 96 | 96 | 96 |
"""
CASES = [
    # Verbs that only join a thing to what a cell holds, and what all of it is called by who asks.
    (PURCHASES, ".md", "采用公开招标的项目有几个", ["2"]),
    (PURCHASES, ".md", "采取竞争性磋商的项目有哪些", ["会议系统升级"]),
    (VALUES, ".md", "这些酒企里PE最高的是哪家", ["海石酒业"]),
    (VALUES, ".md", "南岭乳业市盈率多少倍", ["25.0"]),
    (VALUES, ".md", "青泉每股收益是多少", ["2.41"]),
    # Classes in either numerals, and figures between whose names there are numbers.
    (AGES, ".md", "五年以上的期末余额", ["8771"]),
    (AGES, ".md", "一年以内的期末余额是多少", ["392659"]),
    (AGES, ".md", "1至2年期末余额比期初少了多少", ["5247"]),
    (DISTRICTS, ".md", "哪些區的人口超過50萬", ["東區", "元朗"]),
    (DISTRICTS, ".md", "元朗平均一戶幾多人", ["2.8"]),
    # All years between two, and by how many percent one is above another.
    (ASSETS, ".md", "2022到2025年存货合计多少", ["5555"]),
    (ASSETS, ".md", "2022年和2023年存货一共多少", ["2352"]),
    (ASSETS, ".md", "2023年存货比上一年增长了百分之几", ["12.08"]),
    (ASSETS, ".md", "2024年非流动资产里哪几项超过300百万", ["固定资产"]),
    (WORKS, ".md", "市水务局的项目有哪些", ["防洪堤二期", "污水处理厂提标"]),
    # Cells that list several things.
    (BUSES, ".csv", "途经望江的有哪些", ["云岭县", "石门镇"]),
    (BUSES, ".csv", "途经望江的有几个", ["2"]),
    (BUSES, ".csv", "青石县途经哪些地方", ["柳溪、白塘"]),
    (DOCTORS, ".md", "周二出诊的医生有哪些", ["高建军", "白洁"]),
    (DOCTORS, ".md", "擅长青光眼的是哪位医生", ["沈一帆"]),
    (DOCTORS, ".md", "骨科有哪些医生", ["高建军", "田野"]),
    (DOCTORS, ".md", "沈一帆星期几出诊", ["周五"]),
    # Units that a line above gives by the names of columns, and bounds in such a unit.
    (BUSES, ".csv", "石门镇票价多少", ["28"]),
    (BUSES, ".csv", "哪个终点站里程最远", ["黄沙镇"]),
    (BUSES, ".csv", "票价超过40元的有几个", ["2"]),
    (BUSES, ".csv", "超过100公里的有哪些", ["云岭县", "黄沙镇"]),
    (TERMS, ".csv", "Which organisations have more than 18 months?", ["Age Together", "Mindful Men"]),
    (TERMS, ".csv", "Which organisation has the longest length?", ["Mindful Men"]),
    # A number right behind the name of a column.
    (DOCTORS, ".md", "挂号费50元的医生有哪些", ["高建军", "白洁"]),
    (PUPILS_BY_SEX, ".md", "学生数46人的班有哪些", ["一班", "三班"]),
    # Columns of one character, and English months.
    (PUPILS_BY_SEX, ".md", "二班男生多少", ["23"]),
    (PUPILS_BY_SEX, ".md", "哪个班女生最多", ["二班"]),
    (ENERGY, ".csv", "Hull cold store in March", ["206"]),
    (ENERGY, ".csv", "Which site has the highest figure in February?", ["Leeds bakery"]),
    # 全市地区 says no 市区.
    (AREAS, ".md", "全市地区生产总值", ["2564.8"]),
    (AREAS, ".md", "市区地区生产总值", ["2065.0"]),
    # Rows of a name that is told under several headings.
    (STATIONS, ".md", "石门桥溶解氧平均是多少", ["9.6"]),
    (STATIONS, ".md", "石门桥上半年溶解氧平均多少", ["9.6"]),
    (STATIONS, ".md", "石门桥氨氮最高是几月", ["3月"]),
    (STATIONS, ".md", "3月哪个断面氨氮最高", ["三江口"]),
    (STATIONS, ".md", "二月份三江口的水算几类", ["Ⅳ类"]),
    (SHOPS, ".md", "第二周豆角卖到6块以上的有哪些地方", ["南门市场", "万家超市"]),
    (SHOPS, ".md", "第二周豆角哪家最贵", ["万家超市"]),
    (SHOPS, ".md", "第一周土豆三家平均多少", ["1.73"]),
    # Codes name no rows.
    (GRANTS, ".md", "Brookside Foodbank award", ["18500"]),
    (GRANTS, ".md", "who got the biggest award", ["Hartley Carers"]),
    (GRANTS, ".md", "total award", ["74450"]),
    # What is said of rows by what their cells hold, in words that say no more.
    (LINES, ".csv", "三分公司管着几条线", ["2"]),
    (LINES, ".csv", "哪条线最短", ["微3路"]),
    (LINES, ".csv", "夜1路末班", ["01:30"]),
    (BRANCHES, ".csv", "how many have no public wifi", ["2"]),
    (BRANCHES, ".csv", "which branches don't have public wifi", ["Coldwater", "Overton"]),
    # How many there are is said of those that are meant.
    (STAFF, ".md", "两个生产部在岗一共多少", ["182"]),
    # What all parts come to, where none of them is named.
    (PUPILS, ".md", "实验小学有多少学生", ["915"]),
    (PUPILS, ".md", "实验小学二年级还有多少学生", ["305"]),
    # The outermost rows.
    (SPENT, ".md", "完成不到九成的大类有哪些", ["科学技术支出"]),
    (SPENT, ".md", "哪个大类决算数最高", ["教育支出"]),
    # A line above the header tells who made the table; a place of some rows is no other place.
    (PARKS, ".csv", "城西区的公园公厕一共几座", ["12"]),
    (PARKS, ".csv", "白鹭湖公园停车位有几个", ["380"]),
]
NOT_TOLD = [
    (PURCHASES, ".md", "取消公开招标的项目有几个"),
    (VALUES, ".md", "这些酒企里市净率最高的是哪家"),
    (ASSETS, ".md", "2023年存货周转率比上一年增长了百分之几"),
    (BUSES, ".csv", "青石县停运的有哪些"),
    (DOCTORS, ".md", "高建军几月出诊"),
    (TERMS, ".csv", "Which organisations have more than 18 staff?"),
    (STAFF, ".md", "三个生产部在岗一共多少"),
    (PUPILS, ".md", "城北小学一共开了多少个班"),
    (SPENT, ".md", "预备费决算数"),
    (SPENT, ".md", "哪个大类最多"),
    (LINES, ".csv", "一分公司停运了几条线"),
    (TRIPS, ".csv", "哪条线最快"),  # not the one that takes most minutes
    (TRIPS, ".csv", "哪条线最高"),
    (GRANTS, ".md", "what percentage of Eastvale Brass was the award"),
]


@pytest.mark.parametrize(("text", "suffix", "question", "told"), CASES)
def test_what_is_told(
    of_text: Callable[[str, str], Assistant], text: str, suffix: str, question: str, told: list[str]
) -> None:
    answer = converse(of_text(text, suffix), question).answer
    assert isinstance(answer, Found), answer
    assert values(converse(of_text(text, suffix), question)) == told


@pytest.mark.parametrize(("text", "suffix", "question"), NOT_TOLD)
def test_what_is_not(of_text: Callable[[str, str], Assistant], text: str, suffix: str, question: str) -> None:
    assert isinstance(converse(of_text(text, suffix), question).answer, Unknown | Choices)
