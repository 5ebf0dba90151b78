from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.prose.statements import statements


@pytest.mark.parametrize(
    ("text", "subject", "measure", "value", "items"),
    [
        (
            "大力推行洽谈即服务、签约即供地、竣工即办证的“三即服务”。",
            "三即服务",
            "内容",
            "洽谈即服务、签约即供地、竣工即办证",
            ("洽谈即服务", "签约即供地", "竣工即办证"),
        ),
        (
            "建立“一线、一箱”(便民热线、市长信箱)的沟通机制。",
            "一线、一箱",
            "内容",
            "便民热线、市长信箱",
            ("便民热线", "市长信箱"),
        ),
        (
            "建立“一个警示片、一套沟通方式和一个即申即享、免审即享平台”三个一机制,解决问题8个。",
            "三个一机制",
            "内容",
            "一个警示片、一套沟通方式和一个即申即享、免审即享平台",
            ("一个警示片", "一套沟通方式", "一个即申即享、免审即享平台"),
        ),
        ("志愿热线被评为全国热线“服务之星”。", "志愿热线", "被评为全国热线", "服务之星", ()),
        ("曝光问题的做法得到省长张三丰的表扬。", "曝光问题的做法", "得到省长表扬", "张三丰", ()),
        ("帮代办服务获国务院改革小组肯定。", "帮代办服务", "获肯定", "国务院改革小组", ()),
        ("标准化试点成为全省唯一入选的项目。", "标准化试点", "成为", "全省唯一入选的项目", ()),
        ("在全省率先试点食品领域智慧监管,建成中心1个。", "民生", "在全省率先试点", "食品领域智慧监管", ()),
        ("推出“江湾·金融港”普惠金融平台。", "普惠金融平台", "名称", "江湾·金融港", ()),
        (
            "打响“办事便”“服务好”的营商环境品牌。",
            "民生",
            "打响营商环境品牌",
            "“办事便”“服务好”",
            ("办事便", "服务好"),
        ),
        (
            "在红网、《江湾日报》、江湾电视台等媒体上发布《公告》。",
            "民生",
            "发布《公告》媒体",
            "红网、《江湾日报》、江湾电视台",
            ("红网", "江湾日报", "江湾电视台"),
        ),
        (
            "启动智能回访、知识库助手等系统建设。",
            "民生",
            "启动系统建设",
            "智能回访、知识库助手",
            ("智能回访", "知识库助手"),
        ),
        (
            "开通市场监管、人社和“政企通”专席。",
            "民生",
            "开通专席",
            "市场监管、人社和“政企通”",
            ("市场监管", "人社", "政企通"),
        ),
        (
            "从市场环境、政务环境、法治环境三个方面明确任务。",
            "民生",
            "三个方面",
            "市场环境、政务环境、法治环境",
            ("市场环境", "政务环境", "法治环境"),
        ),
    ],
)
def test_what_is_said_in_words(
    text: str, subject: str, measure: str, value: str, items: tuple[str, ...]
) -> None:
    found = [
        (one.subject, one.measure, text[one.start : one.end], one.items) for one in statements(text, "民生")
    ]
    assert (subject, measure, value, items) in found


def test_a_coined_name_is_explained_by_the_list_that_follows() -> None:
    text = "大力减材料、减环节、减时限,优化机制。"
    (one,) = statements(text, "改革", before="以“三减一优”为抓手深化改革。")
    assert (one.subject, one.items) == ("三减一优", ("减材料", "减环节", "减时限"))


@pytest.mark.parametrize(
    "text", ["受理诉求12件。", "工作取得成效,群众满意。", "增加值（按可比价格计算，下同）。"]
)
def test_plain_sentences_say_nothing_more(text: str) -> None:
    assert statements(text, "民生") == []


@given(st.text(alphabet="推行的“”四即服务、和等被评为获肯定在全省率先(（)）平台,，。一二三1a", max_size=80))
def test_values_lie_in_the_sentence(text: str) -> None:
    for one in statements(text, "民生"):
        assert 0 <= one.said[0] <= one.start < one.end <= len(text)
