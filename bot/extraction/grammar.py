"""The function words of written Chinese that mark where a thing is named and where something is said of it.

They are the grammar of official prose (verbs of doing, words of comparing, prepositions), not words of any subject;
names and synonyms that people ask with live in the vocabulary.
"""

from __future__ import annotations

import re

_DOING = """
牵头办理 受理 承办 办理 确定 明确 制定 制发 印发 发布 取消 拍摄 办结 接听 接待 召开 举办 新增 增设 建成 获得 荣获 获评 抽取 接入
提供 问责 收到 收办 签订 签约 拨付 争取 拥有 形成 编印 出版 开设 净增 开展 组织 获奖 获批 突破 达到 实现 完成 通过 入选 享受 位居 位列
实施 扩大 参加 累计入库 入库 涉及 发放 兑现 查处 立案 出台 认定 引进 培育 共收办
""".split()
_STARTING = """
解决 减少 增加 投入 建立 设立 打造 推进 推动 落实 整改 化解 帮扶 安排 启动 开通 开工 改造 维修 承接 处理 审批 审核 报送 上报 下发
覆盖 惠及 救助 资助 转移 招聘 选派 派出 生产 销售 完工 竣工 交付 压减 压缩 精简 提升 提高 降低 检查 督办 全面 继续 牵头 新建 建设 新改扩建 减 压
带动 支持 服务 培训 保障 招引 筹集 发行 收缴 节约 清理 拆除 整治 修复 种植 生产 出动 派发 赠阅 折合 约谈 表彰
""".split()
_ADVERBS = """
全年 年末 年内 全市 全省 全县 全区 全国 全社会 初步核算 初步统计 据统计 经核算 累计 共计 总共 一共 合计 共有 共 总 已 将 再 又 仅 还 均 都 各
同时 另外 此外 其中 尤其是 特别是 截至目前 截至 目前 当年 本年 规范 高效 顺利 大力 全力 全面 扎实 有序 持续 进一步 牵头 切实 有效 成功 积极 认真 统一
着力 分别 先后 实际 预计 按可比价格计算 按不变价格计算 按现价计算 有 为 是 达 达到 拥有
""".split()
_COMPARING = (
    "比上年末?|较上年末?|比去年|较去年|同比|环比|比年初|较年初|比上月|较上月|同口径|扣除价格因素|名义|实际|年均|平均每年|"
    "增长|下降|上升|上涨|下跌|回落|提高|降低|减少|增加|增支|减收|减支|增收|增幅|降幅|增速|占|完成(?:年度|年初|全年|调整)?(?:预算|目标|任务)|"
    "为(?:年度|年初|全年|调整)?预算|高于|低于|快于|超过|折合|连续|位居|居|位列|列|排名|排"
)
_OPENERS = (
    "均|都|全部|已|按期|按时|现场|被|获得|获|得到|受到|居|位居|位列|实现|完成|提供|办理|纳入|入选|超额|参加|签约|开展|投入|建成|上线|给予|予以|实行|达成|挂牌|"
    "通过|列入|进入|达到|达|增长|下降|落地|荣获|表扬|提前|如期|圆满|为|在|于|由|向|从|将|开工|竣工|启动|运行|试运转|加快|正式"
)
DOING = re.compile("|".join(sorted(_DOING, key=len, reverse=True)))
STARTS = re.compile(rf"(?:{'|'.join(sorted({*_DOING, *_STARTING}, key=len, reverse=True))})")
ADVERB = re.compile(rf"(?:{'|'.join(sorted(_ADVERBS, key=len, reverse=True))})")
COMPARES = re.compile(rf"(?:{_COMPARING})")
OPENER = re.compile(_OPENERS)
RATE = re.compile(r"(?:率|比例|比重|占比|指数|金额|余额|总额|额|数量|人数|次数|户数|件数|总量|均值|浓度|面积|总印数|份额|系数|强度|时间|时长|满意度)$")
PREPOSITION = re.compile(r"(?:为|对|给|向|使|让|帮助)(?!期)")
OPEN_END = re.compile(r"(?:的|等|至|到|为|在|有|达|于|从|由|给|对|向|近|共|计|约|以|使|将)$")
AND = re.compile(r"[、和与及]|以及|及其")
YEAR = re.compile(r"(?:截至|到|至)?((?:19|20)\d\d)年(?:(\d{1,2})月)?(末|底|初|上半年|下半年)?(?:\d{1,2}日)?(?:[,，]|(?=[^\d-]))")


def strip_opening(text: str) -> str:
    """Take the adverbs and dates off the beginning of a clause.

    >>> strip_opening("2022年全市共受理诉求"), strip_opening("规范高效办理来文"), strip_opening("其中,女性")
    ('受理诉求', '办理来文', '女性')
    """
    before = ""
    while text != before:
        before = text
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
    while (match := STARTS.match(text)) and match.end() < len(text):
        text = text[match.end() :]
    return text


def split_subject(text: str) -> tuple[str, str]:
    """Part "who does what" into who and what; who is empty where the clause does not say.

    >>> split_subject("市长信箱受理网络来信"), split_subject("受理网络来信"), split_subject("督查激励获奖")
    (('市长信箱', '受理网络来信'), ('', '受理网络来信'), ('督查激励', '获奖'))
    >>> split_subject("市级提案的办结率"), split_subject("群众满意率")
    (('市级提案', '办结率'), ('', '群众满意率'))
    """
    for match in DOING.finditer(text):
        if match.start() >= 2 and not _within_quotes(text, match.start()):
            return text[: match.start()].removesuffix("的"), text[match.start() :]
        if match.start() == 0:
            break
    owner, _, measure = text.rpartition("的")
    if owner and RATE.search(measure) and not _within_quotes(text, len(owner)):
        return owner, measure
    return "", text


def thing_and_rest(text: str) -> tuple[str, str]:
    """Part what follows a number into the thing counted and what is said of it.

    >>> thing_and_rest("重点工作均按期完成任务"), thing_and_rest("金融机构"), thing_and_rest("予以诫勉谈话")
    (('重点工作', '均按期完成任务'), ('金融机构', ''), ('', '予以诫勉谈话'))
    """
    for match in OPENER.finditer(text):
        if not _within_quotes(text, match.start()):
            return text[: match.start()], text[match.start() :]
    return text, ""


def items(text: str) -> list[str]:
    """Part an enumeration at the marks between its items, outside quotes and brackets.

    >>> items("减材料、减环节和减时限"), items("“一个、两个”与《读和写》")
    (['减材料', '减环节', '减时限'], ['“一个、两个”', '《读和写》'])
    """
    found: list[str] = []
    begin = 0
    for match in AND.finditer(text):
        if match.start() >= begin and not _within_quotes(text, match.start()):
            found.append(text[begin : match.start()])
            begin = match.end()
    found.append(text[begin:])
    return [item for item in found if item]


def _within_quotes(text: str, place: int) -> bool:
    before = text[:place]
    return any(before.count(left) > before.count(right) for left, right in ("“”", "《》", "()", "（）"))
