"""Either all documents are written or every folder is as it was, whatever happens in between."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.knowledge import documents, exchange
from bot.knowledge import store as knowledge
from bot.reading.build import build
from bot.reading.writing import write
from tests.conversation import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="has neither signals nor locks of this kind"),
]


def _content(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A knowledge folder with a document that was written once and has been curated since."""
    folder = tmp_path / "knowledge"
    write(folder, {"town": {"facts.yaml": b"one", "text.txt": b"1\n", "review.html": b"<p>1"}})
    (folder / "town" / "curation.yaml").write_text("entries: {}\n", encoding="utf-8")
    (folder / "town" / "notes").mkdir()
    (folder / "town" / "notes" / "facts.yaml").write_text("mine", encoding="utf-8")
    return folder


def _not_in_one_step(one: Path, other: Path) -> bool:
    return False


@pytest.fixture(params=["in one step", "in two"])
def _exchanged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the system has folders change places."""
    if request.param == "in two":
        monkeypatch.setattr(exchange, "_swapped", _not_in_one_step)


@pytest.mark.usefixtures("_exchanged")
def test_what_is_written_again_replaces_the_generated_files_only(out: Path) -> None:
    write(out, {"town": {"facts.yaml": b"two\r\n"}, "new": {"facts.yaml": b"new"}})
    assert _content(out) == {
        "new/facts.yaml": "new",
        "town/curation.yaml": "entries: {}\n",
        "town/facts.yaml": "two\n",
        "town/notes/facts.yaml": "mine",
    }
    assert sorted(path.name for path in out.iterdir()) == ["new", "town"]


def test_a_file_that_an_editor_has_open_is_the_one_that_stays(out: Path) -> None:
    with (out / "town" / "curation.yaml").open("a", encoding="utf-8") as file:
        write(out, {"town": {"facts.yaml": b"two"}})
        file.write("# 写完了\n")
    assert _content(out)["town/curation.yaml"] == "entries: {}\n# 写完了\n"


def _folder_in_place_of_a_file(out: Path) -> None:
    (out / "spoilt" / "facts.yaml").mkdir(parents=True)


def _file_in_place_of_the_folder(out: Path) -> None:
    (out / "spoilt").write_text("mine", encoding="utf-8")


def _link_to_nowhere(out: Path) -> None:
    (out / "spoilt").symlink_to(out / "nowhere")


@pytest.mark.usefixtures("_exchanged")
@pytest.mark.parametrize(
    "spoil", [_folder_in_place_of_a_file, _file_in_place_of_the_folder, _link_to_nowhere]
)
def test_with_one_folder_that_cannot_be_written_none_is(out: Path, spoil: Callable[[Path], None]) -> None:
    spoil(out)
    before, places = _content(out), sorted(out.rglob("*"))
    files = {"facts.yaml": b"two", "review.html": b"<p>2"}
    with pytest.raises(DocumentError, match=rf"^{out / 'spoilt'}.*: cannot be written: [^\n]+$"):
        write(out, {"town": files, "new": files, "spoilt": files})
    assert (_content(out), sorted(out.rglob("*"))) == (before, places)


@pytest.mark.usefixtures("_exchanged")
def test_a_folder_reached_by_a_link_is_written_here_and_left_alone_there(out: Path) -> None:
    elsewhere = out.with_name("elsewhere")
    (out / "town").rename(elsewhere)
    (out / "town").symlink_to(elsewhere)
    before = _content(elsewhere)
    write(out, {"town": {"facts.yaml": b"two"}})
    assert _content(elsewhere) == before
    assert not (out / "town").is_symlink()
    assert _content(out / "town") == {
        "curation.yaml": "entries: {}\n", "facts.yaml": "two", "notes/facts.yaml": "mine",
    }  # fmt: skip


def test_a_folder_that_does_not_go_where_it_belongs_leaves_the_old_one(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_swapped", _not_in_one_step)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if target == out / "town" and self.suffix != ".before":
            raise OSError(errno.EIO, "Input/output error", str(target))
        return rename(self, target)

    before = _content(out)
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(DocumentError, match="cannot be written: Input/output error"):
        write(out, {"other": {"facts.yaml": b"three"}, "town": {"facts.yaml": b"two"}})
    assert _content(out) == before


def test_what_a_killed_one_has_put_aside_is_put_back(out: Path) -> None:
    before = _content(out)
    room = out / ".ingest-killed"
    room.mkdir()
    (out / "town").rename(room / "town.before")
    write(out, {"new": {"facts.yaml": b"new"}})
    assert _content(out) == {**before, "new/facts.yaml": "new"}


# The program itself -----------------------------------------------------------------------------------

OLD = "江湾市2024年统计公报\n全年生产总值达到1234.5亿元,增长5.2%。\n"
NEW = "江湾市2024年统计公报\n全年生产总值达到1250.7亿元,增长6.1%,户籍人口86万人。\n"
# Does something at the n-th of the steps in which a file or a folder is touched below the knowledge folder.
AT_STEP = """
import os, runpy, signal, sys
folder, number, what, *sys.argv[1:] = sys.argv[1:]
steps = 0
def step(event, arguments):
    global steps
    touched = [os.fspath(one) for one in arguments if isinstance(one, (str, os.PathLike))]
    if event == "ctypes.dlopen" or any(one.startswith(folder) for one in touched):
        steps += 1
        if steps == int(number):
            if what == "wait":
                os.write(1, b"here\\n")
                os.read(0, 1)
            else:
                os.kill(os.getpid(), getattr(signal, what))
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored by what a shell starts in the background
sys.addaudithook(step)
try:
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
finally:
    os.write(2, f"steps {steps}\\n".encode())
