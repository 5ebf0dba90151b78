"""Files made to do harm: read or refused, in little time and memory; they reach nothing but their folder."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.conversation import ROOT
from tests.reading import written
from tests.reading.test_review import Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="has no limits of a process"),
]

SECRET = "绝密数字98765"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
TOTAL = "全市生产总值达到1234.5亿元，增长5.2%。"
HEAD = "<html><body><h1>江湾市2024年公报</h1>"


def ingested(file: Path, most: int = 800) -> tuple[int, str, str]:
    """The exit status and what was said on both streams, where no process may have more megabytes than ``most``."""
    call = [sys.executable, "-m", "bot", "ingest", str(file), "--into", str(file.with_name("k"))]
    done = subprocess.run(
        ["/bin/sh", "-c", f'ulimit -v {most * 1024}; exec "$@"', "-", *call],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=file.parent,
        check=False,
    )
    err = done.stderr.decode()
    assert done.returncode == err.count("\n") == (1 if err else 0)
    return done.returncode, done.stdout.decode(), err


def figures(file: Path) -> int:
    """How many figures are read from a file that is read."""
    status, out, err = ingested(file)
    assert (status, err) == (0, "")
    return int(re.findall(r"(\d+) figures", out)[0])


def repacked(file: Path, parts: Mapping[str, bytes]) -> None:
    """Put other parts into an office file."""
    before = io.BytesIO(file.read_bytes())
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)


def part(file: Path, name: str) -> str:
    """A part of an office file."""
    with zipfile.ZipFile(file) as archive:
        return archive.read(name).decode()


# Size --------------------------------------------------------------------------------------------------

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def long_word(file: Path) -> None:
    written.docx(file)
    one = f"<w:p><w:r><w:t>{TOTAL}</w:t></w:r></w:p>".encode()
    body = one * (240_000_000 // len(one))
    repacked(file, {"word/document.xml": b"".join(
        (f'<w:document xmlns:w="{WORD}"><w:body>'.encode(), body, b"</w:body></w:document>")
    )})  # fmt: skip


def lying(file: Path) -> None:
    """A sheet of 400 MB that says it has 5,000 bytes."""
    size, said = 400_000_000, 5_000
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(size // 1_000_000):
                sheet.write(b" " * 1_000_000)
    file.write_bytes(file.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", said)))


def other_packing(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", bytes(1000))


def attributes(elements: int) -> Callable[[Path], None]:
    """So many elements that have 200,000 attributes."""

    def make(file: Path) -> None:
        names = " ".join(f"a{number}=x" for number in range(200_000 // elements))
        file.write_text(HEAD + f"<p {names}>{TOTAL}</p>" * elements, encoding="utf-8")

    return make


def links(opening: str) -> Callable[[Path], None]:
    def make(file: Path) -> None:
        each = "".join(f"<a href=x>第{number}条</a>" for number in range(20))
        file.write_text(
            HEAD + f"<p>{TOTAL}</p>" + (opening + each) * 1000 + "</body></html>", encoding="utf-8"
        )

    return make


@pytest.mark.parametrize(
    ("name", "make", "says", "most"),
    [
        ("a.docx", long_word, "takes more than 700 MB of memory to read; split it", 800),
        ("a.xlsx", lying, "the file is broken", 350),
        ("b.docx", other_packing, "the file is broken", 350),
        ("a.html", attributes(2000), "", 800),
        ("e.html", attributes(1), "has an element of too many attributes", 800),
        ("b.html", links("<div>"), "", 800),
        ("c.html", links("<table><tr><td>"), "nests elements too deep to be read", 800),
        ("d.html", links("<table><tr><td>" * 20 + "</table>" * 20), "", 800),
    ],
)
def test_a_file_made_to_be_too_much_is_read_or_refused(
    tmp_path: Path, name: str, make: Callable[[Path], None], says: str, most: int
) -> None:
    make(tmp_path / name)
    status, _, said = ingested(tmp_path / name, most)
    assert status == bool(says)
    assert says in said


@pytest.mark.parametrize("tag", ["div", "b", "center", "font"])
def test_elements_that_are_never_closed_hide_nothing(tmp_path: Path, tag: str) -> None:
    lines = "".join(
        f"<{tag}>第{number}区全年生产总值达到{number}.5亿元。<br>" for number in range(1000, 1400)
    )
    (tmp_path / "a.html").write_text(f"{HEAD}{lines}</body></html>", encoding="utf-8")
    assert figures(tmp_path / "a.html") == 400


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li"])
def test_what_lies_too_deep_is_refused_and_not_left_out(tmp_path: Path, tag: str) -> None:
    (tmp_path / "a.html").write_text(f"{HEAD}{f'<{tag}>' * 5000}{TOTAL}", encoding="utf-8")
    assert "nests elements too deep to be read; save it as plain text" in ingested(tmp_path / "a.html")[2]


# Reach -------------------------------------------------------------------------------------------------


def _doctype(entities: str) -> str:
    return f"<!DOCTYPE x [{entities}]>"


def _word(file: Path, doctype: str, said: str) -> None:
    written.docx(file)
    body = f"<w:p><w:r><w:t>{TOTAL}{said}</w:t></w:r></w:p>"
    text = f'{doctype}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    repacked(file, {"word/document.xml": text.encode()})


def _book(file: Path, doctype: str, said: str) -> None:
    written.xlsx(file)
    name = "xl/worksheets/sheet1.xml"
    row = f'<row r="90"><c t="inlineStr" r="A90"><is><t>{said}</t></is></c></row></sheetData>'
    sheet = part(file, name).replace("</sheetData>", row)
    repacked(file, {name: (doctype + sheet).encode()})


def _web(file: Path, doctype: str, said: str) -> None:
    file.write_text(f"{doctype}<html><body><p>{TOTAL}{said}</p></body></html>", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "make"), [("a.docx", _word), ("a.xlsx", _book), ("a.html", _web), ("a.xhtml", _web)]
)
@pytest.mark.parametrize("kind", ["another file", "laughter"])
def test_an_entity_neither_reads_a_file_nor_grows(
    tmp_path: Path, name: str, make: Callable[[Path, str, str], None], kind: str
) -> None:
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    entities = {
        "another file": (f'<!ENTITY e SYSTEM "{(tmp_path / "secret.txt").as_uri()}">', "&e;"),
        "laughter": (f'<!ENTITY l0 "{SECRET}">{LAUGHS}', "&l9;"),
    }
    text, said = entities[kind]
    make(tmp_path / name, _doctype(text), said)
    assert "MB of memory" not in ingested(tmp_path / name, 350)[2]
    for file in tmp_path.rglob("k/*/*"):
        assert SECRET not in file.read_text(encoding="utf-8").replace(" ", "")


def test_names_lead_nowhere_else(tmp_path: Path) -> None:
    """Neither that of a file, nor those of the parts of one, nor a link in the knowledge folder."""
    home, away = tmp_path / "home", tmp_path / "away"
    (home / "k").mkdir(parents=True)
    away.mkdir()
    (away / "facts.yaml").write_text("mine", encoding="utf-8")
    (away / "text.txt").write_text("mine", encoding="utf-8")
    file = home / "..docx"
    written.docx(file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("../../away/new.txt", "new")
        archive.writestr("/" + str(away / "new.txt"), "new")
    assert figures(file) > 5
    (folder,) = (home / "k").iterdir()
    for name in ("facts.yaml", "text.txt"):
        (folder / name).unlink()
        (folder / name).symlink_to(away / name)
    assert figures(file) > 5
    assert {path.name: path.read_text("utf-8") for path in away.iterdir()} == {
        "facts.yaml": "mine", "text.txt": "mine",
    }  # fmt: skip
    assert not (folder / "facts.yaml").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["away", "home"]


HARM = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def _harm_in_text(file: Path) -> None:
    file.write_text(f"江湾市{HARM}公报\n{HARM}全市投资12亿元。", encoding="utf-8")


def _harm_in_cells(file: Path) -> None:
    written.csvs(file, [written.Made((("项目", f"数{HARM}"), (f"甲{HARM}", "3"), ("乙", f"4{HARM}")))])


def _harm_in_sheet(file: Path) -> None:
    written.xlsx(file, [written.Made((("项目", f"数{HARM}"), (f"甲{HARM}", "3"), ("乙", "4")))])


def _harm_escaped(file: Path) -> None:
    text = HARM.replace("<", "&lt;")
    file.write_text(f"{HEAD}<p>{text}全市投资12亿元。{HARM}</p>", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.txt", _harm_in_text),
        ("a.csv", _harm_in_cells),
        ("a.xlsx", _harm_in_sheet),
        ("a.html", _harm_escaped),
        ("<script>b.txt", _harm_in_text),
    ],
)
def test_no_script_of_a_document_reaches_the_review(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    make(tmp_path / name)
    assert figures(tmp_path / name)
    (review,) = tmp_path.glob("k/*/review.html")
    page = Page(review.read_text(encoding="utf-8"))
    assert not {one.tag for one in page.elements} & {
        "script",
        "img",
        "iframe",
        "object",
        "svg",
        "link",
        "base",
    }
    names = {name for one in page.elements for name in one.attributes}
    assert not {name for name in names if name.startswith("on")} | names & {"src", "srcdoc"}
