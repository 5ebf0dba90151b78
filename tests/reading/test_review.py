"""What a clerk sees on the page that ``ingest`` writes: every number of the document, and what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.knowledge.doubts import UNCOVERED
from bot.language.numerals import NUMBER
from bot.language.speech import Language
from bot.language.text import HANZI
from bot.reading.build import build, extract
from bot.reading.grid import RawCell, RawTable, written
from bot.reading.quantities import Skip
from bot.reading.review import page as review
from bot.reading.review.wording import wording
from bot.reading.source import SourceText, read

pytestmark = pytest.mark.slow

TEXT = """海州县2023年统计公报
海州县统计局
2024年3月1日

一、综合
全年实现地区生产总值120.5亿元,比上年增长6.5%。其中,第一产业增加值20.1亿元。
<script>alert("1")</script>&amp; 全年解决问题三十多个,12345热线受理来电诉求1,250件。

二、人口
表1 人口情况
指标 | 数值 | 比上年增长(%)
户籍人口 | 35.2 | 1.5
登记数 | 812 | -2.0
登记数 | 17 | 0.3
"""


@dataclass
class Element:
    """What stands between two tags, with all that stands inside."""

    tag: str
    attributes: dict[str, str]
    text: str = ""

    def says(self, words: str) -> bool:
        return words in self.attributes.get("aria-label", "") + self.attributes.get("title", "")


@dataclass
class Page(HTMLParser):
    """The page as its elements, in the order they begin."""

    html: str
    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag != "meta":
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def of(self, letters: str) -> list[Element]:
        """The marks of a kind: f a figure, f d a doubtful one, m one that was missed, k no figure."""
        return [element for element in self.elements if element.attributes.get("class") == letters]

    def mark(self, text: str) -> Element:
        return next(one for one in self.elements if one.tag in ("a", "span") and one.text == text)

    def under(self, tag: str) -> list[str]:
        return [element.text for element in self.elements if element.tag == tag]

    @property
    def ids(self) -> list[str]:
        return [one.attributes["id"] for one in self.elements if "id" in one.attributes]


def _page(
    folder: Path, text: str = TEXT, name: str = "haizhou.txt", language: Language | None = "zh"
) -> Page:
    path = folder / "seeds" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    (summary,) = build([path], folder / "knowledge", language=language)
    return Page((summary.folder / "review.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    return _page(tmp_path_factory.mktemp("town"))


def test_the_head_says_what_the_document_is(page: Page) -> None:
    assert page.under("h1") == ["海州县2023年统计公报"]
    told = dict(zip(page.under("dt"), page.under("dd"), strict=True))
    assert told == {
        "发布": "海州县统计局",
        "日期": "2024-03-01",
        "地区": "海州县",
        "时间": "2023年",
        "文件": "haizhou.txt",
    }


ENGLISH = """Harbour city in 2023
The city opened 12 libraries, forty-two schools and a museum on 3 May 2023. See page 7.

Item | Count | Growth (%)
Boats | 35.2 | 1.5
 | 812 | -2.0