"""


def _started(
    out: Path, *files: Path, step: int = 0, what: str = "wait", before: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """An ingest that is under way; at a step of its writing something happens to it."""
    call = [sys.executable, "-c", AT_STEP, str(out), str(step), what]
    return subprocess.Popen(
        [*before, *call, "ingest", *map(str, files), "--into", str(out)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def _ended(program: subprocess.Popen[bytes]) -> tuple[int, str]:
    err = program.communicate(timeout=120)[1]
    assert b"Traceback" not in err
    return program.returncode, err.decode()


def _values(out: Path) -> set[str]:
    return {fact.value for document in documents.read(out / "town") for fact in document.facts}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The new print of a document whose old print was read, and curated."""
    file = tmp_path / "town.txt"
    file.write_text(OLD, encoding="utf-8")
    build([file], tmp_path / "k")
    (tmp_path / "k" / "town" / "curation.yaml").write_text("entries: {}\n", encoding="utf-8")
    (tmp_path / "k" / "town" / "notes.txt").write_text("mine", encoding="utf-8")
    file.write_text(NEW, encoding="utf-8")
    return file


def _fresh(source: Path, name: str) -> Path:
    """The folder as it is before the new print is read."""
    out = source.with_name(name)
    write(out, {"town": {path.name: path.read_bytes() for path in source.with_name("k").glob("town/*")}})
    return out


def _steps(source: Path) -> int:
    status, said = _ended(_started(_fresh(source, "counted"), source))
    assert status == 0
    return int(said.split()[-1])


def test_a_killed_ingest_leaves_the_old_document_or_the_new_one(source: Path) -> None:
    steps = _steps(source)
    assert steps > 20
    found: list[bool] = []
    for number in range(20):
        step = 1 + number * (steps - 1) // 19
        out = _fresh(source, f"killed{number}")
        status, _ = _ended(_started(out, source, step=step, what="SIGKILL"))
        assert status == -signal.SIGKILL
        assert knowledge.document_folders(out) == [out / "town"]
        values, content = _values(out), _content(out / "town")
        assert values in ({"1234.5", "5.2"}, {"1250.7", "6.1", "86"})
        assert (content["curation.yaml"], content["notes.txt"]) == ("entries: {}\n", "mine")
        found.append("86" in values)
        # The next one puts away what this one left.
        build([source], out)
        assert [path.name for path in out.iterdir()] == ["town"]
    assert found == sorted(found)
    assert set(found) == {False, True}


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_stopped_ingest_leaves_nothing_behind(source: Path, name: str) -> None:
    steps = _steps(source)
    for number in range(4):
        out = _fresh(source, f"stopped{number}")
        status, _ = _ended(_started(out, source, step=1 + number * (steps - 1) // 4, what=name))
        assert status
        assert [path.name for path in out.iterdir()] == ["town"]
        assert _values(out) in ({"1234.5", "5.2"}, {"1250.7", "6.1", "86"})


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="does not say who waits for a lock")
def test_an_ingest_waits_for_another_to_write(source: Path) -> None:
    out, other = _fresh(source, "both"), source.with_name("other.txt")
    other.write_text(OLD, encoding="utf-8")
    steps = _steps(source)
    first = _started(out, source, step=steps // 2)
    assert first.stdout
    assert first.stdout.readline() == b"here\n"
    second = _started(out, source, other)
    while second.poll() is None and f" {second.pid} " not in Path("/proc/locks").read_text("ascii"):
        time.sleep(0.01)
    assert second.poll() is None
    assert [_ended(first)[0], _ended(second)[0]] == [0, 0]
    assert sorted(path.name for path in out.iterdir()) == ["other", "town"]
    assert _values(out) == {"1250.7", "6.1", "86"}


def test_several_ingests_at_once_all_write(source: Path) -> None:
    out = source.with_name("many")
    names = [source.with_name(f"town{number}.txt") for number in range(4)]
    for file in names:
        file.write_text(NEW, encoding="utf-8")
    running = [_started(out, file, source) for file in names]
    assert [_ended(program)[0] for program in running] == [0] * 4
    assert sorted(path.name for path in out.iterdir()) == ["town", *(file.stem for file in names)]


@pytest.mark.parametrize("kept", [True, False], ids=["again", "new"])
def test_a_disk_that_is_full_changes_nothing_and_is_told_in_one_line(source: Path, kept: bool) -> None:
    out = _fresh(source, "k2") if kept else source.with_name("new") / "k2"
    before = _content(out)
    source.write_text(NEW + "".join(f"全年完成投资{n}.5亿元。\n" for n in range(100)), encoding="utf-8")
    # No file may be larger than so many blocks of 1,024 bytes: what is longer is cut, as on a full disk.
    status, said = _ended(_started(out, source, before=["/bin/sh", "-c", 'ulimit -f 2; exec "$@"', "-"]))
    line, _ = said.splitlines()
    assert (status, line) == (1, f"wenshu: {out}: cannot be written: File too large")
    assert _content(out) == before
    assert out.exists() == out.parent.exists() == kept or out.parent == source.parent
