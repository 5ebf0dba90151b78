"""What is committed in ``knowledge/`` is what reading the documents again gives, and stands where it says."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from bot.knowledge.model import Document, Fact, Knowledge
from bot.reading.build import build
from tests.conversation import KNOWLEDGE, ROOT

GENERATED = ("document.yaml", "facts.yaml", "tables.yaml")
SEEDS = sorted((ROOT / "seeds").iterdir())


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every document read again, in a checkout of its own."""
    checkout = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "seeds", checkout / "seeds")
    build([checkout / "seeds" / seed.name for seed in SEEDS], checkout / "knowledge")
    return checkout / "knowledge"


def test_reading_the_documents_again_gives_the_same_files_byte_for_byte(fresh: Path) -> None:
    committed = {path.relative_to(KNOWLEDGE) for name in GENERATED for path in KNOWLEDGE.glob(f"*/{name}")}
    assert {path.relative_to(fresh) for path in fresh.rglob("*.yaml")} == committed
    assert [
        path for path in sorted(committed) if (fresh / path).read_bytes() != (KNOWLEDGE / path).read_bytes()
    ] == []


def test_reading_twice_changes_nothing(fresh: Path) -> None:
    before = {path: path.read_bytes() for path in fresh.rglob("*.yaml")}
    build([fresh.parent / "seeds" / seed.name for seed in SEEDS], fresh)
    assert {path: path.read_bytes() for path in fresh.rglob("*.yaml")} == before


def _source(document: Document) -> str:
    data = (ROOT / document.file).read_bytes()
    assert hashlib.sha256(data).hexdigest() == document.sha256
    return data.decode()


def _stands(fact: Fact, text: str) -> bool:
    source = fact.source
    return text[source.start : source.end] == source.quote and bool(source.quote)


def test_every_figure_stands_where_it_says(knowledge: Knowledge) -> None:
    for document in knowledge.documents:
        text = _source(document)
        facts = [fact for fact in knowledge.facts.values() if fact.document == document.id]
        assert len(facts) > 200
        assert [fact.id for fact in facts if not _stands(fact, text)] == []


def test_every_value_is_printed_in_its_quotation(knowledge: Knowledge) -> None:
    figures = [fact for fact in knowledge.facts.values() if fact.kind == "figure" and not fact.correction]
    assert [
        fact.id for fact in figures if "".join(fact.printed.split()) not in "".join(fact.source.quote.split())
    ] == []


def test_each_document_has_its_seed(knowledge: Knowledge) -> None:
    assert {ROOT / document.file for document in knowledge.documents} == set(SEEDS)
