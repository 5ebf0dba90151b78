"""What ``check`` tells an editor: what is not in the source, what was lost, what disagrees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation import audit
from bot.evaluation.audit import Report
from bot.knowledge import store as knowledge
from bot.language.numerals import NUMBER
from tests.small_town import SmallTown

SOURCE = "seeds/haizhou.txt"


def _audit(town: SmallTown, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(folder)
    return audit.audit(town.write(folder).relative_to(folder))


def _errors(report: Report) -> list[str]:
    return [f"{problem.file.name}: {problem.message}" for problem in report.errors]


def _notes(report: Report) -> list[str]:
    return [note.message for note in report.notes]


def _line(town: SmallTown, words: str) -> int:
    return town.text.count("\n", 0, town.text.index(words)) + 1


class TestWhole:
    def test_a_faithful_knowledge_has_nothing_to_mend(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown()
        report = _audit(town, tmp_path, monkeypatch)
        table = "2023年县级重点民生实事完成情况表"
        deeds = f"{SOURCE}:7: note"
        kinds = (
            "9 figures, 9 cells, 7 listed with a reason, 2 row numbers, 2 in a row's name, "
            "1 in a text, 1 in a title"
        )
        assert report.clean
        assert audit.render(report).split("\n") == [
            f"{SOURCE}:5: note: 17 + 48 agrees with the total 65项 (便民服务 · 获奖)",
            f"{deeds}: 2件 (便民服务 · 县级重点民生实事) agrees with the 2 numbered items of {table}",
            f"{deeds}: 2项 (便民服务 · 超额完成) agrees with the 2 rows over target of {table}",
            f"{deeds}: 3项 (便民服务 · 具体指标任务) agrees with the 3 rows of {table}",
            f"{SOURCE}:9: note: 3 of 3 progress cells agree with target and done in {table}",
            f"covered 31 of 31 numbers: {kinds}",
            "1 document: nothing to mend, 5 notes",
        ]

    def test_a_folder_that_is_no_document_is_noted(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "knowledge" / "新建文件夹").mkdir(parents=True)
        report = _audit(SmallTown(), tmp_path, monkeypatch)
        assert report.clean
        assert any(note.file.name == "新建文件夹" and "passed over" in note.message for note in report.notes)

    def test_the_knowledge_that_comes_with_the_program_is_true_to_its_sources(self) -> None:
        report = audit.audit(knowledge.default_folder())
        assert audit.render(report).count("nothing to mend") == 1
        assert report.coverage.missing == ()
        assert report.coverage.kinds.total() > 250
        slips = [note.partition(": ")[2] for note in _notes(report) if "is printed, but" in note]
        assert slips == ["136.8% is printed, but 739.8 / 541 is 136.7%"]

    def test_faults_of_the_files_are_all_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        town = SmallTown()
        town.entries = {"n999": {"short": "x"}, "n998": {"correct": {"value": "1", "reason": "y"}}}
        report = _audit(town, tmp_path, monkeypatch)
        assert len(report.errors) == 2
        assert "no entry has the id n999" in _errors(report)[0]
        assert audit.render(report).endswith("1 document: 2 to mend, 0 notes")

    def test_a_correction_without_a_reason_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown()
        town.entries = {town.sentences[0]["facts"][0]["id"]: {"correct": {"value": "1"}}}
        assert _errors(_audit(town, tmp_path, monkeypatch)) == ["curation.yaml: reason is missing; add it"]

    def test_an_empty_folder_is_a_finding(self, tmp_path: Path) -> None:
        report = audit.audit(tmp_path)
        assert not report.clean
        assert "no document is in here" in audit.render(report)

    def test_a_broken_vocabulary_does_not_hide_the_documents(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown()
        town.sentences[0]["facts"][0]["value"] = "1251"
        folder = town.write(tmp_path)
        (folder / "vocabulary.yaml").write_text("rolls: {}\n", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        files = [problem.file.name for problem in audit.audit(Path("knowledge")).errors]
        assert files == ["facts.yaml", "vocabulary.yaml"]

    def test_what_the_reader_doubted_is_noted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        town = SmallTown()
        town.sentences[0]["facts"][0]["doubts"] = ["unit", "subject"]
        town.tables[0]["rows"][0]["doubts"] = ["repeated"]
        town.tables[0]["rows"][0]["cells"]["完成"]["doubts"] = ["column"]
        town.document["skipped"][0]["why"] = "covered by no figure"
        report = _audit(town, tmp_path, monkeypatch)
        doubts = [str(note) for note in report.notes if note.file.parent.name == "haizhou"]
        mend = (
            "put right in curation.yaml: "
            "n53: {correct: {unit: 件, subject: 便民服务, reason: 没有读到单位、主体不明确}}"
        )
        assert report.clean
        assert [note.split("/")[-1].split(":", 1)[0] for note in doubts] == [
            *["document.yaml", "facts.yaml", "facts.yaml", "tables.yaml", "tables.yaml"]
        ]
        assert [note.split(": ", 1)[1] for note in doubts] == [
            "2023年 was left out: covered by no figure",
            f"n53 (1,250件) is doubtful: it has no unit where a figure of its kind has one; {mend}",
            f"n53 (1,250件) is doubtful: what it is a figure of is not clear; {mend}",
            (
                "table194 (column 完成, cells: 1) is doubtful: its column has no name; "
                "put right in curation.yaml: table194: {columns: {完成: {name: 完成, checked: true}}}"
            ),
            (
                "r218 (修建乡村公路20千米) is doubtful: another row of the table has the same name; "
                "put right in curation.yaml: r218: {correct: {name: 修建乡村公路20千米, reason: 表中另有同名的行}}"
            ),
        ]

    def test_what_an_editor_looked_into_is_doubtful_no_more(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown()
        town.sentences[0]["facts"][0]["doubts"] = ["unit"]
        town.sentences[0]["facts"][1]["doubts"] = ["subject"]
        town.tables[0]["rows"][0]["doubts"] = ["repeated"]
        town.tables[0]["rows"][1]["cells"]["完成"]["doubts"] = ["column"]
        town.entries = {
            "n53": {"checked": "true"},
            "n63": {"correct": {"reason": "看过原件", "subject": "便民平台"}},
            "r218": {"checked": "true"},
            "table194": {"columns": {"目标": {"checked": "true"}}},
        }
        town.tables[0]["rows"][1]["cells"]["目标"]["doubts"] = ["unit"]
        notes = _notes(_audit(town, tmp_path, monkeypatch))
        assert [note.partition(";")[0] for note in notes if "doubtful" in note] == [
            "table194 (column 完成, cells: 1) is doubtful: its column has no name"
        ]


class TestProvenance:
    def test_a_changed_source_says_how_to_read_it_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown()
        town.text = town.text.replace("96.08", "96.09")
        (error,) = _errors(_audit(town, tmp_path, monkeypatch))
        assert "python -m bot ingest seeds/haizhou.txt --into knowledge" in error

    def test_a_missing_source_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        town = SmallTown()
        town.document["source"] = "seeds/gone.txt"
        (error,) = _errors(_audit(town, tmp_path, monkeypatch))
        assert error == "document.yaml: seeds/gone.txt is not there; put the file back where it was"

    @pytest.mark.parametrize(
        ("sentence", "fact", "change", "said"),
        [
            (0, 0, {"value": "1251"}, "n53: the source does not say 1251 at 53"),
            (0, 2, {"value": "96.8"}, "n72: the source does not say 96.8 at 72"),
            (0, 2, {"value": "6.08"}, "n72: the source does not say 6.08 at 72"),
            (1, 0, {"value": "13"}, "n83: the source does not say 13 at 83"),
            (0, 2, {"printed": "96.80%"}, "n72: 96.80% is not in its quote"),
            (0, 1, {"quote": "办结率99.6%"}, "n63: the source has other words at 60-68"),
            (2, 0, {"value": "“二号一网”", "items": []}, "t115: “二号一网” is not in its quote"),
        ],
    )
    def test_a_fact_that_is_not_in_the_source_is_told(  # noqa: PLR0913 - a table's columns and two fixtures
        self,
        *,
        sentence: int,
        fact: int,
        change: dict[str, Any],
        said: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        town = SmallTown()
        town.sentences[sentence]["facts"][fact] |= change
        assert f"facts.yaml: {said}; run ingest again" in _errors(_audit(town, tmp_path, monkeypatch))

    def test_a_sentence_at_another_place_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown()
        town.sentences[1]["start"] += 1
        errors = _errors(_audit(town, tmp_path, monkeypatch))
        assert errors == ["facts.yaml: the source has other words at 80; run ingest again"]

    @pytest.mark.parametrize(
        ("column", "change", "said"),
        [
            ("目标", {"value": "21", "printed": "21"}, "目标: the source says 20 at"),
            ("目标", {"value": "2"}, "目标: the source does not say 2 at"),
            ("牵头部门", {"value": "市交通运输局"}, "牵头部门: the source says 县交通运输局 at"),
            ("牵头部门", {"value": "x", "items": ["县交通", "市政"]}, "牵头部门: the source says"),
            ("进度", {"start": 5, "end": 9}, "进度: the source says"),
        ],
    )
    def test_a_cell_that_is_not_in_the_source_is_told(
        self, column: str, change: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown()
        town.tables[0]["rows"][0]["cells"][column] |= change
        errors = _errors(_audit(town, tmp_path, monkeypatch))
        assert any(said in error for error in errors)

    def test_a_cell_of_the_next_row_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        town = SmallTown()
        first, second, _ = town.tables[0]["rows"]
        second["cells"]["牵头部门"], first["cells"]["牵头部门"] = (
            first["cells"]["牵头部门"],
            second["cells"]["牵头部门"],
        )
        errors = _errors(_audit(town, tmp_path, monkeypatch))
        assert sum("the cell stands outside its row" in error for error in errors) == 2

    @pytest.mark.parametrize(
        ("printed", "value", "told"),
        [("-1.6%", "-1.6", False), ("-1.6%", "1.6", True), ("－1.6％", "-1.6", False), ("2-3%", "3", False)],
    )
    def test_the_sign_of_a_cell_counts_and_its_width_does_not(
        self, *, printed: str, value: str, told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown(progress=printed)
        town.tables[0]["rows"][0]["cells"]["进度"] |= {"value": value, "kind": "figure"}
        assert bool(_audit(town, tmp_path, monkeypatch).errors) == told

    def test_a_lost_sign_in_the_prose_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        town = SmallTown(rate="-3.2")
        fact = town.sentences[0]["facts"][2]
        assert not _audit(town, tmp_path, monkeypatch).errors
        fact |= {"value": "3.2", "id": f"n{town.at('3.2%')}"}
        (error,) = _errors(_audit(town, tmp_path, monkeypatch))
        assert "the source does not say 3.2 at" in error

    def test_a_row_of_another_name_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        town = SmallTown()
        town.tables[0]["rows"][1]["name"] = "新增床位400张"
        (error,) = _errors(_audit(town, tmp_path, monkeypatch))
        assert "the source has another name" in error


class TestCoverage:
    def test_a_lost_figure_is_told_with_its_line(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown()
        del town.sentences[0]["facts"][0]
        report = _audit(town, tmp_path, monkeypatch)
        (error,) = report.errors
        assert str(error).startswith(f"{SOURCE}:{_line(town, '1,250')}: 1,250 is in no fact")
        assert str(report.coverage).startswith("covered 30 of 31 numbers")

    def test_a_lost_cell_is_told_though_its_row_is_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown()
        del town.tables[0]["rows"][0]["cells"]["完成"]
        (error,) = _audit(town, tmp_path, monkeypatch).errors
        assert str(error).startswith(f"{SOURCE}:{_line(town, '27.5')}: 27.5 is in no fact")

    def test_a_lost_row_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        town = SmallTown()
        del town.tables[0]["rows"][1]
        town.tables[0]["rows"][1]["cells"].pop("牵头部门")
        missing = [problem.message.split(" ")[0] for problem in _audit(town, tmp_path, monkeypatch).errors]
        assert missing == ["300", "300", "300", "100"]

    def test_a_number_is_not_covered_by_a_part_of_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown()
        town.document["skipped"][1] = {"text": "2024-01", "start": town.at("2024"), "why": "a date"}
        (error,) = _audit(town, tmp_path, monkeypatch).errors
        assert error.message.startswith("15 is in no fact")

    def test_what_is_listed_must_stand_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        town = SmallTown()
        town.document["skipped"][0]["start"] += 1
        assert "document.yaml: the source does not say 2023年 at 4; run ingest again" in _errors(
            _audit(town, tmp_path, monkeypatch)
        )

    @given(st.lists(st.sampled_from(["12", "3.5", "1,234", "0.08", "１２"]), max_size=5))
    def test_numbers_are_found_whole(self, numbers: list[str]) -> None:
        assert NUMBER.findall("共" + "、".join(numbers) + "件") == numbers


class TestConsistency:
    def test_a_progress_that_is_off_is_a_note_at_its_line(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown(progress="137.6%")
        report = _audit(town, tmp_path, monkeypatch)
        assert report.clean
        note = next(note for note in report.notes if "is printed" in note.message)
        assert note.line == _line(town, "137.6%")
        assert note.message == "修建乡村公路20千米: 137.6% is printed, but 27.5 / 20 is 137.5%"
        assert any("2 of 3 progress cells agree" in message for message in _notes(report))

    @pytest.mark.parametrize("printed", ["137.5%", "138%", "137.50%"])
    def test_a_progress_is_compared_with_the_digits_it_has(
        self, printed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        notes = _notes(_audit(SmallTown(progress=printed), tmp_path, monkeypatch))
        assert not any("is printed, but" in note for note in notes)

    def test_a_progress_in_words_names_the_difference(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        notes = _notes(_audit(SmallTown(over="高于目标 21张"), tmp_path, monkeypatch))
        assert "其中护理型床位: it says 高于目标21张, but the difference is 22" in notes

    def test_parts_that_do_not_add_up_are_a_note(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        report = _audit(SmallTown(prizes="66"), tmp_path, monkeypatch)
        assert report.clean
        assert "17 + 48 is 65, but the total is given as 66项 (便民服务 · 获奖)" in _notes(report)

    @pytest.mark.parametrize(
        ("bracket", "said"),
        [
            ("(县本级17项、乡镇48项)", "17 + 48 agrees with the total 65项"),
            ("(县本级17项、乡镇49项)", "17 + 49 is 66, but the total is given as 65项"),
            ("\uff08含县本级17项\uff09", None),
            ("(含县本级70项)", "70项 (便民服务 · 县本级) is given as a part of 65项"),
            ("(比上年多70项)", None),
            ("(县本级17%、乡镇48%)", None),
        ],
    )
    def test_what_stands_in_brackets_is_a_part(
        self, bracket: str, said: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown(bracket=bracket)
        report = _audit(town, tmp_path, monkeypatch)
        assert report.clean
        line = [note.message for note in report.notes if note.line == _line(town, "获奖")]
        assert [note.startswith(said or "?") for note in line] == [True] * (said is not None)

    def test_counts_in_the_prose_are_compared_with_the_table(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown()
        town.tables[0]["rows"][2]["cells"]["完成"] |= {"value": "100"}
        town.entries = {f"{town.tables[0]['rows'][1]['id']}": {"hidden": True, "reason": "a test"}}
        notes = _notes(_audit(town, tmp_path, monkeypatch))
        table = "2023年县级重点民生实事完成情况表"
        assert (
            f"3项 (便民服务 · 具体指标任务) is printed, but {table} has 2 rows and 2 numbered items" in notes
        )
        assert f"2项 (便民服务 · 超额完成) is printed, but {table} has 1 rows over target" in notes

    def test_a_correction_settles_a_disagreement(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = SmallTown(progress="137.6%")
        cell = f"{town.tables[0]['rows'][0]['id']}.3"
        town.entries = {cell: {"correct": {"value": "137.5", "reason": "27.5 of 20"}}}
        assert any("3 of 3 progress" in note for note in _notes(_audit(town, tmp_path, monkeypatch)))

    def test_a_part_larger_than_its_whole_is_a_note(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        notes = _notes(_audit(SmallTown(exceeding="4"), tmp_path, monkeypatch))
        assert "4项 (便民服务 · 超额完成) is given as a part of 3项 (便民服务 · 具体指标任务)" in notes
