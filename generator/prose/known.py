"""What a text may name, as one record: the reviews of packs and of filled files ask it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set

from generator.base.frozen import frozen
from generator.ledger import Dimensions


@frozen
class KnownNames:
    """What a text may name."""

    names: Set[str]
    queries: Set[str]
    tables: Set[str]
    records: Mapping[str, tuple[str, ...]]  # the fields of each list
    choices: Mapping[str, Mapping[str, tuple[str, ...]]]  # 数据: the words of each declared field, by list
    styles: Set[str]
    files: Set[str]
    keys: Set[str]  # of a budget
    charts: Set[str]
    parts: Set[str]  # 选印
    dimensions: Dimensions
    codes: Callable[[str, str], bool]  # whether a code of a dimension, or its beginning, is known