"""


def test_all_that_the_page_says_itself_is_in_the_language_of_its_reader(tmp_path: Path) -> None:
    page = _page(tmp_path, ENGLISH, "harbour.txt", "en")
    # The lines to be copied, and times, are as they stand in the knowledge.
    assert not HANZI.search(re.sub(r"<pre>.*?</pre>|2023年", "", page.html))
    assert page.under("h2")[:2] == ["Contents", "Doubts 5"]
    assert page.mark("35.2").says("= 35.2\nit has no unit where a figure of its kind has one\nNo. r")
    assert HANZI.search(_page(tmp_path, ENGLISH, "harbour.txt", "zh").html)


def test_by_itself_that_is_the_language_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _page(tmp_path, language=None).under("h2")[0] == "Contents"
    monkeypatch.setenv("WENSHU_LANGUAGE", "zh")
    assert _page(tmp_path, language=None).under("h2")[0] == "目录"


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("120.5亿元", "地区生产总值\n= 120.5 亿元\n2023年"),
        ("6.5%", "= 6.5 %"),
        ("三十多个", "= 30 个"),
        ("1,250件", "受理来电诉求\n= 1250 件"),
        ("35.2", "户籍人口 · 数值\n= 35.2"),
        ("-2.0", "登记数 · 比上年增长\n= -2.0 %"),
    ],
)
def test_every_figure_is_marked_and_says_what_it_was_read_as(page: Page, printed: str, said: str) -> None:
    mark = page.mark(printed)
    assert mark.attributes["class"].startswith("f")
    assert mark.says(said)
    assert mark.says(f"编号 {mark.attributes['id']}")


def test_a_figure_is_reached_by_the_keyboard_and_a_finger(page: Page) -> None:
    for mark in (*page.of("f"), *page.of("f d"), *page.of("m")):
        if mark.tag == "a":
            assert mark.attributes["href"] == f"#{mark.attributes['id']}"


def test_beside_a_sentence_stands_what_was_read_from_it(page: Page) -> None:
    beside = page.under("li")
    assert any(line.endswith("地区生产总值 120.5亿元") for line in beside)
    assert any(line.endswith("受理来电诉求 1250件") for line in beside)


def test_numbers_that_are_no_figures_say_why(page: Page) -> None:
    why = {mark.text: mark.attributes["title"] for mark in page.of("k") if "title" in mark.attributes}
    assert why["2024年3月1日"] == "日期"
    assert why["12345"] == "名称的一部分"


def test_every_doubt_is_listed_and_leads_to_its_place(page: Page) -> None:
    listed = [one for one in page.elements if one.tag == "details" and one.text.startswith("没有读到单位")]
    assert len(listed) == 1
    assert "数值(3处)" in listed[0].text
    doubtful = page.mark("812")
    assert doubtful.attributes["class"] == "f d"
    assert doubtful.says("没有读到单位")
    assert doubtful.says("表中另有同名的行")
    links = [one for one in page.elements if one.tag == "a" and one.text == "数值(3处)"]
    assert [one.attributes["href"] for one in links] == [f"#{page.mark('35.2').attributes['id']}"]


def test_what_an_editor_has_looked_into_is_doubtful_no_more(tmp_path: Path) -> None:
    before = _page(tmp_path)
    row, _, _ = before.mark("812").attributes["id"].partition(".")
    folder = next((tmp_path / "knowledge").iterdir())
    curation = {"entries": {row: {"checked": True}, before.mark("35.2").attributes["id"]: {"checked": True}}}
    (folder / "curation.yaml").write_text(yaml.safe_dump(curation), encoding="utf-8")
    after = _page(tmp_path)
    assert [after.mark(number).attributes["class"] for number in ("812", "35.2")] == ["f", "f"]
    assert after.mark("17").attributes["class"] == "f d"


def test_a_spreadsheet_looks_like_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    sheet.title = "收入"
    for line in (
        ["2023年收入", "", ""],
        ["指标", "绝对额(万元)", "增长(%)"],
        ["税收", 120.5, -3.5],
        ["非税", 30, 1.2],
    ):
        sheet.append(line)
    sheet.merge_cells("A1:C1")
    path = tmp_path / "收入.xlsx"
    book.save(path)
    (summary,) = build([path], tmp_path / "knowledge")
    page = Page(summary.folder.joinpath("review.html").read_text(encoding="utf-8"))
    assert page.mark("120.5").says("税收 · 绝对额\n= 120.5 万元")
    assert page.under("caption") == ["收入"]
    assert [cell for cell in page.under("th") if cell] == ["A", "B", "C", "2", "3", "4"]


def test_every_link_leads_somewhere_and_no_id_stands_twice(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    links = {one.attributes["href"] for one in page.elements if one.tag == "a"}
    assert {link.removeprefix("#") for link in links} <= set(page.ids)


def test_tables_are_tables(page: Page) -> None:
    assert page.under("table")
    cells = page.under("th") + page.under("td")
    assert {"户籍人口", "登记数"} <= {cell.partition(" ")[0] for cell in cells}


def test_tables_and_rows_tell_their_ids(page: Page) -> None:
    (table,) = page.under("h3")
    assert table.startswith("表1人口情况 table")
    row, _, _ = page.mark("35.2").attributes["id"].partition(".")
    assert f"户籍人口 {row}" in page.under("th")


def test_the_contents_lead_to_sections_and_tables(page: Page) -> None:
    (contents,) = page.under("nav")
    assert contents.index("综合") < contents.index("人口") < contents.index("人口情况")


def test_what_the_document_says_is_never_markup(page: Page) -> None:
    assert '<script>alert("1")</script>&amp;' in "".join(page.under("main"))
    tags = {one.tag for one in page.elements}
    assert not tags & {"script", "img", "link", "iframe", "form"}
    assert not {name for one in page.elements for name in one.attributes if name.startswith("on")}


def test_nothing_is_loaded_from_anywhere(page: Page) -> None:
    assert not {"src", "srcset"} & {name for one in page.elements for name in one.attributes}
    (style,) = page.under("style")
    assert "url(" not in style
    assert "@import" not in style


def test_a_title_cannot_break_out_of_its_place(tmp_path: Path) -> None:
    page = _page(tmp_path, '"><b onclick="x">公报\n全年受理诉求5件。\n', 'a"b.txt')
    assert page.under("h1") == ['"><b onclick="x">公报']
    assert 'a"b.txt' in page.under("dd")


def test_a_number_that_found_no_place_is_marked_and_listed(tmp_path: Path) -> None:
    path = tmp_path / "haizhou.txt"
    path.write_text("海州县公报\n全年受理诉求5件,由甲7乙承办。\n", encoding="utf-8")
    document = read(path)
    start = document.text.index("7")
    one = replace(extract(document), uncovered=[Skip(start, start + 1, UNCOVERED)])
    shown = Page(review.page(document, one, wording("zh")))
    (missed,) = (mark for mark in shown.of("m") if mark.tag == "a")
    assert (missed.text, missed.attributes["aria-label"]) == ("7", "没有收进任何数据")
    (listed,) = (one for one in shown.elements if one.tag == "details" and "没有收进" in one.text)
    assert "由甲7乙承办" in listed.text


def test_reading_again_gives_the_same_page(tmp_path: Path) -> None:
    assert _page(tmp_path).html == _page(tmp_path).html


def test_control_characters_and_odd_line_ends_do_no_harm(tmp_path: Path) -> None:
    page = _page(tmp_path, "公报\r\n全年受理诉求\x0c5件,\u2028办结\ufeff3件。\r\n")
    assert "\x0c" not in page.html
    assert page.mark("5件").says("= 5 件")


_PIECES = (
    *(
        "全年受理",
        "增长",
        "其中,",
        "满意率",
        "、",
        "。",
        ",",
        ";",
        "(",
        ")",
        "和",
        "万人",
        "亿元",
        "%",
        "\n",
        "\n\n",
    ),
    *(
        "| ",
        " | ",
        "一、综合\n",
        "表1 产量\n",
        "指标\n",
        "年末",
        "第",
        "<b>",
        "&amp;",
        "<!--",
        "]]>",
        "\r\n",
        "\u3000",
    ),
    *(
        "5",
        "12.5",
        "1,250",
        "2023年",
        "三十多个",
        "-1.6",
        "十",
        "0",
        "甲\n",
        "乙\n",
        "3\n",
        "#",
        "\ufeff",
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_whatever_the_text_every_number_of_it_is_on_the_page(tmp_path: Path, text: str) -> None:
    page = _page(tmp_path, f"海州县公报\n全年受理诉求5件。\n{text}\n")
    (shown,) = page.under("main")
    shown = "".join(shown.split())
    assert [number for number in NUMBER.findall(text) if number not in shown] == []
    assert len(page.ids) == len(set(page.ids))
    assert not page.open


_CELLS = (
    *(
        "指标",
        "项目",
        "2023年",
        "1-5月",
        "绝对额(亿元)",
        "同比增长(%)",
        "收入",
        "其中:税收",
        "单位",
        "亿元",
        "甲",
        "甲",
    ),
    *(
        "",
        "",
        "3.5",
        "-1.2",
        "1,250",
        "—",
        "…",
        "12",
        "约35亿元",
        "5 6",
        "注:2024年为快报数",
        "第3季度",
        "<b>x",
    ),
)
_ABOVE = ("表1 主要指标(单位:亿元)", "全年收入3.5亿元,增长2%。", "单位:万元")


@st.composite
def _blocks(draw: st.DrawFn) -> list[str | RawTable]:
    """Lines and tables of any cells, some of which are merged with one beside or above."""
    found: list[str | RawTable] = []
    for _ in range(draw(st.integers(1, 3))):
        found += draw(st.lists(st.sampled_from(_ABOVE), max_size=2))
        width = draw(st.integers(1, 5))
        rows: list[list[RawCell]] = []
        for row in range(draw(st.integers(1, 6))):
            rows.append([])
            for column in range(width):
                merged = draw(st.sampled_from((None, None, None, None, "<", "^")))
                first = rows[row][column - 1] if merged == "<" and column else None
                first = rows[row - 1][column] if merged == "^" and row else first
                new = RawCell(draw(st.sampled_from(_CELLS)), f"S!{'ABCDE'[column]}{row + 1}")
                rows[row].append(replace(first, merged=True) if first else new)
        found.append(RawTable(rows, "S"))
    return found


@settings(max_examples=100, deadline=None)
@given(_blocks())
def test_whatever_the_tables_every_number_of_them_is_on_the_page(blocks: list[str | RawTable]) -> None:
    text, grids = written(blocks)
    document = SourceText(Path("x.xlsx"), text, "", grids, extracted=True)
    page = Page(review.page(document, extract(document), wording("zh")))
    shown = "".join("".join(page.under("main")).split())
    assert [number for number in NUMBER.findall(text) if number not in shown] == []
    assert len(page.ids) == len(set(page.ids))
    links = {one.attributes["href"] for one in page.elements if one.tag == "a"}
    assert {link.removeprefix("#") for link in links} <= set(page.ids)


def test_the_page_of_a_large_table_has_its_first_rows_and_the_doubtful_ones(tmp_path: Path) -> None:
    lines = [f"江湾项目{number}号,{number % 97},{number % 89}" for number in range(12000)]
    lines[11000] = "江湾项目,5 6,7"
    lines[11500] = "的江湾项目,5,7"
    text = "\n".join(("项目,投资额（万元）,产量（吨）", *lines))
    page = _page(tmp_path, text, "江湾市2024年项目.csv")
    assert len(page.html.encode()) < 2_000_000
    shown = [cell.partition(" ")[0] for cell in page.under("td")]
    assert {"江湾项目0号", "江湾项目99号", "江湾项目", "的江湾项目"} <= set(shown)
    assert "江湾项目11999号" not in shown
    rows = sum(name.startswith(("江湾项目", "的江湾项目")) for name in shown)
    assert f"另有 {12000 - rows} 行没有列出" in page.under("p")
    _links_lead_somewhere(page)


def test_the_page_of_a_long_text_says_how_many_sentences_are_not_on_it(tmp_path: Path) -> None:
    told = [
        f"第{number}社区全年受理诉求{number}件，比上年增长{number % 90}.5%。" for number in range(1, 12000)
    ]
    told[11000] = "全年受理咨询三百二十一回。"
    page = _page(tmp_path, "\n".join(("江湾市2024年统计公报", *told)), "长文.txt")
    assert len(page.html.encode()) < 2_000_000
    assert "第1社区全年受理诉求" in page.under("main")[0]
    assert "三百二十一回" in page.under("main")[0]
    gaps = [line for line in page.under("p") if line.endswith("句没有列出")]
    assert len(gaps) == 2
    assert gaps[1] == f"另有 {12000 - 11001 - 1} 句没有列出"
    _links_lead_somewhere(page)


def test_a_page_lists_only_so_many_doubts_of_a_kind(tmp_path: Path) -> None:
    told = [f"第{number}社区全年受理诉求三百二十{'一二三四五'[number % 5]}回。" for number in range(500)]
    page = _page(tmp_path, "\n".join(("江湾市2024年统计公报", "全年办结5件。", *told)), "长文.txt")
    assert "另有 400 条疑问没有列出" in page.under("li")


def _links_lead_somewhere(page: Page) -> None:
    links = {one.attributes["href"].removeprefix("#") for one in page.elements if one.tag == "a"}
    assert links <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
