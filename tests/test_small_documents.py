"""Short documents as offices publish them, made for this test, asked as people ask who have not read them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices, Found, Unknown
from bot.reading import build as extraction
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

SCHOOLS = """# 清河县2023年教育事业统计

## 一、总体情况

2023年,全县共有各级各类学校186所,在校学生6.82万人,专任教师4215人。其中小学98所、初中32所、普通高中8所、幼儿园46所、特殊教育学校2所。

## 二、分乡镇情况

| 乡镇 | 学校(所) | 在校生(人) | 教师(人) | 生均校舍面积(平方米) |
|---|---|---|---|---|
| 城关镇 | 42 | 25310 | 1520 | 8.6 |
| 柳林镇 | 31 | 11240 | 702 | 9.4 |
| 东河乡 | 25 | 6820 | 465 | 11.2 |
| 石桥镇 | 38 | 13950 | 868 | 9.1 |
| 青山乡 | 22 | 4380 | 327 | 13.5 |
| 双塔乡 | 28 | 6500 | 333 | 12.0 |
| 合计 | 186 | 68200 | 4215 | 9.7 |
"""
SPENDING = """# 平湖市2024年部门支出表

| 部门 | 负责人 | 2023年(万元) | 2024年(万元) | 增减 |
|---|---|---|---|---|
| 公安局 | 王强 | 3010 | 3190 | +6.0% |
| 城管局 | 赵敏 | 1520 | 1490 | -2.0% |
| 园林局 | 孙丽 | 800 | 860 | +7.5% |
| 图书馆 | 周杰 | 550 | 570 | +3.6% |
| 机关事务局 | 吴军 | 1210 | 1200 | -0.8% |
"""
CITIES = """城市,2022年GDP(亿元),2023年GDP(亿元),增速(%),常住人口(万人),人均GDP(元)
甲市,3210.5,3402.1,5.6,420.3,80945
乙市,2104.2,2231.8,6.1,355.0,62868
丙市,1875.0,1941.2,3.2,298.7,64988
丁市,980.4,1032.6,5.1,188.2,54867
戊市,760.9,752.3,-1.2,150.4,50020
"""
DISTRICT = """# 云溪区2024年国民经济和社会发展统计公报

## 一、综合

初步核算,全年地区生产总值512.6亿元,比上年增长5.4%。其中,第一产业增加值38.2亿元,增长3.6%;第二产业增加值214.7亿元,增长6.1%;第三产业增加值259.7亿元,增长5.0%。人均地区生产总值86540元,增长5.2%。

年末常住人口59.3万人,其中城镇人口36.1万人,城镇化率60.9%,比上年末提高0.8个百分点。居民收入比由上年的1.86缩小到1.84。

## 二、财政

一般公共预算收入24.8亿元,增长4.3%,其中税收收入16.9亿元,增长2.7%。粮食总产量18.9万吨,增长1.2%。
"""
WARDS = """# 仁和医院2023年工作报告

## 医疗业务

全年门急诊总量86.74万人次,其中急诊9.38万人次。

## 重点科室

| 科室 | 科主任 | 床位(张) | 出院(人次) | 手术(台次) |
|---|---|---|---|---|
| 心内科 | 周敏华 | 120 | 5240 | 1386 |
| 骨科 | 高建武 | 110 | 4015 | 3172 |
| 普外科 | 林少卿 | 95 | 4386 | 3540 |
| 妇产科 | 何秀兰 | 80 | 4630 | 2417 |
"""

OFFICES = """# 青川市2024年政务公开情况

| 部门 | 主动公开信息数(条) | 收到申请(件) |
|---|---|---|
| 市住房和城乡建设局 | 812 | 31 |
| 市发展和改革委员会 | 640 | 22 |
| 市卫生健康委员会 | 701 | 18 |
| 市教育局 | 533 | 12 |
| 市人力资源和社会保障局 | 489 | 27 |
| 市市场监督管理局 | 920 | 44 |
"""
BANKS = """银行利润增速,2023/09,2023/12,2024/03,2024/06,较2024Q1变化
招商银行,6.52%,6.22%,-1.96%,-1.33%,0.63%
农业银行,4.97%,3.91%,-1.63%,1.99%,3.62%
中国银行,1.60%,2.38%,-2.90%,-1.24%,1.66%
中信银行,9.19%,7.91%,0.25%,-1.60%,-1.85%
杭州银行,26.06%,23.15%,21.11%,20.06%,-1.05%
郑州银行,-19.18%,-23.62%,-18.57%,-22.12%,-3.55%
"""

WATER = """# 临江市2024年供水情况通报

