"""The program as it is run: commands, exit statuses, JSON, and what goes to which stream."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import __version__
from bot.knowledge import versions
from tests.channels import documents
from tests.conftest import Run
from tests.conversation import KNOWLEDGE, ROOT

pytestmark = pytest.mark.slow

SEED = ROOT / "seeds" / "yueyang-2022-government-office.txt"


def _json(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def _lines(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder with one small document."""
    documents.write(tmp_path / "small")
    return tmp_path / "small"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["ask", "12345热线群众满意率是多少"], 0, "86.08%"),
        (["ask", "12345热线", "群众满意率", "是多少"], 0, "86.08%"),
        (["ask", "满意率是多少"], 1, "86.08"),
        (["ask", "长沙的满意率"], 1, "长沙"),
        (["ask", "你好"], 0, "问数"),
        (["ask", "--explain", "加装电梯完成多少台"], 0, "\n\n理解为: 既有住宅加装电梯 · 完成"),
        (["parse", "加装电梯完成多少台"], 0, "query: select(fact = "),
        (["parse", "加装电梯", "完成多少台"], 0, "699"),
        (["parse", "热线满意率的目标是多少"], 0, "against: column 目标"),
        (["parse", "热线满意率和办结率相差多少"], 0, "difference, strict: 热线满意率; 办结率"),
        (["parse", "水利局牵头的任务有几个"], 0, "lead = 市水利局"),
        (["parse", "长沙的满意率"], 0, "answer: unknown, place 长沙"),
        (["parse", "你好"], 0, "answer: small talk, hello"),
        (["parse", ""], 0, "answer: unknown, empty"),
        (["ask", "How many elevators were installed?"], 0, "699"),
        (["ask", ""], 1, ""),
        (["--version"], 0, f"wenshu, version {__version__}"),
        (["--help"], 0, "ingest"),
        (["check"], 0, ""),
    ],
)
def test_what_is_asked_is_on_standard_output(
    arguments: list[str], status: int, said: str, wenshu: Run
) -> None:
    done = wenshu(*arguments)
    assert (done.returncode, done.stderr) == (status, "")
    assert said in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask"], "QUESTION"),
        (["ask", "--json"], "QUESTION"),
        (["ask", "--batch", "-"], "--json"),
        (["ask", "--json", "--batch", "-", "满意率"], "--batch"),
        (["ask", "--json", "--explain", "满意率"], "--explain"),
        (["ask", "--json", "--batch", "nowhere.jsonl"], "nowhere.jsonl"),
        (["ask", "--colour", "满意率"], "--colour"),
        (["parse"], "QUESTION"),
        (["ingest"], "FILES"),
        (["ingest", str(SEED)], "--into"),
        (["ingest", "nowhere.txt", "--into", "new"], "nowhere.txt"),
        (["ingest", str(SEED), "--into", "new", "--period", "neulich"], "2024年"),
        (["ingest", str(SEED), str(SEED), "--into", "new", "--title", "公报"], "--title"),
        (["answer"], "answer"),
        (["run"], "TELEGRAM_BOT_TOKEN"),
        (["calibrate"], "QUESTIONS"),
        (["calibrate", "nowhere.jsonl"], "nowhere.jsonl"),
        (["fit"], "QUESTIONS"),
        (["fit", "nowhere.jsonl"], "nowhere.jsonl"),
        (["check", "--knowledge", "nowhere"], "nowhere"),
        (["ask", "--knowledge", "nowhere", "满意率"], "nowhere"),
    ],
)
def test_wrong_use_is_told_on_standard_error(arguments: list[str], said: str, wenshu: Run) -> None:
    done = wenshu(*arguments)
    assert done.returncode in ((1, 2) if arguments[0] == "check" else (2,))
    assert said in done.stderr + (done.stdout if arguments[0] == "check" else "")
    assert "Traceback" not in done.stderr


