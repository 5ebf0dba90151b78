"""Replies in Chinese."""

from __future__ import annotations

from bot.knowledge.model import Document, Fact, Knowledge, Row
from bot.replies.parts import Words, with_unit


def _label(fact: Fact, row: Row | None, knowledge: Knowledge) -> str:
    if row:
        return f"{row.title} · {fact.measure}"
    return fact.short or fact.label


def _name(text: str, knowledge: Knowledge) -> str:
    return text


def _cited(document: Document, section: str) -> tuple[str, str]:
    return document.title, section


def _quantity(printed: str, value: str, unit: str, knowledge: Knowledge) -> str:
    return with_unit(printed, unit)


WORDS = Words(
    unknown={
        "period": "资料里没有{named}的数字,只有{periods}的。",
        "place": "资料里没有{named}的数字,只讲{places}的情况。",
        "measure": "资料里没有写“{named}”,不能乱说。",
        "unexplained": "资料里没有找到“{named}”的数字。",
        "column": "资料里没有它的“{named}”这一项。",
        "negation": "资料里没有“{named}”的数字,不拿相反的来说。",
        "opposite": "方向相反,资料里写的是“{named}”。",
        "operation": "没有找到可以算“{named}”的几个数字。",
        "rates": "百分比不能相加,也不能互相算占比({named})。",
        "kinds": "单位不同({named}),不能放在一起算。",
        "zero": "除数是零({named}),算不出来。",
        "part": "前一个比后一个大({named}),不是它的一部分。",
        "tied": "有好几个一样,分不出先后。",
        "alike": "有好几个都是{named},分不出先后。",
        "few": "没有那么多,排不到这一位。",
        "several": "其中一部分不止一个数,请说得具体些。",
        "untold": "资料里写的是文字,不是数字,算不出来。",
        "nothing": "这个资料里没有写。可以问里面的数字,比如“满意率是多少”。",
        "near": "没有找到完全对得上的数字。",
        "empty": "请发一个问题,比如“办结率是多少”。",
        "long": "这条消息太长了,请用一两句话问,比如“办结率是多少”。",
    },
    smalltalk={
        "hello": "你好!我是问数,问我资料里的数字吧,比如“满意率是多少”。",
        "thanks": "不客气,有数字随时来问。",
        "who": "我是问数,一个查数字的机器人:只说资料里写着的数字,并给出原文。没写的,我会直说没有。",
        "help": "直接问就行,比如“满意率是多少”“哪些任务超额完成”;接着可以问“那目标呢”。打几个字也能查。",
        "more": "上面给的就是资料里写的全部了。",
        "bye": "再见,有数字随时来问。",
        "rude": "抱歉没帮上忙。换个说法再问问?我只答资料里写着的数字。",
    },
    choose="有几个都对得上,您要哪一个?",
    likened="理解为: {}",
    nearby="资料里相近的有(不是答案):",
    about="关于“{topic}”,资料里有这些:",
    turned={"rate": "实际上是{name}低,低 {amount}", "": "实际上是{name}少,少 {amount}"},
    items="共{count}项 {about}",
    computed="算法:",
    verdicts={"yes": "是,{}", "no": "没有,{}", "other": "不是,是{}"},
    corrected="(已更正:{reason})",
    separator=" · ",
    brackets="({})",
    title="《{}》",
    label=_label,
    name=_name,
    period=str,
    place=str,
    cited=_cited,
    quantity=_quantity,
)