| 水厂 | 日供水能力(万吨) | 全年供水量(万吨) | 漏损率 | 投产时间 |
|---|---|---|---|---|
| 一水厂 | 12.0 | 3421.5 | 9.8% | 1987年 |
| 二水厂 | 20.0 | 6120.3 | 8.1% | 1999年 |
| 城东水厂 | 15.0 | 4015.8 | 7.4% | 2011年 |
| 江北水厂 | 8.0 | 1830.2 | 11.2% | 2005年 |
| 合计 | 55.0 | 15387.8 | 8.7% | |
"""
LINES = """# Harbour City Transport Report 2024

| Line | Stations | Length (km) | Daily riders | Opened |
|---|---|---|---|---|
| Red | 24 | 31.5 | 182,000 | 1978 |
| Blue | 18 | 22.1 | 140,500 | 1985 |
| Green | 30 | 40.8 | 96,300 | 2003 |
| Airport | 6 | 18.9 | 28,700 | 2015 |
"""

HOSPITALS = """医院,等级,床位,医生,护士
市一医院,三甲,1800,720,1105
市二医院,三乙,900,341,502
市中医院,三甲,650,260,340
妇幼保健院,三乙,520,230,366
开发区医院,二甲,300,98,121
"""

BRANCHES = """青江农商银行营业网点一览表

| 序号 | 网点名称 | 所在区县 | 地址 | 联系电话 | 周末营业 | 员工人数(人) | 自助设备(台) | 保险箱业务 |
|---|---|---|---|---|---|---|---|---|
| 1 | 总行营业部 | 东城区 | 江海大道188号 | 0513-86210001 | 是 | 46 | 12 | 有 |
| 2 | 城南支行 | 东城区 | 青年中路62号 | 0513-86210015 | 是 | 21 | 6 | 有 |
| 3 | 学府路支行 | 东城区 | 学府路9号 | 0513-86210027 | 是 | 14 | 5 | 无 |
| 4 | 唐闸支行 | 港闸区 | 北市街45号 | 0513-86210046 | 否 | 12 | 3 | 无 |
| 5 | 通海支行 | 通海市 | 解放西路77号 | 0513-86210058 | 是 | 26 | 8 | 有 |
| 6 | 白蒲支行 | 如溪县 | 文峰街18号 | 0513-86210092 | 否 | 10 | 2 | 无 |
| 合计 |  |  |  |  |  | 129 | 36 |  |
"""
PLANTS = """污水处理厂,处理工艺,设计规模(万吨/日),平均负荷率(%),运营单位
安平城东污水处理厂,A2/O,10.0,92.0,安平水务公司
临溪第二污水处理厂,MBBR,2.5,76.9,首创生态公司
高新区污水处理厂,MBR,4.0,77.5,碧源环保科技有限公司
永宁园区污水处理厂,A2/O,2.0,66.1,碧源环保科技有限公司
"""
CROPS = """地区,播种面积(千公顷),产量(吨),席位(个)
青岩县,5.47,14029,12
龙泉市,8.03,18110,9
桐花县,9.15,22509,15
洛水区,9.90,23100,7
清河县,6.11,14210,11
"""
MUSEUM = """# 青江博物馆2024年工作小结