def test_the_json_of_a_cell(wenshu: Run) -> None:
    done = wenshu("ask", "--json", "加装电梯完成多少台")
    (record,) = _json(done.stdout)
    assert done.returncode == 0
    assert list(record) == [
        "id",
        "question",
        "status",
        "text",
        "answers",
        "context",
        "choices",
        "suggestions",
        "score",
        "ms",
    ]
    assert (record["id"], record["question"], record["status"]) == (None, "加装电梯完成多少台", "answer")
    (answer,) = record["answers"]
    assert {key: answer[key] for key in ("value", "unit", "period", "kind", "derived")} == {
        "value": "699",
        "unit": "台",
        "period": "2022年",
        "kind": "figure",
        "derived": False,
    }
    source = answer["source"]
    assert source["document"] == "yueyang-2022-government-office"
    assert SEED.read_bytes().decode()[source["start"] : source["end"]] == source["quote"]
    assert {entry["value"] for entry in record["context"]} == {"442", "158.1", "市住建局"}
    assert (record["choices"], record["suggestions"]) == ([], [])
    assert 0 < record["score"] <= 1
    assert record["ms"] > 0


def test_the_json_of_a_sum_names_what_it_was_computed_from(wenshu: Run) -> None:
    (record,) = _json(wenshu("ask", "--json", "书记批示件和市长批示件加起来多少件").stdout)
    (answer,) = record["answers"]
    assert (answer["value"], answer["kind"], answer["derived"]) == ("305", "derived", True)
    assert len(answer["from"]) == 2
    text = SEED.read_bytes().decode()
    assert all(text[place["start"] : place["end"]] == place["quote"] for place in answer["from"])


@pytest.mark.parametrize(
    ("question", "status", "code"),
    [("满意率是多少", "choices", 1), ("2021年热线满意率", "unknown", 1), ("谢谢", "smalltalk", 0)],
)
def test_the_json_of_no_answer(question: str, status: str, code: int, wenshu: Run) -> None:
    done = wenshu("ask", "--json", question)
    (record,) = _json(done.stdout)
    assert (record["status"], done.returncode, record["answers"]) == (status, code, [])
    if status == "choices":
        assert 2 <= len(record["choices"]) <= 6
        assert all(set(choice) == {"label", "value", "unit"} for choice in record["choices"])


def test_a_batch_is_answered_in_order_each_record_a_chat_of_its_own(wenshu: Run) -> None:
    records = _lines(
        {"id": "a", "q": "加装电梯完成多少台"},
        {"id": "b", "q": "那目标呢"},
        {"id": "c", "q": "那目标呢", "context": ["加装电梯完成多少台"]},
        {"id": "d", "q": "满意率是多少", "kind": "ambiguous", "context": []},
        {"id": 5, "q": "2", "context": ["满意率是多少"]},
    )
    done = wenshu("ask", "--json", "--batch", "-", stdin=records)
    found = _json(done.stdout)
    assert done.returncode == 0
    assert [record["id"] for record in found] == ["a", "b", "c", "d", 5]
    assert [record["status"] for record in found] == ["answer", "unknown", "answer", "choices", "answer"]
    assert [record["answers"][0]["value"] for record in (found[0], found[2])] == ["699", "442"]


