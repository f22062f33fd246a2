"""The rule of one node of the YAML: what the schema says of it, made ready for the walk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from generator.base.frozen import frozen
from generator.reading.scalars import ExpectedScalar


@frozen
class SchemaRule:
    """One node of the schema, made ready for the walk. `type` is `mapping`, `list` or the `x-type` of a scalar."""

    type: str
    expected: ExpectedScalar
    properties: Mapping[str, SchemaRule] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    extra: SchemaRule | None = None  # of every key of a free mapping
    items: SchemaRule | None = None
    at_least: int = 0
    either: tuple[SchemaRule, ...] = ()  # oneOf: the rule of the shape that is typed
    management: bool = False  # x-management: never printed, only used (管理用)

    @property
    def shapes(self) -> tuple[SchemaRule, ...]:
        """The rules of the shapes that may stand here: one, or those of a oneOf."""
        return self.either or (self,)


def items_of(rules: Iterable[SchemaRule]) -> tuple[SchemaRule, ...]:
    """Give the rules of the items of lists that may stand here."""
    return tuple(shape for one in rules if one.items is not None for shape in one.items.shapes)
