"""What each kind of query comes to, over ten rows and some figures of the prose."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import pytest

from bot.answering.denotation import Denotation
from bot.answering.executor import execute
from bot.knowledge.query import (
    Aggregate,
    Beside,
    Check,
    Combine,
    Common,
    Condition,
    Each,
    Filter,
    Held,
    Is,
    Joint,
    Project,
    Query,
    Rank,
    Relation,
    Select,
    known,
    text,
)
from bot.language.amounts import Quantity, Refusal
from bot.language.units import NONE
from tests.ten_rows import COLUMNS, POPULATION, PROSE, ROWS, index

Role = Literal["lead", "target", "done", "progress"]


def run(query: Query) -> Denotation:
    return execute(query, index())


def told(query: Query) -> list[str]:
    """What is answered, each with its unit."""
    return [item.entry.value + item.entry.unit for item in run(query).items]


def reason(query: Query) -> str:
    refusal = run(query).refusal
    return refusal.reason if isinstance(refusal, Refusal) else refusal


def cells(role: Role, *where: Condition) -> Select:
    return Select((*where, one("role", role)))


def one(dimension: str, *values: str, but: bool = False) -> Is:
    return Is(dimension, frozenset(values), negated=but)


def held(relation: Relation, number: str, unit: str = "", on: str = "", *, negated: bool = False) -> Held:
    against = Quantity(Decimal(number), index().vocabulary.unit(unit) if unit else NONE)
    return Held(relation, against, on, negated)


def two(how: Joint, *names: str, unit: str = "") -> Combine:
    return Combine(how, tuple(map(known, names)), unit)


TASKS = cells("progress")
BY_LEAD = Aggregate(cells("lead"), "count", by="lead")
COUNTY, TOWNS = one("table", "county"), one("table", "towns")
MINZHENG = one("lead", "县民政局")
EVERY_ROW = [row for table in ROWS.values() for row in table]


def _ids(cases: list[tuple[Query, list[str]]]) -> list[object]:
    return [pytest.param(query, expected, id=text(query)) for query, expected in cases]


SELECTED: list[tuple[tuple[Condition, ...], list[str]]] = [
    ((one("fact", "满意率"),), ["满意率"]),
    ((one("fact", "满意率", "来电"),), ["来电", "满意率"]),
    ((one("fact"),), []),
    ((one("subject", "信箱"),), ["书记信箱", "县长信箱"]),
    ((one("measure", "按时办结率"),), ["办结率"]),
    ((one("period", "2021年"),), ["人口2021年"]),
    ((one("unit", "万人"), one("period", "2021年", but=True)), ["人口2022年", "人口2023年"]),
    ((one("row", "电梯"), one("kind", "text")), ["电梯.牵头部门"]),
    ((one("row", "电梯"), one("kind", "text", but=True)), ["电梯.目标", "电梯.完成", "电梯.进度"]),
    ((one("number", "4"), one("role", "done")), ["电梯.完成", "车位.完成"]),
    ((one("number", "4"), one("role", "done"), TOWNS), ["车位.完成"]),
    ((one("counted", "个"), one("role", "target"), COUNTY), ["小区.目标", "食堂.目标"]),
    ((MINZHENG, one("role", "progress")), ["床位.进度", "食堂.进度", "轮椅.进度"]),
    ((MINZHENG, one("role", "progress"), one("row", "食堂", but=True)), ["床位.进度", "轮椅.进度"]),
    ((one("role", "progress"), held("gt", "125", "%")), ["公路.进度", "电梯.进度"]),
    ((one("role", "progress"), held("ge", "125", "%")), ["公路.进度", "电梯.进度", "轮椅.进度"]),
    ((one("role", "progress"), held("eq", "150", "%")), ["电梯.进度"]),
    ((one("role", "progress"), held("lt", "100", "%")), ["山塘.进度"]),
    (
        (one("role", "progress"), held("le", "100", "%")),
        ["床位.进度", "小区.进度", "山塘.进度", "卫生室.进度"],
    ),
    ((one("role", "lead"), held("ge", "500", on="target")), ["筛查.牵头部门", "车位.牵头部门"]),
    ((one("role", "lead"), Held("lt", "target", "done")), ["山塘.牵头部门"]),
    (
        (one("role", "lead"), Held("gt", "target", "done", negated=True), TOWNS),
        ["山塘.牵头部门", "卫生室.牵头部门"],
    ),
    ((one("unit", "万户"), held("ge", "12000", "户")), ["企业"]),
    ((one("unit", "万户"), held("gt", "12000", "户")), []),
    ((one("subject", "市场主体"), held("ge", "2", "万户")), ["个体"]),
    ((one("subject", "市场主体"), held("ge", "0", "元")), []),
    ((one("measure", "无"),), []),
    ((one("nonesuch", "无"),), []),
]


@pytest.mark.parametrize(("where", "expected"), SELECTED, ids=[text(Select(where)) for where, _ in SELECTED])
def test_facts_are_selected_by_what_they_hold(where: tuple[Condition, ...], expected: list[str]) -> None:
    assert [fact.id for fact in run(Select(where)).facts] == expected


def test_no_condition_selects_everything() -> None:
    rows = [f"{row}.{column}" for row in EVERY_ROW for column in COLUMNS]
    assert [fact.id for fact in run(Select(())).facts] == [*PROSE, *(f"人口{y}" for y in POPULATION), *rows]


def test_a_figure_is_told_as_printed_and_a_cell_with_its_row_beside_it() -> None:
    found = run(known("电梯.完成"))
    (item,) = found.items
    assert (item.entry.value, item.entry.unit, item.entry.printed, item.entry.fact) == (
        "60",
        "台",
        "60台",
        "电梯.完成",
    )
    assert [entry.fact for entry in found.context] == ["电梯.牵头部门", "电梯.目标", "电梯.进度"]
    assert not run(known("满意率")).context


MADE: list[tuple[Query, list[str]]] = [
    # The names of rows, and what a column holds.
    (Project(cells("progress", MINZHENG), "row"), ["新增养老床位", "建设便民食堂", "发放助残轮椅"]),
    (Project(cells("lead", TOWNS), "lead"), ["县水利局", "县卫健局", "县民政局", "县住建局"]),
    (
        Project(cells("done", held("gt", "250", on="target")), "lead"),
        ["县民政局", "县卫健局", "县住建局"],
    ),
    (Project(cells("progress", one("row", "电梯", "山塘")), "table"), ["county", "towns"]),
    # Places of an order.
    (Rank(TASKS, "max"), ["150%"]),
    (Rank(TASKS, "min"), ["90%"]),
    (Rank(TASKS, "max", 2, 2), ["137.5%"]),
    (Rank(TASKS, "max", 2, 4), ["137.5%", "125%", "110%"]),
    (Project(Rank(TASKS, "max", 3, 3), "row"), ["发放助残轮椅"]),
    (Project(Rank(cells("progress", COUNTY), "min"), "row"), ["新增养老床位", "改造老旧小区"]),
    (Rank(Select((one("subject", "市场主体"),)), "max"), ["30000户"]),
    (Rank(Select((one("subject", "市场主体"),)), "min"), ["1.2万户"]),
    # One number made of many.
    (Aggregate(Project(TASKS, "row"), "count"), ["10项"]),
    (Aggregate(cells("progress", MINZHENG), "mean"), ["111.67%"]),
    (Aggregate(cells("done", one("counted", "个"), COUNTY), "sum"), ["23个"]),
    (Aggregate(cells("target", one("counted", "个")), "mean"), ["132.5个"]),
    (Aggregate(Select((one("unit", "万户", "户"), one("subject", "市场主体"))), "sum"), ["4.2万户"]),
    # One number for each value of a column.
    (BY_LEAD, ["1项", "3项", "3项", "2项", "1项"]),
    (Project(BY_LEAD, "lead"), ["县交通局", "县民政局", "县住建局", "县卫健局", "县水利局"]),
    (Project(Rank(BY_LEAD, "max"), "lead"), ["县民政局", "县住建局"]),
    (Project(Rank(BY_LEAD, "min"), "lead"), ["县交通局", "县水利局"]),
    (Filter(BY_LEAD, held("gt", "1")), ["3项", "3项", "2项"]),
    (Project(Filter(BY_LEAD, held("ge", "3")), "lead"), ["县民政局", "县住建局"]),
    (Project(Filter(BY_LEAD, held("eq", "2")), "lead"), ["县卫健局"]),
    (Project(Filter(BY_LEAD, held("le", "1")), "lead"), ["县交通局", "县水利局"]),
    (Project(Filter(BY_LEAD, held("eq", "3", negated=True)), "lead"), ["县交通局", "县卫健局", "县水利局"]),
    (Aggregate(cells("progress", TOWNS), "mean", by="lead"), ["90%", "100%", "125%", "104%"]),
    # A cell against the one of another role in its row.
    (Beside(known("电梯.完成"), "difference", "target"), ["20台"]),
    (Beside(known("山塘.完成"), "difference", "target"), ["5座"]),
    (Beside(known("山塘.完成"), "share", "target"), ["90%"]),
    (Beside(known("电梯.完成"), "ratio", "target"), ["1.5倍"]),
    (Beside(known("电梯.目标"), "difference", "target"), ["20台"]),
    (Beside(known("电梯.进度"), "difference", "target"), ["20台"]),
    (Rank(Beside(cells("done", one("counted", "个")), "difference", "target"), "max"), ["20个"]),
    # Names that several have, or one alone.
    (
        Common((Project(cells("lead", COUNTY), "lead"), Project(cells("lead", TOWNS), "lead"))),
        ["县民政局", "县住建局", "县卫健局"],
    ),
    (
        Common((Project(cells("lead", COUNTY), "lead"), Project(cells("lead", TOWNS), "lead")), without=True),
        ["县交通局"],
    ),
    (
        Common((Project(cells("lead", TOWNS), "lead"), Project(cells("lead", COUNTY), "lead")), without=True),
        ["县水利局"],
    ),
    # A few figures put together.
    (two("sum", "书记信箱", "县长信箱"), ["270件"]),
    (two("sum", "企业", "个体"), ["4.2万户"]),
    (two("sum", "书记信箱", "县长信箱", "来电"), ["2670件"]),
    (two("mean", "书记信箱", "县长信箱"), ["135件"]),
    (two("mean", "满意率", "办结率"), ["97.85%"]),
    (two("difference", "书记信箱", "县长信箱"), ["30件"]),
    (two("difference", "县长信箱", "书记信箱"), ["30件"]),
    (two("difference", "满意率", "办结率"), ["2.7个百分点"]),
    (two("more", "个体", "企业"), ["18000户"]),
    (two("less", "企业", "个体"), ["18000户"]),
    (two("ratio", "书记信箱", "县长信箱"), ["1.25倍"]),
    (two("ratio", "个体", "企业"), ["2.5倍"]),
    (two("share", "县长信箱", "来电"), ["5%"]),
    (two("share", "企业", "个体"), ["40%"]),
    (two("per", "贷款金额", "贷款户数"), ["300000元/户"]),
    (two("per", "贷款金额", "贷款户数", unit="万元"), ["30万元/户"]),
    (two("higher", "满意率", "办结率"), ["按时办结率"]),
    (two("lower", "满意率", "办结率"), ["群众满意率"]),
    (two("higher", "企业", "个体"), ["新增个体工商户"]),
    (two("higher", "电梯.进度", "山塘.进度"), ["加装电梯"]),
    (two("lower", "电梯.进度", "山塘.进度", "食堂.进度"), ["整修山塘"]),
    (two("higher", "人口2021年", "人口2022年", "人口2023年"), ["2021年"]),
    (two("higher", "床位.进度", "小区.进度"), ["100%", "100%"]),
    (
        Combine(
            "more",
            (
                Aggregate(Project(cells("progress", MINZHENG), "row"), "count"),
                Aggregate(Project(cells("progress", one("lead", "县水利局")), "row"), "count"),
            ),
        ),
        ["2项"],
    ),
    # Several questions.
    (Each((known("满意率"), known("办结率"))), ["96.5%", "99.2%"]),
    (Each((known("办结率"), known("满意率"))), ["99.2%", "96.5%"]),
    (Each((two("sum", "书记信箱", "县长信箱"), Rank(TASKS, "max"))), ["270件", "150%"]),
]


@pytest.mark.parametrize(("query", "expected"), _ids(MADE))
def test_a_query_comes_to(query: Query, expected: list[str]) -> None:
    assert told(query) == expected
    assert reason(query) == ""


NOTHING = Select((one("measure", "无"),))
REFUSED: list[tuple[Query, str]] = [
    (NOTHING, "nothing"),
    (Project(NOTHING, "row"), "nothing"),
    (Rank(NOTHING, "max"), "nothing"),
    (Aggregate(NOTHING, "sum"), "nothing"),
    (Beside(NOTHING, "difference", "target"), "nothing"),
    (Filter(TASKS, held("gt", "500", "%")), "nothing"),
    (Common((Project(cells("lead", COUNTY), "lead"), NOTHING)), "nothing"),
    (Each((known("满意率"), NOTHING)), "nothing"),
    (Check(NOTHING, held("gt", "1")), "nothing"),
    (Combine("sum", (known("满意率"), NOTHING)), "nothing"),
    # Rates are not added up, and no share is taken of them.
    (two("sum", "满意率", "办结率"), "rates"),
    (Aggregate(TASKS, "sum"), "rates"),
    (two("share", "满意率", "办结率"), "rates"),
    (two("per", "贷款金额", "满意率"), "rates"),
    # What is counted in different things.
    (two("sum", "来电", "贷款金额"), "kinds"),
    (two("difference", "来电", "满意率"), "kinds"),
    (two("ratio", "贷款金额", "贷款户数"), "kinds"),
    (two("higher", "来电", "满意率"), "kinds"),
    (Rank(Select((one("fact", "来电", "满意率"),)), "max"), "units"),
    (Rank(cells("target"), "max"), "units"),
    (Aggregate(cells("target", one("row", "车位", "轮椅")), "sum"), "units"),
    (Aggregate(cells("target", one("row", "公路", "轮椅")), "mean"), "kinds"),
    (Check(known("来电"), held("gt", "90", "%")), "kinds"),
    # More than its whole.
    (two("share", "来电", "县长信箱"), "part"),
    # Equal ones straddle the place asked for.
    (Rank(TASKS, "min", 1, 2), "tied"),
    (Rank(TASKS, "min", 2, 2), "tied"),
    (Rank(TASKS, "min", 3, 5), "tied"),
    (Rank(TASKS, "max", 1, 11), "few"),
    (Rank(TASKS, "max", 11, 11), "few"),
    # Words.
    (two("sum", "电梯.目标", "电梯.牵头部门"), "untold"),
    (two("higher", "电梯.目标", "电梯.牵头部门"), "untold"),
    (Aggregate(cells("lead"), "mean"), "untold"),
    (Beside(known("来电"), "difference", "target"), "untold"),
    # Several where one is meant, and one where two are.
    (Combine("difference", (cells("progress", MINZHENG), known("满意率"))), "several"),
    (two("difference", "满意率", "满意率"), "several"),
    (Check(cells("progress", MINZHENG), held("gt", "100", "%")), "several"),
]


@pytest.mark.parametrize(("query", "why"), [pytest.param(q, why, id=text(q)) for q, why in REFUSED])
def test_what_cannot_be_worked_out_is_refused(query: Query, why: str) -> None:
    assert reason(query) == why
    assert not run(query).items or not isinstance(query, Combine)


@pytest.mark.parametrize(
    ("name", "claim", "truth"),
    [
        ("满意率", held("gt", "95", "%"), True),
        ("满意率", held("gt", "96.5", "%"), False),
        ("满意率", held("ge", "96.5", "%"), True),
        ("满意率", held("eq", "96.5", "%"), True),
        ("满意率", held("eq", "96.5", "%", negated=True), False),
        ("满意率", held("le", "96.5", "%"), True),
        ("满意率", held("lt", "96.5", "%"), False),
        ("满意率", held("lt", "95", "%", negated=True), True),
        ("来电", held("gt", "2000"), True),
        ("企业", held("ge", "12000", "户"), True),
        ("企业", held("gt", "12000", "户"), False),
        ("企业", held("eq", "1.2"), True),
        ("企业", held("eq", "12000"), True),
        ("电梯.完成", Held("gt", "target", "done"), True),
        ("床位.完成", Held("gt", "target", "done"), False),
        ("床位.完成", Held("ge", "target", "done"), True),
        ("山塘.完成", Held("ge", "target", "done"), False),
        ("山塘.目标", Held("ge", "target", "done"), False),
    ],
    ids=str,
)
def test_a_claim_holds_or_does_not(name: str, claim: Held, truth: bool) -> None:
    found = run(Check(known(name), claim))
    assert found.truth is truth
    assert found.found.verdict == ("yes" if truth else "no")
    assert [item.entry.fact for item in found.items] == [name]


def test_a_claim_is_made_of_a_number_that_is_worked_out() -> None:
    count = Aggregate(Project(cells("progress", MINZHENG), "row"), "count")
    assert run(Check(count, held("ge", "3"))).truth is True
    assert run(Check(count, held("gt", "3"))).truth is False


@pytest.mark.parametrize(
    ("query", "working"),
    [
        (two("sum", "书记信箱", "县长信箱"), "150 + 120 = 270"),
        (two("mean", "书记信箱", "县长信箱"), "(150 + 120) ÷ 2 = 135"),
        (two("difference", "县长信箱", "书记信箱"), "150 − 120 = 30"),
        (two("difference", "满意率", "办结率"), "99.2 − 96.5 = 2.7"),
        (two("ratio", "书记信箱", "县长信箱"), "150 ÷ 120 = 1.25"),
        (two("share", "县长信箱", "来电"), "120 ÷ 2400 = 5%"),
        (two("higher", "满意率", "办结率"), "99.2% > 96.5%"),
        (two("lower", "书记信箱", "县长信箱"), "120件 < 150件"),
        (two("higher", "床位.进度", "小区.进度"), "100 = 100"),
        (Beside(known("电梯.完成"), "difference", "target"), "60 − 40 = 20"),
        (Aggregate(cells("progress", MINZHENG), "mean"), "(100 + 110 + 125) ÷ 3 = 111.67"),
        (Project(TASKS, "row"), ""),
        (known("满意率"), ""),
    ],
    ids=lambda case: case if isinstance(case, str) else text(case),
)
def test_it_is_shown_how_a_number_is_worked_out(query: Query, working: str) -> None:
    assert run(query).working == working


@pytest.mark.parametrize(
    "query",
    [
        two("sum", "企业", "个体"),
        two("difference", "个体", "企业"),
        two("per", "贷款金额", "贷款户数", unit="万元"),
    ],
    ids=text,
)
def test_a_working_of_different_units_tells_them(query: Query) -> None:
    assert "万" in run(query).working or "亿" in run(query).working


@pytest.mark.parametrize(
    ("how", "names", "turned"),
    [
        ("more", ("书记信箱", "县长信箱"), False),
        ("more", ("县长信箱", "书记信箱"), True),
        ("less", ("县长信箱", "书记信箱"), False),
        ("less", ("书记信箱", "县长信箱"), True),
        ("difference", ("县长信箱", "书记信箱"), False),
    ],
)
def test_it_is_told_where_it_is_the_other_way_round(how: Joint, names: tuple[str, str], turned: bool) -> None:
    found = run(two(how, *names))
    assert found.turned is turned
    assert found.found.turned is turned
    assert [item.entry.value for item in found.items] == ["30"]


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        (two("sum", "书记信箱", "县长信箱"), ["书记信箱", "县长信箱"]),
        (two("per", "贷款金额", "贷款户数"), ["贷款金额", "贷款户数"]),
        (two("mean", "满意率", "办结率"), ["满意率", "办结率"]),
        (Beside(known("电梯.完成"), "difference", "target"), ["电梯.完成", "电梯.目标"]),
        (Aggregate(cells("progress", MINZHENG), "mean"), ["床位.进度", "食堂.进度", "轮椅.进度"]),
        (
            Aggregate(Project(cells("progress", MINZHENG), "row"), "count"),
            ["床位.进度", "食堂.进度", "轮椅.进度"],
        ),
    ],
    ids=lambda case: text(case) if not isinstance(case, list) else "",
)
def test_what_is_worked_out_has_the_sources_of_its_parts(query: Query, facts: list[str]) -> None:
    found = run(query)
    (item,) = found.items
    every = index().knowledge.facts
    assert item.entry.derived
    assert [fact.id for fact in found.facts] == facts
    assert item.entry.sources == tuple(every[name].source for name in facts)


def test_a_count_names_what_was_counted() -> None:
    count = run(Aggregate(Project(cells("progress", MINZHENG), "row"), "count"))
    assert [entry.value for entry in count.context] == ["新增养老床位", "建设便民食堂", "发放助残轮椅"]
    assert {entry.kind for entry in count.context} == {"name"}


def test_none_are_counted_where_none_are_there() -> None:
    (item,) = run(Aggregate(Project(cells("progress", held("gt", "200", "%")), "row"), "count")).items
    assert (item.entry.value, item.entry.derived, item.entry.sources) == ("0", True, ())


def test_of_several_the_highest_is_named_with_all_figures_beside_it() -> None:
    found = run(two("higher", "电梯.进度", "山塘.进度"))
    assert [entry.value for entry in found.context] == ["150", "90"]
    assert [item.entry.kind for item in found.items] == ["name"]