def test_a_bad_line_of_a_batch_does_not_stop_the_rest(wenshu: Run, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    bad = [
        "not json",
        '["a"]',
        '{"id": "x"}',
        '{"id": "y", "q": 7}',
        '{"id": "z", "q": "a", "context": "b"}',
        "null",
        "[" * 100_000,
        '{"q": ' + "9" * 5000 + "}",
    ]
    file.write_text(
        "\ufeff" + _lines({"id": "first", "q": "加装电梯完成多少台"}) + "\n".join(bad) + "\n\n"
        '{"id": "last", "q": "热线群众满意率"}',
        encoding="utf-8",
    )
    done = wenshu("ask", "--json", "--batch", file)
    found = _json(done.stdout)
    assert done.returncode == 1
    assert done.stderr == ""
    assert [record["id"] for record in found] == [
        *("first", None, None, "x", "y", "z", None, None, None, "last")
    ]
    assert all("error" in record for record in found[1:-1])
    assert all(f"line {number}" in record["error"] for number, record in enumerate(found[1:-1], 2))
    assert [found[0]["answers"][0]["value"], found[-1]["answers"][0]["value"]] == ["699", "86.08"]


def test_a_record_of_a_batch_may_name_the_document_it_is_asked_of(
    wenshu: Run, folder: Path, tmp_path: Path
) -> None:
    documents.write(folder, "museum", "临港市2022年展览", documents.MUSEUM)
    asked = {"q": "接待观众多少人"}
    file = tmp_path / "questions.jsonl"
    file.write_text(
        _lines(
            asked | {"id": "there", "document": "museum"},
            asked | {"id": "elsewhere", "document": "harbour-2022"},
            asked | {"id": "unknown", "document": "nowhere"},
            asked | {"id": "no name", "document": 7},
            {"id": "after it", "q": "那目标呢", "context": ["河道清淤完成多少"], "document": "harbour-2022"},
            asked | {"id": "anywhere"},
        ),
        encoding="utf-8",
    )
    done = wenshu("ask", "--json", "--batch", file, "--knowledge", folder)
    found = {record["id"]: record for record in _json(done.stdout)}
    assert (done.returncode, done.stderr) == (1, "")
    assert list(found) == ["there", "elsewhere", "unknown", "no name", "after it", "anywhere"]
    for name, value in (("there", "4321"), ("after it", "40"), ("anywhere", "4321")):
        assert [answer["value"] for answer in found[name]["answers"]] == [value]
    assert (found["elsewhere"]["status"], found["elsewhere"]["answers"]) == ("unknown", [])
    assert found["unknown"]["error"] == "line 3: there is no document nowhere"
    assert "line 4" in found["no name"]["error"]


def test_bytes_that_are_no_text_do_not_stop_a_batch(wenshu: Run) -> None:
    lines = b'{"id": "a", "q": "\xff\xfe"}\n{"id": "b", "q": "' + "热线群众满意率".encode() + b'"}\n'
    found = _json(wenshu("ask", "--json", "--batch", "-", stdin=lines).stdout)
    assert [record["id"] for record in found] == ["a", "b"]
    assert found[1]["answers"][0]["value"] == "86.08"


def test_a_pipe_is_a_chat(wenshu: Run) -> None:
    done = wenshu("chat", stdin="12345热线群众满意率是多少\n加装电梯完成多少台\n\n那目标呢\n")
    assert (done.returncode, done.stderr) == (0, "")
    replies = done.stdout.strip().split("\n\n")
    assert [reply.splitlines()[0] for reply in replies] == ["86.08%", "699台", "442台"]


def test_without_a_command_and_without_a_token_it_chats(wenshu: Run) -> None:
    done = wenshu(stdin="加装电梯完成多少台\n")
    assert done.returncode == 0
    assert done.stdout.startswith("699台\n")


def test_chinese_comes_out_whatever_the_locale(wenshu: Run) -> None:
    done = wenshu("ask", "加装电梯完成多少台", env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert done.stdout.startswith("699台\n")


@pytest.mark.parametrize("where", ["before", "after", "environment", "file"])
def test_the_knowledge_folder_can_be_named_anywhere(
    where: str, folder: Path, wenshu: Run, tmp_path: Path
) -> None:
    option, question = ["--knowledge", str(folder)], ["ask", "河道清淤完成多少"]
    if where == "before":
        done = wenshu(*option, *question)
    elif where == "after":
        done = wenshu(*question, *option)
    elif where == "environment":
        done = wenshu(*question, env={"WENSHU_KNOWLEDGE": str(folder)})
    else:
        (tmp_path / ".env").write_text(f"WENSHU_KNOWLEDGE={folder}\n", encoding="utf-8")
        done = wenshu(*question)
    assert done.returncode == 0
    assert done.stdout.startswith("44公里\n")


def test_the_option_goes_before_the_environment(folder: Path, wenshu: Run) -> None:
    done = wenshu(
        "ask", "加装电梯完成多少台", "--knowledge", KNOWLEDGE, env={"WENSHU_KNOWLEDGE": str(folder)}
    )
    assert done.stdout.startswith("699台\n")


@pytest.mark.parametrize("command", [["ask", "满意率"], ["chat"], ["check"]])
def test_broken_knowledge_is_told_by_file_and_line(command: list[str], folder: Path, wenshu: Run) -> None:
    file = folder / "harbour-2022" / "facts.yaml"
    text = file.read_text(encoding="utf-8")
    line = text[: text.index("value:")].count("\n") + 1
    file.write_text(text.replace("value:", "valve:", 1), encoding="utf-8")
    done = wenshu(*command, "--knowledge", folder)
    assert done.returncode == (1 if command == ["check"] else 2)
    assert f"facts.yaml:{line}: " in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_that_is_wrong_is_told_in_one_line_without_its_value(wenshu: Run) -> None:
    done = wenshu("run", env={"TELEGRAM_BOT_TOKEN": "secret-that-is-no-token"})
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "TELEGRAM_BOT_TOKEN" in done.stderr
    assert "secret-that" not in done.stderr


def test_a_document_is_read_checked_and_asked(wenshu: Run, tmp_path: Path) -> None:
    done = wenshu("ingest", SEED, "--into", tmp_path / "fresh")
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "fresh").glob("*/*")} == {
        "document.yaml",
        "facts.yaml",
        "review.html",
        "tables.yaml",
    }
    assert wenshu("check", "--knowledge", tmp_path / "fresh").returncode == 0
    done = wenshu("ask", "支持全市既有住宅加装电梯442台完成多少", "--knowledge", tmp_path / "fresh")
    assert done.stdout.startswith("699台\n")


