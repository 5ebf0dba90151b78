"""The words in which an answer is explained, a language a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.model import Answer, Choices, Found, Greeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Sayings:
    """The words of one language; keys of the mappings are those of the code, unknown ones stand for themselves."""

    read_as: str
    parts: str
    after: str
    respelt: str
    operations: Mapping[str, str]
    conditions: Mapping[str, str]
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
    ruled_out: str
    conflicts: Mapping[str, str]
    outcome: Mapping[type[Answer], str]
    short: Mapping[str, str]
    between: str


ZH = Sayings(
    read_as="理解为: {}",
    parts="分成几部分来问: {}",
    after="接着上一问: {}",
    respelt="读作: {}",
    operations={
        "list": "列出",
        "count": "数一数",
        "max": "最高",
        "min": "最低",
        "average": "平均",
        "sum": "相加",
        "difference": "相差",
        "ratio": "相比",
        "compare": "哪个高",
        "compare_low": "哪个低",
        "smalltalk": "寒暄",
        "empty": "没有可读的字",
    },
    conditions={"over": "超过目标", "exactly": "正好完成目标", "above": "高于{}", "below": "低于{}"},
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
    ruled_out="排除: {} — {}",
    conflicts={
        "period": "问的时间是“{}”",
        "place": "问的地方是“{}”",
        "unit": "单位是“{unit}”,不是问的那种",
        "contrast": "问的是“{}”",
        "former": "问的是变化以前的(“{}”)",
        "measure": "没有写“{}”",
    },
    outcome={Found: "所以: 回答", Choices: "所以: 给出选择", Greeting: "所以: 不给数字"},
    short={
        "refused": "所以: 不回答",
        "parts": "有一部分没有确定的数字",
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
    parts="Asked part by part: {}",
    after="After the question before: {}",
    respelt="Spelling read as: {}",
    operations={
        "list": "list",
        "count": "count",
        "max": "highest",
        "min": "lowest",
        "average": "average",
        "sum": "sum",
        "difference": "difference",
        "ratio": "ratio",
        "compare": "which is higher",
        "compare_low": "which is lower",
        "smalltalk": "small talk",
        "empty": "nothing that can be read",
    },
    conditions={
        "over": "over target",
        "exactly": "exactly on target",
        "above": "above {}",
        "below": "below {}",
    },
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
    ruled_out="Ruled out: {} — {}",
    conflicts={
        "period": "you asked for the time “{}”",
        "place": "you asked for the place “{}”",
        "unit": "it is counted in “{unit}”, which is not what you asked for",
        "contrast": "you asked for “{}”",
        "former": "you asked for what was before (“{}”)",
        "measure": "it does not say “{}”",
    },
    outcome={Found: "So: answered", Choices: "So: choices offered", Greeting: "So: no figure given"},
    short={
        "refused": "So: not answered",
        "parts": "a part has no certain figure",
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
