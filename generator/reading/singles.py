"""Single values (单个值) of a file's text with the rule that the schema has for each: for edits of what was typed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.reading import cutting
from generator.reading.cutting import TreeNode
from generator.reading.rule import SchemaRule


@frozen
class Single:
    """A key or a single value: its text, the keys that lead to it, and the rule's type (empty where there is none)."""

    path: ValuePath
    node: TreeNode
    type: str = ""
    dimension: str = ""  # of a code
    is_key: bool = False

    @property
    def text(self) -> str:
        """The text as YAML reads it."""
        return str(self.node.value)


def singles(rule: SchemaRule | None, node: TreeNode, path: ValuePath = ()) -> Iterator[Single]:
    """Give every key and every single value, in the order of the text."""
    shape = _shape(rule, node)
    for key, value in cutting.pairs(node):
        name = str(key.value)
        yield Single((*path, name), key, is_key=True)
        below = (shape.properties.get(name) or shape.extra) if shape else None
        yield from singles(below, value, (*path, name))
    for number, item in enumerate(cutting.items(node)):
        yield from singles(shape and shape.items, item, (*path, number))
    if isinstance(node.value, str):
        yield Single(path, node, shape.type if shape else "", shape.expected.dimension if shape else "")


def _shape(rule: SchemaRule | None, node: TreeNode) -> SchemaRule | None:
    """Choose the rule of the shape that is typed, of a oneOf."""
    if rule is None or not rule.either:
        return rule
    kind = "" if isinstance(node.value, str) else "mapping" if cutting.pairs(node) else "list"
    fits = [one for one in rule.either if (one.type if one.type in ("mapping", "list") else "") == kind]
    return fits[0] if fits else rule.either[0]
