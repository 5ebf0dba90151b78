"""What a sentence says in words that somebody would ask for: what a coined name means, honours, who praised whom.

Each rule is a shape of official prose (an enumeration before a count, a bracket after a name, "A was named B").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.language import numerals
from bot.reading.prose import grammar
from bot.reading.prose.clauses import clauses
from bot.reading.words import any_of

_QUOTED = r"“[^“”]{1,60}”"
_COUNT = "[二两三四五六七八九十]"
_LONGEST_LIST = 400
_EDGES = " ,，:：。；;、"
_EXPLAINED = re.compile(
    rf"(?:^|[,，。;；:：()（）])(?P<value>[^,，。;；:：()（）“”]{{4,120}})的(?P<name>“{_COUNT}[^“”]{{1,12}}”)"
)
_BRACKETED = re.compile(
    rf"(?P<name>{_QUOTED}|[\u4e00-\u9fff]{{4,16}})[(（](?P<value>[^()（）]*[、，,][^()（）]*)[)）]"
)
_COUNTED = re.compile(
    rf"“(?P<value>[^“”]*、[^“”]*)”(?P<name>{_COUNT}[^,，。;；、\d“”]{{2,10}})(?=[,，。;；]|$)"
)
_NUMBERED = re.compile(rf"(?P<count>{_COUNT})(?P<unit>个|项|大|类|种|条)(?P<name>[\u4e00-\u9fff]{{2,10}})")
_COINED = re.compile(rf"“(?P<count>{_COUNT})(?P<first>[\u4e00-\u9fff])[^“”]{{0,10}}”")
_AND_OTHERS = re.compile(
    r"(?<![优平相对均同劣何]|[中高初](?=等[职教收院专学]))等(?![级待候次于同额\d])(?P<name>[^,，。;；:：、]{2,40})?"
)
_HONOUR = re.compile(
    r"(?P<who>.*?)(?P<verb>被评为|被评定为|被授予|被命名为|被列为|获评|荣获|荣膺|入选(?=《|“|全|国|省|首))(?P<value>.+)"
)
_PRAISED = re.compile(
    r"(?P<who>.*?)(?P<verb>受到|得到|获得?|被)(?P<by>[^,，]*?)(?P<praise>的?(?:真抓实干)?(?:通报表扬|表扬激励|督查激励|表扬|表彰|肯定|推介|点赞|嘉奖))"
    r"(?:并在(?P<where>《[^》]+》)上?(?P<how>推广|刊发|推介|发表|登载))?"
)
_PERSON = re.compile(
    r"(?P<office>.*(?:书记|省长|市长|县长|区长|部长|总理|主席|主任|局长|委员))(?P<value>[\u4e00-\u9fff]{2,3})$"
)
_ONLY = re.compile(
    r"(?P<who>.{2,}?)(?P<verb>成为|为|是)(?P<value>全[省国市县区球][^,，。;；]*?(?:唯一|首[次个家批创提]|第一)[^,，。;；]*)"
)
_FIRST = re.compile(
    r"在(?P<scope>全[省国市县区])(?P<verb>率先(?:试点|实施|推行|开展|建成|建立|启动|探索|推出|实现)?)(?P<value>[^,，。;；]{2,40})"
)
_CALLED = re.compile(
    r"(?:促|推动|打造|建设|建成|推出|上线|开通|依托|通过)?“(?P<value>[^“”、]{2,16})”"
    rf"(?P<name>[\u4e00-\u9fff]{{0,14}}?(?:{any_of('named')}))(?P<rest>[^,，。;；]*)"
)
_BRANDS = re.compile(
    r"(?P<verb>[\u4e00-\u9fff]{0,4})(?P<value>“[^“”、]{2,12}”(?:[、和]?“[^“”、]{2,12}”)+)的(?P<name>[\u4e00-\u9fff]{2,14})"
)
_SEATS = re.compile(
    rf"(?P<verb>{grammar.STARTS.pattern})(?P<value>[^,，。;；]*、[^,，。;；]*[和与及]{_QUOTED})(?P<name>[\u4e00-\u9fff]{{2,6}})$"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said in words: ``start`` and ``end`` span the value, ``said`` the words around it."""

    subject: str
    measure: str
    start: int
    end: int
    said: tuple[int, int]
    items: tuple[str, ...] = ()


