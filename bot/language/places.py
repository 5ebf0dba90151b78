"""Places: what they are called, and what they lie in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_ADMINISTRATIVE = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|[省市盟]|地区)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its full name; ``within`` are the places it lies in, the nearest first."""

    name: str
    within: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The name it goes by: without 省, 市, 自治区; empty where the ending is part of it.

        >>> [Place(name).short for name in ("湖南省", "长沙市", "华容县")]
        ['湖南', '长沙', '']
        """
        short = _ADMINISTRATIVE.sub("", self.name)
        return short if short != self.name and len(short) > 1 else ""


def listed(provinces: Mapping[str, Mapping[str, tuple[str, ...]]]) -> dict[str, Place]:
    """Every place by its name, from provinces with their prefectures and their counties.

    A name that occurs twice keeps the higher place. A city that is a province lies in nothing.
    """
    return {place.name: place for place in _listed(provinces)}


def _listed(provinces: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Iterator[Place]:
    for province, prefectures in provinces.items():
        for prefecture, counties in prefectures.items():
            around = (prefecture,) if prefecture == province else (prefecture, province)
            yield from (Place(county, around) for county in counties)
    for province, prefectures in provinces.items():
        yield from (Place(prefecture, (province,)) for prefecture in prefectures if prefecture != province)
    yield from map(Place, provinces)
