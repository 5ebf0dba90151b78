"""Places, and what they lie in."""

from __future__ import annotations

import pytest

from bot.language.places import Place, listed

KNOWN = listed(
    {
        "湖南省": {"长沙市": ("长沙县",), "岳阳市": ("华容县", "城区")},
        "北京市": {"北京市": ("东城区",)},
        "吉林省": {"吉林市": ()},
        "青海省": {"海西州": ("城区",)},
    }
)


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("湖南省", ()),
        ("长沙市", ("湖南省",)),
        ("华容县", ("岳阳市", "湖南省")),
        ("北京市", ()),
        ("东城区", ("北京市",)),
        ("吉林市", ("吉林省",)),
    ],
)
def test_a_place_lies_in_those_around_it(name: str, within: tuple[str, ...]) -> None:
    assert KNOWN[name] == Place(name, within)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("广西壮族自治区", "广西"),
        ("香港特别行政区", "香港"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("阿里地区", "阿里"),
        ("华容县", ""),
        ("市", ""),
    ],
)
def test_the_name_a_place_goes_by(name: str, short: str) -> None:
    assert Place(name).short == short
