"""The function words of written Chinese that mark where a thing is named and where something is said of it.

They are the grammar of official prose (verbs of doing, words of comparing, prepositions), not words of any subject;
names and synonyms that people ask with live in the vocabulary.
"""

from __future__ import annotations

import re

_DOING = """
牵头办理 受理 承办 办理 确定 明确 制定 制发 印发 发布 取消 拍摄 办结 接听 接待 召开 举办 新增 增设 建成 获得 荣获 获评 抽取 接入
提供 问责 收到 收办 签订 签约 拨付 争取 拥有 形成 编印 出版 开设 净增 开展 获奖 获批 突破 实现 完成 通过 入选 享受 位居 位列
实施 扩大 发现 参加 累计入库 入库 涉及 发放 兑现 查处 立案 出台 引进 培育
""".split()
_STARTING = """
组织 认定 落地 推动 解决 减少 增加 投入 建立 设立 打造 推进 推动 落实 整改 化解 帮扶 安排 启动 开通 开工 改造 维修 承接 处理 审批 审核 报送 上报 下发
覆盖 惠及 救助 资助 转移 招聘 选派 派出 生产 销售 完工 竣工 交付 压减 压缩 精简 提升 提高 降低 检查 督办 全面 继续 牵头 新建 建设 新改扩建 减 压
推行 实行 应对 做好 抓好 参与 统筹 深化 带动 支持 服务 培训 保障 招引 筹集 发行 收缴 节约 清理 拆除 整治 修复 种植 生产 出动 派发 赠阅 折合 约谈 表彰
""".split()
_ADVERBS = """
全年 年末 年内 全市 全省 全县 全区 全社会 初步核算 初步统计 据统计 经核算 累计 共计 总共 一共 合计 共有 共 已 将 再 又 仅 还 均 都
同时 另外 此外 其中 尤其是 特别是 截至目前 截至 目前 当年 本年 规范 高效 顺利 大力 全力 全面 扎实 有序 持续 进一步 牵头 切实 积极 认真 统一
着力 分别 先后 预计 按可比价格计算 按不变价格计算 按现价计算  是 达到 达 拥有 年初 统筹 要求全市 要求全省 要求 确保 力争 牢牢 深入 一共有 共计有
""".split()
_CHANGE = "增长|下降|上升|上涨|下跌|回落|提高|降低|减少|增加|增支|减收|减支|增收|增幅|降幅|增速|收窄|扩大|持平|翻番"
_COMPARING = (
    r"(?:比|较)(?:上年末?|去年|年初|上月|上年同期|去年同期|前年).*|(?:同比|环比|年均|平均每年|同口径|扣除价格因素|名义|实际|微)\S*|"
    rf"(?:{_CHANGE}|高于|低于|快于|超过|累计|总计|合计)(?:到|至|了)?|占.*|完成(?:年度|年初|全年|调整)?(?:预算|目标|任务).*|为(?:年度|年初|全年|调整)?预算.*"
)
_OPENERS = (
    "均|都|全部|已|明确|提出|按期|按时|现场|被|获得|获|得到|受到|居|位居|位列|实现|完成|提供|办理|解决|纳入|入选|超额|参加|签约|开展|投入|建成|上线|给予|予以|实行|达成|挂牌|"
    "通过|列入|进入|达到|达|增长|下降|落地|荣获|表扬|提前|如期|圆满|为|在|于|由|向|从|将|开工|竣工|启动|运行|试运转|加快|正式"
)
DOING = re.compile("|".join(sorted(_DOING, key=len, reverse=True)))
STARTS = re.compile(rf"(?:{'|'.join(sorted({*_DOING, *_STARTING}, key=len, reverse=True))})")
ADVERB = re.compile(rf"(?:{'|'.join(sorted(_ADVERBS, key=len, reverse=True))}|有(?![效色机关限轨线序力]))")
COMPARES = re.compile(rf"(?:{_COMPARING})$")
OPENER = re.compile(_OPENERS)
RATE = re.compile(r"(?:率|比例|比重|占比|指数|金额|余额|总额|额|数量|人数|次数|户数|件数|总量|均值|浓度|面积|总印数|份额|系数|强度|时间|时长|满意度|总数|占有量|拥有量)$")
MEASURE = re.compile(r"(?:投资|收入|支出|增加值|总值|总产值|授权量|总额|余额|人数|价格|面积|产量|产值|零售额|销售额|营业收入|利润|排名|总数|次数|总印数)$")
_ALONE = frozenset({"获奖", "获批", "签约", "办结", "入选", "入库", "立案", "问责"})
_LIGHT = frozenset({"实现", "完成", "突破", "拥有", "形成", "获得"})
CHANGED = re.compile(
    rf"(?P<what>.{{2,}}?)(?P<how>(?:(?:比|较)(?:上年末?|去年|年初|上年同期)|同比|环比)?(?:总体|平均|实际|名义|均|分别)?(?:{_CHANGE}|提升)(?:到|至|为|了)?)$"
)
PREPOSITION = re.compile(r"(?:为|对|给|向|使|让|帮助)(?!期)")
OPEN_END = re.compile(r"(?:[的等至到为在有达于从由给对向近共计以使将了、”》]|以及|连续|全年)$")
AND = re.compile(r"、|以及|及其|(?<![共温总])和(?![谐平睦])|(?<!参)与(?!会|否)|(?<![涉普危])及(?![时格早])")
YEAR = re.compile(r"(?:截至|到|至)?((?:19|20)\d\d)年(?:(\d{1,2})月)?(末|底|初|上半年|下半年)?(?:\d{1,2}日)?(?:[,，]|(?=[^\d-]))")