def test_what_is_given_of_a_document_goes_before_what_is_read(wenshu: Run, tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("项目,数量（件）\n来电,140\n", encoding="utf-8")
    told = ("--title", "江湾市热线月报", "--period", "2024年1—8月", "--place", "江湾市")
    published = ("--publisher", "江湾市信访局")
    done = wenshu("ingest", file, "--into", tmp_path / "k", *told, *published)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"1 figures, 0 texts, 1 tables with 1 rows, 0 doubts, \d+\.\d seconds\n", done.stdout)
    (answer,) = _json(wenshu("ask", "--json", "来电数量多少件", "--knowledge", tmp_path / "k").stdout)[0][
        "answers"
    ]
    assert (answer["value"], answer["unit"], answer["period"]) == ("140", "件", "2024年1-8月")
    written = (tmp_path / "k" / "notes" / "document.yaml").read_text(encoding="utf-8")
    assert "title: 江湾市热线月报\n" in written
    assert "place: 江湾市\n" in written
    assert "publisher: 江湾市信访局\n" in written


def test_reading_a_document_again_leaves_the_editor_s_work_alone(wenshu: Run, tmp_path: Path) -> None:
    shutil.copytree(KNOWLEDGE, tmp_path / "copy")
    before = {path.name: path.read_bytes() for path in (tmp_path / "copy").rglob("*.yaml")}
    assert wenshu("ingest", SEED, "--into", tmp_path / "copy").returncode == 0
    after = {path.name: path.read_bytes() for path in (tmp_path / "copy").rglob("*.yaml")}
    assert after.keys() == before.keys()
    assert all(after[name] == before[name] for name in ("curation.yaml", "vocabulary.yaml", "places.yaml"))


