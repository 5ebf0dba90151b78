"""The wordbooks of general language: every word is found, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language import compiling, wordbook
from bot.language.wordbook import Wordbook, frequency, glosses, moment, synonyms, translations

LINES = ("a\tone", "ab\ttwo", "b\t", "中\t三", "中国\t四", "国\tfive\tsix")
"""In the order of their bytes: words that begin others, nothing said, a tab in what is said."""


def _book(path: Path, *lines: str) -> Wordbook:
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())
    return Wordbook(path)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("a", "one"),  # the first
        ("国", "five\tsix"),  # the last
        ("ab", "two"),
        ("中", "三"),
        ("中国", "四"),
        ("b", ""),
        ("", ""),
        ("0", ""),  # before all
        ("龘", ""),  # behind all
        ("aa", ""),  # between two
        ("中国人", ""),
        ("one", ""),  # what is said of a word is no word
        ("a\tone", ""),
    ],
)
def test_a_word_is_found_by_the_whole_of_it(word: str, said: str, tmp_path: Path) -> None:
    assert _book(tmp_path / "book.tsv", *LINES).get(word) == said


@pytest.mark.parametrize("count", range(1, len(LINES) + 1))
def test_each_word_of_a_book_of_any_length_is_found(count: int, tmp_path: Path) -> None:
    book = _book(tmp_path / "book.tsv", *LINES[:count])
    assert [book.get(line.partition("\t")[0]) for line in LINES[:count]] == [
        line.partition("\t")[2] for line in LINES[:count]
    ]


def test_a_book_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Wordbook(tmp_path / "none.tsv")


@pytest.mark.parametrize("name", ["chinese", "english", "frequencies", "sayings"])
def test_the_words_of_the_shipped_books_are_found_again(name: str) -> None:
    path = wordbook.FOLDER / f"{name}.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    sample = {0, 1, len(lines) - 2, len(lines) - 1, *range(0, len(lines), 499)}
    book = Wordbook(path)
    pairs = [lines[at].partition("\t") for at in sorted(sample)]
    assert {word: book.get(word) for word, _, _ in pairs} == {word: said for word, _, said in pairs}


def test_the_shipped_books_are_sorted_and_have_each_word_once() -> None:
    for path in wordbook.FOLDER.glob("*.tsv"):
        words = [line.partition(b"\t")[0] for line in path.read_bytes().splitlines()]
        assert words == sorted(set(words)), path


def test_the_notice_names_every_book() -> None:
    notice = (wordbook.FOLDER / "NOTICE.md").read_text(encoding="utf-8")
    assert {path.name for path in wordbook.FOLDER.glob("*.tsv") if f"`{path.name}`" not in notice} == set()


def test_the_sayings_are_those_that_were_written(tmp_path: Path) -> None:
    compiling.compile_sayings(tmp_path)
    assert (tmp_path / "sayings.tsv").read_bytes() == (wordbook.FOLDER / "sayings.tsv").read_bytes()


def test_what_a_word_means_leads_back_to_it() -> None:
    assert {"elevator", "escalator"} <= glosses("电梯")
    assert translations("elevator")["电梯"] == 1
    assert translations("no such stem") == {}
    assert glosses("没有这个词") == frozenset()


@pytest.mark.parametrize(
    ("word", "other", "same"),
    [
        ("费用", "开支", True),
        ("费用", "手续费", False),
        ("电梯", "升降机", True),
        ("电梯", "水库", False),
        ("电梯", "电梯", False),
        ("没有这个词", "电梯", False),
    ],
)
def test_words_of_one_meaning_are_synonyms(word: str, other: str, *, same: bool) -> None:
    assert (other in synonyms(word)) is same
    assert not same or word in synonyms(other)


def test_how_common_a_word_is() -> None:
    common = [frequency(word)[0] for word in ("的", "人民", "水利局", "没有这个词")]
    assert common == sorted(common, reverse=True)
    assert 1 >= common[0] > common[-1] == 0
    assert frequency("没有这个词")[1] == ""


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("水利局", "时候"),
        ("时候", "的"),
        ("电梯", "完成"),  # a thing, a verb
        ("电梯", "梯"),  # a word, a single character
        ("elevator", "电梯"),  # no part of speech is known of what is not Chinese
    ],
)
def test_names_matter_more_than_common_words(more: str, less: str) -> None:
    assert 1 >= moment(more) > moment(less) > 0
