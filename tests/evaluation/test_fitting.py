"""Fitting on judged questions: whole documents are left out, thresholds are precise, the rest of a file stays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from click.testing import CliRunner

from bot.answering import library
from bot.answering.verdicts import Verdict
from bot.asking.likelihood import Ranking
from bot.asking.signs import Signed
from bot.assistant import Assistant
from bot.cli import cli
from bot.errors import QuestionsError
from bot.evaluation import fitting
from bot.evaluation.fitting import Asked, Fitted, Part
from bot.evaluation.learning import learn
from bot.knowledge import calibration, signs
from bot.knowledge import store as knowledge
from bot.knowledge.model import Choice, Choices, Found, Unknown
from bot.knowledge.signs import Likelihood
from bot.language import embeddings
from tests import ten_rows
from tests.channels import documents
from tests.conftest import Run
from tests.conversation import KNOWLEDGE

pytestmark = pytest.mark.slow

FACT = ten_rows.knowledge().facts["来电"]
SHIPPED = ten_rows.knowledge().likelihood


def _figure(value: str, **found: float) -> Signed:
    return Signed(replace(FACT, id=value, value=value), found, (), sensed=False)


def _asked(
    fold: str,
    number: int,
    *figures: Signed,
    meant: Sequence[str] = (),
    expect: Literal["answer", "choices", "unknown"] = "answer",
    name: str = "set",
) -> Asked:
    question = {"q": f"{fold} {number}", "expect": expect, "values": list(meant)}
    return Asked(name, fold, question, Unknown(reason="nothing"), figures, {"none": 1.0, "size": 0.5})


def _town(fold: str, sign: str, count: int = 12) -> list[Asked]:
    """Questions on a document whose figures are known by one sign, and some on what it does not have."""
    return [
        *(
            _asked(fold, at, _figure("7", **{sign: 1.0}), _figure("8", aligned=0.2), meant=["7"])
            for at in range(count)
        ),
        *(
            _asked(fold, 100 + at, _figure("7", aligned=0.2), _figure("8", aligned=0.1), expect="unknown")
            for at in range(count)
        ),
    ]


def _quiet(done: int, total: int) -> None:
    assert 0 < done <= total


def _fit(*towns: list[Asked]) -> Fitted:
    return fitting.fit([one for town in towns for one in town], _quiet)


class TestFolds:
    """What a document is asked is told without what was learned of it."""

    def test_what_documents_share_is_learned_from_the_others(self) -> None:
        fitted = _fit(_town("a", "suits"), _town("b", "suits"), _town("c", "suits"))
        (judged,) = fitted.left_out
        assert (judged.questions, judged.right, judged.wrong, judged.helped) == (72, 100, 0, 100)
        assert fitted.precise
        assert fitted.likelihood.worth["suits"] > 0

    def test_what_only_one_document_teaches_does_not_help_it(self) -> None:
        fitted = _fit(_town("a", "suits"), _town("b", "suits"), _town("odd", "named"))
        assert fitted.likelihood.worth["named"] > 1
        assert fitted.without["odd"].worth["named"] == 0
        assert fitted.without["a"].worth["named"] > 1
        (judged,) = fitted.left_out
        assert judged.right < 100

    def test_every_fold_has_what_was_learned_of_the_others(self) -> None:
        towns = _town("a", "suits"), _town("b", "suits")
        fitted = _fit(*towns)
        assert fitted.without.keys() == {"a", "b"}
        assert fitted.without["a"].worth == _fit(towns[1]).likelihood.worth

    def test_of_one_document_parts_of_the_questions_are_left_out(self) -> None:
        fitted = _fit(_town("only", "suits", 40))
        assert 2 <= len(fitted.without) <= 80
        assert fitted.left_out[0].right >= 95

    def test_of_nothing_nothing_is_learned_that_gives_a_figure(self) -> None:
        fitted = _fit([])
        assert (fitted.precise, fitted.likelihood.sure, fitted.left_out) == (False, 1, [])

    def test_the_same_questions_give_the_same(self) -> None:
        towns = _town("a", "suits"), _town("b", "named")
        assert _fit(*towns) == _fit(*towns)

    @pytest.mark.parametrize(("documents_", "folds"), [(5, 5), (30, 30), (300, 10)])
    def test_many_documents_are_left_out_by_tenths(self, documents_: int, folds: int) -> None:
        names = {fitting.fold_of("set", f"d{at}", documents_) for at in range(documents_)}
        assert len(names) == folds

    def test_a_figure_that_is_taken_away_is_learned_from_as_well(self) -> None:
        # Every question has its figure: that none may be meant is only taught by taking figures away.
        town = [
            _asked("a", at, _figure("7", suits=1.0), _figure("8", suits=0.9), meant=["7"]) for at in range(20)
        ]
        assert _fit(town).likelihood.worth["none"] != 0


class TestThresholds:
    """The lowest probability from which enough is right."""

    @pytest.mark.parametrize(
        ("tried", "share", "lowest"),
        [
            ([(0.9, True), (0.8, True), (0.7, False)], 0.97, 0.8),
            ([(0.9, False), (0.8, True)], 0.97, 1.0),
            ([(0.9, False), (0.8, True), (0.7, True), (0.7, True), (0.7, True)], 0.8, 0.7),
            ([(0.9, True)] * 9 + [(0.5, False)], 0.9, 0.5),
            ([(0.9, True), (0.9, False)], 0.97, 1.0),  # both would be offered
            ([(0.9, True)] * 40 + [(0.2, False)] * 9, 0.97, 0.9),  # all nine, not the first
            ([(0.99998, True)], 0.97, 0.99998),  # it is offered itself
            ([], 0.97, 1.0),
        ],
    )
    def test_figures_are_offered_where_enough_hold_what_is_asked(
        self, tried: list[tuple[float, bool]], share: float, lowest: float
    ) -> None:
        assert fitting._lowest(tried, share) == lowest

    @pytest.mark.parametrize(
        ("mistakes", "most", "lowest"),
        [
            ([(0.9, 0.01), (0.8, 0.01), (0.7, 0.01)], 0.02, 0.700001),
            ([(0.9, 0.01), (0.8, 0.01), (0.7, 0.01)], 0.005, 0.900001),
            ([(0.9, 0.01), (0.8, 0.01), (0.7, 0.01)], 0.05, fitting.LEAST),
            ([(0.3, 0.5)], 0.02, fitting.LEAST),  # nobody is given what is improbable
            ([(0.9, 0.01)], -0.1, 0.900001),  # of few questions, above all that went wrong
            ([], 0.02, fitting.LEAST),
        ],
    )
    def test_figures_are_given_where_hardly_any_is_another(
        self, mistakes: list[tuple[float, float]], most: float, lowest: float
    ) -> None:
        assert fitting._above(mistakes, most) == lowest

    def test_where_likenesses_mislead_no_figure_is_given(self) -> None:
        towns = [
            [
                _asked(fold, at, _figure("7", suits=1.0), _figure("8", suits=1.0), meant=[("7", "8")[at % 2]])
                for at in range(20)
            ]
            for fold in ("a", "b")
        ]
        fitted = _fit(*towns)
        assert not fitted.precise
        assert fitted.left_out[0].wrong == 0


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
        asked = Asked("set", "a", question, Unknown(reason="nothing"), (_figure("7"), _figure("8")), {})
        assert asked.meant == meant

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
        assert Asked("set", "a", {"values": [], "expect": "answer"}, answer, figures, {}).open is open_


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
        found = fitting.gather(parts, lambda done, total: told.append((done, total)))
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
        parts = list(fitting.parts({"set": asked, "whole": [{"q": "满意率"}]}, assistant))
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
        (part,) = fitting.parts(
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
        loan, target, hello = fitting.gather([Part("set", "a", asked, lambda: assistant)], _quiet)
        assert loan.figures[loan.meant.index(True)].fact.id == "贷款金额"
        assert isinstance(target.answer, Found)
        assert target.onward
        assert target.open
        assert target.figures[target.meant.index(True)].fact.id == "车位.目标"
        assert target.figures[target.meant.index(True)].signs["led"] == 1
        assert (hello.figures, hello.open) == ((), False)


class TestWriting:
    """What was learned stands in ``calibration.yaml``; what else stands there stays."""

    @pytest.fixture
    def fitted(self) -> Fitted:
        return _fit(_town("a", "suits"), _town("b", "suits"))

    def test_the_table_has_a_line_for_each_set_and_the_thresholds(self, fitted: Fitted) -> None:
        head, line, last = fitting.table(fitted).split("\n")
        assert head.split() == [
            "set,",
            "left",
            "out",
            "questions",
            "right",
            "near",
            "missed",
            "wrong",
            "helped",
        ]
        assert line.split() == ["set", "48", "100.0", "0.0", "0.0", "0.0", "100.0"]
        assert f"{fitted.likelihood.sure:.3f}" in last
        assert f"{fitted.likelihood.offer:.3f}" in last

    def test_it_is_used_when_the_knowledge_is_loaded_again(self, fitted: Fitted, tmp_path: Path) -> None:
        documents.write(tmp_path / "small")
        path = fitting.write(fitted, tmp_path / "small", ["one", "two"])
        assert path == tmp_path / "small" / "calibration.yaml"
        loaded = knowledge.load(tmp_path / "small").likelihood
        assert (loaded.sure, loaded.offer) == (fitted.likelihood.sure, fitted.likelihood.offer)
        assert {name: worth for name, worth in loaded.worth.items() if worth} == {
            name: worth for name, worth in fitted.likelihood.worth.items() if worth
        }
        written = yaml.safe_load(path.read_text(encoding="utf-8"))["likelihood"]
        assert written["questions"] == ["one", "two"]
        assert [one["name"] for one in written["left_out"]] == ["set"]

    def test_everything_else_of_the_file_stays(self, fitted: Fitted, tmp_path: Path) -> None:
        documents.write(tmp_path / "small")
        own = tmp_path / "small" / "calibration.yaml"
        own.write_bytes(
            (KNOWLEDGE / "calibration.yaml").read_bytes().replace(b"accept: 0.66", b"accept: 0.61")
        )
        before = own.read_text(encoding="utf-8")
        fitting.write(fitted, tmp_path / "small", ["one"])
        after = own.read_text(encoding="utf-8")
        assert after.partition("likelihood:")[0] == before.partition("likelihood:")[0]
        assert "accept: 0.61" in after

    def test_writing_twice_changes_nothing(self, fitted: Fitted, tmp_path: Path) -> None:
        documents.write(tmp_path / "small")
        texts = [
            fitting.write(fitted, tmp_path / "small", ["one"]).read_text(encoding="utf-8") for _ in range(2)
        ]
        assert texts[0] == texts[1]

    def test_each_sign_is_written_with_what_it_means(self, fitted: Fitted, tmp_path: Path) -> None:
        documents.write(tmp_path / "small")
        text = fitting.write(fitted, tmp_path / "small", ["one"]).read_text(encoding="utf-8")
        assert f"    suits: {fitted.likelihood.worth['suits']:.10g}  # {signs.MEANINGS['suits']}\n" in text


class TestCommand:
    """``fit`` as it is run."""

    ASKED: tuple[tuple[str, str, list[str], str], ...] = (
        ("群众满意率是多少", "answer", ["86.08"], "harbour-2022"),
        ("打了多少个电话", "answer", ["1234"], "harbour-2022"),
        ("大炮有几门", "unknown", [], "harbour-2022"),
        ("接待观众多少人", "answer", ["4321"], "museum"),
        ("游客有多少", "answer", ["4321"], "museum"),
        ("大炮有几门", "unknown", [], "museum"),
    )

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        documents.write(tmp_path / "small")
        documents.write(tmp_path / "small", "museum", "临港市2022年展览", documents.MUSEUM)
        return tmp_path / "small"

    @staticmethod
    def _file(folder: Path, *asked: tuple[str, str, list[str], str]) -> Path:
        path = folder.parent / "asked.jsonl"
        names = ("q", "expect", "values", "document")
        records = (dict(zip(names, one, strict=True)) for one in asked)
        path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
        return path

    def test_what_is_learned_is_told_written_and_used(self, folder: Path, wenshu: Run) -> None:
        file = self._file(folder, *self.ASKED)
        done = wenshu("fit", file, "--knowledge", folder)
        assert done.returncode in (0, 1)
        assert done.stderr == ""
        head, line, last = done.stdout.splitlines()
        assert head.startswith("set, left out")
        assert line.split()[:2] == ["asked", "6"]
        assert last.startswith("given from a probability of ")
        entry = calibration.read(folder / "calibration.yaml")[0].likelihood
        assert entry
        assert entry.questions == (file.as_posix(),)
        assert (done.returncode == 0) is (entry.sure < 1)
        assert wenshu("ask", "群众满意率是多少", "--knowledge", folder).stdout.startswith("86.08%")

    def test_where_nothing_can_be_given_with_precision_the_status_is_1(
        self, folder: Path, wenshu: Run
    ) -> None:
        wrong = [(q, "answer", ["99"], document) for q, _, _, document in self.ASKED]
        done = wenshu("fit", self._file(folder, *wrong), "--knowledge", folder)
        assert (done.returncode, done.stderr) == (1, "")
        assert "given from a probability of 1.000" in done.stdout

    def test_a_document_that_is_not_there_is_one_line(self, folder: Path, wenshu: Run) -> None:
        file = self._file(folder, *self.ASKED, ("接待观众", "answer", ["4321"], "nowhere"))
        done = wenshu("fit", file, "--knowledge", folder)
        assert done.returncode == 2
        assert done.stderr == "wenshu: there is no document nowhere in the knowledge\n"
        assert not (folder / "calibration.yaml").exists()

    @pytest.mark.parametrize(
        ("text", "said"),
        [("", "there are no questions"), ('{"q": "满意率", "expect": "answer"}', "asked.jsonl:1: values")],
    )
    def test_questions_that_are_none_are_named(
        self, text: str, said: str, folder: Path, wenshu: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "asked.jsonl").write_text(text, encoding="utf-8")
        done = wenshu("fit", "asked.jsonl", "--knowledge", folder)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr

    def test_without_what_learning_needs_it_is_said_how_to_get_it(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.evaluation.learning.find_spec", lambda _: None)
        done = CliRunner().invoke(
            cli, ["fit", str(self._file(folder, *self.ASKED)), "--knowledge", str(folder)]
        )
        assert done.exit_code == 2
        assert "wenshu-bot[fit]" in done.output


def test_the_shipped_likelihood_was_learned_and_judged() -> None:
    entry = calibration.read(KNOWLEDGE / "calibration.yaml")[0].likelihood
    assert entry
    assert entry.questions
    assert entry.left_out
    for one in entry.left_out:
        assert abs(one.right + one.near + one.missed + one.wrong - 100) < 0.5
    assert entry.onward
    assert Likelihood(SHIPPED.worth, entry.sure, entry.offer, entry.onward) == SHIPPED


def test_learning_needs_the_ways_of_all_signs() -> None:
    ways = {name: way for name, (way, _) in signs.ALL.items()}
    town = _town("a", "suits")
    examples = list(fitting._examples(town))
    assert learn(examples, ways).keys() == signs.ALL.keys()