全年新增讲解员30名、志愿者座席20个。馆方接待观众126万人次,观众满意率96.4%。夏令营开展12期。
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Assistant]:
    """An assistant on nothing but one text; each is read once."""
    made: dict[str, Assistant] = {}

    def of(name: str, text: str) -> Assistant:
        if name not in made:
            folder = tmp_path_factory.mktemp("small")
            file = folder / name
            file.write_text(text, encoding="utf-8")
            extraction.build([file], folder / "knowledge")
            made[name] = Assistant(folder / "knowledge")
        return made[name]

    return of


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("有多少所学校", ["186"]),  # who names no town means all of them
        ("小学占全部学校的百分之几", ["52.69"]),
        ("城关镇学生占全县的百分之几", ["37.11"]),
        ("石桥镇教师占全县的比例是多少", ["20.59"]),
        ("城关镇多少所学校", ["42"]),
        ("除了城关镇,学生最多的是哪个乡镇", ["石桥镇"]),
        ("学生最多的乡镇,城关镇除外", ["石桥镇"]),
        ("除了城关镇和石桥镇,学校最多的乡镇是哪个", ["柳林镇"]),
        ("除了城关镇,还有哪些乡镇学生超过一万", ["柳林镇", "石桥镇"]),
        ("各乡镇平均多少所学校", ["31"]),  # not 186 of the whole by itself
        ("平均每个乡镇多少所学校", ["31"]),
        ("去年全县有多少所学校", ["186"]),
        ("教师最少的乡镇的学生有多少", ["4380"]),  # what another column tells of the row an order puts first
        ("学校最少的乡镇生均校舍面积多少", ["13.5"]),
        ("学生最多的乡镇有多少人", ["25310"]),
        ("学生第二多的乡镇有多少所学校", ["38"]),
        ("学生超过1万的乡镇有多少教师", []),  # of each or of all of them
        ("教师超过800人的乡镇一共多少学生", ["39260"]),  # and of those that a bound chooses
        ("学生超过1万的乡镇平均多少教师", ["1030"]),
    ],
)
def test_towns(read: Callable[..., Assistant], question: str, told: list[str]) -> None:
    assert values(converse(read("schools.md", SCHOOLS), question)) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("哪些部门的支出减少了", ["城管局", "机关事务局"]),
        ("有几个部门支出下降", ["2"]),
        ("支出超过1500万元的部门有哪些", ["公安局"]),
        ("城管局谁负责", ["赵敏"]),
        ("谁管图书馆", ["周杰"]),
        ("园林局2024年花多少钱", ["860"]),
    ],
)
def test_departments_that_nobody_leads(
    read: Callable[..., Assistant], question: str, told: list[str]
) -> None:
    assert values(converse(read("spending.md", SPENDING), question)) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("哪个城市GDP最高", ["甲市"]),  # of the last year that is told, and not a head
        ("甲市GDP多少", ["3402.1"]),
        ("GDP第二的城市", ["乙市"]),
        ("人均GDP最低的城市", ["戊市"]),
        ("增速为负的城市", ["戊市"]),
        ("人口超过300万的城市有几个", ["2"]),
        ("2022年GDP超过2000亿的城市有哪些", ["甲市", "乙市"]),
    ],
)
def test_columns_of_several_years(read: Callable[..., Assistant], question: str, told: list[str]) -> None:
    assert values(converse(read("cities.csv", CITIES), question)) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("哪个科室出院人次排第二", ["妇产科"]),
        ("床位倒数第二的科室", ["普外科"]),
        ("骨科做了多少台手术", ["3172"]),
    ],
)
def test_places_of_an_order(read: Callable[..., Assistant], question: str, told: list[str]) -> None:
    assert values(converse(read("wards.md", WARDS), question)) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("去年GDP多少", ["512.6"]),  # of the year of the report, which is past
        ("GDP涨了多少", ["5.4"]),  # and not that of each head
        ("第一产业增加值是多少", ["38.2"]),
        ("三产占GDP的比重", ["50.66"]),
        ("城镇人口占多少", ["60.9"]),  # of its own whole, as its sentence prints it
        ("税收占多少", ["68.15"]),
        ("粮食产量是增是减", ["1.2"]),
        ("城镇化率提高几个点", ["0.8"]),
    ],
)
def test_a_communique(read: Callable[..., Assistant], question: str, told: list[str]) -> None:
    assert values(converse(read("district.md", DISTRICT), question)) == told


