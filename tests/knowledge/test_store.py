"""What the files of a folder become, what curation does to them, and what is told after a reload."""

from __future__ import annotations

import hashlib
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.errors import KnowledgeError
from bot.evaluation.audit import audit
from bot.knowledge import store as knowledge
from bot.knowledge.changes import Changes, compare
from tests.small_town import TEXT, SmallTown


@pytest.fixture
def town() -> SmallTown:
    return SmallTown()


def _fact_id(town: SmallTown, measure: str) -> str:
    facts = (fact for sentence in town.sentences for fact in sentence["facts"])
    return next(str(fact["id"]) for fact in facts if fact["measure"] == measure)


def _row_id(town: SmallTown, name: str) -> str:
    return next(str(row["id"]) for row in town.tables[0]["rows"] if row["name"].startswith(name))


def _problems(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(folder)
    return [f"{p.file.name}:{p.line}: {p.message}" for p in caught.value.problems]


def _line(folder: Path, name: str, words: str) -> int:
    """The line of a file that holds some words."""
    lines = (folder / "haizhou" / name).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if words in line)


class TestLoad:
    def test_a_figure_has_its_value_as_printed_and_its_place(self, town: SmallTown, tmp_path: Path) -> None:
        loaded = knowledge.load(town.write(tmp_path))
        fact = loaded.facts["haizhou/" + _fact_id(town, "来电诉求")]
        assert (fact.kind, fact.subject, fact.measure) == ("figure", "便民服务", "来电诉求")
        assert (fact.value, fact.printed, fact.unit, fact.period) == ("1250", "1,250件", "件", "2023年")
        assert fact.number == Decimal(1250)
        assert fact.source.section == "便民服务"
        assert town.text[fact.source.start : fact.source.end] == fact.source.quote == "来电诉求1,250件"
        assert fact.source.quote in fact.source.sentence

    def test_a_text_keeps_its_words_and_their_parts(self, town: SmallTown, tmp_path: Path) -> None:
        fact = knowledge.load(town.write(tmp_path)).facts["haizhou/" + _fact_id(town, "便民平台")]
        assert fact.kind == "text"
        assert fact.number is None
        assert fact.items == ("12345热线", "县网站")

    def test_a_row_holds_its_cells_as_facts_of_the_whole(self, town: SmallTown, tmp_path: Path) -> None:
        loaded = knowledge.load(town.write(tmp_path))
        row = loaded.rows["haizhou/" + _row_id(town, "修建")]
        assert list(row.cells) == ["牵头部门", "目标", "完成", "进度"]
        done = row.cells["完成"]
        assert done is loaded.facts[f"{row.id}.2"]
        assert (done.subject, done.measure, done.value, done.unit) == (
            "修建乡村公路20千米",
            "完成",
            "27.5",
            "千米",
        )
        assert (done.row, done.source.section) == (row.id, "2023年县级重点民生实事完成情况表")
        assert done.source.quote == town.text[done.source.start : done.source.end]
        assert row.cells["进度"].unit == "%"
        assert row.cells["牵头部门"].value == "县交通运输局"
        assert loaded.tables[row.table].rows[0] is row

    def test_a_cell_merged_with_one_above_quotes_both(self, town: SmallTown, tmp_path: Path) -> None:
        row = knowledge.load(town.write(tmp_path)).rows["haizhou/" + _row_id(town, "其中")]
        lead = row.cells["牵头部门"].source
        assert lead.quote.startswith("县民政局")
        assert lead.quote.endswith("高于目标 22张")
        assert lead.quote == town.text[lead.start : lead.end]
        assert row.cells["目标"].source.quote.startswith("其中护理型床位")

    def test_words_in_a_figure_column_are_a_text(self, town: SmallTown, tmp_path: Path) -> None:
        row = knowledge.load(town.write(tmp_path)).rows["haizhou/" + _row_id(town, "其中")]
        assert (row.cells["进度"].kind, row.cells["进度"].value) == ("text", "高于目标22张")

    def test_without_its_source_a_row_is_quoted_from_its_cells(self, town: SmallTown, tmp_path: Path) -> None:
        folder = town.write(tmp_path)
        (tmp_path / "seeds" / "haizhou.txt").write_text("something else", encoding="utf-8")
        row = knowledge.load(folder).rows["haizhou/" + _row_id(town, "修建")]
        quote = "修建乡村公路20千米 牵头部门 县交通运输局 目标 20 完成 27.5 进度 137.5%"
        assert row.cells["目标"].source.quote == quote

    def test_a_source_in_another_encoding_is_quoted(self, town: SmallTown, tmp_path: Path) -> None:
        data = town.text.encode("gb18030")
        town.document["sha256"] = hashlib.sha256(data).hexdigest()
        folder = town.write(tmp_path)
        (tmp_path / "seeds" / "haizhou.txt").write_bytes(data)
        row = knowledge.load(folder).rows["haizhou/" + _row_id(town, "修建")]
        assert row.cells["目标"].source.quote.startswith("修建乡村公路20千米\n县交通\n运输局")

    def test_documents_stand_side_by_side(self, town: SmallTown, tmp_path: Path) -> None:
        other = SmallTown()
        other.document["id"] = "a-second"
        town.write(tmp_path)
        loaded = knowledge.load(other.write(tmp_path))
        assert [document.id for document in loaded.documents] == ["a-second", "haizhou"]
        assert len(loaded.facts) == 2 * len(knowledge.load(_only(tmp_path, "haizhou")).facts)

    def test_a_folder_without_words_of_its_own_uses_those_of_the_program(
        self, town: SmallTown, tmp_path: Path
    ) -> None:
        folder = town.write(tmp_path)
        own = knowledge.load(folder).vocabulary
        (folder / "vocabulary.yaml").unlink()
        default = knowledge.load(folder).vocabulary
        assert len(default.phrases) > len(own.phrases)


