"""The query that docs/scale.md gives finds, in PostgreSQL, the document that the catalogue finds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine

from bot.asking import catalogue
from bot.assistant import Assistant
from bot.reading.build import build
from tests.conversation import ROOT
from tests.test_very_many import DISTRICTS, names, tables

TABLES = """
CREATE TABLE heads (pair text, document int);
CREATE TABLE rows (pair text, document int, row int);
CREATE TABLE asked (pair text, rarity float8);
CREATE INDEX ON heads (pair);
CREATE INDEX ON rows (pair);
"""


def test_the_first_document_is_the_same(server: Callable[[], str], tmp_path: Path) -> None:
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    [query] = re.findall(r"```sql\n(.*?);\n```", page, re.DOTALL)
    source = tmp_path / "deals.jsonl"
    told = [one for one in tables() if "土地" in str(one["title"]) or "2022年12月" in str(one["title"])]
    source.write_text("".join(json.dumps(one) + "\n" for one in told), encoding="utf-8")
    build([source], tmp_path / "knowledge")
    known = Assistant(tmp_path / "knowledge").knowledge
    made = catalogue.build(known.documents, known.vocabulary)
    engine = create_engine(server())
    with engine.begin() as connection:
        connection.exec_driver_sql(TABLES)
        heads = [(pair, number) for pair, numbers in made.heads.items() for number in numbers]
        rows = [(pair, made.homes[row], row) for pair, found in made.rows.items() for row in found]
        connection.exec_driver_sql("INSERT INTO heads VALUES (%s, %s)", heads)
        connection.exec_driver_sql("INSERT INTO rows VALUES (%s, %s, %s)", rows)
        for number, place in enumerate(DISTRICTS):
            for column in ("容积率", "成交均价"):
                text = f"江湾市{place}{names(number)[number]}的{column}是多少"
                pairs = [(pair, made._rarity(pair)) for pair in catalogue._pairs(text, known.vocabulary)]
                connection.exec_driver_sql("DELETE FROM asked")
                connection.exec_driver_sql("INSERT INTO asked VALUES (%s, %s)", pairs)
                first = connection.exec_driver_sql(query).first()
                assert first
                assert made.ids[first.document] == made.near(text, known.vocabulary)[0]
    engine.dispose()
