"""What a page says in words of its own, in each language it may be read in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.doubts import Words
from bot.language.speech import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The fixed words of a page in one language; names in braces are filled in."""

    language: Language
    title: str
    contents: str
    doubts: str
    no_doubts: str
    publisher: str
    date: str
    place: str
    period: str
    file: str
    not_read: str
    figures: str
    doubtful: str
    left_out: str
    skipped: str
    texts: str
    tables: str
    rows: str
    how_to: str
    how_to_many: str
    copy: str
    cells: str
    more_doubts: str
    more_sentences: str
    more_rows: str
    all_rows: str
    table: str
    nameless: str
    not_in_table: str
    original: str
    named: str

    def said(self, words: Words) -> str:
        """One thing that stands in both languages."""
        return words.zh if self.language == "zh" else words.en


_ZH = Wording(
    language="zh",
    title="核对 · {title}",
    contents="目录",
    doubts="疑问 {count}",
    no_doubts="没有疑问",
    publisher="发布",
    date="日期",
    place="地区",
    period="时间",
    file="文件",
    not_read="没有读到",
    figures="读出的数字",
    doubtful="有疑问",
    left_out="没有收进",
    skipped="不是数据",
    texts="文字 {texts}",
    tables="表 {tables}",
    rows="行 {rows}",
    how_to="把指针移到数字上,或点一下,就看到它读成了什么;每句话旁边列出从中读出的内容。"
    "读错的,照它的编号写进 curation.yaml 的 entries: 下面;"
    "疑问旁边的 YAML 可以整段复制,改对了再存。",
    how_to_many="每张表是一份资料。这一页只列出其中 {shown} 张,表大的只列出一部分行;"
    "全部内容在 rows.sqlite 里,每张表的标题、时间、地区在 tables.yaml 里。"
    "读错的,照它的编号写进 curation.yaml。",
    copy="复制为 YAML",
    cells="({count}处)",
    more_doubts="另有 {count} 条疑问没有列出",
    more_sentences="另有 {count} 句没有列出",
    more_rows="另有 {count} 行没有列出",
    all_rows="共 {rows} 行",
    table="表",
    nameless="没有名称",
    not_in_table="表中没有归入的数字:{numbers}",
    original="原文",
    named="编号 {name}",
)
_EN = Wording(
    language="en",
    title="Review · {title}",
    contents="Contents",
    doubts="Doubts {count}",
    no_doubts="No doubts",
    publisher="Publisher",
    date="Date",
    place="Place",
    period="Time",
    file="File",
    not_read="not found",
    figures="figures read",
    doubtful="doubtful",
    left_out="left out",
    skipped="not data",
    texts="texts {texts}",
    tables="tables {tables}",
    rows="rows {rows}",
    how_to="Move the pointer over a number, or tap it, to see what it was read as; beside each sentence stands "
    "what was read from it. What was read wrong goes into curation.yaml, under entries:, by its number; "
    "the YAML beside the doubts can be copied whole, mended and saved.",
    how_to_many="Each table is a document of its own. This page shows {shown} of them, and some rows of the large "
    "ones; all of them are in rows.sqlite, and the title, time and place of each table in tables.yaml. "
    "What was read wrong goes into curation.yaml, by its number.",
    copy="Copy as YAML",
    cells=" ({count} cells)",
    more_doubts="{count} more doubts are not shown",
    more_sentences="{count} more sentences are not shown",
    more_rows="{count} more rows are not shown",
    all_rows="{rows} rows in all",
    table="Table",
    nameless="has no name",
    not_in_table="Numbers of the table that found no place in it: {numbers}",
    original="As printed",
    named="No. {name}",
)


def wording(language: Language) -> Wording:
    """The words of a page for those who read that language."""
    return _ZH if language == "zh" else _EN
