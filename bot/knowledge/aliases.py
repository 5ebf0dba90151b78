"""A further name for a figure, written into a curation as an editor would, with all that stands there kept."""

from __future__ import annotations

import io
from copy import deepcopy
from pathlib import Path
from typing import Any

from bot.errors import DocumentError
from bot.knowledge import yamlfile
from bot.knowledge.yamlfile import Data
from bot.messages import tell, why

FILE = "curation.yaml"
_INDENTS = ((2, 4, 2), (2, 2, 0))
"""How mappings and lists may stand in; the one is taken by which a file comes out as it is."""


def add_name(place: Path, entry: str, name: str) -> None:
    """Write a name into the curation of a document's folder, under ``also`` of an entry; once is enough.

    Raises:
        DocumentError: the file cannot be read or written, or would say something else besides.
        KnowledgeError: it is no plain YAML.
    """
    file, shown = place / FILE, Path(place.name, FILE)
    try:
        before = file.read_bytes().decode("utf-8-sig", "replace") if file.exists() else ""
        wanted = _named(yamlfile.read(file).data if before else None, entry, name)
        if wanted is None:
            return
        file.write_bytes(_written(before, entry, name).encode())
    except OSError as error:
        raise DocumentError(shown, tell("cannot be written: {why}", why=why(error))) from error
    if yamlfile.read(file).data != wanted:
        raise DocumentError(shown, tell("the name cannot be written into it; do so by hand"))


def _named(data: Data, entry: str, name: str) -> dict[str, Any] | None:
    """What a curation says with a name more; None where it says it already."""
    said: Any = deepcopy(data) or {}
    try:
        said["entries"] = said.get("entries") or {}
        of_entry = said["entries"][entry] = said["entries"].get(entry) or {}
        names = of_entry["also"] = of_entry.get("also") or []
        if name in names:
            return None
        names.append(name)
    except (AttributeError, TypeError) as error:
        raise DocumentError(Path(FILE), tell("its entries are not as they should be; see check")) from error
    return said  # type: ignore[no-any-return]


def _written(text: str, entry: str, name: str) -> str:
    """The text of a curation with a name more: its comments, quotes and line ends stay as they are."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.error import YAMLError

    def dumped(data: object) -> str:
        out = io.StringIO()
        yaml.dump(data, out)
        return out.getvalue()

    ends, text = ("\r\n" if "\r\n" in text else "\n"), text.replace("\r\n", "\n")
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.width = 1 << 20
    try:
        for mapping, sequence, offset in _INDENTS:
            yaml.indent(mapping, sequence, offset)
            data = yaml.load(text)
            if data is None or dumped(data) == text:
                break
        head = "" if data is not None or not text or text.endswith("\n") else "\n"
        kept = text + head if data is None else ""  # nothing but comments
        data = CommentedMap() if data is None else data
        entries = data["entries"] = data.get("entries") or CommentedMap()
        of_entry = entries[entry] = entries.get(entry) or CommentedMap()
        names = of_entry.get("also") or CommentedSeq()
        if not names:
            names.fa.set_flow_style()
            of_entry["also"] = names
        names.append(name)
        return (kept + dumped(data)).replace("\n", ends)
    except YAMLError as error:
        raise DocumentError(Path(FILE), tell("the name cannot be written into it; do so by hand")) from error