def statements(text: str, topic: str, before: str = "") -> list[Statement]:
    """What a sentence says in words; ``before`` is the sentence before it.

    >>> [(one.subject, one.items) for one in statements("推行洽谈即服务、签约即供地的“两即服务”。", "改革")]
    [('两即服务', ('洽谈即服务', '签约即供地'))]
    >>> text = "志愿服务队被评为“服务之星”。"
    >>> [(one.subject, one.measure, text[one.start : one.end]) for one in statements(text, "服务")]
    [('志愿服务队', '被评为', '服务之星')]
    """
    found: list[Statement] = []
    for one in _all(text, topic, before):
        if (
            one.subject
            and text[one.start : one.end].strip()
            and not any(one.start == other.start for other in found)
        ):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _all(text: str, topic: str, before: str) -> Iterator[Statement]:
    yield from _names_explained(text)
    yield from _names_followed(text, before)
    yield from _counted_lists(text, topic)
    earlier = ""
    for clause in clauses(text, ()):
        words = clause.text[clause.start : clause.end].rstrip(_EDGES)
        for rule in _CLAUSE_RULES:
            for one in rule(words, topic, earlier):
                yield Statement(
                    one.subject,
                    one.measure,
                    clause.start + one.start,
                    clause.start + one.end,
                    (clause.start + one.said[0], clause.start + one.said[1]),
                    one.items,
                )
        earlier = words.strip(_EDGES)


def _names_explained(text: str) -> Iterator[Statement]:
    """A coined name with what it stands for beside it."""
    for match in _EXPLAINED.finditer(text):
        if "、" not in match["value"]:
            continue
        yield _listed(match, _bare(match["name"]), opening=True)
    for match in _BRACKETED.finditer(text):
        name = (
            _bare(match["name"])
            if match["name"][0] == "“"
            else re.split(r"有关|开展|的|在", match["name"])[-1]
        )
        if (
            len(name) > 1
            and len(match["value"]) > 5
            and not re.search(r"[\d%]\s*$|为例|下同", match["value"])
        ):
            yield _listed(match, name)
    for match in _COUNTED.finditer(text):
        yield _listed(match, match["name"], count=numerals.plain(match["name"][0]))


def _names_followed(text: str, before: str) -> Iterator[Statement]:
    """The parts of a name coined in the sentence before: five things that begin with 减 for “五减一优”."""
    for name in _COINED.finditer(before):
        item = f"{name['first']}[\u4e00-\u9fff]{{1,6}}"
        count = numerals.plain(name["count"])
        if match := re.search(f"(?P<value>{item}(?:、{item}){{{int(count) - 1}}})", text):
            yield _listed(match, _bare(name[0]), count=count)


def _counted_lists(text: str, topic: str) -> Iterator[Statement]:
    """A list and then how many it names ("甲、乙、丙三个方面")."""
    for match in _NUMBERED.finditer(text):
        begin = max(text.rfind(mark, 0, match.start()) for mark in ",，。;；:：") + 1
        listed = text[begin : match.start()]
        opening = len(listed) - len(grammar.strip_opening(listed))
        prefix = re.match(r"[从在]", listed[opening:])
        begin += opening + (1 if prefix else 0)
        value = text[begin : match.start()]
        if value.endswith("”") and "“" in value:
            begin += value.index("“")
            value = text[begin : match.start()]
        count = str(numerals.plain(match["count"]))
        if grammar.enumerates(value, count):
            items = re.findall(_QUOTED, value) if value.endswith("”") else grammar.items(value)
            name = grammar.thing_and_rest(match["name"])[0]
            yield Statement(
                topic,
                match["count"] + match["unit"] + name,
                begin,
                match.start(),
                (begin, match.start() + 2 + len(name)),
                tuple(_bare(item) for item in items),
            )


def _and_others(words: str, topic: str, earlier: str) -> Iterator[Statement]:
    """An enumeration closed by "等" and the kind of thing it names."""
    for match in list(_AND_OTHERS.finditer(words, 0, _LONGEST_LIST))[:3]:
        begin = len(words) - len(grammar.strip_opening(words))
        listed = words[begin : match.start()]
        verb = re.match(r"(?:在|由|从|对|以|为)", listed)
        lead = verb[0] if verb else grammar.verbs(listed)
        listed = listed[len(lead) :]
        items = grammar.items(listed)
        if len(items) < 2 or re.search(
            r"\d(?:[件项个所家人处张座条种类次千公]|万|亿|%)|^[超约近]?\d", listed
        ):
            continue
        begin += len(lead)
        thing, mark, rest = re.split(r"([\d上中下]|$)", match["name"] or "", maxsplit=1)
        thing = thing.removeprefix("方面的")
        measure = rest + thing if verb and not mark.isdigit() else lead + thing
        if measure and measure not in ("方面", "领域", "地", "问题", "工作"):
            yield Statement(
                topic,
                measure,
                begin,
                begin + len(listed),
                (0, match.end()),
                tuple(_bare(item) for item in items),
            )


