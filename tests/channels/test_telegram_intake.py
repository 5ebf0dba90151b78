"""Admins send files to the bot: they are read aside, reported, added or thrown away; versions are restored."""

from __future__ import annotations

import io
import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from bot import intake
from bot.assistant import Assistant
from bot.knowledge import versions
from tests.channels.bot_api import BotApi, Json, buttons, visible
from tests.channels.running import ADMIN, ADMINS, running

TEXT = "春申市2023年工作报告\n全年热线受理来电4321件,群众满意率91.5%。\n"


def text(content: str = TEXT) -> bytes:
    return content.encode()


def word() -> bytes:
    file, out = docx.Document(), io.BytesIO()
    for line in TEXT.splitlines():
        file.add_paragraph(line)
    file.save(out)
    return out.getvalue()


def sheet() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active
    for row in (
        ["春申市2023年各区用电"],
        ["地区", "用电量(万千瓦时)", "户数(户)"],
        ["东区", 4321, 91],
        ["西区", 77, 12],
    ):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def files(folder: Path) -> dict[str, bytes]:
    """All files of the documents of a folder, by their places."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in found
        if not path.relative_to(folder).as_posix().startswith(".")
    }


def sent(api: BotApi, name: str, content: bytes, language: str = "zh-hans") -> tuple[Json, Json]:
    """Send a file as an admin; the report, and the page for review."""
    message = api.send_file(name, content, ADMIN, language=language)
    report, review = api.replies(message, 2)
    return api.edited(report), review


def decide(api: BotApi, report: Json, button: str) -> str:
    times = report.get("edits", 0)
    api.tap(report, button, ADMIN)
    return visible(api.edited(report, times + 1))


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("春申市2023.txt", text),
        ("春申市2023.md", text),
        ("春申市2023.docx", word),
        ("春申市2023.xlsx", sheet),
        ("春申市2023.html", f"<p>{'</p><p>'.join(TEXT.splitlines())}</p>".encode),
        ("春申市2023.csv", "地区,用电量(万千瓦时)\n东区,4321\n西区,77\n".encode),
    ],
)
def test_a_file_is_read_and_reported_and_goes_live_only_when_it_is_added(
    telegram: BotApi, assistant: Assistant, name: str, make: Callable[[], bytes]
) -> None:
    before = files(assistant.folder)
    report, attached = sent(telegram, name, make())
    review, page = attached["file"]
    assert "新资料" in visible(report)
    assert "个数字" in visible(report)
    assert [button["text"] for button in buttons(report)] == ["✅ 加入", "🗑 放弃"]
    assert review == "review.html"
    assert "4321" in page.decode()
    assert "<h2>目录</h2>" in page.decode()
    assert files(assistant.folder) == before
    assert [one.id for one in assistant.knowledge.documents] == ["harbour-2022"]
    told, title = visible(report), report["text"].partition("\n")[0]
    assert title.startswith("<b>")
    said = decide(telegram, report, "加入")
    assert said.startswith(told)
    assert report["text"].startswith(f"{title}\n")
    assert f"<b>已加入《{name}》" in report["text"]
    assert f"已加入《{name}》" in said
    assert "4321" in said
    assert not buttons(report)
    assert len(list(assistant.folder.glob("*/document.yaml"))) == 2
    assert not list((assistant.folder / ".incoming").iterdir())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.txt", b"", {"zh-hans": "空.txt: 文件是空的", "en": "空.txt: the file is empty"}),
        ("旧.doc", b"x", {"zh-hans": "读不了 .doc 文件", "en": "cannot read .doc files"}),
        ("坏.docx", b"PK", {"zh-hans": "文件坏了", "en": "the file is broken"}),
        ("表.jsonl", b"\n{}", {"zh-hans": '表.jsonl:2: 没有 "title"', "en": '表.jsonl:2: has no "title"'}),
    ],
)
def test_why_a_file_cannot_be_read_is_told_in_the_language_of_the_admin(
    telegram: BotApi, name: str, content: bytes, said: dict[str, str]
) -> None:
    for language, reason in said.items():
        message = telegram.send_file(name, content, ADMIN, language=language)
        shown = visible(telegram.edited(telegram.replies(message, 1)[0]))
        assert reason in shown
        assert shown.count(name) <= 1


def test_faults_of_the_knowledge_are_told_in_the_language_of_the_admin(
    telegram: BotApi, assistant: Assistant
) -> None:
    facts = next(assistant.folder.glob("*/facts.yaml"))
    facts.write_text("sentences: [\n", encoding="utf-8")
    for language, said in (("zh-hans", "不是 YAML"), ("en", "this is not YAML")):
        assert said in visible(telegram.ask("/reload", user=ADMIN, language=language))


def test_what_is_thrown_away_leaves_nothing(telegram: BotApi, assistant: Assistant) -> None:
    before = files(assistant.folder)
    report, _ = sent(telegram, "春申.txt", text())
    data = buttons(report)[0]["callback_data"]
    assert "已放弃" in decide(telegram, report, "放弃")
    assert files(assistant.folder) == before
    telegram.send_data(report, data, ADMIN)
    assert "已经处理过" in visible(telegram.edited(report, 3))
    assert len(assistant.knowledge.documents) == 1


def test_a_file_of_a_document_in_use_tells_what_changes_and_keeps_its_corrections(
    telegram: BotApi, assistant: Assistant
) -> None:
    decide(telegram, sent(telegram, "春申.txt", text())[0], "加入")
    [place] = (path for path in assistant.folder.iterdir() if path.name.startswith("chun"))
    (place / "curation.yaml").write_text(
        "entries:\n  document: {publisher: 春申市统计局}\n", encoding="utf-8"
    )
    report, _ = sent(telegram, "春申.txt", text(TEXT.replace("4321", "9876")))
    assert "4321" in visible(report)
    assert "→ 9876" in visible(report)
    assert "将替换它" in visible(report)
    decide(telegram, report, "加入")
    assert "春申市统计局" in (place / "curation.yaml").read_text(encoding="utf-8")
    assert "9876" in visible(telegram.ask("春申市热线受理来电"))


def test_figures_that_contradict_those_in_use_are_told(telegram: BotApi) -> None:
    decide(telegram, sent(telegram, "春申.txt", text())[0], "加入")
    report, _ = sent(telegram, "别的.txt", text(TEXT.replace("91.5", "63.7")))
    assert "不一致" in visible(report)
    assert "63.7" in visible(report)
    assert "91.5" in visible(report)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("坏.xlsx", b"PK\x03\x04 broken"),
        ("空.txt", b"  \n"),
        ("坏.pdf", b"%PDF-1.4 nothing"),
        ("无.txt", b"hello"),
    ],
)
def test_a_file_that_cannot_be_read_gives_one_line_and_loses_nothing(
    telegram: BotApi, assistant: Assistant, name: str, content: bytes
) -> None:
    before = files(assistant.folder)
    [said] = telegram.replies(telegram.send_file(name, content or b" ", ADMIN))
    shown = visible(telegram.edited(said))
    assert "读不了,资料没有改动" in shown
    assert "\n" not in shown
    assert str(assistant.folder) not in shown
    assert files(assistant.folder) == before


def test_a_file_that_is_too_large_is_not_asked_for(telegram: BotApi) -> None:
    [said] = telegram.replies(telegram.send_file("大.txt", text(), ADMIN, size=21 * 1024 * 1024))
    assert "20 MB" in visible(said)
    assert not telegram.count("getFile")


def test_a_file_that_telegram_does_not_give_is_said_to_be_lost(telegram: BotApi) -> None:
    telegram.fail("getFile", 400, "Bad Request: wrong file_id")
    [said] = telegram.replies(telegram.send_file("春申.txt", text(), ADMIN))
    assert "没能从 Telegram 取到" in visible(telegram.edited(said))


def test_files_of_others_are_not_read(telegram: BotApi, assistant: Assistant) -> None:
    [said] = telegram.replies(telegram.send_file("春申.txt", text()))
    assert "只读文字" in visible(said)
    assert not telegram.count("getFile")
    report, _ = sent(telegram, "春申.txt", text())
    query = telegram.send_data(report, buttons(report)[0]["callback_data"])
    assert "管理员" in telegram.answer(query)["text"]
    assert len(assistant.knowledge.documents) == 1


def test_english_admins_are_told_in_english(telegram: BotApi) -> None:
    report, review = sent(telegram, "春申.txt", text(), language="en")
    assert "It is a new document" in visible(report)
    assert "<h2>Contents</h2>" in review["file"][1].decode()


def test_what_waits_is_still_there_after_a_restart(api: BotApi, assistant: Assistant) -> None:
    with running(api, assistant):
        report, _ = sent(api, "春申.txt", text())
    with running(api, Assistant(assistant.folder)):
        assert "已加入" in decide(api, report, "加入")


def test_a_version_is_restored_byte_for_byte_in_one_tap(telegram: BotApi, assistant: Assistant) -> None:
    states = [files(assistant.folder)]
    for value in ("4321", "9876"):
        decide(telegram, sent(telegram, "春申.txt", text(TEXT.replace("4321", value)))[0], "加入")
        states.append(files(assistant.folder))
    listed = telegram.ask("/versions", user=ADMIN)
    assert "替换 春申.txt" in visible(listed)
    assert len(buttons(listed)) == 2
    said = visible(telegram.ask("/rollback", user=ADMIN))
    assert "9876件 → 4321件" in said
    assert files(assistant.folder) == states[1]
    assert "4321件 → 9876件" in visible(telegram.ask("/rollback", user=ADMIN))
    assert files(assistant.folder) == states[2]
    telegram.send_data(listed, buttons(listed)[-1]["callback_data"], ADMIN)
    telegram.wait(lambda: any("删除" in one for one in telegram.said(ADMIN)))
    assert files(assistant.folder) == states[0]
    assert len(assistant.knowledge.documents) == 1


@pytest.mark.parametrize(
    ("language", "added", "restored"),
    [("zh-hans", "加入 春申.txt", "退回 到 {} 之前"), ("en", "added 春申.txt", "restored to before {}")],
)
def test_what_is_undone_and_gone_back_to_is_told(
    telegram: BotApi, assistant: Assistant, language: str, added: str, restored: str
) -> None:
    decide(telegram, sent(telegram, "春申.txt", text())[0], "加入")
    [change] = versions.listed(assistant.folder)
    said = visible(telegram.ask("/rollback", user=ADMIN, language=language))
    assert added in said
    listed = visible(telegram.ask("/versions", user=ADMIN, language=language)).splitlines()
    at = change.at.astimezone().strftime("%m-%d %H:%M:%S")
    assert listed[1].endswith(restored.format(at))


@pytest.mark.parametrize("content", ["名称,数量\n甲,12\n甲,15\n", "地区,用电量\n东区,4321\n西区,77\n"])
def test_as_many_doubts_are_named_as_are_counted(telegram: BotApi, content: str) -> None:
    lines = visible(sent(telegram, "data.csv", content.encode("gbk"))[0]).splitlines()
    [count] = [int(found[1]) for line in lines if (found := re.search(r",(\d+) 处疑问", line))]
    assert count
    first = lines.index(f"有疑问 {count} 处:") + 1
    assert sum(" — " in line for line in lines[first:]) == min(count, 5)


def test_what_is_read_and_what_is_added_are_counted_alike(telegram: BotApi) -> None:
    told = "项目,目标(台),进度\n加装电梯,442,已完成\n改造电梯,4321,未开工\n"
    report = sent(telegram, "春申市2023.csv", told.encode())[0]
    read = re.search(r"读到 (\d+) 个数字、(\d+) 项文字", visible(report))
    added = re.search(r"新增 (\d+) 项", decide(telegram, report, "加入"))
    assert read
    assert added
    assert int(read[2])
    assert int(read[1]) + int(read[2]) == int(added[1])


def test_versions_are_for_admins(telegram: BotApi) -> None:
    assert "没有这个命令" in visible(telegram.ask("/versions"))
    assert "没有这个命令" in visible(telegram.ask("/rollback"))
    assert "还没有任何改动" in visible(telegram.ask("/versions", user=ADMIN))
    assert "还没有任何改动" in visible(telegram.ask("/rollback", user=ADMIN))


def test_a_long_reload_comes_as_a_file(telegram: BotApi, assistant: Assistant) -> None:
    names = [f"{a}{b}{c}" for a in "东西南北中" for b in "松竹梅兰菊荷柳桃" for c in "甲乙丙丁戊己庚辛"]
    said = [f"{name}村有常住人口{number}人。\n" for number, name in enumerate(names, 1000)]
    many = "春申市2023年工作报告\n" + "".join(said)
    intake.read(assistant.folder, "1", "各村.txt", many.encode(), assistant.knowledge)
    intake.accept(assistant.folder, "1")
    report, whole = telegram.replies(telegram.say("/reload", user=ADMIN), 2)
    assert "新增" in visible(report)
    name, content = whole["file"]
    assert name == "reload.txt"
    assert content.decode().count("村") >= len(names)


@pytest.mark.parametrize("done", [True, False], ids=["behind the file", "before the file"])
def test_a_file_that_may_have_arrived_is_looked_for_before_it_is_sent_again(
    telegram: BotApi, assistant: Assistant, done: bool
) -> None:
    telegram.hang_up("sendDocument", done=done)
    sent(telegram, "春申.txt", text())
    names = [f"{a}{b}{c}" for a in "东西南北中" for b in "松竹梅兰菊荷柳桃" for c in "甲乙丙丁戊己庚辛"]
    many = "春申市2023年工作报告\n" + "".join(
        f"{name}村有常住人口{n}人。\n" for n, name in enumerate(names, 1000)
    )
    intake.read(assistant.folder, "1", "各村.txt", many.encode(), assistant.knowledge)
    intake.accept(assistant.folder, "1")
    telegram.hang_up("sendDocument", done=done)
    telegram.replies(telegram.say("/reload", user=ADMIN), 2)
    telegram.ask("/help", user=ADMIN)
    files = [one["file"][0] for one in telegram.messages.values() if "file" in one]
    assert files == ["review.html", "reload.txt"]


def test_others_are_served_while_a_file_is_read(telegram: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = ADMINS
    reading, go_on = threading.Event(), threading.Event()
    read = intake.read

    def slowly(*args: Any, **more: Any) -> intake.Incoming:
        reading.set()
        go_on.wait(20)
        return read(*args, **more)

    monkeypatch.setattr(intake, "read", slowly)
    try:
        waiting = [telegram.send_file(f"{user}.txt", text(), user) for user in (first, second)]
        for file in waiting:
            telegram.replies(file)
        assert reading.wait(20)
        assert "已重新读取" in visible(telegram.ask("/reload", user=third))
    finally:
        go_on.set()
    for file in waiting:
        telegram.replies(file, 2)


def test_only_so_many_versions_are_kept(assistant: Assistant) -> None:
    for number in range(versions.KEPT + 3):
        versions.keep(assistant.folder, ["harbour-2022"], "curate", str(number))
    kept = versions.listed(assistant.folder)
    assert [one.of for one in kept] == [str(number) for number in range(versions.KEPT + 2, 2, -1)]


def test_a_change_that_is_broken_off_after_it_was_kept_loses_nothing(assistant: Assistant) -> None:
    before = files(assistant.folder)
    kept = versions.keep(assistant.folder, ["harbour-2022"], "replace", "broken off")
    assert versions.restore(assistant.folder, kept.name)
    assert files(assistant.folder) == before
    shutil.rmtree(assistant.folder / "harbour-2022")
    assert versions.restore(assistant.folder, kept.name)
    assert files(assistant.folder) == before


def test_a_reload_is_told_document_by_document(telegram: BotApi, assistant: Assistant) -> None:
    for name in ("春申", "别的"):
        content = TEXT.replace("春申", name)
        intake.read(assistant.folder, "1", f"{name}.txt", content.encode(), assistant.knowledge)
        intake.accept(assistant.folder, "1")
    said = visible(telegram.ask("/reload", user=ADMIN))
    first, second = said.index("别的市2023年工作报告"), said.index("春申市2023年工作报告")
    assert first < said.index("别的市 · ", first) < second or second < said.index("春申市 · ", second) < first
    assert said.count("新增 2 项") == 2
