"""Which query a question becomes, by kind and language, over ten rows and some figures of the prose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pytest

from tests.ten_rows import understood

Asked = tuple[str, str]


def cells(*conditions: str, table: str = "county/towns", role: str = "progress") -> str:
    return f"select({', '.join((f'table = {table}', *conditions, f'role = {role}'))})"


def rows(*conditions: str, table: str = "county/towns") -> str:
    return f"{cells(*conditions, table=table)} | row"


def count(*conditions: str, table: str = "county/towns") -> str:
    return f"{rows(*conditions, table=table)} | count"


def fact(name: str) -> str:
    return f"select(fact = {name})"


def made(how: str, *parts: str) -> str:
    return f"{how}({'; '.join(map(fact, parts))})"


MINZHENG, ZHUJIAN, SHUILI = (f"lead = {name}" for name in ("县民政局", "县住建局", "县水利局"))
NOT_MINZHENG = "lead ≠ 县民政局"
LEADS = {table: f"{cells(table=table, role='lead')} | lead" for table in ("county", "towns")}
TASKS = f"{cells(role='lead')} | count by lead"

FIGURES: Sequence[Asked] = [
    ("热线群众满意率是多少", fact("满意率")),
    ("加装电梯完成多少台", fact("电梯.完成")),
    ("加装电梯的目标", fact("电梯.目标")),
    ("整修山塘的进度", fact("山塘.进度")),
    ("新建停车位由哪个部门牵头", fact("车位.牵头部门")),
    ("How many elevators were completed?", fact("电梯.完成")),
    ("What is the target for wheelchairs?", fact("轮椅.目标")),
    ("Which department leads the ponds?", fact("山塘.牵头部门")),
    ("户籍人口是多少", fact("人口2023年")),
    ("2022年户籍人口", fact("人口2022年")),
    ("县民政局牵头的养老床位,目标是多少", fact("床位.目标")),
]
CONDITIONS: Sequence[Asked] = [
    ("县民政局牵头的任务有哪些", rows(MINZHENG)),
    ("水利局牵头的任务有哪些", rows(SHUILI)),
    ("Which tasks does 县住建局 lead?", rows(ZHUJIAN)),
    ("超额完成的任务有几项", count("done > target")),
    ("进度高于目标的任务", rows("done > target")),
    ("完成数等于目标的任务有哪些", rows("done = target")),
    ("How many tasks exceeded their targets?", count("done > target")),
    ("住建局牵头的任务中进度超过100%的有几项", count(ZHUJIAN, "progress > 100%")),
    ("民政局牵头且进度超过110%的任务有哪些", rows(MINZHENG, "progress > 110%")),
    ("单位是个的任务有几项", count("counted = 个")),
    ("第3项是什么", rows("number = 3")),
    ("县级表第二项是什么", rows("number = 2", table="county")),
]
NEGATION: Sequence[Asked] = [
    ("民政局没有牵头哪些任务", rows(NOT_MINZHENG)),
    ("不是民政局牵头的任务有几项", count(NOT_MINZHENG)),
    ("没有民政局牵头的任务有几项", count(NOT_MINZHENG)),
    ("非民政局牵头的任务有几项", count(NOT_MINZHENG)),
    ("Which tasks are not led by 县民政局?", rows(NOT_MINZHENG)),
    ("没有超额完成的任务有哪些", rows("not done > target")),
    ("哪些任务没有完成目标", rows("not done ≥ target")),
    ("Which tasks did not exceed their targets?", rows("not done > target")),
    ("县民政局牵头的任务中没有超额完成的有哪些", rows(MINZHENG, "not done > target")),
    ("进度不是100%的任务有几项", count("not progress = 100%")),
    ("目标不是300的任务有几项", count("not target = 300")),
    ("哪些任务的进度没有达到100%", rows("progress < 100%")),
    ("哪些任务的进度没有超过100%", rows("progress ≤ 100%")),
]
EXCEPT: Sequence[Asked] = [
    ("除民政局以外的任务有哪些", rows(NOT_MINZHENG)),
    ("除了民政局,还有哪些部门牵头任务", f"{cells(NOT_MINZHENG, role='lead')} | lead"),
    ("除了加装电梯,住建局还牵头哪些任务", rows(ZHUJIAN, "row ≠ 电梯")),
    ("县级表里除了民政局牵头的还有几项", count(NOT_MINZHENG, table="county")),
    ("乡镇任务中除了民政局牵头的还有几项", count(NOT_MINZHENG, table="towns")),
    ("Which tasks are led by departments other than 县民政局?", rows(NOT_MINZHENG)),
    ("除了电梯和小区,县住建局还牵头哪些任务", rows(ZHUJIAN, "row ≠ 小区/电梯")),
    ("与筛查无关的县卫健局任务有哪些", rows("lead = 县卫健局", "row ≠ 筛查")),
    ("县民政局的任务中,床位以外的几项叫什么名字", rows(MINZHENG, "row ≠ 床位")),
    ("Which tasks are led by neither 县民政局 nor 县住建局?", rows("lead ≠ 县住建局/县民政局")),
]
BOUNDS: Sequence[Asked] = [
    ("进度超过110%的任务有哪些", rows("progress > 110%")),
    ("进度比110%高的任务有几项", count("progress > 110%")),
    ("目标多于200的任务有几项", count("target > 200")),
    ("Which tasks have progress above 120%?", rows("progress > 120%")),
    ("进度不低于110%的任务有几项", count("progress ≥ 110%")),
    ("进度125%以上的任务有几项", count("progress ≥ 125%")),
    ("进度大于等于110%的任务有几项", count("progress ≥ 110%")),
    ("目标不少于200的任务有几项", count("target ≥ 200")),
    ("How many tasks have progress of at least 125%?", count("progress ≥ 125%")),
    ("进度不到100%的任务", rows("progress < 100%")),
    ("进度<100%的任务有哪些", rows("progress < 100%")),
    ("How many tasks have progress below 100%?", count("progress < 100%")),
    ("进度不超过100%的任务有几项", count("progress ≤ 100%")),
    ("进度至多100%的任务有几项", count("progress ≤ 100%")),
    ("进度是100%的任务有哪些", rows("progress = 100%")),
    ("目标正好是50的任务是哪项", rows("target = 50")),
    ("Which tasks have exactly 100% progress?", rows("progress = 100%")),
    ("进度在100%到125%之间的任务有几项", count("progress ≥ 100%", "progress ≤ 125%")),
    ("目标介于10和50之间的任务有哪些", rows("target ≥ 10", "target ≤ 50")),
    (
        "How many tasks have progress between 100% and 125%?",
        count("progress ≥ 100%", "progress ≤ 125%"),
    ),
]
RANKS: Sequence[Asked] = [
    ("进度最高的任务是哪项", f"{cells()} | max | row"),
    ("进度最低的任务", f"{cells()} | min | row"),
    ("进度第二高的是哪项任务", f"{cells()} | max 2 | row"),
    ("进度排名第二的任务", f"{cells()} | max 2 | row"),
    ("进度最高的三项任务", f"{cells()} | max 1-3 | row"),
    ("进度最高的是多少", f"{cells()} | max"),
    ("县级任务里进度最高的是哪项", f"{cells(table='county')} | max | row"),
    ("住建局牵头的任务里进度最高的是哪项", f"{cells(ZHUJIAN)} | max | row"),
    ("Which task has the lowest progress?", f"{cells()} | min | row"),
    ("Which two tasks have the highest progress?", f"{cells()} | max 1-2 | row"),
    ("top 3 tasks by progress", f"{cells()} | max 1-3 | row"),
    ("县级表里进度第二名", f"{cells(table='county')} | max 2 | row"),
    ("进度最高的任务是哪项,是多少", f"each({cells()} | max | row; {cells()} | max)"),
    ("进度第二高的是哪项,由谁牵头", f"each({cells()} | max 2 | row; {fact('公路.牵头部门')})"),
]
DEPARTMENTS: Sequence[Asked] = [
    ("民政局以外的部门有哪些", f"{cells(NOT_MINZHENG, role='lead')} | lead"),
    ("两张表里都有任务的部门有哪些", f"common({LEADS['county']}; {LEADS['towns']})"),
    ("县级和乡镇两张表都牵头任务的部门有哪些", f"common({LEADS['county']}; {LEADS['towns']})"),
    ("Which departments lead tasks in both tables?", f"common({LEADS['county']}; {LEADS['towns']})"),
    ("哪些部门只在县级表里牵头", f"without({LEADS['county']}; {LEADS['towns']})"),
    ("只在县级表里牵头、不在乡镇表里的部门有哪些", f"without({LEADS['county']}; {LEADS['towns']})"),
    ("哪些部门牵头任务", f"{cells(role='lead')} | lead"),
    ("一共有几个部门", f"{cells(role='lead')} | lead | count"),
    ("哪个部门牵头的任务最多", f"{TASKS} | max | lead"),
    ("牵头任务最少的部门是哪几个", f"{TASKS} | min | lead"),
    ("乡镇表里牵头任务最多的部门", f"{cells(table='towns', role='lead')} | count by lead | max | lead"),
    ("牵头任务超过两项的部门有哪些", f"{TASKS} | only value > 2 | lead"),
    ("只牵头一项任务的部门有哪些", f"{TASKS} | only value = 一 | lead"),
    ("乡镇表里有、县级表里没有的牵头部门有哪些", f"without({LEADS['towns']}; {LEADS['county']})"),
    ("哪个部门牵头的任务最多,有几项", f"each({TASKS} | max | lead; {TASKS} | max)"),
    ("牵头超过两项的部门有几个", f"{TASKS} | only value > 2 | lead | count"),
    ("Which departments lead at least three tasks?", f"{TASKS} | only value ≥ 3 | lead"),
]
TABLES: Sequence[Asked] = [
    ("乡镇表里有几项任务", count(table="towns")),
    ("两张表一共有几项任务", count()),
    ("两张表里一共有多少项任务超额完成", count("done > target")),
    ("住建局牵头的县级任务有几项", count(ZHUJIAN, table="county")),
    ("哪些部门在县级表和乡镇表里都牵头任务", f"common({LEADS['county']}; {LEADS['towns']})"),
    ("哪个部门县级和乡镇都牵头", f"common({LEADS['county']}; {LEADS['towns']})"),
]
SUMS: Sequence[Asked] = [
    ("书记信箱和县长信箱来信一共多少件", made("sum", "书记信箱", "县长信箱")),
    ("书记信箱、县长信箱和热线来电加起来多少件", made("sum", "书记信箱", "县长信箱", "来电")),
    ("新增企业和个体工商户一共多少户", made("sum", "企业", "个体")),
    ("老旧小区和便民食堂一共完成多少个", made("sum", "小区.完成", "食堂.完成")),
    ("单位是个的任务目标一共多少", f"{cells('counted = 个', role='target')} | sum"),
    ("民政局和水利局牵头的任务一共几项", f"sum({count(MINZHENG)}; {count(SHUILI)})"),
]
MEANS: Sequence[Asked] = [
    ("书记信箱和县长信箱平均收到多少件", made("mean", "书记信箱", "县长信箱")),
    ("民政局牵头的任务平均进度是多少", f"{cells(MINZHENG)} | mean"),
    ("县级任务的平均进度", f"{cells(table='county')} | mean"),
    ("What is the average progress of tasks?", f"{cells()} | mean"),
]
DIFFERENCES: Sequence[Asked] = [
    ("书记信箱比县长信箱多多少件", made("more", "书记信箱", "县长信箱")),
    ("县长信箱比书记信箱少多少件", made("less", "县长信箱", "书记信箱")),
    ("新增个体工商户比新增企业多多少", made("more", "个体", "企业")),
    ("满意率和办结率相差多少", made("difference", "满意率", "办结率")),
    ("满意率比办结率低几个百分点", made("less", "满意率", "办结率")),
    ("民政局比水利局多几项任务", f"more({count(MINZHENG)}; {count(SHUILI)})"),
    ("How many more elevators were completed than planned?", made("more", "电梯.完成", "电梯.目标")),
    ("加装电梯比目标多完成多少台", f"{fact('电梯.完成')} | more from target"),
    ("加装电梯超过目标多少台", f"{fact('电梯.完成')} | more from target"),
    ("山塘比目标少多少座", f"{fact('山塘.完成')} | less from target"),
    ("加装电梯和养老床位,完成数相差多少", made("difference", "电梯.完成", "床位.完成")),
    ("加装电梯的目标比养老床位小多少", made("less", "电梯.目标", "床位.目标")),
]
RATIOS: Sequence[Asked] = [
    ("书记信箱是县长信箱的几倍", made("ratio", "书记信箱", "县长信箱")),
    ("加装电梯完成数是目标的几倍", made("ratio", "电梯.完成", "电梯.目标")),
    ("民政局牵头的任务数是水利局的几倍", f"ratio({count(MINZHENG)}; {count(SHUILI)})"),
    ("县长信箱来信占受理来电的百分之几", made("share", "县长信箱", "来电")),
    ("平均每户发放小微贷款多少万元", made("per", "贷款金额", "贷款户数")),
    ("户均发放小微贷款多少万元", made("per", "贷款金额", "贷款户数")),
    ("书记信箱和县长信箱,后者是前者的几倍", made("ratio", "县长信箱", "书记信箱")),
    ("县长信箱来信在热线来电里占多少", made("share", "县长信箱", "来电")),
]
COMPARISONS: Sequence[Asked] = [
    ("民政局和住建局谁牵头的任务多", f"higher({count(MINZHENG)}; {count(ZHUJIAN)})"),
    ("满意率和办结率哪个高", made("higher", "满意率", "办结率")),
    ("书记信箱和县长信箱哪个少", made("lower", "书记信箱", "县长信箱")),
    ("加装电梯和整修山塘哪个进度高", made("higher", "电梯.进度", "山塘.进度")),
    (
        "Which is higher, the progress of elevators or that of ponds?",
        made("higher", "电梯.进度", "山塘.进度"),
    ),
]
CHECKS: Sequence[Asked] = [
    ("热线满意率超过95%了吗", f"{fact('满意率')} | is it value > 95%?"),
    ("满意率有没有达到97%", f"{fact('满意率')} | is it value ≥ 97%?"),
    ("满意率是不是不低于96.5%", f"{fact('满意率')} | is it value ≥ 96.5%?"),
    ("加装电梯是否达到60台", f"{fact('电梯.完成')} | is it value ≥ 60台?"),
    ("整修山塘完成目标了吗", f"{fact('山塘.完成')} | is it done ≥ target?"),
    ("Did the elevators exceed their target?", f"{fact('电梯.完成')} | is it done > target?"),
    ("热线满意率突破95%了吗,具体多少", f"{fact('满意率')} | is it value > 95%?"),
]
EACH: Sequence[Asked] = [
    ("民政局和水利局各牵头几项", f"each({count(MINZHENG)}; {count(SHUILI)})"),
    ("民政局、水利局分别牵头几项任务", f"each({count(MINZHENG)}; {count(SHUILI)})"),
    ("2021年和2022年户籍人口分别是多少", made("each", "人口2021年", "人口2022年")),
    ("书记信箱和县长信箱各有多少件", made("each", "书记信箱", "县长信箱")),
    ("满意率和办结率分别是多少", made("each", "满意率", "办结率")),
    ("热线受理来电多少件,满意率多少", made("each", "来电", "满意率")),
    ("满意率是多少,办结率呢", made("each", "满意率", "办结率")),
    ("加装电梯和改造老旧小区的目标分别是多少", made("each", "电梯.目标", "小区.目标")),
    ("加装电梯和整修山塘,进度分别是多少", made("each", "电梯.进度", "山塘.进度")),
    ("热线受理来电多少件,满意率和办结率各是多少", made("each", "来电", "满意率", "办结率")),
    ("养老床位由谁牵头,新建停车位又由谁牵头", made("each", "床位.牵头部门", "车位.牵头部门")),
]
COLUMNS: Sequence[Asked] = [
    ("加装电梯的目标和完成各是多少", made("each", "电梯.目标", "电梯.完成")),
    ("加装电梯的目标、完成和进度", made("each", "电梯.目标", "电梯.完成", "电梯.进度")),
    ("What are the target and progress of elevators?", made("each", "电梯.目标", "电梯.进度")),
    ("加装电梯:目标、完成、进度", made("each", "电梯.目标", "电梯.完成", "电梯.进度")),
]
TIMES: Sequence[Asked] = [
    ("2021年和2023年户籍人口相差多少", made("difference", "人口2021年", "人口2023年")),
    ("2023年户籍人口比2022年少多少", made("less", "人口2023年", "人口2022年")),
    ("哪一年户籍人口最多", made("higher", "人口2021年", "人口2022年", "人口2023年")),
    ("哪年户籍人口最少", made("lower", "人口2021年", "人口2022年", "人口2023年")),
    ("户籍人口2021年和2023年哪年多", made("higher", "人口2021年", "人口2023年")),
]
NOTHING: Sequence[Asked] = [
    (question, "")
    for question in (
        "县水利局牵头的养老床位,目标是多少",
        "哪些部门牵头的任务一项都没有超额",
        "2022年满意率",
        "2020年户籍人口",
        "满意率加办结率一共多少",
        "目标最大的任务",
        "书记信箱占两个信箱来信的比例",
        "每项任务花了多少钱",
        "不包括电梯的县级任务有哪些",
    )
]
KINDS: Mapping[str, Sequence[Asked]] = {
    "figure": FIGURES,
    "conditions": CONDITIONS,
    "negation": NEGATION,
    "except": EXCEPT,
    "bounds": BOUNDS,
    "ranks": RANKS,
    "departments": DEPARTMENTS,
    "tables": TABLES,
    "sums": SUMS,
    "means": MEANS,
    "differences": DIFFERENCES,
    "ratios": RATIOS,
    "comparisons": COMPARISONS,
    "checks": CHECKS,
    "each": EACH,
    "columns": COLUMNS,
    "times": TIMES,
    "nothing": NOTHING,
}
AMISS: Sequence[Asked] = [
    ("乡镇表里有哪些牵头部门", f"{cells(table='towns', role='lead')} | lead"),
    ("县级任务有几项", count(table="county")),
    ("户均贷款", ""),
    ("停车位完成数减目标数是多少", made("difference", "车位.完成", "车位.目标")),
]
"""What is asked for, and not yet understood."""


def _cases(kinds: Mapping[str, Iterable[Asked]]) -> list[object]:
    return [
        pytest.param(question, query, id=f"{kind}: {question}")
        for kind, asked in kinds.items()
        for question, query in asked
    ]


@pytest.mark.parametrize(("question", "query"), _cases(KINDS))
def test_a_question_is_one_query(question: str, query: str) -> None:
    assert understood(question) == query


@pytest.mark.xfail(strict=True, reason="these mean something else than what is carried out")
@pytest.mark.parametrize(("question", "query"), AMISS)
def test_what_is_not_yet_understood(question: str, query: str) -> None:
    assert understood(question) == query


@pytest.mark.parametrize("around", ["请问{}呀,谢谢", "麻烦查一下,{}", "{}?"])
@pytest.mark.parametrize(("question", "query"), [asked for kind in KINDS.values() for asked in kind[:2]])
def test_what_is_politely_said_around_a_question_changes_nothing(
    question: str, query: str, around: str
) -> None:
    assert understood(around.format(question.rstrip("?"))) == query