def test_a_correction_of_an_earlier_print_is_told(wenshu: Run, tmp_path: Path) -> None:
    file, folder = tmp_path / "town.txt", tmp_path / "k"
    text = "江湾市2024年统计公报\n全年生产总值达到{}亿元,增长5.2%。\n"
    file.write_text(text.format("1234.5"), encoding="utf-8")
    wenshu("ingest", file, "--into", folder)
    curation = folder / "town" / "curation.yaml"
    curation.write_text("entries:\n  n21:\n    correct: {value: '1243.5', reason: 印错}\n", encoding="utf-8")
    assert wenshu("ask", "生产总值", "--knowledge", folder).stdout.startswith("1243.5亿元")
    file.write_text(text.format("1250.7"), encoding="utf-8")
    done = wenshu("ingest", file, "--into", folder)
    assert done.returncode == 0
    assert done.stderr.startswith(f"{curation}:3: n21 is not corrected")
    assert done.stderr.count("\n") == 1
    assert wenshu("ask", "生产总值", "--knowledge", folder).stdout.startswith("1250.7亿元")
    checked = wenshu("check", "--knowledge", folder)
    assert (checked.returncode, checked.stdout.splitlines()[0]) == (1, done.stderr.strip())


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="every name of a file is Unicode there")
def test_a_name_that_is_no_text_is_told_in_one_line(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + "/公报.txt".encode("gbk")
    Path(os.fsdecode(name)).write_text("江湾市2024年公报\n全市生产总值达到1234.5亿元。", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ingest", name, "--into", tmp_path / "k"],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    (line,) = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert line.endswith("its name is no UTF-8; rename it and try again")
    assert not (tmp_path / "k").exists()


@pytest.mark.parametrize("content", ["", "   \n\n", "你好,这里没有内容。\n"])
def test_a_document_that_gives_nothing_is_told(content: str, wenshu: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(content, encoding="utf-8")
    done = wenshu("ingest", tmp_path / "empty.txt", "--into", tmp_path / "new")
    assert done.returncode == 1
    assert "empty.txt" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_changes_are_listed_and_taken_back(wenshu: Run, folder: Path) -> None:
    def run(*arguments: str, language: str = "en") -> tuple[int, str]:
        done = wenshu(*arguments, "--knowledge", "small", env={"WENSHU_LANGUAGE": language})
        return done.returncode, done.stdout + done.stderr

    assert run("versions") == (0, "Nothing was changed yet.\n")
    assert run("rollback", language="zh") == (1, "没有第 1 次改动;执行 python -m bot versions 查看全部。\n")
    for name in ("museum-2022", "library-2022"):
        documents.write(folder / ".new", name, name, documents.MUSEUM)
        versions.put(folder, {name: folder / ".new" / name}, "add", f"{name}.txt")
    time = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
    status, listed = run("versions", language="zh")
    assert status == 0
    assert re.fullmatch(
        rf".*python -m bot rollback N .*:\n1\. {time} 加入 library-2022\.txt\n2\. {time} 加入 museum-2022\.txt\n",
        listed,
    )
    status, said = run("rollback", "2", language="zh")
    assert status == 0
    assert re.fullmatch(rf"已退回到 {time} 的改动之前;.*\n", said)
    assert [place.name for place in folder.glob("*-2022")] == ["harbour-2022"]
    assert run("rollback")[0] == 0
    assert sorted(place.name for place in folder.glob("*-2022")) == [
        "harbour-2022",
        "library-2022",
        "museum-2022",
    ]
    assert re.search(rf"^1\. {time} restored\n", run("versions")[1], re.MULTILINE)


def test_a_question_is_parsed_by_the_knowledge_that_is_named(wenshu: Run, folder: Path) -> None:
    done = wenshu("parse", "群众满意率是多少", "--knowledge", folder)
    assert (done.returncode, done.stderr) == (0, "")
    titles = [line.partition(":")[0] for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert titles == [
        "question",
        "tokens",
        "mentions",
        "named",
        "chosen",
        "composed",
        "ranking",
        "answer",
        "query",
    ]
    assert "是多少  [ask:" in done.stdout or "多少  [ask:" in done.stdout