def _only(folder: Path, name: str) -> Path:
    place = folder / "only"
    shutil.copytree(folder / "knowledge" / name, place / name)
    return place


class TestCuration:
    def test_names_are_merged(self, town: SmallTown, tmp_path: Path) -> None:
        figure, row = _fact_id(town, "满意率"), _row_id(town, "修建")
        table = town.tables[0]["id"]
        town.entries = {
            figure: {"short": "平台满意率", "also": ["好评率"], "english": ["satisfaction"]},
            row: {"short": "乡村公路", "also": ["村道"], "english": ["village roads"], "group": "交通"},
            table: {"also": ["实事表"], "english": ["deeds"]},
            "document": {"title": "海州公开", "english": ["Haizhou"]},
            "sections": {"便民服务": {"english": ["Services"]}},
        }
        loaded = knowledge.load(town.write(tmp_path))
        fact = loaded.facts[f"haizhou/{figure}"]
        assert (fact.short, fact.also, fact.english) == ("平台满意率", ("好评率",), ("satisfaction",))
        merged = loaded.rows[f"haizhou/{row}"]
        assert (merged.title, merged.also, merged.english, merged.group) == (
            "乡村公路",
            ("村道",),
            ("village roads",),
            "交通",
        )
        assert loaded.tables[f"haizhou/{table}"].also == ("实事表",)
        (document,) = loaded.documents
        assert (document.title, document.english) == ("海州公开", ("Haizhou",))
        assert document.sections[0].english == ("Services",)

    def test_a_corrected_figure_keeps_its_printed_text(self, town: SmallTown, tmp_path: Path) -> None:
        figure = _fact_id(town, "满意率")
        town.entries = {figure: {"correct": {"value": "97", "measure": "好评率", "reason": "a slip"}}}
        fact = knowledge.load(town.write(tmp_path)).facts[f"haizhou/{figure}"]
        assert (fact.value, fact.measure, fact.correction) == ("97", "好评率", "a slip")
        assert (fact.printed, fact.source.quote) == ("96.08%", "满意率96.08%")

    def test_a_restored_name_and_unit_reach_the_cells(self, town: SmallTown, tmp_path: Path) -> None:
        row = _row_id(town, "新增")
        town.entries = {row: {"correct": {"name": "新增养老床位300张", "unit": "张", "reason": "lost"}}}
        merged = knowledge.load(town.write(tmp_path)).rows[f"haizhou/{row}"]
        assert (merged.name, merged.unit, merged.correction) == ("新增养老床位300张", "张", "lost")
        assert merged.cells["目标"].subject == "新增养老床位300张"
        units = {column: cell.unit for column, cell in merged.cells.items()}
        assert units == {"牵头部门": "", "目标": "张", "完成": "张", "进度": "%"}

    def test_a_cell_is_corrected_by_its_own_id(self, town: SmallTown, tmp_path: Path) -> None:
        cell = _row_id(town, "修建") + ".2"
        town.entries = {cell: {"correct": {"value": "27.6", "reason": "a slip"}}}
        loaded = knowledge.load(town.write(tmp_path))
        fact = loaded.facts[f"haizhou/{cell}"]
        assert (fact.value, fact.printed, fact.correction) == ("27.6", "27.5", "a slip")

    def test_hidden_things_are_not_said(self, town: SmallTown, tmp_path: Path) -> None:
        figure, row, cell = _fact_id(town, "满意率"), _row_id(town, "新增"), _row_id(town, "修建") + ".1"
        town.entries = {key: {"hidden": True, "reason": "not ours"} for key in (figure, row, cell)}
        loaded = knowledge.load(town.write(tmp_path))
        assert f"haizhou/{figure}" not in loaded.facts
        assert f"haizhou/{row}" not in loaded.rows
        assert not any(key.startswith(f"haizhou/{row}.") for key in loaded.facts)
        assert list(loaded.rows["haizhou/" + _row_id(town, "修建")].cells) == ["牵头部门", "完成", "进度"]

    def test_a_hidden_table_is_gone(self, town: SmallTown, tmp_path: Path) -> None:
        town.entries = {town.tables[0]["id"]: {"hidden": True, "reason": "not ours"}}
        loaded = knowledge.load(town.write(tmp_path))
        assert not loaded.tables
        assert not loaded.rows

    @pytest.mark.parametrize(
        ("entries", "said"),
        [
            ({"n999": {"short": "x"}}, "no entry has the id n999 any more"),
            ({"{figure}": {"correct": {"value": "97"}}}, "reason is missing; add it"),
            ({"{figure}": {"correct": {"value": "97", "reason": ""}}}, "reason must not be empty"),
            ({"{figure}": {"correct": {"value": "97%", "reason": "y"}}}, "'97%' is no plain number"),
            ({"{figure}": {"hidden": True}}, "hidden without a reason"),
            ({"{figure}": {"sort": "x"}}, "sort is not known here; did you mean short?"),
            ({"{figure}": {"also": "x"}}, "also must be a list; write [one, two]"),
            ({"{figure}": {"also": None}}, "also is empty"),
            ({"{figure}": {"short": ["x"]}}, "short must be one value in quotes"),
            ({"{figure}": "x"}, "must hold keys with values"),
            ({"{figure}": {"group": "x"}}, "group is not used for {figure}"),
            ({"{figure}": {"correct": {"name": "x", "reason": "y"}}}, "name is not used for {figure}"),
            ({"{row}": {"correct": {"value": "1", "reason": "y"}}}, "value is not used for {row}"),
            ({"{table}": {"short": "x"}}, "short is not used for {table}"),
            ({"sections": {"便民": {}}}, "there is no section 便民; the document has 便民服务、实事办理"),
        ],
    )
    def test_a_slip_of_the_editor_is_named(
        self, town: SmallTown, tmp_path: Path, entries: dict[str, Any], said: str
    ) -> None:
        names = {
            "figure": _fact_id(town, "满意率"),
            "row": _row_id(town, "新增"),
            "table": town.tables[0]["id"],
        }
        town.entries = {key.format(**names): value for key, value in entries.items()}
        (problem,) = _problems(town.write(tmp_path))
        assert problem.startswith("curation.yaml:")
        assert said.format(**names) in problem


