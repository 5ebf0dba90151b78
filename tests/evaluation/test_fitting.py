"""Fitting on judged questions: whole documents are left out, thresholds are precise, the rest of a file stays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
import yaml
from click.testing import CliRunner

from bot.asking.signs import Signed
from bot.cli import cli
from bot.evaluation import fitting
from bot.evaluation.fitting import Fitted
from bot.evaluation.gathering import Case
from bot.evaluation.learning import learn
from bot.knowledge import calibration, signs
from bot.knowledge import store as knowledge
from bot.knowledge.model import Unknown
from bot.knowledge.signs import Likelihood
from tests import ten_rows
from tests.channels import documents
from tests.conftest import Run
from tests.conversation import KNOWLEDGE

pytestmark = pytest.mark.slow

FACT = ten_rows.knowledge().facts["来电"]
SHIPPED = ten_rows.knowledge().likelihood


def _figure(value: str, **found: float) -> Signed:
    return Signed(replace(FACT, id=value, value=value), found, (), sensed=False)


def _case(
    fold: str,
    number: int,
    *figures: Signed,
    meant: Sequence[str] = (),
    expect: Literal["answer", "choices", "unknown"] = "answer",
    name: str = "set",
) -> Case:
    question = {"q": f"{fold} {number}", "expect": expect, "values": list(meant)}
    return Case(name, fold, question, Unknown(reason="nothing"), figures, {"none": 1.0, "size": 0.5})


def _town(fold: str, sign: str, count: int = 12) -> list[Case]:
    """Questions on a document whose figures are known by one sign, and some on what it does not have."""
    return [
        *(
            _case(fold, at, _figure("7", **{sign: 1.0}), _figure("8", aligned=0.2), meant=["7"])
            for at in range(count)
        ),
        *(
            _case(fold, 100 + at, _figure("7", aligned=0.2), _figure("8", aligned=0.1), expect="unknown")
            for at in range(count)
        ),
    ]


def _quiet(done: int, total: int) -> None:
    assert 0 < done <= total


def _fit(*towns: list[Case]) -> Fitted:
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

    def test_a_figure_that_is_taken_away_is_learned_from_as_well(self) -> None:
        # Every question has its figure: that none may be meant is only taught by taking figures away.
        town = [
            _case("a", at, _figure("7", suits=1.0), _figure("8", suits=0.9), meant=["7"]) for at in range(20)
        ]
        assert _fit(town).likelihood.worth["none"] != 0


class TestThresholds:
    """Where nothing is right often enough, nothing is given."""

    def test_where_likenesses_mislead_no_figure_is_given(self) -> None:
        towns = [
            [
                _case(fold, at, _figure("7", suits=1.0), _figure("8", suits=1.0), meant=[("7", "8")[at % 2]])
                for at in range(20)
            ]
            for fold in ("a", "b")
        ]
        fitted = _fit(*towns)
        assert not fitted.precise
        assert fitted.left_out[0].wrong == 0


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