def test_a_part_whose_name_the_whole_has_in_it(read: Callable[..., Assistant]) -> None:
    answer = converse(read("wards.md", WARDS), "急诊人次多少").answer
    assert isinstance(answer, Choices)
    assert [option.value for option in answer.options] == ["86.74", "9.38"]


def test_who_published_it_is_no_date(read: Callable[..., Assistant]) -> None:
    assistant = read("dated.md", SCHOOLS.replace("## 一", "发布时间：2024年3月15日\n\n## 一"))
    assert isinstance(converse(assistant, "这份统计是谁发布的").answer, Unknown)
    assert isinstance(converse(assistant, "这份统计什么时候发布的").answer, Found)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("住建局公开了多少条", ["812"]),  # names that are said by some of their characters
        ("发改委公开多少条信息", ["640"]),
        ("人社局收到多少申请", ["27"]),
        ("交警队收到多少申请", []),
        ("哪个部门公开的信息最多", ["市市场监督管理局"]),  # a word that a synonym has taken up
        ("有几家单位收到的申请超过20件", ["4"]),
        ("市教育局没收到多少申请", []),  # in a small document no word is rare, and 没 still turns it round
        ("市教育局未公开信息多少条", []),
    ],
)
def test_offices(read: Callable[..., Assistant], question: str, told: list[str]) -> None:
    assert values(converse(read("offices.md", OFFICES), question)) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("招行2024年上半年利润增速", ["-1.33"]),  # to who reads reports, 2024/06 is of the half of the year
        ("杭州银行2024年中报利润增速多少", ["20.06"]),
        ("杭州银行2024H1利润增速", ["20.06"]),
        ("杭州银行2024年二季度利润增速", []),
        ("2024年上半年利润跌得最惨的是哪家银行", ["郑州银行"]),
        ("有几家银行2024年上半年利润下滑", ["4"]),
        ("2024年一季度利润增速超过10%的银行有哪些", ["杭州银行"]),
    ],
)
def test_growth_in_columns_that_are_called_by_times(
    read: Callable[..., Assistant], question: str, told: list[str]
) -> None:
    assert values(converse(read("上市银行利润增速.csv", BANKS), question)) == told


