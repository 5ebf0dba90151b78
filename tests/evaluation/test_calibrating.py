"""Choosing the thresholds: what is chosen, what is written, and what the program makes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
import yaml

from bot.assistant import Assistant
from bot.errors import KnowledgeError
from bot.evaluation import audit, calibrating
from bot.evaluation.calibrating import Outcome, choose, scored
from bot.knowledge import store as knowledge
from bot.knowledge.changes import Changes
from bot.knowledge.model import Found
from bot.knowledge.signs import Likelihood
from bot.knowledge.thresholds import Thresholds
from tests.channels import documents
from tests.conftest import Run
from tests.conversation import KNOWLEDGE, ROOT

pytestmark = pytest.mark.slow

RIGHT, WRONG, MISSED = Outcome("right", True), Outcome("wrong", True), Outcome("missed", False)
REFUSED = Outcome("right", False)
ANSWERED: list[tuple[str, Literal["answer", "unknown"], list[str]]] = [
    ("群众满意率是多少", "answer", ["86.08"]),
    ("河道清淤完成多少", "answer", ["44"]),
    ("河道清淤的目标", "answer", ["40"]),
    ("长沙的满意率", "unknown", []),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder with one small document."""
    documents.write(tmp_path / "small")
    return tmp_path / "small"


def _file(folder: Path, *questions: tuple[str, str, list[str]]) -> Path:
    path = folder.parent / "questions.jsonl"
    records = ({"q": q, "expect": expect, "values": values} for q, expect, values in questions)
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


def _calibration(**changes: object) -> dict[str, object]:
    counts = {"questions": 4, "right": 4, "near": 0, "missed": 0, "wrong": 0, "precision": 1.0}
    return {
        "thresholds": {"accept": 0.7, "margin": 0.05, "named": 0.5},
        "questions": ["questions.jsonl"],
        "chosen_on": counts,
        "held_out": dict(counts),
        "knowledge": "0" * 64,
    } | changes


class TestChoosing:
    """Precise first, then most right, then careful."""

    @pytest.mark.parametrize(
        ("outcomes", "right", "precision"),
        [
            ([RIGHT] * 3 + [WRONG], 3, 0.75),
            ([RIGHT, MISSED, REFUSED], 2, 1.0),
            ([REFUSED, WRONG], 1, 0.0),
            ([MISSED], 0, 1.0),
        ],
    )
    def test_precision_is_of_what_was_answered(
        self, outcomes: list[Outcome], right: int, precision: float
    ) -> None:
        counted = scored(outcomes)
        assert (counted.questions, counted.right, counted.precision) == (len(outcomes), right, precision)

    @pytest.mark.parametrize(
        ("loose", "strict", "chosen"),
        [
            ([RIGHT] * 9 + [WRONG], [RIGHT] * 5 + [MISSED] * 5, "strict"),
            ([RIGHT] * 199 + [WRONG], [RIGHT] * 150 + [MISSED] * 50, "loose"),
            ([RIGHT] * 10, [RIGHT] * 10, "strict"),
            ([RIGHT] * 8 + [WRONG] * 2, [RIGHT] * 7 + [WRONG] * 3, "loose"),
        ],
        ids=["precision first", "then most right", "then the more careful", "the most precise where none is"],
    )
    def test_which_is_chosen(self, loose: list[Outcome], strict: list[Outcome], chosen: str) -> None:
        limits = Thresholds(accept=0.5, margin=0.05, named=0.45)
        tried = {limits: loose, replace(limits, accept=0.7): strict}
        assert choose(tried).accept == {"loose": 0.5, "strict": 0.7}[chosen]

    def test_the_same_questions_give_the_same_file(self, folder: Path) -> None:
        questions = [{"q": q, "expect": e, "values": v} for q, e, v in ANSWERED]
        progress: list[tuple[int, int]] = []
        written = []
        for _ in range(2):
            choice = calibrating.calibrate(Assistant(folder), questions, lambda *done: progress.append(done))
            assert choice.precise
            written.append(calibrating.write(choice, folder, [Path("q.jsonl")]).read_bytes())
            (folder / "calibration.yaml").unlink()
        assert written[0] == written[1]
        assert progress[-1][0] == progress[-1][1]