class TestFaults:
    def test_all_faults_of_all_files_are_told_at_once(self, town: SmallTown, tmp_path: Path) -> None:
        del town.document["sha256"]
        town.sentences[0]["facts"][0]["value"] = "1,250"
        town.sentences[0]["facts"][1]["start"] = "x"
        town.tables[0]["rows"][0]["cells"]["预算"] = {"value": "1", "start": 1, "end": 2}
        town.entries = {"n1": {"hide": True}}
        folder = town.write(tmp_path)
        (folder / "vocabulary.yaml").write_text("rolls: {}\n", encoding="utf-8")
        assert [problem.split(":")[0] for problem in _problems(folder)] == [
            "curation.yaml",
            "document.yaml",
            "facts.yaml",
            "facts.yaml",
            "tables.yaml",
            "vocabulary.yaml",
        ]

    def test_a_fault_names_the_line_it_stands_on(self, town: SmallTown, tmp_path: Path) -> None:
        town.sentences[0]["facts"][1]["unti"] = "%"
        folder = town.write(tmp_path)
        line = _line(folder, "facts.yaml", "unti")
        assert _problems(folder) == [f"facts.yaml:{line}: unti is not known here; did you mean unit?"]

    def test_a_value_that_is_no_number_is_named(self, town: SmallTown, tmp_path: Path) -> None:
        town.sentences[0]["facts"][1]["value"] = "约99"
        (problem,) = _problems(town.write(tmp_path))
        assert "the value '约99' is no plain number" in problem

    def test_two_things_with_one_id_are_named(self, town: SmallTown, tmp_path: Path) -> None:
        twice = town.sentences[0]["facts"][0]["id"]
        town.sentences[0]["facts"][1]["id"] = twice
        (problem,) = _problems(town.write(tmp_path))
        assert f"the id {twice} stands here a second time" in problem

    def test_the_id_of_a_document_is_the_name_of_its_folder(self, town: SmallTown, tmp_path: Path) -> None:
        folder = town.write(tmp_path)
        (folder / "haizhou").rename(folder / "moved")
        assert _problems(folder) == ["document.yaml:1: the id haizhou must be the name of the folder, moved"]

    @pytest.mark.parametrize(
        ("stamps", "faults"),
        [
            ({}, []),
            ({"document": "a" * 12, "facts": "a" * 12, "tables": "a" * 12}, []),
            ({"document": "a" * 12, "facts": "a" * 12, "tables": "b" * 12}, ["tables.yaml:1"]),
            ({"document": "a" * 12, "facts": "a" * 12}, ["tables.yaml:1"]),
            ({"facts": "a" * 12}, ["facts.yaml:1"]),
            ({"document": "b" * 12}, ["facts.yaml:1", "tables.yaml:1"]),
        ],
    )
    def test_files_of_two_readings_do_not_belong_together(
        self, town: SmallTown, tmp_path: Path, stamps: dict[str, str], faults: list[str]
    ) -> None:
        folder = town.write(tmp_path)
        for name, stamp in stamps.items():
            file = folder / "haizhou" / f"{name}.yaml"
            file.write_text(f"reading: {stamp}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
        again = "this was not written together with document.yaml; run ingest again"
        report = [f"{one.file.name}:{one.line}: {one.message}" for one in audit(folder).errors]
        assert report == [f"{fault}: {again}" for fault in faults]
        assert not faults or _problems(folder) == report

    def test_thousands_of_faults_are_told_with_their_lines(self, town: SmallTown, tmp_path: Path) -> None:
        folder = town.write(tmp_path)
        curation = folder / "haizhou" / "curation.yaml"
        curation.write_text(
            "entries:\n" + "".join(f"  n{number}: {{short: a}}\n" for number in range(10_000, 30_000)),
            encoding="utf-8",
        )
        lines = [problem.split(":")[1] for problem in _problems(folder)]
        assert lines == [str(number) for number in range(2, 20_002)]

    def test_a_missing_file_is_named(self, town: SmallTown, tmp_path: Path) -> None:
        folder = town.write(tmp_path)
        (folder / "haizhou" / "tables.yaml").unlink()
        (problem,) = _problems(folder)
        assert problem.startswith("tables.yaml:0: cannot be read")

    def test_folders_that_are_no_documents_are_passed_over(self, town: SmallTown, tmp_path: Path) -> None:
        folder = town.write(tmp_path)
        for name in ("新建文件夹", "@eaDir", ".git"):
            (folder / name).mkdir()
        (folder / "新建文件夹" / "notes.txt").write_text("later", encoding="utf-8")
        loaded = knowledge.load(folder)
        assert [document.id for document in loaded.documents] == ["haizhou"]
        assert not loaded.problems

    def test_half_a_document_is_named(self, town: SmallTown, tmp_path: Path) -> None:
        folder = town.write(tmp_path)
        (folder / "haizhou" / "document.yaml").unlink()
        (problem,) = _problems(folder)
        assert problem.startswith("haizhou:0: there is no document.yaml in here")

    def test_a_missing_curation_is_no_fault(self, town: SmallTown, tmp_path: Path) -> None:
        folder = town.write(tmp_path)
        (folder / "haizhou" / "curation.yaml").unlink()
        assert knowledge.load(folder).facts

    def test_an_empty_folder_says_how_to_fill_it(self, tmp_path: Path) -> None:
        (problem,) = _problems(tmp_path)
        assert "python -m bot ingest FILE --into" in problem

    def test_a_folder_that_is_not_there_says_how_to_name_one(self, tmp_path: Path) -> None:
        (problem,) = _problems(tmp_path / "none")
        assert "--knowledge" in problem


class TestCompare:
    def test_the_same_files_are_no_change(self, town: SmallTown, tmp_path: Path) -> None:
        folder = town.write(tmp_path)
        assert compare(knowledge.load(folder), knowledge.load(folder)).empty

    def test_a_corrected_figure_is_told_by_name(self, town: SmallTown, tmp_path: Path) -> None:
        old = knowledge.load(town.write(tmp_path))
        town.entries = {_fact_id(town, "满意率"): {"correct": {"value": "97", "reason": "a slip"}}}
        changes = compare(old, knowledge.load(town.write(tmp_path)))
        assert changes == Changes(changed=("便民服务 · 满意率: 96.08% → 97%",))

    def test_a_new_name_is_told_once(self, town: SmallTown, tmp_path: Path) -> None:
        old = knowledge.load(town.write(tmp_path))
        town.entries = {
            _fact_id(town, "满意率"): {"short": "好评率"},
            _row_id(town, "修建"): {"also": ["村道"]},
        }
        changes = compare(old, knowledge.load(town.write(tmp_path)))
        assert changes == Changes(renamed=("便民服务 · 满意率 → 好评率", "修建乡村公路20千米 (+村道)"))

    def test_a_figure_that_came_and_one_that_went_are_told(self, town: SmallTown, tmp_path: Path) -> None:
        folder = town.write(tmp_path)
        whole = knowledge.load(folder)
        town.entries = {_fact_id(town, "满意率"): {"hidden": True, "reason": "not ours"}}
        less = knowledge.load(town.write(tmp_path))
        assert compare(whole, less) == Changes(removed=("便民服务 · 满意率: 96.08%",))
        assert compare(less, whole) == Changes(added=("便民服务 · 满意率: 96.08%",))

    def test_a_moved_text_tells_only_the_figure_that_changed(self, tmp_path: Path) -> None:
        old = knowledge.load(SmallTown().write(tmp_path))
        text = TEXT.replace("日期", "发布日期")
        new = knowledge.load(SmallTown(text, rate="97.12").write(tmp_path))
        changes = compare(old, new)
        assert changes == Changes(changed=("便民服务 · 满意率: 96.08% → 97.12%",))

    def test_changed_words_of_the_question_language_are_told(self, town: SmallTown, tmp_path: Path) -> None:
        folder = town.write(tmp_path)
        old = knowledge.load(folder)
        file = folder / "vocabulary.yaml"
        file.write_text(file.read_text(encoding="utf-8") + "fillers: [请问]\n", encoding="utf-8")
        assert compare(old, knowledge.load(folder)) == Changes(vocabulary=True)
