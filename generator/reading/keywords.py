"""The keywords of JSON Schema that our walk keeps; a schema that says anything else is refused, never half obeyed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ANNOTATIONS = frozenset({
    "$schema", "$id", "$comment", "$defs", "title", "description", "examples", "default",
    "patternErrorMessage", "x-element", "x-management",
})  # fmt: skip
"""What tells a reader or an editor something, and judges no value."""

_SCALAR = frozenset({"type", "x-type"})
_NUMERIC = frozenset({"pattern", "minimum", "maximum"})  # the limits say of a number what the pattern says of its text
KEPT: Mapping[str, frozenset[str]] = {
    "mapping": frozenset({"type", "properties", "required", "x-required", "additionalProperties"}),
    "list": frozenset({"type", "items", "minItems"}),
    "oneOf": frozenset({"oneOf"}),
    "text": _SCALAR | {"minLength"},
    "enum": _SCALAR | {"enum", "x-synonyms"},
    "word": _SCALAR | {"x-dimension"},
    "yesno": _SCALAR | {"enum"},
    "code": _SCALAR | _NUMERIC | {"x-dimension"},
    "integer": _SCALAR | _NUMERIC,
    "amount": _SCALAR | {"pattern"},
    "number": _SCALAR | {"pattern"},
    "weight": _SCALAR | _NUMERIC,
    "date": _SCALAR | {"pattern"},
}
"""By the type of a rule, what the walk or the converter of the `x-type` keeps."""


class SchemaError(ValueError):
    """The schema asks for what the walk does not keep: an error of this program, not of a budget."""


def refuse_unknown(spec: Mapping[str, Any], kind: str, title: str) -> None:
    """Raise SchemaError if a node of the schema has a keyword, or a value of one, that a rule of its type ignores."""
    ignored = spec.keys() - ANNOTATIONS - KEPT.get(kind, frozenset())
    if ignored:
        raise SchemaError(f"{title}: a rule of type {kind} does not keep {', '.join(sorted(ignored))}")
    if kind == "mapping" and spec.get("additionalProperties", True) is True:
        raise SchemaError(f"{title}: the walk refuses unknown keys, so the schema must say additionalProperties")
    if spec.get("minLength", 1) != 1:
        raise SchemaError(f"{title}: of minLength the walk keeps only 1, by which a text is not empty")


def refuse_beside_reference(spec: Mapping[str, Any], title: str) -> None:
    """Raise SchemaError if a node with `$ref` also says something itself: the walk follows the reference alone."""
    ignored = spec.keys() - ANNOTATIONS - {"$ref"}
    if ignored:
        raise SchemaError(f"{title}: beside $ref the walk does not keep {', '.join(sorted(ignored))}")