class TestCommand:
    """``calibrate`` as it is run."""

    def test_what_is_chosen_is_written_and_used(self, folder: Path, wenshu: Run) -> None:
        done = wenshu("calibrate", _file(folder, *ANSWERED), "--knowledge", folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert "now: 4 questions: 4 right, 0 near, 0 missed, 0 wrong; precision 100.00%" in done.stdout
        written = yaml.safe_load((folder / "calibration.yaml").read_text(encoding="utf-8"))
        assert written["chosen_on"]["right"] == 4
        assert written["knowledge"] == knowledge.fingerprint(folder)
        assert knowledge.load(folder).thresholds == Thresholds(**written["thresholds"])
        assert wenshu("ask", "群众满意率是多少", "--knowledge", folder).stdout.startswith("86.08%")

    def test_where_nothing_is_precise_nothing_is_written(self, folder: Path, wenshu: Run) -> None:
        file = _file(folder, ("群众满意率是多少", "answer", ["99"]), ("河道清淤完成多少", "answer", ["1"]))
        done = wenshu("calibrate", file, "--knowledge", folder)
        assert done.returncode == 1
        assert "nothing was written" in done.stderr
        assert not (folder / "calibration.yaml").exists()

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "there are no questions"),
            ('{"q": "满意率", "expect": "answer"}', "questions.jsonl:1: values"),
            ('\n{"q": "满意率", "expect": "maybe", "values": []}', "questions.jsonl:2: expect"),
            ("满意率", "questions.jsonl:1: the line"),
        ],
    )
    def test_questions_that_are_none_are_named(
        self, text: str, said: str, tmp_path: Path, wenshu: Run
    ) -> None:
        (tmp_path / "questions.jsonl").write_text(text, encoding="utf-8")
        done = wenshu("calibrate", "questions.jsonl")
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr


class TestLoading:
    """The folder's own calibration, else the default one."""

    def test_a_folder_without_one_uses_the_default(self, folder: Path) -> None:
        assert knowledge.load(folder).thresholds == knowledge.load(KNOWLEDGE).thresholds
        assert knowledge.calibration_file(folder) == KNOWLEDGE / "calibration.yaml"

    @pytest.mark.parametrize(("accept", "given"), [(0.5, True), (1.0, False)])
    def test_thresholds_decide(self, accept: float, folder: Path, *, given: bool) -> None:
        limits = {"accept": accept, "margin": 0.05, "named": 0.0}
        text = yaml.safe_dump(_calibration(thresholds=limits))
        (folder / "calibration.yaml").write_text(text, encoding="utf-8")
        assistant = Assistant(folder)
        assistant.use(Likelihood({}, sure=1.0, offer=1.0))  # by the words of the question alone
        assert isinstance(assistant.ask("旧西站客流量").answer, Found) is given

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"thresholds": {"accept": 1.5, "margin": 0.05, "named": 0.5}}, "calibration.yaml:19: accept"),
            ({"thresholds": {"margin": 0.05, "named": 0.5}}, "accept is missing"),
            ({"knowledge": "abc"}, "knowledge is not in the form it needs"),
            ({"mood": "good"}, "mood is not known here"),
        ],
    )
    def test_a_fault_is_named_with_its_line(
        self, folder: Path, changes: dict[str, object], said: str
    ) -> None:
        text = yaml.safe_dump(_calibration(**changes))
        (folder / "calibration.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(KnowledgeError) as raised:
            knowledge.load(folder)
        assert said in str(raised.value)

    def test_other_thresholds_are_a_change_that_a_reload_tells(self, folder: Path) -> None:
        assistant = Assistant(folder)
        limits = {"accept": 0.9, "margin": 0.05, "named": 0.0}
        text = yaml.safe_dump(_calibration(thresholds=limits))
        (folder / "calibration.yaml").write_text(text, encoding="utf-8")
        assert assistant.reload() == Changes(thresholds=True)
        assert assistant.knowledge.thresholds.accept == 0.9


class TestStaleness:
    """``check`` notes when the knowledge has changed since, and fails only on faults."""

    def _notes(self, folder: Path) -> list[str]:
        report = audit.audit(folder)
        return [note.message for note in report.notes if "thresholds" in note.message]

    def test_a_change_of_the_knowledge_is_noted(self, folder: Path) -> None:
        mark = knowledge.fingerprint(folder)
        text = yaml.safe_dump(_calibration(knowledge=mark))
        (folder / "calibration.yaml").write_text(text, encoding="utf-8")
        assert self._notes(folder) == []
        (place,) = knowledge.document_folders(folder)
        with (place / "curation.yaml").open("a", encoding="utf-8") as curation:
            curation.write("# looked through\n")
        (note,) = self._notes(folder)
        assert "python -m bot calibrate questions.jsonl --knowledge" in note

    def test_line_ends_are_no_change_and_a_vocabulary_is(self, folder: Path) -> None:
        before = knowledge.fingerprint(folder)
        (place,) = knowledge.document_folders(folder)
        facts = place / "facts.yaml"
        facts.write_bytes(facts.read_bytes().replace(b"\n", b"\r\n"))
        assert knowledge.fingerprint(folder) == before
        words = (KNOWLEDGE / "vocabulary.yaml").read_text(encoding="utf-8")
        (folder / "vocabulary.yaml").write_text(f"{words}\n# more\n", encoding="utf-8")
        assert knowledge.fingerprint(folder) != before

    def test_a_fault_of_the_calibration_fails_the_check(self, folder: Path) -> None:
        (folder / "calibration.yaml").write_text("thresholds: {}\n", encoding="utf-8")
        assert not audit.audit(folder).clean


def test_the_shipped_thresholds_are_precise_on_the_shipped_questions() -> None:
    written = yaml.safe_load((KNOWLEDGE / "calibration.yaml").read_text(encoding="utf-8"))
    assert [name for name in written["questions"] if not (ROOT / name).exists()] == []
    assert float(written["chosen_on"]["precision"]) >= calibrating.PRECISION
