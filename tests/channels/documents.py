"""Small documents for conversations, written as `ingest` would write them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

Figure = tuple[str, str, str, str]
"""Subject, measure, value (a number or words) and unit."""

STORY = "旧城码头始建于一九一二年," * 500
SECTIONS: Mapping[str, Mapping[str, Sequence[Figure]]] = {
    "服务热线": {
        "热线受理来电1234件,按时办结率99.5%,群众满意率86.08%。": [
            ("服务热线", "受理来电", "1234", "件"),
            ("服务热线", "按时办结率", "99.5", "%"),
            ("服务热线", "群众满意率", "86.08", "%"),
        ]
    },
    "企业服务": {
        "企业诉求办结率97%,企业满意率93.2%。": [
            ("企业诉求", "办结率", "97", "%"),
            ("企业服务", "企业满意率", "93.2", "%"),
        ]
    },
    "图书馆 & <分馆>": {
        "全年借阅<图书> & 期刊5678册。": [("图书馆 & <分馆>", "借阅<图书> & 期刊", "5678", "册")],
    },
    "车站": {
        "东站客流量1200人次,西站客流量3400人次。": [
            ("东站", "客流量", "1200", "人次"),
            ("西站", "客流量", "3400", "人次"),
        ]
    },
    "历史": {f"码头由来为{STORY}。": [("码头", "由来", STORY, "")]},
    "公园": {
        "".join(f"{name}园面积{size}亩," for size, name in enumerate("东西南北中松竹梅兰菊", 11)): [
            (f"{name}园", "面积", str(size), "亩") for size, name in enumerate("东西南北中松竹梅兰菊", 11)
        ]
    },
}
MUSEUM = {"展览": {"接待观众4321人。": [("展览", "接待观众", "4321", "人")]}}
ROWS = [("河道清淤", "目标", "40", "完成", "44"), ("道路改造", "目标", "120", "完成", "131")]


def write(
    folder: Path, name: str = "harbour-2022", title: str = "临港市2022年工作报告", sections: Any = SECTIONS
) -> Path:
    """Write a document's source and its YAML; returns its folder."""
    place = folder / name
    place.mkdir(parents=True)
    text = title + "\n"
    spans, sentences = [], []
    for heading, said in sections.items():
        start = len(text)
        text += heading + "\n"
        for sentence, figures in said.items():
            sentences.append(_sentence(sentence, heading, len(text), figures))
            text += sentence + "\n"
        spans.append({"title": heading, "start": start, "end": len(text)})
    rows = []
    table_start = len(text)
    text += "重点项目完成情况\n"
    for row in ROWS:
        rows.append(_row(row, len(text)))
        text += " ".join(row) + "\n"
    source = folder.parent / f"{name}.txt"
    source.write_text(text, encoding="utf-8")
    table = {
        "id": f"table{table_start}",
        "title": "重点项目完成情况",
        "columns": list(ROWS[0][1::2]),
        "start": table_start,
        "end": table_start + 8,
        "rows": rows,
    }
    _dump(
        place / "document.yaml",
        {
            "id": name,
            "title": title,
            "publisher": "临港市政府",
            "date": "2023-03-20",
            "period": "2022年",
            "place": "临港市",
            "source": source.name,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "sections": spans,
        },
    )
    _dump(place / "facts.yaml", {"sentences": sentences})
    _dump(place / "tables.yaml", {"tables": [table]})
    return place


def correct(document: Path, fact: str, value: str) -> None:
    """Have an editor correct a figure."""
    _dump(
        document / "curation.yaml", {"entries": {fact: {"correct": {"value": value, "reason": "核对原表"}}}}
    )


def _sentence(sentence: str, section: str, at: int, figures: Sequence[Figure]) -> dict[str, Any]:
    facts = []
    for subject, measure, value, unit in figures:
        start = at + sentence.index(value + unit)
        facts.append(
            {
                "id": f"n{start}",
                "kind": "figure" if value.replace(".", "").isdigit() else "text",
                "subject": subject,
                "measure": measure,
                "value": value,
                "printed": value + unit,
                "unit": unit,
                "quote": value + unit,
                "start": start,
                "end": start + len(value + unit),
            }
        )
    return {"text": sentence, "section": section, "start": at, "facts": facts}


def _row(row: tuple[str, ...], at: int) -> dict[str, Any]:
    name, *cells = row
    line = " ".join(row)
    values = {}
    for column, value in zip(cells[::2], cells[1::2], strict=True):
        start = at + line.index(value)
        values[column] = {
            "value": value,
            "printed": value,
            "unit": "公里",
            "start": start,
            "end": start + len(value),
        }
    return {
        "id": f"r{at}",
        "name": name,
        "unit": "公里",
        "start": at,
        "end": at + len(line),
        "name_start": at,
        "name_end": at + len(name),
        "cells": values,
    }


def _dump(path: Path, data: Any) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
