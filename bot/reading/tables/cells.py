"""What the words of a cell are: a figure with its sign, unit and marks, a unit alone, a name with its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.language import numerals, periods
from bot.language.units import ENGLISH
from bot.reading.grid import GridCell
from bot.reading.lines import WIDE
from bot.reading.quantities import UNIT
from bot.reading.words import any_of, words

NUMERIC = re.compile(r"(?P<number>[-+±−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>%|‰)?", re.ASCII)
BAR = re.compile(r"[|｜│┃║]")
"""What cells are drawn apart with."""
RULE = re.compile(r"[-=─━═—_+~┄┈┌-╬][-=─━═—_+~┄┈┌-╬\s]{2,}")
"""A line that is only drawn."""
UNIT_LINE = re.compile(rf"[（(]?(?:{any_of('table_units')})[:：](?P<unit>[^)）]+)[)）]?", re.IGNORECASE)
NAME_LINE = re.compile(rf"(?:{any_of('table_names')})[:：](?P<name>.+)", re.IGNORECASE)
_REMARK = re.compile(r"[^\d\W]{2,8}[:：]\s*\S.*")
_ORDER = r"[一二三四五六七八九十百]+"
TABLE_NUMBER = (
    rf"(?:附?表格?|附件|附录|专栏|Table)\s*[（(]?(?:\d+(?:[-—.]\d+)*|{_ORDER})(?:之{_ORDER})?[）)]?"
)
"""What numbers a table."""
COUNTER_HEADS = frozenset({"序号", "编号", "行次", "No.", "NO.", "No"})
UNIT_HEADS = frozenset({"单位", "计量单位", "Unit", "Units", "unit"})
GOES_ON = re.compile(r"续?表?\s*[\d—-]*\s*(?:续表|[（(]续表?[)）])\s*\d*|续表?\s*\d*")
"""What stands above a table that goes on."""
CODE_HEAD = re.compile(r"编号|编码|代码|邮编|邮政编码|行次|号码|文号|证号|网址|地址|附注|注释")
"""What is called by a number that counts nothing."""
_HEAD_UNIT = re.compile(r"^(?P<name>.+?)[（(](?:单位[:：])?(?P<unit>[^（()）=]*?)[)）]$")
_HEAD_COUNT = re.compile(r"(?P<unit>[件人户家项次台套亩吨](?=数$)|[人场车架台件户册]次$)")
_UNIT_ONLY = re.compile(rf"±?(?:(?:万亿|亿|千万|百万|十万|万|千|百)*(?:{UNIT}))|(?:/[^\W\d]{{1,3}})+")
Row = Sequence[GridCell]
_ABSENT = frozenset(words("absent"))
_CHECKS = frozenset(words("checks"))
_ENGLISH_UNITS = frozenset(words("english_head_units", "english_symbols")) - {"m"}
_NUMBER = r"[-+±−－–]?(?:\d{1,3}(?:[,，]\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?"
_DATED = re.compile(r"\d{4} ?年\W|(?:19|20)\d\d(?:[(（][%％]| ?[$£€])")
_CURRENCY = r"(?:(?:US|HK|NT|[AC])?\$|£|€)"
_SCALE = rf"(?:{'|'.join(ENGLISH)})"
_MONEY = re.compile(
    rf"\+?(?P<before>[-−–(（]?)(?P<currency>{_CURRENCY})(?P<behind>[-−–(（]?)\s*"
    rf"(?P<amount>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<scale>{_SCALE})?[)）]?"
)
_SCALES = {"k": "thousand", "000": "thousand", "m": "million", "bn": "billion"}
"""How accounts write the scale of their units: £m, $000, €bn."""
_MONEY_UNIT = re.compile(
    rf"(?P<currency>{_CURRENCY})\s*(?:(?P<scale>{_SCALE})?s?|[’']?(?P<short>{'|'.join(_SCALES)}))|(?P<first>{_SCALE})s?\s*(?:of\s*)?(?P<then>{_CURRENCY})"
)
_MONEY_TAIL = re.compile(
    rf"(?P<name>.+?)(?<!per) ?(?P<unit>{_CURRENCY}(?: ?{_SCALE}|[’']?(?:{'|'.join(_SCALES)}))?)"
)
"""What a header has behind its name or year without brackets: 2021 £m."""
_LOST = re.compile(r"[(（](?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)[)）]")
_FIGURE = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<unit>(?:{_SCALE} )?{_CURRENCY}|[^\d\s()（）*＊†‡①-⑳]{{1,8}})?"
    rf"(?:[(（]\s*(?:(?P<second>{_NUMBER})\s*(?:%|‰)?|(?P<inner>[^\d\s()（）]{{1,8}}))[)）])?"
    r"(?P<marks>(?:[*＊†‡①-⑳]|[(（]?注\d?[)）]?)*)"
)
_PENCE = "p"
_LATIN = re.compile(r"[A-Za-z]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STEPS = range(11)
"""How many years may lie between two columns."""


def is_numeric(text: str) -> bool:
    """Whether a cell is a figure (or the dash that stands for none).

    >>> [is_numeric(cell) for cell in ("739.8", "-1.6", "113.6%", "—", "已完成", "0-15岁")]
    [True, True, True, True, False, False]
    """
    return bool(NUMERIC.fullmatch(text)) or is_absent(text)


def is_absent(text: str, *, measured: bool = True) -> bool:
    """Whether a cell gives nothing: a sign alone, or a word for it; where nothing is ``measured`` a √ says yes.

    >>> [is_absent(cell) for cell in ("—", "**", "×", "不详", "√", "%", "0")], is_absent("√", measured=False)
    ([True, True, True, True, True, False, False], False)
    """
    sign = bool(text) and not any(map(str.isalnum, text)) and not is_unit(text)
    return text in _ABSENT or (sign and (measured or text not in _CHECKS))


def is_unit(text: str) -> bool:
    """Whether a cell is only a unit, or what a copied page left of one.

    >>> [is_unit(cell) for cell in ("人次", "万亩", "/月", "元/人/月", "£m", "p", "市妇联", "13")]
    [True, True, True, True, True, True, False, False]
    """
    return text == _PENCE or bool(_UNIT_ONLY.fullmatch(text) or _MONEY_UNIT.fullmatch(text))


def in_order(unit: str) -> str:
    """A unit as those of sentences are written.

    >>> in_order("$ million"), in_order("£"), in_order("£m"), in_order("±%")
    ('million $', '£', 'million £', '%')
    """
    if match := _MONEY_UNIT.fullmatch(unit):
        scale = match["scale"] or match["first"] or _SCALES.get(match["short"])
        return " ".join(filter(None, (scale, match["currency"] or match["then"])))
    return unit.lstrip("±")


def is_remark(text: str) -> bool:
    """Whether a line only tells of a table who made it, or when: a label and what it gives.

    >>> [is_remark(text) for text in ("制表：营销管理部", "统计时点：2024年9月1日", "表1：人口", "各县人口")]
    [True, True, False, False]
    """
    return bool(_REMARK.fullmatch(text.strip("()（）"))) and not re.match(TABLE_NUMBER, text)


def head(text: str) -> tuple[str, str]:
    """A column's (or row's) name and the unit it gives in brackets.

    >>> head("产量（万吨）"), head("同比增长(±%)"), head("金额（单位：万元）"), head("农贸市场(菜市场)")
    (('产量', '万吨'), ('同比增长', '%'), ('金额', '万元'), ('农贸市场(菜市场)', ''))
    >>> head("Budget ($ million)"), head("Length (months)"), head("2021 £m")
    (('Budget', 'million $'), ('Length', 'months'), ('2021', 'million £'))
    """
    match = _HEAD_UNIT.match(text)
    unit = match["unit"] if match else ""
    if match and (is_unit(unit) or not _ENGLISH_UNITS.isdisjoint((unit, unit.lower()))):
        return match["name"].rstrip(), in_order(match["unit"])
    if tail := _MONEY_TAIL.fullmatch(text):
        return tail["name"], in_order(tail["unit"])
    counted = _HEAD_COUNT.search(text)
    return text, counted["unit"] if counted else ""


def figure(text: str) -> re.Match[str] | None:
    """A cell that is a figure: its ``number``, ``unit`` (or ``inner``, in brackets) and ``second`` figure.

    >>> [bool(figure(text)) for text in ("-0.8", "1,234*", "6.3(6.1)", "45(件)", "2019年", "0-15岁", "甲")]
    [True, True, True, True, False, False, False]
    >>> [bool(figure(text)) for text in ("2024年(万元)", "2024年/万元", "2023(%)", "2024 (万元)")]
    [False, False, False, True]
    >>> [figure(text).group("number", "unit") for text in ("$1,234", "($5.6 million)", "-£80")]
    [('1,234', '$'), ('-5.6', 'million $'), ('-80', '£')]
    """
    text = text.translate(WIDE)
    if money := _MONEY.fullmatch(text):  # what is lost stands in brackets
        sign = "-" if money["before"] or money["behind"] else ""
        scale = f"{money['scale']} " if money["scale"] else ""
        text = f"{sign}{money['amount']} {scale}{money['currency']}"
    match = _FIGURE.fullmatch(text)
    unit = match and (match["unit"] or match["inner"])
    dated = periods.whole(text) or _DATED.match(text)
    return None if unit and (not is_unit(unit) or dated) else match


def is_money(unit: str) -> bool:
    """Whether a unit is one of money.

    >>> [is_money(unit) for unit in ("million £", "万元", "p", "%", "")]
    [True, True, True, False, False]
    """
    return unit == _PENCE or unit.endswith("元") or bool(_MONEY_UNIT.fullmatch(unit))


def lost(text: str) -> str:
    """The number that accounts set in brackets for what is lost, where they do not say so otherwise.

    >>> lost("(10,157.2)"), lost("(3)"), lost("(-0.1)")
    ('-10,157.2', '', '')
    """
    match = _LOST.fullmatch(text.translate(WIDE))
    return f"-{match['number']}" if match else ""


def starts_with_figure(text: str) -> bool:
    """Whether a cell says more than the figure it begins with: other figures, or words on lines below.

    >>> [starts_with_figure(text) for text in ("64.1 61.0", "18件 含加开", "6.3(6.1)", "12 months", "5 万人")]
    [True, True, False, False, False]
    """
    first, _, rest = text.partition(" ")
    if not rest or _LATIN.match(rest) or _YEAR.fullmatch(first):
        return False
    return bool(figure(first)) and not figure(text)


def value(printed: str) -> str:
    """The value of a figure: ``1 234.5`` and ``1，234.5`` are 1234.5."""
    return numerals.plain(printed.lstrip("±").replace(" ", "").replace("–", "-"))


def has_figures(row: Row) -> bool:
    """Whether a row holds a figure, or the dash for none, behind its first cell.

    Nothing but years are none, unless they lie so far apart that they are figures: below 指标, that reaches over
    several rows, the later ones to the right are years however far apart.
    """
    cells = (cell for cell in row[1:] if cell.text)
    told = [
        cell
        for cell in cells
        if is_absent(cell.text) or figure(cell.text) or lost(cell.text) or starts_with_figure(cell.text)
    ]
    numbers = [cell.text for cell in told]
    if len(numbers) > 1 and all(_YEAR.fullmatch(number) for number in numbers):
        own = [cell.text for cell in told if not cell.merged]
        if (row[0].merged or not row[0].text) and own == sorted(set(own)):
            return False
        return any(abs(int(one) - int(next_)) not in _STEPS for one, next_ in pairwise(numbers))
    return bool(numbers)


def is_numbered(row: Row) -> bool:
    """Whether a row begins with its number, as no header does: 1, 惠民超市, 韭菜."""
    first = row[0].text
    return first.isdecimal() and not _YEAR.fullmatch(first) and len(texts(row)) > 1


def texts(row: Row) -> list[str]:
    """What a row says, each merged area once."""
    return list({(cell.start, cell.end): cell.text for cell in row if cell.text}.values())