def test_a_short_name_that_fits_two_is_none(read: Callable[..., Assistant]) -> None:
    answer = converse(read("上市银行利润增速.csv", BANKS), "中行2024年上半年利润增速").answer
    assert not isinstance(answer, Found)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("2000年以后投产的水厂有哪些", ["城东水厂", "江北水厂"]),
        ("2000年之前投产的水厂", ["一水厂", "二水厂"]),
        ("2000年以后投产的水厂有几个", ["2"]),
        ("哪个水厂是2011年投产的", ["城东水厂"]),
        ("1999年以后投产的水厂有哪些", []),  # with the one of 1999 or without it
        ("2003年投产的水厂有哪些", []),
        ("2000年以后的漏损率", []),
        ("漏损率高于9%的水厂", ["一水厂", "江北水厂"]),
        ("一共有几个水厂", ["4"]),  # the whole is none of them
        ("有几个水厂停产了", []),
        ("日供水能力最大的水厂漏损率是多少", ["8.1"]),
        ("日供水能力最大的水厂供了多少水", []),  # 供水 is a part of two columns
    ],
)
def test_rows_that_are_chosen_by_a_year(
    read: Callable[..., Assistant], question: str, told: list[str]
) -> None:
    assert values(converse(read("water.md", WATER), question)) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which lines opened after 2000?", ["Green", "Airport"]),
        ("Which line opened in 1985?", ["Blue"]),
        ("How many stations does the line with the most riders have?", []),
    ],
)
def test_rows_that_are_chosen_by_a_year_in_english(
    read: Callable[..., Assistant], question: str, told: list[str]
) -> None:
    assert values(converse(read("lines.md", LINES), question)) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("三甲医院有哪些", ["市一医院", "市中医院"]),
        ("三级甲等医院有几家", ["2"]),
        ("三甲医院平均多少医生", ["490"]),
        ("护士最多的三家医院", ["市一医院", "市二医院", "妇幼保健院"]),
    ],
)
def test_grades(read: Callable[..., Assistant], question: str, told: list[str]) -> None:
    assert values(converse(read("hospitals.csv", HOSPITALS), question)) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("周末营业的网点有哪些", ["总行营业部", "城南支行", "学府路支行", "通海支行"]),
        ("周末不营业的网点有哪些", ["唐闸支行", "白蒲支行"]),
        ("周末营业的网点有几家", ["4"]),
        ("有保险箱业务的网点有几家", ["3"]),
        ("一共有多少员工", ["129"]),  # 有 is what one column says, too
        ("通海支行的电话多少", ["0513-86210058"]),
        ("唐闸支行的地址", ["北市街45号"]),
        ("唐闸支行怎么样", ["12", "3"]),
        ("给我介绍下通海支行的情况", ["26", "8"]),
        ("哪个网点职工最多", ["总行营业部"]),
        ("通海支行有多少雇员", ["26"]),
    ],
)
def test_branches(read: Callable[..., Assistant], question: str, told: list[str]) -> None:
    assert values(converse(read("branches.md", BRANCHES), question)) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("碧源环保科技有限公司运营哪些厂", ["高新区污水处理厂", "永宁园区污水处理厂"]),
        ("哪些污水处理厂用MBBR工艺", ["临溪第二污水处理厂"]),
        ("临溪第二污水处理厂用哪种工艺", ["MBBR"]),
    ],
)
def test_what_a_question_says_itself_is_no_answer(
    read: Callable[..., Assistant], question: str, told: list[str]
) -> None:
    assert values(converse(read("plants.csv", PLANTS), question)) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("播种面积最大的前三个县市", ["桐花县", "龙泉市", "清河县"]),
        ("座位最少的是哪个县", ["清河县"]),
        ("座位超过10个的县有哪些", ["青岩县", "桐花县", "清河县"]),
    ],
)
def test_counties_and_cities(read: Callable[..., Assistant], question: str, told: list[str]) -> None:
    assert values(converse(read("crops.csv", CROPS), question)) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("讲解员添了多少人,开了几期游学", []),  # not the first of two
        ("夏令营开展了多少期", ["12"]),
        ("观众满意率是多少,到底是多少", ["96.4"]),
    ],
)
def test_one_figure_is_none_of_two(read: Callable[..., Assistant], question: str, told: list[str]) -> None:
    assert values(converse(read("museum.md", MUSEUM), question)) == told


REVENUE = """# Revenue by region (unaudited, $million, year to 30 September)

| Region | FY2022 | FY2023 |
|---|---|---|
| North America | 507.3 | 543.5 |
| Europe | 360.4 | 382.0 |
| Greater China | 194.1 | 210.7 |
| Latin America | 51.8 | 75.2 |
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which regions took in less than $150 million in FY2023?", ["Latin America"]),
        ("Which regions took in more than 300 in FY2023?", ["North America", "Europe"]),
        ("What did Europe and Greater China add up to in FY2023?", ["592.7"]),
        ("What did Europe add up to in FY2022?", ["360.4"]),
    ],
)
def test_millions_are_held_against_what_is_counted_in_millions(
    read: Callable[..., Assistant], question: str, told: list[str]
) -> None:
    assert values(converse(read("revenue.md", REVENUE), question)) == told


HEADCOUNT = "子公司,员工,收入\n东湾公司,120,543.5\n西湾公司,85,75.2\n北湾公司,64,210.7\n"


def test_a_column_without_a_unit_is_not_held_against_what_it_never_comes_near(
    read: Callable[..., Assistant],
) -> None:
    companies = read("companies.csv", HEADCOUNT)
    assert values(converse(companies, "Which 公司 have 收入 of less than 150 million?")) == []
    assert values(converse(companies, "收入低于150的公司有哪些")) == ["西湾公司"]


CARE = """# 青江市医疗服务价格公示

