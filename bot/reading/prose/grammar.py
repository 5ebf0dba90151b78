"""The function words of written Chinese that mark where a thing is named and where something is said of it.

They are the grammar of official prose (verbs of doing, words of comparing, prepositions), not words of any subject;
names and synonyms that people ask with live in the vocabulary.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language import periods
from bot.reading.prose.cutting import splits_word
from bot.reading.prose.times import SAME_TIME
from bot.reading.words import any_of

CHANGE = (
    rf"(?:{any_of('change')}|(?<![新净激猛递])增|(?<!下)降|(?<![上提晋攀回爬跃])升(?=[至到为]))(?:了|幅)?"
)
TURNED = rf"(?:{CHANGE}|调[整升降高低]|提升|优化|扩[大展充容]?)(?:为|至|到)"
"""What stands between what was and what became of it."""
_THAN = rf"(?:比|较)(?:{any_of('times')})(?:的|水平|平均水平|平均)?"
_COMPARING = (
    rf"{_THAN}.*|较\S{{2,8}}?(?:{CHANGE})"
    rf"|(?:同比|环比)\S*|(?:年均|平均每年)\S*?(?:{CHANGE})\S*|(?:同口径|扣除价格因素|名义|实际|微)\S{{0,4}}?(?:{CHANGE})"
    rf"|经[^,，]{{2,14}}?后[^,，]{{0,2}}?(?:{CHANGE}|[涨跌])"
    rf"|(?:累计)?(?:{CHANGE}|超过|累计|总计|合计)(?:到|至|了)?|(?:高于|低于|快于|慢于|优于|高出)[^,，]*|占(?!地(?:[^方]|$)).*"
    rf"|(?:拉动|带动)[^,，]*(?:{CHANGE})|(?:恢复[到至]|相当于)[^,，]*"
    r"|对[^,，]{1,14}?的?贡献率[为达是]?"
    r"|超(?:额完成)?(?:年度|全年|年初|序时)?(?:计划|目标|预算|进度)|完成(?:年度|年初|全年|调整)?(?:预算|目标|任务|计划).*|为(?:年度|年初|全年|调整)?(?:预算|计划|目标).*"
)
DOING = re.compile(any_of("doing"))
STARTS = re.compile(rf"(?:{any_of('doing', 'starting')})")
ADVERB = re.compile(rf"(?:{any_of('adverbs')}|有(?![效色机关限轨线序力]))")
COMPARES = re.compile(rf"(?:{_COMPARING})$")
CHANGE_AT_END = re.compile(rf"{CHANGE}$")
OPENER = re.compile(any_of("openers"))
RATE = re.compile(rf"(?:{any_of('rates')})$")
MEASURE = re.compile(rf"(?:{any_of('measures')})$")
MEASURED = re.compile(
    rf"(?:{any_of('rates', 'measures')}|标准|(?<![质重数])量|(?<!名)额|值|[^指人]数|(?<!汇)率|成本|费用|资金"
    "|贷款|存款|价|进出口)$"
)
_ALONE = frozenset({"获奖", "获批", "签约", "办结", "入选", "入库", "立案", "问责"})
_LIGHT = frozenset({"实现", "完成", "突破", "拥有", "形成", "获得", "入库", "累计入库"})
CHANGED = re.compile(
    rf"(?P<what>.{{2,}}?)(?P<how>(?:{_THAN}|同比|环比)?"
    rf"(?:总体|平均|实际|名义|均|分别|累计|预计)?(?:{CHANGE}|提升)(?:到|至|为|了)?)$"
)
PREPOSITION = re.compile(r"(?:为|对|给|向|使|让|帮助)(?!期)")
OPEN_END = re.compile(r"(?:[的等至到为在有达于从由给对向近共计以使将了、”》]|以及|连续|全年)$")
AND = re.compile(r"、|以及|及其|(?<![共温总])和(?![谐平睦])|(?<!参)与(?!会|否)|(?<![涉普危])及(?![时格早])")
_DAY = re.compile(r"(?:\d{1,2}日)?(?:[,，]|(?=[^\d-]))")


_OPENING = re.compile(
    r"[一二三四五六七八九十]{1,3}、(?=[\u4e00-\u9fff\d])(?![一二三四五六七八九十])|今?[(（]\d{1,2}[)）]日(?:公布|发布)?|"
    r"在[^,，]{2,24}?(?:中|方面|期间)(?=[^,，、]{3})"
    r"|(?:[,，:：、\s]|[一二三四五六七八九]是|和|与|及|以及|并|且|但|而|仍有|仍)+"
    r"|(?:1[0-2]|[1-9])月?[-—~～至到](?:1[0-2]|[1-9])月份?[,，]?(?![的至到]|当月)"
    r"|(?:1[0-2]|[1-9])月(?:份|末|底|止)?(?:当月)?[,，]?(?![的至到])"
    r"|[^,，]*?(?:依次|分别)(?:为|是|有)[:：]?(?!每)(?=[\u4e00-\u9fff“]{2})"
    r"|按照?[^,，]{2,14}计算的?|主要(?:反映|包括|集中在|涉及|有|是|为)(?=[\u4e00-\u9fff]{2})"
    r"|我[国省市县区州旗]|[二三四五六七八九十]+年(?:来|间)?(?:共|累计)(?=[\u4e00-\u9fff]{2})"
)


@lru_cache(maxsize=4096)
def strip_opening(text: str) -> str:
    """Take the adverbs and dates off the beginning of a clause.

    >>> strip_opening("2022年全市共受理诉求"), strip_opening("规范高效办理来文"), strip_opening("其中,女性")
    ('受理诉求', '办理来文', '女性')
    """
    before = ""
    while text != before:
        before = text
        if match := _OPENING.match(text):
            text = text[match.end() :]
        if match := SAME_TIME.match(text):
            text = text[match.end() :]
        time, rest = periods.leading(text)
        if time.years and (match := _DAY.match(rest)):
            text = rest[match.end() :]
        match = ADVERB.match(text)
        if match and not (match.end() == 1 and splits_word(text, 1)):  # 均衡
            text = text[match.end() :]
    return text


def strip_verbs(text: str) -> str:
    """What a clause is about, without the verbs it begins with.

    >>> strip_verbs("受理涉企诉求"), strip_verbs("组织开展对接活动"), strip_verbs("新增")
    ('涉企诉求', '对接活动', '新增')
    """
    while (match := STARTS.match(text)) and text[match.end() : match.end() + 1] not in {"", *"、，,的"}:
        following = STARTS.match(text, match.end())
        if following and text[following.end() : following.end() + 1] == "、":
            break  # the first item of a list is itself a verb
        text = text[match.end() :]
    return text


def verbs(text: str) -> str:
    """The verbs a clause begins with.

    >>> verbs("受理涉企诉求"), verbs("涉企诉求")
    ('受理', '')
    """
    rest = strip_verbs(text)
    return text if STARTS.fullmatch(text) else text[: len(text) - len(rest)]


def is_open(text: str) -> bool:
    """Whether words before a number wait for the thing it counts ("新增", "对市长办公会", "共有").

    >>> [is_open(words) for words in ("明确", "全市通过", "上级来文", "市《报告》确定的", "对常务会", "签约")]
    [True, True, False, True, True, True]
    """
    if OPEN_END.search(text) or PREPOSITION.match(text):
        return True
    return any(match.end() == len(text) for match in STARTS.finditer(text))


def split_subject(text: str) -> tuple[str, str]:
    """Part "who does what" into who and what; who is empty where the clause does not say.

    >>> split_subject("市长信箱受理网络来信"), split_subject("受理网络来信"), split_subject("督查激励获奖")
    (('市长信箱', '受理网络来信'), ('', '受理网络来信'), ('督查激励', '获奖'))
    >>> split_subject("市级提案的办结率"), split_subject("群众满意率")
    (('市级提案', '办结率'), ('', '群众满意率'))
    """
    if COMPARES.match(text):
        return "", text
    for match in DOING.finditer(text):
        if text[match.end() : match.end() + 1] in set("率数量额费总结情"):
            continue  # 办结率 is a noun
        if splits_word(text, match.start()) or re.match(r"\d+\w*?(?:以上|以下)", text):
            continue
        if match.start() >= 3 and not _within_quotes(text, match.start()):
            return _who(text[: match.start()], text[match.start() :])
        if match.start() == 0:
            break
    if (changed := CHANGED.match(text)) and not re.fullmatch("[亩人户]均", changed["what"]):
        return changed["what"], changed["how"]
    owner, _, measure = text.rpartition("的")
    whole_word = splits_word(text, len(owner)) or _within_quotes(text, len(owner))  # 标的额
    if owner and RATE.search(measure) and not whole_word:
        return owner, measure
    return "", text


def bare_subject(who: str) -> str:
    """Who does something, without the words that belong to the deed.

    >>> bare_subject("公司全年"), bare_subject("市长信箱累计")
    ('公司', '市长信箱')
    """
    return re.sub(r"(?:的|共|累计|均|已|也|还|又|全年)+$", "", who)


def _who(who: str, what: str) -> tuple[str, str]:
    """Tidy who does what; "income reached" only says what the income is."""
    who = bare_subject(who)
    if each := re.fullmatch(r"(每(?:年|季度|月|周|日|天|个?季度))(?:至少|不少于)?", who):
        return "", each[1] + what
    if who.endswith("应"):
        return "", who + what
    if what in _LIGHT:
        return "", who
    return (who, what) if len(what) > 3 or what in _ALONE else ("", who + what)


def plain(measure: str) -> str:
    """A measure without the verb that only says it came about.

    >>> plain("实现地区生产总值"), plain("完成植树造林")
    ('地区生产总值', '完成植树造林')
    """
    bare = re.sub(r"^(?:实现|完成)(?=..)", "", measure)
    if MEASURE.search(bare[:-2]) and bare.endswith(("实现", "完成")):
        bare = bare[:-2]
    noun = re.sub(r"[(（][^()（）]*[)）]$", "", bare)
    return bare if MEASURED.search(noun) else measure


def thing_and_rest(text: str) -> tuple[str, str]:
    """Part what follows a number into the thing counted and what is said of it.

    >>> thing_and_rest("重点工作均按期完成任务"), thing_and_rest("金融机构"), thing_and_rest("予以诫勉谈话")
    (('重点工作', '均按期完成任务'), ('金融机构', ''), ('', '予以诫勉谈话'))
    """
    for match in OPENER.finditer(text):
        if not (_within_quotes(text, match.start()) or splits_word(text, match.start())):
            return text[: match.start()], text[match.start() :]
    return text, ""


def items(text: str, *, everywhere: bool = False) -> list[str]:
    """Part an enumeration at the marks between its items, outside quotes and brackets.

    Where items are parted by 、 only the last two are joined by "和"; ``everywhere`` has every "和" part items.

    >>> items("减材料、减环节和减时限"), items("“一个、两个”与《读和写》"), items("财源建设和增收、防火")
    (['减材料', '减环节', '减时限'], ['“一个、两个”', '《读和写》'], ['财源建设和增收', '防火'])
    """
    plain = not re.search("[“《(（]", text)
    marks = [match for match in AND.finditer(text) if plain or not _within_quotes(text, match.start())]
    if not everywhere and (pauses := [match for match in marks if match[0] == "、"]):
        last = [match for match in marks if match.start() > pauses[-1].start()]
        marks = pauses + last[-1:]
    found: list[str] = []
    begin = 0
    for match in marks:
        found.append(text[begin : match.start()])
        begin = match.end()
    found.append(text[begin:])
    return [item for item in found if item]


def _within_quotes(text: str, place: int) -> bool:
    return any(
        text.count(left, 0, place) > text.count(right, 0, place)
        for left, right in ("“”", "《》", "()", "（）")
    )


def enumerates(text: str, value: str) -> bool:
    """Whether words name as many things as a number says ("从市场、政务、法治" before 三).

    >>> enumerates("从市场、政务、法治", "3"), enumerates("上级来文", "1"), enumerates("“甲”“乙”", "2")
    (True, False, True)
    """
    count = text.count("”") if text.endswith("”") else len(items(re.sub(r"^[从在]", "", text)))
    return value == str(count) and count > 1
