"""A file read in the shape it should have, and what is wrong with it in words that say how to mend it."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from bot.errors import KnowledgeError
from bot.knowledge import yamlfile
from bot.knowledge.yamlfile import Excerpt, YamlFile
from bot.messages import tell

Model = TypeVar("Model", bound=BaseModel)
_ADVICE = {
    "missing": "{key} is missing; add it",
    "empty": "{key} is empty; write a value in quotes or take the line out",
    "string_type": "{key} must be one value in quotes, not a list or a mapping",
    "tuple_type": "{key} must be a list; write [one, two]",
    "model_type": "{key} must hold keys with values, such as short: name",
    "dict_type": "{key} must hold keys with values",
    "int_parsing": "{key} must be a whole number",
    "int_type": "{key} must be a whole number",
    "float_parsing": "{key} must be a number",
    "float_type": "{key} must be a number",
    "finite_number": "{key} must be a number",
    "greater_than_equal": "{key} must be {ge} or more",
    "less_than_equal": "{key} must be {le} or less",
    "literal_error": "{key} must be {expected}",
    "bool_parsing": "{key} must be true or false",
    "bool_type": "{key} must be true or false",
    "string_too_short": "{key} must not be empty",
    "string_pattern_mismatch": "{key} is not in the form it needs; run ingest again",
}
_OURS = "message"


def fault(message: str) -> PydanticCustomError:
    """A fault that a model finds in a file by itself."""
    return PydanticCustomError(_OURS, "{message}", {"message": message})


def read(path: Path, model: type[Model]) -> tuple[Model, YamlFile]:
    """Read one file in the shape of ``model``; raises `KnowledgeError` with every fault and its line."""
    file = yamlfile.read(path)
    # The plain data is not kept: a large document would stand in memory twice.
    return shaped(file.data, model, file), replace(file, data=None)


def shaped(data: object, model: type[Model], file: YamlFile | Excerpt) -> Model:
    """The data of a file in the shape of ``model``; raises `KnowledgeError` with every fault and its line."""
    try:
        return model.model_validate({} if data is None else data)
    except ValidationError as error:
        found = [file.problem(fault["loc"], _described(fault, model)) for fault in error.errors()]
        raise KnowledgeError(found) from error


def _described(fault: ErrorDetails, model: type[BaseModel]) -> str:
    """The words for one fault of a file that should have the shape of ``model``."""
    key = next((step for step in reversed(fault["loc"]) if isinstance(step, str)), tell("the file"))
    kind = "empty" if fault["input"] is None and fault["type"].endswith("_type") else fault["type"]
    if kind == "extra_forbidden":
        if near := get_close_matches(key, _keys(model), 1):
            return tell("{key} is not known here; did you mean {near}?", key=key, near=near[0])
        return tell("{key} is not known here; take it out", key=key)
    context = fault.get("ctx", {})
    if kind in _ADVICE:
        return tell(_ADVICE[kind], **context | {"key": key})
    return tell("{key}: {fault}", key=key, fault=context["message"] if kind == _OURS else fault["msg"])


def _keys(model: type[BaseModel]) -> list[str]:
    """Every key the file may hold at any depth."""
    schema = model.model_json_schema()
    parts = (schema, *schema.get("$defs", {}).values())
    return sorted({key for part in parts for key in part.get("properties", {})})
