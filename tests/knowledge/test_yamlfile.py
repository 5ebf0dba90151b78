"""YAML from anybody: values stay text, lines are found, and nothing hostile gets through."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import KnowledgeError
from bot.knowledge import yamlfile


def _read(folder: Path, text: str | bytes) -> yamlfile.YamlFile:
    path = folder / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return yamlfile.read(path)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("value: 86.08", {"value": "86.08"}),
        ("value: 1_000", {"value": "1_000"}),
        ("value: 0x10\nother: 010", {"value": "0x10", "other": "010"}),
        ("value: yes", {"value": "yes"}),
        ("value: null", {"value": None}),
        ("value: 'null'", {"value": "null"}),
        ("value: 2024-03-20", {"value": "2024-03-20"}),
        ("value: 1:30", {"value": "1:30"}),
        ("value: '100%'", {"value": "100%"}),
        ("value:", {"value": None}),
        ("value: ''", {"value": ""}),
        ("12345: [1, '2', {a: b}]", {"12345": ["1", "2", {"a": "b"}]}),
        ("<<: {a: b}", {"<<": {"a": "b"}}),
        ("- 热线\n- “两 ”", ["热线", "“两 ”"]),
        ("\ufeffa: b", {"a": "b"}),
        ("", None),
        ("# nothing", None),
    ],
)
def test_every_value_stays_the_text_it_is(tmp_path: Path, text: str, data: object) -> None:
    assert _read(tmp_path, text).data == data


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: [2\nc: 3\n", 3, "not YAML"),
        ("a: 'open\n", 2, "not YAML"),
        ("a: 1\n\tb: 2", 2, "not YAML"),
        ("a: b: c", 1, "not YAML"),
        ("a: 1\nb: 2\na: 3", 3, "'a' stands here a second time"),
        ("x:\n  - k: 1\n    k: 2\n", 3, "'k' stands here a second time"),
        ("a: 1\nb: !!python/object/apply:os.system [echo]", 2, "the tag tag:yaml.org,2002:python/object"),
        ("a: !!float 1.5", 1, "the tag tag:yaml.org,2002:float is not known"),
        ("a: &x 1\nb: *x", 2, "the alias *x is not followed"),
        ("? [a, b]\n: c", 1, "a key must be a word"),
        ("? \n: c", 1, "a key must be a word"),
        ("a: 1\n---\nb: 2", 2, "a second document begins here"),
        ("a: 1\nb: \x07", 2, "a character that YAML does not allow"),
        ("热线: 满意率\n受理: \x07\n回访: 率\n", 2, "a character that YAML does not allow"),
        ("a: 1\nb: \x00", 2, "a character that YAML does not allow"),
        (b"a: 1\nb: \xff\xfe", 2, "this is not UTF-8"),
    ],
)
def test_what_is_no_plain_data_is_refused_with_its_line(
    tmp_path: Path, text: str | bytes, line: int, said: str
) -> None:
    with pytest.raises(KnowledgeError) as caught:
        _read(tmp_path, text)
    (problem,) = caught.value.problems
    assert said in problem.message
    assert (problem.file.name, problem.line) == ("file.yaml", line)


def test_the_parser_in_python_reads_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlfile, "_Loader", yaml.SafeLoader)
    assert _read(tmp_path, "热线: [86.08, null]").data == {"热线": ["86.08", None]}
    with pytest.raises(KnowledgeError, match=r"file\.yaml:2: a character"):
        _read(tmp_path, "热线: 满意率\n受理: \x07\n回访: 率\n")
    with pytest.raises(KnowledgeError, match="nested more than 32 deep"):
        _read(tmp_path, "[" * 1000)


def test_a_laughter_of_aliases_is_refused_at_the_first_of_them(tmp_path: Path) -> None:
    rows = ["a0: &a0 [ha, ha]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    with pytest.raises(KnowledgeError, match=r"file\.yaml:2: the alias"):
        _read(tmp_path, "\n".join(rows))


@pytest.mark.parametrize("deep", ["[" * 1_000_000, "- " * 100_000, "{a: " * 100_000])
def test_endless_nesting_is_refused(tmp_path: Path, deep: str) -> None:
    with pytest.raises(KnowledgeError, match="nested more than 32 deep"):
        _read(tmp_path, deep)


def test_nesting_as_deep_as_allowed_is_read(tmp_path: Path) -> None:
    depth = yamlfile.MAX_DEPTH
    assert _read(tmp_path, "[" * depth + "]" * depth).data is not None


def test_a_file_larger_than_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(yamlfile.MAX_BYTES + 1)
    with pytest.raises(KnowledgeError, match="split the document"):
        yamlfile.read(path)


def test_a_missing_file_is_a_problem_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"none\.yaml:0: cannot be read"):
        yamlfile.read(tmp_path / "none.yaml")


def test_the_line_of_any_place_is_found(tmp_path: Path) -> None:
    file = _read(
        tmp_path, "# head\nsentences:\n- text: a\n  facts:\n  - id: n1\n    value: '1'\n  - {id: n2}\n"
    )
    assert file.line(("sentences",)) == 2
    assert file.line(("sentences", 0, "text")) == 3
    assert file.line(("sentences", 0, "facts", 0, "value")) == 6
    assert file.line(("sentences", 0, "facts", 1, "id")) == 7
    assert file.line(("sentences", 0, "facts", 1, "missing")) == 7
    assert file.line(("sentences", 7)) == 2
    assert file.line(("elsewhere", "x")) == 1


_SCALARS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_DATA = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_SCALARS, inner, max_size=3),
    max_leaves=8,
)


@given(data=_DATA)
def test_text_written_as_yaml_is_read_back_unchanged(
    data: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("yaml")
    assert _read(folder, yaml.safe_dump(data, allow_unicode=True, default_style='"')).data == data


@given(noise=st.binary(max_size=200))
def test_any_bytes_are_data_or_a_problem(noise: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    try:
        data = _read(tmp_path_factory.mktemp("noise"), noise).data
    except KnowledgeError as error:
        data = str(error)
    assert data is None or isinstance(data, str | list | dict)