| 项目名称 | 计价单位 | 最高限价·三级(元) | 最高限价·一级(元) |
|---|---|---|---|
| 急诊诊查费 | 次 | 20 | 12 |
| CT平扫 | 部位 | 190 | 140 |
| 胃镜检查 | 次 | 168 | 120 |
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("一级医院的急诊诊查费是多少元", ["12"]),
        ("三级医院做一次胃镜检查最高收多少钱", ["168"]),
        ("做一个部位的CT平扫，三级医院比一级医院贵多少元", ["50"]),
    ],
)
def test_what_kind_of_thing_a_row_is_of_is_no_other_measure(
    read: Callable[..., Assistant], question: str, told: list[str]
) -> None:
    assert values(converse(read("care.md", CARE), question)) == told


WASTE = """港灣市政府主計處　統計通報
發布日期：114年4月18日

113年港灣市廢棄物清理概況

113年本市廢棄物產生量為53萬3,895公噸，較112年538,677公噸減少0.89%。資源回收量較112年增加1.49%。路燈桿高12公尺。

表1　港灣市近2年廢棄物清理概況
年別    回收率    平均每人每日產生量
112年    58.03    1.243
113年    59.09    1.232
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("113年廢棄物產生量多少公噸", ["533895"]),
        ("2023年廢棄物產生量多少", ["538677"]),
        ("112年回收率是多少", ["58.03"]),
        ("111年回收率是多少", []),
        ("路燈桿有幾公尺高", ["12"]),
    ],
)
def test_years_of_the_republic_need_not_be_said_to_be_of_it(
    read: Callable[..., Assistant], question: str, told: list[str]
) -> None:
    assert values(converse(read("waste.txt", WASTE), question)) == told


POOLS = """# 泳池管理署二零二三至二四年度年報

截至2024年3月31日，本署轄下共有 38 個憲報公布的泳灘及 43 個泳池場館。

年內舉辦習泳班 1 846 班，共有 24 360 名學員參加。
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("習泳班有多少名學員參加", ["24360"]),
        ("2023-24年度舉辦習泳班幾班", ["1846"]),
        ("共有幾個泳灘", ["38"]),
    ],
)
def test_thousands_may_be_parted_by_spaces(
    read: Callable[..., Assistant], question: str, told: list[str]
) -> None:
    assert values(converse(read("pools.md", POOLS), question)) == told


BOROUGH = """WEXHAM BOROUGH COUNCIL
Annual Performance Report 2023/24
Report to Cabinet, 18 July 2024

A total of 312 affordable homes were completed. Net revenue spending was GBP 148.9 million,
which is more than was planned, and 118 homes were let for social rent. At 31 March
2024 there were 486 households in temporary accommodation and 2,940 applicants on the
housing register.
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many affordable homes were completed in 2023/24?", ["312"]),
        ("How many applicants were on the housing register at the end of March 2024?", ["2940"]),
        ("What was net revenue spending?", ["148.9"]),
        ("How many affordable homes were completed in 2021/22?", []),
    ],
)
def test_a_report_on_a_budget_year(read: Callable[..., Assistant], question: str, told: list[str]) -> None:
    assert values(converse(read("borough.txt", BOROUGH), question)) == told


SUBSIDIES = """# 青湾市2024年第二批专项资金拨付明细

| 单位名称 | 补助金额(万元) | 2023年管理费用(万元) | 2022年管理费用(万元) |
|---|---|---|---|
| 同福食品有限公司 | 71.20 | 16872.41 | 15230.18 |
| 长风纺织有限公司 | 126.00 | 900.00 | 1000.00 |
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("同福食品补助金额多少", ["71.20"]),
        ("同福食品在第二批资金里的补助金额是多少", ["71.20"]),
        ("同福食品在第一批资金里的补助金额是多少", []),
        ("同福食品管理费用2023年相比2022年涨了百分之几", ["10.78"]),
        ("同福食品管理费用2023年与2022年相比涨了百分之几", ["10.78"]),
    ],
)
def test_another_turn_and_the_time_another_is_held_against(
    read: Callable[..., Assistant], question: str, told: list[str]
) -> None:
    assert values(converse(read("subsidies.md", SUBSIDIES), question)) == told


