"""Judged questions are each asked once, of their own document, with what they may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answering import library
from bot.answering.verdicts import Verdict
from bot.asking.likelihood import Ranking
from bot.asking.signs import Signed
from bot.assistant import Assistant
from bot.errors import QuestionsError
from bot.evaluation import gathering
from bot.evaluation.gathering import Case, Part
from bot.knowledge.model import Choice, Choices, Found, Unknown
from bot.language import embeddings
from tests import ten_rows
from tests.channels import documents

pytestmark = pytest.mark.slow

FACT = ten_rows.knowledge().facts["来电"]


def _figure(value: str, **found: float) -> Signed:
    return Signed(replace(FACT, id=value, value=value), found, (), sensed=False)


def _quiet(done: int, total: int) -> None:
    assert 0 < done <= total


@pytest.mark.parametrize(("documents_", "folds"), [(5, 5), (30, 30), (300, 10)])
def test_many_documents_are_left_out_by_tenths(documents_: int, folds: int) -> None:
    names = {gathering.fold_of("set", f"d{at}", documents_) for at in range(documents_)}
    assert len(names) == folds


class TestMeant:
    """Which figure of a question is the one that is asked for."""

    @pytest.mark.parametrize(
        ("question", "meant"),
        [
            ({"expect": "answer", "values": ["7"]}, [True, False]),
            ({"expect": "answer", "values": ["7.0"]}, [True, False]),
            ({"expect": "choices", "values": ["7", "8"]}, [True, True]),
            ({"expect": "answer", "values": ["7", "8"]}, [False, False]),  # a list is no single figure
            ({"expect": "answer", "values": ["7"], "kind": "aggregate"}, [False, False]),
            ({"expect": "unknown", "values": []}, [False, False]),
        ],
    )
    def test_it_tells_the_value_of_a_single_one(self, question: dict[str, Any], meant: list[bool]) -> None:
        case = Case("set", "a", question, Unknown(reason="nothing"), (_figure("7"), _figure("8")), {})
        assert case.meant == meant

    @pytest.mark.parametrize(
        ("answer", "figures", "open_"),
        [
            (Unknown(reason="nothing"), (_figure("7"),), True),
            (Unknown(reason="nothing"), (), False),
            (Choices(options=(Choice(id="a", label="a", value="7", unit=""),)), (_figure("7"),), False),
        ],
    )
    def test_only_a_refusal_leaves_it_open(
        self, answer: Found | Choices | Unknown, figures: tuple[Signed, ...], *, open_: bool
    ) -> None:
        assert Case("set", "a", {"values": [], "expect": "answer"}, answer, figures, {}).open is open_


class TestGathering:
    """Each question is asked once, of its own document."""

    class Recorder:
        """Weighs every message alike."""

        def __init__(self) -> None:
            self.heard: list[tuple[str, tuple[str, ...]]] = []

        def weigh(self, text: str, earlier: Sequence[str] = ()) -> tuple[Verdict, Ranking | None]:
            self.heard.append((text, tuple(earlier)))
            ranking = Ranking((), 1.0, (_figure("7", suits=1.0),), {"none": 1.0})
            return Verdict(Unknown(reason="nothing"), 0.0), None if earlier else ranking

    def test_all_are_asked_with_what_was_said_before(self) -> None:
        recorder = self.Recorder()
        first = {"q": "满意率", "expect": "answer", "values": ["7"]}
        parts = [
            Part("one", "a", [first, first | {"q": "那目标呢", "context": ["进度"]}], lambda: recorder),
            Part("two", "b", [first], lambda: recorder),
        ]
        told: list[tuple[int, int]] = []
        found = gathering.gather(parts, lambda done, total: told.append((done, total)))
        assert recorder.heard == [("满意率", ()), ("那目标呢", ("进度",)), ("满意率", ())]
        assert told == [(1, 3), (2, 3), (3, 3)]
        assert [(one.name, one.fold, one.open) for one in found] == [
            ("one", "a", True),
            ("one", "a", False),
            ("two", "b", True),
        ]

    def test_questions_are_parted_by_the_documents_they_are_asked_of(self, tmp_path: Path) -> None:
        for name in ("harbour", "museum"):
            documents.write(tmp_path / "small", name)
        assistant = Assistant(tmp_path / "small")
        asked = [{"q": "满意率", "document": name} for name in ("harbour", "museum", "harbour")]
        parts = list(gathering.parts({"set": asked, "whole": [{"q": "满意率"}]}, assistant))
        assert [(part.name, part.fold, len(part.questions)) for part in parts] == [
            ("set", "harbour", 2),
            ("set", "museum", 1),
            ("whole", "all", 1),
        ]
        made = [part.assistant() for part in parts]
        assert made[2] is assistant
        assert [one.id for one in made[0].knowledge.documents] == ["harbour"]  # type: ignore[attr-defined]

    def test_a_document_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        documents.write(tmp_path / "small")
        (part,) = gathering.parts(
            {"set": [{"q": "满意率", "document": "nowhere"}]}, Assistant(tmp_path / "small")
        )
        with pytest.raises(QuestionsError, match="nowhere"):
            part.assistant()

    def test_an_assistant_weighs_what_it_answers(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(embeddings, "available", lambda: False)
        assistant = Assistant(tmp_path, library=library.of_all(ten_rows.index()))
        asked = [
            {"q": "借款金额是多少", "expect": "answer", "values": ["2.4"]},
            {"q": "那目标呢", "context": ["车位完成多少"], "expect": "answer", "values": ["500"]},
            {"q": "你好", "expect": "smalltalk", "values": []},
        ]
        loan, target, hello = gathering.gather([Part("set", "a", asked, lambda: assistant)], _quiet)
        assert loan.figures[loan.meant.index(True)].fact.id == "贷款金额"
        assert isinstance(target.answer, Found)
        assert target.onward
        assert target.open
        assert target.figures[target.meant.index(True)].fact.id == "车位.目标"
        assert target.figures[target.meant.index(True)].signs["led"] == 1
        assert (hello.figures, hello.open) == ((), False)
