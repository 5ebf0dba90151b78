"""A small invented knowledge, made in memory: ten rows in two tables of tasks, and some figures of the prose.

The ids are short words, so that a query that names a fact can be read.
"""

from __future__ import annotations

from functools import cache

from bot.answering.decision import decide
from bot.answering.verdicts import Verdict
from bot.asking.building import build
from bot.asking.index import Index
from bot.asking.parser import parse
from bot.asking.tagging import tag
from bot.knowledge import store
from bot.knowledge.model import Document, Fact, Knowledge, Row, Section, Source, Table
from bot.knowledge.query import text
from tests.conversation import KNOWLEDGE

PERIOD = "2023年"
TITLES = {"county": "2023年县级民生实事完成情况表", "towns": "2023年乡镇民生实事完成情况表"}
PROSE = {
    "来电": ("热线", "受理来电", "2400", "件"),
    "满意率": ("热线", "群众满意率", "96.5", "%"),
    "办结率": ("热线", "按时办结率", "99.2", "%"),
    "企业": ("市场主体", "新增企业", "1.2", "万户"),
    "个体": ("市场主体", "新增个体工商户", "30000", "户"),
    "贷款户数": ("小微贷款", "发放小微贷款户数", "800", "户"),
    "贷款金额": ("小微贷款", "发放小微贷款金额", "2.4", "亿元"),
    "书记信箱": ("信箱", "书记信箱来信", "150", "件"),
    "县长信箱": ("信箱", "县长信箱来信", "120", "件"),
}
"""By id: subject, measure, value, unit."""
POPULATION = {"2021年": "81.2", "2022年": "80.5", "2023年": "79.9"}
"""One measure at three times."""
ROWS = {
    "county": {
        "公路": ("修建乡村公路", "rural roads", "千米", "县交通局", "20", "27.5", "137.5"),
        "床位": ("新增养老床位", "nursing beds", "张", "县民政局", "300", "300", "100"),
        "小区": ("改造老旧小区", "old neighbourhoods", "个", "县住建局", "12", "12", "100"),
        "电梯": ("加装电梯", "elevators", "台", "县住建局", "40", "60", "150"),
        "食堂": ("建设便民食堂", "canteens", "个", "县民政局", "10", "11", "110"),
        "筛查": ("开展免费筛查", "free screenings", "人次", "县卫健局", "9000", "9090", "101"),
    },
    "towns": {
        "山塘": ("整修山塘", "ponds", "座", "县水利局", "50", "45", "90"),
        "卫生室": ("建设村卫生室", "village clinics", "个", "县卫健局", "8", "8", "100"),
        "轮椅": ("发放助残轮椅", "wheelchairs", "辆", "县民政局", "200", "250", "125"),
        "车位": ("新建停车位", "parking spaces", "个", "县住建局", "500", "520", "104"),
    },
}
"""By table and id: name, English name, unit, who leads it, target, done, progress."""
COLUMNS = ("牵头部门", "目标", "完成", "进度")


@cache
def knowledge() -> Knowledge:
    """What the invented document says, with the words and thresholds that are shipped."""
    shipped = store.load(KNOWLEDGE)
    return store.gather(
        [_document()], shipped.vocabulary, (shipped.thresholds, shipped.weights, shipped.likelihood)
    )


@cache
def index() -> Index:
    """The same, indexed."""
    return build(knowledge())


def verdict(question: str) -> Verdict:
    """What becomes of a question by itself, as the assistant would take it."""
    found = index()
    return decide(parse(tag(question, found.vocabulary, found.lexicon), found), found)


def understood(question: str) -> str:
    """The query that is carried out for a question, in the form to read; empty where none is."""
    query = verdict(question).query
    return text(query) if query else ""


def _document() -> Document:
    facts = [_said(name, *said, PERIOD) for name, said in PROSE.items()]
    facts += [
        _said(f"人口{year}", "人口", "年末户籍人口", number, "万人", year)
        for year, number in POPULATION.items()
    ]
    return Document(
        id="town",
        title="海州县2023年政务公开",
        publisher="县政府办",
        date="2024-01-15",
        period=PERIOD,
        place="海州县",
        file="seeds/town.txt",
        sha256="",
        sections=(Section(title="便民服务", start=0, end=100),),
        facts=tuple(facts),
        tables=tuple(map(_table, ROWS)),
    )


def _said(name: str, subject: str, measure: str, value: str, unit: str, period: str) -> Fact:  # noqa: PLR0913, PLR0917 - a figure has that many parts
    return Fact(
        id=name,
        kind="figure",
        subject=subject,
        measure=measure,
        value=value,
        unit=unit,
        printed=value + unit,
        period=period,
        source=_source(f"{period}{measure}{value}{unit}", 10 * len(name)),
    )


def _table(table: str) -> Table:
    rows = tuple(_row(table, number, row) for number, row in enumerate(ROWS[table], 1))
    return Table(id=table, document="town", title=TITLES[table], columns=COLUMNS, rows=rows, period=PERIOD)


def _row(table: str, number: int, row: str) -> Row:
    name, english, unit, *printed = ROWS[table][row]
    cells = {}
    for column, value in zip(COLUMNS, printed, strict=True):
        own = {"牵头部门": "", "进度": "%"}.get(column, unit)
        cells[column] = Fact(
            id=f"{row}.{column}",
            kind="figure" if own else "text",
            subject=name,
            measure=column,
            value=value,
            unit=own,
            printed=value + own,
            period=PERIOD,
            row=row,
            source=_source(f"{name} {column} {value}{own}", 1000 + 100 * len(table) + number, TITLES[table]),
        )
    return Row(id=row, table=table, name=name, english=(english,), cells=cells, number=str(number), unit=unit)


def _source(quote: str, start: int, section: str = "便民服务") -> Source:
    return Source(
        document="town", section=section, quote=quote, start=start, end=start + len(quote), sentence=quote
    )