def _honours(words: str, topic: str, earlier: str) -> Iterator[Statement]:
    match = _HONOUR.match(words)
    if match and not _ONLY.match(words) and (who := _who(match["who"], earlier, topic)):
        quoted = re.search(r"“([^“”]+)”$", match["value"])
        start = match.start("value") + (quoted.start(1) if quoted else 0)
        end = match.start("value") + (quoted.end(1) if quoted else len(match["value"]))
        prefix = match["value"][: quoted.start()] if quoted else ""
        yield Statement(who, match["verb"] + prefix, start, end, (0, match.end()))


def _praise(words: str, topic: str, earlier: str) -> Iterator[Statement]:
    match = _PRAISED.match(words)
    if not match:
        return
    who = _who(match["who"], earlier, topic)
    praise = match["praise"].removeprefix("的")
    start, end = match.span("by")
    if not match["by"]:
        event = re.search(r"在([^,，]{3,20}?)中", match["who"])
        who = re.sub(r"^.*在[^,，]{3,20}?中(?:有关)?", "", who)
        start, end = event.span(1) if event else match.span("praise")
    elif person := _PERSON.match(match["by"]):
        praise = person["office"] + praise
        start = match.start("by") + person.start("value")
    yield Statement(re.sub(r"[(（].*?[)）]", "", who), match["verb"] + praise, start, end, (0, match.end()))
    if match["where"]:
        yield Statement(who, match["how"] + "刊物", *match.span("where"), (0, match.end()))


def _firsts(words: str, topic: str, earlier: str) -> Iterator[Statement]:
    if match := _ONLY.match(words):
        yield Statement(
            _who(match["who"], earlier, topic), match["verb"], *match.span("value"), (0, match.end())
        )
    if match := _FIRST.search(words):
        yield Statement(topic, f"在{match['scope']}{match['verb']}", *match.span("value"), match.span())


def _called(words: str, topic: str, earlier: str) -> Iterator[Statement]:
    """What a platform and the like is called."""
    for match in _CALLED.finditer(words):
        rest = match["rest"].strip(_EDGES)
        if len(match["name"]) > 2:
            yield Statement(match["name"], "名称", *match.span("value"), match.span())
        elif rest:
            yield Statement(rest, match["name"], *match.span("value"), match.span())


def _quoted_rows(words: str, topic: str, earlier: str) -> Iterator[Statement]:
    for match in _BRANDS.finditer(words):
        yield Statement(
            topic,
            match["verb"] + match["name"],
            *match.span("value"),
            match.span(),
            tuple(map(_bare, re.findall(_QUOTED, match["value"]))),
        )
    if seats := _SEATS.search(words):
        items = grammar.items(seats["value"])
        if any(re.search(r"[局委部办室院会厅]$", item) for item in items):
            return
        yield Statement(
            topic, seats["verb"] + seats["name"], *seats.span("value"), seats.span(), tuple(map(_bare, items))
        )


_CLAUSE_RULES: tuple[Callable[[str, str, str], Iterator[Statement]], ...] = (
    _honours, _praise, _firsts, _called, _quoted_rows, _and_others,
)  # fmt: skip


def _listed(match: re.Match[str], subject: str, *, count: str = "", opening: bool = False) -> Statement:
    """A list as what a name stands for; with ``opening`` the verbs before its first item are no part of it."""
    value = match["value"]
    opened = grammar.strip_verbs(grammar.strip_opening(value)) if opening else value
    start = match.end("value") - len(opened)
    items = re.split(r"[,，]", opened) if re.search(r"[,，]", opened) else grammar.items(opened)
    if count and len({item[0] for item in items}) > 1:
        items = _merged(grammar.items(opened, everywhere=True))
    return Statement(subject, "内容", start, match.end("value"), match.span(), tuple(map(_bare, items)))


def _merged(items: Sequence[str]) -> list[str]:
    """Put together again what was parted inside an item: every item begins like the first ("一个…、一套…")."""
    merged: list[str] = []
    for item in items:
        if merged and item[0] != items[0][0]:
            merged[-1] += "、" + item
        else:
            merged.append(item)
    return merged


def _who(words: str, earlier: str, topic: str) -> str:
    """Who or what something is said of; the clause before where this one does not say."""
    who = re.sub(r"^\d+[项个件家]", "", grammar.strip_opening(words.strip(_EDGES)))
    who = re.sub(r"^连续\d+年", "", who)
    who = who or ("" if re.search(r"\d", earlier) else grammar.strip_opening(earlier)) or topic
    return who if len(who) <= 30 else re.sub(rf"(?:{_QUOTED})+", "", who)


def _bare(text: str) -> str:
    return text[1:-1] if re.fullmatch(r"“[^“”]*”|《[^《》]*》", text) else text