def strip_opening(text: str) -> str:
    """Take the adverbs and dates off the beginning of a clause.

    >>> strip_opening("2022年全市共受理诉求"), strip_opening("规范高效办理来文"), strip_opening("其中,女性")
    ('受理诉求', '办理来文', '女性')
    """
    before = ""
    while text != before:
        before = text
        text = re.sub(r"^在[^,，]{2,24}?(?:中|方面|期间)(?=[^,，、]{3})", "", text)
        text = re.sub(r"^(?:[,，:：、\s]|[一二三四五六七八九]是|和|与|及|以及|并|且)+", "", text)
        if match := YEAR.match(text):
            text = text[match.end() :]
        if (match := ADVERB.match(text)) and not (match[0] in ("为", "是") and len(text) > 1 and DOING.search(text)):
            text = text[match.end() :]
    return text


def strip_verbs(text: str) -> str:
    """What a clause is about, without the verbs it begins with.

    >>> strip_verbs("受理涉企诉求"), strip_verbs("组织开展对接活动"), strip_verbs("新增")
    ('涉企诉求', '对接活动', '新增')
    """
    while (match := STARTS.match(text)) and text[match.end() : match.end() + 1] not in ("", *"、，,的"):
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
        if text[match.end() : match.end() + 1] in tuple("率数量额费总"):
            continue  # 办结率 is a noun
        if match.start() >= 3 and not _within_quotes(text, match.start()):
            return _who(text[: match.start()], text[match.start() :])
        if match.start() == 0:
            break
    if match := CHANGED.match(text):
        return match["what"], match["how"]
    owner, _, measure = text.rpartition("的")
    if owner and RATE.search(measure) and not _within_quotes(text, len(owner)):
        return owner, measure
    return "", text


def _who(who: str, what: str) -> tuple[str, str]:
    """Tidy who does what; "income reached" only says what the income is."""
    who = re.sub(r"(?:的|共|累计|均|已|也|还|又|全年)+$", "", who)
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
    return bare if RATE.search(noun) or MEASURE.search(noun) else measure


def thing_and_rest(text: str) -> tuple[str, str]:
    """Part what follows a number into the thing counted and what is said of it.

    >>> thing_and_rest("重点工作均按期完成任务"), thing_and_rest("金融机构"), thing_and_rest("予以诫勉谈话")
    (('重点工作', '均按期完成任务'), ('金融机构', ''), ('', '予以诫勉谈话'))
    """
    for match in OPENER.finditer(text):
        if not _within_quotes(text, match.start()):
            return text[: match.start()], text[match.start() :]
    return text, ""


def items(text: str, *, everywhere: bool = False) -> list[str]:
    """Part an enumeration at the marks between its items, outside quotes and brackets.

    Where items are parted by 、 only the last two are joined by "和"; ``everywhere`` takes every "和" for such a mark.

    >>> items("减材料、减环节和减时限"), items("“一个、两个”与《读和写》"), items("财源建设和增收、防火")
    (['减材料', '减环节', '减时限'], ['“一个、两个”', '《读和写》'], ['财源建设和增收', '防火'])
    """
    marks = [match for match in AND.finditer(text) if not _within_quotes(text, match.start())]
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
    before = text[:place]
    return any(before.count(left) > before.count(right) for left, right in ("“”", "《》", "()", "（）"))


def enumerates(text: str, value: str) -> bool:
    """Whether words name as many things as a number says ("从市场、政务、法治" before 三).

    >>> enumerates("从市场、政务、法治", "3"), enumerates("上级来文", "1"), enumerates("“甲”“乙”", "2")
    (True, False, True)
    """
    count = text.count("”") if text.endswith("”") else len(items(re.sub(r"^[从在]", "", text)))
    return value == str(count) and count > 1
