"""A small invented document and its knowledge, to be written to a folder and, in a test, spoilt first."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

TEXT = """海州县2023年政务公开

日期:2024-01-15

【便民服务】  2023年,便民平台受理来电诉求1,250件,办结率99.5%,满意率96.08%。\
解决问题三十多个,获奖65项(其中县本级17项、乡镇48项)。\
便民平台即“一号一网”(12345热线、县网站)。

【实事办理】  2023年,承办的2件县级重点民生实事、3项具体指标任务全部完成,\
其中,2项指标任务超额完成。

2023年县级重点民生实事完成情况表
表3
1
修建乡村公路20千米
县交通
运输局
目标
20
完成
27.5
进度
137.5%
2
养老
服务
新增床位300张
县民政局
目标
300
完成
300
进度
100%
其中护理型床位
目标
100
完成
122
进度
高于目标 22张
"""

VOCABULARY = {
    "roles": {
        "target": {"columns": ["目标"], "words": ["目标"]},
        "done": {"columns": ["完成"], "words": ["完成"]},
        "progress": {"columns": ["进度"], "words": ["进度"]},
        "lead": {"columns": ["牵头部门"], "words": ["牵头部门"]},
    },
    "operations": {"over": ["超额", "超额完成"]},
    "units": {"thing": ["件", "项", "个"], "percent": ["%"]},
}


@dataclass
class SmallTown:
    """What the four files of the document hold, as plain data; `write` puts them into a folder."""

    text: str = TEXT
    rate: str = "96.08"
    prizes: str = "65"
    bracket: str = "(其中县本级17项、乡镇48项)"
    exceeding: str = "2"
    progress: str = "137.5%"
    over: str = "高于目标 22张"
    document: dict[str, Any] = field(default_factory=dict)
    sentences: list[dict[str, Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    entries: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the text by hand, the way ingest would."""
        spoilt = {
            "满意率96.08": f"满意率{self.rate}",
            "获奖65项(其中县本级17项、乡镇48项)": f"获奖{self.prizes}项{self.bracket}",
            "其中,2项": f"其中,{self.exceeding}项",
            "137.5%": self.progress,
            "高于目标 22张": self.over,
        }
        for words, instead in spoilt.items():
            self.text = self.text.replace(words, instead)
        self.document = self._document()
        self.sentences = self._sentences()
        self.tables = [self._table()]

    def at(self, words: str, after: str = "") -> int:
        """The offset of some words, looked for behind others."""
        return self.text.index(words, self.text.index(after) if after else 0)

    def write(self, folder: Path) -> Path:
        """Write source and knowledge below ``folder`` and return the knowledge folder."""
        (folder / "seeds").mkdir(exist_ok=True)
        (folder / "seeds" / "haizhou.txt").write_text(self.text, encoding="utf-8", newline="")
        place = folder / "knowledge" / str(self.document["id"])
        place.mkdir(parents=True, exist_ok=True)
        parts = {
            "document": self.document,
            "facts": {"sentences": self.sentences},
            "tables": {"tables": self.tables},
            "curation": {"entries": self.entries},
        }
        for name, data in parts.items():
            _dump(place / f"{name}.yaml", data)
        _dump(place.parent / "vocabulary.yaml", VOCABULARY)
        return place.parent

    def _document(self) -> dict[str, Any]:
        return {
            "id": "haizhou",
            "title": "海州县2023年政务公开",
            "publisher": "县政府办",
            "date": "2024-01-15",
            "period": "2023年",
            "place": "海州县",
            "source": "seeds/haizhou.txt",
            "sha256": hashlib.sha256(self.text.encode()).hexdigest(),
            "sections": [
                {"title": "便民服务", "start": self.at("【便"), "end": self.at("【实")},
                {"title": "实事办理", "start": self.at("【实"), "end": self.at("2023年县")},
            ],
            "skipped": [
                {"text": "2023年", "start": 3, "why": "a year"},
                {"text": "2024-01-15", "start": self.at("2024"), "why": "a date"},
            ],
        }

    def _sentences(self) -> list[dict[str, Any]]:
        service = [
            self._figure("来电诉求", "1,250", "1250", "件"),
            self._figure("办结率", "99.5", "99.5", "%"),
            self._figure("满意率", self.rate, self.rate, "%"),
        ]
        prizes = [
            self._figure("解决问题", "三十", "30", "个", tail="多"),
            self._figure("获奖", self.prizes, self.prizes, "项"),
            *(
                self._figure(lead, number, number, unit)
                for lead, number, unit in re.findall(r"(县本级|乡镇|多)(\d+)(项|%)", self.bracket)
            ),
        ]
        meaning = {
            "id": f"t{self.at('“一号一网”')}",
            "kind": "text",
            "subject": "便民服务",
            "measure": "便民平台",
            "value": "“一号一网”(12345热线、县网站)",
            "items": ["12345热线", "县网站"],
            **self._span("便民平台即“一号一网”(12345热线、县网站)"),
        }
        deeds = [
            self._figure("承办的", "2", "2", "件", measure="县级重点民生实事"),
            self._figure("、", "3", "3", "项", measure="具体指标任务", after="2件"),
            self._figure("其中,", self.exceeding, self.exceeding, "项", measure="超额完成", after="3项"),
        ]
        return [
            self._sentence("2023年,便民平台受", "便民服务", service),
            self._sentence("解决问题", "便民服务", prizes),
            self._sentence("便民平台即", "便民服务", [meaning]),
            self._sentence("2023年,承办", "实事办理", deeds),
        ]

    def _sentence(self, begin: str, section: str, facts: list[dict[str, Any]]) -> dict[str, Any]:
        start = self.at(begin)
        text = self.text[start : self.text.index("。", start) + 1]
        years = [{"text": "2023年", "start": start, "why": "a year"}] if text.startswith("2023") else []
        return {"text": text, "section": section, "start": start, "facts": facts, "skipped": years}

    def _figure(  # noqa: PLR0913 - a figure has that many parts
        self,
        lead: str,
        digits: str,
        value: str,
        unit: str,
        *,
        tail: str = "",
        measure: str = "",
        after: str = "",
    ) -> dict[str, Any]:
        printed = digits + tail + unit
        quote = self._span(lead + printed, after)
        return {
            "id": f"n{quote['start'] + len(lead)}",
            "kind": "figure",
            "subject": "便民服务",
            "measure": measure or lead,
            "value": value,
            "printed": printed,
            "unit": unit,
            **quote,
        }

    def _span(self, quote: str, after: str = "") -> dict[str, Any]:
        start = self.at(quote, after)
        return {"quote": quote, "start": start, "end": start + len(quote)}

    def _table(self) -> dict[str, Any]:
        title = "2023年县级重点民生实事完成情况表"
        start = self.at(title)
        road = {"目标": "20", "完成": "27.5", "进度": self.progress}
        beds = {"目标": "300", "完成": "300", "进度": "100%"}
        nursing = {"目标": "100", "完成": "122", "进度": self.over}
        return {
            "id": f"table{start}",
            "title": title,
            "start": start,
            "end": start + len(title),
            "columns": ["牵头部门", "目标", "完成", "进度"],
            "skipped": [{"text": "表3", "start": self.at("表3"), "why": "table number"}],
            "rows": [
                self._row("修建乡村公路20千米", "1", "", "千米", lead="县交通\n运输局", cells=road),
                self._row("新增床位300张", "2", "养老服务", "", lead="县民政局", cells=beds),
                self._row("其中护理型床位", "2", "养老服务", "", lead="县民政局", cells=nursing),
            ],
        }

    def _row(  # noqa: PLR0913 - a row has that many parts
        self, name: str, number: str, group: str, unit: str, *, lead: str, cells: dict[str, str]
    ) -> dict[str, Any]:
        start = self.at(name)
        end = start
        found: dict[str, Any] = {}
        for column, printed in cells.items():
            begin = self.text.index(f"{column}\n{printed}\n", end) + len(column) + 1
            end = begin + len(printed)
            words = "".join(printed.split())
            share = words.endswith("%")
            found[column] = {"value": words.rstrip("%"), "printed": words, "start": begin, "end": end}
            if not words.startswith("高"):
                found[column]["unit"] = "%" if share else unit
        place = self.at(lead)
        department = {
            "value": "".join(lead.split()),
            "kind": "text",
            "start": place,
            "end": place + len(lead),
            "inherited": place < start,
        }
        return {
            "id": f"r{start}",
            "number": number,
            "group": group,
            "name": name,
            "unit": unit,
            "start": start,
            "end": end,
            "name_start": start,
            "name_end": start + len(name),
            "cells": {"牵头部门": department, **found},
        }


def _dump(path: Path, data: object) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(text, encoding="utf-8")
