"""The words in which an answer is explained, a language a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.model import Answer, Choices, Found, Greeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Sayings:
    """The words of one language; keys of the mappings are those of the code, unknown ones stand for themselves."""

    read_as: str
    after: str
    respelt: str
    part: str
    given: str
    several: str
    operations: Mapping[str, str]
    dimensions: Mapping[str, str]
    negated: str
    many: str
    rows: str
    origins: Mapping[str, str]
    quoted: str
    piece: str
    mended: str
    unexplained: str
    nothing: str
    covered: str
    scored: str
    second: str
    allowed: str
    likely: str
    alike: str
    ruled_out: str
    objections: Mapping[str, str]
    outcome: Mapping[type[Answer], str]
    short: Mapping[str, str]
    between: str


ZH = Sayings(
    read_as="理解为: {}",
    after="接着上一问: {}",
    respelt="读作: {}",
    part="{}读作: {}",
    given="刚才说的",
    several="有几个都对得上: {}",
    operations={
        "list": "列出",
        "count": "数一数",
        "max": "最高",
        "min": "最低",
        "mean": "平均",
        "sum": "相加",
        "difference": "相差多少",
        "more": "高多少",
        "less": "低多少",
        "ratio": "是几倍",
        "share": "占多少",
        "growth": "增长百分之几",
        "per": "平均到每一个",
        "before": "变化之前",
        "higher": "哪个高",
        "lower": "哪个低",
        "common": "每一处都有的",
        "among": "只看这些行:",
        "without": "只有第一处有的",
        "each": "分别回答",
        "columns": "分别回答几列",
        "beside": "和目标比",
        "check": "是不是",
        "smalltalk": "寒暄",
        "empty": "没有可读的字",
        "long": "太长的消息",
        "nothing": "没有可读的字",
    },
    dimensions={
        "value": "数值",
        "target": "目标",
        "done": "完成",
        "progress": "进度",
        "lead": "牵头部门",
        "whole": "合计",
        "group": "分组",
        "number": "序号",
        "counted": "单位",
        "unit": "单位",
        "kind": "内容",
        "text": "文字",
        "figure": "数字",
        "measure": "指标",
        "subject": "对象",
        "period": "时间",
        "document": "文档",
        "row": "名称",
    },
    negated="不是({})",
    many="{}等{}个",
    rows="{count} 项符合",
    origins={
        "name": "名称",
        "column": "列名",
        "unit": "单位",
        "group": "分组或部门",
        "heading": "标题",
        "sentence": "原文",
        "part": "零散的字",
        "rows": "表和条件",
    },
    quoted="「{}」",
    piece="{}→ {} {:.1f}",
    mended="(已改错字)",
    unexplained="没有解释的: {}",
    nothing="无",
    covered="解释了问题的 {:.0%}(需 ≥ {:.0%})",
    scored="得分 {:.2f}",
    second="第二名: {} {:.2f},落后 {:.2f}(< {:.2f} 才给选择)",
    allowed="第二名: {} {:.2f},不计名称的长短则落后 {:.2f}(< {:.2f} 才给选择)",
    likely="按相近的说法: {} {:.2f}",
    alike="{}→{}",
    ruled_out="排除: {} — {}",
    objections={
        "period": "问的时间是“{}”",
        "place": "问的地方是“{}”",
        "unit": "单位是“{unit}”,不是问的那种",
        "contrast": "问的是“{}”",
        "name": "没有叫“{}”的",
        "part": "说的只是其中一部分(“{}”)",
        "former": "问的是变化以前的(“{}”)",
        "measure": "没有写“{}”",
        "other": "说的是“{}”",
        "column": "没有“{}”这一项",
        "negation": "问的是反过来的(“{}”)",
        "operation": "一个数算不出“{}”",
        "kind": "问的不是这一类内容",
    },
    outcome={Found: "所以: 回答", Choices: "所以: 给出选择", Greeting: "所以: 不给数字"},
    short={
        "refused": "所以: 不回答",
        "nothing": "没有对得上的数字",
        "conflicts": "对得上的都排除了",
        "missing": "没有“{}”",
        "coverage": "解释得不够",
        "kind": "问的不是这一类内容",
        "measure": "没有说要它的哪个数",
        "little": "问题里没有多少可以对的字",
        "overruled": "排除的那一个更像是要问的",
        "named": "名称只说出 {:.0%}(需 ≥ {:.0%})",
    },
    between=";",
)

EN = Sayings(
    read_as="Read as: {}",
    after="After the question before: {}",
    respelt="Spelling read as: {}",
    part="{} read as: {}",
    given="What was told before",
    several="several fit: {}",
    operations={
        "list": "list",
        "count": "count",
        "max": "highest",
        "min": "lowest",
        "mean": "average",
        "sum": "sum",
        "difference": "difference",
        "more": "how much higher",
        "less": "how much lower",
        "ratio": "how many times",
        "share": "what share",
        "growth": "by how many percent it grew",
        "per": "for each one",
        "before": "before it changed",
        "higher": "which is higher",
        "lower": "which is lower",
        "common": "what all of them have",
        "among": "only in these rows:",
        "without": "what only the first has",
        "each": "one after the other",
        "columns": "several columns",
        "beside": "against the target",
        "check": "is it",
        "smalltalk": "small talk",
        "empty": "nothing that can be read",
        "long": "a message that is too long",
        "nothing": "nothing that can be read",
    },
    dimensions={"counted": "unit", "lead": "lead department", "row": "names", "text": "words"},
    negated="not ({})",
    many="{} and others, {} in all",
    rows="{count} fit",
    origins={
        "name": "name",
        "column": "column",
        "unit": "unit",
        "group": "group or department",
        "heading": "heading",
        "sentence": "sentence",
        "part": "parts of words",
        "rows": "table and conditions",
    },
    quoted="“{}”",
    piece="{} → {} {:.1f}",
    mended=" (spelling mended)",
    unexplained="Unexplained: {}",
    nothing="nothing",
    covered="{:.0%} of the question explained (needs ≥ {:.0%})",
    scored="score {:.2f}",
    second="second: {} {:.2f}, behind by {:.2f} (offered as a choice below {:.2f})",
    allowed=(
        "second: {} {:.2f}, behind by {:.2f} where its longer name is allowed for "
        "(offered as a choice below {:.2f})"
    ),
    likely="By what is most like it: {} {:.2f}",
    alike="{} → {}",
    ruled_out="Ruled out: {} — {}",
    objections={
        "period": "you asked for the time “{}”",
        "place": "you asked for the place “{}”",
        "unit": "it is counted in “{unit}”, which is not what you asked for",
        "contrast": "you asked for “{}”",
        "name": "nothing is called “{}”",
        "part": "it is only a part (“{}”)",
        "former": "you asked for what was before (“{}”)",
        "measure": "it does not say “{}”",
        "other": "it tells “{}”",
        "column": "it has no “{}”",
        "negation": "you asked for the opposite (“{}”)",
        "operation": "“{}” is not worked out of one figure",
        "kind": "not the kind of thing asked for",
    },
    outcome={Found: "So: answered", Choices: "So: choices offered", Greeting: "So: no figure given"},
    short={
        "refused": "So: not answered",
        "nothing": "no figure fits",
        "conflicts": "all that fits is ruled out",
        "missing": "nothing about “{}”",
        "coverage": "too little explained",
        "kind": "not the kind of thing asked for",
        "measure": "none of what it measures is said",
        "little": "hardly anything is said to go by",
        "overruled": "what is ruled out fits better",
        "named": "only {:.0%} of the name said (needs ≥ {:.0%})",
    },
    between="; ",
)
