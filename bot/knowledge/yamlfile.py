"""YAML read without trust: every scalar stays the text it is, and every place knows its line.

Numbers are never turned into floats (86.08 stays "86.08"), and nothing in a file can make the reader work
more than its size deserves: no tags, no aliases, no doubled keys, and limits on size and depth.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from bot.errors import KnowledgeError, Problem
from bot.messages import tell, why

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 32

Place = tuple[str | int, ...]
Data = str | list["Data"] | dict[str, "Data"] | None

_EMPTY = ("", "~", "null")  # without quotes; what a person or a program writes for nothing

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlFile:
    """The data of one file: dicts, lists, strings, and None where a value was left empty."""

    path: Path
    data: Data
    text: str = field(repr=False)

    def line(self, place: Place) -> int:
        """The line (from 1) of a place such as ``("sentences", 0, "facts", 2, "value")``.

        Where the place does not exist, because a key is missing, it is the line of what should hold it.
        """
        node, line = self._root, 1
        for step in place:
            if isinstance(node, yaml.MappingNode):
                pairs = self._pairs.get(id(node))
                if pairs is None:
                    pairs = self._pairs[id(node)] = {key.value: (key, value) for key, value in node.value}
                if str(step) not in pairs:
                    return line
                key, node = pairs[str(step)]
                line = key.start_mark.line + 1
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            else:
                return line
        return line

    def problem(self, place: Place, message: str) -> Problem:
        """A fault at a place of this file."""
        return Problem(self.path, self.line(place), message)

    @cached_property
    def _root(self) -> yaml.Node | None:
        # Composed only when a line is asked for: a file without faults is read once.
        return yaml.compose(self.text, _Loader)

    @cached_property
    def _pairs(self) -> dict[int, dict[str, tuple[yaml.Node, yaml.Node]]]:
        # Of each mapping that was looked into: thousands of faults are looked up one by one.
        return {}


@dataclass(frozen=True)
class Excerpt:
    """A part of a file, taken for a file of its own; ``whole`` is where a place of it stands in all of it."""

    file: YamlFile | Excerpt
    whole: Callable[[Place], Place]

    def problem(self, place: Place, message: str) -> Problem:
        """A fault at a place of this part."""
        return self.file.problem(self.whole(place), message)


def read(path: Path) -> YamlFile:
    """Read one file; raises `KnowledgeError` with file and line when it is not plain YAML."""
    text = _text(path)
    try:
        return YamlFile(path, _build(path, text), text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = tell(
            "this is not YAML ({context}{problem}); look for a missing quote, colon or space near this line",
            context=tell(f"{error.context} ") if error.context else "",
            problem=tell(error.problem) if error.problem else "",
        )
        raise KnowledgeError([Problem(path, mark.line + 1 if mark else 0, message)]) from error
    except yaml.reader.ReaderError as error:
        # libyaml counts bytes, the parser in Python characters.
        in_python = _Loader is yaml.SafeLoader
        head = text[: error.position].encode() if in_python else text.encode()[: error.position]
        line = head.count(b"\n") + 1
        message = tell(
            "a character that YAML does not allow ({reason}); delete it", reason=tell(error.reason)
        )
        raise KnowledgeError([Problem(path, line, message)]) from error


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            message = tell(
                "{size:,} bytes are more than the {most:,} that are read; split the document",
                size=size,
                most=MAX_BYTES,
            )
            raise KnowledgeError([Problem(path, 0, message)])
        raw = path.read_bytes()
    except OSError as error:
        message = tell("cannot be read: {why}", why=why(error))
        raise KnowledgeError([Problem(path, 0, message)]) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = tell("this is not UTF-8; save the file as UTF-8")
        raise KnowledgeError([Problem(path, line, message)]) from error


def _build(path: Path, text: str) -> Data:
    """Put the parser's events together, refusing what data has no need of.

    Working on events keeps the stack flat: a file of a million brackets is refused at the first too many.
    """
    root = _Open([])
    nodes = [root]
    for event in _events(text):
        if isinstance(event, yaml.NodeEvent):
            value = _value(path, event)
            _put(nodes[-1], value, path, event)
            if not isinstance(event, yaml.ScalarEvent):
                assert isinstance(value, (list, dict))
                if len(nodes) > MAX_DEPTH:
                    raise _refused(
                        path, event, tell("nested more than {most} deep; write it flatter", most=MAX_DEPTH)
                    )
                nodes.append(_Open(value))
        elif isinstance(event, yaml.CollectionEndEvent):
            nodes.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and root.node:
            raise _refused(path, event, tell("a second document begins here; keep one in a file"))
    return next(iter(root.node), None)


def _value(path: Path, event: yaml.NodeEvent) -> Data:
    """What a node starts as: its text, or an empty list or mapping that is still to be filled."""
    if isinstance(event, yaml.AliasEvent):
        raise _refused(
            path, event, tell("the alias *{name} is not followed; write the value out", name=event.anchor)
        )
    assert isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent))
    if event.tag not in (None, "!"):
        raise _refused(
            path, event, tell("the tag {tag} is not known; write the plain value in quotes", tag=event.tag)
        )
    if isinstance(event, yaml.ScalarEvent):
        # Keys and units recur in every entry: interned, each is kept once.
        return None if event.implicit[0] and event.value in _EMPTY else sys.intern(event.value)
    return {} if isinstance(event, yaml.MappingStartEvent) else []


@dataclass(slots=True)
class _Open:
    """A list or mapping still being filled; ``key`` waits for its value."""

    node: list[Data] | dict[str, Data]
    key: str | None = None


def _put(parent: _Open, value: Data, path: Path, event: yaml.NodeEvent) -> None:
    if isinstance(parent.node, list):
        parent.node.append(value)
    elif parent.key is not None:
        parent.node[parent.key] = value
        parent.key = None
    elif not isinstance(value, str):
        raise _refused(path, event, tell("a key must be a word; put it in quotes"))
    elif value in parent.node:
        raise _refused(path, event, tell("{key!r} stands here a second time; keep one of the two", key=value))
    else:
        parent.key = value


def _events(text: str) -> Iterator[yaml.Event]:
    loader = _Loader(text)
    try:
        while loader.check_event():
            yield loader.get_event()  # type: ignore[no-untyped-call]  # missing from types-PyYAML
    finally:
        loader.dispose()


def _refused(path: Path, event: yaml.Event, message: str) -> KnowledgeError:
    line = event.start_mark.line + 1 if event.start_mark else 0
    return KnowledgeError([Problem(path, line, message)])