AIR = """# 2024年9月城市空气质量

| 城市 | 优良天数比例(%) | PM2.5(μg/m³) |
|---|---|---|
| 云阜市 | 100.0 | 12 |
| 翠陵市 | 100.0 | 18 |
| 松溪市 | 83.3 | 31 |
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("有多少个城市的优良天数比例达到了100%", ["2"]),
        ("哪些城市优良天数比例达到100%", ["云阜市", "翠陵市"]),
        ("松溪市当月的PM2.5是多少", ["31"]),
    ],
)
def test_a_bound_that_ends_a_question(read: Callable[..., Assistant], question: str, told: list[str]) -> None:
    assert values(converse(read("air.md", AIR), question)) == told


ACCOUNTS = """# 霁川公司2024年年度报告摘要

报告期内新中标金额41.6亿元，研发投入1.31亿元，其中资本化金额0.18亿元。年末常住人口51.36万人，其中城镇常住人口27.19万人。

## 资产负债表

单位：万元

| 项目 | 附注 | 期末余额 | 期初余额 |
|---|---|---|---|
| 货币资金 | 七、1 | 31846 | 40277 |
| 应收账款 | 七、5 | 58731 | 49803 |
| 商誉 | 七、27 | 3180 | 3820 |

## 分县区收入

| 县区 | 全体居民人均可支配收入（元） | 农村居民人均可支配收入（元） |
|---|---|---|
| 溪陵区 | 38214 | 23067 |
| 梧塘区 | 36590 | 22418 |
| 龙岫县 | 25733 | 18206 |
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("商誉年初是多少", ["3820"]),
        ("年底货币资金有多少", ["31846"]),
        ("应收账款期末比期初多多少", ["8928"]),
        ("货币资金期末余额是多少亿元", ["3.1846"]),
        ("新中标金额换算成万元是多少", ["416000"]),
        ("新中标金额写成", ["41.6"]),
        ("研发投入是多少", ["1.31"]),
        ("常住人口中城镇以外的有多少", ["24.17"]),
        ("常住人口和城镇人口分别增长多少", []),  # how far one grew is not how far apart they are
        ("农村人均收入超过2万元的县区有哪些", ["溪陵区", "梧塘区"]),
        ("溪陵区和龙岫县哪个农村居民人均可支配收入高,高多少", ["4861"]),
        ("溪陵区与梧塘区的农村居民人均可支配收入差多少", ["649"]),
        ("溪陵区的农村收入和梧塘区的全体收入差多少", ["13523"]),
    ],
)
def test_sides_scales_and_what_is_left(
    read: Callable[..., Assistant], question: str, told: list[str]
) -> None:
    assert values(converse(read("accounts.md", ACCOUNTS), question)) == told


BUDGETS = """部门,预算数(万元),累计支出数(万元),执行率(%)
县科技局,1284,702,54.7
县发改局,1925,1538,79.9
县资源局,8465,5282,62.4
县公安局,19845,18237,91.9
"""
PRICES = """项目,单位,三级医院(元),二级医院(元),一级医院(元)
CT平扫,部位,190,165,140
磁共振平扫,部位,420,380,350
"""


@pytest.mark.parametrize(
    ("name", "text", "question", "told"),
    [
        ("budgets.csv", BUDGETS, "执行率倒数第二的是哪个部门", ["县资源局"]),
        ("budgets.csv", BUDGETS, "支出进度倒数第二的是哪个部门", []),  # 支出 alone is no progress
        ("prices.csv", PRICES, "CT平扫三级医院比一级医院贵多少元", ["50"]),
    ],
)
def test_progress_is_a_rate_and_two_columns_of_a_row_are_apart(
    read: Callable[..., Assistant], name: str, text: str, question: str, told: list[str]
) -> None:
    assert values(converse(read(name, text), question)) == told


INDUSTRIES = """行业,营业收入(亿元),营收同比(%)
总计,1842.0,3.4
制造业,820.5,3.6
汽车制造业,921.4,8.8
采矿业,100.1,-6.2
"""


def test_a_name_that_no_row_has_means_no_whole(read: Callable[..., Assistant]) -> None:
    town = read("industries.csv", INDUSTRIES)
    assert values(converse(town, "营收同比是多少")) == ["3.4"]
    assert values(converse(town, "造车的营收同比是多少")) == []
