"""Pictures as they come out: their size, their letters, and that nothing runs over."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image, ImageColor

from bot.pictures import drawing
from bot.pictures.charts import Bar, Bars, Chart, Course, Point
from bot.pictures.choosing import of_days
from tests.conversation import ROOT

LONG = "农村适龄妇女及城镇低保适龄妇女“两癌”免费检查及其后续治疗补助项目" * 2

DAYS = "最近", "", ("答出", "给出选择", "没答上")


def bars(*values: float, name: str = "", whole: float | None = None) -> Bars:
    told = [Bar(name=name or f"第{n}项", value=v, told=f"{v}%", asked=n == 1) for n, v in enumerate(values)]
    return Bars(title="完成情况", about="进度", source="来源:《报告》", bars=tuple(told), whole=whole)


def course(*values: float) -> Course:
    points = [
        Point(at=365.0 * n, when=f"{2010 + n}年", value=value, told=f"{value}", asked=n == 1)
        for n, value in enumerate(values)
    ]
    return Course(title="常住人口", about="万人", source="来源:《年鉴》", points=tuple(points))


def opened(chart: Chart) -> Image.Image:
    picture = Image.open(BytesIO(drawing.draw(chart)))
    assert picture.format == "PNG"
    return picture.convert("RGB")


@pytest.mark.parametrize(
    "chart",
    [
        bars(3, 2),
        bars(*range(1, 21)),
        bars(166.4, 100, 1, whole=100),
        bars(1663, 100, 54.5, whole=100),
        bars(13.3, 6.1, -1.2, -14.9),
        replace(bars(86.9, 86.08), most=100),
        bars(-3, -2, -1),
        bars(1_234_567, 12, 0),
        bars(3, 2, name=LONG),
        Bars(title=LONG * 3, about=LONG, source=LONG, bars=bars(1, 2).bars, missing=LONG),
        course(505.9, 504.8, 503.1),
        course(-446, 4779, 5213, 6283),
        course(*[7.0] * 20),
        Bars(title="完成情况" * 3000, about="", source="", bars=bars(1, 2).bars),
        Bars(title="完成\n情况", about="\x1c", source="\ud800", bars=bars(1, 2, name="河道\r\n清淤").bars),
        of_days(*DAYS, [(date(2024, 2, 1) + timedelta(n), (n % 7, n % 3, n % 5)) for n in range(31)]),
        of_days(*DAYS, [(date(2024, 2, 1), (0, 0, 0)), (date(2024, 2, 2), (0, 0, 0))]),
    ],
)
def test_it_is_as_wide_as_a_phone_and_leaves_its_margins_free(chart: Chart) -> None:
    picture = opened(chart)
    assert picture.width == drawing.WIDTH
    assert 300 < picture.height < 3 * picture.width
    edge = 40
    sides = [(0, 0, edge, picture.height), (picture.width - edge, 0, picture.width, picture.height)]
    ends = [(0, 0, picture.width, edge), (0, picture.height - edge // 2, picture.width, picture.height)]
    colours = {colour for margin in sides + ends for _, colour in picture.crop(margin).getcolors() or []}
    assert len(colours) == 1


@pytest.mark.parametrize("character", "问數进進岳陽“—…%")
def test_every_character_has_its_letter(character: str) -> None:
    font = drawing._font(40)
    missing = font.getmask("\U0010fffd")
    assert bytes(font.getmask(character)) != bytes(missing)
    assert font.getmask(character).getbbox()


def test_the_asked_one_has_a_colour_of_its_own() -> None:
    colours = {colour for _, colour in opened(bars(3, 2)).getcolors() or []}
    plain = {colour for _, colour in opened(bars(3)).getcolors() or []}
    assert ImageColor.getrgb("#cf5b3c") in colours - plain


def test_the_same_picture_is_made_once() -> None:
    assert drawing.draw(bars(5, 4)) is drawing.draw(bars(5, 4))


def test_asking_in_the_terminal_loads_nothing_to_draw_with() -> None:
    code = "import sys, bot.cli; from bot.assistant import Assistant; print('PIL' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
