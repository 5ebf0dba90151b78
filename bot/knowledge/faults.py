"""What pydantic finds wrong with a file, in words that say how to mend it."""

from __future__ import annotations

from difflib import get_close_matches

from pydantic import BaseModel
from pydantic_core import ErrorDetails

_ADVICE = {
    "missing": "is missing; add it",
    "empty": "is empty; write a value in quotes or take the line out",
    "string_type": "must be one value in quotes, not a list or a mapping",
    "tuple_type": "must be a list; write [one, two]",
    "model_type": "must hold keys with values, such as short: name",
    "dict_type": "must hold keys with values",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "is not in the form it needs; run ingest again",
}


def describe(fault: ErrorDetails, model: type[BaseModel]) -> str:
    """The words for one fault of a file that should have the shape of ``model``."""
    key = next((step for step in reversed(fault["loc"]) if isinstance(step, str)), "the file")
    kind = "empty" if fault["input"] is None and fault["type"].endswith("_type") else fault["type"]
    if kind == "extra_forbidden":
        near = get_close_matches(key, _keys(model), 1)
        return f"{key} is not known here; " + (f"did you mean {near[0]}?" if near else "take it out")
    if advice := _ADVICE.get(kind):
        return f"{key} {advice}"
    return f"{key}: {fault['msg']}"


def _keys(model: type[BaseModel]) -> list[str]:
    """Every key the file may hold at any depth."""
    schema = model.model_json_schema()
    parts = (schema, *schema.get("$defs", {}).values())
    return sorted({key for part in parts for key in part.get("properties", {})})
